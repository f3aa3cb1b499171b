"""A query string -> a ``Query`` that SQLite can always answer (pure; never fails).

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

from scraper.archive.search import readings
from scraper.archive.search.notes import Note, NoteCode
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
    bare,
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
    |(?P<not>\bNOT\b(?=\s|$|\()|(?<![^\s(:])-(?=[^\s-]))
    |(?P<near>\bNEAR(?:/(?P<distance>\d{{1,9}}))?(?=\s|$|\)))
    |(?P<field>(?:{"|".join(FIELDS)}):)(?=\S)
    |(?P<phrase>["“”„«»][^"“”„«»]*["“”«»]?\*?)
    |(?P<word>[^\s()"“”„«»|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
GERSHAYIM = re.compile('(?<=[א-ת])"(?=[א-ת])')  # a Hebrew abbreviation, no phrase
# As East Asian keyboards type them: quotation marks, and whatever has a full width.
SIGNS = str.maketrans("〝〞「」『』", '"' * 6) | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query. Without ``match`` and ``unindexed_part`` it finds all stories; if ``nothing``, it finds none."""

    text: str
    node: Node | None = None
    indexed_part: Node | None = None  # the part that the full-text index answers
    match: str = ""  # its FTS5 expression
    negated: bool = False  # the stories that match the expression are left out, and all others found
    unindexed_part: Node | None = None  # the part that names sections, which the index does not know
    nothing: bool = False  # something was typed, but no word in it
    notes: tuple[Note, ...] = ()
    highlights: tuple[str, ...] = ()  # words to highlight where the index cannot do it


def parse(text: str) -> Query:
    """The query that a person typed, whatever it is; what was left out of it is in ``notes``. Never fails."""
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    text = GERSHAYIM.sub("\u05f4", text).translate(SIGNS)
    notes: list[Note] = []
    if len(text) > MAX_CHARACTERS:
        notes.append(Note(code=NoteCode.CHARACTERS_LEFT_OUT, number=MAX_CHARACTERS))
    reading = readings.read(text[:MAX_CHARACTERS])
    parser = _Parser(reading.text)
    node = parser.node()
    notes += [*reading.notes, *parser.notes]
    if parser.count > MAX_WORDS:
        notes.append(Note(code=NoteCode.WORDS_LEFT_OUT, number=MAX_WORDS))
    if not text:
        return Query(text="")
    if node is None:
        no_word = Note(code=NoteCode.NO_WORD, text=_shortened(text))
        return Query(text=text, nothing=True, notes=(*notes, no_word))
    indexed, unindexed = _divided(node)
    match, negated = (indexed and indexed.fts()) or ("", False)
    return Query(
        text=text,
        node=node,
        indexed_part=indexed,
        match=match,
        negated=negated,
        unindexed_part=unindexed,
        notes=tuple(notes),
        highlights=tuple(node.highlights()),
    )


def _divided(node: Node) -> tuple[Node | None, Node | None]:
    """The part of a query that the full-text index answers, and the part that it cannot."""
    if node.indexed:
        return node, None
    parts = node.nodes if isinstance(node, And) else (node,)
    return one(And, [part for part in parts if part.indexed]), one(And, [part for part in parts if not part.indexed])


