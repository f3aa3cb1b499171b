"""Which texts of a page can hold an edition statement: one pass over the texts, cheap where there is none.

First the page's words are compared with the clues of every language (``table.all_tables``). Only near a text with a
clue are texts folded and wordings considered, and a wording is kept for such a window only if it has each of the words
that the wording needs. ``find`` then reads the windows only.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.texts.folding import Folded, fold
from scraper.texts.statements.table import Statement, Table, all_tables

GAP = "\n" * 6  # more than a blank of a template can cross
_LONGEST = 1_500  # characters kept of either end of a text: a statement is a sentence, first or last
_PIECE = 160  # characters of a text that may be one piece of a statement in several
_PIECES = 3  # texts before and after a clue that may belong to the same statement
_MOST_TEXTS = 6_000
_MOST_WINDOWS = 400

_BREAK = 0x0B  # between two texts; a blank to ``bytes.split``, and in no text
_PLAIN_BYTES = bytes(
    _BREAK if byte == 0 else byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalpha() else 32
    for byte in range(256)
)
_UNSEEN = re.compile(rb"\xe2\x80[\x8b-\x8f]")  # U+200B to U+200F: joiners, direction marks
_PUNCTUATION_MARKS = re.compile(rb"\xe2\x80[\x80-\xbf]")  # U+2000 to U+203F: blanks, dashes, quotes
_LATIN_1_SIGNS = re.compile(rb"\xc2[\xa0-\xbf]")  # U+00A0 to U+00BF: no-break space, guillemets, middle dot
_DIGIT = re.compile(r"\d|[〇一二三四五六七八九十][年月]")


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring texts, the first at index ``first`` of the page, and the wordings that may match in them."""

    first: int
    texts: tuple[str, ...]  # cut in the middle where they are long
    starts: tuple[int, ...]  # where each begins in ``text.text``
    text: Folded
    rows: tuple[Statement, ...]

    @property
    def indexes(self) -> range:
        """The indexes of its texts on the page."""
        return range(self.first, self.first + len(self.texts))

    def span(self, start: int, end: int) -> tuple[int, int, str, str]:
        """First and last index of the texts with ``text.folded[start:end]``, and the words before and after it."""
        begin, stop = self.text.offsets[start], self.text.offsets[end - 1] + 1
        first = bisect.bisect_right(self.starts, begin) - 1
        last = bisect.bisect_right(self.starts, stop - 1) - 1
        before = self.texts[first][: begin - self.starts[first]]
        after = self.texts[last][stop - self.starts[last] :]
        return self.first + first, self.first + last, before, after

    def without(self, excluded: Collection[int]) -> Window:
        """The window with some of the page's texts blanked, so that no statement runs across them."""
        gaps = {index - self.first for index in excluded} & set(range(len(self.texts)))
        return _window(self.first, self.texts, self.rows, gaps) if gaps else self


@dataclass(frozen=True, slots=True)
class TextScan:
    """A page's texts and the windows in which a statement is possible: none on an ordinary page."""

    texts: Sequence[str] = ()
    windows: tuple[Window, ...] = ()

    @property
    def candidates(self) -> frozenset[int]:
        """The indexes of texts that may hold a statement, and of the two before each: only their zones are needed."""
        return frozenset(
            index for window in self.windows for index in range(max(window.first - 2, 0), window.indexes.stop)
        )


def scan_texts(texts: Sequence[str]) -> TextScan:
    """Scan a page's texts, given in the order of the page, for the windows that may hold a statement."""
    texts = texts[:_MOST_TEXTS]
    data = _plain(texts)
    clues = _clues()
    clues_found = clues.words.intersection(data.split())
    for first_byte, parts in clues.parts.items():
        if first_byte in data:
            clues_found = clues_found.union(part for part in parts if part in data)
    return TextScan(texts, tuple(_windows(texts, data, clues_found))) if clues_found else TextScan(texts)


@dataclass(frozen=True, slots=True)
class _Clues:
    words: frozenset[bytes]
    parts: Mapping[bytes, tuple[bytes, ...]]  # first byte -> bits of words that begin with it
    tables: Mapping[bytes, tuple[Table, ...]]  # the languages a clue belongs to


