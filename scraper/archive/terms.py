"""One spelling for the full-text index and for what people ask of it (pure).

    folded("Straße in Łódź")     strasse in lodz
    terms("潮見市")               潮見 見市 市
    aligned_terms(text)          the same, with where in the text each character comes from, to show its own words

A word is found however it is written: the index holds the folded text, and every query, completion and filter is folded
by the same function. ``docs/how-do-i-query-it.md`` says for readers what is folded. Scripts without spaces are besides
cut into pairs of characters (``bigrams``). SQLite's tokenizer (``schema.TOKENIZER``) folds case and most Latin accents
by itself: only a text for which that is not enough has its terms in the table ``story_terms``.

The index of every archive was made by what stands here: with a change of it comes a migration that makes it anew
(``schema.index_anew``).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scraper.archive import bigrams

APOSTROPHES = "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02be\u02bf\u02c8\u055a\u05f3\ua78c\uff07"
# Letters that Unicode does not decompose, as those write them who do not have them on their keyboard.
LETTERS: Mapping[str, str] = {
    **dict.fromkeys(APOSTROPHES, "'"),
    "\u05f4": '"',  # gershayim
    "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ĸ": "k", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ə": "e", "ǝ": "e", "ɨ": "i",
    "ʉ": "u", "ƶ": "z", "ǥ": "g", "ɫ": "l",
    # Arabic: the letter forms of other languages and of careless typing; tatweel only stretches a word.
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه", "ـ": "",
    "װ": "וו", "ױ": "וי", "ײ": "יי",  # Yiddish
    # Malayalam: chillu letters, as they were written before they had a code of their own.
    "ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്",
}  # fmt: skip
LETTERS_OF_THEIR_OWN = "йїўѓќ"  # are no accented и, і, у, г, к
# Marks that a word may be written without. Those of Indic scripts, of Thai and of kana are letters.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08ca-\u08e1\u08e3-\u08ff\u135d-\u135f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
JOINERS = "\u200c\u200d"  # between Indic letters, and within Persian words
WITH_MARKS = f"{MARKS}\u3099\u309a\uff9e\uff9f\u1160-\u11ff"
# Han, kana and Hangul, which stay as they are unless a mark follows: to look at each of them would take long.
AS_THEY_ARE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
# What is folded as one: a letter with its marks, or a run of an Indic script.
CLUSTER = re.compile(
    rf"[\u0900-\u0dff][\u0900-\u0dff{JOINERS}]*|[^\x00-\x7f{AS_THEY_ARE}][{WITH_MARKS}]*"
    rf"|[{AS_THEY_ARE}][{WITH_MARKS}]+|[\x00-\x7f][{MARKS}]+"
)
# An apostrophe that some leave out: Hawai'i (but not qu'Airbus), Кам'янець; Hebrew abbreviations. Else it parts two
# words, so that Artagnan finds d'Artagnan. A joiner parts the words of Persian only.
JOINED = re.compile(
    r"(?<=[aeiou])(?<!qu)['`](?=[aeiou])|(?<=[а-яґєіїў])['`](?=[яюєїеі])|(?<=[א-ת])['\"](?=[א-ת])"
    "|(?<![\u0600-\u06ff])\u200c"
)
MARK = re.compile(f"[{MARKS}]")
NEWER_THAN_SQLITE = "ǠǡͿ"  # letters that its tokenizer does not fold
# A nasal that is written as a letter of its own or as a dot above the one before: हिन्दी, हिंदी.
NASAL = re.compile("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])|ँ")
NUKTA = 7  # its canonical combining class
CHUNK = re.compile(r"(?s:.{0,200}[\s。]|[^\s。]+[\s。]?)")  # ends where a word does


def folded(text: str) -> str:
    """The text in the one spelling under which it is found; for each word of it one word, or more."""
    if not text.isascii():
        text = CLUSTER.sub(_folded_match, text)
    return JOINED.sub("", text.lower())


def terms(text: str) -> str:
    """The text as the index holds it: folded, and with each run of a script without spaces replaced by its pairs."""
    text = folded(text)
    return text if text.isascii() else bigrams.RUN.sub(_pairs, text)


def differ(text: str) -> bool:
    """Whether the terms of a text are others than SQLite's tokenizer makes of it."""
    return terms(text) != text.translate(_TOKENIZED)


