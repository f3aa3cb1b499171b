"""A query as other search engines write it -> as this one does, with a note of each change (pure).

    author:osei                    byline:osei
    NEAR(storm harbour, 5)         storm NEAR/5 harbour    also "storm harbour"~5 and storm w/5 harbour
    ferry,boat                     ferry boat              also ferry;boat and フェリー、船
    ferry~2                        ferry                   also ferry^3

What is in quotation marks stays. What cannot be rewritten stays as well, and is named in a note: ``or`` in small
letters, a star within a word, a field that is a filter of the form or none at all, a field with a space behind its
colon. Where something else may have been meant, the note has that query (``Note.instead``), and
``suggestions.readings`` looks whether it finds stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query_nodes import FIELDS

FIELDS_ELSEWHERE = {
    **dict.fromkeys(("author", "by", "creator", "journalist", "reporter", "writer"), "byline"),
    **dict.fromkeys(("title", "intitle", "heading", "head"), "headline"),
    **dict.fromkeys(("text", "content", "fulltext", "intext"), "body"),
    **dict.fromkeys(("abstract", "summary", "description"), "standfirst"),
    **dict.fromkeys(("category", "desk", "rubric"), "section"),
}
FILTERS = {
    **dict.fromkeys(("paper", "publication", "newspaper", "source", "journal", "site"), "publication"),
    **dict.fromkeys(("date", "day", "year", "month"), "day"),
    **dict.fromkeys(("from", "since", "after"), "from"),
    **dict.fromkeys(("to", "until", "before"), "to"),
    **dict.fromkeys(("language", "lang"), "language"),
    **dict.fromkeys(("edition", "label"), "label"),
    **dict.fromkeys(("page", "topic", "tag", "subject", "keyword", "keywords", "access", "url"), ""),
}
QUOTED = re.compile(r'(["“”„«»][^"“”„«»]*["“”«»]?)')
ALIAS = re.compile(rf"(?<![\w:/])({'|'.join(FIELDS_ELSEWHERE)}):(?=[^\s/])", re.IGNORECASE)
APART = re.compile(rf"(?<![\w:/])({'|'.join((*FIELDS, *FIELDS_ELSEWHERE))}):\s+(?=[\w(\"“„«])", re.IGNORECASE)
UNKNOWN = re.compile(
    rf"(?<![\w:/.@-])(?!(?:{'|'.join((*FIELDS, *FIELDS_ELSEWHERE, *FILTERS))}):)([a-z_]{{2,}}):(?=[^\W\d]|[(\"“„«])",
    re.IGNORECASE,
)
FILTER = re.compile(rf"(?<![\w:/])({'|'.join(FILTERS)}):([^\s/()\"“”]\S*)", re.IGNORECASE)
NEAR_OF = re.compile(r"\bNEAR\(([^()]*)\)")
DISTANCE = re.compile(r"\s*([0-9]{1,3})\s*")
SLOP = re.compile(r'["“„]([^"“”„]+)["”“]~([0-9]{1,3})(?!\w)')
WITHIN = re.compile(r"(?<=\s)(?:(?:[wn][/:]|(?:near|within|pre|adj)[/:]?)\{?([0-9]{1,9})\}?)(?=\s)", re.IGNORECASE)
PERHAPS_WITHIN = re.compile(r"(?<=\s)[wn]([0-9]|1[0-9]|20)(?=\s)", re.IGNORECASE)  # more often a road, or N95
FUZZY = re.compile(r"(?<![\w’'-])([^\W\d_][\w’'-]*)[~^][0-9](?:\.[0-9]+)?(?=[\s)]|$)")
COMMA = re.compile(r"(?<=[^\W\d_])[,;、](?=[^\W\d_])")
WORD = re.compile(r"[^\s()|]+")
OPERATOR = re.compile(r"(?<=\s)(or|not)(?=\s)")
WILDCARD = re.compile(r"(?<![\w/.=&:?*])(?:\*\w[\w*?]*|\w+[?*]+[\w-][\w*?-]*)(?![\w/.=&])|(?<=\S\s)\*(?=\s\S)")
WILDCARD_QUOTED = re.compile(r"\*(?=\W{0,99}\w)")  # before the last word
WORDS = re.compile(r'"[^"]*"|[^\s"]+')
# What a headline in capitals does not have, but a query: a colon before a space, a dash or a typographic quotation mark
# are of both.
QUERY_SIGN = re.compile(r'["()|*]|[^\W\d]:(?=\S)|[A-Z]/[0-9]|(?:^|\s)-(?=[^\s-])')
MOST = 8  # notes, and other queries that are looked for
CAPITAL_OPERATORS = ("AND", "OR", "NOT", "NEAR")


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it is parsed, and what was changed of it or was perhaps meant otherwise."""

    text: str
    notes: tuple[Note, ...] = ()


def read(text: str) -> Reading:
    """The query in this search's own words.

    :param text: on one line.
    """
    notes: list[Note] = []
    if capitals := _all_in_capitals(text):
        return Reading(capitals[0], (capitals[1],))
    for pattern, written in ((NEAR_OF, _near_of), (SLOP, _slop)):
        text = pattern.sub(_noting(notes, written), text)
    text = _outside_quotes(text, lambda part: WITHIN.sub(_noting(notes, lambda match: f"NEAR/{match[1]}"), part))
    text = _outside_quotes(text, lambda part: FUZZY.sub(_noting(notes, lambda match: match[1]), part))
    text = _aliased(text, notes)
    notes += _perhaps(text)
    text = _outside_quotes(text, lambda part: COMMA.sub(" ", part))
    return Reading(text, tuple(dict.fromkeys(notes))[:MOST])


