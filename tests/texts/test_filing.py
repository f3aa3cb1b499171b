"""Titles in the order of an alphabet, without their initial article."""

from __future__ import annotations

import pytest

from scraper.texts.filing import filing_key, initial, without_article


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [
        ("The Ellery Courier", "en-GB", "Ellery Courier"),
        ("Theatre Weekly", "en", "Theatre Weekly"),
        ("Der Uferbote", "de", "Uferbote"),
        ("Die Hard Weekly", "en", "Die Hard Weekly"),  # an article of another language is a word
        ("Los Angeles Times", "en-US", "Los Angeles Times"),
        ("L’Écho du Lac", "fr-CA", "Écho du Lac"),
        ("L'Eco", "it", "Eco"),
        ("El País", "es", "País"),
        ("Az Újság", "hu", "Újság"),
        ("De Standaard", "nl", "Standaard"),
        ("النهار", "ar", "نهار"),
        ("The Gleaner", "", "Gleaner"),
        ("La Prensa", "", "La Prensa"),
        ("The", "en", "The"),
        ("", "en", ""),
    ],
)
def test_an_initial_article_of_its_language_is_left_out(title: str, language: str, filed: str):
    assert without_article(title, language) == filed


def test_titles_stand_in_the_order_of_an_alphabet():
    titles = [
        ("港新聞", "ja"), ("Zeit", "de"), ("The Argus", "en"), ("Éclair", "fr"), ("Østkysten", "da"), ("Der Bote", "de"),
        ("argus Weekly", "en"), ("Житомир", "uk"),
    ]  # fmt: skip
    assert [title for title, _ in sorted(titles, key=lambda each: filing_key(*each))] == [
        "The Argus", "argus Weekly", "Der Bote", "Éclair", "Østkysten", "Zeit", "Житомир", "港新聞",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "language", "letter"),
    [("The Argus", "en", "A"), ("Économie", "fr", "E"), ("Житомир", "uk", "Ж"), ("7 Days", "en", "0–9"),
     ("港新聞", "ja", ""), ("दैनिक", "hi", ""), ("النهار", "ar", "ن"), ("…", "en", "")],
)  # fmt: skip
def test_the_letter_of_a_title(title: str, language: str, letter: str):
    assert initial(title, language) == letter
