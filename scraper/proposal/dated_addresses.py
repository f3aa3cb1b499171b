"""An address that holds a day as a template of a publication file, and the day (pure).

https://www.example.com/paper/2026-03-07/   ->   https://www.example.com/paper/{date:%Y-%m-%d}/, 7 March 2026
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.dates import date_or_none
from scraper.discover.date_formats import format_date

# The forms that newspapers' addresses have, the most telling first: of two that fit, the longer one counts.
FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m/%d", "%Y-%m/%d", "%Y%m%d", "%Y_%m_%d", "%Y.%m.%d", "%Y/%m-%d", "%Y/%-m/%-d",
    "%Y-%-m-%-d", "%Y/%b/%d", "%Y/%B/%d", "%Y/%b/%-d", "%Y/%B/%-d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d_%m_%Y",
    "%d%m%Y", "%-d-%-m-%Y", "%-d/%-m/%Y", "%m-%d-%Y", "%m/%d/%Y", "%m%d%Y", "%B-%-d-%Y", "%B-%d-%Y", "%-d-%B-%Y",
    "%d-%B-%Y", "%d-%b-%Y", "%b-%d-%Y", "%Y/%d-%m", "%G/%V", "%y%m%d", "%d%m%y",
)  # fmt: skip
_MONTHS = tuple(format_date(dt.date(2026, month, 1), "%B") for month in range(1, 13))
_DAY, _MONTH, _YEAR = r"(?P<d>0[1-9]|[12]\d|3[01])", r"(?P<m>0[1-9]|1[0-2])", r"(?P<Y>(?:19|20)\d\d)"
_PATTERNS = {
    "Y": _YEAR, "G": _YEAR, "y": r"(?P<y>\d\d)", "m": _MONTH, "-m": r"(?P<m>[1-9]|1[0-2])", "d": _DAY,
    "-d": r"(?P<d>[1-9]|[12]\d|3[01])", "V": r"(?P<V>0[1-9]|[1-4]\d|5[0-3])",
    "B": rf"(?P<B>(?i:{'|'.join(_MONTHS)}))", "b": rf"(?P<B>(?i:{'|'.join(month[:3] for month in _MONTHS)}))",
}  # fmt: skip
_CODE = re.compile(r"%(-?[A-Za-z])")


@dataclass(frozen=True, slots=True)
class DatedAddress:
    """An address in which ``words`` name ``day``; ``template`` is the address with a variable in their place."""

    template: str
    day: dt.date
    words: str
    end: int  # where the words end in the address

    @property
    def variable(self) -> str:
        """The variable alone: ``{date:%Y/%m/%d}``."""
        return self.template[self.template.index("{") : self.template.index("}") + 1]

    @property
    def rest(self) -> str:
        """What follows the day; that of a story's address is long."""
        return self.template.rpartition("}")[2]


def dated(address: str, *, near: dt.date) -> DatedAddress | None:
    """The day in an address; None where there is none. An address with braces of its own is none for a template.

    :param near: the day on which the address was met: where day and month may be exchanged, or the century is not said,
        the day nearest to it counts.
    """
    if "{" in address or "}" in address:
        return None
    return min(_found(address), key=lambda each: (-len(each.words), abs((each.day - near).days)), default=None)


def _found(address: str) -> Iterator[DatedAddress]:
    for written, pattern in _compiled():
        for match in pattern.finditer(address):
            parts = match.groupdict()
            day = _day(parts)
            if day is None:
                continue
            form = written
            if name := parts.get("B"):
                form += "|lower" if name.islower() else "|upper" if name.isupper() else ""
            start, end = match.span()
            template = f"{address[:start]}{{date:{form}}}{address[end:]}"
            yield DatedAddress(template=template, day=day, words=match[0], end=end)


def _day(parts: dict[str, str | None]) -> dt.date | None:
    year = int(parts.get("Y") or f"20{parts['y']}")
    if week := parts.get("V"):
        try:
            return dt.date.fromisocalendar(year, int(week), 4)
        except ValueError:
            return None
    if name := parts.get("B"):
        month = [full[:3].casefold() for full in _MONTHS].index(name[:3].casefold()) + 1
    else:
        month = int(parts["m"] or 0)
    return date_or_none(year, month, int(parts["d"] or 0))


@functools.cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, re.compile(rf"(?<![\dA-Za-z]){_pattern(form)}(?![\dA-Za-z])")) for form in FORMATS)


def _pattern(form: str) -> str:
    pieces = _CODE.split(form)
    return "".join(_PATTERNS[piece] if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
