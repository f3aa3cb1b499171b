"""Captures stored in any order end in the same rows."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from scraper import archive
from scraper.archive.write import stories
from scraper.items import Access, Capture, Draft, EditionDate, Evidence, EvidenceKind, Story
from tests.archive.conftest import PAPER, SATURDAY, at
from tests.rows import rows_of

BODIES = ("The night ferry stays.", "The night ferry goes.", "夜の渡し船は残る。")


@dataclass(frozen=True)
class Fetched:
    """One capture of one of the Lantern's stories, and what was read from it."""

    hour: int  # of 7 March; no two captures have the same
    name: str
    body: str
    kind: EvidenceKind | None
    day: int  # of March
    access: Access

    @property
    def story(self) -> Story:
        """As the steps before give it to the archive."""
        url = f"https://lantern.example/{self.name}"
        date = dt.date(2026, 3, self.day)
        evidence = Evidence(kind=self.kind, text=f"{self.kind}, {date}") if self.kind else None
        return Story(
            draft=Draft(url=url, headline=f"Of {self.name}", body=self.body, access=self.access, authors=(self.name,)),
            edition=EditionDate(date=date, publication=PAPER.title, evidence=evidence) if evidence else None,
            publication=PAPER.slug,
        )

    @property
    def capture(self) -> Capture:
        """Where it lies, which is not a matter of when it is stored."""
        return Capture(
            url=self.story.draft.url,
            fetched=at(self.hour),
            sha256=f"{self.hour:064}",
            file="a.warc.gz",
            offset=self.hour * 1000,
            length=900,
        )


CAPTURES = st.lists(
    st.builds(
        Fetched,
        hour=st.integers(0, 23),
        name=st.sampled_from(["ferry", "quay"]),
        body=st.sampled_from(BODIES),
        kind=st.sampled_from([None, *EvidenceKind]),
        day=st.integers(SATURDAY.day - 1, SATURDAY.day + 1),
        access=st.sampled_from(Access),
    ),
    unique_by=lambda fetched: fetched.hour,
    min_size=2,
    max_size=6,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive without stories, to be copied."""
    path: Path = tmp_path_factory.mktemp("empty") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        yield db.conn


def stored(empty: sqlite3.Connection, captures: Sequence[Fetched]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of an archive that got these captures in this order."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        empty.backup(connection)
        connection.execute("PRAGMA foreign_keys = on")
        for fetched in captures:
            stories.save(Database(connection), fetched.story, fetched.capture, publication=PAPER)
        return rows_of(connection)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_same_captures_in_any_order_give_the_same_rows(empty: sqlite3.Connection, data: st.DataObject) -> None:
    captures = data.draw(CAPTURES)
    assert stored(empty, data.draw(st.permutations(captures))) == stored(empty, captures)
