"""``alerts.toml``, or the command line -> the searches that are followed, and to whom they are told. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from scraper.archive.search.filters import NAMES, Filters
from scraper.secrets import names_in
from scraper.site.door.names import site_url
from scraper.site.folder import SiteError

KEYS = {"url": str, "from": str, "smtp": str, "search": list}
KEYS_OF_SEARCH = {"name": str, "query": str, "to": (str, list)}
MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
LONGEST_NAME = 200  # characters
EXAMPLE = "'backissues alert --help' has an example"


class AlertsError(Exception):
    """The list of searches, or a setting, cannot be used; the message says which and what to write."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search that is followed: its query string is that of ``/search``."""

    name: str
    query: str
    to: tuple[str, ...]  # mail and web addresses; {env.NAME} stands for a secret of the environment

    @property
    def values(self) -> dict[str, list[str]]:
        """The values of its query string."""
        return parse_qs(self.query, keep_blank_values=True)

    @property
    def filters(self) -> Filters:
        """What it looks for."""
        return Filters.of(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """What is followed, and how it is told."""

    searches: tuple[Search, ...] = ()
    url: str = ""  # of the site, for links; ends in a slash
    sender: str = ""
    smtp: str = ""  # smtps://user@mail.example.org, without a password


def of_toml(text: str, name: str) -> Alerts:
    """The alerts of a file.

    :param name: of the file, for errors.
    :raises AlertsError: it cannot be used.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AlertsError(f"{name}: no TOML: {error}; {EXAMPLE}") from None
    check_keys(found, KEYS, name)
    if not found.get("search"):
        raise AlertsError(f"{name}: no [[search]] in it; {EXAMPLE}")
    searches = []
    for number, given in enumerate(found["search"], start=1):
        where = f"{name} [[search]] {number}"
        if not isinstance(given, Mapping):
            raise AlertsError(f"{where}: write it as a table, [[search]]")
        check_keys(given, KEYS_OF_SEARCH, where)
        missing = [key for key in KEYS_OF_SEARCH if not given.get(key)]
        if missing:
            raise AlertsError(f"{where}: no {' and no '.join(missing)}; {EXAMPLE}")
        to = [given["to"]] if isinstance(given["to"], str) else given["to"]
        searches.append(search(given["name"], given["query"], to, where))
    try:
        return alerts(searches, url=found.get("url", ""), sender=found.get("from", ""), smtp=found.get("smtp", ""))
    except AlertsError as error:
        raise AlertsError(f"{name}: {error}") from None


def check_keys(given: Mapping[str, Any], keys: Mapping[str, Any], where: str) -> None:
    """Check the keys of a table and their types.

    :raises AlertsError: there is no such key, or its value is of another type.
    """
    for key, value in given.items():
        if key not in keys:
            raise AlertsError(f"{where}: no key '{key}'; there are {', '.join(keys)}")
        if not isinstance(value, keys[key]):
            raise AlertsError(f"{where}: '{key}' is of another type; {EXAMPLE}")


def alerts(searches: Sequence[Search], *, url: str = "", sender: str = "", smtp: str = "") -> Alerts:
    """Alerts of these searches.

    :raises AlertsError: two have one name, or an address cannot be used.
    """
    names = [each.name for each in searches]
    if twice := {name for name in names if names.count(name) > 1}:
        raise AlertsError(f"two searches are called {min(twice)!r}; what was told is remembered by the name")
    if sender and not MAIL.fullmatch(sender):
        raise AlertsError(f"the sender {sender!r} is no mail address; write it as archive@example.org")
    try:
        return Alerts(searches=tuple(searches), url=str(site_url(url)) if url else "", sender=sender, smtp=smtp)
    except SiteError as error:
        raise AlertsError(str(error)) from None


def search(name: str, query: str, to: Sequence[Any], where: str) -> Search:
    """One search.

    :param query: as behind ``/search?``; words without ``=`` are looked for.
    :param where: it stands, for errors.
    :raises AlertsError: it cannot be used.
    """
    if not name.isprintable() or not name.strip() or len(name) > LONGEST_NAME:
        raise AlertsError(f"{where}: a name has one line of at most {LONGEST_NAME} characters")
    if query.startswith(("/", "http://", "https://")) and "?" in query.split(maxsplit=1)[0]:
        query = query.rpartition("?")[2]
    if "=" not in query:
        from urllib.parse import urlencode

        query = urlencode({"q": query})
    found = Search(name.strip(), query.removeprefix("?"), tuple(dict.fromkeys(map(str, to))))
    known = {"q", *NAMES, "sort", "size", "lang"}
    if unknown := [key for key in found.values if key not in known]:
        raise AlertsError(f"{where}: /search has no {unknown[0]!r}; there are q, {', '.join(NAMES)}")
    if found.filters.notes:
        raise AlertsError(f"{where}: {found.filters.notes[0].text!r} cannot be read in {query!r}")
    if found.filters.query.nothing:
        raise AlertsError(f"{where}: there is no word to search for in {query!r}")
    check_addresses(found.to, where)
    if not found.to:
        raise AlertsError(f"{where}: no address that is told")
    return found


def check_addresses(to: Sequence[str], where: str) -> None:
    """Check addresses of mail and of the web.

    :raises AlertsError: one is neither.
    """
    for address in to:
        is_web = address.startswith(("https://", "http://")) or (address.startswith("{env.") and names_in(address))
        if not is_web and not MAIL.fullmatch(address):
            raise AlertsError(f"{where}: {address!r} is no mail address and no address of the web")
