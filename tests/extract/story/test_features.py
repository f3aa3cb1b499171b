"""What is measured of a page's blocks: one row each, numbers only, whatever the page is like."""

from __future__ import annotations

import numpy as np
import pytest

from scraper.extract.page import document
from scraper.extract.story import features
from scraper.extract.story.features import Rows
from scraper.texts.folding import letters
from tests.extract.pages import PARAGRAPHS, story

URL = "https://www.lantern.example/city/night-ferry"
HEADLINE = "Night ferry waits for a key"
LISTED = "".join(f"<li><a href=/{place}>Place {place}</a></li>" for place in range(30))
PAGES = {
    "a story": story(),
    "one block": "<p>Night ferry</p>",
    "one sign": "<p>.</p>",
    "figures": "<p>1 2 3</p>",
    "no Latin": "<p>夜の渡し船は朝まで岸壁に泊まっていた。</p>",
    "links only": f"<ul>{LISTED}</ul>",
    "4,000 blocks": "<p>" + "</p><p>".join(f"A paragraph, number {number}." for number in range(4_000)) + "</p>",
}


def rows(html: str, *, headline: int = -1, stated: str = "", description: str = "") -> Rows:
    blocks = document.parse_text(html, url=URL).blocks
    return features.rows(
        blocks,
        headline=headline,
        headline_text=letters(blocks[headline].text) if headline >= 0 else "",
        stated=letters(stated),
        description=letters(description),
    )


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_row_of_finite_numbers_for_each_block(html: str) -> None:
    found = rows(html, headline=0)
    assert found.dtype == np.float32
    assert found.shape == (len(document.parse_text(html, url=URL).blocks), rows(story()).shape[1])
    assert np.isfinite(found).all()
    assert np.abs(found).max() < 20  # the classifier's weights are for numbers of about one


def indexes_by_text(html: str) -> dict[str, int]:
    """The order of each block by its text."""
    return {block.text: block.index for block in document.parse_text(html, url=URL).blocks}


def changed(one: Rows, other: Rows) -> list[int]:
    """The blocks whose rows differ."""
    return np.flatnonzero((one != other).any(axis=1)).tolist()


def column_of(found: Rows, indexes: list[int]) -> int:
    """How many features are 1 on these blocks and 0 on all others."""
    wanted = np.zeros(len(found), dtype=np.float32)
    wanted[indexes] = 1
    return int((found == wanted[:, None]).all(axis=0).sum())


def test_words_of_the_data_are_found_in_the_blocks() -> None:
    html = story(below="<p>A key turns up in a coat at dawn</p>")
    index_of = indexes_by_text(html)
    found = rows(
        html,
        headline=index_of[HEADLINE],
        stated=" ".join(PARAGRAPHS[1:3]).upper(),  # letters only: case and marks do not matter
        description="A key turns up in a coat at dawn, and more",
    )
    assert column_of(found, [index_of[PARAGRAPHS[1]], index_of[PARAGRAPHS[2]]]) == 1
    assert column_of(found, [index_of["A key turns up in a coat at dawn"]]) >= 1
    assert column_of(found, [index_of[HEADLINE]]) >= 1
    without_data = rows(html)
    assert column_of(without_data, [index_of[PARAGRAPHS[1]], index_of[PARAGRAPHS[2]]]) == 0


def test_a_description_alone_changes_only_the_block_that_says_it() -> None:
    html = story()
    assert changed(rows(html, description=PARAGRAPHS[0]), rows(html, description="nothing of the kind")) == [
        indexes_by_text(html)[PARAGRAPHS[0]]
    ]


def test_a_neighbour_is_felt_three_blocks_away_and_no_further() -> None:
    # The same letters, so that all sums stay; only where they end a sentence differs.
    lines = [f"A line of the same size as all others, {number:02}" for number in range(20)]
    one = "".join(f"<p>{line}.</p>" for line in lines)
    other = one.replace("09.</p>", "09;</p>")
    assert changed(rows(one), rows(other)) == [6, 7, 8, 9, 10, 11, 12]


def test_a_name_given_to_the_whole_page_says_nothing() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    plain = f"<body><div><section><div>{text}</div></section></div></body>"
    whole = plain.replace("<body><div>", "<body><div class=newsletter-page>")
    a_bit = plain.replace(f"<p>{PARAGRAPHS[0]}</p>", f"<p class=newsletter>{PARAGRAPHS[0]}</p>")
    assert changed(rows(plain), rows(whole)) == []
    marked = rows(a_bit) - rows(plain)
    assert column_of(marked, [0]) == 1


def test_what_is_measured_knows_no_language() -> None:
    # Blocks of the same make with other words, and no word that speaks of an offer or a byline.
    english, turned = story(), story()
    for paragraph in PARAGRAPHS:
        swapped = paragraph.translate(str.maketrans("aeioubdfghklmnprstvw", "eioaudbgfhlkmnrptsvw"))
        turned = turned.replace(paragraph, swapped)
    assert english != turned
    assert changed(rows(english), rows(turned)) == []


def test_a_text_in_a_script_without_blanks_weighs_three_times_its_characters() -> None:
    japanese = rows("<p>" + "夜の渡し船は岸壁に泊" * 4 + "</p>")
    latin = rows("<p>" + "abcdefghij" * 12 + "</p>")
    assert japanese[0, 0] == latin[0, 0] == np.float32(np.log1p(120))
