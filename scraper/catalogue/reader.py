"""One merged publication file as a ``Publication``; everything wrong with it is reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scraper.catalogue import checks, value_types
from scraper.catalogue.errors import FaultyPublicationError
from scraper.catalogue.files import Merged, Source
from scraper.catalogue.schema import LINK_FIELDS, PAGE_FIELDS, TABLES
from scraper.catalogue.table_reader import Location, read_table, tables
from scraper.publication import (
    AccessRules,
    Canary,
    Cover,
    Fetch,
    Health,
    Index,
    LabelRules,
    PageRules,
    Publication,
    PythonHook,
    Schedule,
    SectionRules,
    StoryRules,
    SupplementRules,
    Value,
)

_TOP = tuple(TABLES[""].keys)
_INLINE = tuple(key for key in TABLES["index"].keys if key in TABLES["index.fetch"].keys)


def read(source: Source, file: Merged) -> Publication:
    """The newspaper that a file describes; FaultyPublicationError lists every fault of it and its bases."""
    faults: list[str] = []
    places = {name: _place(name, source, file, faults) for name in ("", *file.tables, *_TOP)}
    try:
        value_types.identifier(source.slug)
    except ValueError as error:
        places[""].fault(f"rename the file: {error}")
    publication = _publication(source, file, places)
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


def _publication(source: Source, file: Merged, places: Mapping[str, Location]) -> Publication:
    top = read_table("", file.tables, places[""])

    def table(name: str) -> dict[str, Any]:
        return read_table(name, top[name], places[name]) if name in top else {}

    def several(name: str) -> list[tuple[dict[str, Any], Location]]:
        return tables(name, top.get(name, []), places[name])

    cover, health, hook = table("cover"), table("health"), table("python")
    return Publication(
        slug=source.slug,
        **{"title": "", "timezone": "UTC", "language": "en", **table("publication")},
        schedule=Schedule(**table("schedule")),
        labels=tuple(LabelRules(**{"id": "", **label}) for label, _ in several("editions")),
        supplements=tuple(SupplementRules(**{"id": "", **supplement}) for supplement, _ in several("supplements")),
        variables=top.get("vars", {}),
        indexes=tuple(_index(index, place) for index, place in several("index")),
        story=_page_rules(table("story")),
        cover=Cover(**cover) if "cover" in top else None,
        access=AccessRules(**table("access")),
        health=Health(**{**health, "canary": _canaries(health.get("canary", []), places["health"])}),
        python=PythonHook(**{"hook": "", **hook}) if "python" in top else None,
        source=source.shown,
    )


def _index(read: Mapping[str, Any], place: Location) -> Index:
    """An index; the keys of a fetch that stand in it directly are its only fetch."""
    name = read.get("name", "")
    inline = {key: one for key, one in read.items() if key in _INLINE}
    if "fetch" in read and inline:
        replace(place, table=f'{place.table} "{name}"').fault(
            f"'{min(inline)}' belongs into one of its [[index.fetch]]"
        )

    def table(key: str) -> dict[str, Any]:
        return read_table(f"index.{key}", read[key], _inside(key, name, place)) if key in read else {}

    def several(key: str, *, one_will_do: bool) -> list[dict[str, Any]]:
        listed = tables(f"index.{key}", read.get(key, []), _inside(key, name, place), one_will_do=one_will_do)
        return [one for one, _ in listed]

    fetches = several("fetch", one_will_do=False)
    rest = {key: one for key, one in read.items() if key not in (*_INLINE, "fetch", "sections", "stories", "issue")}
    return Index(
        **{"name": "", **rest},
        fetches=tuple(Fetch(**fetch) for fetch in fetches) or (Fetch(**inline),),
        sections=SectionRules(**{"each": "", **table("sections")}) if "sections" in read else None,
        stories=tuple(_story_rules(block) for block in several("stories", one_will_do=True)),
        issue=table("issue"),
    )


def _inside(key: str, index: str, place: Location) -> Location:
    return replace(place, table=f'{TABLES[f"index.{key}"].head} of "{index}"', files=None)


def _story_rules(read: Mapping[str, Any]) -> StoryRules:
    found, rest = _split(read, LINK_FIELDS)
    return StoryRules(fields=found, **rest)


def _page_rules(read: Mapping[str, Any]) -> PageRules:
    found, rest = _split(read, PAGE_FIELDS)
    return PageRules(fields=found, **rest)


def _split(read: Mapping[str, Any], names: tuple[str, ...]) -> tuple[dict[str, Value], dict[str, Any]]:
    """The values of the named fields, and everything else."""
    return (
        {key: one for key, one in read.items() if key in names},
        {key: one for key, one in read.items() if key not in names},
    )


def _canaries(raw: Any, place: Location) -> tuple[Canary, ...]:
    read = tables("health.canary", raw, replace(place, table=TABLES["health.canary"].head, files=None))
    return tuple(Canary(**canary) for canary, _ in read if "date" in canary)
