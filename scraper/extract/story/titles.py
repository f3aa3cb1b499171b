"""What a page's sources give as its title, each without the paper's name: JSON-LD, h1, og:title, title and others."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scraper.extract.page import structured as data
from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured
from scraper.extract.story.paragraphs import letters
from scraper.publication import Publication

_KICKER = re.compile(
    r"kicker|eyebrow|over-?line|dachzeile|topline|spitzmarke|rubric|strap-?line|flytitle|surtitre|antetitulo|occhiello"
    r"|over-?title|roof-?line|super-?title|pre-?title|vinjett|prefix|label|flag\b|badge",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s+[|ǀ–—·•»«›:\-~/]+\s+|\s*[|｜]\s*|\s+::\s+|(?<=\S)\s?_(?=\S)|(?<=[\u3001-\u9fff\uff00-\uffef])[-–—]+(?=[\u3400-\u9fff])"
)
_BEHIND = re.compile(r"\s*[|｜ǀ]|\s[–—·•:»«›\-~]\s|\s?_")
# What can only be a site: an address, and a Chinese or Japanese paper.
_SITE = re.compile(
    r"(?:[\w-]+\.)+(?:com|net|org|info|[a-z]{2})(?:\.[a-z]{2})?|[\u3040-\u9fff]{1,8}(?:网|網|报|報|新聞|新闻|日報|在线|频道|社)",
    re.I,
)
_LABEL = re.compile(r"[|:–—·•]\s*$")
_ONLY_SIGNS = re.compile(r"[\W_]+")
_UNSEEN_NAMES = re.compile(r"hidden|hide|sr-?only|screen-?reader|invisible", re.IGNORECASE)
_UNSEEN = Role.HIDDEN | Role.NAV | Role.FOOTER | Role.COMMENTS
_ASIDE = _UNSEEN | Role.ASIDE | Role.RELATED | Role.CAPTION | Role.OFFER | Role.FORM | Role.HEADER
_MOST_HEADINGS = 4
_LONGEST = 2_000  # characters of a heading that are looked at


@dataclass(frozen=True, slots=True)
class Title:
    """One source's title, its letters, and the order of the block that shows it (-1 where it is only data)."""

    text: str
    rule: str
    index: int = -1
    kicker: str = ""
    key: str = field(default="", compare=False)


def title(text: str, rule: str, order: int = -1, kicker: str = "") -> Title:
    """A title with its letters."""
    return Title(text, rule, order, kicker, letters(text))


def found(document: Document, structured: Structured, names: frozenset[str]) -> list[Title]:
    """All titles of a page, those in its data before those it shows."""
    said = list(_said(document, structured))
    shown = [each for each in _shown(document) if not is_site(each.text, names, whole=True)]
    every = [*(each.text for each in said), *(each.text for each in shown)]
    bare = []
    known: dict[str, Title] = {}  # most sources say the same
    for each in said:
        one = known.get(each.text)
        if one is None:
            text = without_site(each.text, names)
            # "Headline | The Paper" ends where another source's headline ends.
            other = next((o for o in every if 8 < len(o) < len(text) and _is_whole_part(o, text)), text)
            one = known[each.text] = each if other == each.text else title(other, each.rule)
        bare.append(one if one.rule == each.rule else replace(one, rule=each.rule))
    bare = [each for each in bare if each.key and each.key not in names]
    return [*bare, *(_without_label(each, bare) for each in shown)]


def lower(document: Document, *, most: int) -> Iterator[Title]:
    """The first headings below an h1, outside of what is not the story's."""
    for block in document.blocks:
        if block.tag in ("h2", "h3") and not block.roles & _ASIDE:
            yield title(block.text, "heading", block.index)
            most -= 1
            if not most:
                return


def site_names(document: Document, structured: Structured, publication: Publication | None) -> frozenset[str]:
    """The names, in letters only, under which the paper or the site may be appended to a headline."""
    publisher = structured.story.get("publisher")
    names = [
        *structured.meta.get("og:site_name", ()),
        structured.one("application-name")[0],
        structured.one("apple-mobile-web-app-title")[0],
        structured.one("twitter:site")[0].lstrip("@"),
        data.text(publisher.get("name") if isinstance(publisher, dict) else publisher),
    ]
    if publication:
        names += [publication.title, *publication.also]
    try:
        host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    hosts = [letters(host), *(part for part in host.split(".")[:-1] if len(part) > 3)]
    keys = {key for name in names for key in _own_names(name, hosts)}
    return frozenset(key for key in (*keys, *hosts) if 0 < len(key) <= 40)


def _own_names(name: str, hosts: Collection[str]) -> Iterator[str]:
    """The letters of a site's name; of one with a motto, or with the story's headline, of the part that is a name."""
    parts = _SEPARATOR.split(name) if name else []
    if len(parts) > 1:
        parts = [part for part in parts if is_site(part, hosts)] or parts[:1]
    return map(letters, parts)


