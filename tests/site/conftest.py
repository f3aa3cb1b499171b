"""The site on an archive of named situations."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from datasette import __version__ as datasette_version
from datasette.app import Datasette
from lxml import html

from scraper import archive
from scraper.site.app import site as opened_site
from tests.site import situations

IS_NEXT = not datasette_version.startswith("0.")  # the alphas of 1.0: make test-datasette-next
QUERY = "/archive/-/query" if IS_NEXT else "/archive"  # where a reader's own SQL is asked

Get = Callable[[str], Awaitable[Any]]


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which everything happened. Nobody writes to it."""
    path = tmp_path_factory.mktemp("archive") / "back issues of 2026.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
    return path


@pytest.fixture(scope="session")
def datasette(archive_path: Path) -> Datasette:
    """The site on it."""
    return opened_site(archive_path)


@pytest.fixture
def get(datasette: Datasette) -> Get:
    """Fetch a path of the site, without following redirects."""
    return datasette.client.get  # type: ignore[no-any-return]


@pytest.fixture
def page(get: Get) -> Callable[..., Awaitable[Any]]:
    """Fetch a page as a tree, expecting this status."""

    async def fetch(path: str, status: int = 200) -> Any:
        response = await get(path)
        assert response.status_code == status, response.text[:500]
        return html.document_fromstring(response.text)

    return fetch


@pytest.fixture
def data(get: Get) -> Callable[..., Awaitable[Any]]:
    """Fetch JSON, expecting this status."""

    async def fetch(path: str, status: int = 200) -> Any:
        response = await get(path)
        assert response.status_code == status, response.text[:500]
        return response.json()

    return fetch


@pytest.fixture
def empty_archive(tmp_path: Path) -> Path:
    """An archive without a single story."""
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    return path
