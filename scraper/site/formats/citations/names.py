"""A person's name as a newspaper prints it -> family name and given names. Pure.

Citations put the family name first, and a byline does not say where it begins. The rules: the last word is the
family name, with the particles in small letters before it (Ada van der Quill); Chinese, Japanese, Korean and Hungarian
names begin with it; a name of one word stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scraper.texts.particles import PARTICLES

SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))
EASTERN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
INITIALS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")  # scripts in which names are cut to initials


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; without a given name it is that of an organisation, or a pen name, and stays as it is."""

    family: str
    given: str = ""
    suffix: str = ""
    eastern: bool = False  # written without a comma, family name first

    @property
    def natural(self) -> str:
        """In the natural order: Ada Quill, 三雲 千尋."""
        if self.eastern:
            return f"{self.family} {self.given}".strip()
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """In the order by which a bibliography sorts: Quill, Ada; Reed, Bo, Jr."""
        if self.eastern:
            return self.natural
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def initialled(self) -> str:
        """With initials, as APA has it: Quill, A. B.; names in scripts without initials stay whole."""
        if self.eastern or not self.given or not _has_initials(self.given):
            return self.inverted
        initials = " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in self.given.split()
        )
        return ", ".join(filter(None, (self.family, initials, self.suffix)))


def name(text: str, language: str = "") -> Name:
    """The parts of a name as printed.

    :param language: of the story (BCP 47), since Hungarian names begin with the family name.
    """
    words = text.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    if len(words) < 2:
        return Name(" ".join(text.split()))
    if EASTERN.search(text):
        return Name(words[0], " ".join(words[1:]), eastern=True)
    if language.partition("-")[0] == "hu":
        return Name(words[0], " ".join(words[1:]), suffix, eastern=True)
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return Name(" ".join(words[at:]), " ".join(words[:at]), suffix)


def _has_initials(given: str) -> bool:
    return unicodedata.name(given[0], "").startswith(INITIALS)
