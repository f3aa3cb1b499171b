"""The values that travel along the path; each step makes a new value and never changes an earlier one.

    Publication -> StoryLink -> Page -> Capture -> Draft -> EditionDate -> Story -> rows

All are frozen. Times are timezone-aware ``datetime`` in UTC unless a field says otherwise; dates are the day printed on
the paper. Five times, never mixed: edition date, published, modified, first seen (kept by the archive), fetched.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from scraper import limits
from scraper.characters import fitted, stored_value
from scraper.reasons import Reason

T = TypeVar("T")


class FromOutside:
    """A value that comes from outside: texts and numbers are made fit for storing when it is made (``characters``).

    So no page, list, file or record can bring what the archive, the captures or the log cannot hold.

    :raises TypeError: a text is none, or a whole number is none, as in a record that somebody else has written.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, kind in _fields_of(self.__class__):
            value = getattr(self, name)
            fit: object
            if kind == "str":
                fit = fitted(name, _checked(value, str, name))
            elif kind == "int":
                number = _checked(value, int, name)
                fit = max(0, min(number, limits.POSITION)) if name == "position" else stored_value(number)
            elif name in _MAPPINGS:  # a rule may be the name of a meta element of the page
                fit = {each: fitted(name, rule) for each, rule in value.items()}
            else:
                fit = tuple(fitted(name, _checked(each, str, name)) for each in value)[: _MOST.get(name)]
            if fit != value:
                object.__setattr__(self, name, fit)


_MOST: Mapping[str, int] = {"authors": limits.AUTHORS, "topics": limits.TOPICS}
_TEXTS = ("tuple[str, ...]", "Sequence[str]")
_MAPPINGS = ("found_by", "permissions")  # of names of our own to texts


_FIELDS: dict[type, tuple[tuple[str, str], ...]] = {}  # of each kind of value that was made


def _fields_of(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a dataclass that hold texts and whole numbers, with the type of each as it is written."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(
            (each.name, str(each.type))
            for each in dataclasses.fields(kind)
            if each.type in ("str", "int", *_TEXTS) or each.name in _MAPPINGS
        )
    return _FIELDS[kind]


def _checked(value: object, kind: type[T], name: str) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{name} is {str(value)[:80]!r}, which is no {kind.__name__}")
    return value


class Access(enum.StrEnum):
    """How much of a story is held: what its page shows to everyone, or less where the page itself is not whole."""

    OPEN = "open"
    EXCERPT = "excerpt"  # paywalled: the opening paragraphs
    PART = "part"  # a part of its page, or of its pages, is missing: the capture is cut off
    HEADLINE = "headline"  # nothing but the headline


class MomentBy(enum.StrEnum):
    """What the moment of a page rests on that was captured by somebody who does not say when."""

    BEFORE = "the record before it"
    FILE = "the time of its file"
    IMPORT = "the import: it is not known"


class EvidenceKind(enum.StrEnum):
    """What an edition date rests on, strongest first (DESIGN.md, section 3)."""

    INDEX = "index"  # listed in the index of a dated edition
    STATEMENT = "statement"  # the page says so in words
    STRUCTURED = "structured"  # machine-readable print metadata of this very story
    URL = "url"  # the address names the edition's day
    CLAIMED = "claimed"  # imported captures say that the index of a dated edition lists it
    PUBLISHED = "published"  # nothing but the day of web publication


class Outcome(enum.StrEnum):
    """How one collection of one edition ended: exactly one per publication, date and label (DESIGN.md, section 6)."""

    COMPLETE = "complete"
    PARTIAL = "partial"  # below the declared range, stories failed, or a supplement is missing
    DEGRADED = "degraded"  # a fallback index was used, or its day is in doubt
    LATE = "late"  # expected, not there
    NOT_PUBLISHED = "not-published"  # declared closed, or the site says so
    STALE = "stale"  # another day's paper served in its place
    BLOCKED = "blocked"  # challenge page, 401, 403, 429, robots.txt
    BROKEN = "broken"  # answered, but marker or selectors found nothing


@dataclass(frozen=True, slots=True, order=True)
class EditionKey(FromOutside):
    """Names one edition: publication slug, the date printed on it, and its label (empty for a day's only one)."""

    publication: str
    date: dt.date
    label: str = ""
    supplement_of: str | None = field(default=None, compare=False)  # label of the parent edition

    def __str__(self) -> str:
        return f"{self.publication} {self.date}{' ' + self.label if self.label else ''}"


