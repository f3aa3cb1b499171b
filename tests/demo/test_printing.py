"""What the pages say, paper by paper, printed without a server."""

from __future__ import annotations

import json
import re

import pytest
from parsel import Selector

from scraper.demo import addresses
from scraper.demo.newspapers import Newspaper, PrintedStory, newspapers
from scraper.demo.printing import printed
from scraper.demo.traps import HOSTILE, Trap

ALL_STORIES = [(paper, story) for paper in newspapers().values() for story in paper.stories]
UNPRINTED = {story_id for (_, story_id), trap in HOSTILE.items() if trap is Trap.MISSING}


def page(target: str) -> Selector:
    answer = printed(target)
    assert answer.status == 200, target
    return Selector(text=answer.body.decode())


def words(selection: Selector) -> str:
    return " ".join(" ".join(selection.xpath(".//text()").getall()).split())


def index_of(edition_address: str) -> list[str]:
    """The addresses that an edition's index links to, however it holds them."""
    html = printed(edition_address).body.decode()
    in_scripts = re.findall(r'"(?:url|link)": "([^"]+)"', html)
    return in_scripts or Selector(text=html).css("li.story h3 a::attr(href), li.teaser h2 a::attr(href)").getall()


@pytest.mark.parametrize("slug", newspapers())
def test_every_story_is_printed_with_its_headline(slug: str) -> None:
    paper = newspapers()[slug]
    for story in paper.stories:
        if story.id in UNPRINTED:
            continue
        answer = printed(addresses.story(story))
        assert answer.status == 200, story.id
        encoding = "cp932" if answer.content_type == "text/html" else "utf-8"
        assert Selector(text=answer.body.decode(encoding)).css("h1").xpath("string()").get() == story.headline


@pytest.mark.parametrize("slug", newspapers())
def test_every_index_links_all_stories_of_its_edition_and_all_answer(slug: str) -> None:
    paper = newspapers()[slug]
    for edition in paper.editions:
        linked = index_of(addresses.edition(paper, edition))
        assert linked == [addresses.listed(story, edition.label) for story in edition.stories], edition.date
        for story, address in zip(edition.stories, linked, strict=True):
            expected = {Trap.MISSING: 404, Trap.REDIRECT: 302}.get(HOSTILE.get((slug, story.id), Trap.SCRIPT), 200)
            assert printed(address).status == expected, address


def test_all_links_are_relative_and_all_canonical_addresses_absolute() -> None:
    for paper, story in ALL_STORIES:
        if story.id in UNPRINTED:
            continue
        html = printed(addresses.story(story)).body.decode("utf-8", "replace")
        canonical = re.search(r'<link rel="?canonical"? href="([^"]+)"', html)
        assert canonical is not None
        assert canonical[1] == addresses.canonical(paper, story)
        assert canonical[1].startswith(f"https://{paper.host}/")
        assert re.findall(r'<a [^>]*href="https?:', html) == []


# The Ellery Courier


def test_courier_index_has_sections_pages_and_order() -> None:
    index = page("/ellery-courier/paper/2026-03-07/city/")
    assert index.css("section.part > h2::text").getall() == [
        "Front page", "City", "Ardmere", "World", "Business", "Opinion", "Arts", "Sport",
    ]  # fmt: skip
    assert index.css(".page b::text").getall()[:5] == ["1", "1", "1", "2", "3"]
    assert index.css("time.edition-date::attr(datetime)").get() == "2026-03-07"
    assert index.css(".edition-name::text").get() == "City edition"


def test_courier_story_says_what_a_story_page_says() -> None:
    story = page("/ellery-courier/2026-03-07/city-counts-cost")
    assert story.css("h1::text").get() == "‘It was in the piano’: Port Ellery opens its doors on the mud"
    assert story.css(".kicker::text").get() == "Storm Imre"
    assert story.css("p.byline::text").get() == "By Tom Aldous and Anselm Roy"
    assert story.css(".dateline::text").get() == "PORT ELLERY —"
    assert story.css("figure img::attr(src)").get() == "/pictures/ellery-courier/city-counts-cost.svg"
    assert words(story.css("figcaption")[0]) == ("Smokehouse Lane at first light on Friday. Photograph: Jonas Feld")
    assert story.css(".story-body h2::text").get() == "Who is out"
    assert words(story.css(".print-note")[0]) == (
        "A version of this story appeared in print on March 7, 2026 , Page 1 of the City edition "
        "with the headline: The morning after"
    )


