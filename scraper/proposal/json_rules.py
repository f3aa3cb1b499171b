"""How the data of a page lists its stories, where a script draws the page from it: rules in JMESPath (pure)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from scraper.items import Page
from scraper.proposal.html_tree import tree_of
from scraper.proposal.list_rules import LEAST
from scraper.proposal.page_links import bare_host, site_of
from scraper.proposal.story_cards import is_story_link

_FIELDS: Mapping[str, tuple[str, ...]] = {  # of [index.stories]: the keys that sites have for it, the best first
    "headline": ("headline", "title", "headlines", "name"),
    "url": ("url", "canonical_url", "link", "href", "path", "permalink", "uri"),
    "standfirst": ("standfirst", "subheadline", "summary", "dek", "description", "excerpt", "lead"),
    "published": ("published", "publishedAt", "published_at", "datePublished", "publish_date", "date"),
}
_TEXT_INSIDE = ("basic", "rendered", "text")  # of a field that is an object
_MOST_DEEP = 14
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


def learned(page: Page) -> dict[str, Any] | None:
    """The keys of an index that reads the page's data (``embedded``, ``stories``); None where it lists no stories."""
    for script in tree_of(page).xpath("//script[@type='application/json'][@id]"):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        if rules := of_value(data, page.url):
            return {"embedded": {"css": f"script#{script.get('id')}"}, "stories": rules}
    return None


def of_value(data: Any, url: str) -> dict[str, str] | None:
    """The keys of ``[index.stories]`` for a value of JSON; None where it lists no stories.

    :param url: of the page that it came with.
    """
    site = site_of(bare_host(url))
    by_path: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for path, thing in _things(data, "", 0):
        if _is_story(thing, url, site):
            by_path[path].append(thing)
    best = max(by_path, key=lambda path: len(by_path[path]), default="")
    if len({_value(thing, "url") for thing in by_path.get(best, [])}) < LEAST:
        return None
    fields = {name: _selector(by_path[best], name) for name in _FIELDS}
    return {"each": best, **{name: selector for name, selector in fields.items() if selector}}


def _things(value: Any, path: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of all lists, with the JMESPath of their list."""
    if depth > _MOST_DEEP:
        return
    if isinstance(value, dict):
        for key, inside in value.items():
            name = key if _IDENTIFIER.fullmatch(key) else json.dumps(key)
            yield from _things(inside, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list):
        for inside in value:
            if isinstance(inside, dict):
                yield f"{path}[]", inside
            yield from _things(inside, f"{path}[]", depth + 1)


def _is_story(thing: Mapping[str, Any], base: str, site: str) -> bool:
    headline, address = _value(thing, "headline"), _value(thing, "url")
    try:
        return bool(headline and address) and is_story_link(headline, urljoin(base, address), site)
    except ValueError:
        return False


def _value(thing: Mapping[str, Any], field: str) -> str:
    return next((text for text, _ in _texts(thing, field)), "")


def _texts(thing: Mapping[str, Any], field: str) -> Iterator[tuple[str, str]]:
    """What an object may have for a field: the text, and its selector."""
    for key in _FIELDS[field]:
        value = thing.get(key)
        if isinstance(value, str) and value.strip() and (field != "url" or "/" in value):
            yield value.strip(), key
        elif isinstance(value, dict):
            yield from (
                (value[inner].strip(), f"{key}.{inner}")
                for inner in _TEXT_INSIDE
                if isinstance(value.get(inner), str) and value[inner].strip()
            )


def _selector(things: list[Mapping[str, Any]], field: str) -> str:
    """The selector that most of the objects have for a field; empty where it is rare."""
    found: dict[str, int] = defaultdict(int)
    for thing in things:
        for _, selector in list(_texts(thing, field))[:1]:
            found[selector] += 1
    best = max(found, key=lambda selector: found[selector], default="")
    return best if found.get(best, 0) >= 0.3 * len(things) else ""
