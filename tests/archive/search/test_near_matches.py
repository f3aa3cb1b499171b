"""Stories with nearly the same text, or the same headline, among many others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from scraper.archive.read import stories as reading
from scraper.archive.search import near_matches
from scraper.archive.write.stories import Saved

Stored = Callable[..., Saved]
WIRE = (
    "The council of Halveren voted on Thursday to close the ropeworks at Skarn before winter, and the mayor said that "
    "the money saved would pay for a second lifeboat. Ingrid Tallow of the union called the vote a disgrace."
)
KANJI = (
    "潮見市議会は木曜日、冬までにスカルンの製綱工場を閉鎖することを決め、市長は節約した費用で救命艇を購入すると述べた。"
)
LONG_AGO = dt.date(1990, 3, 15)


def alike(db: Database, headline: str) -> list[tuple[str, str]]:
    """The near matches of the story with this headline, each with what is alike."""
    key = db.execute("SELECT key FROM stories WHERE headline = ? ORDER BY id DESC LIMIT 1", [headline]).fetchone()[0]
    story = reading.story(db.conn, key)
    assert story
    return [(match["headline"], match["alike"]) for match in near_matches.near_matches(db.conn, story)]


@pytest.mark.parametrize("text", [WIRE, KANJI])
def test_a_reprint_of_long_ago_is_found_behind_many_stories_with_its_common_words(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(near_matches, "EACH_WAY", 3)
    stored("old", headline="Ropeworks of old", body=text, date=LONG_AGO)
    for number in range(8):
        body = f"The council voted on Thursday, and the mayor said so. 市議会は木曜日、決めた。 {number} " * 5
        stored(f"other-{number}", headline=f"Another vote {number}", body=body)
    stored("new", headline="Ropeworks of today", body=text.replace("Thursday", "Friday").replace("木曜日", "金曜日"))
    assert alike(db, "Ropeworks of today") == [("Ropeworks of old", "text")]


def test_a_paragraph_that_stands_elsewhere_is_found(db: Database, stored: Stored) -> None:
    rest = [
        f"Paragraph {number} tells of Osric{number} and of shipyard{number} in Brennock{number}."
        for number in range(12)
    ]
    stored("brief", headline="In brief", body=WIRE)
    stored("long", headline="The whole story", body="\n\n".join([*rest, WIRE]))
    assert alike(db, "The whole story") == [("In brief", "text")]


def test_the_same_headline_of_long_ago_unless_it_is_the_title_of_a_column(db: Database, stored: Stored) -> None:
    for number, date in enumerate([LONG_AGO, None]):
        stored(f"rope-{number}", headline="Skarn ropeworks will close", body=f"A text of its own, {number}.", date=date)
    for number in range(near_matches.STANDING + 2):
        stored(f"letter-{number}", headline="Letters to the editor", body=f"Sir, this is letter {number}.")
    assert alike(db, "Skarn ropeworks will close") == [("Skarn ropeworks will close", "headline")]
    assert alike(db, "Letters to the editor") == []


def test_the_index_is_asked_for_single_words_alone(db: Database, stored: Stored) -> None:
    # A phrase of common words takes the index as long as the archive is large, wherever its matches are.
    stored(
        "a", headline="State-of-the-art rope’s end", body=f"{WIRE} It’s a state-of-the-art, well-known rope. {KANJI}"
    )
    asked: list[str] = []
    db.conn.set_trace_callback(lambda sql: asked.extend(re.findall(r"MATCH '\"(.*?)\"'", sql)))
    assert alike(db, "State-of-the-art rope’s end") == []
    assert len(asked) > 20
    assert [words for words in asked if re.search(r"\w\W+\w", words)] == []
