"""The shapes of the objects in JSON, as JSON Schema, made from the types of ``json_objects``. Pure.

Every field of an object is always there (``null`` or empty where nothing is known) unless it is not required; none is
there that is not described: tests hold every answer against these.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from scraper.archive.row_fields import DATE as DATE
from scraper.site import json_objects

Schema = dict[str, Any]

# What an address may answer, each as ``operations`` names it: add the type of a new page here.
ANSWERS: Mapping[str, Any] = {
    type_.__name__: type_
    for type_ in (
        json_objects.Publications,
        json_objects.OnePublication,
        json_objects.Undated,
        json_objects.Days,
        json_objects.DayOfPaper,
        json_objects.Edition,
        json_objects.AllPapers,
        json_objects.DaysOfAll,
        json_objects.Story,
        json_objects.Versions,
        json_objects.Matches,
        json_objects.Timeline,
        json_objects.Coverages,
        json_objects.Statement,
        json_objects.Runs,
        json_objects.RunReport,
        json_objects.Stories,
        json_objects.Diff,
    )
}
ERROR: Schema = {
    "type": "object",
    "description": "What is wrong, in words. Further fields may say what there is instead.",
    "properties": {
        "ok": {"const": False},
        "error": {"type": "string", "description": "In words."},
        "status": {"type": "integer", "minimum": 0, "description": "HTTP status."},
    },
    "required": ["ok", "error", "status"],
}
OPENAPI: Schema = {"type": "object", "description": "An OpenAPI 3.1 document.", "required": ["openapi", "paths"]}


def reference(name: str) -> Schema:
    """A reference to the schema of that name in the OpenAPI document."""
    return {"$ref": f"#/components/schemas/{name}"}


@functools.cache
def _made() -> Mapping[str, Schema]:
    """The schema of each answer, and of each object that one holds, in the order of the types' module."""
    _, made = msgspec.json.schema_components(ANSWERS.values(), ref_template="#/components/schemas/{name}")
    order = {getattr(type_, "__name__", ""): type_ for type_ in vars(json_objects).values()}
    return {name: _schema(made[name], type_, whole=name in ANSWERS) for name, type_ in order.items() if name in made}


def _schema(made: Schema, type_: Any, *, whole: bool) -> Schema:
    """The schema of a type with its fields in the type's order, and no others; an answer as a whole has ``ok``."""
    ok = {"ok": {"const": True}} if whole else {}
    return {
        "type": "object",
        "description": made["description"],
        "properties": ok | {name: made["properties"][name] for name in typing.get_type_hints(type_)},
        "required": [*ok, *(name for name in typing.get_type_hints(type_) if name in made["required"])],
        "additionalProperties": False,
    }


def objects() -> dict[str, Schema]:
    """What answers hold, by name."""
    return {name: schema for name, schema in _made().items() if name not in ANSWERS}


def components() -> dict[str, Schema]:
    """Every schema by its name."""
    return {"Error": ERROR, **_made(), "OpenAPI": OPENAPI}