def in_index(character: str) -> bool:
    """Whether the tokenizer (``schema.TOKENIZER``) takes the character for part of a word."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")


def _folded_match(match: re.Match[str]) -> str:
    return _folded_cluster(match[0])


@functools.lru_cache(maxsize=50_000)
def _folded_cluster(cluster: str) -> str:
    if "\u0900" <= cluster[0] <= "\u0dff":
        return _folded_indic(cluster)
    if cluster[0] in LETTERS:  # some of these decompose to a space and a mark
        return LETTERS[cluster[0]]
    wide = unicodedata.normalize("NFKC", cluster)
    if len(wide) > 1 and unicodedata.category(cluster[0])[0] in "SN" and any(map(in_index, wide)):
        wide = f" {wide} "  # ½, ™, ㎞: no part of the word before
    small = unicodedata.normalize("NFKC", wide.casefold())
    return "".join(map(_folded_letter, small))


def _folded_letter(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if MARK.match(letter) or (category == "Cf" and letter != "\u200c"):
        return ""
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1 and letter not in LETTERS_OF_THEIR_OWN and all(map(MARK.match, parts[1:])):
        return LETTERS.get(parts[0], parts[0])
    return letter


def _folded_indic(run: str) -> str:
    """Without nukta and joiners; of vowel signs in several parts each is one again."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", run))
    kept = "".join(part for part in parts if part not in JOINERS and unicodedata.combining(part) != NUKTA)
    plain = "".join(map(_folded_letter, unicodedata.normalize("NFC", kept)))
    return NASAL.sub("ं", plain)


def _pairs(match: re.Match[str]) -> str:
    return f" {' '.join(bigrams.pairs(match[0]))} "


class _Tokenized(dict[int, str]):
    """A table for ``str.translate``: the character that SQLite's tokenizer takes for each, where it is also ours."""

    def __missing__(self, code: int) -> str:
        self[code] = made = self._made(chr(code))
        return made

    def _made(self, character: str) -> str:
        ours = folded(character)
        if not in_index(character):
            return ours if ours and not any(map(in_index, ours)) else character
        if character in NEWER_THAN_SQLITE:
            return character
        is_latin = "À" <= character <= "ɏ" or "Ḁ" <= character <= "ỿ"
        if is_latin and ours.isascii() and unicodedata.normalize("NFD", character)[0].lower() == ours:
            return ours
        return character.lower() if character < "\u0526" and len(character.lower()) == 1 else character


_TOKENIZED = _Tokenized()


@dataclass(frozen=True, slots=True)
class Aligned:
    """Folded text, or terms; character ``i`` of it comes from ``starts[i]`` to ``ends[i]`` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original these characters come from; ``end`` is after ``start``."""
        return min(self.starts[start:end]), max(self.ends[start:end])


def aligned_folded(text: str) -> Aligned:
    """``folded(text)``, with where each character comes from."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for cluster in CLUSTER.finditer(text):
        _add_plain(text, at, cluster.start(), letters, starts, ends)
        piece, at = _folded_cluster(cluster[0]).lower(), cluster.end()
        letters.append(piece)
        starts += [cluster.start()] * len(piece)
        ends += [at] * len(piece)
    _add_plain(text, at, len(text), letters, starts, ends)
    whole = "".join(letters)
    for joint in reversed([match.start() for match in JOINED.finditer(whole)]):
        del starts[joint], ends[joint]
    return Aligned(JOINED.sub("", whole), starts, ends)


def aligned_terms(text: str) -> Aligned:
    """``terms(text)``, with where each character comes from."""
    plain = aligned_folded(text)
    letters: list[str] = []
    sources: list[int] = []  # of each letter, its place in ``plain``
    at = 0
    for run in bigrams.RUN.finditer(plain.text):
        letters.append(plain.text[at : run.start()])
        sources += range(at, run.start())
        at = run.end()
        letters.append(_pairs(run))
        sources += [source for place in range(run.start(), at - 1) for source in (place, place, place + 1)]
        sources += [at - 1] * 3  # the last character stands alone, a space before and behind it
    letters.append(plain.text[at:])
    sources += range(at, len(plain.text))
    return Aligned("".join(letters), [plain.starts[n] for n in sources], [plain.ends[n] for n in sources])


def _add_plain(text: str, start: int, end: int, letters: list[str], starts: list[int], ends: list[int]) -> None:
    """Add what is folded by its case alone."""
    letters.append(text[start:end].lower())
    starts += range(start, end)
    ends += range(start + 1, end + 1)


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of some words, each with its place: the terms of all of them are those of the text."""
    return ((match.start(), match[0]) for match in CHUNK.finditer(text))
