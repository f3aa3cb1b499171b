"""How much of a robots.txt is read: its beginning where it is long, and nothing holds where it has no end."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.collect.fetch import Fetcher, FetchError
from scraper.collect.robots import bytes_to_read, robots
from scraper.collect.web_policy import for_address
from scraper.limits import PAGE_BYTES, ROBOTS_BYTES
from scraper.reasons import Code
from tests.collect.test_inside import failures
from tests.loopback import DAY, Answer, NotingClock, Server, index, paper, run, story

BEGINNING = b"User-agent: *\nDisallow: /mill\n"
LONG = BEGINNING + b"# the rest\n" * (PAGE_BYTES // 11) + b"Disallow: /\n"


def test_as_much_is_read_as_tells_whether_it_ends() -> None:
    assert bytes_to_read("25000000") == bytes_to_read(b"3") == ROBOTS_BYTES
    assert bytes_to_read(None) == PAGE_BYTES


def test_only_the_beginning_of_a_long_one_holds() -> None:
    rules = robots(200, BEGINNING + b"#" * ROBOTS_BYTES + b"\nDisallow: /")
    assert rules.failure_of("https://a.example/mill") is not None
    assert rules.failure_of("https://a.example/lamp") is None


def test_one_without_end_forbids_all() -> None:
    refusal = robots(200, b"#" * (PAGE_BYTES + 1)).failure_of("https://a.example/lamp")
    assert refusal is not None
    assert refusal.code is Code.ROBOTS_UNREACHABLE


@pytest.mark.slow
def test_of_a_long_one_the_beginning_is_obeyed(tmp_path: Path) -> None:
    long = Answer(body=LONG, headers={"Content-Type": "text/plain"})
    routes = {"/robots.txt": long, "/": index("/lamp", "/mill"), "/lamp": story("lamp"), "/mill": story("mill")}
    assert len(LONG) > PAGE_BYTES
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert site.asked == ["/robots.txt", "/", "/lamp"]
        with Fetcher(for_address(site.url, {}), NotingClock(site.url)) as fetcher:
            assert fetcher.page(f"{site.url}/lamp").status == 200
            with pytest.raises(FetchError, match=r"forbidden by robots\.txt"):
                fetcher.page(f"{site.url}/mill")
    assert failures(tmp_path) == {"lamp": "", "mill": "forbidden by robots.txt"}
