"""Which editions a day has, and when each is due: the calendar of newspapers, in their own time zones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from scraper.items import EditionKey, Expectation
from scraper.publication import LabelRules, Publication, Schedule, SupplementRules
from scraper.reasons import Code, Reason
from scraper.schedule import (
    DayKind,
    ScheduledDay,
    combined_days,
    day,
    days_back,
    edition_date,
    edition_key,
    editions_on,
    expectations,
    has_edition,
    is_closed,
    is_newest,
    is_optional,
    is_publishing_day,
    label_rules,
    labels,
    newest_expected,
    overdue_at,
    reachable,
    ready_at,
    supplement_rules,
    why_closed,
)

MON, TUE, SAT, SUN = (dt.date(2026, 3, day) for day in (9, 10, 7, 8))
WORKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat")


def paper(zone: str = "Europe/London", *, labels: str = "", supplements: str = "", **schedule: object) -> Publication:
    """A newspaper; of its labels one with * is the default, those with ? are optional; supplements are id:day."""
    return Publication(
        slug="gazette",
        title="The Gazette",
        timezone=zone,
        language="en-GB",
        schedule=Schedule(**schedule),  # type: ignore[arg-type]
        labels=tuple(
            LabelRules(id=name.strip("*?"), default=name.endswith("*"), optional=name.endswith("?"))
            for name in labels.split()
        ),
        supplements=tuple(
            SupplementRules(id=name.split(":")[0], days=(name.split(":")[1],), editions=tuple(name.split(":")[2:]))
            for name in supplements.split()
        ),
    )


def editions(publication: Publication, date: dt.date) -> list[tuple[str, str | None]]:
    """Label and parent of a day's editions."""
    return [(key.label, key.supplement_of) for key in editions_on(publication, date)]


