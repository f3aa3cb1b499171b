"""Break the promises of ``promises.toml`` one at a time, and show that a test notices each (``make mutate``).

    python -m tests.mutate                  all of them
    python -m tests.mutate robots search    those in whose promise, file or tests one of these words stands
    python -m tests.mutate --check          no test is run: does each old text still stand in its file, once?

It works on copies of the tree in a temporary folder, one for each core, and never on the tree itself. First the tests
run on an unbroken copy, since a test that fails anyway notices nothing. The exit code is 1 where a broken promise is
noticed by no test, and 2 where a row of ``promises.toml`` fits the tree no longer, or its tests cannot be run.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROMISES = Path(__file__).with_name("promises.toml")
LONGEST = 300  # seconds for the tests of one promise
WIDTH = 88  # characters of a promise in the table
NOTICED = re.compile(r"^(?:FAILED|ERROR) tests/(.+?)(?: - .*)?$", re.MULTILINE)  # a line of pytest's summary


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: what is written in a file instead of what, to break it, and the tests that are to notice."""

    promise: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def fault(self) -> str:
        """Why this row does not fit the tree; empty where it does."""
        path = ROOT / self.file
        if not path.is_file():
            return "there is no such file"
        text = path.read_text(encoding="utf-8")
        if (number := text.count(self.old)) != 1:
            return f"the old text stands in it {number} times instead of once: {self.old.strip()!r}"
        if path.suffix == ".py":
            try:
                ast.parse(text.replace(self.old, self.new))
            except SyntaxError as error:
                return f"the new text is no Python: {error}"
        missing = [test for test in self.tests if not (ROOT / test.partition("::")[0]).exists()]
        return f"there is no {missing[0]}" if missing else ""

    def concerns(self, words: Sequence[str]) -> bool:
        """Whether one of these words stands in it; without any, always."""
        text = " ".join((self.promise, self.file, *self.tests)).lower()
        return not words or any(word.lower() in text for word in words)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of breaking a promise: the first test that noticed, empty if none did; or why the tests did not run."""

    promise: Promise
    noticed_by: str
    seconds: float
    error: str = ""


def promises() -> list[Promise]:
    """The rows of ``promises.toml``, in their order."""
    rows = tomllib.loads(PROMISES.read_text(encoding="utf-8"))["promise"]
    return [Promise(row["promise"], row["file"], row["old"], row["new"], tuple(row["tests"])) for row in rows]


def copied(folder: Path) -> Path:
    """A copy of the tree as git knows it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run_tests(tree: Path, tests: Sequence[str], *options: str, limit: float) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy, in its folder and with its own package.

    :raises subprocess.TimeoutExpired: they take longer than ``limit`` seconds.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BACKISSUES", "PYTEST"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=short", "-p", "no:cacheprovider", "--timeout=60",
         f"--basetemp={tree.parent / f'{tree.name}-files'}", *options, *tests],
        cwd=tree, env=environment | {"PYTHONPATH": str(tree)}, capture_output=True, text=True, timeout=limit,
    )  # fmt: skip


def verdict(promise: Promise, tree: Path) -> Verdict:
    """Break a promise in a copy of the tree, run its tests, and mend it again."""
    path = tree / promise.file
    sound = path.read_text(encoding="utf-8")
    began = time.monotonic()
    try:
        write(path, sound.replace(promise.old, promise.new))
        done = run_tests(tree, promise.tests, "-x", "-n0", limit=LONGEST)
    except subprocess.TimeoutExpired:
        return Verdict(promise, f"(no end after {LONGEST} s)", time.monotonic() - began)
    finally:
        write(path, sound)
    seconds = time.monotonic() - began
    if done.returncode not in (0, 1):
        return Verdict(promise, "", seconds, error=done.stdout[-2000:] + done.stderr[-2000:])
    noticed = NOTICED.search(done.stdout)
    return Verdict(promise, noticed[1] if noticed and done.returncode else "", seconds)


def write(path: Path, text: str) -> None:
    """Write a file, and take away what Python has compiled of it: a change in the same second would be overlooked."""
    path.write_text(text, encoding="utf-8")
    if path.suffix == ".py":
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def all_verdicts(chosen: Sequence[Promise], folder: Path, cores: int) -> list[Verdict]:
    """Break each of these promises, and print a row of the table as soon as it is known."""
    trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for number in range(cores):
        trees.put(copied(folder / str(number)))

    def one(promise: Promise) -> Verdict:
        tree = trees.get()
        try:
            return verdict(promise, tree)
        finally:
            trees.put(tree)

    print(f"{'':7}  {'promise':{WIDTH}}  {'seconds':>7}  noticed by", flush=True)
    found = []
    with ThreadPoolExecutor(cores) as pool:
        waiting = [pool.submit(one, promise) for promise in chosen]
        try:
            for number, future in enumerate(as_completed(waiting), start=1):
                each = future.result()
                found.append(each)
                by = "the tests could not be run" if each.error else each.noticed_by or "NO TEST"
                promise = each.promise.promise
                promise = promise if len(promise) <= WIDTH else f"{promise[: WIDTH - 1]}…"
                print(f"{number:3}/{len(chosen):<3}  {promise:{WIDTH}}  {each.seconds:7.1f}  {by}", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def unbroken(chosen: Sequence[Promise], folder: Path, cores: int) -> str:
    """What pytest says where the tests of these promises do not pass as the tree is; empty where they do."""
    tests = sorted({test for promise in chosen for test in promise.tests})
    done = run_tests(copied(folder / "unbroken"), tests, f"-n{cores}", limit=LONGEST * 4)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="make mutate", description="Break promises, and see whether tests notice.")
    parser.add_argument("words", nargs="*", help="only promises in whose row one of these words stands")
    parser.add_argument("--check", action="store_true", help="only look whether each old text stands in its file once")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="mutations tried at a time")
    arguments = parser.parse_args()
    chosen = [promise for promise in promises() if promise.concerns(arguments.words)]
    if not chosen:
        parser.error(f"no promise of {PROMISES.name} has one of these words: {' '.join(arguments.words)}")
    faults = [(promise, fault) for promise in chosen if (fault := promise.fault())]
    for promise, fault in faults:
        print(f"{PROMISES.name}: {promise.promise}\n    {promise.file}: {fault}", file=sys.stderr)
    if faults:
        print(f"{len(faults)} of {len(chosen)} promises do not fit the tree", file=sys.stderr)
        return 2
    if arguments.check:
        print(f"{len(chosen)} promises fit the tree")
        return 0
    with tempfile.TemporaryDirectory(prefix="backissues-mutate-", ignore_cleanup_errors=True) as name:
        folder, began = Path(name), time.monotonic()
        print(f"{len(chosen)} promises; first their tests on the tree as it is ...", flush=True)
        if printed := unbroken(chosen, folder, arguments.cores):
            print(printed, "These tests do not pass on the tree as it is, and so notice nothing.", file=sys.stderr)
            return 2
        found = all_verdicts(chosen, folder, min(arguments.cores, len(chosen)))
    errors = [each for each in found if each.error]
    survived = [each for each in found if not each.error and not each.noticed_by]
    for each in errors:
        print(f"\n{each.promise.promise}\n{each.error}", file=sys.stderr)
    print(f"\n{len(found) - len(errors) - len(survived)} of {len(found)} are noticed, {time.monotonic() - began:.0f} s")
    for each in survived:
        print(f"Nothing notices that this is broken: {each.promise.promise} ({each.promise.file})")
    return 2 if errors else int(bool(survived))


if __name__ == "__main__":
    sys.exit(main())
