"""A newspaper's interface that asks for a key: where the key is seen, and where it is not, over real HTTP."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import os
import re
import sqlite3
import zlib
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from scraper import catalogue
from scraper.archive import public_copy
from scraper.captures import manifest
from scraper.captures.reader import read
from scraper.items import Rejected
from scraper.middlewares import SecretsMiddleware
from scraper.reasons import Code
from scraper.secrets import Secrets
from tests import forked
from tests.loopback import DAY, Answer, Route, Server, environment, robots, run, story
from tests.rows import asked

pytestmark = pytest.mark.slow

KEY, TOKEN, SHORT = "S3CR+ET/KEY=123", "T0ken-Value-456", "1"
INDEX = """
[publication]
title = "The Sluice Gate"
language = "en-GB"
timezone = "Europe/London"
homepage = "{url}/"

[[index]]
name = "interface"

[[index.fetch]]
url = "{url}/list?api-key={{env.SLUICE_KEY|quote}}&v={{env.SLUICE_SHORT}}"
headers = {{ Authorization = "Bearer {{env.SLUICE_TOKEN}}" }}
format = "json"
let = {{ next = "next" }}

[[index.fetch]]
url = "{{next}}"
format = "json"

[index.stories]
each = "items"
headline = "title"
url = "url"

[access]
delay = 0.01
"""
QUOTED = "S3CR%2BET%2FKEY%3D123"
SPELLINGS = (KEY, QUOTED, QUOTED.lower(), TOKEN, json.dumps(KEY)[1:-1].replace("/", "\\/"))


def listed(next_url: str) -> Answer:
    return Answer(body=json.dumps({"next": next_url, "you": KEY}), headers={"Content-Type": "application/json"})


def page(*urls: str) -> Answer:
    items = [{"title": f"Story {number}", "url": url} for number, url in enumerate(urls)]
    return Answer(body=json.dumps({"items": items, "version": 1}), headers={"Content-Type": "application/json"})


def describe(folder: Path, site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "papers").mkdir(exist_ok=True)
    (folder / "papers" / "sluice-gate.toml").write_text(INDEX.format(url=site.url), encoding="utf-8")
    for name, value in (("SLUICE_KEY", KEY), ("SLUICE_TOKEN", TOKEN), ("SLUICE_SHORT", SHORT)):
        monkeypatch.setenv(name, value)


def collect(folder: Path, site: Server, monkeypatch: pytest.MonkeyPatch, *more: str, code: int = 0) -> str:
    describe(folder, site, monkeypatch)
    return run(folder, site, "collect", "sluice-gate", *DAY, "--verbose", *more, code=code)


def everything(folder: Path) -> bytes:
    """Every byte that stands in a folder, unpacked."""
    found = b""
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".toml":
            content = file.read_bytes()
            found += gzip.decompress(content) if file.suffix == ".gz" else content
    return found


def assert_without_secrets(content: bytes) -> None:
    coded = base64.b64encode(f"user:{KEY}".encode()).rstrip(b"=")[8:-1]
    assert [each for each in (*(text.encode() for text in SPELLINGS), coded) if each in content] == []


@pytest.fixture
def routes() -> dict[str, Route]:
    asked_for = f"/list?api-key={QUOTED}&v=1"
    return {
        "/robots.txt": robots("Disallow: /nowhere"),
        asked_for: Answer(status=302, headers={"Location": f"/moved?api-key={QUOTED}&v=1"}),
        f"/moved?api-key={QUOTED}&v=1": listed(f"/list?api-key={QUOTED}&v=1&page=2"),
        f"/list?api-key={QUOTED}&v=1&page=2": page(f"/ferry?api-key={QUOTED}", "/harbour"),
        f"/ferry?api-key={QUOTED}": story("ferry", picture=f"/quay.png?api-key={QUOTED}"),
        "/harbour": story("harbour"),
    }


def test_the_key_is_sent_and_stands_nowhere(
    tmp_path: Path, routes: dict[str, Route], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(routes) as site:
        printed = collect(tmp_path, site, monkeypatch)
        assert [path for path in site.asked if path not in routes] == []
        assert "Enabled extensions" in printed and "emote" not in printed  # nothing that takes orders by a port
        assert [headers.get("Authorization") for headers in site.headers][1:3] == [f"Bearer {TOKEN}"] * 2
    run(tmp_path, site, "publish", "--public", str(tmp_path / "public.db"))
    assert_without_secrets(everything(tmp_path) + printed.encode())
    ((index_url, outcome),) = asked(tmp_path / "archive.db", "SELECT index_url, outcome FROM editions")
    assert index_url == f"{site.url}/moved?api-key={{env.SLUICE_KEY|quote}}&v={{env.SLUICE_SHORT}}"
    assert outcome == "complete"
    (tmp_path / "anew").mkdir()
    (tmp_path / "anew" / "papers").symlink_to(tmp_path / "papers")
    run(tmp_path / "anew", site, "rebuild", "--captures", str(tmp_path / "captures"))
    for query in ("SELECT index_url, detail FROM editions", "SELECT url, story_id FROM placements ORDER BY url"):
        assert asked(tmp_path / "anew" / "archive.db", query) == asked(tmp_path / "archive.db", query)


def test_a_value_in_a_page_is_taken_out_before_it_is_read() -> None:
    middleware = SecretsMiddleware()
    middleware.secrets = Secrets(values={"KEY": KEY})
    request = Request("http://a.example/")
    answer = TextResponse("http://a.example/", body=f"You are {KEY}, or {QUOTED}.".encode())
    assert middleware.process_response(request, answer).body == b"You are {env.KEY}, or {env.KEY|quote}."
    same = TextResponse("http://a.example/", body=b"You are nobody.")
    assert middleware.process_response(request, same) is same


def test_errors_name_the_placeholder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(
        {"/robots.txt": robots("Disallow: /nowhere"), f"/list?api-key={QUOTED}&v=1": Answer(status=403)}
    ) as site:
        printed = collect(tmp_path, site, monkeypatch, code=1)
    assert_without_secrets(everything(tmp_path) + printed.encode())
    ((detail,),) = asked(tmp_path / "archive.db", "SELECT detail FROM editions")
    assert "api-key={env.SLUICE_KEY|quote}&v={env.SLUICE_SHORT}" in detail


def test_a_page_and_a_redirect_get_no_key_for_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere: dict[str, Route] = {"/robots.txt": robots("Disallow: /nowhere")}
    with Server(elsewhere) as other:
        monkeypatch.setenv("BACKISSUES_INSIDE", other.url.removeprefix("http://"))
        to_it = f"{other.url}/x?api-key={QUOTED}&k={{env.SLUICE_TOKEN}}"
        redirect = {f"/list?api-key={QUOTED}&v=1": Answer(status=302, headers={"Location": to_it})}
        with Server({"/robots.txt": robots("Disallow: /nowhere"), **redirect}) as site:
            collect(tmp_path, site, monkeypatch)
        assert len(other.asked) == 2
        assert_without_secrets(" ".join(other.asked).encode())
        assert "Authorization" not in other.headers[1]


def test_scrapys_log_names_the_placeholder(
    tmp_path: Path, routes: dict[str, Route], monkeypatch: pytest.MonkeyPatch
) -> None:
    routes["/harbour"] = Answer(status=None)
    with Server(routes) as site:
        describe(tmp_path, site, monkeypatch)
        monkeypatch.chdir(Path(__file__).parents[2])
        command = ("crawl", "sluice-gate", "-L", "DEBUG")
        settings = ("-s", f"BACKISSUES_DB={tmp_path / 'archive.db'}", "-s", "RETRY_TIMES=0")
        crawled = forked.run("scrapy", *command, *settings, environment=environment(tmp_path))
    assert "Crawled (200) <GET" in crawled.stderr and "api-key=%7Benv.SLUICE_KEY" in crawled.stderr
    assert_without_secrets(everything(tmp_path) + crawled.stderr.encode())


@pytest.mark.parametrize("command", ["import", "publish"])
def test_an_archive_of_before_is_cleaned(
    tmp_path: Path, routes: dict[str, Route], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with Server(routes) as site:
        collect(tmp_path, site, monkeypatch)
        before = asked(tmp_path / "archive.db", "SELECT url FROM placements ORDER BY url")
        stain(tmp_path / "archive.db")
        assert KEY.encode() in everything(tmp_path)
        for name in ("SLUICE_KEY", "SLUICE_TOKEN"):  # the file tells where the key is, without the environment
            monkeypatch.delenv(name)
        if command == "import":
            (tmp_path / "a.html").write_text(str(story("lamp").body), encoding="utf-8")
            printed = run(tmp_path, site, "import", str(tmp_path / "a.html"), "--url", f"{site.url}/lamp")
        else:
            printed = run(tmp_path, site, command, "--public", str(tmp_path / "public.db"))
    assert asked(tmp_path / "archive.db", "SELECT url FROM placements ORDER BY url") == before
    assert "held the value of SLUICE_KEY" in printed and "backissues redact" in printed
    assert_without_secrets(everything(tmp_path))


def test_a_public_file_of_an_archive_that_cannot_be_cleaned_is_clean(
    tmp_path: Path, routes: dict[str, Route], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(routes) as site:
        collect(tmp_path, site, monkeypatch)
    stain(tmp_path / "archive.db")
    with monkeypatch.context() as patch:
        patch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path / "papers"))
        known = catalogue.secrets(os.environ)
    public_copy.publish(tmp_path / "archive.db", tmp_path / "public.db", secrets=known)
    assert KEY.encode() in (tmp_path / "archive.db").read_bytes()
    assert_without_secrets((tmp_path / "public.db").read_bytes())


def test_captures_of_before_are_rewritten(
    tmp_path: Path, routes: dict[str, Route], monkeypatch: pytest.MonkeyPatch
) -> None:
    anew, captures = tmp_path / "anew", tmp_path / "captures"
    with Server(routes) as site:
        collect(tmp_path, site, monkeypatch)
        (file,) = manifest.files(captures)
        file.write_bytes(stained(file.read_bytes()))
        for name in ("SLUICE_KEY", "SLUICE_TOKEN"):
            monkeypatch.delenv(name)
        anew.mkdir()
        (anew / "papers").symlink_to(tmp_path / "papers")
        run(anew, site, "rebuild", "--captures", str(captures))
        assert_without_secrets((anew / "archive.db").read_bytes())
        stain(anew / "archive.db")
        printed = run(anew, site, "redact", "--captures", str(captures))
        assert str(file) in printed and not file.exists()
        assert_without_secrets(everything(tmp_path))
        (new,) = manifest.files(captures)
        assert [*manifest.read(captures)] == [new.name]
        rows = asked(anew / "archive.db", "SELECT url, file, offset, length, sha256 FROM captures")
        for url, name, offset, length, sha256 in rows:
            record = gzip.decompress(new.read_bytes()[offset : offset + length])
            _, head, body = record.split(b"\r\n\r\n", 2)
            assert name == new.name and url.encode() in record and head.startswith(b"HTTP/1.")
            assert hashlib.sha256(body.removesuffix(b"\r\n\r\n")).hexdigest() == sha256
        left_out = {each.content.reason.code for each in read(new) if isinstance(each.content, Rejected)}
        assert left_out == {Code.NOT_A_PAGE}  # the index: every record is whole
        assert "no captures hold any" in run(anew, site, "redact", "--captures", str(captures))


def stained(packed: bytes) -> bytes:
    """Captures as earlier versions wrote them: each record a gzip member with the key in place of its placeholder."""
    members, found = [], b""
    while packed:
        unpack = zlib.decompressobj(31)
        members.append(unpack.decompress(packed))
        packed = unpack.unused_data
    for record in members:
        head, _, rest = record.partition(b"\r\n\r\n")
        for placeholder in (b"{env.SLUICE_KEY|quote}", b"{env.SLUICE_KEY}"):
            head, rest = (part.replace(placeholder, QUOTED.encode()) for part in (head, rest))
        head = re.sub(rb"(?m)^(Content-Length): .*$", b"\\1: %d" % (len(rest) - 4), head)
        head = re.sub(rb"(?m)^WARC-(Block|Payload)-Digest: .*\n", b"", head)
        found += gzip.compress(head + b"\r\n\r\n" + rest)
    return found


def stain(path: Path) -> None:
    """Put the key where earlier versions had it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE editions SET index_url = replace(index_url, '{env.SLUICE_KEY|quote}', ?)", [QUOTED])
        coded = "%7Benv.SLUICE_KEY%7Cquote%7D"
        for table in ("placements", "stories", "addresses"):
            connection.execute(f"UPDATE {table} SET url = replace(url, ?, ?)", [coded, QUOTED])
        connection.execute("UPDATE stories SET body = body || ?", [f" The key is {KEY}."])
        connection.commit()
