"""The order in which stories came into the archive, or changed in it; their row ids are in the order of editions.

A story's number in ``arrivals`` is the moment at which its text came, in milliseconds since 1970, and larger than all
numbers before it: so what is new since a number is found by it, however old the edition. The moment is that of the
capture, as far as it was made by the run that stored it; of an imported capture it is that of the import, which the
name of our own file of captures begins with. So a rebuild gives nearly the same numbers. Pure.
"""

from __future__ import annotations

import datetime as dt
import re

MOMENT = re.compile(r"(\d{8}T\d{6})-")  # at the beginning of the name of a file of captures
LONGEST_RUN = 7 * 86_400_000  # milliseconds; a capture that is said to be later than its file by more was imported


def moment_of(file: str, fetched: str) -> int:
    """When a capture came into its file, in milliseconds since 1970.

    :param file: its name; one that is not ours has no moment, and then the capture's own counts.
    :param fetched: when the page was fetched, ISO 8601 in UTC.

    >>> moment_of("20261130T161651-import-7-00000.warc.gz", "1999-03-15T06:00:00Z") == 1796055411000
    True
    """
    taken = _milliseconds(fetched)
    match = MOMENT.match(file)
    begun = _milliseconds(f"{match[1]}Z") if match else 0
    return taken if not begun or begun <= taken <= begun + LONGEST_RUN else begun


def stamp(number: int) -> str:
    """The moment of a number, ISO 8601 in UTC; with its milliseconds, so that no two stories have the same.

    >>> stamp(1796055411007)
    '2026-11-30T16:16:51.007Z'
    """
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=number)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stamp_of_now() -> str:
    """This moment, written as ``stamp`` writes one."""
    return stamp(int(dt.datetime.now(dt.UTC).timestamp() * 1000))


def _milliseconds(moment: str) -> int:
    try:
        return int(dt.datetime.fromisoformat(moment).timestamp() * 1000)
    except ValueError:
        return 0
