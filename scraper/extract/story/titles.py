"""The titles of a page by source, each without the newspaper's name: JSON-LD, h1, og:title, title and others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, plain_text
from scraper.extract.story import headings
from scraper.extract.story.headings import Title, title
from scraper.extract.story.site_names import is_site, is_whole_part, leads_up, without_site
from scraper.texts.folding import letters
from scraper.urls import is_front_page

_LABEL = re.compile(r"[|:–—·•/]\s*$")
_HIDDEN_ROLES = Role.HIDDEN | Role.NAV
_HIDDEN_UNLESS_STATED_ROLES = _HIDDEN_ROLES | Role.FOOTER | Role.COMMENTS
_ASIDE_ROLES = (
    _HIDDEN_UNLESS_STATED_ROLES | Role.ASIDE | Role.RELATED | Role.CAPTION | Role.OFFER | Role.FORM | Role.HEADER
)
_MOST_HEADINGS, _MOST_CRUMBS = 12, 8
_MOST_LINKS = 200  # of a page's first, among which those to its sections are looked for
_LONGEST_SECTION = 40  # letters
_LOWER_TAGS = ("h2", "h3")


def page_titles(document: Document, structured: Structured, names: frozenset[str]) -> list[Title]:
    """All titles of a page, those in its data before those it shows.

    :param names: the newspaper's and the site's names, in letters only.
    """
    shown = [
        (element, document.blocks[element.first : element.last])
        for element in document.by_tag("h1")
        if element.last > element.first
    ][: 4 * _MOST_HEADINGS]
    stated = list(_titles_in_data(document, structured))
    stated_texts = [one.text for one in stated]
    shown_texts: list[str] = []
    for element, _ in shown:
        text, address = headings.text_of(document, element), headings.link_of(document, element)
        if is_front_page(address) and not is_front_page(document.url):
            names |= {letters(text)}
        elif not leads_up(address, document.url):
            shown_texts.append(text)
    sections = _sections(document, structured)
    without_names = []
    seen: dict[str, Title] = {}  # most sources say the same
    for one in stated:
        clean = seen.get(one.text)
        if clean is None:
            text = without_site(one.text, names, sections)
            # "Headline | The Paper" ends where another source's headline ends.
            others = (
                *stated_texts,
                *(other for other in shown_texts if len(shown_texts) == 1 or 2 * len(other) >= len(text)),
            )
            shorter = next((o for o in others if 8 < len(o) < len(text) and is_whole_part(o, text)), text)
            clean = seen[one.text] = one if shorter == one.text else title(shorter, one.rule)
        without_names.append(clean if clean.rule == one.rule else replace(clean, rule=one.rule))
    without_names = [one for one in without_names if one.key and one.key not in names]
    texts = by_key(without_names)
    printed = _titles_shown(document, shown, names, texts)
    return [*without_names, *(_without_label(one, without_names, sections) for one in printed)]


def by_key(stated: Sequence[Title]) -> Mapping[str, Collection[str]]:
    """The texts of some titles by their letters."""
    texts: dict[str, set[str]] = {}
    for one in stated:
        texts.setdefault(one.key, set()).add(one.text)
    return texts


def lower_headings(document: Document, stated: Sequence[Title], *, most: int) -> Iterator[Title]:
    """The first h2 and h3 headings of a page, outside of menus, boxes and other stories."""
    texts = by_key(stated)
    end = 0
    for block in document.blocks:
        if block.roles & _ASIDE_ROLES or block.index < end:
            continue
        element = block.element if block.tag in _LOWER_TAGS else block.element.closest(*_LOWER_TAGS)
        if element is not None:
            end = element.last
            yield headings.read(document, element, "heading", element.last - 1, texts)
            most -= 1
            if not most:
                return


def _titles_in_data(document: Document, structured: Structured) -> Iterator[Title]:
    story = structured.story
    titles = document.by_tag("title")
    keys: dict[str, str] = {}
    for words, rule in (
        (jsonld_text(story.get("headline")) or jsonld_text(story.get("name")), "json-ld"),
        (structured.first_meta("og:title")[0], "og:title"),
        (structured.first_meta("twitter:title")[0], "twitter:title"),
        (plain_text(document.text_of(titles[0])) if titles else "", "title"),
        (structured.first_itemprop("headline"), "microdata"),
    ):
        if words and len(words) < 600:
            if words not in keys:
                keys[words] = letters(words)
            yield Title(words, rule, key=keys[words])


def _sections(document: Document, structured: Structured) -> frozenset[str]:
    """The letters of the sections that a page names."""
    words = [
        jsonld_text(structured.story.get("articleSection")),
        structured.first_meta("article:section", "section")[0],
    ]
    crumbs = islice((link.text for link in document.links if link.roles & Role.CRUMBS), _MOST_CRUMBS)
    folders = frozenset(document.url.split("/")[1:-1])
    above = (link.text for link in document.links[:_MOST_LINKS] if _is_folder_of(link.href, folders, document))
    return frozenset(key for key in map(letters, (*words, *crumbs, *above)) if 0 < len(key) <= _LONGEST_SECTION)


def _is_folder_of(href: str, folders: Collection[str], document: Document) -> bool:
    """Whether a link leads to one of the folders of the page's own address, and not to the front page."""
    folder = href.rstrip("/").rpartition("/")[2]
    if not folder or folder not in folders:
        return False
    address = document.absolute(href)
    return leads_up(address, document.url) and not is_front_page(address)


