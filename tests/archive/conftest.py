"""Situations of an archive, as named functions: stories of a fictional newspaper, stored the way a run stores them."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from scraper import archive
from scraper.archive.write import stories
from scraper.items import (
    Access,
    Capture,
    Draft,
    EditionDate,
    EditionKey,
    Evidence,
    EvidenceKind,
    Story,
    StoryLink,
)
from scraper.publication import LabelRules, Publication

PAPER = Publication(
    slug="evening-lantern",
    title="The Evening Lantern",
    timezone="Europe/London",
    language="en",
    homepage="https://lantern.example/",
    labels=(LabelRules(id="city", default=True), LabelRules(id="coast")),
)
SATURDAY = dt.date(2026, 3, 7)
OFFSETS = itertools.count()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty archive."""
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as database:
        yield database


def at(hour: int, day: int = 7) -> dt.datetime:
    """A moment of March 2026."""
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


def captured(url: str, fetched: dt.datetime) -> Capture:
    """A capture of this address."""
    return Capture(url=url, fetched=fetched, sha256="0" * 64, file="a.warc.gz", offset=next(OFFSETS), length=100)


def dated(
    date: dt.date | None, kind: EvidenceKind = EvidenceKind.INDEX, label: str = "", text: str = "index"
) -> EditionDate:
    """The edition of this date, on evidence of this kind."""
    return EditionDate(date=date, publication=PAPER.title, evidence=Evidence(kind=kind, text=text), label=label)


@pytest.fixture
def stored(db: Database) -> Callable[..., stories.Saved]:
    """Store a story: ``stored("night-ferry", body=..., date=...)``."""

    def save(
        name: str,
        *,
        headline: str = "Council keeps the night ferry",
        body: str = "The night ferry stays.\n\nSo the council decided.",
        date: dt.date | None = SATURDAY,
        kind: EvidenceKind = EvidenceKind.INDEX,
        fetched: dt.datetime | None = None,
        link: tuple[EditionKey, StoryLink] | None = None,
        url: str = "",
        access: Access = Access.OPEN,
        withheld: bool = False,
        unlisted: Collection[str] = (),
        **fields: object,
    ) -> stories.Saved:
        address = f"https://lantern.example/{name}"
        draft = Draft(url=address, headline=headline, body=body, access=access, **fields)  # type: ignore[arg-type]
        edition = dated(date, kind) if date or kind is EvidenceKind.STATEMENT else None
        story = Story(draft=draft, edition=edition, publication=PAPER.slug, placement=link, withheld=withheld)
        capture = captured(url or address, fetched or at(6))
        return stories.save(db, story, capture, publication=PAPER, unlisted=unlisted)

    return save
