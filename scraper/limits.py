"""Bounds of whatever comes from outside, and what is done with what is larger; SECURITY.md prints them as a table.

A bound stands here when it protects the machine or the archive (bytes, seconds, memory, how many). What a reader of
pages looks at, because more of it would say nothing new, stands beside that reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# What newspapers answer.
PAGE_BYTES = 20_000_000
PAGE_SECONDS = 60  # as collections have it
LOOKED_AT_SECONDS = 120  # as inspect and add have it
HEADER_BYTES = 131_072  # browsers take 256 kB, servers send 8
HEADER_LINES = 1_000
ROBOTS_BYTES = 512_000  # RFC 9309, section 2.5, asks for 500 KiB at least
TIME_MAP_BYTES = 5_000_000  # of a web archive: 40,000 copies of one page
REDIRECTS = 5  # RFC 9309, section 2.3.1.2, asks for as many
WAIT_SECONDS = 300
SILENCES = 6
COOKIE_BYTES = 100_000  # of a run; servers take 8,000 or 16,000 with a request

# The lists of editions.
LISTED_STORIES = 10_000
INDEX_PAGES = 1_000
LIST_BYTES = 100_000_000  # of these pages together, which are in memory until the last of them is read
REASONS = 10  # why an edition's stories are not held; each may have a text of its own
MARKUP = 500_000  # a list of 10,000 stories has 50 for each
JSON_VALUES = 600_000
ENTRIES = 100_000  # of a sitemap or feed; the protocol has 50,000
ENTRY_PARTS = 20_000  # elements of one of them, which may hold its whole story
LIST_TAGS = 500_000  # of a feed or a sitemap, which may have 50,000 addresses (sitemaps.org)
REFERENCES = 250_000  # of XML: a list of 10,000 stories has 25 for each

# Newspapers' files.
PUBLICATION_BYTES = 1_000_000  # the longest that is shipped has 6,000
PATTERN_CHARACTERS = 1_000  # at a time: a pattern may take the square of what it sees
PATTERN_TEXT = 100_000  # of a whole page, or of its script

# Images.
IMAGE_MEMORY = 160_000_000  # bytes
DRAWING_BYTES = 60_000
DRAWN_BYTES = 240_000

# Files to import.
SAVED_BYTES = 80_000_000
UNPACKED_AT_FIRST = 64_000_000  # bytes
UNPACKED_TIMES = 100
ZIP_LIST_BYTES = 4_000_000
RECORD_VALUES = 1_000_000  # numbers, texts, lists and objects of JSON: an edition of 50,000 stories has as many

# SQL that readers of a site ask (scraper/site/sql)
SQL_CHARACTERS = 20_000
SQL_BLANKS = 200  # in a row: Datasette's patterns take the square of their number
SQL_VALUE_BYTES = 8_000_000  # a story's text in any script
SQL_RESULT_BYTES = 16_000_000
SQL_JSON_BYTES = 3_000_000  # ... whose texts are to be read as JSON (_json), which takes twenty times as much memory
SQL_COLUMNS = 100
# Every link of a table's page repeats its address, and each value of a facet is a link.
TABLE_PARAMETERS, TABLE_FACETS, FACETED_BYTES = 100, 10, 2_000
SQL_CELLS, SQL_CELLS_OF_PAGE = 100_000, 10_000
SQL_MEMORY_BYTES = 64_000_000  # of SQLite in one process
SQL_PROCESS_BYTES = 300_000_000  # addresses of that process, with Python
SQL_TEMPORARY_BYTES = 200_000_000
SQL_SECONDS = 3.0
TABLE_SECONDS = 6.0
EXPORT_SECONDS = 120.0
SQL_PROCESSES = 2  # for each kind: the tables, and SQL of a reader's own
SQL_WAITING = 10
TABLES_WAITING = 60
REQUESTS = 200
EXPORTS = 20  # of whole searches; one of them is read at a time, piece by piece
VIEW_SECONDS = 15.0  # of the processor, of a page of our own: a search for nearly every word of a large archive
VIEW_WAIT_SECONDS = 50.0  # ... by the clock, on a busy machine or a slow disk; proxies wait for 60

# Characters of the fields of a story and of a list, by their names: of 1,251 real pages none had a quarter of it.
BODY = 2_000_000
BODY_HTML = 2 * BODY
STANDFIRST = 20_000
ADDRESS = 8_000
LINE = 2_000
SHORT_TEXT = 500  # a section, a page's label, an author, a keyword: whatever is not named here
ADDRESSES = ("url", "requested_url", "original", "missing", "index_url", "cover_url", "image", "addresses")
CHARACTERS: Mapping[str, int] = {
    "body": BODY,
    "body_html": BODY_HTML,
    **dict.fromkeys(("standfirst", "caption"), STANDFIRST),
    **dict.fromkeys(ADDRESSES, ADDRESS),
    **dict.fromkeys(("headline", "print_headline", "kicker", "title", "byline", "credit", "text"), LINE),
}
POSITION = 1_000_000  # of a story in its edition
AUTHORS = 200
TOPICS = 500

# The site: who guesses passwords. Attackers have many addresses, a reader one; what is not one reader's for certain
# (a proxy's address, a private network's) is slowed down and never locked out.
LOGIN_TRIES = 5
LOGIN_SECONDS = 900.0
LOGIN_SHARED_SECONDS = 30.0
LOGIN_CLIENTS = 10_000
LOGIN_WAITING = 50

# The site: connections and requests.
CONNECTIONS = 500
HEADER_SECONDS = 10.0
REQUEST_SECONDS = 30.0
STALLED_SECONDS = 30.0
UNSENT_BYTES = 64_000_000
REQUEST_BODY_BYTES = 1_000_000
REQUEST_HEAD_BYTES = 131_072  # a pasted text of 10,000 characters is a search like any other, in any script
PARAMETERS, PARAMETER_NAMES = 1_000, 100  # 500 stories to be cited; 90 columns


class Bound(NamedTuple):
    """A line of the table: what is bounded, by how much of which unit, what happens beyond, the test that measures."""

    of: str
    most: float
    unit: str
    beyond: str
    test: str


SKIPPED = "skipped; --list-skipped names it"

# The tests that measure.
BOMBS = "tests/captures/test_bombs.py"
DOOR = "tests/site/door/test_connections.py"
FIT = "tests/test_items.py"
GATE = "tests/site/private/test_login_gate.py"
HEADERS = "tests/collect/test_headers.py"
INDEXES = "tests/discover/test_hostile.py"
INDEX_WORDS = "tests/collect/test_index_words.py"
LISTS = "tests/collect/test_lists.py"
MARKED = "tests/discover/test_index_document.py"
OUTCOME = "tests/collect/test_outcome.py"
POLITENESS = "tests/collect/test_politeness.py"
REQUESTS_TEST = "tests/site/door/test_requests.py"
WEB_ARCHIVE = "tests/collect/test_web_archive.py"
ROBOTS = "tests/collect/test_robots.py"
SILENCE = "tests/collect/test_silence.py"
SITEMAPS = "tests/discover/test_sitemaps.py"
THROTTLE = "tests/site/private/test_throttle.py"
THUMBNAILS = "tests/test_thumbnails.py"
VALUES = "tests/discover/test_values.py"
WALK = "tests/discover/test_walk.py"

TABLE: tuple[Bound, ...] = (
    Bound("a page, unpacked", PAGE_BYTES, "bytes", "not kept; its story or edition says why", "tests/collect"),
    Bound("... with the pages of a story before it", PAGE_BYTES, "bytes", "the story is cut short there", INDEX_WORDS),
    Bound("the time for a page", PAGE_SECONDS, "seconds", "asked for twice more, then given up", SILENCE),
    Bound("... that is inspected", LOOKED_AT_SECONDS, "seconds", "given up", "tests/collect/test_fetch.py"),
    Bound("the headers of an answer", HEADER_BYTES, "bytes", "not read further; the page is not kept", HEADERS),
    Bound("... their lines", HEADER_LINES, "lines", "not read further; the page is not kept", HEADERS),
    Bound("redirects in a row", REDIRECTS, "redirects", "not followed further", POLITENESS),
    Bound("a TimeMap of a web archive", TIME_MAP_BYTES, "bytes", "its TimeGate is asked instead", WEB_ARCHIVE),
    Bound("a robots.txt", ROBOTS_BYTES, "bytes", "its beginning holds; one without end forbids all", ROBOTS),
    Bound("a wait that a server asks for", WAIT_SECONDS, "seconds", "asked another day", POLITENESS),
    Bound("requests in a row without an answer", SILENCES, "requests", "its host is not asked again", SILENCE),
    Bound("the cookies of a run", COOKIE_BYTES, "bytes", "all are forgotten", POLITENESS),
    Bound("an edition's stories", LISTED_STORIES, "stories", "the first are taken; it is partial", LISTS),
    Bound("... pages of its list", INDEX_PAGES, "pages", "the first are read; it is partial", WALK),
    Bound("... all these pages together", LIST_BYTES, "bytes", "the first are read; it is partial", "tests/discover"),
    Bound("... tags and attributes of its page", MARKUP, "of them", "the list is cut off there; it is partial", MARKED),
    Bound("... values of its JSON", JSON_VALUES, "values", "not read; its edition says why", MARKED),
    Bound("... entries of a sitemap or feed", ENTRIES, "entries", "the first are read; it is partial", SITEMAPS),
    Bound("... elements of such an entry", ENTRY_PARTS, "elements", "the first are read", SITEMAPS),
    Bound("the tags of a feed or a sitemap", LIST_TAGS, "tags", "the first are read; it is partial", INDEXES),
    Bound("the references (&amp;) of an index of XML", REFERENCES, "of them", "cut off there; it is partial", INDEXES),
    Bound("reasons why an edition's stories are missing", REASONS, "reasons", "the commonest are named", OUTCOME),
    Bound("a newspaper's file", PUBLICATION_BYTES, "bytes", "left out, with its fault", "tests/catalogue"),
    Bound("what a pattern of a newspaper's file sees", PATTERN_TEXT, "characters", "the first are searched", VALUES),
    Bound("... at a time", PATTERN_CHARACTERS, "characters", "searched piece by piece; of more no `sub`", VALUES),
    Bound("a story's text", BODY, "characters", "cut", FIT),
    Bound("a standfirst, a caption", STANDFIRST, "characters", "cut", FIT),
    Bound("a headline, a kicker, a byline, a credit", LINE, "characters", "cut", FIT),
    Bound("a section, a page's label, an author, a keyword", SHORT_TEXT, "characters", "cut", FIT),
    Bound("an address", ADDRESS, "characters", "not asked for; its story says why", FIT),
    Bound("a story's authors", AUTHORS, "names", "the first are kept", FIT),
    Bound("a story's keywords", TOPICS, "keywords", "the first are kept", FIT),
    Bound("an image, unpacked", IMAGE_MEMORY, "bytes", "no thumbnail; the image says why", THUMBNAILS),
    Bound("a drawing (SVG)", DRAWING_BYTES, "bytes", "no thumbnail; the image says why", THUMBNAILS),
    Bound("... everything it refers to written out", DRAWN_BYTES, "bytes", "the same", THUMBNAILS),
    Bound("a saved page with its images (MHTML)", SAVED_BYTES, "bytes", SKIPPED, BOMBS),
    Bound(
        "what a file to import unpacks to",
        UNPACKED_TIMES,
        "times its size",
        "what follows in that piece is skipped",
        BOMBS,
    ),
    Bound("the list of members of a WACZ file", ZIP_LIST_BYTES, "bytes", "the file is left out", BOMBS),
    Bound("an edition record", RECORD_VALUES, "values", SKIPPED, BOMBS),
    Bound("SQL of a reader", SQL_CHARACTERS, "characters", "413, in words", "tests/site/sql"),
    Bound("... a value of it", SQL_VALUE_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... its result, as JSON", SQL_RESULT_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... with texts to be read as JSON (`_json`)", SQL_JSON_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... its result on a page", SQL_CELLS_OF_PAGE, "cells", "cut off, as the page says", "tests/site/sql"),
    Bound("... memory of SQLite for it", SQL_MEMORY_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... each of its files on disk", SQL_TEMPORARY_BYTES, "bytes", "400, in words", "tests/site/sql"),
    Bound("... its time", SQL_SECONDS, "seconds", "400; a process that does not hear is killed", "tests/site/sql"),
    Bound("... how many at once", SQL_PROCESSES, "processes", f"{SQL_WAITING} wait, then 503", "tests/site/sql"),
    Bound("the parameters of a table's address", TABLE_PARAMETERS, "parameters", "414, in words", "tests/site/sql"),
    Bound("... its facets", TABLE_FACETS, "facets", "414, in words", "tests/site/sql"),
    Bound("... its length, with facets", FACETED_BYTES, "bytes", "414, in words", "tests/site/sql"),
    Bound("statements of a table's page", TABLE_SECONDS, "seconds", "400, in words", "tests/site/sql"),
    Bound("... how many at once", SQL_PROCESSES, "processes", f"{TABLES_WAITING} wait, then 503", "tests/site/sql"),
    Bound("the work on a page, a search", VIEW_SECONDS, "seconds of processor", "503, in words", "tests/site/http"),
    Bound("... its time", VIEW_WAIT_SECONDS, "seconds", "the same", "tests/site/http"),
    Bound("exports of whole searches at once", EXPORTS, "exports", "503, in words", "tests/site/http"),
    Bound("requests of a site at once", REQUESTS, "requests", "503, in words", "tests/site/http"),
    Bound("wrong passwords in a row", LOGIN_TRIES, "tries", "the address waits, each time twice as long", GATE),
    Bound("... the wait of an address of one reader", LOGIN_SECONDS, "seconds", "does not grow", THROTTLE),
    Bound("... of any other, such as a proxy's", LOGIN_SHARED_SECONDS, "seconds", "does not grow", THROTTLE),
    Bound("... addresses remembered", LOGIN_CLIENTS, "addresses", "the oldest is forgotten", THROTTLE),
    Bound("passwords to be checked, one at a time", LOGIN_WAITING, "requests", "429", THROTTLE),
    Bound("connections to the site", CONNECTIONS, "connections", "who waits longest makes place", DOOR),
    Bound("... the head of a request", HEADER_SECONDS, "seconds", "closed", DOOR),
    Bound("... a whole request", REQUEST_SECONDS, "seconds", "closed", DOOR),
    Bound("... an answer of which nothing is read", STALLED_SECONDS, "seconds", "closed", DOOR),
    Bound("... all answers that are not read yet", UNSENT_BYTES, "bytes", "who reads least is closed", DOOR),
    Bound("the head of a request to the site", REQUEST_HEAD_BYTES, "bytes", "431", REQUESTS_TEST),
    Bound("... its body", REQUEST_BODY_BYTES, "bytes", "413", REQUESTS_TEST),
    Bound("the parameters of an address", PARAMETERS, "parameters", "414", REQUESTS_TEST),
    Bound("... and their names", PARAMETER_NAMES, "names", "414", REQUESTS_TEST),
)
