"""When an answer need not be sent again: what vouches for a copy that a browser or a program holds.

An answer depends on the archive's file, the site's own code, the address it is asked under, the language and who asks.
All of these are known without a query, so "you have it" (304) costs none. The validators are weak (RFC 9110, section
8.8.1): the same answer may be written in other bytes, compressed or not.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import scraper
from scraper.site.folder import site_dir

# SQLite writes into the file or the log beside it. What is in the log alone is read as well.
PARTS = ("", "-wal")
SETTLED = 1.0  # seconds. A file may be written twice within one tick of its clock; after that its times tell
TAG = re.compile(r'(?:W/)?"([^"]*)"')  # RFC 9110, section 8.8.3


@dataclass(frozen=True, slots=True)
class Validators:
    """What vouches for one answer."""

    etag: str  # without quotes
    modified: int  # whole seconds since 1970

    @property
    def headers(self) -> dict[str, str]:
        """As they are sent."""
        when = dt.datetime.fromtimestamp(self.modified, dt.UTC)
        return {"ETag": f'W/"{self.etag}"', "Last-Modified": format_datetime(when, usegmt=True)}

    def matches(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether what the asker holds is still right; a date counts only where no tag is given."""
        if if_none_match is not None:
            return self.etag in TAG.findall(if_none_match)
        try:
            return self.modified <= parsedate_to_datetime(if_modified_since or "").timestamp()
        except (TypeError, ValueError, OverflowError):
            return False


def validators(archive: Path, *asked: str, now: float | None = None) -> Validators | None:
    """What vouches for the answer to what is asked; None in the moment after a write, when nothing does.

    :param asked: all that the answer depends on beside archive and site: address, language, reader.
    """
    files = [_stat(archive.with_name(archive.name + part)) for part in PARTS]
    changed = max(mtime for mtime, *_ in files) / 1e9
    code, code_changed = site_state()
    if (time.time() if now is None else now) - changed < SETTLED:
        return None
    named = hashlib.sha256(repr((files, code, asked)).encode("utf-8", "replace"))
    return Validators(named.hexdigest()[:24], int(max(changed, code_changed)))


def _stat(path: Path) -> tuple[int, int, int]:
    """Time, size and identity of a file; zeros where there is none, or an empty log, which any reader may bring."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0, 0
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found.st_size else (0, 0, 0)


@functools.cache
def site_state() -> tuple[str, float]:
    """A short name of the site as it was when it was started, and when it last changed: its version and its files."""
    files = [*_code(Path(scraper.__file__).parent), *_code(site_dir())]
    newest = max(file.stat().st_mtime_ns for file in files)
    named = hashlib.sha256(f"{scraper.__version__} {newest} {len(files)}".encode())
    return named.hexdigest()[:8], newest / 1e9


def _code(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
