"""The table of docs/dependencies.md: what the installed packages say of themselves, and why each is here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

from tests.audit import CONSTRAINTS, pins

ROOT = Path(__file__).parents[1]
RELEASES = Path(__file__).with_name("releases.tsv")  # kept by ``make releases``
REASONS: Mapping[str, str] = {
    "scrapy": "fetches pages politely, many newspapers at a time",
    "sqlite-utils": "tables, migrations and transactions of the archive",
    "datasette": "the site, its tables and JSON",
    "python-dateutil": "dates as pages write them",
    "babel": "names of months and days in many languages; the translations",
    "backports-zstd": "pages and WARC files packed with Zstandard",
    "brotli": "pages packed with Brotli",
    "click": "the command line",
    "convertdate": "the Persian, Hebrew and other calendars",
    "cryptography": "the key that requests are signed with",
    "filelock": "one process at a time writes to an archive",
    "httpx": "fetches the one page of `inspect` and `add`",
    "jinja2": "the pages of the site",
    "jmespath": "selectors of a newspaper's file on JSON",
    "lxml": "HTML and XML as trees",
    "markupsafe": "what is put into a page is no markup",
    "msgspec": "JSON of pages, read quickly and strictly",
    "nepali-datetime": "the Bikram Sambat calendar",
    "nh3": "the few harmless tags that are left of a story's HTML",
    "numpy": "the small network that tells a text from what is around it",
    "parsel": "CSS and XPath selectors of a newspaper's file",
    "pillow": "thumbnails of photographs; the covers of books",
    "protego": "reads robots.txt",
    "py3langid": "the language of a story that does not state it",
    "rensa": "sketches of texts (MinHash), by which wire copy is found",
    "rich": "tables and progress in the terminal",
    "selectolax": "reads the blocks of a page quickly",
    "tldextract": "which hosts belong to one site",
    "w3lib": "addresses and charsets as browsers read them",
    "warcio": "writes the records of WARC files",
}


def direct() -> list[str]:
    """The names of the packages that this one needs, as pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in project["dependencies"]]


def licence(name: str) -> str:
    """The licence that an installed package states: an SPDX expression, or its own words."""
    try:
        fields = metadata(name)
    except PackageNotFoundError:  # on a newer Python it is part of that
        return "not installed here"
    classifiers = [text.rpartition(" :: ")[2] for text in fields.get_all("Classifier") or [] if "License ::" in text]
    stated = (fields.get("License-Expression") or fields.get("License") or "").strip()
    return stated if stated and len(stated) < 60 and "\n" not in stated else " or ".join(classifiers) or "not stated"


class Release(NamedTuple):
    """The pinned version of a package and the last one, each with its day, as an index said on another day."""

    pinned: str
    day: str
    last: str
    last_day: str
    asked: str


def kept_releases() -> dict[str, Release]:
    """What an index said when it was last asked, by the package's name."""
    lines = RELEASES.read_text(encoding="utf-8").splitlines()[1:] if RELEASES.exists() else []
    return {name: Release(*values) for name, *values in (line.split("\t") for line in lines)}


def table() -> str:
    """The table in Markdown; a package without a reason is an error."""
    pinned = {spelled(name): version for name, version in pins(CONSTRAINTS.read_text(encoding="utf-8")).items()}
    kept = kept_releases()
    rows = []
    for name in direct():
        version, known = pinned[spelled(name)], kept.get(name)
        day = known.day if known and known.pinned == version else "not asked"
        last = f"{known.last}, {known.last_day}" if known else "not asked"
        rows.append(f"| {name} | {version}, {day} | {last} | {licence(name)} | {REASONS[name]} |")
    asked = max((each.asked for each in kept.values()), default="never")
    head = f"| package | pinned version | last release, as of {asked} | licence | why |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def spelled(name: str) -> str:
    """A package's name as an index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()
