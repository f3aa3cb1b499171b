"""A title -> where it stands in an alphabet: libraries leave an initial article out. Pure.

The articles are those of the title's own language, so that *Die Zeit* stands under Z and *Die Hard Weekly* under D
(MARC 21, Appendix F: Initial Definite and Indefinite Articles).
"""

from __future__ import annotations

import functools
import re
import unicodedata

ARTICLES: dict[str, tuple[str, ...]] = {
    "af": ("die", "'n"),
    "ca": ("el", "la", "els", "les", "l'"),
    "da": ("den", "det", "de"),
    "de": ("der", "die", "das"),
    "el": ("ο", "η", "το", "οι", "τα"),
    "en": ("the", "a", "an"),
    "es": ("el", "la", "los", "las", "lo"),
    "fr": ("le", "la", "les", "l'"),
    "ga": ("an", "na"),
    "gl": ("o", "a", "os", "as"),
    "hu": ("a", "az"),
    "it": ("il", "lo", "la", "i", "gli", "le", "l'"),
    "mt": ("il-", "l-"),
    "nb": ("den", "det", "de"),
    "nl": ("de", "het", "'t"),
    "nn": ("den", "det", "dei"),
    "no": ("den", "det", "de"),
    "pt": ("o", "a", "os", "as"),
    "sv": ("den", "det", "de"),
}
JOINED = re.compile("^ال(?=\\w{2})")  # al-, written in one word with what follows
JOINED_LANGUAGES = frozenset(("ar", "fa", "ur"))
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
# Scripts of so many characters, or of such as no reader looks up one by one, that a list has no letters for them.
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC")


def without_article(title: str, language: str) -> str:
    """A title without its initial article; one that is nothing but an article stays.

    :param language: of the title (BCP 47); "" where it is not known: then only *The* is an article.
    """
    primary = language.lower().partition("-")[0]
    if primary in JOINED_LANGUAGES:
        return JOINED.sub("", title)
    plain = title.replace("’", "'").casefold()
    for article in ARTICLES.get(primary, () if primary else ("the",)):
        end = len(article)
        if not article.endswith(("'", "-")):
            if plain[end : end + 1] != " ":
                continue
            end += 1
        if plain.startswith(article) and len(plain) == len(title) and title[end:].strip():
            return title[end:].lstrip()
    return title


@functools.lru_cache(maxsize=2_000)  # a list of all newspapers files each several times
def filing_key(title: str, language: str) -> tuple[bool, str]:
    """What titles are sorted by: those in Latin letters first, capitals and accents do not count."""
    text = without_article(title, language).casefold().translate(PLAIN)
    letters = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    words = " ".join(re.sub(r"[^\w\s]", "", letters).split())
    return not words[:1].isascii(), words


def initial(title: str, language: str) -> str:
    """The letter under which a title stands: "B", "Щ", "0–9"; "" of a script without an alphabet that is looked up."""
    _, words = filing_key(title, language)
    first = words[:1].upper()
    if first.isdigit():
        return "0–9"
    return first if unicodedata.name(first or " ", "").startswith(ALPHABETS) else ""
