"""Each hostile page is what the table says of it."""

from __future__ import annotations

import pytest
from parsel import Selector

from scraper.demo import addresses
from scraper.demo.newspapers import PrintedStory, newspapers
from scraper.demo.printing import HOSTILE, printed
from scraper.demo.traps import REVISIONS, Trap

PRIVATE = "/ellery-courier/private/w2-puzzle-note-anagram"


def story_with(trap: Trap) -> PrintedStory:
    slug, story_id = next(name for name, found in HOSTILE.items() if found is trap)
    story = newspapers()[slug].story(story_id)
    assert story is not None
    return story


def html_of(trap: Trap, revision: int = 1) -> str:
    return printed(addresses.story(story_with(trap)), revision=revision).body.decode()


@pytest.mark.parametrize("trap", Trap)
def test_the_table_has_a_page_for_every_trap(trap: Trap) -> None:
    assert trap in HOSTILE.values()


def test_the_table_names_stories_that_exist() -> None:
    assert [name for name in HOSTILE if newspapers()[name[0]].story(name[1]) is None] == []


def test_wrong_charset_in_the_header() -> None:
    answer = printed(addresses.story(story_with(Trap.WRONG_CHARSET)))
    assert answer.content_type == "text/html; charset=Shift_JIS"
    assert story_with(Trap.WRONG_CHARSET).headline in answer.body.decode("utf-8")
    assert b'<meta charset="utf-8">' in answer.body


def test_shift_jis_that_only_a_meta_element_declares() -> None:
    answer = printed(addresses.story(story_with(Trap.META_CHARSET)))
    assert answer.content_type == "text/html"
    assert b'<meta charset="Shift_JIS">' in answer.body
    assert b"utf-8" not in answer.body
    assert story_with(Trap.META_CHARSET).headline.encode("cp932") in answer.body
    assert b"&#201;cluse" in answer.body  # a letter that Shift_JIS does not have
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


def test_unclosed_markup_keeps_every_paragraph_in_a_parsed_page() -> None:
    html = html_of(Trap.UNCLOSED)
    assert "</p>" not in html
    assert "</html>" not in html
    assert "class=story-body" in html
    assert html.count("<i>") == html.count("</i>") + 1
    body = Selector(text=html).css(".story-body p")
    assert len(body) >= len(story_with(Trap.UNCLOSED).paragraphs)


def test_script_handlers_and_iframe_inside_the_body() -> None:
    body = Selector(text=html_of(Trap.SCRIPT)).css(".story-body")
    assert len(body.css("script")) == 1
    assert len(body.css("[onclick], [onerror], a[href^=javascript]")) == 3
    assert len(body.css("iframe")) == 1


def test_two_megabytes_around_an_ordinary_story() -> None:
    html = html_of(Trap.BULK)
    assert 2_000_000 < len(html.encode()) < 3_000_000
    assert Selector(text=html).css("h1::text").get() == story_with(Trap.BULK).headline


def test_a_story_page_without_text() -> None:
    page = Selector(text=html_of(Trap.EMPTY))
    assert page.css("h1::text").get() == "From the puzzles desk"
    assert page.css(".story-body > p").getall() == []


def test_a_redirect_to_the_storys_own_address() -> None:
    story = story_with(Trap.REDIRECT)
    answer = printed(addresses.listed(story))
    assert addresses.listed(story) == "/ellery-courier/go/review-organ-recital"
    assert (answer.status, answer.location) == (302, "/ellery-courier/2026-03-05/review-organ-recital")
    assert printed(answer.location).status == 200


def test_listed_but_missing() -> None:
    story = story_with(Trap.MISSING)
    assert addresses.listed(story).encode() in printed("/ellery-courier/paper/2026-03-07/city/").body
    assert printed(addresses.listed(story)).status == 404


def test_listed_but_forbidden_by_robots_txt() -> None:
    assert addresses.listed(story_with(Trap.FORBIDDEN)) == PRIVATE
    assert b"Disallow: /ellery-courier/private/\n" in printed("/robots.txt").body
    assert PRIVATE.encode() in printed("/ellery-courier/paper/2026-03-15/city/").body
    assert printed(PRIVATE).status == 200  # who does not obey gets it


def test_revision_2_corrects_a_figure_and_adds_a_paragraph() -> None:
    change = REVISIONS[story_with(Trap.REVISED).id]
    before, after = html_of(Trap.REVISED), html_of(Trap.REVISED, revision=2)
    assert change.wrong in before
    assert change.added not in before
    assert change.wrong not in after
    assert change.right in after
    assert f"<p>{change.added}</p>" in after
    assert '<meta property="article:modified_time" content="2026-03-08T' in after


def test_revision_2_changes_nothing_else() -> None:
    other = addresses.story(story_with(Trap.TWO_ADDRESSES))
    assert printed(other, revision=2) == printed(other)


def test_one_story_under_two_addresses() -> None:
    story = story_with(Trap.TWO_ADDRESSES)
    own, second = addresses.listed(story, "city"), addresses.listed(story, "coast")
    assert own != second
    assert printed(own).body == printed(second).body
