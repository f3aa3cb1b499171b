"""The links between the pages of an edition, and what is none of them; the day that its first page states."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scraper.items import Page
from scraper.proposal.edition_pages import edition_pages, next_page, stated_day

DAY = dt.date(2026, 3, 7)


def page(body: str, url: str) -> Page:
    html = f"<html><body>{body}</body></html>"
    return Page(url=url, body=html.encode(), content_type="text/html; charset=utf-8", fetched=dt.datetime.now(dt.UTC))


def links(*named: tuple[str, str]) -> str:
    return "<ol class='pages'>" + "".join(f"<li><a href='{href}'>{name}</a></li>" for href, name in named) + "</ol>"


@pytest.mark.parametrize(
    ("url", "named", "let"),
    [
        (
            "https://a.example/html/2026-03/07/node_A01.html",
            [
                ("node_A01.html", "第A01版：要闻"),
                ("node_A02.html", "第A02版：时政"),
                ("node_B01.html", "第B01版：文化"),
            ],
            {"page", "section"},
        ),
        (
            "https://a.example/paper/2026-03-07/1",
            [("/paper/2026-03-07/1", "Page 1"), ("/paper/2026-03-07/2", "Page 2"), ("/paper/2026-03-07/3", "Page 3")],
            {"page"},
        ),
        (
            "https://a.example/newspaper/front/2026-03-07",
            [
                ("/newspaper/front/2026-03-07", "Front"),
                ("/newspaper/city/2026-03-07", "City"),
                ("/newspaper/sport/2026-03-07", "Sport"),
            ],
            {"section"},
        ),
    ],
)
def test_pages_and_sections_of_the_day(url: str, named: list[tuple[str, str]], let: set[str]) -> None:
    found = edition_pages(page(links(*named), url), DAY)
    assert found is not None
    assert (len(found.urls), set(found.let), found.each) == (3, let, "ol.pages li > a")


@pytest.mark.parametrize(
    "named",
    [
        [
            ("/newspaper/front/2026-03-06", "6"),
            ("/newspaper/front/2026-03-05", "5"),
            ("/newspaper/front/2026-03-04", "4"),
        ],
        [("/newspaper/city/2026-03-07", "City"), ("/newspaper/sport/2026-03-07", "Sport")],
        [(f"/newspaper/front/2026-03-07/a-story-{n}", f"Story {n}") for n in range(5)],
        [(f"https://b.example/newspaper/{n}/2026-03-07", f"B {n}") for n in range(5)],
    ],
    ids=["other days", "two of them", "stories", "another host"],
)
def test_what_is_no_page_of_the_edition(named: list[Any]) -> None:
    assert edition_pages(page(links(*named), "https://a.example/newspaper/front/2026-03-07"), DAY) is None


@pytest.mark.parametrize(
    ("body", "selector"),
    [
        ("<a href='/l?page=2'>Weiter</a>", "xpath://a[normalize-space(.) = 'Weiter']/@href"),
        ("<a href='/l/page/2/'>下一页</a>", "xpath://a[normalize-space(.) = '下一页']/@href"),
        ("<link rel='next' href='/l?p=2'>", "link[rel=next]::attr(href)"),
        ("<li class='next'><a href='/l_2.html'><i></i></a></li>", ".next > a::attr(href)"),
        ("<a rel='next' href='/paper/2026-03-08'>Next</a>", ""),
        ("<a href='/paper/2026-03-02'>Next</a>", ""),
        ("<a href='/l?page=2'>Two bridges fall</a>", ""),
    ],
)
def test_the_next_page_and_not_the_next_day(body: str, selector: str) -> None:
    assert next_page(page(body, "https://a.example/l")) == selector


def test_the_day_of_the_address_is_looked_for_before_the_hour_of_a_story() -> None:
    url, zone = "https://a.example/paper/2026-03-07/", ZoneInfo("UTC")
    of = page("<time datetime='2026-03-06T18:00'>6 pm</time><h2>Saturday, 7 March 2026</h2>", url)
    assert stated_day(of, "en", zone, DAY) == ("h2", DAY)
    assert stated_day(of, "en", zone, dt.date(2026, 3, 5)) is None
    assert stated_day(of, "en", zone) == ("time::attr(datetime)", dt.date(2026, 3, 6))
    masthead = page("<h1>Friday, 6 March 2026</h1>", url)
    assert stated_day(masthead, "en", zone, DAY) == ("h1", dt.date(2026, 3, 6)), "the paper of another day"
