"""What a program may ask: as a page to read, and as an OpenAPI document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from scraper.publish import addresses, openapi
from scraper.publish.answers import Answer, Asked, Form, view
from scraper.publish.language import _
from scraper.publish.operations import OPERATIONS
from scraper.publish.queries import canned
from scraper.publish.schemas import OBJECTS, components
from scraper.publish.site import site_dir


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/api``."""
    return [(addresses.API_PATTERN, view(api, directory=False))]


def api(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/api``: every address, what it takes and what it gives; ``/api.json`` is the same for programs."""
    shapes = components()
    described = {name: shapes[name] for name in shapes if name in OBJECTS or "properties" in shapes[name]}
    return Answer(
        template="api.html",
        content={},
        page={
            "operations": [
                {
                    "operation": operation,
                    "forms": [(ending, path) for ending, path, *_schema in openapi.answers(operation)],
                    "answers": [name for name in operation.answer.split() if name in described],
                }
                for operation in OPERATIONS
            ],
            "shapes": described,
            "kind_of": _kind,
            "queries": canned(site_dir() / "queries"),
        },
        title=_("For programs"),
        forms={"json": _document},
    )


def _document(absolute: Callable[[str], str]) -> Form:
    body = json.dumps(openapi.document(absolute("/")), ensure_ascii=False, indent=1).encode()
    return Form(body=body, content_type="application/json; charset=utf-8")


def _kind(schema: dict[str, Any]) -> dict[str, Any]:
    """A field's type in words, and the object it refers to."""
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    null = len(options) < len(schema.get("anyOf", [schema])) or "null" in schema.get("type", ())
    (option,) = options[:1]
    item = option.get("items", {}) if option.get("type") == "array" else option
    name = item.get("$ref", "").rpartition("/")[2]
    types = option.get("type", "")
    kind = next(iter(types), "") if isinstance(types, list) else types
    return {"kind": kind, "object": name, "null": null, "told": schema.get("description") or option.get("description")}
