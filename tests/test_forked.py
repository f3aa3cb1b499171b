"""A command that is forked is one of its own: ``tests/forked.py``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import forked

TOLD = """
import json, os, sys
mask = os.umask(0)
print(json.dumps([dict(os.environ), os.getcwd(), mask, sys.argv[1:], __name__]))
print("told", file=sys.stderr)
sys.exit(7)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, in which ``python -m`` finds modules."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_command_has_the_environment_the_folder_and_the_umask_of_its_caller(folder: Path) -> None:
    (folder / "telling.py").write_text(TOLD)
    forked.run("telling")  # what forks has begun with another umask
    before = os.umask(0o027)
    try:
        ended = forked.run("telling", "a b", environment={"BACKISSUES_CONTACT": "ada@lantern.example"})
    finally:
        os.umask(before)
    assert (ended.returncode, ended.stderr) == (7, "told\n")
    environment = {"BACKISSUES_CONTACT": "ada@lantern.example"}
    assert json.loads(ended.stdout) == [environment, str(folder), 0o027, ["a b"], "__main__"]


def test_how_a_command_ended_is_told_and_costs_the_next_nothing(folder: Path) -> None:
    (folder / "killed.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    (folder / "bug.py").write_text("import twisted.internet.reactor; 1 / 0")
    (folder / "well.py").write_text("import sys; assert 'twisted.internet.reactor' not in sys.modules")
    assert forked.run("killed").returncode == -9
    bug = forked.run("bug")
    assert bug.returncode == 1 and "ZeroDivisionError" in bug.stderr
    well = forked.run("well")
    assert well.returncode == 0, well.stderr


def test_a_command_without_an_end_is_ended(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "endless.py").write_text("import signal; file = open('pipe', 'wb', 0); file.write(b'on'); signal.pause()")
    (folder / "well.py").write_text("print('well')")
    forked.run("well")  # starts what forks, which takes longer than a command
    pipe = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimeoutError):
        forked.run("endless", seconds=1)
    os.set_blocking(pipe, True)
    with os.fdopen(pipe, "rb") as file:
        assert file.read() == b"on"  # the end of the pipe is the end of whoever writes to it
    assert forked.run("well").stdout == "well\n"
