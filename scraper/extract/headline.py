"""A story's headline, and what stands round it: kicker and standfirst.

JSON-LD, the page's h1 and og:title are each exactly right on some two thirds of pages, and one of the three nearly
always is. So the candidates vote: the one that agrees with most others wins, the visible one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extract import structured as data
from scraper.extract.blocks import HEADINGS, Block
from scraper.extract.boxes import Boxes
from scraper.extract.document import Document
from scraper.extract.marks import Mark
from scraper.extract.paragraphs import letters, lives_with
from scraper.extract.structured import Structured
from scraper.extract.wording import is_meta_line, is_offer
from scraper.publication import Publication

_SEPARATOR = re.compile(r"\s+[|–—·•»«:\-]+\s+|\s*\|\s*|\s+::\s+")
_KICKER = re.compile(
    r"kicker|eyebrow|overline|dachzeile|topline|spitzmarke|rubric|strapline|flytitle|surtitre|antetitulo|occhiello",
    re.I,
)
_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:head|title|line|deck)|\bdek\b|\bdeck\b|article-?(?:intro|lead|summary|excerpt|dek)|\blede?\b|\bintro\b"
    r"|chap[ôe]au|vorspann|abstract|summary|bajada|entradilla|sommario|ingress|manchet|teaser-?text|synopsis|\bblurb\b|description",
    re.I,
)
_WEIGHTS = {
    "h1": 1.0,
    "json-ld": 0.95,
    "og:title": 0.9,
    "twitter:title": 0.4,
    "title": 0.6,
    "microdata": 0.8,
    "heading": 0.3,
}


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, the rule that gave it, and the order of the block that shows it (-1 where none does)."""

    text: str = ""
    rule: str = ""
    order: int = -1
    kicker: str = ""


def find(
    document: Document, blocks: Sequence[Block], structured: Structured, publication: Publication | None = None
) -> Headline:
    """The headline the page's sources agree on."""
    names = site_names(document, structured, publication)
    candidates = list(_candidates(document, blocks, structured, names))
    if not candidates:
        return Headline()
    # What another source says in full tells where a title ends and the paper's name begins.
    best = max(candidates, key=lambda one: sum(_agreement(one, other) for other in candidates))
    shown = next((c for c in candidates if c.order >= 0 and letters(c.text) == letters(best.text)), None)
    order = shown.order if shown else _nearest(best.text, blocks)
    chosen = shown or best
    return Headline(chosen.text, chosen.rule, order, chosen.kicker)


def site_names(document: Document, structured: Structured, publication: Publication | None) -> frozenset[str]:
    """The names, in letters only, under which the paper or the site may be appended to a headline."""
    publisher = structured.story.get("publisher")
    names = [
        structured.one("og:site_name")[0],
        structured.one("application-name")[0],
        structured.one("twitter:site")[0].lstrip("@"),
        data.text(publisher.get("name") if isinstance(publisher, dict) else publisher),
    ]
    if publication:
        names += [publication.title, *publication.also]
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    names += [host, host.split(".")[0]]
    # Some sites put the headline itself where the name of the paper belongs.
    return frozenset(key for key in map(letters, names) if 0 < len(key) <= 40)


def standfirst(
    blocks: Sequence[Block], structured: Structured, *, headline: Headline, body: Sequence[Block], boxes: Boxes
) -> tuple[str, str, int]:
    """The standfirst, the rule that gave it, and the order of its block (-1). It is never the body's own beginning."""
    described = [
        (words, rule) for words, rule in _descriptions(structured) if letters(headline.text) not in letters(words)
    ]
    first = body[0].order if body else len(blocks)
    last = min(max(first, headline.order) + 2, headline.order + 14, len(blocks))
    window = blocks[headline.order + 1 : last] if headline.order >= 0 else ()
    for step, block in enumerate(each for each in window if each.order not in boxes.orders):
        if not _may_be_standfirst(block, headline.text):
            continue
        if _is_named(block.element):
            return block.text, "standfirst element", block.order
        title = blocks[headline.order]
        apart = (
            block.tag in HEADINGS or not any(b.order != block.order for b in body) or not lives_with(block, body, title)
        )
        if apart and any(_same_words(block.text, text) for text, _ in described):
            return block.text, "beside the headline", block.order
        if apart and step < 3 and _reads_like_one(block):
            return block.text, "below the headline", block.order
    text = letters(" ".join(block.text for block in body))
    for words, rule in described:
        key = letters(words.rstrip(". …"))
        if len(key) > 15 and key[:60] not in text:
            return words, rule, -1
    return "", "", -1


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    rule: str
    order: int = -1
    kicker: str = ""


