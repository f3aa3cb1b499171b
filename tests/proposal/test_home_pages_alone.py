"""Saved home pages with nothing beside them: the printed edition comes first, as a guess that says so."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from scraper.catalogue import Catalogue
from scraper.items import Page
from scraper.proposal import home_page
from scraper.proposal.candidates import shown_on
from scraper.proposal.platforms import platforms_of
from scraper.proposal.propose import Proposal, propose
from tests.proposal.pages import HEADLINES, MADE, SAVED, Made, link


def proposed(page: Page) -> Proposal:
    home = home_page.read(page)
    now = dt.datetime.combine(shown_on(home, page.fetched.date()), dt.time(12), dt.UTC)
    return propose(home, page, lambda address: page if address == page.url else None, now=now)


@pytest.mark.parametrize("name", MADE)
def test_the_printed_edition_comes_first_and_the_file_can_be_read(name: str, tmp_path: Path) -> None:
    made = MADE[name]
    proposal = proposed(made.page())
    file = tomllib.loads(proposal.text)
    assert file.get("extends", "") == made.extends
    first = file.get("index", [{}])[0]
    assert {key: first[key] for key in made.first} == made.first
    assert file["publication"]["language"] == made.language
    (tmp_path / f"{proposal.slug}.toml").write_text(proposal.text, encoding="utf-8")
    assert Catalogue(tmp_path)[proposal.slug].unverified


def test_an_address_of_one_day_alone_is_never_that_of_the_newest() -> None:
    proposal = proposed(MADE["morning paper"].page())
    evening = tomllib.loads(proposal.text)["index"][1]
    assert evening["fetch"][0]["each"] == "xpath://a[normalize-space(.) = '夕刊']"
    assert "latest" not in evening


def test_every_language_of_the_headlines_has_a_page() -> None:
    assert {made.language for made in MADE.values()} == HEADLINES.keys()


def test_a_guess_says_so_names_what_to_look_at_and_keeps_what_was_read_as_a_comment() -> None:
    proposal = proposed(MADE["print edition of the day, and a shop for it"].page())
    assert proposal.summary.startswith("Addresses of dated editions were found; nothing of it was read")
    assert "https://www.diariodelcabo.example/edicion-impresa/2026/03/07/ (the link “Edición impresa”)" in " ".join(
        proposal.to_check
    )
    assert "# A guess: its page was not read." in proposal.text
    commented = proposal.text.partition("# Not in use")[2]
    assert '# name   = "home page"' in commented
    uncommented = "\n".join(line.removeprefix("# ") for line in commented.splitlines()[1:])
    assert tomllib.loads(uncommented)["index"][0]["stories"]["headline"] == "h2"
    assert [trial.candidate.name for trial in proposal.used] == ["paper"]


def test_where_only_a_replica_is_named_the_home_page_is_the_index_and_the_link_is_told() -> None:
    proposal = proposed(MADE["only a replica, on another host"].page())
    assert [trial.candidate.name for trial in proposal.used] == ["home page"]
    assert "https://epaper.nodirkhobor.example/" in proposal.to_check[0]
    assert "images of pages, for subscribers" in proposal.to_check[0]


def test_the_rules_of_a_guess_list_long_links_outside_menus() -> None:
    from scraper.discover.selectors import xpath_of
    from scraper.proposal import list_rules

    rules = list_rules.guessed("en")
    page = f"<nav>{link('/m', 'Everything of the menu of this site')}</nav><div>{link('/1', 'Ferry strike enters second week')}{link('/2', 'Sport')}</div>"
    from lxml import html

    found = html.document_fromstring(page).xpath(xpath_of(str(rules["each"])))
    assert [each.get("href") for each in found] == ["/1"]


def test_stories_in_the_data_of_a_script_are_listed() -> None:
    stories = ",".join(
        f'{{"headline": "Harbour tolls to rise again, part {n}", "url": "/news/harbour-tolls-{n}", "summary": "Why."}}'
        for n in range(6)
    )
    data = f'{{"props": {{"sections": [{{"name": "News", "items": [{stories}]}}]}}}}'
    html = f'<html lang="en"><head><title>Cape Post</title></head><body><div id="app"></div><script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'
    page = Page(url="https://www.capepost.example/", body=html.encode(), content_type="text/html", fetched=SAVED)
    proposal = proposed(page)
    assert proposal.works
    (index,) = tomllib.loads(proposal.text)["index"]
    assert index["embedded"] == {"css": "script#__NEXT_DATA__"}
    assert index["stories"] == {
        "each": "props.sections[].items[]",
        "headline": "headline",
        "url": "url",
        "standfirst": "summary",
    }
    assert proposal.trials[0].listed == (6,)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<script>Fusion.arcSite='bay'</script>", "/arc/outboundfeeds/sitemap/{date:%Y-%m-%d}/?outputType=xml"),
        ('<img src="https://gumlet.assettype.com/x.jpg">', "/sitemap/sitemap-daily-{date:%Y-%m-%d}.xml"),
    ],
)
def test_the_lists_of_a_publishing_system_stand_in_the_file_to_be_tried(markup: str, address: str) -> None:
    page = Made(url="https://www.bay.example/", language="en", body=markup).page()
    proposal = proposed(page)
    assert [trial.candidate.name for trial in proposal.used] == ["home page"]
    assert f'# url    = "https://www.bay.example{address}"' in proposal.text


def test_a_form_with_a_day_gives_an_address() -> None:
    form = '<form action="/print/archive"><input type="hidden" name="p" value="1"><input type="date" name="day"></form>'
    proposal = proposed(Made(url="https://www.bay.example/", language="en", body=form).page())
    (index,) = tomllib.loads(proposal.text)["index"]
    assert index["url"] == "https://www.bay.example/print/archive?p=1&day={date:%Y-%m-%d}"


def test_numbers_of_six_digits_in_the_addresses_of_stories_are_no_days() -> None:
    links = "".join(link(f"/news/1011{n}/slug", "Harbour tolls to rise again") for n in range(10, 16)) * 2
    home = home_page.read(Made(url="https://www.bay.example/", language="en", body=links).page())
    assert shown_on(home, SAVED.date()) == SAVED.date()


@pytest.mark.parametrize(
    ("sent", "editions"),
    [
        ('[{"EditionName": "City "}, 7]', ("City",)),
        ("null", ("Main",)),
        ("<html>", ("Main",)),
        ("[" * 9_000, ("Main",)),
    ],
)
def test_local_editions_are_called_main_where_their_list_is_none(sent: str, editions: tuple[str, ...]) -> None:
    (platform,) = platforms_of(["https://epaper.tatsandesh.example/Home/MIndex"], SAVED.date())
    answer = Page(url=platform.editions, body=sent.encode(), content_type="application/json", fetched=SAVED)
    assert platform.candidate(lambda _: answer).editions == editions
