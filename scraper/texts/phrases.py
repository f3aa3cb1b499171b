"""What pages print around a story, in many languages: offers to subscribe, dates, bylines, agencies, credits.

The phrases are data, ``phrases.toml``; its first lines explain how a phrase is written. A page has hundreds of blocks and
each of them is tested, so phrases are indexed by the first letters of one word that they always contain: a phrase is
searched for only in a text with those letters.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources

_KEY_LENGTH = 5  # first letters of a word that are looked up
_KEYS = re.compile(rf"\b\w{{1,{_KEY_LENGTH}}}")
_LETTERS = re.compile(r"\w+")
_FIRST = re.compile(rf"\W*(\w{{1,{_KEY_LENGTH}}})")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_LEAST = "\u0e00"
_UNSPACED_LANGUAGES = frozenset({"ja", "ko", "zh", "th"})
_BEGIN = re.compile(r"^|[.!?:;|•·–—…►»«¿¡>”\"]\s")
_BEGIN_UNSPACED = re.compile(r"(?:^|[。．！？!?:：|｜、，「（(\s])\W*+")
_BEFORE_UNSPACED = 8  # characters between the beginning of a sentence and a phrase
_SIGNS = re.compile(r"[^\w©]*+")  # a phrase may begin with a ©, and with no other sign
_UP_TO_TWO_WORDS = r"(?:[^\s.!?:;|]++\s++){0,2}?"
_END = r"(?=\W*$|\s*[.!?:;|。！？])"
_COUNTED = re.compile(r"\d[\d.,:+]*|[^\W\d_][^\s\d.,:;·•|()/–-]*")
_DIGIT = re.compile(r"\d")
_META_PARTS = re.compile(r"[|•·;,]\s|\s[–-]\s")
_LONGEST_META = 90  # characters of a date with its label
_LONGEST_SEARCHED = 60  # characters of a long text in which a word of a phrase is looked up
_LONGEST_CALL = 120  # characters of a long text that a call may fill
_SHORT_TEXT = 150  # characters of a text that may be one call
_FEW_WORDS = 7  # words of a text so short that a phrase may stand anywhere in it
_FEW_MORE_WORDS = r"(?=(?:\W+\w+){0,6}\W*$)"


def alternation(name: str) -> str:
    """The regular expressions of one table of ``phrases.toml``, as one alternation (``a|b|c``)."""
    return "|".join(expression for language in table(name).values() for expression in language)


@functools.lru_cache(maxsize=4096)
def is_gate(text: str) -> bool:
    """Whether a short text says that the rest of the story is for subscribers."""
    return _opens_a_sentence(("gate",), text)


@functools.lru_cache(maxsize=4096)
def is_offer(text: str) -> bool:
    """Whether a short text asks the reader to subscribe, sign in or follow, or is a copyright notice."""
    return _opens_a_sentence(("gate", "invitation", "notice"), text)


@functools.lru_cache(maxsize=4096)
def is_meta_line(text: str) -> bool:
    """Whether a line holds nothing but dates or times, a reading time, or a count of comments or shares."""
    if len(text) >= 2 * _LONGEST_META:
        return False
    line = text.lower()
    has_digit = _DIGIT.search(line) is not None
    if len(text) < _LONGEST_META and (_is_labelled_time(line) or (has_digit and _is_count(line))):
        return True
    # "Published 3 May 2026, 10:30 | Updated 4 May 2026, 9:00"
    parts = _META_PARTS.split(line) if has_digit else []
    if len(parts) < 2:
        return False
    labelled = sum(map(_is_labelled_time, parts))
    return labelled > 1 and all(_DIGIT.search(part) and (len(part) < 20 or _is_labelled_time(part)) for part in parts)


def _is_labelled_time(line: str) -> bool:
    label = _phrases(("time_label",)).match_start(line)
    return label is not None and _is_time(line[: label.end()], line[label.end() :])


def is_read_also(text: str) -> bool:
    """Whether a line points to another story ("Read also: ...")."""
    if len(text) >= 400:
        return False
    found = _phrases(("reads_also",)).match_start(_plain(text))
    if found is None:
        return False
    # A long sentence belongs to the story itself, unless a colon or the like follows the phrase.
    is_prose = len(text) > 160 or (text[-1] in ".!?。" and text.count(" ") > 9)
    return not is_prose or text[found.end() - 1 : found.end() + 2].rstrip()[-1:] in (":", "：", "»", ">", "|", "–")


def table(name: str) -> Mapping[str, list[str]]:
    """One table of ``phrases.toml``: language or group -> its entries."""
    return _tables()[name]


class Words:
    """A set of words, stems and endings ("redact*", "*reporter"); test a lower-case word with ``in``."""

    def __init__(self, entries: Iterable[str]) -> None:
        whole: set[str] = set()
        ends: list[str] = []
        stems: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for entry in entries:
            if entry.startswith("*"):
                ends.append(entry[1:])
            elif entry.endswith("*"):
                stems[entry[:3]] += (entry[:-1],)
            else:
                whole.add(entry)
        self._whole, self._stems, self._ends = frozenset(whole), dict(stems), tuple(ends)

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._stems.get(word[:3], ())) or word.endswith(self._ends)


@functools.cache
def words_of(name: str, group: str = "") -> Words:
    """The words of one table, or of one group in it."""
    return Words(entry for key, entries in table(name).items() if group in ("", key) for entry in entries)


class _Group:
    """The phrases indexed under one key, compiled when they are first needed."""

    def __init__(self) -> None:
        self.phrases: list[str] = []

    @functools.cached_property
    def calls(self) -> re.Pattern[str]:
        """The phrases as they begin a sentence; up to two words may come before those without ``^``."""
        return _pattern_of(
            f"{'' if phrase[0] == '^' else _UP_TO_TWO_WORDS}{_expression(phrase)}"
            for phrase in self.phrases
            if phrase[0] != "~"
        )

    @functools.cached_property
    def anywhere(self) -> re.Pattern[str]:
        """The phrases that count anywhere in a text of few words."""
        phrases = (_expression(phrase) for phrase in self.phrases if phrase[0] != "^")
        return re.compile(rf"(?<!\w)(?:{'|'.join(phrases) or '(?!)'})")

    @functools.cached_property
    def beginnings(self) -> re.Pattern[str]:
        """The phrases as they begin a text, the longest first."""
        longest_first = sorted(self.phrases, key=lambda phrase: -len(phrase.split()))
        return _pattern_of(f"{_expression(phrase)}{_FEW_MORE_WORDS * (phrase[0] == '~')}" for phrase in longest_first)


class Phrases:
    """Phrases of many languages, indexed by the first letters of one word that each always contains."""

    def __init__(self, tables: Sequence[Mapping[str, list[str]]]) -> None:
        by_key: defaultdict[str, _Group] = defaultdict(_Group)
        by_first: defaultdict[str, _Group] = defaultdict(_Group)
        unspaced: list[str] = []
        needed: set[str] = set()
        for language, phrase in (
            (key, phrase) for each in tables for key, phrases in each.items() for phrase in phrases
        ):
            if language in _UNSPACED_LANGUAGES:
                unspaced += _expressions_unspaced(phrase)
                needed.update(_needed_unspaced(phrase))
                continue
            for key in _keys(phrase):
                by_key[key].phrases.append(phrase)
            for key in _first_keys(phrase):
                by_first[key].phrases.append(phrase)
        self._by_key, self._by_first = dict(by_key), dict(by_first)
        self._keys = frozenset(by_key)
        choices = "|".join(unspaced) or "(?!)"
        self._unspaced = re.compile(choices)
        self._unspaced_beginnings = re.compile(rf"^\W*(?:{choices})")
        self._needed = re.compile("|".join(map(re.escape, sorted(needed))) or "(?!)")

    def begin_a_sentence_of(self, text: str) -> bool:
        """Whether one of the phrases begins a sentence of the text; of a long text only the first sentence counts."""
        long = len(text) >= _SHORT_TEXT
        words = _plain(text[:_LONGEST_CALL] if long else text)
        found = _KEYS.findall(words, 0, _LONGEST_SEARCHED if long else _SHORT_TEXT)
        if not self._keys.isdisjoint(found):
            hits = [self._by_key[key] for key in self._keys.intersection(found)]
            begins = {
                _after_signs(words, match.end()) for match in _BEGIN.finditer(words, 0, 40 if long else _SHORT_TEXT)
            }
            if any(group.calls.match(words, begin) for group in hits for begin in begins):
                return True
            if len(found) < _FEW_WORDS and not long and any(group.anywhere.search(words) for group in hits):
                return True
        if not found or max(found) < _UNSPACED_LEAST or not self._needed.search(words):
            return False
        return self._unspaced_call(words, 40 if long else _SHORT_TEXT)

    def _unspaced_call(self, words: str, begin_before: int) -> bool:
        """Whether a phrase of a script without blanks follows the beginning of a sentence, near enough to it."""
        begins = [match.span() for match in _BEGIN_UNSPACED.finditer(words) if match.start() < begin_before]
        position = 0
        while found := self._unspaced.search(words, position):
            nearest = len(words[: found.start()].rstrip()) - _BEFORE_UNSPACED
            if any(start < found.start() and end >= nearest for start, end in begins) or found.start() == 0:
                return True
            position = found.start() + 1
        return False

    def match_start(self, words: str) -> re.Match[str] | None:
        """The match of a phrase at the start of a lower-case text; None where no phrase begins it."""
        first = _FIRST.match(words)
        if first is None:
            return None
        group = self._by_first.get(first[1])
        if group is not None and (found := group.beginnings.match(words)):
            return found
        return self._unspaced_beginnings.match(words) if _UNSPACED.match(first[1]) else None


def _pattern_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{_SIGNS.pattern}(?:©{_SIGNS.pattern})?(?:{'|'.join(expressions) or '(?!)'})")


def _after_signs(words: str, position: int) -> int:
    signs = _SIGNS.match(words, position)
    return signs.end() if signs else position


def _opens_a_sentence(names: tuple[str, ...], text: str) -> bool:
    """Whether a phrase of some tables begins a sentence; elsewhere in a paragraph the words belong to the story."""
    return len(text) < 600 and _phrases(names).begin_a_sentence_of(text)


def _is_time(label: str, rest: str) -> bool:
    """Whether a time follows a label: not so in "Published authors gather"."""
    words = len(rest.split())
    if words > 10:
        return False
    return (
        not words
        or rest.lstrip()[0] in ":："
        or _DIGIT.search(rest) is not None
        or (" " in label.strip() and words < 4)
    )


def _is_count(line: str) -> bool:
    """Whether a line consists of numbers, units of time or of counting, and function words."""
    words = _COUNTED.findall(line)
    if len(words) > 9:
        return False
    units, fillers = words_of("count", "unit"), words_of("count", "filler")
    rest = [word for word in words if not word[0].isdigit()]
    if not rest or len(rest) == len(words):
        return False
    if _UNSPACED.search(line):
        unspaced = words_of("count", "unspaced")
        return all(word in unspaced or word in units or word in fillers for word in rest)
    return any(word in units for word in rest) and all(word in units or word in fillers for word in rest)


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("‘", "'")


def _pieces(phrase: str) -> list[str]:
    return phrase.lstrip("^~").split()


def _expression(phrase: str) -> str:
    """A phrase as a regular expression over words in lower case."""
    pieces = _pieces(phrase)
    while _is_optional(pieces[-1]):
        pieces.pop()
    parts: list[str] = []
    glue = ""  # between the piece before and the next
    for piece in pieces:
        if piece == "...":
            glue = r".{0,40}?(?<!\w)"
            continue
        words = piece.removesuffix("?").split("|")
        one = f"{glue}(?:{'|'.join(_word(word) for word in words if word != '$')})"
        if _is_optional(piece):
            parts.append(f"(?:{one})?" if glue else rf"(?:{one}\W{{1,3}})?")
            continue
        if "$" in words:
            one = f"(?:{one}|{_END})" if len(words) > 1 else _END
        parts.append(one)
        glue = r"\W{1,3}"
    return "".join(parts)


def _is_optional(piece: str) -> bool:
    return len(piece) > 1 and piece.endswith("?")


def _word(word: str) -> str:
    if word == "#":
        return r"(?:[$€£]\s?)?\d"
    if word.endswith("*"):
        return rf"{re.escape(word[:-1])}[^\s.,;:!?]*"
    if word.endswith(":"):
        return rf"{re.escape(word[:-1])}\s?[:：]"
    return rf"{re.escape(word)}(?!\w)"


def _keys(phrase: str) -> frozenset[str]:
    """The keys of the phrase's most selective required word: a matching text contains one of them."""
    best: frozenset[str] = frozenset()
    for keys in _required(phrase):
        if keys and (not best or _selectiveness(keys) > _selectiveness(best)):
            best = keys
    if not best:
        raise ValueError(f"phrases.toml: {phrase!r} has no word to look it up by; write one of its words in full")
    return best


