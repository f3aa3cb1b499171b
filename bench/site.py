"""Every kind of page over HTTP, one request at a time, beside its floor and beside Datasette's own pages.

``python -m bench site --stories 1000000 --words 120`` measures archives of 10,000, 100,000 and 1,000,000 made-up
stories and draws the medians as curves (``--plot FILE``); ``--archive FILE`` measures an archive that is there. The
words that are asked for are taken from the archive itself, whatever it holds.

A floor is what bare SQL takes for the rows that a page has to show: SQLite's own time, without page, HTTP or Python.
Responses that the site keeps for the next reader are not used: every request has a cookie, as of somebody who chose a
language.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import curves
from bench.load import Server
from bench.search import filled

SIZES = (10_000, 100_000, 1_000_000)
TIMES = 15  # requests of each kind, after one that warms up
LONG = 5  # seconds; what takes longer is asked once
SAMPLE = 400  # stories whose words are looked at
DATASETTE = "Datasette: "
ROWS = "SELECT id, key, headline, standfirst, substr(body, 1, 400) FROM stories WHERE id IN (SELECT value FROM found)"
HEADERS = {"Cookie": "bench=1", "Accept-Encoding": "gzip"}

Floor = tuple[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: the addresses of some of them, and the bare SQL of the rows of the first."""

    name: str
    paths: Sequence[str]
    floor: Sequence[Floor] = ()


@dataclass(slots=True)
class Measured:
    """Milliseconds of each request of a kind, of its floor, and bytes of its last answer."""

    kind: str
    each: list[float]
    floor: float | None
    size: int
    status: int

    @property
    def median(self) -> float:
        """Half of the requests took no longer."""
        return statistics.median(self.each)


