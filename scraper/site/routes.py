"""The path of every page, and the pattern that recognises it (DESIGN.md, section 7). Pure.

The path of a *directory* ends in a slash (``/papers/the-meridian/``), that of a *leaf* does not (``/search``). The JSON
of either has the same path, without that slash and with ``.json``. The other spelling of a page redirects.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode, urlsplit

from scraper.dates import DateError, parse_date_range
from scraper.site.representations import FORMATS, PAGES
from scraper.texts.dates import dates

MAIN = "main"  # stands for the empty label

# The endings of paths that lead to no HTML: of the pages' representations, of the search description (OpenSearch) and
# of Datasette's database file. An ending that is the end of another one comes after it.
ENDINGS = tuple(sorted((*FORMATS, "xml", "db"), key=len, reverse=True))

NEWSSTAND = "/"
SEARCH = "/search"
SUGGESTIONS = "/search/suggestions"
OPENSEARCH = "/opensearch.xml"
UNAPI = "/unapi"
STATEMENT = "/statement"
TIMELINE = "/timeline"
COVERAGE = "/coverage"
RUNS = "/runs/"
API = "/api"
OPDS = "/opds"  # the catalogue of editions as books
OPDS_PAPERS = "/opds/papers"
OPDS_LATEST = "/opds/latest"
OPDS_SEARCH = "/opds/search"
OPDS_DESCRIPTION = "/opds/opensearch.xml"


@dataclass(frozen=True, slots=True)
class Span:
    """A day, month or year in an address; ``text`` is its one spelling: 2024-12-07, 2024-12 or 2024."""

    first: dt.date
    last: dt.date
    text: str

    @property
    def day(self) -> dt.date | None:
        """The day; None if it is a month or a year."""
        return self.first if self.first == self.last else None

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.text) == 4


def span(text: str) -> Span | None:
    """YYYY, YYYY-MM or YYYY-MM-DD as a span of days; None if it is no date."""
    try:
        first, last = parse_date_range(text)
    except DateError:
        return None
    return Span(first, last, first.isoformat()[: {0: 4, 1: 7, 2: 10}[text.count("-")]])


def typed_day(text: str, languages: Sequence[str] = ("en",)) -> dt.date | None:
    """The day a person typed, read as dates in newspapers are: 2026-03-07, 7 March 2026, 7. März 2026.

    :param languages: in which its month may be named, the reader's own first: that one says whether 3/7 is in March.
    :returns: None if it is no full day, or one that can be read in two ways.
    """
    text = " ".join(text.split())[:100]
    plain = span(text)  # as in an address of the site, whatever the year
    if plain and plain.day:
        return plain.day
    if not re.search(r"\d|年", text):  # most of what is typed: no language's names are loaded for it
        return None
    own, *others = languages
    day = dates.whole(text, languages=[own])
    if day is None and re.search(r"[^\W\d_]", text):
        day = dates.whole(text, languages=others)
    return day.date if day else None


def paper(slug: str) -> str:
    """A publication, with its calendar."""
    return f"/papers/{_segment(slug)}/"


def span_of_paper(slug: str, when: str | int) -> str:
    """A year, month or day of a publication."""
    return f"{paper(slug)}{when}/"


def edition(slug: str, date: str, label: str) -> str:
    """One edition; the one without a label is ``main``."""
    return f"{paper(slug)}{date}/{_segment(label or MAIN)}/"


def cover(edition: str, *, small: bool = False) -> str:
    """The cover of an edition's book.

    :param edition: its path.
    """
    return with_ending(edition, "jpg") + ("?small=1" if small else "")


def latest_book(slug: str) -> str:
    """The newest edition of a publication as a book."""
    return f"{paper(slug)}latest.epub"


def catalogue(slug: str, values: Mapping[str, str | int] | None = None) -> str:
    """The editions of a publication as books."""
    return with_query(f"{OPDS_PAPERS}/{_segment(slug)}", values or {})


def labels(segment: str) -> tuple[str, ...]:
    """The labels an address may mean, likeliest first: ``main`` is the empty one, or a label of that very name."""
    label = unquote(segment)
    return ("", MAIN) if label == MAIN else (label,)


def undated(slug: str) -> str:
    """The stories of a publication whose day is not known."""
    return f"{paper(slug)}undated/"


def on(when: str) -> str:
    """All papers of a day, or the days of a month or year."""
    return f"/on/{when}/"


def story(key: str) -> str:
    """A story; permanent."""
    return f"/stories/{_segment(key)}"


def stories(keys: Sequence[str]) -> str:
    """Chosen stories, to be cited together."""
    return f"/stories?{_query([('key', key) for key in keys])}" if keys else "/stories"


def diff(key: str, old: int, new: int) -> str:
    """What changed in a story between two of its versions."""
    return f"{story(key)}/diff/{old}..{new}"


def versions(key: str, values: Mapping[str, str | int] | None = None) -> str:
    """Every text of a story.

    :param values: of the query string.
    """
    return with_query(f"{story(key)}/versions/", values or {})


def thumbnail(name: str) -> str:
    """The thumbnail of an image."""
    return f"/thumbnails/{name}"


def newsstand(values: Mapping[str, Sequence[str]]) -> str:
    """The newsstand with these filters; empty ones are left out."""
    return _with_values(NEWSSTAND, values)


def coverage(values: Mapping[str, Sequence[str]]) -> str:
    """The coverage of these publications."""
    return _with_values(COVERAGE, values)


def runs(values: Mapping[str, str | int] | None = None) -> str:
    """What was collected when, by which run."""
    return with_query(RUNS, values or {})


def run(number: int, values: Mapping[str, str | int] | None = None) -> str:
    """What one run did."""
    return with_query(f"{RUNS}{number}", values or {})


def search(values: Mapping[str, Sequence[str]]) -> str:
    """A search with these values of its form; empty ones are left out."""
    return _with_values(SEARCH, values)


def statement(values: Mapping[str, Sequence[str]]) -> str:
    """What a search with these values of its form rests on."""
    return _with_values(STATEMENT, values)


def timeline(values: Mapping[str, Sequence[str]]) -> str:
    """A timeline with these values of its form; empty ones are left out."""
    return _with_values(TIMELINE, values)


def _with_values(path: str, values: Mapping[str, Sequence[str]]) -> str:
    pairs = [(name, value) for name, several in values.items() for value in several if value]
    return f"{path}?{_query(pairs)}" if pairs else path


def language(tag: str, back: str) -> str:
    """Choose a language for the whole site, and come back to a path."""
    return f"/language?{_query([('to', tag), ('back', back)])}"


def with_query(path: str, values: Mapping[str, str | int]) -> str:
    """A path with a query string."""
    return f"{path}?{_query(list(values.items()))}" if values else path


def as_json(path: str) -> str:
    """The path of a page's JSON."""
    return with_ending(path, "json")


