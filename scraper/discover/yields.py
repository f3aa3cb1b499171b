"""How much each selector of an index finds on a page: where a site's new layout shows first (pure).

A yield is named by the place of its selector in the file, and by the selector as it is written there, with no variable
filled in: ``stories.each: li.card``, ``sections.each: section``, ``fetch 1 each: .archive a``. Of a field with several
selectors each is counted where it gave the value: ``stories.headline: h2``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scraper.discover import values
from scraper.discover.index_document import Node
from scraper.discover.templates import Variables
from scraper.publication import StoryRules, Value

SAMPLE = 200  # listed stories of a page on which the selectors of a field are counted


def of_step(number: int, each: str, found: int) -> dict[str, int]:
    """The yield of a step's ``each``; steps count from 1."""
    return {f"fetch {number} each: {each}": found} if each else {}


def of_sections(each: str, found: int) -> dict[str, int]:
    """The yield of the containers' selector."""
    return {f"sections.each: {each}": found}


def of_stories(
    block: StoryRules, fields: Mapping[str, Value], nodes: Sequence[Node], variables: Variables
) -> Counter[str]:
    """The yields of one block's selectors in one container.

    :param fields: those of the block, with what its format gives by itself.
    :param nodes: what its ``each`` found.
    """
    found = Counter({f"stories.each: {block.each}": len(nodes)} if block.each else {})
    for name, value in fields.items():
        if len(value.get) < 2:
            continue
        alone = [(written, replace(value, get=(written,), default="")) for written in value.get]
        found.update({f"stories.{name}: {written}": 0 for written in value.get})
        for node in nodes[:SAMPLE]:
            gave = next((written for written, one in alone if values.text(one, node, variables)), None)
            if gave is not None:
                found[f"stories.{name}: {gave}"] += 1
    return found
