"""What a person typed -> a query that SQLite can always answer, and how we understood it, in words (pure; never fails).

    words            night ferry            both, anywhere
    phrase           "night ferry"          side by side
    either           ferry OR boat          also with |
    without          -rain   NOT rain
    beginning        harb*
    nearby           storm NEAR/5 harbour   at most five words between
    in one field     headline:storm   byline:osei   standfirst:...   body:...
    groups           (ferry OR boat) -rain

Whatever else is typed is taken for words. Every word reaches SQLite as a quoted string, so nothing typed is ever
syntax; quotes and parentheses that are not closed are closed, and operators with nothing to work on are words or are
left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from scraper.archive import terms

MAX_CHARACTERS = 2_000
MAX_WORDS = 64
MAX_WORD = 100
MAX_DEPTH = 16
MAX_NEAR = 100

TOKEN = re.compile(
    r"""
    (?P<open>\()|(?P<close>\))
    |(?P<or>\||\bOR\b(?=\s|$|\)))
    |(?P<and>\bAND\b(?=\s|$|\)))
    |(?P<not>\bNOT\b(?=\s|$|\()|(?<![^\s(])-(?=[^\s-]))
    |(?P<near>\bNEAR(?:/(?P<distance>\d{1,3}))?(?=\s|$|\)))
    |(?P<field>(?:headline|standfirst|byline|body):)(?=\S)
    |(?P<phrase>["“”„«»][^"“”„«»]*["“”«»]?\*?)
    |(?P<word>[^\s()"“”„«»|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
OPERATORS = ("or", "and", "not", "near")


class Node(Protocol):
    """A part of a query."""

    def fts(self) -> tuple[str, bool] | None:
        """The FTS5 expression, and whether it is to be read as "all stories but these"; None where nothing is asked."""

    def words(self) -> str:
        """The same for a person."""

    def marks(self) -> Iterator[str]:
        """The words and phrases that a match shows."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word, or several side by side."""

    text: str
    prefix: bool = False

    def string(self) -> str:
        """The quoted FTS5 string; empty where the text has nothing the index knows."""
        text = self.text.replace("\x00", " ")
        prefix = self.prefix
        if terms.has_runs(text):
            text, prefix = _pairs(text, prefix=prefix)
        if not any(_in_index(character) for character in text):
            return ""
        quoted = text.replace('"', '""')
        return f'"{quoted}" *' if prefix else f'"{quoted}"'

    def fts(self) -> tuple[str, bool] | None:
        string = self.string()
        return (string, False) if string else None

    def words(self) -> str:
        text = f"“{self.text}”"
        return f"words beginning with {text}" if self.prefix else text

    def marks(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True, slots=True)
class Near:
    """Two or more phrases with few words between them."""

    phrases: tuple[Phrase, ...]
    distance: int

    def fts(self) -> tuple[str, bool] | None:
        strings = [string for phrase in self.phrases if (string := phrase.string())]
        if len(strings) < 2:
            return (strings[0], False) if strings else None
        return f"NEAR({' '.join(strings)}, {self.distance})", False

    def words(self) -> str:
        return f"{' near '.join(phrase.words() for phrase in self.phrases)} (at most {self.distance} words between)"

    def marks(self) -> Iterator[str]:
        for phrase in self.phrases:
            yield phrase.text


@dataclass(frozen=True, slots=True)
class In:
    """Something asked of one field only."""

    field: str
    node: Node

    def fts(self) -> tuple[str, bool] | None:
        inner = self.node.fts()
        columns = "{headline print_headline}" if self.field == "headline" else self.field
        return (f"{columns} : ({inner[0]})", inner[1]) if inner else None

    def words(self) -> str:
        return f"{self.node.words()} in the {self.field}"

    def marks(self) -> Iterator[str]:
        return self.node.marks()


@dataclass(frozen=True, slots=True)
class Not:
    """Stories without this."""

    node: Node

    def fts(self) -> tuple[str, bool] | None:
        inner = self.node.fts()
        return (inner[0], not inner[1]) if inner else None

    def words(self) -> str:
        return f"not {self.node.words()}"

    def marks(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Both:
    """Stories that fulfil every part."""

    nodes: tuple[Node, ...]

    def fts(self) -> tuple[str, bool] | None:
        """a AND b AND NOT c is (a AND b) NOT c; NOT a AND NOT b is all but (a OR b), since FTS5 knows no lone NOT."""
        with_, without = _by_sign(self.nodes)
        if with_ and without:
            return f"(({' AND '.join(with_)}) NOT ({' OR '.join(without)}))", False
        if with_:
            return _joined(with_, "AND"), False
        return (_joined(without, "OR"), True) if without else None

    def words(self) -> str:
        return " and ".join(_in_parentheses(node, Either) for node in self.nodes)

    def marks(self) -> Iterator[str]:
        for node in self.nodes:
            yield from node.marks()


@dataclass(frozen=True, slots=True)
class Either:
    """Stories that fulfil at least one part."""

    nodes: tuple[Node, ...]

    def fts(self) -> tuple[str, bool] | None:
        """a OR NOT b is all but (b NOT a)."""
        with_, without = _by_sign(self.nodes)
        if not without:
            return (_joined(with_, "OR"), False) if with_ else None
        if not with_:
            return _joined(without, "AND"), True
        return f"(({' AND '.join(without)}) NOT ({' OR '.join(with_)}))", True

    def words(self) -> str:
        return " or ".join(_in_parentheses(node, Both) for node in self.nodes)

    def marks(self) -> Iterator[str]:
        for node in self.nodes:
            yield from node.marks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query ready for the index: ``match`` is FTS5 (empty: all stories, or none where ``nothing``)."""

    text: str
    match: str = ""
    negated: bool = False  # all stories but those that match
    nothing: bool = False  # something was typed, but no word in it
    understood: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()  # words to be marked where the index cannot do it


def parse(text: str) -> Query:
    """The query a person typed. Never fails, whatever it is."""
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    notes: list[str] = []
    if len(text) > MAX_CHARACTERS:
        notes.append(f"Only the first {MAX_CHARACTERS:,} characters were read.")
    node = _Reader(text[:MAX_CHARACTERS], notes).node()
    if not text:
        return Query(text="", understood="all stories")
    expression = node.fts() if node else None
    if node is None or expression is None:
        return Query(
            text=text,
            nothing=True,
            understood="nothing",
            notes=(*notes, f"There is no word to search for in “{_shortened(text)}”."),
        )
    return Query(
        text=text,
        match=expression[0],
        negated=expression[1],
        understood=f"stories without {node.node.words()}" if isinstance(node, Not) else f"stories with {node.words()}",
        notes=tuple(notes),
        marks=tuple(node.marks()),
    )


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _bare(text: str) -> str:
    """The text without quotes, asterisks and punctuation around it; inside it they stay: AT&T, co-op."""
    letters = [place for place, character in enumerate(text) if _in_index(character)]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _in_index(character: str) -> bool:
    """Whether the tokenizer (schema.TOKENIZER) takes the character for part of a word."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")


def _pairs(text: str, *, prefix: bool) -> tuple[str, bool]:
    """The phrase of pairs that finds a run of a script without spaces; a single character becomes a prefix."""
    text = terms.normal(text)
    pieces = terms.index_terms(text).split()
    last = re.search(f"{terms.RUN.pattern}$", text)
    if last:  # the index has one entry more for a run that ends here, and the run may go on
        if len(last[0]) > 1:
            pieces = pieces[:-1]
        else:
            prefix = True
    return " ".join(pieces), prefix


def _by_sign(nodes: Sequence[Node]) -> tuple[list[str], list[str]]:
    expressions = [expression for node in nodes if (expression := node.fts())]
    return [e for e, negated in expressions if not negated], [e for e, negated in expressions if negated]


def _joined(expressions: Sequence[str], operator: str) -> str:
    return expressions[0] if len(expressions) == 1 else f"({f' {operator} '.join(expressions)})"


def _in_parentheses(node: Node, kind: type) -> str:
    return f"({node.words()})" if isinstance(node, kind) else node.words()


class _Reader:
    """Reads a query from left to right: either of (all of (field, not, near, word or group)))."""

    def __init__(self, text: str, notes: list[str]) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.count = 0
        self.notes = notes

    def node(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            part = self._either(depth=0)
            if part:
                parts.append(part)
            self.at += self._kind() == "close"  # a parenthesis that closes nothing
        return _one(Both, parts)

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._kind() == "or":
            self.at += 1
            parts.append(self._both(depth))
        return _one(Either, [part for part in parts if part])

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
        return _one(Both, parts)

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
            return In(token.group("field")[:-1].lower(), inner) if inner else None
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
            if self.count == MAX_WORDS + 1:
                self.notes.append(f"Only the first {MAX_WORDS} words were searched for.")
            return None
        prefix = text.endswith("*")
        phrase = Phrase(_bare(text)[:MAX_WORD], prefix=prefix)
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


def _one(kind: type[Both] | type[Either], nodes: list[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(nodes))