def at(publication: Publication, text: str) -> dt.datetime:
    """A local moment of that paper."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=publication.zone)


# Days


def test_a_paper_appears_on_its_days_and_not_on_others() -> None:
    weekdays = paper(days=WORKDAYS)
    assert is_publishing_day(weekdays, SAT)
    assert not is_publishing_day(weekdays, SUN)
    assert not is_closed(weekdays, SUN)
    assert editions_on(weekdays, SUN) == ()


@pytest.mark.parametrize(
    ("date", "closed"),
    [("2025-12-25", True), ("2026-12-25", True), ("2025-12-27", True), ("2026-12-27", False), ("2026-12-24", False)],
)
def test_a_closed_day_is_of_every_year_or_of_one(date: str, closed: bool) -> None:
    holidays = paper(closed=("12-25", "2025-12-27"))
    assert is_closed(holidays, dt.date.fromisoformat(date)) is closed
    assert is_publishing_day(holidays, dt.date.fromisoformat(date)) is not closed


def test_an_extra_day_outranks_weekdays_and_holidays() -> None:
    extra = paper(days=WORKDAYS, closed=("03-10",), extra=("2026-03-08", "2026-03-10"))
    assert is_publishing_day(extra, SUN)
    assert is_publishing_day(extra, TUE)
    assert not is_closed(extra, TUE)
    assert not is_publishing_day(extra, dt.date(2027, 3, 10))


def test_a_paper_changes_its_days() -> None:
    """Until August 2019 there was a Saturday's, since 2024 a Sunday's."""
    changed = paper(days=("mon", "tue", "wed", "thu", "fri", "sat until 2019-08", "sun from 2024"))
    saturdays = {date: is_publishing_day(changed, dt.date.fromisoformat(date)) for date in ("2019-08-31", "2019-09-07")}
    assert saturdays == {"2019-08-31": True, "2019-09-07": False}
    sundays = {date: is_publishing_day(changed, dt.date.fromisoformat(date)) for date in ("2023-12-31", "2024-01-07")}
    assert sundays == {"2023-12-31": False, "2024-01-07": True}


def test_a_monthly_has_the_days_of_its_numbers() -> None:
    monthly = paper(days=("1st of every month",), combined=("08-01",))
    year = [dt.date(2026, month, 1) for month in range(1, 13)]
    assert [date.month for date in year if is_publishing_day(monthly, date)] == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]
    assert day(monthly, dt.date(2026, 8, 1)).edition == dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("schedule", "date", "expected"),
    [
        ({"closed": ("good friday",)}, "2026-04-03", ScheduledDay(DayKind.CLOSED, "good friday", "good friday")),
        (
            {"closed": ("2026-04-01 (strike)",)},
            "2026-04-01",
            ScheduledDay(DayKind.CLOSED, "2026-04-01", "strike"),
        ),
        ({"closed": ("12-25",)}, "2026-12-25", ScheduledDay(DayKind.CLOSED, "12-25")),
        (
            {"closed": ("good friday",), "extra": ("2026-04-03 (election)",)},
            "2026-04-03",
            ScheduledDay(DayKind.EXPECTED, "2026-04-03", "election", dt.date(2026, 4, 3)),
        ),
        ({"days": WORKDAYS}, "2026-03-08", ScheduledDay(DayKind.NONE)),
        ({}, "2026-03-08", ScheduledDay(DayKind.EXPECTED, edition=SUN)),
    ],
)
def test_a_day_says_why_it_is_what_it_is(schedule: dict[str, object], date: str, expected: ScheduledDay) -> None:
    assert day(paper(**schedule), dt.date.fromisoformat(date)) == expected


# Double issues


CHRISTMAS = paper(days=WORKDAYS, combined=("12-25..12-26", "sun"), closed=("2026-01-03 (strike)",))


@pytest.mark.parametrize(
    ("date", "kind", "edition"),
    [
        ("2025-12-24", "expected", "2025-12-24"),
        ("2025-12-25", "combined", "2025-12-24"),
        ("2025-12-26", "combined", "2025-12-24"),
        ("2025-12-27", "expected", "2025-12-27"),
        ("2025-12-28", "combined", "2025-12-27"),
        ("2026-01-03", "closed", "None"),
        ("2026-01-04", "closed", "None"),  # Sunday's paper would have been Saturday's
        ("2026-01-05", "expected", "2026-01-05"),
    ],
)
def test_a_day_may_share_the_edition_before_it(date: str, kind: str, edition: str) -> None:
    found = day(CHRISTMAS, dt.date.fromisoformat(date))
    assert (found.kind, str(found.edition)) == (kind, edition)


def test_no_edition_is_missing_on_the_second_day_of_a_double_issue() -> None:
    eve, feast, second = (dt.date(2025, 12, number) for number in (24, 25, 26))
    assert editions_on(CHRISTMAS, second) == ()
    assert combined_days(CHRISTMAS, eve) == (feast, second)
    assert combined_days(CHRISTMAS, feast) == ()
    assert edition_date(CHRISTMAS, second) == eve
    shared = Reason(code=Code.COMBINED, date=eve)
    assert list(expectations(CHRISTMAS, feast, second)) == [
        Expectation(feast, "", "closed", shared),
        Expectation(second, "", "closed", shared),
    ]
    assert next(iter(days_back(CHRISTMAS, second))) == eve


def test_a_double_issue_says_why_as_its_file_does() -> None:
    weekend = paper(combined=("sun (weekend edition)",))
    assert why_closed(weekend, SUN) == Reason(code=Code.COMBINED, date=SAT, names=("weekend edition",))


def test_a_double_issue_of_a_weekly() -> None:
    weekly = paper(days=("sat",), combined=("2026-01-03",))
    assert day(weekly, dt.date(2026, 1, 3)).edition == dt.date(2025, 12, 27)
    assert day(paper(days=("sat",), combined=("sun",)), dt.date(2026, 1, 4)).edition == dt.date(2026, 1, 3)


def test_what_shares_an_edition_that_never_was_is_no_day_of_the_paper() -> None:
    never = paper(days=(), combined=WORKDAYS)
    assert day(never, MON) == ScheduledDay(DayKind.NONE)


# Labels


def test_a_label_has_days_and_holidays_of_its_own() -> None:
    """The evening edition does not come on Sundays, nor on a holiday on which the morning's does."""
    both = replace(
        paper(supplements="review:sun"),
        labels=(
            LabelRules(id="morning"),
            LabelRules(id="evening", days=WORKDAYS, closed=("2026-03-10",)),
        ),
    )
    assert [[key.label for key in editions_on(both, date)] for date in (MON, TUE, SUN)] == [
        ["morning", "evening"],
        ["morning"],
        ["morning", "review"],
    ]
    assert has_edition(both, SAT, "evening")
    assert not has_edition(both, SUN, "evening")
    assert newest_expected(both, at(both, "2026-03-08T12:00"), "evening") == SAT
    assert newest_expected(both, at(both, "2026-03-08T12:00"), "review") == SUN
    only = replace(both, labels=both.labels[1:])
    assert day(only, SUN) == ScheduledDay(DayKind.NONE)