def without_site(words: str, names: Collection[str]) -> str:
    """A title without the paper's name before or behind it."""
    parts = _SEPARATOR.split(words)
    if len(parts) == 1:
        return words
    roles = _SEPARATOR.findall(words)
    while len(parts) > 1 and is_site(parts[-1], names):
        parts.pop()
        roles.pop()
    while len(parts) > 1 and is_site(parts[0], names):
        parts.pop(0)
        roles.pop(0)
    return "".join(part + role for part, role in zip(parts, [*roles, ""], strict=False)).strip()


@functools.lru_cache(maxsize=8192)
def is_kicker(names: str) -> bool:
    """Whether the names of an element call it a kicker."""
    return len(names) > 3 and _KICKER.search(names) is not None


def without_tail(words: str) -> str:
    """A title that no block shows, up to the mark behind which only a section and a site can follow."""
    head, role, tail = words.partition(" | ")
    if role and len(head.split()) >= 3 and len(head) >= 0.7 * len(tail):
        return head
    return words


def is_site(part: str, names: Collection[str], *, whole: bool = False) -> bool:
    """Whether words are the paper's name, with little round it: "The Lantern Online", "lantern.example"."""
    key = letters(part)
    if not key or key in names:
        return True
    if whole or len(key) > 50:
        return False
    if _SITE.fullmatch(part):
        return True
    if any(len(name) > 4 and (key.startswith(name) or key.endswith(name)) for name in names):
        return True
    words = part.casefold().split()
    return len(words) < 8 and any(2 < len(name) <= 16 and _abbreviates(name, words) for name in names)


def _abbreviates(name: str, words: Sequence[str]) -> bool:
    """Whether a name is put together from the beginnings of some words: nytimes, sz, faz."""
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


def _said(document: Document, structured: Structured) -> Iterator[Title]:
    story = structured.story
    titles = document.all("title")
    keys: dict[str, str] = {}
    for words, rule in (
        (data.text(story.get("headline")) or data.text(story.get("name")), "json-ld"),
        (structured.one("og:title")[0], "og:title"),
        (structured.one("twitter:title")[0], "twitter:title"),
        (data.plain(document.words(titles[0])) if titles else "", "title"),
        (structured.item("headline"), "microdata"),
    ):
        if words and len(words) < 600:
            if words not in keys:
                keys[words] = letters(words)
            yield Title(words, rule, key=keys[words])


def _shown(document: Document) -> Iterator[Title]:
    """The h1 elements of a page, those a reader sees first."""
    count = 0
    unseen: list[Title] = []
    for element in document.all("h1"):
        blocks = document.blocks[element.first : element.last]
        if not blocks or count >= _MOST_HEADINGS:
            continue
        one = _of_heading(document, element, blocks)
        if one is None:
            continue
        if blocks[-1].roles & _UNSEEN:
            unseen.append(replace(one, rule="hidden h1"))
        else:
            count += 1
            yield one
    yield from unseen[:2]


def _of_heading(document: Document, element: Element, blocks: Sequence[Block]) -> Title | None:
    """The headline in a heading, apart from a kicker in it."""
    text = (blocks[0].text if len(blocks) == 1 else " ".join(block.text for block in blocks))[:_LONGEST]
    elements = document.elements
    after = element.index + 1
    if after < len(elements) and elements[after].depth > element.depth:
        for each in document.inside(element):
            if not each.attributes:
                continue
            names, words = each.class_and_id, ""
            if is_kicker(names):
                words = document.words(each)
            elif _UNSEEN_NAMES.search(names) and _ONLY_SIGNS.fullmatch(sign := document.words(each)):
                words = text.partition(f"{sign} ")[0].rstrip()  # a sign between kicker and headline nobody sees
            rest = text.removeprefix(words).lstrip(" :|–—·-") if words else text
            if rest and rest != text:
                return title(rest, "h1", blocks[-1].index, words.rstrip(" :|"))
    return title(text, "h1", blocks[-1].index) if letters(text) else None


def _without_label(shown: Title, said: Sequence[Title]) -> Title:
    """A headline without what only the page prints in one line with it: "Opinion | ", "Live: ", a subtitle."""
    if shown.rule != "h1":
        return shown
    for other in said:
        if not 12 < len(other.key) < len(shown.key):
            continue
        rules = [each.rule for each in said if each.key == other.key]
        place = shown.text.lower().rfind(other.text.lower())
        if place > 0 and shown.key.endswith(other.key):
            label = shown.text[:place]
            if len(rules) > 1 or (len(label) <= 40 and rules != ["title"] and _LABEL.search(label)):
                return title(shown.text[place:], "h1", shown.index, shown.kicker or label.rstrip(" /|:–—·•"))
        elif place == 0 and len(rules) > 1 and "json-ld" in rules and shown.key.startswith(other.key):
            return title(shown.text[: len(other.text)], "h1", shown.index, shown.kicker)
    return shown


def _is_whole_part(short: str, long: str) -> bool:
    """Whether one title is another one up to a separator and a name."""
    return long.startswith(short) and _BEHIND.match(long, len(short)) is not None
