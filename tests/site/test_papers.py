"""A publication with its calendar, a day, an edition, all papers of a day."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from lxml import etree, html

from scraper import archive
from scraper.archive.read.comparison import MOST_PAPERS
from scraper.archive.write import incidents
from scraper.drift.incidents import Incident
from scraper.items import Draft, EditionKey, StoryLink
from scraper.reasons import Code, Reason
from scraper.site.app import site
from tests.site import situations
from tests.site.situations import (
    BUDGET,
    FERRY,
    UFERBOTE,
    collect,
    key_of,
    link,
    two_labels_and_a_supplement,
    weekly_and_website,
)

LANTERN = "/papers/evening-lantern"


def squares(tree):
    """The days of the calendars on a page, as a screen reader tells them."""
    return [text.strip() for text in tree.xpath("//table[@class='month']//td//span[@class='unseen']/text()")]


def edition_of(db, date):
    """An edition of Der Uferbote with one story."""
    url = f"https://uferbote.example/{date}"
    listed = StoryLink(url=url, headline="Pegel", section="Lokales", page="1", position=1)
    collect(
        db, UFERBOTE, EditionKey(UFERBOTE.slug, date), [(listed, Draft(url=url, headline="Pegel", body="Am Ufer."))]
    )


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
    assert paper.xpath("//table[@class='month']//a/@href") == [f"{LANTERN}/2026-03-{day:02}/" for day in range(6, 11)]
    assert paper.xpath("//ul[@class='gaps']//a/@href") == [f"{LANTERN}/2026-03-{day:02}/" for day in (6, 9, 10)]


async def test_gaps_are_listed_with_their_reason(page):
    gaps = (await page(f"{LANTERN}/")).xpath("//ul[@class='gaps']/li/span[2]")
    assert [" ".join(gap.text_content().split()) for gap in gaps] == [
        "6 March 2026, unknown. Expected, and not tried yet.",
        "9 March 2026, in part. Some of it is missing. 1 of 2 stories failed.",
        "10 March 2026, missing. Expected, but not there when it was looked for. No index at 09:00, nor an hour later.",
    ]


async def test_a_publication_as_json(data):
    paper = await data(f"{LANTERN}.json")
    assert (paper["ok"], paper["title"], paper["editions"], paper["undated"]) == (True, "The Evening Lantern", 3, 1)
    assert paper["years"] == [{"year": 2026, "editions": 3, "url": f"http://localhost{LANTERN}/2026/"}]
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
    assert day.xpath("//section[@aria-labelledby='editions']//li/a/text()") == ["City edition", "Coast edition"]
    assert day.xpath("//section[@aria-labelledby='supplements']//h3/a/text()") == ["The Review (supplement)"]
    assert day.xpath("//section[@aria-labelledby='web']//li/a/text()") == ["Live: the tide"]


def differences(tree):
    """What only some editions have: the heading, and the stories."""
    return {
        " ".join(part.xpath("./h3")[0].text_content().split()): part.xpath(".//a/text()")
        for part in tree.xpath("//section[@class='difference']")
    }


@pytest.mark.parametrize("path", [f"{LANTERN}/2026-03-07/", "/on/2026-03-07/"])
async def test_the_editions_of_a_day_are_compared_and_not_repeated(page, path):
    day = await page(path)
    headlines = [link for link in day.xpath("//ol[@class='headlines']//a/text()") if link.startswith("Night ferry")]
    assert len(headlines) == 1, "the front page that they share is shown once"
    assert differences(day) == {"Only in City 1": ["Rain stops play"], "Only in Coast 1": ["Quay reopens"]}
    assert {f"{LANTERN}/2026-03-07/{label}/" for label in ("city", "coast", "review")} <= set(day.xpath("//a/@href"))


async def test_a_comparison_as_json(data):
    (compared,) = (await data(f"{LANTERN}/2026-03-07.json"))["compared"]
    assert [(edition["label"], edition["short_name"], edition["placed"]) for edition in compared["editions"]] == [
        ("city", "City", 3),
        ("coast", "Coast", 3),
    ]
    assert (compared["shared"], compared["shared_total"]) == ([key_of("ferry"), key_of("budget")], 2)
    assert [headline["key"] for headline in compared["headlines"]] == [key_of("ferry"), key_of("budget")]
    assert [(each["labels"], each["title"]) for each in compared["differences"]] == [
        (["city"], "Only in City"),
        (["coast"], "Only in Coast"),
    ]
    assert (compared["moved"], compared["changed"]) == ([], [])
    assert (await data("/on/2026-03-07.json"))["compared"] == [compared]
    assert (await data("/papers/uferbote/2026-03-07.json"))["compared"] == []


async def test_what_moved_and_what_was_changed_between_editions(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        early = [
            (link("ferry", "Ferry stays", "Front page", "1", 1), FERRY),
            (link("budget", "Budget passes", "Front page", "1", 2), BUDGET),
        ]
        late = [(link("budget", "Budget passes by one vote", "City", "4", 2), BUDGET)]
        for label, listed in (("city", early), ("late", late)):
            collect(db, situations.LANTERN, EditionKey("evening-lantern", situations.SATURDAY, label), listed)
    client = site(empty_archive).client
    day = html.document_fromstring((await client.get(f"{LANTERN}/2026-03-07/")).text)
    assert differences(day) == {"Only in City 1": ["Night ferry <b>stays</b> & sails"]}
    (moved,) = day.xpath("//section[@aria-labelledby='moved']//li")
    told = " ".join(moved.text_content().split())
    assert told == "Budget passes City: p. 1, Front page (2) → Late: p. 4, City (2)"
    (changed,) = day.xpath("//section[@aria-labelledby='changed']//dl")
    assert changed.xpath(".//dd/a/text()") == ["Budget passes", "Budget passes by one vote"]
    everyone = html.document_fromstring((await client.get("/on/2026-03-07/")).text)
    assert everyone.xpath("//p[@class='holdings']/a/@href") == [
        f"{LANTERN}/2026-03-07/#moved",
        f"{LANTERN}/2026-03-07/#changed",
        f"{LANTERN}/2026-03-07/",
    ]


async def test_a_story_changed_since_it_was_collected_stands_once_with_its_versions(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        for label, body in (("city", BUDGET.body), ("late", "The budget passed by two votes, and not by one.")):
            key = EditionKey("evening-lantern", situations.SATURDAY, label)
            listed = link("budget", BUDGET.headline, "City", "2", 1)
            collect(db, situations.LANTERN, key, [(listed, replace(BUDGET, body=body))])
        db.execute("UPDATE versions SET fetched = (SELECT min(first_collected) FROM editions)")
        db.conn.commit()
    day = html.document_fromstring((await site(empty_archive).client.get(f"{LANTERN}/2026-03-07/")).text)
    (changed,) = day.xpath("//section[@aria-labelledby='changed']//li")
    assert changed.xpath(".//a/text()") == [BUDGET.headline, "2 versions are kept."]


async def test_a_story_under_two_addresses_and_one_headline_stands_once_with_its_editions(empty_archive):
    text = " ".join(f"Line {number} of the budget is for quay {number}." for number in range(40))
    with contextlib.closing(archive.opened(empty_archive)) as db:
        for label, body in (("city", text), ("late", f"{text} By two votes.")):
            key = EditionKey("evening-lantern", situations.SATURDAY, label)
            listed = link(f"budget-{label}", BUDGET.headline, "City", "2", 1)
            collect(db, situations.LANTERN, key, [(listed, replace(BUDGET, url=listed.url, body=body))])
    day = html.document_fromstring((await site(empty_archive).client.get(f"{LANTERN}/2026-03-07/")).text)
    (changed,) = day.xpath("//section[@aria-labelledby='changed']//li")
    assert changed.xpath(".//a/text()") == [BUDGET.headline, "City", "Late"]
    assert len(set(changed.xpath(".//a/@href"))) == 2


async def test_headlines_of_a_front_page_begin_where_their_language_does(empty_archive):
    arabic = replace(BUDGET, headline="الميزانية", kicker="المجلس", language="ar")
    with contextlib.closing(archive.opened(empty_archive)) as db:
        key = EditionKey("evening-lantern", situations.SATURDAY, "city")
        collect(db, situations.LANTERN, key, [(link("budget", arabic.headline, "City", "2", 1), arabic)])
    stand = html.document_fromstring((await site(empty_archive).client.get("/")).text)
    assert stand.xpath("//ol[@class='headlines']/li/@dir") == ["rtl"]


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
    assert "2 editions of this day" in answer.text


async def test_of_many_papers_the_first_are_compared_and_all_are_listed(empty_archive):
    """Every story of a day is read to compare its editions: hundreds of papers would take all the time of a page."""
    with contextlib.closing(archive.opened(empty_archive)) as db, db.conn:
        for number in range(MOST_PAPERS + 2):
            paper = replace(situations.LANTERN, slug=f"lantern-{number:02}", title=f"Lantern {number:02}")
            for label in ("city", "coast"):
                draft = replace(BUDGET, url=f"https://lantern.example/{number}/{label}")
                listed = StoryLink(url=draft.url, headline="Budget passes", section="City", page="1", position=1)
                collect(db, paper, EditionKey(paper.slug, situations.SATURDAY, label), [(listed, draft)])
    client = site(empty_archive).client
    found = (await client.get("/on/2026-03-07.json")).json()
    titles = [each["publication_title"] for each in found["compared"]]
    assert titles == [f"Lantern {number:02}" for number in range(MOST_PAPERS)]
    assert found["total"] == 2 * (MOST_PAPERS + 2)
    tree = html.document_fromstring((await client.get("/on/2026-03-07/")).text)
    last = f"/papers/lantern-{MOST_PAPERS + 1:02}/2026-03-07"
    assert tree.xpath("//section[@class='paper'][.//h2='Lantern 41']/h2/a/@href") == [f"{last}/city/", f"{last}/coast/"]
    own = (await client.get(f"{last}.json")).json()
    assert len(own["compared"]) == 1, "its own page compares them"


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


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ur", "rtl"), ("ja", "ltr"), ("", None)])
async def test_an_edition_is_set_in_the_direction_of_its_language(empty_archive, language, direction):
    paper = replace(UFERBOTE, language=language)
    draft = Draft(url="https://uferbote.example/1", headline="One", body="Text.", language=language or "de")
    with contextlib.closing(archive.opened(empty_archive)) as db:
        listed = [(StoryLink(url=draft.url, headline="One", position=1), draft)]
        collect(db, paper, EditionKey(paper.slug, situations.SATURDAY), listed)
    answer = await site(empty_archive).client.get("/papers/uferbote/2026-03-07/main/")
    (sheets,) = html.document_fromstring(answer.text).xpath("//div[@class='sheets']")
    assert sheets.get("dir") == direction


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
    assert tuesday.xpath("string(//pre/code)") == "backissues collect evening-lantern --date 2026-03-10"
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
    assert day.xpath("//section[starts-with(@class, 'paper')]/h2/a/@href") == [
        f"{LANTERN}/2026-03-07/",
        "/papers/uferbote/2026-03-07/main/",
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


async def test_the_roll_call_of_a_day_names_the_papers_that_are_not_there(page, data):
    def not_here(tree):
        return [
            (" ".join(line.text_content().split()), *line.xpath("./a/@href"))
            for line in tree.xpath("//section[@aria-labelledby='absent']//li")
        ]

    tuesday = await page("/on/2026-03-10/")
    assert not_here(tuesday) == [
        ("The Evening Lantern, City edition: expected, was not there", f"{LANTERN}/2026-03-10/city/")
    ]
    friday = await page("/on/2026-03-06/")
    assert not_here(friday) == [
        ("The Evening Lantern, City edition: expected, not tried yet", f"{LANTERN}/2026-03-06/city/")
    ]
    assert friday.xpath("//section[@class='paper']/h2/a/text()") == ["Der Uferbote"]
    sunday = await data("/on/2026-03-08.json")
    assert [(row["publication"], row["absence"]) for row in sunday["absent"]] == [
        ("evening-lantern", "does not appear on this day")
    ]
    assert not_here(await page("/on/2026-03-07/")) == []  # the late edition is an optional one
    monday = await page("/on/2026-03-09/")
    assert monday.xpath("//section[@class='paper']/p[@class='folio-line']/span/text()") == [
        "City edition",
        "1 of 2 stories",
        "In part",
    ]
    assert monday.xpath("//nav[@aria-label='Days']/a/@href") == ["/on/2026-03-08/", "/on/2026-03-10/"]


async def test_a_day_that_is_typed(get, data):
    for typed in ("2026-03-07", "7+March+2026", "March+7,+2026"):
        assert (await get(f"/on/?date={typed}")).headers["location"] == "/on/2026-03-07/", typed
    for typed in ("7.+März+2026", "7+mars+2026", "07.03.2026&lang=de"):
        assert (await get(f"/on/?date={typed}")).headers["location"].startswith("/on/2026-03-07/"), typed
    assert (await data("/on.json?date=someday", 404))["error"] == "“someday” is no date. A day is written 2024-12-07."


async def test_a_weekly_and_a_website(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        weekly_and_website(db)
    client = site(empty_archive).client
    gleaner = html.document_fromstring((await client.get("/papers/gleaner/")).text)
    assert gleaner.xpath("//table[@class='month']//td[@class]/@class").count("off") == 6
    assert squares(gleaner)[:2] == [
        "Friday 6 March 2026: unknown",
        "Saturday 7 March 2026: not a publishing day",
    ]
    assert gleaner.xpath("//table[@class='month']//a/@href") == [
        f"/papers/gleaner/2026-03-{day}/" for day in ("06", "13")
    ]
    saturday = await client.get("/papers/gleaner/2026-03-07/")
    assert (saturday.status_code, "backissues collect" in saturday.text) == (404, False)
    blog = html.document_fromstring((await client.get("/papers/blog.example/")).text)
    assert squares(blog) == [
        "Friday 6 March 2026: web only, 1 story by web date",
        "Tuesday 10 March 2026: web only, 1 story by web date",
    ]
    assert (await client.get("/on/")).headers["location"] == "/on/2026-03-10/"
    assert [(day["date"], day["web_dated"]) for day in (await client.get("/on/2026.json")).json()["items"]] == [
        ("2026-03-10", 1),
        ("2026-03-06", 1),
    ]
    day = html.document_fromstring((await client.get("/on/2026-03-10/")).text)
    assert day.xpath("//nav[@aria-label='Days']/a/@href") == ["/on/2026-03-06/", "/on/2026-03-13/"]


async def test_a_label_in_other_capitals_and_one_that_there_is_not(page, data, get):
    other = await get(f"{LANTERN}/2026-03-07/City/")
    assert (other.status_code, other.headers["location"]) == (302, f"{LANTERN}/2026-03-07/city/")
    nobody = await page(f"{LANTERN}/2026-03-07/midnight/", 404)
    text = " ".join(nobody.text_content().split())
    assert "no edition of the label “midnight”; there are City, Coast, The Review." in text
    assert "Midnight" not in text
    assert nobody.xpath("//main//li/a/@href")[:2] == [f"{LANTERN}/2026-03-07/city/", f"{LANTERN}/2026-03-07/coast/"]
    late = await data(f"{LANTERN}/2026-03-07/late.json", 404)
    assert (late["state"], late["reason"]) == ("unknown", "Appears on some days only, and was not tried.")
    never = await data(f"{LANTERN}/1999-01-01/midnight.json", 404)
    assert "Never tried." in never["error"]
    assert "Midnight" not in never["error"]


async def test_coverage_of_an_unknown_paper(page):
    nobody = await page("/coverage?publication=zzz", 404)
    assert "There is no publication “zzz” in this archive." in nobody.text_content()


async def test_a_print_headline_is_told_in_its_edition(page):
    edition = await page(f"{LANTERN}/2026-03-07/city/")
    assert [text.text_content() for text in edition.xpath("//p[@class='in-print']")] == ["In print: It sails on"]


async def test_coverage_counts_days_by_state_and_lists_the_gaps(page, data):
    coverage = await data("/coverage.json?publication=evening-lantern")
    (paper,) = coverage["items"]
    assert paper["days"] == {"held": 1, "partial": 1, "statement": 0, "missing": 1, "closed": 1, "unknown": 1} | {
        "web": 0,
        "off": 0,
    }
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


async def test_coverage_is_a_strip_of_days_for_each_paper(page):
    coverage = await page("/coverage?publication=evening-lantern")
    (row,) = coverage.xpath("//div[@class='strip-row']")
    assert row.xpath("h2/a/text()") == ["The Evening Lantern"]
    assert row.xpath("p/span[@class='unseen']/text()") == [
        "6 March 2026 to 10 March 2026: 2 complete, 1 in part, 1 missing, 1 no edition, 1 unknown."
    ]
    assert row.xpath(".//svg/path/@class") == ["m-held", "m-partial", "m-missing", "m-closed", "m-unknown"]
    assert row.xpath(".//svg/a/title/text()")[0] == "7 March 2026: complete"
    assert row.xpath(".//svg/a/@href")[0] == f"{LANTERN}/2026-03-07/"
    assert coverage.xpath("//ul[@class='gaps']//a/text()") == ["10 March 2026", "9 March 2026", "6 March 2026"]


async def test_coverage_of_many_years_is_drawn_by_month_and_year(page):
    axis = (await page("/coverage")).xpath("//svg[@class='axis']/text/text()")
    assert axis[0] == "Jan 2025"
    assert axis[-1] == "Mar 2026"


async def test_story_links_of_an_edition_lead_to_its_stories(data):
    edition = await data(f"{LANTERN}/2026-03-07/city.json")
    assert [story["url"] for section in edition["sections"] for story in section["stories"]] == [
        f"http://localhost/stories/{key_of(name)}" for name in ("ferry", "budget", "cricket")
    ]


async def test_the_week_of_a_paper_says_when_it_is_there_and_how_large(page, data):
    assert (await data(f"{LANTERN}.json"))["weekly_pattern"] == [
        {"weekday": 1, "name": "Monday", "expected": 1, "held": 1, "stories": 1, "supplements": []},
        {"weekday": 2, "name": "Tuesday", "expected": 1, "held": 0, "stories": None, "supplements": []},
        {"weekday": 5, "name": "Friday", "expected": 1, "held": 0, "stories": None, "supplements": []},
        {
            "weekday": 6,
            "name": "Saturday",
            "expected": 1,
            "held": 1,
            "stories": 5,
            "supplements": [{"name": "The Review", "held": 1}],
        },
    ]
    week = (await page(f"{LANTERN}/")).xpath("//table[contains(@class, 'weekly-pattern')]/tbody/tr")
    assert [" ".join(row.text_content().split()) for row in week] == [
        "Monday 1 of 1 1",
        "Tuesday 0 of 1",
        "Friday 0 of 1",
        "Saturday 1 of 1 5 The Review 1",
    ]


async def test_a_front_page_leads_with_its_first_story(page):
    lantern = (await page("/on/2026-03-07/")).xpath("//section[@class='paper several']//ol[@class='headlines']/li")
    first, second = (" ".join(story.text_content().split()) for story in lantern[:2])
    assert first == "Harbour Night ferry <b>stays</b> & sails The council votes nine to eight."
    assert second == "Budget passes"


async def test_the_same_day_of_other_years(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        for year in (2020, 2024, 2025):
            edition_of(db, dt.date(year, 3, 7))
        edition_of(db, dt.date(2024, 2, 29))
    client = site(empty_archive).client
    day = html.document_fromstring((await client.get("/on/2024-03-07/")).text)
    years = day.xpath("//section[@aria-labelledby='years']")[0]
    assert years.xpath(".//a/@href") == ["/on/2025-03-07/", "/on/2020-03-07/", "/search?month_day=03-07"]
    leap = (await client.get("/on/2024-02-29.json")).json()
    assert leap["other_years"] == []
    other = (await client.get("/on/2025-03-07.json")).json()["other_years"]
    assert other[0] == {
        "date": "2024-03-07",
        "publications": 1,
        "editions": 1,
        "url": "http://localhost/on/2024-03-07/",
    }


ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    """The feed's title, and of each entry its title and address."""
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    found = [
        (entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href")) for entry in feed.iter(f"{ATOM}entry")
    ]
    return feed.findtext(f"{ATOM}title"), found


async def test_new_editions_of_a_paper_can_be_subscribed_to(get, page):
    title, found = entries(await get(f"{LANTERN}.atom"))
    assert title == "The Evening Lantern: new editions"
    assert found == [
        (f"The Evening Lantern, {day}, {name}", f"http://localhost{LANTERN}/{date}/{label}/")
        for day, date, name, label in (
            ("Monday 9 March 2026", "2026-03-09", "City edition", "city"),
            ("Saturday 7 March 2026", "2026-03-07", "The Review (supplement)", "review"),
            ("Saturday 7 March 2026", "2026-03-07", "Coast edition", "coast"),
            ("Saturday 7 March 2026", "2026-03-07", "City edition", "city"),
        )
    ]
    paper = await page(f"{LANTERN}/")
    assert paper.xpath("//link[@type='application/atom+xml']/@href") == [
        f"{LANTERN}.atom",
        "/search.atom?changed=1&publication=evening-lantern",
    ]
    assert entries(await get("/papers/akhbar.example.atom"))[1] == []


async def test_the_stories_of_an_edition_as_a_feed(get):
    title, found = entries(await get(f"{LANTERN}/2026-03-07/city.atom"))
    assert title == "The Evening Lantern, Saturday 7 March 2026, City edition"
    assert found[0] == ("Night ferry <b>stays</b> & sails", f"http://localhost/stories/{key_of('ferry')}")
    assert len(found) == 3
    assert len(entries(await get(f"{LANTERN}/2026-03-09/city.atom"))[1]) == 1  # what is not held has no address


async def test_the_stories_of_an_edition_as_a_table(get, page):
    answer = await get(f"{LANTERN}/2026-03-09/city.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="evening-lantern-2026-03-09-city.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["section"], row["page"], row["headline"], row["url"], row["missing_because"]) for row in rows] == [
        ("Front page", "1", "Mayor <i>resigns</i>", "", "HTTP 404"),
        ("City", "2", "School opens late", f"http://localhost/stories/{key_of('school')}", ""),
    ]
    edition = await page(f"{LANTERN}/2026-03-09/city/")
    offered = edition.xpath("//p[@class='forms']/a/@href")
    assert {f"{LANTERN}/2026-03-09/city.{ending}" for ending in ("csv", "atom", "json")} <= set(offered)
    for path in offered:
        assert (await get(path)).status_code == 200, path
    assert set(edition.xpath("//link[@rel='alternate']/@href")) >= set(offered)


