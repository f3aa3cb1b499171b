"""Which addresses can be asked for: those whose host DNS can know, with a port, and no longer than one may be."""

from __future__ import annotations

import pytest

from scraper.discover import WrongTypeError, web_address
from scraper.discover.errors import BadAddressError
from scraper.limits import ADDRESS

LABEL = "a" * 63


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/x",
        "http://paper.example:8080/x",
        "http://paper.example./x",
        "http://under_score.paper.example/",
        "http://münchner-bote.example/straße",
        "http://газета.рф/",
        "http://xn--mnchen-3ya.example/",
        "http://127.0.0.1:40100/",
        "http://[::1]:80/",
        f"http://{LABEL}.example/",
    ],
)
def test_an_address_that_can_be_asked_for(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example:99999/",
        "http://paper.example:abc/",
        "http://paper.example:-1/",
        "http://%00/",
        "http://pa per.example/",
        "http://a..b/",
        "http://。/",
        f"http://{LABEL}a.example/",
        f"http://{'a.' * 200}example/",
        "http://" + "a" * 1_000_000 + "/",
        "http://[::1%25]:80:80/",
        "http://[fe80::zz]/",
        "http://[::1/x",
        "http://paper.example/" + "a" * ADDRESS,
    ],
)
def test_an_address_that_cannot(url: str) -> None:
    with pytest.raises(BadAddressError) as refused:
        web_address(url)
    assert refused.value.address == url


@pytest.mark.parametrize("url", ["http:///x", "http://", "mailto:a@b.example", "javascript:alert(1)", "", "data:,"])
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(WrongTypeError):
        web_address(url)
