"""One spelling for an address. The archive makes permanent keys of it: never change or drop a row, only add."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper import urls
from scraper.urls import canonical

TABLE = [
    # as linked, canonical
    ("https://www.example.com/a/story", "https://www.example.com/a/story"),
    ("HTTPS://WWW.Example.COM/A/Story", "https://www.example.com/A/Story"),
    ("  https://www.example.com/a\n", "https://www.example.com/a"),
    ("https://www.example.com", "https://www.example.com/"),
    ("https://www.example.com/a/", "https://www.example.com/a/"),
    ("http://www.example.com/a", "http://www.example.com/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://www.example.com:443/a", "https://www.example.com/a"),
    ("http://www.example.com:80/a", "http://www.example.com/a"),
    ("http://127.0.0.1:8651/a", "http://127.0.0.1:8651/a"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("https://reader:secret@www.example.com/a", "https://www.example.com/a"),
    ("https://www.example.com/a#comments", "https://www.example.com/a"),
    ("https://www.example.com/a#", "https://www.example.com/a"),
    ("https://www.example.com/#!/2014/03/story", "https://www.example.com/#!/2014/03/story"),
    ("https://www.example.com/a?", "https://www.example.com/a"),
    ("https://www.example.com/a?&&", "https://www.example.com/a"),
    ("https://www.example.com/a?utm_source=feed&utm_medium=rss", "https://www.example.com/a"),
    ("https://www.example.com/a?id=7&utm_campaign=x&page=2", "https://www.example.com/a?id=7&page=2"),
    ("https://www.example.com/a?b=2&a=1", "https://www.example.com/a?b=2&a=1"),
    ("https://www.example.com/a?fbclid=IwAR0", "https://www.example.com/a"),
    ("https://www.example.com/a?GCLID=x", "https://www.example.com/a"),
    ("https://www.example.com/a?ref=front&id=7", "https://www.example.com/a?id=7"),
    ("https://www.example.com/a?reference=7", "https://www.example.com/a?reference=7"),
    ("https://www.example.com/a?refill", "https://www.example.com/a?refill"),
    ("https://www.bbc.co.uk/news/1?at_medium=RSS&at_campaign=KARANGA", "https://www.bbc.co.uk/news/1"),
    ("https://www.theguardian.com/a?CMP=Share_iOSApp_Other", "https://www.theguardian.com/a"),
    ("https://www.lemonde.fr/a.html?xtor=RSS-3208", "https://www.lemonde.fr/a.html"),
    ("https://www.nytimes.com/a.html?smid=tw-share", "https://www.nytimes.com/a.html"),
    ("https://www.example.com/a?_ga=1.2&_gl=3", "https://www.example.com/a"),
    ("https://www.example.com/story.do;jsessionid=0A1B?id=3", "https://www.example.com/story.do?id=3"),
    ("https://www.example.com/a?id=7&PHPSESSID=abc", "https://www.example.com/a?id=7"),
    ("https://www.example.com/a;page=2", "https://www.example.com/a;page=2"),
    ("https://www.example.com/caf%c3%a9", "https://www.example.com/caf%C3%A9"),
    ("https://www.example.com/café", "https://www.example.com/caf%C3%A9"),
    ("https://www.example.com/%7Euser/%61", "https://www.example.com/~user/a"),
    ("https://www.example.com/a b", "https://www.example.com/a%20b"),
    ("https://www.example.com/a%2Fb", "https://www.example.com/a%2Fb"),
    ("https://www.example.com/100%", "https://www.example.com/100%25"),
    ("https://www.example.com/?q=a+b", "https://www.example.com/?q=a+b"),
    ("https://www.example.com/?q=東京", "https://www.example.com/?q=%E6%9D%B1%E4%BA%AC"),
    ("https://www.example.com/a/./b/../c", "https://www.example.com/a/c"),
    ("https://www.example.com/a/%2e%2e/c", "https://www.example.com/c"),
    ("https://www.example.com/../a/..", "https://www.example.com/"),
    ("https://www.example.com//a", "https://www.example.com//a"),
    ("https://zürich.example/a", "https://xn--zrich-kva.example/a"),
    ("https://ИЗВЕСТИЯ.рф/a", "https://xn--b1agedd7ch9h.xn--p1ai/a"),
    ("https://www.magzter.com/GB/A-&-B/The-Paper/", "https://www.magzter.com/GB/A-&-B/The-Paper/"),
    # no address of a page: as it is
    ("mailto:desk@example.com", "mailto:desk@example.com"),
    ("/a/relative/path", "/a/relative/path"),
    ("http://[::1", "http://[::1"),
    ("http://example.com:port/", "http://example.com:port/"),
    ("https:///a", "https:///a"),
    ("", ""),
]


@pytest.mark.parametrize(("linked", "expected"), TABLE)
def test_the_table_of_spellings(linked: str, expected: str) -> None:
    assert canonical(linked) == expected


PIECES = st.lists(
    st.sampled_from([*"/?#&=%;:@!.~[]ab1 é東", "..", "%41", "%2e", "%25", "utm_a=1", ";jsessionid=x", "//", "\\"])
)


@given(st.one_of(st.text(), PIECES.map(lambda pieces: "https://www.example.com" + "".join(pieces))))
@example("https://www.example.com/%%34%31")
@example("https://www.example.com/a/;jsessionid=x/..")
def test_applying_it_twice_changes_nothing(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(st.from_regex(urls._CANONICAL, fullmatch=True))
def test_an_address_that_is_taken_as_it_is_has_nothing_to_be_changed(address: str) -> None:
    assert urls._canonical(address) == address


@pytest.mark.parametrize(
    ("one", "other", "numbers"),
    [
        ("https://a.example/fish", "https://a.example/fish?page=2", (1, 2)),
        ("https://a.example/fish/", "http://a.example/fish/2", (1, 2)),
        ("https://a.example/fish/seite-3", "https://a.example/fish", (3, 1)),
        ("https://a.example/fish-9.html", "https://a.example/fish-10.html", (9, 10)),
        ("https://a.example/fish.html", "https://a.example/fish-2.html", (1, 2)),
        ("https://a.example/11/fish", "https://a.example/21/fish", (11, 21)),
        ("https://a.example/?id=4", "https://a.example/?id=4&page=2", (1, 2)),
        ("https://a.example/fish", "https://a.example/fish", None),
        ("https://a.example/fish-471", "https://a.example/fish-472", None),
        ("https://a.example/fish", "https://a.example/fish/comment-page-2", None),
        ("https://a.example/fish", "https://a.example/bread", None),
        ("https://a.example/fish", "https://b.example/fish/2", None),
    ],
)
def test_the_pages_of_one_story_are_numbered(one: str, other: str, numbers: tuple[int, int] | None) -> None:
    assert urls.page_numbers(one, other) == numbers
