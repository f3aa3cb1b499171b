"""Blocks of other stories, told by their repetition; never menus, footers or links in the text."""

from __future__ import annotations

import itertools
import random

import pytest

from scraper import extract
from scraper.extract.page import document
from scraper.extract.related import related
from scraper.items import RelatedLink
from tests.extract.pages import PARAGRAPHS, page, story

OTHERS = (
    ("choir", "Choir sings from the water tower", "Sixty voices and one broken lift kept an Advent promise."),
    ("bakers", "Bakers fight over the name of a bun", "Two families claim the knot, and one has the recipe."),
    ("snow", "Snow gates tested on the high pass", "Drivers waited an hour while engineers tried the barrier."),
)
EXPECTED = tuple(
    RelatedLink(url=f"https://www.lantern.example/s/{name}", headline=headline, standfirst=teaser)
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
    assert found.related_links == EXPECTED
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_a_last_card_in_a_row_of_its_own_belongs_to_the_block() -> None:
    cards = [SHAPES["cards"].format(*other) for other in OTHERS]
    block = f"<div><div>{cards[0]}{cards[1]}</div><div>{cards[2]}</div></div>"
    assert extract.draft(page(story(after=block))).related_links == EXPECTED


def test_menus_and_links_in_the_text_are_no_leads() -> None:
    linked = tuple(
        f'{words} Read <a href="/t/{n}">the report of the harbour board</a>.' for n, words in enumerate(PARAGRAPHS)
    )
    tags = "".join(f'<a href="/tag/{n}">Harbour news</a> ' for n in range(5))
    assert extract.draft(page(story(paragraphs=linked, after=f"<div>{tags}</div>"))).related_links == ()


def test_what_says_where_another_story_ran_is_no_teaser() -> None:
    shape = '<div><h3><a href="/s/{0}">{1}</a></h3><p>This story is from the December 03, 2024 edition of The Lantern.</p></div>'
    related_links = extract.draft(page(story(after="".join(shape.format(*other) for other in OTHERS)))).related_links
    assert [link.standfirst for link in related_links] == ["", "", ""]


# A digital newsstand's story page: ten other stories, whatever the markup. Fictional, in five languages.
NEWSSTAND = {
    "en": ("Boats leave from pier {0} at dawn", "The harbour board found a reason for line {0} in an old drawer."),
    "de": ("Fähre Nummer {0} legt wieder ab", "Der Hafen fand für Linie {0} einen Grund in einer alten Schublade."),
    "ja": ("第{0}号の渡し船が夜明けに出港", "港の委員会は古い引き出しから路線{0}の理由を見つけた。"),
    "ar": ("القارب رقم {0} يغادر عند الفجر", "وجد مجلس الميناء سببا للخط رقم {0} في درج قديم."),
    "hi": ("नाव संख्या {0} भोर में रवाना हुई", "बंदरगाह मंडल को पुरानी दराज में मार्ग {0} का कारण मिला।"),
}
CARDS = {  # {0} address, {1} headline, {2} teaser, {3} class of the headline, {4} label, {5} date
    "div": "<div class=k><a href='{0}'><img src='/i.jpg'></a>{4}<h3 class={3}><a href='{0}'>{1}</a></h3><p>{2}</p>{5}</div>",
    "li": "<li>{4}<div class={3}><a href='{0}'>{1}</a></div><p>{2}</p>{5} <a href='{0}'>Read more</a></li>",
    "article": "<article><a href='{0}'><h4 class={3}>{1}</h4></a><div>{2}</div><span>3 mins read</span></article>",
    "section": "<section><strong class={3}><a href='{0}'>{1}</a></strong> <span>{2}</span> {5}</section>",
    "link round all": "<a href='{0}'><div>{4}</div><div class={3}>{1}</div><div>{2}</div>{5}</a>",
    "spans in a link": "<li><a href='{0}'>{4}<strong class={3}>{1}</strong> <span>{2}</span></a></li>",
    "row": "<tr><td><a href='{0}'><img src='/i.jpg'></a></td><td><p class={3}><a href='{0}'>{1}</a></p><p>{2}</p></td></tr>",
    "two rows": "<tr><td><a class={3} href='{0}'>{1}</a></td></tr><tr><td>{2}</td></tr>",
    "definitions": "<dt class={3}><a href='{0}'>{1}</a></dt><dd>{2}</dd>",
    "flat": "<h3 class={3}><a href='{0}'>{1}</a></h3><p>{2}</p>",
    "flat paragraphs": "<p class={3}><a href='{0}'>{1}</a></p><p>{2}</p>",
    "line break": "<p class={3}><a href='{0}'>{1}</a><br>{2}</p>",
    "bold and line break": "<p><b class={3}><a href='{0}'>{1}</a></b><br>{2}<br>{5}</p>",
    "one line": "<div>{4} <span class={3}><a href='{0}'>{1}</a></span> <span>{2}</span> {5}</div>",
    "only a pointer": "<div><div class={3}>{1}</div><p>{2}</p><a href='{0}'>Read more</a></div>",
    "linked teaser": "<li><h3 class={3}>{1}</h3><p><a href='{0}'>{2}</a></p></li>",
    "both linked": "<li><p class={3}><a href='{0}'>{1}</a></p><p><a href='{0}'>{2}</a></p></li>",
}
WRAPS = {"row": "table", "two rows": "table", "definitions": "dl"}
BOX = (
    "<div><p><b>This story is from the December 07, 2024 edition of The Lantern.</b></p>"
    "<p>Start your 7-day free trial to access thousands of premium stories.</p><a href='/login'>Sign In</a></div>"
)
NO_LEADS = (
    "<ul class=menu>" + "".join(f"<li><a href='/s/{n}'>Harbour {n}</a></li>" for n in range(5)) + "</ul>"
    "<div class=tags>" + "".join(f"<a href='/tag/{n}'>News of the harbour {n}</a> " for n in range(5)) + "</div>"
    "<div class=share><a href='https://a.example/'>Share this on one site</a> <a href='https://b.example/'>or another</a></div>"
    "<ul><li><a href='/author/ida'>Ida Brun writes here</a></li><li><a href='/author/jo'>Jonas Feld writes here</a></li></ul>"
)


def newsstand(shape: str, place: str, language: str, *, misnamed: bool) -> tuple[str, list[RelatedLink]]:
    """A page with ten cards of one shape in one place, and its related links."""
    chosen = random.Random(f"{shape} {place} {language}")  # the same page every time
    headline, teaser = NEWSSTAND[language]
    name = chosen.choice(
        ["comment-title", "ad-head", "nav-headline", "share-title"] if misnamed else ["css-1x2y3z", "t"]
    )
    expected = []
    printed = []
    for number in range(10):
        told = teaser.format(3 if number == 7 else number)  # one teaser is another's too
        path = f"/stories/boat-{number}"
        address = chosen.choice([path, f"https://www.lantern.example{path}"])
        label, date = "<span class=label>Harbour</span>", "<span>Dec 7</span>"
        printed.append(CARDS[shape].format(address, headline.format(number), told, name, label, date))
        expected.append(
            RelatedLink(url=f"https://www.lantern.example{path}", headline=headline.format(number), standfirst=told)
        )
    tag = WRAPS.get(shape, "ul" if CARDS[shape].startswith("<li") else "div")
    block = f"<section><h2>More from The Lantern</h2><{tag}>{''.join(printed)}</{tag}></section>"
    if place == "above":
        return story(after=BOX * 2 + NO_LEADS).replace("<main>", f"<div>{block}</div><main>"), expected
    if place == "beside":
        return story(after=BOX * 2).replace("</main>", f"</main><aside>{block}{NO_LEADS}</aside>"), expected
    if place == "in two":
        parts = "<p>Advertisement</p>".join(f"<{tag}>{''.join(half)}</{tag}>" for half in (printed[:5], printed[5:]))
        return story(after=BOX * 2 + NO_LEADS + f"<div>{parts}</div>"), expected
    return story(after=BOX * 2 + block + NO_LEADS), expected


@pytest.mark.parametrize("place", ["below", "above", "beside", "in two"])
@pytest.mark.parametrize("shape", CARDS)
def test_a_newsstand_page_gives_ten_leads_whatever_its_markup(shape: str, place: str) -> None:
    for language, misnamed in itertools.product(NEWSSTAND, (False, True)):
        html, expected = newsstand(shape, place, language, misnamed=misnamed)
        url = "https://www.lantern.example/city/night-ferry"
        taken = document.parse_text(html, url=url)
        headline = next(block.index for block in taken.blocks if block.tag == "h1")
        found = related.read(taken, own=(url,), after=headline)
        assert list(found.links) == expected, (language, misnamed)
        assert not any(taken.blocks[order].text in PARAGRAPHS for order in found.orders)


def test_a_list_of_wares_in_a_text_is_no_block_of_stories() -> None:
    wares = "".join(
        f"<h3><a href='https://shop.example/{n}'>Lantern with {n} candles in it</a></h3><p>{words}</p>"
        for n, words in enumerate(PARAGRAPHS)
    )
    taken = document.parse_text(story(after=wares), url="https://www.lantern.example/city/night-ferry")
    assert related.read(taken, own=(), after=0) == related.RelatedLinks()


def test_paragraphs_that_begin_with_a_link_are_text() -> None:
    linked = tuple(
        f"<a href='/t/{n}'>The report of the board</a> said this: {words}" for n, words in enumerate(PARAGRAPHS)
    )
    taken = document.parse_text(story(paragraphs=linked), url="https://www.lantern.example/city/night-ferry")
    assert related.read(taken, own=(), after=0) == related.RelatedLinks()
