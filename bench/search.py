"""Measure search in a large archive, beside the query that a stock Datasette table would make for the same question.

``python -m bench search --stories 1000000 --words 30`` is the archive of a large library, made in two minutes; the
default is a quick look. The floors are what SQLite itself takes to walk through the matches once.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import itertools
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.timing import median_seconds, row
from scraper import archive
from scraper.archive import keys
from scraper.archive.read import stories as read_stories
from scraper.archive.search import facets, frequency, near_matches, suggestions
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import count, page
from scraper.site.words import periods

WORDS_IN_A_STORY = 250
VOCABULARY = 40_000
YEARS = 20
PAPERS = ("courier", "lantern", "meridian", "bote")
LANGUAGES = ("en-GB", "en-GB", "en", "de")
SECTIONS = ("Front page", "City", "World", "Business", "Sport", "Culture", "Letters", "Science")
FIRST = dt.date(2005, 1, 1)
SEEN = "2026-01-01T00:00:00Z"
Store = Callable[[sqlite3.Connection, list[dict[str, Any]]], None]


def filled(
    path: Path, stories: int, words: int = WORDS_IN_A_STORY, *, vocabulary: int = VOCABULARY, skew: float = 1.0
) -> None:
    """An archive of four made-up papers over twenty years: words drawn by Zipf's law, ``everyday`` in every story.

    :param vocabulary: different words. :param skew: the exponent of Zipf's law.
    """
    with contextlib.closing(archive.opened(path, create=True)) as db, db.atomic():
        fill(db.conn, stories, words, vocabulary=vocabulary, skew=skew)


def fill(
    connection: sqlite3.Connection,
    stories: int,
    words: int,
    store: Store | None = None,
    *,
    vocabulary: int = VOCABULARY,
    skew: float = 1.0,
) -> None:
    """Fill an archive that exists with made-up stories; ``store`` puts rows into tables of another shape."""
    papers = enumerate(zip(PAPERS, LANGUAGES, strict=True), 1)
    connection.executemany(
        "INSERT INTO publications (id, slug, title, language, declared) VALUES (?, ?, ?, ?, 1)",
        [(number, slug, slug.title(), language) for number, (slug, language) in papers],
    )
    for rows in _many(_stories(stories, words, vocabulary, skew), 5_000):
        (store or _store)(connection, rows)


def _many(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    while part := list(itertools.islice(rows, size)):
        yield part


def _stories(stories: int, words: int, vocabulary_size: int, skew: float) -> Iterator[dict[str, Any]]:
    chance = random.Random(7)
    vocabulary = [f"w{number:x}" for number in range(vocabulary_size)]
    weights = list(itertools.accumulate(1 / (rank + 2) ** skew for rank in range(vocabulary_size)))
    days = YEARS * 365
    editions: dict[tuple[int, int], int] = {}
    for number in range(stories):
        day, paper = number * days // stories, number % len(PAPERS) + 1
        position = editions[day, paper] = editions.get((day, paper), 0) + 1
        date = FIRST + dt.timedelta(days=day)
        key = hashlib.sha256(str(number).encode()).hexdigest()[:12]
        text = chance.choices(vocabulary, cum_weights=weights, k=words)
        yield {
            "id": keys.preferred_id(date, key),
            "key": key,
            "url": f"https://{PAPERS[paper - 1]}.example/{number}",
            "publication_id": paper,
            "edition_date": date.isoformat(),
            "headline": " ".join(text[:8]),
            "byline": f"By {text[8]} {text[9]}",
            "body": "everyday " + " ".join(text),
            "language": LANGUAGES[paper - 1],
            "section": SECTIONS[min(position // 3, len(SECTIONS) - 1)],
            "page": str(1 + position // 4),
            "access": "open" if number % 10 else "excerpt",
            "first_seen": SEEN,
            "fetched": SEEN,
            "text_hash": key,
            "edition": day * len(PAPERS) + paper,
            "position": position,
        }


def _store(connection: sqlite3.Connection, rows: Any) -> None:
    columns = [name for name in rows[0] if name not in ("edition", "position")]
    connection.executemany(
        f"INSERT OR IGNORE INTO stories ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})",
        rows,
    )
    connection.executemany(
        "INSERT OR IGNORE INTO editions (id, publication_id, date, outcome, listed) "
        "VALUES (:edition, :publication_id, :edition_date, 'complete', 30)",
        rows,
    )
    connection.executemany(
        "INSERT OR IGNORE INTO placements (edition_id, position, section, page, url, story_id) "
        "SELECT :edition, :position, :section, :page, :url, id FROM stories WHERE key = :key",
        rows,
    )


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        filled(path, options.stories, options.words)
        print(f"{options.stories:,} stories of {options.words} words, {path.stat().st_size / 1e6:,.0f} MB\n")
        with contextlib.closing(archive.opened(path)) as db:
            _pages(db.conn)
            _rest_of_a_page(db.conn)


def _asked(q: str, **values: str) -> Filters:
    return Filters.of({"q": [q]} | {name.rstrip("_"): [value] for name, value in values.items()})


def _pages(connection: sqlite3.Connection) -> None:
    """Measure the newest 20 matches and their number, against a stock table's queries for both."""

    def ours(q: str, sort: str = "newest", **values: str) -> float:
        asked = _asked(q, **values)
        return median_seconds(lambda: (page(connection, asked, sort=sort), count(connection, asked)))

    def naive(q: str, where: str = "true") -> float:
        matches = f"FROM stories WHERE {where} AND id IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?)"
        both = (
            f"SELECT count(*) {matches}",
            f"SELECT headline, body {matches} ORDER BY edition_date DESC LIMIT 20",
        )
        return median_seconds(lambda: [connection.execute(sql, [q]).fetchall() for sql in both], times=2)

    peer = "a sort by date"
    narrowed = "publication_id = 1 AND access = 'excerpt' AND section = 'Sport'"
    row("a word in every story, newest 20", ours("everyday"), naive('"everyday"'), peer)
    row("a common word (w1)", ours("w1"), naive('"w1"'), peer)
    row("a rare word (w3e8)", ours("w3e8"), naive('"w3e8"'), peer)
    row("two words", ours("w1 w2"), naive('"w1" AND "w2"'), peer)
    row("a phrase", ours('"w1 w2"'), naive('"w1 w2"'), peer)
    row("a prefix (w3*)", ours("w3*"), naive('"w3" *'), peer)
    row("all stories without a word", ours("-w1"))
    row("a word and a section in the query", ours("w1 section:sport"))
    year = "edition_date BETWEEN '2015-01-01' AND '2015-12-31'"
    row("a word in every story, one year", ours("everyday", from_="2015", to="2015"), naive('"everyday"', year), peer)
    row("... one day of any year", ours("everyday", month_day="04-13"))
    three = ours("everyday", publication="courier", section="sport", access="excerpt")
    row("... one paper, section and access", three, naive('"everyday"', narrowed), peer)
    row("... front pages of one paper", ours("everyday", publication="courier", front_page="1"))
    row("... by relevance", ours("everyday", "relevance"))
    row("a common word by relevance", ours("w1", "relevance"))


