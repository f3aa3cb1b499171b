from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.archive.search.filters import Filters
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.search import Results, search
from scraper.archive.search.snippets import cut, pieces
from scraper.archive.write import stories
from scraper.items import Access

Stored = Callable[..., stories.Saved]
DAYS = {"ferry": 2, "boat": 4, "tram": 6}


@pytest.fixture
def shelf(stored: Stored) -> None:
    """Three stories of three days, and an undated one."""
    stored(
        "ferry",
        headline="Night ferry stays",
        print_headline="Seven crowns",
        body="The ferry to Orrin.",
        date=dt.date(2026, 3, 2),
        section="City",
    )
    stored("boat", headline="A café on a boat", body="Co-op and AT&T. Night.", date=dt.date(2026, 3, 4), section="Food")
    stored(
        "tram",
        headline="潮見市の路面電車",
        body="東京都庁前まで延伸する night。",
        date=dt.date(2026, 3, 6),
        language="ja",
    )
    stored("undated", headline="Night train", body="No day.", date=None, access=Access.EXCERPT)


def ask(
    db: Database, q: str = "", *, sort: str = "newest", size: int = 20, cursor: str = "", **filters: str
) -> Results:
    values = {name.rstrip("_"): [value] for name, value in filters.items()} | {"q": [q]}
    return search(db.conn, Filters.of(values), sort=sort, size=size, cursor=cursor)


def names(results: Results) -> list[str]:
    return [item["source_url"].rpartition("/")[2] for item in results.items]


@pytest.mark.usefixtures("shelf")
class TestOnAShelf:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("", ["tram", "boat", "ferry", "undated"]),
            ("night", ["tram", "boat", "ferry", "undated"]),
            ("headline:night", ["ferry", "undated"]),
            ("crowns", ["ferry"]),
            ("headline:crowns", ["ferry"]),
            ("ferries", ["ferry"]),
            ("cafe", ["boat"]),
            ("AT&T", ["boat"]),
            ("co-op", ["boat"]),
            ("night -ferry", ["tram", "boat", "undated"]),
            ("-night", []),
            ("-ferry", ["tram", "boat", "undated"]),
            ("路面電車", ["tram"]),
            ("都", ["tram"]),
            ("京都", ["tram"]),
            ("都京", []),
            ("ferry OR 電車", ["tram", "ferry"]),
            ("(", []),
        ],
    )
    def test_finds(self, db: Database, q: str, expected: list[str]) -> None:
        results = ask(db, q)
        assert names(results) == expected
        assert results.total == len(expected)

    def test_oldest_first_begins_with_the_undated(self, db: Database) -> None:
        assert names(ask(db, "night", sort="oldest")) == ["undated", "ferry", "boat", "tram"]

    def test_relevance_puts_the_headline_first(self, db: Database) -> None:
        assert names(ask(db, "ferry OR night", sort="relevance"))[0] == "ferry"

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2026-03-02", "2026-03-04", ["boat", "ferry"]),
            ("2026-03-04", "", ["tram", "boat"]),
            ("", "2026-03-02", ["ferry"]),
            ("2026", "2026", ["tram", "boat", "ferry"]),
            ("2026-03-06", "2026-03-02", ["tram", "boat", "ferry"]),
            ("2026-13", "", ["tram", "boat", "ferry", "undated"]),
        ],
    )
    def test_dates(self, db: Database, first: str, last: str, expected: list[str]) -> None:
        for q in ("night", ""):
            assert names(ask(db, q, from_=first, to=last)) == expected

    def test_filters(self, db: Database) -> None:
        assert names(ask(db, "night", section="food")) == ["boat"]
        assert names(ask(db, language="ja")) == ["tram"]
        assert names(ask(db, language="ja-JP")) == ["tram"]
        assert names(ask(db, access="excerpt")) == ["undated"]
        assert names(ask(db, "night", publication="evening-lantern"))[0] == "tram"
        assert names(ask(db, "night", publication="no-such-paper")) == []

    @pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
    @pytest.mark.parametrize("q", ["night", "", "-zebra"])
    def test_pages_go_on_without_a_gap_or_a_repeat(self, db: Database, sort: str, q: str) -> None:
        seen, cursor = [], ""
        while True:
            results = ask(db, q, sort=sort, size=1, cursor=cursor)
            seen += names(results)
            assert results.total == 4
            if results.next is None:
                break
            cursor = results.next
        assert sorted(seen) == ["boat", "ferry", "tram", "undated"]

    def test_snippets_mark_what_was_found(self, db: Database) -> None:
        (item,) = ask(db, "ferries").items
        assert item["headline_marked"] == (("Night ", False), ("ferry", True), (" stays", False))
        assert ("ferry", True) in item["snippet"]
        (item,) = ask(db, "都庁").items
        assert item["snippet"] == (("東京", False), ("都庁", True), ("前まで延伸する night。", False))

    def test_it_says_what_it_did_not_understand(self, db: Database) -> None:
        assert ask(db, "night", from_="soon").notes == (Note(code=NoteCode.NO_DATE, text="soon"),)
        assert ask(db, "night", sort="best").notes == (Note(code=NoteCode.NO_ORDER, text="best"),)


def test_pieces_of_marked_text() -> None:
    assert pieces("a \x02b\x03\n c") == (("a ", False), ("b", True), (" c", False))


def test_cut_goes_to_the_first_match(db: Database) -> None:
    text = "前 " * 100 + "電車" + "後" * 300
    parts: Any = cut(text, ["電車"])
    assert ("電車", True) in parts
    assert parts[0][0].startswith("…")
    assert parts[-1][0].endswith("…")
