"""The search page: what it shows, and that nothing anyone types breaks it."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_from_bytes, urlsplit

import pytest

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
    assert form.xpath("//option[@selected]/@value") == ["evening-lantern", "en", "open", "oldest"]
    assert form.xpath("//details[@open]/summary/text()") == ["Narrow by date, paper, language"]


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
