from __future__ import annotations

import csv
import io
import json
import re

import pytest

from scraper.site.formats.tables import as_csv, as_json_lines


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_header_and_a_line_for_each_row() -> None:
    rows = [{"headline": 'Night "ferry",\nstays', "words": 12, "open": True}, {"headline": "潮見", "words": None}]
    assert read(as_csv(("headline", "words", "open"), rows)) == [
        ["headline", "words", "open"],
        ['Night "ferry",\nstays', "12", "true"],
        ["潮見", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1+A1", "@SUM(A1)", "\t=1", "＝1", " =1", "'=1", "-1 x"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert read(as_csv(("headline",), [{"headline": text}]))[1][0] == f"'{text}"


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert as_csv(("headline",), [{"headline": "潮見"}]).startswith(b"\xef\xbb\xbfheadline\r\n")


def test_a_list_is_json() -> None:
    assert read(as_csv(("authors",), [{"authors": ["=Ö", "B"]}]))[1] == ['["=Ö", "B"]']


def test_a_negative_number_stays_one() -> None:
    row = {"change": -3, "text": "-3.5", "more": "+1,000", "date": "2026-03-07", "quoted": "'tis"}
    assert read(as_csv(tuple(row), [row]))[1] == ["-3", "-3.5", "+1,000", "2026-03-07", "'tis"]


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''＝1", "'tis so", "plain", "-5", " @x"])
def test_the_apostrophe_can_be_taken_away(text: str) -> None:
    read_cell = read(as_csv(("headline",), [{"headline": text}]))[1][0]
    number = re.fullmatch(r"[+-]?[\d.,]+", read_cell)
    assert (read_cell if number else re.sub(r"^'(?='*\s*[=+@＝＋－＠-])", "", read_cell)) == text


def test_one_object_on_each_line() -> None:
    rows = [{"headline": "one\ntwo"}, {"headline": "潮見"}]
    assert [json.loads(line) for line in as_json_lines(rows).decode().splitlines()] == rows
