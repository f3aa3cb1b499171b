"""What an HTML page says of its day: in its head, its own linked data, and above its first story (pure).

Passed over: links to other days, stories, times of day ("updated 22:40"), and menus.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from lxml import etree
from parsel import Selector

from scraper.discover import day_spans
from scraper.discover.day_statements import SHORT, DayReader, DayStatement, Place, is_of_a_moment
from scraper.discover.index_document import collapsed

MOST_ELEMENTS = 4_000  # that are looked at above the first story
MOST_HEADINGS = 100
MOST_METAS = 200
MOST_SCRIPTS = 50
MOST_BUTTONS = 50
MOST_STORIES = 500  # whose surroundings are looked at
ALONE = 35  # characters of a text that is a day and no more

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
_FILES = (
    "//img[contains(@src, 'cover') or contains(@src, 'front') or contains(@src, 'paper')]/@src | "
    "//a[contains(@href, '.pdf')]/@href"
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


def html_days(reader: DayReader, tree: Selector, stories: set[Any]) -> Iterator[DayStatement]:
    """What the head of a page states, and what stands above its first story.

    :param stories: the elements of the listed stories.
    """
    for title in tree.xpath(_TITLES).getall()[:3]:
        yield from reader.statement(Place.TITLE, title)
    for url in tree.xpath(_CANONICAL).getall()[:3]:
        yield from reader.in_address(Place.CANONICAL, url)
    for meta in tree.xpath(_METAS):
        name = (meta.attrib.get("name") or meta.attrib.get("property") or "").casefold()
        if name in _META_DATES:
            yield from reader.data(meta.attrib["content"])
    for text in tree.xpath(_DESCRIPTION).getall()[:2]:
        yield from reader.short(Place.DATA, text)
    for name in _DAY_ATTRIBUTES:
        yield from reader.data(tree.xpath(f"/html/@{name}").get())
    for text in tree.xpath(_CHOSEN).getall()[:3]:
        yield from reader.data(text)
    for url in tree.xpath(_FILES).getall()[:5]:
        for statement in reader.in_address(Place.FILE, url):
            yield replace(statement, alone=False)
    for text in tree.xpath(_FOOTER_TEXTS).getall():
        yield from reader.short(Place.MENU, text)
    for marked in tree.xpath(_MARKED)[:5]:
        yield from reader.short(Place.DATA, _text_of(marked.root))
    yield from _in_scripts(reader, tree)
    around = _around(stories)
    for heading in tree.xpath(_HEADINGS):
        above = {heading.root, *heading.root.iterancestors()}
        if not stories & above and all(each in around for each in above if each.tag == "article"):
            yield from reader.statement(Place.HEADING, _text_of(heading.root), near=True)
    for issue in tree.xpath(_OF_AN_ISSUE)[:3]:
        yield from reader.statement(Place.KEY, issue.attrib.get("content") or _text_of(issue.root))
    for script in tree.xpath(_LINKED_DATA):
        with contextlib.suppress(ValueError, RecursionError):
            yield from _json_ld(reader, json.loads("".join(script.root.itertext()), strict=False))
    yield from _on_buttons(reader, tree)
    yield from _above_the_stories(reader, tree, stories, around)


def _on_buttons(reader: DayReader, tree: Selector) -> Iterator[DayStatement]:
    """The day on the button that opens a calendar; buttons with several days lead to them."""
    texts = (_text_of(button.root) for button in tree.xpath(_BUTTONS))
    found = [each for text in texts if len(text) <= ALONE for each in reader.short(Place.DATA, text)]
    if len({each.spans for each in found}) == 1:
        yield found[0]


def _above_the_stories(
    reader: DayReader, tree: Selector, stories: set[Any], around: set[Any]
) -> Iterator[DayStatement]:
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
                yield from reader.short(Place.MENU, _text_of(element))
        elif tag == "h1":
            walker.skip_subtree()  # all of them are looked at
        elif tag == "img":
            yield from reader.short(Place.TEXT, element.get("alt") or "")
        elif tag == "time":
            yield from _time(reader, element)
            walker.skip_subtree()
        else:
            for name in _DAY_ATTRIBUTES:
                yield from reader.data(element.get(name))
            yield from _text(reader, element)


def _time(reader: DayReader, element: Any) -> Iterator[DayStatement]:
    stamp = element.get("datetime") or _text_of(element)
    parent = element.getparent()
    around = "" if parent is None else _text_of(parent)[:SHORT]
    if not day_spans.has_clock(stamp) and not is_of_a_moment(around):
        yield from reader.statement(Place.TIME, stamp)


def _text(reader: DayReader, element: Any) -> Iterator[DayStatement]:
    """What an element with little more than a date in it states: the line under a masthead."""
    inline = (child.text for child in element if child.tag in _INLINE)
    own = (element.text, *(child.tail for child in element), *inline)
    if any(re.search(r"\d", text or "") for text in own):
        text = _text_of(element)
        yield from reader.short(Place.TEXT, text, near=element.tag == "h2" and len(text) <= ALONE)


def _in_scripts(reader: DayReader, tree: Selector) -> Iterator[DayStatement]:
    """What scripts set as the edition's day; several different days are a list of editions."""
    texts = [
        found[1]
        for script in tree.xpath("//script[not(@src)]/text()").getall()
        for found in _IN_SCRIPT.finditer(script)
    ]
    found = [statement for text in dict.fromkeys(texts[:50]) for statement in reader.statement(Place.KEY, text)]
    if found:
        yield DayStatement(Place.KEY, found[0].text, tuple(sorted({span for each in found for span in each.spans})))


def _json_ld(reader: DayReader, value: Any) -> Iterator[DayStatement]:
    """What the page's own JSON-LD states of it; that of its stories says nothing."""
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, Mapping):
            continue
        if isinstance(item.get("@graph"), list):
            yield from _json_ld(reader, item["@graph"])
        types = item.get("@type")
        named = {each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)}
        if named & _EDITION_TYPES:
            yield from reader.statement(Place.KEY, str(item.get("datePublished") or ""))
        elif named & _PAGE_TYPES:
            yield from reader.data(item.get("datePublished"))
            yield from reader.short(Place.DATA, str(item.get("name") or ""))


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
