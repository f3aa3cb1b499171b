"""What changed between two texts of a story."""

from __future__ import annotations

from scraper.site.formats.diff import changes

OLD = {"headline": "School opens", "standfirst": "", "byline": None, "body": "It rained.\n\nPupils came.\n\nAll left."}


def text(**values):
    return OLD | values


def test_what_stayed_is_left_out():
    assert changes(OLD, text(body="It  rained.\n\nPupils came.\n\nAll left.")) == []


def test_words_that_changed():
    assert changes(OLD, text(body="It rained.\n\nPupils went.\n\nAll left.")) == [
        "Pupils <del>came</del><ins>went</ins>."
    ]
    assert changes({"body": "水が上がる"}, {"body": "水が下がる"}) == ["水が<del>上</del><ins>下</ins>がる"]


def test_paragraphs_that_came_and_went():
    assert changes(OLD, text(standfirst="At last.", body="It rained.\n\nAll left.")) == [
        "<ins>At last.</ins>",
        "<del>Pupils came.</del>",
    ]


def test_paragraphs_that_share_next_to_nothing_and_long_ones_are_shown_whole():
    assert changes({"headline": "A <b>"}, {"headline": "Something else"}) == [
        "<del>A &lt;b&gt;</del>",
        "<ins>Something else</ins>",
    ]
    long = "word " * 1500
    assert changes({"body": long}, {"body": long + "end"})[0].startswith("<del>word")
