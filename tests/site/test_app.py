"""Where the site is found, how it opens an archive, and how it is served."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

import scraper
from scraper import archive
from scraper.archive.connection import NoArchiveError, NotAnArchiveError
from scraper.site.app import PortTakenError, serve, site
from scraper.site.folder import SiteError, site_dir

SERVE = (
    "import sys; from pathlib import Path; from scraper.site.app import serve; "
    "serve(Path(sys.argv[1]), '127.0.0.1', 0, False, lambda address: print(address, flush=True))"
)


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    return path


def test_the_checkouts_folder_is_found_and_is_no_package():
    assert site_dir() == Path(scraper.__file__).parent.parent / "datasette"
    assert not (site_dir() / "__init__.py").exists()


def test_in_an_installed_package_the_copy_inside_it_comes_first(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "scraper"
    shutil.copytree(site_dir(), package / "datasette")
    (tmp_path / "site-packages" / "datasette" / "templates").mkdir(parents=True)  # the Datasette library
    monkeypatch.setattr(scraper, "__file__", str(package / "__init__.py"))
    assert site_dir() == package / "datasette"
    shutil.rmtree(package / "datasette")
    with pytest.raises(SiteError, match="install Back Issues again"):
        site_dir()


def test_what_is_no_archive_is_said_in_words(tmp_path: Path):
    with pytest.raises(NoArchiveError, match="no archive there"):
        site(tmp_path / "none.db")
    note = tmp_path / "note.db"
    note.write_text("not a database, but a note of some length")
    with pytest.raises(NotAnArchiveError, match="no SQLite file"):
        site(note)


def test_settings_go_over_those_of_the_site(archive_path: Path):
    opened = site(archive_path, default_page_size=7)
    assert (opened.setting("default_page_size"), opened.setting("suggest_facets")) == (7, False)


async def test_the_site_never_writes(archive_path: Path):
    opened = site(archive_path)
    connection = opened.get_database("archive").connect()
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM stories")
    connection.close()


async def test_under_a_path_of_its_own(archive_path: Path):
    client = site(archive_path, base_url="/old-papers/").client
    newsstand = await client.get("/")
    assert 'href="/old-papers/static/site.css' in newsstand.text
    assert 'action="/old-papers/search"' in newsstand.text
    assert 'href="/old-papers/.json"' in newsstand.text
    assert (await client.get("/coverage/")).headers["location"] == "/old-papers/coverage"


def test_served_until_ctrl_c(archive_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, archive_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        address = process.stdout.readline().decode().strip()
        for path in ("", f"search?q={quote('🗞' * 10_000)}"):
            with urlopen(f"{address}{path}") as answer:
                assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stderr.read() == b""
    finally:
        process.kill()
        process.communicate()


def test_a_port_that_is_taken(archive_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} of 127.0.0.1 is taken.*--port {port + 1}"):
            serve(archive_path, "127.0.0.1", port, False, print)


def test_a_host_that_is_not_here(archive_path: Path):
    with pytest.raises(SiteError, match="try --host"):
        serve(archive_path, "203.0.113.1", 0, False, print)


def test_help_need_not_wait_for_datasette():
    code = "import sys, scraper.site.app; print([m for m in ('datasette', 'uvicorn', 'babel') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
