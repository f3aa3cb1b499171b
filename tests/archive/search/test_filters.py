from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from scraper.archive.keys import id_range
from scraper.archive.search import facets, suggestions
from scraper.archive.search.facets import editions_held
from scraper.archive.search.filters import NAMES, Filters
from scraper.archive.search.frequency import editions_per_span
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import composed, parse
from scraper.archive.search.query_nodes import Phrase
from scraper.archive.search.search import MAX_SIZE, Count, count, every, page, search
from scraper.archive.write import ledger, stories
from scraper.items import Access, ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from tests.archive.conftest import PAPER

Stored = Callable[..., stories.Saved]
CITY = EditionKey(PAPER.slug, dt.date(2026, 3, 2), "city")
REVIEW = EditionKey(PAPER.slug, dt.date(2026, 3, 2), "review", supplement_of="city")


@pytest.fixture
def shelf(db: Database, stored: Stored) -> None:
    """A city edition with two front-page stories and one inside, a supplement, and stories of other years."""
    links = {
        CITY: [
            StoryLink(url="https://lantern.example/ferry", section="Front page", page="C1", position=1),
            StoryLink(url="https://lantern.example/quay", section="Front page", page="C1", position=2),
            StoryLink(url="https://lantern.example/oval", section="Sport and Games", page="C8", position=3),
        ],
        REVIEW: [StoryLink(url="https://lantern.example/fog", section="Évasion", page="1", position=1)],
    }
    for key, listed in links.items():
        ledger.enter(db, PAPER, ListedEdition(key=key, links=listed, index_name="index"), run_id=None)
    texts = {
        "ferry": {"headline": "Night ferry stays", "byline": "Ada Quill"},
        "quay": {"headline": "Quay reopens", "body": "The night quay."},
        "oval": {"headline": "Rain at the oval", "body": "A night match."},
        "fog": {"headline": "Fog", "body": "A night of fog.", "language": "fr"},
    }
    for key, listed in links.items():
        for link in listed:
            text = texts[link.url.rpartition("/")[2]]
            stored(link.url.rpartition("/")[2], **text, section=link.section, date=key.date, link=(key, link))
    for key in links:
        closed = ClosedEdition(key=key, outcome=Outcome.COMPLETE)
        ledger.close(db, PAPER, closed, run_id=None)
    stored("old", headline="An old night", body="Long ago.", date=dt.date(2020, 3, 2), access=Access.EXCERPT)
    stored("leap", headline="Leap night", body="A day more.", date=dt.date(2024, 2, 29), language="fil")
    ledger.expect(db, PAPER, [(dt.date(2026, 3, 3), "city", "expected"), (dt.date(2026, 3, 8), "city", "closed")])


def names(db: Database, q: str = "", **filters: str) -> list[str]:
    found = search(db.conn, Filters.of({"q": [q]} | {name.rstrip("_"): [value] for name, value in filters.items()}))
    assert (found.total, found.total_exact) == (len(found.items), True)
    return sorted(item["source_url"].rpartition("/")[2] for item in found.items)


