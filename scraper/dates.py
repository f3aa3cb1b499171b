"""Read dates and spans of time as people type them: YYYY, YYYY-MM or YYYY-MM-DD; 6h or 7d (pure)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable

# /2024/dec/07
MONTHS_IN_ADDRESSES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_SPAN = dt.timedelta(days=366)
EARLIEST = dt.date(1600, 1, 2)  # before the first newspapers; no edition date is earlier


class DateError(ValueError):
    """A typed date cannot be read; the message shows the forms that can."""


def parse_date_range(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD.

    :raises DateError: it is none of these.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", text.strip())
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if not month:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if not day:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise DateError(f"'{text}' is no date; write 2024-12-07, or 2024-12 or 2024 in a range") from None


def parse_span(text: str) -> dt.timedelta:
    """A span of time written in minutes, hours or days: 30m, 6h, 7d.

    :raises DateError: it is none, or longer than a year.
    """
    match = re.fullmatch(r"([1-9][0-9]{0,5})([mhd])", text.strip())
    units = {"m": dt.timedelta(minutes=1), "h": dt.timedelta(hours=1), "d": dt.timedelta(days=1)}
    span = int(match[1]) * units[match[2]] if match else LONGEST_SPAN * 2
    if span > LONGEST_SPAN:
        raise DateError(f"'{text}' is no span of time; write 30m, 6h or 7d, up to a year")
    return span


def parse_spans(text: str) -> tuple[dt.timedelta, ...]:
    """Spans of time with commas between them, the shortest first; none in an empty text.

    :raises DateError: one is none.
    """
    return tuple(sorted({parse_span(each) for each in text.split(",")})) if text.strip() else ()


def spans_text(spans: Iterable[dt.timedelta]) -> str:
    """Spans of time as ``parse_spans`` reads them."""
    return ",".join(f"{span // dt.timedelta(minutes=1)}m" for span in spans)


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The date of these numbers; None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