def _rest_of_a_page(connection: sqlite3.Connection) -> None:
    """Measure facets and counts, against the time SQLite takes to walk through the matches once."""
    walk = "SELECT count(*) FROM stories_fts WHERE stories_fts MATCH '\"everyday\"'"
    everything, everyday = _asked(""), _asked("everyday")
    lost = {"q": ["w3f8 zzzz"], "from": ["2010"], "section": ["Sport"]}
    eight = {"q": [" ".join(f"wab{letter}x waf{letter}x" for letter in "bcde")]}  # no word of the vocabulary
    floor = median_seconds(lambda: connection.execute(walk).fetchall())
    first, last = frequency.reach(connection) or (dt.date.today(),) * 2  # noqa: DTZ011
    months = [(period.first, period.last) for period in periods.periods(first, last, "month")]
    key = connection.execute("SELECT key FROM stories ORDER BY id DESC LIMIT 1 OFFSET 1000").fetchone()[0]
    story = read_stories.story(connection, key) or {}
    row("floor: counting the matches of a word in every story", floor)
    for name, ask in (
        ("facets of that word", lambda: facets.facets(connection, everyday)),
        ("editions held of all days", lambda: facets.editions_held(connection, everything)),
        ("what to ask instead", lambda: suggestions.suggestions(connection, lost)),
        ("what to ask instead of eight misspelt words", lambda: suggestions.suggestions(connection, eight)),
        ("how a word may go on (w3e)", lambda: suggestions.completions(connection, "w3e")),
        ("that word per month", lambda: frequency.per_span(connection, everyday, months)),
        ("all stories per month", lambda: frequency.per_span(connection, everything, months)),
        ("near matches of a story", lambda: near_matches.near_matches(connection, story)),
        ("1,000 matches of a table", lambda: page(connection, everyday, size=1_000)),
    ):
        row(name, median_seconds(ask), floor, "the floor")
