"""Rows -> CSV or JSON Lines, which spreadsheets and programs read without settings. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scraper.characters import cell

CSV = "text/csv; charset=utf-8; header=present"
JSON_LINES = "application/jsonl; charset=utf-8"


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8: a header, and a line for each row.

    :param rows: of which the columns are taken; one that a row does not have is empty.
    """
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
    """The value of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    return cell(value) if isinstance(value, str) else value
