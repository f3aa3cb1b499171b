"""Record what a collection writes and syncs, and look at the disk as a loss of power may leave it at each moment.

Certain after a loss of power are the bytes of a file at its last fsync, and its name where its folder was synced
since. Whatever else was written may be there or not. So three disks are looked at for each moment:

    synced     what is certain, and nothing else
    written    all that was written
    rows       of the database all that was written, of the captures what is certain: the disk on which a row is there
               without its capture, if there is any

Each must be sound, and the rows of a commit that has ended are on each.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.torment import checks

CALLS = "openat,mkdir,write,pwrite64,ftruncate,fsync,fdatasync,link,linkat,rename,unlink,unlinkat"
LONGEST_WRITE = 1 << 26
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)(?:<(.*?)>)?[^<>]*$")
UNFINISHED = re.compile(r"(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)$")
FILE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+|[^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OFTEN = ".db-shm"  # shared memory, which SQLite makes anew


@dataclass(slots=True)
class File:
    """A file: all that was written to it, and what of it is certain; None where not even its name is."""

    written: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    is_named: bool = False


@dataclass(slots=True)
class Disk:
    """The files of a folder, as one call after the other changes them."""

    root: Path
    files: dict[Path, File] = field(default_factory=dict)

    def take(self, call: str, arguments: str, result: int, returned: str) -> str:
        """Let a call change the disk.

        :returns: "sync" where something is certain now, "write" where something may be, else "".
        """
        if result < 0:
            return ""
        if call == "openat":
            path = self._own(_text(returned))
            if path and "O_CREAT" in arguments and path not in self.files:
                self.files[path] = File()
            if path and "O_TRUNC" in arguments:
                self.files[path].written.clear()
            return "write" if path and "O_CREAT" in arguments else ""
        if call in ("link", "linkat"):
            old, new = (self._own(_text(each)) for each in TEXT.findall(arguments))
            if old in self.files and new:
                self.files[new] = replace(self.files[old], written=self.files[old].written[:], is_named=False)
            return "write"
        if call in ("rename", "unlink", "unlinkat"):
            paths = [self._own(_text(each)) for each in TEXT.findall(arguments)]
            old = paths[0] if paths else None
            if old not in self.files:
                return ""
            file = self.files.pop(old)
            if call == "rename" and paths[1]:
                self.files[paths[1]] = file
                file.is_named = False
            return "write"
        match = FILE.match(arguments)
        path = self._own(_text(match[1])) if match else None
        if path is None:
            return ""
        if call in ("fsync", "fdatasync"):
            if path in self.files:
                self.files[path].synced = bytes(self.files[path].written)
            for other, file in self.files.items():
                file.is_named |= other.parent == path
            return "sync"
        file = self.files.setdefault(path, File())
        if call == "ftruncate":
            size = int(arguments.rsplit(",", 1)[1])
            del file.written[size:]
            file.written.extend(bytes(size - len(file.written)))
            return "write"
        data = bytes.fromhex(TEXT.search(arguments)[1].replace("\\x", ""))[:result]  # type: ignore[index]
        offset = int(arguments.rsplit(",", 1)[1]) if call == "pwrite64" else len(file.written)
        file.written.extend(bytes(max(0, offset - len(file.written))))
        file.written[offset : offset + len(data)] = data
        return "write"

    def _own(self, name: str) -> Path | None:
        path = Path(name) if name.startswith("/") else self.root / name
        is_ours = path.is_relative_to(self.root) and not path.name.endswith((OFTEN, ".lock", ".holder", "errors"))
        return path if is_ours else None

    def laid_out(self, folder: Path, state: str) -> None:
        """Write the files as a loss of power may leave them now."""
        for path, file in self.files.items():
            is_row = ".db" in path.name
            if state == "written" or (state == "rows" and is_row):
                content: bytes | bytearray | None = file.written
            else:
                content = file.synced if file.is_named else None
            if content is not None:
                target = folder / path.relative_to(self.root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)


STATES = ("synced", "rows", "written")


def calls(notes: Path) -> Iterator[tuple[str, str, int, str]]:
    """What strace has recorded, call after call: its name, its arguments, its result and the file of that."""
    begun: dict[str, str] = {}
    with notes.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            thread, _, rest = line.rstrip("\n").partition(" ")
            rest = rest.strip()
            if match := UNFINISHED.match(rest):
                begun[thread] = match[1]
                continue
            if match := RESUMED.match(rest):
                rest = begun.pop(thread, "") + match[1]
            if match := CALL.match(rest):
                yield match[1], match[2], int(match[3]), match[4] or ""


def faults(
    root: Path, notes: Path, folder: Path, random_: random.Random, *, most: int, end: float
) -> tuple[int, list[str]]:
    """Look at the disks of up to ``most`` moments, until ``end`` by the monotonic clock.

    :returns: how many moments were looked at, and what is wrong at which.
    """
    disk = Disk(root)
    kinds = [disk.take(*call) for call in calls(notes)]
    changes = [number for number, kind in enumerate(kinds) if kind]
    chosen = set(random_.sample(changes, min(most, len(changes))))
    disk = Disk(root)
    wrong: list[str] = []
    looked = committed = 0
    for number, call in enumerate(calls(notes)):
        kind = disk.take(*call)
        if number not in chosen or time.monotonic() > end:
            continue
        looked += 1
        held = {}
        for state in STATES:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            disk.laid_out(folder, state)
            wrong += [
                f"call {number}, {state}: {one}" for one in checks.faults(folder / "archive.db", folder / "captures")
            ]
            held[state] = checks.stories(folder / "archive.db")
        if held["synced"] < committed:
            wrong.append(f"call {number}: {held['synced']} stories are certain, of {committed} that were committed")
        if kind == "sync" and call[1].partition(">")[0].endswith(_hex("-wal")):
            committed = held["written"]
            if held["synced"] != committed:
                wrong.append(f"call {number}: {held['synced']} stories are certain, of {committed}")
    return looked, wrong


def options(notes: Path) -> tuple[str, ...]:
    """How strace records a collection."""
    return ("-y", "-xx", "-s", str(LONGEST_WRITE), "-e", f"trace={CALLS}", "-o", str(notes))


def _text(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
