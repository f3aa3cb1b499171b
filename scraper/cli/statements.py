"""What a search or an export rests on, for the commands: ``search --statement`` and ``export --statement``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scraper.cli.options import site_address

if TYPE_CHECKING:
    import sqlite3

    from scraper.archive.search.filters import Filters
    from scraper.site.json_objects import Statement


def statement_of(
    connection: sqlite3.Connection,
    filters: Filters,
    values: Mapping[str, Sequence[str]],
    site: str,
    left_out: Mapping[str, int] | None = None,
) -> Statement:
    """What these filters find, and what that rests on.

    :param values: of the form of the search, from which the filters are made.
    :param site: where readers reach the archive; that of a public file unless given.
    :param left_out: stories that the export does without, by why.
    """
    from scraper.archive import public_copy
    from scraper.archive.read import publications
    from scraper.archive.search.statement import statement
    from scraper.site.words import statement as words

    where = site_address(site) or public_copy.url_of(connection).rstrip("/")
    return words.statement(
        statement(connection, filters),
        filters,
        publications.titles(connection, filters.publications),
        values=values,
        archive=where or public_copy.name_of(connection),
        site=where,
        public=public_copy.about(connection),
        left_out=left_out,
    )
