"""What the words of a publication file take and mean: the annotations of the types in ``scraper.publication``.

A field of those types is one word of the file. Its type says what may be written, its ``Word`` what it means. The
strict reader (``scraper.catalogue``), the JSON Schema for editors and the tables of docs/publications.md are all made
from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Words that each take a value, by name with their meaning: what is read of a listed story, of a story's own page, and
# of an edition as a whole.
LINK_WORDS = {
    "url": "The story's address. Needed on HTML and JSON.",
    "headline": "",
    "kicker": "The line above the headline.",
    "standfirst": "The lines below it.",
    "byline": 'Who wrote it; cut off "By" with `sub`.',
    "section": "Where there is no container for it.",
    "page": "The page as printed: `A7`.",
    "published": "When it was published, as printed there.",
    "image": "The address of a picture; it goes into the captures with the list, and can be counted in `[health]`.",
}
PAGE_WORDS = {
    "headline": "",
    "print_headline": "The headline in print, where the page tells.",
    "kicker": "",
    "standfirst": "",
    "byline": "",
    "dateline": "The line of place and day with which a report begins.",
    "published": "",
    "modified": "",
    "edition_date": "Where the page says from which edition the story is.",
    "section": "",
    "page": "",
    "body": "The element or elements that hold the text.",
}
ISSUE_WORDS = {
    "date": "The day, in the paper's language or a machine's.",
    "title": "What the edition is called.",
    "number": "",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a publication file.

    :param told: its meaning, as the documentation gives it.
    :param key: how it is written in the file, where that is not the field's name.
    :param at_top: it stands at the top of the file, beside [publication], and not in the table of its type.
    :param inline: it may also stand in [[index]], where an index is a single fetch.
    :param one_will_do: of a list of tables, a table alone may stand for a list of one.
    """

    told: str
    key: str = ""
    at_top: bool = False
    inline: bool = False
    one_will_do: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # Annotated[] takes equal annotations for the same type
class Words:
    """Several words that each take a value and are kept in one mapping, by name with their meanings.

    ``head`` and ``intro`` are those of a table of their own, where they have one.
    """

    told: Mapping[str, str]
    head: str = ""
    intro: str = ""


@dataclass(frozen=True, slots=True)
class FreeVariables:
    """Any further key of the table is a variable of that name."""


@dataclass(frozen=True, slots=True)
class Head:
    """How a table is headed in the file, and what the documentation says before its words."""

    written: str
    intro: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Takes:
    """What may be written for a value.

    :param reader: the function of ``scraper.catalogue.value_types`` that reads it, or says what was expected.
    :param called: what the documentation calls it.
    :param schema: the same as JSON Schema, as far as that can tell.
    """

    reader: str
    called: str
    schema: Mapping[str, Any]


_TEXT = {"type": "string"}
_FILLED = {"type": "string", "pattern": r"\S"}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_WEEKDAY = {"enum": list(WEEKDAYS)}
_PAIR = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
_COUNT = {"type": "integer", "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_DAY = {
    "type": "string",
    "pattern": r"^[0-9a-z]",
    "examples": ["12-25", "2025-12-27", "12-24..12-26", "good friday", "easter-2", "last mon of may", "holidays:DE-BY"],
}
_TEXT_TABLE = {"type": "object", "additionalProperties": _TEXT}

# Without an annotation of ours a plain type takes this.
PLAIN: Mapping[Any, Takes] = {
    str: Takes("text", "text", _TEXT),
    bool: Takes("flag", "true or false", {"type": "boolean"}),
    int: Takes("whole", "number", _COUNT),
    float: Takes("number", "number", {"type": "number", "minimum": 0}),
    dt.date: Takes("date", "date", {"type": "string", "format": "date"}),
    tuple[str, ...]: Takes("texts", "list", _TEXTS),
    Mapping[str, str]: Takes("text_table", "table of texts", _TEXT_TABLE),
}


def _words(called: str) -> Takes:
    return Takes("filled_text", called, _FILLED)


