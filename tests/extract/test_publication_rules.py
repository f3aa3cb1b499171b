"""A publication's own rules outrank the general reader."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from scraper import dating, extract
from scraper.catalogue import publication
from scraper.items import Access
from scraper.publication import Embedded, PageRules, Publication, Value
from scraper.publication_words import PAGE_WORDS
from tests.extract.pages import PARAGRAPHS, page, story


def paper(*layouts: PageRules, **story_rules: object) -> Publication:
    """A newspaper with these rules for its stories: one ``[story]`` of these words, or several ``[[story]]``."""
    return Publication(
        slug="lantern",
        title="The Lantern",
        timezone="Europe/London",
        language="en",
        homepage="https://www.lantern.example/",
        story=layouts or (PageRules(**story_rules),),  # type: ignore[arg-type]
    )


def test_fields_are_read_by_the_papers_selectors() -> None:
    rules = paper(
        fields={
            "kicker": Value(get=(".over",)),
            "byline": Value(get=(".who",), sub=(("^Words: ", ""),)),
            "body": Value(get=("div.text",)),
            "published": Value(get=("xpath://time/@datetime",)),
        },
        strip=(".ad",),
        paywall=(".wall",),
    )
    html = story(
        above='<b class="over">Harbour</b>',
        below='<span class="who">Words: Ida Brun</span><time datetime="2024-12-06T07:00:00+01:00">6 Dec</time>',
        paragraphs=(*PARAGRAPHS, '</p><p class="ad">An advertisement of some length that nobody asked for at all.'),
        after='<div class="wall"></div>',
    )
    found = extract.draft(page(html), publication=rules)
    assert (found.kicker, found.byline, found.authors) == ("Harbour", "Ida Brun", ("Ida Brun",))
    assert found.published == "2024-12-06T07:00:00+01:00"
    assert found.body == "\n\n".join(PARAGRAPHS)
    assert found.access is Access.EXCERPT
    assert found.found_by["body"] == found.found_by["kicker"] == "publication rule"


@pytest.mark.parametrize("word", PAGE_WORDS)
def test_every_word_of_a_story_is_obeyed(word: str) -> None:
    stated = {
        "published": "2024-12-05T07:00:00+00:00",
        "modified": "2024-12-06T07:00:00+00:00",
        "edition_date": "7 December 2024",
        "body": "A text that stands by itself and is long enough to be one.",
    }.get(word, f"Own {word}")
    rules = paper(fields={word: Value(get=(".own",))})
    found = extract.read(page(story(after=f'<div class="own">{stated}</div>')), publication=rules)
    if word == "edition_date":
        edition = dating.decide(found.page_evidence, publication=rules)
        assert edition is not None
        assert edition.date == dt.date(2024, 12, 7)
    else:
        assert getattr(found.draft, word) == stated
        assert found.draft.found_by[word] == "publication rule"


def test_a_selector_that_finds_nothing_leaves_it_to_the_general_reader() -> None:
    found = extract.draft(page(story()), publication=paper(fields={"body": Value(get=(".gone", "]broken["))}))
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_a_body_in_embedded_json() -> None:
    rules = paper(
        embedded=Embedded(css="script#data"),
        fields={"body": Value(get=("story.html",)), "headline": Value(get=("story.title",))},
    )
    script = '<script id="data" type="application/json">{"story": {"title": "A key", "html": "<p>One &amp; two.</p><p>Three.</p>"}}</script>'
    found = extract.draft(page(story(paragraphs=(), after=script)), publication=rules)
    assert (found.headline, found.body, found.body_html) == (
        "A key",
        "One & two.\n\nThree.",
        "<p>One &amp; two.</p>\n<p>Three.</p>",
    )


def test_pictures_of_a_body_in_json_have_their_captions_and_the_text_has_not() -> None:
    rules = paper(format="json", fields={"headline": Value(get=("title",)), "body": Value(get=("html",))})
    figure = "<figure><img src='/p/quay.jpg'><figcaption>The quay at dawn</figcaption></figure>"
    text = "<p>The boat sailed at seven with forty passengers.</p>"
    address = "https://www.lantern.example/story?id=7"
    given = json.dumps({"title": "A key", "html": figure + text})
    found = extract.draft(page(given, address, content_type="application/json"), publication=rules)
    assert found.body == "The boat sailed at seven with forty passengers."
    assert [(image.url, image.caption) for image in found.images] == [
        ("https://www.lantern.example/p/quay.jpg", "The quay at dawn")
    ]
    unclosed = json.dumps({"title": "A key", "html": "<figure>" + text})
    assert extract.draft(page(unclosed, address, content_type="application/json"), publication=rules).body == found.body


@pytest.mark.parametrize(
    ("value", "html", "kind"),
    [
        (Value(re=r"/(\d{4})/(\d\d)/(\d\d)/"), story(), "url"),
        (Value(get=("link[rel=canonical]::attr(href)",), re=r"\d{4}/\d\d/\d\d"), None, "url"),
        (
            Value(get=(".issue",), re="No. 12, (.+)"),
            story(above='<p class="issue">No. 12, 7 December 2024</p>'),
            "statement",
        ),
        (
            Value(get=("meta[name=day]::attr(content)",)),
            story(head='<meta name="day" content="2024-12-07">'),
            "structured",
        ),
    ],
)
def test_the_papers_rule_for_the_edition_date(value: Value, html: str | None, kind: str) -> None:
    url = "https://www.lantern.example/2024/12/07/night-ferry"
    html = html or story(head=f'<link rel="canonical" href="{url}">')
    rules = paper(fields={"edition_date": value})
    reading = extract.read(page(html, url), publication=rules)
    edition = dating.decide(reading.page_evidence, publication=rules)
    assert edition is not None
    assert (edition.date, edition.evidence.kind, edition.publication) == (dt.date(2024, 12, 7), kind, "The Lantern")


@pytest.mark.parametrize("after", ['<div class="paywall-box">Read on with a subscription.</div>', ""])
def test_pages_that_hold_the_whole_text_are_open_whatever_they_say(after: str) -> None:
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    html = page(story(above=stated, after=after))
    assert extract.draft(html, publication=paper()).access is Access.EXCERPT
    assert extract.draft(html, publication=paper(whole=True)).access is Access.OPEN


def test_a_paywall_of_the_papers_own_outranks_that_its_pages_are_whole() -> None:
    rules = paper(whole=True, paywall=(".wall",))
    assert extract.draft(page(story(after='<div class="wall"></div>')), publication=rules).access is Access.EXCERPT


def test_a_paragraph_that_the_rule_names_is_text_below_a_teaser_too() -> None:
    texts = [f'<p class="par">{paragraph}</p>' for paragraph in PARAGRAPHS[:3]]
    boxes = [
        f'<div class="box"><article><p><a title="x" href="/2024/{name}">Who paid for the {name} at Brackwater?</a></p></article></div>'
        for name in ("pier", "quay")
    ]
    text = f"{texts[0]}{boxes[0]}{texts[1]}{boxes[1]}{texts[2]}"
    html = story(paragraphs=()).replace('<div class="text">', f'<div class="text">{text}')
    rules = paper(fields={"body": Value(get=("p.par",))})
    assert extract.draft(page(html), publication=rules).body == "\n\n".join(PARAGRAPHS[:3])


def economist(content: str) -> str:
    script = f'<script id="__NEXT_DATA__" type="application/json">{{"props": {{"pageProps": {content}}}}}</script>'
    return (
        f"<html><head><title>A river with two owners</title></head><body><div id='__next'></div>{script}</body></html>"
    )


@pytest.mark.parametrize(
    "content",
    [
        """{"cp2Content": {"headline": "A river with two owners", "flyTitle": "Water", "rubric": "Neither will pay",
        "byline": "Ida Brun", "datePublished": "2026-07-23T10:00:00Z", "body": [
            {"type": "PARAGRAPH", "textJson": [{"type": "drop_caps", "children": [{"type": "text", "value": "T"}]},
                {"type": "text", "value": "he weir has stood for "}, {"type": "italic", "children": [
                    {"type": "scaps", "children": [{"type": "text", "value": "six"}]}]}, {"type": "text", "value": " hundred years."}]},
            {"type": "IMAGE", "url": "https://x.example/weir.jpg", "caption": {"text": "The weir"}},
            {"type": "UNORDERED_LIST", "items": [{"textJson": [{"type": "text", "value": "One bank has the mill."}]},
                {"text": "The other has the fish."}]},
            {"type": "PULL_QUOTE", "text": "Six hundred years"},
            {"type": "PARAGRAPH", "textHtml": "A court will <b>decide</b> in spring, unless the river does so first."}]},
        "content": null}""",
        """{"content": {"headline": "A river with two owners", "flyTitle": "Water", "rubric": "Neither will pay",
        "byline": "Ida Brun", "datePublished": "2026-07-23T10:00:00Z", "body": [
            {"type": "PARAGRAPH", "text": "The weir has stood for six hundred years."},
            {"type": "PARAGRAPH", "text": "One bank has the mill."}, {"type": "PARAGRAPH", "text": "The other has the fish."},
            {"type": "PARAGRAPH", "text": "A court will decide in spring, unless the river does so first."}]}}""",
        """{"content": {"headline": "A river with two owners", "flyTitle": "Water", "rubric": "Neither will pay",
        "byline": "Ida Brun", "datePublished": "2026-07-23T10:00:00Z", "text": [
            {"type": "tag", "name": "p", "children": [{"type": "text", "data": "The weir has stood for "},
                {"type": "tag", "name": "em", "children": [{"type": "text", "data": "six hundred"}]}, {"type": "text", "data": " years."}]},
            {"type": "tag", "name": "p", "children": [{"type": "text", "data": "One bank has the mill."}]},
            {"type": "tag", "name": "p", "children": [{"type": "text", "data": "The other has the fish."}]},
            {"type": "tag", "name": "p", "children": [{"type": "text", "data": "A court will decide in spring, unless the river does so first."}]}]}}""",
    ],
    ids=["since 2025, all forms of a paragraph", "plain text", "until 2025, a tree of elements"],
)  # fmt: skip
def test_the_economist_is_read_from_each_of_its_layouts(content: str) -> None:
    """Shapes of the JSON: the history of calibre's economist.recipe up to 2026-07."""
    found = extract.draft(page(economist(content)), publication=publication("the-economist"))
    assert found.body.split("\n\n") == [
        "The weir has stood for six hundred years.",
        "One bank has the mill.",
        "The other has the fish.",
        "A court will decide in spring, unless the river does so first.",
    ]
    assert (found.headline, found.kicker) == ("A river with two owners", "Water")
    assert (found.standfirst, found.byline) == ("Neither will pay", "Ida Brun")


