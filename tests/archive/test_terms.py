"""One spelling for the index and the query: what each script folds, and what SQLite's tokenizer makes of the rest."""

from __future__ import annotations

import functools
import re
import sqlite3
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from scraper.archive import schema
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import search
from scraper.archive.search.suggestions import completions
from scraper.archive.terms import AS_THEY_ARE, CLUSTER, aligned_folded, aligned_terms, chunks, differ, folded, terms
from scraper.archive.write import stories

Stored = Callable[..., stories.Saved]
# Words as newspapers print them, each with what else people write for it.
VARIANTS = [
    ("Straße", ["Strasse", "STRASSE", "STRAẞE", "straße"]),
    ("Ørbeck", ["Orbeck", "ØRBECK", "ørbeck"]),
    ("Łódź", ["Lodz", "LODZ", "łódź"]),
    ("Đà Nẵng", ["Da Nang", "đà nẵng", "ĐÀ NẴNG"]),
    ("Diyarbakır", ["Diyarbakir", "DİYARBAKIR", "DIYARBAKIR"]),
    ("İzmir", ["Izmir", "izmir", "ızmir"]),
    ("Ærø", ["Aero", "ÆRØ"]),
    ("cœur", ["coeur", "CŒUR"]),
    ("Þingvellir", ["Thingvellir", "þingvellir"]),
    ("oﬃce", ["office", "OFFICE"]),
    ("haſt", ["hast"]),
    ("Əliyev", ["Eliyev", "əliyev"]),
    ("１７４０", ["1740"]),
    ("ＦＣ", ["FC", "fc", "ｆｃ"]),
    ("トラム", ["ﾄﾗﾑ"]),
    ("ガス", ["ｶﾞｽ", "ガス"]),
    ("葛城", ["葛\U000e0100城"]),
    ("φάρος", ["φαρος", "ΦΑΡΟΣ", "ΦΆΡΟΣ"]),
    ("Ἀθῆναι", ["Αθηναι", "ΑΘΗΝΑΙ"]),
    ("Артём", ["Артем", "АРТЁМ"]),
    ("за́мок", ["замок"]),
    ("Кам’янець", ["Кам'янець", "Камʼянець", "Камянець"]),
    ("القُدس", ["القدس", "القـدس"]),
    ("أحمد", ["احمد", "إحمد", "آحمد", "ٱحمد"]),
    ("مستشفى", ["مستشفي", "مستشفی"]),
    ("مدينة", ["مدينه", "مدینہ"]),
    ("كتاب", ["کتاب", "كِتَاب"]),
    ("١٩٦٧", ["1967", "۱۹۶۷"]),
    ("שָׁלוֹם", ["שלום"]),
    ("צה״ל", ['צה"ל', "צהל"]),
    ("ज़िला", ["जिला", "ज\u093cिला"]),
    ("हिन्दी", ["हिंदी"]),
    ("हँसना", ["हंसना"]),
    ("सड़क", ["सडक", "सड\u093cक"]),
    ("বাড়ি", ["বাডি", "বাড\u09bcি"]),
    ("ਸ਼ਹਿਰ", ["ਸਹਿਰ"]),
    ("അവൻ", ["അവന്\u200d"]),
    ("Hawaiʻi", ["Hawai'i", "Hawai’i", "Hawaii", "HAWAII", "Hawai`i"]),
    ("Oʻahu", ["O'ahu", "Oahu"]),
    ("ʻIolani", ["Iolani", "'Iolani"]),
    ("Oʻzbekiston", ["O'zbekiston", "O‘zbekiston", "Oʼzbekiston"]),
    ("Qur’an", ["Qur'an", "Qurʾan", "Qurʼān"]),
    ("O’Brien", ["O'Brien", "OʼBrien", "O‘Brien"]),
    ("l’École", ["l'ecole", "L’ÉCOLE"]),
    ("Fer\u00adry", ["ferry"]),
    ("Café", ["Cafe\u0301", "cafe", "CAFÉ"]),
    ("ქართული", ["ᲥᲐᲠᲗᲣᲚᲘ"]),
    ("Երևան", ["Երեւան", "ԵՐԵՒԱՆ"]),
    ("서울", ["서울"]),
    ("ประเทศ", ["ประเทศ"]),
]  # fmt: skip
DISTINCT = [
    ("мой", "мои"), ("Київ", "Кіів"), ("ガス", "カス"), ("दिन", "दीन"), ("qu’Airbus", "quairbus"), ("ගම", "ගම්"),
    ("d’Artagnan", "dartagnan"), ("น้า", "นา"), ("Brand™", "brandtm"), ("1½", "11"), ("ö", "oe"),
]  # fmt: skip
SCRIPTS = "abzéßøłıæœAÉẞØ'’`ʻ-.½™ 12１ａ\u0301\u200c\u200d\u00ad\u200bαάςΣжёйЙї́'בשׁ\"״ىةأـُकड़़न्दँंবড়੍ਸ਼ൻ東京ｶﾞガ한ก่ำ\n"


def bare(text: str) -> str:
    """The folded letters of a text, without spaces and apostrophes."""
    return "".join(filter(str.isalnum, folded(text)))


def found(db: Database, q: str) -> int:
    return search(db.conn, Filters.of({"q": [q]})).total


