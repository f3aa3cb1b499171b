"""The values of secrets in texts: where they are found, and where a text stays as it is."""

from __future__ import annotations

import base64
import datetime as dt
import json
from urllib.parse import quote

import pytest

from scraper import secrets
from scraper.discover.templates import FILTERS
from scraper.items import Page
from scraper.secrets import Place, Secrets

NOW = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)

KEY = "k3y/with+signs&more"
KNOWN = Secrets(values={"KEY": KEY})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (KEY, "{env.KEY}"),
        (quote(KEY), "{env.KEY|quote}"),
        (quote(KEY, safe=""), "{env.KEY|quote}"),
        (quote(KEY, safe="").lower(), "{env.KEY|quote}"),
        (quote(quote(KEY, safe=""), safe=""), "{env.KEY|quote}"),
        (json.dumps(KEY)[1:-1].replace("/", "\\/"), "{env.KEY}"),
        ("k3y/with+signs&amp;more", "{env.KEY}"),
    ],
)
def test_a_value_is_found_however_it_is_written(written: str, shown: str) -> None:
    assert KNOWN.hidden(f"GET /?key={written} HTTP/1.1") == f"GET /?key={shown} HTTP/1.1"
    assert KNOWN.hidden_bytes(f"\xfc {written}".encode("latin-1")) == f"\xfc {shown}".encode("latin-1")


@pytest.mark.parametrize("user", ["a", "bb", "ccc", "dddd"])
def test_a_value_is_found_in_the_base64_of_a_login(user: str) -> None:
    coded = base64.b64encode(f"{user}:{KEY}".encode()).decode()
    hidden = KNOWN.hidden(f"Authorization: Basic {coded}")
    assert "{env.KEY}" in hidden and KEY.encode() not in base64.b64decode(hidden.split()[2].partition("{")[0] + "==")


@pytest.mark.parametrize("value", ["1", "", "news", "harbour", "Harbour", "20261120", "2026-11-20", "front-page"])
def test_a_value_that_could_be_a_word_or_a_number_is_left_in_sentences(value: str) -> None:
    text = f"The harbour news of 2026-11-20: 1 {value} at /front-page/20261120"
    assert Secrets(values={"KEY": value}).hidden(text) == text


def test_it_is_hidden_where_the_file_puts_it() -> None:
    known = Secrets(values={"KEY": "1"}, places=frozenset({Place("KEY", "key", frozenset({"api.example"}))}))
    text = 'One: "https://api.example:8080/a?page=1&key=1&b=1", https://api.example/?b=1&amp;key=2 https://other.example/?key=1'
    assert known.hidden(text) == (
        'One: "https://api.example:8080/a?page=1&key={env.KEY}&b=1", https://api.example/?b=1&amp;key={env.KEY} '
        "https://other.example/?key=1"
    )
    assert known.hidden(known.hidden(text)) == known.hidden(text)


def test_what_is_hidden_can_be_put_in_again() -> None:
    for url in (f"https://a.example/?k={KEY}", f"https://a.example/?k={quote(KEY, safe='')}"):
        assert KNOWN.filled(KNOWN.hidden(url), {"KEY"}, FILTERS) == url
    assert KNOWN.filled("https://a.example/?k=%7Benv.KEY%7D", {"KEY"}, FILTERS) == f"https://a.example/?k={KEY}"
    assert KNOWN.filled("https://a.example/?k={env.KEY}", (), FILTERS) == "https://a.example/?k={env.KEY}"


def test_a_secret_that_is_an_address_keeps_its_host() -> None:
    address = "https://me:pass-w0rd@feeds.example/rss?token=t0ken-of-mine"
    known = Secrets(values={"FEED": address})
    stands = secrets.placeholder("FEED", address)
    assert stands == "https://feeds.example/{env.FEED}"
    assert known.hidden(f"asked {address} with t0ken-of-mine") == f"asked {stands} with {{env.FEED}}"
    assert known.filled("https://feeds.example/%7Benv.FEED%7D", {"FEED"}, FILTERS) == address


def test_values_are_hidden_at_any_depth() -> None:
    page = Page(url=f"https://a.example/?k={KEY}", body=KEY.encode(), fetched=NOW, headers={"link": KEY})
    story = Page(url="https://a.example/", body=b"", fetched=NOW, further=(page,))
    (hidden,) = KNOWN.hidden_in(story).further
    assert (hidden.url, hidden.body, hidden.headers) == (
        "https://a.example/?k={env.KEY}",
        b"{env.KEY}",
        {"link": "{env.KEY}"},
    )
    assert KNOWN.hidden_in(KNOWN.hidden_in(story)) == KNOWN.hidden_in(story)
