"""The documentation of the JSON API: a page, and an OpenAPI document."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from scraper.archive.read import editions, runs
from scraper.site import routes
from scraper.site.api import canned_queries, openapi
from scraper.site.api.operations import OPERATIONS, TASKS, Operation, live
from scraper.site.api.schemas import components
from scraper.site.http.responses import Representation, ViewRequest, ViewResult
from scraper.site.language import _


def api(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/api``: every address with its parameters and objects; ``/api.json`` is the OpenAPI document."""
    shapes = components()
    described = {name: shape for name, shape in shapes.items() if "properties" in shape}
    newest_run = next((run["id"] for run in runs.runs(connection, size=1)), None)
    examples = _examples(editions.example(connection), newest_run)
    by_name = {operation.name: operation for operation in OPERATIONS}
    return ViewResult(
        template="api.html",
        content={},
        page={
            "tasks": [
                (_(task), [_shown(by_name[name], examples, described) for name in names])
                for task, names in TASKS.items()
            ],
            "shapes": described,
            "kind_of": _kind,
            "queries": canned_queries.queries(),
        },
        title=_("For programs"),
        representations={"json": _document},
    )


def _examples(story: Mapping[str, Any], newest_run: int | None) -> dict[str, str]:
    """What the live examples ask for: a story of this archive, its edition, and the longest word of its headline."""
    if not story:
        return {"size": "5"}
    words = re.findall(r"\w+", story["headline"])
    return {
        "slug": story["slug"],
        "publication": story["slug"],
        "when": story["date"],
        "label": story["label"] or routes.MAIN,
        "key": story["key"],
        "id": story["key"],
        "format": "ris",
        "q": max(words, key=len, default="")[:20],
        "size": "5",
        **({"run": str(newest_run)} if newest_run else {}),
    }


def _shown(operation: Operation, examples: Mapping[str, str], described: Mapping[str, Any]) -> dict[str, Any]:
    """An operation with its forms: each with its path and a live example, where there is one."""
    return {
        "operation": operation,
        "forms": [(path, live(path, operation, examples)) for _ending, path, *_schema in openapi.answers(operation)],
        "answers": [name for name in operation.answer.split() if name in described],
    }


def _document(absolute: Callable[[str], str]) -> Representation:
    body = json.dumps(openapi.document(absolute("/")), ensure_ascii=False, indent=1).encode()
    return Representation(body=body, content_type="application/json; charset=utf-8")


def _kind(schema: dict[str, Any]) -> dict[str, Any]:
    """A field's type in words, and the object it refers to."""
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    null = len(options) < len(schema.get("anyOf", [schema])) or "null" in schema.get("type", ())
    (option,) = options[:1]
    item = option.get("items", {}) if option.get("type") == "array" else option
    name = item.get("$ref", "").rpartition("/")[2]
    types = option.get("type", "")
    kind = next(iter(types), "") if isinstance(types, list) else types
    told = schema.get("description") or option.get("description")
    return {"kind": kind, "object": name, "null": null, "told": told, "words": option.get("enum", ())}
