"""A newspaper whose lists and stories are packed as no word of its file can say: functions in Python, end to end."""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from tests.loopback import DAY, Answer, Server, index, robots, run, story

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

PAPER = """
python = "cipher.py"
[publication]
title = "The Cipher Courier"
language = "en-GB"
timezone = "Europe/London"
homepage = "BASE/"
[access]
delay = 0.01
[[index]]
name = "packed"
url = "BASE/list"
format = "json"
[index.stories]
each = "items"
headline = "h"
url = "u"
"""
PLAIN = """
[[index]]
name = "plain"
url = "BASE/plain"
[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"
"""
FUNCTIONS = '''
import base64
import zlib
from dataclasses import replace


def requests(addresses, edition, index):
    """The list is asked for by the day and a check digit."""
    number = f"{edition.date:%Y%m%d}"
    return [f"{address}?d={number}{sum(map(int, number)) % 10}" for address in addresses]


def document(page):
    return zlib.decompress(base64.b64decode(page.body[::-1]))


def links(links, edition, index):
    stories = [link for link in links if "AD:" not in link.headline]
    return [replace(link, section=index, headline=_plain(link.headline)) for link in stories]


def page(page):
    return replace(page, body=zlib.decompress(page.body), content_type="text/html")


def _plain(headline):
    return headline.capitalize()
'''


def packed(text: str) -> Answer:
    return Answer(body=base64.b64encode(zlib.compress(text.encode()))[::-1], headers={"Content-Type": "text/plain"})


def shut(page: Answer) -> Answer:
    body = zlib.compress(str(page.body).encode())
    return Answer(body=body, headers={"Content-Type": "application/octet-stream"})


ITEMS = [
    {"h": "THE LAMP IS SETTLED", "u": "/lamp"},
    {"h": "AD: OARS", "u": "/ad"},
    {"h": "THE KEEL IS SETTLED", "u": "/keel"},
]
ROUTES = {
    "/robots.txt": robots(),
    "/list?d=202603070": packed(json.dumps({"items": ITEMS})),
    "/lamp": shut(story("lamp")),
    "/keel": shut(story("keel")),
}


def collected(folder: Path, site: Server, functions: str, *, paper: str = PAPER, code: int = 0) -> str:
    (folder / "papers").mkdir(exist_ok=True)
    (folder / "papers" / "cipher-courier.toml").write_text(paper.replace("BASE", site.url), encoding="utf-8")
    (folder / "papers" / "cipher.py").write_text(functions, encoding="utf-8")
    return run(folder, site, "collect", "cipher-courier", *DAY, code=code)


def held(folder: Path) -> tuple[str, list[tuple[str, str, str, int]]]:
    """How the edition ended; of each listed story headline as listed, section, headline of the story, length."""
    with sqlite3.connect(folder / "archive.db") as db:
        (outcome,) = db.execute("SELECT outcome FROM editions").fetchone()
        rows = db.execute(
            "SELECT placements.headline, placements.section, stories.headline, length(body) FROM placements "
            "LEFT JOIN stories ON stories.id = story_id ORDER BY position"
        ).fetchall()
    return outcome, rows


def test_functions_open_what_is_packed_live_and_from_captures(tmp_path: Path) -> None:
    with Server(ROUTES) as site:
        collected(tmp_path, site, FUNCTIONS)
        outcome, rows = held(tmp_path)
        assert outcome == "complete"
        assert [row[:3] for row in rows] == [
            ("The lamp is settled", "packed", "The lamp is settled"),
            ("The keel is settled", "packed", "The keel is settled"),
        ]
        assert all(length > 400 for *_, length in rows)
        for command in (("rebuild",), ("import", str(tmp_path / "captures"))):
            other = tmp_path / command[0]
            other.mkdir()
            (other / "papers").symlink_to(tmp_path / "papers")
            if command == ("rebuild",):
                (other / "captures").symlink_to(tmp_path / "captures")
            run(other, site, *command)
            assert held(other) == (outcome, rows)


def test_a_function_that_fails_costs_its_index_and_is_told_with_its_line(tmp_path: Path) -> None:
    broken = FUNCTIONS.replace("    return zlib.decompress(base64", "    return {}['key'] + zlib.decompress(base64")
    with Server({**ROUTES, "/list": Answer(), "/plain": index("/lamp")}) as site:
        functions = broken.replace(
            "for address in addresses]", "for address in addresses] if index == 'packed' else addresses"
        )
        functions = functions.replace(
            "def document(page):", "def document(page):\n    if 'plain' in page.url:\n        return page"
        )
        printed = collected(tmp_path, site, functions, paper=PAPER + PLAIN, code=1)
    outcome, rows = held(tmp_path)
    line = functions[: functions.index("{}['key']")].count("\n") + 1
    assert f"cipher.py, document: line {line}: KeyError: 'key'" in printed
    assert (outcome, [row[0] for row in rows]) == ("degraded", ["Story /lamp"])


def test_a_function_that_fails_on_a_story_costs_that_story(tmp_path: Path) -> None:
    broken = FUNCTIONS.replace(
        "def page(page):", "def page(page):\n    if 'keel' in page.url:\n        raise SystemExit(3)"
    )
    with Server(ROUTES) as site:
        printed = collected(tmp_path, site, broken, code=1)
        outcome, rows = held(tmp_path)
        assert (outcome, [row[2] for row in rows]) == ("partial", ["The lamp is settled", None])
        assert "cipher.py, page: line" in printed
        assert "SystemExit: 3" in printed
        collected(tmp_path, site, FUNCTIONS)  # mended
    assert held(tmp_path)[0] == "complete"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("    return [replace(link,", "    return [0] or [replace(link,", "links: expected StoryLink, and it gave int"),
        ("body=zlib.decompress(page.body)", "url='x'", "it may change 'body' and 'content_type' of a page"),
        ("    return zlib", "    return None and zlib", "document: expected str or bytes, and it gave NoneType"),
        ("    number = f", "    return 'x'\n    number = f", "requests: expected list, and it gave str"),
    ],
)
def test_what_a_function_gives_is_checked(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    functions = FUNCTIONS.replace(right, wrong)
    assert functions != FUNCTIONS
    with Server(ROUTES) as site:
        assert told in collected(tmp_path, site, functions, code=1)
