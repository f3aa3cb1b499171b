"""Make full-text terms for scripts without spaces between words: overlapping pairs of characters (pure).

SQLite's unicode61 tokenizer takes a run of Chinese, Japanese or Thai for one word, and so finds nothing inside it.
Pairs ("bigrams") are the field's standard cure (Lucene's CJKAnalyzer): every query of two characters or more becomes a
phrase of pairs; one of a single character, a prefix.
"""

from __future__ import annotations

import re

# Han, kana, Hangul, Thai, Lao, Khmer, Myanmar; with the marks that belong to them.
RUN = re.compile(
    "["
    "\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"  # Han and kana
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Hangul
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u1780-\u17d3\u1000-\u109f"  # Thai, Lao, Khmer, Myanmar
    "]+"
)


def has_runs(text: str) -> bool:
    """Whether any part of the text is in a script without spaces."""
    return RUN.search(text) is not None


def pairs(run: str) -> list[str]:
    """The overlapping pairs of one run, and its last character, so that single characters are found by prefix."""
    return [run[i : i + 2] for i in range(len(run))]