def test_courier_stories_without_a_print_headline_state_no_edition() -> None:
    assert page("/ellery-courier/2026-03-02/budget-eve").css(".print-note").getall() == []


def test_courier_structured_data_carries_only_the_evening_before() -> None:
    script = page("/ellery-courier/2026-03-07/city-counts-cost").css('script[type="application/ld+json"]::text').get()
    graph = json.loads(script or "")["@graph"]
    article = next(thing for thing in graph if thing["@type"] == "NewsArticle")
    assert article["datePublished"] == "2026-03-06T18:17:00Z"
    assert article["author"] == [
        {"@type": "Person", "name": "Tom Aldous"},
        {"@type": "Person", "name": "Anselm Roy"},
    ]
    assert article["isAccessibleForFree"] is True
    assert "2026-03-07" not in json.dumps({**article, "@id": "", "mainEntityOfPage": ""})


def test_courier_agency_copy_has_no_by() -> None:
    agency_copy = next(story for _, story in ALL_STORIES if story.byline == "Continental Press")
    assert page(addresses.story(agency_copy)).css("p.byline::text").get() == "Continental Press"


def test_the_decoys_stand_inside_the_article() -> None:
    article = page("/ellery-courier/2026-03-07/city-counts-cost").css("article")
    assert article.css("aside.todays-paper time::attr(datetime)").get() == "2026-03-15"
    assert len(article.css(".newsletter, .related, .todays-paper, .share")) == 4
    assert page("/ellery-courier/2026-03-15/w2-budget-passed").css("aside.todays-paper time::attr(datetime)").get() == (
        "2026-03-14"
    )


def test_courier_closed_day_says_so_and_missing_days_do_not() -> None:
    closed = page("/ellery-courier/paper/2026-03-13/city/")
    assert closed.css("h1::text").get() == "No paper is published on Founders’ Day"
    assert index_of("/ellery-courier/paper/2026-03-13/coast/") == []
    for nothing in ("2026-03-11/city", "2026-03-16/city", "2026-02-30/city", "2026-03-07/north", "2026-03-07/late"):
        assert printed(f"/ellery-courier/paper/{nothing}/").status == 404, nothing


def test_courier_without_a_date_is_the_newest_edition() -> None:
    newest = page("/ellery-courier/paper/")
    assert newest.css("time.edition-date::attr(datetime)").get() == "2026-03-15"


def test_courier_supplement_stands_under_the_edition_it_came_with() -> None:
    review = page("/ellery-courier/paper/2026-03-08/city/sunday-review/")
    assert review.css("h1::text").get() == "Sunday Review"
    assert review.css(".page b::text").get() == "S1"
    assert printed("/ellery-courier/paper/2026-03-07/city/sunday-review/").status == 404


def test_courier_coast_edition_links_shared_stories_at_a_second_address() -> None:
    linked = index_of("/ellery-courier/paper/2026-03-08/coast/")
    assert "/ellery-courier/coast/2026-03-08/saltby-timbers-found" in linked
    shared = page("/ellery-courier/coast/2026-03-08/saltby-timbers-found")
    assert shared.css('link[rel="canonical"]::attr(href)').get() == (
        "https://www.ellery-courier.example/2026-03-08/saltby-timbers-found"
    )


# The Reading Rack


def test_rack_story_is_built_like_a_newsstand_page() -> None:
    story = page("/rack/stories/the-meridian/orrin-ferry-eve-of-vote")
    assert len(story.css(".excerpt p")) == 6
    assert [words(note) for note in story.css(".edition-note")] == [
        "This story is from the March 02, 2026 edition of The Meridian ."
    ] * 2
    assert [words(box)[:24] for box in story.css(".trial-box")] == ["Start your 7-day trial a"] * 2
    assert story.css(".more h2::text").get() == "MORE STORIES FROM THE MERIDIAN"
    assert len(story.css(".more li h3 a")) == 10
    assert len(story.css(".more li p")) >= 8


@pytest.mark.parametrize("slug", addresses.RACK)
def test_rack_machines_learn_only_the_day_on_the_web(slug: str) -> None:
    paper = newspapers()[slug]
    for story in paper.stories:
        rack_page = page(addresses.story(story))
        data = json.loads(rack_page.css('script[type="application/ld+json"]::text').get() or "")
        assert data["isAccessibleForFree"] is False
        assert data["datePublished"][:10] in (str(story.date), str(story.date.replace(day=story.date.day - 1)))
        assert rack_page.css("[itemprop], time").getall() == []
        assert str(story.date) not in addresses.canonical(paper, story)


