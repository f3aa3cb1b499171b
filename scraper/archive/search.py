"""Query and filters -> matching stories, with snippets. Whatever is asked, there is an answer.

Row ids are in edition order, so a date range is a range of the full-text index and the newest matches come first
without sorting (rule 3 of ``schema``).
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from scraper.archive import keys, terms
from scraper.archive.query import Query, parse
from scraper.days import DateError, span

Sort = Literal["newest", "oldest", "relevance"]
SORTS: tuple[Sort, ...] = ("newest", "oldest", "relevance")
MAX_SIZE = 200
SNIPPET_WORDS = 32
OPEN, CLOSE = "\x02", "\x03"  # around marked words; no text that is stored has them

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is marked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which stories a search looks at; an empty field does not filter. Several values of one field: any of them."""

    query: Query
    first: dt.date | None = None
    last: dt.date | None = None
    publications: tuple[str, ...] = ()  # slugs
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]]) -> Filters:
        """The filters a query string asks for; what cannot be used is left out and said so in ``notes``."""
        notes: list[str] = []

        def day(name: str, *, end: bool) -> dt.date | None:
            text = next(iter(values.get(name, ())), "").strip()
            found = day_of(text, end=end)
            if text and found is None:
                notes.append(f"“{text[:40]}” is no date (2024, 2024-12 or 2024-12-07) and was left out.")
            return found

        def several(name: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(value for value in values.get(name, ()) if value))[:50]

        first, last = day("from", end=False), day("to", end=True)
        if first and last and first > last:
            notes.append(f"The dates were the wrong way round: read as {last} to {first}.")
            first, last = last, first
        return cls(
            query=parse(next(iter(values.get("q", ())), "")),
            first=first,
            last=last,
            publications=several("publication"),
            sections=several("section"),
            languages=tuple(dict.fromkeys(tag.lower().partition("-")[0] for tag in several("language"))),
            access=several("access"),
            notes=tuple(notes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of matches. ``next`` is the cursor of the page after it, None at the end."""

    items: tuple[dict[str, Any], ...]
    total: int
    next: str | None
    understood: str
    notes: tuple[str, ...]
    total_exact: bool = True


def day_of(text: str, *, end: bool) -> dt.date | None:
    """The first (or last) day of a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD; None if it is none."""
    try:
        return span(text)[end]
    except DateError:
        return None


def search(
    connection: sqlite3.Connection, filters: Filters, *, sort: str = "newest", size: int = 20, cursor: str = ""
) -> Results:
    """The stories that match, a page of at most ``size``, newest first unless asked otherwise."""
    query = filters.query
    notes = [*query.notes, *filters.notes]
    if query.nothing:
        return Results(items=(), total=0, next=None, understood=query.understood, notes=tuple(notes))
    if sort not in SORTS:
        notes.append(f"“{sort[:20]}” is no order; newest first instead.")
        sort = "newest"
    ranked = sort == "relevance" and bool(query.match) and not query.negated
    matching = _matching(filters)
    total = connection.execute(matching.count, matching.parameters).fetchone()[0]

    size = max(1, min(size, MAX_SIZE))
    start = _cursor(cursor)
    offset = start or 0 if ranked else 0
    if ranked:
        order = "rank"
    else:
        order = f"{matching.column} {'ASC' if sort == 'oldest' else 'DESC'}"
        if start is not None:
            matching = matching.narrowed(f"{matching.column} {'>' if sort == 'oldest' else '<'} :start", start=start)
    rows = _rows(connection, matching, order, size=size + 1, offset=offset)
    items = tuple(_item(row, query) for row in rows[:size])
    following = None
    if len(rows) > size:
        following = str(offset + size) if ranked else str(rows[size - 1]["id"])
    return Results(items=items, total=total, next=following, understood=_understood(filters), notes=tuple(notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The SQL of the stories that match: whether through the full-text index, the conditions, their parameters."""

    indexed: bool
    conditions: tuple[str, ...]
    parameters: Mapping[str, Any]

    @property
    def column(self) -> str:
        """The row id in the table that drives the search."""
        return "stories_fts.rowid" if self.indexed else "stories.id"

    @property
    def where(self) -> str:
        return " AND ".join(self.conditions) or "true"

    @property
    def source(self) -> str:
        return "stories_fts CROSS JOIN stories ON stories.id = stories_fts.rowid" if self.indexed else "stories"

    @property
    def count(self) -> str:
        """How many match; without a look at the stories themselves where no condition is about them."""
        needs_stories = any("stories." in condition for condition in self.conditions)
        source = self.source if needs_stories or not self.indexed else "stories_fts"
        return f"SELECT count(*) FROM {source} WHERE {self.where}"  # noqa: S608

    def narrowed(self, condition: str, **parameters: Any) -> Matching:
        """The same with one condition more."""
        return replace(self, conditions=(*self.conditions, condition), parameters={**self.parameters, **parameters})


def _cursor(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _matching(filters: Filters) -> Matching:
    """What the query and its filters ask of the tables."""
    query = filters.query
    matching = Matching(indexed=bool(query.match) and not query.negated, conditions=(), parameters={})
    if matching.indexed:
        matching = matching.narrowed("stories_fts MATCH :match", match=query.match)
    elif query.match:
        matching = matching.narrowed(
            "stories.id NOT IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH :match)", match=query.match
        )
    if filters.first or filters.last:
        low, high = keys.id_range(filters.first or keys.EPOCH + dt.timedelta(days=1), filters.last)
        matching = matching.narrowed(f"{matching.column} BETWEEN :low AND :high", low=low, high=high)
    listed = (
        ("publications", "stories.publication_id IN (SELECT id FROM publications WHERE slug IN ({}))"),
        ("sections", "stories.section COLLATE NOCASE IN ({})"),
        ("languages", "substr(stories.language, 1, 2) IN ({})"),
        ("access", "stories.access IN ({})"),
    )
    for name, condition in listed:
        values = {f"{name}{number}": value for number, value in enumerate(getattr(filters, name))}
        if values:
            matching = matching.narrowed(condition.format(", ".join(f":{name}" for name in values)), **values)
    return matching


def _rows(
    connection: sqlite3.Connection, matching: Matching, order: str, *, size: int, offset: int
) -> list[dict[str, Any]]:
    marked = "NULL AS headline_marked, NULL AS snippet_marked"
    if matching.indexed:
        marked = f"""highlight(stories_fts, 0, char(2), char(3)) AS headline_marked,
            snippet(stories_fts, 4, char(2), char(3), '…', {SNIPPET_WORDS}) AS snippet_marked"""
    cursor = connection.execute(
        f"""
        SELECT stories.id, stories.key, stories.url AS source_url, stories.headline, stories.kicker,
            stories.standfirst, stories.byline, stories.section, stories.page, stories.language, stories.access,
            stories.edition_date, stories.evidence_kind, stories.published, stories.words,
            substr(stories.body, 1, 400) AS opening, publications.slug AS publication,
            publications.title AS publication_title,
            CASE WHEN EXISTS (SELECT 1 FROM story_terms WHERE story_id = stories.id) THEN stories.body END AS raw_body,
            {marked}
        FROM {matching.source} CROSS JOIN publications ON publications.id = stories.publication_id
        WHERE {matching.where} ORDER BY {order} LIMIT :size OFFSET :offset
        """,  # noqa: S608
        {**matching.parameters, "size": size, "offset": offset},
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _item(row: Mapping[str, Any], query: Query) -> dict[str, Any]:
    """A match as pages and JSON show it: ``headline_marked`` and ``snippet`` are pieces of text, marked or not."""
    if row["raw_body"] is not None and query.marks:  # the index holds pairs of characters: mark the text itself
        headline, snippet = marked(row["headline"], query.marks), cut(row["raw_body"], query.marks)
    elif row["snippet_marked"] is not None:
        headline, snippet = pieces(row["headline_marked"]), pieces(row["snippet_marked"])
    else:
        headline, snippet = ((row["headline"], False),), ((_ended(row["opening"]), False),)
    hidden = ("headline_marked", "snippet_marked", "raw_body", "opening", "id")
    return {name: value for name, value in row.items() if name not in hidden} | {
        "headline_marked": headline,
        "snippet": snippet,
    }


def _ended(text: str, length: int = 240) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def pieces(text: str) -> Pieces:
    """What FTS5 marked, as pieces of text with white space put together."""
    found = []
    for number, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", text)):
        part = re.sub(r"\s+", " ", part)
        if part:
            found.append((part, number % 2 == 1))
    return tuple(found)


def marked(text: str, words: Iterable[str]) -> Pieces:
    """The text in pieces, each of the words marked wherever it stands."""
    pattern = "|".join(sorted({re.escape(word) for word in words if word}, key=len, reverse=True))
    if not pattern:
        return ((text, False),)
    found, at = [], 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return tuple((part, mark) for part, mark in [*found, (text[at:], False)] if part)


def cut(text: str, words: Iterable[str], *, length: int = 120) -> Pieces:
    """A part of the text around the first of the words, marked; ``length`` in characters."""
    text, words = terms.normal(" ".join(text.split())), [terms.normal(word) for word in words]
    places = [place for word in words if word and (place := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - length // 3)
    part = text[start : start + length]
    return marked(("…" if start else "") + part + ("…" if start + length < len(text) else ""), words)


def _understood(filters: Filters) -> str:
    """The whole question in words."""
    parts = [filters.query.understood]
    if filters.publications:
        parts.append(f"in {' or '.join(filters.publications)}")
    if filters.sections:
        parts.append(f"in the section {' or '.join(filters.sections)}")
    if filters.languages:
        parts.append(f"in the language {' or '.join(filters.languages)}")
    if filters.access:
        parts.append(f"held as {' or '.join(filters.access)}")
    if filters.first and filters.first == filters.last:
        parts.append(f"of {filters.first}")
    elif filters.first and filters.last:
        parts.append(f"from {filters.first} to {filters.last}")
    elif filters.first:
        parts.append(f"since {filters.first}")
    elif filters.last:
        parts.append(f"until {filters.last}")
    return ", ".join(parts)
