"""An index that may be worth a try, before anything of it has been read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scraper.items import Page

Get = Callable[[str], Page | None]  # None: it could not be had
Kind = Literal["edition", "newest edition", "day on the web", "newest on the web"]  # the most wanted first


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An index to try: ``tables`` are the keys of its ``[[index]]``, ``why`` says how it was found.

    ``newest`` is the newest day that the site's own links name for it, if any; ``days_apart`` how far its days lie from
    one another there; ``extends`` the platform's file that has the index, which sets ``variables``.
    """

    name: str
    kind: Kind
    why: str
    tables: Mapping[str, Any] = field(default_factory=dict)
    newest: dt.date | None = None
    days_apart: int = 0
    weekday: int | None = None  # of a weekly: Monday is 0
    extends: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[str, ...] = ()  # the names of its local editions, the main one first
    doubt: str = ""  # why what the link leads to may be no list of an edition's stories
    address: str = ""  # what a person should open to look at it

    @property
    def takes_past_days(self) -> bool:
        """Whether a day can be asked for."""
        return bool(self.extends) or "{date" in self.url

    @property
    def url(self) -> str:
        """The address of its list, or of the first step to it; empty where only that of the newest is known."""
        first = next(iter(self.tables.get("fetch", [self.tables])))
        return str(first.get("url", ""))

    @property
    def is_printed(self) -> bool:
        """Whether it is of printed editions, and not of what the web has."""
        return self.kind in ("edition", "newest edition")

    @property
    def needs_rules(self) -> bool:
        """Whether it is a list in HTML for which nobody has said how a story looks."""
        return not self.extends and self.tables.get("format", "html") == "html" and "stories" not in self.tables
