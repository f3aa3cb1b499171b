"""Collection, import and rebuild agree on what may be kept of a page, whatever it says and wherever it says it."""

from __future__ import annotations

import gzip
import io
import os
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.cli import cli
from tests import forked
from tests.rows import asked

pytestmark = pytest.mark.slow

HEADER = "X-Robots-Tag"
META = '<meta name="robots" content="noarchive">'
OddPage = tuple[str, list[tuple[str, str]], bool]  # what stands in the head, headers, whether no copy may be shown

ODD: dict[str, OddPage] = {
    "plain": ("", [], False),
    "meta": (META, [], True),
    "comment": (f"<!-- {META} -->", [], False),
    "script": (f"<script>var ad = '{META}'</script>", [], False),
    "noscript": (f"<noscript>{META}</noscript>", [], False),
    "style": (f"<style>{'.wide { margin: 0 }' * 12_000}</style>{META}", [], True),
    "upper": ("<META CONTENT='INDEX,NOARCHIVE' NAME=ROBOTS>", [], True),
    "preview": ('<meta name="robots" content="max-image-preview:none">', [], False),
    "none": ('<meta name="robots" content="none">', [], False),
    "other": ('<meta name="googlebot" content="noarchive">', [], False),
    "named": ('<meta name="backissues" content="noarchive">', [], True),
    "header": ("", [(HEADER, "noindex, noarchive")], True),
    "header-of-another": ("", [(HEADER, "googlebot: nofollow, noarchive")], False),
    "two-headers": ("", [(HEADER, "googlebot: nofollow"), (HEADER, "noarchive")], True),
    "two-headers-turned": ("", [(HEADER, "noarchive"), (HEADER, "googlebot: nofollow")], True),
    "two-headers-of-others": ("", [(HEADER, "googlebot: noarchive"), (HEADER, "otherbot: noarchive")], False),
    "mined": ('<meta name="tdm-reservation" content="1">', [], False),
    "both": (META, [("tdm-reservation", "1")], True),
    "excerpt": (f'{META}<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The tide of excerpt",'
                ' "isAccessibleForFree": false}</script>', [], True),
}  # fmt: skip
NOT_SHOWN = sorted(name for name, (_, _, noarchive) in ODD.items() if noarchive)
DAY = "2026-03-07"
STORIES = """
    SELECT replace(url, rtrim(url, replace(url, '/', '')), '') AS name, headline, standfirst, byline, body, body_html,
        language, access, words, published, modified, noarchive, tdm_reserved, text_hash, found_by, topics
    FROM stories ORDER BY name
    """
EVERYTHING = (
    "SELECT * FROM stories ORDER BY id",
    "SELECT * FROM placements ORDER BY edition_id, position, url",
    "SELECT publication_id, date, label, outcome, listed FROM editions ORDER BY id",
    "SELECT slug, title, language FROM publications ORDER BY id",
    "SELECT story_id, number, fetched, text_hash, headline, body, body_html FROM versions ORDER BY story_id, number",
    "SELECT story_id, url, fetched, sha256, status, content_type, text_hash FROM captures ORDER BY url, sha256",
    "SELECT * FROM addresses ORDER BY url",
    "SELECT story_id, position, url, caption, credit FROM images ORDER BY story_id, position",
    "SELECT story_id, position, name FROM story_authors JOIN authors ON authors.id = author_id ORDER BY 1, 2",
)
TOML = """
[publication]
title = "The Tidewater Post"
timezone = "Europe/London"
language = "en-GB"
homepage = "{site}/"
demo = true
[schedule]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
[[index]]
name = "paper"
url = "{site}/paper/{{date:%Y-%m-%d}}/"
[index.stories]
each = "li"
url = "a::attr(href)"
headline = "a"
[access]
delay = 0
{access}
"""


