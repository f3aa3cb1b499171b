"""The table of edition statements, ``table/<language>.toml``: how papers say in which edition a story ran.

A row is one wording. Its ``template`` is written in the small language of ``grammar``; ``example`` is
a sentence the row must read and ``gives`` what it must read from it, which a test checks row by row. To teach the
archive a new wording, add a row; there is nothing to program. A page is searched for a language's wordings only where
one of its ``clues`` occurs: whole words, or with a star at the end beginnings of words (or words of scripts without
blanks).

    own = false            the words are not about the story beside them ("Print edition: 7 December 2024")
    place = "line"         they count only where nothing else is in the block
    place = "closing"      they count also as the last words of the story's text
    publication = "..."    the paper that alone uses the wording
    hosts = ["..."]        read only on these sites: elsewhere the same words mean something else
    ahead = 365            days by which the edition may be later than the page; a newspaper's is at most 21 later
    web_date = 2025-01-20  the day on the web that goes with an example without a year
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from scraper.texts.statements import grammar


class StatementPlace(enum.StrEnum):
    """Where on a page the wording counts as a statement of the story's edition."""

    ALONE = "alone"  # a sentence of its own, at the start or the end of a block outside the story's text
    LINE = "line"  # nothing else is in the block
    CLOSING = "closing"  # like ALONE, and also as the last words of the story's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One wording; rows that are ``own`` are about the very text around them ("this story") and outrank the others."""

    language: str
    source: str  # the template as it is written, with its words put in
    template: grammar.Template
    example: str
    gives: Mapping[str, str] = field(default_factory=dict)
    own: bool = True
    place: StatementPlace = StatementPlace.ALONE
    publication: str = ""
    hosts: tuple[str, ...] = ()
    ahead: int = 21
    web_date: dt.date | None = None


class Table:
    """One language's wordings and its clues: each of its statements contains a clue, and few other texts do.

    The wordings are compiled only when a page contains a clue, which most pages do not.
    """

    def __init__(self, stated: Mapping[str, Any], name: str) -> None:
        self.language: str = stated["language"]
        self.clues: tuple[str, ...] = tuple(stated["clues"])
        self._stated = stated
        self._name = name

    @functools.cached_property
    def rows(self) -> tuple[Statement, ...]:
        """The wordings, in the order of the table."""
        words = self._stated.get("words", {})
        return tuple(
            _row(row, self.language, words, f"{self._name}: row {n}")
            for n, row in enumerate(self._stated["statement"], start=1)
        )

    @functools.cached_property
    def unnumbered(self) -> tuple[Statement, ...]:
        """The wordings that may match without any digit."""
        return tuple(row for row in self.rows if not row.template.numbered)


@functools.cache
def all_tables() -> tuple[Table, ...]:
    """The tables of all languages, in the order of their codes."""
    folder = resources.files("scraper.texts.statements") / "table"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(
        Table(tomllib.loads(file.read_text(encoding="utf-8")), f"statements/table/{file.name}") for file in files
    )


def all_statements() -> tuple[Statement, ...]:
    """Every wording of every language."""
    return tuple(row for table in all_tables() for row in table.rows)


def _row(row: Mapping[str, Any], language: str, words: Mapping[str, str], where: str) -> Statement:
    keys = Statement.__dataclass_fields__.keys() - {"language", "source"}
    if unknown := row.keys() - keys:
        raise ValueError(f"{where}: no key {min(unknown)!r}; a statement has {', '.join(sorted(keys))}")
    template = re.sub(r"<(\w+)>", lambda match: words.get(match[1], match[0]), row["template"])
    return Statement(
        language=language,
        source=template,
        template=grammar.compile_template(template),
        example=row["example"],
        gives=row["gives"],
        own=row.get("own", True),
        place=StatementPlace(row.get("place", "alone")),
        publication=row.get("publication", ""),
        hosts=tuple(row.get("hosts", ())),
        ahead=row.get("ahead", 21),
        web_date=row.get("web_date"),
    )
