"""Platforms on which many newspapers are published, known by addresses or markup: platforms.toml (pure)."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import urljoin

from scraper.discover.page_text import decoded
from scraper.discover.templates import Variables, fill
from scraper.items import Page
from scraper.proposal.candidate import Candidate, Get
from scraper.proposal.dated_addresses import dated
from scraper.proposal.home_page import HomePage

_UNKNOWN_EDITION = "Main"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform that the home page leads to; without ``extends`` its editions cannot be read, and ``why`` says so."""

    name: str
    address: str
    extends: str
    why: str
    variables: Mapping[str, str]
    editions: str = ""  # where its local editions are listed as JSON
    edition_name: str = ""
    doubt: str = ""  # why the address may not be that of editions

    def candidate(self, get: Get) -> Candidate:
        """The editions that the platform's file reads; ``get`` fetches what they are called, where it needs that."""
        return Candidate(
            editions=self._names(get(self.editions)) if self.editions else (),
            name="paper",
            kind="edition",
            why=f"{self.name}, known by its address",
            doubt=self.doubt,
            extends=self.extends,
            variables=self.variables,
            address=self.address,
        )

    def _names(self, page: Page | None) -> tuple[str, ...]:
        """What the list calls the local editions; a guess where it did not come."""
        try:
            listed = json.loads(decoded(page)) if page else []
        except (ValueError, RecursionError):
            listed = []
        things = listed if isinstance(listed, list) else []
        names = [str(each.get(self.edition_name) or "") for each in things if isinstance(each, dict)]
        return tuple(dict.fromkeys(filter(None, (name.strip() for name in names)))) or (_UNKNOWN_EDITION,)


def platforms(home: HomePage, today: dt.date) -> list[Platform]:
    """The platforms that a newspaper's home page leads to, by its links, scripts and frames."""
    sources = re.findall(r"""(?:src|href)=["']([^"']+)""", home.source)
    return platforms_of([home.url, *(link.url for link in home.links), *sources], today)


def platforms_of(addresses: Sequence[str], today: dt.date) -> list[Platform]:
    """The platforms that these addresses belong to."""
    found: dict[str, Platform] = {}
    for rule in _tables()["platform"]:
        pattern = re.compile(rule["address"])
        match = next((match for address in addresses if (match := pattern.search(address))), None)
        if match:
            found[rule["name"]] = Platform(
                name=rule["name"],
                address=match.string,
                extends=rule.get("extends", ""),
                why=rule.get("why", ""),
                variables=(variables := match.groupdict() | _dated_variable(rule, match[0], today)),
                editions=fill(rule["editions"], Variables(date=today, texts=variables)) if "editions" in rule else "",
                edition_name=rule.get("edition_name", ""),
                doubt=""
                if re.search(rule.get("certain", ""), match.string)
                else "whether it has editions is not known",
            )
    return list(found.values())


def web_lists(home: HomePage) -> Iterator[Candidate]:
    """The lists of a day that the site's publishing system has, where its markup tells which that is."""
    for rule in _tables()["publishing_system"]:
        if not re.search(rule["markup"], home.source):
            continue
        for path in rule["by_day"]:
            yield Candidate(
                name="day sitemap",
                kind="day on the web",
                why=f"{rule['name']}, whose sites have a sitemap for each day",
                tables={"url": urljoin(home.url, "/").rstrip("/") + path, "format": "sitemap"},
                address=urljoin(home.url, "/"),
            )


def _dated_variable(rule: Mapping[str, Any], address: str, today: dt.date) -> dict[str, str]:
    """The variable that takes the whole address, with the day in it as a variable of its own."""
    found = dated(address, near=today) if "dated" in rule else None
    return {rule["dated"]: found.template} if found else {}


@functools.cache
def _tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((resources.files(__package__) / "platforms.toml").read_text(encoding="utf-8"))