class Expectation(NamedTuple):
    """What a newspaper's schedule says of an edition: expected, optional or closed; of a closed one why."""

    date: dt.date
    label: str
    expectation: str
    why: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink(FromOutside):
    """A story as an edition's index lists it. ``position`` counts from 1 through the whole edition."""

    url: str
    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: str = ""
    section: str = ""
    page: str = ""
    position: int = 0
    published: str = ""  # as printed in the index, not parsed
    image: str = ""
    doubtful: bool = False  # its list may be that of another day: the place is kept, and does not date the story


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEdition(FromOutside):
    """An edition as its index shows it. ``name`` is the edition's ("City"), ``title`` this day's, if it has one.

    ``rules`` is the fingerprint of what read it, ``unverified`` the parts of it that nobody has confirmed
    (``scraper.collect.rules_followed``). ``shape`` is how its index looked, as JSON (``scraper.drift.shapes``).
    """

    key: EditionKey
    links: Sequence[StoryLink]
    index_name: str
    index_url: str = ""
    name: str = ""
    title: str = ""
    issue: str = ""
    cover_url: str = ""
    doubt: Reason | None = None  # why it is not certain that the list is this edition's
    rules: str = ""
    unverified: Sequence[str] = ()
    publication_title: str = ""  # for an archive where no file describes the newspaper
    shape: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedEdition:
    """How the collection of an edition ended, and why."""

    key: EditionKey
    outcome: Outcome
    reasons: Sequence[Reason] = ()
    failures: Sequence[tuple[str, Reason]] = ()  # (address as listed, why its story is not held)

    def __post_init__(self) -> None:
        fit = tuple((fitted("url", url), reason) for url, reason in self.failures)
        object.__setattr__(self, "failures", fit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of a run at an edition; the outcome is None where nothing answered, so that it was not tried at all."""

    key: EditionKey
    began: dt.datetime
    ended: dt.datetime
    outcome: Outcome | None
    reasons: Sequence[Reason] = ()
    listed: int = 0  # stories
    added: int = 0  # stories
    changed: int = 0  # stories
    again: bool = False  # stories that are held were asked for as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a request sends in its body; such a request is a POST (RFC 9110, section 9.3.3)."""

    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento(FromOutside):
    """The copy of a page that a web archive has, at its address there (RFC 7089), and when it was asked for."""

    url: str
    asked: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange(FromOutside):
    """A request and its answer as they were sent, without the transfer coding, which the HTTP library takes off.

    ``request`` and ``head`` are the first lines of the two up to the empty one; ``body`` is in its content coding. It
    holds a page only if ``sha256`` is that of the page's body.
    """

    request: bytes
    head: bytes
    body: bytes
    sha256: str  # of the body without its content coding; empty where that was not taken off


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(FromOutside):
    """One answered address, the same value whether fetched live, read from a WARC file or from a saved file.

    One that a web archive had in place of the newspaper has ``memento``: then ``fetched`` is when the archive fetched
    it, and all else is as the newspaper answered then.
    """

    url: str  # the address that answered, after redirects
    body: bytes  # decoded of any transfer and content encoding, not of its charset
    content_type: str = ""  # the header as sent, with its charset if any
    fetched: dt.datetime
    status: int = 200
    requested_url: str = ""  # the address that was asked for, where it differs
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case; X-Robots-Tag line by line
    post: Post | None = None  # what was sent; None for a GET
    exchange: Exchange | None = field(default=None, compare=False, repr=False)  # byte by byte, where that is known
    further: tuple[Page, ...] = ()  # the following pages of a story in several
    teasers: tuple[Page, ...] = ()  # the pages that led to this one, the listed one first
    missing: str = ""  # the address of a page of the story that could not be had
    cut: str = ""  # what of it is missing, where it was captured in part: "5,000 of 9,000 bytes"
    moment_by: MomentBy | None = None  # what ``fetched`` rests on, where the capture does not say it
    ordered: dt.datetime | None = None  # where its fetch stands among others, if its moment is in doubt
    withheld: bool = False  # a capture of earlier versions, of which headline and address alone were kept
    listed_in: EditionKey | None = None  # the edition for which it was fetched, of a story that this archive collected
    is_held: bool = False  # the site answered 304: its body is that of the capture before
    memento: Memento | None = None  # where a web archive has it, if it is from one


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit(FromOutside):
    """A fetch that brought the same bytes as an earlier one; the record points to that."""

    url: str
    fetched: dt.datetime
    original: str  # address of the earlier fetch
    digest: str = ""  # of its payload, as the record writes it
    not_modified: bool = False  # nothing was sent: the server said that it is as it was (304)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDays(FromOutside):
    """The editions of these days of a newspaper, both included, were asked for, whatever came of it."""

    publication: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown(FromOutside):
    """A story that was removed on request, and every address that led to it: none of them is stored again."""

    key: str
    url: str
    removed: dt.datetime
    reason: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry(FromOutside):
    """What was done to a story on request: it was removed, restricted to its metadata, or shown again."""

    moment: dt.datetime
    command: Literal["remove", "restrict", "lift"]
    key: str
    url: str
    reason: str = ""
    until: dt.date | None = None  # the day on which a restriction ends by itself
    done: Mapping[str, int] = field(default_factory=dict)  # what of it there was, by kind
    who: str = ""  # who gave the command
    version: str = ""  # of the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where the raw bytes of one fetch are stored; ``offset`` and ``length`` are those of the compressed record."""

    url: str
    fetched: dt.datetime
    sha256: str  # of the decoded body
    file: str  # name of the WARC file inside captures/
    offset: int
    length: int
    status: int = 200
    content_type: str = ""
    ordered: dt.datetime | None = None  # as of a page
    memento: Memento | None = None  # as of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(FromOutside):
    """A picture that belongs to the story."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink(FromOutside):
    """A link to another story seen on a page ("more stories from..."), with its teaser; not fetched yet."""

    url: str
    headline: str
    standfirst: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePermissions:
    """What a page and its headers ask for (``scraper.extract.page.permissions``)."""

    noarchive: bool = False  # show no copy (robots directives)
    tdm_reserved: bool = False  # no text and data mining (TDMRep)
    said: Mapping[str, str] = field(default_factory=dict)  # in their own words, by ``page_says.KEYS``


PUBLICATION_RULE = "publication rule"  # in ``Draft.found_by``, of what a newspaper's own file found


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(FromOutside):
    """What one page says about its story; ``found_by`` maps each field that was found to the rule that found it.

    ``body`` is text whose paragraphs are separated by one empty line; ``body_html`` the same, cleaned to a short list
    of harmless tags. ``published`` and ``modified`` are ISO 8601 with offset where the page states one (and without,
    where it does not). ``authors`` are persons; an agency is in ``agency``. ``language`` is a BCP 47 tag.
    """

    url: str  # canonical address
    headline: str = ""
    print_headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    dateline: str = ""
    body: str = ""
    body_html: str = ""
    language: str = ""
    published: str = ""
    modified: str = ""
    section: str = ""
    page: str = ""
    access: Access = Access.OPEN
    site: str = ""  # the publication's name as the page gives it
    noarchive: bool = False  # no copy may be shown: headline and address in anything public (DESIGN.md, section 8)
    tdm_reserved: bool = False  # text and data mining reserved (TDMRep)
    permissions: Mapping[str, str] = field(default_factory=dict)  # what its page and headers say: ``PagePermissions``
    images: tuple[Image, ...] = ()
    topics: tuple[str, ...] = ()
    related_links: tuple[RelatedLink, ...] = ()
    found_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(FromOutside):
    """What an edition date rests on: the kind, and the exact words or key (200 characters at most)."""

    kind: EvidenceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherEvidence:
    """Further evidence about the edition and the day it names, if any; it may contradict the strongest."""

    evidence: Evidence
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDate(FromOutside):
    """The edition a story belongs to, and the evidence.

    ``date`` is None where the page names an issue but no day. ``publication`` is the name as stated, or the title of
    the known publication. ``section``, ``page`` and ``print_headline`` are as printed, by the same
    evidence.
    """

    date: dt.date | None
    publication: str
    evidence: Evidence
    label: str = ""
    issue: str = ""
    section: str = ""
    page: str = ""
    print_headline: str = ""
    also: tuple[FurtherEvidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(FromOutside):
    """A story ready to be stored: what its page says, the edition it belongs to, and its placement there."""

    draft: Draft
    edition: EditionDate | None
    publication: str  # slug
    of_site: tuple[str, ...] = ()  # slugs of the newspapers whose site it is on, where any file names that
    placement: tuple[EditionKey, StoryLink] | None = None  # as a collected index lists it, perhaps another paper's
    withheld: bool = False  # only headline, address and dates may be kept, also in captures


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldStory(FromOutside):
    """A capture of which only headline, address and dates were kept, with the story as read from the whole page.

    ``page`` is the fetch without its body, whose hash is ``sha256``.
    """

    story: Story
    page: Page
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(FromOutside):
    """A page that did not become a story, and why; counted, never raised."""

    url: str
    reason: Reason
