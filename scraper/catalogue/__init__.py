"""The catalogue of newspapers: every ``publications/<slug>.toml``, read strictly, as ``Publication``.

    files.py           where the files lie (shipped, and in the folder that BACKISSUES_PUBLICATIONS names); one file
                       merged with those it extends
    reader.py          a merged file -> Publication; all its faults are reported at once
    table_reader.py    one table, read against the schema
    schema.py          the tables and keys that a file may hold, made from the types of ``scraper.publication``
    value_types.py     the kinds of value that a key may have
    checks.py          what one table alone cannot tell: names that exist, facts that agree
    trial.py           selectors, patterns and templates, tried out where they stand
    errors.py          what can be wrong with the catalogue
    editor_schema.py   the schema as JSON Schema, for editors
    word_tables.py     the schema as the tables of docs/publications.md

A rebuild adds newspapers whose files are in the captures alone (``with_recorded``); a file that is there outranks that.

A file is read when its newspaper is first asked for, once in a process. A fault names file, table and key and what was
probably meant; all faults of a file are reported together (FaultyPublicationError).
"""

from __future__ import annotations

import contextlib
import functools
import os
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.catalogue.errors import FaultyPublicationError, PublicationError, UnknownPublicationError
from scraper.catalogue.files import Source, merged, names_environment, shadows, sources
from scraper.catalogue.files import texts as texts_of
from scraper.catalogue.value_types import near
from scraper.publication import Publication
from scraper.secrets import Secrets

if TYPE_CHECKING:
    from scraper.discover.secrets import NamedSecrets

__all__ = [
    "FOLDER_VARIABLE",
    "Catalogue",
    "FaultyPublicationError",
    "PublicationError",
    "UnknownPublicationError",
    "by_address",
    "by_host",
    "by_name",
    "catalogue",
    "known",
    "publication",
    "recorded",
    "secrets",
    "shipped",
    "take_recorded",
    "texts",
    "with_recorded",
]

FOLDER_VARIABLE = "BACKISSUES_PUBLICATIONS"


