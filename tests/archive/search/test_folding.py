"""Search with copies folded: each text once, wherever the pages end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from scraper.archive.search import folding, search
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import Count
from scraper.archive.search.sql import matching
from scraper.archive.write import clusters
from scraper.archive.write.stories import Saved

Stored = Callable[..., Saved]


def report(topic: str) -> str:
    return " ".join(f"{topic} and {topic}{number} left harbour {topic}{number * 7}." for number in range(12))


@pytest.fixture
def texts(db: Database, stored: Stored) -> Database:
    """Three reports of which each day has one, and a story alone."""
    for number in range(9):
        topic = ("herring", "quay", "lighthouse")[number % 3]
        body = f"{report(topic)} {'Ferries wait. ' * number}"
        stored(f"s{number}", headline=f"Report {number}", body=body, date=dt.date(2026, 3, 1 + number))
    stored("alone", headline="Alone", body="Nothing like it was printed of the harbour.", date=dt.date(2026, 3, 5))
    clusters.cluster(db)
    return db


def pages(db: Database, query: str, sort: str, size: int) -> tuple[list[str], list[int]]:
    """The headlines of all pages, and for how many further stories each stands."""
    filters = Filters.of({"q": [query]})
    sql = matching(db.conn, filters)
    headlines, further, cursor = [], [], ""
    while True:
        page = folding.page(db.conn, filters, sort=sort, size=size, cursor=cursor, sql=sql)
        assert len(page.items) <= size
        headlines += [item["headline"] for item in page.items]
        further += [page.folded[item["key"]]["stories"] if item["key"] in page.folded else 0 for item in page.items]
        if page.next is None:
            return headlines, further
        cursor = page.next


@pytest.mark.parametrize("size", [1, 2, 3, 20])
def test_each_text_comes_once_and_first_in_the_order_of_the_search(texts: Database, size: int) -> None:
    newest = ["Report 8", "Report 7", "Report 6", "Alone"]
    assert pages(texts, "", "newest", size) == (newest, [2, 2, 2, 0])
    assert pages(texts, "harbour", "newest", size) == (newest, [2, 2, 2, 0])
    assert pages(texts, "harbour", "oldest", size)[0] == ["Report 0", "Report 1", "Report 2", "Alone"]
    ranked, _ = pages(texts, "harbour", "relevance", size)
    assert len(ranked) == 4


def test_of_a_cluster_only_the_matches_are_counted(texts: Database) -> None:
    assert pages(texts, "ferries quay", "newest", 20) == (["Report 7"], [2])
    assert pages(texts, 'headline:"Report 4" OR headline:"Report 1"', "newest", 20) == (["Report 4"], [1])
    assert pages(texts, 'headline:"Report 4"', "newest", 20) == (["Report 4"], [0])


def test_different_texts_are_counted_where_stories_are(texts: Database) -> None:
    filters = Filters.of({"q": ["harbour"]})
    sql = matching(texts.conn, filters)
    assert folding.different(texts.conn, sql, search.count(texts.conn, filters)) == 4
    assert folding.different(texts.conn, sql, Count(4, exact=False)) is None
    assert folding.different(texts.conn, sql, Count(10**6)) is None
