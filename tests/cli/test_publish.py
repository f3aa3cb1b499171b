"""``publish``, ``password`` and ``serve`` as a person types them: what they write, refuse and keep to themselves."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.archive.connection import ArchiveError
from scraper.cli import cli
from scraper.site.app import is_own_machine
from scraper.site.private.credentials import Credentials
from tests import withheld


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        withheld.everything(db)
    return path


def run(*arguments: object, typed: str = "", code: int = 0):
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=typed)
    assert done.exit_code == code, done.output
    return done


def test_publish_says_what_was_cut_and_the_hash_of_the_file(path, tmp_path):
    public = tmp_path / "public.db"
    printed = run("publish", "--db", path, "--public", public).output
    assert "7 stories, 1 with all the text that is held" in printed
    assert "2  the newspaper asks that the page not be archived" in printed
    assert "2  the newspaper shows an excerpt" in printed
    assert f"sha256 {hashlib.sha256(public.read_bytes()).hexdigest()}" in printed
    again = run("publish", "--db", path, "--public", public, code=1)
    assert isinstance(again.exception, ArchiveError)
    assert "--force" in str(again.exception)
    run("publish", "--db", path, "--public", public, "--force", "--excerpt", 50, "--open", "excerpt")
    refused = run("import", withheld.__file__, "--db", public, code=1)
    assert "public file" in str(refused.exception)


def test_a_password_is_kept_as_a_hash_and_never_told(path):
    printed = run("password", "--db", path, typed="three salted herrings\n").output
    assert "herrings" not in printed
    assert Credentials(path).is_password("three salted herrings")
    token = run("password", "--token", "--db", path).output.splitlines()[0]
    assert Credentials(path).is_token(token)


def test_an_archive_is_not_shown_to_a_network_by_mistake(path):
    printed = run("serve", "--db", path, "--host", "0.0.0.0", code=2).output
    assert "--private" in printed
    assert "backissues publish" in printed
    asked = run("serve", "--db", path, "--host", "0.0.0.0", "--private", code=1)
    assert "backissues password" in str(asked.exception)


def test_serve_is_told_where_its_readers_reach_it_and_which_proxy_it_may_believe(path, monkeypatch):
    told = {}
    monkeypatch.setattr("scraper.site.app.serve", lambda path, **options: told.update(options))
    run(
        "serve",
        "--db",
        path,
        "--url",
        "https://News.example.org/old",
        "--url",
        "http://nas.local:8001",
        "--proxy",
        "::1",
    )
    assert [str(url) for url in told["urls"]] == ["https://news.example.org/old/", "http://nas.local:8001/"]
    assert told["proxies"] == ["::1"]
    for option, wrong in (("--url", "news.example.org"), ("--proxy", "*")):
        assert wrong in str(run("serve", "--db", path, option, wrong, code=1).exception)


def test_what_a_network_reads_without_a_password_is_public_also_when_the_file_is_replaced(path, monkeypatch):
    told = []
    monkeypatch.setattr("scraper.site.app.serve", lambda path, **options: told.append(options["public_only"]))
    public = path.with_name("public.db")
    run("publish", "--db", path, "--public", public)
    for options in (["--host", "0.0.0.0"], ["--host", "0.0.0.0", "--to-everyone"], []):
        run("serve", "--db", public, *options)
    assert told == [True, False, False]


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
                      ("::", False), ("192.168.1.2", False), ("library.example", False), ("", False)],
)  # fmt: skip
def test_which_hosts_nobody_else_reaches(host, own):
    assert is_own_machine(host) is own


def test_a_public_file_knows_where_its_readers_reach_it(path, tmp_path):
    public, table = tmp_path / "public.db", tmp_path / "stories.jsonl"
    refused = run("publish", "--db", path, "--public", public, "--url", "archive.example.org", code=2)
    assert "no address of a site" in refused.output
    run("publish", "--db", path, "--public", public, "--url", "https://archive.example.org/news/")
    run("export", "--db", public, "--format", "jsonl", "--out", table)
    assert '"https://archive.example.org/news/stories/' in table.read_text()
    run("export", "--db", public, "--format", "jsonl", "--out", table, "--force", "--url", "https://mirror.example/")
    assert "archive.example.org" not in table.read_text()
    with contextlib.closing(sqlite3.connect(public)) as older:
        older.execute("ALTER TABLE published DROP COLUMN url")
    run("export", "--db", public, "--format", "jsonl", "--out", table, "--force")
    assert "archive.example.org" not in table.read_text()
