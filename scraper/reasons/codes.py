"""Reason codes: why something is not held, or not held whole, as a code with its numbers and names (pure).

An edition has any number of reasons (``editions.detail``, a JSON array), a listed story or an image that could not be
had has one (``placements.failure`` and ``thumbnails.failure``, a JSON object), and so has a page that was given and
made no story. ``scraper.reasons.words`` puts a reason into words, wherever it is shown and in the language of whoever
reads it.

A new code is a line of ``Code``, one of ``FIELDS``, and its words in ``scraper.reasons.words``. A code that was stored
once is never renamed: archives and captures have it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from scraper.characters import fitted, stored_value


class Code(enum.StrEnum):
    """The kinds of reasons, as the archive, captures, SQL and JSON name them."""

    # Of an edition that was looked for.
    NEVER_TRIED = "never_tried"
    NOT_REACHED = "not_reached"  # whenever it was looked for, nothing answered
    NOT_FINISHED = "not_finished"  # its collection began, and did not end
    DECLARED_CLOSED = "declared_closed"
    COMBINED = "combined"  # the day shares the edition of a day before
    OUT_OF_REACH = "out_of_reach"  # older than what the newspaper's site can be asked for
    NO_SUCH_LABEL = "no_such_label"  # the newspaper's file does not have it any more
    NO_INDEX = "no_index"  # none can be asked for this day
    NOT_THERE = "not_there"  # it was due
    NOT_DUE_YET = "not_due_yet"  # and is not there
    ANOTHER_INDEX = "another_index"  # than the first was used, because of this
    WRONG_DATE = "wrong_date"  # the index is that of another day
    ANOTHER_DAY = "another_day"  # the index answered with the paper of another day than the one wanted
    DAY_LOST = "day_lost"  # a redirect led to an address without the day wanted
    DAY_IN_DOUBT = "day_in_doubt"  # the index may be that of another day
    PAGES_OF_ANOTHER_DAY = "pages_of_another_day"  # were left out of the list
    REPEATED = "repeated"  # of its stories, so many stood in the edition before
    ALL_REFUSED = "all_refused"
    NONE_READABLE = "none_readable"
    NOT_HELD = "not_held"  # some of its stories
    STORIES_CUT_SHORT = "stories_cut_short"  # of some of its stories a page is missing
    OTHER_REASONS = "other_reasons"  # than the commonest ones of an edition's stories
    TOO_FEW_STORIES = "too_few_stories"
    TOO_MANY_STORIES = "too_many_stories"
    FEWER_THAN_USUAL = "fewer_than_usual"
    TOO_FEW_SECTIONS = "too_few_sections"
    NO_SECTION = "no_section"
    THIN_FIELD = "thin_field"  # given for fewer stories than is expected
    SHORT_STORIES = "short_stories"
    FIELD_LOST = "field_lost"  # which the stories' pages usually have
    RULE_LOST = "rule_lost"  # the newspaper's own rule finds nothing any more; the general reader does
    UNUSUAL_TEXTS = "unusual_texts"  # much shorter or longer than the newspaper's are
    SUPPLEMENT_MISSING = "supplement_missing"
    LIST_CUT_OFF = "list_cut_off"  # in the middle of a page of it
    LIST_TOO_LONG = "list_too_long"  # its beginning was taken
    LIST_GOES_ON = "list_goes_on"  # behind the last page that max_pages lets through
    LIST_PAGE_MISSING = "list_page_missing"  # one of several
    STORIES_UNLISTED = "stories_unlisted"  # they stand on its list's pages, and no selector finds them
    YIELD_FELL = "yield_fell"  # a selector of the list found less than ever
    ALTERNATE_USED = "alternate_used"  # a selector found nothing any more, and the next one of its field was taken
    PAGING_ENDED = "paging_ended"  # behind fewer pages of the list than it ever had
    LIST_ENDS_EARLY = "list_ends_early"  # its beginning is as it always is
    SECTIONS_RENAMED = "sections_renamed"
    OTHER_KIND = "other_kind"  # of document than its list was
    DAY_UNSTATED = "day_unstated"  # where its list always stated it
    MANY_MORE_LISTED = "many_more_listed"
    OTHER_ADDRESSES = "other_addresses"  # than stories ever had
    INDEX_SHOWS_NONE = "index_shows_none"  # nor the edition before, which it did show
    FROM_WEB_ARCHIVE = "from_web_archive"  # its list and its stories, as the newspaper has them no more
    CLAIMED = "claimed"  # what is known of it was imported, and nobody here has seen it
    # Of an address that was asked for: of an index, a story or an image.
    NOT_FOUND = "not_found"  # 404, 410
    REFUSED = "refused"  # 401, 403, 429 and their like
    ERROR_STATUS = "error_status"
    REDIRECT = "redirect"
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"
    ROBOTS_REFUSED = "robots_refused"  # the answer to robots.txt means no: 401, 403, 429, a server's error
    ROBOTS_UNREACHABLE = "robots_unreachable"  # out of reach, which means no as well
    NO_WEB_ADDRESS = "no_web_address"
    NO_PAGE = "no_page"  # a redirect to an address that is none
    REDIRECT_LOOP = "redirect_loop"
    NO_ANSWER = "no_answer"
    TIMED_OUT = "timed_out"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"  # before the answer was there
    NAME_UNKNOWN = "name_unknown"  # to DNS
    TLS_FAILED = "tls_failed"
    NOT_HTTP = "not_http"  # whatever came
    HEADERS_TOO_LONG = "headers_too_long"
    ADDRESS_TOO_LONG = "address_too_long"
    INSIDE_NETWORK = "inside_network"  # the address leads into the network that the program runs in
    HOST_SILENT = "host_silent"  # it was not asked any more, since it did not answer
    WAIT_TOO_LONG = "wait_too_long"  # the server asks us to come back later than a run can wait
    NOT_ASKED_FOR = "not_asked_for"  # the site refused the ones before
    NOT_IN_WEB_ARCHIVE = "not_in_web_archive"  # no copy of the time that it must be of
    COPIES_UNUSABLE = "copies_unusable"  # which a web archive has of then: redirects, errors
    WEB_ARCHIVE_FAILED = "web_archive_failed"  # it did not answer, or refused
    # Of an index that answered: the errors of ``scraper.discover``.
    INDEX_UNREADABLE = "index_unreadable"
    VARIABLE_MISSING = "variable_missing"
    MARKER_MISSING = "marker_missing"
    NOTHING_FOUND = "nothing_found"
    ALL_FILTERED = "all_filtered"
    NOT_LISTED = "not_listed"
    NOT_JSON = "not_json"
    WRONG_TYPE = "wrong_type"
    CHALLENGE = "challenge"
    # Of a page that did not become a story.
    NOT_HTML = "not_html"
    EMPTY_PAGE = "empty_page"
    WALL = "wall"  # to sign in, to consent, to prove that one is no robot
    SAME_TEXT = "same_text"  # that came for several stories of one edition
    NO_HEADLINE = "no_headline"
    NO_BODY = "no_body"
    FRONT_DOOR = "front_door"
    STORY_LIST = "story_list"
    NOTICE = "notice"  # that the page is not there, that the server failed, that scripts must run
    TAKEN_DOWN = "taken_down"
    STORY_CUT_SHORT = "story_cut_short"  # a page of it is missing; what there is is held
    HOOK_FAILED = "hook_failed"  # a function of the newspaper's own Python file
    CRASHED = "crashed"  # a bug of ours; the log has the traceback
    # Of a record or file that was given.
    NOT_A_PAGE = "not_a_page"  # request, warcinfo, dns and other records of a WARC file
    NO_ADDRESS = "no_address"
    ALREADY_HELD = "already_held"
    NO_ORIGINAL = "no_original"  # revisit of a page that is not held
    DAMAGED = "damaged"
    WRONG_ENCODING = "wrong_encoding"
    UNKNOWN_ENCODING = "unknown_encoding"
    PAGE_TOO_LONG = "page_too_long"
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"
    # Of an image of which no thumbnail can be made.
    IMAGE_TOO_LARGE = "image_too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    IMAGE_UNREADABLE = "image_unreadable"
    NO_PILLOW = "no_pillow"
    DRAWING_TOO_LARGE = "drawing_too_large"
    DRAWING_UNREADABLE = "drawing_unreadable"
    DRAWING_MAY_ACT = "drawing_may_act"
    DRAWING_WITHOUT_SIZE = "drawing_without_size"
    # What a person, or a version of this program before there were codes, wrote down.
    NOTE = "note"


# What each code says beside its name, in the order of its sentence; with a question mark: not always known.
FIELDS: Final[Mapping[Code, str]] = {
    Code.NEVER_TRIED: "",
    Code.NOT_REACHED: "number because",
    Code.NOT_FINISHED: "",
    Code.DECLARED_CLOSED: "names?",  # why: a feast, a strike
    Code.COMBINED: "date names?",
    Code.OUT_OF_REACH: "",
    Code.NO_SUCH_LABEL: "names",
    Code.NO_INDEX: "names?",  # environment variables that are not set
    Code.NOT_THERE: "because",
    Code.NOT_DUE_YET: "because",
    Code.ANOTHER_INDEX: "because",
    Code.WRONG_DATE: "date",
    Code.ANOTHER_DAY: "wanted date text?",
    Code.DAY_LOST: "wanted url?",
    Code.DAY_IN_DOUBT: "wanted text?",
    Code.PAGES_OF_ANOTHER_DAY: "number text?",
    Code.REPEATED: "share limit",
    Code.ALL_REFUSED: "because",
    Code.NONE_READABLE: "listed because",
    Code.NOT_HELD: "number listed because",  # each of these with the number of its ``stories``
    Code.STORIES_CUT_SHORT: "number because",  # each of these with the number of its ``stories``
    Code.OTHER_REASONS: "",
    Code.TOO_FEW_STORIES: "listed least",
    Code.TOO_MANY_STORIES: "listed most",
    Code.FEWER_THAN_USUAL: "listed usual weekday",
    Code.TOO_FEW_SECTIONS: "number least",
    Code.NO_SECTION: "names",
    Code.THIN_FIELD: "field share limit",
    Code.SHORT_STORIES: "number held least",
    Code.FIELD_LOST: "field share limit text? url?",
    Code.RULE_LOST: "field share limit text? url?",
    Code.UNUSUAL_TEXTS: "number usual",
    Code.SUPPLEMENT_MISSING: "names",
    Code.LIST_CUT_OFF: "url",
    Code.LIST_TOO_LONG: "number most",
    Code.LIST_GOES_ON: "most url",
    Code.LIST_PAGE_MISSING: "url because",
    Code.STORIES_UNLISTED: "number usual listed least",
    Code.YIELD_FELL: "number least most editions text?",
    Code.ALTERNATE_USED: "least most editions text?",
    Code.PAGING_ENDED: "number least most editions",
    Code.LIST_ENDS_EARLY: "listed least names?",
    Code.SECTIONS_RENAMED: "names text?",
    Code.OTHER_KIND: "kind text?",
    Code.DAY_UNSTATED: "editions text?",
    Code.MANY_MORE_LISTED: "listed least most editions",
    Code.OTHER_ADDRESSES: "number listed text?",
    Code.INDEX_SHOWS_NONE: "date",
    Code.FROM_WEB_ARCHIVE: "url?",  # the web archive's copy of its index
    Code.CLAIMED: "text?",  # the file that says it
    Code.NOT_FOUND: "status url?",
    Code.REFUSED: "status url?",
    Code.ERROR_STATUS: "status url?",
    Code.REDIRECT: "status url?",
    Code.FORBIDDEN_BY_ROBOTS: "",
    Code.ROBOTS_REFUSED: "status",
    Code.ROBOTS_UNREACHABLE: "text?",
    Code.NO_WEB_ADDRESS: "",
    Code.NO_PAGE: "text?",
    Code.REDIRECT_LOOP: "",
    Code.NO_ANSWER: "kind? text?",
    Code.TIMED_OUT: "",
    Code.CONNECTION_REFUSED: "",
    Code.CONNECTION_LOST: "",
    Code.NAME_UNKNOWN: "",
    Code.TLS_FAILED: "text?",
    Code.NOT_HTTP: "text?",
    Code.HEADERS_TOO_LONG: "most",
    Code.ADDRESS_TOO_LONG: "most",
    Code.INSIDE_NETWORK: "text?",  # the host
    Code.HOST_SILENT: "",
    Code.WAIT_TOO_LONG: "seconds status?",
    Code.NOT_ASKED_FOR: "",
    Code.NOT_IN_WEB_ARCHIVE: "text?",  # the host of the web archive
    Code.COPIES_UNUSABLE: "because text?",
    Code.WEB_ARCHIVE_FAILED: "because text?",
    Code.INDEX_UNREADABLE: "text? place?",
    Code.VARIABLE_MISSING: "text? place?",
    Code.MARKER_MISSING: "text? place?",
    Code.NOTHING_FOUND: "text? place?",
    Code.ALL_FILTERED: "text? place?",
    Code.NOT_LISTED: "text? place?",
    Code.NOT_JSON: "text? place?",
    Code.WRONG_TYPE: "text? place?",
    Code.CHALLENGE: "text? place?",
    Code.NOT_HTML: "kind?",
    Code.EMPTY_PAGE: "",
    Code.WALL: "kind",
    Code.SAME_TEXT: "number",
    Code.NO_HEADLINE: "",
    Code.NO_BODY: "letters",
    Code.FRONT_DOOR: "",
    Code.STORY_LIST: "listed",
    Code.NOTICE: "kind",
    Code.TAKEN_DOWN: "",
    Code.STORY_CUT_SHORT: "url because",
    Code.HOOK_FAILED: "kind? text?",
    Code.CRASHED: "kind? text?",
    Code.NOT_A_PAGE: "kind",
    Code.NO_ADDRESS: "",
    Code.ALREADY_HELD: "",
    Code.NO_ORIGINAL: "url",
    Code.DAMAGED: "text?",
    Code.WRONG_ENCODING: "kind text?",
    Code.UNKNOWN_ENCODING: "kind",
    Code.PAGE_TOO_LONG: "most",
    Code.CUT_OFF: "text?",
    Code.UNREADABLE: "text?",
    Code.IMAGE_TOO_LARGE: "most",
    Code.TOO_MANY_PIXELS: "width height",
    Code.IMAGE_UNREADABLE: "kind?",
    Code.NO_PILLOW: "",
    Code.DRAWING_TOO_LARGE: "most",
    Code.DRAWING_UNREADABLE: "",
    Code.DRAWING_MAY_ACT: "",
    Code.DRAWING_WITHOUT_SIZE: "",
    Code.NOTE: "text",
}
ANYWHERE: Final = ("index", "stories")  # what any of several reasons in a row may say besides

LONGEST_TEXT: Final = 300  # characters of what others say: an exception, a selector, a server


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is not held, or not held whole: a code, and of the values below those that ``FIELDS`` gives it.

    :raises ValueError: a value that the code needs is not given, or one that it does not have is.
    """

    code: Code
    index: str = ""  # of the newspaper's indexes
    stories: int | None = None  # that have this reason, where several reasons share an edition's stories
    status: int | None = None  # of HTTP
    kind: str = ""  # a media type, an encoding, a type of record, the class of an exception
    text: str = ""  # what a selector, a server or an exception says, in English
    place: str = ""  # where it was read: newspaper, index, step, page
    url: str = ""
    number: int | None = None
    listed: int | None = None  # stories
    held: int | None = None  # of these
    letters: int | None = None  # of a story's text
    least: int | None = None
    most: int | None = None
    usual: int | None = None  # stories
    editions: int | None = None  # before, of which the numbers are
    weekday: int | None = None  # 1 is Monday
    share: float | None = None  # of 1, as far as hundredths
    limit: float | None = None  # the share that is expected, or that may be
    seconds: int | None = None
    width: int | None = None  # pixels
    height: int | None = None
    date: dt.date | None = None
    wanted: dt.date | None = None  # the date asked for
    field: str = ""  # of a listed story
    names: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        for name in _TEXTS:
            if (text := getattr(self, name)) and (fit := fitted(name, text)) != text:
                object.__setattr__(self, name, fit)
        for name in _INTEGERS:
            if (number := getattr(self, name)) and (fit := stored_value(number)) != number:
                object.__setattr__(self, name, fit)
        given = {name for name in _NAMES if getattr(self, name) not in (None, "", ())}
        needed = {name for name in FIELDS[self.code].split() if not name.endswith("?")}
        allowed = {name.removesuffix("?") for name in FIELDS[self.code].split()} | {*ANYWHERE}
        if needed - given or given - allowed:
            fault = f"needs {sorted(needed - given)}" if needed - given else f"has no {sorted(given - allowed)}"
            raise ValueError(f"a reason of the code {self.code.value} {fault}")

    def as_json(self) -> dict[str, Any]:
        """The reason as a JSON object: its code, then the values that are set."""
        values: dict[str, Any] = {"code": self.code.value}
        for name in _NAMES:
            value = getattr(self, name)
            if value in (None, "", ()):
                continue
            if name == "because":
                value = [reason.as_json() for reason in value]
            elif name == "names":
                value = list(value)
            elif name in ("date", "wanted"):
                value = value.isoformat()
            values[name] = value
        return values


