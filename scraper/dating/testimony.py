"""What a story page can testify about its edition, taken from the page's markup: passages in order, and data.

``scraper.extract`` draws it up; everything in ``scraper.dating`` reads only this, so a statement can be tried in a test
with a few lines of text and no page.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Zone(enum.IntEnum):
    """Where a passage stands, best witness first."""

    STORY = 0  # the story's own header or footer, beside its text
    TEXT = 1  # the story's own paragraphs
    BOX = 2  # a subscription or preview box
    PAGE = 3  # elsewhere in the page's main part
    ASIDE = 4  # a side column
    SITE = 5  # the site's header, menus and footer
    OTHER = 6  # another story's teaser, a quotation, a reader's comment, hidden text: no witness at all


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of text as a reader sees it; ``distance`` counts the blocks to the story's headline or text."""

    text: str
    zone: Zone = Zone.STORY
    distance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Everything on a page that may tell the edition."""

    url: str = ""
    headline: str = ""
    language: str = ""
    site: str = ""
    published: str = ""  # ISO 8601, as the Draft has it
    fetched: dt.datetime | None = None
    passages: tuple[Passage, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # meta elements, names in lower case
    story: Mapping[str, Any] = field(default_factory=dict)  # the story's own JSON-LD object
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # itemprops of the story, in lower case
    embedded: tuple[Any, ...] = ()  # JSON values found in scripts that hold a key of ``carriers``
    rule: tuple[str, str] = ("", "")  # (kind, words) of the publication's own edition_date rule
