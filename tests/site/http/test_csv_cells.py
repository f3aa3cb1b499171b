from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.characters import BYTE_ORDER_MARK, cell, storable
from scraper.site.http.csv_cells import Records
from tests.site.conftest import QUERY

CELLS = st.text(st.sampled_from("=+-@'\",\r\n\t a1潮＝"), max_size=8)


def written(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=4), st.integers(1, 9))
def test_each_cell_is_guarded_however_the_records_are_cut(rows: list[list[str]], size: int) -> None:
    data = written(rows)
    records = Records()
    parts = [records.guarded(data[at : at + size], last=False) for at in range(0, len(data), size)]
    sent = b"".join(parts) + records.guarded(b"", last=True)
    read = list(csv.reader(io.StringIO(sent.decode(), newline="")))
    assert read == [[cell(storable(text)) for text in row] for row in rows]


def test_a_cell_of_many_lines_takes_no_time() -> None:
    text = '"a' + "\n" * 2_000_000 + '"\r\n'  # by its square, this would take an hour
    assert Records().guarded(text.encode(), last=True).decode() == text


def test_a_record_is_sent_as_soon_as_it_is_whole() -> None:
    records = Records()
    assert records.guarded(b'a,"b\n', last=False) == b""
    assert records.guarded(b'c"\r\nd', last=False) == b'a,"b\nc"\r\n'
    assert records.guarded(b"", last=True) == b"d"


@pytest.mark.parametrize("more", ["", "&_stream=1", "&_dl=1"])
async def test_the_csv_of_datasette_begins_with_a_mark_and_has_no_formula(get: Any, more: str) -> None:
    asked = f"{QUERY}.csv?sql=select+'%3D1%2B1'+as+a,+-5+as+b,+'%EF%BC%9D1'+as+c,+'2026-03-07'+as+d"
    answer = await get(asked + more)
    assert answer.text == "\ufeffa,b,c,d\r\n'=1+1,-5,'＝1,2026-03-07\r\n"


async def test_an_error_has_no_mark(get: Any) -> None:
    answer = await get("/archive/nothing_of_that_name.csv")
    assert answer.status_code == 404
    assert not answer.content.startswith(BYTE_ORDER_MARK.encode())
