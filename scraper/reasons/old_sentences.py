"""Read reasons that version 0.1.0 stored as English sentences, and turn them into codes (pure).

Only for what that version wrote: the migration of an archive (``scraper.archive.schema``), and the records of editions
in old captures (``scraper.captures.edition_records``). Both must come to the same, so that an archive that was migrated
and one that is rebuilt have the same rows. Nothing new is written in this form, and nothing here is to be added to:
what is not known becomes a note of the text.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from scraper.reasons.codes import LONGEST_TEXT, Code, Reason

Found = re.Match[str]
Template = tuple[re.Pattern[str], Callable[[Found], Reason]]

_MOST_CAUSES = 200  # that the stories of one edition have
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _template(pattern: str, code: Code, **always: Any) -> Template:
    """A sentence and its code. Its named groups are the code's values, beside those it always had."""

    def made(found: Found) -> Reason:
        values = {name: _value(name, text) for name, text in found.groupdict().items() if text}
        return Reason(code=code, **always, **values)

    return re.compile(pattern, re.DOTALL), made


def _value(name: str, text: str) -> Any:
    match name:
        case "status" | "letters" | "number" | "listed" | "held" | "least" | "most" | "usual" | "width" | "height":
            return int(text.replace(",", ""))
        case "share" | "limit":
            return int(text) / 100
        case "weekday":
            return _WEEKDAYS.index(text) + 1
        case "date":
            return dt.date.fromisoformat(text)
        case "names":
            return tuple(text.split(", "))
    return text[:LONGEST_TEXT]


_N = r"\d[\d,]*"
_WEEKDAY = "|".join(_WEEKDAYS)

# Of a listed story that was not held, and of a page that became none.
_OF_STORY: tuple[Template, ...] = (
    _template(r"not found \(status (?P<status>\d+)\)", Code.NOT_FOUND),
    _template(r"refused \(status (?P<status>\d+)\)", Code.REFUSED),
    _template(r"error \(status (?P<status>\d+)\)", Code.ERROR_STATUS),
    _template(r"forbidden by robots\.txt", Code.FORBIDDEN_BY_ROBOTS),
    _template(r"no answer \((?P<kind>\w+)\)", Code.NO_ANSWER),
    _template(r"no answer \((?P<text>.*)\)", Code.NO_ANSWER),
    _template(r"not asked for, since the site refused the ones before", Code.NOT_ASKED_FOR),
    _template(r"taken down", Code.TAKEN_DOWN),
    _template(rf"no body: (?P<letters>{_N}) letters of text, and no sign of a paywall", Code.NO_BODY),
    _template(r"no headline: neither its data nor its markup names a headline", Code.NO_HEADLINE),
    _template(r"not a story page: the front door of a site", Code.FRONT_DOOR),
    _template(rf"not a story page: a list of (?P<listed>{_N}) stories, without a text of its own", Code.STORY_LIST),
    _template(r"not HTML: empty answer", Code.EMPTY_PAGE),
    _template(r"not HTML(?:: binary data)?", Code.NOT_HTML),
    _template(r"not HTML: (?P<kind>\S[^\n]*)", Code.NOT_HTML),
    _template(r"redirect: (?P<status>3\d\d) to nowhere", Code.REDIRECT),
    _template(r"redirect: (?P<status>3\d\d) to (?P<url>\S+)", Code.REDIRECT),
    _template(r"error status: answered (?P<status>\d+)", Code.ERROR_STATUS),
    _template(r"error: ?(?P<text>.*)", Code.CRASHED),
    # Of an image of which no thumbnail could be made.
    _template(r"larger than 20 MB", Code.IMAGE_TOO_LARGE, most=20_000_000),
    _template(r"(?P<width>\d+) × (?P<height>\d+) pixels are too many", Code.TOO_MANY_PIXELS),
    _template(r"no image that can be read \((?P<kind>\w+)\)", Code.IMAGE_UNREADABLE),
    _template(r"Pillow is not installed; pip install 'backissues\[images\]'", Code.NO_PILLOW),
    _template(r"a drawing larger than 60 kB", Code.DRAWING_TOO_LARGE, most=60_000),
    _template(r"a drawing that cannot be read", Code.DRAWING_UNREADABLE),
    _template(r"a drawing that may act", Code.DRAWING_MAY_ACT),
    _template(r"a drawing without a size", Code.DRAWING_WITHOUT_SIZE),
)

