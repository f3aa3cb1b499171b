"""What a field of a statement's template may match: where it ends, and whether its words are plausible."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.texts.dates import dates, months
from scraper.texts.folding import Folded

_SHAPES = {
    "page": re.compile(
        r"(?:(?:no|nr)\.? ?|[a-z]{1,3}[ .-]?)?\d{1,3}[a-z]?(?:\s?-\s?(?:[a-z]{1,2})?\d{1,3})?(?![a-z\d])"
    ),
    "number": re.compile(r"\d{1,6}(?:\s?[/|-]\s?\d{1,4})?(?!\w)"),
    "volume": re.compile(r"\d{1,4}(?!\w)"),
    "year": re.compile(r"\d{4}(?!\w)"),
    "morning": re.compile(r"(?:東京|大阪|名古屋|中部|西部|九州|北海道|東海|関西|本紙|統合版)?(?:朝刊|夕刊)"),
}
_LENGTHS = {"publication": 70, "section": 45, "label": 45, "headline": 220, "issue": 45, "title": 60, "words": 60}
_STOPS = frozenset('.,;|()[]"!?:·•。，、；।/>')
_OTHER_STOPS = {"headline": frozenset('.|"。।'), "issue": _STOPS - {"/"}}
_AROUND_NAMES = " \t\n|·•-–,:\"'“”„«»‹›『』「」《》"  # signs around a name that are not part of it
# Words for an edition rather than for a paper, in folded text: a stretch that holds one is not a paper's name.
_NOT_A_NAME = re.compile(
    r"\b(read|subscribe|newsletter|get|buy|order|browse|view|download|aktuelle|heutige|neueste|current|latest|today's|print|printed|published|appeared|edition|issue|page|our|part|this|translation|printausgabe|ausgabe|gedruckten?|édition|edition|numéro"
    r"|papier|imprimée|edición|impresa|edizione|cartacea|edição|editie|krant|papieren|gedrukte|utgåvan?|papperstidningen"
    r"|udgaven?|trykte|avisen?|papiravisen|utgaven?|papirutgaven|wydani[aeu]|numer[uz]?|dne|dnia|vydání|tištěné[m]?|выпуск[ае]?"
    r"|номер[ае]?|печатн\w+|випуск[уі]?|номері|друкован\w+|tarihli|baskı\w*)\b"
    r"|طبعة|العدد|النسخة|संस्करण|मुद्रित|प्रिंट|अंक|今日|最新|朝刊|夕刊|紙面|紙面版|印刷版|지면|종이신문|纸质版|紙本"
    r"|\d{4}|^\s*\d|^\s*[年月日년월일]\d|[年月日년월일]\s*$"
)
_NOT_WORDS = re.compile(r"\d|[.!?।。؟](?:\s|$)|\b(?:not|nicht|no|pas|non|não|niet|updated|corrected)\b")
_TWO_SENTENCES = re.compile(r"(?:[^\W\d_]{5,}|[^\x00-\x7f])[.!?]\s|[。।！？]")  # "St. Louis" is one name
_DIGIT = re.compile(r"\d|[一二三四五六七八九十]月")
_ISSUE = re.compile(r"(?:19|20)\d\d(?!\d)|\d{1,3}\s?/\s?\d\d|(?:no\.|nr\.|n°|#|issue|vol\.)\s?\d{1,4}|'\d\d(?!\d)")
_NUMBER_SIGN = re.compile(r"^n[or]\.? ?(?=\d)", re.IGNORECASE)  # "Page No. 7"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_MORE_NAME = re.compile(
    r"\((?![^()]*\d)[^()\n]{2,30}\)(?=\s*(?:[.,|\n]|$))"
    r"|[,:] (?!(?:Page|Section|Print|Edition|Issue|Seite|By)\b)(?=[^\W\d_a-z])[\w'’-]+(?: (?=[^\W\d_a-z])[\w'’-]+){0,2}"
    r"(?=\s*(?:[.|\n]|$))"
)
_INITIAL = re.compile(r"(?:^|[\s.])\w$")  # the dot of "U.S." or "F.A.Z." ends no name


@dataclass(frozen=True, slots=True)
class DateContext:
    """What decides how a date phrase is read: languages to try, day of web publication, the newspaper's country."""

    languages: tuple[str, ...]
    near: dt.date | None = None
    territory: str = ""


