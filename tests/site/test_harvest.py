"""A second program, written from ``/api`` alone, gets every story exactly once, also while stories are added.

It knows OpenAPI and the two sentences of the description: JSON lies beside each page, and ``next_url`` leads on.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scraper import archive
from scraper.site.app import site
from tests.site import situations


class Harvester:
    """Reads every item of the lists that a site describes."""

    def __init__(self, fetch: Any) -> None:
        self.fetch = fetch

    async def items(self, api: str, of: str, **asked: str) -> AsyncIterator[dict[str, Any]]:
        """Every item of the lists of this object that can be asked for without naming anything."""
        document = (await self.fetch(api)).json()
        for path, operations in document["paths"].items():
            get = operations["get"]
            schema = get["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
            needed = [parameter for parameter in get["parameters"] if parameter.get("required")]
            if needed or self._item(document, schema) != of:
                continue
            known = {parameter["name"] for parameter in get["parameters"]}
            query = "&".join(f"{name}={value}" for name, value in asked.items() if name in known)
            url = f"{document['servers'][0]['url']}{path}?{query}"
            while url:
                answer = (await self.fetch(url)).json()
                for item in answer["items"]:
                    yield item
                url = answer["next_url"]

    def _item(self, document: dict[str, Any], schema: dict[str, Any]) -> str:
        named = document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
        return str(named.get("properties", {}).get("items", {}).get("items", {}).get("$ref", "")).rpartition("/")[2]


def fetching(client: Any) -> Any:
    """Fetches addresses of the site, with its name or without."""
    return lambda url: client.get(url.removeprefix("http://localhost"))


def held(path: Path) -> list[str]:
    with contextlib.closing(archive.opened(path)) as db:
        return [row["key"] for row in db.table("stories").rows_where(order_by="id")]


async def test_every_story_is_harvested_once(archive_path: Path, datasette):
    for size in ("1", "5", "200"):
        for sort in ("oldest", "newest"):
            found = [
                item["key"]
                async for item in Harvester(fetching(datasette.client)).items(
                    "/api.json", "Match", size=size, sort=sort
                )
            ]
            assert sorted(found) == sorted(held(archive_path)), (size, sort)


async def test_every_story_that_was_there_is_harvested_once_while_stories_are_added(tmp_path: Path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        for number in range(60):
            situations.another_story(db, number)
        before = held(path)
        found = []
        harvested = Harvester(fetching(site(path).client)).items("/api.json", "Match", size="7", sort="oldest")
        async for item in harvested:
            if not len(found) % 5:
                situations.another_story(db, 1_000 + len(found))
            found.append(item["key"])
        assert len(found) == len(set(found))
        assert set(before) <= set(found) <= set(held(path))
        assert len(held(path)) > len(before)


async def test_every_publication_is_harvested_once(datasette):
    found = [item["slug"] async for item in Harvester(fetching(datasette.client)).items("/api.json", "Publication")]
    assert sorted(found) == ["akhbar.example", "evening-lantern", "the-ledger", "uferbote"]
