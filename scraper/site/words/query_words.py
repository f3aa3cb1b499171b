"""A search in words: how its query and its filters were understood, and its notes. Pure.

    query_in_words(parse("night ferry"))               stories with “night” and “ferry”
    filters_in_words(Filters.of({"q": ["night"]}))     the same, with what the search is narrowed to
    note_in_words(note)                                a sentence

All is said in the language of the request, which is English on the command line. A new kind of node
(``archive.search.query_nodes``) needs a case in ``node_in_words``, a new note (``archive.search.notes``) a line in
``NOTES``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scraper.archive.search.filters import MAIN, Filters
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import Query
from scraper.archive.search.query_nodes import And, FieldQuery, Near, Node, Not, Or, Phrase, Section
from scraper.site.language import N_, _, number
from scraper.site.words import wording

NOTES: Mapping[NoteCode, str] = {
    NoteCode.CHARACTERS_LEFT_OUT: N_("Only the first %(number)s characters were read."),
    NoteCode.WORDS_LEFT_OUT: N_("Only the first %(number)s words were searched for."),
    NoteCode.NO_WORD: N_("There is no word to search for in “%(text)s”."),
    NoteCode.SHORT_BEGINNING: N_("Too many words begin with “%(text)s”, so it was read as a word; two letters do."),
    NoteCode.CAPITALS: N_("All is in capitals, so these are words here and no operators: %(text)s."),
    NoteCode.READ_AS: N_("“%(text)s” was read as “%(read)s”."),
    NoteCode.SMALL_OPERATOR: N_("“%(text)s” was taken for a word; as an operator it is written in capitals."),
    NoteCode.WORD: N_("“%(text)s” was taken for a word."),
    NoteCode.NO_WILDCARD: N_(
        "In “%(text)s” the signs were passed over: a star stands at the end of a word only, a question mark nowhere."
    ),
    NoteCode.NO_FIELD: N_("“%(text)s” is no field of the text; it was searched for as words."),
    NoteCode.NO_NEAR: N_("“%(text)s”: only words, phrases and alternatives can be near; all of it was asked for."),
    NoteCode.NO_DATE: N_("“%(text)s” is no date (2024, 2024-12 or 2024-12-07) and was left out."),
    NoteCode.DATES_SWAPPED: N_("The dates were the wrong way round: read as %(first)s to %(last)s."),
    NoteCode.NO_DAY_OF_YEAR: N_("“%(text)s” is no day of a year (04-13) and was left out."),
    NoteCode.NO_LANGUAGE: N_("“%(text)s” is no language (en, de) and was left out."),
    NoteCode.NO_WORD_IN_BYLINE: N_("There is no word in the byline “%(text)s”; it was left out."),
    NoteCode.NO_ACCESS: N_("“%(text)s” is no kind of access (open, excerpt, part or headline) and was left out."),
    NoteCode.NO_CHANGED: N_("“%(text)s” for changed stories is neither 1 nor 0 and was left out."),
    NoteCode.NO_FRONT_PAGE: N_("“%(text)s” for the front page is neither 1 nor 0 and was left out."),
    NoteCode.NO_ORDER: N_("“%(text)s” is no order; newest first instead."),
    NoteCode.NO_CURSOR: N_("“%(text)s” is no cursor of these results; they begin at the beginning."),
    NoteCode.SEARCHED_IN_PARTS: N_("Few of the newest stories match; the next page looks at older ones."),
    NoteCode.RANKED_IN_BLOCKS: N_("The best of the newest %(number)s matches come first, then those of the next."),
}


def note_in_words(note: Note) -> str:
    """A note as a sentence."""
    values = {"text": note.text, "read": note.read, "first": note.first, "last": note.last}
    return _(NOTES[note.code], number=number(note.number), **values)


def query_in_words(query: Query) -> str:
    """How a query was understood: stories with “night” and “ferry”; all stories; nothing."""
    if query.nothing:
        return _("nothing")
    match query.node:
        case None:
            return _("all stories")
        case Not(node=inner):
            return _("stories without %(words)s", words=node_in_words(inner))
        case node:
            return _("stories with %(words)s", words=node_in_words(node))


def filters_in_words(filters: Filters, titles: Mapping[str, str] | None = None) -> str:
    """How a search was understood: its query, and what it is narrowed to.

    :param titles: the newspapers' titles by slug; a slug without a title stands in quotation marks. Without ``titles``
        all slugs stand as they are.
    """
    values: Mapping[str, Sequence[str]] = {
        "publication": filters.publications,
        "label": filters.labels,
        "section": filters.sections,
        "byline": filters.bylines,
        "language": filters.languages,
        "access": filters.access,
        "front_page": ["1"] if filters.front_page else (),
        "changed": ["1"] if filters.changed else (),
        "month_day": [f"{filters.month_day[0]:02}-{filters.month_day[1]:02}"] if filters.month_day else (),
    }
    if titles is None:
        titles = {slug: slug for slug in filters.publications}
    parts = [filter_in_words(name, those, titles) for name, those in values.items() if those]
    first, last = filters.first, filters.last
    if first and last and first != last:
        parts.append(_("from %(first)s to %(last)s", first=first, last=last))
    elif first or last:
        name = "day" if first == last else "from" if first else "to"
        parts.append(filter_in_words(name, [str(first or last)], titles))
    return ", ".join([query_in_words(filters.query), *parts])


def filter_in_words(name: str, values: Sequence[str], titles: Mapping[str, str]) -> str:
    """What a search is narrowed to by one filter: in The Meridian or The Courier; since 2024-12-07.

    :param name: of the filter (``archive.search.filters.NAMES``), or "day" for one day, month or year.
    :param values: at least one; of days, just one.
    :param titles: the newspapers' titles by slug.
    :raises ValueError: there is no filter of that name.
    """
    match name:
        case "publication":
            return _("in %(papers)s", papers=_any_of([titles.get(slug, f"“{slug[:40]}”") for slug in values]))
        case "label":
            return _("in the edition %(labels)s", labels=_any_of([label or MAIN for label in values]))
        case "section":
            return _("in the section %(sections)s", sections=_any_of(values))
        case "byline":
            return _("by %(names)s", names=_any_of([f"“{byline}”" for byline in values]))
        case "language":
            return _("in the language %(languages)s", languages=_any_of([*map(wording.language_name, values)]))
        case "access":
            names = wording.access_names()
            return _("held as %(access)s", access=_any_of([f"“{names.get(value, value)}”" for value in values]))
        case "front_page":
            return _("on the front page")
        case "changed":
            return _("changed since it was first fetched")
        case "month_day":
            return _("of %(day)s of any year", day=values[0])
        case "day":
            return _("of %(day)s", day=values[0])
        case "from":
            return _("since %(day)s", day=values[0])
        case "to":
            return _("until %(day)s", day=values[0])
        case _other:
            raise ValueError(f"there is no filter '{name}'")


def node_in_words(node: Node) -> str:
    """A part of a query: “night” and “ferry”; “storm” in the headline.

    :raises TypeError: this kind of node has no words here yet.
    """
    match node:
        case Phrase(text=text, begins=True):
            return _("words beginning with “%(text)s”", text=text)
        case Phrase(text=text):
            return _("“%(text)s”", text=text)
        case Near(phrases=phrases, distance=distance):
            words = _joined([node_in_words(phrase) for phrase in phrases], _("near"))
            return _("%(words)s (at most %(distance)s words between)", words=words, distance=distance)
        case FieldQuery(field="headline", node=inner):
            return _("%(words)s in the headline", words=node_in_words(inner))
        case FieldQuery(field="standfirst", node=inner):
            return _("%(words)s in the standfirst", words=node_in_words(inner))
        case FieldQuery(field="byline", node=inner):
            return _("%(words)s in the byline", words=node_in_words(inner))
        case FieldQuery(node=inner):
            return _("%(words)s in the body", words=node_in_words(inner))
        case Section(phrase=phrase):
            return _("%(words)s in the name of the section", words=node_in_words(phrase))
        case Not(node=inner):
            return _("not %(words)s", words=node_in_words(inner))
        case And(nodes=nodes):
            return _joined([_in_parentheses(part, Or) for part in nodes], _("and"))
        case Or(nodes=nodes):
            return _any_of([_in_parentheses(part, And) for part in nodes])
        case _other:
            raise TypeError(f"{type(_other).__name__} has no words in node_in_words yet")


def _in_parentheses(node: Node, kind: type[And] | type[Or]) -> str:
    words = node_in_words(node)
    return f"({words})" if isinstance(node, kind) else words


def _any_of(names: Sequence[str]) -> str:
    return _joined(names, _("or"))


def _joined(words: Sequence[str], operator: str) -> str:
    return f" {operator} ".join(words)
