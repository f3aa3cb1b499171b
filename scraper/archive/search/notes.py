"""What a search has to tell whoever asked, as values: a code with what it is about. No words (pure).

``scraper.site.words.query_words`` puts a note into words, in the language of whoever reads it. A new note is a line of
``NoteCode`` and one of ``NOTES`` there.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class NoteCode(enum.StrEnum):
    """Names one kind of note."""

    # Of the query (``query.parse``, ``readings.read``).
    CHARACTERS_LEFT_OUT = "characters_left_out"
    WORDS_LEFT_OUT = "words_left_out"
    NO_WORD = "no_word"
    SHORT_BEGINNING = "short_beginning"
    CAPITALS = "capitals"
    READ_AS = "read_as"
    SMALL_OPERATOR = "small_operator"
    WORD = "word"
    NO_WILDCARD = "no_wildcard"
    NO_FIELD = "no_field"
    NO_NEAR = "no_near"
    # Of the filters (``filters.Filters.of``).
    NO_DATE = "no_date"
    DATES_SWAPPED = "dates_swapped"
    NO_DAY_OF_YEAR = "no_day_of_year"
    NO_LANGUAGE = "no_language"
    NO_WORD_IN_BYLINE = "no_word_in_byline"
    NO_ACCESS = "no_access"
    NO_FRONT_PAGE = "no_front_page"
    NO_CHANGED = "no_changed"
    # Of the results (``search.search``).
    NO_ORDER = "no_order"
    NO_CURSOR = "no_cursor"
    RANKED_IN_BLOCKS = "ranked_in_blocks"
    SEARCHED_IN_PARTS = "searched_in_parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note. Fields that its code does not need are empty."""

    code: NoteCode
    text: str = ""  # what was typed, cut short
    read: str = ""  # what it was taken for
    instead: str = ""  # another query that may have been meant
    number: int = 0  # of characters, words or matches
    first: dt.date | None = None  # the days as they were read
    last: dt.date | None = None
