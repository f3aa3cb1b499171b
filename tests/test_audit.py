"""The audit of the pinned versions, against a service on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import audit

PINS = "sound==1.0\nfaulty==2.1  # a remark\nlong==3.0\n"


class Service(BaseHTTPRequestHandler):
    """Knows of one fault of ``faulty``, and of two of ``long`` on two pages."""

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.server.asked.append((self.path, queries))  # type: ignore[attr-defined]
        body = self.server.answer or json.dumps({"results": list(map(self.result, queries))})  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(body.encode())

    def result(self, query: dict[str, object]) -> dict[str, object]:
        name = query["package"]["name"]  # type: ignore[index]
        if name == "faulty" and query["version"] == "2.1":
            return {"vulns": [{"id": "X-1"}]}
        if name == "long":
            page = query.get("page_token")
            return {"vulns": [{"id": "X-3"}]} if page else {"vulns": [{"id": "X-2"}], "next_page_token": "more"}
        return {}

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answer, server.status = [], "", 200  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv(audit.VARIABLE, f"http://127.0.0.1:{server.server_address[1]}")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def constraints(tmp_path: Path) -> Path:
    path = tmp_path / "constraints.txt"
    path.write_text(PINS, encoding="utf-8")
    return path


def test_what_is_known_is_told(service: object, constraints: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(constraints) == 1
    assert (
        capsys.readouterr().out
        == "faulty 2.1: X-1\nlong 3.0: X-2, X-3\n3 pinned versions, 2 with known vulnerabilities\n"
    )


def test_nothing_known_is_a_status_of_its_own(service: object, constraints: Path) -> None:
    constraints.write_text("sound==1.0\n", encoding="utf-8")
    assert audit.main(constraints) == 0


@pytest.mark.parametrize(
    ("status", "answer"),
    [(403, "blocked"), (200, "<html>sign in</html>"), (200, '{"results": []}'), (200, '{"results": [1, 2, 3]}')],
)
def test_what_could_not_be_asked_is_never_no_vulnerabilities(
    service: ThreadingHTTPServer, constraints: Path, capsys: pytest.CaptureFixture[str], status: int, answer: str
) -> None:
    service.status, service.answer = status, answer  # type: ignore[attr-defined]
    assert audit.main(constraints) == 4
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith("NOT AUDITED")


def test_no_service_is_no_answer(constraints: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(audit.VARIABLE, "http://127.0.0.1:9")
    assert audit.main(constraints) == 4


def test_every_line_is_a_pin() -> None:
    pinned = audit.pins(audit.CONSTRAINTS.read_text(encoding="utf-8"))
    assert {"Scrapy", "datasette", "sqlite-utils"} <= set(pinned)
    with pytest.raises(ValueError, match="no pin"):
        audit.pins("scrapy>=2\n")
