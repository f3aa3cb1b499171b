"""Where on a page an edition statement is possible at all: one pass over the texts, cheap where there is none.

First the page's words are compared with the clues of every language (``statements.tables``). Only round a text that
holds one are the texts folded and the wordings looked through, and a wording is kept for such a window only if each of
the words it needs stands in it. ``spoken`` reads the windows, and never the page.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.texts.folding import Folded, fold
from scraper.texts.statements import table as statements
from scraper.texts.statements.table import Statement, Table

GAP = "\n" * 6  # more than a blank of a template can cross
_LONGEST = 1_500  # characters kept of either end of a text: a statement is a sentence, first or last
_PIECE = 160  # characters of a text that may be one piece of a statement in several
_PIECES = 3  # texts before and after a clue that may belong to the same statement
_MOST_TEXTS = 6_000
_MOST_WINDOWS = 400

_BREAK = 0x0B  # between two texts; a blank to ``bytes.split``, and in no text
_PLAIN = bytes(
    _BREAK if byte == 0 else byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalpha() else 32
    for byte in range(256)
)
_UNSEEN = re.compile(rb"\xe2\x80[\x8b-\x8f]")  # U+200B to U+200F: joiners, direction marks
_MARKS = re.compile(rb"\xe2\x80[\x80-\xbf]")  # U+2000 to U+203F: blanks, dashes, quotes
_SIGNS = re.compile(rb"\xc2[\xa0-\xbf]")  # U+00A0 to U+00BF: no-break space, guillemets, middle dot
_DIGIT = re.compile(r"\d|[〇一二三四五六七八九十]+[年月]")


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring texts, the first at index ``first`` of the page, and the wordings that may stand in them."""

    first: int
    texts: tuple[str, ...]  # cut in the middle where they are long
    starts: tuple[int, ...]  # where each begins in ``text.text``
    text: Folded
    rows: tuple[Statement, ...]

    @property
    def places(self) -> range:
        """The indexes of its texts on the page."""
        return range(self.first, self.first + len(self.texts))

    def span(self, start: int, end: int) -> tuple[int, int, str, str]:
        """First and last index of the texts that hold ``text.folded[start:end]``, and what stands round it there."""
        begin, stop = self.text.offsets[start], self.text.offsets[end - 1] + 1
        first = bisect.bisect_right(self.starts, begin) - 1
        last = bisect.bisect_right(self.starts, stop - 1) - 1
        before = self.texts[first][: begin - self.starts[first]]
        after = self.texts[last][stop - self.starts[last] :]
        return self.first + first, self.first + last, before, after

    def without(self, silent: Collection[int]) -> Window:
        """The window with some of the page's texts left blank, so that no statement runs through them."""
        gaps = {place - self.first for place in silent} & set(range(len(self.texts)))
        return _window(self.first, self.texts, self.rows, gaps) if gaps else self


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's texts and the windows in which a statement is possible: none on an ordinary page."""

    texts: Sequence[str] = ()
    windows: tuple[Window, ...] = ()

    @property
    def possible(self) -> frozenset[int]:
        """Indexes of the texts a statement may stand in, and of the two before it: of no other matters the zone."""
        return frozenset(
            place for window in self.windows for place in range(max(window.first - 2, 0), window.places.stop)
        )


def scan(texts: Sequence[str]) -> Scan:
    """Look a page's texts through once, in the order of the page."""
    texts = texts[:_MOST_TEXTS]
    data = _plain(texts)
    clues = _clues()
    heard = clues.words.intersection(data.split())
    for lead, parts in clues.parts.items():
        if lead in data:
            heard = heard.union(part for part in parts if part in data)
    return Scan(texts, tuple(_windows(texts, data, heard))) if heard else Scan(texts)


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
    for table in statements.tables():
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
        {clue: tuple(dict.fromkeys(find_statements)) for clue, find_statements in tables.items()},
    )


def _plain(texts: Sequence[str]) -> bytes:
    """The texts in UTF-8 with blanks between words: small Latin letters, and other scripts as they are."""
    joined = "\0".join([text if len(text) <= 2 * _LONGEST else _cut(text) for text in texts])
    if joined.count("\0") != max(len(texts) - 1, 0):
        joined = "\0".join(_cut(text).replace("\0", " ") for text in texts)
    data = joined.encode("utf-8", "replace").translate(_PLAIN)
    if not joined.isascii():
        if b"\xe2\x80" in data:
            data = _MARKS.sub(b" ", _UNSEEN.sub(b"", data))
        if b"\xc2" in data:
            data = _SIGNS.sub(b" ", data.replace(b"\xc2\xad", b""))  # the soft hyphen
    return data


def _cut(text: str) -> str:
    """Both ends of a text; what a gap parts cannot be read as one statement."""
    return text if len(text) <= 2 * _LONGEST else text[:_LONGEST] + GAP + text[-_LONGEST:]


def _windows(texts: Sequence[str], data: bytes, heard: Collection[bytes]) -> Iterator[Window]:
    """Round every text that holds a clue, the short texts beside it; windows that touch are one."""
    tables = _clues().tables
    find_statements: defaultdict[int, dict[Table, None]] = defaultdict(dict)
    for place, line in enumerate(data.split(bytes([_BREAK]))[: len(texts)]):
        for clue in heard:
            if clue in line:
                find_statements[place].update(dict.fromkeys(tables[clue]))
    merged: list[tuple[int, int, dict[Table, None]]] = []
    for place, languages in find_statements.items():
        first, last = _neighbours(texts, place)
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
        if likely := tuple(row for row in rows if row.template.possible(window.text.folded)):
            yield replace(window, rows=likely)


def _neighbours(texts: Sequence[str], place: int) -> tuple[int, int]:
    """The first and last of the texts that can be pieces of one statement with the text at a place."""
    first = last = place
    while first > max(place - _PIECES, 0) and len(texts[first - 1]) <= _PIECE:
        first -= 1
    while last < min(place + _PIECES, len(texts) - 1) and len(texts[last + 1]) <= _PIECE:
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