def filters_meant(text: str) -> Iterator[tuple[str, str, str]]:
    """The filters that a query names as fields: name, value, and the query without it.

    :returns: of ``paper:courier ferry`` ("publication", "courier", "ferry"); "day" is a filter for ``from`` and ``to``.
    """
    for match in FILTER.finditer(QUOTED.sub(_blank, text)):
        rest = " ".join((text[: match.start()] + text[match.end() :]).split())
        name = FILTERS[match[1].lower()]
        if match[1].lower() == "page" and match[2].lower() in ("1", "a1"):
            name = "front_page"
        yield name, match[2], rest


def _all_in_capitals(text: str) -> tuple[str, Note] | None:
    """A headline in capitals, its ``OR`` and ``NOT`` words; None where they are operators, or there are none."""
    words = text.split()
    operators = [word for word in words if word in CAPITAL_OPERATORS]
    cased = [word for word in words if word not in CAPITAL_OPERATORS and word.lower() != word]
    if not operators or not cased or not text.isupper() or QUERY_SIGN.search(text):
        return None
    is_query = words[0] not in CAPITAL_OPERATORS and words[-1] not in CAPITAL_OPERATORS
    meant = " ".join(word if word in CAPITAL_OPERATORS else word.lower() for word in words)
    return text.lower(), Note(
        code=NoteCode.CAPITALS,
        text=", ".join(dict.fromkeys(operators)),
        instead=meant if is_query else "",
    )


def _perhaps(text: str) -> Iterator[Note]:
    """What is not rewritten, as it may mean just what it says."""
    plain = QUOTED.sub(_blank, text)
    if match := OPERATOR.search(plain):
        meant = _outside_quotes(text, lambda part: OPERATOR.sub(lambda operator: operator[0].upper(), part))
        yield Note(code=NoteCode.SMALL_OPERATOR, text=match[0], instead=meant)
    if COMMA.search(plain):
        for match in filter(lambda word: COMMA.search(word[0]), WORD.finditer(plain)):
            either = " OR ".join(part for part in COMMA.split(match[0]) if part)
            meant = f"{text[: match.start()]}({either}){text[match.end() :]}" if match[0] != text else either
            yield Note(code=NoteCode.READ_AS, text=match[0], read=COMMA.sub(" ", match[0]), instead=meant)
    for match in WILDCARD.finditer(plain):
        beginning = re.match(r"\w{2,}", match[0])
        meant = f"{text[: match.start()]}{beginning[0]}*{text[match.end() :]}" if beginning else ""
        yield Note(code=NoteCode.NO_WILDCARD, text=match[0][:60], instead=meant)
    for match in filter(lambda phrase: WILDCARD_QUOTED.search(phrase[0]), QUOTED.finditer(text)):
        yield Note(code=NoteCode.NO_WILDCARD, text=match[0][:60])
    for match in FILTER.finditer(plain):
        yield Note(code=NoteCode.NO_FIELD, text=f"{match[1]}:")
    for match in UNKNOWN.finditer(plain):
        yield Note(
            code=NoteCode.NO_FIELD, text=f"{match[1][:60]}:", instead=text[: match.start()] + text[match.end() :]
        )
    for match in APART.finditer(plain):
        field = FIELDS_ELSEWHERE.get(match[1].lower(), match[1].lower())
        meant = f"{text[: match.start()]}{field}:{text[match.end() :]}"
        yield Note(code=NoteCode.WORD, text=f"{match[1]}:", instead=meant)
    for match in PERHAPS_WITHIN.finditer(plain):
        meant = f"{text[: match.start()]}NEAR/{match[1]}{text[match.end() :]}"
        yield Note(code=NoteCode.WORD, text=match[0], instead=meant)


def _near_of(match: re.Match[str]) -> str:
    """``NEAR(night ferry, 5)`` with its operator between the words; without a number it is 10."""
    words, comma, after = match[1].rpartition(",")
    distance = DISTANCE.fullmatch(after) if comma else None
    return _beside(words if distance else match[1], distance[1] if distance else "10")


def _slop(match: re.Match[str]) -> str:
    return _beside(match[1], match[2])


def _beside(words: str, distance: str) -> str:
    return f" NEAR/{distance} ".join(WORDS.findall(words))


def _aliased(text: str, notes: list[Note]) -> str:
    written = _noting(notes, lambda match: f"{FIELDS_ELSEWHERE[match[1].lower()]}:")
    at, parts = 0, []
    for match in ALIAS.finditer(QUOTED.sub(_blank, text)):  # whose value may stand in quotation marks
        parts += [text[at : match.start()], written(match)]
        at = match.end()
    return "".join((*parts, text[at:]))


def _noting(notes: list[Note], written: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        read = written(match)
        if read.casefold() == match[0].casefold():  # near/5 in small letters
            return read
        notes.append(Note(code=NoteCode.READ_AS, text=match[0][:60], read=read[:80]))
        return read

    return replaced


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if number % 2 else change(part) for number, part in enumerate(QUOTED.split(text)))


def _blank(match: re.Match[str]) -> str:
    """As many signs that mean nothing, so that places stay."""
    return '"' * len(match[0])
