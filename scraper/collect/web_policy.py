"""Decide which web addresses may be asked: what a newspaper's pages lead to, and where the operator's own words end.

Whatever a page names (a link, a redirect, an image, a sitemap) may lead into the network that this program runs in: to
a service on loopback, a router, the metadata of a cloud machine. Such addresses are never asked, unless the operator
wrote them: in the newspaper's file, on the command line, or in BACKISSUES_INSIDE.

    refusal      of an address as it is written, before anything is asked
    allowed      of the network addresses that its host has, those that may be connected to

Nothing here asks anybody. The edges do, and connect to no other address than ``allowed`` gives them:
``scraper.checked_downloads`` for the spiders, ``scraper.collect.checked_connections`` for ``inspect`` and ``add``.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from scraper.discover import templates
from scraper.limits import ADDRESS
from scraper.publication import Publication
from scraper.reasons import Code, Reason

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Host = tuple[str, int]  # in its one spelling, with the port

VARIABLE = "BACKISSUES_INSIDE"
DEFAULT_PORTS = {"http": 80, "https": 443}


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(map(ipaddress.ip_network, texts))


# What an office, a library or a home numbers its machines by (RFC 1918, 6598, 4193): one may be a newspaper of its own.
PRIVATE = _networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
# This machine, this wire, many machines at once, and what clouds tell a machine of itself: no newspaper.
LOCAL = _networks(
    *("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
    *("168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::/32"),  # Azure, Alibaba, Amazon
)
GLOBAL = ipaddress.ip_network("2000::/3")  # all that IPv6 has given out (RFC 4291, section 2.4)
NOT_GLOBAL = _networks("2001::/23", "2001:db8::/32", "3fff::/20")  # of these (the IANA registry of special addresses)
# Addresses of IPv6 that carry one of IPv4, and how far it is from their right end in bits.
CARRIERS = (
    (ipaddress.ip_network("::ffff:0:0/96"), 0),  # mapped (RFC 4291, section 2.5.5.2)
    (ipaddress.ip_network("::ffff:0:0:0/96"), 0),  # translated (RFC 2765)
    (ipaddress.ip_network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (ipaddress.ip_network("2002::/16"), 80),  # 6to4 (RFC 3056)
)
# Names that are looked up on this machine or wire only (RFC 6761, 6762, 8375, and ICANN's resolution of 2024).
LOCAL_NAMES = re.compile(r"(?:.+\.)?(?:localhost|localdomain|local|internal|home\.arpa)")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # one host: who writes one of them has written all, with that port
LOOPBACK = _networks("127.0.0.0/8", "::1/128")

LONGEST_NAME = 253  # letters (RFC 1035, section 2.3.4)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_BEGINNING = re.compile(r"(?:\{env\.\w+\}|https?://)[^/?#]*")


class SettingError(ValueError):
    """BACKISSUES_INSIDE holds something that is neither a network nor a host."""


class InsideError(Exception):
    """A host has no address that may be connected to; ``reason`` says so."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.reason = Reason(code=Code.INSIDE_NETWORK, text=host[:100])
        super().__init__(f"{host} leads into this network")


