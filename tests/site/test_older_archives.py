"""The pages of an archive that an earlier version made: what they said then, they say now."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from scraper.site.app import site
from tests.archive.older_archives import VERSIONS, restored

# Day of April 2026 -> what the page of that day's edition says of it, in pieces.
REASONS = {
    1: (
        "1 of 2 listed stories is not held: forbidden by robots.txt",
        "2 stories listed, at least 20 expected",
        "1 sections, at least 3 expected",
        "no section Sport, Letters",
        "byline given for 50% of the stories, 90% expected",
    ),
    2: ("no body: 12 letters of text", "2 stories listed, 22 is usual for a Thursday"),
    3: ("no answer (TimeoutError)", "upplement missing: review"),
    4: (
        "error (status 500)",
        "2 of 2 stories are shorter than 400 characters",
        "2 stories listed, at most 1 expected",
    ),
    5: ("he index is that of 4 April 2026",),
    6: ("85% of its stories stood in the edition before, at most 50% may",),
    7: ("he site refused all stories that were asked for", "refused (status 403)"),
    8: ("one of 2 listed stories could be read", "no headline"),
    9: ("nother index was used", "paper: status 503", "no element matches 'li.story'"),
    10: ("forbidden by robots.txt", "e-paper: refused (status 429)"),
    11: ("s not due yet, and is not there", "paper: not found (status 404)"),
    12: ("aper: no answer",),
    13: ("o index can be asked for this day (MERCURY_TOKEN)",),
    14: ("the newspaper declares that it is closed that day",),
    15: ("Expected, and not tried yet",),
}


@pytest.fixture(scope="module", params=VERSIONS)
def older(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The site on an archive of an earlier version, as ``backissues serve`` opens it."""
    path: Path = restored(request.param, tmp_path_factory.mktemp("older") / "archive.db")
    return site(path).client


@pytest.mark.parametrize("day", REASONS)
async def test_why_an_edition_is_not_whole_is_still_told(older, day):
    answer = await older.get(f"/papers/harbour-mercury/2026-04-{day:02}/", follow_redirects=True)
    told = " ".join(html.document_fromstring(answer.text).xpath("string(//main)").split())
    assert [words for words in REASONS[day] if words not in told] == [], told


async def test_each_newspaper_holds_what_it_held(older):
    held = {paper["slug"]: paper["stories"] for paper in (await older.get("/coverage.json")).json()["items"]}
    assert held == {"uferbote": 2, "evening-lantern": 8, "harbour-mercury": 13, "akhbar.example": 1, "the-ledger": 1}
