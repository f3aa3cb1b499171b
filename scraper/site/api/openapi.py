"""The table of operations -> the OpenAPI 3.1 document of ``/api.json``. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import scraper
from scraper.site import routes
from scraper.site.api.operations import OPERATIONS, Operation, Parameter
from scraper.site.api.schemas import Schema, components, reference

TOLD = """\
Every page of the archive is JSON at its own address with `.json` before the query. Lists come in pages: follow
`next_url` until it is null, and each item is there once. Errors are `{"ok": false, "error", "status"}`. Parameters that
are not known are ignored. Send `If-None-Match` with the `ETag` you have, and an answer that has not changed comes as an
empty 304. Tables, SQL and canned queries lie under `/archive`."""


def document(server: str) -> dict[str, Any]:
    """What there is to ask, for programs.

    :param server: the site's own address.
    """
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        for ending, path, schema, media_type in answers(operation):
            paths[path] = {"get": _get(operation, path, ending, schema, media_type)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Back Issues",
            "version": scraper.__version__,
            "description": TOLD,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server.rstrip("/") or "/"}],
        "paths": paths,
        "components": {"schemas": components()},
    }


def answers(operation: Operation) -> Iterator[tuple[str, str, Schema | None, str]]:
    """Each form of an answer: its ending, its path, its schema and its media type; JSON first."""
    if operation.answer:
        schemas = [reference(name) for name in operation.answer.split()]
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        yield "json", routes.as_json(operation.path), schema, "application/json"
    for ending, media_type in operation.forms.items():
        yield ending, routes.with_ending(operation.path, ending) if ending else operation.path, None, media_type


def _get(operation: Operation, path: str, ending: str, schema: Schema | None, media_type: str) -> dict[str, Any]:
    is_plain = not ending or (ending == "json" and operation.answer)
    name = operation.name if is_plain else f"{operation.name}_{ending.replace('.', '_')}"
    content = {media_type: {"schema": schema} if schema else {}}
    errors = {"404": "There is nothing of that name, or not in this form."}
    # An address without an ending is one of the pages, which say in HTML what is wrong.
    error = {"application/json": {"schema": reference("Error")}} if routes.ending(path) else {"text/html": {}}
    if operation.gone:
        errors["410"] = "The story was taken down; its tombstone."
    return {
        "operationId": name,
        "summary": operation.told,
        "parameters": [
            *(_parameter(part, "path") for part in operation.parts),
            *(_parameter(asked, "query") for asked in operation.query),
        ],
        "responses": {
            "200": {"description": operation.told, "headers": _headers(), "content": content},
            "304": {"description": "What you have is still right."},
            **{status: {"description": told, "content": error} for status, told in errors.items()},
            **{status: {"description": told, "content": {kind: {}}} for status, (told, kind) in operation.also.items()},
        },
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    schema = {"type": "array", "items": parameter.schema} if parameter.many else parameter.schema
    described: dict[str, Any] = {"name": parameter.name, "in": where, "description": parameter.told, "schema": schema}
    if where == "path":
        described["required"] = True
    if parameter.example != "":
        described["example"] = [parameter.example] if parameter.many else parameter.example
    return described


def _headers() -> dict[str, Any]:
    meanings = {
        "ETag": "The validator of this answer: with it in If-None-Match, an unchanged answer is a 304.",
        "Last-Modified": "When the archive last changed.",
    }
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in meanings.items()}
