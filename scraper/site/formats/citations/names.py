"""A person's name as a newspaper prints it -> family name and given names, and how citations write them. Pure.

Citations put the family name first, and a byline does not say where it begins. The rules: the last word is the family
name, with the particles before it (Ada van der Quill) and both halves of one joined by "y", "i" or "e" (José Ortega y
Gasset); Chinese, Japanese, Korean, Hungarian and Vietnamese names begin with it; Spanish names have two. A name of one
word, of an agency or of "The Editors" stays whole.

How the parts are put together again is that of citeproc: a comma, or nothing between them in East Asian scripts. In
scripts of which it knows neither (Devanagari, Bengali, Georgian ...) it would glue them together, so those names are
cited as they are printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.extract.fields.agencies import is_agency
from scraper.texts.particles import PARTICLES

SMALL_WORDS = PARTICLES | {"ap", "ab", "’t"}
SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))
TITLES = frozenset(
    """
    dr dr. prof prof. mr mr. mrs mrs. ms ms. miss sir dame rev rev. hon hon. herr frau sra sra. mag. dipl.-ing.
    डॉ डॉ. प्रो प्रो. श्री श्रीमती د. أ.د.
    """.split()  # noqa: SIM905
)
JOINED = frozenset(("y", "i", "e"))  # Ortega y Gasset, Gaudí i Cornet, Sousa e Silva
ARABIC_FIRST_HALVES = frozenset(
    ("عبد", "أبو", "ابو", "بن", "ابن", "آل", "أم")
)  # they are of one name with the word after them
FAMILY_FIRST = frozenset(("hu", "vi"))
TWO_FAMILY_NAMES = frozenset(("es", "gl", "eu"))
SECOND_GIVEN = frozenset(  # the second of three words of a Spanish name, where it is no family name
    """
    maría maria josé jose luis carlos manuel antonio javier miguel ángel angel juan pablo jesús jesus alberto
    eduardo enrique fernando ignacio andrés andres isabel teresa luisa carmen elena cristina pilar mercedes
    paula lucía
    """.split()  # noqa: SIM905
)
INITIALS = re.compile(r"\b(\w\.)(?=\w)")  # "J.R." is written "J. R."
EASTERN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
PARTED = re.compile(  # the scripts whose names citeproc puts together with a comma or a space
    "[A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u05ff\u0600-\u06ff\u0e01-\u0e5b\u1e00-\u1fff]"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; without a given name it is that of an organisation, or a pen name, and stays as it is."""

    family: str
    given: str = ""
    suffix: str = ""
    printed: str = ""  # as the newspaper has it

    @property
    def is_glued(self) -> bool:
        """Whether family and given name are written as one word, in that order."""
        return EASTERN.search(self.family) is not None

    @property
    def whole(self) -> str:
        """The name as printed."""
        return self.printed or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def is_cited_whole(self) -> bool:
        """Whether the name is cited as it is printed, though its parts are known."""
        return not self.given or not (self.is_glued or PARTED.search(self.family))

    @property
    def natural(self) -> str:
        """As notes have it: Ada Quill, 三雲千尋, Bo Reed Jr."""
        if self.is_cited_whole:
            return self.whole
        if self.is_glued:
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """In the order by which a bibliography sorts: van der Quill, Ada; Reed, Bo, Jr."""
        return self._inverted(self.family, self.given)

    @property
    def under_its_last_word(self) -> str:
        """As ``inverted``, with the particles behind the given name: Quill, Ada van der."""
        words = self.family.split(" ")
        small = 0
        while small < len(words) - 1 and words[small] in SMALL_WORDS:
            small += 1
        return self._inverted(" ".join(words[small:]), " ".join([self.given, *words[:small]]))

    @property
    def initialled(self) -> str:
        """With initials, as APA has it: Quill, A. B."""
        initials = " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in self.given.split()
        )
        return self._inverted(self.family, initials)

    def _inverted(self, family: str, given: str) -> str:
        if self.is_cited_whole or self.is_glued:
            return self.natural
        return ", ".join(filter(None, (family, given, self.suffix)))


def name(text: str, language: str = "") -> Name:
    """The parts of a name as printed.

    :param language: of the story (BCP 47): it says whether names begin with the family name, and how many they have.
    """
    printed = " ".join(text.replace("'", "’").split())
    words, suffix = _words(printed)
    language = language.partition("-")[0]
    is_eastern = EASTERN.search(printed) is not None
    is_one = len(words) < 2 or printed.lower().startswith("the ") or is_agency(printed)
    if is_one or (language in ("ja", "zh") and not is_eastern):  # citeproc takes Latin names in those texts for theirs
        return Name(printed, printed=printed)
    if is_eastern or language in FAMILY_FIRST:
        return Name(words[0], " ".join(words[1:]), suffix, printed)
    at = _family_begins(words, language)
    return Name(" ".join(words[at:]), " ".join(words[:at]), suffix, printed)


def _words(printed: str) -> tuple[list[str], str]:
    """The words of a name in the order of speech, without titles; and its suffix."""
    before, comma, after = printed.partition(",")
    before = INITIALS.sub(r"\1 ", before)
    words, behind = before.split(), after.replace(",", " ").split()
    if comma and not any(word.lower() in SUFFIXES for word in behind):
        words = [*behind, *words]  # "Quill, Ada"
    else:
        words += behind
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    while len(words) > 2 and words[0].lower() in TITLES:
        del words[0]
    return words, suffix


def _family_begins(words: list[str], language: str) -> int:
    """The place of the family name's first word, in a name that ends with it."""
    at = len(words) - 1
    if at > 1 and words[at - 1] in JOINED:
        at -= 2
    elif language in TWO_FAMILY_NAMES and at > 1 and not _is_given_twice(words) and not _is_particle(words[at - 1]):
        at -= 1
    while at > 1 and (_is_particle(words[at - 1]) or words[at - 1] in ARABIC_FIRST_HALVES):
        at -= 1
    return at


def _is_given_twice(words: list[str]) -> bool:
    return len(words) == 3 and words[1].lower() in SECOND_GIVEN


def _is_particle(word: str) -> bool:
    return word in SMALL_WORDS or (word[:1].isupper() and len(word) > 1 and word.lower() in PARTICLES)
