"""Print editions in a page's data, under names that nobody has standardised; and data that states none."""

from __future__ import annotations

import json

import pytest

import scraper

URL = "https://www.lantern.example/harbour/night-ferry-waits-for-a-key"
HEADLINE = "Night ferry waits for a key that nobody has"
WEB = "2026-03-06T18:42:11+01:00"
OTHER = "https://www.lantern.example/harbour/granite-for-the-mole"
TEXT = (
    "<p>The ferry to the islands stayed at its berth on Friday night, because the key of its engine room was on the"
    " other side of the water, in the pocket of a mechanic who had gone home early.</p>"
    "<p>Ninety passengers slept in the waiting room, where the harbour master handed out blankets and, at two in the"
    " morning, soup. Nobody complained about the soup, which was said to be better than that on board.</p>"
    "<p>The key came back with the first boat of the fishermen. The company announced a second one for Monday, and a"
    " hook for it on the wall of the bridge, at the height of the captain's eyes.</p>"
)


def page(head: str = "", *, article: str = "", beside: str = "", below: str = "", language: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{HEADLINE} | The Lantern</title>'
        f'<link rel="canonical" href="{URL}"><meta property="og:site_name" content="The Lantern">'
        f'<meta property="article:published_time" content="{WEB}">{head}</head><body><main>'
        f"<article {article}><h1>{HEADLINE}</h1>{beside}{TEXT}</article></main>{below}</body></html>"
    )


def script(source: str, kind: str = "") -> str:
    return f"<script{kind and f' type={kind!r}'}>{source}</script>"


def edition(html: str) -> dict[str, str]:
    found = scraper.read_story(html, URL)
    assert found["edition"] is not None
    return {**found["edition"], **{name: found[name] for name in ("section", "page", "print_headline")}}


STORY = {"title": HEADLINE, "url": URL, "publishedAt": WEB}
QUOTED = json.dumps(json.dumps({"article": {**STORY, "printPublicationDate": "2026-03-07"}}))
FLIGHT = '5:["$","div",null,{"story":{"title":"%s","paperDate":"20260307","paperMenu":"A7","paperEdition":"City"}}]\n'
PAIR = {"meta_key": "lantern_article_print_edition_date", "meta_value": "2026-03-07"}

