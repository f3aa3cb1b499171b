"""Fifty readers of a served archive at once, while a collection writes into it, and beside that while none does.

``python -m bench crowd --archive COPY`` writes into the archive that it is given: give it a copy. Readers ask for what
readers ask for (``WEIGHTS``), with the archive's own words, common ones more often (Zipf), and read for one to three
seconds before they ask again; then the same without a pause, which no readers do, but programs. The collection is the
project's own: it enters editions, captures and stores their stories, and closes them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import itertools
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.load import Client, Server, tree
from bench.search import filled
from bench.site import Words

READERS = 50
WAIT = 60  # seconds, for one answer
PAUSES = {"who read for 1 to 3 s": (1.0, 3.0), "who ask without a pause": (0.0, 0.0)}
STORIES_A_SECOND = 10  # of the collection: more than one that is polite brings of five newspapers
STORIES_OF_EDITION = 20
# Of 1,000 requests.
WEIGHTS = {
    "story": 260,
    "edition": 160,
    "search": 140,
    "newsstand": 110,
    "paper": 60,
    "feed of a search": 50,
    "day": 40,
    "search, a filter": 40,
    "paper, a month": 30,
    "timeline": 30,
    "search, JSON": 20,
    "paper, a year": 15,
    "coverage": 15,
    "citations (BibTeX)": 10,
    "edition, CSV": 10,
    "export, 1,000 as CSV": 7,
    "export, all as CSV": 2,  # of a paper and a year: a whole archive takes minutes
    "export, all as JSONL": 1,
}


class Addresses:
    """What one reader asks for, drawn anew for each request."""

    def __init__(
        self, words: Sequence[str], keys: Sequence[str], editions: Sequence[tuple[str, str, str]], seed: int
    ) -> None:
        self._chance = random.Random(seed)
        self._words, self._keys, self._editions = words, keys, editions

    def draw(self) -> tuple[str, str]:
        """A kind, and an address of it."""
        chance = self._chance
        (kind,) = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))
        slug, date, label = chance.choice(self._editions)
        word, key = quote(self._words[int(len(self._words) ** chance.random()) - 1]), chance.choice(self._keys)
        a_year = f"publication={slug}&from={date[:4]}&to={date[:4]}"
        return kind, {
            "story": f"/stories/{key}",
            "edition": f"/papers/{slug}/{date}/{label}/",
            "search": f"/search?q={word}",
            "newsstand": "/",
            "paper": f"/papers/{slug}/",
            "feed of a search": f"/search.atom?q={word}",
            "day": f"/on/{date}/",
            "search, a filter": f"/search?q={word}&publication={slug}&from={date[:4]}",
            "paper, a month": f"/papers/{slug}/{date[:7]}/",
            "timeline": f"/timeline?q={word}",
            "search, JSON": f"/search.json?q={word}",
            "paper, a year": f"/papers/{slug}/{date[:4]}/",
            "coverage": "/coverage",
            "citations (BibTeX)": f"/stories/{key}.bib",
            "edition, CSV": f"/papers/{slug}/{date}/{label}.csv",
            "export, 1,000 as CSV": f"/search.csv?q={word}",
            "export, all as CSV": f"/search.csv?q={word}&all=1&{a_year}",
            "export, all as JSONL": f"/search.jsonl?q={word}&all=1&{a_year}",
        }[kind]


class Seen:
    """What the readers saw: milliseconds to the last byte and to the first, by kind, and what went wrong."""

    def __init__(self) -> None:
        self.last: dict[str, list[float]] = defaultdict(list)
        self.first: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.memory = self.processor = self.seconds = 0.0

    def all(self) -> list[float]:
        """Of every request."""
        return [each for several in self.last.values() for each in several]


async def _reader(port: int, asked: Addresses, pause: tuple[float, float], until: float, seen: Seen) -> None:
    client, chance = Client(port), random.Random(asked.draw()[1])
    await asyncio.sleep(chance.uniform(0, pause[1]))  # readers do not come all in one moment
    while time.perf_counter() < until:
        kind, path = asked.draw()
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(client.get(path), WAIT)
            seen.first[kind].append((client.first - began) * 1000)
        except (OSError, EOFError, TimeoutError) as error:
            client.close()
            status, path = 0, f"{path} {error!r}"
        seen.last[kind].append((time.perf_counter() - began) * 1000)
        if status >= 400 or not status:
            seen.errors[f"{status} {path}"[:100]] += 1
        await asyncio.sleep(chance.uniform(*pause))
    client.close()


async def _crowd(
    server: Server, make: Callable[[int], Addresses], pause: tuple[float, float], seconds: float, seed: int
) -> Seen:
    seen, began, used = Seen(), time.perf_counter(), _processor(server.pid)
    until = began + seconds

    async def watch() -> None:
        while time.perf_counter() < until:
            seen.memory = max(seen.memory, server.memory())
            await asyncio.sleep(1)

    await asyncio.gather(
        watch(), *(_reader(server.port, make(seed + number), pause, until, seen) for number in range(READERS))
    )
    seen.seconds = time.perf_counter() - began
    seen.processor = _processor(server.pid) - used
    return seen


def _processor(pid: int) -> float:
    """Seconds of processor time of a process and its children."""
    ticks = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _addresses(path: Path) -> Callable[[int], Addresses]:
    """Makes the addresses of a reader, of words, stories and editions of the archive."""
    chance = random.Random(1)
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        low, high = connection.execute("SELECT min(id), max(id) FROM stories").fetchone()
        a_story = "SELECT key, headline || ' ' || body FROM stories WHERE id >= ? ORDER BY id LIMIT 1"
        at = [connection.execute(a_story, [chance.randint(low, high)]).fetchone() for _ in range(500)]
        editions = connection.execute(
            "SELECT slug, date, coalesce(nullif(label, ''), 'main') FROM editions JOIN publications "
            "ON publications.id = publication_id WHERE outcome = 'complete' ORDER BY random() LIMIT 500"
        ).fetchall()
    ranked = Words.ranked(text for _, text in at)
    return lambda seed: Addresses(ranked, [key for key, _ in at], editions, seed)


class Collection:
    """The collection that writes meanwhile, in another process."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "bench.crowd", str(path)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self._process.stdout.readline()  # it has begun

    def end(self) -> str:
        """How many stories it stored."""
        self._process.terminate()
        return self._process.communicate(timeout=30)[0].strip()


