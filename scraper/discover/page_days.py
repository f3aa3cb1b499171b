"""What one fetched page of an index says of the day of its edition, whether or not the file tells where (pure).

    Page -> DayStatement, ...     each: what kind of place says so, the words, the days

Looked at: what ``[index.issue]`` reads, the title, the headings and the dates above the first listed story, the JSON
keys that name an edition's day, JSON-LD of the page, its canonical address, and the address that answered. Passed over:
links to other days, stories, times of day ("updated 22:40"), and menus.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector

from scraper.dates import date_or_none
from scraper.discover import address_days, day_spans, templates, values
from scraper.discover.day_spans import Span
from scraper.discover.index_document import HtmlNode, IndexDocument, JsonNode, collapsed
from scraper.discover.page_text import decoded
from scraper.discover.requests import IndexRequest
from scraper.discover.templates import Variables
from scraper.items import Page
from scraper.publication import Index, Publication
from scraper.texts.dates import index_dates
from scraper.urls import canonical

MOST_ELEMENTS = 4_000  # that are looked at above the first story
DEEPEST = 6  # levels of an XML document that are looked at
MOST_KEYS = 20_000  # of a JSON document
MOST_HEADINGS = 100
MOST_METAS = 200
MOST_SCRIPTS = 50
MOST_BUTTONS = 50
MOST_STORIES = 500  # whose surroundings are looked at
ALONE = 35  # characters of a text that is a day and no more
SHORT = 90  # characters: a longer text above the list is prose, and the day in it anything's


class Place(enum.StrEnum):
    """Where a page states a day; ``text``, ``time`` and ``data`` may be about something else than the edition."""

    ISSUE = "[index.issue] date"
    TITLE = "title"
    HEADING = "heading"
    KEY = "key"
    CANONICAL = "canonical address"
    ADDRESS = "address"
    TIME = "time"
    TEXT = "text"
    DATA = "data"
    MENU = "menu or footer"
    FILE = "address of a cover or PDF"


STRONG = frozenset({Place.ISSUE, Place.TITLE, Place.HEADING, Place.KEY, Place.CANONICAL, Place.ADDRESS})


@dataclass(frozen=True, slots=True)
class DayStatement:
    """Days that one place of a page states, in its own words.

    What else stands beside a day in a text ("Concert: 21 March 2026") makes it the day of anything.
    """

    place: Place
    text: str
    spans: tuple[Span, ...]
    alone: bool = True  # nothing stands beside the days but what stands in mastheads

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDays:
    """What a page says of its day. ``today`` is the day of its fetch where the newspaper is: many pages print it."""

    statements: tuple[DayStatement, ...] = ()
    today: dt.date
    lost: str = ""  # the address that a redirect led to, where the day of the address asked for is not in it
    lost_to_a_number: bool = False  # that address has a number of its own, which may be the edition's


# An element whose subtree says nothing of the edition, unless the stories are in it: menus, other stories, what is not
# shown. A page of WordPress has class "archive" on its body, one of ASP.NET a form around it all.
_ELSEWHERE = frozenset((
    "a", "article", "aside", "button", "dialog", "footer", "form", "iframe", "li", "nav", "noscript", "option",
    "script", "select", "style", "svg", "template",
))  # fmt: skip
_OTHER_EDITION = re.compile(
    r"(?<![a-z])(prev|next|past|older|newer|earlier|archive|calendar|related|recent|most-?(read|viewed|shared|popular)|"
    r"popular|trending|teaser|event|agenda|weather|obituar)",
    re.IGNORECASE,
)
# Words that stand beside the day in a masthead, besides those of the newspaper's own name.
_MASTHEAD_WORDS = frozenset((
    "anno", "année", "ano", "aujourd", "ausgabe", "año", "cover", "daily", "date", "del", "den", "der", "des",
    "digital", "edicion", "edición", "edisi", "edition", "edizione", "epaper", "for", "from", "front", "hari",
    "issue", "jahrgang", "las", "les", "los", "news", "newspaper", "nro", "num", "number", "numer", "numero",
    "nummer", "numéro", "número", "our", "page", "pagina", "paper", "price", "print", "página", "seite", "strona",
    "the", "this", "today", "udgave", "und", "utgave", "vol", "volume", "vom", "vydání", "wydanie", "year", "édition",
    "číslo", "выпуск", "газета", "номер", "сайт", "страница",
))  # fmt: skip
_PRICE = re.compile(
    r"(?:[£$€¥₹₽₩฿]|\b(?:rs|eur|usd|gbp|chf|kr))\.?\s?\d+(?:[.,]\d\d)?|\d+[.,]\d\d\s?(?:[£$€¥₹₽₩฿]|(?:eur|kr|zł|kč|ft|lei)\b)",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_FILES = (
    "//img[contains(@src, 'cover') or contains(@src, 'front') or contains(@src, 'paper')]/@src | "
    "//a[contains(@href, '.pdf')]/@href"
)
_UPDATED = re.compile(
    r"updat|modif|changed|edited|as of|last |aktualis|zuletzt|stand:|mis à jour|mise à jour|màj|actualiz|atualiz|"
    r"aggiorn|bijgewerkt|opdater|oppdater|uppdater|päivitet|aktualiz|güncel|обновл|оновл|ενημ|更新|갱신|수정|تحديث|"
    r"©|copyright|since|seit|depuis|desde|founded|gegründet|expires|valid|next issue|next edition",
    re.IGNORECASE,
)
_SINCE_A_YEAR = re.compile(
    r"(?<!\w)(?:since|founded(?: in)?|seit|gegründet|depuis|desde)\s+(?:1[5-9]|20)\d\d(?!\d)", re.IGNORECASE
)
# Where a page marks which of several days it shows, or describes itself.
_MARKED = (
    "//option[@selected] | //*[@aria-current='date' or @aria-current='page'] | "
    "//li[ancestor::*[position() <= 3][contains(@class, 'breadcrumb')]][not(following-sibling::li)]"
)
_HEADINGS = f"(//h1)[position() <= {MOST_HEADINGS}]"
_BUTTONS = f"(//button)[position() <= {MOST_BUTTONS}]"
_METAS = f"(//meta[@content])[position() <= {MOST_METAS}]"
_LINKED_DATA = f"(//script[@type='application/ld+json'])[position() <= {MOST_SCRIPTS}]"
_FOOTER_TEXTS = "((//footer)[last()]//text()[string-length() < 200])[position() <= 40]"
_DESCRIPTION = "//meta[@name='description' or @property='og:description']/@content"
_CHOSEN = "//input[@type='date' or contains(@name, 'date') or contains(@name, 'day')]/@value"
_OF_AN_ISSUE = (
    "//*[contains(@itemtype, 'schema.org/PublicationIssue') or contains(@itemtype, 'schema.org/Newspaper')]"
    "//*[@itemprop='datePublished']"
)
_DAY_ATTRIBUTES = ("data-date", "data-day", "data-edition-date", "data-issue-date", "data-edition")
_INLINE = frozenset(("b", "em", "font", "i", "small", "span", "strong", "sup", "u"))
_IN_SCRIPT = re.compile(
    r"[\"'\s.{,;](?:e?paper|edition|issue|print|newspaper)_?-?(?:date|day)[\"']?\s*[:=]\s*"
    r"[\"']([^\"'<>]{6,40})[\"']",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{3,}")
_CLOCK = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?!\d|[./-]\d)")
# Keys of an edition's own day in JSON, letters only: editionDate, issue_date, print-date, dateOfIssue; or just
# "date" of what is called an edition or an issue.
_EDITION_KEY = re.compile(
    r"(current|selected)?(e?paper|edition|issue|print|printed|printedition|newspaper)(info|data|meta)?"
)
_DAY_KEY = re.compile(
    r"(formatted)?(e?paper|edition|issue|print|printed|newspaper|cover)(day|date)(string|text|label|iso)?"
    r"|date(of)?(edition|issue|print|paper)"
)
# Only of the document itself, an edition in it, and what has the list: stories have these as well.
_TOP_KEY = re.compile(r"date|day|(pub(lish|lished|lication)?)date|published(at|on)?")
_TITLE_KEY = re.compile(r"title|name|headline")
_EDITION_TYPES = frozenset(("PublicationIssue", "Newspaper", "ComicIssue"))
_PAGE_TYPES = frozenset(("CollectionPage", "WebPage", "ItemPage", "ItemList"))
_META_DATES = frozenset((
    "citation_publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "edition-date",
    "issue-date", "issuedate", "prism.coverdate", "prism.publicationdate", "pubdate",
))  # fmt: skip
_TITLES = "//head/title/text() | //meta[@property='og:title' or @name='twitter:title']/@content"
_CANONICAL = (  # the last as in nyt-collection:uri
    "//link[@rel='canonical' or @rel='amphtml']/@href | //meta[@property='og:url']/@content"
    " | //meta[substring(@name, string-length(@name) - 3) = ':uri']/@content"
)


def page_days(
    publication: Publication,
    index: Index,
    variables: Variables,
    request: IndexRequest,
    page: Page,
    document: IndexDocument,
) -> PageDays:
    """Everything that one page says of its day, the strongest places first.

    Of a page on the way to the list that is not one of the day, as of a list of all editions, the address alone counts.

    :param request: the request that the page answers.
    :param document: the page as the index reads it.
    """
    reader = _Reader(publication, variables)
    asked_by_day = _asked_by_day(publication, index, request)
    found: list[DayStatement] = []
    if page.url != request.url or not (asked_by_day or _chosen_by_day(index, request)):
        found += reader.days(Place.ADDRESS, page.url)
        if page.url == request.url and _is_told_the_day(publication, index):
            # Relative links lead from the address asked for to others of that day, whatever the pages show.
            found = [each for each in found if not any(variables.date in span for span in each.spans)]
    if asked_by_day or request.step == len(index.fetches) - 1:
        issue = values.text(index.issue.get("date"), document.root, variables)
        found += reader.statement(Place.ISSUE, issue, near=True)
        if index.fetches[request.step].format in ("html", "json") and isinstance(document.root, JsonNode):
            found += reader.json_keys(document.root.value)
        if index.fetches[request.step].format == "xml" and isinstance(document.root, HtmlNode):
            found += reader.json_keys(_keys_of(document.root.selector.root))
        elif tree := _tree(page, document):
            listed = _story_elements(index, document, variables) if request.step == len(index.fetches) - 1 else set()
            found += reader.html(tree, listed)
    order = list(Place)
    days = [variables.date + dt.timedelta(days=offset) for offset in (0, *offsets(publication, index))]
    lost = asked_by_day and _loses(request.url, page.url, days, publication.language)
    return PageDays(
        statements=tuple(dict.fromkeys(sorted(found, key=lambda each: order.index(each.place)))),
        today=page.fetched.astimezone(publication.zone).date(),
        lost=page.url if lost else "",
        lost_to_a_number=bool(set(_NUMBER.findall(page.url)) - set(_NUMBER.findall(request.url))),
    )


def offsets(publication: Publication, index: Index) -> frozenset[int]:
    """By how many days the addresses of an index differ from its editions' dates: {date-1}."""
    addresses = tuple((fetch.url, fetch.urls) for fetch in index.fetches)
    return templates.date_offsets((addresses, publication.variables))


