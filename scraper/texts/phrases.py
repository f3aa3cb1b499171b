"""What pages print round a story, in many languages: offers to subscribe, lines of time, bylines, agencies, credits.

The words are data, ``wording.toml``, whose head tells how a phrase is written. A page has hundreds of blocks and each is
asked whether it is an offer, so phrases are kept by a word they cannot do without: only where a text holds its first
letters is the phrase itself looked for.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources

_KEY = 5  # first letters of a word that are looked up
_KEYS = re.compile(rf"\b\w{{1,{_KEY}}}")
_RUN = re.compile(r"\w+")
_FIRST = re.compile(rf"\W*(\w{{1,{_KEY}}})")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_LEAST = "\u0e00"
_UNSPACED_LANGUAGES = frozenset({"ja", "ko", "zh", "th"})
_BEGIN = re.compile(r"^|[.!?:;|•·–—…►»«¿¡>”\"]\s")
_BEGIN_UNSPACED = r"(?:^|[。．！？!?:：|｜、，「（(\s])\W*.{0,8}?"
_TWO_WORDS = r"(?:[^\s.!?:;|]+\s+){0,2}?"
_END = r"(?=\W*$|\s*[.!?:;|。！？])"
_COUNTED = re.compile(r"\d[\d.,:+]*|[^\W\d_][^\s\d.,:;·•|()/–-]*")
_DIGIT = re.compile(r"\d")
_LOOKED_THROUGH = 60  # characters of a long text in which a word of a phrase is looked up
_CALL = 120  # characters of a long text that a call may fill
_SHORT = 150  # characters of a text that may be one call
_LEAST = 7  # words of a text so short that a phrase may stand anywhere in it
_LITTLE_MORE = r"(?=(?:\W+\w+){0,6}\W*$)"


def choice(name: str) -> str:
    """The regular expressions of one table of ``wording.toml``, as one choice."""
    return "|".join(expression for language in table(name).values() for expression in language)


@functools.lru_cache(maxsize=4096)
def is_gate(text: str) -> bool:
    """Whether a short text says that the rest is for subscribers."""
    return _calls(("gate",), text)


@functools.lru_cache(maxsize=4096)
def is_offer(text: str) -> bool:
    """Whether a short text wants the reader to subscribe, sign in or follow, or tells the rights of the house."""
    return _calls(("gate", "invitation", "notice"), text)


def is_meta_line(text: str) -> bool:
    """Whether a line only tells a time, a reading time or a count."""
    if len(text) >= 90:
        return False
    line = text.lower()
    if (label := _phrases(("time_label",)).begins(line)) and _is_time(line[: label.end()], line[label.end() :]):
        return True
    return _DIGIT.search(line) is not None and _is_count(line)


def reads_also(text: str) -> bool:
    """Whether a line begins like a pointer to another story ("Read also: ...")."""
    if len(text) >= 400:
        return False
    found = _phrases(("reads_also",)).begins(_plain(text))
    if found is None:
        return False
    # A sentence that goes on and on is one of the story's own.
    told = len(text) > 160 or (text[-1] in ".!?。" and text.count(" ") > 9)
    return not told or text[found.end() - 1 : found.end() + 2].rstrip()[-1:] in (":", "：", "»", ">", "|", "–")


def table(name: str) -> Mapping[str, list[str]]:
    """One table of ``wording.toml``: language or group -> its entries."""
    return _tables()[name]


class Words:
    """Words, stems and ends of words ("redact*", "*reporter"): ``word in Words``, the word in lower case."""

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
    """The phrases that one key leads to, each made a pattern when it is first needed."""

    def __init__(self) -> None:
        self.phrases: list[str] = []

    @functools.cached_property
    def calls(self) -> re.Pattern[str]:
        """The phrases at the beginning of a sentence; before some of them two words may stand."""
        return _choice_of(
            f"{'' if phrase[0] == '^' else _TWO_WORDS}{_expression(phrase)}"
            for phrase in self.phrases
            if phrase[0] != "~"
        )

    @functools.cached_property
    def anywhere(self) -> re.Pattern[str]:
        """The phrases that may stand anywhere in a text of few words."""
        return _choice_of(rf"(?<!\w){_expression(phrase)}" for phrase in self.phrases if phrase[0] != "^")

    @functools.cached_property
    def beginnings(self) -> re.Pattern[str]:
        """The phrases at the beginning of a text, the longest first."""
        longest_first = sorted(self.phrases, key=lambda phrase: -len(phrase.split()))
        return _choice_of(f"{_expression(phrase)}{_LITTLE_MORE * (phrase[0] == '~')}" for phrase in longest_first)


class Phrases:
    """Phrases of many languages, each kept by the first letters of one word it cannot do without."""

    def __init__(self, tables: Sequence[Mapping[str, list[str]]]) -> None:
        by_key: defaultdict[str, _Group] = defaultdict(_Group)
        by_first: defaultdict[str, _Group] = defaultdict(_Group)
        unspaced: list[str] = []
        needed: set[str] = set()
        for language, phrase in (
            (key, phrase) for each in tables for key, phrases in each.items() for phrase in phrases
        ):
            if language in _UNSPACED_LANGUAGES:
                unspaced.append(_expression_unspaced(phrase))
                needed.update(_needed_unspaced(phrase))
                continue
            for key in _keys(phrase):
                by_key[key].phrases.append(phrase)
            for key in _first_keys(phrase):
                by_first[key].phrases.append(phrase)
        self._by_key, self._by_first = dict(by_key), dict(by_first)
        self._keys = frozenset(by_key)
        choices = "|".join(unspaced) or "(?!)"
        self._unspaced_calls = re.compile(f"{_BEGIN_UNSPACED}(?:{choices})")
        self._unspaced_beginnings = re.compile(rf"^\W*(?:{choices})")
        self._needed = re.compile("|".join(map(re.escape, sorted(needed))) or "(?!)")

    def stands_in(self, text: str) -> bool:
        """Whether one of the phrases begins a sentence of the text, the first where the text is long."""
        long = len(text) >= _SHORT
        words = _plain(text[:_CALL] if long else text)
        found = _KEYS.findall(words, 0, _LOOKED_THROUGH if long else _SHORT)
        if not self._keys.isdisjoint(found):
            hits = [self._by_key[key] for key in self._keys.intersection(found)]
            begins = [match.end() for match in _BEGIN.finditer(words, 0, 40 if long else _SHORT)]
            if any(group.calls.match(words, begin) for group in hits for begin in begins):
                return True
            if len(found) < _LEAST and not long and any(group.anywhere.search(words) for group in hits):
                return True
        if not found or max(found) < _UNSPACED_LEAST or not self._needed.search(words):
            return False
        unspaced = self._unspaced_calls.search(words)
        return unspaced is not None and (not long or unspaced.start() < 40)

    def begins(self, words: str) -> re.Match[str] | None:
        """The phrase that begins a text, given in lower case."""
        first = _FIRST.match(words)
        if first is None:
            return None
        group = self._by_first.get(first[1])
        if group is not None and (found := group.beginnings.match(words)):
            return found
        return self._unspaced_beginnings.match(words) if _UNSPACED.match(first[1]) else None


def _choice_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(expressions) or '(?!)'})")


def _calls(names: tuple[str, ...], text: str) -> bool:
    """A call begins a sentence; in the middle of one, and far down in a paragraph, the words tell a story."""
    return len(text) < 600 and _phrases(names).stands_in(text)


def _is_time(label: str, rest: str) -> bool:
    """Whether a time follows a label: "Published authors gather" is a headline."""
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
    """Whether a line is numbers, units of time or of counting, and little words."""
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
    """The first letters of the words of which a phrase must hold one: those of its most telling place."""
    best: frozenset[str] = frozenset()
    for keys in _required(phrase):
        if keys and (not best or _worth(keys) > _worth(best)):
            best = keys
    if not best:
        raise ValueError(f"wording.toml: {phrase!r} has no word to look it up by; write one of its words in full")
    return best


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    return min(map(len, keys)), -len(keys)


def _required(phrase: str) -> Iterator[frozenset[str]]:
    for piece in _pieces(phrase):
        if piece in ("...", "$") or _is_optional(piece):
            continue
        keys = [_key(word) for word in piece.split("|")]
        yield frozenset(keys) if all(keys) else frozenset()


def _key(word: str) -> str:
    """The first letters of the longest piece of a word; "" where its stem is too short to be looked up."""
    runs = _RUN.findall(word)
    longest = max(runs, key=len, default="")
    if word.endswith("*") and longest == runs[-1] and len(longest) < _KEY:
        return max(runs[:-1], key=len, default="")[:_KEY]
    return longest[:_KEY]


def _first_keys(phrase: str) -> Iterator[str]:
    """The first letters of the words a phrase can begin with; a short stem is no beginning to look up."""
    for piece in _pieces(phrase):
        for word in piece.removesuffix("?").split("|"):
            if runs := _RUN.findall(word):
                yield runs[0][:_KEY]
        if not piece.endswith("?"):
            return


def _expression_unspaced(phrase: str) -> str:
    parts = []
    for piece in _pieces(phrase):
        if piece == "...":
            parts.append(".{0,20}?")
        elif piece == "$":
            parts.append(_END)
        else:
            words = "|".join(re.escape(word) for word in piece.removesuffix("?").lower().split("|"))
            parts.append(rf"\s*(?:{words}){'?' if piece.endswith('?') else ''}")
    return "".join(parts)


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
