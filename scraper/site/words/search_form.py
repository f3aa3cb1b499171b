"""A search as its page shows it: its filters, its facets, and suggestions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.archive.search.facets import Facets
from scraper.archive.search.filters import NAMES, Filters, Values, without
from scraper.archive.search.query import composed
from scraper.archive.search.suggestions import Suggestion
from scraper.site import json_objects, routes
from scraper.site.language import _, available, current
from scraper.site.words import periods, query_words, wording

FIELDS = ("q", *NAMES, "sort", "fold")
COPIES = "copies"  # the value of ``fold``
# The form "more exactly": what each of its fields is to the query that it writes.
EXACTLY = {"words": "every", "phrase": "phrase", "any": "some", "none": "none", "headline_words": "headline"}


def values(query: Values) -> dict[str, list[str]]:
    """The values of a search in a query string; the fields of the form "more exactly" are written into ``q``."""
    found = {name: [value for value in query.get(name, ()) if value.strip()] for name in FIELDS}
    exactly = {meant: " ".join(query.get(name, ())) for name, meant in EXACTLY.items()}
    if any(text.strip() for text in exactly.values()):
        found["q"] = [composed(" ".join(found["q"][:1]), **exactly)]
    return found


def folds(search_values: Values) -> bool:
    """Whether each text is to be shown once."""
    return COPIES in search_values.get("fold", ())


def is_form(query: Values) -> bool:
    """Whether the query string comes from the form "more exactly", so that the search has a simpler address."""
    return any(name in query for name in EXACTLY)


def languages_of_dates(choices: Mapping[str, Any]) -> list[str]:
    """The languages in which a typed day may name its month: the reader's, the site's, the newspapers'.

    :param choices: as ``archive.read.publications.choices`` gives them.
    """
    return list(dict.fromkeys([current(), *available(), *choices["languages"]]))


def chips(search_values: Values, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters of a search in words, each with the path of the search without it (``text``, ``url``)."""
    found = [
        {
            "text": query_words.filter_in_words(name, [value], titles),
            "url": routes.search(without(search_values, name, value)),
        }
        for name in NAMES
        for value in search_values.get(name, ())
    ]
    if search_values.get("from") and search_values.get("from") == search_values.get("to"):  # one year, month or day
        url = routes.search({**search_values, "from": [], "to": []})
        found[:2] = [{"text": query_words.filter_in_words("day", search_values["from"], titles), "url": url}]
    return found


def orders(search_values: Values, chosen: str) -> list[dict[str, Any]]:
    """The orders of results: ``text``, ``url``, and whether it is ``chosen``."""
    names = {"newest": _("Newest"), "oldest": _("Oldest"), "relevance": _("Best match")}
    return [
        {
            "text": text,
            "url": routes.search({**search_values, "sort": [] if sort == "newest" else [sort]}),
            "chosen": sort == chosen,
        }
        for sort, text in names.items()
    ]


def _value(name: str, value: str, titles: Mapping[str, str]) -> str:
    match name:
        case "publication":
            return titles.get(value, value)
        case "from":
            return wording.part_of_time(value)
        case "language":
            return wording.language_name(value)
        case "access":
            return wording.access_names().get(value, value)
        case _other:
            return value


def facets(found: Facets, search_values: Values, titles: Mapping[str, str]) -> list[json_objects.Facet]:
    """The facets of a search, each value with its name, its matches, and the path of the search narrowed to it."""
    names = {
        "publication": _("Papers"),
        "from": _("Dates"),
        "section": _("Sections"),
        "language": _("Languages"),
        "access": _("Text"),
    }
    return [
        {
            "name": facet.name,
            "title": names[facet.name],
            "more": facet.more,
            "values": [
                {
                    "value": value,
                    "text": _value(facet.name, value, titles),
                    "total": number,
                    "url": routes.search(_narrowed(search_values, facet.name, value)),
                }
                for value, number in facet.values
            ],
        }
        for facet in found.facets
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year of a histogram."""

    name: str
    number: int  # of matches
    url: str  # of the search narrowed to it; "" without a match

    @property
    def told(self) -> str:
        """In words: March 2026: 12 stories."""
        return f"{self.name}: {wording.stories(self.number)}"


def bars(of_dates: json_objects.Facet) -> list[Bar]:
    """The facet of dates as bars of a histogram, with the days, months or years between that have no match."""
    by_period = {each["value"]: each for each in of_dates["values"]}
    spans = [span for text in by_period if (span := routes.span(text))]
    unit = next(unit for unit, length in periods.LENGTH.items() if length == len(spans[0].text))
    shown = periods.periods(min(span.first for span in spans), max(span.last for span in spans), unit)
    return [
        Bar(period.name, each["total"], each["url"])
        if (each := by_period.get(period.text))
        else Bar(period.name, 0, "")
        for period in shown
    ]


def _narrowed(search_values: Values, name: str, value: str) -> dict[str, Sequence[str]]:
    if name == "from":  # a year, a month or a day
        return {**search_values, "from": [value], "to": [value]}
    return {**search_values, name: [value]}


def suggestions(found: Iterable[Suggestion], titles: Mapping[str, str]) -> list[json_objects.Suggestion]:
    """Other searches in words, each with its path and the number of its matches.

    :param titles: the newspapers' titles by slug.
    """
    return [
        {
            "kind": suggestion.kind,
            "text": ", ".join([_suggested(suggestion, titles), *([_("with no filter")] if suggestion.widened else [])]),
            "total": suggestion.found.number,
            "total_exact": suggestion.found.exact,
            "url": routes.search(suggestion.values),
        }
        for suggestion in found
    ]


def _suggested(suggestion: Suggestion, titles: Mapping[str, str]) -> str:
    if not isinstance(suggestion.what, str):
        return _("without %(words)s", words=query_words.node_in_words(suggestion.what))
    match suggestion.kind, suggestion.what:
        case "reading", "":
            return _(
                "Did you mean %(query)s", query=query_words.filters_in_words(Filters.of(suggestion.values), titles)
            )
        case "reading" | "spelling", query:
            return _("Did you mean %(query)s", query=query)
        case "dates", _what:
            return _("of all days")
        case "filter", "":
            return _("with no filter")
        case _filter, name:
            return filter_dropped(name)


def filter_dropped(name: str) -> str:
    """In words, that a search is no longer narrowed by this filter."""
    return {
        "publication": _("in all papers"),
        "label": _("in all editions"),
        "section": _("in all sections"),
        "byline": _("by anyone"),
        "language": _("in all languages"),
        "access": _("however much of the text is held"),
        "front_page": _("on all pages"),
        "changed": _("changed or not"),
    }[name]
