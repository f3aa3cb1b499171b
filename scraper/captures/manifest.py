"""Which files the captures have, how large they are and how many stories they hold: a missing one is missed.

``.manifest.json`` lies beside them and is written at the end of each run; without it, captures are read as they are.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from scraper import durable

NAME = ".manifest.json"
WARC = ".warc.gz"


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """A file of the captures: its bytes, and how many stories have a capture in it."""

    size: int
    stories: int


def files(folder: Path) -> list[Path]:
    """The files of captures in a folder, by name; none where there is no folder."""
    return sorted(file for file in folder.glob(f"*{WARC}") if file.is_file())


def read(folder: Path) -> dict[str, CaptureFile]:
    """What is written down of a folder's files, by name; nothing where nothing is, or nothing that can be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError, RecursionError):
        return msgspec.json.decode((folder / NAME).read_bytes(), type=dict[str, CaptureFile])
    return {}


def write(folder: Path, held: Mapping[str, CaptureFile]) -> None:
    """Write down what a folder's files hold; whoever reads it meanwhile gets the old or the new."""
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps({name: asdict(file) for name, file in sorted(held.items())}, indent=0), "utf-8")
    durable.replace(new, folder / NAME)


def rename(folder: Path, name: str, new: Path) -> None:
    """Write down that a file has taken the place of another one, with the same stories."""
    held = read(folder)
    if (had := held.pop(name, None)) is not None:
        write(folder, held | {new.name: CaptureFile(size=new.stat().st_size, stories=had.stories)})
