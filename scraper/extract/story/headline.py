"""A story's headline, and the kicker and standfirst around it.

JSON-LD, the page's h1 and og:title are each exactly right on some two thirds of pages, and one of the three nearly
always is. So the candidates (titles.py) vote: the one that agrees with most others wins, visible ones first.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, WITHOUT_BLANKS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text
from scraper.extract.story import headings, titles
from scraper.extract.story.headings import Title
from scraper.extract.story.offer_boxes import OfferBoxes
from scraper.extract.story.paragraphs import is_made_alike, stands_with
from scraper.extract.story.site_names import front_page_names, is_whole_part, site_names, without_tail
from scraper.publication import Publication
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line, is_offer

__all__ = ["Headline", "find", "kicker", "standfirst"]

BELOW = "below the headline"  # the rule of a standfirst that nothing but its place and its form tells

_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:head|title|line|deck)|\bdek\b|\bdeck\b|article-?(?:intro|lead|summary|excerpt|dek)|\blede?\b|\bintro\b"
    r"|chap(?:[ôe]au|o\b)|vorspann|abstract|(?<!with-)summary|bajada|entradilla|sommario|ingress|manchet|teaser-?text|synopsis|\bblurb\b|description",
    re.IGNORECASE,
)
_SLUG_WORD = re.compile(r"[a-z]{3,}")
_LEAST_SLUG_WORDS = 3
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_DASH = re.compile(r"\s[-–—]\s")
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,12}(?:/|\||\d\d:\d\d)|\d comments", re.IGNORECASE)
_BY = re.compile(r"^\W*(?:by|von|par|por|di|door)\s", re.IGNORECASE)
_WEIGHTS = {"json-ld": 0.95, "og:title": 0.9, "microdata": 0.8, "title": 0.6, "hidden h1": 0.5, "twitter:title": 0.4}
_LONGEST_OPENING = 1_500  # characters of a text that are compared with a description
_LONGEST_KICKER = 80
_LONGEST_DATED = 110  # characters of a line that begins with a day
_LONGEST_END = 50  # letters of a description's end
_FIELD_LEVELS = 3  # elements that Drupal has round a field's only paragraph
_SAME, _CONTAINS, _SHARES = 4.0, 2.0, 1.0
_NEVER_KICKER_ROLES = Role.NAV | Role.CRUMBS | Role.HIDDEN | Role.FORM | Role.SHARE
_BOX_ROLES = Role.RELATED | Role.OFFER | Role.ASIDE | Role.FORM | Role.QUOTE
_NOT_STANDFIRST_ROLES = (
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
    """The headline, the rule that found it, and the index of the block that shows it (-1 for none).

    ``kicker`` is one that was found with it, as its own rule says. ``site_names`` are the names that the paper and
    its site give themselves in their data, in letters only; a link to the front page may be a reader's or the author's.
    """

    text: str = ""
    rule: str = ""
    index: int = -1
    kicker: str = ""
    kicker_rule: str = ""
    site_names: frozenset[str] = frozenset()


def find(document: Document, structured: Structured, publication: Publication | None = None) -> Headline:
    """The headline: the visible heading that agrees best with the page's data, else the title its data agrees on.

    :param publication: the newspaper whose names are removed from titles.
    """
    own_names = site_names(document, structured, publication)
    names = own_names | front_page_names(document)
    candidates = titles.page_titles(document, structured, names)
    stated = [each for each in candidates if each.rule in _WEIGHTS]
    shown = [each for each in candidates if each.rule not in _WEIGHTS]
    printed, agreement = _nearest_of(shown, stated)
    if agreement < _CONTAINS and not (printed and any(_is_before_dash(printed.text, each.text) for each in stated)):
        lower_headings = [
            each
            for each in titles.lower_headings(document, stated, most=2 if shown else 4)
            if each.key and each.key not in names
        ]
        lower_heading, agreement_below = _nearest_of(
            [each for each in lower_headings if not stated or _is_part(each, stated)], stated
        )
        if agreement_below > agreement and (agreement_below >= _CONTAINS or printed is None):
            printed = lower_heading
        elif printed is None:
            printed = _unconfirmed(document, shown, lower_headings, stated)
    if printed is not None:
        kicker, kicker_rule = printed.kicker, "inside the headline"
        if not kicker:
            kicker, kicker_rule = _kicker_above(document, printed, stated), "above the headline"
        return Headline(
            _uncut(printed, stated), printed.rule, printed.index, kicker, kicker_rule if kicker else "", own_names
        )
    if not stated:
        return Headline(site_names=own_names)
    best = _most_agreed(stated)
    index = best.index if best.index >= 0 else _block_of(best, document.blocks)
    return Headline(best.text if index >= 0 else without_tail(best.text), best.rule, index, site_names=own_names)


def _nearest_of(printed: Sequence[Title], stated: Sequence[Title]) -> tuple[Title | None, float]:
    """The heading that agrees best with the titles in the data, and how well; (None, 0) where none does."""
    best, most = None, 0.0
    for each in printed:
        agreement = max((_agreement(each, other) for other in stated), default=0.0)
        if agreement > most:
            best, most = each, agreement
    return best, most


def _unconfirmed(
    document: Document, shown: Sequence[Title], lower_headings: Sequence[Title], stated: Sequence[Title]
) -> Title | None:
    """A heading that no title in the data confirms: the one that the page's address spells, else the only h1 outside of
    boxes, if it has several words."""
    if not stated:
        return next(iter((*shown, *lower_headings)), None)
    spelled = next((each for each in shown if _is_spelled_by(document.url, each.text)), None)
    if spelled is not None:
        return spelled
    apart = [each for each in shown if len(shown) == 1 or not document.blocks[each.index].has(_BOX_ROLES)]
    if len(apart) != 1:
        return None
    only = apart[0]
    words = 4 if any(letters(link.text) == only.key for link in document.links) else 2  # a link may name a section
    return only if _has_words(only.text, words) else None


def _is_spelled_by(url: str, text: str) -> bool:
    """Whether most words of an address's last part are in a text: /2026/night-ferry-waits."""
    slug = set(_SLUG_WORD.findall(url.lower().rstrip("/").rpartition("/")[2]))
    if len(slug) < _LEAST_SLUG_WORDS:
        return False
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = {*_SLUG_WORD.findall(plain), *_SLUG_WORD.findall(text.casefold().translate(_UMLAUTS))}
    return 3 * len(slug & words) >= 2 * len(slug)


