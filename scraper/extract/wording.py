"""What pages print round a story, in many languages: offers to subscribe, lines of time, bylines, agencies, credits.

The words are data, ``wording.toml``; here they become patterns, each compiled when it is first asked for.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources


def choice(name: str) -> str:
    """The expressions of one table of ``wording.toml``, as one choice."""
    return "|".join(expression for language in _tables()[name].values() for expression in language)


@functools.lru_cache(maxsize=8192)
def is_gate(text: str) -> bool:
    """Whether a short text says that the rest is for subscribers."""
    return _calls("gate", text)


@functools.lru_cache(maxsize=8192)
def is_offer(text: str) -> bool:
    """Whether a short text wants the reader to subscribe, sign in or follow."""
    return _calls("gate", text) or _calls("invitation", text)


def is_meta_line(text: str) -> bool:
    """Whether a line only tells a time, a reading time or a count."""
    return len(text) < 90 and _meta_line().match(text) is not None


def reads_also(text: str) -> bool:
    """Whether a line begins like a pointer to another story ("Read also: ...")."""
    return len(text) < 400 and _begins("reads_also").match(text) is not None


def _calls(table: str, text: str) -> bool:
    """A call stands at the beginning, or is all there is; further on in a paragraph the words tell a story."""
    found = _anywhere(table).search(text) if len(text) < 600 else None
    return found is not None and (len(text) < 150 or found.start() < 40)


@functools.cache
def _anywhere(table: str) -> re.Pattern[str]:
    return re.compile(choice(table), re.IGNORECASE)


@functools.cache
def _begins(table: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{choice(table)})", re.IGNORECASE)


@functools.cache
def _meta_line() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:(?:{choice('time_label')})\b.{{0,60}}|{choice('count')})\W*$", re.IGNORECASE)


@functools.cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    file = resources.files("scraper.extract") / "wording.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
