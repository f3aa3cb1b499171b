"""A search as its page shows it: what it is narrowed to, what it can be narrowed to, and what to ask instead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scraper.archive.search.facets import Facets
from scraper.archive.search.filters import NAMES, Values, without
from scraper.archive.search.query import composed
from scraper.archive.search.suggestions import Suggestion
from scraper.site import json_objects, routes
from scraper.site.language import _, available, current
from scraper.site.words import wording

FIELDS = ("q", *NAMES, "sort")
# The form "more exactly": what each of its fields is to the query that it writes.
EXACTLY = {"words": "every", "phrase": "phrase", "any": "some", "none": "none", "headline_words": "headline"}


def values(query: Values) -> dict[str, list[str]]:
    """What a query string says of a search; what the form "more exactly" says is written into ``q``."""
    found = {name: [value for value in query.get(name, ()) if value.strip()] for name in FIELDS}
    exactly = {meant: " ".join(query.get(name, ())) for name, meant in EXACTLY.items()}
    if any(text.strip() for text in exactly.values()):
        found["q"] = [composed(" ".join(found["q"][:1]), **exactly)]
    return found


def is_form(query: Values) -> bool:
    """Whether a form was sent, and not an address that is the search's own."""
    return any(name in query for name in EXACTLY)


def languages_of_dates(choices: Mapping[str, Any]) -> list[str]:
    """In which languages a typed day may name its month: the reader's own, the site's, the newspapers'.

    :param choices: as ``archive.reading.choices`` gives them.
    """
    return list(dict.fromkeys([current(), *available(), *choices["languages"]]))


def chips(asked: Values, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Each filter in words, with the address of the search without it."""
    found = [
        {"text": _chip(name, value, titles), "url": routes.search(without(asked, name, value))}
        for name in NAMES
        for value in asked.get(name, ())
    ]
    if asked.get("from") and asked.get("from") == asked.get("to"):  # one year, month or day
        found[:2] = [
            {"text": _("of %(day)s", day=asked["from"][0]), "url": routes.search({**asked, "from": [], "to": []})}
        ]
    return found


def _chip(name: str, value: str, titles: Mapping[str, str]) -> str:
    match name:
        case "from":
            return _("since %(day)s", day=value)
        case "to":
            return _("until %(day)s", day=value)
        case "month_day":
            return _("of %(day)s of any year", day=value)
        case "byline":
            return _("by %(names)s", names=value)
        case "label":
            return _("in the edition %(labels)s", labels=value)
        case "front_page":
            return _("on the front page")
        case "publication":
            return _("in %(papers)s", papers=titles.get(value, f"“{value}”"))
        case _other:
            return _value(name, value, titles)


def _value(name: str, value: str, titles: Mapping[str, str]) -> str:
    match name:
        case "publication":
            return titles.get(value, value)
        case "from":
            return wording.part_of_time(value)
        case "language":
            return wording.language_name(value)
        case "access":
            return access_names().get(value, value)
        case _other:
            return value


def access_names() -> dict[str, str]:
    """How much of a story is held, in two words."""
    return {"open": _("Whole story"), "excerpt": _("Excerpt"), "headline": _("Headline only")}


def facets(found: Facets, asked: Values, titles: Mapping[str, str]) -> list[json_objects.Facet]:
    """Each facet with its values: their names, numbers, and the address of the search narrowed to them."""
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
            "values": [
                {
                    "value": value,
                    "text": _value(facet.name, value, titles),
                    "total": number,
                    "url": routes.search(_narrowed(asked, facet.name, value)),
                }
                for value, number in facet.values
            ],
        }
        for facet in found.facets
    ]


def _narrowed(asked: Values, name: str, value: str) -> dict[str, Sequence[str]]:
    if name == "from":  # a year, a month or a day
        return {**asked, "from": [value], "to": [value]}
    return {**asked, name: [value]}


def suggestions(found: Iterable[Suggestion]) -> list[json_objects.Suggestion]:
    """Each search near this one in words, with its address and the number of its matches."""
    return [
        {
            "kind": suggestion.kind,
            "text": ", ".join([_suggested(suggestion), *([_("with no filter")] if suggestion.widened else [])]),
            "total": suggestion.found.number,
            "total_exact": suggestion.found.exact,
            "url": routes.search(suggestion.values),
        }
        for suggestion in found
    ]


def _suggested(suggestion: Suggestion) -> str:
    match suggestion.kind, suggestion.what:
        case "spelling", spelt:
            return _("Did you mean %(query)s", query=spelt)
        case "without", part:
            return _("without %(words)s", words=part)
        case "dates", _what:
            return _("of all days")
        case "filter", "":
            return _("with no filter")
        case _filter, name:
            return filter_dropped(name)


def filter_dropped(name: str) -> str:
    """A search that is no longer narrowed in this way."""
    return {
        "publication": _("in all papers"),
        "label": _("in all editions"),
        "section": _("in all sections"),
        "byline": _("by anyone"),
        "language": _("in all languages"),
        "access": _("however much of the text is held"),
        "front_page": _("on all pages"),
    }[name]
