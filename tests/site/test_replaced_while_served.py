"""A public file is replaced while the site serves it, and while it is killed."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from scraper.archive.public_copy import publish
from tests.site.test_app import SERVE
from tests.site.test_current_database import STORY, made
from tests.withheld import OPEN_WORD

assert made  # the fixture

ANSWERS = [f"{STORY}.json", "/archive/stories.json?_shape=array&_size=max"]


@contextlib.contextmanager
def served(path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process that serves a file, and where."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process, process.stdout.readline().decode().strip().rstrip("/")
    finally:
        process.kill()
        process.communicate()


def ask(where: str, path: str) -> object:
    """What the site answers, without the time that a query took."""
    with urlopen(f"{where}{path}", timeout=30) as answer:
        assert answer.status == 200
        return json.loads(answer.read())


@pytest.mark.slow
def test_every_answer_is_of_one_file_and_none_after_it_was_replaced_of_the_old(made: Path, tmp_path: Path):
    public = Path(shutil.copy(made / "whole.db", tmp_path / "public.db"))
    with served(public) as (process, where):
        whole = [ask(where, path) for path in ANSWERS]
        assert all(OPEN_WORD in json.dumps(answer) for answer in whole)
        publish(made / "archive.db", public, whole=False, length=20, replace=True)
        cut = [ask(where, path) for path in ANSWERS]
        assert not any(OPEN_WORD in json.dumps(answer) for answer in cut)
        seen: list[tuple[object, int]] = []
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                seen.extend((ask(where, path), number) for number, path in enumerate(ANSWERS))

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(12):
            shutil.copy(made / ("whole.db", "cut.db")[number % 2], beside := tmp_path / "beside.db")
            beside.replace(public)
            assert [ask(where, path) for path in ANSWERS] == (whole, cut)[number % 2]
        stop.set()
        for reader in readers:
            reader.join()
        assert seen
        assert all(answer in (whole[number], cut[number]) for answer, number in seen)
        process.terminate()
        told = process.communicate()[1].decode()
        assert "Traceback" not in told, told
        assert "Error" not in told, told


@pytest.mark.slow
def test_a_site_that_is_killed_while_its_file_is_replaced_leaves_both_usable(made: Path, tmp_path: Path):
    public = Path(shutil.copy(made / "whole.db", tmp_path / "public.db"))
    with served(public) as (process, where):
        ask(where, ANSWERS[0])

        def killing(what: str, done: int, total: int) -> None:
            process.kill()

        publish(made / "archive.db", public, whole=False, length=20, replace=True, progress=killing)
    for path in (public, made / "archive.db"):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with served(public) as (_, where):
        assert OPEN_WORD not in json.dumps(ask(where, ANSWERS[0]))
