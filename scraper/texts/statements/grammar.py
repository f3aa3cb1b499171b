"""The template language of edition statements, compiled into the steps of a search.

    This story is from the {date} edition of {publication}

A blank stands for any white space or none, ``[...]`` may be missing, ``(a|b)`` is a choice, ``\\`` takes the next
character literally, and ``{...}`` is a field: ``date`` (a day, or the name of an issue), ``publication``, ``section``,
``label``, ``morning`` (a label that says 朝刊 or 夕刊), ``headline``, ``issue``, ``page``, ``number``, ``volume``,
``year``, and for words that tell nothing ``title`` and, within one sentence and without digits, ``words``. Case,
quotes, dashes and widths do not matter.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.texts.folding import fold

_FIELD_NEEDLES = {"morning": frozenset({"朝刊", "夕刊"})}
# Of two ways to read the words before a name, the one that does not end inside its first word: "de Lanterne".
_WHOLE_WORD = r"(?<![a-z\u00df-\u024f](?=[a-z\u00df-\u024f]))"
_NUMBERED = frozenset({"date", "page", "number", "volume", "year"})  # fields that are nothing without a digit


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that must be there, as the source of one pattern, compiled when it is first used."""

    words: str
    vanishes: bool  # nothing at all will do

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.words)


_compiled = functools.cache(re.compile)