def composed(
    q: str = "", *, every: str = "", phrase: str = "", some: str = "", none: str = "", headline: str = ""
) -> str:
    """The query string of a form that has a field for each kind of words ("more exactly").

    :param every: all of these words; ``some``: at least one of them; ``none``: not one of them.
    :param phrase: these words side by side. :param headline: all of these words in the headline.
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
    """Each part of a query that could be left out, with the query string of the others."""
    if isinstance(node, And):
        for number, part in enumerate(node.nodes):
            rest = one(And, [*node.nodes[:number], *node.nodes[number + 1 :]])
            if rest:
                yield part, rest.written()


def one(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node | None:
    """Several nodes as one ``And`` or ``Or``; a single node stays as it is, and of none there is None."""
    nodes = tuple(nodes)
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(nodes)


def _phrases(text: str) -> list[Phrase]:
    """Words, and phrases in quotes; everything else that might be typed means itself."""
    found = (Phrase(_cut(word), prefix=word.endswith("*")) for word in readings.WORDS.findall(text[:MAX_CHARACTERS]))
    return [phrase for phrase in found if phrase.string()][:MAX_WORDS]


def _cut(text: str) -> str:
    """A word or a phrase that is not longer than it may be; a phrase ends with a whole word."""
    words = bare(text).split()
    return " ".join(words[:MAX_WORDS]) if len(words) > 1 else bare(text)[:MAX_WORD]


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


class _Parser:
    """Parses a query from left to right: alternatives (OR) of conjunctions (AND) of field, not, near, word or group."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.count = 0  # of words and phrases
        self.notes: list[Note] = []

    def node(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            part = self._alternatives(depth=0)
            if part:
                parts.append(part)
            self.at += self._kind() == "close"  # a parenthesis that closes nothing
        return one(And, parts)

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _alternatives(self, depth: int) -> Node | None:
        parts = [self._conjunction(depth)]
        while self._kind() == "or":
            self.at += 1
            parts.append(self._conjunction(depth))
        return one(Or, [part for part in parts if part])

    def _conjunction(self, depth: int) -> Node | None:
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
        """``left NEAR right``; of a group of alternatives each is near.

        What else is not a word or phrase cannot be near anything, and is simply asked for as well.
        """
        start = self.tokens[self.at].match.start()
        typed = int(self.tokens[self.at].group("distance") or 10)
        distance = min(typed, MAX_NEAR)
        if distance < typed:
            self.notes.append(Note(code=NoteCode.READ_AS, text=f"NEAR/{typed}", read=f"NEAR/{distance}"))
        self.at += 1
        right = self._part(depth) if self._kind() not in ("", "or", "close", "near") else None
        if right is None:
            return left
        lefts, rights = (list(node.nodes) if isinstance(node, Or) else [node] for node in (left, right))
        pairs = [_near_each_other(one, other, distance) for one in lefts for other in rights[:MAX_WORDS]]
        found = [pair for pair in pairs[:MAX_WORDS] if pair]
        if not found or len(found) < len(pairs):
            end = self.tokens[self.at - 1].match.end()
            self.notes.append(Note(code=NoteCode.NO_NEAR, text=_shortened(self.text[start:end])))
            parts.append(left)
            return right
        whole = found[0] if len(found) == 1 else Or(tuple(found))
        if len(found) > 1:
            written = f"{_grouped(left)} {self.text[start : self.tokens[self.at - 1].match.end()]}"
            self.notes.append(
                Note(code=NoteCode.READ_AS, text=_shortened(written), read=_shortened(whole.written(), 200))
            )
        return whole

    def _part(self, depth: int) -> Node | None:
        token = self.tokens[self.at]
        kind = token.kind
        self.at += 1
        if kind == "not":
            inner = self._part(depth) if self._kind() not in ("", "or", "and", "close", "near") else None
            return Not(inner) if inner else None
        if kind == "field":
            inner = self._part(depth) if self._kind() in ("word", "phrase", "open", "not") else None
            return in_field(token.group("field")[:-1].lower(), inner) if inner else None
        if kind == "open":
            if depth >= MAX_DEPTH:
                return None
            inner = self._alternatives(depth + 1)
            self.at += self._kind() == "close"
            return inner
        return self._phrase(token.text) if kind in ("word", "phrase") else None

    def _phrase(self, text: str) -> Phrase | None:
        self.count += 1
        if self.count > MAX_WORDS:
            return None
        prefix = text.rstrip('"”“«»').endswith("*")
        if len(text.split()) > MAX_WORDS:
            self.notes.append(Note(code=NoteCode.WORDS_LEFT_OUT, number=MAX_WORDS))
        phrase = Phrase(_cut(text), prefix=prefix)
        if not phrase.string():
            return None
        if prefix and not phrase.begins:
            self.notes.append(Note(code=NoteCode.SHORT_BEGINNING, text=phrase.text[-1]))
        elif prefix and not text.endswith("*"):
            self.notes.append(Note(code=NoteCode.READ_AS, text=_shortened(text), read=_shortened(phrase.written())))
        return phrase


def _near_each_other(left: Node, right: Node, distance: int) -> Near | None:
    """None where one of them is neither words nor near others already."""
    if isinstance(right, Phrase) and isinstance(left, Phrase):
        return Near((left, right), distance)
    if isinstance(right, Phrase) and isinstance(left, Near):
        return Near((*left.phrases, right), distance)
    return None


def _grouped(node: Node) -> str:
    return f"({node.written()})" if isinstance(node, Or) else node.written()


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
    tokens = []
    for match in TOKEN.finditer(text):
        kind = "near" if match["near"] else (match.lastgroup or "word")
        if kind in OPERATORS and match[0][0].isalpha() and not match[0].isupper() and not match["distance"]:
            kind = "word"
        tokens.append(_Token(kind, match))
    if not any(token.kind in ("word", "phrase") for token in tokens):
        tokens = [_Token("word", token.match) for token in tokens if token.text[0].isalpha()]
    return tokens
