"""How the links of newspapers' sites name today's paper, the e-paper and the archive, in many languages (pure)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

Target = Literal["edition", "archive"]

LONGEST = 60  # characters of a link that names where it leads; a longer one is a headline
# What addresses say, whatever the language of the paper.
_ADDRESSES: Mapping[Target, re.Pattern[str]] = {
    "edition": re.compile(
        r"(?i)/(?:todays?[-_]?(?:paper|edition|newspaper)|e[-_]?paper|e[-_]?edition|print[-_]?(?:edition|issue|version)?"
        r"|current[-_]issue|latest[-_]issue|edici?[oó]n[-_]impresa|edicion[-_]papel|edi[cç][aã]o[-_]impressa"
        r"|druckausgabe|ausgabe|zeitung|e?tidning|eavis|newspaper|this[-_]week|in[-_]edicola|tydenik|jornal"
        r"|magazine|issue|issues|pdf[-_]?paper)/?(?:[?#]|$)|^https?://(?:e-?paper|eedition|epaperbeta|digital)\."
    ),
    "archive": re.compile(
        r"(?i)/(?:archives?|archiv|archivio|archief|arkiv|arkisto|arquivo|arhiva|hemeroteca|back[-_]?issues"
        r"|past[-_]?(?:issues|editions)|by[-_]date|all[-_]issues|indeks?)/?(?:[?#]|$)"
    ),
}


def names(text: str, address: str = "") -> Target | None:
    """What a link leads to, by its text or else by its address: a printed edition, an archive, or something else.

    >>> names("Today’s paper"), names("Hemeroteca"), names("Ferry runs again")
    ('edition', 'archive', None)
    """
    words = " ".join(text.casefold().split())
    if 0 < len(words) <= LONGEST:
        for target, pattern in _patterns().items():
            if pattern.search(words):
                return target
    return next((target for target, pattern in _ADDRESSES.items() if pattern.search(address)), None)


@functools.cache
def _patterns() -> Mapping[Target, re.Pattern[str]]:
    tables = tomllib.loads((resources.files(__package__) / "edition_words.toml").read_text(encoding="utf-8"))
    return {target: _pattern(tables[target]) for target in ("edition", "archive")}


def _pattern(by_language: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Any of these phrases, as whole words where the script sets blanks between words."""
    phrases = sorted({phrase.casefold() for phrases in by_language.values() for phrase in phrases}, key=len)
    whole = [re.escape(phrase) for phrase in reversed(phrases) if not _UNSPACED.search(phrase)]
    anywhere = [re.escape(phrase) for phrase in reversed(phrases) if _UNSPACED.search(phrase)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)|{'|'.join(anywhere)}")


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