def collect(path: Path) -> None:
    """Collect editions of made-up newspapers into the archive until the process is ended."""
    import signal

    from scraper.collect.run import CollectionRun
    from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome
    from scraper.publication import Publication

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    papers = [Publication(slug=f"crowd-{n}", title=f"The Crowd {n}", timezone="UTC", language="en") for n in range(5)]
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        newest = connection.execute("SELECT body FROM stories ORDER BY id DESC LIMIT 200").fetchall()
        (last,) = connection.execute("SELECT max(date) FROM editions").fetchone()
    words = " ".join(body for (body,) in newest).split()
    chance, stored, began = random.Random(os.getpid()), 0, time.monotonic()
    with contextlib.ExitStack() as open_, contextlib.suppress(KeyboardInterrupt):
        captures = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        run = open_.enter_context(CollectionRun(path, command="collect", arguments={}, captures=captures))
        print("begun", flush=True)
        for number in itertools.count(1):
            paper, day = papers[number % 5], dt.date.fromisoformat(last) + dt.timedelta(days=1 + number // 5)
            key = EditionKey(paper.slug, day, "")
            links = list(_links(f"https://{paper.slug}.example/{day}/{os.getpid()}"))
            run.enter(paper, ListedEdition(key=key, links=links, index_name="index"))
            for link in links:
                _store(run, paper, key, link, " ".join(chance.choices(words, k=120)))
                stored += 1
                time.sleep(max(0.0, stored / STORIES_A_SECOND - (time.monotonic() - began)))
            run.close(paper, ClosedEdition(key=key, outcome=Outcome.COMPLETE))
    seconds = time.monotonic() - began
    print(f"{stored} stories stored, {stored / seconds:.1f} a second")


def _links(site: str) -> Iterator[Any]:
    from scraper.items import StoryLink

    for number in range(1, STORIES_OF_EDITION + 1):
        yield StoryLink(url=f"{site}/{number}", headline=f"Story {number}", section="City", position=number)


def _store(run: Any, paper: Any, key: Any, link: Any, text: str) -> None:
    from scraper.items import Draft, EditionDate, Evidence, EvidenceKind, Page, Story

    page = Page(url=link.url, body=text.encode(), content_type="text/html", fetched=dt.datetime.now(dt.UTC))
    dated = EditionDate(
        date=key.date, publication=paper.title, evidence=Evidence(kind=EvidenceKind.INDEX, text=str(key.date))
    )
    draft = Draft(url=link.url, headline=text[:60], body=text, language="en", section=link.section)
    story = Story(draft=draft, edition=dated, publication=paper.slug, placement=(key, link))
    run.store(story, run.capture(page, key), paper, key)


def measure(path: Path, seconds: float) -> None:
    """Print the tables of one archive."""
    make = _addresses(path)
    server = Server(path)
    try:
        asyncio.run(_crowd(server, make, (0.0, 0.0), 2, 9_000))  # it is warm
        for seed, (name, pause) in enumerate(PAUSES.items()):
            alone = asyncio.run(_crowd(server, make, pause, seconds, 1_000 * seed))
            collection = Collection(path)
            try:
                during = asyncio.run(_crowd(server, make, pause, seconds, 1_000 * seed + 500))
            finally:
                stored = collection.end()
            _table(f"{READERS} readers {name}", alone, during)
            print(f"the collection: {stored}\n")
    finally:
        server.stop()


def _table(title: str, alone: Seen, during: Seen) -> None:
    kinds = [kind for kind in WEIGHTS if kind in alone.last or kind in during.last]
    print(f"{title}; milliseconds\n")
    print(f"{'':<24}{'while nothing is written':>38}{'while a collection writes':>44}{'first byte':>12}")
    print(f"{'':<24}" + f"{'asked':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}    " * 2 + f"{'p99':>8}")
    _row("all", alone.all(), during.all(), [each for several in during.first.values() for each in several])
    for kind in kinds:
        _row(kind, alone.last[kind], during.last[kind], during.first[kind])
    for name, seen in (("while nothing is written", alone), ("while a collection writes", during)):
        asked = len(seen.all())
        print(
            f"{name}: {asked / seen.seconds:.0f} answers a second, each {seen.processor / asked * 1000:.1f} ms of "
            f"processor; {seen.memory:.0f} MB; errors: {seen.errors.total()} {dict(seen.errors.most_common(5)) or ''}"
        )


def _row(name: str, alone: Sequence[float], during: Sequence[float], first: Sequence[float]) -> None:
    print(f"{name:<24}{_quantiles(alone)}    {_quantiles(during)}    {_at(first, 0.99):8.0f}")


def _quantiles(each: Sequence[float]) -> str:
    return f"{len(each):8}" + "".join(f"{_at(each, part):8.0f}" for part in (0.5, 0.95, 0.99, 1))


def _at(each: Sequence[float], part: float) -> float:
    return sorted(each)[min(len(each) - 1, int(len(each) * part))] if each else 0.0


def run(options: argparse.Namespace) -> None:
    """Print the tables for the archive that is given, or for a made-up one."""
    if options.archive:
        return measure(options.archive, options.seconds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        filled(path, options.stories, options.words, vocabulary=options.vocabulary, skew=options.skew)
        return measure(path, options.seconds)


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
