"""A running site for the tests that need HTTP, and how a test reads a printed page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scraper.demo.server import DemoSite


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(port=0) as running:
        yield running