def _asked_by_day(publication: Publication, index: Index, request: IndexRequest) -> bool:
    """Whether the file makes the address that was asked for of the day."""
    is_counted = request.page_number == 1 or request.counted is not None
    return is_counted and _names_the_day(publication, index, request.step)


def _is_told_the_day(publication: Publication, index: Index) -> bool:
    """Whether the site is asked for a day at the first step."""
    return _names_the_day(publication, index, 0)


def _names_the_day(publication: Publication, index: Index, step: int) -> bool:
    fetch = index.fetches[step]
    named = templates.names_in((fetch.url, fetch.urls))
    dated = {name for name, text in publication.variables.items() if "date" in templates.names_in(text)}
    return bool(named & ({"date"} | dated))


def _chosen_by_day(index: Index, request: IndexRequest) -> bool:
    """Whether the file chose the address among several by the day: the sitemap of a week, say, that holds it."""
    steps = index.fetches[: request.step]
    chosen = any("date" in templates.names_in((fetch.each, fetch.where, fetch.let)) for fetch in steps)
    return chosen or index.fetches[request.step].format == "sitemap"


def _loses(asked: str, answered: str, days: Sequence[dt.date], language: str) -> bool:
    """Whether a redirect led from an address that holds one of these days to one that names no day at all."""
    if canonical(asked) == canonical(answered):
        return False
    if any(address_days.holds(answered, day, language) for day in days):
        return False
    path, whole = urlsplit(answered).path.rstrip("/"), urlsplit(asked).path
    was_cut = whole.startswith(f"{path}/") and any(char.isdigit() for char in whole[len(path) :])
    return was_cut or any(address_days.holds(asked, day, language) for day in days)


