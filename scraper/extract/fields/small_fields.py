"""The smaller fields of a story: dateline, section, topics, and the name of the site."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from scraper.extract.fields.agencies import is_agency
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_values
from scraper.texts.dates import dates

_SECTION = (
    "article:section", "og:article:section", "parsely-section", "cxenseparse:section", "cxenseparse:category",
    "section", "sailthru.section", "dc.subject.section", "article:section_name", "dcsext.rubrik", "lp.section",
    "ctg", "pagesection", "category",
)  # fmt: skip
_TOPICS = ("news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "keywords", "dc.subject")
_LIST_SEPARATOR = re.compile(r"[,;|、，]")
_UPPER = "A-ZÀ-ÞĀĂĄĆČĎĐĒĘĚĞĪĮİĶŁŃŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-ЯЁЂІЇЄҐ"
_PLACE = rf"[{_UPPER}][{_UPPER}.’'\u2019 /-]{{2,40}}"
# "PORT ELLERY, March 6 (Reuters) - ", "NEW DELHI:", "Berlin (dpa) - ", "【東京】", "[서울=뉴시스]"
_DATELINE = re.compile(
    rf"^(?P<place>{_PLACE}(?:,\s+[{_UPPER}][\w. ]{{1,24}}){{0,2}})\s*"
    rf"(?:\((?P<agency>[^)]{{2,40}})\)\s*)?(?:[—–]|--|-\s|:\s|\.\s?[-–—]|\.\s(?=[{_UPPER}«„“\"]))"
    rf"|^(?P<place2>[{_UPPER}][\w.’'/ -]{{2,30}}(?:,\s+[{_UPPER}\d][\w. ]{{1,24}}){{0,2}})\s+"
    r"\((?P<agency2>dpa[\w/-]*|afp|ap|reuters|epd|kna|sid|ansa|efe|apa|sda|pap|[A-Za-z]{2,8}(?:/[A-Za-z]{2,8}){0,2})\)"
    r"\s*[-–—.:]"
    rf"|^(?P<place5>[{_UPPER}][\w.’' ]{{2,30}})(?:,\s+[\w. ]{{3,20}}?)?\s*(?:[-–—]{{1,2}}|/)\s?"
    r"(?P<agency5>[A-Z]{2,8}|Reuters)\s?(?:[-–—.:/]|$)"
    r"|^【(?P<place3>[^】]{1,16})】|^[\[(](?P<place4>[가-힣]{2,8})(?:=(?P<agency4>[^)\]]{2,12}))?[)\]]"
    r"|^[（(]?(?P<agency6>[\u4e00-\u9fff]{2,8}?[社网網])(?:[记記]者[\u4e00-\u9fff]{2,4}?)?[)）]?(?P<place6>[\u4e00-\u9fff]{2,8}?)"
    r"(?:\d+[日月]|[電电讯訊])"
    rf"|^(?P<place7>[{_UPPER}][^\d.,/]{{2,30}}),\s+\d{{1,2}}\s+[^\W\d]{{3,9}}\.?\s*(?:/|[—–-]\s)\s*"
    r"(?P<agency7>[^/.—–]{2,20})[/.]"
)
_DAY_AFTER_PLACE = re.compile(r",?\s+(?:\w+\.?\s+\d{1,2}|\d{1,2}\.?\s+\w+\.?)$")
_PLACE_NAMES = re.compile(r"dateline|location|place-?line|ortsmarke|data-?linha|luogo", re.IGNORECASE)
_EDGE_SIGNS = " —–-:.,"
DASHES = "—–"  # behind a place that stands in a line of its own above the text
_NOT_A_PLACE = frozenset(
    "update updated exclusive breaking analysis opinion watch live video photos correction editor’s".split()
)


def day_in_words(words: str, language: str, near: dt.date) -> str:
    """A date in words ("7 December 2024") as YYYY-MM-DD; "" where there is none."""
    found = dates.first(words, languages=(language or "en",), near=near) if words else None
    return found.date.isoformat() if found and found.date else ""


def section(structured: Structured) -> tuple[str, str]:
    """The section that the page's data names, and the rule that found it."""
    words = jsonld_text(structured.story.get("articleSection"))
    if words and len(words) < 60 and not words.startswith("http"):
        return words, "json-ld"
    words, rule = structured.first_meta(*_SECTION)
    if words and len(words) < 60 and not words.startswith("http"):
        return words, rule
    item = structured.first_itemprop("articlesection")
    return (item, "microdata") if item and len(item) < 60 else ("", "")


def topics(structured: Structured) -> tuple[tuple[str, ...], str]:
    """The story's keywords, 40 at most, and the rule that found them."""
    words = [jsonld_text(each) for each in jsonld_values(structured.story.get("keywords"))[:100]]
    rule = "json-ld"
    if not any(words):
        rule = next((name for name in _TOPICS if structured.meta.get(name)), "")
        words = list(structured.meta.get(rule, ()))
    found = [part.strip() for each in words for part in _LIST_SEPARATOR.split(each[:2000])]
    kept = tuple(dict.fromkeys(part for part in found if 1 < len(part) <= 60 and ":" not in part[:14]))[:40]
    return (kept, rule) if kept else ((), "")


def dateline(document: Document, body: Sequence[Block]) -> tuple[str, str, str]:
    """The dateline's place, the agency named in it, and the rule that found them."""
    first = body[0].index if body else 0
    apart = [each for each in document.blocks[max(first - 1, 0) : first] if each.text[-1] in DASHES]
    for block in (*apart, *body[:2]):
        if found := _DATELINE.match(block.text[:120]):
            groups = found.groupdict()
            place = next((value for key, value in groups.items() if key.startswith("place") and value), "")
            agency = next((value for key, value in groups.items() if key.startswith("agency") and value), "")
            place = _DAY_AFTER_PLACE.sub("", place.strip(" ,-"))
            if place.split()[0].lower() in _NOT_A_PLACE:
                continue
            if (groups["agency5"] or groups["agency6"] or groups["agency7"]) and not is_agency(agency):
                continue
            return (
                place,
                agency if is_agency(agency) or not agency.isascii() or "/" in agency else "",
                "first paragraph",
            )
    for block in (*apart, *body[:1]):
        if words := _marked_place(document, block):
            return words, "", "dateline element"
    for block in document.blocks[max(first - 4, 0) : first]:
        if len(block.text) <= 40 and "dateline" in block.element.get("class") and not re.search(r"\d{4}", block.text):
            return block.text.strip(_EDGE_SIGNS), "", "dateline element"
    return "", "", ""


def site_name(structured: Structured) -> tuple[str, str]:
    """The name of the publication or site as the page gives it, and the rule that found it."""
    words, rule = structured.first_meta("og:site_name")
    if not words:
        words, rule = jsonld_text(structured.story.get("publisher")), "json-ld"
    if not words or words.startswith("http"):
        words, rule = structured.first_meta("application-name", "dc.publisher", "citation_journal_title")
    # "The Lantern | News from Osterholm" is a name and a motto.
    return re.split(r"\s[|–—]\s", words)[0].lstrip("@").strip(), rule


def _marked_place(document: Document, block: Block) -> str:
    """A place at the beginning of the text that the markup calls one."""
    element, elements = block.element, document.elements
    for index in range(element.index, min(element.index + 6, len(elements))):
        inner = elements[index]
        if (
            (inner is element or element.contains(inner))
            and inner.attributes
            and _PLACE_NAMES.search(inner.get("class"))
        ):
            words = document.text_of(inner).strip(_EDGE_SIGNS)
            if 1 < len(words) <= 60 and len(words) < len(block.text):
                return words
    return ""
