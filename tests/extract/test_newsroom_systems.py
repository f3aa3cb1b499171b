"""What the systems that newsrooms write with print round a story's text, and between its paragraphs."""

from __future__ import annotations

import pytest

from scraper.extract import read
from scraper.items import Draft
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)


def draft(**parts: object) -> Draft:
    return read(page(story(**parts))).draft  # type: ignore[arg-type]


def within(inserted: str) -> str:
    """A story's body with something between its second paragraph and its third."""
    html = story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{inserted}<p>{PARAGRAPHS[2]}</p>")
    return read(page(html)).draft.body


@pytest.mark.parametrize(
    "above",
    [
        '<span class="article-kicker">Harbour</span>',
        '<a class="article__eyebrow" href="/harbour">Harbour</a>',
        '<div class="article__trumpet">Harbour</div>',
        '<div class="rutitr">Harbour</div>',
    ],
)
def test_a_kicker_may_be_an_inline_element(above: str) -> None:
    found = draft(above=above)
    assert (found.kicker, found.headline) == ("Harbour", "Night ferry waits for a key")


@pytest.mark.parametrize("words", ["اقرأ أيضاً", "ये भी पढ़ें", "Vaata ka", "Przy okazji"])
def test_a_line_that_announces_a_link_is_no_part_of_the_text(words: str) -> None:
    assert within(f'<p>{words}: <a href="/city/pier">The old pier gets a new roof in May</a></p>') == TEXT


def test_a_sentence_with_a_link_is_part_of_the_text() -> None:
    line = "The owner said one thing: he had told the town so in a letter, of which a copy hangs in the hall."
    linked = line.replace("in a letter", '<a href="/letter">in a letter</a>')
    assert line in within(f"<p>{linked}</p>")


@pytest.mark.parametrize("box", ['<div class="mc4wp-form">', '<div class="not-prose my-8 rounded">', "<section>"])
def test_the_box_round_a_form_that_asks_for_an_address_is_no_part_of_the_text(box: str) -> None:
    promise = "<h4>Every Friday</h4><p>The news of the harbour and of the islands, once a week and without a fee.</p>"
    form = '<form action="/join"><input type="email" name="who"><button>Join</button></form>'
    assert within(box + promise + form + box.split()[0].replace("<", "</").rstrip(">") + ">") == TEXT


def test_a_short_story_above_such_a_form_stays() -> None:
    brief = "The quay is closed until Monday because a crane has to be taken down, the harbour master said."
    form = '<form action="/join"><input type="email"><button>Join</button></form>'
    assert draft(paragraphs=(brief,), after=form).body == brief


def test_a_line_of_copyright_ends_the_text() -> None:
    assert draft(paragraphs=(*PARAGRAPHS, "© The Lantern, all rights reserved")).body == TEXT


def test_a_standfirst_may_be_in_a_field_of_several_elements() -> None:
    lead = "Forty passengers waited for a man who had gone home by bicycle."
    field = f'<div class="field-name-field-chapo"><div class="items"><div class="item"><p>{lead}</p></div></div></div>'
    found = read(page(story().replace('<div class="text">', f'<div class="text">{field}'))).draft
    assert (found.standfirst, found.body) == (lead, TEXT)


def test_a_name_that_says_menu_hides_no_line_without_links() -> None:
    line = '<div class="news_nav"><span>کد خبر: ۸۸۱۲</span><span>تاریخ انتشار: ۱۵ آذر ۱۴۰۳ - ۱۳:۲۰</span></div>'
    assert draft(below=line, language="fa").published == "2024-12-05T13:20:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>By Otto Lund</span><time>Dec. 5, 2024</time></div>",
        '<div><span class="byline">By <span class="author">Otto Lund</span><span>Associated Press</span></span>'
        "<span>December 5, 2024</span></div>",
    ],
)
def test_a_byline_and_a_day_without_a_blank_between_them_are_two(line: str) -> None:
    found = draft(below=line)
    assert (found.authors, found.published) == (("Otto Lund",), "2024-12-05")
