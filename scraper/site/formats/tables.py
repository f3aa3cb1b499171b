"""Rows -> CSV or JSON Lines, as files that spreadsheets and programs read without questions. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

CSV = "text/csv; charset=utf-8; header=present"
JSON_LINES = "application/jsonl; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so (OWASP, "CSV injection")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A header and a line for each row (RFC 4180), in UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return file.getvalue().encode("utf-8", "replace")


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object on each line (jsonlines.org)."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    return "".join(lines).encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    """The value; a text that a spreadsheet would take for a formula gets an apostrophe, which shows it as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value.replace("\x00", "")
    return value