STATED = {
    "a key of several words": script(f"window.state = {json.dumps({**STORY, 'print_publication_date': '2026-03-07'})}"),
    "a key with hyphens": script(json.dumps({**STORY, "print-publication-date": "07.03.2026"}), "application/json"),
    "the day in an object": script(f"a = {json.dumps({**STORY, 'printDate': {'customDate': '2026-03-07'}})}"),
    "an object called print": script(f"a = {json.dumps({**STORY, 'print': {'date': '2026-03-07', 'page': 'A7'}})}"),
    "an object called printEdition": script(f"a({json.dumps({**STORY, 'printEdition': {'issueDate': '2026-03-07'}})})"),
    "the first printing": script(f"a = {json.dumps({**STORY, 'datePrinted': '7 March 2026'})}"),
    "in print": script(f"a = {json.dumps({**STORY, 'publishedInPrint': '2026-03-07'})}"),
    "a newspaper's day in numbers alone": script(f"a = {json.dumps({**STORY, 'newspaperDate': '20260307'})}"),
    "milliseconds": script(f"a = {json.dumps({**STORY, 'printPublishedOn': 1772838000000})}"),
    "a printed page beside the edition's day": script(
        f"a = {json.dumps({**STORY, 'editionDate': '2026-03-07', 'printPage': 7})}"
    ),
    "a name and a value": script(f"a = {json.dumps({**STORY, 'metas': [PAIR]})}"),
    "JavaScript that is no JSON": script(
        f"var dataLayer = [{{'articleTitle': '{HEADLINE}', printDate: '2026-03-07', user: undefined,}}];"
    ),
    "a function's arguments": script(
        f'window.a=(function(a,b){{return {{story:{{title:a,desknetPublicationDate:b}}}}}}("{HEADLINE}","2026-03-07"))'
    ),
    "JSON in a text": script(f"window.state = JSON.parse({QUOTED})"),
    "JSON in a text, with escaped quotes": script(
        "window.state = JSON.parse(" + '"' + QUOTED[1:-1].replace('\\"', "\\u0022") + '"' + ")"
    ),
    "JSON in a text that is assigned": script(f"window.state = {QUOTED}"),
    "JSON in a text in JSON": script(f'window.state = {{"data": {QUOTED}}}'),
    "JSON escaped for HTML in a script": script(
        json.dumps({**STORY, "printDate": "2026-03-07"}).replace('"', "&quot;"), "application/json"
    ),
    "JSON escaped for HTML in a text in JSON": script(
        json.dumps({"data": json.dumps({**STORY, "printDate": "2026-03-07"}).replace('"', "&quot;")}), "application/json"
    ),
    "what Next.js streams, in two parts": script(
        f"self.__next_f.push([1,{json.dumps((FLIGHT % HEADLINE)[:60])}])"
    ) + script(f"self.__next_f.push([1,{json.dumps((FLIGHT % HEADLINE)[60:])}])"),
    "a flattened array": script(
        json.dumps([{"story": 1}, {"url": 2, "printEditionDate": 3}, URL, "2026-03-07"]), "application/json"
    ),
    "one of several printings": script(
        f"a = {json.dumps({**STORY, 'newspaper': [{'date': '2026-03-07', 'page': 'A7'}]})}"
    ),
    "a meta element": '<meta name="newspaper-date" content="2026-03-07">',
    "a meta element of one word": '<meta property="article:printdate" content="2026-03-07">',
    "JSON-LD with a key of its own": script(
        json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "url": URL, "printPublicationDate": "2026-03-07"}),
        "application/ld+json",
    ),
}  # fmt: skip


def test_the_number_in_the_address_tells_whose_the_day_is() -> None:
    stories = [
        {"id": 2026030612345, "titles": ["Night"], "printDate": "2026-03-07"},
        {"id": 7, "printDate": "2026-03-05"},
    ]
    html = page(script(f"window.state = {json.dumps(stories)}")).replace(URL, f"{URL}-2026030612345")
    found = scraper.read_story(html, f"{URL}-2026030612345")["edition"]
    assert found is not None
    assert (found["date"], found["evidence"]["kind"]) == ("2026-03-07", "structured")


def test_a_day_in_the_address_does_not() -> None:
    stories = [{"day": "20260306", "printDate": "2026-03-07"}, {"day": "20260305", "printDate": "2026-03-06"}]
    html = page(script(f"window.state = {json.dumps(stories)}")).replace(URL, f"{URL}-20260306")
    found = scraper.read_story(html, f"{URL}-20260306")["edition"]
    assert found is not None
    assert found["evidence"]["kind"] == "published"


@pytest.mark.parametrize("head", STATED.values(), ids=STATED)
def test_a_key_that_says_print_states_the_day(head: str) -> None:
    found = edition(page(head))
    assert (found["date"], found["evidence"]["kind"]) == ("2026-03-07", "structured")


@pytest.mark.parametrize(
    "article",
    [
        'data-print-date="2026-03-07"',
        'data-newspaper-date="07.03.2026" data-print-page="A7"',
        f"data-story='{json.dumps({'printDate': '2026-03-07'})}'",
        'data-story="{&quot;paperDate&quot;: &quot;2026-03-07&quot;, &quot;paperMenu&quot;: &quot;A7&quot;}"',
    ],
)
def test_an_attribute_around_the_headline_states_the_day(article: str) -> None:
    found = edition(page(article=article))
    assert (found["date"], found["evidence"]["kind"]) == ("2026-03-07", "structured")


