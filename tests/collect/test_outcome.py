from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from scraper.archive.write.readings import Readings
from scraper.collect.outcome import (
    Collected,
    FailureKind,
    IndexFailure,
    is_misread,
    repeated_list,
    with_index,
    without_index,
)
from scraper.items import EditionKey, Outcome, StoryLink
from scraper.limits import REASONS
from scraper.publication import Health, Index, PageRules, Publication, Value
from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase, phrases

GONE = Reason(code=Code.NOT_FOUND, status=404)
KEY = EditionKey("evening-lantern", dt.date(2026, 3, 7))
READY, OVERDUE = dt.datetime(2026, 3, 7, tzinfo=dt.UTC), dt.datetime(2026, 3, 8, tzinfo=dt.UTC)
PAPER = Publication(slug="evening-lantern", title="The Evening Lantern", timezone="Europe/London", language="en")


def paper(**health: Any) -> Publication:
    return Publication(slug=PAPER.slug, title=PAPER.title, timezone="UTC", language="en", health=Health(**health))


def links(count: int, **fields: str) -> tuple[StoryLink, ...]:
    return tuple(StoryLink(url=f"https://x/{n}", position=n, **fields) for n in range(1, count + 1))


def judged(publication: Publication = PAPER, **found: Any) -> tuple[str, str]:
    values: dict[str, Any] = {"links": links(3), "held": 3} | found
    closed = with_index(publication, KEY, Collected(**values))
    return closed.outcome.value, phrases(closed.reasons)


def test_all_there_is_complete() -> None:
    assert judged() == ("complete", "")


def test_failed_stories_make_it_partial_and_say_why() -> None:
    failures = [("https://x/1", GONE), ("https://x/2", Reason(code=Code.NO_BODY, letters=3)), ("https://x/3", GONE)]
    assert judged(links=links(4), held=1, failures=failures) == (
        "partial",
        "3 of 4 listed stories are not held: 2 not found (status 404), "
        "1 no body: 3 letters of text, and no sign of a paywall",
    )


def test_of_reasons_that_all_differ_the_commonest_are_named() -> None:
    """An edition of a hostile site may have as many as stories."""
    failures = [(f"https://x/{n}", Reason(code=Code.INSIDE_NETWORK, text=f"10.0.0.{n}")) for n in range(200)]
    closed = with_index(PAPER, KEY, Collected(links=links(203), held=1, failures=[*failures, ("a", GONE), ("b", GONE)]))
    (why,) = closed.reasons
    assert (len(why.because), why.number, sum(cause.stories or 0 for cause in why.because)) == (REASONS, 202, 202)
    assert phrase(why).startswith("202 of 203 listed stories are not held: 2 not found (status 404), 1 in a network of")
    assert phrase(why).endswith(f", {202 - 2 - (REASONS - 2)} for other reasons")


@pytest.mark.parametrize(
    ("health", "detail"),
    [
        ({"stories": (5, 9)}, "3 stories listed, at least 5 expected"),
        ({"stories": (1, 2)}, "3 stories listed, at most 2 expected"),
        ({"stories": (1, 9), "min_stories_by_day": {"sat": 4}}, "3 stories listed, at least 4 expected"),
        ({"sections": (2, 9)}, "1 sections, at least 2 expected"),
        ({"must_have_sections": ("Leaders", "news")}, "no section Leaders"),
        ({"fields": {"page": 0.9}}, "page given for 0% of the stories, 90% expected"),
    ],
)
def test_below_what_is_declared_is_partial(health: dict[str, Any], detail: str) -> None:
    assert judged(paper(**health), links=links(3, section="News")) == ("partial", detail)


def test_half_of_what_is_usual_is_partial() -> None:
    assert judged(usual=6.0) == ("partial", "3 stories listed, 6 is usual for a Saturday")
    assert judged(usual=5.0)[0] == "complete"