@dataclass(slots=True)
class Words:
    """Words of an archive by how many of its stories have them, and phrases of two, taken from some of its stories."""

    common: list[str] = field(default_factory=list)  # in nearly every story, or as many as there are
    usual: list[str] = field(default_factory=list)  # in one of some
    rare: list[str] = field(default_factory=list)  # in one of hundreds
    phrases: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        """The words of these texts."""
        lists = [re.findall(r"[^\W_]{2,}", text.lower()) for text in texts]
        counts = Counter(word for words in lists for word in set(words))
        ranked = _ranked(counts)
        several = sorted(word for word in ranked if 1 < counts[word] <= max(2, len(lists) // 20))
        pairs = [f"{words[at]} {words[at + 1]}" for words in lists if len(words) > 20 for at in (10, 12)]
        return cls(ranked[:4], several[:40] or ranked, ranked[-40:], pairs)

    @staticmethod
    def ranked(texts: Iterable[str]) -> list[str]:
        """The words of these texts, those that most of them have first."""
        return _ranked(Counter(word for text in texts for word in set(re.findall(r"[^\W_]{2,}", text.lower()))))


def _ranked(counts: Counter[str]) -> list[str]:
    """The words most had first, of equal ones by the alphabet: the same ones in every process."""
    by_count = sorted(counts, key=lambda word: (-counts[word], word))
    return [word for word in by_count if word not in ("or", "and", "not", "near")]


def kinds(connection: sqlite3.Connection, seed: int = 1) -> list[Kind]:
    """The kinds of pages, with addresses of this archive."""
    chance = random.Random(seed)

    def some(sql: str) -> list[tuple[str, ...]]:
        return [tuple(map(str, row)) for row in connection.execute(sql, [TIMES])]

    low, high = connection.execute("SELECT min(id), max(id) FROM stories").fetchone()
    places = [chance.randint(low, high) for _ in range(SAMPLE)]
    a_story = "SELECT key, headline || ' ' || body FROM stories WHERE id >= ? LIMIT 1"
    at = [connection.execute(a_story, [place]).fetchone() for place in places]
    keys, texts = [key for key, _ in at][:TIMES], [text for _, text in at]
    words = Words.of(texts)
    editions = some(
        "SELECT slug, date, coalesce(nullif(label, ''), 'main') FROM editions JOIN publications ON publications.id = "
        "publication_id WHERE outcome = 'complete' ORDER BY random() LIMIT ?"
    ) or [("none", "2020-01-01", "main")]
    slug, date, _ = editions[0]
    (section,), (language,) = (
        connection.execute(f"SELECT {name} FROM stories WHERE key = ?", [keys[0]]).fetchone()
        for name in ("section", "language")
    )
    top, usual, rare = words.common[0], words.usual, words.rare

    def search(ending: str = "", **values: object) -> str:
        return f"/search{ending}?{urlencode({name.rstrip('_'): value for name, value in values.items()})}"

    def found(match: str, more: str = "", size: int = 20) -> list[Floor]:
        newest = (
            f"WITH found(value) AS MATERIALIZED (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?{more} "
            f"ORDER BY rowid DESC LIMIT {size}) {ROWS}"
        )
        return [(newest, [match])]

    def counted(match: str) -> list[Floor]:
        return [("SELECT count(*) FROM (SELECT 1 FROM stories_fts WHERE stories_fts MATCH ? LIMIT 10001)", [match])]

    def word(word: str) -> list[Floor]:
        return [*found(f'"{word}"'), *counted(f'"{word}"')]

    newest = f"WITH found(value) AS MATERIALIZED (SELECT id FROM stories ORDER BY id DESC LIMIT 20) {ROWS}"
    an_edition: list[Floor] = [
        (
            "SELECT stories.key, stories.headline, stories.standfirst FROM editions "
            "JOIN publications ON publications.id = editions.publication_id "
            "JOIN placements ON placements.edition_id = editions.id JOIN stories ON stories.id = placements.story_id "
            "WHERE slug = ? AND editions.date = ?",
            [slug, date],
        )
    ]
    prefixes = {length: sorted({each[:length] for each in (*usual, *rare)})[:TIMES] for length in (1, 2, 3)}
    eight = " OR ".join([*words.common, *usual[:4]])
    five = [("q", each) for each in [*words.common, *usual][:5]]
    year, month = date[:4], date[:7]
    three = {"publication": slug, "section": section, "access": "open"}
    return [
        Kind("newsstand", ["/"], [("SELECT slug, title FROM publications", [])]),
        Kind("a paper", [f"/papers/{each[0]}/" for each in editions]),
        Kind("a paper, a year", [f"/papers/{each[0]}/{each[1][:4]}/" for each in editions]),
        Kind("a paper, a month", [f"/papers/{each[0]}/{each[1][:7]}/" for each in editions]),
        Kind("an edition", ["/papers/{}/{}/{}/".format(*each) for each in editions], an_edition),
        Kind("an edition, as JSON", ["/papers/{}/{}/{}.json".format(*each) for each in editions], an_edition),
        Kind("a story", [f"/stories/{key}" for key in keys], [("SELECT * FROM stories WHERE key = ?", [keys[0]])]),
        Kind("a story, as JSON", [f"/stories/{key}.json" for key in keys]),
        Kind("all papers of a day", [f"/on/{each[1]}/" for each in editions]),
        Kind("all papers of a day, of a year", [f"/on/{each[1][:4]}/" for each in editions]),
        Kind("coverage", ["/coverage"]),
        Kind("coverage, as JSON", ["/coverage.json"]),
        Kind("timeline without a word", ["/timeline"]),
        Kind("timeline of a word in most stories", [f"/timeline?q={each}" for each in words.common]),
        Kind("timeline of a usual word", [f"/timeline?q={each}" for each in usual]),
        Kind("timeline of five words", [f"/timeline?{urlencode(five)}"]),
        Kind("search: a word in most stories", [search(q=each) for each in words.common], word(top)),
        Kind("search: a word in most stories, as JSON", [search(".json", q=each) for each in words.common], word(top)),
        Kind(
            "search: a word in most stories, as Atom",
            [search(".atom", q=each) for each in words.common],
            found(f'"{top}"', size=50),
        ),
        Kind(
            "search: a word in most stories, by relevance", [search(q=each, sort="relevance") for each in words.common]
        ),
        Kind("search: a word in most stories, oldest first", [search(q=each, sort="oldest") for each in words.common]),
        Kind(
            "search: a word in most stories, in one year",
            [search(q=each, from_=year, to=year) for each in words.common],
        ),
        Kind(
            "search: a word in most stories, on one day of any year",
            [search(q=each, month_day=date[5:]) for each in words.common],
        ),
        Kind("search: a word in most stories, with three filters", [search(q=each, **three) for each in words.common]),
        Kind("search: a word in most stories, on front pages", [search(q=each, front_page=1) for each in words.common]),
        Kind("search: a word in most stories, in one edition", [search(q=each, label="main") for each in words.common]),
        Kind(
            "search: a word in most stories, 1,000 as JSON",
            [search(".json", q=top, size=1000)],
            found(f'"{top}"', size=1000),
        ),
        Kind("search: a word in most stories, 1,000 as CSV", [search(".csv", q=top)], found(f'"{top}"', size=1000)),
        Kind("search: a word in most stories, with facets as JSON", [search(".json", q=top, facets=1)]),
        Kind("search: a usual word", [search(q=each) for each in usual], word(usual[0])),
        Kind("search: a usual word, by relevance", [search(q=each, sort="relevance") for each in usual]),
        Kind("search: a rare word", [search(q=each) for each in rare], word(rare[0])),
        Kind("search: a phrase", [search(q=f'"{each}"') for each in words.phrases[:40]], word(words.phrases[0])),
        Kind("search: a phrase, of the commonest words", [search(q=f'"{words.common[-2]} {words.common[-1]}"')]),
        Kind("search: two words", [search(q=f"{a} {b}") for a, b in zip(usual, rare, strict=False)]),
        Kind("search: two words, near each other", [search(q=f"{words.common[-1]} NEAR/5 {each}") for each in usual]),
        Kind("search: any of eight words", [search(q=eight)]),
        Kind("search: any of eight words, by relevance", [search(q=eight, sort="relevance")]),
        Kind("search: a word without another", [search(q=f"{top} -{each}") for each in usual]),
        Kind("search: all but a word", [search(q=f"-{each}") for each in usual]),
        Kind("search: a word in the headline", [search(q=f"headline:{each}") for each in usual]),
        Kind("search: a word and a section", [search(q=f"{top} section:{section}")] if section else []),
        Kind("search: by somebody", [search(byline=each) for each in usual]),
        *(
            Kind(f"search: a beginning of {length}", [search(q=f"{each}*") for each in prefixes[length]])
            for length in prefixes
        ),
        Kind(
            "search: a beginning, of 1, by relevance", [search(q=f"{each}*", sort="relevance") for each in prefixes[1]]
        ),
        Kind("search: without a word", ["/search"], [(newest, [])]),
        Kind("search: without a word, in one paper", [search(publication=slug)]),
        Kind("search: without a word, in one language", [search(language=language.partition("-")[0])]),
        Kind("search: without a word, one year", [search(from_=year, to=year)]),
        Kind("search: without a word, one month", [search(from_=month, to=month)]),
        Kind("search: nothing is found", [search(q=f"{each} zzqqxw{number}") for number, each in enumerate(usual)]),
        Kind("how a word may go on", [f"/search/suggestions?q={each[:3]}" for each in usual]),
        Kind(f"{DATASETTE}the table", ["/archive/stories"]),
        Kind(f"{DATASETTE}search", [f"/archive/stories?_search={each}" for each in words.common[:2]]),
    ]


class Reader:
    """One client, which keeps its connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str) -> tuple[float, int, int]:
        """Milliseconds until the last byte, the status, and the bytes of the answer."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=HEADERS)
        answer = self._connection.getresponse()
        size = len(answer.read())
        return (time.perf_counter() - began) * 1000, answer.status, size

    def measure(self, kind: Kind, floor: float | None) -> Measured:
        """Ask for pages of a kind."""
        paths = [path for path in kind.paths if path]
        took, status, size = self.ask(paths[0])
        each, statuses = [took], {status}
        if took < LONG * 1000:
            each.clear()
            for number in range(max(TIMES, min(len(paths), 2 * TIMES))):
                took, status, size = self.ask(paths[number % len(paths)])
                each.append(took)
                statuses.add(status)
        return Measured(kind.name, each, floor, size, max(statuses))


def floor_of(connection: sqlite3.Connection, kind: Kind) -> float | None:
    """Milliseconds of the bare SQL of a page; None for a kind that has none here."""
    if not kind.floor:
        return None
    each = []
    for _ in range(5):
        began = time.perf_counter()
        for sql, parameters in kind.floor:
            connection.execute(sql, parameters).fetchall()
        each.append((time.perf_counter() - began) * 1000)
    return statistics.median(each[1:])


def measured(path: Path, only: str = "") -> list[Measured]:
    """Every kind of page of an archive."""
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        of_archive = [kind for kind in kinds(connection) if kind.paths and re.search(only, kind.name)]
        server = Server(path)
        try:
            reader = Reader(server.port)
            reader.ask("/")
            return [reader.measure(kind, floor_of(connection, kind)) for kind in of_archive]
        finally:
            server.stop()


def show(found: Sequence[Measured]) -> None:
    """Print the table of one archive."""
    print(f"{'':<46} {'median':>9} {'worst':>9} {'floor':>9} {'kB':>7}")
    for each in found:
        floor = f"{each.floor:9.1f}" if each.floor is not None else " " * 9
        odd = f"  {each.status}" if each.status >= 300 else ""
        print(f"{each.kind:<46} {each.median:9.1f} {max(each.each):9.1f} {floor} {each.size / 1000:7.1f}{odd}")


def run(options: argparse.Namespace) -> None:
    """Print a table for each size, in milliseconds, and draw the medians over the sizes."""
    if options.archive:
        show(measured(options.archive, options.only))
        return
    medians: dict[str, dict[int, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for stories in sizes(options.stories):
            path = Path(folder) / str(stories) / "archive.db"
            path.parent.mkdir()
            filled(path, stories, options.words, vocabulary=options.vocabulary, skew=options.skew)
            print(f"{stories:,} stories of {options.words} words, {path.stat().st_size / 1e6:,.0f} MB; milliseconds\n")
            found = measured(path, options.only)
            show(found)
            print()
            for each in found:
                medians.setdefault(each.kind, {})[stories] = each.median
            path.unlink()
    curves.write(options.plot, medians, f"{DATASETTE}the table")
    print(f"the curves: {options.plot}")


def sizes(most: int) -> Iterator[int]:
    """The sizes up to this one, which is the last."""
    yield from (size for size in SIZES if size < most)
    yield most