async def test_a_form_that_a_page_has_not(data, get):
    assert (await data("/papers/nix.atom", 404))["error"] == "There is no publication “nix” in this archive."
    missing = await get(f"{LANTERN}/2026-03-10/city.csv")
    assert (missing.status_code, missing.json()["ok"]) == (404, False)


async def test_the_stories_of_an_edition_are_saved_and_cited_together(page):
    edition = await page("/papers/evening-lantern/2026-03-07/city/")
    held = edition.xpath("//div[@class='sheets']//h3/a/text()")
    assert len(edition.xpath("//abbr[@class='unapi-id']/@title")) == len(held) > 1
    (together,) = edition.xpath("//a[starts-with(@href, '/stories?key=')]/@href")
    assert (await page(together)).xpath("//section[@class='to-cite']/h2/a/text()") == held


async def test_a_papers_page_says_how_its_site_is_read(empty_archive):
    thin = Reason(code=Code.THIN_FIELD, field="page", share=0.4, limit=0.98)
    moved = Reason(code=Code.YIELD_FELL, number=6, least=24, most=31, editions=20, text="stories.each: li.secret")
    with contextlib.closing(archive.opened(empty_archive)) as db:
        edition_of(db, dt.date(2026, 3, 6))
        before = Incident(since=dt.date(2026, 2, 6), opened="2026-02-06T12:00:00Z", reasons=(thin,))
        for incident in (replace(before, closed="2026-02-09T12:00:00Z"), replace(before, reasons=(moved,))):
            incidents.save(db, UFERBOTE.slug, incident, None)
    ds = site(empty_archive)
    text = " ".join((await ds.client.get("/papers/uferbote/")).text.split())
    assert (
        "Since the edition of 6 February 2026 it is read worse than it was: a selector found 6, and from 24 to 31 in "
        "the last 20 editions</li> <li>From the edition of 6 February 2026 to 9 February 2026 it was read worse: page "
        "given for 40% of the stories, 98% expected</li>"
    ) in text
    assert "li.secret" not in text
