"""The editions of a day of a paper, compared: what all of them have, what only some have, what moved or was changed.

``compare`` is pure. It takes two stories of two editions for one if they share their row, the text of any of their
versions, their headline, or the beginning of their text: a city edition has its own address for a story, a late one a
new headline over it. Supplements are no editions of the day and are left out.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from scraper.archive import bigrams
from scraper.archive.row_types import ComparedPlaceFields, ComparedStoryRow, ComparisonRow, DifferenceRow
from scraper.archive.rows import Row, rows

HEADLINE_WORDS = 4  # a shorter headline may be that of a column: "Letters"
HEADLINE_RUNS = 8  # the same in characters, of scripts that put no spaces between words
BEGINNING = 160  # letters of a text that are compared
LEAST_BEGINNING = 60
AT_ONCE = 900  # stories read with one query
MOST_PAPERS = 40  # of a day: each is read with all of its stories
MOST_EDITIONS = 12  # of a paper and day

Identity = int | str  # the row id of a story that is held; else the address under which it is listed


class Placed(NamedTuple):
    """A story where it stands in an edition; ``headline`` and ``print_headline`` are those of this edition."""

    identity: Identity
    section: str = ""
    page: str = ""
    position: int = 0
    headline: str = ""
    print_headline: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What a story is recognised by: the hashes of all its versions, its headline, the beginning of its text.

    ``versions``: how many of its versions were fetched while these editions were collected.
    """

    headline: str = ""
    beginning: str = ""
    hashes: frozenset[str] = frozenset()
    text_hash: str = ""
    versions: int = 1


