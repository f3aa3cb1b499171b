"""A small world of two newspapers and a site that is neither's, collected without a network and rebuilt.

    world = World(folder)
    world.run(Lists("lantern", 7, "a", "b"), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    world.rows() == world.rebuilt().rows()

A story is "a", on the site of The Lantern; "post:a", on that of The Post; "agency:a", where no file names the site.
"post>a" is listed at an address of The Post that leads to "a".
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any
from unittest import mock

from scraper import catalogue, reading
from scraper.archive.write import runs
from scraper.captures import reader, writer
from scraper.collect import run as collect_run
from scraper.collect.import_captures import import_captures
from scraper.collect.reporter import Reporter
from scraper.collect.run import CollectionRun
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, Page, Story, StoryLink
from scraper.reasons import Code, Reason
from tests.rows import rows

TOML = """
[publication]
title = "The {title}"
timezone = "Europe/London"
language = "en-GB"
homepage = "https://{slug}.example/"
"""
_OF_MOMENTS = {name: getattr(dt.datetime, name) for name in ("fromisoformat", "fromtimestamp", "combine")}
PAPERS = {"lantern": "Lantern", "post": "Post"}
TIMES = (
    "SELECT key, slug, first_seen, fetched FROM stories JOIN publications ON publications.id = publication_id",
    "SELECT slug, date, label, first_collected, last_collected FROM editions "
    "JOIN publications ON publications.id = publication_id",
    "SELECT key, number, versions.fetched FROM versions JOIN stories ON stories.id = story_id",
    "SELECT addresses.url, key FROM addresses JOIN stories ON stories.id = story_id",
    "SELECT slug, title, declared FROM publications",
)


def address(name: str) -> str:
    """Where a story is, at the end of any redirect."""
    site, _, path = name.rpartition(">")[2].rpartition(":")
    return f"https://{site or 'lantern'}.example/{path}"


def listed_at(name: str) -> str:
    """Where a list says that it is."""
    site, redirects, _ = name.partition(">")
    return f"https://{site}.example/to/{name.rpartition('>')[2]}" if redirects else address(name)


def story_page(name: str, text: int, published: int, *, printed: int = 0, noarchive: bool = False) -> bytes:
    """A story's page, with one of several texts; it may say on which day of March it was printed."""
    sentence = (
        f"The keeper of {name} told it {text} times on the quay while the tide went out behind the customs house. "
    )
    further = f'<meta name="citation_cover_date" content="2026/03/{printed:02}">' if printed else ""
    further += '<meta name="robots" content="noarchive">' if noarchive else ""
    return (
        f'<!doctype html><html lang="en-GB"><head><title>The tide of {name}</title>{further}'
        f'<meta property="article:published_time" content="2026-03-{published:02}T05:00:00+00:00"></head>'
        f"<body><article><h1>The tide of {name}</h1><p>{sentence * 6}</p><p>{sentence * 5}</p></article></body></html>"
    ).encode()


@dataclass(frozen=True)
class Lists:
    """A newspaper's edition lists these stories."""

    paper: str
    day: int  # of March 2026
    names: tuple[str, ...]


@dataclass(frozen=True)
class Fetches:
    """A story that this edition lists is fetched."""

    paper: str
    day: int
    name: str
    text: int = 1
    printed: int = 0  # the day of March on which its page says it was printed
    noarchive: bool = False


@dataclass(frozen=True)
class Closes:
    """The collection of an edition ends."""

    paper: str
    day: int
    outcome: Outcome = Outcome.COMPLETE
    in_doubt: bool = False  # the day of its list
    same_text: tuple[str, ...] = ()  # stories that were none


@dataclass(frozen=True)
class Asks:
    """An edition is asked for, and nothing comes of it: the run was killed, or it need not be there."""

    paper: str
    day: int


Event = Lists | Fetches | Closes | Asks


