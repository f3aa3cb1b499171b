"""How often words were printed, as a chart, a table, JSON, CSV and SVG."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from lxml import etree, html

from scraper import archive
from scraper.site import language
from scraper.site.app import site
from scraper.site.formats import timeline_chart
from tests.site.situations import an_edition_of_1704_and_one_of_2021


async def test_matches_over_time_and_what_is_held(data):
    found = await data("/timeline.json?q=ferry&q=rain&from=2026-03&by=day&to=2026-03-10&publication=evening-lantern")
    assert (found["by"], found["first"], found["last"]) == ("day", "2026-03-01", "2026-03-10")
    days = {item["period"]: item for item in found["items"]}
    assert len(days) == found["total"] == 10
    saturday, monday, tuesday = (days[f"2026-03-{day:02}"] for day in (7, 9, 10))
    assert [count["matches"] for count in saturday["counts"]] == [1, 1]
    assert (saturday["held"], saturday["stories"], saturday["counts"][0]["share"]) == (6, 6, pytest.approx(1 / 6))
    assert (saturday["editions_held"], saturday["editions_missing"]) == (2, 0)  # and a supplement
    assert [count["matches"] for count in monday["counts"]] == [0, 0]
    # A day of which nothing is held says nothing: no zero.
    assert [(count["matches"], count["share"]) for count in tuesday["counts"]] == [(None, None)] * 2
    assert (tuesday["held"], tuesday["editions_missing"]) == (0, 1)
    assert days["2026-03-06"]["editions_missing"] == 1  # expected, never tried
    assert [(line["q"], line["matches"], line["undated"]) for line in found["queries"]] == [
        ("ferry", 1, 0),
        ("rain", 1, 0),
    ]


async def test_a_day_on_which_no_edition_was_due_is_no_gap(data, page):
    path = "?q=ferry&from=2026-03-06&to=2026-03-10&publication=evening-lantern"
    days = (await data(f"/timeline.json{path}"))["items"]
    assert [(day["period"][8:], day["due"], day["held"]) for day in days] == [
        ("06", True, 0),
        ("07", True, 6),
        ("08", False, 0),
        ("09", True, 1),
        ("10", True, 0),
    ]
    shown = await page(f"/timeline{path}")
    assert len(shown.xpath("(//figure//*[local-name()='svg'])[1]//*[@class='gap whole']")) == 2
    assert "none due" in shown.xpath("//table[@class='figures']//tr[th='8 March 2026']")[0].text_content()


async def test_each_number_leads_to_its_stories(data, page):
    month = (await data("/timeline.json?q=ferry&from=2026&to=2026&by=month&section=Front+page"))["items"][2]
    url = month["counts"][0]["url"]
    assert url == "http://localhost/search?section=Front+page&q=ferry&from=2026-03-01&to=2026-03-31"
    results = await data(url.removeprefix("http://localhost").replace("/search", "/search.json"))
    assert results["total"] == month["counts"][0]["matches"] == 1
    table = (await page("/timeline?q=ferry")).xpath("//table[@class='figures']")[0]
    assert table.xpath(".//td/a[text()='1']/@href") == ["/search?q=ferry&from=2026-03-01&to=2026-03-09"]


async def test_without_a_query_it_shows_what_is_held(data, page):
    held = await data("/timeline.json")
    assert [line["q"] for line in held["queries"]] == [""]
    assert sum(item["held"] for item in held["items"]) == held["queries"][0]["matches"] == 10
    assert held["queries"][0]["undated"] == 2
    assert "All stories" in (await page("/timeline")).text_content()


async def test_stories_without_a_day_are_counted_aside(page):
    told = await page("/timeline?q=lantern")
    assert "1 story without a day is not in these numbers." in told.text_content()


async def test_the_chart_is_heard_and_shares_are_percent(page):
    wide, narrow = (await page("/timeline?q=ferry&q=rain&share=1&by=year")).xpath("//figure//svg[@role='img']")
    for chart in (wide, narrow):
        said = [chart.xpath(f".//*[@id='{name}']")[0].text for name in chart.get("aria-labelledby").split()]
        assert said[0] == "Share of the stories held of each year, 2024 to 2026"
        assert "ferry: 1 story; 2026 has the most (1)." in said[1]
        assert "Of 1 of 3 periods nothing is held." in said[1]
        assert chart.get("role") == "img"
    assert "0%" in wide.xpath(".//*[local-name()='text']/text()")


def test_shares_are_written_as_in_the_language_of_the_reader():
    told = {}
    for tag in ("en", "de", "fr"):
        with language.speaking(tag):
            told[tag] = [timeline_chart.percent(share) for share in (0.07159, 0.3129)]
    assert told["en"] == ["7.16%", "31.3%"]
    assert told["de"] == told["fr"] == ["7,16\N{NO-BREAK SPACE}%", "31,3\N{NO-BREAK SPACE}%"]


async def test_gaps_are_drawn_and_explained(page):
    found = await page("/timeline?q=ferry&from=2026-03-01&to=2026-03-10&publication=evening-lantern")
    wide = found.xpath("//figure//*[local-name()='svg']")[0]
    assert wide.xpath(".//*[@class='gap whole']")
    assert "nothing is held, so nothing is known" in found.xpath("//figcaption")[0].text_content()


async def test_what_was_asked_stays_in_the_form(page):
    form = (await page("/timeline?q=ferry&q=rain&from=2026&by=month&publication=uferbote&share=1&front_page=1")).xpath(
        "//form[@action='/timeline']"
    )[0]
    assert form.xpath(".//input[@name='q']/@value") == ["ferry", "rain"]
    assert form.xpath(".//details//input[@name='q']/@id") == ["q-more"]
    assert len((await page("/timeline")).xpath("//form[@action='/timeline']//input[@name='q']")) == 1
    assert form.xpath(".//input[@name='from']/@value") == ["2026"]
    assert form.xpath(".//option[@selected]/@value") == ["month", "1", "uferbote"]
    assert form.xpath(".//input[@type='hidden']/@name") == ["front_page"]


async def test_as_csv_one_line_for_each_query_and_period(get, page):
    answer = await get("/timeline.csv?q=ferry&q=rain&by=year")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["period"], row["q"], row["matches"], row["held"]) for row in rows] == [
        ("2024", "ferry", "0", "1"),
        ("2024", "rain", "0", "1"),
        ("2025", "ferry", "", "0"),
        ("2025", "rain", "", "0"),
        ("2026", "ferry", "1", "9"),
        ("2026", "rain", "1", "9"),
    ]
    links = (await page("/timeline?q=ferry&by=year")).xpath("//link[@rel='alternate']/@href")
    assert {"/timeline.csv?q=ferry&by=year", "/timeline.svg?q=ferry&by=year"} <= set(links)


async def test_as_svg_it_stands_by_itself(get):
    answer = await get("/timeline.svg?q=ferry")
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert etree.fromstring(answer.content).get("viewBox") == "0 0 960 400"


async def test_at_most_five(data):
    many = await data("/timeline.json?q=a&q=b&q=c&q=d&q=e&q=f&q=a&q=")
    assert [line["q"] for line in many["queries"]] == list("abcde")
    assert many["notes"] == ["At most five can be compared; the others were left out."]


async def test_a_range_too_long_for_its_unit_is_shown_more_coarsely(data):
    years = await data("/timeline.json?q=ferry&from=1800&to=2026&by=day")
    assert (years["by"], years["total"]) == ("year", 227)
    assert years["notes"] == ["The range is too long to be shown so finely; ask for a part of it."]


@pytest.mark.parametrize(
    "query",
    [
        "from=never&to=2026-99",
        "from=9999&to=0001",
        "from=0001&to=9999&by=day",
        "from=9999-12-31",
        "to=1500",
        "by=%00&share=%ff",
        "q=%22unclosed&q=(&q=*&q=-rain&q=NEAR",
        "publication=nix&section=nix&language=x&access=none",
        "month_day=03-07&q=ferry",
        "front_page=1&label=city&byline=quill",
        "q=" + "x" * 5_000,
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%01ferry%1f",
    ],
)
async def test_whatever_is_asked_there_is_an_answer(get, query):
    answer = await get(f"/timeline?{query}")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    for ending in ("json", "csv", "svg"):
        answer = await get(f"/timeline.{ending}?{query}")
        assert answer.status_code == 200
    assert etree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"


async def test_the_day_of_every_year(data):
    found = await data("/timeline.json?month_day=03-07")
    assert (found["by"], [(item["period"], item["held"]) for item in found["items"]]) == (
        "year",
        [("2024", 0), ("2025", 0), ("2026", 7)],
    )


async def test_an_archive_without_stories(empty_archive):
    answer = await site(empty_archive).client.get("/timeline?q=ferry")
    assert answer.status_code == 200
    found = html.document_fromstring(answer.text)
    assert len(found.xpath("//h1")) == 1
    assert found.xpath("//section[@class='notice']//a/@href") == ["/"]
    assert not found.xpath("//figure | //table")  # of nothing, no chart


async def test_points_lead_to_their_stories(page, data):
    found = await page("/timeline?q=ferry&from=2026-03-01&to=2026-03-31&by=day")
    (link,) = found.xpath("//svg[contains(@class, 'wide')]//a")
    (row,) = [row for row in (await data("/timeline.json?q=ferry&from=2026-03-01&to=2026-03-31&by=day"))["items"]
              if row["counts"][0]["matches"]]  # fmt: skip
    assert row["counts"][0]["url"].endswith(link.get("href"))


async def test_centuries_between_two_editions_are_one_place(tmp_path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        an_edition_of_1704_and_one_of_2021(db)
    client = site(path).client
    chart = html.document_fromstring((await client.get("/timeline?by=year")).text)
    (over,) = chart.xpath("//svg[contains(@class, 'wide over')]")
    assert over.xpath(".//title/text()") == [
        "1704. all stories: 1", "1705 to 2020: nothing is held", "2021. all stories: 1",
    ]  # fmt: skip
    assert len((await client.get("/timeline.json?by=year")).json()["items"]) == 318
    paper = html.document_fromstring((await client.get("/papers/the-ledger/")).text)
    assert paper.xpath("//nav[@class='years']//a/text()") == ["1704", "2021"]
    assert "1705–2020" in paper.xpath("string(//nav[@class='years'])")
