"""The smaller fields of a story: dateline, times, section, topics, language, the site's name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from babel import Locale
from dateutil import parser as dateutil

from scraper.dating import dates
from scraper.extract import structured as data
from scraper.extract.blocks import Block, Mark
from scraper.extract.document import Document
from scraper.extract.structured import Structured

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "parsely-pub-date", "datepublished",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "date", "pubdate", "publishdate", "publish-date",
    "publication_date", "article.published", "cxenseparse:recs:publishtime", "citation_online_date", "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
    "last-modified", "lastmod", "article.updated", "article:updated_time",
)  # fmt: skip
_SECTION = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "cxenseparse:section",
    "section",
    "sailthru.section",
    "dc.subject.section",
)
_TOPICS = ("news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "keywords", "dc.subject")
# "PORT ELLERY, March 6 (Reuters) - ", "NEW DELHI:", "Berlin (dpa) - ", "【東京】", "[서울=뉴시스]"
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-ЯЁΑ-Ω][A-ZÀ-ÞА-ЯЁΑ-Ω.’' -]{2,40}(?:,\s+[A-ZÀ-Þ][\w. ]{1,24}){0,2})\s*(?:\((?P<agency>[^)]{2,40})\)\s*)?(?:[—–]|--|-\s|:\s)"
    r"|^(?P<place2>[A-ZÀ-ÞА-Я][\w.’'/ -]{2,30})\s+\((?P<agency2>dpa[\w/-]*|afp|ap|reuters|epd|kna|sid|ansa|efe|apa|sda|pap|ap/dpa|dpa/\w+|[A-Z]{2,6})\)\s*[-–—.:]"
    r"|^【(?P<place3>[^】]{1,16})】|^\[(?P<place4>[가-힣]{2,8})(?:=(?P<agency4>[^\]]{2,12}))?\]"
)
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30fa]"), ("ja",)),
    ("ko", re.compile(r"[\uac00-\ud7a3]"), ("ko",)),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja", "yue")),
    ("hi", re.compile(r"[\u0900-\u0963\u0966-\u097f]"), ("hi", "mr", "ne", "sa", "bho", "mai", "kok")),
    ("ar", re.compile(r"[\u0621-\u06ff]"), ("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ks", "arz")),
    (
        "ru",
        re.compile(r"[\u0400-\u04ff]"),
        ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ba", "bs", "uz", "az"),
    ),
    ("el", re.compile(r"[\u0370-\u03ff]"), ("el",)),
    ("he", re.compile(r"[\u05d0-\u05ea]"), ("he", "yi")),
    ("th", re.compile(r"[\u0e01-\u0e3a]"), ("th",)),
    ("bn", re.compile(r"[\u0985-\u09df]"), ("bn", "as")),
    ("ta", re.compile(r"[\u0b85-\u0bb9]"), ("ta",)),
    ("te", re.compile(r"[\u0c05-\u0c39]"), ("te",)),
    ("gu", re.compile(r"[\u0a85-\u0ab9]"), ("gu",)),
    ("pa", re.compile(r"[\u0a05-\u0a39]"), ("pa",)),
    ("ml", re.compile(r"[\u0d05-\u0d39]"), ("ml",)),
    ("kn", re.compile(r"[\u0c85-\u0cb9]"), ("kn",)),
    ("ka", re.compile(r"[\u10d0-\u10ff]"), ("ka",)),
    ("hy", re.compile(r"[\u0531-\u0587]"), ("hy",)),
)


def published(
    document: Document,
    structured: Structured,
    blocks: Sequence[Block],
    *,
    headline: int,
    language: str,
    near: dt.date | None,
) -> tuple[str, str]:
    """When the story went on the web, ISO 8601 with the offset the page states, and the rule that gave it."""
    stated = data.text(structured.story.get("datePublished")) or data.text(structured.story.get("dateCreated"))
    for words, rule in (
        (stated, "json-ld"),
        structured.one(*_PUBLISHED),
        (structured.item("datepublished"), "microdata"),
    ):
        if found := moment(words):
            return found, rule
    for element in document.root.iterfind(".//time[@datetime]"):
        around = {each.tag for each in element.iterancestors()}
        if not around & {"aside", "nav", "footer", "li"} and (found := moment(element.get("datetime"))):
            return found, "time element"
    if headline >= 0:
        wrong = Mark.NAV | Mark.RELATED | Mark.HIDDEN | Mark.COMMENTS
        for block in blocks[max(headline - 3, 0) : headline + 8]:
            if len(block.text) < 120 and not block.has(wrong):
                reading = dates.first(block.text, languages=(language or "en",), near=near)
                if reading and reading.date and not reading.inferred:
                    return reading.date.isoformat(), "beside the headline"
    return "", ""


def modified(structured: Structured) -> tuple[str, str]:
    """When the page says it was last changed, and the rule that gave it."""
    stated = data.text(structured.story.get("dateModified"))
    for words, rule in (
        (stated, "json-ld"),
        structured.one(*_MODIFIED),
        (structured.item("datemodified"), "microdata"),
    ):
        if found := moment(words):
            return found, rule
    return "", ""


def moment(words: str | None) -> str:
    """A stated time as ISO 8601, with the offset as stated; a day alone stays a day; what is no time is ""."""
    words = (words or "").strip()
    if not words or len(words) > 60 or not re.search(r"\d{4}", words):
        return ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d|\d{8}", words):
        reading = dates.whole(words, languages=("en",))
        return reading.date.isoformat() if reading and reading.date else ""
    if re.fullmatch(r"1\d{9}|1\d{12}", words):
        return dt.datetime.fromtimestamp(int(words[:10]), dt.UTC).isoformat()
    try:
        found = dt.datetime.fromisoformat(re.sub(r"\[[\w/+-]+\]$", "", words))
    except ValueError:
        try:
            # A zone named by letters (EST, IST) names several offsets: the time is then kept without one.
            found = dateutil.parse(words, default=dt.datetime(1, 1, 1), tzinfos=lambda name, offset: offset)  # noqa: DTZ001
        except (ValueError, OverflowError, TypeError):
            return ""
    if found.year < 1990 or found.year > 2200:
        return ""  # a story on the web; an epoch of zero is no date
    try:
        return found.replace(microsecond=0).isoformat()
    except (ValueError, OverflowError):
        return ""


def spoken_day(words: str, language: str, near: dt.date) -> str:
    """A day printed in words ("7 December 2024") in ISO 8601; "" where there is none."""
    reading = dates.first(words, languages=(language or "en",), near=near) if words else None
    return reading.date.isoformat() if reading and reading.date else ""


def section(structured: Structured) -> tuple[str, str]:
    """The part of the paper, and the rule that gave it."""
    words = data.text(structured.story.get("articleSection"))
    if words and len(words) < 60:
        return words, "json-ld"
    words, rule = structured.one(*_SECTION)
    if words and len(words) < 60 and not words.startswith("http"):
        return words, rule
    item = structured.item("articlesection")
    return (item, "microdata") if item and len(item) < 60 else ("", "")


def topics(structured: Structured) -> tuple[tuple[str, ...], str]:
    """Keywords the page gives its story, and the rule that gave them."""
    stated = structured.story.get("keywords")
    words = [data.text(each) for each in data.values(stated)]
    rule = "json-ld"
    if not any(words):
        name = next((name for name in _TOPICS if structured.meta.get(name)), "")
        words, rule = list(structured.meta.get(name, ())), name
    found = [part.strip() for each in words for part in re.split(r"[,;|、，]", each)]
    kept = tuple(dict.fromkeys(part for part in found if 1 < len(part) <= 60 and ":" not in part[:14]))[:40]
    return (kept, rule) if kept else ((), "")


def language(document: Document, structured: Structured, text: str, known: str = "") -> tuple[str, str]:
    """The language of the story as a BCP 47 tag. A tag whose script the text is not written in is not believed."""
    written = _script(text)
    for words, rule in (
        (document.language, "html lang"),
        (data.text(structured.story.get("inLanguage")), "json-ld"),
        (structured.one("og:locale", "content-language", "dc.language", "language")[0], "meta"),
        (known, "publication"),
    ):
        tag = _tag(words)
        if tag and (written is None or tag.split("-")[0] in written[1]):
            return tag, rule
    return (written[0], "script") if written else ("", "")


def dateline(blocks: Sequence[Block], body: Sequence[Block]) -> tuple[str, str, str]:
    """The place line, the agency named in it, and the rule that gave it."""
    for block in body[:1]:
        for element in block.element.iter():
            if isinstance(element.tag, str) and re.search(
                r"dateline|location|place-?line|ortsmarke", element.get("class") or "", re.I
            ):
                words = " ".join("".join(element.itertext()).split()).strip(" —–-:.,")
                if 1 < len(words) <= 60 and len(words) < len(block.text):
                    return words, "", "dateline element"
    for block in body[:2]:
        found = _DATELINE.match(block.text)
        if found:
            groups = found.groupdict()
            place = next(groups[key] for key in ("place", "place2", "place3", "place4") if groups[key])
            agency = next((groups[key] for key in ("agency", "agency2", "agency4") if groups.get(key)), "")
            return place.strip(" ,.-"), agency or "", "first paragraph"
    for block in blocks[max(body[0].order - 4, 0) : body[0].order] if body else ():
        if (
            "dateline" in (block.element.get("class") or "")
            and len(block.text) <= 40
            and not re.search(r"\d{4}", block.text)
        ):
            return block.text.strip(" —–-:.,"), "", "dateline element"
    return "", "", ""


def site(structured: Structured) -> tuple[str, str]:
    """The publication's name as the page gives it."""
    publisher = structured.story.get("publisher")
    words, rule = structured.one("og:site_name")
    if words:
        return words, rule
    words = data.text(publisher)
    if words and not words.startswith("http"):
        return words, "json-ld"
    return structured.one("application-name", "dc.publisher", "citation_journal_title")


def _tag(words: str) -> str:
    """A language tag in its usual spelling, "" for what is none."""
    words = words.strip().replace("_", "-").split(",")[0]
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?(?:-.*)?", words)
    if not match or (len(match[1]) == 3 and not _is_language(match[1].lower())):
        return ""
    parts = (match[1].lower(), (match[2] or "").title(), (match[3] or "").upper())
    return "-".join(filter(None, parts))


def _is_language(code: str) -> bool:
    return code in Locale("en").languages


def _script(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The language that stands for the script most of a text is written in; None for Latin letters."""
    sample = text[:4000]
    letters = sum(char.isalpha() for char in sample)
    if letters < 20:
        return None
    counts: Counter[str] = Counter()
    for name, pattern, _ in _SCRIPTS:
        counts[name] = len(pattern.findall(sample))
    if counts["ja"] > 0.1 * letters:
        counts["ja"] += counts["zh"]
    name, count = counts.most_common(1)[0]
    if count < 0.4 * letters:
        return None
    return name, next(others for script, _, others in _SCRIPTS if script == name)
