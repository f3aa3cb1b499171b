"""The site answers under its own names alone: a name that somebody points at this machine is not one of them."""

from __future__ import annotations

import socket

import pytest

from scraper.site.door.names import Names, proxy_address, site_url
from scraper.site.folder import SiteError

HOME = Names("127.0.0.1", 8001)
LAN = Names("0.0.0.0", 8001)
NAMED = Names("127.0.0.1", 8001, [site_url("https://News.example.org/archive"), site_url("http://nas.local:8080")])


@pytest.mark.parametrize(
    ("names", "hosts"),
    [
        (HOME, "127.0.0.1:8001 localhost:8001 LocalHost:8001 localhost.:8001 [::1]:8001 [0:0:0:0:0:0:0:1]:8001"),
        (Names("192.168.1.7", 8001), "192.168.1.7:8001 localhost:8001"),
        (Names("archive.lan", 80), "archive.lan archive.lan:80 ARCHIVE.LAN. 127.0.0.1"),
        (LAN, f"192.168.1.7:8001 [fd00::7]:8001 localhost:8001 {socket.gethostname()}:8001"),
        (NAMED, "news.example.org NEWS.example.org:443 nas.local:8080 127.0.0.1:8001"),
    ],
)
def test_what_is_ours(names, hosts):
    assert [host for host in hosts.split() if not names.include(host)] == []


@pytest.mark.parametrize(
    ("names", "hosts"),
    [
        (HOME, "attacker.example attacker.example:8001 localhost.attacker.example:8001 127.0.0.1.nip.example:8001"),
        (HOME, "localhost 127.0.0.1 [::1] 127.0.0.1:80 127.0.0.1:9999 localhost:80011 localhost: localhost:+8001"),
        (HOME, "0.0.0.0:8001 192.168.1.7:8001 2130706433:8001 0x7f.1:8001 127.1:8001 [::ffff:127.0.0.1]:8001"),
        (
            HOME,
            "reader@localhost:8001 localhost:8001,localhost:8001 localhost:8001/ localhost..:8001 ::1:8001 [::1:8001",
        ),
        (HOME, "löcalhost:8001 ⓛocalhost:8001 localhost:８001 * . [] [v1.x]:8001 [::1%25lo]:8001"),
        (LAN, "attacker.example:8001 192.168.1.7:80 192.168.1.7"),
        (NAMED, "news.example.org:80 news.example.org:8001 nas.local nas.local:443 example.org x.news.example.org"),
    ],
)
def test_what_is_not(names, hosts):
    assert [host for host in ["", *hosts.split()] if names.include(host)] == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://news.example.org", "https://news.example.org/"),
        ("HTTPS://News.Example.org:443/old-papers/", "https://news.example.org/old-papers/"),
        ("http://nas.local:8001/a/b", "http://nas.local:8001/a/b/"),
        ("http://[2001:db8::7]:8001/", "http://[2001:db8::7]:8001/"),
    ],
)
def test_where_readers_reach_it(text, url):
    assert str(site_url(text)) == url


@pytest.mark.parametrize(
    "text",
    ["", "news.example.org", "//news.example.org/", "ftp://news.example.org/", "https://", "https://a@news.example.org/",
     "https://news.example.org/?q=a", "https://news.example.org/#a", "https://news.example.org/../x", "https://[::1/",
     "https://news.example.org//x", "https://news.example.org/a b", "https://news.example.org:99999999/"],
)  # fmt: skip
def test_what_is_no_url_of_a_site(text):
    with pytest.raises(SiteError, match="no address of a site"):
        site_url(text)


def test_a_proxy_is_an_address_or_a_network():
    assert [proxy_address(text) for text in ("127.0.0.1", "172.18.0.0/16", "::1")] == [
        "127.0.0.1",
        "172.18.0.0/16",
        "::1",
    ]
    for text in ("*", "proxy.example", "", "172.18.0.1/16"):
        with pytest.raises(SiteError, match="no address of a proxy"):
            proxy_address(text)
