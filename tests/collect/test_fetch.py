"""One page for a person: how long it may take, and what an answer that asks for patience means for the next request."""

from __future__ import annotations

import gzip
import os

import brotli
import pytest

from scraper.collect import fetch as fetching
from scraper.collect.fetch import Fetcher, FetchError, fetch
from scraper.collect.pace import Clock
from scraper.collect.web_policy import for_address
from scraper.limits import LOOKED_AT_SECONDS, PAGE_BYTES
from tests.loopback import Answer, NotingClock, Server, refusal, robots, story


class Dripping(Clock):
    """A clock by which each look at it takes a while, as it does where an answer comes a byte at a time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        self.seconds += LOOKED_AT_SECONDS / 20
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


def test_a_page_that_does_not_come_to_its_end_is_given_up() -> None:
    site = Server({"/robots.txt": robots(), "/lamp": Answer(body=b" " * (PAGE_BYTES - 1))})
    with site, pytest.raises(FetchError, match=f"not there after {LOOKED_AT_SECONDS} s"):
        fetch(f"{site.url}/lamp", clock=Dripping())


def test_a_host_that_asks_for_patience_has_it_from_the_next_page_on() -> None:
    routes = {"/robots.txt": robots(), "/a": refusal(429, "40"), "/b": story("b"), "/c": refusal(503, "86400")}
    said: list[str] = []
    with Server(routes) as site, Fetcher(for_address(site.url, {}), NotingClock(site.url), said.append) as fetcher:
        for path in ("/a", "/b", "/c", "/b"):
            try:
                fetcher.page(f"{site.url}{path}")
            except FetchError as error:
                said.append(str(error).removeprefix(site.url))
    assert site.log == ["/robots.txt", "waited 1", "/a", "waited 40", "/b", "waited 1", "/c"]
    assert said == [
        "/a answers 429 and asks us to wait 40 s",
        "127.0.0.1 asks us to wait 40 s; waiting (Ctrl-C stops)",
        "/c answers 503 and asks us to wait 86,400 s",
        "127.0.0.1 asks us to wait 86,400 s; we wait 300 s at most",
    ]


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_of_a_packed_page_no_more_is_unpacked_than_may_be(coding: str, pack: object) -> None:
    packed = pack(b" " * (3 * PAGE_BYTES))  # type: ignore[operator]
    assert 1000 < len(fetching._unpacked(packed, {"content-encoding": coding}, 1000)) < 100_000


def test_of_a_packed_page_that_ends_early_nothing_is_shown() -> None:
    packed = gzip.compress(b"<p>The lamp of the harbour is lit again.")[:-9]
    with pytest.raises(FetchError, match="cut off: its gzip data does not end"):
        fetching._unpacked(packed, {"content-encoding": "gzip"}, 1000)


def test_a_setting_that_cannot_be_read_is_a_mistake_in_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from scraper.cli import cli

    monkeypatch.setenv("BACKISSUES_INSIDE", "10.0.0.0/99")
    answer = CliRunner().invoke(cli, ["inspect", "http://127.0.0.1:1/"], env=dict(os.environ))
    assert answer.exit_code == 2
    assert "BACKISSUES_INSIDE names networks" in answer.output
