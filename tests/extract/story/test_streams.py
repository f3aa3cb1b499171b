"""The story of the page is its text; the stories around it are not, though they are written as it is."""

from __future__ import annotations

import json

import pytest

from scraper import extract
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)
OTHERS = (
    ("Old crane is sold", "The crane on the north pier goes to a museum in the capital, where it will lift nothing any more.", "The harbour gets two new ones in May."),
    ("Choir sings in the rain", "Forty children sang on the steps of the town hall on Sunday, though it rained from the first song to the last.", "The money goes to the lifeboat."),
    ("Seals are counted", "The bird warden has counted 212 seals on the outer bank, which are nine more than in the spring before.", "The count took two days and one boat."),
)  # fmt: skip


def body(before: str = "", after: str = "", head: str = "") -> str:
    html = story(head=head).replace("<main>", f"<main>{before}").replace("</main>", f"{after}</main>")
    return extract.draft(page(html)).body


STORIES = {
    "linked headlines": '<div class="item"><h2><a href="/s/{0}">{1}</a></h2><p>{2}</p><p>{3}</p></div>',
    "articles with a headline each": "<article><h1>{1}</h1><div><p>{2}</p><p>{3}</p></div></article>",
    "bylines": '<div class="item"><h2>{1}</h2><p class="byline">By Jon Rasmus</p><p>{2}</p><p>{3}</p></div>',
    "days": "<section><h3>{1}</h3><p>12.03.2025</p><p>{2}</p><p>{3}</p></section>",
    "times": '<section><h3>{1}</h3><time datetime="2025-03-12">Wednesday</time><p>{2}</p><p>{3}</p></section>',
    "hours": '<div class="post"><span>1{0}:40</span><p>{2} {3}</p></div>',
}


@pytest.mark.parametrize("kind", STORIES)
def test_other_stories_with_their_text_stay_out(kind: str) -> None:
    stream = "".join(STORIES[kind].format(number, *each) for number, each in enumerate(OTHERS))
    assert body(after=f"<div>{stream}</div>") == TEXT
    assert body(before=f"<div>{stream}</div>") == TEXT
    assert body(after=stream) == TEXT


@pytest.mark.parametrize(
    "item",
    [
        '<article class="post"><h1>{0}</h1><div class="entry-content">{1}</div></article>',
        '<section class="node"><h1>{0}</h1><div class="field">{1}</div></section>',
    ],
)
def test_the_next_story_in_a_container_of_the_same_make_is_not_taken_up_again(item: str) -> None:
    own = [f"{each[:-1]}, as the {number}th passenger said." for number, each in enumerate(PARAGRAPHS * 2)]
    title, words, more = OTHERS[0]
    first = item.format("Night ferry waits for a key", "".join(f"<p>{each}</p>" for each in own))
    following = item.replace("h1>", "h2>").format(f'<a href="/s/1">{title}</a>', f"<p>{words}</p><p>{more}</p>" * 2)
    head = "<title>Night ferry waits for a key</title>"
    html = f"<html>{head}<body><main>{first}<div>{following}</div></main></body></html>"
    assert extract.draft(page(html)).body == "\n\n".join(own)


@pytest.mark.parametrize("hides", ['style="display:none"', 'hidden class="dialog-terms"'])
def test_hidden_terms_that_are_longer_than_the_text_are_none_of_it(hides: str) -> None:
    terms = "".join(f"<p>{number}. {OTHERS[number % 3][1]} {OTHERS[number % 3][2]}</p>" for number in range(12))
    html = story().replace("</body>", f"<div {hides}><h2>Terms</h2>{terms}</div></body>")
    assert extract.draft(page(html)).body == TEXT


def test_the_whole_text_in_the_data_speaks_for_what_it_leaves_out() -> None:
    after = f"<div><p>{OTHERS[0][1]}</p><p>{OTHERS[1][1]}</p></div>"
    assert OTHERS[0][1] in body(after=after)
    thing = json.dumps({"@type": "NewsArticle", "headline": "Night ferry waits for a key", "articleBody": TEXT})
    assert body(after=after, head=f'<script type="application/ld+json">{thing}</script>') == TEXT


def test_parts_of_a_text_with_headings_are_no_other_stories() -> None:
    parts = "".join(f"<section><h2>{title}</h2><p>{words}</p><p>{more}</p></section>" for title, words, more in OTHERS)
    found = body(after=parts)
    assert all(each in found for other in OTHERS for each in other[:2])


