"""Days in words, against tables and algorithms that have nothing to do with the library that reckons them."""

from __future__ import annotations

import datetime as dt
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import day_rules
from scraper.day_rules import FEASTS, MONTHS, NamedDay, find, parse, unknown
from scraper.publication_words import WEEKDAYS

DOCS = Path(__file__).parents[1] / "docs" / "publications.md"
DAY = dt.timedelta(days=1)
YEARS = range(1900, 2101)

# As calendars print it. Western: the earliest and the latest one of two centuries are among them.
EASTER = (
    "1900-04-15 1913-03-23 1943-04-25 1954-04-18 1961-04-02 1981-04-19 1999-04-04 2000-04-23 2008-03-23 2011-04-24 "
    "2016-03-27 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2038-04-25"
)
ORTHODOX = (
    "1983-05-08 2000-04-30 2010-04-04 2011-04-24 2013-05-05 2014-04-20 2015-04-12 2016-05-01 2017-04-16 2018-04-08 "
    "2019-04-28 2020-04-19 2021-05-02 2022-04-24 2023-04-16 2024-05-05 2025-04-20 2026-04-12 2027-05-02"
)


def days(rule: str, year: int) -> list[str]:
    """The days that a rule names in a year, tried day by day."""
    first = dt.date(year, 1, 1)
    every = (first + DAY * number for number in range(366))
    return [day.isoformat() for day in every if day.year == year and find((rule,), day)]


