"""How well a reader reads: pure functions from what was expected and what was found to figures.

Body: precision and recall over the counted runs of four words (shingles) of each page, averaged over the pages, and
the F1 of the two averages, as the public article-extraction-benchmark defines them. A page for which nothing was found
counts in the recall only. Of pages of which only segments are known, precision and recall are shares of these.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

SHINGLE = 4  # words
RESAMPLES = 2000
SEED = 181

_WORD = re.compile(r"\w+")
_QUOTES = str.maketrans("‘’‚‛′“”„‟″«»‹›", "'''''\"\"\"\"\"\"\"''")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a found body and the expected one share; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their F1, each from 0 to 1."""

    f1: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Days:
    """How many days were found right, found wrong, missed, and claimed where the page states none."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    claimed: int = 0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Each run of four words with its number of times; a shorter text is one run."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)) if words)


def overlap(expected: str, found: str) -> Overlap:
    """One page's precision and recall."""
    want, got = shingles(expected), shingles(found)
    common = (want & got).total()
    return Overlap(
        precision=common / got.total() if got else None,
        recall=common / want.total() if want else None,
    )


def segments(wanted: Sequence[str], unwanted: Sequence[str], *, body: str, around: str) -> Overlap:
    """One page of which only segments are known: the share of the unwanted that its body leaves out, as precision, and
    the share of the wanted that body, headline and standfirst have, as recall."""
    inside, everywhere = _words(body), _words(f"{around}\n{body}")
    left_out = [_words(segment) not in inside for segment in unwanted if segment.strip()]
    there = [_words(segment) in everywhere for segment in wanted]
    return Overlap(mean(left_out) if left_out else None, mean(there) if there else None)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _score(precision: float, recall: float) -> Score:
    both = precision + recall
    return Score(2 * precision * recall / both if both else 0.0, precision, recall)


def body(pages: Iterable[Overlap]) -> Score:
    """The score of many pages: the averages, and the F1 of the averages."""
    pages = list(pages)
    precisions = [page.precision for page in pages if page.precision is not None]
    recalls = [page.recall for page in pages if page.recall is not None]
    return _score(mean(precisions) if precisions else 0.0, mean(recalls) if recalls else 0.0)


def samples(size: int, *, times: int = RESAMPLES, seed: int = SEED) -> list[list[int]]:
    """Page numbers drawn with replacement, the same in every run, so that readers are compared on the same draws."""
    chance = random.Random(seed)
    return [chance.choices(range(size), k=size) for _ in range(times)] if size else []


def resampled(pages: Sequence[Overlap], draws: Iterable[Sequence[int]]) -> list[float]:
    """The F1 of each draw of pages."""
    return [body([pages[number] for number in draw]).f1 for draw in draws]


def interval(values: Sequence[float], *, level: float = 0.95) -> tuple[float, float]:
    """The middle ``level`` of the values (percentile bootstrap)."""
    if not values:
        return 0.0, 0.0
    ordered = sorted(values)
    cut = (1 - level) / 2
    last = len(ordered) - 1
    return ordered[round(cut * last)], ordered[round((1 - cut) * last)]


def folded(text: str) -> str:
    """For exact comparison: NFC, white space collapsed, typographic quotes as straight ones. Case and dashes count."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def headlines(pairs: Iterable[tuple[str, str]]) -> float:
    """The share of (expected, found) headlines that are the same once folded."""
    same = [folded(expected) == folded(found) for expected, found in pairs]
    return mean(same) if same else 0.0


def authors(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Score:
    """Persons of (expected, found), counted over all pages; names are folded, and their case does not count.

    Whoever is found on a page without a labelled author lowers the precision.
    """
    right = wanted = named = 0
    for expected, found in pairs:
        want = {folded(name).casefold() for name in expected}
        got = {folded(name).casefold() for name in found} - {""}
        right += len(want & got)
        wanted += len(want)
        named += len(got)
    return _score(right / named if named else 0.0, right / wanted if wanted else 0.0)


def days(pairs: Iterable[tuple[str, str]]) -> Days:
    """Days ("YYYY-MM-DD", or empty) of (expected, found)."""
    counted: Counter[str] = Counter()
    for expected, found in pairs:
        if expected:
            counted["missing" if not found else "right" if found == expected else "wrong"] += 1
        elif found:
            counted["claimed"] += 1
    return Days(**counted)
