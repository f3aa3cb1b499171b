"""The zones of a page: beside the story, in a box, in a side column, in the site's header."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class Zone(enum.IntEnum):
    """In which part of its page a text is, the most trustworthy first."""

    STORY = 0  # the story's own header or footer, beside its text
    TEXT = 1  # the story's own paragraphs
    BOX = 2  # a subscription or preview box
    PAGE = 3  # elsewhere in the page's main part
    ASIDE = 4  # a side column
    SITE = 5  # the site's header, menus and footer
    OTHER = 6  # another story's teaser, a quotation, a reader's comment, hidden text: it never counts


@dataclass(frozen=True, slots=True)
class Passage:
    """One text with its zone; ``distance`` is the number of blocks to the story's headline or text."""

    text: str
    zone: Zone = Zone.STORY
    distance: int = 0


@dataclass(frozen=True, slots=True)
class TextZones:
    """The zone and distance of a scanned page's texts, by index; a text that is not in it never counts.

    Only the texts in ``TextScan.candidates`` are needed. From index ``ending`` on, the last paragraph but one, a text
    may close the story's own text.
    """

    zones: Mapping[int, tuple[Zone, int]] = field(default_factory=dict)
    ending: int = 0

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> TextZones:
        """The zones of passages that are given in the order of their page."""
        text = [index for index, passage in enumerate(passages) if passage.zone is Zone.TEXT]
        zones = {index: (passage.zone, passage.distance) for index, passage in enumerate(passages)}
        return cls(zones, text[-2] if len(text) > 1 else 0)

    def zone(self, index: int) -> Zone:
        """The zone of the text at an index."""
        return self.zones[index][0] if index in self.zones else Zone.OTHER

    def distance(self, index: int) -> int:
        """The number of blocks between the text at an index and the story's headline or text."""
        return self.zones[index][1] if index in self.zones else 1 << 30