def test_stories_that_became_teasers_are_partial() -> None:
    assert judged(paper(body_chars=150), short=2) == ("partial", "2 of 3 stories are shorter than 150 characters")
    assert judged(paper(body_chars=150), short=1)[0] == "complete"


def test_a_supplement_is_not_judged_by_the_numbers_of_its_newspaper() -> None:
    supplement = EditionKey(KEY.publication, KEY.date, "review", supplement_of="city")
    declared = paper(stories=(5, 9), sections=(2, 9), must_have_sections=("News",), fields={"page": 0.9})
    found = Collected(links=links(3), held=3, usual=9.0)
    assert with_index(declared, supplement, found).outcome is Outcome.COMPLETE
    assert with_index(declared, KEY, found).outcome is Outcome.PARTIAL


def test_a_missing_supplement_is_partial() -> None:
    assert judged(missing_supplements=["review"]) == ("partial", "supplement missing: review")


def test_another_index_than_the_first_is_degraded() -> None:
    failure = IndexFailure(FailureKind.BROKEN, Reason(code=Code.NOTHING_FOUND, index="front", text="Step 1: 'li'."))
    assert judged(index_failures=[failure]) == (
        "degraded",
        "another index was used, because front: a selector found nothing on the page (Step 1: 'li')",
    )


def test_yesterdays_paper_again_is_stale() -> None:
    repeated = repeated_list(paper(repeat_max=0.3), links(5), 0.8)
    assert repeated is not None
    assert phrase(repeated) == "80% of its stories stood in the edition before, at most 30% may"
    assert repeated_list(paper(repeat_max=0.3), links(5), 0.3) is None
    another = Reason(code=Code.ANOTHER_DAY, wanted=KEY.date, date=dt.date(2026, 3, 6), index="front")
    failures = [IndexFailure(FailureKind.ABSENT, GONE), IndexFailure(FailureKind.ANOTHER_DAY, another)]
    closed = without_index(PAPER, KEY, failures, now=READY)
    assert closed.outcome is Outcome.STALE
    assert phrases(closed.reasons).endswith("front: asked for 7 March 2026, was sent the paper of 6 March 2026")


def test_a_day_in_doubt_is_degraded_and_pages_of_another_day_are_partial() -> None:
    doubt = Reason(code=Code.DAY_IN_DOUBT, wanted=KEY.date, text="title: Friday, 6 March 2026")
    said = "it is not certain that this is the paper of 7 March 2026 (title: Friday, 6 March 2026)"
    assert judged(doubt=doubt) == ("degraded", said)
    left_out = Reason(code=Code.PAGES_OF_ANOTHER_DAY, number=2)
    assert judged(gaps=[left_out]) == ("partial", "pages of another day were left out: 2")
    assert judged(doubt=doubt, gaps=[left_out])[0] == "partial"


def test_refused_stories_are_blocked_and_unreadable_ones_broken() -> None:
    failures = [("https://x/1", Reason(code=Code.REFUSED, status=403))] * 3
    assert judged(held=0, failures=failures, refused=3)[0] == "blocked"
    assert judged(held=0, failures=[("https://x/1", Reason(code=Code.NO_HEADLINE))] * 3)[0] == "broken"


@pytest.mark.parametrize(
    ("kinds", "overdue", "outcome"),
    [
        ([FailureKind.ABSENT], True, Outcome.LATE),
        ([FailureKind.ABSENT], False, Outcome.LATE),
        ([FailureKind.ABSENT, FailureKind.BROKEN], True, Outcome.LATE),
        ([FailureKind.BROKEN, FailureKind.ABSENT], True, Outcome.BROKEN),
        ([FailureKind.ABSENT, FailureKind.BLOCKED], True, Outcome.BLOCKED),
        ([FailureKind.BROKEN], False, Outcome.BROKEN),
        ([FailureKind.SILENT], True, Outcome.BROKEN),
        ([FailureKind.SILENT, FailureKind.ABSENT], False, Outcome.LATE),
    ],
)
def test_without_an_index(kinds: list[FailureKind], overdue: bool, outcome: Outcome) -> None:
    found = [IndexFailure(kind, replace(GONE, index="front")) for kind in kinds]
    assert without_index(PAPER, KEY, found, now=OVERDUE if overdue else READY).outcome is outcome


