"""What is new of a search: in the order in which stories came or changed, however old their editions are."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from scraper import archive
from scraper.archive import schema
from scraper.archive.arrivals import LONGEST_RUN, moment_of, stamp
from scraper.archive.public_copy import publish
from scraper.archive.search import arrivals
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import search
from scraper.archive.write import stories
from scraper.archive.write.stories import Saved
from scraper.items import Access
from tests.archive.conftest import at

Stored = Callable[..., Saved]
ALL, FERRY = Filters.of({}), Filters.of({"q": ["ferry"]})
LONG_AGO = dt.date(1990, 3, 15)


def found(db: Database, filters: Filters = FERRY, **bounds: int) -> list[str]:
    """The headlines of what came last, the newest first."""
    came = arrivals.newest(db.conn, filters, **{"size": 50, **bounds})
    titles = dict(db.execute("SELECT id, headline FROM stories").fetchall())
    return [titles[arrival.story_id] for arrival in came.found]


def numbered(db: Database, name: str) -> tuple[int, int]:
    """A story's number, and the one with which it came."""
    sql = "SELECT number, came FROM arrivals JOIN stories ON stories.id = story_id WHERE url = ?"
    row = db.execute(sql, [f"https://lantern.example/{name}"]).fetchone()
    return row[0], row[1]


def test_a_story_of_1990_that_comes_last_is_the_newest(db: Database, stored: Stored) -> None:
    for number in range(5):
        stored(f"new-{number}", headline=f"New ferry {number}", date=dt.date(2025, 1, 1 + number))
    stored("old", headline="Old ferry", date=LONG_AGO, fetched=at(6, day=1))  # imported: fetched before the others
    assert found(db) == ["Old ferry", *(f"New ferry {number}" for number in (4, 3, 2, 1, 0))]
    assert found(db, Filters.of({"q": ["ferry"], "to": ["1999"]})) == ["Old ferry"]


def test_a_story_that_changes_comes_again_and_one_that_is_dated_anew_stays(db: Database, stored: Stored) -> None:
    stored("a", headline="Ferry a", date=None)
    stored("b", headline="Ferry b")
    stored("a", headline="Ferry a", date=LONG_AGO, fetched=at(7))
    assert found(db) == ["Ferry b", "Ferry a"]
    stored("a", headline="Ferry a, corrected", date=LONG_AGO, fetched=at(8))
    assert found(db) == ["Ferry a, corrected", "Ferry b"]
    number, came = numbered(db, "a")
    assert came < numbered(db, "b")[0] < number
    stored("a", headline="Ferry a, as it was", date=LONG_AGO, fetched=at(5))  # an older text changes nothing today
    assert numbered(db, "a") == (number, came)


