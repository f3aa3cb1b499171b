"""The folder of the site's templates, style sheet and messages, and the name of its database."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import scraper
from scraper.archive.connection import ArchiveError

DATABASE = "archive"  # the name under which the site opens the archive, whatever its file is called


class SiteError(ArchiveError):
    """The site cannot be opened; the message says what to do."""


def site_dir() -> Path:
    """The folder ``datasette``: the copy inside an installed package, else the one of the checkout.

    In that order, and recognised by a template of this site: beside an installed package lies the Datasette library
    itself, under the same name, and Datasette would start with that folder and show its stock pages.

    :raises SiteError: there is none; the installation is broken.
    """
    package = Path(scraper.__file__).parent
    for folder in (package / "datasette", package.parent / "datasette"):
        if (folder / "templates" / "newsstand.html").is_file():
            return folder
    raise SiteError(f"The site's pages are missing beside {package}; install Back Issues again")


@functools.cache
def metadata() -> dict[str, Any]:
    """What the site's folder says of its database, tables and columns; not to be changed."""
    found: dict[str, Any] = json.loads((site_dir() / "metadata.json").read_text(encoding="utf-8"))
    return found


def about_table(name: str) -> str:
    """What a table or view holds, in a sentence; "" where nobody said it."""
    return str(_told_of_table(name).get("description", ""))


def is_hidden_table(name: str) -> bool:
    """Whether a table or view serves the archive itself; Datasette asks it of tables, and not of views."""
    return bool(_told_of_table(name).get("hidden", False))


def _told_of_table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = metadata()["databases"][DATABASE]["tables"].get(name, {})
    return found
