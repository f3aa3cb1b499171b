"""Reads one table of a publication file against the vocabulary, and notes everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scraper.catalogue import value_types
from scraper.catalogue.schema import NOT_BUILT, TABLES, Key, Nested, built
from scraper.catalogue.value_types import did_you_mean
from scraper.publication import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where in which file something stands, and the list that takes what is wrong there.

    ``files`` names, for single keys of the table, the file they come from where it is another one (``extends``).
    """

    faults: list[str]
    file: str
    table: str = ""  # with its head as written: [index.stories] of "front"
    key: str = ""
    files: Mapping[str, str] | None = None

    def at(self, key: str) -> Location:
        """The place of one key of this table."""
        return replace(self, key=key, file=(self.files or {}).get(key, self.file), files=None)

    def fault(self, sentence: str) -> None:
        """Note what is wrong here."""
        self.faults.append(f"{' '.join(filter(None, (self.file, self.table, self.key)))}: {sentence}")


def read_table(name: str, raw: Any, place: Location) -> dict[str, Any]:
    """The good values of a table by key; a key with a fault is left out, tables inside it are passed on as they are.

    A table that may hold free variables has them under the name of the field that keeps them.
    """
    rules = TABLES[name]
    if not isinstance(raw, dict):
        place.fault(f"expected a table, found {raw!r}")
        return {}
    read: dict[str, Any] = {}
    free: dict[str, str] = {}
    for key, one in raw.items():
        if key in rules.keys:
            _read_key(rules.keys[key], one, place.at(key), read)
        elif why := NOT_BUILT.get(name, {}).get(key):
            replace(place.at(key), key="").fault(f"'{key}' is not built yet: {why}; leave it out")
        elif rules.free and not value_types.near(key, rules.keys):
            _read_key(Key(value_types.variable_named(key)), one, place.at(key), free)
        else:
            replace(place.at(key), key="").fault(f"no key '{key}'; {did_you_mean(key, rules.keys)}")
    for key, rule in rules.keys.items():
        if rule.required and key not in raw:
            place.fault(f"'{key}' is missing")
    return {**read, rules.free: free} if rules.free else read


def tables(key: Key, raw: Any, place: Location) -> list[tuple[dict[str, Any], Location]]:
    """A list of tables, each read and with its place; where the key allows it, a table alone means a list of one."""
    if key.kind is Nested.TABLE_OR_TABLES and isinstance(raw, dict):
        raw = [raw]
    if not isinstance(raw, list):
        place.fault(f"expected a list of tables, each headed {TABLES[key.table].head}")
        return []
    return [(read_table(key.table, one, place), place) for one in raw]


def value(raw: Any, place: Location) -> Value:
    """A value: a selector, a list of selectors, or a table with ``get`` and what to do with what it gives."""
    if not isinstance(raw, dict):
        try:
            return Value(get=value_types.texts(raw))
        except ValueError:
            place.fault(f"expected a selector, a list of selectors or a table {{ get = ... }}, found {raw!r}")
            return Value()
    read = read_table("value", raw, replace(place, table=f"{place.table} {place.key}", key=""))
    if "get" not in raw and "const" not in raw:
        place.fault("a value needs 'get' (a selector) or 'const' (a text)")
    return built(Value, read)


def _read_key(rule: Key, raw: Any, place: Location, read: dict[str, Any]) -> None:
    try:
        read[place.key] = _read_kind(rule, raw, place)
    except ValueError as error:
        place.fault(str(error))


def _read_kind(rule: Key, raw: Any, place: Location) -> Any:
    if rule.kind is Nested.VALUE:
        return value(raw, place)
    if rule.kind is Nested.VALUES:
        if not isinstance(raw, list):
            raise ValueError(f"expected a list of conditions such as [{{ get = ..., re = ... }}], found {raw!r}")
        return tuple(value(one, place) for one in raw)
    if rule.kind is Nested.BINDINGS:
        return {name: value(raw[name], replace(place, key=f"{place.key}.{name}")) for name in value_types.bindings(raw)}
    return raw if isinstance(rule.kind, Nested) else rule.kind(raw)
