"""Rows of incidents: what is wrong with the sites of newspapers, and what was."""

from __future__ import annotations

import sqlite3
from typing import cast

from scraper.archive.row_types import IncidentRow
from scraper.archive.rows import rows


def incidents(connection: sqlite3.Connection, slug: str | None = None, *, size: int = 10) -> list[IncidentRow]:
    """The newest incidents of a newspaper, the open one first; of all newspapers the open ones."""
    where = "slug = :slug" if slug else "closed IS NULL"
    found = rows(
        connection,
        f"""
        SELECT slug, title, since, opened, closed, detail FROM incidents
        JOIN publications ON publications.id = publication_id WHERE {where}
        ORDER BY closed IS NOT NULL, opened DESC, incidents.id DESC LIMIT :size
        """,  # noqa: S608
        {"slug": slug, "size": size if slug else -1},
    )
    return cast("list[IncidentRow]", found)
