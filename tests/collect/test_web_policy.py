"""Which addresses may be asked: spellings, networks, what the operator wrote, and what a name resolves to."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from scraper import catalogue
from scraper.collect.web_policy import (
    Address,
    InsideError,
    SettingError,
    WebPolicy,
    for_address,
    for_publication,
    host_and_port,
    inside,
    is_inside,
    is_private,
    literal,
    spelled,
)
from scraper.limits import ADDRESS
from scraper.reasons import Code
from scraper.urls import without_user


def numbers(*texts: str) -> list[Address]:
    return [ipaddress.ip_address(text) for text in texts]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.1.513", "10.1.2.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0X7F000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("0x", "0.0.0.0"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"),
        ("①②⑦.0.0.1", "127.0.0.1"),
        ("%31%32%37.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%25eth0", "fe80::1"),
        ("256.1.1.1", None),
        ("08.1.1.1", None),
        ("1.2.3.4.5", None),
        ("4294967296", None),
        ("9" * 5000, None),
        ("1.example", None),
        ("dead.beef", None),
    ],
)
def test_a_network_address_is_known_in_every_spelling(written: str, meant: str | None) -> None:
    found = literal(written)
    assert (str(found) if found else None) == meant


@pytest.mark.parametrize(
    ("written", "one_spelling"),
    [
        ("WWW.Lantern.Example.", "www.lantern.example"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("ⓛocalhost", "localhost"),
        ("a_b.example", "a_b.example"),
        ("a..b", ""),
        ("%00", ""),
        ("pa per.example", ""),
        ("evil／.example", ""),
        ("a" * 64 + ".example", ""),
        ("", ""),
    ],
)
def test_a_host_has_one_spelling(written: str, one_spelling: str) -> None:
    assert spelled(written) == one_spelling


INSIDE = {
    *("127.0.0.1", "127.8.8.8", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *("255.255.255.255", "168.63.129.16", "100.100.100.200", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254"),
    *("fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "::127.0.0.1", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:5::1", "2001::1", "2001:db8::1", "100::1"),
}
OUTSIDE = {
    *("8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "169.253.0.1", "198.17.0.1"),
    *("2001:4860:4860::8888", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
}


def test_what_is_inside() -> None:
    assert {text for text in INSIDE | OUTSIDE if is_inside(ipaddress.ip_address(text))} == INSIDE
    private = {text for text in INSIDE | OUTSIDE if is_private(ipaddress.ip_address(text))}
    assert private == {
        *("10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1", "::ffff:10.0.0.5"),
        "2002:a00:5::1",
    }


def code_of(policy: WebPolicy, url: str) -> Code | None:
    refusal = policy.refusal(url)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://0x7f.1/a", Code.INSIDE_NETWORK),
        ("http://[::ffff:10.0.0.5]:8080/", Code.INSIDE_NETWORK),
        ("http://user:pw@192.168.1.1/", Code.INSIDE_NETWORK),
        ("http://LOCALHOST./", Code.INSIDE_NETWORK),
        ("http://printer.local/", Code.INSIDE_NETWORK),
        ("https://metadata.google.internal/", Code.INSIDE_NETWORK),
        ("https://lantern.example/a", None),
        ("https://8.8.8.8/", None),
        ("http://h:99999/", Code.NO_WEB_ADDRESS),
        ("http://h:0/", Code.NO_WEB_ADDRESS),
        ("http://%00/", Code.NO_WEB_ADDRESS),
        ("http://[1.2.3.4]/", Code.NO_WEB_ADDRESS),
        ("file:///etc/passwd", Code.NO_WEB_ADDRESS),
        ("https://lantern.example/" + "a" * ADDRESS, Code.ADDRESS_TOO_LONG),
    ],
)
def test_an_address_is_judged_as_it_is_written(url: str, code: Code | None) -> None:
    assert code_of(WebPolicy(), url) is code


def test_a_name_is_judged_by_what_it_resolves_to() -> None:
    policy = WebPolicy()
    assert policy.allowed("lantern.example", 80, numbers("10.0.0.5", "8.8.8.8")) == numbers("8.8.8.8")
    with pytest.raises(InsideError):
        policy.allowed("lantern.example", 80, numbers("10.0.0.5", "::1"))
    assert policy.allowed("lantern.example", 80, []) == []


PAPER = """
[publication]
title = "The Reading Room"
language = "en-GB"
timezone = "Europe/London"
homepage = "http://reading-room.lan/"
hosts = ["pictures.lan"]
[[index]]
name = "list"
url = "http://127.0.0.1:8000/{date}"
[index.stories]
each = "li"
url = "a::attr(href)"
[[index]]
name = "other"
url = "{env.READING_ROOM}/{date}"
[index.stories]
each = "li"
url = "a::attr(href)"
"""


@pytest.fixture
def granted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WebPolicy:
    (tmp_path / "reading-room.toml").write_text(PAPER, encoding="utf-8")
    monkeypatch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path))
    monkeypatch.setenv("READING_ROOM", "http://10.1.1.1:81")
    paper = catalogue.publication("reading-room")
    return for_publication(paper, {"READING_ROOM": "http://10.1.1.1:81"})


def test_the_hosts_of_a_newspapers_file_are_granted_with_their_ports(granted: WebPolicy) -> None:
    assert granted.granted == {
        *(("reading-room.lan", 80), ("reading-room.lan", 443), ("pictures.lan", 80), ("pictures.lan", 443)),
        *(("127.0.0.1", 8000), ("localhost", 8000), ("::1", 8000), ("10.1.1.1", 81)),
    }
    for url in ("http://127.0.0.1:8000/x", "http://127.1:8000/x", "http://localhost:8000/", "http://10.1.1.1:81/"):
        assert granted.refusal(url) is None
    for url in ("http://127.0.0.1:8001/", "http://127.0.0.1/", "http://10.1.1.1/", "http://localhost:8001/"):
        assert code_of(granted, url) is Code.INSIDE_NETWORK
    assert granted.allowed("127.0.0.1", 8000, numbers("127.0.0.1")) == numbers("127.0.0.1")


def test_a_granted_name_may_be_private_and_stays_where_it_was(granted: WebPolicy) -> None:
    assert granted.allowed("Reading-Room.lan.", 80, numbers("10.9.8.7")) == numbers("10.9.8.7")
    with pytest.raises(InsideError):  # its record was changed meanwhile
        granted.allowed("reading-room.lan", 80, numbers("10.0.0.5"))
    assert granted.allowed("reading-room.lan", 80, numbers("10.9.8.7")) == numbers("10.9.8.7")
    assert granted.allowed("reading-room.lan", 80, numbers("8.8.8.8")) == numbers("8.8.8.8")
    with pytest.raises(InsideError):
        granted.allowed("reading-room.lan", 8080, numbers("10.9.8.7"))


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1", "0.0.0.0"])
def test_a_newspapers_domain_leads_nowhere_on_this_machine(granted: WebPolicy, address: str) -> None:
    with pytest.raises(InsideError):
        granted.allowed("reading-room.lan", 80, numbers(address))


def test_a_name_with_a_port_of_its_own_may_be_on_this_machine() -> None:
    policy = for_address("http://lamp.test:8000/", {})
    assert policy.allowed("lamp.test", 8000, numbers("127.0.0.1", "::1")) == numbers("127.0.0.1", "::1")
    for port, address in ((8001, "127.0.0.1"), (80, "127.0.0.1"), (8000, "127.0.0.2")):
        with pytest.raises(InsideError):
            policy.allowed("lamp.test", port, numbers(address))
    with pytest.raises(InsideError):
        for_address("http://lamp.test:8000/", {}).allowed("lamp.test", 8000, numbers("169.254.169.254"))


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.5"])
def test_a_name_that_has_an_address_outside_too_is_not_inside(inner: str) -> None:
    policy = for_address("http://lamp.test:8000/", {})
    assert policy.allowed("lamp.test", 8000, numbers("8.8.8.8", inner)) == numbers("8.8.8.8")
    with pytest.raises(InsideError):  # the outer one answers no more
        policy.allowed("lamp.test", 8000, numbers(inner))


@pytest.mark.parametrize("written", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_one_host_under_all_its_names(written: str) -> None:
    policy = for_address(f"http://{written}:8080/lamp", {})
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert policy.refusal(f"http://{host}:8080/mill") is None
        assert code_of(policy, f"http://{host}:8081/") is Code.INSIDE_NETWORK
    assert policy.allowed("localhost", 8080, numbers("127.0.0.1")) == numbers("127.0.0.1")
    assert code_of(policy, "http://127.0.0.2:8080/") is Code.INSIDE_NETWORK


def test_a_host_of_this_machine_among_hosts_is_granted_whatever_the_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = '["localhost", "127.0.0.3", "[::2]", "pictures.lan", "127.0.0.4:90"]'
    (tmp_path / "lamp.toml").write_text(PAPER.replace('["pictures.lan"]', hosts), encoding="utf-8")
    monkeypatch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path))
    policy = for_publication(catalogue.publication("lamp"), {"BACKISSUES_INSIDE": "wiki.lan:8080"})
    for url in ("http://localhost:9/", "http://127.0.0.3:8001/", "http://[::2]:9/", "http://127.0.0.4:90/"):
        assert policy.refusal(url) is None
    for url in ("http://127.0.0.1:9/", "http://127.0.0.4:91/"):
        assert code_of(policy, url) is Code.INSIDE_NETWORK
    assert policy.allowed("localhost", 9, numbers("127.0.0.1")) == numbers("127.0.0.1")
    assert policy.allowed("wiki.lan", 8080, numbers("10.1.1.1")) == numbers("10.1.1.1")
    with pytest.raises(InsideError):
        policy.allowed("pictures.lan", 8001, numbers("10.1.1.1"))


def test_a_setting_lets_more_be_asked() -> None:
    policy = WebPolicy(inside=inside("10.1.0.0/16, wiki.lan:8080\n192.168.1.7 Archive.LAN ::1"))
    assert policy.allowed("a.example", 80, numbers("10.1.2.3")) == numbers("10.1.2.3")
    assert policy.allowed("wiki.lan", 8080, numbers("127.0.0.1")) == numbers("127.0.0.1")
    assert policy.allowed("archive.lan", 9, numbers("169.254.1.1")) == numbers("169.254.1.1")
    assert policy.refusal("http://192.168.1.7/") is None
    assert policy.refusal("http://[::1]/") is None
    with pytest.raises(InsideError):
        policy.allowed("wiki.lan", 80, numbers("127.0.0.1"))
    assert code_of(policy, "http://10.2.0.1/") is Code.INSIDE_NETWORK


@pytest.mark.parametrize("setting", ["10.0.0.0/99", "wiki.lan:http", "http://wiki.lan/", "a..b"])
def test_a_setting_that_cannot_be_read_is_said(setting: str) -> None:
    with pytest.raises(SettingError, match="BACKISSUES_INSIDE names networks"):
        inside(setting)


def test_nobodys_password_stays_in_an_address() -> None:
    assert without_user("http://ida:secret@lantern.example:81/a?b=c@d") == "http://lantern.example:81/a?b=c@d"
    assert without_user("http://lantern.example/@ida") == "http://lantern.example/@ida"
    assert host_and_port("http://ida:secret@lantern.example/") == ("lantern.example", 80)
