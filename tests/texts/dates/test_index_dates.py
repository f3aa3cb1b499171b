"""The day that a text of an index states, as it is where the paper lives."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from scraper.texts.dates.index_dates import day_in, days_in


@pytest.mark.parametrize(
    ("text", "language", "zone", "day"),
    [
        ("2026-03-07", "en-GB", "Europe/London", "2026-03-07"),
        ("20260307", "ja", "Asia/Tokyo", "2026-03-07"),
        ("2026/3/7", "ja", "Asia/Tokyo", "2026-03-07"),
        ("2026-03-07T00:00:00Z", "en-GB", "Europe/London", "2026-03-07"),
        ("2026-03-07T04:00:00Z", "en-US", "America/New_York", "2026-03-06"),
        ("2026-03-06T20:00:00Z", "hi-IN", "Asia/Kolkata", "2026-03-07"),
        ("2026-03-07T23:30:00", "en-GB", "Asia/Tokyo", "2026-03-07"),
        ("Fri, 06 Mar 2026 23:30:00 GMT", "hi-IN", "Asia/Kolkata", "2026-03-07"),
        ("1772841600", "en-GB", "Europe/London", "2026-03-07"),
        ("1772841600000", "en-GB", "Europe/London", "2026-03-07"),
        ("/Date(1772841600000)/", "en-GB", "Europe/London", "2026-03-07"),
        ("20260307T233000Z", "ja", "Asia/Tokyo", "2026-03-08"),
        ("Sat Mar 07 2026 00:00:00 GMT+0000 (UTC)", "en-GB", "Europe/London", "2026-03-07"),
        ("3/7/2026", "es", "America/New_York", ""),
        ("Saturday, 7 March 2026", "en-GB", "Europe/London", "2026-03-07"),
        ("March 7th, 2026", "en-US", "America/New_York", "2026-03-07"),
        ("Mar. 7, 2026, 06:15", "en-US", "America/New_York", "2026-03-07"),
        ("Samstag, 7. März 2026", "de-DE", "Europe/Berlin", "2026-03-07"),
        ("le 1er août 2025", "fr-FR", "Europe/Paris", "2025-08-01"),
        ("14 mars 2026", "fr-FR", "Europe/Paris", "2026-03-14"),
        ("7 de marzo de 2026", "es-ES", "Europe/Madrid", "2026-03-07"),
        ("2026年3月7日(土)", "ja", "Asia/Tokyo", "2026-03-07"),
        ("७ मार्च २०२६", "hi-IN", "Asia/Kolkata", "2026-03-07"),
        ("07/03/2026", "en-GB", "Europe/London", "2026-03-07"),
        ("3/7/2026", "en-US", "America/New_York", "2026-03-07"),
        ("3/7/2026", "en-PH", "Asia/Manila", "2026-03-07"),
        ("3/7/2026", "en", "Europe/London", "2026-07-03"),
        ("7 de setiembre de 2026", "es-PE", "America/Lima", "2026-09-07"),
        ("الأربعاء 7 كانون الثاني 2026", "ar-SY", "Asia/Damascus", "2026-01-07"),
        ("7 decembre 2026", "fr-FR", "Europe/Paris", "2026-12-07"),
        ("7 ธ.ค. 2026", "th", "Asia/Bangkok", "2026-12-07"),
        ("7. prosinca 2026.", "hr", "Europe/Zagreb", "2026-12-07"),
        ("13/3/2026", "en-US", "America/New_York", "2026-03-13"),
        ("03/13/2026", "en-GB", "Europe/London", "2026-03-13"),
        ("7.3.2026", "de-DE", "Europe/Berlin", "2026-03-07"),
        ("Edition of 2026-03-07 (No. 12)", "en-GB", "Europe/London", "2026-03-07"),
        ("March 2026", "en-GB", "Europe/London", ""),
        ("2026-03", "en-GB", "Europe/London", ""),
        ("Vol. 3, No. 4", "en-GB", "Europe/London", ""),
        ("2026-02-30", "en-GB", "Europe/London", ""),
        ("0001-01-01T00:00:00Z", "en-GB", "Europe/London", ""),
        ("0001-01-01T00:00:00Z", "es-CO", "America/Bogota", ""),
        ("0001-01-01T00:00:00Z", "ja", "Asia/Tokyo", ""),
        ("9999-12-31T23:59:59Z", "ja", "Asia/Tokyo", ""),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 +0000", "en-GB", "Europe/London", ""),
        ("Nr. 11 · Samstag, 7. März 2026", "de-DE", "Europe/Berlin", "2026-03-07"),
        ("Vol. 14, No. 5 — March 7, 2026", "en-US", "America/New_York", "2026-03-07"),
        ("Issue 6200, March 6, 2026", "en-GB", "Europe/London", "2026-03-06"),
        ("No. 2010, March 6, 2026", "en-GB", "Europe/London", "2026-03-06"),
        ("£2.40 | Saturday 7 March 2026", "en-GB", "Europe/London", "2026-03-07"),
        ("Stand: 11.20 Uhr, 7. März 2026", "de-DE", "Europe/Berlin", "2026-03-07"),
        ("mar 7 lug 2026", "it", "Europe/Rome", "2026-07-07"),
        ("2025. gada 8. marts", "lv", "Europe/Riga", "2025-03-08"),
        ("3/7/2026", "en", "America/New_York", "2026-03-07"),
        ("segunda-feira, 9 de março de 2026", "pt", "Europe/Lisbon", "2026-03-09"),
        ("7 March 2222", "en-GB", "Europe/London", ""),
        ("today", "en-GB", "Europe/London", ""),
        ("", "en-GB", "Europe/London", ""),
    ],
)
def test_a_text_states_a_day_or_none(text: str, language: str, zone: str, day: str) -> None:
    assert day_in(text, language, ZoneInfo(zone)) == (dt.date.fromisoformat(day) if day else None)


def test_all_days_of_a_text_strongest_first() -> None:
    text = "Updated 8 March 2026, 09:15 | No. 12 | Saturday 7 March 2026 | 2026-03-06T05:00:00Z | 7/3/2026"
    found = days_in(text, "en-GB", ZoneInfo("Europe/London"))
    assert [(each.day.day, each.words, each.changed) for each in found] == [
        (7, "Saturday 7 March 2026", False),
        (6, "2026-03-06T05:00:00Z", False),
        (8, "8 March 2026", True),
    ]


def test_a_day_without_a_year_needs_a_reference_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert days_in("Samstag, 7. März", "de", zone) == ()
    (found,) = days_in("Samstag, 7. März", "de", zone, near=dt.date(2026, 3, 9))
    assert (found.day, found.inferred) == (dt.date(2026, 3, 7), True)
