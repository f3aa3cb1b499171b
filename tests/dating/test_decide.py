"""index > statement > structured > url > published."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import dating
from scraper.dating import PageEvidence, Passage, Zone
from scraper.items import EditionKey, StoryLink
from scraper.publication import Publication

PAPER = Publication(slug="lantern", title="The Lantern", timezone="Asia/Kolkata", language="en", country="IN")
STATEMENT = Passage("This story is from the December 07, 2024 edition of The Lantern.", Zone.BOX, 1)
PRINTED = {"isPartOf": {"@type": "PublicationIssue", "datePublished": "2024-12-08"}}
LINK = (
    EditionKey("lantern", dt.date(2024, 12, 9), "city"),
    StoryLink(url="https://www.lantern.example/a", section="Front page", page="A1", position=3),
)


def kind(**page_evidence: object) -> tuple[str, str] | None:
    link = page_evidence.pop("link", None)
    found = dating.decide(PageEvidence(**page_evidence), link=link)  # type: ignore[arg-type]
    return (found.evidence.kind, str(found.date)) if found else None


def test_the_strongest_evidence_names_the_day() -> None:
    everything = {
        "passages": (STATEMENT,),
        "story": PRINTED,
        "rule": ("url", "https://www.lantern.example/2024/12/10/a"),
        "published": "2024-12-06T20:00:00+00:00",
    }
    assert kind(**everything, link=LINK) == ("index", "2024-12-09")
    assert kind(**everything) == ("statement", "2024-12-07")
    assert kind(**everything | {"passages": ()}) == ("structured", "2024-12-08")
    assert kind(**everything | {"passages": (), "story": {}}) == ("url", "2024-12-10")
    assert kind(published="2024-12-06T20:00:00+00:00") == ("published", "2024-12-06")
    assert kind() is None


def test_the_index_gives_label_section_and_page_and_the_page_the_rest() -> None:
    printed = Passage(
        "A version of this article appears in print on December 9, 2024, with the headline: A Key", Zone.STORY, 1
    )
    found = dating.decide(PageEvidence(passages=(printed,)), link=LINK, publication=PAPER)
    assert found is not None
    assert (found.label, found.section, found.page, found.print_headline) == ("city", "Front page", "A1", "A Key")
    assert (found.publication, found.evidence.text) == (
        "The Lantern",
        "index of lantern 2024-12-09 city: Front page, page A1, position 3",
    )


def test_the_web_day_is_the_papers_local_day_and_says_what_it_is() -> None:
    found = dating.decide(PageEvidence(published="2024-12-06T20:00:00+00:00"), publication=PAPER)
    assert found is not None
    assert found.date == dt.date(2024, 12, 7)
    assert found.evidence.text == "published 2024-12-06T20:00:00+00:00, no print edition stated"


def test_a_named_issue_leaves_the_web_day_out() -> None:
    issue = Passage("This story was part of our May/June 2021 issue", Zone.STORY, 1)
    found = dating.decide(PageEvidence(passages=(issue,), published="2021-05-20T08:00:00+00:00"))
    assert found is not None
    assert (found.date, found.issue, found.evidence.kind) == (None, "May/June 2021", "statement")


def test_a_hint_at_the_paper_gives_its_name_and_no_day() -> None:
    found = dating.decide(PageEvidence(passages=(Passage("Quelle: F.A.Z."),), published="2024-12-06", language="de"))
    assert found is not None
    assert (found.publication, found.evidence.kind) == ("Frankfurter Allgemeine Zeitung", "published")


def test_where_two_days_are_stated_with_equal_right_none_is_chosen() -> None:
    other = Passage("This story is from the December 05, 2024 edition of The Lantern.", Zone.BOX, 1)
    assert kind(passages=(STATEMENT, other), published="2024-12-06T20:00:00+00:00") is None, "nor the day of the web"
    assert kind(passages=(STATEMENT, other), link=LINK) == ("index", "2024-12-09")


def test_a_day_long_after_the_page_is_none_of_its_edition() -> None:
    later = Passage("This story is from the December 27, 2024 edition of The Lantern.", Zone.BOX, 1)
    assert kind(passages=(later,), published="2024-12-06T20:00:00+00:00") == ("statement", "2024-12-27")
    assert kind(passages=(later,), published="2024-12-05T20:00:00+00:00") == ("published", "2024-12-05")
    printed = {"story": PRINTED, "published": "2024-11-01T20:00:00+00:00"}
    assert kind(**printed) == ("published", "2024-11-01")


@pytest.mark.parametrize(("day", "page"), [("December 9, 2024", "2"), ("December 7, 2024", "")])
def test_what_names_another_day_fills_in_nothing(day: str, page: str) -> None:
    link = (LINK[0], StoryLink(url=LINK[1].url, position=3))
    stated = Passage(f"Published in the print edition of The Lantern, {day}, page 2", Zone.STORY, 1)
    found = dating.decide(PageEvidence(passages=(stated,), language="en"), link=link)
    assert found is not None
    assert (found.evidence.kind, str(found.date), found.page) == ("index", "2024-12-09", page)


def test_a_year_that_was_inferred_says_so() -> None:
    undated = Passage("This story is from the December 07 edition of The Lantern.", Zone.BOX, 1)
    found = dating.decide(PageEvidence(passages=(undated,), published="2024-12-06T20:00:00+00:00", language="en"))
    assert found is not None
    assert found.date == dt.date(2024, 12, 7)
    assert found.evidence.text.endswith("(year inferred from the web date 2024-12-06)")


# fmt: off
WORDS = st.sampled_from([
    "this", "story", "article", "is", "from", "the", "edition", "of", "print", "issue", "page", "published", "in", "on",
    "Die", "Ausgabe", "vom", "Seite", "版", "号", "朝刊",
    "付", "자", "면", "{", "}", "(", ")", "[", "]", "|", ".", ",", ":",
    "«", "“", "7", "12", "2024", "December", "07.12.2024", "2024年12月7日",
    "31", "février", "\u00ad", "\u200b", "\0", "\n",
    "İ", "ß",
])
# fmt: on
PASSAGES = st.lists(
    st.builds(
        Passage,
        st.lists(WORDS | st.text(max_size=6), max_size=14).map(" ".join),
        st.sampled_from(list(Zone)),
        st.integers(0, 20),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(PASSAGES, st.sampled_from(["", "en", "de", "ja", "ko", "xx-"]), st.sampled_from(["", "soon", "2024-12-06"]))
def test_no_page_makes_it_fail(passages: list[Passage], language: str, published: str) -> None:
    found = dating.decide(PageEvidence(passages=tuple(passages), language=language, published=published))
    assert found is None or len(found.evidence.text) <= 200


DECOYS = st.sampled_from(
    [
        "Published {} at 10:15",
        "Updated on {}.",
        "Today's paper: {}",
        "Read the {} edition of The Lantern",
        "Current issue, {}",
        "This story was updated on {}.",
        "{}",
        "By Ida Muster, {}",
        "The exhibition opened on {} and closes in May.",
        "© The Lantern, {}",
        "Subscribe before {} to the print edition.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(DECOYS, st.dates(dt.date(2024, 11, 20), dt.date(2024, 12, 20))), max_size=6),
    st.sampled_from([Zone.STORY, Zone.TEXT, Zone.BOX, Zone.PAGE, Zone.ASIDE, Zone.SITE]),
    st.booleans(),
)
def test_no_decoy_names_the_day(decoys: list[tuple[str, dt.date]], zone: Zone, stated: bool) -> None:
    passages = [Passage(text.format(f"{day:%B} {day.day}, {day.year}"), zone, 1) for text, day in decoys]
    if stated:
        passages.append(
            Passage("Published in the print edition of The Lantern, November 3, 2024, page 2", Zone.STORY, 2)
        )
    found = dating.decide(PageEvidence(passages=tuple(passages), language="en", published="2024-11-02T09:00:00+00:00"))
    assert found is not None
    assert (found.date, found.evidence.kind) == (
        (dt.date(2024, 11, 3), "statement") if stated else (dt.date(2024, 11, 2), "published")
    )
