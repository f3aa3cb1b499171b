"""A text that the page does not show is read from its data, where all may read it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from scraper import extract
from scraper.items import Access, Draft
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEADLINE = "Night ferry waits for a key"
LOADING = ("Loading the rest of this story",)
OTHER = {"title": "Old crane is sold", "url": "/s/2", "body": "<p>The crane goes to a museum in the capital.</p>" * 40}


def draft(head: str, shown: tuple[str, ...] = LOADING) -> Draft:
    return extract.draft(page(story(head=head, paragraphs=shown)))


def json_ld(**rest: Any) -> str:
    thing = {"@type": "NewsArticle", "headline": HEADLINE, **rest}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def next_data(**rest: Any) -> str:
    value = {"props": {"related": [OTHER], "page": {"article": {"title": HEADLINE, "related": [OTHER], **rest}}}}
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


@pytest.mark.parametrize("shown", [(), LOADING, PARAGRAPHS[:1], (*PARAGRAPHS[:1], *LOADING)])
@pytest.mark.parametrize(
    "stated", [TEXT, TEXT.replace("\n\n", "\n"), HTML, html.escape(HTML), [*PARAGRAPHS], "".join(PARAGRAPHS)]
)
def test_the_article_body_of_the_data(stated: str | list[str], shown: tuple[str, ...]) -> None:
    found = draft(json_ld(articleBody=stated, isAccessibleForFree=True), shown)
    assert (found.body, found.standfirst, found.access) == (TEXT, "", Access.OPEN)
    assert found.found_by["body"] == "json-ld articleBody"


SPANS = [
    {"text": "The boat sailed at seven with "},
    {"type": "link", "children": [{"text": "forty passengers"}]},
    {"text": PARAGRAPHS[3][46:]},
]


@pytest.mark.parametrize(
    "text",
    [
        {"body": HTML},
        {"content": {"rendered": HTML}},
        {"bodyText": TEXT},
        {"paragraphs": list(PARAGRAPHS)},
        {"body": [{"type": "paragraph", "html": f"<p>{each}</p>"} for each in PARAGRAPHS]},
        {"content_elements": [{"type": "text", "content": each} for each in PARAGRAPHS]},
        {
            "body": [
                *({"_type": "block", "children": [{"_type": "span", "text": each}]} for each in PARAGRAPHS[:2]),
                {"_type": "image", "caption": "The quay at seven in the morning."},
                {"_type": "relatedLink", "title": "Old crane is sold", "text": "It goes to a museum."},
                {"_type": "block", "children": [{"text": PARAGRAPHS[2]}]},
                {"_type": "block", "children": SPANS},
            ]
        },
    ],
)
def test_the_state_of_the_pages_scripts_in_every_form_of_a_text(text: dict[str, Any]) -> None:
    found = draft(next_data(**text))
    assert (found.body, found.found_by["body"]) == (TEXT, "page data")


ARTICLE = {"article": {"headline": HEADLINE, "body": HTML}, "others": [OTHER]}
MODELS = [
    {"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": each}}]}} for each in PARAGRAPHS
]
OF_MODELS = {
    "article?id=c1": {"data": {"headline": None, "metadata": {"seoHeadline": HEADLINE}, "content": {"model": MODELS}}}
}


@pytest.mark.parametrize(
    "script",
    [
        f"window.__INITIAL_STATE__ = {json.dumps(ARTICLE)};",
        f"window.__INITIAL_DATA__={json.dumps(json.dumps(ARTICLE))};",
        f"window.__INITIAL_DATA__={json.dumps(json.dumps(OF_MODELS))};",
        f"window.__STATE__ = JSON.parse({json.dumps(json.dumps(ARTICLE))});",
        f'window.Fusion=window.Fusion||{{}};Fusion.arcSite="x";Fusion.globalContent={json.dumps(ARTICLE)};',
        f'window.__NUXT__=(function(a,b){{return {{data:[{{article:{{headline:"{HEADLINE}",body:a,n:b}}}}]}}}}({json.dumps(HTML)},1));',
        f"self.__next_f.push([1,{json.dumps('5:' + json.dumps(['$', 'main', None, ARTICLE]) + chr(10))}])",
    ],
)
def test_every_way_to_hand_a_state_to_scripts(script: str) -> None:
    assert draft(f"<script>{script}</script>").body == TEXT


def test_another_story_within_the_text_stays_out() -> None:
    other = {"title": "Old crane is sold", "slug": "crane", "text": "The crane goes to a museum in the capital. " * 4}
    parts = [{"type": "paragraph", "text": each} for each in PARAGRAPHS]
    assert draft(next_data(body=[parts[0], {"type": "module", **other}, *parts[1:]])).body == TEXT


def test_nuxt_3_names_its_values_by_their_index() -> None:
    values = [["ShallowReactive", 1], {"data": 2}, {"story": 3}, {"title": 4, "text": 5}, HEADLINE, HTML]
    assert draft(f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values)}</script>').body == TEXT


def test_the_text_for_readers_without_scripts() -> None:
    html = story(paragraphs=(), after=f"<noscript><img src=/count.gif></noscript><noscript>{HTML}</noscript>")
    found = extract.draft(page(html))
    assert (found.body, found.found_by["body"]) == (TEXT, "noscript")


def test_a_notice_for_readers_without_scripts_is_no_text() -> None:
    notice = "<p>Please enable JavaScript in your browser to read the stories of this newspaper.</p>" * 2
    assert not extract.draft(page(story(paragraphs=(), after=f"<noscript>{notice}</noscript>"))).body


@pytest.mark.parametrize(
    "head",
    [
        json_ld(articleBody=TEXT, isAccessibleForFree=False),
        json_ld(articleBody=TEXT, isAccessibleForFree=True, headline="Old crane is sold to a museum"),
        next_data(body=HTML, isPremium=True),
        next_data(body=HTML, free=False),
        next_data() + json_ld(),
        f'<meta name="article:content_tier" content="locked">{next_data(body=HTML)}',
    ],
)
def test_a_text_for_subscribers_or_of_another_story_is_not_taken(head: str) -> None:
    assert draft(head, PARAGRAPHS[:1]).body == PARAGRAPHS[0]


@pytest.mark.parametrize("stated", [PARAGRAPHS[0][:80], "The crane goes to a museum in the capital. " * 40])
def test_what_is_shown_stands_against_a_summary_and_another_text(stated: str) -> None:
    assert draft(json_ld(articleBody=stated), PARAGRAPHS).body == TEXT


LEAD = "The boat sailed an hour and a half late, and nobody asked why."


@pytest.mark.parametrize(
    "fields",
    [
        {"author": {"name": "Ida Brun"}, "publishedAt": "2024-12-07T08:00:00Z", "excerpt": LEAD},
        {"authors": [{"displayName": "Ida Brun"}], "publication_date": "2024-12-07", "chapo": f"<p>{LEAD}</p>"},
        {"byline": "Por Ida Brun", "datePublished": "2024-12-07T08:00:00+01:00", "bajada": LEAD},
        {"credits": {"by": [{"name": "Ida Brun"}]}, "display_date": "2024-12-07", "subheadlines": {"basic": LEAD}},
        {"_embedded": {"author": [{"name": "Ida Brun"}]}, "date": "2024-12-07", "excerpt": {"rendered": LEAD}},
        {"author": "https://lantern.example/ida", "byline": "Ida Brun", "date": 20241207, "dek": LEAD},
        {"reporter": "Ida Brun", "regDate": "2024-12-07 10:30", "lead": LEAD, "description": PARAGRAPHS[0]},
        {"writer": "Ida Brun", "publishTime": 1733558400, "intro": LEAD},
        {"author": "Ida Brun", "publishTime": 1733558400000, "summary": PARAGRAPHS[0], "teaser": LEAD},
    ],
)
def test_the_object_with_the_text_has_its_author_day_and_standfirst(fields: dict[str, Any]) -> None:
    earlier = {"title": "Old crane is sold", "author": {"name": "Jon Rasmus"}, "publishedAt": "2024-11-01"}
    found = draft(next_data(body=HTML, more=[earlier], **fields))
    assert (found.body, found.authors, found.published[:10]) == (TEXT, ("Ida Brun",), "2024-12-07")
    assert found.standfirst == LEAD
    assert {found.found_by[name] for name in ("authors", "published", "standfirst")} == {"page data"}


def test_what_the_page_states_for_machines_outranks_the_state_of_its_scripts() -> None:
    stated = json_ld(author={"@type": "Person", "name": "Marta Kovan"}, datePublished="2024-12-06")
    found = draft(stated + next_data(body=HTML, author="Ida Brun", publishedAt="2024-12-07"))
    assert (found.authors, found.published) == (("Marta Kovan",), "2024-12-06")