def _agreement(printed: Title, stated: Title) -> float:
    """How well two titles agree: the same, most of one within the other, or sharing words; 0 where they do not."""
    one, other = printed.key, stated.key
    if one == other:
        return _SAME
    size, longest = min(len(one), len(other)), max(len(one), len(other))
    if (size > 12 or (size > 4 and WITHOUT_BLANKS.search(one))) and (one in other or other in one):
        share = size / longest
        return _CONTAINS + share if 2 * size >= longest else _SHARES + share
    words, others = set(printed.text.casefold().split()), set(stated.text.casefold().split())
    shared = len(words & others)
    if shared >= 3 and shared >= 0.4 * min(len(words), len(others)):
        return _SHARES + shared / len(words | others)
    return 0


def _is_before_dash(headline: str, text: str) -> bool:
    """Whether a title begins with some words and a dash after them: "Headline - its subtitle"."""
    return len(headline.split()) > 2 and text.startswith(headline) and _DASH.match(text, len(headline)) is not None


def _is_part(heading: Title, stated: Sequence[Title]) -> bool:
    """Whether a lower heading is a title in the data: all of it, more than half of it, or its beginning up to a sign.

    The heading of a part of the text may hold the beginning of the headline, as "What is a ferry?" does.
    """
    return any(
        heading.key in each.key
        and (
            (2 * len(heading.key) > len(each.key) and _is_between_signs(heading.text, each.text))
            or (each.rule == "title" and is_whole_part(heading.text, each.text))
        )
        for each in stated
    )


def _is_between_signs(part: str, text: str) -> bool:
    """Whether a part of a title ends where the title does, or before a sign, and begins likewise."""
    part = part.rstrip("?!.… ")
    start = text.casefold().find(part.casefold())
    before, after = text[:start].rstrip(), text[start + len(part) :].lstrip()
    return start < 0 or ((not before or not before[-1].isalnum()) and (not after or not after[0].isalnum()))


def _kicker_above(document: Document, printed: Title, stated: Sequence[Title]) -> str:
    """The line right above the headline, where a title in the data begins with it: "Harbour: Ferry waits"."""
    if printed.index < 1:
        return ""
    line = document.blocks[printed.index - 1]
    if line.size > _LONGEST_KICKER or line.has(_NEVER_KICKER_ROLES):
        return ""
    joined = letters(line.text) + printed.key
    return headings.as_kicker(line.text) if any(each.key == joined for each in stated) else ""


