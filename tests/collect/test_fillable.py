"""Which gaps a web archive is asked for (pure); ``tests.cli.test_fill`` has those of the newspapers themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scraper.collect.fillable import for_web_archive, is_gone
from scraper.items import EditionKey, Look, Outcome
from scraper.publication import Fetch, Index, Publication, Schedule
from scraper.reasons import Code, Reason, dumps

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
PAPER = Publication(
    slug="post",
    title="The Post",
    language="en-GB",
    timezone="Europe/London",
    schedule=Schedule(ready="06:00", archive_days=10),
    indexes=(Index(name="list", fetches=(Fetch(url="https://post.example/{date}"),)),),
)
SILENT = Reason(code=Code.TIMED_OUT)
NONE = Reason(code=Code.NOT_IN_WEB_ARCHIVE, text="archive.example")
DOWN = Reason(code=Code.WEB_ARCHIVE_FAILED, text="archive.example", because=(SILENT,))
HAS = Reason(code=Code.FROM_WEB_ARCHIVE)


def key(day: int) -> EditionKey:
    return EditionKey("post", dt.date(2026, 3, day))


def gap(day: int, outcome: Outcome | None = None, listed: int | None = None, *why: Reason) -> dict[str, Any]:
    state = "unknown" if outcome is None else "missing"
    date = f"2026-03-{day:02}"
    return {"date": date, "label": "", "state": state, "outcome": outcome, "detail": dumps(why), "listed": listed}


def look(day: int, hours_ago: float, outcome: Outcome | None, *why: Reason) -> Mapping[EditionKey, list[Look]]:
    ended = NOW - dt.timedelta(hours=hours_ago)
    return {key(day): [Look(key=key(day), began=ended, ended=ended, outcome=outcome, reasons=why)]}


def days(keys: tuple[EditionKey, ...]) -> list[int]:
    return [each.date.day for each in keys]


def test_what_the_newspaper_was_asked_for_in_vain_or_cannot_be_asked_for() -> None:
    gaps = [
        gap(2),
        gap(11),
        gap(12, Outcome.LATE),
        gap(13, Outcome.STALE),
        gap(14, Outcome.BROKEN),
        gap(15, Outcome.BLOCKED),
        gap(16, Outcome.PARTIAL, 9),
        gap(20),
    ]
    found = for_web_archive(PAPER, gaps, {}, NOW)
    assert (days(found.wanted), days(found.of_newspaper)) == ([14, 13, 12, 2], [16, 15, 11])
    assert days(found.not_due) == [20]
    assert found.given_up == ()


def test_what_an_archive_did_not_have_is_asked_for_again_after_a_month() -> None:
    gaps = [gap(12, Outcome.LATE), gap(13, Outcome.LATE), gap(14, Outcome.LATE)]
    looks = {
        **look(12, 24 * 31, Outcome.LATE, NONE),
        **look(13, 24 * 29, Outcome.LATE, NONE),
        **look(14, 21, None, DOWN),
    }
    found = for_web_archive(PAPER, gaps, looks, NOW)
    assert (days(found.wanted), days(found.asked)) == ([14, 12], [13])


def test_an_edition_that_an_archive_had_in_part_is_asked_for_again() -> None:
    found = for_web_archive(PAPER, [gap(12, Outcome.PARTIAL, 9, HAS)], look(12, 24 * 31, Outcome.PARTIAL, HAS), NOW)
    assert days(found.wanted) == [12]


def test_a_newspaper_that_has_answered_nothing_for_a_week_is_taken_for_gone() -> None:
    silent = {**look(11, 24 * 8, None, SILENT), **look(12, 2, None, SILENT)}
    assert is_gone(silent)
    assert days(for_web_archive(PAPER, [gap(11), gap(14)], silent, NOW).wanted) == [14, 11]
    assert not is_gone({**look(11, 24 * 6, None, SILENT), **look(12, 2, None, SILENT)})
    assert not is_gone({**silent, **look(13, 1, Outcome.LATE)})
    assert not is_gone({**look(11, 24 * 8, None, DOWN), **look(12, 2, None, DOWN)})
    assert not is_gone({})