def test_a_paper_without_labels_has_one_edition_without_a_name() -> None:
    assert editions_on(paper(), MON) == (EditionKey("gazette", MON, ""),)


def test_the_default_label_comes_first_and_optional_ones_last() -> None:
    cities = paper(labels="late? north south*")
    assert labels(cities) == ("south", "north", "late")
    assert editions(cities, MON) == [("south", None), ("north", None), ("late", None)]


def test_only_optional_labels_leave_a_main_edition_without_a_name() -> None:
    assert editions(paper(labels="late?"), MON) == [("", None), ("late", None)]


def test_optional_labels_and_supplements_are_no_gaps() -> None:
    both = paper(labels="city* late?", supplements="review:mon")
    assert {key.label: is_optional(both, key) for key in editions_on(both, MON)} == {
        "city": False,
        "late": True,
        "review": True,
    }
    assert not is_optional(paper(), EditionKey("gazette", MON))


def test_the_ledger_expects_what_the_schedule_says() -> None:
    both = paper(labels="city* late?", supplements="review:sun", days=("sat", "sun", "mon"), closed=("03-07",))
    assert list(expectations(both, dt.date(2026, 3, 6), SUN)) == [
        Expectation(SAT, "city", "closed", Reason(code=Code.DECLARED_CLOSED)),
        Expectation(SUN, "city", "expected"),
        Expectation(SUN, "late", "optional"),
        Expectation(SUN, "review", "optional"),
    ]


def test_a_label_that_was_renamed_is_the_default_one_of_its_time() -> None:
    renamed = replace(
        paper(closed=("04-14", "12-25")),
        labels=(
            LabelRules(id="city", days=("every day until 2026-06",), ready="04:00"),
            LabelRules(id="metro", days=("every day from 2026-07",), ready="05:00"),
        ),
    )
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    assert [editions(renamed, date) for date in (before, after)] == [[("city", None)], [("metro", None)]]
    assert [edition_key(renamed, date).label for date in (before, after)] == ["city", "metro"]
    assert [f"{ready_at(renamed, date):%H}" for date in (before, after)] == ["04", "05"]
    closed = [each for each in expectations(renamed, dt.date(2026, 1, 1), dt.date(2026, 12, 31)) if each.why]
    assert [each[:3] for each in closed] == [
        (dt.date(2026, 4, 14), "city", "closed"),
        (dt.date(2026, 12, 25), "metro", "closed"),
    ]


def test_an_extra_day_has_every_edition_where_none_has_it_among_its_days() -> None:
    extra = replace(paper(extra=("2026-03-08 (election)",)), labels=(LabelRules(id="city", days=WORKDAYS),))
    assert editions(extra, SUN) == [("city", None)]


# Supplements


def test_a_supplement_may_be_a_monthly_or_be_gone() -> None:
    both = replace(
        paper(),
        supplements=(
            SupplementRules(id="houses", days=("1st mon of every month",)),
            SupplementRules(id="books", days=("mon until 2025",)),
        ),
    )
    assert editions(both, dt.date(2026, 3, 2)) == [("", None), ("houses", "")]
    assert editions(both, MON) == [("", None)]
    assert editions(both, dt.date(2025, 12, 29)) == [("", None), ("books", "")]


def test_a_supplement_belongs_to_the_only_edition() -> None:
    assert editions(paper(supplements="books:mon"), MON) == [("", None), ("books", "")]
    assert editions(paper(supplements="books:mon"), TUE) == [("", None)]


def test_a_supplement_of_another_city_has_its_name_before_its_own() -> None:
    cities = paper(labels="north south*", supplements="books:mon")
    assert editions(cities, MON) == [
        ("south", None),
        ("north", None),
        ("books", "south"),
        ("north-books", "north"),
    ]


def test_a_supplement_of_a_single_regular_label_has_no_prefix() -> None:
    assert editions(paper(labels="city late?", supplements="books:mon"), MON) == [
        ("city", None),
        ("late", None),
        ("books", "city"),
    ]


def test_a_supplement_may_come_with_some_editions_only() -> None:
    cities = paper(labels="city* coast", supplements="review:sun:city")
    assert editions(cities, SUN) == [("city", None), ("coast", None), ("review", "city")]
    with pytest.raises(LookupError):
        edition_key(cities, SUN, "coast-review")


