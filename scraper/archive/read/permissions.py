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
from scraper.permissions.values import Answer, Permissions, Use
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

    def __init__(self, connection: sqlite3.Connection, schema: str = "main") -> None:
        self.connection = connection
        self.schema = schema  # of the archive, where it is attached to another
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
            found = rows(self.connection, _OF_ADDRESS.format(schema=self.schema), [url])
            self.known[url] = [_with_end(row) for row in found]
        holding = [each for each, end in self.known[url] if each.valid_from <= moment <= end]
        return max(holding, key=lambda each: (not each.said_by, each.valid_from), default=None)


_OF_ADDRESS = f"""
    SELECT {COLUMNS}, CASE WHEN said_by = '' THEN '9999' ELSE
        strftime('%Y-%m-%dT%H:%M:%SZ', last_seen, '{A_DAY}') END AS held_until
    FROM {{schema}}.permission_documents WHERE url = ?
    """  # noqa: S608


def _with_end(row: Row) -> tuple[Document, str]:
    end = row.pop("held_until")
    return document_of_row(row), end


def of_story(connection: sqlite3.Connection, key: str, history: History | None = None) -> Recorded | None:
    """What was permitted of a story when it was last fetched; None of one without a capture.

    Of a copy that a web archive had, what was permitted when that was asked for it.

    :param history: of the same archive, for whoever asks of many stories.
    """
    history = history or History(connection)
    row = first_row(connection, _NEWEST_CAPTURE.format(schema=history.schema), [key])
    return history.at(row["url"], row["fetched"], json.loads(row["said"])) if row else None


_NEWEST_CAPTURE = """
    SELECT captures.url, coalesce(captures.asked, captures.fetched) AS fetched,
        coalesce(page_permissions.said, '{{}}') AS said
    FROM {schema}.stories JOIN {schema}.captures ON captures.story_id = stories.id
    LEFT JOIN {schema}.page_permissions ON page_permissions.story_id = stories.id
    WHERE stories.key = ? ORDER BY coalesce(captures.ordered, captures.fetched) DESC, captures.id DESC LIMIT 1
    """


def of_edition(connection: sqlite3.Connection, url: str, collected: str | None) -> Recorded | None:
    """What was permitted of the first page of an edition's index when it was collected; None where it has none."""
    return History(connection).at(url, collected, None) if collected and is_web_address(url) else None


def prohibited(connection: sqlite3.Connection, use: Use, schema: str = "main") -> Iterator[int]:
    """The row ids of stories of which a use was prohibited when they were fetched, by a document of their host.

    :param schema: of the archive, where it is attached to another.
    """
    history = History(connection, schema)
    addresses = [url for (url,) in connection.execute(_THAT_MAY_PROHIBIT.format(schema=schema))]
    for origin in dict.fromkeys(url[: url.index("/", url.index("://") + 3)] for url in addresses):
        on_host = connection.execute(_ON_HOST.format(schema=schema), [f"{origin}/", f"{origin}0"]).fetchall()
        for story_id, key in on_host:
            recorded = of_story(connection, key, history)
            if recorded and recorded.permissions.answer(use) is Answer.PROHIBITED:
                yield story_id


_THAT_MAY_PROHIBIT = """
    SELECT DISTINCT url FROM {schema}.permission_documents WHERE status BETWEEN 200 AND 299
    AND (kind = 'tdmrep' OR (kind = 'robots' AND (json_array_length(said, '$.licenses') > 0
        OR json_array_length(said, '$.preferences') > 0)))
    """
_ON_HOST = """
    SELECT DISTINCT stories.id, stories.key FROM {schema}.captures JOIN {schema}.stories
    ON stories.id = captures.story_id WHERE captures.url >= ? AND captures.url < ?
    """