def _selectiveness(keys: frozenset[str]) -> tuple[int, int]:
    return min(map(len, keys)), -len(keys)


def _required(phrase: str) -> Iterator[frozenset[str]]:
    for piece in _pieces(phrase):
        if piece in ("...", "$") or _is_optional(piece):
            continue
        keys = [_key(word) for word in piece.split("|")]
        yield frozenset(keys) if all(keys) else frozenset()


def _key(word: str) -> str:
    """The first letters of the longest part of a word; "" where its stem is too short to be a key."""
    runs = _LETTERS.findall(word)
    longest = max(runs, key=len, default="")
    if word.endswith("*") and longest == runs[-1] and len(longest) < _KEY_LENGTH:
        return max(runs[:-1], key=len, default="")[:_KEY_LENGTH]
    return longest[:_KEY_LENGTH]


def _first_keys(phrase: str) -> Iterator[str]:
    """The first letters of each word that a phrase can begin with."""
    for piece in _pieces(phrase):
        for word in piece.removesuffix("?").split("|"):
            if runs := _LETTERS.findall(word):
                yield runs[0][:_KEY_LENGTH]
        if not piece.endswith("?"):
            return


def _expressions_unspaced(phrase: str) -> Iterator[str]:
    """A phrase as regular expressions, one for each word that it may begin with: all of them begin with letters."""
    first, *pieces = _pieces(phrase)
    if first in ("...", "$") or _is_optional(first):
        raise ValueError(f"phrases.toml: {phrase!r} begins with what may be missing; begin it with a word")
    parts = []
    for piece in pieces:
        if piece == "...":
            parts.append(".{0,20}?")
        elif piece == "$":
            parts.append(_END)
        else:
            words = "|".join(re.escape(word) for word in piece.removesuffix("?").lower().split("|"))
            parts.append(rf"\s*(?:{words}){'?' if piece.endswith('?') else ''}")
    return (re.escape(word) + "".join(parts) for word in first.lower().split("|"))


def _needed_unspaced(phrase: str) -> list[str]:
    pieces = [piece for piece in _pieces(phrase) if piece not in ("...", "$") and not _is_optional(piece)]
    return max((piece.lower().split("|") for piece in pieces), key=lambda words: min(map(len, words)))


@functools.cache
def _phrases(names: tuple[str, ...]) -> Phrases:
    return Phrases([table(name) for name in names])


@functools.cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    file = resources.files("scraper.texts") / "phrases.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
