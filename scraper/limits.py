"""Bounds of whatever comes from outside, and what is done with what is larger; SECURITY.md prints them as a table.

A bound stands here when it protects the machine or the archive (bytes, seconds, memory, how many). What a reader of
pages looks at, because more of it would say nothing new, stands beside that reader.
"""

from __future__ import annotations

from typing import NamedTuple

PAGE_BYTES = 20_000_000


class Bound(NamedTuple):
    """A line of the table: what is bounded, by how much of which unit, what happens beyond, the test that measures."""

    of: str
    most: float
    unit: str
    beyond: str
    test: str


TABLE: tuple[Bound, ...] = (
    Bound("a page, unpacked", PAGE_BYTES, "bytes", "not kept; its story or edition says why", "tests/collect"),
)
