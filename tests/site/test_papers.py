"""A publication with its calendar, a day, an edition, all papers of a day."""

from __future__ import annotations

import contextlib

from scraper import archive
from scraper.publish.site import site
from tests.site.situations import key_of, two_labels_and_a_supplement

LANTERN = "/papers/evening-lantern"


def squares(tree):
    """The days of the calendars on a page, as a screen reader tells them."""
    return [text.strip() for text in tree.xpath("//table[@class='month']//td//span[@class='unseen']/text()")]


async def test_the_calendar_shows_each_days_state_in_words_sign_and_colour(page):
    paper = await page(f"{LANTERN}/")
    assert squares(paper) == [
        "Friday 6 March 2026: unknown",
        "Saturday 7 March 2026: complete, 5 stories, 1 story by web date",
        "Sunday 8 March 2026: no edition. The newspaper declares that it does not appear on this day.",
        "Monday 9 March 2026: in part, 1 story",
        "Tuesday 10 March 2026: missing. Expected, but not there when it was looked for. "
        "No index at 09:00, nor an hour later.",
    ]
    assert paper.xpath("//table[@class='month']//td[@class and @class!='beyond']/@class") == [
        "unknown",
        "held",
        "closed",
        "partial",
        "missing",
    ]
    assert paper.xpath("//table[@class='month']//td//i/text()") == ["?", "●", "–", "◐", "×"]
    assert paper.xpath("//table[@class='month']//a/@href") == [f"{LANTERN}/2026-03-07/", f"{LANTERN}/2026-03-09/"]


async def test_gaps_are_listed_with_their_reason(page):
    gaps = (await page(f"{LANTERN}/")).xpath("//ul[@class='gaps']/li/span[2]")
    assert [" ".join(gap.text_content().split()) for gap in gaps] == [
        "8 March 2026, no edition. The newspaper declares that it does not appear on this day.",
        "9 March 2026, in part. Some of it is missing. 1 of 2 stories failed.",
        "10 March 2026, missing. Expected, but not there when it was looked for. No index at 09:00, nor an hour later.",
    ]


async def test_a_publication_as_json(data):
    paper = await data(f"{LANTERN}.json")
    assert (paper["ok"], paper["title"], paper["editions"], paper["undated"]) == (True, "The Evening Lantern", 4, 1)
    assert paper["years"] == [{"year": 2026, "editions": 4, "url": f"http://localhost{LANTERN}/2026/"}]
    assert [(day["date"], day["state"], day["stories"], day["web_dated"]) for day in paper["days"]] == [
        ("2026-03-06", "unknown", 0, 0),
        ("2026-03-07", "held", 5, 1),
        ("2026-03-08", "closed", 0, 0),
        ("2026-03-09", "partial", 1, 0),
        ("2026-03-10", "missing", 0, 0),
    ]


async def test_a_year_and_a_month_have_pages_of_their_own(page, data):
    assert squares(await page(f"{LANTERN}/2026/")) == squares(await page(f"{LANTERN}/2026-03/"))
    year = await data(f"{LANTERN}/2026.json")
    assert (year["total"], year["when"], year["publication"]["slug"]) == (5, "2026", "evening-lantern")
    assert (await data(f"{LANTERN}/1999.json", 404))[
        "error"
    ] == "The archive knows nothing of The Evening Lantern in 1999."


async def test_a_day_lists_every_edition_and_what_only_the_web_dates(page):
    day = await page(f"{LANTERN}/2026-03-07/")
    assert day.xpath("//section[@class='paper']/h3/a/text()") == [
        "City edition",
        "Coast edition",
        "The Review (supplement)",
    ]
    assert day.xpath("//section[@aria-labelledby='web']//li/a/text()") == ["Live: the tide"]


