"""The stories of an edition that are still on their way."""

from __future__ import annotations

from scraper.items import StoryLink
from scraper.reasons import Code, Reason
from scraper.spiders.pending import PendingStories

LINK = StoryLink(url="https://lantern.example/night-ferry", position=1)
REFUSED = Reason(code=Code.REFUSED, status=403)


def test_refusals_are_counted_in_a_row() -> None:
    """One page that a site does not give is no sign that it gives none."""
    pending = PendingStories(5, is_idle=lambda: False, lost=lambda link: None)
    for _ in range(5):
        pending.begin(LINK)
    rows = []
    for refused in (True, True, False, True):
        pending.story_done(LINK, REFUSED if refused else None, refused=refused)
        rows.append(pending.refused_in_a_row)
    assert rows == [1, 2, 0, 1]
    assert (pending.refused, len(pending.failures)) == (3, 3)
    assert pending.expected == 1
    pending.story_done(LINK)
    assert pending.expected == 0
    pending.story_done(LINK)
    assert pending.expected == 0, "it was counted before"