_NAMES: Final = tuple(field.name for field in dataclasses.fields(Reason) if field.name != "code")
_TEXTS: Final = ("index", "kind", "text", "place", "url", "field")  # what others say, or have named
_INTEGERS: Final = {
    *("stories", "status", "number", "listed", "held", "letters", "least", "most", "usual", "weekday", "seconds"),
    *("editions",),
    *("width", "height"),
}


def of_json(values: object) -> Reason:
    """Read a reason that ``Reason.as_json`` wrote.

    :param values: a JSON object.
    :raises ValueError: it is no reason, or has a code that this version does not know.
    """
    if not isinstance(values, dict) or "code" not in values:
        raise ValueError(f"no reason: {str(values)[:80]}")
    read = {name: _value(name, value) for name, value in values.items() if name != "code"}
    return Reason(code=Code(values["code"]), **read)


def _value(name: str, value: Any) -> Any:
    if name not in _NAMES:
        raise ValueError(f"a reason has no {name!r}")
    if name == "because" and isinstance(value, list):
        return tuple(map(of_json, value))
    if name == "names" and isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    if name in ("date", "wanted") and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if name in ("because", "names", "date", "wanted"):
        raise ValueError(f"{name!r} of a reason cannot be {value!r}")
    expected: tuple[type, ...] = (int,) if name in _INTEGERS else (int, float) if name in ("share", "limit") else (str,)
    if not isinstance(value, expected) or isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        raise ValueError(f"{name!r} of a reason cannot be {value!r}")
    return value


