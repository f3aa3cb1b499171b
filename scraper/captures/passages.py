"""Find the sentences of a text in bytes that somebody else has written: HTML, JSON, XML, in any of their encodings.

Between two words may stand whatever is no word: white space, punctuation, tags and entities. A letter beyond ASCII may
be written as UTF-8, in an older encoding, as an entity or as an escape of JSON. A teaser that breaks off is found as
far as it goes, if it has the first words of a sentence.
"""

from __future__ import annotations

import html.entities
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LEAST_WORDS, LEAST_CHARACTERS = 5, 25  # of a sentence: a shorter one may be anybody's
LEAST_RUN = 12  # characters of a sentence in a script without spaces
FIRST_WORDS, FIRST_CHARACTERS = 8, 20  # of a sentence that breaks off; in a script without spaces characters
MOST_WORDS = 80  # of a sentence that are compared; what follows them is another
ENCODINGS = ("utf-8", "cp1252", "cp1251", "iso8859-2", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1256")
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？．।॥۔؟])[\"'”’»」』）)\]]*\s*|\n+")
# A script without spaces between words: Han, kana, Hangul, Thai, Lao, Khmer, Myanmar.
RUN = re.compile(
    "[\u0e01-\u0ecd\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]+"
)
_WORD = re.compile(r"\w+")
_BETWEEN = rb"(?:[^A-Za-z0-9_<&\\]|<[^<>]{0,400}>|&(?:#?[0-9A-Za-z]{1,10};)?|\\(?:u[0-9a-fA-F]{4}|[^u])){%d,24}?"
_NAMES = {chr(point): name for name, point in html.entities.name2codepoint.items()}
_ANCHOR = re.compile(r"[A-Za-z0-9]{5,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, and the pattern that finds it; what has not the bytes of ``anchor`` has not the sentence."""

    text: str
    pattern: re.Pattern[bytes]
    anchor: bytes


def sentences(texts: Iterable[str]) -> list[str]:
    """The sentences of these texts that are long enough to be nobody else's, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for sentence in _END.split(text):
            trimmed = " ".join((sentence or "").split())
            if _is_long(trimmed):
                found[trimmed] = None
    return list(found)


def _is_long(sentence: str) -> bool:
    in_runs = sum(len(run) for run in RUN.findall(sentence))
    is_long = len(sentence) >= LEAST_CHARACTERS and len(_WORD.findall(sentence)) >= LEAST_WORDS
    return in_runs >= LEAST_RUN or is_long


def passages(found: Mapping[str, int]) -> list[Passage]:
    """The patterns of sentences.

    :param found: each with how many of its first words somebody else's text has as well: it is found by more of them.
    """
    return [passage for sentence, shared in found.items() if (passage := _passage(sentence, shared))]


def beginning(sentence: str) -> str:
    """The first words of a sentence, by which it is found where it breaks off."""
    tokens = _tokens(sentence)
    end = tokens[min(len(tokens), _first(tokens)) - 1].end if tokens else 0
    return unicodedata.normalize("NFC", sentence)[:end]


def shared(sentence: str, text: str) -> int:
    """How many of the first words of a sentence stand in a text; 0 where these are too few to find it by.

    >>> shared("One two three four five six seven eight nine.", "One, One two three four five six seven eight!")
    8
    """
    wanted = [token.text for token in _tokens(sentence)[:MOST_WORDS]]
    there = [token.text for token in _tokens(text)]
    least = _first(_tokens(sentence))
    most = 0
    for at, token in enumerate(there):
        if wanted and token == wanted[0]:
            pairs = zip(wanted, there[at : at + len(wanted)], strict=False)
            most = max(most, sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return most if most >= min(least, len(wanted)) else 0


def length(sentence: str) -> int:
    """How many words of a sentence are compared."""
    return min(len(_tokens(sentence)), MOST_WORDS)


class _Token(NamedTuple):
    """A word, or a character of a script without spaces; ``joins`` if it may stand next to the one before."""

    text: str
    joins: bool
    end: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        at = match.start()
        for part in re.split(f"({RUN.pattern})", match[0]):
            for each in part if RUN.fullmatch(part) else [part]:
                if each:
                    joins = at != match.start() or bool(RUN.match(each))
                    at += len(each)
                    tokens.append(_Token(each, joins, at))
    return tokens


def _first(tokens: Sequence[_Token]) -> int:
    """How many first words find a sentence that breaks off."""
    return FIRST_CHARACTERS if tokens and RUN.match(tokens[0].text) else FIRST_WORDS


def _passage(sentence: str, shared: int) -> Passage | None:
    whole = _tokens(sentence)[:MOST_WORDS]
    if not whole:
        return None
    tokens = [(token.text, token.joins) for token in whole]
    first = min(len(tokens), max(_first(whole), shared + 1))
    pattern = _bytes_of(tokens[0][0])
    further = [(_BETWEEN % (0 if joins else 1)) + _bytes_of(token) for token, joins in tokens[1:]]
    rest = b""
    for part in reversed(further[first - 1 :]):
        rest = b"(?:" + part + rest + b")?"
    compiled = re.compile(pattern + b"".join(further[: first - 1]) + rest + rb"[.!?]?")
    anchors = [word for token, _ in tokens[:first] for word in _ANCHOR.findall(token)]
    return Passage(sentence, compiled, max(anchors, key=len, default="").encode())


def _bytes_of(token: str) -> bytes:
    return b"".join(re.escape(char.encode()) if char.isascii() else _forms(char) for char in token)


def _forms(char: str) -> bytes:
    """Each way in which a character beyond ASCII may be written."""
    forms = set()
    for encoding in ENCODINGS:
        try:
            forms.add(re.escape(char.encode(encoding)))
        except UnicodeEncodeError:
            continue
    point = ord(char)
    units = char.encode("utf-16-be")
    escaped = b"".join(rb"\\u(?i:%02x%02x)" % (units[at], units[at + 1]) for at in range(0, len(units), 2))
    forms |= {escaped, b"&#%d;" % point, b"&#[xX]0*(?i:%x);" % point}
    decomposed = unicodedata.normalize("NFD", char)
    if decomposed != char:
        forms.add(re.escape(decomposed.encode()))
    if char in _NAMES:
        forms.add(b"&" + _NAMES[char].encode() + b";")
    return b"(?:" + b"|".join(sorted(forms)) + b")"


def without(content: bytes, found: Sequence[Passage]) -> bytes:
    """Bytes without these sentences; the same object where none is in them."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace").encode("utf-8", "replace")
        cleaned = without(text, found)
        return content if cleaned is text else cleaned.decode().encode("utf-16")
    for passage in found:
        if not passage.anchor or passage.anchor in content:
            cleaned, number = passage.pattern.subn(b"", content)
            content = cleaned if number else content
    return content


def without_text(text: str, found: Sequence[Passage]) -> str:
    """A text without these sentences."""
    content = text.encode("utf-8", "surrogatepass")
    return text if (cleaned := without(content, found)) is content else cleaned.decode("utf-8", "replace").strip()