Filled = Annotated[str, _words("text")]
FileName = Annotated[str, _words("file name")]
WebAddress = Annotated[str, _words("address")]
Template = Annotated[str, _words("template")]
Selector = Annotated[str, _words("selector")]
Pattern = Annotated[str, _words("pattern")]
AddressText = Annotated[str, Takes("text", "address", _TEXT)]
AnyTemplate = Annotated[str, Takes("text", "template", _TEXT)]
Identifier = Annotated[str, Takes("identifier", "id", {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
Clock = Annotated[
    str, Takes("clock", "time", {"type": "string", "pattern": r"^(next )?([01]\d|2[0-3]):[0-5]\d$"})
]  # fmt: skip
_SPAN_OF_TIME = {"type": "string", "pattern": "^[1-9][0-9]{0,5}[mhd]$"}
SpansOfTime = Annotated[
    tuple[dt.timedelta, ...],
    Takes(
        "spans_of_time",
        "spans of time",
        {"anyOf": [_SPAN_OF_TIME, {"type": "array", "items": _SPAN_OF_TIME}]},
    ),
]
Zone = Annotated[str, Takes("time_zone", "zone", _FILLED)]
Language = Annotated[
    str,
    Takes(
        "language",
        "BCP 47 tag",
        {"type": "string", "pattern": r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$"},
    ),
]
Country = Annotated[str, Takes("country", "ISO 3166-1", {"type": "string", "pattern": "^[A-Z]{2}$"})]
Issn = Annotated[str, Takes("issn", "ISSN", {"type": "string", "pattern": r"^\d{4}-\d{3}[\dX]$"})]
AtLeastOne = Annotated[int, Takes("at_least_one", "number", {"type": "integer", "minimum": 1})]
Seconds = Annotated[float, Takes("number", "seconds", {"type": "number", "minimum": 0})]
Share = Annotated[float, Takes("share", "share", _SHARE)]
Span = Annotated[
    tuple[int, int], Takes("span", "[least, most]", {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2})
]
Weekdays = Annotated[
    tuple[str, ...], Takes("weekdays", "weekdays", {"anyOf": [_WEEKDAY, {"type": "array", "items": _WEEKDAY}]})
]
SpecialDays = Annotated[
    tuple[str, ...],
    Takes("special_days", "days", {"anyOf": [_DAY, {"type": "array", "items": _DAY}]}),
]
PublishingDays = Annotated[
    tuple[str, ...],
    Takes(
        "publishing_days",
        "weekdays or days",
        {"anyOf": [_WEEKDAY, _DAY, {"type": "array", "items": {"anyOf": [_WEEKDAY, _DAY]}}]},
    ),
]
Identifiers = Annotated[tuple[str, ...], Takes("texts", "list of ids", _TEXTS)]
Names = Annotated[tuple[str, ...], Takes("texts", "list of names", _TEXTS)]
Patterns = Annotated[tuple[str, ...], Takes("texts", "patterns", _TEXTS)]
Selectors = Annotated[tuple[str, ...], Takes("texts", "selectors", _TEXTS)]
SelectorOrList = Annotated[tuple[str, ...], Takes("texts", "selector or list", _TEXTS)]
SectionOrder = Annotated[tuple[str, ...], Takes("texts", 'list, or `"page"`', _TEXTS)]
Substitutions = Annotated[
    tuple[tuple[str, str], ...],
    Takes("substitutions", "[[pattern, replacement], ...]", {"type": "array", "items": _PAIR}),
]
SectionPages = Annotated[
    tuple[tuple[str, str], ...],
    Takes("section_pages", "[[section, address], ...]", {"type": "array", "items": {"anyOf": [_FILLED, _PAIR]}}),
]
Variables = Annotated[Mapping[str, str], Takes("variables", "table of texts", _TEXT_TABLE)]
TextTable = Annotated[Mapping[str, str], Takes("text_table", "table", _TEXT_TABLE)]
CountsByWeekday = Annotated[
    Mapping[str, int],
    Takes(
        "counts_by_weekday",
        "table",
        {"type": "object", "propertyNames": _WEEKDAY, "additionalProperties": _COUNT},
    ),
]
SharesByField = Annotated[
    Mapping[str, float],
    Takes(
        "shares_by_field",
        "table of shares",
        {"type": "object", "propertyNames": {"enum": list(LINK_WORDS)}, "additionalProperties": _SHARE},
    ),
]
EMBEDDED = Takes(
    "embedded",
    "text or table",
    {
        "anyOf": [
            _FILLED,
            {
                "type": "object",
                "properties": {"css": _TEXT, "marker": _TEXT},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
)
PYTHON_FILE = Takes("python_file", "file name", {"type": "string", "pattern": r"^[\w-]+\.py$"})
PAGE_NUMBERS = Takes(
    "page_numbers",
    "numbers",
    {"type": "string", "pattern": r"^\d+\.\.(\d+)?( by [1-9]\d*)?$"},
)
