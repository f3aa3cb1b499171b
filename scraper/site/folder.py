"""Where the site's templates, style sheet and messages lie, and what it calls the archive."""

from __future__ import annotations

from pathlib import Path

import scraper
from scraper.archive.connection import ArchiveError

DATABASE = "archive"  # the name under which the site opens the archive, whatever its file is called


class SiteError(ArchiveError):
    """The site cannot be shown; the message says what to do."""


def site_dir() -> Path:
    """The folder of the site: the copy inside an installed package, else the checkout's.

    In that order, and by a page that only ours has: beside an installed package lies the Datasette library itself,
    under the same name, and Datasette would start with it and show its stock pages.
    """
    package = Path(scraper.__file__).parent
    for folder in (package / "datasette", package.parent / "datasette"):
        if (folder / "templates" / "newsstand.html").is_file():
            return folder
    raise SiteError(f"The site's pages are missing beside {package}; install Back Issues again")