def story_page(name: str) -> bytes:
    """A story with everything that must not be shown where a copy must not."""
    words = f"{name.replace('-', '')}word"
    sentence = f"The keeper of the {words} told it on the quay while the tide went out behind the old customs house. "
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>The tide of {name}</title>
    <meta property="article:published_time" content="{DAY}T05:00:00+00:00">{ODD[name][0]}</head>
    <body><article><h1>The tide of {name}</h1><p class="standfirst">What the {words} brought ashore.</p>
    <p class="byline">By Ada Quist</p><figure><img src="/{name}.jpg" alt=""><figcaption>A {words}.</figcaption></figure>
    {"".join(f"<p>{sentence * 3}</p>" for _ in range(4))}</article></body></html>""".encode()


class _Post(BaseHTTPRequestHandler):
    """The Tidewater Post over HTTP."""

    def do_GET(self) -> None:
        name = self.path.strip("/").rpartition("/")[2]
        headers: list[tuple[str, str]] = []
        if self.path.startswith("/paper/"):
            links = "".join(f'<li><a href="/news/{each}">The tide of {each}</a></li>' for each in ODD)
            body = f"<!doctype html><title>The paper</title><ul>{links}</ul>".encode()
        elif self.path.startswith("/news/"):
            body, headers = story_page(name), ODD[name][1]
        else:
            self.send_error(404)
            return
        self.send_response(200)
        for field, value in [("Content-Type", "text/html; charset=utf-8"), *headers, ("Content-Length", len(body))]:
            self.send_header(field, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Where the Post is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Post)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


class Office:
    """A folder with an archive's captures, its publication file and the setting for the whole archive."""

    def __init__(self, folder: Path, site: str, *, setting: str = "", access: str = "") -> None:
        self.folder, self.site = folder, site
        (folder / "publications").mkdir(parents=True)
        (folder / "publications" / "tidewater-post.toml").write_text(TOML.format(site=site, access=access))
        self.environment = {
            "BACKISSUES_PUBLICATIONS": str(folder / "publications"),
            "BACKISSUES_NOARCHIVE": setting,
            "COLUMNS": "200",
        }

    def run(self, command: str, *arguments: object, db: str = "archive.db", code: int = 0) -> Path:
        """The archive that a command has written to."""
        path = self.folder / db
        given = [command, *map(str, arguments), "--db", str(path), "--captures", str(self.folder / "captures")]
        if command == "collect":  # Scrapy can be started once in a process
            done = forked.run("scraper", *given, environment=os.environ | self.environment)
            assert done.returncode == code, done.stdout + done.stderr
        else:
            result = CliRunner().invoke(cli, given, env=self.environment)
            assert result.exit_code == code, result.output
        return path

    def captured(self) -> bytes:
        """Everything that lies in the captures, decompressed."""
        return b"".join(gzip.decompress(file.read_bytes()) for file in sorted((self.folder / "captures").glob("*.gz")))


