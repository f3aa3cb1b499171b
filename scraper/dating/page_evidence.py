"""What of a story page can name its edition: its texts in order, and its data.

``scraper.extract`` makes it from a page. The rest of ``scraper.dating`` reads only this, so a test can try a statement
with a few lines of text and no page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.texts.statements.scan import TextScan, scan_texts
from scraper.texts.statements.zones import Passage, TextZones

_NOTHING = TextScan()
_NOWHERE = TextZones()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvidence:
    """Everything on a page that may name the edition.

    The texts are given as ``scan`` and ``zones``, or in tests as ``passages``.
    """

    url: str = ""
    headline: str = ""
    title: str = ""  # of the page, where the paper's own mark of its issue may follow the headline
    language: str = ""
    site: str = ""
    published: str = ""  # ISO 8601, as the Draft has it
    fetched: dt.datetime | None = None
    scan: TextScan = _NOTHING  # the page's texts, scanned
    zones: TextZones = _NOWHERE  # where on the page they are
    passages: tuple[Passage, ...] = ()  # texts with their zones, instead of the two above
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # meta elements, names in lower case
    story: Mapping[str, Any] = field(default_factory=dict)  # the story's own JSON-LD object
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # itemprops of the story, in lower case
    embedded: tuple[Any, ...] = ()  # JSON values found in scripts that contain a key of ``print_metadata``
    rule: tuple[str, str] = ("", "")  # (kind, words) of the publication's own edition_date rule

    @property
    def scan_and_zones(self) -> tuple[TextScan, TextZones]:
        """The page's texts and their zones, however they were given."""
        if self.passages:
            return scan_texts([passage.text for passage in self.passages]), TextZones.of(self.passages)
        return self.scan, self.zones