@pytest.mark.parametrize("headline", ["옛 다리 넉 달 폐쇄한다", "夜船等待一把钥匙"])
def test_a_headline_of_few_east_asian_letters_tells_whose_the_day_is(headline: str) -> None:
    info = script(f"var info = {{artTitle: '{headline}', paperDate: '20260307', paperMenu: 'A7'}};")
    assert edition(page(info).replace(HEADLINE, headline))["date"] == "2026-03-07"


def test_what_is_beside_the_day_is_read_as_well() -> None:
    printed = {"printDate": "2026-03-07", "printPage": "7", "printSection": "A", "printEdition": "LateCity",
               "printHeadline": "A Key"}  # fmt: skip
    found = edition(page(script(f"a = {json.dumps({**STORY, **printed})}")))
    assert [found[name] for name in ("section", "page", "label", "print_headline")] == ["A", "A7", "Late City", "A Key"]


NOT_STATED = {
    "an address": {**STORY, "printUrl": "/print/2026-03-07/12"},
    "a switch": {**STORY, "print": True},
    "an id": {**STORY, "newspaperId": 20260307},
    "a sprint": {**STORY, "sprintDate": "2026-03-07", "blueprintDate": "2026-03-07", "imprintDate": "2026-03-07"},
    "an e-paper": {**STORY, "ePaperDate": "2026-03-07", "epaper_date": "2026-03-07", "e-paper-date": "2026-03-07"},
    "a paper of science": {**STORY, "paperDate": "2026-03-07"},
    "what was done to the print version": {**STORY, "printUpdatedAt": "2026-03-07", "printExportDate": "2026-03-07"},
    "the paper of today": {"latestPrintEdition": {"date": "2026-03-07"}, "currentPrintDate": "2026-03-07"},
    "an issue of nothing printed": {**STORY, "issueDate": "2026-03-07", "edition": "uk"},
    "a moment": {**STORY, "printDate": "2026-03-07T09:17:00Z"},
    "a day long after": {**STORY, "printDate": "2026-05-30"},
    "a day long before": {**STORY, "printDate": "2024-03-07"},
    "another story": {"teasers": [{"title": "Granite for the mole", "url": OTHER, "printDate": "2026-03-07"}]},
    "other stories in this one's object": {
        **STORY,
        "related": [
            {"id": 7, "printDate": "2026-03-05", "printPage": 2},
            {"id": 8, "printDate": "2026-03-04", "printPage": 2},
        ],
    },
    "a story of the paper of today": {**STORY, "newspaper": [{"title": "Granite", "url": OTHER, "date": "2026-03-07"}]},
    "nobody's": {"site": {"printEditionDate": "2026-03-07"}},
    "two papers": {"a": {"printDate": "2026-03-07", "printPage": 1}, "b": {"printDate": "2026-03-08", "printPage": 2}},
    "no day at all": {**STORY, "printDate": "", "printPage": 0, "printSection": None},
    "a button": {**STORY, "printButton": {"date": "2026-03-07"}, "printThisPage": "7.3.2026, 12:15"},
}


@pytest.mark.parametrize("value", NOT_STATED.values(), ids=NOT_STATED)
def test_other_keys_state_nothing(value: object) -> None:
    found = edition(page(script(f"window.state = {json.dumps(value)}")))
    assert (found["date"], found["evidence"]["kind"]) == ("2026-03-06", "published")


@pytest.mark.parametrize(
    ("beside", "below"),
    [
        ('<a class="print" href="#" data-print-url="/print/20260307">Print this page</a>', ""),
        ('<div class="print-date">7 March 2026</div>', ""),
        ("", f'<section><div data-print-date="2026-03-07"><a href="{OTHER}">Granite for the mole</a></div></section>'),
        ("", '<a href="/e-paper/2026-03-07" data-edition-date="2026-03-07">Read the e-paper</a>'),
    ],
)
def test_other_elements_state_nothing(beside: str, below: str) -> None:
    assert edition(page(beside=beside, below=below))["evidence"]["kind"] == "published"