BRIEF = PARAGRAPHS[0]
BELOW_BRIEF = {
    "a line with the day": '<div class="post"><h2><a href="/s/{0}">{1} at last</a></h2><div>Otto Kovan | 5.3.2026</div>{2}</div>',
    "an h1 and a byline": '<div class="post"><h1>{1}, it is said</h1><p class="byline">By Jon Rasmus</p>{2}</div>',
    "an article within": '<article><h1>{1}, it is said</h1><time datetime="2026-03-05">Thursday</time>{2}</article>',
}


@pytest.mark.parametrize("kind", BELOW_BRIEF)
@pytest.mark.parametrize("end", ["</article>", "</main>"])
def test_news_in_brief_is_the_text_above_longer_stories(kind: str, end: str) -> None:
    inner = "".join(f"<p>{words} {more}</p>" for _, words, more in OTHERS)
    others = "".join(BELOW_BRIEF[kind].format(number, each[0], inner) for number, each in enumerate(OTHERS[:2]))
    html = story(paragraphs=(BRIEF,)).replace(end, f"{others}{end}")
    found = extract.draft(page(html))
    assert (found.body, found.standfirst) == (BRIEF, "")


def test_a_heading_that_repeats_the_headline_begins_no_other_story() -> None:
    title = "Night ferry waits for a key"
    parts = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    text = f"<p>By the harbour, on an evening without any wind at all and with few stars.</p><div><h1>{title}</h1><p>5.3.2026</p>{parts}</div>"
    assert PARAGRAPHS[1] in extract.draft(page(story(paragraphs=(), headline=title, after=text))).body


REPLIES = {
    "one line": '<div class="r"><p>{0} - 7 March 2026 08:1{1}</p><p>{2}</p></div>',
    "two lines": '<div class="r"><div>{0} writes:</div><div>7.3.2026, 8:1{1}</div><p>{2}</p></div>',
    "items": "<li><div><cite>{0}</cite> schrieb am 7. März 2026 um 8:1{1}</div><p>{2}</p></li>",
}


@pytest.mark.parametrize("kind", REPLIES)
def test_replies_that_nothing_names_so_are_none_of_the_text(kind: str) -> None:
    words = [each[1] for each in OTHERS]
    replies = "".join(
        REPLIES[kind].format(name, number, words[number])
        for number, name in enumerate(("Marta K.", "Old Sailor", "Jo"))
    )
    assert body(after=f"<div>{replies}</div>") == TEXT
    brief = story(paragraphs=(BRIEF,), after=f"<div>{replies}</div>")
    assert extract.draft(page(brief)).body == BRIEF


def test_entries_by_one_reporter_are_the_text() -> None:
    entries = "".join(REPLIES["one line"].format("Ida Brun", number, each[1]) for number, each in enumerate(OTHERS))
    found = extract.draft(page(story(paragraphs=(BRIEF,), after=f"<div>{entries}</div>"))).body
    assert all(each[1] in found for each in OTHERS)


def with_parts(parts: str) -> str:
    """The text of a story of one paragraph, with parts below it in the element of the text."""
    return extract.draft(page(story(paragraphs=(BRIEF,)).replace(f"<p>{BRIEF}</p>", f"<p>{BRIEF}</p>{parts}"))).body


def test_entries_by_two_reporters_are_the_text() -> None:
    names = ("Ida Brun", "Jon Rasmus") * 3
    entries = "".join(
        REPLIES["one line"].format(name, number, f"{OTHERS[number % 3][1]} It was said {number} times.")
        for number, name in enumerate(names)
    )
    found = extract.draft(page(story(paragraphs=(BRIEF,), after=f"<div>{entries}</div>"))).body
    assert all(each[1] in found for each in OTHERS)


def test_one_part_with_a_writer_and_an_hour_is_the_text() -> None:
    assert OTHERS[0][1] in with_parts(REPLIES["one line"].format("Ida Brun", 1, " ".join(OTHERS[0][1:])))


def test_what_is_all_that_a_page_has_is_no_reply() -> None:
    entries = "".join(
        REPLIES["one line"].format(name, number, " ".join(OTHERS[number][1:]))
        for number, name in enumerate(("Marta K.", "Old Sailor", "Jo"))
    )
    found = extract.draft(page(story(paragraphs=(), after=f"<div>{entries}</div>"))).body
    assert all(each[1] in found for each in OTHERS)


def test_parts_that_begin_with_a_place_and_a_day_are_the_text() -> None:
    parts = "".join(
        f"<div><p>{place}, 1{number}.03.2026</p><p>{OTHERS[number][1]}</p></div>"
        for number, place in enumerate(("Selmir", "Merrow", "Port Ellery"))
    )
    found = with_parts(parts)
    assert all(each[1] in found for each in OTHERS)
