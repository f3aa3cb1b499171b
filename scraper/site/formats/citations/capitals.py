"""The headline capitals of English titles in MLA and Chicago: Night Ferry Stays at the Quay. Pure.

As citeproc has them, so that the citations of a page are those that its styles print: small words stay small but at the
beginning, at the end and after a colon, a question or an exclamation mark; a word with a
capital of its own stays as it is.
"""

from __future__ import annotations

import re

SMALL = frozenset(
    """
    a about above across afore after against al along alongside amid amidst among amongst an and anenst apropos apud
    around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by
    c ca circa de despite down during et except for forenenst from given in inside into lest like modulo near next
    nor notwithstanding of off on onto or out over per plus pro qua sans since so than the through throughout thru
    thruout till to toward towards under underneath until unto up upon v van versus via von vs with within without
    yet
    """.split()  # noqa: SIM905
)
WORD = re.compile(r"[^\s‘’“”\"'/.,;?!:\[\]()–—-]+(?:[’'][^\W_]+)*")
AFTER_MARK = re.compile(r"[?!:]\W*$")


def headline_capitals(title: str) -> str:
    """An English title with a capital at the beginning of every word but the small ones."""
    words = list(WORD.finditer(title))

    def written(word: re.Match[str]) -> str:
        text = word[0]
        if text != text.lower():
            return text
        beginning = re.split("[’']", text)[0]
        is_main = len(beginning) > 1 and beginning not in SMALL
        is_last = word.start() == words[-1].start() and text == beginning and len(text) > 1  # no "two o’clock"
        is_first = word.start() == words[0].start() or AFTER_MARK.search(title, 0, word.start())
        is_half = title.startswith("-", word.end()) and not title.endswith("-", 0, word.start())  # of "up-to-date"
        return text[0].upper() + text[1:] if is_main or is_last or is_first or is_half else text

    return WORD.sub(written, title)
