"""``python -m MODULE ARGUMENTS`` in a process of its own, without its beginning, which is most of a command's work.

    ended = run("scraper", "stats", "--db", str(path), environment=os.environ | {...})
    ended.returncode, ended.stdout, ended.stderr

The first call starts a process that imports what commands need, and reads the shipped newspapers and a story; each
command is a fork of it, with the environment, the folder and the umask of whoever calls. ``scraper.settings`` reads the
environment when it is imported, so neither it nor what imports it is imported before the fork.

``python -m tests.forked SOCKET`` is that process. It ends when its socket is closed, so with whoever has started it.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

IMPORTED = """
    babel.dates concurrent.futures.thread email.message encodings.charmap rich._emoji_codes rich.logging rich.progress
    scrapy.cmdline scrapy.core.downloader.handlers.http11 scrapy.extensions.remote_control scrapy.extensions.telnet
    scrapy.downloadermiddlewares.httpcache scrapy.downloadermiddlewares.retry scrapy.extensions.memusage scrapy.squeues
    scrapy.downloadermiddlewares.defaultheaders scrapy.downloadermiddlewares.downloadtimeout
    scrapy.downloadermiddlewares.httpauth scrapy.downloadermiddlewares.httpproxy scrapy.downloadermiddlewares.offsite
    scrapy.downloadermiddlewares.robotstxt scrapy.downloadermiddlewares.stats scrapy.downloadermiddlewares.useragent
    scrapy.dupefilters scrapy.extensions.closespider scrapy.extensions.corestats scrapy.extensions.logcount
    scrapy.extensions.logstats scrapy.extensions.memdebug scrapy.extensions.spiderstate scrapy.extensions.throttle
    scrapy.pqueues scrapy.spidermiddlewares.depth scrapy.spidermiddlewares.httperror scrapy.spidermiddlewares.metacopy
    scrapy.spidermiddlewares.start scrapy.spidermiddlewares.urllength scrapy.statscollectors
    scraper.alerts.incidents scraper.archive.public_copy scraper.archive.read.calendar scraper.archive.read.stories
    scraper.archive.search.search scraper.catalogue.reader scraper.checked_downloads scraper.cli.progress
    scraper.collect.due scraper.collect.import_captures scraper.collect.mementos scraper.collect.redact
    scraper.collect.rules_followed scraper.discover scraper.extensions scraper.middlewares scraper.pipelines
    scraper.secret_downloads scraper.thumbnails scraper.web_archive
""".split()  # noqa: SIM905
STORY = f"<html lang=en><title>The lamp</title><h1>The lamp</h1>{'<p>The keeper told it on the quay, by Ida Brun.' * 9}"
LONGEST = 120  # seconds that a command may take


def run(
    module: str, *arguments: str, environment: Mapping[str, str] = os.environ, seconds: float = LONGEST
) -> subprocess.CompletedProcess[str]:
    """What has become of ``python -m MODULE ARGUMENTS``, and what it printed."""
    umask = os.umask(0o077)
    os.umask(umask)
    with tempfile.TemporaryDirectory() as printed:
        command = {
            "module": module,
            "arguments": arguments,
            "environment": dict(environment),
            "folder": str(Path.cwd()),
            "umask": umask,
            "printed": printed,
        }
        code = _forker().run(command, seconds)
        stdout, stderr = (Path(printed, name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
    return subprocess.CompletedProcess([module, *arguments], code, stdout, stderr)


@functools.cache
def _forker() -> _Forker:
    return _Forker()


class _Forker:
    """The process that has imported everything."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=Path(__file__).parents[1],
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self.lines = self.socket.makefile("rw", encoding="utf-8")
        atexit.register(self.end)

    def run(self, command: dict[str, Any], seconds: float) -> int:
        """The exit code of a command; when it takes too long, or the test does, it ends with all that it started."""
        self.socket.settimeout(seconds)
        try:
            self.lines.write(json.dumps(command) + "\n")
            self.lines.flush()
            return int(self.lines.readline())
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End it, and the command that is under way."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.socket.close()
        _forker.cache_clear()
        atexit.unregister(self.end)


def _next_command(descriptor: int) -> dict[str, Any]:
    """In a fork, the command that it is; the process that forks waits for its end, says how that was, and goes on."""
    with socket.socket(fileno=descriptor) as connection, connection.makefile("rw", encoding="utf-8") as lines:
        for line in iter(lines.readline, ""):
            child = os.fork()
            if not child:
                command: dict[str, Any] = json.loads(line)
                return command
            _, status = os.waitpid(child, 0)
            lines.write(f"{os.waitstatus_to_exitcode(status)}\n")
            lines.flush()
    sys.exit()


def _read_what_all_read() -> None:
    """Fill what is kept of the newspapers' files and of the phrases in stories, whatever newspapers a command knows."""
    from scraper import archive, catalogue, reading

    os.environ.pop(catalogue.FOLDER_VARIABLE, None)
    catalogue.shipped().sound()
    catalogue.secrets(os.environ)
    with tempfile.TemporaryDirectory() as folder:  # a new archive is a copy of the first
        archive.opened(Path(folder, "archive.db"), create=True).close()
    reading.read_story(STORY, "https://www.lantern.example/2026/03/07/lamp")


def _become(command: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(command["environment"])
    time.tzset()
    os.chdir(command["folder"])
    os.umask(command["umask"])
    for number, name in ((1, "stdout"), (2, "stderr")):
        with Path(command["printed"], name).open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.path[0] = command["folder"]
    sys.argv = [command["module"], *command["arguments"]]
    runpy.run_module(command["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in IMPORTED:
        importlib.import_module(name)
    _read_what_all_read()
    early = {"scraper.settings", "twisted.internet.reactor"} & sys.modules.keys()
    assert not early, f"{early} is imported before the fork"
    gc.freeze()
    _become(_next_command(int(sys.argv[1])))
