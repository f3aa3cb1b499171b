"""What the object that has a story's text in the page's data says of the story besides, under the names of JSON-LD.

Systems name their values as they like ("publishedAt", "reporter", "subheadlines"); the object itself is known, so that
another story's author or day never gets in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scraper.extract.page.structured import plain_text
from scraper.texts.dates import timestamps
from scraper.texts.folding import letters

_AUTHORS = (
    "author authors byline bylines credits reporter reporters writer writers journalist journalists contributors autor"
    " autores autoren auteur auteurs autore autori redattore redakteur authorname authornames reportername writername"
    " embedded"
).split()
_NAMES = "name displayname fullname title basic".split()
_PEOPLE = "by author authors items data attributes".split()  # in ``credits``, ``_embedded``, and a list of persons
_PUBLISHED = (
    "datepublished firstpublisheddate firstpublishdate firstpublished firstpublishedat publishedat publisheddate"
    " publishdate publishedon publicationdate publishtime publishedtime pubdate published displaydate regdate"
    " date createdat"
).split()
_MODIFIED = "datemodified modifiedat updatedat lastupdateddate lastupdated modifieddate modified updated".split()
_STANDFIRST = (
    "standfirst subheadlines subheadline subheading subtitle lead lede chapo chapeau intro introduction preamble"
    " ingress excerpt summary teaser dek deck abstract sottotitolo bajada copete description"
).split()
_IN_TEXT = "basic rendered text html value content".split()
_MOST = 10  # persons
_LONGEST_NAME, _SHORTEST, _LONGEST = 100, 20, 700  # characters of a name, of a standfirst
_DEEPEST = 4
_MOST_MILLISECONDS = 10**13


def find(thing: Mapping[str, Any], paragraphs: Sequence[str]) -> dict[str, Any]:
    """The author, the days and the description that an object states, as JSON-LD has them.

    :param paragraphs: the text, with which a standfirst has nothing in common.
    """
    values = {letters(str(key)): value for key, value in thing.items()}
    people = next(filter(None, (list(_people(values[key], 0))[:_MOST] for key in _AUTHORS if key in values)), [])
    text = letters(" ".join(paragraphs))
    found = {
        "author": people,
        "datePublished": _moment(values, _PUBLISHED),
        "dateModified": _moment(values, _MODIFIED),
        "description": next(
            (
                words
                for key in _STANDFIRST
                if _SHORTEST <= len(words := _words(values.get(key))) <= _LONGEST
                and letters(words.rstrip(". …[]")) not in text
            ),
            "",
        ),
    }
    return {key: value for key, value in found.items() if value}


def _people(value: Any, depth: int) -> Iterator[Any]:
    """The persons in a value, as JSON-LD writes them: a person with a name, or a line of words."""
    if isinstance(value, str):
        words = plain_text(value[: 2 * _LONGEST_NAME])
        if words and len(words) <= _LONGEST_NAME and "://" not in words:
            yield words
    elif isinstance(value, list) and depth < _DEEPEST:
        for each in value[:_MOST]:
            yield from _people(each, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        keys = {letters(str(key)): each for key, each in value.items()}
        name = next((keys[key] for key in _NAMES if isinstance(keys.get(key), str) and keys[key].strip()), "")
        if name and len(name) <= _LONGEST_NAME:
            yield {"@type": "Person", "name": plain_text(name)}
        elif not name:
            yield from next(filter(None, (list(_people(keys[key], depth + 1)) for key in _PEOPLE if key in keys)), [])


def _moment(values: Mapping[str, Any], keys: Sequence[str]) -> str:
    return next(filter(None, (_timestamp(values.get(key)) for key in keys)), "")


def _timestamp(value: Any) -> str:
    """A moment as ISO 8601; numbers are seconds, or milliseconds, since 1970."""
    if isinstance(value, int):
        value = str(value) if 0 < value < _MOST_MILLISECONDS else ""
    return timestamps.iso_timestamp(value) if isinstance(value, str) else ""


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in _IN_TEXT if isinstance(value.get(key), str)), "")
    return plain_text(value[: 2 * _LONGEST]) if isinstance(value, str) else ""
