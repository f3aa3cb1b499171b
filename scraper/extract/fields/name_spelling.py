"""One spelling of a person's name: papers print it in capitals here and in small letters there.

``spelled`` writes a name that is in capitals, or a family name in capitals, as people do ("JEAN-LUC DE LA CRUZ",
"Jean-Luc DE LA CRUZ" -> "Jean-Luc de la Cruz"). What is not all in capitals stays as it stands.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from scraper.texts.particles import PARTICLES

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", re.UNICODE)
# Papers write the others with a capital as often: Le Pen, Dalla Chiesa.
_PARTICLES = PARTICLES - frozenset("dal dalla degli dei delle dello des le".split())
_AFTER_PARTICLE = frozenset({"la", "las", "los"})  # a particle behind another one only: "de la Cruz", but "La Rosa"
_KEPT = frozenset("II III IV VI PhD".split())
_TITLES = frozenset("DR JR SR ST".split())
_VOWELS = frozenset("AEIOUYÆØАЕЁИОУЫЭЮЯІЇЄΑΕΗΙΟΥΩ")  # without their accents
_TURKISH = re.compile(r"[İŞĞışğ]")
_PREFIXED = re.compile(r"^(Mc)(\w)")
_ELIDED = re.compile(r"^(\w{1,2})([’'])(\w)(?=\w)")


@functools.lru_cache(maxsize=4096)
def spelled(name: str, language: str = "") -> str:
    """A person's name in the spelling of people.

    :param language: what the page is written in; the capital I of Turkish is not that of others.
    """
    words = name.split()
    cased = [word for word in words if word.lower() != word.upper()]
    if not any(map(_in_capitals, cased)):
        return name
    turkish = language[:2] in ("tr", "az") or _TURKISH.search(name) is not None
    whole = all(_in_capitals(word) or word.lower() in _PARTICLES for word in cased)
    spelt: list[str] = []
    for word in words:
        if not _in_capitals(word) or _is_initials(word, whole=whole and len(words) > 1, alone=len(words) == 1):
            spelt.append(word)
        else:
            spelt.append("-".join(_capitalised(part, turkish) for part in word.split("-")))
    if len(words) > 1 and whole:
        spelt = [_as_particle(word, spelt, index) for index, word in enumerate(spelt)]
    return " ".join(spelt)


def _in_capitals(word: str) -> bool:
    return word.replace("ß", "").isupper()


def _is_initials(word: str, *, whole: bool, alone: bool) -> bool:
    """Whether capitals are initials (J.R., TJ, AKM) or a number (III) rather than a name in capitals."""
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if char.isalpha())
    if "." in word[:-1]:
        return True
    if plain in _TITLES or plain.lower() in _PARTICLES:
        return False
    if word in _KEPT or len(plain) < 2 or (alone and len(plain) < 5):
        return True
    if len(plain) > 3:
        return False
    if len(plain) == 2:
        return not whole or plain[1] == "J" or _VOWELS.isdisjoint(plain)
    return _VOWELS.isdisjoint(plain[1:])


def _capitalised(word: str, turkish: bool) -> str:
    """A word in capitals with a capital only where a name has one: O'Brien, McDonald, Işık."""
    lower = word.replace("İ", "i")
    lower = (lower.replace("I", "ı") if turkish else lower).lower()
    found = _WORD.search(lower)
    if found is None:
        return word
    at = found.start()
    first = "İ" if turkish and lower[at] == "i" else lower[at].upper()
    written = lower[:at] + first + lower[at + 1 :]
    written = _ELIDED.sub(lambda part: f"{part[1]}{part[2]}{part[3].upper()}", written)
    return _PREFIXED.sub(lambda part: f"{part[1]}{part[2].upper()}", written)


def _as_particle(word: str, words: list[str], index: int) -> str:
    """A word of a name in small letters if it is a particle inside the name."""
    lower = word.lower()
    if index == 0 or index == len(words) - 1 or lower not in _PARTICLES:
        return word
    if lower in _AFTER_PARTICLE and words[index - 1].lower() not in _PARTICLES:
        return word
    return lower
