"""Find a statement's template in a text: first the words it needs, then where it may begin, then step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.texts.dates import dates
from scraper.texts.folding import Folded
from scraper.texts.statements import template_fields
from scraper.texts.statements.grammar import Literal, Step, Template
from scraper.texts.statements.template_fields import DateContext

__all__ = ["DateContext", "Match", "find_matches"]

_BEGINNING = re.compile(r"(?:(?<=\n)|(?<=[(\[|])|\A)\s*(?=\S)")
_DIGIT = re.compile(r"\d|[〇零一二三四五六七八九十元]\s?[年月日]")
_WINDOW = 260  # characters before and after a needle in which its statement is looked for
_OCCURRENCES = 40  # needles looked at in one text, half of them from its end
_TRIES = 300  # matches at one position that are compared before the first is taken


@dataclass(frozen=True, slots=True)
class Match:
    """A statement found at ``folded[start:end]``; ``fields`` are the page's own words for each field."""

    start: int
    end: int
    fields: tuple[tuple[str, str], ...]
    parsed_date: dates.ParsedDate | None


_Found = tuple[int, tuple[tuple[str, str], ...], dates.ParsedDate | None]


def find_matches(template: Template, text: Folded, context: DateContext) -> Iterator[Match]:
    """Every match of a template in a text, in order, none overlapping.

    :param context: how dates in the text are read.
    """
    taken = 0
    search = _Search(text, context)
    for start in _starts(template, text.folded):
        if start < taken:
            continue
        best: _Found | None = None
        for tries, found in enumerate(search.match(template.first, start)):
            if template.begins_line and "\n" in text.folded[start : found[0]].strip():
                continue
            # "毎日新聞 2025年1月14日" can be cut in many ways; the right one leaves a full day.
            dated = found[2] is not None and found[2].date is not None
            best = found if dated or best is None else best
            if dated or tries > _TRIES:
                break
        if best:
            taken = best[0]
            yield Match(start, *best)


class _Search:
    """A backtracking search for one template in one text; positions that failed are not tried again."""

    def __init__(self, text: Folded, context: DateContext) -> None:
        self._text = text
        self._context = context
        self._dead: set[tuple[int, int]] = set()

    def match(self, step: Step | None, position: int) -> Iterator[_Found]:
        """Every way to match a step and those after it: (end, fields, date)."""
        if step is None:
            yield position, (), None
            return
        here = (id(step), position)
        if here in self._dead:
            return
        alive = False
        for found in self._ways(step, position):
            alive = True
            yield found
        if not alive:
            self._dead.add(here)

    def _ways(self, step: Step, position: int) -> Iterator[_Found]:
        folded = self._text.folded
        if step.ways:
            for way in step.ways:
                yield from self.match(way, position)
        elif isinstance(step.part, Literal):
            matched = step.part.pattern.match(folded, position)
            if matched:
                yield from self.match(step.after, matched.end())
        elif step.part is not None:
            name = step.part.name
            ahead = folded[position : position + 4]
            position += len(ahead) - len(ahead.lstrip())
            for end, parsed_date in template_fields.field_ends(
                name, self._text, position, self._context, open_ended=step.open_ended
            ):
                for after, others, later in self.match(step.after, end):
                    if not template_fields.is_plausible(name, folded[position:end], parsed_date, self._context):
                        break  # looked at last, for it costs most
                    named = (name, template_fields.field_text(name, self._text, position, end))
                    yield after, (named, *others), parsed_date or later


def _starts(template: Template, folded: str) -> Iterator[int]:
    """The positions where the statement may begin, near one of its needles."""
    first = template.first.part
    for low, high in _windows(template.needles, folded, on_line=template.begins_line):
        if template.begins_line:
            for begin in _BEGINNING.finditer(folded, low, high):
                if not template.numbered or _DIGIT.search(folded, begin.end(), _line_end(folded, begin.end())):
                    yield begin.end()
        elif isinstance(first, Literal):
            for words in first.pattern.finditer(folded, low, high):
                start = words.start() + len(words[0]) - len(words[0].lstrip())
                if not template_fields.inside_word(folded, start):
                    yield start


def _line_end(folded: str, position: int) -> int:
    end = folded.find("\n", position)
    return end if end >= 0 else len(folded)


def _windows(needles: Sequence[frozenset[str]], folded: str, *, on_line: bool) -> list[tuple[int, int]]:
    """The ranges of text around the rarest needles, or the lines they are on; overlapping ones are joined."""
    counts = []
    for words in needles:
        count = sum(folded.count(word) for word in words)
        if not count:
            return []
        counts.append(count)
    rarest = needles[counts.index(min(counts))]
    positions = sorted({match.start() for word in rarest for match in re.finditer(re.escape(word), folded)})
    if len(positions) > _OCCURRENCES:  # statements stand first or last
        positions = positions[: _OCCURRENCES // 2] + positions[-_OCCURRENCES // 2 :]
    windows: list[tuple[int, int]] = []
    for position in positions:
        low = max(position - _WINDOW, folded.rfind("\n", 0, position) + 1 if on_line else 0)
        high = position + 1 if on_line else min(position + _WINDOW, len(folded))
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows
