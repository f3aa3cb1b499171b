"""What a story page can testify about its edition, taken from the page's markup: passages in order, and data.

``scraper.extract`` draws it up, with ``scan(texts)`` and, for the texts that scan finds possible, where each stands;
everything in ``scraper.dating`` reads only this, so a statement can be tried in a test
with a few lines of text and no page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.texts.statements.scan import Scan, scan
from scraper.texts.statements.zones import Passage, TextZones

_NOTHING = Scan()
_NOWHERE = TextZones()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvidence:
    """Everything on a page that may tell the edition."""

    url: str = ""
    headline: str = ""
    language: str = ""
    site: str = ""
    published: str = ""  # ISO 8601, as the Draft has it
    fetched: dt.datetime | None = None
    scan: Scan = _NOTHING  # the page's texts, looked through once
    zones: TextZones = _NOWHERE  # where they stand
    passages: tuple[Passage, ...] = ()  # texts and stands in one, instead of the two above
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # meta elements, names in lower case
    story: Mapping[str, Any] = field(default_factory=dict)  # the story's own JSON-LD object
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # itemprops of the story, in lower case
    embedded: tuple[Any, ...] = ()  # JSON values found in scripts that hold a key of ``carriers``
    rule: tuple[str, str] = ("", "")  # (kind, words) of the publication's own edition_date rule

    @property
    def texts(self) -> tuple[Scan, TextZones]:
        """The page's texts and where they stand, however they were given."""
        if self.passages:
            return scan([passage.text for passage in self.passages]), TextZones.of(self.passages)
        return self.scan, self.zones