def _uncut(printed: Title, stated: Sequence[Title]) -> str:
    """The text of a heading; where it is cut off, the longer text of another source."""
    text = printed.text
    if text.endswith(("…", "...")):
        return next(
            (
                each.text
                for each in stated
                if len(each.key) > len(printed.key)
                and each.key.startswith(printed.key)
                and not is_whole_part(text, each.text)
            ),
            text,
        )
    return text


def _has_words(text: str, least: int) -> bool:
    """Whether a text has some words, or as much in a script without blanks."""
    return len(text.split()) >= least or (len(text) >= 2 * least and WITHOUT_BLANKS.search(text) is not None)


def _most_agreed(candidates: Sequence[Title]) -> Title:
    """The title in the data that agrees with most others; one that is cut off votes for the full one."""
    words = [set(each.text.casefold().split()) for each in candidates]
    scores = []
    for index, one in enumerate(candidates):
        score = 0.0
        for other_index, other in enumerate(candidates):
            if index == other_index or one.key == other.key:
                agreement = 1.0
            elif _is_cut(other) and one.key.startswith(other.key):
                agreement = 1.1
            elif min(len(one.key), len(other.key)) > 12 and (one.key in other.key or other.key in one.key):
                agreement = 0.55
            else:
                shared = len(words[index] & words[other_index])
                agreement = 0.4 * shared / max(len(words[index] | words[other_index]), 1) if shared else 0.0
            score += agreement * _WEIGHTS[other.rule]
        scores.append(score)
    return candidates[scores.index(max(scores))]


def _is_cut(title: Title) -> bool:
    """Whether a title is cut off, as for search engines."""
    return len(title.text) > 20 and (title.text.endswith(("…", "...")) or 105 <= len(title.text) <= 110)


def _block_of(best: Title, blocks: Sequence[Block]) -> int:
    """The index of the block that shows a headline found in data; -1 for none."""
    size = len(best.text)
    same = [block for block in blocks if abs(len(block.text) - size) < 12 and letters(block.text) == best.key]
    return next(
        (block.index for block in same if block.tag in HEADINGS),
        next((block.index for block in same if not block.has(Role.NAV | Role.CRUMBS | Role.HIDDEN)), -1),
    )


def kicker(document: Document, headline: Headline) -> tuple[str, str]:
    """The kicker found with the headline, else one above it that the markup names so, and the rule that found it."""
    if headline.kicker:
        return headline.kicker, headline.kicker_rule
    for block in reversed(document.blocks[max(headline.index - 4, 0) : max(headline.index, 0)]):
        if len(block.text) > _LONGEST_KICKER or block.has(_NEVER_KICKER_ROLES) or block.tag == "label":
            continue
        named = any(
            each.attributes and headings.is_kicker(each.class_and_id)
            for each in (*_holding_all(document, block), *_with_ancestors(block.element, 2))
        )
        if named and (words := headings.as_kicker(block.text)):
            return words, "kicker element"
    return "", ""


def _holding_all(document: Document, block: Block) -> Iterator[Element]:
    """The inline elements that hold all words of a block; that of a form's field is none."""
    for element in document.elements[block.element.index + 1 :]:
        if element.start >= block.end:
            return
        if element.tag != "label" and element.start >= block.start and document.text_of(element) == block.text:
            yield element


