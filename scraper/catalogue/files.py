"""Where publication files lie, and one file merged with those it extends.

A folder of the user's own comes before the shipped one; there, a file may extend the shipped file of the same name.
"""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from scraper.catalogue.errors import FaultyPublicationError
from scraper.limits import PUBLICATION_BYTES

SUFFIX = ".toml"
_EXTENDS = re.compile(r"""(?m)^[ \t]*extends[ \t]*=[ \t]*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publication file: where it lies, and what people know it as."""

    slug: str
    file: Traversable
    shown: str
    shipped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The raw tables of a file with those of its bases, and which file each table and key comes from."""

    tables: Mapping[str, Any] = field(default_factory=dict)
    origin: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (table, key); key "" for a table as a whole
    python: Path | None = None  # the file of functions that 'python' names; None where a shipped file names it


def sources(folder: Traversable | None) -> dict[str, Source]:
    """Every newspaper's file by slug; the user's own outranks a shipped one."""
    found = {slug: _source(slug, None) for slug in _slugs(resources.files("scraper") / "publications")}
    if folder is not None:
        found |= {slug: _source(slug, folder) for slug in _slugs(folder)}
    return {slug: found[slug] for slug in sorted(found)}


def shadows(folder: Traversable) -> bool:
    """Whether a file of a user's own folder stands in for a shipped one, or for what shipped ones extend."""
    shipped = {file.name for file in (resources.files("scraper") / "publications").iterdir()}
    return any(file.name in shipped for file in folder.iterdir())


def merged(source: Source, folder: Traversable | None, seen: tuple[Source, ...] = ()) -> Merged:
    """The file and its bases: in a table the keys of the child win, a list of tables is replaced as a whole."""
    raw = _parsed(source)
    base = Merged()
    if isinstance(name := raw.get("extends"), str) and name:
        parent = _base(source, name, folder)
        if parent in (*seen, source):
            chain = " -> ".join(each.slug for each in (*seen, source, parent))
            raise FaultyPublicationError([f"{source.shown} extends: it comes back to itself: {chain}"])
        base = merged(parent, folder, (*seen, source))
    tables = dict(base.tables)
    origin = dict(base.origin)
    for name, table in raw.items():
        both = isinstance(table, dict) and isinstance(tables.get(name), dict)
        tables[name] = {**tables[name], **table} if both else table
        origin[name, ""] = source.shown
        origin |= {(name, key): source.shown for key in table} if isinstance(table, dict) else {}
    named = raw.get("python")
    python = base.python
    if isinstance(named, str):
        python = folder / named if isinstance(folder, Path) and not source.shipped else None
    return Merged(tables=tables, origin=origin, python=python)


def names_environment(source: Source, folder: Traversable | None, seen: tuple[Source, ...] = ()) -> bool:
    """Whether the text of a file, or of one that it extends, names a variable of the environment; quick to tell."""
    text = _text(source)
    if "{env." in text or source in seen:
        return "{env." in text
    found = _EXTENDS.search(text)
    return found is not None and names_environment(_base(source, found[1], folder), folder, (*seen, source))


def _slugs(folder: Traversable) -> Iterator[str]:
    for file in folder.iterdir():
        if file.name.endswith(SUFFIX):
            yield file.name.removesuffix(SUFFIX)


def _source(name: str, folder: Traversable | None) -> Source:
    if folder is None:
        file = resources.files("scraper").joinpath("publications", *f"{name}{SUFFIX}".split("/"))
        return Source(slug=name, file=file, shown=f"publications/{name}{SUFFIX}", shipped=True)
    file = folder.joinpath(*f"{name}{SUFFIX}".split("/"))
    return Source(slug=name, file=file, shown=str(file), shipped=False)


def _base(source: Source, name: str, folder: Traversable | None) -> Source:
    own = _source(name, folder) if folder is not None and not (source.slug == name and not source.shipped) else None
    if own is not None and own.file.is_file():
        return own
    shipped = _source(name, None)
    if not shipped.file.is_file():
        raise FaultyPublicationError([f"{source.shown} extends: there is no file '{name}{SUFFIX}' to extend"])
    return shipped


def content_of(file: Traversable) -> bytes:
    """What a newspaper's file, or its file of functions, holds.

    :raises OSError: it cannot be read; it is no file but a pipe, which would be waited for, or a device; it is too big.
    """
    is_missing = isinstance(file, Path) and not file.exists()  # which opening says
    if not (is_missing or file.is_file()):
        raise OSError(errno.EINVAL, "it is no file")
    with file.open("rb") as stream:
        content = stream.read(PUBLICATION_BYTES + 1)
    if len(content) > PUBLICATION_BYTES:
        raise OSError(errno.EFBIG, f"longer than {PUBLICATION_BYTES:,} bytes")
    return content


def _text(source: Source) -> str:
    try:
        return content_of(source.file).decode("utf-8-sig")  # editors of Windows begin a file with a mark
    except OSError as error:
        raise FaultyPublicationError([f"{source.shown}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise FaultyPublicationError([f"{source.shown}: not written in UTF-8: {error}"]) from error


def _parsed(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(source))
    except RecursionError as error:
        raise FaultyPublicationError([f"{source.shown}: no TOML that can be read: it is nested too deep"]) from error
    except ValueError as error:  # no TOML, or a number of more digits than any has
        raise FaultyPublicationError([f"{source.shown}: no TOML: {error}"]) from error
