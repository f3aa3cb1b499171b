"""A story's headline, and what stands round it: kicker and standfirst.

JSON-LD, the page's h1 and og:title are each exactly right on some two thirds of pages, and one of the three nearly
always is. So the candidates (titles.py) vote: the one that agrees with most others wins, the visible one first.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.extract.page import structured as data
from scraper.extract.page.blocks import HEADINGS, WITHOUT_BLANKS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured
from scraper.extract.story import titles
from scraper.extract.story.offer_boxes import Boxes
from scraper.extract.story.paragraphs import letters, lives_with
from scraper.extract.story.titles import Title, site_names
from scraper.publication import Publication
from scraper.texts.phrases import is_meta_line, is_offer

__all__ = ["Headline", "find", "kicker", "site_names", "standfirst"]

BELOW = "below the headline"  # the rule of a standfirst that nothing but its place and its form tells

_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:head|title|line|deck)|\bdek\b|\bdeck\b|article-?(?:intro|lead|summary|excerpt|dek)|\blede?\b|\bintro\b"
    r"|chap[ôe]au|vorspann|abstract|summary|bajada|entradilla|sommario|ingress|manchet|teaser-?text|synopsis|\bblurb\b|description",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,12}(?:/|\||\d\d:\d\d)|\d+ comments", re.IGNORECASE)
_BY = re.compile(r"^\W*(?:by|von|par|por|di|door)\s", re.IGNORECASE)
_WEIGHTS = {"json-ld": 0.95, "og:title": 0.9, "microdata": 0.8, "title": 0.6, "hidden h1": 0.5, "twitter:title": 0.4}
_LOOKED_AT = 1_500  # characters of a text in which a description may be its beginning
_SAME, _CONTAINS, _SHARES = 3, 2, 1
_NO_STANDFIRST = (
    Role.CAPTION
    | Role.SHARE
    | Role.RELATED
    | Role.NAV
    | Role.COMMENTS
    | Role.HIDDEN
    | Role.FORM
    | Role.OFFER
    | Role.META
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, the rule that gave it, and the order of the block that shows it (-1 where none does)."""

    text: str = ""
    rule: str = ""
    index: int = -1
    kicker: str = ""


def find(document: Document, structured: Structured, publication: Publication | None = None) -> Headline:
    """The headline: of what the page shows, that which its data speaks of; else what the data agrees on."""
    names = site_names(document, structured, publication)
    candidates = titles.found(document, structured, names)
    said = [each for each in candidates if each.rule in _WEIGHTS]
    headings = [each for each in candidates if each.rule not in _WEIGHTS]
    shown, kinship = _nearest_of(headings, said)
    if kinship < _CONTAINS:
        lower = [
            each for each in titles.lower(document, most=2 if headings else 4) if each.key and each.key not in names
        ]
        below, its_kinship = _nearest_of([each for each in lower if not said or _is_part(each, said)], said)
        if its_kinship > kinship:
            shown = below
        elif shown is None:
            shown = _alone(headings, lower, said)
    if shown is not None:
        return Headline(_whole(shown, said), shown.rule, shown.index, shown.kicker)
    if not said:
        return Headline()
    best = _elected(said)
    order = best.index if best.index >= 0 else _block_of(best, document.blocks)
    return Headline(best.text if order >= 0 else titles.without_tail(best.text), best.rule, order, best.kicker)


def _nearest_of(shown: Sequence[Title], said: Sequence[Title]) -> tuple[Title | None, int]:
    """The heading that is nearest to what the data says, and how near it is; (None, 0) where none is."""
    best, most = None, 0
    for each in shown:
        kinship = max((_kinship(each, other) for other in said), default=0)
        if kinship > most:
            best, most = each, kinship
    return best, most


def _alone(headings: Sequence[Title], lower: Sequence[Title], said: Sequence[Title]) -> Title | None:
    """A heading of which nothing in the data speaks: a single h1 of some words is a headline all the same."""
    if not said:
        return next(iter((*headings, *lower)), None)
    return headings[0] if len(headings) == 1 and _is_wordy(headings[0].text) else None


def _kinship(shown: Title, said: Title) -> int:
    """How near two titles are: the same, one within the other, or of the same words; 0 where they are not."""
    one, other = shown.key, said.key
    if one == other:
        return _SAME
    size = min(len(one), len(other))
    if size > 12 and (one in other or other in one):
        return _CONTAINS
    if size > 4 and WITHOUT_BLANKS.search(one) and (one in other or other in one):
        return _CONTAINS
    words, others = set(shown.text.casefold().split()), set(said.text.casefold().split())
    shared = len(words & others)
    return _SHARES if shared >= 3 and shared >= 0.4 * min(len(words), len(others)) else 0


def _is_part(heading: Title, said: Sequence[Title]) -> bool:
    """Whether a lower heading is most of what the data says, and no longer line that only names it."""
    return any(heading.key in each.key and 2 * len(heading.key) > len(each.key) for each in said)


def _whole(shown: Title, said: Sequence[Title]) -> str:
    """The text of a heading; where it is cut off, what another source has of it."""
    text = shown.text
    if text.endswith(("…", "...")):
        return next(
            (each.text for each in said if len(each.key) > len(shown.key) and each.key.startswith(shown.key)), text
        )
    return text


def _is_wordy(text: str) -> bool:
    return len(text.split()) >= 4 or (len(text) >= 8 and WITHOUT_BLANKS.search(text) is not None)