@dataclass(slots=True)
class Story:
    """A story of the day: where it stands in each edition that has it, by the edition's number."""

    places: dict[int, Placed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome; every list in printed order.

    ``some``: the stories of some editions only, by the numbers of these editions; ``changed``: those with another
    headline or text in another edition.
    """

    shared: list[Story]
    some: dict[tuple[int, ...], list[Story]]
    moved: list[Story]
    changed: list[Story]


def compare(editions: Sequence[Sequence[Placed]], texts: Mapping[Identity, Text]) -> Compared:
    """Compare editions, each in printed order.

    :param texts: of the stories that not all editions have by their rows, or that have several versions; of others
        none is needed.
    """
    stories = _stories(editions, texts)
    every = range(len(editions))
    some: dict[tuple[int, ...], list[Story]] = {}
    for story in stories:
        if len(story.places) < len(editions):
            some.setdefault(tuple(sorted(story.places)), []).append(story)
    several = [story for story in stories if len(story.places) > 1]
    out_of_order = _out_of_order(several, every)
    return Compared(
        shared=[story for story in stories if len(story.places) == len(editions)],
        some=dict(sorted(some.items(), key=lambda pair: (len(pair[0]), pair[0]))),
        moved=[story for story in several if id(story) in out_of_order or _elsewhere(story)],
        changed=[story for story in several if _changed(story, texts)],
    )


def _stories(editions: Sequence[Sequence[Placed]], texts: Mapping[Identity, Text]) -> list[Story]:
    """The day's stories, each once; those of the first edition first."""
    known: dict[Identity | tuple[str, str], Story] = {}
    stories: list[Story] = []
    for number, edition in enumerate(editions):
        for placed in edition:
            signs = [placed.identity, *_signs(texts.get(placed.identity))]
            met = [known[sign] for sign in signs if sign in known]
            story = next((story for story in met if number not in story.places), None)
            if story is None:
                story = Story()
                stories.append(story)
            story.places[number] = placed
            for sign in signs:
                known.setdefault(sign, story)
    return stories


def _signs(text: Text | None) -> list[tuple[str, str]]:
    """What a story is recognised by besides its row, the surest first."""
    if text is None:
        return []
    signs = [("text", text_hash) for text_hash in sorted(text.hashes)]
    beginning = _folded(text.beginning)
    if len(beginning) >= LEAST_BEGINNING:
        signs.append(("beginning", beginning))
    headline = _folded(text.headline)
    if len(headline.split()) >= HEADLINE_WORDS or (bigrams.has_runs(headline) and len(headline) >= HEADLINE_RUNS):
        signs.append(("headline", headline))
    return signs


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _out_of_order(stories: Sequence[Story], editions: Iterable[int]) -> set[int]:
    """The stories (their ``id``) that stand in another order in one edition than in the one before it."""
    found: set[int] = set()
    for one, other in itertools.pairwise(editions):
        both = [story for story in stories if one in story.places and other in story.places]
        if not all(story.places[number].position for story in both for number in (one, other)):
            continue  # an edition that is known from its stories has no order
        both.sort(key=lambda story: story.places[one].position)
        kept = _rising([story.places[other].position for story in both])
        found |= {id(story) for at, story in enumerate(both) if at not in kept}
    return found


def _rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest run of rising numbers, with gaps: what stands in the order it had."""
    ends: list[int] = []  # for each length, the place of the smallest number that such a run ends with
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number, key=numbers.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def _elsewhere(story: Story) -> bool:
    """Whether it stands on another page or, where no page is known, in another section."""
    first, *others = story.places.values()
    if all(placed.page == first.page and placed.section == first.section for placed in others):
        return False
    pages = {placed.page for placed in story.places.values()}
    return len(pages - {""}) > 1 or (pages == {""} and len({placed.section for placed in story.places.values()}) > 1)


def _changed(story: Story, texts: Mapping[Identity, Text]) -> bool:
    """Whether an edition has another headline, or another text, than another."""
    places = story.places.values()
    if _unlike(places):
        return True
    known = {placed.identity: texts[placed.identity] for placed in places if placed.identity in texts}
    if any(text.versions > 1 for text in known.values()):
        return True
    return len({text.text_hash for text in known.values() if text.text_hash}) > 1


def _unlike(places: Collection[Placed]) -> bool:
    """Whether the editions themselves head a story differently."""
    for headlines in ({placed.headline for placed in places}, {placed.print_headline for placed in places}):
        if len(headlines) > 1 and len({_folded(headline) for headline in headlines} - {""}) > 1:
            return True
    return False


def of_day(connection: sqlite3.Connection, date: dt.date, slug: str | None = None) -> list[ComparisonRow]:
    """The comparison of each paper of a day, or of one paper, that has several editions with stories.

    Of many papers the first ``MOST_PAPERS`` in alphabetical order are compared, of many editions of a paper those that
    came first, ``MOST_EDITIONS`` of them.
    """
    papers: dict[str, list[Row]] = {}
    for row in _placements(connection, date, slug):
        papers.setdefault(row["publication"], []).append(row)
    days = [_Day(placements) for placements in papers.values()]
    days = [day for day in days if len(day.labels) > 1]
    texts = _texts(connection, [row_id for day in days for row_id in _doubtful(connection, day)])
    return [_row(day, texts) for day in days]


_listing = itemgetter("section", "page", "position", "listed_headline", "print_headline")


class _Day:
    """The editions of one paper and day: their labels, and what stands in each."""

    def __init__(self, placements: Sequence[Row]) -> None:
        self.labels = list(dict.fromkeys(row["label"] for row in placements))
        self.editions_total = placements[0]["editions_total"]
        self.rows: dict[tuple[int, Identity], Row] = {}
        self.editions: list[list[Placed]] = [[] for _ in self.labels]
        moments = [row[name] for row in placements for name in ("first_collected", "last_collected") if row[name]]
        self.collected = (min(moments, default=""), max(moments, default=""))
        numbers = {label: number for number, label in enumerate(self.labels)}
        for row in placements:
            number = numbers[row["label"]]
            identity = row["story_id"] if row["story_id"] is not None else row["url"]
            if (number, identity) not in self.rows:  # two addresses of an index may lead to one story
                self.rows[number, identity] = row
                self.editions[number].append(Placed(identity, *_listing(row)))


def _placements(connection: sqlite3.Connection, date: dt.date, slug: str | None) -> list[Row]:
    """What stands in the first editions of the day, of the first papers that have several."""
    condition = "AND publications.slug = :slug" if slug is not None else ""
    return rows(
        connection,
        f"""
        SELECT publications.slug AS publication, editions.label, editions.first_collected, editions.last_collected,
            placements.story_id, placements.url, placements.position, placements.section, placements.page,
            placements.headline AS listed_headline, placements.print_headline, stories.key,
            coalesce(stories.headline, nullif(placements.headline, ''), placements.url) AS headline, stories.language,
            numbered.editions_total
        FROM (
            SELECT id, row_number() OVER (PARTITION BY publication_id ORDER BY id) AS number,
                count(*) OVER (PARTITION BY publication_id) AS editions_total
            FROM editions WHERE date = :date AND parent_id IS NULL
                AND EXISTS (SELECT 1 FROM placements WHERE edition_id = editions.id)
        ) AS numbered
        CROSS JOIN editions ON editions.id = numbered.id JOIN publications ON publications.id = editions.publication_id
        JOIN placements ON placements.edition_id = editions.id LEFT JOIN stories ON stories.id = placements.story_id
        WHERE numbered.number <= {MOST_EDITIONS} AND editions.publication_id IN (
            SELECT publications.id FROM editions JOIN publications ON publications.id = editions.publication_id
            WHERE editions.date = :date {condition} AND editions.parent_id IS NULL
            GROUP BY publications.id HAVING count(*) > 1
            ORDER BY publications.title COLLATE NOCASE, publications.id LIMIT {MOST_PAPERS})
        ORDER BY publications.title COLLATE NOCASE, editions.publication_id, editions.id,
            placements.position = 0, placements.position, placements.id
        """,  # noqa: S608
        {"date": date.isoformat(), "slug": slug},
    )


def _doubtful(connection: sqlite3.Connection, day: _Day) -> list[int]:
    """The row ids of the stories whose texts are needed: not those that all editions have in one version."""
    editions = [{placed.identity for placed in edition if isinstance(placed.identity, int)} for edition in day.editions]
    shared = set.intersection(*editions)
    revised = _in_batches(connection, "SELECT story_id FROM versions WHERE number = 2 AND story_id IN ({})", [*shared])
    return sorted((set.union(*editions) - shared) | {row["story_id"] for row in revised})


def _texts(connection: sqlite3.Connection, row_ids: Sequence[int]) -> dict[int, Row]:
    found = _in_batches(
        connection,
        f"""
        SELECT stories.id, stories.headline, substr(stories.body, 1, {BEGINNING}) AS beginning, stories.text_hash,
            (SELECT group_concat(versions.text_hash || ' ' || versions.fetched, char(10)) FROM versions
            WHERE versions.story_id = stories.id) AS versions
        FROM stories WHERE stories.id IN ({{}})
        """,  # noqa: S608
        row_ids,
    )
    return {row.pop("id"): row for row in found}


def _in_batches(connection: sqlite3.Connection, sql: str, row_ids: Sequence[int]) -> list[Row]:
    found = []
    for start in range(0, len(row_ids), AT_ONCE):
        batch = row_ids[start : start + AT_ONCE]
        found += rows(connection, sql.format(", ".join("?" * len(batch))), batch)
    return found


def _text(row: Row, collected: tuple[str, str]) -> Text:
    versions = [version.split(" ", 1) for version in (row["versions"] or "").splitlines()]
    first, last = collected
    return Text(
        row["headline"],
        row["beginning"],
        frozenset(text_hash for text_hash, _ in versions) | {row["text_hash"]},
        row["text_hash"],
        sum(first <= fetched <= last for _, fetched in versions) or 1,
    )


def _row(day: _Day, found: Mapping[int, Row]) -> ComparisonRow:
    own = {identity for _, identity in day.rows}
    texts: dict[Identity, Text] = {
        identity: _text(found[identity], day.collected)
        for identity in own
        if isinstance(identity, int) and identity in found
    }
    compared = compare(day.editions, texts)

    def shown(stories: Iterable[Story]) -> list[ComparedStoryRow]:
        return [_shown(day, story, texts) for story in stories]

    differences: list[DifferenceRow] = [
        {"labels": [day.labels[number] for number in numbers], "stories": shown(stories)}
        for numbers, stories in compared.some.items()
    ]
    keys = [_first(day, story)["key"] for story in compared.shared]
    return {
        "publication": next(iter(day.rows.values()))["publication"],
        "labels": day.labels,
        "editions_total": day.editions_total,
        "shared": [key for key in keys if key],
        "shared_total": len(keys),
        "differences": differences,
        "moved": shown(compared.moved),
        "changed": shown(compared.changed),
    }


def _first(day: _Day, story: Story) -> Row:
    number = min(story.places)
    return day.rows[number, story.places[number].identity]


def _shown(day: _Day, story: Story, texts: Mapping[Identity, Text]) -> ComparedStoryRow:
    places: list[ComparedPlaceFields] = []
    for number, placed in sorted(story.places.items()):
        row = day.rows[number, placed.identity]
        headline = placed.print_headline or placed.headline or row["headline"]
        places.append(
            {
                "label": day.labels[number],
                "key": row["key"],
                "section": placed.section,
                "page": placed.page,
                "position": placed.position,
                "headline": headline,
            }
        )
    row = _first(day, story)
    versions = [texts[placed.identity].versions for placed in story.places.values() if placed.identity in texts]
    return {
        "key": row["key"],
        "headline": row["headline"],
        "language": row["language"],
        "section": row["section"],
        "page": row["page"],
        "versions": max(versions, default=1),
        "places": places,
    }
