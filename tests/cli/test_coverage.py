"""``backissues coverage``: the days of a newspaper drawn, and as data."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from scraper import archive
from scraper.cli import cli
from tests import edition_situations as situations
from tests.edition_situations import DAYS, FIRST, HERALD, SITUATIONS

SLUG = HERALD.slug


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """An archive in which all of it happened."""
    file = tmp_path_factory.mktemp("coverage") / "archive.db"
    with contextlib.closing(archive.opened(file, create=True)) as db:
        situations.every_situation(db)
    return file


def coverage(path, *arguments, code=0):
    done = CliRunner().invoke(cli, ["coverage", *arguments, "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def test_a_year_is_drawn_with_a_row_for_each_edition_of_a_day(path):
    drawn = [line.rstrip() for line in coverage(path, SLUG).splitlines()]
    assert drawn[:11] == [
        "The Morning Herald",
        "",
        "                 1       5         10        15        20        25        30",
        "2026 Apr city    ● “ × ◐ ×   ●     ● ● ● ? ? @ · – – – – – × ● “ ◐ ● ◐ ● ●",
        "         coast                               @ ·",
        "         late                        ● ×     @ ·",
        "     May city    ? ◐ × ◐ × ◐ × × × ◐ × ◐ ◐ × ● “ ● ●",
        "         coast                               × ? “ –",
        "         late",
        "",
        "● complete: 9 days   ◐ in part: 12 days   “ by its stories’ word: 3 days",
    ]
    assert max(map(cell_len, drawn)) <= 80


def test_a_paper_with_one_edition_a_day_has_a_row_a_month(path):
    drawn = [line.rstrip() for line in coverage(path, "the-pamphlet").splitlines()]
    assert drawn[2:4] == [
        "         1       5         10        15        20        25        30",
        "2026 Apr “ ? ? “",
    ]


def test_signs_are_others_where_the_encoding_lacks_them(path):
    drawn = CliRunner(charset="ascii").invoke(cli, ["coverage", SLUG, "--db", str(path)]).output
    assert "2026 Apr city    # = x + x   #     # # # ? ? @ . - - - - - x # = + # + # #" in drawn


def test_every_newspaper_has_a_line_with_its_years(path):
    lines = coverage(path).splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["2026"],
        ["The", "Morning", "Herald", "◐", "26", "of", "42", "editions"],
        ["the-pamphlet", "“", "2", "of", "2", "editions"],
    ]  # fmt: skip
    assert max(map(cell_len, lines)) <= 80
    herald, pamphlet = json.loads(coverage(path, "--json"))
    assert (herald["first_date"], herald["last_date"]) == ("2026-04-01", max(DAYS.values()).isoformat())
    assert pamphlet["years"] == [
        {"year": 2026, "held": 0, "partial": 0, "statement": 2, "missing": 0, "closed": 0, "unknown": 0, "gap": 0}
    ]
    rows = list(csv.DictReader(coverage(path, "--csv").lstrip("\ufeff").splitlines()))
    assert [(row["publication"], row["held"], row["gap"]) for row in rows] == [
        (SLUG, "13", "25"),
        ("the-pamphlet", "0", "0"),
    ]


def test_many_years_share_columns(tmp_path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        for year in range(1950, 2026):
            (situations.complete if year % 2 else situations.late)(db, dt.date(year, 4, 1))
    lines = coverage(path).splitlines()
    assert "1950–2025" in lines[0]
    assert "◐" * 25 in lines[1]
    assert "column of 3 years" in lines[3]
    assert max(map(cell_len, lines)) <= 80


def test_csv_has_a_row_for_each_edition_and_for_each_day_without(path):
    rows = list(csv.DictReader(coverage(path, SLUG, "--csv").lstrip("\ufeff").splitlines()))
    found = {
        (row["date"], row["label"]): (row["state"], int(row["counted"] == "true"), int(row["gap"] == "true"))
        for row in rows
        if row["state"]
    }
    assert found == {
        (DAYS[situation].isoformat(), label): tuple(truth)
        for situation, (_, truths) in SITUATIONS.items()
        for label, truth in truths.items()
    }
    assert {row["date"] for row in rows} == {day.isoformat() for day in DAYS.values()}


def test_a_span_takes_the_place_of_a_year(path):
    whole = json.loads(coverage(path, SLUG, "--json"))
    assert json.loads(coverage(path, SLUG, "--year", "2026", "--json")) == whole
    april = json.loads(coverage(path, SLUG, "--to", "2026-04", "--json"))
    assert april["days"] == [day for day in whole["days"] if day["date"] < "2026-05"]
    assert (april["completeness"]["first"], april["completeness"]["last"]) == (FIRST.isoformat(), "2026-04-30")
    assert json.loads(coverage(path, SLUG, "--year", "1999", "--json"))["days"] == []
    assert "No edition of The Morning Herald is known." in coverage(path, SLUG, "--year", "1999")


def test_the_sentence_names_the_archive(path):
    assert coverage(path, SLUG).endswith("archive archive.db.\n")
    told = json.loads(coverage(path, SLUG, "--url", "https://archive.example.org", "--json"))["completeness"]["text"]
    assert told.endswith("in the archive https://archive.example.org.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["morning-hrald"], "no newspaper 'morning-hrald' in the archive"),
        ([SLUG, "--year", "2026", "--from", "2026"], "--year, or --from and --to"),
        ([SLUG, "--from", "yesterday"], "'yesterday' is no date"),
        (["--year", "2026"], "a year is that of a newspaper"),
        ([SLUG, "--csv", "--json"], "--json or --csv, not both"),
    ],
)
def test_what_cannot_be_asked_is_said(path, arguments, told):
    assert told in coverage(path, *arguments, code=2)
