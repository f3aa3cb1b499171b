"""The validators of responses, ``ETag`` and ``Last-Modified``, by which clients revalidate (RFC 9110, section 13).

A response depends on the archive's file, the site's own code, the requested URL, the language and the reader. All of
these are known without a query, so a 304 costs none. The validators are weak (RFC 9110, section 8.8.1): the same
response may be sent in other bytes, compressed or not.
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
from scraper.site.archive_file import NO_FILE, FileState
from scraper.site.folder import site_dir

SETTLED = 1.0  # seconds. A file may be written twice within one tick of its clock; after that its times tell
TAG = re.compile(r'(?:W/)?"([^"]*)"')  # RFC 9110, section 8.8.3


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of one response."""

    etag: str  # without quotes
    modified: int  # whole seconds since 1970

    @property
    def headers(self) -> dict[str, str]:
        """``ETag`` and ``Last-Modified`` as they are sent."""
        when = dt.datetime.fromtimestamp(self.modified, dt.UTC)
        return {"ETag": f'W/"{self.etag}"', "Last-Modified": format_datetime(when, usegmt=True)}

    def matches(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether the response that a client holds is still current, by the headers of its request.

        ``If-Modified-Since`` counts only without ``If-None-Match`` (RFC 9110, section 13.2.2).
        """
        if if_none_match is not None:
            return self.etag in TAG.findall(if_none_match)
        try:
            return self.modified <= parsedate_to_datetime(if_modified_since or "").timestamp()
        except (TypeError, ValueError, OverflowError):
            return False


def validators(
    archive: FileState, log: FileState = NO_FILE, *parts: str, now: float | None = None
) -> Validators | None:
    """The validators of a response.

    :param archive: the archive's file, as the request reads it.
    :param log: SQLite's log beside it. What is in the log alone is read as well; an empty one any reader may bring.
    :param parts: all that the response depends on beside archive and site: URL, language, reader.
    :param now: seconds since 1970; the clock's without it.
    :returns: None within ``SETTLED`` seconds of a write, when another write would not show in the file's times.
    """
    files = [file for file in (archive, log) if file.size]
    code, code_changed = site_state()
    if (time.time() if now is None else now) - max(file.modified for file in files) / 1e9 < SETTLED:
        return None
    # An older file may take the place of a newer one; then what a client holds is older than the change of place.
    changed = max(max(file.modified, file.changed) for file in files) / 1e9
    digest = hashlib.sha256(repr((files, code, parts)).encode("utf-8", "replace"))
    return Validators(digest.hexdigest()[:24], int(max(changed, code_changed)))


@functools.cache
def site_state() -> tuple[str, float]:
    """The state of the site's code when it was started.

    :returns: a short hash of its version and files, and when a file last changed, in seconds since 1970.
    """
    files = [*_code(Path(scraper.__file__).parent), *_code(site_dir())]
    newest = max(file.stat().st_mtime_ns for file in files)
    digest = hashlib.sha256(f"{scraper.__version__} {newest} {len(files)}".encode())
    return digest.hexdigest()[:8], newest / 1e9


def _code(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