def field_ends(
    name: str, text: Folded, start: int, context: DateContext, *, open_ended: bool
) -> Iterator[tuple[int, dates.ParsedDate | None]]:
    """Where a field that begins at ``start`` may end, likeliest first, each with the date read (for ``date`` only)."""
    if name == "date":
        stretch = text.folded[start : start + 64]
        if not _DIGIT.search(stretch, 0, 40):
            return
        found = dates.leading(stretch, languages=context.languages, near=context.near, territory=context.territory)
        if found and found.start == 0:
            yield start + found.end, found
        inside = text.folded[max(start - 1, 0) : start].isalpha() and stretch[:1].isalpha()
        if (found is None or found.date is None) and not inside and _ISSUE.search(stretch[:34]):
            # The name of an issue: "Winter 2024", "May/June 2021".
            for end in _ends(text.folded, start, 30, open_ended=open_ended):
                yield end, None
    elif name in _SHAPES:
        matched = _SHAPES[name].match(text.folded, start)
        if matched:
            yield matched.end(), None
    else:
        stops = _OTHER_STOPS.get(name, _STOPS)
        if name == "publication" and open_ended:
            yield from ((end, None) for end in _long_ends(text, start))
        for end in _ends(text.folded, start, _LENGTHS[name], open_ended=open_ended, stops=stops):
            yield end, None


def is_plausible(name: str, words: str, parsed_date: dates.ParsedDate | None, context: DateContext) -> bool:
    """Whether words can be the value of a field."""
    if name == "publication":
        return _is_name(words)
    if name == "words":
        return not _NOT_WORDS.search(words)
    return name != "date" or parsed_date is not None or _is_issue(words, context)


@functools.lru_cache(maxsize=1_024)
def _is_issue(words: str, context: DateContext) -> bool:
    """Whether words can name an issue: "May/June 2021", "No. 45"; not a day with something before it."""
    if not _ISSUE.search(words) or re.match(r"(?:in|the|of|print|edition)\b", words) or re.search(r"\d{5}", words):
        return False
    named = any(
        months.plain_name(word) in months.names(language).months
        for word in re.findall(r"[^\W\d_]+", words)
        for language in context.languages
    )
    if named and len(re.findall(r"\d+", words)) > 1:
        return False  # a day that cannot be: 31 February 2024
    return dates.first(words, languages=context.languages, near=context.near, territory=context.territory) is None


@functools.lru_cache(maxsize=1_024)
def _is_name(words: str) -> bool:
    """Whether words can be a newspaper's name; "the print edition" and "our" cannot."""
    parts = re.findall(r"[^\W_]+", words)
    return (
        any(len(part) > (2 if part.isascii() else 1) for part in parts)
        and not _NOT_A_NAME.search(words)
        and not _TWO_SENTENCES.search(words)
        and parts != ["the"]
    )


def _ends(text: str, start: int, longest: int, *, open_ended: bool, stops: frozenset[str] = _STOPS) -> Iterator[int]:
    """Where words on one line may end; with ``open_ended`` only at a stop or at the end of the line."""
    line = text[start : start + longest + 1].split("\n", 1)[0]
    if not line.strip():
        return
    at_end = len(line) <= longest
    for length in range(1, min(len(line), longest) + 1):
        if length == len(line) and at_end:
            yield start + length
        elif not open_ended:
            if not inside_word(line, length):
                yield start + length
        elif line[length:].startswith(" - ") or (
            line[length] in stops and not (line[length] == "." and _INITIAL.search(line[:length]))
        ):
            yield start + length


def _long_ends(text: Folded, start: int) -> Iterator[int]:
    """Where a name may end after a stop: "The Sun (Malaysia)", "Die Welt, Berlin", "Time & Tide: The Weekly"."""
    for end in itertools.islice(_ends(text.folded, start, _LENGTHS["publication"], open_ended=True), 1):
        more = _MORE_NAME.match(text.quote(end, min(end + 50, len(text.folded))))
        if more and len(text.quote(end, end + more.end())) == more.end():
            yield end + more.end()


def field_text(name: str, text: Folded, start: int, end: int) -> str:
    """The page's own words for a field, without signs around a name; pages and numbers in ASCII digits."""
    words = " ".join(_UNSEEN.sub("", text.quote(start, end)).split()).strip(_AROUND_NAMES)
    if name == "page":
        words = _NUMBER_SIGN.sub("", words)
    return "".join(str(int(char)) if char.isdecimal() else char for char in words) if name in _SHAPES else words


def inside_word(folded: str, position: int) -> bool:
    """Whether a position lies within a word; scripts that write without blanks have no such places."""
    before, after = folded[max(position - 1, 0) : position], folded[position : position + 1]
    return before.isalnum() and after.isalnum() and max(before, after) < "\u2e80" and not "\u0e00" <= after < "\u1100"
