"""Which language a request gets, and what is said in it."""

from __future__ import annotations

import pytest

from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase
from scraper.site import language
from scraper.site.words import wording


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
    ("reason", "english", "german", "french"),
    [
        (
            Reason(code=Code.NOT_FOUND, status=404),
            "not found (status 404)",
            "nicht gefunden (Status 404)",
            "introuvable (statut 404)",
        ),
        (
            Reason(code=Code.FEWER_THAN_USUAL, listed=1200, usual=2400, weekday=6),
            "1,200 stories listed, 2,400 is usual for a Saturday",
            "1.200 Artikel aufgeführt, üblich sind am Samstag 2.400",
            "1\u202f200 articles listés, 2\u202f400 d’ordinaire le samedi",
        ),
        (
            Reason(code=Code.REPEATED, share=0.8, limit=0.3),
            "80% of its stories stood in the edition before, at most 30% may",
            "80\xa0% seiner Artikel standen schon in der Ausgabe zuvor, höchstens 30\xa0% dürfen es sein",
            "80\xa0% de ses articles figuraient déjà dans l’édition précédente, 30\xa0% au plus sont admis",
        ),
        (Reason(code=Code.NOTE, text="100% strange"), "100% strange", "100% strange", "100% strange"),
    ],
)
def test_a_reason_is_said_in_the_readers_language(reason, english, german, french):
    said = {}
    for tag in ("en", "de", "fr"):
        with language.speaking(tag):
            said[tag] = wording.reasons_in_words([reason])
    assert said == {"en": english, "de": german, "fr": french}
    assert phrase(reason) == english, "the command line says the same"


@pytest.mark.parametrize(
    ("direction", "tags"),
    [
        (
            "rtl",
            "ar ar-MA fa he iw ur ur-IN ps yi ckb ckb-IQ ku-Arab ku-IQ sd sd-PK ug ug-CN dv syr nqo ks pa-PK az-IR",
        ),
        ("rtl", "az-Arab ha-Arab uz-AF"),
        ("ltr", "en de-CH zh-Hant ja hi ku ku-TR sd-Deva ks-Deva az pa pa-IN ha uz tr xx und klingon x ../x"),
    ],
)
def test_which_way_a_language_is_written(direction: str, tags: str) -> None:
    assert {tag: language.direction_of(tag) for tag in ["", *tags.split()]} == {
        "": "ltr",
        **dict.fromkeys(tags.split(), direction),
    }
