"""Where the texts of a page stand: beside the story, in a box, in a side column, in the site's header."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


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
class TextZones:
    """Where the texts of a scanned page stand, by their index: (zone, distance). A text not named is no witness.

    Only the texts in ``Scan.possible`` need be there. From index ``ending`` on, the last paragraph but one, a text may
    close the story's own text.
    """

    zones: Mapping[int, tuple[Zone, int]] = field(default_factory=dict)
    ending: int = 0

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> TextZones:
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
