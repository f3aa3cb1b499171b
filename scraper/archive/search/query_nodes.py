"""The nodes of a parsed query: each gives its FTS5 expression, and itself as a person would type it (pure).

A node that names a section is not ``indexed``: the full-text index does not know sections, so ``sql.matching`` makes a
condition on the stories of it. ``scraper.site.words.query_words`` puts nodes into words; a new kind of node needs a
case there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from scraper.archive import bigrams
from scraper.archive.terms import folded, in_index, terms

FIELDS = ("headline", "standfirst", "byline", "body", "section")
OPERATORS = ("or", "and", "not", "near")


class Node(Protocol):
    """A part of a query, with the parts below it."""

    @property
    def indexed(self) -> bool:
        """Whether the full-text index alone can answer it; a section is a matter of the stories' own rows."""

    def fts(self) -> tuple[str, bool] | None:
        """The expression for the full-text index (sqlite.org/fts5.html, section 3).

        :returns: the expression, and True where the stories that match it are the ones to leave out; None where the
            node has no word that the index could know.
        """

    def written(self) -> str:
        """The query string that is parsed to this node."""

    def highlights(self) -> Iterator[str]:
        """The words and phrases to highlight in a match."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word, or several side by side; with ``prefix``, an asterisk was typed behind it."""

    text: str
    prefix: bool = False

    @property
    def indexed(self) -> bool:
        return True

    def string(self) -> str:
        """The quoted FTS5 string; empty where the text has nothing the index knows."""
        text = folded(self.text.replace("\x00", " "))
        prefix = self.begins
        if bigrams.has_runs(text):
            text, prefix = _pairs(text, prefix=prefix)
        if not any(in_index(character) for character in text):
            return ""
        quoted = text.replace('"', '""')
        return f'"{quoted}" *' if prefix else f'"{quoted}"'

    @property
    def begins(self) -> bool:
        """Whether every word that begins as its last one does is meant.

        Of one letter it is the word itself: in a large archive nearly every story has a word that begins so, and
        thousands of words do. A character of a script without spaces is a word, so that no letter has to follow.
        """
        last = _words(self.text).rpartition(" ")[2]
        return self.prefix and (len(last) != 1 or bigrams.has_runs(last))

    def fts(self) -> tuple[str, bool] | None:
        string = self.string()
        return (string, False) if string else None

    def written(self) -> str:
        plain = re.fullmatch(r"[^\W_][\w'’&.-]*", self.text) and self.text.lower() not in OPERATORS
        text = self.text if plain else f'"{self.text}"'
        return f"{text}*" if self.prefix else text

    def highlights(self) -> Iterator[str]:
        yield self.text


@dataclass(frozen=True, slots=True)
class Near:
    """Two or more phrases with few words between them."""

    phrases: tuple[Phrase, ...]
    distance: int

    @property
    def indexed(self) -> bool:
        return True

    def fts(self) -> tuple[str, bool] | None:
        strings = [string for phrase in self.phrases if (string := phrase.string())]
        if len(strings) < 2:
            return (strings[0], False) if strings else None
        return f"NEAR({' '.join(strings)}, {self.distance})", False

    def written(self) -> str:
        return f" NEAR/{self.distance} ".join(phrase.written() for phrase in self.phrases)

    def highlights(self) -> Iterator[str]:
        for phrase in self.phrases:
            yield phrase.text


@dataclass(frozen=True, slots=True)
class FieldQuery:
    """A node that has to match in one column of the index."""

    field: str
    node: Node

    @property
    def indexed(self) -> bool:
        return True

    def fts(self) -> tuple[str, bool] | None:
        inner = self.node.fts()
        columns = "{headline print_headline}" if self.field == "headline" else self.field
        return (f"{columns} : ({inner[0]})", inner[1]) if inner else None

    def written(self) -> str:
        return f"{self.field}:{_grouped(self.node, but=(Phrase,))}"

    def highlights(self) -> Iterator[str]:
        return self.node.highlights()


