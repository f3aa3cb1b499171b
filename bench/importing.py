"""Importing a WARC file of stories: against reading alone, a loop of warcio with trafilatura, and storing alone.

The stories are those of the fictional newspapers, each again and again with other words at another address, so that no
two are the same. All figures are of one run.

- "reading" is ``scraper.read_story`` on the same pages in one process: times the cores, what an import could do if
  everything else took no time.
- "a loop" is what a script of a few lines does: warcio's records, trafilatura with metadata, nothing stored.
- "storing alone" fills the same tables with the same rows and makes the same full-text index by sqlite3, with nothing
  to decide: in one transaction, the index at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reading import pages
from bench.timing import wall_seconds

STORIES = 3_000
MOMENT = "2026-03-07T06:00:00Z"


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    number = min(options.stories, STORIES) if options.stories else STORIES
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="backissues-bench-") as folder:
        file, archive = Path(folder) / "stories.warc.gz", Path(folder) / "archive.db"
        texts = list(_varied(number))
        _write(file, texts)
        reading = wall_seconds(lambda: _read(texts))
        ours = wall_seconds(lambda: _import(file, archive, cores))
        alone = wall_seconds(lambda: _import(file, Path(folder) / "one" / "archive.db", 1))
        peer = wall_seconds(lambda: _loop(file))
        stored = _stored(archive)
        storing, size = _fill(archive, Path(folder) / "floor.db")
        print(f"{stored:,} stories of {number:,} pages, {file.stat().st_size / 1e6:.1f} MB packed, {cores} cores\n")
        print("| | seconds | stories a second | beside |")
        print("|---|---|---|---|")
        at_best = reading / cores
        for name, seconds, beside in (
            (f"import, {cores} cores", ours, f"{at_best / ours:.0%} of cores times reading"),
            ("import, one core", alone, f"{reading / alone:.0%} of reading"),
            ("reading, one process", reading, ""),
            ("a loop of warcio and trafilatura", peer, f"import on one core: {peer / alone:.2f} times as fast"),
            ("storing alone", storing, f"the file: {archive.stat().st_size / size:.2f} times as large as its"),
        ):
            print(f"| {name} | {seconds:.1f} | {stored / seconds:,.0f} | {beside} |")


def _varied(number: int) -> Iterator[tuple[bytes, str]]:
    """So many pages, each with its address."""
    found = [(html, url) for html, url in pages() if len(html) < 200_000]
    for count in range(number):
        html, url = found[count % len(found)]
        other = f"{url}-{count}"
        changed = html.replace(url, other)
        changed = re.sub(r"</p>", f" So it was said for the {count}th time on quay {count % 97}.</p>", changed, count=3)
        yield changed.encode("utf-8", "replace"), other


def _write(file: Path, texts: Sequence[tuple[bytes, str]]) -> None:
    with file.open("wb") as stream:
        for body, url in texts:
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {MOMENT}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            stream.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))


def _read(texts: Sequence[tuple[bytes, str]]) -> None:
    import scraper

    for body, url in texts:
        scraper.read_story(body, url)


def _import(file: Path, archive: Path, cores: int) -> None:
    archive.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "scraper", "import", str(file), "--db", str(archive), "--cores", str(cores)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _loop(file: Path) -> None:
    import trafilatura
    from warcio.archiveiterator import ArchiveIterator

    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                trafilatura.bare_extraction(record.content_stream().read(), url=url, with_metadata=True)


def _stored(archive: Path) -> int:
    with contextlib.closing(sqlite3.connect(archive)) as connection:
        return int(connection.execute("SELECT count(*) FROM stories").fetchone()[0])


def _fill(archive: Path, floor: Path) -> tuple[float, int]:
    """Put the rows of an archive into a file with the same tables, indexes and full text.

    :returns: the seconds that took, and the size of the file in bytes.
    """
    with contextlib.closing(sqlite3.connect(archive)) as here, contextlib.closing(sqlite3.connect(floor)) as there:
        made = here.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        shadows = {f"stories_fts_{part}" for part in ("data", "idx", "content", "docsize", "config")}
        tables = [name for kind, name, sql in made if kind == "table" and not sql.startswith("CREATE VIRTUAL")]
        tables = [name for name in tables if name not in shadows and not name.startswith("sqlite_")]
        rows = {name: here.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        begun = time.perf_counter()
        there.execute("PRAGMA journal_mode = wal")
        for kind, name, sql in made:
            if kind in ("table", "view") and name not in shadows and not name.startswith("sqlite_"):
                there.execute(sql)
        with there:
            for name, values in rows.items():
                if values:
                    marks = ", ".join("?" * len(values[0]))
                    there.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
            for kind, _, sql in made:
                if kind == "index":
                    there.execute(sql)
            there.execute("INSERT INTO stories_fts(stories_fts) VALUES ('rebuild')")
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return time.perf_counter() - begun, floor.stat().st_size
