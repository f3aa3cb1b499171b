"""The documentation of the JSON API: a page, and an OpenAPI document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from scraper.site.api import canned_queries, openapi
from scraper.site.api.operations import OPERATIONS
from scraper.site.api.schemas import components
from scraper.site.http.responses import Representation, ViewRequest, ViewResult
from scraper.site.language import _


def api(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/api``: every address with its parameters and objects; ``/api.json`` is the OpenAPI document."""
    shapes = components()
    described = {name: shape for name, shape in shapes.items() if "properties" in shape}
    return ViewResult(
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
            "queries": canned_queries.queries(),
        },
        title=_("For programs"),
        representations={"json": _document},
    )


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
