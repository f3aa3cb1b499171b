"""What a browser or a program holds is sent again only when it has changed."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
from pathlib import Path

import brotli
import pytest

from scraper import archive
from scraper.site.app import site
from scraper.site.archive_file import NO_FILE, log_of, state_of
from scraper.site.http import middleware, validators
from tests.site import situations

SEARCH = "/search.json?q=ferry"


def long_ago(path: Path) -> None:
    """As if the file had been written a minute ago: validators are not given out before."""
    for part in path.parent.glob(f"{path.name}*"):
        found = part.stat()
        os.utime(part, ns=(found.st_atime_ns, found.st_mtime_ns - 60 * 10**9))


@pytest.fixture
def path(archive_path: Path, tmp_path: Path) -> Path:
    """An archive of our own, written a minute ago."""
    copied = tmp_path / "archive.db"
    shutil.copy(archive_path, copied)
    archive.opened(copied).close()
    long_ago(copied)
    return copied


@pytest.fixture
def client(path: Path):
    return site(path).client


async def etag(client, address=SEARCH, **headers):
    """The tag of an answer."""
    answer = await client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.headers["etag"]


async def test_what_is_held_is_not_sent_again(client):
    for address in (SEARCH, "/", "/coverage", "/timeline.csv", "/api.json"):
        tag = await etag(client, address)
        again = await client.get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), address
        assert again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("form", ["{}", '"other", {}', '{} , W/"other"', "strong"])
async def test_a_tag_is_compared_weakly_and_in_a_list(client, form):
    tag = await etag(client)
    given = tag.removeprefix("W/") if form == "strong" else form.format(tag)
    assert (await client.get(SEARCH, headers={"if-none-match": given})).status_code == 304


@pytest.mark.parametrize("given", ['"other"', "", "W/", "nonsense"])
async def test_another_tag_is_another_answer(client, given):
    assert (await client.get(SEARCH, headers={"if-none-match": given})).status_code == 200


async def test_a_date_counts_only_where_no_tag_is_given(client):
    modified = (await client.get(SEARCH)).headers["last-modified"]
    for headers, status in (
        ({"if-modified-since": modified}, 304),
        ({"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": modified, "if-none-match": '"other"'}, 200),
    ):
        assert (await client.get(SEARCH, headers=headers)).status_code == status, headers


async def test_it_costs_no_query(client, monkeypatch):
    tag = await etag(client)

    def asked(*_: object) -> None:
        raise AssertionError("the archive was asked")

    monkeypatch.setattr("scraper.site.http.responses.at_one_moment", asked)
    assert (await client.get(SEARCH, headers={"if-none-match": tag})).status_code == 304


async def test_a_write_changes_it(client, path):
    tag = await etag(client)
    with contextlib.closing(archive.opened(path)) as db:
        situations.another_story(db, 1)
        long_ago(path)  # so that only the write tells, not that it was just now
        changed = await client.get(SEARCH, headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag


async def test_in_the_moment_after_a_write_a_response_has_no_validators(client, path):
    with contextlib.closing(archive.opened(path)) as db:
        situations.another_story(db, 1)
        answer = await client.get(SEARCH)
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


async def test_language_address_and_host_are_part_of_it(client):
    tags = [
        await etag(client, "/coverage"),
        await etag(client, "/coverage", **{"accept-language": "de"}),
        await etag(client, "/coverage", cookie="language=fr"),
        await etag(client, "/coverage.json"),
        await etag(client, "/coverage.json", host="archive.example"),
        await etag(client, "/coverage?publication=uferbote"),
    ]
    assert len(set(tags)) == len(tags)


def test_a_new_site_is_part_of_it(path, monkeypatch):
    before = validators.validators(state_of(path), NO_FILE, "x")
    monkeypatch.setattr(validators, "site_state", lambda: ("another", 0.0))
    assert validators.validators(state_of(path), NO_FILE, "x").etag != before.etag


async def test_an_empty_log_that_a_reader_brings_changes_nothing(path):
    log = log_of(path)
    log.unlink(missing_ok=True)
    before = validators.validators(state_of(path), state_of(log))
    log.write_bytes(b"")
    assert validators.validators(state_of(path), state_of(log)) == before


async def test_what_was_asked_by_someone_is_for_no_one_else(path):
    opened = site(path)
    client = opened.client
    for headers in ({"cookie": "language=de"}, {"authorization": "Bearer x"}):
        assert (await client.get("/", headers=headers)).headers["cache-control"] == "private, no-cache"
    assert "private" not in (await client.get("/")).headers["cache-control"]
    signed_in = await client.get("/", cookies={"ds_actor": opened.sign({"a": {"id": "reader"}}, "actor")})
    assert signed_in.headers["cache-control"] == "private, no-store"


async def test_errors_and_redirects_are_not_vouched_for(client):
    for address in ("/papers/nix.json", "/papers/nix/", "/papers"):
        assert "etag" not in (await client.get(address)).headers, address


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("br;q=0.1, gzip", "gzip"), ("br;q=0", ""),
        ("*", "br"), ("", ""), ("identity", ""), ("gzip;q=never", ""), ("GZIP", "gzip"),
    ],
)  # fmt: skip
def test_the_coding_that_is_wanted_most(accepted, coding):
    assert middleware.content_coding(accepted) == coding


async def raw(datasette, address, **headers):
    """Status, headers and body as they go over the wire."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "scheme": "http",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    await datasette.app()(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}, body


@pytest.mark.parametrize("address", ["/search.json", "/", "/archive/stories.json", "/static/site.css", "/api.json"])
async def test_text_is_compressed(datasette, address):
    plain_headers, plain = await raw(datasette, address, host="localhost")
    assert "content-encoding" not in plain_headers
    assert "Accept-Encoding" in plain_headers["vary"]
    for coding, opened in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        headers, body = await raw(datasette, address, host="localhost", accept_encoding=coding)
        assert headers["content-encoding"] == coding
        assert "content-length" not in headers
        assert len(body) < len(plain) * 0.6
        assert opened(body)[:60] == plain[:60]
        assert headers.get("etag", "W/").startswith("W/")


async def test_what_is_short_or_compressed_already_is_left_as_it_is(datasette):
    for address in ("/robots.txt", "/nix.json", "/papers/evening-lantern/2026-03-07/city.epub"):
        headers, _ = await raw(datasette, address, host="localhost", accept_encoding="gzip, br")
        assert "content-encoding" not in headers, address


async def test_the_style_sheet_is_kept_for_a_year(page, datasette):
    (sheet,) = (await page("/")).xpath("//link[@rel='stylesheet']/@href")
    headers, _ = await raw(datasette, sheet, host="localhost")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    headers, _ = await raw(datasette, "/static/site.css?other", host="localhost")
    assert "immutable" not in headers.get("cache-control", "")