@functools.cache
def _clues() -> _Clues:
    words: set[bytes] = set()
    parts: defaultdict[bytes, list[bytes]] = defaultdict(list)
    tables: defaultdict[bytes, list[Table]] = defaultdict(list)
    for table in all_tables():
        for clue in table.clues:
            for form in dict.fromkeys((clue, clue.capitalize(), clue.upper())):
                written = _plain([form.strip("*")])
                tables[written].append(table)
                if not clue.endswith("*"):
                    words.add(written)
                elif written not in parts[written[:1]]:
                    parts[written[:1]].append(written)
    return _Clues(
        frozenset(words),
        {lead: tuple(found) for lead, found in parts.items()},
        {clue: tuple(dict.fromkeys(of_clue)) for clue, of_clue in tables.items()},
    )


def _plain(texts: Sequence[str]) -> bytes:
    """The texts in UTF-8 with blanks between words, ASCII letters in lower case, other scripts as they are."""
    joined = "\0".join([text if len(text) <= 2 * _LONGEST else _cut(text) for text in texts])
    if joined.count("\0") != max(len(texts) - 1, 0):
        joined = "\0".join(_cut(text).replace("\0", " ") for text in texts)
    data = joined.encode("utf-8", "replace").translate(_PLAIN_BYTES)
    if not joined.isascii():
        if b"\xe2\x80" in data:
            data = _PUNCTUATION_MARKS.sub(b" ", _UNSEEN.sub(b"", data))
        if b"\xc2" in data:
            data = _LATIN_1_SIGNS.sub(b" ", data.replace(b"\xc2\xad", b""))  # the soft hyphen
    return data


def _cut(text: str) -> str:
    """Both ends of a long text, with a gap between them that no statement can cross."""
    return text if len(text) <= 2 * _LONGEST else text[:_LONGEST] + GAP + text[-_LONGEST:]


def _windows(texts: Sequence[str], data: bytes, clues_found: Collection[bytes]) -> Iterator[Window]:
    """A window for every text with a clue and its short neighbours; windows that touch are joined."""
    tables = _clues().tables
    tables_at: defaultdict[int, dict[Table, None]] = defaultdict(dict)
    for index, line in enumerate(data.split(bytes([_BREAK]))[: len(texts)]):
        for clue in clues_found:
            if clue in line:
                tables_at[index].update(dict.fromkeys(tables[clue]))
    merged: list[tuple[int, int, dict[Table, None]]] = []
    for index, languages in tables_at.items():
        first, last = _neighbours(texts, index)
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]), merged[-1][2] | languages)
        else:
            merged.append((first, last, dict(languages)))
    for first, last, languages in merged[:_MOST_WINDOWS]:
        pieces = [_cut(text) for text in texts[first : last + 1]]
        numbered = any(_DIGIT.search(piece) for piece in pieces)
        rows = [row for table in languages for row in (table.rows if numbered else table.unnumbered)]
        if not rows:
            continue
        window = _window(first, pieces)
        if likely := tuple(row for row in rows if row.template.may_match(window.text.folded)):
            yield replace(window, rows=likely)


def _neighbours(texts: Sequence[str], index: int) -> tuple[int, int]:
    """The first and last index of the texts that can form one statement with the text at an index."""
    first = last = index
    while first > max(index - _PIECES, 0) and len(texts[first - 1]) <= _PIECE:
        first -= 1
    while last < min(index + _PIECES, len(texts) - 1) and len(texts[last + 1]) <= _PIECE:
        last += 1
    return first, last


def _window(first: int, texts: Sequence[str], rows: tuple[Statement, ...] = (), gaps: Collection[int] = ()) -> Window:
    starts = []
    length = 0
    pieces = []
    for number, text in enumerate(texts):
        starts.append(length)
        pieces.append((GAP if number in gaps else text) + "\n")
        length += len(pieces[-1])
    return Window(first, tuple(texts), tuple(starts), fold("".join(pieces)), rows)
