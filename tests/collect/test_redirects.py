"""A page that reloads itself is a page; one that sends its readers elsewhere is a redirect."""

from __future__ import annotations

import tracemalloc

import pytest

from scraper.collect.redirects import LONGEST_REFRESH, is_redirect

PAGE = "https://lantern.example/live"


@pytest.mark.parametrize(
    ("target", "seconds", "followed"),
    [
        ("https://lantern.example/other", 0, True),
        ("https://lantern.example/other", LONGEST_REFRESH, True),
        ("https://lantern.example/other", LONGEST_REFRESH + 1, False),
        (PAGE, 0, False),
        (PAGE, 60, False),
        ("HTTPS://LANTERN.EXAMPLE/live#top", 5, False),
        (f"{PAGE}?reload=2", 60, False),
        (f"{PAGE}?reload=2", 5, True),
        ("http://lantern.example/live", 0, True),
    ],
)
def test_what_a_refresh_leads_to(target: str, seconds: float, followed: bool) -> None:
    assert is_redirect(PAGE, target, seconds, passed=(), has_cookie=False) is followed


def test_a_page_that_sets_a_cookie_is_asked_once_more() -> None:
    assert is_redirect(PAGE, PAGE, 0, passed=(), has_cookie=True)
    assert not is_redirect(PAGE, PAGE, 0, passed=(PAGE,), has_cookie=True)


def test_a_page_that_changes_its_query_for_ever_is_followed_once() -> None:
    assert is_redirect(f"{PAGE}?1", f"{PAGE}?2", 1, passed=("https://lantern.example/",), has_cookie=False)
    assert not is_redirect(f"{PAGE}?2", f"{PAGE}?3", 1, passed=(f"{PAGE}?1",), has_cookie=False)


def test_no_copy_of_a_large_page_is_made_to_see_whether_it_redirects() -> None:
    from scrapy.http import HtmlResponse, Request
    from scrapy.utils.test import get_crawler

    from scraper.middlewares import HtmlRedirectMiddleware

    middleware = HtmlRedirectMiddleware.from_crawler(get_crawler())
    url = "https://post.example/lamp"
    large = HtmlResponse(url, body="Žluťoučký ".encode() * 1_000_000)
    onward = HtmlResponse(url, body=b'<meta http-equiv=refresh content="0;url=/mill">' + large.body)
    tracemalloc.start()
    assert middleware.process_response(Request(url), large) is large
    followed = middleware.process_response(Request(url), onward)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert followed.url == "https://post.example/mill"
    assert most < 3_000_000