def _keys_of(root: Any) -> dict[str, Any]:
    """An XML document as JSON has it, attributes and children by their names; the root by its own name besides."""
    inside = _attributes_and_children(root, depth=1)
    return {**inside, etree.QName(root).localname: inside}


def _attributes_and_children(element: Any, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    by_name: defaultdict[str, list[Any]] = defaultdict(list)
    for child in islice(element.iterchildren(etree.Element), MOST_ELEMENTS if depth < DEEPEST else 0):
        is_leaf = not (len(child) or child.attrib)
        value: Any = collapsed(child.text or "") if is_leaf else _attributes_and_children(child, depth + 1)
        by_name[etree.QName(child).localname].append(value)
    for name, values_ in by_name.items():
        every = [found[name], *values_] if name in found else values_
        found[name] = every if len(every) > 1 else every[0]
    return found


def _tree(page: Page, document: IndexDocument) -> Selector | None:
    """The HTML of a page, also where the index reads JSON in it."""
    if isinstance(document.root, HtmlNode):
        return document.root.selector
    if page.body.lstrip()[:1] == b"<" and not page.body.lstrip().startswith(b"<?xml"):
        return Selector(text=decoded(page), type="html")
    return None


def _story_elements(index: Index, document: IndexDocument, variables: Variables) -> set[Any]:
    """The elements of the listed stories: what stands in them is not about the edition."""
    if not isinstance(document.root, HtmlNode):
        return set()
    rules = [rules.each for rules in index.stories if rules.each]
    nodes = [node for each in rules for node in document.root.nodes(values.selector(each, variables))]
    body = document.root.selector.xpath("//body")
    whole = {element.root for element in (*body, document.root.selector)}
    return {node.selector.root for node in nodes if isinstance(node, HtmlNode)} - whole


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads days in the newspaper's language and zone."""

    publication: Publication
    variables: Variables

    def statement(self, place: Place, text: str, *, near: bool = False, alone: bool = True) -> Iterator[DayStatement]:
        """What a text states.

        :param near: a date without a year counts as well.
        """
        text = collapsed(text)
        language = self.publication.language
        found = day_spans.spans(text, language, self.publication.zone, near=self.variables.date if near else None)
        if found:
            yield DayStatement(place, text[:120], found, alone)

    def _is_masthead(self, text: str) -> bool:
        """Whether nothing stands beside the days in a text but what stands beside them in mastheads."""
        publication = self.publication
        stated = index_dates.days_in(text, publication.language, publication.zone, near=self.variables.date)
        for one in stated:
            text = text.replace(text[one.start : one.end], " " * (one.end - one.start))
        name = " ".join((publication.title, publication.place, publication.publisher, *publication.also))
        known = _MASTHEAD_WORDS | set(_WORD.findall(name.casefold()))
        return bool(stated) and all(word in known for word in _WORD.findall(text.casefold()))

    def days(self, place: Place, url: str) -> Iterator[DayStatement]:
        """What an address states."""
        language = self.publication.language
        found = [Span(day, day) for day in address_days.days_in(url, language)]
        found += [span for year, week in address_days.weeks_in(url) if (span := day_spans.week(year, week))]
        if found:
            yield DayStatement(place, url[:120], tuple(dict.fromkeys(found)))

    def html(self, tree: Selector, stories: set[Any]) -> Iterator[DayStatement]:
        """What the head of a page states, and what stands above its first story."""
        for title in tree.xpath(_TITLES).getall()[:3]:
            yield from self.statement(Place.TITLE, title)
        for url in tree.xpath(_CANONICAL).getall()[:3]:
            yield from self.days(Place.CANONICAL, url)
        for meta in tree.xpath(_METAS):
            name = (meta.attrib.get("name") or meta.attrib.get("property") or "").casefold()
            if name in _META_DATES:
                yield from self._data(meta.attrib["content"])
        for text in tree.xpath(_DESCRIPTION).getall()[:2]:
            yield from self._short(Place.DATA, text)
        for name in _DAY_ATTRIBUTES:
            yield from self._data(tree.xpath(f"/html/@{name}").get())
        for text in tree.xpath(_CHOSEN).getall()[:3]:
            yield from self._data(text)
        for url in tree.xpath(_FILES).getall()[:5]:
            for statement in self.days(Place.FILE, url):
                yield replace(statement, alone=False)
        for text in tree.xpath(_FOOTER_TEXTS).getall():
            yield from self._short(Place.MENU, text)
        for marked in tree.xpath(_MARKED)[:5]:
            yield from self._short(Place.DATA, _text_of(marked.root))
        yield from self._in_scripts(tree)
        around = _around(stories)
        for heading in tree.xpath(_HEADINGS):
            above = {heading.root, *heading.root.iterancestors()}
            if not stories & above and all(each in around for each in above if each.tag == "article"):
                yield from self.statement(Place.HEADING, _text_of(heading.root), near=True)
        for issue in tree.xpath(_OF_AN_ISSUE)[:3]:
            yield from self.statement(Place.KEY, issue.attrib.get("content") or _text_of(issue.root))
        for script in tree.xpath(_LINKED_DATA):
            with contextlib.suppress(ValueError, RecursionError):
                yield from self.json_ld(json.loads("".join(script.root.itertext()), strict=False))
        yield from self._on_buttons(tree)
        yield from self._above_the_stories(tree, stories, around)

    def _on_buttons(self, tree: Selector) -> Iterator[DayStatement]:
        """The day on the button that opens a calendar; buttons with several days lead to them."""
        texts = (_text_of(button.root) for button in tree.xpath(_BUTTONS))
        found = [each for text in texts if len(text) <= ALONE for each in self._short(Place.DATA, text)]
        if len({each.spans for each in found}) == 1:
            yield found[0]

    def _above_the_stories(self, tree: Selector, stories: set[Any], around: set[Any]) -> Iterator[DayStatement]:
        body = tree.xpath("//body")
        if not body:
            return
        walker = etree.iterwalk(body[0].root, events=("start",))
        for number, (_, element) in enumerate(walker):
            if element in stories or number > MOST_ELEMENTS:
                return
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if element is not body[0].root and element not in around and _is_elsewhere(element):
                walker.skip_subtree()
                if tag == "nav":
                    yield from self._short(Place.MENU, _text_of(element))
            elif tag == "h1":
                walker.skip_subtree()  # all of them are looked at
            elif tag == "img":
                yield from self._short(Place.TEXT, element.get("alt") or "")
            elif tag == "time":
                yield from self._time(element)
                walker.skip_subtree()
            else:
                for name in _DAY_ATTRIBUTES:
                    yield from self._data(element.get(name))
                yield from self._text(element)

    def _time(self, element: Any) -> Iterator[DayStatement]:
        stamp = element.get("datetime") or _text_of(element)
        parent = element.getparent()
        around = "" if parent is None else _text_of(parent)[:SHORT]
        if not day_spans.has_clock(stamp) and not _UPDATED.search(around) and not _CLOCK.search(around):
            yield from self.statement(Place.TIME, stamp)

    def _text(self, element: Any) -> Iterator[DayStatement]:
        """What an element with little more than a date in it states: the line under a masthead."""
        inline = (child.text for child in element if child.tag in _INLINE)
        own = (element.text, *(child.tail for child in element), *inline)
        if any(re.search(r"\d", text or "") for text in own):
            text = _text_of(element)
            yield from self._short(Place.TEXT, text, near=element.tag == "h2" and len(text) <= ALONE)

    def _short(self, place: Place, text: str, *, near: bool = False) -> Iterator[DayStatement]:
        """What a text states that is little more than a date, and speaks of no change."""
        text = _PRICE.sub(" ", _SINCE_A_YEAR.sub("", collapsed(text)))
        if len(text) <= SHORT and re.search(r"\d", text) and not _UPDATED.search(text) and not _CLOCK.search(text):
            is_masthead = place is not Place.MENU and self._is_masthead(text)
            near = near or (is_masthead and place is Place.TEXT)
            yield from self.statement(place, text, near=near, alone=is_masthead)

    def _in_scripts(self, tree: Selector) -> Iterator[DayStatement]:
        """What scripts set as the edition's day; several different days are a list of editions."""
        texts = [
            found[1]
            for script in tree.xpath("//script[not(@src)]/text()").getall()
            for found in _IN_SCRIPT.finditer(script)
        ]
        found = [statement for text in dict.fromkeys(texts[:50]) for statement in self.statement(Place.KEY, text)]
        if found:
            yield DayStatement(Place.KEY, found[0].text, tuple(sorted({span for each in found for span in each.spans})))

    def _data(self, stamp: object) -> Iterator[DayStatement]:
        if isinstance(stamp, str) and not day_spans.has_clock(stamp):
            yield from self.statement(Place.DATA, stamp)

    def json_ld(self, value: Any) -> Iterator[DayStatement]:
        """What the page's own JSON-LD states of it; that of its stories says nothing."""
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, Mapping):
                continue
            if isinstance(item.get("@graph"), list):
                yield from self.json_ld(item["@graph"])
            types = item.get("@type")
            named = {each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)}
            if named & _EDITION_TYPES:
                yield from self.statement(Place.KEY, str(item.get("datePublished") or ""))
            elif named & _PAGE_TYPES:
                yield from self._data(item.get("datePublished"))
                yield from self._short(Place.DATA, str(item.get("name") or ""))

    def json_keys(self, value: Any) -> Iterator[DayStatement]:
        """What keys like editionDate state, anywhere in a document; several different days are a list of editions."""
        found: dict[str, DayStatement] = {}
        for key, inner in value.items() if isinstance(value, dict) else ():
            letters = _letters(key)
            if _TOP_KEY.fullmatch(letters):
                yield from self._data(inner)
            elif _TITLE_KEY.fullmatch(letters) and isinstance(inner, str):
                yield from self._short(Place.DATA, inner)
            elif isinstance(inner, dict) and (
                _EDITION_KEY.fullmatch(letters) or any(isinstance(each, list) for each in inner.values())
            ):
                for name, stamp in inner.items():
                    if _TOP_KEY.fullmatch(_letters(name)):
                        yield from self._data(stamp)
        queue: list[tuple[str, Any]] = [("", value)]
        seen = 0
        while queue and seen < MOST_KEYS:
            name, item = queue.pop()
            seen += 1
            if isinstance(item, list):
                queue.extend((name, each) for each in reversed(item))
            elif isinstance(item, dict):
                is_edition = _EDITION_KEY.fullmatch(name) is not None
                if is_edition and (day := _day_in_parts(item)):
                    found.setdefault(name, DayStatement(Place.KEY, f"{name} {day}", (Span(day, day),)))
                for key, inner in item.items():
                    letters = _letters(key)
                    if isinstance(inner, dict | list):
                        queue.append((letters, inner))
                    elif _DAY_KEY.fullmatch(letters) or (
                        is_edition and _TOP_KEY.fullmatch(letters) and not day_spans.has_clock(str(inner))
                    ):
                        for statement in self.statement(Place.KEY, str(inner)):
                            found.setdefault(f"{key} {statement.text}", statement)
        if found:
            days = {span for statement in found.values() for span in statement.spans}
            yield DayStatement(Place.KEY, next(iter(found)), tuple(sorted(days)))


def _day_in_parts(item: Mapping[str, Any]) -> dt.date | None:
    """The day of an object like {"day": 6, "month": 3, "year": 2026}."""
    parts = [str(item.get(name, "")) for name in ("year", "month", "day")]
    return date_or_none(*map(int, parts)) if all(part.isdecimal() and len(part) <= 4 for part in parts) else None


def _text_of(element: Any) -> str:
    """The text of an element, white space collapsed; of a long one, the beginning."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > day_spans.LONGEST_TEXT:
            break
    return collapsed("".join(parts))


def _around(stories: set[Any]) -> set[Any]:
    """The elements that hold most of the stories, and at least two."""
    some = list(islice(stories, MOST_STORIES))
    holding = Counter(ancestor for story in some for ancestor in story.iterancestors())
    return {element for element, number in holding.items() if number > 1 and 2 * number > len(some)}


def _is_elsewhere(element: Any) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    hidden = "none" in (element.get("style") or "")
    return element.tag in _ELSEWHERE or bool(_OTHER_EDITION.search(marks)) or hidden


def _letters(key: object) -> str:
    return re.sub(r"[^a-z]", "", str(key).casefold())
