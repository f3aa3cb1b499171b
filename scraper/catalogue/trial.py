"""Tries out the selectors, patterns and templates of one place in a publication file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scraper.catalogue.table_reader import Location
from scraper.catalogue.value_types import did_you_mean
from scraper.discover.date_formats import is_serial
from scraper.discover.templates import Group, Variables, brace_groups, fill
from scraper.publication import Value

_TRIAL_DAY = dt.date(2026, 3, 7)
_REFERENCE = re.compile(r"\\(?:g<)?(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A place that takes faults, and the names that templates may use there.

    ``bound`` names have a value for every edition; other ``known`` ones need a default. In a ``literal`` scope braces
    mean nothing.
    """

    place: Location
    bound: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    literal: bool = False

    def at(self, place: Location, names: Iterable[str] = ()) -> Scope:
        """This scope at another place of the file, with further names bound."""
        return replace(self, place=place, bound=self.bound.union(names), known=self.known.union(names))

    def template(self, key: str, text: str, value: str = "x") -> str:
        """The text as filled in for trial, each name with this value; empty where a fault was noted."""
        if self.literal:
            return text
        try:
            named = list(brace_groups(text))
        except ValueError as error:
            self.place.at(key).fault(f"{error}")
            return ""
        wrong = [sentence for group in named if (sentence := self._wrong(group))]
        for sentence in wrong:
            self.place.at(key).fault(sentence)
        trial = Variables(date=_TRIAL_DAY, texts={group.name: value for group in named})
        return "" if wrong else fill(text, trial)

    def json_template(self, key: str, text: str) -> None:
        """Note what is wrong with a template, which is JSON if it begins as JSON does."""
        if (filled := self.template(key, text, "1")) and text.lstrip()[:1] in ("{", "["):
            try:
                json.loads(filled)
            except ValueError as error:
                self.place.at(key).fault(f"no JSON: {error}")

    def templates(self, **texts: str | Iterable[str]) -> None:
        """Note what is wrong with the templates of several keys."""
        for key, written in texts.items():
            for text in (written,) if isinstance(written, str) else written:
                self.template(key, text)

    def selector(self, key: str, text: str, *, json: bool) -> None:
        """Note a selector that does not compile."""
        from scraper.discover import selectors  # loads the HTML and JSON libraries, which only checking needs

        if filled := self.template(key, text):
            try:
                (selectors.check_json if json else selectors.check_html)(filled)
            except ValueError as error:
                self.place.at(key).fault(str(error))

    def pattern(self, key: str, text: str, replacement: str = "") -> None:
        """Note a regular expression that does not compile, or a replacement that names a group it does not have."""
        if not (filled := self.template(key, text)):
            return
        try:
            compiled = re.compile(filled)
        except re.error as error:
            self.place.at(key).fault(f"'{text}' is no regular expression: {error}")
            return
        if missing := [number for number in _REFERENCE.findall(replacement) if int(number) > compiled.groups]:
            self.place.at(key).fault(f"'{replacement}' names group {missing[0]}, which '{text}' does not have")

    def patterns(self, **texts: Iterable[str]) -> None:
        """Note what is wrong with the regular expressions of several keys."""
        for key, several in texts.items():
            for text in several:
                self.pattern(key, text)

    def value(self, key: str, value: Value, *, json: bool) -> None:
        """Note everything that is wrong with a value."""
        for selector in value.get:
            self.selector(key, selector, json=json)
        self.patterns(**{key: filter(None, (value.re,))})
        for pattern, replacement in value.sub:
            self.pattern(key, pattern, replacement)
        self.at(self.place, ("value",)).templates(**{key: (value.template, value.default, value.const)})

    def values(self, *, json: bool, **values: Value | Iterable[Value] | None) -> None:
        """Note everything that is wrong with the values, or lists of values, of several keys."""
        for key, written in values.items():
            for value in (written,) if isinstance(written, Value) else written or ():
                self.value(key, value, json=json)

    def _wrong(self, group: Group) -> str:
        name = group.name
        if name.startswith("env."):
            return ""  # whether it is set is known only when it is needed
        if is_serial(name):
            return ""
        if name not in self.known:
            return f"no variable {{{name}}}; {did_you_mean(name, sorted(self.known))}"
        if name not in self.bound and group.default is None:
            return f"{{{name}}} is not set for every edition: write {{{name}?}}, or list it in 'requires'"
        return ""