@pytest.mark.usefixtures("shelf")
class TestOnAShelf:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("section:front", ["ferry", "quay"]),
            ('section:"front page"', ["ferry", "quay"]),
            ("section:evasion", ["fog"]),
            ("section:game", []),
            ("section:game*", ["oval"]),
            ("night section:front", ["ferry", "quay"]),
            ("night -section:front", ["fog", "leap", "old", "oval"]),
            ("-section:front -night", []),
            ("ferry OR section:sport", ["ferry", "oval"]),
            ("night (section:sport OR headline:fog)", ["fog", "oval"]),
            ("section:(sport OR evasion) -fog", ["oval"]),
            ("headline:(ferry section:front)", ["ferry"]),
            ("section:nowhere", []),
            ("-section:nowhere ferry", ["ferry"]),
        ],
    )
    def test_a_section_is_asked_for_in_the_query(self, db: Database, q: str, expected: list[str]) -> None:
        assert names(db, q) == expected

    @pytest.mark.parametrize("q", ["", "night"])
    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("front_page", "1", ["ferry", "quay"]),
            ("label", "city", ["ferry", "oval", "quay"]),
            ("label", "CITY", ["ferry", "oval", "quay"]),
            ("label", "main", ["leap", "old"]),
            ("label", "nowhere", []),
            ("month_day", "03-02", ["ferry", "fog", "old", "oval", "quay"]),
            ("month_day", "02-29", ["leap"]),
            ("byline", "quill", ["ferry"]),
            ("language", "fr", ["fog"]),
            ("language", "fil", ["leap"]),
            ("section", "FRONT PAGE", ["ferry", "quay"]),
            ("section", "évasion", ["fog"]),
            ("access", "excerpt", ["old"]),
        ],
    )
    def test_each_filter(self, db: Database, q: str, name: str, value: str, expected: list[str]) -> None:
        assert names(db, q, **{name: value}) == expected

    @pytest.mark.parametrize("label", ["City", "ＣＩＴＹ"])
    def test_editions_are_counted_whatever_the_case_of_their_label(self, db: Database, label: str) -> None:
        span = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
        counted = [editions_per_span(db.conn, [span], labels=[each])[0] for each in ("city", label)]
        held = [editions_held(db.conn, Filters.of({"label": [each]})) for each in ("city", label)]
        assert counted[0] == counted[1] != editions_per_span(db.conn, [span], labels=["nowhere"])[0]
        assert held[0] == held[1] != editions_held(db.conn, Filters.of({"label": ["nowhere"]}))

    def test_a_byline_and_what_is_not_to_be_found(self, db: Database) -> None:
        assert names(db, "-quay", byline="quill") == ["ferry"]
        assert names(db, "-ferry", byline="quill") == []

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("month_day", "13-40", NoteCode.NO_DAY_OF_YEAR),
            ("access", "free", NoteCode.NO_ACCESS),
            ("language", "e!", NoteCode.NO_LANGUAGE),
            ("byline", "***", NoteCode.NO_WORD_IN_BYLINE),
            ("front_page", "A1", NoteCode.NO_FRONT_PAGE),
        ],
    )
    def test_what_cannot_be_used_is_left_out_and_said_so(
        self, db: Database, name: str, value: str, code: NoteCode
    ) -> None:
        filters = Filters.of({"q": ["night"], name: [value]})
        assert filters.notes == (Note(code=code, text=value),)
        assert count(db.conn, filters) == Count(6)

    def test_facets_count_what_matches(self, db: Database) -> None:
        found = facets.facets(db.conn, Filters.of({"q": ["night"]}))
        assert (found.looked_at, found.every) == (6, True)
        assert {facet.name: dict(facet.values) for facet in found.facets} == {
            "from": {"2026": 4, "2024": 1, "2020": 1},
            "section": {"Front page": 2, "Sport and Games": 1, "Évasion": 1},
            "language": {"fr": 1, "fil": 1},
            "access": {"open": 5, "excerpt": 1},
        }

    def test_a_facet_says_how_many_values_it_leaves_out(self, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facets, "MOST_VALUES", 1)
        found = facets.facets(db.conn, Filters.of({"q": ["night"]}))
        assert {facet.name: facet.more for facet in found.facets if facet.more} != {}
        assert all(len(facet.values) == 1 for facet in found.facets if facet.more)

    @pytest.mark.parametrize(
        ("days", "periods"),
        [
            (("2026-01-30", "2026-02-02"), ["2026-02-02", "2026-01-30"]),
            (("2026-01-30", "2026-06-02"), ["2026-06", "2026-01"]),
            (("1704-01-30", "2026-06-02"), ["2026", "1704"]),
        ],
    )
    def test_matches_over_time_are_counted_in_what_fits(self, days: tuple[str, ...], periods: list[str]) -> None:
        ids = [id_range(dt.date.fromisoformat(day), dt.date.fromisoformat(day))[0] for day in days]
        counted = facets._facet("from", facets._periods(ids))
        assert counted.values == tuple((period, 1) for period in periods)

    def test_facets_of_the_newest_say_so(self, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facets, "MOST_FACETED", 3)
        found = facets.facets(db.conn, Filters.of({"q": ["night"]}))
        assert (found.looked_at, found.every) == (3, False)

    def test_a_number_beyond_the_bound_is_not_exact(self, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        everything = Filters.of({"q": ["night"]})
        assert count(db.conn, everything) == Count(6)
        monkeypatch.setattr("scraper.archive.search.search.MOST_COUNTED", 3)
        assert count(db.conn, everything) == Count(3, exact=False)
        assert search(db.conn, everything, size=2).total == 3
        assert search(db.conn, everything, size=6).total == 6, "what is shown is counted"

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({}, (3, 4)),
            ({"from": ["2026-03"]}, (1, 2)),
            ({"to": ["2025"]}, (2, 2)),
            ({"publication": ["nix"]}, (0, 0)),
            ({"month_day": ["03-02"]}, (2, 2)),
        ],
    )
    def test_how_much_of_the_papers_and_days_is_held(
        self, db: Database, values: dict[str, list[str]], expected: tuple[int, int]
    ) -> None:
        held = facets.editions_held(db.conn, Filters.of(values))
        assert (held.held, held.known) == expected

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"q": ["fery"]}, [("spelling", "ferry", 1)]),
            ({"q": ["raim at"]}, [("spelling", "rain at", 1), ("without", Phrase("raim"), 1)]),
            ({"q": ["ferry zzzzzz"]}, [("without", Phrase("zzzzzz"), 1)]),
            ({"q": ["ferry"], "to": ["2021"]}, [("dates", "", 1)]),
            ({"q": ["ferry"], "section": ["Sport"]}, [("filter", "section", 1)]),
            ({"q": ["ferry"], "section": ["Sport"], "access": ["excerpt"]}, [("filter", "", 1)]),
        ],
    )
    def test_what_to_ask_instead(self, db: Database, values: dict[str, list[str]], expected: list[object]) -> None:
        found = suggestions.suggestions(db.conn, values)
        assert [(each.kind, each.what, each.found.number) for each in found] == expected
        for each in found:
            assert count(db.conn, Filters.of(each.values)).number == each.found.number

    def test_without_any_filter_where_nothing_else_helps(self, db: Database) -> None:
        (found,) = suggestions.suggestions(db.conn, {"q": ["fery"], "to": ["2021"]})
        assert (found.what, found.widened, found.values) == ("ferry", True, {"q": ["ferry"], "to": []})

    def test_how_what_is_typed_may_go_on(self, db: Database) -> None:
        assert suggestions.completions(db.conn, "night fe") == ["night ferry"]
        assert suggestions.completions(db.conn, "") == []
        assert suggestions.completions(db.conn, "night (") == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_a_harvest_gives_everything_once_while_stories_are_added(db: Database, stored: Stored, sort: str) -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(20)]
    for number, date in enumerate(days):
        stored(f"story-{number}", headline=f"Night {number}", body="night " * (number % 5), date=date)
    expected = {f"story-{number}" for number in range(20)}
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        items, cursor = page(db.conn, Filters.of({"q": ["night"]}), sort=sort, size=3, cursor=cursor)
        seen += [item["source_url"].rpartition("/")[2] for item in items]
        if sort != "relevance":  # ranks are of the archive as it is at the moment
            stored(f"new-{len(seen)}", headline="Night", body="night", date=days[len(seen) % 20])
    assert len(seen) == len(set(seen))
    assert expected <= set(seen)


