"""What a person typed -> a query that SQLite can always answer, and how we understood it, in words (pure; never fails).

    words            night ferry            both, anywhere
    phrase           "night ferry"          side by side
    either           ferry OR boat          also with |
    without          -rain   NOT rain
    beginning        harb*
    nearby           storm NEAR/5 harbour   at most five words between
    in one field     headline:storm   byline:osei   standfirst:...   body:...   section:sport
    groups           (ferry OR boat) -rain

Whatever else is typed is taken for words. Every word reaches SQLite as a quoted string, so nothing typed is ever
syntax; quotes and parentheses that are not closed are closed, and operators with nothing to work on are words or are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.archive.search.query_nodes import (
    FIELDS,
    OPERATORS,
    And,
    FieldQuery,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Say,
    bare,
    english,
    in_field,
)

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
MAX_WORD = 100
MAX_DEPTH = 16
MAX_NEAR = 100

TOKEN = re.compile(
    rf"""
    (?P<open>\()|(?P<close>\))
    |(?P<or>\||\bOR\b(?=\s|$|\)))
    |(?P<and>\bAND\b(?=\s|$|\)))
    |(?P<not>\bNOT\b(?=\s|$|\()|(?<![^\s(])-(?=[^\s-]))
    |(?P<near>\bNEAR(?:/(?P<distance>\d{{1,3}}))?(?=\s|$|\)))
    |(?P<field>(?:{"|".join(FIELDS)}):)(?=\S)
    |(?P<phrase>["“”„«»][^"“”„«»]*["“”«»]?\*?)
    |(?P<word>[^\s()"“”„«»|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
WORDS = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query ready for the index; where nothing is asked of it, all stories match, or none where ``nothing``."""

    text: str
    node: Node | None = None
    asked: Node | None = None  # what the index is asked
    match: str = ""  # the same as FTS5
    negated: bool = False  # all stories but those that match
    rest: Node | None = None  # what has to be fulfilled besides, and the index cannot answer: it names a section
    nothing: bool = False  # something was typed, but no word in it
    understood: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()  # words to be marked where the index cannot do it


def parse(text: str, _: Say = english) -> Query:
    """The query a person typed. Never fails, whatever it is.

    :param _: says the notes and what was understood in the reader's language.
    """
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    notes: list[str] = []
    if len(text) > MAX_CHARACTERS:
        notes.append(_("Only the first %(number)s characters were read.", number=f"{MAX_CHARACTERS:,}"))
    reader = _Reader(text[:MAX_CHARACTERS])
    node = reader.node()
    if reader.count > MAX_WORDS:
        notes.append(_("Only the first %(number)s words were searched for.", number=MAX_WORDS))
    if not text:
        return Query(text="", understood=_("all stories"))
    if node is None:
        none = _("There is no word to search for in “%(text)s”.", text=_shortened(text))
        return Query(text=text, nothing=True, understood=_("nothing"), notes=(*notes, none))
    asked, rest = _divided(node)
    match, negated = (asked and asked.fts()) or ("", False)
    return Query(
        text=text,
        node=node,
        asked=asked,
        match=match,
        negated=negated,
        rest=rest,
        understood=_("stories without %(words)s", words=node.node.words(_))
        if isinstance(node, Not)
        else _("stories with %(words)s", words=node.words(_)),
        notes=tuple(notes),
        marks=tuple(node.marks()),
    )


def _divided(node: Node) -> tuple[Node | None, Node | None]:
    """What the index is asked, and what has to be true of its answers besides."""
    if node.indexed:
        return node, None
    parts = node.nodes if isinstance(node, And) else (node,)
    return one(And, [part for part in parts if part.indexed]), one(And, [part for part in parts if not part.indexed])


def composed(
    q: str = "", *, every: str = "", phrase: str = "", some: str = "", none: str = "", headline: str = ""
) -> str:
    """The query that a form with a field for each sort of words means, as it would be typed.

    :param every: all of these words; ``some``: at least one of them; ``none``: not one of them.
    """
    parts: list[Node | None] = [
        parse(q).node,
        *_phrases(every),
        *_phrases(f'"{" ".join(phrase.replace(chr(34), " ").split())}"'),
        one(Or, _phrases(some)),
        *(Not(word) for word in _phrases(none)),
    ]
    in_headline = one(And, _phrases(headline))
    parts.append(in_headline and FieldQuery("headline", in_headline))
    whole = one(And, [part for part in parts if part])
    return whole.written() if whole else ""


def without_one(node: Node | None) -> Iterable[tuple[Node, str]]:
    """Each part of a query that could be left out, with what is left of it, as it would be typed."""
    if isinstance(node, And):
        for number, part in enumerate(node.nodes):
            rest = one(And, [*node.nodes[:number], *node.nodes[number + 1 :]])
            if rest:
                yield part, rest.written()


def one(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node | None:
    """Several parts as one; a single one stays as it is."""
    nodes = tuple(nodes)
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(nodes)


def _phrases(text: str) -> list[Phrase]:
    """Words, and phrases in quotes; everything else that might be typed means itself."""
    found = (Phrase(bare(word)[:MAX_WORD], prefix=word.endswith("*")) for word in WORDS.findall(text[:MAX_CHARACTERS]))
    return [phrase for phrase in found if phrase.string()][:MAX_WORDS]


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


class _Reader:
    """Reads a query from left to right: either of (all of (field, not, near, word or group)))."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.count = 0  # of words and phrases

    def node(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            part = self._either(depth=0)
            if part:
                parts.append(part)
            self.at += self._kind() == "close"  # a parenthesis that closes nothing
        return one(And, parts)

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._kind() == "or":
            self.at += 1
            parts.append(self._both(depth))
        return one(Or, [part for part in parts if part])

    def _both(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._kind() not in ("", "or", "close"):
            if self._kind() == "and":
                self.at += 1
                continue
            part = self._part(depth)
            if part is None:
                continue
            while self._kind() == "near":
                part = self._near(part, depth, parts)
            parts.append(part)
        return one(And, parts)

    def _near(self, left: Node, depth: int, parts: list[Node]) -> Node:
        """``left NEAR right``; what is not a word or phrase cannot be near anything and is simply asked for as well."""
        distance = min(int(self.tokens[self.at].group("distance") or 10), MAX_NEAR)
        self.at += 1
        right = self._part(depth) if self._kind() not in ("", "or", "close", "near") else None
        if right is None:
            return left
        if isinstance(right, Phrase) and isinstance(left, Phrase):
            return Near((left, right), distance)
        if isinstance(right, Phrase) and isinstance(left, Near):
            return Near((*left.phrases, right), distance)
        parts.append(left)
        return right

    def _part(self, depth: int) -> Node | None:
        token = self.tokens[self.at]
        kind = token.kind
        self.at += 1
        if kind == "not":
            inner = self._part(depth) if self._kind() not in ("", "or", "and", "close", "near") else None
            return Not(inner) if inner else None
        if kind == "field":
            inner = self._part(depth) if self._kind() in ("word", "phrase", "open") else None
            return in_field(token.group("field")[:-1].lower(), inner) if inner else None
        if kind == "open":
            if depth >= MAX_DEPTH:
                return None
            inner = self._either(depth + 1)
            self.at += self._kind() == "close"
            return inner
        return self._phrase(token.text) if kind in ("word", "phrase") else None

    def _phrase(self, text: str) -> Phrase | None:
        self.count += 1
        if self.count > MAX_WORDS:
            return None
        prefix = text.endswith("*")
        phrase = Phrase(bare(text)[:MAX_WORD], prefix=prefix)
        return phrase if phrase.string() else None


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of what was typed, and what it is: one of TOKEN's group names."""

    kind: str
    match: re.Match[str]

    @property
    def text(self) -> str:
        return self.match[0]

    def group(self, name: str) -> str:
        return self.match[name] or ""


def _tokens(text: str) -> list[_Token]:
    """The tokens of a query; operators count only in capitals, and only where there is something besides them."""
    found = []
    for match in TOKEN.finditer(text):
        kind = "near" if match["near"] else (match.lastgroup or "word")
        if kind in OPERATORS and match[0][0].isalpha() and not match[0].isupper():
            kind = "word"
        found.append(_Token(kind, match))
    if not any(token.kind in ("word", "phrase") for token in found):
        found = [_Token("word", token.match) for token in found if token.text[0].isalpha()]
    return found
