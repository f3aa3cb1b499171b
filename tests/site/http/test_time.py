"""A page that takes too long is ended, so that it keeps no other reader waiting."""

from __future__ import annotations

from typing import Any

import pytest

from scraper import limits


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_a_page_that_takes_too_long_is_ended_in_words(
    datasette: Any, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = f"/search{ending}?q=the"
    with monkeypatch.context() as patched:
        patched.setattr(limits, "VIEW_SECONDS", 0.0)
        patched.setattr("scraper.site.http.responses.STEPS", 1)
        answer = await datasette.client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, "Narrow it down" in answer.text) == (503, True)
    assert (await datasette.client.get(path)).status_code == 200
