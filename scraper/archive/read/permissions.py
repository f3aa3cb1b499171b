"""Rows -> what newspapers permitted of pages at the moments of their fetches."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.archive.rows import Row, first_row, rows
from scraper.archive.write.permissions import COLUMNS, document_of_row
from scraper.permissions import decide
from scraper.permissions.documents import Document, Kind, url_of
from scraper.permissions.values import Permissions
from scraper.urls import is_web_address

A_DAY = "+1 day"  # as long as robots.txt may be kept (RFC 9309, section 2.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was permitted of the page at an address when it was fetched, and the documents that held then."""

    url: str
    fetched: str
    permissions: Permissions
    documents: Sequence[Document]
    said: dict[str, str]  # by the page and its headers


class History:
    """The permission documents of an archive at any moment; those of a host are read once.

    What this archive has seen holds until it saw another, since it looked again within a day before every page. What
    others say they saw holds for a day.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.known: dict[str, list[tuple[Document, str]]] = {}  # by address, with the end of their time

    def at(self, url: str, fetched: str, said: dict[str, str] | None) -> Recorded:
        """What was permitted of a page.

        :param url: its address, after redirects.
        :param fetched: when, in ISO 8601, UTC.
        :param said: what it said itself; None where nobody has looked.
        """
        documents = list(self._documents(url, fetched))
        found = decide.permissions(url, documents, said)
        return Recorded(url=url, fetched=fetched, permissions=found, documents=documents, said=said or {})

    def _documents(self, url: str, moment: str) -> Iterator[Document]:
        held = [found for kind in (Kind.ROBOTS, Kind.TDMREP) if (found := self._held(url_of(kind, url), moment))]
        yield from held
        for address in decide.licences_named(held):
            if found := self._held(address, moment):
                yield found

    def _held(self, url: str, moment: str) -> Document | None:
        """The document that held at an address: what this archive saw before what others say, then the newest."""
        if url not in self.known:
            self.known[url] = [_with_end(row) for row in rows(self.connection, _OF_ADDRESS, [url])]
        holding = [each for each, end in self.known[url] if each.valid_from <= moment <= end]
        return max(holding, key=lambda each: (not each.said_by, each.valid_from), default=None)


_OF_ADDRESS = f"""
    SELECT {COLUMNS}, CASE WHEN said_by = '' THEN '9999' ELSE
        strftime('%Y-%m-%dT%H:%M:%SZ', last_seen, '{A_DAY}') END AS held_until
    FROM permission_documents WHERE url = ?
    """  # noqa: S608


def _with_end(row: Row) -> tuple[Document, str]:
    end = row.pop("held_until")
    return document_of_row(row), end


def of_story(connection: sqlite3.Connection, key: str, history: History | None = None) -> Recorded | None:
    """What was permitted of a story when it was last fetched; None of one without a capture.

    :param history: of the same archive, for whoever asks of many stories.
    """
    row = first_row(connection, _NEWEST_CAPTURE, [key])
    if row is None:
        return None
    return (history or History(connection)).at(row["url"], row["fetched"], json.loads(row["said"]))


_NEWEST_CAPTURE = """
    SELECT captures.url, captures.fetched, coalesce(page_permissions.said, '{}') AS said
    FROM stories JOIN captures ON captures.story_id = stories.id
    LEFT JOIN page_permissions ON page_permissions.story_id = stories.id
    WHERE stories.key = ? ORDER BY coalesce(captures.ordered, captures.fetched) DESC, captures.id DESC LIMIT 1
    """


def of_edition(connection: sqlite3.Connection, url: str, collected: str | None) -> Recorded | None:
    """What was permitted of the first page of an edition's index when it was collected; None where it has none."""
    return History(connection).at(url, collected, None) if collected and is_web_address(url) else None