# Of an index, after its name and a colon. The second line of each is what the error said, after where it was.
_ERRORS = {
    Code.VARIABLE_MISSING: "A template names a variable that has no value.",
    Code.MARKER_MISSING: "The page does not contain the JSON it used to contain.",
    Code.NOTHING_FOUND: "A selector found nothing on the page.",
    Code.ALL_FILTERED: "The index lists stories, but the filters kept none of them.",
    Code.NOT_LISTED: "The newspaper lists its editions, but not this one: it is not there yet, or does not exist.",
    Code.NOT_JSON: "JSON was expected, and something else came.",
    Code.WRONG_TYPE: "The answer is of another kind than the index declares.",
    Code.CHALLENGE: "The site answered with a check for robots or a consent wall instead of the page.",
    Code.INDEX_UNREADABLE: "The site answered with an error status.",
}
_OF_INDEX: tuple[Template, ...] = (
    _template(r"status (?P<status>404|410)", Code.NOT_FOUND),
    _template(r"status (?P<status>401|402|403|407|429|451)", Code.REFUSED),
    _template(r"status (?P<status>\d+)", Code.ERROR_STATUS),
    _template(r"forbidden by robots\.txt", Code.FORBIDDEN_BY_ROBOTS),
    _template(r"no answer \((?P<kind>\w+)\)", Code.NO_ANSWER),
    _template(r"no answer \((?P<text>.*)\)", Code.NO_ANSWER),
    _template(r"(?P<text>Step \d+: .*)", Code.NOT_LISTED),  # of the others the error's sentence came before
    *(
        _template(rf"(?:(?P<place>.*?): )?{re.escape(sentence)} (?P<text>.*)", code)
        for code, sentence in _ERRORS.items()
    ),
)

# Of an edition.
_OF_EDITION: tuple[Template, ...] = (
    _template(r"the newspaper declares that it is closed that day", Code.DECLARED_CLOSED),
    _template(r"no index can be asked for this day(?: without (?P<names>[^;]+))?", Code.NO_INDEX),
    _template(r"the index is that of (?P<date>\d{4}-\d\d-\d\d)", Code.WRONG_DATE),
    _template(
        r"(?P<share>\d+)% of its stories stood in the edition before, at most (?P<limit>\d+)% may", Code.REPEATED
    ),
    _template(rf"(?P<listed>{_N}) stories listed, at least (?P<least>{_N}) expected", Code.TOO_FEW_STORIES),
    _template(rf"(?P<listed>{_N}) stories listed, at most (?P<most>{_N}) expected", Code.TOO_MANY_STORIES),
    _template(
        rf"(?P<listed>{_N}) stories listed, (?P<usual>{_N}) is usual for a (?P<weekday>{_WEEKDAY})",
        Code.FEWER_THAN_USUAL,
    ),
    _template(rf"(?P<number>{_N}) sections, at least (?P<least>{_N}) expected", Code.TOO_FEW_SECTIONS),
    _template(r"no section (?P<names>.+)", Code.NO_SECTION),
    _template(r"(?P<field>\w+) given for (?P<share>\d+)% of the stories, (?P<limit>\d+)% expected", Code.THIN_FIELD),
    _template(
        rf"(?P<number>{_N}) of (?P<held>{_N}) stories are shorter than (?P<least>{_N}) characters", Code.SHORT_STORIES
    ),
    _template(r"supplement missing: (?P<names>.+)", Code.SUPPLEMENT_MISSING),
)

_NOT_HELD = re.compile(rf"(?P<number>{_N}) of (?P<listed>{_N}) listed stories are not held \(")
_WHOLE = (  # sentences that are an edition's only one, and hold others
    (re.compile(r"was due, but is not there \((?P<why>.*)\)", re.DOTALL), Code.NOT_THERE),
    (re.compile(r"is not due yet, but is not there \((?P<why>.*)\)", re.DOTALL), Code.NOT_DUE_YET),
    (re.compile(r"another index was used, because (?P<why>.*)", re.DOTALL), Code.ANOTHER_INDEX),
)
_STORIES = (
    (re.compile(r"the site refused all stories that were asked for \((?P<why>.*)\)", re.DOTALL), Code.ALL_REFUSED),
    (
        re.compile(rf"none of (?P<listed>{_N}) listed stories could be read \((?P<why>.*)\)", re.DOTALL),
        Code.NONE_READABLE,
    ),
)


