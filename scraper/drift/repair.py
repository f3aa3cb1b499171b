"""Rules that find yesterday's kind of thing on today's page, for a person to try and take over (pure).

a page in another layout, the kinds of address that stories have  ->  cards with links of these kinds
    -> selectors learned from them (``scraper.proposal.list_rules``, ``json_rules``)
    -> the index with these in place of its own, tried on the page  ->  Repair, with the TOML to write
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.discover import index_document
from scraper.discover.errors import DiscoverError
from scraper.discover.page_text import decoded
from scraper.drift import addresses, replay
from scraper.drift.replay import Answer, Reading
from scraper.items import Page, StoryLink
from scraper.proposal import json_rules, list_rules, toml_text
from scraper.proposal.story_cards import said
from scraper.publication import Embedded, Index, Publication, StoryRules, Value

LEAST = 3  # stories that make a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Rules for a page in another layout.

    :param toml: what to write in the newspaper's file.
    :param links: what they find on the page.
    """

    toml: str
    links: Sequence[StoryLink]


def repaired(
    publication: Publication,
    failed: Reading,
    kinds: frozenset[str],
    answer: Answer,
    *,
    now: dt.datetime,
    env: Mapping[str, str],
) -> Repair | None:
    """Rules for an index that is not read rightly any more; None where nothing on its page is like what it listed.

    :param kinds: of the addresses that its stories had (``scraper.drift.addresses``).
    :param answer: gives the pages of the index.
    :param now, env: as ``replay.read_again``.
    """
    if failed.page is None:
        return None
    best: Repair | None = None
    for tables in _learned(failed.index, failed.page, kinds):
        index = _with(failed.index, tables)
        tried = replay.read_again(
            replace(publication, indexes=(replace(index, valid_until=None),)), failed.key, answer, now=now, env=env
        )
        if tried is None or len(tried.links) < LEAST:
            continue
        alike = [link for link in tried.links if not kinds or addresses.kind_of(link.url) in kinds]
        if len(alike) >= LEAST and (best is None or len(alike) > len(best.links)):
            best = Repair(toml=_toml(failed.index, tables, tried.links), links=tried.links)
    return best


def _learned(index: Index, page: Page, kinds: frozenset[str]) -> list[Mapping[str, Any]]:
    """The tables of an index that the page itself suggests."""

    def is_alike(anchor: Any, url: str, site: str) -> bool:
        return addresses.kind_of(url) in kinds and bool(said(anchor))

    found: list[Mapping[str, Any]] = []
    is_html = index.fetches[-1].format in ("html", "xml") and page.body.lstrip()[:1] not in (b"{", b"[")
    if is_html:
        if kinds and (rules := list_rules.learned(page, least=LEAST, is_story=is_alike)):
            found.append({"stories": rules.as_toml()})
        if rules := list_rules.learned(page):
            found.append({"stories": rules.as_toml()})
        if data := json_rules.learned(page):
            found.append(data)
        return found
    try:
        value = index_document.json_value(decoded(page))
    except DiscoverError:
        return []
    if stories := json_rules.of_value(value, page.url):
        found.append({"format": "json", "stories": stories})
    return found


def _with(index: Index, tables: Mapping[str, Any]) -> Index:
    """The index with learned rules in place of its own; fields that were not learned stay."""
    fields = {name: _value(given) for name, given in tables["stories"].items() if name != "each"}
    old: Mapping[str, Value] = index.stories[0].fields if index.stories else {}
    is_data = bool(tables.get("embedded") or tables.get("format") == "json")
    was_data = index.fetches[-1].embedded is not None or index.fetches[-1].format not in ("html", "xml")
    block = StoryRules(each=tables["stories"]["each"], fields={**(old if is_data == was_data else {}), **fields})
    embedded = Embedded(**tables["embedded"]) if tables.get("embedded") else None
    last = replace(index.fetches[-1], format=tables.get("format", "html"), embedded=embedded, html="", records="")
    return replace(index, fetches=(*index.fetches[:-1], last), sections=None, stories=(block,))


def _value(given: str | list[str]) -> Value:
    return Value(get=(given,) if isinstance(given, str) else tuple(given))


def _toml(index: Index, tables: Mapping[str, Any], links: Sequence[StoryLink]) -> str:
    """What to write, as lines of the newspaper's file."""
    lines = [
        f'# In [[index]] "{index.name}", in place of [index.stories]; the old ones stay in a second [[index]] with'
    ]
    lines += ["# valid_until, as long as the site has days in the old layout."]
    own = {name: tables[name] for name in ("format", "embedded") if name in tables}
    if index.sections:
        lines.append("# [index.sections] goes: the stories are found on the whole page.")
    old = {name for block in index.stories for name in block.fields} - {*tables["stories"]}
    if kept := sorted(name for name in old if any(getattr(link, name, "") for link in links)):
        lines.append(f"# Keep what it says of {', '.join(kept)}: that still finds something.")
    return "\n".join([*lines, *toml_text.keys(own), "[index.stories]", *toml_text.keys(tables["stories"])])
