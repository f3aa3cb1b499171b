"""Where publication files lie, and one file merged with those it extends.

A folder of the user's own comes before the shipped one; there, a file may extend the shipped file of the same name.
"""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """One publication file: where it lies, and what people know it as.

    ``texts`` is set of a newspaper whose file is in the captures alone: that file's text and those of its bases.
    """

    slug: str
    file: Traversable
    shown: str
    shipped: bool
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The raw tables of a file with those of its bases, and which file each table and key comes from."""

    tables: Mapping[str, Any] = field(default_factory=dict)
    origin: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (table, key); key "" for a table as a whole
    python: Path | None = None  # the file of functions that 'python' names; None where a shipped file names it


def sources(folder: Traversable | None, recorded: Mapping[str, Sequence[str]]) -> dict[str, Source]:
    """Every newspaper's file by slug; the user's own outranks a shipped one, and either what the captures recorded.

    :param recorded: the texts of a newspaper's file and its bases, by slug.
    """
    found = {slug: _recorded(slug, texts) for slug, texts in recorded.items()}
    found |= {slug: _source(slug, None) for slug in _slugs(resources.files("scraper") / "publications")}
    if folder is not None:
        found |= {slug: _source(slug, folder) for slug in _slugs(folder)}
    return {slug: found[slug] for slug in sorted(found)}


def shadows(folder: Traversable) -> bool:
    """Whether a file of a user's own folder stands in for a shipped one, or for what shipped ones extend."""
    shipped = {file.name for file in (resources.files("scraper") / "publications").iterdir()}
    return any(file.name in shipped for file in folder.iterdir())


def merged(source: Source, folder: Traversable | None) -> Merged:
    """The file and its bases: in a table the keys of the child win, a list of tables is replaced as a whole.

    What was recorded in captures has no functions in Python: these are not in them.
    """
    found = Merged()
    for each in reversed(chain(source, folder)):
        raw = _parsed(each)
        if each.texts:
            raw.pop("python", None)
        tables = dict(found.tables)
        origin = dict(found.origin)
        for name, table in raw.items():
            both = isinstance(table, dict) and isinstance(tables.get(name), dict)
            tables[name] = {**tables[name], **table} if both else table
            origin[name, ""] = each.shown
            origin |= {(name, key): each.shown for key in table} if isinstance(table, dict) else {}
        named = raw.get("python")
        python = found.python
        if isinstance(named, str):
            python = folder / named if isinstance(folder, Path) and not each.shipped else None
        found = Merged(tables=tables, origin=origin, python=python)
    return found


def chain(source: Source, folder: Traversable | None) -> Sequence[Source]:
    """A file, the one that it extends, and so on.

    :raises FaultyPublicationError: one of them cannot be read, or it comes back to itself.
    """
    if source.texts:
        return [replace(source, texts=source.texts[number : number + 1]) for number in range(len(source.texts))]
    found = [source]
    while isinstance(name := _parsed(found[-1]).get("extends"), str) and name:
        parent = _base(found[-1], name, folder)
        if parent in found:
            told = " -> ".join(each.slug for each in (*found, parent))
            raise FaultyPublicationError([f"{found[-1].shown} extends: it comes back to itself: {told}"])
        found.append(parent)
    return found


def texts(source: Source, folder: Traversable | None) -> Sequence[str]:
    """What a newspaper's file says, and what those say that it extends, the nearest first.

    :raises FaultyPublicationError: one of them cannot be read.
    """
    return [_text(each) for each in chain(source, folder)]


def names_environment(source: Source, folder: Traversable | None, seen: tuple[Source, ...] = ()) -> bool:
    """Whether the text of a file, or of one that it extends, names a variable of the environment; quick to tell."""
    text = "\n".join(source.texts) or _text(source)
    if "{env." in text or source in seen or source.texts:
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


def _recorded(slug: str, texts: Sequence[str]) -> Source:
    nowhere = resources.files("scraper") / f"{slug}{SUFFIX}"
    return Source(slug=slug, file=nowhere, shown=f"{slug}{SUFFIX} in the captures", shipped=False, texts=tuple(texts))


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
    if source.texts:
        return source.texts[0]
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
