"""A page that takes too long is ended, so that it keeps no other reader waiting."""

from __future__ import annotations

from typing import Any

import pytest

from scraper import limits


@pytest.mark.parametrize("bound", ["VIEW_SECONDS", "VIEW_WAIT_SECONDS"])
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_a_page_that_takes_too_long_is_ended_in_words(
    datasette: Any, monkeypatch: pytest.MonkeyPatch, ending: str, bound: str
) -> None:
    path = f"/search{ending}?q=the&size={len(bound)}"  # no response that is kept of the other
    with monkeypatch.context() as patched:
        patched.setattr(limits, bound, 0.0)
        patched.setattr("scraper.site.http.responses.STEPS", 1)
        answer = await datasette.client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, "Narrow it down" in answer.text) == (503, True)
    assert (await datasette.client.get(path)).status_code == 200


async def test_a_page_that_waits_for_the_processor_is_no_error(datasette: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**9, 16))  # each look at it is 16 seconds later
    monkeypatch.setattr("scraper.site.http.responses.time.monotonic", lambda: next(clock))
    monkeypatch.setattr(limits, "VIEW_WAIT_SECONDS", 10**9)
    monkeypatch.setattr("scraper.site.http.responses.STEPS", 1)
    assert (await datasette.client.get("/search.json?q=the&size=7")).status_code == 200
