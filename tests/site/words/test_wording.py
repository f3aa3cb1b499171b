"""Outcomes, evidence and dates in words."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.archive.read.calendar import STATES
from scraper.items import Access, EvidenceKind, Outcome
from scraper.reasons import Code, Reason, dumps
from scraper.site.words import wording

STORY = {
    "publication_title": "The Ledger",
    "edition_date": "2024-12-07",
    "evidence_text": "From the print",
    "issue": "",
}


def not_held(number, listed, *because):
    """A reason that counts the stories of an edition that are not held."""
    return Reason(code=Code.NOT_HELD, number=number, listed=listed, because=because)


def test_there_are_words_for_everything():
    assert set(wording.OUTCOMES) == set(Outcome)
    assert set(wording.ACCESS) == set(Access)
    assert set(wording.STATES) == set(wording.STATE_SENTENCES) == set(STATES)
    assert len({sign for sign, _ in wording.STATES.values()}) == len(STATES)
    for kind in EvidenceKind:
        assert "The Ledger" in wording.evidence({**STORY, "evidence_kind": kind.value})


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (
            {"evidence_kind": "index"},
            "Printed in The Ledger of 7 December 2024, because the index of that edition lists it.",
        ),
        (
            {"evidence_kind": "structured", "evidence_text": ""},
            "Printed in The Ledger of 7 December 2024, because the page’s data for machines say.",
        ),
        (
            {"evidence_kind": "statement", "edition_date": None, "issue": "88"},
            "Printed in The Ledger, issue 88, of a day that is not known, because the page says: ‘From the print’",
        ),
        (
            {"evidence_kind": "published"},
            "Published by The Ledger on the web on 7 December 2024, and nothing says that it was printed: "
            "‘From the print’",
        ),
        (
            {"evidence_kind": None, "edition_date": None},
            "The Ledger. Which edition it belongs to is not known: nothing on its page says so.",
        ),
    ],
)
def test_evidence(story, words):
    assert wording.evidence(STORY | story) == words


def test_further_evidence():
    said = {"kind": "statement", "text": "Printed on Saturday", "date": "2024-12-07"}
    assert wording.further(said, "2024-12-07") == "The page itself says: ‘Printed on Saturday’"
    assert wording.further(said, "2024-12-08").endswith("’ That is another day: 7 December 2024.")
    assert wording.further({"kind": "url", "text": "", "date": None}, "2024-12-07") == "Its address names the day."
    for kind in EvidenceKind:
        assert wording.further({"kind": kind.value, "text": "x"}, None).endswith(": ‘x’")


def test_the_roll_call():
    absences = [wording.absent(edition(outcome=outcome)) for outcome in Outcome if outcome in wording.ABSENT]
    assert len(set(absences)) == len(wording.ABSENT) == 5
    assert wording.absent(edition(outcome="partial", listed=4)) == "nothing of it is held"
    assert wording.absent(edition(expectation="expected")) == "expected, not tried yet"
    assert wording.share({"held": 11, "listed": 12}) == "11 of 12 stories"
    assert wording.share({"held": 1, "listed": None}) == "1 story"


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (
            {"outcome": "stale", "detail": dumps([Reason(code=Code.WRONG_DATE, date=dt.date(2026, 3, 6))])},
            "The site served an earlier edition again. The index is that of 6 March 2026.",
        ),
        (
            {"outcome": "partial", "detail": dumps([not_held(1, 12, Reason(code=Code.NOT_FOUND, status=404))])},
            "1 of 12 listed stories is not held: not found (status 404).",
        ),
        (
            {
                "outcome": "partial",
                "detail": dumps(
                    [
                        not_held(
                            3,
                            1200,
                            Reason(code=Code.CRASHED, kind="KeyError", text="'a; b', 3 c", stories=1),
                            Reason(code=Code.CRASHED, kind="ValueError", stories=1),
                            Reason(code=Code.FORBIDDEN_BY_ROBOTS, stories=1),
                        ),
                        Reason(code=Code.TOO_FEW_SECTIONS, number=5, least=6),
                    ]
                ),
            },
            "3 of 1,200 listed stories are not held: 2 could not be read, because of a fault in this program, "
            "1 forbidden by robots.txt. 5 sections, at least 6 expected.",
        ),
        (
            {"outcome": "late", "reasons": [{"code": "not_there", "because": [{"code": "not_found", "status": 404}]}]},
            "Expected, but not there when it was looked for.",
        ),
        (
            {"outcome": "not-published", "detail": dumps([Reason(code=Code.DECLARED_CLOSED)])},
            "No edition was published: the newspaper declares that it is closed that day.",
        ),
        (
            {
                "state": "closed",
                "detail": dumps([Reason(code=Code.DECLARED_CLOSED, names=("strike of the printers",))]),
            },
            "No edition was published: the newspaper declares that it is closed that day (strike of the printers).",
        ),
        (
            {"state": "closed", "detail": dumps([Reason(code=Code.COMBINED, date=dt.date(2025, 12, 24))])},
            "No edition was published: the edition of 24 December 2025 is that of this day as well.",
        ),
        (
            {"outcome": "broken", "detail": dumps([Reason(code=Code.CRASHED, text="list index out of range")])},
            "The site answered, but its index could not be read.",
        ),
        (
            {"outcome": "broken", "detail": "written by hand"},
            "The site answered, but its index could not be read. Written by hand.",
        ),
        ({"outcome": None, "listed": 4, "held": 2}, "Its collection began and has not ended."),
        ({"outcome": None, "listed": None, "held": 2}, wording.FROM_STORIES[1]),
        ({"outcome": None, "listed": None, "held": 0}, wording.UNKNOWN[1]),
        ({"outcome": None, "held": 0, "expectation": "expected"}, "Expected, and not tried yet."),
    ],
)
def test_outcomes(edition, words):
    assert wording.outcome(edition) == words


def edition(**values):
    """A row of the ledger: an edition of which nothing is known, but for these values."""
    nothing = {"name": "", "label": "", "supplement": False, "outcome": None, "detail": "", "expectation": None}
    return nothing | {"listed": None, "held": 0, "state": "unknown", "counted": False} | values


def test_why_a_day_is_not_complete():
    late = edition(label="city", outcome="late", state="missing", counted=True)
    complete = edition(name="Coast", outcome="complete", listed=3, held=3, state="held", counted=True)
    sometimes = edition(label="late", expectation="optional")
    looked_for = edition(label="extra", expectation="optional", outcome="broken", state="missing")
    assert wording.reason({"state": "partial", "editions": [complete, late, sometimes, looked_for]}) == (
        "Expected, but not there when it was looked for."
    )
    expected = edition(label="coast", expectation="expected", counted=True)
    assert wording.reason({"state": "missing", "editions": [late, expected]}) == (
        "City edition: Expected, but not there when it was looked for. Coast edition: Expected, and not tried yet."
    )
    assert wording.reason({"state": "held", "editions": [complete]}) == wording.STATE_SENTENCES["held"]
    assert wording.reason({"state": "held", "editions": [complete, looked_for]}) == wording.STATE_SENTENCES["held"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"outcome": "complete", "state": "missing", "listed": 3}, "Tried, and nothing is held."),
        ({"outcome": "not-published", "state": "statement", "held": 1}, wording.FROM_STORIES[1]),
        ({"outcome": "not-published", "state": "partial", "held": 1, "listed": 2}, "Some of it is missing."),
        (
            {"outcome": "late", "state": "closed", "expectation": "closed"},
            "The newspaper declares that it does not appear on this day.",
        ),
    ],
)
def test_a_state_that_belies_the_outcome_is_told_instead(values, words):
    assert wording.outcome(edition(**values)) == words


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "The edition"),
        ({"name": "City"}, "City edition"),
        ({"label": "sunday-review", "supplement_of": "city"}, "Sunday review (supplement)"),
        ({"name": "Late edition", "label": "late"}, "Late edition"),
    ],
)
def test_edition_names(values, name):
    assert wording.edition_name(edition(**values)) == name


@pytest.mark.parametrize(
    ("held", "listed", "words"),
    [
        (3, None, "3 stories"),
        (1, 0, "1 story"),
        (3, 3, "all 3 listed stories"),
        (1, 1, "its one listed story"),
        (2, 1200, "2 of 1,200 listed stories"),
    ],
)
def test_how_much_is_held(held, listed, words):
    assert wording.holding({"held": held, "listed": listed}) == words


@pytest.mark.parametrize(
    ("labels", "names", "words"),
    [
        (["coast"], {"city": "City", "coast": "Coast"}, "Only in Coast"),
        (["late"], {"city": "City", "late": "Late"}, "New in Late"),
        (["city"], {"city": "City", "late": "Late"}, "Only in City"),
        (["city", "coast"], {"city": "City", "coast": "Coast", "late": "Late"}, "Not in Late"),
        (["city", "late"], {"city": "City", "coast": "Coast", "late": "Late"}, "Only in City and Late"),
        (["a", "b"], {"a": "A", "b": "B", "c": "C", "d": "D"}, "Only in A and B"),
        (["evening", "night"], {"day": "Day", "evening": "Evening", "night": "Night"}, "New in Evening and Night"),
        (["e2"], {"e1": "朝刊", "e2": "夕刊"}, "New in 夕刊"),
        (["x"], {"": "main edition", "x": "Spätausgabe"}, "New in Spätausgabe"),
        (["plate"], {"main": "Main", "plate": "Plate"}, "Only in Plate"),
    ],
)
def test_what_only_some_editions_have(labels, names, words):
    assert wording.difference(labels, names) == words


def test_days_and_moments():
    assert wording.long_day("2024-12-07") == "Saturday 7 December 2024"
    assert wording.short_day("2024-12-07") == "7 Dec 2024"
    assert wording.day(None) == ""
    assert wording.native_day("2024-12-07", "ja") == "2024年12月7日土曜日"
    assert wording.native_day("2024-12-07", "de-DE") == "Samstag, 7. Dezember 2024"
    assert wording.native_day("2024-12-07", "en-GB") == wording.native_day("2024-12-07", "tlh-x") == ""
    assert wording.moment("2024-12-07T05:04:00Z") == "7 December 2024, 05:04 UTC"
    assert wording.moment("2024-12-07T05:04:00+05:30") == "7 December 2024, 05:04 UTC+05:30"
    assert wording.moment("2024-12-07T05:04") == "7 December 2024, 05:04"
    assert wording.moment("2024-12-07") == "7 December 2024"
    assert wording.moment("last Tuesday") == "last Tuesday"


def test_languages_and_counts():
    assert wording.language_name("hi-IN") == "Hindi"
    assert wording.language_name("xx-nonsense-tag") == "xx-nonsense-tag"
    assert wording.stories(1) == "1 story"
    assert wording.stories(12345) == "12,345 stories"
    assert wording.papers(12) == "12 newspapers"


def test_the_beginning_of_a_text():
    assert wording.shortened("  a  b ") == "a b"
    assert wording.shortened("one two three", 9) == "one two…"
    assert wording.shortened("one two. Three", 10) == "one two…"
    assert wording.shortened("無" * 20, 5) == "無無無無無…"


def test_a_story_that_may_not_be_shown_says_so_and_what_is_held_of_it() -> None:
    kept = {"access": "open", "noarchive": True, "body": "The night ferry stays."}
    assert wording.access(kept).endswith(
        "for the owner of the archive, and a public copy holds its headline and address."
    )
    excerpt = wording.access(kept | {"access": "excerpt"})
    assert excerpt == f"{wording.access({'access': 'excerpt'})} {wording.access(kept)}"
    assert wording.access(kept | {"access": "headline", "body": ""}).endswith("are all that is kept.")
    assert wording.access(kept | {"noarchive": False}) == ""