@dataclass(frozen=True, slots=True)
class Field:
    """A named field of a template, such as ``date``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One part of a template and the step after it; an alternative has the first step of each of its ``ways``."""

    part: Literal | Field | None
    after: Step | None = None
    ways: tuple[Step | None, ...] = ()
    open_ended: bool = True  # nothing need come after it


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled wording, ready to be searched for."""

    first: Step
    needles: tuple[frozenset[str], ...]  # of each set every such statement holds one word
    begins_line: bool  # it may begin with a field, and is then read only from the beginning of a line, and on one line
    numbered: bool  # it always holds a digit
    loose: bool  # it reads over words it does not know

    def may_match(self, folded: str) -> bool:
        """Whether a folded text contains a word of every set that the statement needs."""
        return all(any(word in folded for word in words) for words in self.needles)


def compile_template(template: str) -> Template:
    """Compile a template.

    :raises ValueError: the template has a mistake, or no word that a matching text always contains.
    """
    parts = parse_template(template)
    needles = tuple(words for part in parts if (words := _needles(part)))
    if not needles:
        raise ValueError(f"statement template {template!r}: no word that is always in it")
    opening = tuple(itertools.takewhile(lambda part: _pattern(part) is not None, parts))
    first = _steps(parts, None)
    assert first is not None  # a template with a needle has a part
    return Template(
        first,
        needles,
        begins_line=all(map(_may_vanish, opening)),
        numbered=any(isinstance(part, Field) and part.name in _NUMBERED for part in parts),
        loose="{words}" in template,
    )


def parse_template(template: str) -> tuple[Parsed, ...]:
    """The parts of a template in their order.

    :raises ValueError: a bracket is missing, or one too many.
    """
    parts, rest = _parsed(template, 0, "")
    if rest != len(template):
        raise ValueError(f"statement template {template!r}: unexpected {template[rest]!r} at {rest}")
    return parts


# A template as parsed: words as they are written, fields, and choices of further such sequences.
@dataclass(frozen=True, slots=True)
class Words:
    words: str
    closes: bool  # they follow a field, so a quote at their beginning closes it


@dataclass(frozen=True, slots=True)
class Ways:
    ways: tuple[tuple[Parsed, ...], ...]


Parsed = Words | Field | Ways


def _parsed(template: str, position: int, closers: str) -> tuple[tuple[Parsed, ...], int]:
    nodes: list[Parsed] = []
    words = ""
    while position < len(template) and template[position] not in closers:
        char = template[position]
        if char in "{[(" and words:
            nodes.append(Words(words, bool(nodes) and isinstance(nodes[-1], Field)))
            words = ""
        if char == "{":
            end = template.index("}", position)
            nodes.append(Field(template[position + 1 : end]))
            position = end + 1
        elif char in "[(":
            ways, position = _ways(template, position)
            nodes.append(Ways((*ways, ()) if char == "[" else ways))
        else:
            taken = 2 if char == "\\" else 1
            words += template[position + taken - 1]
            position += taken
    if words:
        nodes.append(Words(words, bool(nodes) and isinstance(nodes[-1], Field)))
    return tuple(nodes), position


def _ways(template: str, position: int) -> tuple[tuple[tuple[Parsed, ...], ...], int]:
    closer = {"[": "]", "(": ")"}[template[position]]
    ways = []
    while True:
        nodes, position = _parsed(template, position + 1, "|" + closer)
        ways.append(nodes)
        if position >= len(template):
            raise ValueError(f"statement template {template!r}: {closer!r} is missing")
        if template[position] == closer:
            return tuple(ways), position + 1


def _steps(parts: Sequence[Parsed], after: Step | None) -> Step | None:
    """The steps of a search; neighbouring parts without a field become one pattern, where a search can start."""
    if not parts:
        return after
    leading = list(itertools.takewhile(lambda part: _pattern(part) is not None, parts))
    rest = _steps(parts[max(len(leading), 1) :], after)
    free = rest is None or _vanishes(rest)
    if leading:
        words = "".join(str(_pattern(part)) for part in leading)
        if (
            isinstance(leading[-1], Words)
            and isinstance(next(iter(parts[len(leading) :]), None), Field)
            and "|" in words
        ):
            words = f"(?:{words}{_WHOLE_WORD}|{words})"
        return Step(Literal(words, all(map(_may_vanish, leading))), rest, open_ended=free)
    part = parts[0]
    if isinstance(part, Ways):
        return Step(None, rest, tuple(_steps(way, rest) for way in part.ways), open_ended=free)
    return Step(part if isinstance(part, Field) else None, rest, open_ended=free)


def _vanishes(step: Step) -> bool:
    """Whether the empty text satisfies a step and all steps after it."""
    if step.ways:
        return any(way is None or _vanishes(way) for way in step.ways)
    return isinstance(step.part, Literal) and step.part.vanishes and step.open_ended


def _pattern(part: Parsed) -> str | None:
    """Words, or alternatives of words, as a pattern; None where a field is involved."""
    if isinstance(part, Field):
        return None
    if isinstance(part, Words):
        return _words_pattern(part)
    ways = [[_pattern(inner) for inner in way] for way in part.ways]
    if any(inner is None for way in ways for inner in way):
        return None
    # The longest first: nothing comes back to a choice once the words after it are being read.
    return f"(?:{'|'.join(sorted((''.join(map(str, way)) for way in ways), key=len, reverse=True))})"


def _words_pattern(words: Words) -> str:
    """The pattern of words: any quotation mark matches any other, and one that closes a field also ends a word."""
    folded = re.sub(r" +", " ", fold(words.words).folded)
    special = {" ": r"\s{0,3}", '"': r"[\"']"}
    pattern = "".join(special.get(char) or re.escape(char) for char in folded)
    if words.closes and folded.startswith('"'):
        return pattern.replace(special['"'], r"[\"'](?!\w)", 1)
    return pattern


def _may_vanish(part: Parsed) -> bool:
    if isinstance(part, Ways):
        return any(all(_may_vanish(inner) for inner in way) for way in part.ways)
    return isinstance(part, Words) and not part.words.strip()


def _needles(part: Parsed) -> frozenset[str]:
    """Words of which a text with this part always contains one; none for a part that may be missing."""
    if isinstance(part, Field):
        return _FIELD_NEEDLES.get(part.name, frozenset())
    if isinstance(part, Words):
        words = re.findall(r"\w+|[^\w\s]", fold(part.words).folded)
        return frozenset({max(words, key=lambda word: (word.isalnum(), len(word)))}) if words else frozenset()
    ways = []
    for way in part.ways:
        found = [needles for inner in way if (needles := _needles(inner))]
        if not found:
            return frozenset()
        ways.append(max(found, key=lambda needles: min(map(len, needles))))
    return frozenset().union(*ways)
