"""The tokens of a date phrase: numbers in any digits, words, the units 年月日, punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The combining marks of Latin, Hebrew, Arabic, Devanagari, Bengali, Gurmukhi, Tamil and Thai belong to their word.
_COMBINING_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0970"
    r"\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82-\u0bcd\u0e31-\u0e4e"
)
_WORD = (
    r"(?:[\u0e01-\u0e4e]{1,3}\.[\u0e01-\u0e2e]{1,2}\.)|"  # Thai abbreviations have dots inside: ธ.ค.
    rf"(?:(?![年月日号號년월일])[^\W\d_])"
    rf"(?:(?![年月日号號])[^\s\d\W_]|[{_COMBINING_MARKS}]|[’'׳](?=[^\W\d_])|-(?=feira))*"
)
_TOKEN = re.compile(
    r"(?P<number>\d+)|(?P<kanji>[〇零一二三四五六七八九十元]+(?=\s?[年月日]))|(?P<unit>[年月日号號년월일])"
    rf"|(?P<word>{_WORD})|(?P<mark>\S)"
)
_UNITS = {"年": "y", "년": "y", "月": "m", "월": "m", "日": "d", "일": "d", "号": "d", "號": "d"}
_KANJI = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
# The year before the first of an era: Japanese eras, and the calendar of Taiwan.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}


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
        if kind in ("number", "kanji"):
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
            found.append(Token(kind, word.casefold(), start, end))
    return found


def _number(digits: str) -> int:
    return int(digits[:9])  # Python reads the digits of every script


def _kanji_number(word: str) -> int:
    if "十" in word:
        tens, _, ones = word.partition("十")
        return _KANJI.get(tens, 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    return int("".join(str(_KANJI.get(char, 0)) for char in word[:4]))