def _candidates(
    document: Document, blocks: Sequence[Block], structured: Structured, names: frozenset[str]
) -> Iterable[_Candidate]:
    stated = data.text(structured.story.get("headline")) or data.text(structured.story.get("name"))
    titles = [
        (stated, "json-ld"),
        (structured.one("og:title")[0], "og:title"),
        (structured.one("twitter:title")[0], "twitter:title"),
        (data.plain("".join(document.root.findtext(".//title") or "")), "title"),
        (structured.item("headline"), "microdata"),
    ]
    plain = [(_without_site(words, names), rule) for words, rule in titles if words]
    shown = [one for one in _shown(blocks) if letters(one.text) not in names]
    if not shown and not any(words for words, _ in plain):
        return
    for words, rule in plain:
        # "Headline | The Paper" ends where another source's headline ends.
        other = next(
            (o for o, _ in [*plain, *((c.text, "") for c in shown)] if len(o) > 8 and _is_whole_part(o, words)), words
        )
        if letters(other) and letters(other) not in names:
            yield _Candidate(other, rule)
    yield from shown


def _shown(blocks: Sequence[Block]) -> Iterable[_Candidate]:
    hidden = Mark.HIDDEN | Mark.NAV | Mark.FOOTER | Mark.COMMENTS
    found = 0
    for block in blocks:
        if block.tag == "h1" and not block.has(hidden) and found < 4:
            kicker, text = _split_kicker(block)
            found += 1
            if text:
                yield _Candidate(text, "h1", block.order, kicker)
    if not found:
        headings = [
            block for block in blocks if block.tag in ("h2", "h3") and not block.has(hidden | Mark.ASIDE | Mark.RELATED)
        ]
        for block in headings[:2]:
            yield _Candidate(block.text, "heading", block.order)


def _split_kicker(block: Block) -> tuple[str, str]:
    """A kicker printed inside the h1, apart from the headline."""
    for element in block.element.iterdescendants():
        if isinstance(element.tag, str) and _KICKER.search(element.get("class") or ""):
            kicker = " ".join("".join(element.itertext()).split())
            rest = block.text.removeprefix(kicker).lstrip(" :|–—·")
            if kicker and rest and rest != block.text:
                return kicker.rstrip(" :|"), rest
    return "", block.text


def kicker(blocks: Sequence[Block], headline: Headline) -> tuple[str, str]:
    """The line over the headline, where the markup calls it one."""
    if headline.kicker:
        return headline.kicker, "inside the headline"
    for block in reversed(blocks[max(headline.order - 4, 0) : max(headline.order, 0)]):
        if len(block.text) <= 80 and any(_KICKER.search(each.get("class") or "") for each in _round(block.element, 2)):
            return block.text.rstrip(" :|"), "kicker element"
    return "", ""


def _agreement(one: _Candidate, other: _Candidate) -> float:
    if one is other:
        return _WEIGHTS[one.rule]
    first, second = letters(one.text), letters(other.text)
    if first == second:
        return _WEIGHTS[other.rule]
    if min(len(first), len(second)) > 12 and (first in second or second in first):
        return 0.55 * _WEIGHTS[other.rule]
    words, others = set(one.text.casefold().split()), set(other.text.casefold().split())
    shared = len(words & others) / max(len(words | others), 1)
    return 0.4 * shared * _WEIGHTS[other.rule]


