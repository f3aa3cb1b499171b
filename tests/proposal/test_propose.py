"""From a home page to a file: sites of several makes, the file that comes of each, and what it then collects."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scraper import discover
from scraper.catalogue import Catalogue
from scraper.items import EditionKey
from scraper.proposal import home_page
from scraper.proposal.propose import Proposal, propose
from tests.discover.papers import evening
from tests.proposal import sites
from tests.proposal.sites import HOST, NOW, TODAY, Site


def proposed(site: Site, asked: list[str] | None = None) -> Proposal:
    get = sites.get(site, asked)
    page = get(f"{HOST}/")
    assert page is not None
    return propose(home_page.read(page), page, get, now=NOW)


def indexes(proposal: Proposal) -> list[dict[str, Any]]:
    return list(tomllib.loads(proposal.text).get("index", []))


def collected(proposal: Proposal, site: Site, day: dt.date, folder: Path) -> list[tuple[str, str]]:
    """What a collection with the proposed file lists for a day: address and headline."""
    (folder / f"{proposal.slug}.toml").write_text(proposal.text, encoding="utf-8")
    paper = Catalogue(folder)[proposal.slug]
    key, get = EditionKey(paper.slug, day), sites.get(site)
    walk = discover.IndexWalk(paper, discover.indexes(paper, key, now=evening(paper, TODAY), env={})[0], key, env={})
    while walk.waiting:
        request = walk.waiting.pop(0)
        page = get(request.url)
        if page is None:  # the page after a list's last
            assert request.url.endswith("/3/"), request.url
            break
        walk.read(request, page)
    return [(link.url.removeprefix(HOST), link.headline) for link in walk.listing().links]


@pytest.mark.parametrize(
    ("site", "summary", "name", "address", "days"),
    [
        (sites.dated_editions, "Dated editions", "paper", "/paper/{date:%Y-%m-%d}/", (0, 1, 40)),
        (sites.a_weekly, "Dated editions", "archive", "/issues/{date:%d-%m-%Y}", (2, 9)),
        (sites.sitemaps_by_day, "No printed edition", "day sitemap", "/sitemaps/{date:%Y/%m/%d}.xml", (0, 3)),
        (sites.wordpress, "No printed edition", "day", "/wp-json/wp/v2/posts?after={date-1:", (0, 3)),
    ],
)
def test_a_site_whose_days_can_be_asked_for(
    site: Site, summary: str, name: str, address: str, days: tuple[int, ...], tmp_path: Path
) -> None:
    proposal = proposed(site)
    assert proposal.works
    assert proposal.summary.startswith(summary)
    first = indexes(proposal)[0]
    assert first["name"] == name
    assert first["url"].startswith(HOST + address)
    for back in days:
        day = TODAY - dt.timedelta(days=back)
        assert [path for path, _ in collected(proposal, site, day, tmp_path)] == [
            path for path, _ in sites.stories(day)
        ]


@pytest.mark.parametrize(
    ("site", "word", "value"),
    [
        (sites.next_by_word, "next", "xpath://a[normalize-space(.) = 'Next']/@href"),
        (sites.next_by_relation, "next", "a[rel=next]::attr(href)"),
        (sites.next_by_number, "pages", "1.."),
    ],
)
def test_a_list_over_several_pages_is_read_to_its_end(site: Site, word: str, value: str, tmp_path: Path) -> None:
    proposal = proposed(site)
    assert indexes(proposal)[0][word] == value
    day = TODAY - dt.timedelta(days=30)
    assert len(collected(proposal, site, day, tmp_path)) == len(sites.stories(day)) == 9


def test_a_day_of_more_posts_than_wordpress_sends_at_once_is_read_whole(tmp_path: Path) -> None:
    def busy(path: str) -> sites.Answer | None:
        return sites.wordpress(path, many=30)

    proposal = proposed(busy)
    assert proposal.works
    assert len(collected(proposal, busy, TODAY, tmp_path)) == 270


def test_an_edition_in_sections_is_a_chain_with_their_names(tmp_path: Path) -> None:
    proposal = proposed(sites.sections_apart)
    assert proposal.summary.startswith("Dated editions")
    first, last = indexes(proposal)[0]["fetch"]
    assert first["url"] == f"{HOST}/paper/front/{{date:%Y-%m-%d}}"
    assert first["let"]["section"] == "xpath:string(.)"
    assert last == {"url": "{page_url}"}
    day = TODAY - dt.timedelta(days=30)
    assert collected(proposal, sites.sections_apart, day, tmp_path) == sites.stories(day)


def test_headlines_sections_and_the_stated_day_are_found(tmp_path: Path) -> None:
    proposal = proposed(sites.dated_editions)
    first = indexes(proposal)[0]
    assert first["latest"] == f"{HOST}/paper/"
    assert first["issue"] == {"date": "h1"}
    assert "section" in first["stories"]
    assert collected(proposal, sites.dated_editions, TODAY, tmp_path) == sites.stories(TODAY)


def test_the_newest_edition_alone(tmp_path: Path) -> None:
    proposal = proposed(sites.newest_edition_only)
    assert proposal.summary.startswith("The newest edition can be collected")
    assert indexes(proposal)[0]["latest"] == f"{HOST}/print"
    assert collected(proposal, sites.newest_edition_only, TODAY, tmp_path) == sites.stories(TODAY)


def test_a_site_that_sends_todays_paper_for_every_day_is_not_believed() -> None:
    proposal = proposed(sites.the_day_is_not_obeyed)
    (paper,) = [trial for trial in proposal.trials if trial.candidate.name == "paper"]
    assert not paper.works
    assert "the day is not obeyed" in " ".join(paper.faults)
    assert [index["name"] for index in indexes(proposal)] == ["feed", "home page"]
    assert "No printed edition" in proposal.summary


ELSEWHERE = "https://epaper.skerry-post.example/"


@pytest.mark.parametrize("epaper", ["/epaper/", f"/paper/{TODAY}/", ELSEWHERE, "/login?next=/epaper/"])
@pytest.mark.parametrize(
    ("ends_at", "status"),
    [("", 200), ("", 401), ("", 403), (f"{HOST}/login?next=%2Fepaper", 200), (f"{ELSEWHERE}sign-in", 200)],
)
def test_of_a_paper_behind_a_login_what_the_web_has_is_proposed_and_the_login_told(
    epaper: str, ends_at: str, status: int, tmp_path: Path
) -> None:
    site = sites.behind_a_login(epaper, ends_at, status=status)
    proposal = proposed(site)
    address = f"{HOST}{epaper}" if epaper.startswith("/") else epaper
    assert proposal.works
    assert proposal.summary.startswith(f"The printed edition stands behind a login ({address}), and no list of a day")
    assert f"look at {address}" in proposal.to_check[0]
    assert [index["name"] for index in indexes(proposal)] == ["home page"]
    assert collected(proposal, site, TODAY, tmp_path) == sites.stories(TODAY)


@pytest.mark.parametrize("status", [200, 401])
def test_where_the_stories_stand_behind_the_login_as_well_the_list_is_proposed_and_that_is_told(status: int) -> None:
    proposal = proposed(sites.behind_a_login("/epaper/", status=status, stories_too=True))
    assert [index["name"] for index in indexes(proposal)] == ["home page"]
    assert not proposal.works
    assert proposal.summary.startswith(f"The printed edition stands behind a login ({HOST}/epaper/)")
    assert proposal.summary.endswith("None of the stories that were tried shows its text.")
    assert "Beware: none of the stories that were tried shows its text" in proposal.text


def test_a_weekly_says_its_weekday() -> None:
    assert tomllib.loads(proposed(sites.a_weekly).text)["schedule"]["days"] == ["thu"]


def test_only_a_feed() -> None:
    proposal = proposed(sites.only_a_feed)
    assert [index["format"] for index in indexes(proposal)] == ["feed"]
    assert "what is new can be collected" in proposal.summary


def test_nothing_can_be_had() -> None:
    proposal = proposed(sites.nothing)
    assert (proposal.text, proposal.works) == ("", False)
    assert proposal.summary == "No list of stories could be read."
    assert any("Newsmemory" in each and "subscribers" in each for each in proposal.to_check)


def test_of_a_saved_home_page_alone_all_is_a_guess() -> None:
    """Nothing but the home page is at hand: its own list is read, the stories are not."""
    page = sites.get(sites.dated_editions)(f"{HOST}/")
    assert page is not None
    proposal = propose(home_page.read(page), page, lambda address: page if address == page.url else None, now=NOW)
    assert [trial.candidate.name for trial in proposal.aside] == ["home page"]
    assert indexes(proposal)[0]["latest"] == f"{HOST}/paper/"
    assert "# # 2026-03-07: 9 stories" in proposal.text
    assert "read whole" not in proposal.text


def test_three_days_and_three_stories_of_each_are_read_and_little_more() -> None:
    asked: list[str] = []
    proposed(sites.dated_editions, asked)
    assert sum("/news/" in address for address in asked) == 9
    assert len(asked) < 20
    assert not any("sitemap" in address for address in asked), "what the web has is not looked for beside an edition"


def test_a_day_without_a_paper_is_asked_about() -> None:
    def not_on_fridays(path: str) -> sites.Answer | None:
        return None if path == f"/paper/{TODAY - dt.timedelta(days=1)}/" else sites.dated_editions(path)

    assert "paper: nothing on Friday 2026-03-06; does it appear on that day?" in " ".join(
        proposed(not_on_fridays).to_check
    )


def test_the_file_says_where_each_fact_stands_and_that_nobody_confirmed_it() -> None:
    text = proposed(sites.dated_editions).text
    assert 'title = "The Skerry Post"  # og:site_name' in text
    assert 'unverified = ["index"]' in text
    assert "2026-03-07: 9 stories, states 2026-03-07; 3 of 3 read whole" in text