def with_ending(path: str, ending: str) -> str:
    """The path of a page's representation with this ending: ``csv``, ``bib``."""
    plain, mark, query = path.partition("?")
    return f"{plain.rstrip('/') or '/'}.{ending}{mark}{query}"


def ending(path: str) -> str:
    """The ending of a path that asks for a representation: ``json``, ``csl.json``; "" for a page."""
    return next((ending for ending in ENDINGS if path.endswith(f".{ending}")), "")


def is_of_tables(path: str) -> bool:
    """Whether a path is Datasette's own: its tables, SQL, and what it says of itself."""
    return path.startswith(("/-/", "/archive/", "/archive.")) or path == "/archive"


def local_path(text: str) -> str:
    """The text if it is a path of this site; "" if a browser would take it for the address of another site."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = text.isascii() and text.isprintable() and "\\" not in text and not parts.scheme and not parts.netloc
    return text if plain and re.match("/(?!/)", text) else ""


def _segment(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _query(pairs: list[tuple[str, str]] | list[tuple[str, str | int]]) -> str:
    return urlencode(pairs, errors="replace")


def _pattern(path: str, page: str = "") -> re.Pattern[str]:
    """The paths of a page, of its JSON, and of its other representations by their endings.

    :param page: its name in ``PAGES``; "" for a page that has JSON alone.
    """
    endings = "|".join(map(re.escape, ("json", *PAGES.get(page, ()))))
    return re.compile(rf"^{path}(?P<tail>/|/?\.(?:{endings}))?$")


# Datasette tries these before its own routes: they take the first segments named here and nothing else.
_PAPER = "/papers/(?P<slug>[^/]+?)"
NEWSSTAND_PATTERN = re.compile(r"^(?P<tail>/|/\.json)$")
PAPERS_PATTERN = _pattern("/papers")  # the newsstand as well
PAPER_PATTERN = _pattern(_PAPER, "publication")
LATEST_BOOK_PATTERN = re.compile(rf"^{_PAPER}/latest(?P<tail>\.epub)$")
UNDATED_PATTERN = _pattern(f"{_PAPER}/undated")
SPAN_PATTERN = _pattern(f"{_PAPER}/(?P<when>[^/]+?)")
EDITION_PATTERN = _pattern(f"{_PAPER}/(?P<when>[^/]+?)/(?P<label>[^/]+?)", "edition")
LATEST_PATTERN = _pattern("/on")
ON_PATTERN = _pattern("/on/(?P<when>[^/]+?)")
STORIES_PATTERN = _pattern("/stories", "stories")
STORY_PATTERN = _pattern("/stories/(?P<key>[^/]+?)", "story")
DIFF_PATTERN = _pattern("/stories/(?P<key>[^/]+?)/diff/(?P<old>[0-9]+)\\.\\.(?P<new>[0-9]+)")
VERSIONS_PATTERN = _pattern("/stories/(?P<key>[^/]+?)/versions")
SEARCH_PATTERN = _pattern("/search", "search")
SUGGESTIONS_PATTERN = re.compile(r"^/search/suggestions$")
OPENSEARCH_PATTERN = re.compile(r"^/opensearch(?P<tail>\.xml)$")
UNAPI_PATTERN = re.compile(r"^/unapi$")
STATEMENT_PATTERN = _pattern("/statement", "statement")
TIMELINE_PATTERN = _pattern("/timeline", "timeline")
COVERAGE_PATTERN = _pattern("/coverage")
RUNS_PATTERN = _pattern("/runs")
RUN_PATTERN = _pattern("/runs/(?P<run>[^/]+?)")
THUMBNAIL_PATTERN = re.compile(r"^/thumbnails/(?P<name>[0-9a-f]{24})$")
LANGUAGE_PATTERN = re.compile(r"^/language$")
OPDS_PATTERN = _pattern(OPDS)
OPDS_PAPERS_PATTERN = _pattern(OPDS_PAPERS)
OPDS_PAPER_PATTERN = _pattern(f"{OPDS_PAPERS}/(?P<slug>[^/]+?)")
OPDS_LATEST_PATTERN = _pattern(OPDS_LATEST)
OPDS_SEARCH_PATTERN = _pattern(OPDS_SEARCH)
OPDS_DESCRIPTION_PATTERN = re.compile(r"^/opds/opensearch(?P<tail>\.xml)$")
API_PATTERN = _pattern("/api")
ROBOTS_PATTERN = re.compile(r"^/robots\.txt$")
