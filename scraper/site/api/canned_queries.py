"""The questions that are asked most often, as SQL that Datasette offers beside the tables: ``datasette/queries/*.sql``.

A file is one query. Its first comment is the title, what follows in comments tells what it gives and what its
``:names`` stand for. Where a name may stay empty, the query takes the empty text for "all".
"""

from __future__ import annotations

import functools
from pathlib import Path

from scraper.site.folder import site_dir


def canned(folder: Path) -> dict[str, dict[str, str]]:
    """Every query of the folder, as Datasette wants it: name -> title, description and SQL."""
    return {path.stem: _query(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql"))}


def _query(text: str) -> dict[str, str]:
    lines = text.splitlines()
    told = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return {"title": told[0], "description": " ".join(told[1:]), "sql": sql}


@functools.cache
def queries() -> dict[str, dict[str, str]]:
    """The queries of this site's folder, read once."""
    return canned(site_dir() / "queries")
