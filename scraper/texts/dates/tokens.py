"""The tokens of a date phrase: numbers in any digits, words, the units 年月日, punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


def _combining_marks() -> str:
    """The marks that belong to the word before them, in every script, as ranges of a character class."""
    marks = [code for code in range(0x300, 0x1E00) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(rf"\u{first:04x}-\u{last:04x}" for first, last in ranges)


_JOINERS = "\u200c\u200d"
_WORD = (
    r"(?:[\u0e01-\u0e4e]{1,3}\.[\u0e01-\u0e2e]{1,2}\.)|"  # Thai and Lao abbreviations have dots inside: ธ.ค.
    r"(?:[\u0e81-\u0ecd]{1,3}\.[\u0e81-\u0eae]{1,2}\.)|"
    rf"(?:(?![年月日号號년월일])[^\W\d_])"
    rf"(?:(?![年月日号號])[^\s\d\W_]|[{_combining_marks()}]|[{_JOINERS}](?=[^\W\d_])|[’'׳](?=[^\W\d_])"
    r"|(?<=[א-ת])[\"״”](?=[א-ת])|-(?=feira))*"
)
# The year before the first of an era: Japanese eras, and the calendar of Taiwan.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_ERAS |= {"中華民國": 1911, "中华民国": 1911}
_TOKEN = re.compile(
    r"(?P<number>\d+)|(?P<geez>[፩-፼]+)|(?P<kanji>[〇零一二三四五六七八九十元]+(?=\s?[年月日]))|(?P<unit>[年月日号號년월일])"
    rf"|(?P<word>{'|'.join(_ERAS)}|{_WORD})|(?P<mark>[^\s\u200b-\u200f\u202a-\u202e\u2066-\u2069])"
)
_UNITS = {"年": "y", "년": "y", "月": "m", "월": "m", "日": "d", "일": "d", "号": "d", "號": "d"}
_KANJI = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
ERA_LETTERS = {"r": 2018, "h": 1988, "s": 1925, "t": 1911, "m": 1867}  # R8.3.7


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a phrase, at ``phrase[start:end]``; ``text`` is case-folded, for a unit it is y, m or d."""

    kind: str  # number, word, unit, mark
    text: str
    start: int
    end: int
    value: int = -1


def tokenize(phrase: str) -> list[Token]:
    """Split a phrase into tokens; a year of an era ("令和6年") becomes one number, the Gregorian year."""
    found: list[Token] = []
    for match in _TOKEN.finditer(phrase):
        kind, word, start, end = str(match.lastgroup), match[0], match.start(), match.end()
        if kind == "geez":
            value = _geez_number(word)
            found.append(Token("number", str(value), start, end, value))
        elif kind in ("number", "kanji"):
            value = _number(word) if kind == "number" else _kanji_number(word)
            if found and found[-1].text in _ERAS and value < 200:
                era = found.pop()
                value += _ERAS[era.text]
                found.append(Token("number", str(value), era.start, end, value))
            else:
                found.append(Token("number", word, start, end, value))
        elif kind == "unit":
            found.append(Token("unit", _UNITS[word], start, end))
        else:
            text = word if word.isascii() else unicodedata.normalize("NFKC", word)
            found.append(Token(kind, text.casefold(), start, end))
    return found


def _number(digits: str) -> int:
    return int(digits[:9])  # Python reads the digits of every script


def _kanji_number(word: str) -> int:
    if "十" in word:
        tens, _, ones = word.partition("十")
        return _KANJI.get(tens, 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    return int("".join(str(_KANJI.get(char, 0)) for char in word[:4]))


def _geez_number(word: str) -> int:
    """Ethiopic numerals: ones and tens before each hundred, ፳፻፲፰ is 2018."""
    total = group = 0
    for char in word:
        value = int(unicodedata.numeric(char))
        if value < 100:
            group += value
        else:
            total, group = (total + (group or 1)) * value, 0
    return total + group