def western(year: int) -> dt.date:
    """Easter by the algorithm of Meeus, Jones and Butcher (Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    return dt.date(year, (h + el - 7 * m + 114) // 31, (h + el - 7 * m + 114) % 31 + 1)


def gauss(year: int) -> dt.date:
    """Easter by the rule of Gauss with its two exceptions."""
    k = year // 100
    m = (15 + k - (13 + 8 * k) // 25 - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    if (d, e) == (29, 6) or ((d, e) == (28, 6) and (11 * m + 11) % 30 < 19):
        e -= 7
    return dt.date(year, 3, 22) + DAY * (d + e)


def julian(year: int) -> dt.date:
    """Easter in the Julian calendar, by Meeus (the same chapter)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    return dt.date(year, (d + e + 114) // 31, (d + e + 114) % 31 + 1)


# Easter


@pytest.mark.parametrize("day", EASTER.split())
def test_easter_is_when_calendars_have_it(day: str) -> None:
    assert days("easter", int(day[:4])) == [day]


@pytest.mark.parametrize("day", ORTHODOX.split())
def test_orthodox_easter_is_when_calendars_have_it(day: str) -> None:
    assert days("orthodox easter", int(day[:4])) == [day]


def test_easter_of_two_centuries_is_that_of_two_other_algorithms() -> None:
    for year in YEARS:
        assert western(year) == gauss(year)
        assert [*parse("easter").days(year)] == [*parse("western easter").days(year)] == [western(year)]


def test_the_other_reckonings_are_that_of_meeus_in_the_old_calendar_and_in_ours() -> None:
    for year in YEARS:
        behind = 13 if year < 2100 else 14  # since the 29 February that only the Julian calendar has
        assert [*parse("julian easter").days(year)] == [julian(year)]
        assert [*parse("orthodox easter").days(year)] == [julian(year) + behind * DAY]


def test_days_around_easter_have_their_names() -> None:
    assert [days(name, 2025) for name in FEASTS] == [
        [(dt.date(2025, 4, 20) + DAY * after).isoformat()] for after in FEASTS.values()
    ]
    assert days("good friday", 2025) == days("easter-2", 2025) == ["2025-04-18"]
    assert days("ascension day", 2024) == ["2024-05-09"]
    assert days("whit monday", 2024) == ["2024-05-20"]
    assert days("corpus christi+1", 2024) == ["2024-05-31"]
    assert days("orthodox good friday", 2024) == ["2024-05-03"]
    assert days("orthodox clean monday", 2024) == ["2024-03-18"]
    assert days("rose monday", 2025) == ["2025-03-03"]


# Rules of the month and the week

PUBLISHED = {
    "4th thu of november": "2015-11-26 2020-11-26 2021-11-25 2022-11-24 2024-11-28 2025-11-27",  # US Thanksgiving
    "last mon of may": "2021-05-31 2023-05-29 2024-05-27 2025-05-26",  # US Memorial Day, UK spring bank holiday
    "1st mon of september": "2022-09-05 2024-09-02 2025-09-01",  # US Labor Day
    "3rd mon of january": "2021-01-18 2025-01-20",  # Martin Luther King Jr. Day
    "2nd mon of october": "2023-10-09 2024-10-14 2025-10-13",  # Canada's Thanksgiving
    "mon before 05-25": "2020-05-18 2023-05-22 2024-05-20 2025-05-19",  # Victoria Day
    "wed before 11-23": "2022-11-16 2023-11-22 2024-11-20 2025-11-19",  # Buß- und Bettag
    "sat after 06-19": "2022-06-25 2023-06-24 2024-06-22 2025-06-21",  # midsummer in Sweden
    "sat after 10-30": "2022-11-05 2024-11-02 2025-11-01",  # All Saints' there
    "day after 4th thu of november": "2024-11-29 2025-11-28",
    "mon after 3rd sun of september": "2022-09-19 2025-09-22",  # the Monday of the Federal Day of Thanksgiving, Vaud
}


@pytest.mark.parametrize(("rule", "published"), PUBLISHED.items())
def test_a_rule_is_when_its_feast_was(rule: str, published: str) -> None:
    for day in published.split():
        assert days(rule, int(day[:4])) == [day]


def nth(number: int, weekday: int, month: int, year: int) -> dt.date | None:
    """The nth weekday of a month, counted by hand; -1 is the last."""
    first = dt.date(year, month, 1)
    of_month = [day for n in range(31) if (day := first + DAY * n).month == month and day.weekday() == weekday]
    return of_month[number - 1 if number > 0 else number] if number <= len(of_month) else None


@given(
    number=st.sampled_from([1, 2, 3, 4, 5, -1]),
    weekday=st.integers(0, 6),
    month=st.integers(1, 12),
    year=st.integers(1900, 2100),
)
def test_the_nth_weekday_of_a_month(number: int, weekday: int, month: int, year: int) -> None:
    ordinal = {-1: "last", 1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
    rule = f"{ordinal} {WEEKDAYS[weekday]} of {MONTHS[month - 1]}"
    expected = nth(number, weekday, month, year)
    assert list(parse(rule).days(year)) == ([expected] if expected else [])


@given(day=st.dates(dt.date(1900, 1, 8), dt.date(2100, 12, 20)), weekday=st.integers(0, 6))
def test_before_and_after_are_within_a_week_and_never_the_day_itself(day: dt.date, weekday: int) -> None:
    for word, sign in (("before", -1), ("after", 1)):
        rule = parse(f"{WEEKDAYS[weekday]} {word} {day}")
        (found,) = [each for year in (day.year - 1, day.year, day.year + 1) for each in rule.days(year)]
        assert found.weekday() == weekday
        assert 1 <= sign * (found - day).days <= 7


def test_days_next_to_the_end_of_a_year() -> None:
    assert days("day after 12-31", 2025) == ["2025-01-01"]
    assert days("day before 01-01", 2025) == ["2025-12-31"]
    assert days("12-31..01-02", 2025) == ["2025-01-01", "2025-01-02", "2025-12-31"]


def test_of_every_month() -> None:
    assert days("2nd mon of every month", 2025)[:3] == ["2025-01-13", "2025-02-10", "2025-03-10"]
    assert days("15th of every month", 2025)[-1] == "2025-12-15"
    assert days("31st of every month", 2025)[:2] == ["2025-01-31", "2025-03-31"]
    assert days("last of february", 2024) == ["2024-02-29"]
    assert len(days("every day", 2024)) == 366


def test_a_fortnightly_is_counted_from_a_day() -> None:
    counted = days("every 2nd wed from 2024-01-03", 2025)
    assert (counted[0], counted[1], len(counted)) == ("2025-01-01", "2025-01-15", 27)
    assert days("every 2nd wed from 2024-01-03", 2023) == []
    assert days("every 2nd wed from 2024-01-01", 2024)[0] == "2024-01-03"
    assert days("every 3rd sat from 2024-11-02 until 2025-01-20", 2025) == ["2025-01-04"]


# Dates, rows of days, and how long a rule holds


def test_a_date_is_of_one_year_or_of_every_year() -> None:
    assert days("12-25", 1999) == ["1999-12-25"]
    assert days("2025-12-27", 2025) == ["2025-12-27"]
    assert days("2025-12-27", 2026) == []
    assert (days("02-29", 2024), days("02-29", 2025)) == (["2024-02-29"], [])


def test_days_in_a_row() -> None:
    assert days("12-24..12-26", 2024) == ["2024-12-24", "2024-12-25", "2024-12-26"]
    strike = "1978-12-01..1979-11-12"
    assert [len(days(strike, year)) for year in (1977, 1978, 1979, 1980)] == [0, 31, 316, 0]


@pytest.mark.parametrize(
    ("rule", "years"),
    [
        ("12-26 from 2019", [2019, 2020, 2021]),
        ("12-26 until 2019", [2017, 2018, 2019]),
        ("12-26 from 2018 until 2019", [2018, 2019]),
        ("12-26 until 2019-12-25", [2017, 2018]),
        ("12-26 from 2019-12 until 2020-11", [2019]),
        ("sat until 2019-08-31", [2017, 2018, 2019]),
    ],
)
def test_a_rule_holds_from_and_until(rule: str, years: list[int]) -> None:
    assert [year for year in range(2017, 2022) if days(rule, year)] == years


def test_the_last_day_of_a_span_is_in_it() -> None:
    assert days("sat until 2019-08-31", 2019)[-1] == "2019-08-31"


def test_a_reason_is_told_and_else_what_the_day_is_called() -> None:
    assert find(("2025-05-02 (strike of the printers)",), dt.date(2025, 5, 2)) == NamedDay(
        "2025-05-02", "strike of the printers"
    )
    assert find(("easter", "good friday from 2019"), dt.date(2025, 4, 18)) == NamedDay(
        "good friday from 2019", "good friday"
    )
    assert find(("good friday (no deliveries)",), dt.date(2025, 4, 18)) == NamedDay("good friday", "no deliveries")
    assert find(("12-25 (feast (and rest))",), dt.date(2025, 12, 25)) == NamedDay("12-25", "feast (and rest)")
    assert find(("12-25",), dt.date(2025, 12, 25)) == NamedDay("12-25", "")
    assert find(("mon",), dt.date(2025, 12, 22)) == NamedDay("mon", "")
    assert find(("12-25",), dt.date(2025, 12, 24)) is None


def test_the_first_rule_that_names_a_day_says_why() -> None:
    both = ("12-24..12-26 (Christmas)", "12-25")
    assert find(both, dt.date(2025, 12, 25)) == NamedDay("12-24..12-26", "Christmas")


def test_no_rule_names_a_day_of_a_year_without_newspapers() -> None:
    for year in (1, 1500, 5000, 9999):
        assert find(("mon", "12-25", "easter", "day after 12-31"), dt.date(year, 12, 25)) is None


# Errors: what to write instead


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Good Friday", "good friday"),
        ("maundi thursday", "maundy thursday"),
        ("last Monday of May", "last mon of may"),
        ("the fourth Thursday of November", "4th thu of november"),
        ("Last Mon of Dec from 2019", "last mon of december from 2019"),
        ("25 December (Christmas)", "12-25 (Christmas)"),
        ("May 1", "05-01"),
        ("Monday", "mon"),
        ("Day after Easter Monday", "day after easter monday"),
    ],
)
def test_what_is_written_in_full_is_told_how_to_write_it_short(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"did you mean '{meant}'?")):
        parse(text)
    parse(meant)