def test_relevance_goes_on_with_older_matches_when_the_newest_are_through(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.archive.search.search.MOST_RANKED", 4)
    for number in range(10):
        date = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        stored(f"s{number}", headline="Story", body="night " * (1 + number % 3), date=date)
    filters = Filters.of({"q": ["night"]})
    found = [item["source_url"].rpartition("/s")[2] for item in every(db.conn, filters, sort="relevance")]
    assert sorted(found[:4]) == ["6", "7", "8", "9"]
    assert sorted(found) == [str(number) for number in range(10)]
    assert search(db.conn, filters, sort="relevance").notes == (Note(code=NoteCode.RANKED_IN_BLOCKS, number=4),)


def test_a_cursor_of_another_order_is_said_to_be_none(db: Database, stored: Stored) -> None:
    stored("ferry")
    results = search(db.conn, Filters.of({"q": ["ferry"]}), cursor="-1.5_2_3_4")
    assert results.notes == (Note(code=NoteCode.NO_CURSOR, text="-1.5_2_3_4"),)
    assert len(results.items) == 1


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"every": "night ferry"}, "night ferry"),
        ({"phrase": 'the "night" ferry'}, '"the night ferry"'),
        ({"some": "ferry boat"}, "ferry OR boat"),
        ({"q": "rain OR sun", "none": 'storm "high tide"'}, '(rain OR sun) -storm -"high tide"'),
        ({"headline": "OR harb*", "every": "AT&T section:x"}, 'AT&T "section:x" headline:("OR" harb*)'),
        ({}, ""),
        ({"every": "( ) *"}, ""),
    ],
)
def test_the_form_writes_the_query(fields: dict[str, str], written: str) -> None:
    assert composed(**fields) == written


TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "(",
                ")",
                '"',
                "*",
                "-",
                "OR",
                "AND",
                "NOT",
                "NEAR",
                "NEAR/3",
                "headline:",
                "section:",
                "|",
                "潮見",
                "AT&T",
            ]
        ),
        st.text(max_size=6),
        st.text(alphabet=string.ascii_letters, min_size=1, max_size=6),
    ),
    max_size=10,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(TYPED)
@example("A | B")
def test_what_is_understood_can_be_typed_again(typed: str) -> None:
    query = parse(typed)
    if query.node:
        again = parse(query.node.written())
        assert (again.match, again.negated, again.unindexed_part) == (
            query.match,
            query.negated,
            query.unindexed_part,
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=TYPED,
    values=st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=8), max_size=3)),
    sort=st.sampled_from(["newest", "oldest", "relevance", "?"]),
    cursor=st.text(alphabet="0123456789-_e.x", max_size=20),
)
def test_whatever_is_asked_there_is_an_answer(
    db: Database, q: str, values: dict[str, list[str]], sort: str, cursor: str
) -> None:
    asked = {"q": [q], **values}
    filters = Filters.of(asked)
    results = search(db.conn, filters, sort=sort, size=MAX_SIZE, cursor=cursor)
    assert results.total == 0
    facets.facets(db.conn, filters)
    facets.editions_held(db.conn, filters)
    assert suggestions.suggestions(db.conn, asked) == []
