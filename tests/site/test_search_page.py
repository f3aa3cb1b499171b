"""The search page: what it shows, and that nothing anyone types breaks it."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote, quote_from_bytes, urlsplit

import pytest
from lxml import etree

from scraper.characters import BYTE_ORDER_MARK
from scraper.site.formats import feeds
from tests.site.situations import key_of

HOSTILE = [
    "AT&T",
    "co-op",
    '"unclosed',
    "(",
    ")",
    "-rain",
    "*",
    "OR",
    "AND NOT",
    "NEAR",
    "NEAR/5",
    "🗞️",
    "x" * 10_000,
    "'; drop table stories; --",
    "rain\x00ferry",
    "headline:",
    "a:b",
    '""',
    "%",
    b"\xed\xa0\x80",  # half of a surrogate pair
    "<script>alert(1)</script>",
    "((((((((((ferry",
    "ferry OR",
    "\u202eferry",
]


def quoted(text):
    return quote_from_bytes(text) if isinstance(text, bytes) else quote(text, safe="")


async def test_matches_are_marked_and_escaped(page):
    results = await page("/search?q=ferry")
    (first,) = results.xpath("//ol[@class='results']/li")
    assert first.xpath(".//h2//text()") == ["Night ", "ferry", " <b>stays</b> & sails"]
    assert first.xpath(".//mark/text()")[0] == "ferry"
    assert first.xpath(".//h2/a/@href") == [f"/stories/{key_of('ferry')}"]
    assert " ".join(first.xpath(".//p[@class='where']")[0].text_content().split()) == (
        "The Evening Lantern, 7 March 2026, City edition, Front page, p. 1"
    )
    assert results.xpath("//p[@role='status']/strong/text()") == ["1 story"]


async def test_results_as_json(data):
    results = await data("/search.json?q=ferry")
    assert (results["ok"], results["total"], results["total_exact"], results["next"]) == (True, 1, True, None)
    (item,) = results["items"]
    assert item["url"] == f"http://localhost/stories/{key_of('ferry')}"
    assert item["publication_url"] == "http://localhost/papers/evening-lantern/"
    assert item["day_url"] == "http://localhost/papers/evening-lantern/2026-03-07/"
    assert item["edition_url"] == "http://localhost/papers/evening-lantern/2026-03-07/city/"
    assert (item["edition_label"], item["edition_title"]) == ("city", "City edition")
    assert item["headline_html"] == "Night <mark>ferry</mark> &lt;b&gt;stays&lt;/b&gt; &amp; sails"
    assert "<mark>ferry</mark>" in item["snippet_html"]
    assert "<mark>" not in item["snippet"]
    assert item["evidence_kind"] == "index"


async def test_filters_narrow_and_stay_in_the_form(page, data):
    found = await data("/search.json?from=2026-03&to=2026-03-07&publication=evening-lantern&sort=oldest")
    assert sorted(item["headline"] for item in found["items"]) == [
        "A history of fog",
        "Budget passes",
        "Live: the tide",
        "Night ferry <b>stays</b> & sails",
        "Quay reopens",
        "Rain stops play",
    ]
    form = await page("/search?q=rain&from=2026-03&publication=evening-lantern&language=en&access=open&sort=oldest")
    assert form.xpath("//input[@name='q']/@value") == ["rain"]
    assert form.xpath("//input[@name='from']/@value") == ["2026-03"]
    assert form.xpath("//option[@selected]/@value") == ["evening-lantern", "en", "open"]
    assert form.xpath("//input[@name='sort']/@value") == ["oldest"]
    assert [chip.text_content() for chip in form.xpath("//ul[@class='chips']//a/span[1]")] == [
        "since 2026-03",
        "in The Evening Lantern",
        "in the language English",
        "held as “Whole story”",
    ]
    understood = (await data("/search.json?q=rain&language=en&access=open"))["understood"]
    assert understood == "stories with “rain”, in the language English, held as “Whole story”"


async def test_the_edition_of_a_result_is_its_day_where_it_stands_in_none(page, data):
    (live,) = (await data("/search.json?q=live"))["items"]
    assert (live["edition_url"], live["edition_title"]) == (None, None)
    found = await page("/search?q=live")
    assert found.xpath("//p[@class='where']/a/@href")[1] == "/papers/evening-lantern/2026-03-07/"
    (review,) = (await data("/search.json?q=fog"))["items"]
    assert review["edition_title"] == "The Review (supplement)"


async def test_papers_are_called_by_their_titles_and_unknown_ones_are_named(data):
    found = await data("/search.json?q=rain&publication=evening-lantern&publication=zzz")
    assert found["understood"].endswith(", in The Evening Lantern or “zzz”")
    assert found["notes"] == ["There is no newspaper “zzz” here."]


@pytest.mark.parametrize("text", ["2026-03-07", "7 March 2026", "March 7, 2026", '"7 Mar 2026"'])
async def test_a_question_that_is_a_date(page, text):
    found = await page(f"/search?q={quoted(text)}")
    assert found.xpath("//div[@class='told']/p[starts-with(., 'Looking')]/a/@href") == ["/on/2026-03-07/"]


async def test_dates_can_be_typed_on_a_phone(page):
    form = await page("/search?q=march+ferry")
    assert form.xpath("//input[@name='from' or @name='to']/@inputmode") == []
    assert "Looking for" not in form.text_content()


async def test_pages_of_results_lead_to_the_end(data):
    keys, path = [], "/search.json?size=5"
    for _ in range(5):
        results = await data(path)
        keys += [item["key"] for item in results["items"]]
        if results["next_url"] is None:
            break
        path = "{0.path}?{0.query}".format(urlsplit(results["next_url"]))
    assert len(keys) == len(set(keys)) == results["total"] == 12


async def test_nothing_found_is_not_nothing_printed(page):
    nothing = await page("/search?q=zeppelin")
    assert "says nothing of days that are not held" in nothing.text_content()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])
async def test_whatever_is_typed_there_is_an_answer(get, text):
    answer = await get(f"/search?q={quoted(text)}")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    as_json = await get(f"/search.json?q={quoted(text)}")
    assert as_json.status_code == 200
    assert json.loads(as_json.text)["ok"] is True


@pytest.mark.parametrize(
    "query",
    [
        "from=never&to=2026-99",
        "from=2027&to=2026",
        "sort=sideways",
        "next=;drop",
        "next=99999999999999999999999",
        "size=-1",
        "size=9999999",
        "size=%F0%9F%97%9E",
        "publication=nix&publication=%00",
        "q=a&q=b",
        "&&&=&%ff=%fe",
    ],
)
async def test_whatever_is_asked_there_is_an_answer(get, query):
    assert (await get(f"/search?{query}")).status_code == 200
    assert (await get(f"/search.json?{query}")).json()["ok"] is True


async def test_a_form_writes_the_query_and_leads_to_its_own_address(get, data):
    sent = "q=&words=night+ferry&phrase=&any=&none=fog&headline_words=sails&from=&to=&publication=&sort=newest"
    answer = await get(f"/search?{sent}")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/search?q=night+ferry+-fog+headline%3Asails&sort=newest"
    assert [item["key"] for item in (await data(f"/search.json?{sent}"))["items"]] == [key_of("ferry")]


async def test_each_filter_can_be_taken_away(page):
    found = await page("/search?q=rain&publication=evening-lantern&from=2026-03&to=2026-03&front_page=1")
    chips = {a.xpath("string(span[1])"): a.get("href") for a in found.xpath("//ul[@class='chips']//a")}
    assert chips == {
        "of 2026-03": "/search?q=rain&publication=evening-lantern&front_page=1",
        "in The Evening Lantern": "/search?q=rain&from=2026-03&to=2026-03&front_page=1",
        "on the front page": "/search?q=rain&from=2026-03&to=2026-03&publication=evening-lantern",
    }


async def test_matches_over_time_are_bars_that_narrow_the_search(page):
    found = await page("/search?q=&publication=evening-lantern")
    bars = found.xpath("//svg[@class='histogram']/a")
    assert [bar.xpath("string(title)") for bar in bars] == ["7 March 2026: 6 stories", "9 March 2026: 1 story"]
    assert bars[0].get("href") == "/search?from=2026-03-07&to=2026-03-07&publication=evening-lantern"
    assert [rect.get("height") for rect in found.xpath("//svg[@class='histogram']//rect[@class='bar']")] == ["96", "16"]
    assert found.xpath("//figure[@class='over-time']/figcaption/span/text()") == [
        "7 March 2026", "7 March 2026: 6 stories", "9 March 2026",
    ]  # fmt: skip
    day = await page("/search?q=&publication=evening-lantern&from=2026-03-07&to=2026-03-07")
    assert not day.xpath("//svg[@class='histogram']")


async def test_the_order_is_one_click_and_the_form_keeps_it(page):
    found = await page("/search?q=rain&sort=oldest")
    orders = found.xpath("//ul[@class='orders']/li/a")
    assert [(order.text, order.get("href"), order.get("aria-current")) for order in orders] == [
        ("Newest", "/search?q=rain", None),
        ("Oldest", "/search?q=rain&sort=oldest", "true"),
        ("Best match", "/search?q=rain&sort=relevance", None),
    ]


async def test_the_chosen_can_be_cited_above_the_results_too(page):
    (form,) = (await page("/search?q=rain")).xpath("//form[@class='choosing']")
    assert [child.tag for child in form.xpath("*[.//button or self::ol]")] == ["ul", "ol", "p"]


async def test_facets_lead_to_as_many_stories_as_they_say(page, data):
    found = await page("/search?q=")
    links = found.xpath("//aside[@class='how']//section[@class='facet']//li")
    assert links
    for each in links:
        narrowed = await data(each.xpath("string(a/@href)").replace("/search?", "/search.json?"))
        assert str(narrowed["total"]) == each.xpath("string(span)"), each.xpath("string(a)")
    assert "facets" not in await data("/search.json?q=")
    assert {facet["name"] for facet in (await data("/search.json?q=&facets=1"))["facets"]} >= {"publication", "from"}


async def test_it_says_how_much_is_held_of_the_days_searched(page, data):
    found = await data("/search.json?q=zeppelin&publication=evening-lantern&from=2026-03-06&to=2026-03-07")
    assert (found["editions_held"], found["editions_known"]) == (2, 3)
    told = await page("/search?q=zeppelin&publication=evening-lantern&from=2026-03-06&to=2026-03-07")
    assert told.xpath("//div[@class='told']//a[@href='/coverage']/text()") == ["2 of 3 editions held"]


@pytest.mark.parametrize("typed", ["7+March+2026", "2026-03-07", "7.+März+2026", "7+mars+2026"])
async def test_a_day_that_is_searched_for_leads_to_the_papers_of_that_day(page, typed):
    assert (await page(f"/search?q={typed}")).xpath("//div[@class='told']//a/@href")[-1] == "/on/2026-03-07/"


async def test_where_nothing_is_found_it_says_what_would(page, data):
    suggested = (await page("/search?q=zeppelin+ferry")).xpath("//ul[@class='instead']//a")
    assert [(a.text_content().strip(), a.get("href")) for a in suggested] == [
        ("1 story without “zeppelin”", "/search?q=ferry")
    ]
    (spelt,) = (await data("/search.json?q=fery"))["suggestions"]
    assert (spelt["text"], spelt["total"], spelt["url"]) == (
        "Did you mean ferry",
        1,
        "http://localhost/search?q=ferry",
    )


async def test_results_as_csv_with_formulas_made_harmless(get):
    answer = await get("/search.csv?q=&size=1000")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.content.startswith(BYTE_ORDER_MARK.encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert {row["url"] for row in rows} >= {f"http://localhost/stories/{key_of('ferry')}"}
    assert "link" not in answer.headers


async def test_a_table_is_harvested_by_its_links(get):
    keys, path = [], "/search.jsonl?sort=oldest&size=5"
    while path:
        answer = await get(path)
        keys += [json.loads(line)["key"] for line in answer.text.splitlines()]
        path = answer.links["next"]["url"].removeprefix("http://localhost") if answer.links else ""
    whole = await get("/search.jsonl?sort=oldest&size=5&all=1")
    assert [json.loads(line)["key"] for line in whole.text.splitlines()] == keys
    assert len(keys) == len(set(keys)) == 12


async def test_a_search_is_followed_as_a_feed(get, page):
    (link,) = (await page("/search?q=ferry&sort=oldest")).xpath("//link[@type='application/atom+xml']/@href")
    assert link == "/search.atom?q=ferry"
    answer = await get(link)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("string(a:link[@rel='self']/@href)", namespaces=names) == "http://localhost/search.atom?q=ferry"
    (entry,) = feed.xpath("a:entry", namespaces=names)
    assert entry.xpath("string(a:title)", namespaces=names) == "Night ferry <b>stays</b> & sails"
    assert entry.xpath("string(a:id)", namespaces=names) == feeds.entry_id(key_of("ferry"))
    assert "<mark>ferry</mark>" in entry.xpath("string(a:summary)", namespaces=names)
    assert (await get("/search.atom?q=zeppelin")).status_code == 200


async def test_browsers_are_told_how_to_search_here(get, page):
    (link,) = (await page("/search")).xpath("//link[@rel='search']/@href")
    description = etree.fromstring((await get(link)).content)
    templates = {url.get("type"): url.get("template") for url in description if url.tag.endswith("Url")}
    assert templates["text/html"] == "http://localhost/search?q={searchTerms}"
    answer = await get("/search/suggestions?q=night+fe")
    assert answer.headers["content-type"] == "application/x-suggestions+json; charset=utf-8"
    assert answer.json() == ["night fe", ["night ferry"]]


async def test_a_newspaper_that_was_meant_is_named_by_its_title(data):
    meant, *_ = (await data("/search.json?q=paper:lantern+ferry"))["suggestions"]
    assert meant["text"] == "Did you mean stories with “ferry”, in The Evening Lantern"


@pytest.mark.parametrize("path", ["/search.csv", "/search.jsonl", "/search.atom", "/search/suggestions"])
@pytest.mark.parametrize("text", HOSTILE[::3], ids=lambda text: ascii(text)[:24])
async def test_whatever_is_typed_every_form_answers(get, path, text):
    assert (await get(f"{path}?q={quoted(text)}")).status_code == 200


async def test_what_was_perhaps_meant_is_linked_also_where_something_is_found(page, data):
    found = await data("/search.json?q=stays,sails")
    assert found["notes"] == ["“stays,sails” was read as “stays sails”."]
    assert [(each["kind"], each["url"]) for each in found["suggestions"]] == [
        ("reading", "http://localhost/search?q=stays+OR+sails")
    ]
    shown = await page("/search?q=stays,sails")
    assert shown.xpath("//ul[@class='instead']//a/@href") == ["/search?q=stays+OR+sails"]
    assert shown.xpath("//p[@class='note']/text()") == found["notes"]