@pytest.mark.parametrize(
    "text",
    ["", "13-40", "2025-02-30", "6th mon of may", "0th mon of may", "32nd of may", "easter+", "new moon", "mon..fri",
     "day after mon", "mon after 12-24..12-26", "every 0th wed from 2024-01-03", "12-25 ()", "(strike)"],
)  # fmt: skip
def test_what_is_no_day_is_told_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"'{text}' is no day; ")):
        parse(text)


def test_a_span_the_wrong_way_round_is_an_error() -> None:
    for text in ("12-26 from 2019 until 2018", "2025-12-26..2025-12-24"):
        with pytest.raises(ValueError, match="ends before it begins"):
            parse(text)


# Public holidays


@pytest.fixture
def fresh() -> Iterator[None]:
    """Rules and holidays are read anew, since a test changes which library there is."""
    caches = (day_rules.parse, day_rules._of_year, day_rules._holidays)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


class _Talland:
    """The holidays of a country that is none."""

    supported_languages = ("en_US", "tl")
    default_language = "tl"


def country_holidays(country: str, *, subdiv: str | None = None, years: object = (), **asked: object) -> object:
    """Stands for the library: Talland knows its Foundation Day, on a Sunday in 2026, from 2000 on."""
    if country != "TL" or subdiv not in (None, "NO"):
        raise NotImplementedError(f"Country {country} not available")

    class Found(_Talland, dict[dt.date, str]):
        pass

    found = Found()
    for year in years if isinstance(years, range) else ():
        if year >= 2000:
            found |= {dt.date(year, 3, 15): "Foundation Day", dt.date(year, 7, 1): "Tide Day"}
            if asked["observed"]:
                found[dt.date(year, 3, 16)] = "Foundation Day (observed)"
        assert asked["language"] == "en_US"
    return found


