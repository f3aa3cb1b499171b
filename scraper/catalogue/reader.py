"""One merged publication file as a ``Publication``; everything wrong with it is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scraper.catalogue import checks, value_types
from scraper.catalogue.errors import FaultyPublicationError
from scraper.catalogue.files import Merged, Source, content_of
from scraper.catalogue.schema import TABLES, Key, Nested, built
from scraper.catalogue.table_reader import Location, read_table, tables
from scraper.discover import hooks
from scraper.publication import Fetch, HookFile, Index, Publication

_TOP = tuple(TABLES[""].keys)
_INLINE = tuple(name for name, key in TABLES["index"].keys.items() if key.inline)


def read(source: Source, file: Merged) -> Publication:
    """The newspaper that a file describes; FaultyPublicationError lists every fault of it and its bases."""
    faults: list[str] = []
    places = {name: _place(name, source, file, faults) for name in ("", *file.tables, *_TOP)}
    try:
        value_types.identifier(source.slug)
    except ValueError as error:
        places[""].fault(f"rename the file: {error}")
    publication = _publication(source, file, places)
    if publication.python:
        found = _functions(publication.python.path, file, places[""].at("python"))
        publication = replace(publication, python=found)
    checks.check(publication, places)
    if faults:
        raise FaultyPublicationError(list(dict.fromkeys(faults)))
    return publication


def _place(name: str, source: Source, file: Merged, faults: list[str]) -> Location:
    """The place of a table, knowing which of its keys come from which file; of the file itself for an empty name."""
    if not name:
        tables_of = {table: shown for (table, key), shown in file.origin.items() if not key}
        return Location(faults=faults, file=source.shown, files=tables_of)
    keys_of = {key: shown for (table, key), shown in file.origin.items() if table == name and key}
    head = TABLES[name].head if name in TABLES else f"[{name}]"
    return Location(faults=faults, file=file.origin.get((name, ""), source.shown), table=head, files=keys_of)


def _functions(name: str, file: Merged, place: Location) -> HookFile | None:
    """The file of functions that a newspaper's file names; its faults are noted, and it is not run."""
    if file.python is None:
        place.fault("only a file in the folder that BACKISSUES_PUBLICATIONS names has functions of its own")
        return None
    try:
        source = content_of(file.python)
    except OSError as error:
        place.fault(f"'{name}' cannot be read: {error.strerror}")
        return None
    for sentence in hooks.faults(source, name):
        place.fault(f"{name}: {sentence}")
    return HookFile(str(file.python.resolve()), hooks.digest(source))


def _publication(source: Source, file: Merged, places: Mapping[str, Location]) -> Publication:
    top = read_table("", file.tables, places[""])
    read = read_table("publication", top["publication"], places["publication"]) if "publication" in top else {}
    for name, key in TABLES[""].keys.items():
        if key.attribute and name in top:
            read[key.attribute] = _nested(key, top[name], places[name])
    return built(Publication, {**read, "slug": source.slug, "source": source.shown})


def _nested(key: Key, raw: Any, place: Location) -> Any:
    """What a table, or a list of tables, becomes; what is no table stays as it was read."""
    if not isinstance(key.kind, Nested):
        return raw
    if key.kind is Nested.TABLE:
        return _built(key.table, read_table(key.table, raw, place), place)
    return tuple(_built(key.table, read, where) for read, where in tables(key, raw, place))


def _built(name: str, read: dict[str, Any], place: Location) -> Any:
    type_ = TABLES[name].type
    if type_ is None:  # [index.issue]: values by name
        return read
    return _index(read, place) if type_ is Index else built(type_, read)


def _index(read: Mapping[str, Any], place: Location) -> Index:
    """An index with its tables; the keys of a fetch that stand in it directly are its only fetch."""
    name = read.get("name", "")
    inline = {key: one for key, one in read.items() if key in _INLINE}
    if "fetch" in read and inline:
        replace(place, table=f'{place.table} "{name}"').fault(
            f"'{min(inline)}' belongs into one of its [[index.fetch]]"
        )
    own = {key: one for key, one in read.items() if key not in _INLINE}
    for key, rule in TABLES["index"].keys.items():
        if key in own and rule.table:
            inside = replace(place, table=f'{TABLES[rule.table].head} of "{name}"', files=None)
            own[key] = _nested(rule, own[key], inside)
    if not own.get("fetch"):
        own["fetch"] = (built(Fetch, inline),)
    return built(Index, own)
