"""The titles of a page by source, each without the newspaper's name: JSON-LD, h1, og:title, title and others."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, plain_text
from scraper.publication import Publication
from scraper.texts.folding import letters

_KICKER = re.compile(
    r"kicker|eyebrow|over-?line|dachzeile|topline|spitzmarke|rubric|strap-?line|flytitle|surtitre|antetitulo|occhiello"
    r"|over-?title|roof-?line|super-?title|pre-?title|vinjett|prefix|label|flag\b|badge",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"(?<!\s)\s+[|ǀ–—·•»«›:\-~/]+\s+|(?:(?<!\s)\s*|(?<=\s))[|｜]\s*|(?<!\s)\s+::\s+|(?<=\S)\s?_(?=\S)|(?<=[\u3001-\u9fff\uff00-\uffef])[-–—]+(?=[\u3400-\u9fff])"
)
_NAME_AFTER = re.compile(r"\s*[|｜ǀ]|\s[–—·•:»«›\-~]\s|\s?_")
# What can only be a site: an address, and a Chinese or Japanese paper.
_SITE_SHAPE = re.compile(
    r"(?:[\w-]+\.)+(?:com|net|org|info|[a-z]{2})(?:\.[a-z]{2})?|[\u3040-\u9fff]{1,8}(?:网|網|报|報|新聞|新闻|日報|在线|频道|社)",
    re.I,
)
_LABEL = re.compile(r"[|:–—·•]\s*$")
_ONLY_SIGNS = re.compile(r"[\W_]+")
_HIDDEN_NAMES = re.compile(r"hidden|hide|sr-?only|screen-?reader|invisible", re.IGNORECASE)
_HIDDEN_ROLES = Role.HIDDEN | Role.NAV | Role.FOOTER | Role.COMMENTS
_ASIDE_ROLES = _HIDDEN_ROLES | Role.ASIDE | Role.RELATED | Role.CAPTION | Role.OFFER | Role.FORM | Role.HEADER
_MOST_HEADINGS = 4
_LONGEST = 2_000  # characters of a heading that are looked at


@dataclass(frozen=True, slots=True)
class Title:
    """One source's title, its letters (``key``), and the index of the block that shows it (-1 for none)."""

    text: str
    rule: str
    index: int = -1
    kicker: str = ""
    key: str = field(default="", compare=False)


def title(text: str, rule: str, index: int = -1, kicker: str = "") -> Title:
    """Make a title, with its letters as key."""
    return Title(text, rule, index, kicker, letters(text))


def page_titles(document: Document, structured: Structured, names: frozenset[str]) -> list[Title]:
    """All titles of a page, those in its data before those it shows.

    :param names: the newspaper's and the site's names, in letters only.
    """
    stated = list(_titles_in_data(document, structured))
    printed = [one for one in _titles_shown(document) if not is_site(one.text, names, whole=True)]
    all_texts = [*(one.text for one in stated), *(one.text for one in printed)]
    without_names = []
    seen: dict[str, Title] = {}  # most sources say the same
    for one in stated:
        clean = seen.get(one.text)
        if clean is None:
            text = without_site(one.text, names)
            # "Headline | The Paper" ends where another source's headline ends.
            shorter = next((o for o in all_texts if 8 < len(o) < len(text) and _is_whole_part(o, text)), text)
            clean = seen[one.text] = one if shorter == one.text else title(shorter, one.rule)
        without_names.append(clean if clean.rule == one.rule else replace(clean, rule=one.rule))
    without_names = [one for one in without_names if one.key and one.key not in names]
    return [*without_names, *(_without_label(one, without_names) for one in printed)]


def lower_headings(document: Document, *, most: int) -> Iterator[Title]:
    """The first h2 and h3 headings of a page, outside of menus, boxes and other stories."""
    for block in document.blocks:
        if block.tag in ("h2", "h3") and not block.roles & _ASIDE_ROLES:
            yield title(block.text, "heading", block.index)
            most -= 1
            if not most:
                return


def site_names(document: Document, structured: Structured, publication: Publication | None) -> frozenset[str]:
    """The names, in letters only, under which the paper or the site may be appended to a headline."""
    publisher = structured.story.get("publisher")
    names = [
        *structured.meta.get("og:site_name", ()),
        structured.first_meta("application-name")[0],
        structured.first_meta("apple-mobile-web-app-title")[0],
        structured.first_meta("twitter:site")[0].lstrip("@"),
        jsonld_text(publisher.get("name") if isinstance(publisher, dict) else publisher),
    ]
    if publication:
        names += [publication.title, *publication.also]
    try:
        host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    hosts = [letters(host), *(part for part in host.split(".")[:-1] if len(part) > 3)]
    keys = {key for name in names for key in _name_keys(name, hosts)}
    return frozenset(key for key in (*keys, *hosts) if 0 < len(key) <= 40)


