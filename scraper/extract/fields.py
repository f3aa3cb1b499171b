"""The smaller fields of a story: dateline, times, section, topics, language, the site's name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from babel import Locale
from dateutil import parser as dateutil

from scraper.dating import dates
from scraper.dating.spoken import statements_among
from scraper.extract import structured as data
from scraper.extract.blocks import Block
from scraper.extract.document import Document
from scraper.extract.marks import Mark
from scraper.extract.structured import Structured

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "parsely-pub-date", "datepublished",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "date", "pubdate",
    "publishdate", "publish-date", "publication_date", "article.published", "cxenseparse:recs:publishtime",
    "citation_online_date",
    "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated", "article:updated_time",
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
    r"^(?P<place>[A-ZÀ-ÞА-ЯЁΑ-Ω][A-ZÀ-ÞА-ЯЁΑ-Ω.’' -]{2,40}(?:,\s+[A-ZÀ-Þ][\w. ]{1,24}){0,2})\s*"
    r"(?:\((?P<agency>[^)]{2,40})\)\s*)?(?:[—–]|--|-\s|:\s|\.\s(?=[A-ZÀ-ÞА-Я«„“\"]))"
    r"|^(?P<place2>[A-ZÀ-ÞА-Я][\w.’'/ -]{2,30})\s+"
    r"\((?P<agency2>dpa[\w/-]*|afp|ap|reuters|epd|kna|sid|ansa|efe|apa|sda|pap|ap/dpa|[A-Z]{2,6})\)\s*[-–—.:]"
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

_EDITION = re.compile(
    r"edition|issue|paper|ausgabe|zeitung|édition|edición|edizione|edição|号|版|新聞|신문", re.IGNORECASE
)
_LITTLE_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the of and to in a is that for it was on with as he his be at by this had not are but from or have",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an aus",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le",
        "it": "di e il la che in a per un è del non sono da una si con i le della nel al anche alla come più ha",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das",
        "nl": "de van het een en in is dat op te zijn met voor niet aan er die om ook als maar bij of uit nog",
        "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så",
        "da": "og i at det er en til på som for af de med den har der ikke et han var fra om men sig kan skal",
        "nb": "og i det er en til på som for av de med den har at ikke et han var fra om men seg kan skal jeg",
        "pl": "i w na z do się nie że to o jest jak po a za od co przez ale dla są tym który był tak jego może",
        "cs": "a se v na je že s z do o to i ve k pro za by ale si po jak od jako jsou které který byl při tak",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar ne sonra ama o her var mi değil ki",
        "id": "yang dan di ini dengan untuk dari dalam itu tidak pada akan ke juga oleh ada karena bisa telah mereka",
        "fi": "ja on ei että se oli hän mutta ovat kun myös joka mukaan sen tai vain niin kuin jo ole",
        "hu": "a az és hogy nem is egy ez volt meg csak már de ha mint még el van azt csak aki",
        "ro": "de și în a la cu pe din că pentru nu un o este care mai sunt au fost ce se o prin după",
    }.items()
}


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
        wrong = Mark.NAV | Mark.HEADER | Mark.RELATED | Mark.HIDDEN | Mark.COMMENTS | Mark.ASIDE | Mark.ADVERT
        near_by = blocks[max(headline - 2, 0) : headline + 8]
        # An edition statement names the printed day, and a box the newest paper's.
        printed = statements_among([block.text for block in near_by])
        for place, block in enumerate(near_by):
            if (
                len(block.text) < 90
                and place not in printed
                and not block.has(wrong)
                and not _EDITION.search(block.text)
            ):
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
    if written:
        return written[0], "script"
    spoken = _spoken(text)
    return (spoken, "words") if spoken else ("", "")


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
            return place.strip(" ,-"), agency or "", "first paragraph"
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
    if not words:
        words, rule = data.text(publisher), "json-ld"
    if not words or words.startswith("http"):
        words, rule = structured.one("application-name", "dc.publisher", "citation_journal_title")
    # "The Lantern | News from Osterholm" is a name and a motto.
    return re.split(r"\s+[|–—]\s+", words)[0].lstrip("@").strip(), rule


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


def _spoken(text: str) -> str:
    """The language whose little words a text in Latin letters is full of; "" where none stands out."""
    words = re.findall(r"[^\W\d_]+", text[:6000].casefold())
    if len(words) < 30:
        return ""
    counts = Counter({name: sum(word in little for word in words) for name, little in _LITTLE_WORDS.items()})
    (first, most), (_, second) = counts.most_common(2)
    return first if most > 0.15 * len(words) and most > 1.2 * second else ""


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
