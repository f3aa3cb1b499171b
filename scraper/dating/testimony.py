"""What a story page can testify about its edition, taken from the page's markup: passages in order, and data.

``scraper.extract`` draws it up, with ``scan(texts)`` and, for the texts that scan finds possible, where each stands;
everything in ``scraper.dating`` reads only this, so a statement can be tried in a test
with a few lines of text and no page.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.dating.scanning import Scan, scan


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


@dataclass(frozen=True, slots=True)
class Stands:
    """Where the texts of a scanned page stand, by their index: (zone, distance). A text not named is no witness.

    Only the texts in ``Scan.possible`` need be there. From index ``ending`` on, the last paragraph but one, a text may
    close the story's own text.
    """

    zones: Mapping[int, tuple[Zone, int]] = field(default_factory=dict)
    ending: int = 0

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Stands:
        """The stands of passages that are all there."""
        text = [place for place, passage in enumerate(passages) if passage.zone is Zone.TEXT]
        zones = {place: (passage.zone, passage.distance) for place, passage in enumerate(passages)}
        return cls(zones, text[-2] if len(text) > 1 else 0)

    def zone(self, place: int) -> Zone:
        """The zone of a text."""
        return self.zones[place][0] if place in self.zones else Zone.OTHER

    def distance(self, place: int) -> int:
        """The blocks between a text and the story's headline or text."""
        return self.zones[place][1] if place in self.zones else 1 << 30


_NOTHING = Scan()
_NOWHERE = Stands()


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Everything on a page that may tell the edition."""

    url: str = ""
    headline: str = ""
    language: str = ""
    site: str = ""
    published: str = ""  # ISO 8601, as the Draft has it
    fetched: dt.datetime | None = None
    scan: Scan = _NOTHING  # the page's texts, looked through once
    stands: Stands = _NOWHERE  # where they stand
    passages: tuple[Passage, ...] = ()  # texts and stands in one, instead of the two above
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # meta elements, names in lower case
    story: Mapping[str, Any] = field(default_factory=dict)  # the story's own JSON-LD object
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # itemprops of the story, in lower case
    embedded: tuple[Any, ...] = ()  # JSON values found in scripts that hold a key of ``carriers``
    rule: tuple[str, str] = ("", "")  # (kind, words) of the publication's own edition_date rule

    @property
    def texts(self) -> tuple[Scan, Stands]:
        """The page's texts and where they stand, however they were given."""
        if self.passages:
            return scan([passage.text for passage in self.passages]), Stands.of(self.passages)
        return self.scan, self.stands
