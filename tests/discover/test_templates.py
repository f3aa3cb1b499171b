"""Variables in addresses, selectors and patterns."""

from __future__ import annotations

import datetime as dt
import locale
import re

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
        ("{name|shout}", "{name|shout}: no filter 'shout'; there are lower, upper, quote"),
        ("{date:%H}", "{date:%H}: no date format '%H'; there are %Y %y %m %-m %d %-d %B %b %A %a %j %G %V %u %%"),
    ],
)
def test_a_group_that_cannot_be_read_says_why(template: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        list(brace_groups(template))


def test_a_text_of_the_paper_names_the_environment_or_is_empty() -> None:
    assert of_the_paper("{env.SITE}/{a}", {"a": "x"}, {"SITE": "http://127.0.0.1"}) == "http://127.0.0.1/x"
    assert of_the_paper("{env.SITE}/", {}, {}) == ""
