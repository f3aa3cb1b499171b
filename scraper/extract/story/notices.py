"""Texts that stand in the place of a story's: what a page shows until its scripts run, or until a reader consents.

Such a text has nothing of the story that the page names in its data: it is short, says nothing of what the headline
says, and either speaks of browsers and cookies, or stands on a page that does not show its headline at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.page.blocks import WITHOUT_BLANKS, Block
from scraper.extract.page.structured import Structured, jsonld_text
from scraper.extract.story.headline import Headline
from scraper.texts import walls

_LONGEST = 900  # characters of Latin script of such a text
_LINE = 80  # characters of one that says no more than "Loading"; longer ones below the headline speak to the reader
_SHORT = 450  # of one that speaks of nothing of the kind
_LETTERS = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,60})+")
_LEAST_WORD, _STEM = 4, 5  # letters of a word that is compared, and how many of them are
_LEAST_WORDS = 3  # of a headline that a text can be measured by


def kind(blocks: Sequence[Block], headline: Headline, structured: Structured) -> str:
    """What a page shows in place of its story's text, such as "a page that needs scripts"; "" where it is the text.

    :param blocks: those that were taken for the text.
    """
    if not blocks or sum(block.size for block in blocks) > _LONGEST:
        return ""
    text = "\n".join(block.text for block in blocks)
    about = walls.kind_of_text(text)
    is_shown = headline.index >= 0
    if (not about and is_shown) or walls.kind_of_text(headline.text):
        return ""
    named = words(headline.text)
    stated = named | words(" ".join(_descriptions(structured)))
    if not named or stated & words(text):
        return ""
    if about and (not is_shown or len(text) < _LINE or walls.speaks_to_reader(text)):
        return about
    if is_shown:
        return ""
    is_stated = structured.story or structured.first_meta("og:title")[0]
    is_short = sum(block.size for block in blocks) <= _SHORT
    return walls.OTHER if is_stated and is_short and len(named) >= _LEAST_WORDS else ""


def words(text: str) -> set[str]:
    """The beginnings of the longer words of a text, to compare two texts; of scripts without blanks, pairs of signs."""
    found: set[str] = set()
    for word in _LETTERS.findall(_HOST.sub(" ", text.casefold())):
        if WITHOUT_BLANKS.search(word):
            found.update(word[index : index + 2] for index in range(len(word) - 1))
        elif len(word) >= _LEAST_WORD:
            found.add(word[:_STEM])
    return found


def _descriptions(structured: Structured) -> list[str]:
    return [
        jsonld_text(structured.story.get("description")),
        structured.first_meta("og:description", "description", "twitter:description")[0],
    ]