def test_the_rules_of_a_supplement_are_found_by_its_label_alone() -> None:
    cities = paper(labels="north south*", supplements="books:mon")
    key = EditionKey("gazette", MON, "north-books")
    assert supplement_rules(cities, key) == SupplementRules(id="books", days=("mon",))
    assert label_rules(cities, key) == LabelRules(id="north")
    assert supplement_rules(cities, EditionKey("gazette", MON, "north")) is None


# Keys by label


def test_a_label_becomes_a_key() -> None:
    cities = paper(labels="north south* late?", supplements="books:mon")
    assert edition_key(cities, MON) == EditionKey("gazette", MON, "south")
    assert edition_key(cities, MON, "late") == EditionKey("gazette", MON, "late")
    assert edition_key(cities, MON, "north-books").supplement_of == "north"


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("nroth", "gazette has no edition 'nroth'; did you mean 'north'?"),
        ("zzz", "gazette has no edition 'zzz'; it has south, north, late, books, north-books"),
    ],
)
def test_an_unknown_label_suggests_what_was_meant(label: str, message: str) -> None:
    with pytest.raises(LookupError) as caught:
        edition_key(paper(labels="north south* late?", supplements="books:mon"), MON, label)
    assert caught.value.args == (message,)


def test_a_label_asked_of_a_paper_without_any() -> None:
    with pytest.raises(LookupError, match="it has only one, without a label"):
        edition_key(paper(), MON, "city")


# Clock


@pytest.mark.parametrize(
    ("zone", "schedule", "ready", "overdue"),
    [
        (
            "Europe/London",
            {"ready": "06:00", "retry_until": "11:00"},
            "2026-03-09T06:00+00:00",
            "2026-03-09T11:00+00:00",
        ),
        (
            "Asia/Kolkata",
            {"ready": "06:00", "retry_until": "11:00"},
            "2026-03-09T06:00+05:30",
            "2026-03-09T11:00+05:30",
        ),
        (
            "Europe/Paris",
            {"ready": "23:30", "retry_until": "next 08:00"},
            "2026-03-09T23:30+01:00",
            "2026-03-10T08:00+01:00",
        ),
        (
            "Europe/London",
            {"ready": "21:30", "retry_until": "next 12:00", "lead_days": 2},
            "2026-03-07T21:30+00:00",
            "2026-03-08T12:00+00:00",
        ),
        ("America/New_York", {}, "2026-03-09T00:00-04:00", "2026-03-10T00:00-04:00"),
        ("Asia/Tokyo", {"ready": "next 02:00"}, "2026-03-10T02:00+09:00", "2026-03-11T02:00+09:00"),
    ],
)
def test_an_edition_is_due_by_the_clock_of_its_town(
    zone: str, schedule: dict[str, object], ready: str, overdue: str
) -> None:
    publication = paper(zone, **schedule)
    assert ready_at(publication, MON).isoformat(timespec="minutes") == ready
    assert overdue_at(publication, MON).isoformat(timespec="minutes") == overdue


def test_a_time_that_summer_time_skips_is_an_hour_later_on_the_clock() -> None:
    publication = paper("Europe/London", ready="01:30")
    assert ready_at(publication, dt.date(2026, 3, 29)).isoformat() == "2026-03-29T02:30:00+01:00"
    assert ready_at(publication, dt.date(2026, 3, 30)).isoformat() == "2026-03-30T01:30:00+01:00"


def test_the_night_of_the_change_is_an_hour_shorter() -> None:
    publication = paper("Europe/Paris", ready="23:30", retry_until="next 08:00")
    wait = overdue_at(publication, dt.date(2026, 3, 28)).astimezone(dt.UTC) - ready_at(
        publication, dt.date(2026, 3, 28)
    ).astimezone(dt.UTC)
    assert wait == dt.timedelta(hours=7, minutes=30)