@dataclass(frozen=True, slots=True)
class Section:
    """Stories of the sections that have these words in their name."""

    phrase: Phrase

    @property
    def indexed(self) -> bool:
        return False

    def fts(self) -> tuple[str, bool] | None:
        return None

    def names(self, section: str) -> bool:
        """Whether this section is meant: whole words of its name, whatever their case and accents."""
        if bigrams.has_runs(self.phrase.text):
            return folded(self.phrase.text) in folded(section)
        sought = f" {_words(self.phrase.text)}" + ("" if self.phrase.begins else " ")
        return sought in f" {_words(section)} "

    def written(self) -> str:
        return f"section:{self.phrase.written()}"

    def highlights(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Not:
    """Stories that do not match the node."""

    node: Node

    @property
    def indexed(self) -> bool:
        return self.node.indexed

    def fts(self) -> tuple[str, bool] | None:
        inner = self.node.fts()
        return (inner[0], not inner[1]) if inner else None

    def written(self) -> str:
        return f"-{_grouped(self.node, but=(Phrase, FieldQuery, Section))}"

    def highlights(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class And:
    """Stories that match every node."""

    nodes: tuple[Node, ...]

    @property
    def indexed(self) -> bool:
        return all(node.indexed for node in self.nodes)

    def fts(self) -> tuple[str, bool] | None:
        """a AND b AND NOT c is (a AND b) NOT c; NOT a AND NOT b is all but (a OR b), since FTS5 knows no lone NOT."""
        with_, without = _by_sign(self.nodes)
        if with_ and without:
            return _excluding(_joined(with_, "AND"), without), False
        if with_:
            return _joined(with_, "AND"), False
        return (_joined(without, "OR"), True) if without else None

    def written(self) -> str:
        return " ".join(_grouped(node, but=(Phrase, Near, FieldQuery, Section, Not)) for node in self.nodes)

    def highlights(self) -> Iterator[str]:
        for node in self.nodes:
            yield from node.highlights()


@dataclass(frozen=True, slots=True)
class Or:
    """Stories that match at least one node."""

    nodes: tuple[Node, ...]

    @property
    def indexed(self) -> bool:
        return all(node.indexed for node in self.nodes)

    def fts(self) -> tuple[str, bool] | None:
        """a OR NOT b is all but (b NOT a)."""
        with_, without = _by_sign(self.nodes)
        if not without:
            return (_joined(with_, "OR"), False) if with_ else None
        if not with_:
            return _joined(without, "AND"), True
        return _excluding(_joined(without, "AND"), with_), True

    def written(self) -> str:
        parts = [_grouped(node, but=(Phrase, Near, FieldQuery, Section, Not)) for node in self.nodes]
        written = " OR ".join(parts)
        return " | ".join(parts) if written.isupper() else written  # in a line of capitals OR is a word

    def highlights(self) -> Iterator[str]:
        for node in self.nodes:
            yield from node.highlights()


def in_field(field: str, node: Node) -> Node:
    """The node restricted to one field.

    A field that is named further inside stays: ``headline:(ferry section:city)``.

    :param field: one of ``FIELDS``.
    """
    match node:
        case FieldQuery() | Section():
            return node
        case Not():
            return Not(in_field(field, node.node))
        case And() | Or() if field == "section" or not node.indexed:
            return type(node)(tuple(in_field(field, part) for part in node.nodes))
        case Near() if field == "section":
            return And(tuple(Section(phrase) for phrase in node.phrases))
        case Phrase() if field == "section":
            return Section(node)
        case _:
            return FieldQuery(field, node)


def bare(text: str) -> str:
    """The text without quotes, asterisks and punctuation around it; inside it they stay: AT&T, co-op."""
    letters = [place for place, character in enumerate(text) if in_index(character)]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _words(text: str) -> str:
    """The folded words of a text, a space between them."""
    return " ".join("".join(c if in_index(c) else " " for c in folded(text)).split())


def _pairs(text: str, *, prefix: bool) -> tuple[str, bool]:
    """The phrase of pairs that finds a run of a script without spaces; a single character becomes a prefix.

    :param text: folded.
    """
    pieces = terms(text).split()
    last = re.search(f"{bigrams.RUN.pattern}$", text)
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


def _excluding(expression: str, excluded: Iterable[str]) -> str:
    """The expression without what matches any of others, one after the other.

    (a NOT b) NOT c, which looks for c only where b is not, takes a small part of what a NOT (b OR c) takes where these
    are common words.
    """
    for each in excluded:
        expression = f"({expression} NOT {each})"
    return expression


def _grouped(node: Node, *, but: tuple[type, ...]) -> str:
    return node.written() if isinstance(node, but) else f"({node.written()})"