@pytest.mark.parametrize(("word", "others"), VARIANTS, ids=[word for word, _ in VARIANTS])
def test_each_spelling_finds_every_other(db: Database, stored: Stored, word: str, others: list[str]) -> None:
    spellings = [word, *others]
    for number, spelling in enumerate(spellings):
        stored(f"story-{number}", headline=f"{spelling} lamp", body=f"A lamp.\n\nOf {spelling}, then.", language="")
    assert {q: found(db, q) for q in spellings} == dict.fromkeys(spellings, len(spellings))
    assert {q: found(db, f'"{q} lamp"') for q in spellings if '"' not in q} == dict.fromkeys(
        [q for q in spellings if '"' not in q], len(spellings)
    )
    assert found(db, f"headline:({word})") == len(spellings)


@pytest.mark.parametrize(("one", "other"), DISTINCT)
def test_other_words_stay_apart(db: Database, stored: Stored, one: str, other: str) -> None:
    stored("one", headline=one, body="A lamp.")
    assert (found(db, one), found(db, other)) == (1, 0)


@pytest.mark.parametrize(("word", "asked"), [(word, asked) for asked, others in VARIANTS for word in (asked, *others)])
def test_the_page_shows_its_own_words(db: Database, stored: Stored, word: str, asked: str) -> None:
    stored("one", headline=f"The {word} lamp", body="Long before. " * 60 + f"Then {word}, at last. " + "After. " * 60)
    (item,) = search(db.conn, Filters.of({"q": [asked]})).items
    assert "".join(text for text, _ in item["headline_marked"]) == f"The {word} lamp"
    snippet = "".join(text for text, _ in item["snippet"])
    assert f"Then {word}, at last." in snippet
    for pieces in (item["headline_marked"], item["snippet"]):
        marked = "".join(text for text, highlighted in pieces if highlighted)
        assert marked
        assert bare(marked) in bare(word)


def test_snippets_of_a_word_in_a_byline_or_standfirst_show_it(db: Database, stored: Stored) -> None:
    stored("one", headline="Straße", body="Weiß.", byline="Jürgen Voß", standfirst="Über die große Brücke")
    (item,) = search(db.conn, Filters.of({"q": ["voss"]})).items
    assert item["snippet"] == (("Jürgen ", False), ("Voß", True))
    (item,) = search(db.conn, Filters.of({"q": ["grosse"]})).items
    assert item["snippet"] == (("Über die ", False), ("große", True), (" Brücke", False))


def test_completions_are_found_under_any_spelling(db: Database, stored: Stored) -> None:
    stored("one", headline="Straßenbahn fährt")
    assert completions(db.conn, "strasse") == completions(db.conn, "STRAß") == ["straßenbahn"]


def test_filters_and_sections_are_folded(db: Database, stored: Stored) -> None:
    stored("one", headline="A lamp", section="Außenpolitik", byline="Søren Lund")
    for values in ({"section": ["AUSSENPOLITIK"]}, {"byline": ["soren"]}, {"q": ["section:aussenpolitik"]}):
        assert search(db.conn, Filters.of(values)).total == 1


@functools.cache
def tokens_of() -> Callable[[str], list[str]]:
    """The words that SQLite's tokenizer makes of a text, unstemmed."""
    connection = sqlite3.connect(":memory:")
    tokenizer = schema.TOKENIZER.removeprefix("porter ")
    connection.execute(f"CREATE VIRTUAL TABLE held USING fts5(text, tokenize='{tokenizer}')")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5vocab(held, instance)")

    def tokens(text: str) -> list[str]:
        connection.execute("DELETE FROM held")
        connection.execute("INSERT INTO held VALUES (?)", [text])
        return [term for (term,) in connection.execute("SELECT term FROM words ORDER BY offset")]

    return tokens


def assert_the_tokenizer_agrees(text: str) -> None:
    """A text that has no terms of its own is found under the very words that a query is folded to."""
    if not differ(text):
        assert tokens_of()(text) == tokens_of()(terms(text))


def test_no_letter_is_indexed_otherwise_than_it_is_asked_for() -> None:
    for code in range(0x80, 0x3000):
        if unicodedata.category(chr(code)) not in ("Cn", "Co"):
            assert_the_tokenizer_agrees(f"xa{chr(code)}eb")
            assert_the_tokenizer_agrees(f"к{chr(code)}я")


@given(st.text(SCRIPTS, max_size=30))
@settings(max_examples=300, deadline=None)
def test_texts_of_mixed_scripts(text: str) -> None:
    assert_the_tokenizer_agrees(text)
    for aligned, plain in ((aligned_folded(text), folded(text)), (aligned_terms(text), terms(text))):
        assert aligned.text == plain
        assert len(aligned.starts) == len(aligned.ends) == len(plain)
        assert all(start < end <= len(text) for start, end in zip(aligned.starts, aligned.ends, strict=True))
    assert "".join(piece for _, piece in chunks(text)) == text


@pytest.mark.parametrize(
    "text", ["Council keeps the night ferry", "Café à Paris, naïve", "Москва слезам", "Ma’s boat’s"]
)
def test_a_text_that_the_tokenizer_folds_needs_no_terms_of_its_own(text: str) -> None:
    assert not differ(text)


def test_characters_that_are_passed_over_stay_as_they_are() -> None:
    passed_over = [chr(code) for code in range(0x3000, 0xD7A4) if re.match(f"[{AS_THEY_ARE}]", chr(code))]
    assert len(passed_over) > 38_000
    for character in passed_over:
        wide = unicodedata.normalize("NFKC", character).casefold()
        assert folded(character) == unicodedata.normalize("NFKC", wide) == character
    assert folded("か\u3099葛\U000e0100城") == "が葛城"


def test_han_and_kana_are_not_looked_at_one_by_one() -> None:
    assert CLUSTER.findall("潮見市のフェリー、第3便") == ["ー", "、"]
