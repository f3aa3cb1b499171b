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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from scraper import catalogue, reading
from scraper.captures import reader
from scraper.collect.import_captures import import_captures
from scraper.collect.run import CollectionRun, Reporter
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, Page, Story, StoryLink
from tests.rows import rows

TOML = """
[publication]
title = "The {title}"
timezone = "Europe/London"
language = "en-GB"
homepage = "https://{slug}.example/"
"""
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


def story_page(name: str, text: int, published: int) -> bytes:
    """A story's page, with one of several texts."""
    sentence = (
        f"The keeper of {name} told it {text} times on the quay while the tide went out behind the customs house. "
    )
    return (
        f'<!doctype html><html lang="en-GB"><head><title>The tide of {name}</title>'
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


@dataclass(frozen=True)
class Closes:
    """The collection of an edition ends."""

    paper: str
    day: int
    outcome: Outcome = Outcome.COMPLETE


Event = Lists | Fetches | Closes


class _Listener(Reporter):
    """Keeps what a run says to a person."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def say(self, message: str) -> None:
        """Keep it."""
        self.said.append(message)


class World:
    """A folder with an archive, its captures and the files of the newspapers."""

    def __init__(self, folder: Path, *, captures: Path | None = None) -> None:
        self.archive = folder / "archive.db"
        self.said: list[str] = []  # to a person
        self.lists: dict[EditionKey, tuple[str, ...]] = {}  # as they were collected last
        self.captures = captures or folder / "captures"
        self.publications = self.captures.parent / "publications"
        self.publications.mkdir(parents=True, exist_ok=True)
        for slug, title in PAPERS.items():
            (self.publications / f"{slug}.toml").write_text(TOML.format(slug=slug, title=title))

    @contextlib.contextmanager
    def opened(self, command: str) -> Iterator[CollectionRun]:
        """A run of this command."""
        with (
            mock.patch.dict(os.environ, {catalogue.FOLDER_VARIABLE: str(self.publications)}),
            CollectionRun(
                self.archive, command=command, arguments={}, captures=self.captures, reporter=_Listener(self.said)
            ) as run,
        ):
            yield run

    def run(self, *events: Event, command: str = "collect") -> None:
        """Collect: what each event says happens, in this order."""
        with self.opened(command) as run:
            for event in events:
                run.expect(catalogue.publication(event.paper), _key(event).date)
                if isinstance(event, Lists):
                    self.lists[_key(event)] = event.names
                _happen(run, event, self.lists.get(_key(event), ()))

    def import_(self, *files: Path, own: bool = False) -> None:
        """Import captures, those of this very owner or somebody's."""
        with self.opened("import") as run:
            import_captures(run, reader.files_of(list(files)), cores=1, own=own)

    def rebuilt(self) -> World:
        """The world of the same captures, with an archive made anew."""
        number = 1
        while (folder := self.captures.parent / f"again-{number}").exists():
            number += 1
        folder.mkdir()
        other = World(folder, captures=self.captures)
        with other.opened("rebuild") as run:
            import_captures(run, reader.files_of([self.captures]), cores=1, in_place=True)
        return other

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


def _happen(run: CollectionRun, event: Event, listed: tuple[str, ...]) -> None:
    paper = catalogue.publication(event.paper)
    key = _key(event)
    match event:
        case Lists(names=names):
            links = tuple(
                StoryLink(url=listed_at(name), headline=name, position=position)
                for position, name in enumerate(names, start=1)
            )
            run.enter(paper, ListedEdition(key=key, links=links, index_name="front"))
        case Closes(outcome=outcome):
            run.close(paper, ClosedEdition(key=key, outcome=outcome))
        case Fetches():
            link = StoryLink(url=listed_at(event.name), headline=event.name, position=listed.index(event.name) + 1)
            body = story_page(event.name.rpartition(">")[2], event.text, published=5)
            page = Page(
                url=address(event.name),
                body=body,
                content_type="text/html",
                fetched=dt.datetime.now(dt.UTC),
                requested_url=link.url,
            )
            capture = run.capture(page)
            found = reading.read(page, newspapers=catalogue, link=(key, link), publication=paper)
            assert isinstance(found, Story), found
            run.store(found, capture, catalogue.known(found.publication), key)