class Catalogue(Mapping[str, Publication]):
    """The newspapers by slug, in the order of the alphabet; reading one reads its file and those it extends."""

    def __init__(
        self, folder: Path | None = None, recorded: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        if folder is not None and not folder.is_dir():
            raise PublicationError(f"{folder} is no folder; {FOLDER_VARIABLE} names the folder of your own newspapers")
        self._folder = folder
        self._sources: dict[str, Source] = sources(folder, recorded)
        is_bare = folder is None and not recorded
        # Whether the shipped files say the same as without the folder, so that they need not be read again.
        self._has_shipped = not is_bare and (folder is None or not shadows(folder))
        self._read: dict[str, Publication] = {}
        self._faulty: dict[str, FaultyPublicationError] = {}

    def sound(self) -> list[Publication]:
        """The newspapers whose files are without fault; ``faulty`` has the faults of the others."""
        for slug in self._sources:
            if slug not in self._read and slug not in self._faulty:
                try:
                    self[slug]
                except FaultyPublicationError as error:
                    self._faulty[slug] = error
        return [self._read[slug] for slug in self._sources if slug in self._read]

    def on_host(self, host: str, environment: Mapping[str, str]) -> tuple[Publication, ...]:
        """The newspapers without fault whose stories are served from a host, or from one that it is below."""
        name = host.partition(":")[0]
        below = [each for each in _and_above(host) if ":" in each] if name != host else []
        slugs = {slug for each in (*_and_above(name), *below) for slug in self._by_host.get(each, ())}
        for paper in self._with_variables:
            if any(_is_of(host, own) for own in _hosts(paper, environment) if own):
                slugs.add(paper.slug)
        return tuple(self._read[slug] for slug in self._sources if slug in slugs) if slugs else ()

    @functools.cached_property
    def _by_host(self) -> Mapping[str, Sequence[str]]:
        """The slugs of the newspapers without fault by the hosts that their files name."""
        found: dict[str, list[str]] = {}
        for paper in self.sound():
            for host in () if "{" in paper.homepage else _hosts(paper, {}):
                found.setdefault(host, []).append(paper.slug)
        return found

    @functools.cached_property
    def _with_variables(self) -> Sequence[Publication]:
        """The newspapers without fault whose host the environment may name."""
        return [paper for paper in self.sound() if "{" in paper.homepage]

    @functools.cached_property
    def secrets(self) -> Sequence[NamedSecrets]:
        """What the newspapers' files name as secrets; a file that names no variable of the environment is not read."""
        from scraper.discover.secrets import named_in

        known = {each.slug: each for each in shipped().secrets} if self._has_shipped else {}
        found = []
        for slug, source in self._sources.items():
            if self._has_shipped and source.shipped:
                found += [known[slug]] if slug in known else []
                continue
            with contextlib.suppress(FaultyPublicationError):
                if names_environment(source, self._folder):
                    found.append(named_in(self[slug]))
        return found

    def faulty(self) -> dict[str, FaultyPublicationError]:
        """What is wrong with the newspapers whose files cannot be used, by slug."""
        self.sound()
        return dict(self._faulty)

    def texts(self, slug: str) -> Sequence[str]:
        """What a newspaper's file says, and what those say that it extends, the nearest first."""
        self[slug]
        return texts_of(self._sources[slug], self._folder)

    def __getitem__(self, slug: str) -> Publication:
        if slug not in self._read:
            if slug not in self._sources:
                meant = near(slug, self._sources)
                hint = f"did you mean '{meant}'? " if meant else ""
                raise UnknownPublicationError(f"no newspaper '{slug}'; {hint}'backissues publications' lists them")
            from scraper.catalogue import reader  # loads what only reading a file needs

            source = self._sources[slug]
            if source.shipped and self._has_shipped:
                self._read[slug] = shipped()[slug]
            else:
                self._read[slug] = reader.read(source, merged(source, self._folder))
        return self._read[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, slug: object) -> bool:
        return slug in self._sources


def catalogue(folder: Path | str | None = None) -> Catalogue:
    """The shipped newspapers with those of the user's own folder, by default the one BACKISSUES_PUBLICATIONS names."""
    named = folder or os.environ.get(FOLDER_VARIABLE) or ""
    if _recorded:
        return _with_recorded(Path(named).expanduser() if named else None)
    return _catalogue(Path(named).expanduser()) if named else shipped()


@contextlib.contextmanager
def with_recorded(files: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Let the catalogue have the newspapers whose files are in captures alone, meanwhile and in this process.

    :param files: the texts of each file and of those that it extends, by the newspaper's slug.
    """
    before = recorded()
    take_recorded(files)
    try:
        yield
    finally:
        take_recorded(before)


def take_recorded(files: Mapping[str, Sequence[str]]) -> None:
    """As ``with_recorded``, until another call."""
    _recorded.clear()
    _recorded.update(files)
    _with_recorded.cache_clear()


def recorded() -> Mapping[str, Sequence[str]]:
    """The newspapers whose files are in captures alone, as ``with_recorded`` was given them."""
    return dict(_recorded)


def texts(slug: str) -> Sequence[str]:
    """What a newspaper's file says, and what those say that it extends, the nearest first.

    :raises PublicationError: there is none, or it cannot be read.
    """
    return catalogue().texts(slug)


@functools.cache
def shipped() -> Catalogue:
    """The shipped newspapers alone, which are read once whatever folders stand beside them."""
    return Catalogue()


def publication(slug: str) -> Publication:
    """The newspaper of that slug; UnknownPublicationError suggests what was meant."""
    return catalogue()[slug]


def known(slug: str) -> Publication | None:
    """The newspaper of that slug; None if no file describes it."""
    return catalogue().get(slug)


def by_host(host: str) -> tuple[Publication, ...]:
    """The newspapers whose stories are served from this host ("www.example.com", or an address on it).

    A newsstand's host belongs to several; a name below a paper's host ("amp.example.com") is that paper's too, and so
    is every port of a host that is given without one.
    """
    return catalogue().on_host(_bare(_netloc(host) if "//" in host else host), os.environ)


def _and_above(host: str) -> Iterator[str]:
    """A host and those that it is below: www.example.org, example.org, org; nothing for an empty one."""
    while host:
        yield host
        host = host.partition(".")[2]


def _is_of(host: str, own: str) -> bool:
    name = host if ":" in own else host.partition(":")[0]
    return name == own or name.endswith(f".{own}")


def by_address(url: str) -> tuple[Publication, ...]:
    """The newspapers to which the story at an address may belong; none where no file names its host.

    Of several on one host, as on a newsstand or the site of sister papers, those count below whose homepage the address
    lies, if there are any.
    """
    papers = by_host(url)
    below = tuple(paper for paper in papers if _is_below(url, _homepage(paper, os.environ)))
    return below or papers


def by_name(name: str) -> tuple[Publication, ...]:
    """The newspapers that go by this name, as title or in ``also``; upper case and accents make no difference."""
    wanted = _plain(name)
    return tuple(paper for paper in catalogue().sound() if wanted and wanted in map(_plain, (paper.title, *paper.also)))


def secrets(env: Mapping[str, str], slugs: Container[str] | None = None) -> Secrets:
    """The secrets that the newspapers' files name, with their values in an environment.

    :param slugs: those of these newspapers alone.
    """
    from scraper.discover.secrets import secrets_of

    return secrets_of((each for each in catalogue().secrets if slugs is None or each.slug in slugs), env)


_recorded: dict[str, Sequence[str]] = {}


@functools.cache
def _with_recorded(folder: Path | None) -> Catalogue:
    return Catalogue(folder, recorded())


@functools.cache
def _catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder)


def _hosts(paper: Publication, environment: Mapping[str, str]) -> Iterator[str]:
    host = _host_of(paper.homepage)
    yield _host_of(_homepage(paper, environment)) if "{" in host else host
    yield from map(_bare, paper.hosts)


def _homepage(paper: Publication, environment: Mapping[str, str]) -> str:
    homepage = paper.homepage
    if "{" in homepage:
        from scraper.discover.templates import of_the_paper

        homepage = of_the_paper(homepage, paper.variables, environment)
    return homepage


def _is_below(url: str, homepage: str) -> bool:
    """Whether an address lies in the folder of a homepage that has one of its own on its host."""
    try:
        page, home = urlsplit(url), urlsplit(homepage)
    except ValueError:
        return False
    folder = home.path.rstrip("/")
    return bool(folder) and _bare(page.netloc) == _bare(home.netloc) and f"{page.path}/".startswith(f"{folder}/")


@functools.lru_cache(maxsize=4096)
def _host_of(url: str) -> str:
    return _bare(_netloc(url))


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:  # an unclosed bracket: no host of ours
        return ""


@functools.lru_cache(maxsize=4096)
def _bare(host: str) -> str:
    return host.rpartition("@")[2].lower().removeprefix("www.").rstrip(".")


def _plain(name: str) -> str:
    """The name without case, spacing and the accents of Latin, Greek and Cyrillic letters; other marks are letters."""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return " ".join("".join(char for char in decomposed if not "\u0300" <= char <= "\u036f").split())