def dumps(reasons: Iterable[Reason]) -> str:
    """Write reasons as ``editions.detail`` holds them: a JSON array."""
    return json.dumps([reason.as_json() for reason in reasons], ensure_ascii=False)


def loads(text: str | None) -> tuple[Reason, ...]:
    """Read the reasons that ``dumps`` wrote; an empty text or None has none.

    :raises ValueError: the text is no JSON, or no array of reasons.
    """
    values = json.loads(text) if text else []
    if not isinstance(values, list):
        raise ValueError(f"no array of reasons: {str(values)[:80]}")
    return tuple(map(of_json, values))


def dump(reason: Reason | None) -> str:
    """Write one reason as ``placements.failure`` holds it: a JSON object, or an empty text for None."""
    return json.dumps(reason.as_json(), ensure_ascii=False) if reason else ""


def load(text: str | None) -> Reason | None:
    """Read the reason that ``dump`` wrote; None of an empty text.

    :raises ValueError: the text is no JSON, or no reason.
    """
    return of_json(json.loads(text)) if text else None


@functools.lru_cache(maxsize=1_000)  # most editions have one of a few
def shown(text: str | None) -> tuple[Reason, ...]:
    """Read the reasons of a column for display; never fails, whatever the column holds.

    :param text: what ``dump`` or ``dumps`` wrote, or anything else, which becomes a reason of the code NOTE.
    """
    text = text or ""
    try:
        return loads(text) if text.startswith("[") else tuple(filter(None, [load(text)]))
    except (ValueError, RecursionError):
        return (Reason(code=Code.NOTE, text=text),)


def of_error(error: BaseException, code: Code = Code.CRASHED) -> Reason:
    """Make a reason of an exception: its class as ``kind``, its message as ``text``.

    :param code: its code, unless the exception knows its own.
    """
    code = getattr(error, "reason_code", code)
    kind = type(error).__name__ if "kind?" in FIELDS[code].split() else ""
    return Reason(code=code, kind=kind, text=" ".join(str(error).split())[:LONGEST_TEXT])
