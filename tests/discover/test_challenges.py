"""Walls are told from newspapers' pages, and never the other way round."""

from __future__ import annotations

import pytest

from scraper import discover
from scraper.discover.challenges import challenge_kind
from scraper.discover.errors import ChallengeError, NothingFoundError, RefusedError
from tests.discover.papers import edition_of, gazette, headlines, page

FORM = (
    "<p>Write to us.</p><div class='g-recaptcha'></div><script src='https://www.google.com/recaptcha/api.js'></script>"
)
PAPER = gazette("""
[[index]]
name = "p"
url = "https://a.example/"
[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"
""")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>Just a moment...</title>", 'a check for robots, titled "Just a moment..."'),
        ("<html><head><TITLE>\n Attention Required! | Cloudflare</TITLE>", "a check for robots, titled"),
        ("<title>Pardon Our Interruption</title>", "a check for robots, titled"),
        ("<title>Access denied</title>", "a refusal, titled"),
        ("<title>403 Forbidden</title>", "a refusal, titled"),
        ("<title>DPG Media Privacy Gate</title>", "a consent wall, titled"),
        ("<title>Before you continue to News</title>", "a consent wall, titled"),
        ("<title>news.example</title><script>window._cf_chl_opt={}</script>", "a check for robots"),
        ("<script src='https://ct.captcha-delivery.com/c.js'></script>", "a check for robots"),
        ("<iframe src='/_Incapsula_Resource?x'></iframe>", "a check for robots"),
        (FORM, "a captcha"),
        ("<noscript>Please enable JavaScript to continue</noscript>", "a page that needs scripts"),
    ],
)
def test_a_wall_is_recognised(body: str, kind: str) -> None:
    assert challenge_kind(page(body)).startswith(kind)


@pytest.mark.parametrize(
    "body",
    [
        "<title>The Harbour Gazette</title><h1>Saturday</h1>",
        "<title>The Harbour Gazette</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        "<title>The Harbour Gazette: forbidden fruit, blocked drains and consent</title>",
        "<title>Minister denies access was bought</title><p>Captchas are everywhere.</p>",
        FORM + "<p>" + "A long page of a newspaper. " * 80 + "</p>",
        '{"title": "Just a moment..."}',
        "",
    ],
)
def test_a_page_of_a_newspaper_is_not(body: str) -> None:
    assert challenge_kind(page(body)) == ""


MANY = 50_000


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        "<title>" * MANY,
        "<title " * MANY,
        "<div>7" * MANY,
        "<h1>7 March 2026" * MANY,
        "<time>7 March" * MANY,
        "<ul class=breadcrumb><li>7 March 2026" * MANY,
        "<option selected>7 March 2026" * MANY,
        "<meta name=date content='7 March 2026'>" * MANY,
        "<p>7 March <span>2026" * MANY,
        "<script>" + " editionDate " * MANY,
    ],
    ids=lambda body: body[:12],
)
def test_a_page_of_many_tags_that_are_not_closed_takes_no_time(body: str) -> None:
    challenge_kind(page(body))
    with pytest.raises(discover.DiscoverError):
        headlines(PAPER, body)


@pytest.mark.parametrize("charset", ["undefined", "base64", "rot13", "hex"])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    body = f"<meta charset={charset}><title>Just a moment...</title><p>\xe4".encode("latin-1")
    assert challenge_kind(page(body))


def test_a_page_that_lists_stories_is_never_taken_for_a_wall() -> None:
    body = "<title>Just a moment: our weekend pages</title><li><a href='/mill'>Mill turns</a></li>"
    assert headlines(PAPER, body) == ["Mill turns"]


def test_a_wall_in_place_of_the_index_says_so() -> None:
    index, edition = PAPER.indexes[0], edition_of(PAPER)
    (request,) = discover.first_requests(PAPER, index, edition, env={})
    wall = page("<title>Just a moment...</title>", "https://a.example/", status=403)
    with pytest.raises(ChallengeError) as caught:
        discover.read(PAPER, index, edition, request, wall)
    assert str(caught.value) == (
        "harbour-gazette, index 'p', step 1, https://a.example/: The site answered with a check for robots "
        'or a consent wall instead of the page. It is a check for robots, titled "Just a moment...".'
    )
    assert isinstance(caught.value.__cause__, RefusedError)


def test_a_page_with_neither_stories_nor_wall_found_nothing() -> None:
    with pytest.raises(NothingFoundError, match="Step 1: 'li' on"):
        headlines(PAPER, "<p>Sorry</p>")
