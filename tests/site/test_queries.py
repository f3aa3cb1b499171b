"""What a page asks of the archive: nothing for what nobody asked, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from scraper.site.app import site as opened_site

ViewRequest = Callable[[str], Any]


class Listening:
    """A plugin that hears every statement of the connections that are opened from now on."""

    __name__ = "listening"

    def __init__(self) -> None:
        self.statements: list[str] = []

    @hookimpl(trylast=True)
    def prepare_connection(self, conn: Any) -> None:
        conn.set_trace_callback(self._heard)

    def _heard(self, sql: str) -> None:
        if not sql.startswith("--"):  # what SQLite itself asks for a statement
            self.statements.append(" ".join(sql.split()))


@pytest.fixture
def listening() -> Iterator[Listening]:
    plugin = Listening()
    pm.register(plugin, name="listening")
    yield plugin
    pm.unregister(plugin)


@pytest.fixture
def asked(archive_path: Any, listening: Listening) -> ViewRequest:
    """The statements that a path costs."""
    site: Datasette = opened_site(archive_path)

    async def ask(path: str) -> list[str]:
        await site.client.get("/")  # a connection's own first questions
        listening.statements.clear()
        response = await site.client.get(path)
        assert response.status_code == 200, path
        return list(listening.statements)

    return ask


def selects(statements: list[str]) -> int:
    return sum(statement.startswith(("SELECT", "WITH")) for statement in statements)


async def test_a_papers_page_does_not_read_the_feed_that_nobody_asked_for(asked: ViewRequest) -> None:
    of_editions = "FROM placements JOIN stories"  # the headlines of an edition
    page = await asked("/papers/evening-lantern/")
    feed = await asked("/papers/evening-lantern.atom")
    assert sum(of_editions in sql for sql in page) == 1, "of the newest edition"
    assert sum(of_editions in sql for sql in feed) > 2, "or the test could not fail"
    assert selects(page) < 20
    assert selects(await asked("/papers/evening-lantern.json")) < 20


async def test_a_search_works_out_its_conditions_once(asked: ViewRequest) -> None:
    for path in ("/search?q=night&section=front+page", "/search.json?q=night&section=front+page"):
        statements = await asked(path)
        assert sum("RECURSIVE names" in sql for sql in statements) == 1, path
        assert selects(statements) < 20
    table = await asked("/search.csv?q=night&section=front+page&size=1&all=1")
    assert sum("RECURSIVE names" in sql for sql in table) == 1


async def test_misspelt_words_are_not_looked_up_slip_by_slip(asked: ViewRequest) -> None:
    misspelt = await asked("/search?q=fery+councli+harbuor+bugdet+tidse+sialed+mastre+spkoe")
    assert len(misspelt) < 300
