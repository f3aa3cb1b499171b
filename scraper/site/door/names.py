"""Under which names the site is asked, and the URL that its links carry. Pure.

A page elsewhere can have its own name point at this machine (DNS rebinding) and would then read the archive through its
reader's browser. The browser sends that name as ``Host``, so a request under a name that is not ours is refused.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.site.folder import SiteError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?)\.?(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class SiteURL:
    """Where readers reach the site: ``https://archive.example.org/news/``."""

    scheme: str
    host: str  # with its port, unless that is the usual one
    path: str  # begins and ends with a slash

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


def site_url(text: str) -> SiteURL:
    """A URL as the operator writes it.

    :raises SiteError: it is none under which a site could be.
    """
    wrong = SiteError(
        f"{text}: no address of a site; write it as https://archive.example.org/ or http://nas.local:8001/news/"
    )
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise wrong from error
    host = host_and_port(parts.netloc)
    is_path = re.fullmatch(r"(/[A-Za-z0-9._~-]+)*/?", parts.path) and not re.search(r"/\.{1,2}(/|$)", parts.path)
    if host is None or parts.scheme not in PORTS or not is_path or parts.query or parts.fragment:
        raise wrong
    name, port = host
    written = f"[{name}]" if ":" in name else name
    is_usual = port in (None, PORTS[parts.scheme])
    return SiteURL(parts.scheme, written if is_usual else f"{written}:{port}", f"{parts.path.rstrip('/')}/")


def proxy_address(text: str) -> str:
    """The address of a proxy, or of a network of proxies.

    :raises SiteError: it is neither.
    """
    try:
        return str(ipaddress.ip_network(text.strip())) if "/" in text else str(ipaddress.ip_address(text.strip()))
    except ValueError as error:
        raise SiteError(f"{text}: no address of a proxy; write it as 127.0.0.1 or 172.18.0.0/16") from error


def host_and_port(host: str) -> tuple[str, int | None] | None:
    """Name and port of a ``Host`` (RFC 9110, section 7.2), in one spelling; None if it is not written as one is.

    >>> host_and_port("LOCALHOST.:8001"), host_and_port("[0:0::1]"), host_and_port("a@b")
    (('localhost', 8001), ('::1', None), None)
    """
    match = HOST.fullmatch(host.lower()) if host.isascii() else None
    if match is None:
        return None
    name, port = match["name"], int(match["port"]) if match["port"] else None
    if name.startswith("["):
        try:
            name = str(ipaddress.IPv6Address(name[1:-1]))
        except ValueError:
            return None
    return name, port


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the site.

    :param host: the address on which it listens.
    :param port: the port on which it listens.
    :param urls: what the operator says that readers reach it by.
    """

    host: str
    port: int
    urls: Sequence[SiteURL] = ()

    def include(self, host: str) -> bool:
        """Whether a request with this ``Host`` is for this site."""
        asked = host_and_port(host)
        if asked is None:
            return False
        name, port = asked
        if any(asked in _hosts_of(url) for url in self.urls):
            return True
        if (port or PORTS["http"]) != self.port:
            return False
        return name in LOOPBACK or name == self.host.lower() or (self.host in EVERYWHERE and _is_of_this_machine(name))


def _hosts_of(url: SiteURL) -> list[tuple[str, int | None] | None]:
    """What a browser, or a proxy in front of the site, sends for a URL: the usual port may be left out."""
    usual = f"{url.host}:{PORTS[url.scheme]}"
    return [host_and_port(url.host), host_and_port(usual)]


def _is_of_this_machine(name: str) -> bool:
    """Whether a name is an address, which nobody can point elsewhere, or the name of this machine."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower()
        return name in (own, f"{own}.local")
    return True