def of_story(text: str) -> Reason:
    """Read why a listed story was not held, or an image could not be had; an unknown sentence becomes a NOTE."""
    return _first(_OF_STORY, text) or _note(text)


def of_edition(detail: str) -> tuple[Reason, ...]:
    """Read why an edition was not complete; an empty text has no reasons."""
    if not detail:
        return ()
    if detail.startswith("error:"):
        return (of_story(detail),)
    for pattern, code in _WHOLE:
        if found := pattern.fullmatch(detail):
            return (Reason(code=code, because=tuple(_indexes(found["why"]))),)
    for pattern, code in _STORIES:
        if found := pattern.fullmatch(detail):
            listed = {"listed": _value("listed", found["listed"])} if "listed" in found.groupdict() else {}
            return (Reason(code=code, because=(of_story(found["why"]),), **listed),)
    reasons: list[Reason] = []
    lacking = _lacking(detail)
    if lacking:
        reasons, detail = [lacking[0]], lacking[1]
    return (*reasons, *_parts(detail))


def _parts(detail: str) -> Iterator[Reason]:
    """The reasons between semicolons; a semicolon can also be part of one."""
    parts = detail.split("; ") if detail else []
    unknown: list[str] = []
    while parts:
        reason, length = _leading(parts)
        if reason is None:
            unknown.append(parts.pop(0))
            continue
        if unknown:
            yield from _indexes("; ".join(unknown))
            unknown = []
        yield reason
        del parts[:length]
    if unknown:
        yield from _indexes("; ".join(unknown))


def _leading(parts: list[str]) -> tuple[Reason | None, int]:
    """The reason that the first parts are, and how many these are."""
    for length in range(1, len(parts) + 1):
        if reason := _first(_OF_EDITION, "; ".join(parts[:length])):
            return reason, length
    return None, 0


def _indexes(text: str) -> Iterator[Reason]:
    """Why each index gave nothing; where no part begins one, a note of the whole."""
    pending: list[str] = []
    for part in text.split("; "):
        if pending and _index(part) is not None:
            yield _index("; ".join(pending)) or _note("; ".join(pending))
            pending = []
        pending.append(part)
    yield _index("; ".join(pending)) or _note("; ".join(pending))


def _index(text: str) -> Reason | None:
    name, colon, sentence = text.partition(": ")
    reason = _first(_OF_INDEX, sentence) if colon and name else None
    return replace(reason, index=name) if reason else None


def _lacking(detail: str) -> tuple[Reason, str] | None:
    """How many listed stories are not held, and why; and what of the detail comes after that.

    The closing bracket is the first after which a reason may begin, and before which the causes come to the number.
    """
    found = _NOT_HELD.match(detail)
    if not found:
        return None
    number, listed = (_value(name, found[name]) for name in ("number", "listed"))
    for end in re.finditer(r"\)(?=; |$)", detail[found.end() :]):
        listed_causes, rest = detail[found.end() : found.end() + end.start()], detail[found.end() + end.end() :]
        causes = _causes(listed_causes, number)
        if causes:
            return Reason(code=Code.NOT_HELD, number=number, listed=listed, because=causes), rest.removeprefix("; ")
    return None


def _causes(text: str, number: int) -> tuple[Reason, ...]:
    """Each cause with the number of its stories, so that they come to this number; a cause may have commas itself."""
    parts = re.split(r", (?=\d+ )", text)[:_MOST_CAUSES]

    @functools.cache
    def from_part(start: int, number: int, notes: bool) -> tuple[Reason, ...] | None:
        if start == len(parts):
            return () if number == 0 else None
        for end in range(start + 1, len(parts) + 1):
            found = re.fullmatch(r"(\d{1,9}) (.*)", ", ".join(parts[start:end]), re.DOTALL)
            stories = int(found[1]) if found else 0
            if not found or not 0 < stories <= number:
                continue
            reason = of_story(found[2])
            if reason.code is Code.NOTE and not notes:
                continue
            rest = from_part(end, number - stories, notes)
            if rest is not None:
                return (replace(reason, stories=stories), *rest)
        return None

    return from_part(0, number, False) or from_part(0, number, True) or ()


def _first(templates: tuple[Template, ...], text: str) -> Reason | None:
    for pattern, made in templates:
        if found := pattern.fullmatch(text):
            return made(found)
    return None


def _note(text: str) -> Reason:
    return Reason(code=Code.NOTE, text=text or "?")
