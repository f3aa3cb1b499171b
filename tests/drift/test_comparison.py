"""What has changed of an index beside what is usual, and what only is another day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from scraper import discover
from scraper.drift import shapes
from scraper.drift.comparison import LOSING, Before, compared
from scraper.drift.shapes import PageRead, Shape
from scraper.items import EditionKey, Page
from scraper.publication import Fetch, Health, Index, Publication, SectionRules, StoryRules, Value
from scraper.reasons import Code
from scraper.reasons.words import phrase

SECTIONS = ("News", "Town", "Sport", "Culture")
PAPER = Publication(
    slug="lantern",
    title="The Lantern",
    timezone="Europe/London",
    language="en-GB",
    indexes=(
        Index(
            name="paper",
            fetches=(Fetch(url="https://lantern.example/{date}/"),),
            sections=SectionRules(each="section", title=Value(get=("h2",))),
            stories=(
                StoryRules(
                    each="li.card",
                    fields={
                        "url": Value(get=("a::attr(href)",)),
                        "headline": Value(get=("h3", "a")),
                        "standfirst": Value(get=(".dek",)),
                    },
                ),
            ),
        ),
    ),
)


def html(day: dt.date, sizes: tuple[int, ...], *, card: str = "card", head: str = "h3", names=SECTIONS, rail: int = 5):
    """A list with so many stories in each section, and a rail of stories beside it."""
    body, number = "", 0
    for name, size in zip(names, sizes, strict=False):
        items = ""
        for _ in range(size):
            number += 1
            link = f'<a href="/{day:%Y/%m/%d}/the-{number}th-story.html"><{head}>The {number}th</{head}></a>'
            items += f'<li class="{card}">{link}<p class=dek>Of it.</p></li>'
        body += f"<section><h2>{name}</h2><ul>{items}</ul></section>"
    most_read = "".join(f'<a href="/2026/01/0{n}/an-old-story-{n}.html">Old</a>' for n in range(1, rail + 1))
    return f"<html><h1>The Lantern</h1>{body}<aside>{most_read}</aside><a href=/imprint.html>Imprint</a></html>"


def shape(day: dt.date, text: str) -> Shape:
    """The shape of the list with this markup."""
    index, key = PAPER.indexes[0], EditionKey("lantern", day)
    walk = discover.IndexWalk(PAPER, index, key, env={})
    request = walk.waiting.pop()
    moment = dt.datetime.combine(day, dt.time(6), dt.UTC)
    page = Page(url=request.url, body=text.encode(), content_type="text/html; charset=utf-8", fetched=moment)
    read = [PageRead(walk.read(request, page), page, lists=True)]
    return shapes.of_index(PAPER, "paper", read, walk.listing().links)


def usual(weeks: int = 3) -> list[Before]:
    """Some weeks of ordinary days, and thin Sundays without culture."""
    before = []
    for number in range(7 * weeks):
        day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
        sizes = (3, 2, 2) if day.isoweekday() == 7 else (8 + number % 3, 6, 5 + number % 2, 4)
        before.append(Before(day.isoweekday(), shape(day, html(day, sizes))))
    return before


DAY = dt.date(2026, 3, 24)  # a Tuesday


def codes(text: str, day: dt.date = DAY, before: list[Before] | None = None) -> set[Code]:
    found = compared(PAPER, shape(day, text), day.isoweekday(), usual() if before is None else before)
    return {reason.code for reason in found}


def test_a_shape_comes_back_from_json_as_it_was() -> None:
    here = shape(DAY, html(DAY, (8, 6, 5, 4)))
    assert shapes.of_json(here.as_json()) == here
    assert here.yields == {
        "sections.each: section": 4,
        "stories.each: li.card": 23,
        "stories.headline: h3": 23,
        "stories.headline: a": 0,
    }
    assert (here.sections, here.listed, here.visible) == ({"News": 8, "Town": 6, "Sport": 5, "Culture": 4}, 23, 23)
    assert here.kinds_beside["/0/0/0/a-a.html"] == 5
    assert here.fields == {"headline": 1.0, "standfirst": 1.0, "section": 1.0}
    assert [shapes.of_json(broken) for broken in ({"index": 5}, {"index": "x", "yields": [1]}, {})] == [None] * 3


@pytest.mark.parametrize(
    ("sizes", "day"),
    [
        ((8, 6, 5, 4), DAY),
        ((3, 2, 2, 1), DAY),  # a slow day
        ((20, 0, 0, 0), DAY),  # a paper that is all news
        ((3, 2), dt.date(2026, 3, 29)),  # a Sunday
        ((14, 11, 9, 9), DAY),  # a thick one
    ],
)
def test_another_day_is_no_change(sizes: tuple[int, ...], day: dt.date) -> None:
    assert codes(html(day, sizes), day) == set()


def test_nothing_is_usual_yet() -> None:
    assert codes(html(DAY, (8, 6)), before=usual()[:2]) == set()


def test_half_the_list_moved_into_another_container() -> None:
    text = html(DAY, (8, 6, 5, 4))
    moved = re.sub('<li class="card">(.*?)</li>', r'<div class="tile">\1</div>', text, count=14)
    found = compared(PAPER, shape(DAY, moved), 2, usual())
    assert [phrase(reason) for reason in found] == [
        "19 addresses like those of its stories stand on its list's pages and are not listed, at most 5 is usual; 9 "
        "stories listed, at least 24 is usual",
        "a selector found 9, and from 24 to 25 in the last 3 editions (stories.each: li.card)",
    ]


def test_the_first_sections_alone_are_as_long_as_ever() -> None:
    assert codes(html(DAY, (9, 6))) == {Code.LIST_ENDS_EARLY, Code.YIELD_FELL}


def test_sections_have_other_names() -> None:
    names = ("Top", "Around", "Games", "Arts")
    assert codes(html(DAY, (9, 6, 5, 4), names=names)) == {Code.SECTIONS_RENAMED}


def test_another_selector_of_a_field_has_taken_over() -> None:
    assert codes(html(DAY, (9, 6, 5, 4), head="h4")) == {Code.ALTERNATE_USED}
    assert Code.ALTERNATE_USED not in LOSING


def test_a_field_has_thinned() -> None:
    found = compared(PAPER, shape(DAY, html(DAY, (9, 6, 5, 4)).replace("class=dek", "class=lead", 18)), 2, usual())
    assert [phrase(reason) for reason in found] == ["standfirst given for 25% of the stories, 100% expected"]


def test_what_the_file_declares_is_not_compared() -> None:
    declared = replace(PAPER, health=Health(fields={"standfirst": 0.0}))
    here = shape(DAY, html(DAY, (9, 6, 5, 4)).replace("class=dek", "class=lead"))
    assert compared(declared, here, 2, usual()) == ()


def test_stories_have_another_kind_of_address() -> None:
    text = html(DAY, (9, 6, 5, 4)).replace(f"/{DAY:%Y/%m/%d}/", "/news/")
    assert Code.OTHER_ADDRESSES in codes(text)


def test_the_list_ends_behind_a_full_page() -> None:
    before = [Before(each.weekday, replace(each.shape, pages=(20, 20, 7), listed=47)) for each in usual()]
    here = shape(DAY, html(DAY, (8, 6, 5, 4)))
    full, short = replace(here, pages=(20,), listed=20), replace(here, pages=(12,), listed=12)
    assert Code.PAGING_ENDED in {reason.code for reason in compared(PAPER, full, 2, before)}
    assert Code.PAGING_ENDED not in {reason.code for reason in compared(PAPER, short, 2, before)}


def test_the_list_is_of_another_kind() -> None:
    here = replace(shape(DAY, html(DAY, (8, 6, 5, 4))), kinds=("json",))
    assert {reason.code for reason in compared(PAPER, here, 2, usual())} == {Code.OTHER_KIND}