def test_a_label_and_a_supplement_may_have_hours_of_their_own() -> None:
    """The late edition comes at five; its `ready` outranks the paper's `retry_until`, which lies before it."""
    both = replace(
        paper(ready="05:00", retry_until="11:00"),
        labels=(
            LabelRules(id="city"),
            LabelRules(id="evening", ready="17:00"),
            LabelRules(id="coast", retry_until="13:00"),
        ),
        supplements=(SupplementRules(id="magazine", days=("mon",), ready="07:00", retry_until="next 07:00"),),
    )
    assert {
        label: (f"{ready_at(both, MON, label):%d %H:%M}", f"{overdue_at(both, MON, label):%d %H:%M}")
        for label in ("", "city", "evening", "coast", "magazine", "evening-magazine", "coast-magazine")
    } == {
        "": ("09 05:00", "09 11:00"),
        "city": ("09 05:00", "09 11:00"),
        "evening": ("09 17:00", "10 17:00"),
        "coast": ("09 05:00", "09 13:00"),
        "magazine": ("09 07:00", "10 07:00"),
        "evening-magazine": ("09 07:00", "10 07:00"),
        "coast-magazine": ("09 07:00", "10 07:00"),
    }
    only_parents = replace(both, supplements=(SupplementRules(id="magazine", days=("mon",)),))
    assert f"{ready_at(only_parents, MON, 'evening-magazine'):%H:%M}" == "17:00"


def test_the_newest_edition_of_a_label_goes_by_its_own_hour() -> None:
    both = replace(paper(ready="05:00"), labels=(LabelRules(id="city"), LabelRules(id="evening", ready="17:00")))
    noon = at(both, "2026-03-10T12:00")
    assert newest_expected(both, noon) == TUE
    assert newest_expected(both, noon, "evening") == MON
    assert is_newest(both, MON, noon, "evening")


# Reach


@pytest.mark.parametrize(
    ("schedule", "date", "answer"),
    [
        ({}, "1850-01-01", True),
        ({}, "2026-03-09", True),
        ({}, "2026-03-10", False),
        ({"lead_days": 2}, "2026-03-11", True),
        ({"lead_days": 2}, "2026-03-12", False),
        ({"archive_from": dt.date(1944, 12, 19)}, "1944-12-19", True),
        ({"archive_from": dt.date(1944, 12, 19)}, "1944-12-18", False),
        ({"archive_days": 30}, "2026-02-07", True),
        ({"archive_days": 30}, "2026-02-06", False),
    ],
)
def test_an_archive_reaches_so_far(schedule: dict[str, object], date: str, answer: bool) -> None:
    assert reachable(paper(**schedule), dt.date.fromisoformat(date), MON) is answer


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        ("2026-03-09T05:59", SAT),
        ("2026-03-09T06:00", MON),
        ("2026-03-08T12:00", SAT),
        ("2026-03-07T06:30", SAT),
    ],
)
def test_the_newest_expected_edition_passes_over_days_without_one(now: str, newest: dt.date) -> None:
    weekdays = paper("Asia/Kolkata", days=WORKDAYS, ready="06:00")
    assert newest_expected(weekdays, at(weekdays, now)) == newest


def test_the_newest_expected_edition_may_be_dated_tomorrow() -> None:
    weekly = paper(days=("sat",), lead_days=2, ready="21:30")
    assert newest_expected(weekly, at(weekly, "2026-03-05T21:29")) == dt.date(2026, 2, 28)
    assert newest_expected(weekly, at(weekly, "2026-03-05T21:30")) == SAT


def test_now_is_asked_in_any_zone() -> None:
    tokyo = paper("Asia/Tokyo", ready="05:00")
    assert newest_expected(tokyo, dt.datetime(2026, 3, 8, 19, 59, tzinfo=dt.UTC)) == SUN
    assert newest_expected(tokyo, dt.datetime(2026, 3, 8, 20, 0, tzinfo=dt.UTC)) == MON


def test_a_paper_that_never_appears_has_no_newest_edition() -> None:
    assert newest_expected(paper(days=()), at(paper(), "2026-03-09T12:00")) is None


def test_the_newest_edition_is_the_last_that_is_ready() -> None:
    weekdays = paper(days=WORKDAYS)
    assert is_newest(weekdays, SAT, at(weekdays, "2026-03-08T12:00"))
    assert not is_newest(weekdays, SAT, at(weekdays, "2026-03-09T12:00"))
    ahead = paper(days=("sat",), lead_days=2, ready="21:30")
    assert is_newest(ahead, SAT, at(ahead, "2026-03-05T21:30"))
    assert not is_newest(ahead, SAT, at(ahead, "2026-03-05T21:29"))


def test_days_back_end_after_a_year_of_silence() -> None:
    assert list(days_back(paper(days=("sun",)), MON))[:2] == [SUN, dt.date(2026, 3, 1)]
    assert len(list(days_back(paper(), MON))) == 400