def test_an_index_that_needs_a_key_names_it() -> None:
    needing = Publication(
        slug="a", title="A", timezone="UTC", language="en",
        indexes=(Index(name="api", fetches=(), requires=("env.A_KEY",)),),
    )  # fmt: skip
    closed = without_index(needing, KEY, [], now=READY)
    assert closed.outcome is Outcome.BROKEN
    assert closed.reasons == (Reason(code=Code.NO_INDEX, names=("env.A_KEY",)),)


def test_an_edition_that_no_index_can_be_asked_for_before_it_is_ready_is_late() -> None:
    closed = without_index(PAPER, KEY, [], now=READY - dt.timedelta(seconds=1))
    assert closed.outcome is Outcome.LATE
    assert phrases(closed.reasons) == "is not due yet, and is not there (no index can be asked for this day)"


# What is read of the stories and what is usual.

LISTED = {"page": 1.0, "kicker": 0.3}
READ = {"byline": 0.9, "standfirst": 1.0, "kicker": 0.3}
USUAL = Readings(
    stories=60, listed=LISTED, read=READ, by_rule={"byline": 0.9, "body": 1.0, "kicker": 0.3}, characters=900.0
)
BY_RULES = PageRules(fields={"byline": Value(get=(".author", ".by")), "body": Value(get=("div.text",))})
TOLD = replace(PAPER, story=(BY_RULES,))


def now(**found: Any) -> Readings:
    """Three stories that were read as usual, but for this."""
    return replace(USUAL, **({"stories": 3} | found))


@pytest.mark.parametrize(
    ("found", "ended"),
    [
        ({}, ("complete", "")),
        ({"listed": {"page": 0.4, "kicker": 0.0}}, ("partial", "page given for 40% of the stories, 100% expected")),
        ({"listed": {"page": 0.5, "kicker": 0.0}, "read": READ | {"kicker": 0.0}}, ("complete", "")),
        (
            {"read": READ | {"byline": 0.0}, "by_rule": USUAL.by_rule | {"byline": 0.0}, "without": {"byline": "/a"}},
            ("partial", "byline found on 0% of the stories' pages, 90% is usual (/a, .author, .by)"),
        ),
        (
            {"by_rule": USUAL.by_rule | {"body": 0.33}, "without": {"body": "/b"}},
            (
                "degraded",
                "the rule for body found it on 33% of the stories' pages, 100% is usual (/b, div.text)",
            ),
        ),
        ({"characters": 299.0}, ("partial", "its texts have 299 characters in the median, 900 is usual")),
        ({"characters": 301.0}, ("complete", "")),
        ({"characters": 2701.0}, ("partial", "its texts have 2,701 characters in the median, 900 is usual")),
        ({"characters": 2699.0}, ("complete", "")),
        ({"stories": 2, "characters": 9.0, "listed": {"page": 0.0, "kicker": 0.0}}, ("complete", "")),
    ],
)
def test_what_is_usually_read_is_missed(found: dict[str, Any], ended: tuple[str, str]) -> None:
    assert judged(TOLD, readings=now(**found), usual_readings=USUAL) == ended
    assert judged(TOLD, readings=now(**found)) == ("complete", ""), "nobody knows what is usual"
    of_the_list = "given for" in ended[1]
    assert is_misread(TOLD, now(**found), USUAL) is (ended[0] != "complete" and not of_the_list)


def test_what_the_file_declares_is_not_compared() -> None:
    declared = paper(fields={"page": 0.0, "byline": 0.0}, body_chars=5)
    found = now(listed={"page": 0.0, "kicker": 0.0}, read=READ | {"byline": 0.0}, characters=10.0)
    assert judged(declared, readings=found, usual_readings=USUAL) == ("complete", "")