@pytest.mark.parametrize(
    "query",
    [
        {"q": ["ferry"]},
        {"q": ["ferry it"]},
        {"q": ['"it rises" ferry']},
        {"q": ["fer*"]},
        {"q": ["ferry OR boat"]},
        {},
        {"publication": ["evening-lantern"]},
        {"q": ["ferry"], "publication": ["evening-lantern"]},
        {"q": ["-boat"]},
    ],
)
@pytest.mark.parametrize("few", [0, 20_000])
def test_whoever_follows_the_pages_gets_every_story_once(
    db: Database, stored: Stored, query: dict[str, list[str]], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every way in which they are found."""
    monkeypatch.setattr(arrivals, "FEW", few)
    monkeypatch.setattr(arrivals, "LOOKED_AT", 2)
    monkeypatch.setattr(arrivals, "MOST_LOOKED_AT", 7)
    monkeypatch.setattr(arrivals, "MOST_DAYS", 4)
    for number in range(40):
        name = "Ferry" if number % 9 == 0 or number > 30 else "Tides"
        stored(f"s{number}", headline=f"{name} {number}", body="It rises.", date=dt.date(2025, 1, 1 + number * 7 % 28))
    wanted = [
        number
        for number in range(39, -1, -1)
        if "fer" not in "".join(query.get("q", [])) or number % 9 == 0 or number > 30
    ]
    seen: list[int] = []
    before: int | None = None
    is_last = False
    while not is_last:
        page = arrivals.newest(db.conn, Filters.of(query), size=3, before=before)
        ids = dict(db.execute("SELECT id, headline FROM stories").fetchall())
        seen += [int(ids[arrival.story_id].split()[1]) for arrival in page.found]
        before, is_last = page.before, page.before is None
    assert seen == wanted
    last = arrivals.last(db.conn)
    ascending = arrivals.oldest(db.conn, Filters.of(query), after=0, upto=last, size=100)
    assert [arrival.number for arrival in ascending] == sorted(arrival.number for arrival in ascending)
    assert len(ascending) == len(wanted)


def test_few_matches_among_very_many_arrivals_are_shown_in_parts(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("FEW", 2), ("LOOKED_AT", 1), ("MOST_LOOKED_AT", 5)):
        monkeypatch.setattr(arrivals, name, number)
    for number in range(12):
        access = Access.EXCERPT if number in (1, 8) else Access.OPEN
        stored(f"s{number}", headline=f"Ferry {number}", access=access)
    excerpts = Filters.of({"q": ["ferry"], "access": ["excerpt"]})
    pages = [page := arrivals.newest(db.conn, excerpts, size=3)]
    while page.before is not None:
        pages.append(page := arrivals.newest(db.conn, excerpts, size=3, before=page.before))
    assert [len(page.found) for page in pages] == [1, 0, 1]


def test_changed_stories_are_found_however_many_came_since(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.archive.search.arrivals.MOST_LOOKED_AT", 3)
    stored("ferry", headline="The ferry", body="It stays.")
    stored("ferry", headline="The ferry", body="It goes.", fetched=at(7))
    for number in range(30):
        stored(f"story-{number}", fetched=at(8))
    for values in ({}, {"q": ["goes"]}, {"publication": ["evening-lantern"]}, {"access": ["open"], "q": ["it"]}):
        filters = Filters.of({"changed": ["1"], **values})
        assert found(db, filters, size=5) == ["The ferry"]
        assert search(db.conn, filters).total == 1
    assert search(db.conn, Filters.of({"changed": ["0"]})).total == 31
    assert search(db.conn, Filters.of({"changed": ["1"], "q": ["night"]})).total == 0


def test_all_of_a_busy_day_is_on_the_first_page(db: Database, stored: Stored) -> None:
    for number, day in enumerate([1, 5, 5, 5, 5]):
        stored(f"s{number}", headline=f"Ferry {number}", fetched=at(6, day=day))
    first = arrivals.newest(db.conn, FERRY, size=2, most=10)
    assert len(first.found) == 4
    assert first.before == first.found[-1].number
    cut = arrivals.newest(db.conn, FERRY, size=2, most=3)
    assert (len(cut.found), cut.before) == (3, cut.found[-1].number)


def test_what_another_program_enters_has_a_number_too(db: Database, stored: Stored) -> None:
    stored("a", headline="Ferry a")
    db.execute("CREATE TEMP TABLE copied AS SELECT * FROM stories")
    db.execute("UPDATE copied SET id = id + 1, key = 'other', headline = 'Ferry of sqlite-utils'")
    db.execute("INSERT INTO stories SELECT * FROM copied")
    assert found(db) == ["Ferry of sqlite-utils", "Ferry a"]
    stored("c", headline="Ferry c")
    assert found(db)[0] == "Ferry c"


def test_an_archive_of_before_has_the_order_of_its_captures(db: Database, stored: Stored, tmp_path: Path) -> None:
    for name, date in (("a", LONG_AGO), ("b", dt.date(2025, 1, 2)), ("c", dt.date(2025, 1, 1))):
        stored(name, headline=f"Ferry {name}", date=date)
    db.execute("UPDATE captures SET file = '20261130T161651-import-7-00000.warc.gz' WHERE url LIKE '%/a'")
    for statement in ("in_place", "in_new_place", "of_text", "of_new_text", "of_stories"):
        db.execute(f"DROP TRIGGER arrivals_{statement}")
    db.execute("DROP INDEX editions_by_arrival")
    db.execute("DROP TABLE arrivals")
    db.execute("ALTER TABLE editions DROP COLUMN arrived")
    schema.order_of_arrival(db)
    assert found(db) == ["Ferry a", "Ferry c", "Ferry b"]
    assert stamp(numbered(db, "a")[0]) == "2026-11-30T16:16:51.000Z", "it was imported then, whenever it was fetched"
    assert stamp(numbered(db, "b")[0])[:10] == "2026-03-07"


def test_a_public_file_has_the_order_of_its_archive(db: Database, stored: Stored, tmp_path: Path) -> None:
    stored("a", headline="Ferry a")
    stored("b", headline="Ferry b", date=LONG_AGO)
    db.conn.commit()
    publish(tmp_path / "archive.db", tmp_path / "public.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "public.db")) as public:
        rows = "SELECT story_id, number, came FROM arrivals ORDER BY number"
        assert public.execute(rows).fetchall() == db.execute(rows).fetchall()
        arrived = "SELECT id, arrived FROM editions ORDER BY id"
        assert public.execute(arrived).fetchall() == db.execute(arrived).fetchall()


def test_an_edition_arrives_with_its_stories(db: Database, stored: Stored) -> None:
    stored("a", headline="Ferry a", date=dt.date(2025, 1, 1), kind=stories.EvidenceKind.STATEMENT)
    stored("b", headline="Ferry b", date=LONG_AGO, kind=stories.EvidenceKind.STATEMENT)
    by_arrival = "SELECT date FROM editions WHERE arrived IS NOT NULL ORDER BY arrived DESC"
    assert db.execute(by_arrival).fetchall() == [("1990-03-15",), ("2025-01-01",)]
    stored("a", headline="Ferry a", body="Changed.", date=dt.date(2025, 1, 1), fetched=at(9))
    assert db.execute(by_arrival).fetchall() == [("2025-01-01",), ("1990-03-15",)]


def test_a_capture_came_when_it_was_fetched_or_imported() -> None:
    ours, began = "20261130T161651-collect-7-00000.warc.gz", 1796055411000
    assert moment_of(ours, "2026-11-30T16:20:00Z") == began + 189_000
    assert moment_of(ours, "1990-03-15T00:00:00Z") == began
    assert moment_of(ours, "2126-11-30T16:16:51Z") == began, "a clock that was wrong moves nothing into the future"
    assert moment_of("theirs.warc.gz", "1970-01-01T00:00:01Z") == 1000
    assert moment_of(ours, "never") == began
    assert stamp(began + LONGEST_RUN) == "2026-12-07T16:16:51.000Z"


def test_many_stories_open_archives_alike(tmp_path: Path) -> None:
    with contextlib.closing(archive.opened(tmp_path / "new.db", create=True)) as db:
        assert arrivals.last(db.conn) == 0
        assert arrivals.newest(db.conn, ALL, size=5) == ([], None)
