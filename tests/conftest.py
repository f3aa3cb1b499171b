"""What is costly to make is made once for all processes of a test run, and each process gets a copy."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

# Where one test after the other takes long, and shares nothing: each of these goes where there is room.
APART = ("tests/browser/test_accessibility.py",)

MadeOnce = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """``made_once(name, make)``: this process's copy of the folder that ``make(folder)`` fills.

    The first process that asks makes it, the others wait. Nobody touches the original, so whatever a test does to its
    copy, another process does not see it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], None]) -> Path:
        original, copy = shared / f"once-{name}", tmp_path_factory.mktemp(name) / "copy"
        with FileLock(f"{original}.lock"):
            if not original.exists():
                making = original.with_name(f"{original.name}-in-the-making")
                shutil.rmtree(making, ignore_errors=True)  # of a process that failed
                making.mkdir()
                make(making)
                making.rename(original)
        return Path(shutil.copytree(original, copy))

    return made


class Scheduling(LoadScopeScheduling):
    """Hands file after file to whichever process is free, so that what a file's tests share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """What hands out the tests, in the order in which they were collected."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collecting takes a third less time where Python does not look for garbage meanwhile: there is none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that no process works on the last of them alone."""

    def is_slow(item: pytest.Item) -> bool:
        return not {"slow", "browser"}.isdisjoint(mark.name for mark in item.iter_markers())

    slow = Counter(item.path for item in items if is_slow(item))
    items.sort(key=lambda item: -slow[item.path])