def _elected(candidates: Sequence[Title]) -> Title:
    """The title in data that agrees with most others; one that is cut off votes for the whole one."""
    words = [set(each.text.casefold().split()) for each in candidates]
    scores = []
    for place, one in enumerate(candidates):
        score = 0.0
        for another, other in enumerate(candidates):
            if place == another or one.key == other.key:
                agreement = 1.0
            elif _is_cut(other) and one.key.startswith(other.key):
                agreement = 1.1
            elif min(len(one.key), len(other.key)) > 12 and (one.key in other.key or other.key in one.key):
                agreement = 0.55
            else:
                shared = len(words[place] & words[another])
                agreement = 0.4 * shared / max(len(words[place] | words[another]), 1) if shared else 0.0
            score += agreement * _WEIGHTS[other.rule]
        scores.append(score)
    return candidates[scores.index(max(scores))]


def _is_cut(title: Title) -> bool:
    """Whether a title ends where a search engine stops reading."""
    return len(title.text) > 20 and (title.text.endswith(("…", "...")) or 105 <= len(title.text) <= 110)


def _block_of(best: Title, blocks: Sequence[Block]) -> int:
    """The block that shows a headline found in data, if any does."""
    size = len(best.text)
    same = [block for block in blocks if abs(len(block.text) - size) < 12 and letters(block.text) == best.key]
    return next(
        (block.index for block in same if block.tag in HEADINGS),
        next((block.index for block in same if not block.has(Role.NAV | Role.CRUMBS | Role.HIDDEN)), -1),
    )


def kicker(document: Document, headline: Headline) -> tuple[str, str]:
    """The line over the headline, where the markup calls it one."""
    if headline.kicker:
        return headline.kicker, "inside the headline"
    for block in reversed(document.blocks[max(headline.index - 4, 0) : max(headline.index, 0)]):
        if len(block.text) <= 80 and any(
            each.attributes and titles.is_kicker(each.class_and_id) for each in _round(block.element, 2)
        ):
            return block.text.rstrip(" :|"), "kicker element"
    return "", ""


def standfirst(
    document: Document, structured: Structured, *, headline: Headline, body: Sequence[Block], boxes: Boxes
) -> tuple[str, str, int]:
    """The standfirst, the rule that gave it, and the order of its block (-1). It is never the body's own beginning."""
    blocks = document.blocks
    own = letters(headline.text)
    described = [(words, rule, key) for words, rule in _descriptions(structured) if own not in (key := letters(words))]
    first = body[0].index if body else len(blocks)
    last = min(max(first, headline.index) + 2, headline.index + 14, len(blocks))
    window = blocks[headline.index + 1 : last] if headline.index >= 0 else ()
    for step, block in enumerate(each for each in window if each.index not in boxes.orders):
        if not _may_be_standfirst(block):
            continue
        begins = letters(block.text[:60])[:20]
        if _is_named(block.element):
            rule = "standfirst element"
        elif any(key.startswith(begins) and _same_words(letters(block.text), key) for _, _, key in described):
            rule = "beside the headline"
        elif step < 3 and _reads_like_one(block):
            rule = BELOW
        else:
            continue
        if letters(block.text) == own or is_meta_line(block.text) or is_offer(block.text):
            continue
        apart = (
            rule == "standfirst element"
            or block.tag in HEADINGS
            or not any(each.index != block.index for each in body)
            or not lives_with(block, body, blocks[headline.index])
        )
        if apart:
            return block.text, rule, block.index
    text = ""
    for words, rule, _ in described:
        key = letters(words.rstrip(". …"))[:60]
        if len(key) > 15 and not any(words[:40] in block.text for block in body):
            text = text or letters(" ".join(block.text for block in body)[:_LOOKED_AT])
            if key not in text and not is_offer(words):
                return words, rule, -1
    return "", "", -1


def _descriptions(structured: Structured) -> list[tuple[str, str]]:
    found = [(data.text(structured.story.get(key)), "json-ld") for key in ("description", "abstract")]
    names = ("og:description", "description", "twitter:description", "dc.description")
    found += [(structured.one(name)[0], name) for name in names]
    unique = {words: rule for words, rule in reversed(found) if len(words) > 15}
    return list(reversed(unique.items()))


def _may_be_standfirst(block: Block) -> bool:
    return 20 <= block.size <= 700 and not block.has(_NO_STANDFIRST) and block.link_density <= 0.6


def _is_named(element: Element) -> bool:
    if element.get("itemprop") in ("description", "alternativeHeadline", "abstract"):
        return True
    return any(each.attributes and _is_standfirst(each.class_and_id) for each in _round(element, 1))


@functools.lru_cache(maxsize=8192)
def _is_standfirst(names: str) -> bool:
    # "speakable-summary" is what a machine may read aloud: the first paragraph.
    return len(names) > 3 and "speakable" not in names and _STANDFIRST.search(names) is not None


def _round(element: Element, levels: int) -> list[Element]:
    """An element and some levels of those round it, within the story."""
    found = [element]
    for above in element.ancestors():
        if len(found) > levels or above.tag in ("article", "main", "body", "html"):
            break
        found.append(above)
    return found


def _same_words(shown: str, described: str) -> bool:
    """Whether a description is the shown text, and not the beginning of a longer paragraph cut off; letters only."""
    size = min(len(shown), len(described))
    return size > 20 and shown[:size] == described[:size] and len(described) > 0.85 * len(shown)


def _reads_like_one(block: Block) -> bool:
    """Whether a line right below the headline is a sentence, and no date, place or name."""
    if block.size > 400 or block.has(Role.LIST | Role.QUOTE | Role.TABLE):
        return False
    wordy = len(block.text.split()) >= 6 or not block.text[:20].isascii()
    return block.size >= 40 and wordy and not _BY.match(block.text) and not _DATED.search(block.text)