def _name_keys(name: str, hosts: Collection[str]) -> Iterator[str]:
    """The letters of a site's name; of a name with a motto or a headline, only of the part that is the name."""
    parts = _SEPARATOR.split(name) if name else []
    if len(parts) > 1:
        parts = [part for part in parts if is_site(part, hosts)] or parts[:1]
    return map(letters, parts)


def without_site(words: str, names: Collection[str]) -> str:
    """A title without the newspaper's name before or after it."""
    parts = _SEPARATOR.split(words)
    if len(parts) == 1:
        return words
    separators = _SEPARATOR.findall(words)
    while len(parts) > 1 and is_site(parts[-1], names):
        parts.pop()
        separators.pop()
    while len(parts) > 1 and is_site(parts[0], names):
        parts.pop(0)
        separators.pop(0)
    return "".join(part + separator for part, separator in zip(parts, [*separators, ""], strict=False)).strip()


@functools.lru_cache(maxsize=8192)
def is_kicker(names: str) -> bool:
    """Whether the class and id of an element call it a kicker."""
    return len(names) > 3 and _KICKER.search(names) is not None


def without_tail(words: str) -> str:
    """A title up to " | ", after which a section and the site's name usually follow."""
    head, separator, tail = words.partition(" | ")
    if separator and len(head.split()) >= 3 and len(head) >= 0.7 * len(tail):
        return head
    return words


def is_site(part: str, names: Collection[str], *, whole: bool = False) -> bool:
    """Whether words are the newspaper's name, perhaps with an addition: "The Lantern Online", "lantern.example"."""
    key = letters(part)
    if not key or key in names:
        return True
    if whole or len(key) > 50:
        return False
    if _SITE_SHAPE.fullmatch(part):
        return True
    if any(len(name) > 4 and (key.startswith(name) or key.endswith(name)) for name in names):
        return True
    words = part.casefold().split()
    return len(words) < 8 and any(2 < len(name) <= 16 and _abbreviates(name, words) for name in names)


def _abbreviates(name: str, words: Sequence[str]) -> bool:
    """Whether a name abbreviates some words by their beginnings: nytimes, sz, faz."""
    if words and words[0] in ("the", "der", "die", "das", "le", "la", "el", "il", "o", "a"):
        words = words[1:]
    if not 2 <= len(words) <= 6 or not name.startswith(words[0][:1]):
        return False
    rests = {name}
    for word in words:
        rests = {
            rest[size:]
            for rest in rests
            for size in range(1, min(len(word), len(rest)) + 1)
            if rest[size - 1] == word[size - 1] and rest.startswith(word[:size])
        }
        if not rests:
            return False
    return "" in rests


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


def _titles_shown(document: Document) -> Iterator[Title]:
    """The titles in h1 elements, visible ones first."""
    count = 0
    hidden: list[Title] = []
    for element in document.by_tag("h1"):
        blocks = document.blocks[element.first : element.last]
        if not blocks or count >= _MOST_HEADINGS:
            continue
        one = _of_heading(document, element, blocks)
        if one is None:
            continue
        if blocks[-1].roles & _HIDDEN_ROLES:
            hidden.append(replace(one, rule="hidden h1"))
        else:
            count += 1
            yield one
    yield from hidden[:2]


def _of_heading(document: Document, element: Element, blocks: Sequence[Block]) -> Title | None:
    """The headline in a heading, apart from a kicker in it."""
    text = (blocks[0].text if len(blocks) == 1 else " ".join(block.text for block in blocks))[:_LONGEST]
    elements = document.elements
    after = element.index + 1
    if after < len(elements) and elements[after].depth > element.depth:
        for each in document.descendants(element):
            if not each.attributes:
                continue
            names, words = each.class_and_id, ""
            if is_kicker(names):
                words = document.text_of(each)
            elif _HIDDEN_NAMES.search(names) and _ONLY_SIGNS.fullmatch(sign := document.text_of(each)):
                words = text.partition(f"{sign} ")[0].rstrip()  # a sign between kicker and headline nobody sees
            rest = text.removeprefix(words).lstrip(" :|–—·-") if words else text
            if rest and rest != text:
                return title(rest, "h1", blocks[-1].index, words.rstrip(" :|"))
    return title(text, "h1", blocks[-1].index) if letters(text) else None


def _without_label(printed: Title, stated: Sequence[Title]) -> Title:
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
            if len(rules) > 1 or (len(label) <= 40 and rules != ["title"] and _LABEL.search(label)):
                return title(printed.text[start:], "h1", printed.index, printed.kicker or label.rstrip(" /|:–—·•"))
        elif start == 0 and len(rules) > 1 and "json-ld" in rules and printed.key.startswith(other.key):
            return title(printed.text[: len(other.text)], "h1", printed.index, printed.kicker)
    return printed


def _is_whole_part(short: str, long: str) -> bool:
    """Whether one title is the beginning of another, up to a separator."""
    return long.startswith(short) and _NAME_AFTER.match(long, len(short)) is not None
