"""The archive's stories -> a file in JSON Lines, CSV or Parquet, with its checksum and a manifest beside it.

The columns are ``COLUMNS``, the same in all forms and stable: new ones are added at the end. Those that the tables of
the site have as well mean the same there. The file gets its name when it is whole, never before.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scraper
from scraper import durable
from scraper.site import routes
from scraper.site.formats import tables

Row = Mapping[str, Any]

TEXT, WHOLE, BOOLEAN, TEXTS, RECORDS = "text", "whole number", "true or false", "list of texts", "list of objects"
COLUMNS: Mapping[str, tuple[str, str]] = {  # name -> its kind, what it says
    "key": (TEXT, "the story's permanent key, as in its address /stories/{key}"),
    "url": (TEXT, "its permanent address in this archive; a path, unless `--url` says where the site is"),
    "publication": (TEXT, "the newspaper's slug"),
    "publication_title": (TEXT, "the newspaper"),
    "edition_date": (TEXT, "the date printed on its edition, YYYY-MM-DD; null where it is not known"),
    "evidence_kind": (
        TEXT,
        "what that date rests on: index, statement, structured, url, claimed, published (on the web)",
    ),
    "evidence_text": (TEXT, "the words or key of that evidence"),
    "issue": (TEXT, "the number of the issue"),
    "headline": (TEXT, "the headline"),
    "print_headline": (TEXT, "the headline in print, where it is another"),
    "kicker": (TEXT, "the line above the headline"),
    "standfirst": (TEXT, "the paragraph below the headline"),
    "byline": (TEXT, "who wrote it, as printed"),
    "agency": (TEXT, "the news agency it comes from"),
    "dateline": (TEXT, "the place line, as printed"),
    "section": (TEXT, "the section"),
    "page": (TEXT, "the page's label"),
    "language": (TEXT, "BCP 47 tag"),
    "access": (TEXT, "open; excerpt or headline: what the newspaper shows to everyone; part: captured in part"),
    "words": (WHOLE, "words of the body"),
    "topics": (TEXTS, "the newspaper's own keywords"),
    "published": (TEXT, "published on the web, ISO 8601, as the page states it"),
    "modified": (TEXT, "changed on the web, as the page states it"),
    "first_seen": (TEXT, "first fetched, UTC"),
    "fetched": (TEXT, "last fetched, UTC"),
    "noarchive": (BOOLEAN, "the newspaper asks that the page not be archived"),
    "tdm_reserved": (BOOLEAN, "the newspaper reserves text and data mining"),
    "text_hash": (TEXT, "of headline, standfirst, byline and body, to tell versions apart"),
    "authors": (TEXTS, "persons who wrote it"),
    "editions": (RECORDS, "where it ran: publication, date, label, section, page, position, print_headline"),
    "body": (TEXT, "the text; an empty line between paragraphs"),
    "source_url": (TEXT, "the newspaper's own address"),
    "edition_label": (TEXT, "the label of the edition it stood in; empty for the only one, null where it is not known"),
    "edition_url": (TEXT, "that edition's address in this archive"),
    "cluster": (TEXT, "the same for stories that share most of their text; null where there are no copies"),
}
EDITION_COLUMNS = ("publication", "date", "label", "section", "page", "position", "print_headline")
NEVER_REPLACED = (b"SQLite format 3\0", b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # archives, and captures
PARQUET_ROWS = 2_000  # of a row group, which is held in memory


class ExportError(Exception):
    """The export cannot be made; the message says what to do."""


class FileExistsAlreadyError(ExportError):
    """There is a file of that name already."""


class MissingExtraError(ExportError):
    """A library is missing that is installed with an extra only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int
    size: int
    sha256: str


def addressed(stories: Iterable[Row], site: str = "") -> Iterator[Row]:
    """The stories with their addresses in this archive.

    :param stories: of ``archive.export_rows.stories``.
    :param site: where readers reach the site, without a slash at its end; without it addresses are paths.
    """
    for story in stories:
        label, edition = story["edition_label"], None
        if label is not None:
            edition = site + routes.edition(story["publication"], story["edition_date"], label)
        yield {**story, "url": site + routes.story(story["key"]), "edition_url": edition}


