"""Which language a request gets, and what is said in it."""

from __future__ import annotations

import pytest

from scraper.site import language
from scraper.site.words import reasons, wording


@pytest.mark.parametrize(
    ("wanted", "cookie", "accepted", "expected"),
    [
        ("", "", "", "en"),
        ("de", "fr", "fr", "de"),  # the address outranks what was chosen before, and that the browser
        ("", "fr", "de", "fr"),
        ("", "", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "", "en;q=0.5, fr;q=0.8", "fr"),
        ("", "", "de;q=0, ja, fr;q=0.1", "fr"),
        ("klingon", "../../etc", "x;q=much, *", "en"),
        ("DE", "", "", "de"),
    ],
)
def test_the_language_of_a_request(wanted, cookie, accepted, expected):
    assert language.chosen(wanted, cookie, accepted, ["en", "de", "fr"]) == expected


def test_the_sites_languages_name_themselves():
    assert language.available() == {"en": "English", "de": "Deutsch", "fr": "Français"}


def test_dates_and_numbers_are_the_readers():
    said = {}
    for tag in language.available():
        with language.speaking(tag):
            said[tag] = (language.number(1234.5), wording.day("2024-12-07"), wording.part_of_time("2024-12"))
    assert said == {
        "en": ("1,234.5", "7 December 2024", "December 2024"),
        "de": ("1.234,5", "7. Dezember 2024", "Dezember 2024"),
        "fr": ("1\u202f234,5", "7 décembre 2024", "décembre 2024"),
    }
    assert language.current() == "en", "what was said inside is over"


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        ("not found (status 404)", "nicht gefunden (Status 404)"),
        (
            "no body: 0 letters of text, and no sign of a paywall",
            "kein Text: 0 Buchstaben, und kein Zeichen einer Bezahlschranke",
        ),
        ("something nobody has met", "something nobody has met"),
    ],
)
def test_a_stored_reason_is_said_in_the_readers_language_if_it_is_known(stored, german):
    assert reasons.retold(stored) == stored
    with language.speaking("de"):
        assert reasons.retold(stored) == german