@dataclass(frozen=True, slots=True)
class Inside:
    """What BACKISSUES_INSIDE lets be asked besides: networks, and hosts with or without a port."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()


def inside(setting: str) -> Inside:
    """Read BACKISSUES_INSIDE: networks (``10.1.0.0/16``), addresses and hosts (``wiki.lan``, ``wiki.lan:8080``).

    :param setting: these, separated by commas or white space.
    :raises SettingError: one of them is something else.
    """
    networks: list[Network] = []
    hosts: set[str] = set()
    for word in re.split(r"[,\s]+", setting.strip()):
        if not word:
            continue
        try:
            networks.append(ipaddress.ip_network(word, strict=False))
            continue
        except ValueError:
            pass
        name, colon, port = word.rpartition(":")
        host = spelled(name if colon else word)
        if not host or (colon and not (port.isascii() and port.isdigit())):
            raise SettingError(f"{VARIABLE} names networks (10.1.0.0/16) and hosts (wiki.lan:8080), and not '{word}'")
        hosts.add(f"{host}:{int(port)}" if colon else host)
    return Inside(tuple(networks), frozenset(hosts))


@dataclass(slots=True)
class WebPolicy:
    """What the requests for one newspaper, or for one address that a person gave, may ask.

    ``granted`` are the hosts that the operator wrote. Such a name may stand in a private network, as a library's own
    newspaper does, and on this machine if a port of its own was written with it; the domain of a newspaper, which may
    lapse, has none. It is inside only if it was so, with all its addresses, when it was first looked up, and keeps
    these: whoever changes the name's record during a run, or gives it two, leads nowhere.
    """

    granted: frozenset[Host] = frozenset()
    inside: Inside = field(default_factory=Inside)
    _first: dict[str, frozenset[Address]] = field(default_factory=dict)  # addresses of granted names

    def refusal(self, url: str) -> Reason | None:
        """Why an address may not be asked, as it is written; None where that depends on what its host resolves to."""
        if len(url) > ADDRESS:
            return Reason(code=Code.ADDRESS_TOO_LONG, most=ADDRESS)
        if (found := host_and_port(url)) is None:
            return Reason(code=Code.NO_WEB_ADDRESS)
        host, port = found
        if (address := literal(host)) is not None:
            may_be = self._may_connect(host, port, address)
        else:
            may_be = not LOCAL_NAMES.fullmatch(host) or found in self.granted or self._is_let_in(host, port)
        return None if may_be else InsideError(host).reason

    def allowed(self, host: str, port: int, addresses: Iterable[Address]) -> list[Address]:
        """Of the addresses that a host has, those that may be connected to.

        :param addresses: what its name resolved to just now.
        :raises InsideError: there are some, and none may be.
        """
        host, found = spelled(host) or host, list(addresses)
        if (host, port) in self.granted and found:
            self._first.setdefault(host, frozenset(found) if all(map(is_inside, found)) else frozenset())
        fine = [address for address in found if self._may_connect(host, port, address)]
        if found and not fine:
            raise InsideError(host)
        return fine

    def _may_connect(self, host: str, port: int, address: Address) -> bool:
        if not is_inside(address) or self._is_let_in(host, port, address):
            return True
        if (host, port) not in self.granted:
            return False
        if literal(host) is not None or host == "localhost" or host.endswith(".localhost"):
            return True
        near = is_private(address) or (port not in DEFAULT_PORTS.values() and is_loopback(address))
        return near and address in self._first.get(host, ())

    def _is_let_in(self, host: str, port: int, address: Address | None = None) -> bool:
        named = host in self.inside.hosts or f"{host}:{port}" in self.inside.hosts
        return named or (address is not None and any(address in network for network in self.inside.networks))


def for_publication(publication: Publication, env: Mapping[str, str], *, also: Iterable[str] = ()) -> WebPolicy:
    """The policy of a newspaper's own requests: its file's hosts are the operator's.

    :param env: the environment, for the variables that the file names, and for BACKISSUES_INSIDE.
    :param also: more addresses that a person gave.
    """
    let_in = inside(env.get(VARIABLE, ""))
    on_any_port = {host for host in map(spelled, publication.hosts) if literal(host) or host == "localhost"}
    granted = frozenset([*_hosts_of(publication, env), *itertools.chain.from_iterable(map(_granted, also))])
    return WebPolicy(granted, Inside(let_in.networks, let_in.hosts | on_any_port))


def for_address(url: str, env: Mapping[str, str]) -> WebPolicy:
    """The policy of requests that begin at an address which a person gave."""
    return WebPolicy(frozenset(_granted(url)), inside(env.get(VARIABLE, "")))


def _hosts_of(publication: Publication, env: Mapping[str, str]) -> Iterator[Host]:
    for text in templates.texts_in(publication):
        if match := _BEGINNING.match(text):
            yield from _granted(templates.of_the_paper(match[0], publication.variables, env))
    for host in publication.hosts:
        yield from _granted(f"http://{host}")


def _granted(url: str) -> Iterator[Host]:
    """The host of an address that the operator wrote; without a port it is that of http as well as that of https."""
    if found := host_and_port(url):
        hosts = THIS_MACHINE if found[0] in THIS_MACHINE else found[:1]
        ports = [found[1]] if urlsplit(url).port else DEFAULT_PORTS.values()
        yield from itertools.product(hosts, ports)


def host_and_port(url: str) -> Host | None:
    """The host of a web address in its one spelling, and its port; None where it is no address that can be asked."""
    try:
        parts = urlsplit(url.strip())
        host, port = spelled(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or port == 0:
        return None
    return host, port or DEFAULT_PORTS[parts.scheme]


def spelled(host: str) -> str:
    """The one spelling of a host: 127.1 and 0x7f.0.0.1 are 127.0.0.1, letters are small; empty where it is none.

    What looks like a letter or digit to IDNA is that letter or digit (RFC 5895), so ``１２７.0.0.1`` is no name either.
    """
    if (address := literal(host)) is not None:
        return str(address)
    name = re.sub("[\u3002\uff0e\uff61]", ".", unicodedata.normalize("NFKC", unquote(host))).lower().removesuffix(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if len(name) <= LONGEST_NAME and _NAME.fullmatch(name) else ""


def literal(host: str) -> Address | None:
    """The network address that a host is in any spelling that a resolver takes; None where it is a name."""
    text = unicodedata.normalize("NFKC", unquote(host)).strip("[]").partition("%")[0]
    if ":" in text:
        try:
            return ipaddress.IPv6Address(text)
        except ValueError:
            return None
    parts = re.sub("[\u3002\uff0e\uff61]", ".", text).removesuffix(".").split(".")
    if len(parts) > 4 or len(text) > LONGEST_NAME or not all(map(_NUMBER.fullmatch, parts)):
        return None
    return _numbered(parts)


def _numbered(parts: list[str]) -> Address | None:
    """One to four numbers as inet_aton(3) reads them: hexadecimal, octal, the last one for all bytes that remain."""
    try:
        numbers = [
            int(part[2:] or "0", 16)
            if part[:2].lower() == "0x"
            else int(part, 8)
            if part.startswith("0")
            else int(part)
            for part in parts
        ]
    except ValueError:  # 08
        return None
    *high, last = numbers
    if any(number > 255 for number in high) or last >= 256 ** (5 - len(parts)):
        return None
    value = sum(number << (24 - 8 * place) for place, number in enumerate(high)) + last
    return ipaddress.IPv4Address(value)


def is_inside(address: Address) -> bool:
    """Whether an address is anything but one machine of the internet, of which every other one may ask."""
    if (carried := _carried(address)) is not None:
        return is_inside(carried)
    if address.version == 4:
        return any(address in network for network in (*PRIVATE, *LOCAL))
    return address not in GLOBAL or any(address in network for network in NOT_GLOBAL)


def is_private(address: Address) -> bool:
    """Whether an address is of a private network, in which an operator may have a newspaper."""
    if (carried := _carried(address)) is not None:
        return is_private(carried)
    return any(address in each for each in PRIVATE) and not any(address in each for each in LOCAL)


def is_loopback(address: Address) -> bool:
    """Whether an address is this machine's own, under which a program on it may serve a newspaper."""
    return any((_carried(address) or address) in network for network in LOOPBACK)


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    """The address of IPv4 that one of IPv6 stands for."""
    for network, bits in CARRIERS:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> bits & 0xFFFFFFFF)
    return None
