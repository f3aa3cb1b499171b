"""A newspaper's server on loopback, made of a few answers, and ``backissues`` run against it.

    with Server({"/robots.txt": ROBOTS, "/": index("a", "b"), "/a": story("a"), "/b": [busy(40), story("b")]}) as site:
        run(site, "collect", "skerry-post", ...)
    site.log == ["/robots.txt", "waited 7", "/", "waited 7", "/a", ...]

``python -m tests.loopback NOTES NOW BUG ARGUMENTS`` is ``backissues ARGUMENTS`` by a clock that shows NOW (in seconds
since 1970) when the command begins, and does not wait: it tells the server at NOTES of each wait instead, so that the
log has requests and waits in their order. BUG is the name of a function of ``tests.collect.bugs`` that breaks the
program first, or "-".
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from scraper.collect.pace import Clock
from tests import forked

NOW = 1_772_866_800.0  # seconds since 1970: Saturday, 7 March 2026, 07:00 UTC, by the clock of a run
DAY = ("--date", "2026-03-07")
LIST = "/?{date}"  # a front page that can be asked for a day, and so by real time as well
LIST_OF_DAY = f"/?{DAY[1]}"
PAPER = """
[publication]
title = "The {slug}"
language = "en-GB"
timezone = "Europe/London"
homepage = "{url}/"

[[index]]
name = "front page"
url = "{url}{index}"

[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"

[access]
delay = {delay}
"""


TDMREP = "/.well-known/tdmrep.json"
FIGURE = '<figure><img src="{}" alt="The quay" width=900 height=600><figcaption>The quay</figcaption></figure>'


@dataclass(frozen=True)
class Answer:
    """One answer; without a status the connection is closed instead."""

    status: int | None = 200
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None  # bytes that it says it has, where the connection is lost before they are sent

    def is_held_by(self, asked: Mapping[str, str]) -> bool:
        """Whether whoever asks with these headers has it already (RFC 9110, section 13.2.2)."""
        if asked.get("If-None-Match"):
            return asked.get("If-None-Match") == self.headers.get("ETag")
        return "Last-Modified" in self.headers and asked.get("If-Modified-Since") == self.headers["Last-Modified"]


class HasAddress(Protocol):
    """What a newspaper lives at."""

    url: str


Route = Answer | list[Answer]  # several are given one after the other, the last for ever


def robots(*lines: str) -> Answer:
    """A robots.txt with these lines for everybody."""
    return Answer(body="\n".join(("User-agent: *", *lines)), headers={"Content-Type": "text/plain"})


def index(*addresses: str) -> Answer:
    """A front page that lists stories at these addresses."""
    return Answer(body="<ol>" + "".join(f'<li><a href="{url}">Story {url}</a></li>' for url in addresses) + "</ol>")


def story(name: str, *, picture: str = "", day: str = "2026-03-07") -> Answer:
    """A story with enough text to be one, of this day, and a picture at this address."""
    text = "".join(
        f"<p>In the matter of the {name}, the harbour master {verb} for the {number} time, and a good many people from "
        f"both sides of the water came to see how it would end this year.</p>"
        for number, verb in (("first", "spoke"), ("second", "wrote"), ("third", "was asked"), ("last", "answered"))
    )
    figure = FIGURE.format(picture) if picture else ""
    head = f'<title>The {name}</title><meta property="article:published_time" content="{day}T05:00:00Z">'
    return Answer(
        body=f"<html lang=en><head>{head}</head><article><h1>The {name} is settled</h1>{figure}{text}</article></html>"
    )


def refusal(status: int, retry_after: str = "") -> Answer:
    """An error, and when to ask again."""
    return Answer(status=status, headers={"Retry-After": retry_after} if retry_after else {})


class Server:
    """The running server. ``log`` has the path of each request, and each noted wait, in the order they came.

    Without a route for it, tdmrep.json is not there, and not in the log.

    The path of a POST is "POST /path" and what was sent.
    """

    def __init__(self, routes: Mapping[str, Route], *, host: str = "127.0.0.1") -> None:
        self.routes = {path: list(route) if isinstance(route, list) else [route] for path, route in routes.items()}
        self.log: list[str] = []
        self.now = NOW  # by the clock of a run against it
        self.headers: list[Mapping[str, str]] = []
        self.unanswered: set[str] = set()
        self.held = threading.Event()  # one of these is asked for
        self.let_go = threading.Event()  # and whoever asks is kept waiting until then
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.path = f"POST {self.path} {sent}"
                self.do_GET()

            def do_GET(self) -> None:
                if self.path.startswith("/-/waited/"):
                    site.log.append(f"waited {self.path.rpartition('/')[2]}")
                    self.send_response(204)
                    self.end_headers()
                    return
                if self.path != TDMREP or TDMREP in site.routes:  # asked of every host, and of few a matter
                    site.log.append(self.path)
                    site.headers.append(dict(self.headers))
                if self.path in site.unanswered:
                    site.held.set()
                    site.let_go.wait(120)
                    return
                answer = site.answer(self.path)
                if answer.status is None:
                    return
                if answer.is_held_by(self.headers):
                    answer = Answer(status=304, headers=answer.headers)
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(answer.declared or len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked has hung up
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def hold(self, path: str) -> None:
        """Give no answer at this address, and keep the connection open, until ``let_go`` is set."""
        self.unanswered.add(path)

    def answer(self, path: str) -> Answer:
        """What an address answers with; a site that prints its pages when they are asked for has its own way."""
        answers = self.routes.get(path, [Answer(status=404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [line for line in self.log if line.startswith("/")]


def paper(folder: Path, slug: str, site: HasAddress, *, index: str = "/", delay: float = 0.01) -> None:
    """Describe a newspaper that lives at this server; ``index`` is the path of its front page."""
    folder.mkdir(exist_ok=True)
    text = PAPER.format(slug=slug, url=site.url, index=index, delay=delay)
    (folder / f"{slug}.toml").write_text(text, encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command that knows the newspapers of ``folder/papers``."""
    return os.environ | {
        "BACKISSUES_CONTACT": "archivist@library.example",
        "BACKISSUES_PUBLICATIONS": str(folder / "papers"),
        "COLUMNS": "400",
    }


def run(folder: Path, notes: Server, *arguments: str, code: int = 0, bug: str = "-") -> str:
    """What ``backissues`` prints with the newspapers of ``folder/papers``, its waits told to ``notes``."""
    command = (notes.url, str(notes.now), bug, *arguments, "--db", str(folder / "archive.db"))
    process = forked.run("tests.loopback", *command, environment=environment(folder))
    printed = process.stdout + process.stderr
    assert process.returncode == code, printed
    return printed


class NotingClock(Clock):
    """Tells a server of each wait, and is later by so much at once."""

    def __init__(self, notes: str, begun: float = NOW) -> None:
        self.notes = notes
        self.begun = begun
        self.waited = 0.0

    def monotonic(self) -> float:
        return self.waited

    def now(self) -> float:
        return self.begun + self.waited

    async def sleep(self, seconds: float) -> None:
        self.pause(seconds)

    def pause(self, seconds: float) -> None:
        self.waited += seconds
        urllib.request.urlopen(f"{self.notes}/-/waited/{seconds:g}").close()


if __name__ == "__main__":
    from scraper.cli import cli
    from tests.collect import bugs

    notes, now, bug, *arguments = sys.argv[1:]
    if bug != "-":
        getattr(bugs, bug)()
    cli.main(arguments, obj=NotingClock(notes, float(now)))
