"""Bounds of whatever comes from outside, and what is done with what is larger; SECURITY.md prints them as a table.

A bound stands here when it protects the machine or the archive (bytes, seconds, memory, how many). What a reader of
pages looks at, because more of it would say nothing new, stands beside that reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

PAGE_BYTES = 20_000_000

# SQL that readers of a site ask (scraper/site/sql)
SQL_CHARACTERS = 20_000
SQL_BLANKS = 200  # in a row: Datasette's patterns take the square of their number
SQL_VALUE_BYTES = 4_000_000
SQL_RESULT_BYTES = 16_000_000
SQL_COLUMNS = 100
SQL_MEMORY_BYTES = 48_000_000  # of SQLite in one process
SQL_PROCESS_BYTES = 300_000_000  # addresses of that process, with Python
SQL_TEMPORARY_BYTES = 200_000_000
SQL_SECONDS = 3.0
TABLE_SECONDS = 6.0
EXPORT_SECONDS = 120.0
SQL_PROCESSES = 2  # for each kind: the tables, and SQL of a reader's own
SQL_WAITING = 6
TABLES_WAITING = 60
# Characters of the fields of a story and of a list, by their names: of 1,251 real pages none had a quarter of it.
BODY = 2_000_000
BODY_HTML = 2 * BODY
STANDFIRST = 20_000
ADDRESS = 8_000
LINE = 2_000
SHORT_TEXT = 500  # a section, a page's label, an author, a keyword: whatever is not named here
CHARACTERS: Mapping[str, int] = {
    "body": BODY,
    "body_html": BODY_HTML,
    **dict.fromkeys(("standfirst", "caption"), STANDFIRST),
    **dict.fromkeys(("url", "requested_url", "original", "missing", "index_url", "cover_url", "image"), ADDRESS),
    **dict.fromkeys(("headline", "print_headline", "kicker", "title", "byline", "credit", "text"), LINE),
}
POSITION = 1_000_000  # of a story in its edition
AUTHORS = 200
TOPICS = 500


class Bound(NamedTuple):
    """A line of the table: what is bounded, by how much of which unit, what happens beyond, the test that measures."""

    of: str
    most: float
    unit: str
    beyond: str
    test: str


FIT = "tests/test_items.py"
TABLE: tuple[Bound, ...] = (
    Bound("a page, unpacked", PAGE_BYTES, "bytes", "not kept; its story or edition says why", "tests/collect"),
    Bound("SQL of a reader", SQL_CHARACTERS, "characters", "413, in words", "tests/site/sql"),
    Bound("... a value of it", SQL_VALUE_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... its result", SQL_RESULT_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... memory of SQLite for it", SQL_MEMORY_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... each of its files on disk", SQL_TEMPORARY_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... its time", SQL_SECONDS, "seconds", "400; a process that does not hear is killed", "tests/site/sql"),
    Bound("... how many at once", SQL_PROCESSES, "processes", f"{SQL_WAITING} wait, then 503", "tests/site/sql"),
    Bound("statements of a table's page", TABLE_SECONDS, "seconds", "400, in words", "tests/site/sql"),
    Bound("... how many at once", SQL_PROCESSES, "processes", f"{TABLES_WAITING} wait, then 503", "tests/site/sql"),
    Bound("a story's text", BODY, "characters", "cut", FIT),
    Bound("a standfirst, a caption", STANDFIRST, "characters", "cut", FIT),
    Bound("a headline, a kicker, a byline, a credit", LINE, "characters", "cut", FIT),
    Bound("a section, a page's label, an author, a keyword", SHORT_TEXT, "characters", "cut", FIT),
    Bound("an address", ADDRESS, "characters", "not asked for; its story says why", FIT),
    Bound("a story's authors", AUTHORS, "names", "the first are kept", FIT),
    Bound("a story's keywords", TOPICS, "keywords", "the first are kept", FIT),
)
