"""A search looks at as many stories as it shows, whatever the archive's size, and finds what all of them would give."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlite_utils import Database

from scraper.archive import keys
from scraper.archive.search import facets, frequency
from scraper.archive.search.filters import Filters
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.search import Count, count, search
from scraper.archive.search.sql import matching

PAPERS = ("alpha", "beta", "gamma")


@pytest.fixture
def shelf(db: Database) -> Database:
    """Sixty stories of three papers, half of them in English; every fifth in Sport, few of them short."""
    for number, slug in enumerate(PAPERS, 1):
        db.execute("INSERT INTO publications (id, slug, title) VALUES (?, ?, ?)", [number, slug, slug.title()])
    for number in range(60):
        date = dt.date(2010 + number // 6, 1 + number % 12, 5) if number else None
        db.execute(
            "INSERT INTO stories (id, key, url, publication_id, edition_date, headline, body, section, language, "
            "access, first_seen, fetched, text_hash) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, '', '', '')",
            [
                keys.preferred_id(date, str(number)),
                f"key{number}",
                1 + number % 3,
                date and date.isoformat(),
                f"Story {number}",
                "night" + (" ferry" if number % 7 == 0 else "") + (" gale" if number in (2, 41) else ""),
                "Sport" if number % 5 == 0 else "City",
                "en-GB" if number % 2 else "de",
                "excerpt" if number in (3, 30) else "open",
            ],
        )
    return db


ASKED: list[dict[str, list[str]]] = [
    {"q": ["night"]},
    {"q": ["night"], "access": ["excerpt"]},
    {"q": ["night"], "publication": ["beta"], "section": ["sport"]},
    {"q": ["night section:sport"]},
    {"q": ["-ferry"]},
    {"q": ["-ferry"], "publication": ["gamma"]},
    {"q": ["-ferry"], "publication": ["gamma", "alpha"], "language": ["en"]},
    {"q": ["gale OR section:sport"]},
    {"q": ["night"], "publication": ["beta", "nobody"]},
    {"q": ["night"], "publication": ["beta"], "month_day": ["03-05"]},
    {"q": ["night"], "from": ["2012"], "to": ["2014-06"], "access": ["open"]},
    {"q": ["night"], "month_day": ["03-05"], "section": ["City"]},
    {"publication": ["alpha"]},
    {"publication": ["alpha"], "access": ["excerpt"]},
    {"publication": ["alpha", "beta"], "from": ["2011"], "to": ["2013"]},
    {"section": ["Sport"], "language": ["de"]},
    {"from": ["2015-03"], "to": ["2017-02"]},
    {"publication": ["nobody"]},
    {"access": ["headline"]},
    {},
]


def _in_python(db: Database, filters: Filters) -> set[str]:
    """The keys of the stories that match, without our SQL."""
    found = set()
    rows = db.execute(
        "SELECT key, slug, edition_date, body, section, stories.language, access FROM stories "
        "JOIN publications ON publications.id = publication_id"
    ).fetchall()
    for key, slug, date, body, section, language, access in rows:
        text = filters.query.text
        words = {
            "night": True,
            "night section:sport": section == "Sport",
            "-ferry": "ferry" not in body,
            "gale OR section:sport": "gale" in body or section == "Sport",
            "": True,
        }
        if (
            words[text]
            and (not filters.publications or slug in filters.publications)
            and (not filters.sections or section.casefold() in map(str.casefold, filters.sections))
            and (not filters.languages or language.partition("-")[0] in filters.languages)
            and (not filters.access or access in filters.access)
            and (not filters.first or bool(date and date >= filters.first.isoformat()))
            and (not filters.last or bool(date and date <= filters.last.isoformat()))
            and (not filters.month_day or bool(date and date[5:] == "{:02}-{:02}".format(*filters.month_day)))
        ):
            found.add(key)
    return found


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("most", [2, 7, 20_000])
@pytest.mark.parametrize("values", ASKED, ids=str)
def test_looking_in_parts_finds_the_same(
    shelf: Database, monkeypatch: pytest.MonkeyPatch, values: dict[str, list[str]], most: int, sort: str
) -> None:
    """However few stories are looked at for a page, whoever follows the pages gets every match exactly once."""
    monkeypatch.setattr("scraper.archive.search.sql.MOST_LOOKED_AT", most)
    monkeypatch.setattr("scraper.archive.search.search.MOST_RANKED", most)
    filters = Filters.of(values)
    expected = _in_python(shelf, filters)
    found, cursor = [], ""
    while cursor is not None:
        results = search(shelf.conn, filters, sort=sort, size=4, cursor=cursor)
        found += [item["key"] for item in results.items]
        assert results.total <= len(expected)
        assert results.total == len(expected) or not results.total_exact
        cursor = results.next
    assert sorted(found) == sorted(expected)
    if sort != "relevance":
        dates = [shelf.execute("SELECT id FROM stories WHERE key = ?", [key]).fetchone()[0] for key in found]
        assert dates == sorted(dates, reverse=sort == "newest")


@pytest.mark.parametrize("values", ASKED, ids=str)
def test_facets_of_kept_numbers_are_those_of_the_matches(shelf: Database, values: dict[str, list[str]]) -> None:
    filters = Filters.of(values)
    found = facets.facets(shelf.conn, filters)
    assert found.looked_at == len(_in_python(shelf, filters))
    assert found.every
    counted = count(shelf.conn, filters)
    assert counted == Count(found.looked_at)


def test_all_stories_are_counted_without_going_through_them(shelf: Database) -> None:
    said: list[str] = []
    shelf.conn.set_trace_callback(said.append)
    found = facets.facets(shelf.conn, Filters.of({"section": ["sport"]}))
    assert {facet.name: dict(facet.values) for facet in found.facets}["language"] == {"de": 6, "en": 6}
    assert count(shelf.conn, Filters.of({})) == Count(60)
    assert not [sql for sql in said if "stories_in_brief" in sql or "stories_fts" in sql]


def test_a_page_on_which_nothing_is_found_yet_leads_on(shelf: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.archive.search.search.MOST_LOOKED_AT", 4)
    results = search(shelf.conn, Filters.of({"q": ["night"], "access": ["excerpt"]}))
    assert (results.items, results.total, results.total_exact) == ((), 0, False)
    assert results.next
    assert [note.code for note in results.notes] == [NoteCode.SEARCHED_IN_PARTS]


def test_one_letter_is_no_beginning(shelf: Database) -> None:
    results = search(shelf.conn, Filters.of({"q": ["n*"]}))
    assert results.notes == (Note(code=NoteCode.SHORT_BEGINNING, text="n"),)
    assert results.total == 0
    assert search(shelf.conn, Filters.of({"q": ["ni*"]})).total == 60
    assert search(shelf.conn, Filters.of({"q": ['"night f"*']})).notes[0].text == "f"
    assert Filters.of({"q": ["東*"]}).query.notes == ()


@pytest.fixture
def printed(shelf: Database) -> Database:
    """The shelf in print: every third story in an edition, those of Sport in the late one, some on front pages."""
    for number in range(1, 60, 3):
        date = dt.date(2010 + number // 6, 1 + number % 12, 5)
        label = "Late" if number % 5 == 0 else ""
        shelf.execute(
            "INSERT INTO editions (id, publication_id, date, label) VALUES (?, ?, ?, ?)",
            [number, 1 + number % 3, date.isoformat(), label],
        )
        shelf.execute(
            "INSERT INTO placements (edition_id, position, page, url, story_id) "
            "SELECT ?, ?, ?, key, id FROM stories WHERE key = ?",
            [number, 1 + number % 2, "" if number % 4 else "B1", f"key{number}"],
        )
    return shelf


@pytest.mark.parametrize(
    "values",
    [
        {"q": ["night"]},
        {"q": ["night"], "publication": ["alpha"]},
        {"q": ["night"], "section": ["sport"]},
        {"q": ["night"], "publication": ["alpha", "beta"], "section": ["City"], "access": ["open"]},
        {"q": ["night"], "language": ["en"]},
        {"q": ["night section:sport"]},
        {"q": ["ferry"], "publication": ["alpha"]},
        {"q": ["-ferry"]},
        {"q": ["-ferry"], "publication": ["alpha"], "language": ["de", "en"]},
        {"q": ["night"], "front_page": ["1"]},
        {"q": ["night"], "front_page": ["1"], "section": ["Sport"], "label": ["late", "main"]},
        {"q": ["night"], "label": ["late"]},
        {"q": ["-ferry"], "label": ["main"]},
        {"front_page": ["1"]},
        {"label": ["main", "late"]},
        {"section": ["Sport"], "language": ["en"]},
    ],
    ids=str,
)
def test_very_many_matches_are_counted_over_time_as_few_are(
    printed: Database, monkeypatch: pytest.MonkeyPatch, values: dict[str, list[str]]
) -> None:
    spans = [(dt.date(year, 1, 1), dt.date(year, 12, 30)) for year in range(2009, 2022)]
    few = frequency.per_span(printed.conn, Filters.of(values), spans)
    monkeypatch.setattr(frequency, "MANY", 0)
    monkeypatch.setattr(frequency, "MANY_OF_SPAN", 0)
    assert frequency.per_span(printed.conn, Filters.of(values), spans) == few
    assert sum(few) > 1
    whole = [(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in range(2009, 2022)]
    assert frequency.per_span(printed.conn, Filters.of(values), whole) == few, "as well where years are kept"


def test_two_lists_are_gone_through_side_by_side(printed: Database) -> None:
    """And no list is put in order first, or looked up for each story."""
    for values in ({"q": ["night"], "section": ["Sport"]}, {"q": ["night"], "front_page": ["1"], "access": ["open"]}):
        sql = matching(printed.conn, Filters.of(values))
        counting = f"EXPLAIN QUERY PLAN SELECT count(*) FROM ({sql.merged})"
        plan = [step for *_, step in printed.conn.execute(counting, sql.parameters)]
        assert "MERGE (INTERSECT)" in plan
        assert not [step for step in plan if "TEMP B-TREE" in step], plan
        assert all("COVERING INDEX" in step for step in plan if "stories " in step or "story_places" in step), plan


def test_few_matches_are_ranked_without_a_look_for_where_their_block_begins(shelf: Database) -> None:
    asked: list[str] = []
    shelf.conn.set_trace_callback(asked.append)
    results = search(shelf.conn, Filters.of({"q": ["night"]}), sort="relevance")
    shelf.conn.set_trace_callback(None)
    assert (len(results.items), results.total) == (20, 60)
    assert results.next
    assert [sql for sql in asked if "ORDER BY rank" in sql]
    assert not [sql for sql in asked if "OFFSET" in sql]


def test_a_page_of_the_newest_matches_that_facets_looked_at_is_the_page_itself(shelf: Database) -> None:
    for values in ASKED:
        filters = Filters.of(values)
        known = facets.facets(shelf.conn, filters)
        for size in (3, 60):
            counted = Count(known.looked_at) if known.every else None
            page = search(shelf.conn, filters, size=size, counted=counted, newest=known.newest)
            assert page == search(shelf.conn, filters, size=size)


@pytest.mark.parametrize("q", ["night", '"night ferry"', "night ferry", "-gale", "nig*"])
@pytest.mark.parametrize("most", [0, 500])
def test_a_paper_of_few_stories_is_searched_whole(
    shelf: Database, monkeypatch: pytest.MonkeyPatch, q: str, most: int
) -> None:
    found = {}
    for few in (0, 500):
        monkeypatch.setattr("scraper.archive.search.sql.FEW", few)
        monkeypatch.setattr("scraper.archive.search.sql.MOST_LOOKED_AT", most or 5)
        monkeypatch.setattr("scraper.archive.search.search.MOST_ASKED", most)
        results = search(shelf.conn, Filters.of({"q": [q], "publication": ["gamma"]}), size=60)
        found[few] = [item["key"] for item in results.items]
        if few and q != "-gale":
            assert results.total_exact
            assert results.next is None
    assert found[500][: len(found[0])] == found[0]


def test_the_index_is_asked_once_for_facets_number_and_first_page(shelf: Database) -> None:
    asked: list[str] = []
    shelf.conn.set_trace_callback(asked.append)
    filters = Filters.of({"q": ['"night ferry"']})
    known = facets.facets(shelf.conn, filters)
    found = search(shelf.conn, filters, counted=Count(known.looked_at), newest=known.newest)
    assert found.total == 9
    assert sum("MATCH" in sql for sql in asked) == 2  # for the row ids, and for what the page shows of them
    asked.clear()
    search(shelf.conn, filters, counted=Count(0))
    assert not any("MATCH" in sql for sql in asked)
