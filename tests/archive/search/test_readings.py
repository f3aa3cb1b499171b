"""Queries as other search engines write them: what is made of them, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import composed, parse
from scraper.archive.search.query_nodes import Phrase
from scraper.archive.search.readings import filters_meant
from scraper.archive.search.suggestions import readings, suggestions
from scraper.archive.terms import folded
from scraper.archive.write import stories

Stored = Callable[..., stories.Saved]


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("author:osei", "byline:osei"),
        ('Author:"Mira Osei" storm', 'byline:"Mira Osei" storm'),
        ("title:(ferry OR boat)", "headline:(ferry OR boat)"),
        ("category:sport", "section:sport"),
        ("NEAR(storm harbour, 5)", "storm NEAR/5 harbour"),
        ('NEAR("night ferry" harbour)', '"night ferry" NEAR/10 harbour'),
        ('“storm harbour”~5', "storm NEAR/5 harbour"),
        ("storm w/5 harbour", "storm NEAR/5 harbour"),
        ("storm NEAR{5} harbour", "storm NEAR/5 harbour"),
        ("storm NEAR/5 (harbour OR quay)", "storm NEAR/5 harbour OR storm NEAR/5 quay"),
        ("(storm | gale) NEAR/5 harbour", "storm NEAR/5 harbour OR gale NEAR/5 harbour"),
        ("a1 NEAR/5 b1 NEAR/5 (c1 OR d1)", "a1 NEAR/5 b1 NEAR/5 c1 OR a1 NEAR/5 b1 NEAR/5 d1"),
        ("ferry,boat", "ferry boat"),
        ("ferry;boat", "ferry boat"),
        ("船、港", "船 港"),
        ("ferry，boat", "ferry boat"),
        ("ａｕｔｈｏｒ：osei", "byline:osei"),
        ("ferry~2 storm", "ferry storm"),
        ("storm^1.5", "storm"),
        ("storm NEAR/9999 harbour", "storm NEAR/100 harbour"),
        ('"night fer*"', '"night fer"*'),
    ],
)  # fmt: skip
def test_it_is_read_as(typed: str, same: str) -> None:
    query = parse(typed)
    assert query.match == parse(same).match
    assert [note.code for note in query.notes] == [NoteCode.READ_AS]
    assert not parse(same).notes


@pytest.mark.parametrize(
    "typed",
    [
        "storm near/5 harbour", "1,400 tons", "https://x.example/a?b=c&d=e*f", "Ready? Set.", "10:30", "author:",
        '"ferry or boat"', '"author:osei"', "or", "or boat", "A4", "rock and roll", "電車 OR 港", "2024 OR 2025",
        "a OR B", "「夜の船」", "東*", "me@mail.example", 'צה"ל', "masks N95 late", "Où ça ?", "Sarajevo: a visit",
        "50^2", "３：４", "doi:10.1000/182", "x AND y", "crash on n7000 late",
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_means_itself(typed: str) -> None:
    assert parse(typed).notes == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("READY OR NOT", "ready or not"),
        ("FERRY AND BOAT NOT LATE", "ferry and boat not late"),
        ("ŁÓDŹ NEAR RUIN", "łódź near ruin"),
        ("CHILDREN FREE: PEACE IS NOT YET ENOUGH", "children free peace is not yet enough"),
        ("FERRY - NOT BOAT AND/OR TRAIN -- TO STAY", "ferry not boat and/or train to stay"),
        ("“LATE” AND NOT READY AT 10:30", "late and not ready at 10:30"),
    ],
)
def test_a_headline_in_capitals_is_words(typed: str, words: str) -> None:
    query = parse(typed)
    assert query.match == "(" + " AND ".join(f'"{word}"' for word in folded(words).split()) + ")"
    assert [note.code for note in query.notes] == [NoteCode.CAPITALS]


@pytest.mark.parametrize("typed", ['"NIGHT FERRY" OR BOAT', "(FERRY OR BOAT)", "headline:FERRY OR BOAT"])
def test_capitals_with_other_signs_of_a_query_are_operators(typed: str) -> None:
    assert " OR " in parse(typed).match or " NOT " in parse(typed).match
    assert parse(typed).notes == ()


@pytest.mark.parametrize(
    ("typed", "code", "instead"),
    [
        ("ferry or boat", NoteCode.SMALL_OPERATOR, "ferry OR boat"),
        ('"night ferry" or boat', NoteCode.SMALL_OPERATOR, '"night ferry" OR boat'),
        ("ferry not boat", NoteCode.SMALL_OPERATOR, "ferry NOT boat"),
        ("fer?y", NoteCode.NO_WILDCARD, "fer*"),
        ("late fer*y", NoteCode.NO_WILDCARD, "late fer*"),
        ("*erry", NoteCode.NO_WILDCARD, ""),
        ("fe??y", NoteCode.NO_WILDCARD, "fe*"),
        ("fer*-boat", NoteCode.NO_WILDCARD, "fer*"),
        ("night * ferry", NoteCode.NO_WILDCARD, ""),
        ('"fer* boat"', NoteCode.NO_WILDCARD, ""),
        ('"*ferry"', NoteCode.NO_WILDCARD, ""),
        ("author: osei", NoteCode.WORD, "byline:osei"),
        ('late headline: "night ferry"', NoteCode.WORD, 'late headline:"night ferry"'),
        ("storm N5 harbour", NoteCode.WORD, "storm NEAR/5 harbour"),
        ("colour:red ferry", NoteCode.NO_FIELD, "red ferry"),
        ('late dateline:"Port Ellery"', NoteCode.NO_FIELD, 'late "Port Ellery"'),
        ("ferry,boat", NoteCode.READ_AS, "ferry OR boat"),
        ("late ferry,boat", NoteCode.READ_AS, "late (ferry OR boat)"),
        ("FERRY OR BOAT", NoteCode.CAPITALS, "ferry OR boat"),
        ("paper:lantern", NoteCode.NO_FIELD, ""),
        ("w*", NoteCode.SHORT_BEGINNING, ""),
        ("storm NEAR (harbour quay)", NoteCode.NO_NEAR, ""),
    ],
)
def test_a_note_says_what_was_done_and_has_what_was_perhaps_meant(typed: str, code: NoteCode, instead: str) -> None:
    assert [(note.code, note.instead) for note in parse(typed).notes] == [(code, instead)]


def test_a_word_is_excluded_from_a_field_and_operators_may_have_the_full_width() -> None:
    assert parse("headline:-ferry").match == parse("-headline:ferry").match
    assert parse("headline:-ferry").negated
    assert parse("boat －ferry").match == parse("boat -ferry").match
    assert parse("boat ＯＲ ferry").match == parse("boat OR ferry").match


@pytest.mark.parametrize("typed", ["w*", '"night w"*', "headline:w*", "स*"])
def test_a_beginning_of_one_letter_is_the_word(typed: str) -> None:
    """It would join the lists of every word that begins so: of a million stories in 15 seconds."""
    assert "*" not in parse(typed).match
    assert NoteCode.SHORT_BEGINNING in [note.code for note in parse(typed).notes]


@pytest.mark.parametrize("typed", ["zq:late ", "storm,gale ", "fer?y ", "storm~2 "])
def test_many_notes_are_cut_as_each_other_query_is_looked_for(typed: str) -> None:
    assert 0 < len(parse(" ".join(f"{number}{typed}x{number}" for number in range(100))).notes) <= 10
    assert 0 < len(parse(typed * 100).notes) <= 10


def test_the_filters_that_fields_mean() -> None:
    assert list(filters_meant("paper:courier late ferry date:2026-03 page:1")) == [
        ("publication", "courier", "late ferry date:2026-03 page:1"),
        ("day", "2026-03", "paper:courier late ferry page:1"),
        ("front_page", "1", "paper:courier late ferry date:2026-03"),
    ]


def test_what_was_perhaps_meant_is_offered_where_it_finds_stories(db: Database, stored: Stored) -> None:
    stored("ferry", headline="The ferry or the train", body="Of a boat.")
    stored("boat", headline="A boat", body="Late.")
    offered = {q: [(each.values, each.found.number) for each in readings(db.conn, {"q": [q]})] for q in (
        "ferry or boat", "paper:lantern ferry", "date:2026-03 boat", "paper:nobody ferry", "fer?y", "boat",
    )}  # fmt: skip
    assert offered == {
        "ferry or boat": [({"q": ["ferry OR boat"]}, 2)],
        "paper:lantern ferry": [({"q": ["ferry"], "publication": ["evening-lantern"]}, 1)],
        "date:2026-03 boat": [({"q": ["boat"], "from": ["2026-03"], "to": ["2026-03"]}, 2)],
        "paper:nobody ferry": [],
        "fer?y": [({"q": ["fer*"]}, 1)],
        "boat": [],
    }


def test_a_star_before_a_misspelt_word_goes_with_it(db: Database, stored: Stored) -> None:
    stored("ferry", headline="The ferry", body="Late.")
    assert [each.what for each in suggestions(db.conn, {"q": ["*ferrry"]}) if each.kind == "spelling"] == ["ferry"]


def test_a_note_has_the_beginning_of_what_was_typed() -> None:
    assert parse("author:osei").notes == (Note(code=NoteCode.READ_AS, text="author:", read="byline:"),)


def test_a_beginning_of_one_letter_is_never_asked_of_the_index() -> None:
    assert parse(composed(headline="w*")).match == '{headline print_headline} : ("w")'
    assert Phrase("night w", prefix=True).string() == '"night w"'