async def test_a_day_as_json_lists_editions_and_does_not_redirect(data):
    day = await data(f"{LANTERN}/2026-03-07.json")
    assert [(item["label"], item["supplement_of"], item["held"], item["url"]) for item in day["items"]] == [
        ("city", None, 3, f"http://localhost{LANTERN}/2026-03-07/city/"),
        ("coast", None, 3, f"http://localhost{LANTERN}/2026-03-07/coast/"),
        ("review", "city", 1, f"http://localhost{LANTERN}/2026-03-07/review/"),
    ]
    assert (day["total"], day["state"], day["web_dated_total"]) == (3, "held", 1)
    assert day["items"][0]["publication_url"] == f"http://localhost{LANTERN}/"
    only = await data("/papers/uferbote/2026-03-07.json")
    assert [item["label"] for item in only["items"]] == [""]


async def test_a_day_with_one_edition_redirects_to_it(get):
    answer = await get("/papers/uferbote/2026-03-07/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/papers/uferbote/2026-03-07/main/")


async def test_a_day_with_several_editions_does_not_choose_one(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        two_labels_and_a_supplement(db)
    answer = await site(empty_archive).client.get(f"{LANTERN}/2026-03-07/")
    assert answer.status_code == 200
    assert "3 editions of this day" in answer.text


async def test_an_edition_prints_its_sections_and_stories_in_order(page):
    edition = await page(f"{LANTERN}/2026-03-07/city/")
    assert [heading.text_content().split("\n")[0] for heading in edition.xpath("//section/h2")] == [
        "Front page page 1",
        "Sport page 8",
    ]
    assert edition.xpath("//article/h3/a/text()") == [
        "Night ferry <b>stays</b> & sails",
        "Budget passes",
        "Rain stops play",
    ]
    assert edition.xpath("//p[@class='folio-line']/span/text()") == [
        "No. 4711",
        "Saturday 7 March 2026",
        "City edition",
    ]
    assert edition.xpath("//nav[@class='labels']//a/@href") == [
        f"{LANTERN}/2026-03-07/coast/",
        f"{LANTERN}/2026-03-07/review/",
    ]
    assert edition.xpath("//nav[@aria-label='Editions before and after']/a/@href") == [f"{LANTERN}/2026-03-09/city/"]


async def test_a_listed_story_that_is_not_held_says_why(page, data):
    edition = await page(f"{LANTERN}/2026-03-09/city/")
    absent = edition.xpath("//article[contains(@class, 'absent')]")
    assert [" ".join(story.text_content().split()) for story in absent] == [
        "Mayor <i>resigns</i> p. 1 Listed, not held: HTTP 404. Its address"
    ]
    edition = await data(f"{LANTERN}/2026-03-09/city.json")
    gone = edition["sections"][0]["stories"][0]
    assert (gone["headline"], gone["url"], gone["missing_because"], gone["position"]) == (
        "Mayor <i>resigns</i>",
        None,
        "HTTP 404",
        1,
    )
    assert edition["outcome_text"] == "Some of it is missing. 1 of 2 stories failed."
    assert edition["previous"]["url"] == f"http://localhost{LANTERN}/2026-03-07/city/"
    assert edition["next"] is None


async def test_an_edition_known_from_its_stories_says_so(page):
    edition = await page("/papers/the-ledger/2024-12-07/main/")
    state = " ".join(edition.xpath("//div[@class='state']/p")[0].text_content().split())
    assert state.startswith("“ By its stories’ word. Known from what its stories say of themselves;")


async def test_a_missing_edition_says_what_the_ledger_knows(page, data):
    for when, state, words in (
        ("2026-03-06", "unknown", "Expected, and not tried yet."),
        ("2026-03-08", "closed", "The newspaper declares that it does not appear on this day."),
        (
            "2026-03-10",
            "missing",
            "Expected, but not there when it was looked for. No index at 09:00, nor an hour later.",
        ),
        ("1999-01-01", "unknown", "Never tried. The archive does not know whether a paper appeared."),
    ):
        assert words in (await page(f"{LANTERN}/{when}/", 404)).text_content(), when
        answer = await data(f"{LANTERN}/{when}.json", 404)
        assert (answer["ok"], answer["status"], answer["state"], answer["reason"]) == (False, 404, state, words)
    tuesday = await page(f"{LANTERN}/2026-03-10/city/", 404)
    assert tuesday.xpath("//pre/code/text()") == ["backissues collect evening-lantern --date 2026-03-10"]
    assert (await data(f"{LANTERN}/2026-03-07/late.json", 404))["ok"] is False


async def test_bad_dates_and_unknown_papers(page, data):
    for when in ("2026-02-30", "2026-13", "soon", "2026-03-07T00:00", "0000", "9999-12-31"):
        answer = await data(f"{LANTERN}/{when}.json", 404)
        assert (answer["ok"], answer["status"]) == (False, 404), when
        await page(f"{LANTERN}/{when}/", 404)
    assert (await data("/papers/nix.json", 404))["error"] == "There is no publication “nix” in this archive."
    assert "Der Uferbote" in (await page("/papers/nix/", 404)).text_content()
    await page("/papers/%00%ff%3Cscript%3E/", 404)
    await page(f"{LANTERN}/2026-03-07/%3Cscript%3E/", 404)


async def test_stories_without_a_day_are_reached_from_their_paper(page, data):
    assert f"{LANTERN}/undated/" in (await page(f"{LANTERN}/")).xpath("//dl//a/@href")
    undated = await data(f"{LANTERN}/undated.json")
    assert [(item["headline"], item["edition_date"]) for item in undated["items"]] == [("About the lantern", None)]
    assert (await page("/papers/akhbar.example/undated/")).xpath("//ul[@class='plain']//a/@lang") == ["ar"]


async def test_all_papers_of_a_day(page, data, get):
    day = await page("/on/2026-03-07/")
    assert day.xpath("//section[@class='paper']/h2/a/@href") == [
        "/papers/uferbote/2026-03-07/main/",
        f"{LANTERN}/2026-03-07/city/",
        f"{LANTERN}/2026-03-07/coast/",
        f"{LANTERN}/2026-03-07/review/",
    ]
    assert day.xpath("//section[@aria-labelledby='web']//a/@href") == [f"{LANTERN}/2026-03-07/"]
    nobody = await data("/on/1999-01-01.json")
    assert (nobody["ok"], nobody["items"], nobody["date"]) == (True, [], "1999-01-01")
    assert [day["date"] for day in (await data("/on/2026-03.json"))["items"]] == [
        "2026-03-09",
        "2026-03-07",
        "2026-03-06",
    ]
    assert (await get("/on/")).headers["location"] == "/on/2026-03-09/"
    assert (await data("/on/yesterday.json", 404))["ok"] is False


async def test_coverage_counts_days_by_state_and_lists_the_gaps(page, data):
    coverage = await data("/coverage.json?publication=evening-lantern")
    (paper,) = coverage["items"]
    assert paper["days"] == {"held": 1, "partial": 1, "statement": 0, "missing": 1, "closed": 1, "unknown": 1}
    assert (paper["stories"], paper["web_dated"], paper["undated"], paper["listed_not_held"]) == (8, 1, 1, 1)
    assert [(day["date"], day["state"], day["reason"]) for day in paper["missing"]] == [
        ("2026-03-06", "unknown", "Expected, and not tried yet."),
        ("2026-03-09", "partial", "Some of it is missing. 1 of 2 stories failed."),
        (
            "2026-03-10",
            "missing",
            "Expected, but not there when it was looked for. No index at 09:00, nor an hour later.",
        ),
    ]
    table = (await page("/coverage")).xpath("//tbody/tr[th/a/text()='The Ledger']/td/text()")
    assert [text.strip() for text in table if text.strip()] == ["7 Dec 2024 to 7 Dec 2024", "1", "1", "1"]


async def test_story_links_of_an_edition_lead_to_its_stories(data):
    edition = await data(f"{LANTERN}/2026-03-07/city.json")
    assert [story["url"] for section in edition["sections"] for story in section["stories"]] == [
        f"http://localhost/stories/{key_of(name)}" for name in ("ferry", "budget", "cricket")
    ]
