"""How complete a paper is, in sentences that can be cited."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.archive.read.completeness import LACKING, Completeness, Edition, Run
from scraper.site.language import speaking
from scraper.site.words.completeness import sentences, when

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
COLLECTED = ("2026-03-01", "2026-04-02")


def complete(whole=26, *, labels=("",), **more):
    """How complete the Lantern was in March."""
    lacking = dict.fromkeys(LACKING, ()) | {name: more.pop(name) for name in LACKING if name in more}
    return Completeness(first=FIRST, last=LAST, whole=whole, lacking=lacking, labels=labels, **more)


def day(number):
    return dt.date(2026, 3, number)


def months(number):
    """An edition that lacks in each of so many months."""
    return tuple(Run((dt.date(2020 + each // 12, each % 12 + 1, 5),)) for each in range(number))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, "No edition of The Lantern is known."),
        (complete(0, labels=()), "No edition of The Lantern is known from 1 March 2026 to 31 March 2026."),
        (
            complete(off=5),
            "The Lantern is complete from 1 March 2026 to 31 March 2026: all 26 editions are held whole. "
            "Not counted: days that are no publishing days: 5.",
        ),
        (
            complete(1, labels=("city",)),
            "The Lantern (edition city) is complete from 1 March 2026 to 31 March 2026: its one edition is held whole.",
        ),
        (
            complete(24, missing=(Run((day(4), day(5))),), partial=(Run((day(12),)),)),
            "The Lantern is complete from 1 March 2026 to 31 March 2026, but for 3 of 27 editions: "
            "missing: 2 (4 March 2026 to 5 March 2026); held in part: 1 (12 March 2026).",
        ),
        (
            complete(50, labels=("", "coast"), unknown=(Run((day(4),), ""), Run((day(4),), "coast"))),
            "The Lantern (editions main edition, coast) is complete from 1 March 2026 to 31 March 2026, but for 2 of "
            "52 editions: never tried: 2 ([main edition] 4 March 2026; [coast] 4 March 2026).",
        ),
        (
            complete(1, statement=(Run((day(4), day(5), day(6))),)),
            "Of The Lantern 4 editions are known from 1 March 2026 to 31 March 2026. Held whole: 1; known only from "
            "what their stories say: 3 (4 March 2026 to 6 March 2026).",
        ),
        (
            complete(20, unknown_days=11),
            "All 20 editions of The Lantern that are known from 1 March 2026 to 31 March 2026 are held whole. "
            "Of 11 days it is not known whether there was an edition.",
        ),
        (
            complete(20, unknown_days=1, missing=(Run((day(4),)),)),
            "Of The Lantern 21 editions are known from 1 March 2026 to 31 March 2026. Held whole: 20; missing: 1 "
            "(4 March 2026). Of 1 day it is not known whether there was an edition.",
        ),
        (
            complete(
                closed=(Edition(day(8)),), combined=(Edition(day(10)),), supplements=4, supplements_in_part=1
            ),
            "The Lantern is complete from 1 March 2026 to 31 March 2026: all 26 editions are held whole. Not counted: "
            "did not appear: 1 (8 March 2026); one edition with the day before: 1 (10 March 2026); supplements: 4, of "
            "which in part: 1.",
        ),
    ],
)  # fmt: skip
def test_what_is_said(found, told):
    assert sentences("The Lantern", found) == told


def test_whence_it_is_known():
    told = sentences("The Lantern", complete(), COLLECTED, "archive.example.org")
    assert told.endswith(" Collected from 1 March 2026 to 2 April 2026, in the archive archive.example.org.")
    assert sentences("The Lantern", None, None, "a.db").endswith(" This is what the archive a.db says.")


def test_many_gaps_are_summed_up():
    assert when(months(8)).count(",") == 7
    two_a_month = tuple(Run((dt.date(2020, month, of),)) for month in range(1, 6) for of in (5, 20))
    assert when(two_a_month) == (
        "January 2020: 2, February 2020: 2, March 2020: 2, April 2020: 2, May 2020: 2"
    )  # fmt: skip
    assert when(months(30)) == "2020: 12, 2021: 12, 2022: 6"
    assert when(months(120)) == "between 5 January 2020 and 5 December 2029"


def test_readers_have_it_in_their_language():
    found = complete(25, missing=(Run((day(4),)),))
    with speaking("de"):
        assert sentences("Die Laterne", found, COLLECTED, "archiv.example.org") == (
            "Die Laterne ist vom 1. März 2026 bis zum 31. März 2026 vollständig, außer 1 von 26 Ausgaben: fehlt: 1 "
            "(4. März 2026). Gesammelt vom 1. März 2026 bis zum 2. April 2026, im Archiv archiv.example.org."
        )
    with speaking("fr"):
        assert sentences("La Lanterne", found, COLLECTED, "archives.example.org") == (
            "La Lanterne est complet du 1 mars 2026 au 31 mars 2026, sauf 1 sur 26 éditions : manque : 1 "
            "(4 mars 2026). Collecté du 1 mars 2026 au 2 avril 2026, dans les archives archives.example.org."
        )
