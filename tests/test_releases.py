"""When the dependencies were released, asked of an index on loopback."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import releases
from tests.dependencies import direct

FILES = [
    {"filename": "a-1.0-py3-none-any.whl", "upload-time": "2026-03-09T10:00:00Z"},
    {"filename": "a-1.0.tar.gz", "upload-time": "2026-03-08T10:00:00Z"},
    {"filename": "a-2.0.tar.gz", "upload-time": "2026-05-01T10:00:00Z"},
]


class Index(BaseHTTPRequestHandler):
    """Knows all packages but Scrapy."""

    def do_GET(self) -> None:
        self.send_response(404 if "scrapy" in self.path else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"files": FILES}).encode())

    def log_message(self, *_: object) -> None:
        pass


def test_a_version_is_as_old_as_its_first_file() -> None:
    assert releases.days({"files": FILES}) == {"1.0": "2026-03-08", "2.0": "2026-05-01"}


def test_the_last_is_the_newest_that_is_meant_for_use() -> None:
    assert releases.last({"4.2": "2026-08-13", "4.2.1": "2026-08-13", "4.10a1": "2026-09-01"}) == "4.2.1"
    assert releases.last({"0.1a1": "2026-08-13", "0.1a2": "2026-08-14"}) == "0.1a2"


def test_what_could_not_be_asked_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "releases.tsv"
    monkeypatch.setattr(releases, "RELEASES", kept)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv("BACKISSUES_INDEX", f"http://127.0.0.1:{server.server_address[1]}/")
    monkeypatch.setattr(sys, "argv", ["releases"])
    try:
        assert releases.main() == 4
    finally:
        server.shutdown()
        server.server_close()
    printed = capsys.readouterr()
    assert printed.err.startswith("scrapy") and "NOT ASKED" in printed.err and len(printed.err.splitlines()) == 1
    lines = printed.out.splitlines()
    assert len(lines) == len(direct()) - 1 and all(" 2.0 2026-05-01 " in line for line in lines)
    assert kept.read_text().count("\t2.0\t2026-05-01\t") == len(direct()) - 1


@pytest.mark.parametrize("index", ["", "nonsense"])
def test_without_an_index_nothing_is_asked(
    index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(releases.VARIABLE, index)
    monkeypatch.setattr(sys, "argv", ["releases"])
    assert releases.main() == 4
    assert capsys.readouterr().err.count("NOT ASKED") == 1
