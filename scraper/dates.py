"""Read dates as people type them: YYYY, YYYY-MM or YYYY-MM-DD (pure)."""

from __future__ import annotations

import calendar
import datetime as dt
import re

# /2024/dec/07
MONTHS_IN_ADDRESSES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The date of these numbers; None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
