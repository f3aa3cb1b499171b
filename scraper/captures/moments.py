"""When a page was captured: as its record says, or what stands for it where the record says nothing that can be so.

WARC-Date is ISO 8601 in any precision (ISO 28500:2017, section 5.4), in ARC files 12 or 14 digits. A date without its
hour, or of a time when there was no web, is no moment of a fetch; then the answer's own Date is one. Where that is
missing as well, what is taken instead is said with it (``MomentBy``).
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re

from scraper.items import MomentBy

FIRST_YEAR = 1990  # of the web; a file "of 1970" has no date
OUR_SOFTWARE = b"software: backissues"
_DATE = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[T ]?(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d+)?)?)?)?)?)? ?(Z|[+-]\d\d:?\d\d)?", re.I
)


class Moments:
    """The moments of one file's records, in their order.

    :param modified: the file's own time; None of one that comes from elsewhere, such as a pipe.
    :param now: the moment of the reading.
    """

    def __init__(self, modified: dt.datetime | None, now: dt.datetime) -> None:
        self._modified, self._now = modified, now
        self._before: dt.datetime | None = None
        self._is_ours = False

    def enter(self, kind: str, date: str, content: bytes) -> None:
        """Enter a record before its moment is asked for.

        :param kind: its WARC-Type.
        :param date: its WARC-Date, perhaps empty.
        """
        if kind == "warcinfo":
            self._is_ours = OUR_SOFTWARE in content[:2000]
        moment = moment_of(date)
        if moment and self._is_believed(moment):
            self._before = moment

    def of(self, date: str, answered: str = "") -> tuple[dt.datetime, MomentBy | None]:
        """The moment of a record, and what it rests on if the record does not say it.

        :param date: its WARC-Date, perhaps empty.
        :param answered: the Date header of the answer in it, perhaps empty.
        """
        stated = moment_of(date)
        if stated and is_precise(date) and self._is_believed(stated):
            return stated, None
        if (answer := moment_of_header(answered)) and self._is_believed(answer):
            return answer, None
        if stated and self._is_believed(stated):
            return stated, None
        if self._before:
            return self._before, MomentBy.BEFORE
        return instead(self._modified, self._now)

    def _is_believed(self, moment: dt.datetime) -> bool:
        return self._is_ours or moment.year >= FIRST_YEAR  # our own clock may be wrong, and our files say its order


def instead(modified: dt.datetime | None, now: dt.datetime) -> tuple[dt.datetime, MomentBy]:
    """The moment of a page of which only its file can tell it.

    :param modified: the file's own time, if it has one.
    :param now: the moment of the reading.
    """
    if modified and modified.year >= FIRST_YEAR:
        return modified, MomentBy.FILE
    return now, MomentBy.IMPORT


def is_precise(date: str) -> bool:
    """Whether a WARC-Date has an hour; WARC 1.1 allows a month or a year alone."""
    match = _DATE.fullmatch(date.strip())
    return match is not None and match[4] is not None


def moment_of(date: str) -> dt.datetime | None:
    """A WARC-Date in UTC; None where there is none.

    >>> moment_of("20261207093000")
    datetime.datetime(2026, 12, 7, 9, 30, tzinfo=datetime.timezone.utc)
    """
    match = _DATE.fullmatch(date.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    text = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{fraction or ''}"
    try:
        return _in_utc(dt.datetime.fromisoformat(text + (zone or "Z").upper()))
    except ValueError:
        return None


def moment_of_header(text: str) -> dt.datetime | None:
    """The moment of a Date header (RFC 9110, section 5.6.7); None where it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else _in_utc(moment)


def _in_utc(moment: dt.datetime) -> dt.datetime | None:
    """The moment in UTC; None where that is before the year 1 or after 9999."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return None
