"""Nothing that is stored is lost: not by a disk that fails, not by a process that is killed."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
from pathlib import Path

import pytest

from scraper.archive import ArchiveError
from scraper.captures.reader import read
from scraper.captures.writer import CaptureWriter
from scraper.collect import page_readers
from scraper.collect.import_captures import import_captures
from scraper.collect.page_readers import PageReaders, Question, Result
from scraper.collect.run import CollectionRun
from scraper.items import Page, Rejected
from scraper.reasons import Code
from tests.rows import asked

SITE = "https://tidewater.example"


def page(name: str) -> Page:
    text = f"The keeper of {name} told it on the quay while the tide went out behind the old customs house. "
    body = f"<!doctype html><html lang=en-GB><title>{name}</title><article><h1>The tide of {name}</h1><p>{text * 9}"
    moment = dt.datetime(2026, 3, 7, 5, tzinfo=dt.UTC)
    return Page(url=f"{SITE}/{name}", body=body.encode(), content_type="text/html", fetched=moment)


def run_of(folder: Path, command: str = "import") -> CollectionRun:
    return CollectionRun(folder / "archive.db", command=command, arguments={})


def captured(folder: Path, *names: str) -> Path:
    """A WARC file with these pages."""
    with CaptureWriter(folder, "given") as writer:
        for name in names:
            writer.page(page(name))
    (file,) = folder.iterdir()
    return file


def test_no_row_is_stored_whose_capture_the_disk_does_not_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = captured(tmp_path / "given", "a", "b")
    with (
        monkeypatch.context() as broken,
        pytest.raises(ArchiveError, match="the disk has failed"),
        run_of(tmp_path) as run,
    ):

        def fsync(descriptor: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        broken.setattr(os, "fsync", fsync)
        import_captures(run, [given], cores=1)
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM stories") == [(0,)]
    with run_of(tmp_path) as run:
        import_captures(run, [given], cores=1)
    stored = asked(tmp_path / "archive.db", "SELECT file, offset, length FROM captures ORDER BY url")
    last = max((tmp_path / "captures").iterdir())
    assert stored == [(one.file, one.offset, one.length) for one in read(last) if isinstance(one.content, Page)]


# A process that reads pages is killed


class Killing:
    """Reads pages as ever, but that of one name kills its process, so many times; its folder counts them."""

    def __init__(self, name: str, times: int, folder: Path) -> None:
        self.name, self.times, self.folder = name, times, folder

    def __call__(self, question: Question) -> Result:
        if question.page.url.endswith(f"/{self.name}"):
            number = len(list(self.folder.iterdir()))
            if number < self.times:
                (self.folder / str(number)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return page_readers.read_page(question)  # in that process it is the real one


@pytest.mark.slow
@pytest.mark.parametrize(("times", "left_out"), [(1, []), (2, ["bad"])])
def test_a_killed_process_costs_the_page_that_kills_it_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, left_out: list[str]
) -> None:
    (tmp_path / "killed").mkdir()
    monkeypatch.setattr(page_readers, "read_page", Killing("bad", times, tmp_path / "killed"))
    names = ["a", "b", "bad", "c", "d", "e"]
    said: list[str] = []
    with PageReaders(2, said.append) as readers:
        pending = [readers.submit(Question(page(name), None, None)) for name in names]
        results = [readers.result(each) for each in pending]
        late = readers.result(readers.submit(Question(page("f"), None, None)))
    failed = [name for name, result in zip(names, results, strict=True) if isinstance(result, Rejected)]
    assert failed == left_out
    assert not isinstance(late, Rejected)
    assert "was killed" in said[0]
    assert [sentence for sentence in said if "Left out" in sentence] == [
        f"Left out: {SITE}/bad: each process that reads it is killed (is the memory short?)" for _ in left_out
    ]
    for result in results:
        assert not isinstance(result, Rejected) or result.reason.code is Code.UNREADABLE


def test_an_import_that_is_short_of_files_ends_and_does_not_leave_its_files_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = captured(tmp_path / "given", "a")

    def short(*arguments: object, **named: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files", str(given))

    with monkeypatch.context() as broken, pytest.raises(ArchiveError, match="ulimit"), run_of(tmp_path) as run:
        broken.setattr("scraper.captures.reader.read", short)
        import_captures(run, [given], cores=1)