def test_rack_byline_is_the_papers_name_where_a_story_has_none() -> None:
    unsigned = next(story for story in newspapers()["valley-gleaner"].stories if not story.byline)
    assert page(addresses.story(unsigned)).css("p.byline::text").get() == "Valley Gleaner"


def test_rack_in_hindi() -> None:
    story = page("/rack/stories/saryuganj-samachar/red-bridge-closed-to-trucks")
    assert [words(note) for note in story.css(".edition-note")] == [
        "यह समाचार सरयूगंज समाचार के 2 मार्च 2026 के संस्करण से लिया गया है।"
    ] * 2
    assert story.css("html::attr(lang)").get() == "hi"
    assert story.css(".more h2::text").get() == "सरयूगंज समाचार की और ख़बरें"


def test_rack_title_lists_its_issues_and_an_issue_its_teasers() -> None:
    issues = page("/rack/the-meridian/").css("li.issue a::attr(href)").getall()
    assert issues[0] == "/rack/the-meridian/2026-03-14/"
    assert len(issues) == 12
    teaser = page("/rack/the-meridian/2026-03-02/").css("li.teaser")[0]
    assert teaser.css(".text::text").get() is not None
    assert teaser.css(".section::text").get() == "News"
    assert teaser.css(".page::attr(data-page)").get() == "1"
    assert printed("/rack/the-meridian/2026-03-08/").status == 404  # a Sunday


# 潮見新聞 and Hohenwarter Bote


def test_shiomi_index_is_a_value_in_a_script() -> None:
    html = printed("/shiomi-shimbun/shimen/?date=20260308").body.decode()
    after = html.partition("window.__SHIMEN__ = ")[2]
    value, end = json.JSONDecoder().raw_decode(after)
    assert value["hizuke"] == "20260308"
    assert value["men"][0]["na"] == "1面"
    assert value["men"][0]["kiji"][0]["men"] == "1"
    assert after[end:].startswith("; window.")  # the script goes on: the value's end is not the line's


def test_shiomi_story_states_its_morning_edition() -> None:
    story = page("/shiomi-shimbun/articles/sawara-first-catch.html")
    assert words(story.css(".keisai")[0]) == "潮見新聞 2026年3月2日 付 朝刊 7面"
    assert story.css(".shomei::text").get() == "浜中 大地"


def test_shiomi_days_without_a_paper() -> None:
    for target in ("/shiomi-shimbun/shimen/?date=20260301", "/shiomi-shimbun/shimen/?date=tomorrow"):
        answer = printed(target)
        assert answer.status == 404
        assert "紙面がありません" in answer.body.decode()
    assert "2026年3月15日" in printed("/shiomi-shimbun/shimen/").body.decode()


def test_bote_index_is_json_in_a_script_element() -> None:
    held = page("/hohenwarter-bote/ausgabe/2026-03-02/").css("script#ausgabe::text").get()
    value = json.loads(held or "")
    assert value["datum"] == "02.03.2026"
    assert value["ressorts"][0]["name"] == "Titelseite"
    assert value["ressorts"][0]["artikel"][0]["link"] == "/hohenwarter-bote/artikel/karlsjoch-letzte-woche"


def test_bote_story_states_its_edition_and_has_microdata() -> None:
    story = page("/hohenwarter-bote/artikel/mittelschulen-plan")
    assert words(story.css(".druck")[0]) == "Erschienen in der Ausgabe vom 02.03.2026 , Seite 9, Lokales"
    assert words(story.css(".autor")[0]) == "Von Lena Auffinger"
    assert story.css('[itemprop="datePublished"]::attr(datetime)').get() == "2026-03-01T18:34:00+01:00"
    assert story.css('script[type="application/ld+json"]').getall() == []


def test_bote_does_not_appear_on_sundays() -> None:
    assert printed("/hohenwarter-bote/ausgabe/2026-03-08/").status == 404


@pytest.mark.parametrize(
    "target", ["/nothing", "/ellery-courier/2026-03-03/city-counts-cost", "/rack/stories/the-meridian/nobody", "/rack"]
)
def test_nothing_stands_at_other_addresses(target: str) -> None:
    assert printed(target).status == 404


def test_escaping_of_what_the_newsroom_wrote() -> None:
    ampersand: tuple[Newspaper, PrintedStory] = next(pair for pair in ALL_STORIES if "&" in pair[1].headline)
    html = printed(addresses.story(ampersand[1])).body.decode()
    assert f"<h1>{ampersand[1].headline.replace('&', '&amp;')}</h1>" in html
