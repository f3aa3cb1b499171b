"""The index beside a file of captures: its keys as other programs make them, and true whatever happens to the file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scraper.captures import cdxj, manifest
from scraper.captures.reader import page_at, publication_files
from tests.worlds import Closes, Fetches, Lists, World


# As the Python package surt 0.3.1 makes them, which pywb uses.
@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.com/A/b/?z=1&a=2#x", "com,example)/a/b?a=2&z=1"),
        ("http://www2.example.com:8080/", "com,example:8080)/"),
        ("https://example.com", "com,example)/"),
        ("https://u:p@a.example:443/x//y/../z/./", "example,a)/x/z"),
        ("https://a.example/%7Euser/%C3%A9t%C3%A9?q=%20a", "example,a)/~user/%c3%a9t%c3%a9?q=%20a"),
        ("https://zürich.example/straße", "example,xn--zrich-kva)/stra%c3%9fe"),
        ("https://a.example/x?PHPSESSID=0123456789abcdef0123456789abcdef&b=1", "example,a)/x?b=1"),
        ("https://a.example/?b=2&a=1&a=0", "example,a)/?a=0&a=1&b=2"),
        ("https://a.example/?", "example,a)/"),
        ("http://127.0.0.1:8651/x", "1,0,0,127:8651)/x"),
        ("urn:backissues:edition:lantern:2026-03-07:", "urn:backissues:edition:lantern:2026-03-07:"),
    ],
)
def test_a_key_is_as_others_make_it(url: str, key: str) -> None:
    assert cdxj.surt(url) == key


def entries(folder: Path) -> list[dict[str, Any]]:
    """What the indexes of a folder have."""
    lines = [line for index in sorted(folder.glob("*.cdxj")) for line in index.read_text().splitlines()]
    return [
        dict(zip(("key", "moment"), line.split(" ", 2), strict=False)) | json.loads(line.split(" ", 2)[2])
        for line in lines
    ]


def collected(folder: Path) -> World:
    world = World(folder)
    world.run(
        Lists("lantern", 7, ("b", "a")), Fetches("lantern", 7, "b"), Fetches("lantern", 7, "a"), Closes("lantern", 7)
    )
    return world


def test_an_index_has_the_records_of_its_file_in_order(tmp_path: Path) -> None:
    world = collected(tmp_path)
    (file,) = manifest.files(world.captures)
    found = entries(world.captures)
    assert [entry["key"] for entry in found] == sorted(entry["key"] for entry in found)
    pages = [entry for entry in found if entry["mime"] == "text/html"]
    assert [(entry["url"], entry["status"], len(entry["moment"])) for entry in pages] == [
        ("https://lantern.example/a", "200", 14),
        ("https://lantern.example/b", "200", 14),
    ]
    for entry in pages:
        page = page_at(world.captures / entry["filename"], int(entry["offset"]), int(entry["length"]))
        assert page is not None
        assert page.url == entry["url"]
    assert {entry["key"] for entry in found if entry["key"].startswith("urn:")} == {
        "urn:backissues:asked:lantern",
        "urn:backissues:edition:lantern:2026-03-07:",
        "urn:backissues:publication:lantern",
    }
    assert file.name == pages[0]["filename"]


def test_an_index_that_is_missing_or_older_is_made_anew(tmp_path: Path) -> None:
    world = collected(tmp_path)
    (file,) = manifest.files(world.captures)
    index = cdxj.path_of(file)
    was = index.read_text()
    index.unlink()
    cdxj.update(world.captures)
    assert index.read_text() == was
    index.write_text("")
    os.utime(index, (0, 0))
    cdxj.update(world.captures)
    assert index.read_text() == was


@pytest.mark.parametrize("index", [None, "", "urn:backissues:publication:lantern 2026 no JSON\n"])
def test_what_newspapers_files_said_is_found_with_and_without_an_index(tmp_path: Path, index: str | None) -> None:
    world = collected(tmp_path)
    (file,) = manifest.files(world.captures)
    path = cdxj.path_of(file)
    by_index = [found.slug for _, found in publication_files(file)]
    if index is None:
        path.unlink()
    else:
        path.write_text(index)
        os.utime(path, (0, 0) if not index else None)
    assert [found.slug for _, found in publication_files(file)] == by_index == ["lantern"]


def test_a_folder_in_which_no_index_can_be_written_is_read_all_the_same(tmp_path: Path) -> None:
    world = collected(tmp_path)
    (file,) = manifest.files(world.captures)
    path = cdxj.path_of(file)
    path.unlink()
    path.with_name(f"{path.name}.new").mkdir()
    assert world.rebuilt().asked("SELECT count(*) FROM stories") == [(2,)]


def test_an_index_goes_with_its_file_and_others_stay(tmp_path: Path) -> None:
    world = collected(tmp_path)
    (world.captures / "mine.cdxj").write_text("")
    (file,) = manifest.files(world.captures)
    file.unlink()
    cdxj.update(world.captures)
    assert [index.name for index in world.captures.glob("*.cdxj")] == ["mine.cdxj"]
