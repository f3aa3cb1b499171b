"""Selectors learned from pages of other makes, and what they list when the page is read with them."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import discover
from scraper.items import EditionKey, Page, StoryLink
from scraper.proposal import list_rules
from scraper.publication import Fetch, Index, Publication, StoryRules, Value

DAY = dt.date(2026, 3, 7)
URL = "https://www.skerrypost.example/paper/2026-03-07/"
NAMES = ["Ferry strike enters second week", "Council votes on tide mill", "Lighthouse keeper found after storm"]
NAMES += ["School closes for the regatta", "Fish prices double at market", "Bridge opens without a ribbon"]
HEADLINES = [(f"/news/{name.lower().replace(' ', '-')}", name) for name in NAMES]
MENU = "<nav><ul><li><a href='/news'>News and politics</a></li><li><a href='/sport'>Sport of the islands</a></li></ul></nav>"
MOST_READ = "<aside><ol>{}</ol></aside>".format(
    "".join(
        f"<li><a href='/news/old-{n}-story-of-last-week'>What everybody reads, number {n}</a></li>" for n in range(5)
    )
)


def page(body: str) -> Page:
    html = f"<!doctype html><html lang='en'><body>{MENU}{body}<footer><a href='/terms-of-use-and-privacy'>Terms of use and privacy</a></footer></body></html>"
    return Page(url=URL, body=html.encode(), content_type="text/html; charset=utf-8", fetched=dt.datetime.now(dt.UTC))


def listed(of: Page, rules: list_rules.ListRules) -> list[StoryLink]:
    """What the page lists by these rules, as a collection reads it."""
    fields = {
        name: Value(get=tuple(given) if isinstance(given, list) else (given,))
        for name, given in rules.as_toml().items()
        if name != "each"
    }
    index = Index(name="paper", fetches=(Fetch(url=URL),), stories=(StoryRules(each=rules.each, fields=fields),))
    paper = Publication(slug="skerry", title="Skerry", timezone="UTC", language="en", indexes=(index,))
    walk = discover.IndexWalk(paper, index, EditionKey("skerry", DAY), env={})
    walk.read(walk.waiting.pop(0), of)
    return list(walk.listing().links)


def articles() -> str:
    card = "<article class='teaser'><a href='{0}'><img src='x.jpg'></a><h3><a href='{0}'>{1}</a></h3><p>What happened on the pier and why.</p></article>"
    return "<main>" + "".join(card.format(*each) for each in HEADLINES) + "</main>" + MOST_READ


def whole_links() -> str:
    return (
        "<div class='list'>"
        + "".join(
            f"<a class='row' href='{u}'><strong>{h}</strong> <em>page {n}</em></a>"
            for n, (u, h) in enumerate(HEADLINES)
        )
        + "</div>"
    )


def plain_list() -> str:
    return "<ul>" + "".join(f"<li><a href='{u}'>{h}</a></li>" for u, h in HEADLINES) + "</ul>" + MOST_READ


def overlay() -> str:
    return "".join(f"<div class='box'><a href='{u}' class='over'></a><h4>{h}</h4></div>" for u, h in HEADLINES)


def lead_and_rows() -> str:
    (url, first), *rest = HEADLINES
    rows = "".join(f"<div class='item'><h2><a href='{u}'>{h}</a></h2></div>" for u, h in rest)
    return f"<section class='front'><div class='item lead'><h2><a href='{url}'>{first}</a></h2></div>{rows}</section>"


def hashed_classes() -> str:
    return "".join(
        f"<div class='css-1x2y3z card_{n}'><div class='Card__Body'><a href='{u}'>{h}</a></div></div>"
        for n, (u, h) in enumerate(HEADLINES)
    )


def table() -> str:
    return "<table id='pages'>" + "".join(f"<tr><td><a href='{u}'>{h}</a></td></tr>" for u, h in HEADLINES) + "</table>"


@pytest.mark.parametrize("make", [articles, whole_links, plain_list, overlay, lead_and_rows, hashed_classes, table])
def test_all_stories_are_listed_with_their_headlines_and_nothing_else(make) -> None:  # type: ignore[no-untyped-def]
    of = page(make())
    rules = list_rules.learned(of)
    assert rules is not None
    found = [(link.url.removeprefix("https://www.skerrypost.example"), link.headline) for link in listed(of, rules)]
    assert found == HEADLINES


def test_sections_are_the_headings_over_the_stories() -> None:
    parts = [("News", HEADLINES[:3]), ("Sport", HEADLINES[3:])]
    of = page(
        "".join(
            f"<section><h2 class='title'>{name}</h2>"
            + "".join(f"<article><h3><a href='{u}'>{h}</a></h3></article>" for u, h in stories)
            + "</section>"
            for name, stories in parts
        )
    )
    rules = list_rules.learned(of)
    assert rules is not None
    assert [link.section for link in listed(of, rules)] == ["News"] * 3 + ["Sport"] * 3


def test_standfirsts_are_the_paragraphs_of_cards() -> None:
    of = page(articles())
    rules = list_rules.learned(of)
    assert rules is not None
    assert {link.standfirst for link in listed(of, rules)} == {"What happened on the pier and why."}


def test_of_several_paragraphs_the_standfirst_is_that_with_the_long_texts() -> None:
    card = "<article class='c'><h3><a href='{0}'>{1}</a></h3><p class='meta'>Ann Byline, 7 March 2026 at five</p><p class='text'>{1}, and what happened on the pier.</p></article>"
    of = page("<main>" + "".join(card.format(*each) for each in HEADLINES) + "</main>")
    rules = list_rules.learned(of)
    assert rules is not None
    assert [link.standfirst for link in listed(of, rules)] == [
        f"{headline}, and what happened on the pier." for _, headline in HEADLINES
    ]


def test_what_a_class_names_is_read_inside_the_cards() -> None:
    """Kicker and headline share a heading; a wrapper holds the standfirst and an hour."""
    card = (
        "<li class='item'><div class='box__section'>{2}</div><h3><span class='kicker'>Exclusive</span> <a href='{0}' class='js-headline'>{1}</a></h3>"
        "<div class='box__standfirst-wrapper'><div class='box__standfirst'>What happened there.</div>Published: 18:30</div></li>"
    )
    parts = ["News", "News", "Sport", "Sport", "Arts", "Arts"]
    of = page("<ul>" + "".join(card.format(*each, part) for each, part in zip(HEADLINES, parts, strict=True)) + "</ul>")
    rules = list_rules.learned(of)
    assert rules is not None
    found = [(link.headline, link.section, link.standfirst) for link in listed(of, rules)]
    assert found == [
        (headline, part, "What happened there.") for (_, headline), part in zip(HEADLINES, parts, strict=True)
    ]


def test_the_headline_in_a_link_that_has_a_tag_besides() -> None:
    card = "<li><a class='ph' href='{0}'><img></a><a class='tit' href='{0}'><span>Front page</span><p>{1}</p></a></li>"
    of = page("<ul class='list'>" + "".join(card.format(*each) for each in HEADLINES) + "</ul>")
    rules = list_rules.learned(of)
    assert rules is not None
    assert [link.headline for link in listed(of, rules)] == [headline for _, headline in HEADLINES]


@pytest.mark.parametrize(
    ("headings", "field", "values"),
    [
        (("A1면", "A2면"), "page", ["A1면"] * 3 + ["A2면"] * 3),
        (("Page 1", "Page 12"), "page", ["Page 1"] * 3 + ["Page 12"] * 3),
        (("22 Uhr", "18 Uhr"), "section", [""] * 6),
    ],
)
def test_headings_of_pages_are_pages_and_hours_are_nothing(
    headings: tuple[str, str], field: str, values: list[str]
) -> None:
    groups = zip(headings, (HEADLINES[:3], HEADLINES[3:]), strict=True)
    of = page(
        "".join(
            f"<h2>{name}</h2><ul class='l'>" + "".join(f"<li><a href='{u}'>{h}</a></li>" for u, h in stories) + "</ul>"
            for name, stories in groups
        )
    )
    rules = list_rules.learned(of)
    assert rules is not None
    assert [getattr(link, field) for link in listed(of, rules)] == values


def test_the_short_links_of_an_unnamed_menu_are_passed_over() -> None:
    menu = (
        "<ul><li><a href='/news'>NEWS</a></li><li><a href='/sport'>SPORT</a></li><li><a href='/arts'>ARTS</a></li></ul>"
    )
    of = page(menu + "<ul>" + "".join(f"<li><a href='{u}'>{h}</a></li>" for u, h in HEADLINES) + "</ul>")
    rules = list_rules.learned(of)
    assert rules is not None
    assert [link.headline for link in listed(of, rules)] == [headline for _, headline in HEADLINES]


def cards(stories: list[tuple[str, str]], names: tuple[str, ...] = ("item",)) -> str:
    card = "<div class='{2}'><a href='{0}'>{1}</a><p>The harbour board says why, in a line or two.</p></div>"
    return "".join(card.format(*each, names[n % len(names)]) for n, each in enumerate(stories))


MENU_OF_ITEMS = "".join(f"<div class='item'><a href='/{word}'>{word}</a></div>" for word in ("news", "sport", "arts"))


@pytest.mark.parametrize("menu", [f"<div class='bar'>{MENU_OF_ITEMS}</div>", f"<div>{MENU_OF_ITEMS}</div>"])
def test_a_short_headline_of_another_day_is_not_lost_with_a_menu(menu: str) -> None:
    """A menu whose links are made as the cards are is told by its name, or by links much shorter than headlines."""
    rules = list_rules.learned(page(menu + f"<div>{cards(HEADLINES)}</div>"))
    assert rules is not None
    tomorrow = page(
        menu + f"<div>{cards(HEADLINES[:3])}<div class='item'><a href='/news/x-1'>Ferry sinks</a></div></div>"
    )
    assert [link.headline for link in listed(tomorrow, rules)] == [*NAMES[:3], "Ferry sinks"]
    assert ("string-length" in rules.each) == ("bar" not in menu)


@pytest.mark.parametrize(
    "names", [("item lead", "item small", "item"), ("Item-ehGPZM Item-xYpQa Item-qQwEr",), ("item item item",)]
)
def test_no_class_is_tested_twice(names: tuple[str, ...]) -> None:
    menu = f"<div class='bar'>{MENU_OF_ITEMS.replace('item', names[-1])}</div>"
    of = page(menu + f"<div>{cards(HEADLINES, names)}</div>")
    rules = list_rules.learned(of)
    assert rules is not None
    assert rules.each.casefold().count("item") == 1
    assert [link.headline for link in listed(of, rules)] == NAMES


def test_a_list_without_blanks_between_words() -> None:
    heads = [(f"/a/2026{n}1234.html", f"港の灯台が{n}年ぶりに点灯した") for n in range(5)]
    of = page("<ul class='l'>" + "".join(f"<li><a href='{u}'>{h}</a></li>" for u, h in heads) + "</ul>")
    rules = list_rules.learned(of)
    assert rules is not None
    assert [link.headline for link in listed(of, rules)] == [headline for _, headline in heads]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Our e-paper is for subscribers.</p>",
        MOST_READ,
        "<ul><li><a href='https://elsewhere.example/a-story-of-somebody-else-1'>A story of somebody else, one</a></li>"
        "<li><a href='https://elsewhere.example/a-story-of-somebody-else-2'>A story of somebody else, two</a></li></ul>",
        "<ul>" + "".join(f"<li><a href='{u}'>{h}</a></li>" for u, h in HEADLINES[:3]) + "</ul>",
    ],
)
def test_a_page_without_a_list_gives_no_rules(body: str) -> None:
    assert list_rules.learned(page(body)) is None


@pytest.mark.parametrize("address", ["/story/{}", "/news/{}.html", "/?p={}", "/harbour/part-{}"])
@pytest.mark.parametrize("headline", ["Ferry back, {}", "Ferry strike enters week {}"])
def test_on_a_home_page_short_headlines_and_plain_numbers_are_of_stories(address: str, headline: str) -> None:
    stories = [(address.format(n), headline.format(n)) for n in range(1, 9)]
    of = page("<main>" + "".join(f"<article><h2><a href='{u}'>{h}</a></h2></article>" for u, h in stories) + "</main>")
    rules = list_rules.learned(of, is_home_page=True)
    assert rules is not None
    assert [link.headline for link in listed(of, rules)] == [headline for _, headline in stories]


@pytest.mark.parametrize("tag", ["li", "div"])
def test_the_short_links_of_a_home_page_outside_articles_are_no_stories(tag: str) -> None:
    of = page("".join(f"<{tag}><a href='/part/{n}'>Island news {n}</a></{tag}>" for n in range(8)))
    assert list_rules.learned(of, is_home_page=True) is None