def warc(path: Path, site: str) -> Path:
    """The pages as another crawler would have written them down."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name, (_, headers, _) in ODD.items():
            http = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    f"{site}/news/{name}",
                    "response",
                    payload=io.BytesIO(story_page(name)),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": "2026-03-07T06:00:00Z"},
                )
            )
    return path


def states(path: Path) -> dict[str, tuple[Any, ...]]:
    """Of each story: whether it has a text, whether it is marked."""
    return {name: (text > 0, marked) for name, text, marked in asked(
        path, "SELECT replace(url, rtrim(url, replace(url, '/', '')), ''), length(body), noarchive FROM stories"
    )}  # fmt: skip


def same(one: Path, other: Path) -> None:
    """Two archives hold the same, row by row."""
    for sql in EVERYTHING:
        assert asked(one, sql) == asked(other, sql), sql


@pytest.mark.parametrize(
    ("setting", "access", "withheld"),
    [("", "", False), ("withhold", "", True), ("", 'noarchive = "withhold"', True), ("keep", "", False)],
)
def test_an_import_and_its_rebuild_agree(site: str, tmp_path: Path, setting: str, access: str, withheld: bool) -> None:
    office = Office(tmp_path / "office", site, setting=setting, access=access)
    imported = office.run("import", warc(tmp_path / "pages.warc.gz", site))
    assert states(imported) == {
        name: (not (withheld and noarchive), int(noarchive)) for name, (_, _, noarchive) in ODD.items()
    }
    same(imported, office.run("rebuild", db="again.db"))
    kept = office.captured()
    for name in NOT_SHOWN:
        assert (f"{name.replace('-', '')}word".encode() in kept) is not withheld, name
    assert all(f"The tide of {name}".encode() in kept for name in ODD)
    office.run("import", tmp_path / "pages.warc.gz")  # the same import twice changes nothing
    same(imported, office.folder / "again.db")


@pytest.mark.parametrize(("setting", "access"), [("", ""), ("withhold", ""), ("", 'noarchive = "withhold"')])
def test_a_collection_agrees_with_an_import_and_with_its_rebuild(
    site: str, tmp_path: Path, setting: str, access: str
) -> None:
    office = Office(tmp_path / "office", site, setting=setting, access=access)
    collected = office.run("collect", "tidewater-post", "--date", DAY)
    same(collected, office.run("rebuild", db="again.db"))
    other = Office(tmp_path / "other", site, setting=setting, access=access)
    imported = other.run("import", warc(tmp_path / "pages.warc.gz", site))
    assert asked(collected, STORIES) == asked(imported, STORIES)
    assert len(states(collected)) == len(ODD)
    moved = Office(tmp_path / "moved", site, setting=setting, access=access)
    same(collected, moved.run("import", office.folder / "captures", "--own"))
    for name in NOT_SHOWN:
        assert (f"{name.replace('-', '')}word".encode() in office.captured()) is not bool(setting or access), name


def test_a_setting_that_changes_later(site: str, tmp_path: Path) -> None:
    pages = warc(tmp_path / "pages.warc.gz", site)
    keeping = Office(tmp_path / "office", site)
    whole = keeping.run("import", pages)
    withholding = Office(tmp_path / "strict", site, setting="withhold")
    headlines = withholding.run("import", pages)
    # Whole captures, rebuilt by a stricter rule: no text in the rows.
    keeping.environment["BACKISSUES_NOARCHIVE"] = "withhold"
    strict = keeping.run("rebuild", db="strict.db")
    assert asked(strict, STORIES) == asked(headlines, STORIES)
    # Withheld captures, rebuilt by a milder one: what was not kept cannot come back.
    withholding.environment["BACKISSUES_NOARCHIVE"] = ""
    mild = withholding.run("rebuild", db="mild.db")
    same(headlines, mild)
    # The pages themselves bring it back, and are the only version then; so does a rebuild of both captures.
    withholding.run("import", pages, db="mild.db")
    assert asked(mild, STORIES) == asked(whole, STORIES)
    assert asked(mild, "SELECT count(*) FROM versions") == [(len(ODD),)]
    same(mild, withholding.run("rebuild", db="both.db"))
    withholding.run("import", pages, db="mild.db")
    same(mild, withholding.folder / "both.db")


def test_what_an_earlier_version_withheld_is_read_as_before(site: str, tmp_path: Path) -> None:
    office = Office(tmp_path / "office", site)
    (office.folder / "captures").mkdir()
    url = f"{site}/news/meta"
    content = (
        '<!doctype html><meta charset="utf-8"><meta name="robots" content="noarchive">'
        f'<link rel="canonical" href="{url}"><h1>The tide of meta</h1>'
    ).encode()
    with (office.folder / "captures" / "20260307T060000-import-1-00000.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "conversion",
                payload=io.BytesIO(content),
                length=len(content),
                warc_content_type="text/html; charset=utf-8",
                warc_headers_dict={"WARC-Date": "2026-03-07T06:00:00Z"},
            )
        )
    archive = office.run("rebuild")
    assert asked(archive, "SELECT headline, body, access, noarchive, publication_id FROM stories") == [
        ("The tide of meta", "", "headline", 1, 1)
    ]
    office.run("import", warc(tmp_path / "pages.warc.gz", site))
    assert states(archive)["meta"] == (True, 1)
    same(archive, office.run("rebuild", db="again.db"))


def test_a_setting_that_says_neither_is_refused(site: str, tmp_path: Path) -> None:
    office = Office(tmp_path / "office", site, setting="withold")
    office.run("import", warc(tmp_path / "pages.warc.gz", site), code=2)
    assert not (office.folder / "archive.db").exists()


def test_the_run_says_that_it_withheld(site: str, tmp_path: Path) -> None:
    office = Office(tmp_path / "office", site, setting="withhold")
    path = office.run("import", warc(tmp_path / "pages.warc.gz", site))
    ((arguments,),) = sqlite3.connect(path).execute("SELECT arguments FROM runs").fetchall()
    assert '"noarchive": "withhold"' in arguments
