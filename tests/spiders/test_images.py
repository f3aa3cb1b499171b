"""``backissues images`` as a person runs it: over HTTP, from the fictional newspapers into an archive, and again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.demo.server import DemoSite
from scraper.site.app import site as opened_site
from tests.collect.test_run import run
from tests.site.test_api import faults

pytestmark = pytest.mark.slow

DAY = ("--from", "2026-03-05", "--to", "2026-03-05")
COLUMNS = "url, failure, sha256, content_type, file, offset, length, width, height, thumbnail, thumbnail_type"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoSite, Path]]:
    """One day of one newspaper, without its images."""
    path = tmp_path_factory.mktemp("images") / "archive.db"
    with DemoSite(port=0) as site:
        run(site, "collect", "ellery-courier", *DAY, "--label", "city", "--db", str(path))
        yield site, path


@pytest.fixture(scope="module")
def with_images(collected: tuple[DemoSite, Path]) -> tuple[DemoSite, Path]:
    """One day of one newspaper, with its images."""
    site, path = collected
    assert run(site, "images", "ellery-courier", "--db", str(path)).strip() == f"{wanted(path)} images kept"
    return collected


def wanted(path: Path) -> int:
    return sqlite3.connect(path).execute("SELECT count(DISTINCT url) FROM images WHERE position = 1").fetchone()[0]


def kept(path: Path) -> list[tuple]:
    return sqlite3.connect(path).execute(f"SELECT {COLUMNS} FROM thumbnails ORDER BY url").fetchall()


def test_pictures_are_fetched_once_captured_and_rebuilt(with_images: tuple[DemoSite, Path]) -> None:
    site, path = with_images
    first = kept(path)
    assert len(first) == wanted(path) == 3
    assert run(site, "images", "--db", str(path)).strip() == "0 images kept", "nothing is asked for twice"
    anew = path.with_name("anew.db")
    run(site, "rebuild", "--db", str(anew), "--captures", str(path.parent / "captures"))
    assert kept(anew) == first, "the captures hold all that is needed"


def test_a_picture_that_is_gone_is_told_and_asked_for_again_only_when_told_to(
    with_images: tuple[DemoSite, Path], tmp_path: Path
) -> None:
    site, path = with_images
    path = Path(shutil.copytree(path.parent, tmp_path / "copy")) / path.name
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE images SET url = ? WHERE id = (SELECT min(id) FROM images)", [f"{site.url}/gone.svg"]
        )
    assert "1 left out: not found (status 404)" in run(site, "images", "--db", str(path))
    assert run(site, "images", "--db", str(path)).strip() == "0 images kept"
    assert "1 left out" in run(site, "images", "--again", "--db", str(path))


async def test_the_site_shows_them_and_they_do_nothing(with_images: tuple[DemoSite, Path]) -> None:
    _, path = with_images
    client = opened_site(path).client
    edition = (await client.get("/papers/ellery-courier/2026-03-05/city.json")).json()
    images = [
        story["thumbnail"] for section in edition["sections"] for story in section["stories"] if story["thumbnail"]
    ]
    assert {(image["width"], image["height"]) for image in images} == {(480, 300)}
    for address, name in (("/papers/ellery-courier/2026-03-05/city.json", "Edition"), ("/papers.json", "Publications")):
        assert faults((await client.get(address)).json(), name) == []
    answer = await client.get(urlsplit(images[0]["url"]).path)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content.startswith(b"<svg")
    assert (await client.get("/thumbnails/" + "0" * 24)).status_code == 404


def test_what_can_be_fetched_is_said(tmp_path: Path, collected: tuple[DemoSite, Path]) -> None:
    site, path = collected
    assert "no newspaper 'no-such-paper'" in run(site, "images", "no-such-paper", "--db", str(path), code=2)
    assert "no archive there" in run(site, "images", "--db", str(tmp_path / "none.db"), code=3)