class _Listener(Reporter):
    """Keeps what a run says to a person."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def say(self, message: str) -> None:
        """Keep it."""
        self.said.append(message)


class World:
    """A folder with an archive, its captures and the files of the newspapers.

    :param publications: those files' folder, where another world has them already; to read it takes a while.
    :param papers: the title of each newspaper that a file describes, by its slug.
    """

    def __init__(
        self,
        folder: Path,
        *,
        captures: Path | None = None,
        publications: Path | None = None,
        papers: Mapping[str, str] = MappingProxyType(PAPERS),
    ) -> None:
        self.archive = folder / "archive.db"
        self.said: list[str] = []  # to a person
        self.damage: list[str] = []  # of the captures from which it was rebuilt
        self.lists: dict[EditionKey, tuple[str, ...]] = {}  # as they were collected last
        self.clock: dt.datetime | None = None  # what this machine's shows, a second later at each look; or the real one
        self.captures = captures or folder / "captures"
        self.publications = publications or self.captures.parent / "publications"
        self.publications.mkdir(parents=True, exist_ok=True)
        for slug, title in papers.items():
            file = self.publications / f"{slug}.toml"
            if not file.exists():
                file.write_text(TOML.format(slug=slug, title=title))

    def now(self) -> dt.datetime:
        """What the clock shows."""
        if self.clock is None:
            return dt.datetime.now(dt.UTC)
        self.clock += dt.timedelta(seconds=1)
        return self.clock

    @contextlib.contextmanager
    def opened(self, command: str, *, withhold: bool = False) -> Iterator[CollectionRun]:
        """A run of this command."""
        clock = SimpleNamespace(**vars(dt) | {"datetime": SimpleNamespace(now=self._now_in, **_OF_MOMENTS)})
        with (
            mock.patch.dict(os.environ, {catalogue.FOLDER_VARIABLE: str(self.publications)}),
            mock.patch.object(collect_run, "dt", clock),
            mock.patch.object(runs, "dt", clock),
            mock.patch.object(writer, "dt", clock),
            CollectionRun(
                self.archive,
                command=command,
                arguments={},
                captures=self.captures,
                reporter=_Listener(self.said),
                withhold=withhold,
            ) as run,
        ):
            yield run

    def _now_in(self, zone: dt.tzinfo) -> dt.datetime:
        return self.now().astimezone(zone)

    def run(self, *events: Event, command: str = "collect", withhold: bool = False) -> None:
        """Collect: what each event says happens, in this order."""
        with self.opened(command, withhold=withhold) as run:
            for event in events:
                run.expect(catalogue.publication(event.paper), _key(event).date)
                if isinstance(event, Lists):
                    self.lists[_key(event)] = event.names
                _happen(run, event, self.lists.get(_key(event), ()), self.now())

    def import_(self, *files: Path, own: bool = False) -> None:
        """Import captures, those of this very owner or somebody's."""
        with self.opened("import") as run:
            import_captures(run, reader.files_of(list(files)), cores=1, own=own)

    def rebuilt(self, *, without_files: bool = False) -> World:
        """The world of the same captures, with an archive made anew.

        :param without_files: no file describes a newspaper any more.
        """
        folder = self._new_folder()
        publications, papers = (folder / "none", {}) if without_files else (self.publications, PAPERS)
        other = World(folder, captures=self.captures, publications=publications, papers=papers)
        other.clock = self.clock
        with other.opened("rebuild") as run:
            import_captures(run, reader.files_of([self.captures]), cores=1, in_place=True)
            other.damage = run.damage()
        return other

    def copied(self, files: Sequence[Path]) -> World:
        """Another world, into which this one's captures were imported as the owner's, in this order."""
        other = World(self._new_folder(), publications=self.publications)
        other.clock = self.clock
        other.import_(*files, own=True)
        return other

    def _new_folder(self) -> Path:
        number = 1
        while (folder := self.captures.parent / f"again-{number}").exists():
            number += 1
        folder.mkdir()
        return folder

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """What the archive says, moments and newspapers included."""
        found = rows(self.archive)
        with contextlib.closing(sqlite3.connect(self.archive)) as connection:
            for number, sql in enumerate(TIMES):
                found[f"times {number}"] = sorted(connection.execute(sql).fetchall(), key=repr)
        return found

    def asked(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one question."""
        with contextlib.closing(sqlite3.connect(self.archive)) as connection:
            return connection.execute(sql).fetchall()


def _key(event: Event) -> EditionKey:
    return EditionKey(event.paper, dt.date(2026, 3, event.day))


def _happen(run: CollectionRun, event: Event, listed: tuple[str, ...], moment: dt.datetime) -> None:
    paper = catalogue.publication(event.paper)
    key = _key(event)
    match event:
        case Lists(names=names):
            links = tuple(
                StoryLink(url=listed_at(name), headline=name, position=position)
                for position, name in enumerate(names, start=1)
            )
            run.enter(paper, ListedEdition(key=key, links=links, index_name="front"))
        case Closes():
            reasons = (Reason(code=Code.DAY_IN_DOUBT, wanted=key.date),) if event.in_doubt else ()
            failures = tuple((listed_at(name), Reason(code=Code.SAME_TEXT, number=3)) for name in event.same_text)
            run.close(paper, ClosedEdition(key=key, outcome=event.outcome, reasons=reasons, failures=failures))
        case Fetches():
            link = StoryLink(url=listed_at(event.name), headline=event.name, position=listed.index(event.name) + 1)
            name = event.name.rpartition(">")[2]
            body = story_page(name, event.text, published=5, printed=event.printed, noarchive=event.noarchive)
            page = Page(
                url=address(event.name),
                body=body,
                content_type="text/html",
                fetched=moment,
                requested_url=link.url,
            )
            found = reading.read(page, newspapers=catalogue, link=(key, link), publication=paper, withhold=run.withhold)
            assert isinstance(found, Story), found
            capture = run.capture_withheld(page, found, key=key) if found.withheld else run.capture(page, key)
            run.store(found, capture, catalogue.known(found.publication), key)