# Two layouts in which the same classes mean something else.
BEFORE = """<main><h1>Night ferry returns</h1><p class=by>Photograph: Lev Arden</p><p class=who>Mira Osei</p>
<div class=text><p>{}</p><p>{}</p></div><div class=more><p>{}</p></div></main>"""
AFTER = """<main data-layout=7><h1>Night ferry returns</h1><p class=by>Mira Osei</p><div class=more><p>{}</p><p>{}</p></div>
<p class=who>Mira Osei sails.</p><div class=text><p>{}</p></div></main>"""
LAYOUTS = (
    PageRules(
        where=(Value(get=("main::attr(data-layout)",)),),
        fields={"byline": Value(get=(".by",)), "body": Value(get=(".more",))},
        image_attrs=("data-big",),
    ),
    PageRules(fields={"byline": Value(get=(".who",)), "body": Value(get=(".text",))}, json_ld=False),
)


@pytest.mark.parametrize("html", [BEFORE, AFTER], ids=["before", "after"])
def test_a_page_is_read_by_the_rules_for_its_layout(html: str) -> None:
    found = extract.draft(page(html.format(*PARAGRAPHS[:3])), publication=paper(*LAYOUTS))
    assert (found.byline, found.body) == ("Mira Osei", "\n\n".join(PARAGRAPHS[:2]))
    assert found.found_by["body"] == "publication rule"