def _without_site(words: str, names: frozenset[str]) -> str:
    """A title without the paper's name before or behind it."""
    parts = _SEPARATOR.split(words)
    marks = _SEPARATOR.findall(words)
    while len(parts) > 1 and _is_site(parts[-1], names):
        parts.pop()
        marks.pop()
    while len(parts) > 1 and _is_site(parts[0], names):
        parts.pop(0)
        marks.pop(0)
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=False)).strip()


def _is_site(part: str, names: frozenset[str]) -> bool:
    key = letters(part)
    return not key or any(
        key == name or (len(name) > 4 and (key.startswith(name) or key.endswith(name))) for name in names
    )


def _is_whole_part(short: str, long: str) -> bool:
    """Whether one title is another one up to a separator and a name."""
    if len(short) >= len(long) or not long.startswith(short):
        return False
    return re.match(r"\s*(?:\||\s[–—·•:\-]\s)", long[len(short) :]) is not None


def _nearest(text: str, blocks: Sequence[Block]) -> int:
    """The block that shows a headline found in data, if any does."""
    key = letters(text)
    return next(
        (b.order for b in blocks if b.tag in HEADINGS and letters(b.text) == key),
        next(
            (b.order for b in blocks if letters(b.text) == key and not b.has(Mark.NAV | Mark.CRUMBS | Mark.HIDDEN)), -1
        ),
    )


def _descriptions(structured: Structured) -> list[tuple[str, str]]:
    found = [(data.text(structured.story.get(key)), "json-ld") for key in ("description", "abstract")]
    names = ("og:description", "description", "twitter:description", "dc.description")
    found += [(structured.one(name)[0], name) for name in names]
    return [(words, rule) for words, rule in found if len(words) > 15 and not is_offer(words)]


def _may_be_standfirst(block: Block, headline: str) -> bool:
    if not 20 <= block.size <= 700:
        return False
    wrong = (
        Mark.CAPTION
        | Mark.SHARE
        | Mark.RELATED
        | Mark.NAV
        | Mark.COMMENTS
        | Mark.HIDDEN
        | Mark.FORM
        | Mark.OFFER
        | Mark.META
    )
    if block.has(wrong) or block.link_share > 0.6 or is_meta_line(block.text) or is_offer(block.text):
        return False
    return letters(block.text) != letters(headline)


def _is_named(element: HtmlElement) -> bool:
    if element.get("itemprop") in ("description", "alternativeHeadline", "abstract"):
        return True
    return any(_STANDFIRST.search(each.get("class") or "") for each in _round(element, 1))


def _round(element: HtmlElement, levels: int) -> list[HtmlElement]:
    found = [element]
    for ancestor in element.iterancestors():
        if len(found) > levels or ancestor.tag in ("article", "main", "body", "html"):
            break
        found.append(ancestor)
    return found


def _same_words(shown: str, described: str) -> bool:
    """Whether a description is the shown text, and not the beginning of a longer paragraph cut off."""
    first, second = letters(shown), letters(described)
    size = min(len(first), len(second))
    return size > 20 and first[:size] == second[:size] and len(second) > 0.85 * len(first)


def _reads_like_one(block: Block) -> bool:
    """Whether a line right below the headline is a sentence, and no date, place or name."""
    if block.size > 400 or block.has(Mark.LIST | Mark.QUOTE | Mark.TABLE):
        return False
    wordy = len(block.text.split()) >= 6 or not block.text[:20].isascii()
    if block.size < 40 or not wordy or re.match(r"^\W*(?:by|von|par|por|di|door)\s", block.text, re.I):
        return False
    return not re.search(r"\b(?:19|20)\d\d\b.{0,12}(?:/|\||\d\d:\d\d)|\d+ comments", block.text, re.I)
