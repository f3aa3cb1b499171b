"""The features of every block of a page: one row of numbers a block, for ``classifier``.

They do not depend on a language: sizes, the roles of the block, what its containers hold, which blocks come before and
after it, and whether the page's data has the same words. After changing a feature, train again: ``make train``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scraper.extract.page import roles
from scraper.extract.page.blocks import Block
from scraper.extract.page.roles import Role
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line, is_offer, is_read_also

Rows = NDArray[np.float32]

_TAGS = ("p", "div", "li", "td", "blockquote", "heading", "section", "figcaption", "span", "pre", "dd", "article", "a")
_TAG_INDEX = {tag: index for index, tag in enumerate(_TAGS)} | {
    "h1": 5, "h2": 5, "h3": 5, "h4": 5, "h5": 5, "h6": 5, "th": 3, "dt": 10, "main": 11, "body": 11, "header": 6,
    "center": 1,
}  # fmt: skip
_OTHER_TAG = len(_TAGS)
_SENTENCE_ENDS = frozenset('.!?。！？।…؟:"”»」’)')
_ALL_ROLES = np.array(roles.ALL, dtype=np.int64)
_SIGNS_OF_CREDIT = ("©", "®")
_WORDS_OF_CREDIT = tuple(
    "photo image picture foto fotos bild credit getty reuters afp epa shutterstock istock alamy courtesy imago".split()
)
_CREDIT = re.compile(rf"\b(?:{'|'.join(_WORDS_OF_CREDIT)})\b")
_OPENS_A_LIST = frozenset("-–—•*·▪►»>|+[(#")
_LAYOUT_ROLES = (
    _ALL_ROLES & (Role.ASIDE | Role.OFFER | Role.ADVERT | Role.META | Role.SHARE | Role.HIDDEN | Role.FORM)
) != 0
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_LEAST_PROSE = 40  # characters: shorter blocks add nothing to the mass of their containers


def rows(blocks: Sequence[Block], *, headline: int, headline_text: str, stated: str, description: str) -> Rows:
    """One row of features a block: an array of float32, blocks by features.

    :param headline: the index of the headline's block, -1 for none.
    :param headline_text: the headline; like the next two in letters only (``paragraphs.letters``).
    :param stated: the body that the page's data gives, "" for none.
    :param description: the summary that the page's data gives, "" for none.
    """
    count = len(blocks)
    size = np.array([block.size for block in blocks], dtype=np.float32)
    linked = np.array([block.link_density for block in blocks], dtype=np.float32)
    texts = [block.text for block in blocks]
    words = np.array([text.count(" ") + 1 for text in texts], dtype=np.float32)
    commas = np.array([_commas(text) for text in texts], dtype=np.float32)
    ends = np.array([text[-1] in _SENTENCE_ENDS for text in texts], dtype=np.float32)
    tags = np.array([_TAG_INDEX.get(block.tag, _OTHER_TAG) for block in blocks], dtype=np.int64)
    heading = (tags == 5).astype(np.float32)
    has_role = ((np.array([block.roles for block in blocks], dtype=np.int64)[:, None] & _ALL_ROLES) != 0).astype(
        np.float32
    )
    counts = Counter(texts)
    repeats = np.array([counts[text] > 1 for text in texts], dtype=np.float32)

    mass = np.where(size > _LEAST_PROSE, size * (1 - linked), 0).astype(np.float32)
    total = max(float(mass.sum()), 1.0)
    # A role of most of the page's prose comes from a name given to the whole page.
    has_role[:, (mass @ has_role > 0.6 * total) & _LAYOUT_ROLES] = 0.0
    elements = [block.element for block in blocks]
    parents = [each.parent or each for each in elements]
    levels = (
        elements,
        parents,
        [each.parent or each for each in parents],
        [(each.parent or each).parent or each for each in parents],
    )
    mass_inside, share_of_level = [], []
    for level in levels:
        element_indexes = np.array([each.index for each in level], dtype=np.int64)
        masses = np.bincount(element_indexes, weights=mass)
        mass_inside.append(masses[element_indexes])
        share_of_level.append(mass_inside[-1] / max(float(masses.max(initial=0.0)), 1.0))
    shapes: dict[tuple[str, str | None, str, str | None], float] = {}
    keys = [
        (block.tag, block.element.attributes.get("class"), parent.tag, parent.attributes.get("class"))
        for block, parent in zip(blocks, parents, strict=True)
    ]
    for key, weight in zip(keys, mass.tolist(), strict=True):
        shapes[key] = shapes.get(key, 0.0) + weight
    mass_of_shape = np.array([shapes[key] for key in keys], dtype=np.float32) / total
    depth = np.array([each.depth for each in elements], dtype=np.float32)

    position = np.arange(count, dtype=np.float32)
    page_index = np.array([block.index for block in blocks], dtype=np.float32)
    before = (np.cumsum(mass) - mass) / total
    from_headline = page_index - headline if headline >= 0 else position - count
    log_size = np.log1p(size)
    same_parent = np.array([each.index for each in parents], dtype=np.int64)
    columns: list[Any] = [
        log_size,
        np.log1p(words),
        np.minimum(size / np.maximum(words, 1), 15) / 10,
        np.minimum(commas / np.maximum(words, 1), 0.3) * 5,
        np.log1p(commas),
        ends,
        linked,
        linked > 0.9,
        repeats,
        np.minimum(depth, 30) / 10,
        position / max(count, 1),
        before,
        mass / total * 3,
        np.full(count, np.log1p(total) / 5),
        from_headline > 0,
        np.full(count, headline >= 0),
        np.clip(from_headline, -10, 10) / 10,
        np.clip(from_headline, -60, 60) / 30,
        mass_of_shape,
        *share_of_level,
        *(np.log1p(each) / 4 for each in mass_inside),
        *(each / total for each in mass_inside),
        *_appearance(blocks),
        *_agreement_with_data(texts, stated, description, headline_text),
    ]
    columns.extend((tags == tag) for tag in range(_OTHER_TAG + 1))
    shown_of_neighbours = (log_size / 3, linked, ends, heading, same_parent)
    for step in _NEIGHBOURS:
        there = (position + step >= 0) & (position + step < count)
        neighbour = np.clip(np.arange(count) + step, 0, max(count - 1, 0))
        columns += [there, *(np.where(there, each[neighbour], 0) for each in shown_of_neighbours[:-1])]
        columns.append(there & (same_parent[neighbour] == same_parent))
    return np.column_stack([np.column_stack(columns).astype(np.float32), has_role])


def _commas(text: str) -> int:
    return text.count(",") if text.isascii() else sum(map(text.count, ",，、،"))


def _appearance(blocks: Sequence[Block]) -> list[Any]:
    """How a block looks: capitals, figures, picture credit, emphasis on all of it, words of boxes."""
    found = []
    for block in blocks:
        text = block.text
        length = len(text)
        whole = 0
        for each in block.inline:
            if each.start <= block.start + 1 and each.end >= block.end - 1:
                whole |= 1 if each.tag in ("b", "strong") else 2 if each.tag in ("i", "em", "cite") else 4
        short = length < 600
        found.append(
            (
                length < 300 and text.isupper(),
                text[:1].islower(),
                length < 300 and _has_credit(text),
                "@" in text or "http" in text or "www." in text,
                whole & 1,
                whole & 2,
                whole & 4,
                short and is_offer(text),
                is_meta_line(text),
                is_read_also(text),
                text[:1] in _OPENS_A_LIST,
                ":" in text[-2:],
                min(_digits(text) / length, 0.5) if length < 120 else 0.0,
            )
        )
    return list(np.array(found, dtype=np.float32).T)


def _digits(text: str) -> int:
    plain = text.encode("ascii", "ignore")
    return len(plain) - len(plain.translate(None, b"0123456789"))


def _has_credit(text: str) -> bool:
    """Whether a text has a sign or a word of those that tell whose picture it is."""
    if any(sign in text for sign in _SIGNS_OF_CREDIT):
        return True
    lower = text.lower()
    # Most texts hold none of the words, which is told sooner than where a word begins.
    for word in _WORDS_OF_CREDIT:
        if word in lower:
            return _CREDIT.search(lower) is not None
    return False


def _agreement_with_data(texts: Sequence[str], stated: str, description: str, headline: str) -> list[Any]:
    """Whether the page's data has a block's words too: as body, as summary, as headline."""
    count = len(texts)
    if not (stated or description or headline):
        return [np.zeros(count)] * 5
    keys = [letters(text[:120]) for text in texts]
    body = np.array([len(key) > 20 and key in stated for key in keys]) if stated else np.zeros(count)
    summary = np.array([len(key) > 20 and key[:60] in description for key in keys]) if description else np.zeros(count)
    title = np.array([bool(key) and key == headline for key in keys])
    return [body, np.full(count, bool(stated)), summary, title, np.full(count, len(stated) > 400)]
