"""What changed between two texts of a story."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.site.words.diff import MOST_COMPARED, change, words

OLD = {"headline": "School opens", "standfirst": "", "byline": None, "body": "It rained.\n\nPupils came.\n\nAll left."}


def text(**values: str) -> dict[str, Any]:
    return OLD | values


def html(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [str(changed.html) for changed in change(old, new).texts]


def test_what_stayed_is_left_out() -> None:
    assert html(OLD, text(body="It  rained.\n\nPupils came.\n\nAll left.")) == []
    assert html(OLD, text(body="1,204 views\n\nIt rained.\n\nPupils came.\n\nAll left.")) == [], "a count"


def test_words_that_changed() -> None:
    assert html(OLD, text(body="It rained.\n\nPupils went.\n\nAll left.")) == ["Pupils <del>came</del><ins>went</ins>."]
    assert html({"body": "水が上がる"}, {"body": "水が下がる"}) == ["水が<del>上</del><ins>下</ins>がる"]


def test_paragraphs_that_came_and_went() -> None:
    assert html(OLD, text(standfirst="At last.", body="It rained.\n\nAll left.")) == [
        "<ins>At last.</ins>",
        "<del>Pupils came.</del>",
    ]


def test_a_paragraph_is_laid_beside_the_one_that_it_was() -> None:
    old = {"body": "The ferry sails at nine from the north quay.\n\nThe mayor spoke of the pier for an hour."}
    new = {
        "body": "A storm is coming, said the harbour master on Friday.\n\nThe ferry sails at ten from the north quay."
        "\n\nThe mayor spoke of the pier for an hour and left."
    }
    assert html(old, new) == [
        "<ins>A storm is coming, said the harbour master on Friday.</ins>",
        "The ferry sails at <del>nine</del><ins>ten</ins> from the north quay.",
        "The mayor spoke of the pier for an hour<ins> and left</ins>.",
    ]


def test_paragraphs_that_share_next_to_nothing_are_shown_whole() -> None:
    assert html({"headline": "A <b>"}, {"headline": "Something else"}) == [
        "<del>A &lt;b&gt;</del><ins>Something else</ins>"
    ]


def test_a_long_paragraph_is_compared_by_its_sentences() -> None:
    sentences = [f"In the year {year} the harbour took in a number of boats. " for year in range(1700, 1900)]
    old, new = "".join(sentences), "".join(["The first one came. ", *sentences[:-1]])
    (only,) = change({"body": old}, {"body": new}).texts
    assert str(only.html).startswith("<ins>The first one came. </ins>In the year 1700")
    assert (only.words_out, only.words_in) == (12, 4)


def test_a_comparison_without_end_is_not_made() -> None:
    """The rest is shown as a whole."""
    old = [" ".join(f"{word}{number}" for word in range(400)) for number in range(100)]
    new = [f"{paragraph.replace('7', 'seven')} end" for paragraph in old]
    found = change({"body": "\n\n".join(old)}, {"body": "\n\n".join(new)}).texts
    compared = [text for text in found if not text.html.startswith("<del>0")]
    assert 0 < len(compared) < MOST_COMPARED / 1_500
    assert len(found) == 100


@pytest.mark.parametrize(
    ("new", "fields", "out", "came"),
    [
        ({"headline": "School shuts"}, ("headline",), 1, 1),
        ({"headline": "School opens late", "body": "It rained.\n\nAll left."}, ("headline", "body"), 2, 1),
        ({"byline": "By Ada Quist"}, ("byline",), 0, 3),
        ({"headline": "School opens!", "body": OLD["body"].replace(".", "…")}, (), 0, 0),
        ({"headline": "SCHOOL OPENS"}, (), 0, 0),
        ({"body": "It rained. Pupils came.\n\nAll left."}, (), 0, 0),
    ],
    ids=["headline", "both", "byline", "punctuation", "capitals", "division"],
)
def test_a_change_names_its_fields_and_counts_its_words(
    new: dict[str, Any], fields: tuple[str, ...], out: int, came: int
) -> None:
    found = change(OLD, text(**new))
    assert (found.fields, found.words_out, found.words_in) == (fields, out, came)
    assert found.is_trivial is (not fields)
    assert found.texts


def test_words_are_counted_in_every_script() -> None:
    assert [words(text) for text in ("It's a well-known pier.", "渡し船", "", "Паром ушёл")] == [4, 2, 0, 2]