def jsonl(stories: Iterable[Row], path: Path) -> int:
    """Write JSON Lines (jsonlines.org) in UTF-8, one story a line.

    :returns: the number of stories.
    """
    number = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for number, story in enumerate(stories, 1):  # noqa: B007 - it is counted
            file.write(json.dumps({name: story[name] for name in COLUMNS}, ensure_ascii=False) + "\n")
    return number


def csv(stories: Iterable[Row], path: Path) -> int:
    """Write CSV as the site does, which spreadsheets read (``formats.tables``).

    :returns: the number of stories.
    """
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        return tables.write_csv(file, tuple(COLUMNS), stories)


def parquet(stories: Iterable[Row], path: Path) -> int:
    """Write Apache Parquet, compressed with Zstandard; lists are lists and objects.

    :returns: the number of stories.
    :raises MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError(
            "Parquet is written by pyarrow, which is not installed: pip install 'backissues[parquet]'"
        ) from error
    text = pyarrow.string()
    record = pyarrow.struct([(name, pyarrow.int64() if name == "position" else text) for name in EDITION_COLUMNS])
    kinds = {
        TEXT: text,
        WHOLE: pyarrow.int64(),
        BOOLEAN: pyarrow.bool_(),
        TEXTS: pyarrow.list_(text),
        RECORDS: pyarrow.list_(record),
    }
    schema = pyarrow.schema([(name, kinds[kind]) for name, (kind, _) in COLUMNS.items()])
    number = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        group: list[dict[str, Any]] = []
        for number, story in enumerate(stories, 1):  # noqa: B007
            group.append({name: story[name] for name in COLUMNS})
            if len(group) == PARQUET_ROWS:
                writer.write_table(pyarrow.Table.from_pylist(group, schema))
                group = []
        if group:
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
    return number


WRITERS: Mapping[str, Callable[[Iterable[Row], Path], int]] = {"jsonl": jsonl, "csv": csv, "parquet": parquet}


def _check_place(path: Path, *, force: bool) -> None:
    """:raises ExportError: no file may be written here."""
    if not path.parent.is_dir():
        raise ExportError(f"{path}: there is no folder {path.parent}; make it first")
    if not path.exists():
        return
    if not path.is_file():
        raise FileExistsAlreadyError(f"{path} is no file; --out names the file to be written")
    if not force:
        raise FileExistsAlreadyError(f"{path} is there already; --force writes it anew, --out names another file")
    with path.open("rb") as file:
        if file.read(16).startswith(NEVER_REPLACED):
            raise FileExistsAlreadyError(f"{path} is an archive or captures, no export; --out names another file")


def export(write: Callable[[Path], int], path: Path, manifest: Mapping[str, Any], *, force: bool = False) -> Exported:
    """Write an export, its checksum and its manifest.

    Beside ``stories.csv`` lie ``stories.csv.sha256``, which ``sha256sum --check`` reads, and
    ``stories.csv.manifest.json``.

    :param write: writes to a path, and gives back the number of rows.
    :param manifest: further fields of the manifest.
    :param force: replace a file that is there.
    :raises FileExistsAlreadyError: there is a file, and ``force`` was not given; or what is there is no export.
    :raises ExportError: there is no folder for it.
    """
    _check_place(path, force=force)
    with _unfinished(path) as unfinished:
        number = write(unfinished)
        digest, size = _sha256(unfinished), unfinished.stat().st_size
        described = {
            "file": path.name,
            "rows": number,
            "bytes": size,
            "sha256": digest,
            "written_by": f"backissues {scraper.__version__}",
            **manifest,
        }
        beside(path, ".manifest.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
        beside(path, ".sha256").write_text(f"{digest}  {path.name}\n", "utf-8")
        durable.replace(unfinished, path)
    return Exported(path=path, rows=number, size=size, sha256=digest)


def beside(path: Path, ending: str) -> Path:
    """The path of a file beside an export: its checksum, its manifest."""
    return path.with_name(path.name + ending)


@contextlib.contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A temporary file in the same folder, which is deleted unless it is renamed."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".unfinished", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    unfinished.chmod(0o666 & ~_umask())
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
