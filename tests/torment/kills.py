"""Kill a command at a random moment or write, run it again, and compare with what it does undisturbed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from scraper.captures import manifest
from scraper.captures.reader import read
from scraper.captures.writer import CaptureWriter
from scraper.items import Page
from tests.rows import asked, rows
from tests.torment import checks, power_loss

STRACE = shutil.which("strace")
WRITES = "pwrite64,fdatasync,fsync,rename,ftruncate"  # a kill comes at one of these
LONGEST = 120  # seconds for a command
PAPERS = ("ellery-courier", "shiomi-shimbun")
DAYS = ("--date", "2026-03-06")
NOISE = 150_000  # bytes on each imported page, so that several processes are worth their start
THUMBNAILS = "SELECT url, failure, sha256, width, height FROM thumbnails ORDER BY url"
PUBLIC = "SELECT key, headline, body, text_hash FROM stories ORDER BY key"


@dataclass(frozen=True, slots=True)
class Torment:
    """A command to be killed: its arguments, what is there before, and what must be so after the second try."""

    name: str
    arguments: tuple[str, ...]  # run in a folder that ``before`` is copied to
    before: Path
    compared: Callable[[Path], object]
    kept: Callable[[Path], list[str]]  # what is wrong right after the kill
    again: Callable[[Path], None] = lambda folder: None  # what a person does before the second try
    undisturbed: object = None
    seconds: float = 0.0
    writes: int = 0


@dataclass(slots=True)
class Office:
    """A place for the torment: the site of the newspapers, and what the undisturbed commands have made."""

    folder: Path
    site: str
    torments: list[Torment] = field(default_factory=list)

    def prepare(self, names: set[str], say: Callable[[str], None]) -> None:
        """Run every command once, undisturbed."""
        empty = self.folder / "empty"
        empty.mkdir()
        collect = Torment("collect", ("collect", *PAPERS, *DAYS), empty, _archive, _sound)
        collected = self.folder / "collected"
        self._measure(collect, collected, say, wanted="collect" in names)
        given = self.folder / "given"
        given.mkdir()
        with CaptureWriter(given, "given") as writer:
            noise = random.Random(0)
            for file in manifest.files(collected / "captures"):
                for one in read(file):
                    if isinstance(one.content, Page):
                        body = one.content.body + f"<!-- {noise.randbytes(NOISE).hex()} -->".encode()
                        writer.page(replace(one.content, body=body))
        imported = Torment("import", ("import", str(given), "--cores", "2"), empty, _archive, _sound)
        images = Torment("images", ("images", *PAPERS), collected, _thumbnails, _sound)
        rebuild = Torment(
            "rebuild",
            ("rebuild", "--db", "rebuilt.db", "--captures", "captures"),
            collected,
            lambda folder: (rows(folder / "rebuilt.db"), _bytes(folder / "captures")),
            lambda folder: _sound(folder, "rebuilt.db"),
            again=lambda folder: _remove(folder / "rebuilt.db"),
        )
        older = self.folder / "published"
        shutil.copytree(collected, older)
        self._finished(older, "publish")
        publish = Torment(
            "publish", ("publish", "--force"), older, lambda folder: asked(folder / "public.db", PUBLIC), _public_sound
        )
        gappy = self.folder / "gappy"
        gappy.mkdir()
        self._finished(gappy, "collect", PAPERS[0], "--date", "2026-03-03,2026-03-07")
        fill = Torment("fill", ("fill", PAPERS[0]), gappy, _archive, _sound)
        for torment in (imported, images, rebuild, publish, fill):
            if torment.name in names:
                self._measure(torment, self.folder / f"{torment.name}-undisturbed", say, wanted=True)

    def _measure(self, torment: Torment, folder: Path, say: Callable[[str], None], *, wanted: bool) -> None:
        shutil.copytree(torment.before, folder)
        began = time.monotonic()
        self._finished(folder, *torment.arguments)
        seconds = time.monotonic() - began
        undisturbed, writes = torment.compared(folder), 0
        if STRACE and wanted:
            traced = self.folder / f"{torment.name}-traced"
            shutil.copytree(torment.before, traced)
            notes = self.folder / "notes"
            _ended(self.begin(traced, *torment.arguments, strace=("-o", str(notes), "-e", f"trace={WRITES}")))
            threads = [line.split()[0] for line in notes.read_text(errors="replace").splitlines() if "(" in line]
            writes = max(map(threads.count, set(threads)), default=0)  # strace counts those of each thread
            shutil.rmtree(traced)
        if wanted:
            say(f"{torment.name}: undisturbed in {seconds:.1f} s, {writes} writes and syncs")
            self.torments.append(replace(torment, undisturbed=undisturbed, seconds=seconds, writes=writes))

    def begin(self, folder: Path, *arguments: str, strace: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """Start ``backissues`` in a folder, in a process group of its own."""
        environment = os.environ | {
            "BACKISSUES_DEMO_SITE": self.site,
            "BACKISSUES_DB": "archive.db",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        command = [sys.executable, "-m", "scraper", *arguments]
        if strace:
            command = [str(STRACE), "-f", "-qq", *strace, *command]
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "errors").open("ab"),
        )

    def _finished(self, folder: Path, *arguments: str) -> int:
        return _ended(self.begin(folder, *arguments))

    def record(self, folder: Path, notes: Path) -> None:
        """Collect into a folder, and let strace note each write and sync."""
        _ended(self.begin(folder, "collect", *PAPERS, *DAYS, strace=power_loss.options(notes)))

    def kill(self, torment: Torment, random_: random.Random) -> tuple[list[str], list[str]]:
        """Kill a command once or several times and let it finish.

        :returns: when it was killed, and what was wrong then.
        """
        folder = self.folder / "tormented"
        shutil.copytree(torment.before, folder)
        moments: list[str] = []
        wrong: list[str] = []
        for _ in range(random_.choice((1, 1, 1, 2, 4))):
            if torment.writes and random_.random() < 0.5:
                number = random_.randint(1, torment.writes)
                moments.append(f"write {number}")
                inject = f"inject={WRITES}:signal=SIGKILL:when={number}"
                strace = ("-o", os.devnull, "-e", f"trace={WRITES}", "-e", inject)
                _ended(self.begin(folder, *torment.arguments, strace=strace))
            else:
                seconds = random_.uniform(0.3, torment.seconds * 1.1)
                moments.append(f"{seconds:.2f} s")
                process = self.begin(folder, *torment.arguments)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                _kill(process)
            wrong += torment.kept(folder)
            torment.again(folder)
        code = self._finished(folder, *torment.arguments)
        wrong += torment.kept(folder)
        if torment.compared(folder) != torment.undisturbed:
            wrong.append(f"it is not what it is undisturbed; exit code {code}")
        told = (folder / "errors").read_text(errors="replace")
        if "Traceback" in told:
            wrong.append(told[-400:])
        if not wrong:
            shutil.rmtree(folder)
        return moments, wrong

    def kill_site(self, random_: random.Random) -> tuple[list[str], list[str]]:
        """Kill a site while the public file that it serves is replaced, and open it again."""
        folder = self.folder / "tormented"
        shutil.copytree(self.folder / "published", folder)
        lengths = random_.sample(range(30, 250), 2)
        wrong: list[str] = []
        for length in lengths[:1]:
            self._finished(folder, "publish", "--force", "--open", "excerpt", "--excerpt", str(length))
        port = _free_port()
        site = self.begin(folder, "serve", "--db", "public.db", "--port", str(port))
        try:
            wrong += _served(port, set(lengths), patience=60)
            replacing = self.begin(folder, "publish", "--force", "--open", "excerpt", "--excerpt", str(lengths[1]))
            seconds = round(random_.uniform(0.0, 2.0), 2)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                wrong += _served(port, set(lengths))
        finally:
            _kill(site)
        if random_.random() < 0.5:
            _kill(replacing)
        else:
            _ended(replacing)
        wrong += _public_sound(folder)
        port = _free_port()
        site = self.begin(folder, "serve", "--db", "public.db", "--port", str(port))
        try:
            wrong += _served(port, set(lengths), patience=60)
        finally:
            _kill(site)
        if not wrong:
            shutil.rmtree(folder)
        return [f"{seconds} s"], wrong


def _archive(folder: Path) -> object:
    return rows(folder / "archive.db")


def _thumbnails(folder: Path) -> object:
    return asked(folder / "archive.db", THUMBNAILS)


def _sound(folder: Path, name: str = "archive.db") -> list[str]:
    return checks.faults(folder / name, folder / "captures")


def _public_sound(folder: Path) -> list[str]:
    """Whether the public file is whole: the older one, or the new one."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'public.db'}?mode=ro", uri=True)) as connection:
        ((integrity,),) = connection.execute("PRAGMA integrity_check").fetchall()
        published = connection.execute("SELECT count(*) FROM published").fetchone()[0]
    return [] if (integrity, published) == ("ok", 1) else [f"the public file: {integrity}, {published} rows of itself"]


def _served(port: int, lengths: set[int], *, patience: float = 0) -> list[str]:
    """What is wrong with what a site serves: it is the older public file or the new one, never parts of both."""
    sql = "select+(select+excerpt+from+published),max(length(body))+from+stories"
    end = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/archive.json?_shape=arrays&sql={sql}", timeout=30
            ) as it:
                ((excerpt, longest),) = json.load(it)["rows"]
            break
        except urllib.error.HTTPError as error:
            return [f"the site answered {error.code}: {error.read(300)!r}"]
        except OSError as error:
            if time.monotonic() > end:
                return [f"the site does not answer: {error}"]
            time.sleep(0.2)
    if excerpt not in lengths or longest > excerpt + 2:  # with its ellipsis
        return [f"the site served excerpts of {longest} characters, and says {excerpt}"]
    return []


def _bytes(folder: Path) -> list[tuple[str, str]]:
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in sorted(folder.iterdir())]


def _remove(archive: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{archive}{ending}").unlink(missing_ok=True)


def _ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(LONGEST)
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process, and all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