def test_a_page_in_no_known_layout_is_left_to_the_general_reader() -> None:
    never = Value(get=("main::attr(data-layout)",), re="^8$")
    found = extract.draft(page(BEFORE.format(*PARAGRAPHS[:3])), publication=paper(replace(LAYOUTS[1], where=(never,))))
    assert PARAGRAPHS[0] in found.body
    assert "publication rule" not in found.found_by.values()


def test_a_layout_can_be_known_by_the_address() -> None:
    old = replace(LAYOUTS[1], include=(r"/city/",))
    new = replace(LAYOUTS[0], where=(), include=(r"/\d{4}/",))
    for html, url in ((BEFORE, "city/night-ferry"), (AFTER, "2026/night-ferry")):
        read = page(html.format(*PARAGRAPHS[:3]), url=f"https://www.lantern.example/{url}")
        assert extract.draft(read, publication=paper(new, old)).byline == "Mira Osei"


def test_a_layout_can_be_known_by_the_day_of_the_fetch() -> None:
    """Old captures are read by the rules of their time, and what is fetched today by those of today."""
    day = dt.date(2026, 6, 1)
    old = replace(LAYOUTS[1], valid_until=day - dt.timedelta(days=1))
    new = replace(LAYOUTS[0], where=(), valid_from=day)
    midnight = dt.datetime(2026, 5, 31, 23, 0, tzinfo=dt.UTC)  # in London, in summer
    for html, fetched in ((BEFORE, midnight - dt.timedelta(seconds=1)), (AFTER, midnight)):
        read = replace(page(html.format(*PARAGRAPHS[:3])), fetched=fetched)
        for layouts in ((new, old), (old, new)):
            found = extract.draft(read, publication=paper(*layouts))
            assert (found.byline, found.body) == ("Mira Osei", "\n\n".join(PARAGRAPHS[:2]))
    long_after = replace(page(BEFORE.format(*PARAGRAPHS[:3])), fetched=midnight)
    assert "publication rule" not in extract.draft(long_after, publication=paper(old)).found_by.values()


def test_a_condition_is_read_from_the_json_that_its_rules_are_for() -> None:
    data = {"version": 2, "by": "Mira Osei", "text": "\n\n".join(PARAGRAPHS)}
    new = PageRules(
        where=(Value(get=("version",)),),
        embedded=Embedded(css="script#data"),
        fields={"byline": Value(get=("by",)), "body": Value(get=("text",))},
    )
    html = f"<main><h1>Night ferry returns</h1></main><script id=data type=application/json>{json.dumps(data)}</script>"
    assert extract.draft(page(html), publication=paper(new, LAYOUTS[1])).byline == "Mira Osei"
    before = extract.draft(page(BEFORE.format(*PARAGRAPHS[:3])), publication=paper(new, LAYOUTS[1]))
    assert before.byline == "Mira Osei"


def test_the_settings_of_a_layout_hold_for_its_pages_alone() -> None:
    ld = '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Harbour"}</script>'
    sections = [
        extract.draft(page(ld + html.format(*PARAGRAPHS[:3])), publication=paper(*LAYOUTS)).section
        for html in (BEFORE, AFTER)
    ]
    assert sections == ["", "Harbour"]
