"""The functions of JMESPath in publication files, besides those of JMESPath itself (pure).

items(object)      an object as [[key, value], ...], in the order of the page
find(value, name)  every value of that name, at whatever depth
record(id)         what ``records`` has under an id, or under the id that an object names; null where it has nothing
rich_text(tree)    the text of nested nodes
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jmespath import functions

Records = Mapping[str, Any]

_ID_NAMES = ("__ref", "$ref", "ref", "id", "_id")  # the first two as GraphQL clients write references


class Functions(functions.Functions):  # type: ignore[misc]  # the library has no types
    """These functions; ``record(id)`` looks in ``records``."""

    def __init__(self, records: Records) -> None:
        super().__init__()
        self.records = records

    @functions.signature({"types": ["object"]})  # type: ignore[untyped-decorator]
    def _func_items(self, value: dict[str, Any]) -> list[list[Any]]:
        return [[key, item] for key, item in value.items()]

    @functions.signature({"types": []}, {"types": ["string"]})  # type: ignore[untyped-decorator]
    def _func_find(self, value: Any, name: str) -> list[Any]:
        return list(_named(value, name))

    @functions.signature({"types": []})  # type: ignore[untyped-decorator]
    def _func_record(self, value: Any) -> Any:
        return self.records.get(_id_of(value))

    @functions.signature({"types": []})  # type: ignore[untyped-decorator]
    def _func_rich_text(self, value: Any) -> str:
        return rich_text(value)


def records_of(table: Any) -> Records:
    """A table by id: an object as it is, a list of [id, record], or a list of records that have an id."""
    if isinstance(table, dict):
        return table
    pairs = [pair if isinstance(pair, list) else [pair, pair] for pair in table] if isinstance(table, list) else []
    return {id_: pair[1] for pair in pairs if len(pair) == 2 and (id_ := _id_of(pair[0]))}


def rich_text(tree: Any) -> str:
    """The text of nested nodes, as editors' programs keep it in JSON: ``children``, at last ``value``, ``text`` or
    ``data``; all else is no text."""
    parts: list[str] = []
    waiting = [tree]
    while waiting:  # a loop, as data may nest deep
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        elif isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            is_break = str(one.get("type")).lower() in ("linebreak", "br") or one.get("name") == "br"
            inside = (one[name] for name in ("children", "value", "text", "data") if one.get(name))
            waiting.append("\n" if is_break else next(inside, ""))
    return "".join(parts)


def _id_of(value: Any) -> str:
    """The id that a value is or names; "" for none."""
    if isinstance(value, dict):
        value = next((value[name] for name in _ID_NAMES if value.get(name)), None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _named(value: Any, name: str) -> Iterator[Any]:
    """Every value of a name, that of an object before those of what is in it; a loop, as data may nest deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if name in one:
                yield one[name]
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one)
