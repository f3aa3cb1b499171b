"""News agencies: which names are theirs, and how those who print them write these."""

from __future__ import annotations

import functools
import re

from scraper.texts.phrases import table

_AGENCY_SHAPE = re.compile(
    r"\b(?:(?:news|press) agency|press association|newswires?|wire services?|agencies|nachrichtenagentur(?:en)?)\b"
    r"|^(?:agence de presse|agencia de noticias|agência de notícias|agenzia|nyhetsbyrån|persbureau)\b"
    r"|^(?!la |le |die )(?:[\w-]+ ){1,3}news service$|^(?:ag[eê]nc[ií]a|agence|agentur) "
    r"|^(?!la |le |die )[\w-]+ (?:press|presse)$|通信社?$|[通新]讯社$|समाचार (?:सेवा|एजेंसी)$|통신$|^وكالة\b",
    re.IGNORECASE,
)
_AGENCY_HINTS = tuple("agen agên press wire service bureau byrån 通信 讯社 समाचार 통신 وكالة".split())
QUOTES = " .,:;|/\"'“”„«»*-–—©\u00a0"  # what stands round a name


@functools.lru_cache(maxsize=2048)
def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    plain = name.strip(QUOTES).replace("İ", "i").lower().removeprefix("the ")
    if len(plain) > 60:
        return False
    if plain in known() or ("-" in plain and all(piece in known() for piece in plain.split("-"))):
        return True
    return any(shape in plain for shape in _AGENCY_HINTS) and _AGENCY_SHAPE.search(plain) is not None


@functools.cache
def known() -> frozenset[str]:
    """Names of agencies; a word with "?" may be missing."""
    found: set[str] = set()
    for names in table("agency").values():
        for name in names:
            found.add(" ".join(name.replace("?", "").split()))
            found.add(" ".join(word for word in name.split() if not word.endswith("?")))
    return frozenset(found)


def without_article(agency: str) -> str:
    """An agency's name as ``is_agency`` knows it: "the Press Association" without the article."""
    return agency.removeprefix("the ")
