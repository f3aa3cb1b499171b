"""The folder of the site's templates, style sheet and messages, and the name of its database."""

from __future__ import annotations

from pathlib import Path

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
