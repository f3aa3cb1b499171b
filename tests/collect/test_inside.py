"""A newspaper that leads inside by every way, and a server there that must not be asked."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpcore
import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.error import DNSLookupError

from scraper.checked_downloads import _CheckedEndpoint, _CheckedResolver
from scraper.collect.checked_connections import Connections, Transport
from scraper.collect.fetch import FetchError, fetch
from scraper.collect.web_policy import InsideError, WebPolicy
from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import DAY, Answer, NotingClock, Server, index, paper, robots, run, story
from tests.rows import asked

OPEN = robots("Disallow:")


def to(url: str) -> Answer:
    return Answer(status=302, headers={"Location": url})


def failures(folder: Path) -> dict[str, str]:
    """Of each listed address its path and why it is not held."""
    rows = asked(folder / "archive.db", "SELECT url, failure FROM placements ORDER BY url")
    return {url.partition("//")[2].partition("/")[2]: phrases(shown(failure)) for url, failure in rows}


def test_no_way_leads_inside(tmp_path: Path) -> None:
    refresh = '<meta http-equiv="refresh" content="0;url={}">'
    with Server({"/robots.txt": OPEN, "/a": story("vault")}, host="127.0.5.2") as vault:
        port = vault.url.rpartition(":")[2]
        ways = {
            "/redirect": to(f"{vault.url}/a"),
            "/twice": to("/redirect"),
            "/refresh": Answer(body=refresh.format(f"{vault.url}/a")),
            "/picture": story("picture", picture=f"{vault.url}/a"),
            "/led": story("led", picture="/picture-elsewhere"),
            "/picture-elsewhere": to(f"{vault.url}/a"),
        }
        listed = ["/redirect", "/twice", "/refresh", "/picture", "/led", f"{vault.url}/a"]
        hosts = ("0x7f.0.5.2", "[::ffff:127.0.5.2]", "2130707714", "localhost", "ida:secret@127.0.5.2")
        spellings = [f"http://{host}:{port}/{number}" for number, host in enumerate(hosts)]
        with Server({"/robots.txt": OPEN, "/": index(*listed, *spellings)} | ways, host="127.0.5.1") as site:
            paper(tmp_path / "papers", "skerry-post", site)
            run(tmp_path, site, "collect", "skerry-post", *DAY)
            run(tmp_path, site, "images", "skerry-post")
        assert vault.log == []
    why = failures(tmp_path)
    assert (why.pop("picture"), why.pop("led")) == ("", "")
    assert len(why) == len(listed) - 2 + len(spellings)
    assert {each.partition(" (")[0] for each in why.values()} == {"in a network of our own, where nothing is asked"}
    pictures = asked(tmp_path / "archive.db", "SELECT failure FROM thumbnails")
    assert {phrases(shown(failure)).partition(" (")[0] for (failure,) in pictures} == {
        "in a network of our own, where nothing is asked"
    }
    assert asked(tmp_path / "archive.db", "SELECT url FROM placements WHERE url LIKE '%secret%'") == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["index", "robots", "sitemap"])
def test_an_index_that_leads_inside_is_none(tmp_path: Path, way: str) -> None:
    with Server({"/robots.txt": OPEN, "/a": index("/b")}, host="127.0.5.2") as vault:
        children = f"<sitemapindex><sitemap><loc>{vault.url}/a</loc></sitemap></sitemapindex>"
        routes = {
            "/robots.txt": to(f"{vault.url}/robots.txt") if way == "robots" else OPEN,
            "/": Answer(body=children, headers={"Content-Type": "application/xml"})
            if way == "sitemap"
            else to(f"{vault.url}/a"),
        }
        with Server(routes, host="127.0.5.1") as site:
            paper(tmp_path / "papers", "skerry-post", site)
            if way == "sitemap":
                file = tmp_path / "papers" / "skerry-post.toml"
                text = file.read_text(encoding="utf-8").partition("[index.stories]")[0]
                file.write_text(f'{text}format = "sitemap"\n', encoding="utf-8")
            printed = run(tmp_path, site, "collect", "skerry-post", *DAY, code=1)
        assert vault.log == []
        assert "in a network of our own, where nothing is asked" in printed


def test_inspect_follows_nothing_inside() -> None:
    with Server({"/robots.txt": OPEN, "/a": story("vault")}, host="127.0.5.2") as vault:
        routes = {"/robots.txt": OPEN, "/redirect": to(f"{vault.url}/a")}
        with Server(routes, host="127.0.5.1") as site, pytest.raises(FetchError, match="in a network of our own"):
            fetch(f"{site.url}/redirect", clock=NotingClock(site.url))
        assert vault.log == []


class Names:
    """A name server of Twisted's kind that gives these addresses, another one each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int, *_: Any) -> Any:
        for address in self.answers.pop(0):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def addressResolved(self, address: IPv4Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.addresses.append("complete")


def test_a_spider_connects_to_the_address_that_was_judged() -> None:
    """A name that is another machine at the next look-up is judged again, and nothing looks it up in between."""
    resolver = _CheckedResolver(Names(["203.0.113.5", "127.0.0.1"], ["127.0.0.1"]), WebPolicy())
    first, second = Receiver(), Receiver()
    resolver.resolveHostName(first, "lantern.example", 80)
    assert (first.addresses, resolver.refusal) == (["203.0.113.5", "complete"], None)
    resolver.resolveHostName(second, "lantern.example", 80)
    assert second.addresses == ["complete"]
    assert isinstance(resolver.refusal, InsideError)


def test_inspect_connects_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [["203.0.113.5", "127.0.0.1"], ["127.0.0.1"]]
    made: list[str] = []

    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    def connect(_: Any, host: str, *__: Any) -> httpcore.NetworkStream:
        made.append(host)
        return httpcore.NetworkStream()

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    connections = Connections(Transport(WebPolicy(), lambda: 0.0), WebPolicy())
    connections.connect_tcp("lantern.example", 80)
    with pytest.raises(InsideError):
        connections.connect_tcp("lantern.example", 80)
    assert made == ["203.0.113.5"]


@pytest.mark.parametrize("name", [b"xn--", b"xn--a", b"xn--99999999.test"])
def test_a_name_that_no_host_can_have_is_not_known(name: bytes) -> None:
    reactor, failures = SimpleNamespace(nameResolver=None), list[Any]()
    _CheckedEndpoint(reactor, name, 80, 1.0, WebPolicy()).connect(None).addErrback(failures.append)
    assert [failure.type for failure in failures] == [DNSLookupError]
