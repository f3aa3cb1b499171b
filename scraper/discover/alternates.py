"""Which of a newspaper's indexes can be fetched for an edition, in what order (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from scraper import schedule
from scraper.discover import templates
from scraper.discover.requests import variables_of
from scraper.items import EditionKey
from scraper.publication import Index, Publication


def indexes(publication: Publication, edition: EditionKey, *, now: dt.datetime, env: Mapping[str, str]) -> list[Index]:
    """The indexes that can be fetched for this edition now, the best first.

    An index with ``add`` completes the one before it, and is left out together with it. An address without a date shows
    only the newest edition that is ready: for that one, an index with ``latest`` comes a second time, with that address
    and what completes it.

    :param now: the present, with its time zone.
    :param env: the environment, for indexes that require a variable of it.
    """
    alternates: list[tuple[list[Index], list[Index]]] = []  # an index as it can be asked, and what completes it
    for index in publication.indexes:
        ways = (
            list(_with_latest(publication, index, edition, now))
            if _usable(publication, index, edition, now.astimezone(publication.zone).date(), env)
            else []
        )
        if not index.add:
            alternates.append((ways, []))
        else:
            alternates[-1][1].extend(ways[:1])
    return [each for ways, complements in alternates for way in ways for each in (way, *complements)]


def groups(usable: list[Index]) -> list[tuple[Index, ...]]:
    """The alternates among some ``indexes``, each followed by the indexes with ``add`` that complete it."""
    found: list[tuple[Index, ...]] = []
    for index in usable:
        if index.add and found:
            found[-1] += (index,)
        else:
            found.append((index,))
    return found


def _with_latest(publication: Publication, index: Index, edition: EditionKey, now: dt.datetime) -> Iterator[Index]:
    first = index.fetches[0]
    is_newest = schedule.is_newest(publication, edition.date, now, edition.label)
    if (first.url or first.urls) and (is_newest or names_a_day(publication, index)):
        yield index
    if first.latest and is_newest:
        yield replace(index, fetches=(replace(first, url=first.latest, urls=(), latest=""), *index.fetches[1:]))


def names_a_day(publication: Publication, index: Index) -> bool:
    """Whether an index can be asked for a day: by its address or a rule, or it says its day, or lists several."""
    names = repr((index, publication.variables, publication.labels, publication.supplements))
    says = bool(index.issue) or index.fetches[-1].format in ("feed", "sitemap") or publication.python is not None
    return says or "{date" in names


def _usable(
    publication: Publication, index: Index, edition: EditionKey, today: dt.date, env: Mapping[str, str]
) -> bool:
    age = (today - edition.date).days
    part = "main" if schedule.supplement_rules(publication, edition) is None else "supplements"
    return (
        index.serves in ("all", part)
        and (not index.days or schedule.weekday(edition.date) in index.days)
        and (index.valid_from is None or index.valid_from <= edition.date)
        and (index.valid_until is None or edition.date <= index.valid_until)
        and (not index.archive_days or age <= index.archive_days)
        and all(_has(publication, edition, name, env) for name in index.requires)
    )


def _has(publication: Publication, edition: EditionKey, name: str, env: Mapping[str, str]) -> bool:
    """Whether a name in ``requires`` has a value for this edition."""
    if name.startswith("env."):
        return bool(env.get(name.removeprefix("env.")))
    variables = variables_of(publication, edition)
    return bool(templates.fill(f"{{{name}?}}", variables))
