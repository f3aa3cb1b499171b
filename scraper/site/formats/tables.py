"""Rows -> CSV or JSON Lines, which spreadsheets and programs read without settings. Pure.

All CSV is written here, that of the site as that of ``backissues export``. It begins with a byte order mark, so that
Excel reads it as UTF-8, and no cell of it is a formula (``scraper.characters``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from scraper.characters import BYTE_ORDER_MARK, cell

CSV = "text/csv; charset=utf-8; header=present"
JSON_LINES = "application/jsonl; charset=utf-8"


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, continued: bool = False) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8: a header, and a line for each row.

    :param rows: of which the columns are taken; one that a row does not have is empty.
    :param continued: the header was sent already.
    """
    file = io.StringIO()
    if continued:
        _write_rows(file, columns, rows)
    else:
        write_csv(file, columns, rows)
    return file.getvalue().encode("utf-8", "replace")


def write_csv(file: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a table as CSV to a file that is open for text, with ``newline=""``.

    :returns: the number of rows.
    """
    file.write(BYTE_ORDER_MARK)
    csv.writer(file).writerow(columns)
    return _write_rows(file, columns, rows)


def _write_rows(file: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    writer = csv.writer(file)
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - it is counted
        writer.writerow([_cell(row.get(column)) for column in columns])
    return number


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object on each line (jsonlines.org)."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    return "".join(lines).encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    """The value of a cell: a list as JSON, a text that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return cell(value) if isinstance(value, str) else value
