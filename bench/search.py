"""Search over a large archive, against the same question asked the way a stock table would ask it."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import random
import tempfile
from pathlib import Path

from bench.timing import median_seconds, row
from scraper import archive
from scraper.archive import keys
from scraper.archive.search import Filters, search

WORDS_IN_A_STORY = 250
VOCABULARY = 40_000


def filled(path: Path, stories: int) -> None:
    """An archive of made-up stories: words drawn by Zipf's law over twenty years, ``everyday`` in every one."""
    chance = random.Random(7)
    vocabulary = [f"w{number:x}" for number in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    first = dt.date(2005, 1, 1)
    with contextlib.closing(archive.opened(path, create=True)) as db:
        db.execute("INSERT INTO publications (id, slug, title) VALUES (1, 'paper', 'Paper')")
        with db.atomic():
            for number in range(stories):
                date = first + dt.timedelta(days=number * 7300 // stories)
                key = hashlib.sha256(str(number).encode()).hexdigest()[:12]
                words = chance.choices(vocabulary, weights, k=WORDS_IN_A_STORY)
                values = {
                    "id": keys.preferred_id(date, key),
                    "key": key,
                    "url": f"https://paper.example/{number}",
                    "publication_id": 1,
                    "edition_date": date.isoformat(),
                    "headline": " ".join(words[:8]),
                    "body": "everyday " + " ".join(words),
                    "first_seen": "2026-01-01T00:00:00Z",
                    "fetched": "2026-01-01T00:00:00Z",
                    "text_hash": key,
                }
                columns = ", ".join(values)
                marks = ", ".join(f":{name}" for name in values)
                db.conn.execute(f"INSERT OR IGNORE INTO stories ({columns}) VALUES ({marks})", values)


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        filled(path, options.stories)
        print(f"{options.stories:,} stories of {WORDS_IN_A_STORY} words, {path.stat().st_size / 1e6:,.0f} MB\n")
        with contextlib.closing(archive.opened(path)) as db:
            connection = db.conn

            def ours(q: str, **values: str) -> float:
                filters = Filters.of({"q": [q]} | {name.rstrip("_"): [value] for name, value in values.items()})
                sort = values.get("sort", "newest")
                return median_seconds(lambda: search(connection, filters, sort=sort))

            def naive(q: str, where: str = "true", order: str = "edition_date DESC") -> float:
                count = f"""SELECT count(*) FROM stories WHERE {where}
                    AND id IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?)"""
                page = f"""SELECT headline, body FROM stories WHERE {where}
                    AND id IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?) ORDER BY {order} LIMIT 20"""
                return median_seconds(
                    lambda: (connection.execute(count, [q]).fetchall(), connection.execute(page, [q]).fetchall()),
                    times=3,
                )

            year = "edition_date BETWEEN '2015-01-01' AND '2015-12-31'"
            peer = "a sort by date"
            row("a word in every story, newest 20", ours("everyday"), naive('"everyday"'), peer)
            row("a common word (w1)", ours("w1"), naive('"w1"'), peer)
            row("a rare word (w3e8)", ours("w3e8"), naive('"w3e8"'), peer)
            row("two words", ours("w1 w2"), naive('"w1" AND "w2"'), peer)
            row("a phrase", ours('"w1 w2"'), naive('"w1 w2"'), peer)
            row("a prefix (w3*)", ours("w3*"), naive('"w3" *'), peer)
            row("all stories without a word", ours("-w1"))
            row(
                "a word in every story, one year",
                ours("everyday", from_="2015", to="2015"),
                naive('"everyday"', year),
                peer,
            )
            row("a common word by relevance", ours("w1", sort="relevance"))
            count = "SELECT count(*) FROM stories_fts WHERE stories_fts MATCH '\"everyday\"'"
            row("floor: counting that word's matches", median_seconds(lambda: connection.execute(count).fetchall()))
