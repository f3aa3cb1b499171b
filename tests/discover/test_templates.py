"""Variables in addresses, selectors and patterns."""

from __future__ import annotations

import datetime as dt
import locale
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from scraper.discover.errors import MissingVariableError
from scraper.discover.templates import Variables, brace_groups, fill, of_the_paper

VARIABLES = Variables(
    date=dt.date(2026, 3, 7),
    texts={"edition.id": "north", "empty": "", "name": "A.B (C)", "read": "{date}"},
    templates={"base": "https://{edition.id}.example", "deep": "{base}/x", "loop": "{pool}", "pool": "{loop}"},
)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("no braces", "no braces"),
        ("{date}", "2026-03-07"),
        ("{date:%Y/%b/%d|lower}", "2026/mar/07"),
        ("{date-1:%d-%m-%Y}", "06-03-2026"),
        ("{date+25}", "2026-04-01"),
        ("{date:%-d.%-m.%y}", "7.3.26"),
        ("{date:%A %B %a}", "Saturday March Sat"),
        ("{date:%j %G-W%V-%u %%}", "066 2026-W10-6 %"),
        ("{date:%d/%m/%Y|quote}", "07%2F03%2F2026"),
        ("{date:%b|upper}", "MAR"),
        ("{edition.id}", "north"),
        ("{edition.id|upper}", "NORTH"),
        ("{base}/{edition.id}", "https://north.example/north"),
        ("{deep}", "https://north.example/x"),
        ("{empty}", ""),
        ("{empty?default}", "default"),
        ("{missing?}", ""),
        ("{missing?theguardian/main}", "theguardian/main"),
        ("{missing?http://127.0.0.1:8651}", "http://127.0.0.1:8651"),
        ("{missing?a b|quote}", "a%20b"),
        (r"\d{4} {2,3} {} { a: b }", r"\d{4} {2,3} {} { a: b }"),
        ("{read}", "{date}"),
        ("{date:%-d-%B-%Y@fr}", "7-mars-2026"),
        ("{date:%A-%-d-%B@fr|title}", "Samedi-7-mars"),
        ("{date+160:%-d-%B|upper}/{date+160:%B@fr|ascii}", "14-AUGUST/aout"),
        ("{date:%-d-de-%B-de-%Y@es}", "7-de-marzo-de-2026"),
        ("{date:%-d. %B@de|ascii}", "7. Maerz"),
        ("{date:%-d %B@pl}, {date:%OB@pl|title}", "7 marca, Marzec"),
        ("{date+2:%B %a@pt-BR|ascii}", "marco seg"),
        ("{date:%B@el|quote}", "%CE%9C%CE%B1%CF%81%CF%84%CE%AF%CE%BF%CF%85"),
        ("{date:%Y/%m/%d@persian}", "1404/12/16"),
        ("{date+14:%Y/%-m/%-d@persian} {date+13:%-d@persian}", "1405/1/1 29"),
        ("{date:%-d-%B@persian}, {date:%B@persian@fa}", "16-Esfand, اسفند"),
        ("{date:%d-%m-%Y@buddhist} {date:%B %y@buddhist@th}", "07-03-2569 มีนาคม 69"),
        ("{date:%Y%m%d@minguo}", "1150307"),
        ("{date:%EC%Y年%-m月%-d日@japanese@ja}", "令和8年3月7日"),
        ("{date:%EC-%y@japanese|lower}", "reiwa-08"),
        ("{days since 1899-12-30}", "46088"),  # as spreadsheets count days
        ("{weeks since 2018-12-28+1200}", "1575"),
        ("{months since 2020-01-15-3|quote}", "70"),
        ("{date:%s} {date:%Q}", "1772841600 1772841600000"),
    ],
)
def test_a_template_is_filled(template: str, filled: str) -> None:
    assert fill(template, VARIABLES) == filled


def test_month_names_are_english_whatever_the_machine_speaks() -> None:
    try:
        locale.setlocale(locale.LC_TIME, "")
        assert fill("{date:%B}", VARIABLES) == "March"
    finally:
        locale.setlocale(locale.LC_TIME, "C")


def test_what_is_put_in_is_escaped_but_dates_are_not() -> None:
    assert fill("{name} {date:%d %b,? %Y}", VARIABLES, escape=re.escape) == r"A\.B\ \(C\) 07 Mar,? 2026"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{edtion.id}", "{edtion.id}: write {edtion.id?} in the publication file if it may lack."),
        ("{env.API_KEY}", "{env.API_KEY}: set it in the environment."),
        ("{loop}", "{loop} is made of itself: loop -> pool -> loop."),
    ],
)
def test_a_name_without_a_value_is_an_error(template: str, message: str) -> None:
    with pytest.raises(MissingVariableError) as caught:
        fill(template, VARIABLES)
    assert str(caught.value) == f"A template names a variable that has no value. {message}"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{a b}", "{a b} is no variable; put a space after the brace if it is meant literally"),
        ("{name:%Y}", "{name:%Y}: only 'date' takes an offset or a format; a default is written {name?...}"),
        ("{name|shout}", "{name|shout}: no filter 'shout'; there are lower, upper, title, ascii, quote"),
        ("{days since 2018-13-28}", "{days since 2018-13-28}: month must be in 1..12"),
        ("{date:%B@xx}", "{date:%B@xx}: '@xx' is no language of CLDR, and none of the calendars persian, buddhist"),
        ("{date:%EC}", "{date:%EC}: '%EC', the name of an era, needs @japanese"),
        ("{weeks}-{weeks since}", "{weeks since} is no variable"),
        ("{date:%H}", "{date:%H}: no date format '%H'; there are %Y %y %m %-m %d %-d %B %OB %b %A %a %j"),
    ],
)
def test_a_group_that_cannot_be_read_says_why(template: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        list(brace_groups(template))


def test_a_text_of_the_paper_names_the_environment_or_is_empty() -> None:
    assert of_the_paper("{env.SITE}/{a}", {"a": "x"}, {"SITE": "http://127.0.0.1"}) == "http://127.0.0.1/x"
    assert of_the_paper("{env.SITE}/", {}, {}) == ""


def test_a_second_of_a_day_is_counted_in_the_papers_zone() -> None:
    tokyo = replace(VARIABLES, zone=ZoneInfo("Asia/Tokyo"))
    assert fill("{date:%s}", tokyo) == str(1772841600 - 9 * 3600)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        # New year's days and leap years as the calendar centre of the University of Tehran gives them.
        ("2025-03-20", "1403/12/30"),
        ("2025-03-21", "1404/01/01"),
        ("2021-03-20", "1399/12/30"),
        ("1979-02-11", "1357/11/22"),
        ("2016-09-22", "1395/07/01"),
        ("2016-09-21", "1395/06/31"),
    ],
)
def test_days_of_the_persian_calendar(day: str, written: str) -> None:
    assert fill("{date:%Y/%m/%d@persian}", Variables(date=dt.date.fromisoformat(day))) == written


def test_names_of_a_month_do_not_depend_on_which_language_was_read_before() -> None:
    fill("{date:%OB@ja}", VARIABLES)
    assert fill("{date:%OB@hi}", VARIABLES) == "मार्च"
