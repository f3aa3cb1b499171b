"""Blocks of other stories, told by their repetition; never menus, footers or links in the text."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.items import Lead
from tests.extract.pages import PARAGRAPHS, page, story

OTHERS = (
    ("choir", "Choir sings from the water tower", "Sixty voices and one broken lift kept an Advent promise."),
    ("bakers", "Bakers fight over the name of a bun", "Two families claim the knot, and one has the recipe."),
    ("snow", "Snow gates tested on the high pass", "Drivers waited an hour while engineers tried the barrier."),
)
EXPECTED = tuple(
    Lead(url=f"https://www.lantern.example/s/{name}", headline=headline, standfirst=teaser)
    for name, headline, teaser in OTHERS
)
SHAPES = {
    "cards": '<div class="c"><a href="/s/{0}"><img src="/i.jpg"></a><h3><a href="/s/{0}">{1}</a></h3><p>{2}</p><i>2 mins</i></div>',
    "list": '<li><a href="/s/{0}">{1}</a><p>{2}</p></li>',
    "one link round all": '<a href="/s/{0}"><div>The Lantern</div><div>{1}</div><div>{2}</div></a>',
    "headlines and teasers in turn": '<h3><a href="/s/{0}">{1}</a></h3><p>{2}</p>',
    "headline not linked": '<section><h3>{1}</h3><p>{2}</p><a href="/s/{0}">Read</a></section>',
    "same block": '<div><a href="/s/{0}#top">{1}</a> {2}</div>',
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_block_of_stories_is_read_in_any_markup(shape: str) -> None:
    block = "<h2>More from The Lantern</h2>" + "".join(shape.format(*other) for other in OTHERS)
    found = extract.draft(page(story(after=f"<div class='list'>{block}</div>")))
    assert found.leads == EXPECTED
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_a_last_card_in_a_row_of_its_own_belongs_to_the_block() -> None:
    cards = [SHAPES["cards"].format(*other) for other in OTHERS]
    block = f"<div><div>{cards[0]}{cards[1]}</div><div>{cards[2]}</div></div>"
    assert extract.draft(page(story(after=block))).leads == EXPECTED


def test_menus_and_links_in_the_text_are_no_leads() -> None:
    linked = tuple(
        f'{words} Read <a href="/t/{n}">the report of the harbour board</a>.' for n, words in enumerate(PARAGRAPHS)
    )
    tags = "".join(f'<a href="/tag/{n}">Harbour news</a> ' for n in range(5))
    assert extract.draft(page(story(paragraphs=linked, after=f"<div>{tags}</div>"))).leads == ()


def test_what_says_where_another_story_ran_is_no_teaser() -> None:
    shape = '<div><h3><a href="/s/{0}">{1}</a></h3><p>This story is from the December 03, 2024 edition of The Lantern.</p></div>'
    leads = extract.draft(page(story(after="".join(shape.format(*other) for other in OTHERS)))).leads
    assert [lead.standfirst for lead in leads] == ["", "", ""]
