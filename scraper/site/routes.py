"""The path of every page, and the pattern that recognises it (DESIGN.md, section 7). Pure.

A *directory* has a slash at its end (``/papers/the-meridian/``), a *leaf* has none (``/search``). Each has its JSON
beside it: the same path, without that slash, and with ``.json``. The other spelling of either redirects.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode, urlsplit

from scraper.dates import DateError, parse_date_range
from scraper.texts.dates import dates

MAIN = "main"  # stands for the empty label

# The forms of pages, by the ending of their path; Datasette's own tables have some of them, too.
ENDINGS = ("csl.json", "json", "csv", "jsonl", "atom", "svg", "bib", "ris", "epub", "xml", "db")

NEWSSTAND = "/"
SEARCH = "/search"
SUGGESTIONS = "/search/suggestions"
OPENSEARCH = "/opensearch.xml"
TIMELINE = "/timeline"
COVERAGE = "/coverage"
API = "/api"
DATA = "/archive"


@dataclass(frozen=True, slots=True)
class Span:
    """A day, month or year as it stands in an address; ``text`` is its one spelling."""

    first: dt.date
    last: dt.date
    text: str

    @property
    def day(self) -> dt.date | None:
        """The day, if it is one."""
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
    """The day a person typed, read as newspapers' dates are (``dating.dates``): 2026-03-07, 7 March 2026, 7. März 2026.

    :param languages: in which its month may be named, the reader's own first: that one says whether 3/7 is in March.
    :returns: None if it is no full day, or one that can be read in two ways.
    """
    text = " ".join(text.split())[:100]
    plain = span(text)  # an address of the site, of whatever year
    if plain and plain.day:
        return plain.day
    if not re.search(r"\d|年", text):  # most of what is typed: no language's names are loaded for it
        return None
    own, *others = languages
    found = dates.whole(text, languages=[own])
    if found is None and re.search(r"[^\W\d_]", text):
        found = dates.whole(text, languages=others)
    return found.date if found else None


def paper(slug: str) -> str:
    """A publication, with its calendar."""
    return f"/papers/{_segment(slug)}/"


def span_of_paper(slug: str, when: str | int) -> str:
    """A year, month or day of a publication."""
    return f"{paper(slug)}{when}/"


def edition(slug: str, date: str, label: str) -> str:
    """One edition; the one without a label is ``main``."""
    return f"{paper(slug)}{date}/{_segment(label or MAIN)}/"


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


def versions(key: str) -> str:
    """Every text of a story."""
    return f"{story(key)}/versions/"


def thumbnail(name: str) -> str:
    """The thumbnail of an image."""
    return f"/thumbnails/{name}"


def search(values: Mapping[str, Sequence[str]]) -> str:
    """A search with these values of its form; empty ones are left out."""
    return _with_values(SEARCH, values)


def timeline(values: Mapping[str, Sequence[str]]) -> str:
    """A timeline with these values of its form; empty ones are left out."""
    return _with_values(TIMELINE, values)


def _with_values(path: str, values: Mapping[str, Sequence[str]]) -> str:
    pairs = [(name, value) for name, several in values.items() for value in several if value]
    return f"{path}?{_query(pairs)}" if pairs else path


def language(tag: str, back: str) -> str:
    """Where a reader takes this language for the whole site, and comes back."""
    return f"/language?{_query([('to', tag), ('back', back)])}"


def with_query(path: str, values: Mapping[str, str | int]) -> str:
    """A path with a query string."""
    return f"{path}?{_query(list(values.items()))}" if values else path


def as_json(path: str) -> str:
    """The JSON beside a page."""
    return as_form(path, "json")


def as_form(path: str, ending: str) -> str:
    """The same in another form, beside the page: ``.csv``, ``.bib``."""
    plain, mark, query = path.partition("?")
    return f"{plain.rstrip('/') or '/'}.{ending}{mark}{query}"


def ending(path: str) -> str:
    """The form that a path asks for: ``json``, ``csl.json``; empty for a page."""
    return next((each for each in ENDINGS if path.endswith(f".{each}")), "")


def own(text: str) -> str:
    """The text if it is a path of this site, and nothing that a browser takes for another's address; else empty."""
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


def _pattern(path: str, *forms: str) -> re.Pattern[str]:
    """A page, its JSON, and its other forms by their endings."""
    endings = "|".join(map(re.escape, ("json", *forms)))
    return re.compile(rf"^{path}(?P<tail>/|/?\.(?:{endings}))?$")


# Datasette asks these before its own routes: they reserve the first segments named here and nothing else.
_PAPER = "/papers/(?P<slug>[^/]+?)"
NEWSSTAND_PATTERN = re.compile(r"^(?P<tail>/|/\.json)$")
PAPERS_PATTERN = _pattern("/papers")  # the newsstand as well
PAPER_PATTERN = _pattern(_PAPER, "atom")
UNDATED_PATTERN = _pattern(f"{_PAPER}/undated")
SPAN_PATTERN = _pattern(f"{_PAPER}/(?P<when>[^/]+?)")
EDITION_PATTERN = _pattern(f"{_PAPER}/(?P<when>[^/]+?)/(?P<label>[^/]+?)", "atom", "csv", "epub")
LATEST_PATTERN = _pattern("/on")
ON_PATTERN = _pattern("/on/(?P<when>[^/]+?)")
CITATIONS = ("bib", "ris", "csl.json")
STORIES_PATTERN = _pattern("/stories", *CITATIONS)
STORY_PATTERN = _pattern("/stories/(?P<key>[^/]+?)", *CITATIONS)
DIFF_PATTERN = _pattern("/stories/(?P<key>[^/]+?)/diff/(?P<old>[0-9]+)\\.\\.(?P<new>[0-9]+)")
VERSIONS_PATTERN = _pattern("/stories/(?P<key>[^/]+?)/versions")
SEARCH_PATTERN = _pattern("/search", "csv", "jsonl", "atom")
SUGGESTIONS_PATTERN = re.compile(r"^/search/suggestions$")
OPENSEARCH_PATTERN = re.compile(r"^/opensearch(?P<tail>\.xml)$")
TIMELINE_PATTERN = _pattern("/timeline", "csv", "svg")
COVERAGE_PATTERN = _pattern("/coverage")
THUMBNAIL_PATTERN = re.compile(r"^/thumbnails/(?P<name>[0-9a-f]{24})$")
LANGUAGE_PATTERN = re.compile(r"^/language$")
API_PATTERN = _pattern("/api")
ROBOTS_PATTERN = re.compile(r"^/robots\.txt$")
