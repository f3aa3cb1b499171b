"""The vocabulary of publication files as JSON Schema: an editor completes and checks a file by it.

It says less than the strict reader does: whether a selector compiles, a variable is set or two tables agree is told by
``backissues publications``. TOML dates are texts of the format "date" here, as editors take them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.catalogue.schema import TABLES, Key, Nested, Table

Schema = dict[str, Any]

_VALUE: Schema = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
        {"allOf": [{"$ref": "#/definitions/value"}], "anyOf": [{"required": ["get"]}, {"required": ["const"]}]},
    ]
}


def document() -> Schema:
    """The JSON Schema (draft 7, which TOML editors know) of a publication file.

    What must be there in [publication] is not asked for: a platform's file, and one that extends another, may leave it
    out.
    """
    definitions = {name: _table(table) for name, table in TABLES.items() if name}
    del definitions["publication"]["required"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Publication file of Back Issues",
        "description": "A newspaper: when it appears, where its stories are listed, how they are read.",
        **_table(TABLES[""]),
        "required": [],
        "definitions": definitions,
    }


def _table(table: Table) -> Schema:
    schema: Schema = {"type": "object"}
    if table.intro:
        schema["description"] = table.intro
    schema["properties"] = {key: _key(rule) for key, rule in table.keys.items()}
    schema["additionalProperties"] = {"type": "string"} if table.free else False
    if required := [key for key, rule in table.keys.items() if rule.required]:
        schema["required"] = required
    return schema


def _key(rule: Key) -> Schema:
    schema: Mapping[str, Any] = rule.schema
    if isinstance(rule.kind, Nested):
        table = {"$ref": f"#/definitions/{rule.table}"}
        schema = {
            Nested.VALUE: _VALUE,
            Nested.VALUES: {"type": "array", "items": _VALUE},
            Nested.BINDINGS: {"type": "object", "additionalProperties": _VALUE},
            Nested.TABLE: {"allOf": [table]},
            Nested.TABLES: {"type": "array", "items": table},
            Nested.TABLE_OR_TABLES: {"anyOf": [table, {"type": "array", "items": table}]},
        }[rule.kind]
    return {**schema, "description": rule.told} if rule.told else dict(schema)