@pytest.fixture
def talland(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    library = types.ModuleType("holidays")
    library.country_holidays = country_holidays  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "holidays", library)


@pytest.mark.usefixtures("talland")
def test_public_holidays_have_their_names() -> None:
    assert days("holidays:TL", 2026) == ["2026-03-15", "2026-07-01"]
    assert find(("holidays:TL",), dt.date(2026, 7, 1)) == NamedDay("holidays:TL", "Tide Day")
    assert days("holidays:TL-NO observed", 2026) == ["2026-03-15", "2026-03-16", "2026-07-01"]
    assert days("holidays:TL tide day", 2026) == ["2026-07-01"]
    assert days("day after holidays:TL Tide", 2026) == ["2026-07-02"]
    assert days("holidays:TL from 2026-05", 2026) == ["2026-07-01"]


@pytest.mark.usefixtures("talland")
def test_years_of_which_the_library_knows_nothing_are_named() -> None:
    rules = ("12-25", "holidays:TL", "easter", "2025-01-02", "holidays:TL until 1990", "day after holidays:TL Tide")
    assert unknown(rules, 2026) == []
    assert unknown(rules, 1999) == ["holidays:TL", "day after holidays:TL Tide"]
    assert unknown(rules, 1990) == ["holidays:TL", "holidays:TL until 1990", "day after holidays:TL Tide"]


@pytest.mark.usefixtures("talland")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("holidays:XX", "'holidays:XX': Country XX not available; write a country of ISO 3166-1"),
        ("holidays:TL Tied Day", "'holidays:TL Tied Day': no holiday of TL is called 'Tied Day'; did you mean 'Tide"),
        ("holidays:TL zzz", "'holidays:TL zzz': no holiday of TL is called 'zzz'; there are Foundation Day, Tide Day"),
        ("holidays:tl", "'holidays:tl' is no day; did you mean 'holidays:TL'?"),
    ],
)  # fmt: skip
def test_a_country_or_holiday_that_there_is_not(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        parse(text)


@pytest.mark.usefixtures("fresh")
def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(ValueError, match=re.escape("pip install 'backissues[holidays]'")):
        parse("holidays:DE-BY")
    assert days("good friday", 2025) == ["2025-04-18"]


def test_bavaria_is_closed_by_its_law_of_feasts() -> None:
    """The days of the Bavarian Feiertagsgesetz, article 1, with those of its Catholic parishes."""
    pytest.importorskip("holidays")
    law = ["01-01", "01-06", "good friday", "easter monday", "05-01", "ascension day", "whit monday", "corpus christi",
           "10-03", "11-01", "12-25", "12-26"]  # fmt: skip
    for year in (1995, 2016, 2018, 2024, 2025, 2026):  # and not 2017, when Reformation Day was one for all
        assert days("holidays:DE-BY", year) == sorted(day for rule in law for day in days(rule, year))


def test_days_of_the_moon_are_those_of_the_library() -> None:
    pytest.importorskip("holidays")
    assert days("holidays:IN Diwali", 2025) == ["2025-10-20"]
    assert days("holidays:TR Eid al-Fitr", 2025) == ["2025-03-30", "2025-03-31", "2025-04-01"]
    assert days("holidays:GB-ENG", 2022)[-2:] == ["2022-12-25", "2022-12-26"]
    assert "2022-12-27" in days("holidays:GB-ENG observed", 2022)


# Documentation


def test_every_example_of_the_documentation_is_a_rule() -> None:
    section = DOCS.read_text(encoding="utf-8").partition("## Days in words")[2].partition("\n## ")[0]
    examples = [
        text for row in re.findall(r"^\| (.*?) \|", section, re.MULTILINE) for text in re.findall(r'`"(.+?)"`', row)
    ]
    assert len(examples) > 15
    for example in examples:
        if "holidays:" not in example:
            parse(example)
    assert {name for name in FEASTS if f"`{name}`" in section} == set(FEASTS)