def standfirst(
    document: Document, structured: Structured, *, headline: Headline, body: Sequence[Block], boxes: OfferBoxes
) -> tuple[str, str, int]:
    """The standfirst, the rule that found it, and the index of its block (-1 where the page does not show it).

    It is never the beginning of the text itself.

    :param body: the blocks of the story's text.
    """
    blocks = document.blocks
    own = letters(headline.text)
    described = [(words, rule, key) for words, rule in _descriptions(structured) if own not in (key := letters(words))]
    first = body[0].index if body else len(blocks)
    last = min(max(first, headline.index) + 2, headline.index + 14, len(blocks))
    window = blocks[headline.index + 1 : last] if headline.index >= 0 else ()
    for step, block in enumerate(each for each in window if each.index not in boxes.indexes):
        if not _may_be_standfirst(block):
            continue
        begins = letters(block.text[:60])[:20]
        marked = _marked_standfirst(block.element)
        if marked is not None and not _holds_more(marked, block, body):
            rule = "standfirst element"
        elif any(key.startswith(begins) and _same_words(letters(block.text), key) for _, _, key in described):
            rule = "beside the headline"
        elif step < 3 and _reads_like_standfirst(block):
            rule = BELOW
        else:
            continue
        if letters(block.text) == own or is_meta_line(block.text) or is_offer(block.text):
            continue
        if _is_dated_line(block.text, document.languages):
            continue
        others = [each for each in body if each.index != block.index]
        apart = (
            rule == "standfirst element"
            or block.tag in HEADINGS
            or not others
            or not (
                (rule == BELOW and any(is_made_alike(block, each) for each in others[:2]))
                or stands_with(block, others, blocks[headline.index])
            )
        )
        if apart:
            return block.text, rule, block.index
    text = ""
    for words, rule, _ in described:
        whole = letters(words.rstrip(". …"))
        key, end = whole[:60], whole[-_LONGEST_END:]  # the byline or the place may stand before the text's words
        if len(key) > 15 and not any(words[:40] in block.text for block in body):
            text = text or letters(" ".join(block.text for block in body)[:_LONGEST_OPENING])
            if key not in text and (len(end) < _LONGEST_END or end not in text) and not is_offer(words):
                return words, rule, -1
    return "", "", -1


def _is_dated_line(line: str, languages: Sequence[str]) -> bool:
    """Whether a line is a day, or begins with one and is no sentence: "3 May 2026 10:01 Wick [Ferries, Harbours]"."""
    if dates.is_line(line, languages=languages):
        return True
    begins = len(line) <= _LONGEST_DATED and dates.leading(line, languages=languages) is not None
    return begins and line[-1] not in SENTENCE_ENDS


def _descriptions(structured: Structured) -> list[tuple[str, str]]:
    found = [(jsonld_text(structured.story.get(key)), "json-ld") for key in ("description", "abstract")]
    names = ("og:description", "description", "twitter:description", "dc.description")
    found += [(structured.first_meta(name)[0], name) for name in names]
    unique = {words: rule for words, rule in reversed(found) if len(words) > 15}
    return list(reversed(unique.items()))


def _may_be_standfirst(block: Block) -> bool:
    return 20 <= block.size <= 700 and not block.has(_NOT_STANDFIRST_ROLES) and block.link_density <= 0.6


def _marked_standfirst(element: Element) -> Element | None:
    """The element, its parent, or what else is round it alone, that the markup calls a standfirst."""
    if element.get("itemprop") in ("description", "alternativeHeadline", "abstract"):
        return element
    around = _with_ancestors(element, _FIELD_LEVELS)
    near = [each for level, each in enumerate(around) if level < 2 or each.last - each.first == 1]
    return next((each for each in near if each.attributes and _is_standfirst_name(each.class_and_id)), None)


def _holds_more(marked: Element, block: Block, body: Sequence[Block]) -> bool:
    """Whether an element holds more of the text than one block: Drupal's "text-with-summary" is round all of it."""
    return sum(each.size for each in body if marked.first <= each.index < marked.last) > 2 * block.size


@functools.lru_cache(maxsize=8192)
def _is_standfirst_name(names: str) -> bool:
    # "speakable-summary" is what a machine may read aloud: the first paragraph.
    return len(names) > 3 and "speakable" not in names and _STANDFIRST.search(names) is not None


def _with_ancestors(element: Element, levels: int) -> list[Element]:
    """An element and some of its ancestors within the story, the nearest first."""
    found = [element]
    for above in element.ancestors():
        if len(found) > levels or above.tag in ("article", "main", "body", "html"):
            break
        found.append(above)
    return found


def _same_words(shown: str, described: str) -> bool:
    """Whether a description is the whole shown text, not just the beginning of a paragraph; letters only."""
    size = min(len(shown), len(described))
    return size > 20 and shown[:size] == described[:size] and len(described) > 0.85 * len(shown)


def _reads_like_standfirst(block: Block) -> bool:
    """Whether a line right below the headline is a sentence, not a date, place or name."""
    if block.size > 400 or block.has(Role.LIST | Role.QUOTE | Role.TABLE):
        return False
    wordy = len(block.text.split()) >= 6 or not block.text[:20].isascii()
    return block.size >= 40 and wordy and not _BY.match(block.text) and not _DATED.search(block.text)
