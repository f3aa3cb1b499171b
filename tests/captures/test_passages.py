"""Sentences are found in whatever markup and encoding somebody else has written them; others stay."""

from __future__ import annotations

import json

import pytest

from scraper.captures import passages
from scraper.captures.passages import without

GERMAN = "Der Bürgermeister öffnete am Sonntag um zehn das größte Tor der Brücke, sagte „Zeit“ und ging."
CHINESE = "燈塔守望者昨夜來到碼頭告訴記者潮水已經退去。"
ENGLISH = "The keeper of the lighthouse said on Monday that her lamp had gone out that night & nobody had seen it."


def found(*sentences: str) -> list[passages.Passage]:
    return passages.passages(dict.fromkeys(passages.sentences(sentences), 0))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_in_each_encoding(encoding: str) -> None:
    page = f"<p>Vorher.</p><p>{GERMAN}</p><p>Nachher.</p>".encode(encoding)
    assert without(page, found(GERMAN)).decode(encoding) == "<p>Vorher.</p><p></p><p>Nachher.</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_in_a_script_without_spaces(encoding: str) -> None:
    page = f"<p>前。{CHINESE[:9]}\n<b>{CHINESE[9:]}</b>後</p>".encode(encoding)
    assert CHINESE[:9].encode(encoding) not in without(page, found(CHINESE))
    assert "後".encode(encoding) in without(page, found(CHINESE))


@pytest.mark.parametrize(
    "written",
    [
        ENGLISH.replace("&", "&amp;"),
        ENGLISH.replace("the lighthouse", "<a href='/l'>the\n lighthouse</a>"),
        ENGLISH.replace(" ", "&nbsp;"),
        ENGLISH.upper().lower().replace("the keeper", "The keeper").replace("monday", "Monday"),
    ],
)
def test_through_tags_entities_and_line_breaks(written: str) -> None:
    assert without(f"<p>{written}</p>".encode(), found(ENGLISH)) == b"<p></p>"


def test_in_the_escapes_of_json() -> None:
    content = json.dumps({"before": "yes", "text": GERMAN, "after": 1}).encode()
    assert json.loads(without(content, found(GERMAN))) == {"before": "yes", "text": "", "after": 1}


def test_a_teaser_that_breaks_off_goes_as_far_as_it_is_the_same() -> None:
    teaser = "The keeper of the lighthouse said on Monday that her lamp had go…"
    assert without(teaser.encode(), found(ENGLISH)) == " go…".encode()


def test_what_is_short_or_another_sentence_stays() -> None:
    page = b"<p>The keeper of the lighthouse said on Tuesday that nothing had happened.</p><p>It rained.</p>"
    assert without(page, found(ENGLISH, "It rained.")) is page


def test_a_beginning_that_somebody_else_has_as_well_stays_with_them() -> None:
    other = "The keeper of the lighthouse said on Monday that her brother would come."
    shared = passages.shared(ENGLISH, f"It rained. {other}")
    assert shared == 10
    (passage,) = passages.passages({ENGLISH: shared})
    assert without(other.encode(), [passage]) == other.encode()
    assert without(f"<p>{ENGLISH}</p>".encode(), [passage]) == b"<p></p>"
    teaser = "The keeper of the lighthouse said on Monday that her lamp had go…"
    assert without(teaser.encode(), [passage]) == " go…".encode()


def test_how_much_of_a_sentence_is_shared() -> None:
    assert passages.shared(ENGLISH, "The keeper of the lighthouse said nothing.") == 0, "too little to find it by"
    assert passages.shared(ENGLISH, f"He wrote: {ENGLISH}") == passages.length(ENGLISH)
    assert passages.shared(CHINESE, f"前{CHINESE[:-2]}") == passages.length(CHINESE) - 1
    assert passages.beginning(ENGLISH) == "The keeper of the lighthouse said on Monday"