def _titles_shown(
    document: Document,
    shown: Sequence[tuple[Element, Sequence[Block]]],
    names: frozenset[str],
    stated: Mapping[str, Collection[str]],
) -> Iterator[Title]:
    """The titles in h1 elements, visible ones first, without the newspaper's name and links to a section."""
    count = 0
    hidden: list[Title] = []
    for element, blocks in shown:
        if count >= _MOST_HEADINGS:
            break
        one = headings.read(document, element, "h1", element.last - 1, stated)
        if not one.key or is_site(one.text, names, whole=True) or _is_of_site(document, element, one, stated):
            continue
        bare = without_site(one.text, names)
        if bare != one.text and letters(bare) in stated:
            one = title(bare, one.rule, one.index, one.kicker)
        roles = blocks[-1].roles
        if roles & _HIDDEN_ROLES or (roles & _HIDDEN_UNLESS_STATED_ROLES and not _is_stated(one.key, stated)):
            hidden.append(replace(one, rule="hidden h1"))
        else:
            count += 1
            yield one
    yield from hidden[:2]


def _is_stated(key: str, stated: Collection[str]) -> bool:
    """Whether a heading is a title in the page's data, or most of one."""
    return key in stated or (len(key) > 12 and any(key in other and 2 * len(key) > len(other) for other in stated))


def _is_of_site(document: Document, element: Element, one: Title, stated: Collection[str]) -> bool:
    """Whether a heading leads to a folder of the page's own address, and its words are no title of the story."""
    return one.key not in stated and leads_up(headings.link_of(document, element), document.url)


def _without_label(printed: Title, stated: Sequence[Title], sections: Collection[str]) -> Title:
    """A shown headline without a label or subtitle that the titles in the data lack: "Opinion | ", "Live: "."""
    if printed.rule != "h1":
        return printed
    for other in stated:
        if not 12 < len(other.key) < len(printed.key):
            continue
        rules = [each.rule for each in stated if each.key == other.key]
        start = printed.text.lower().rfind(other.text.lower())
        if start > 0 and printed.key.endswith(other.key):
            label = printed.text[:start]
            if _is_label(label, sections) if _LABEL.search(label) else len(rules) > 1:
                kicker = printed.kicker or headings.as_kicker(label)
                return title(printed.text[start:], "h1", printed.index, kicker)
        elif start == 0 and len(rules) > 1 and "json-ld" in rules and printed.key.startswith(other.key):
            return title(printed.text[: len(other.text)], "h1", printed.index, printed.kicker)
    return printed


def _is_label(label: str, sections: Collection[str]) -> bool:
    """Whether words before a headline, with a sign after them, are a label rather than a part of its sentence."""
    return len(label) <= 40 and (
        not label.rstrip().endswith(":") or len(label.split()) == 1 or letters(label) in sections
    )
