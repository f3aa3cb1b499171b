"""Stories that were removed on request: their tombstones, which keep them away whatever is collected or rebuilt."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from sqlite3 import Connection

from sqlite_utils import Database

from scraper.archive import terms
from scraper.archive.write.dating import WITHOUT_STORIES, drop_unused
from scraper.archive.write.runs import stamp
from scraper.items import ListedEdition, Takedown
from scraper.reasons import Code, Reason, dump
from scraper.urls import canonical


def of_story(db: Database | Connection, key: str, reason: str, moment: dt.datetime) -> Takedown | None:
    """The removal of a held story, with every address that leads to it; None where there is no such story."""
    row = db.execute("SELECT id, url FROM stories WHERE key = ?", [key]).fetchone()
    if row is None:
        return None
    addresses = db.execute("SELECT url FROM addresses WHERE story_id = ? ORDER BY url", [row[0]]).fetchall()
    return Takedown(key=key, url=row[1], removed=moment, reason=reason, addresses=tuple(url for (url,) in addresses))


def enter(db: Database, takedown: Takedown) -> None:
    """Remove a story with all that only it had, and put its tombstone there; of one that is not held, for later.

    What lists said of it goes as well: its place and its address stay, as an edition is not whole without it.
    """
    known = sorted({*takedown.addresses, *_addresses(db, takedown.key)})  # a later record may know fewer of them
    addresses = [takedown.url, *known]
    with db.atomic():
        held = db.execute(
            "SELECT id FROM stories WHERE key = ? OR url = ? UNION SELECT story_id FROM addresses WHERE url = ?",
            [takedown.key, takedown.url, takedown.url],
        ).fetchall()
        for (story_id,) in held:
            addresses += [url for (url,) in db.execute("SELECT url FROM addresses WHERE story_id = ?", [story_id])]
            editions = db.execute("SELECT edition_id FROM placements WHERE story_id = ?", [story_id]).fetchall()
            placed = "SELECT publication_id FROM editions WHERE id IN (SELECT value FROM json_each(?))"
            others = [paper for (paper,) in db.execute(placed, [json.dumps([each for (each,) in editions])]).fetchall()]
            db.execute(
                "UPDATE placements SET story_id = NULL, failure = ? WHERE story_id = ? AND position > 0",
                [dump(Reason(code=Code.TAKEN_DOWN)), story_id],
            )
            papers = db.execute("SELECT publication_id FROM stories WHERE id = ?", [story_id]).fetchall()
            db.execute("DELETE FROM placements WHERE story_id = ?", [story_id])
            db.execute(f"DELETE FROM thumbnails WHERE url IN ({OWN_IMAGES})", [story_id, story_id])  # noqa: S608
            db.execute("DELETE FROM captures WHERE story_id = ?", [story_id])
            authors = db.execute("SELECT author_id FROM story_authors WHERE story_id = ?", [story_id]).fetchall()
            db.execute("DELETE FROM stories WHERE id = ?", [story_id])
            for (author,) in authors:
                unless = "NOT EXISTS (SELECT 1 FROM story_authors WHERE author_id = ?1)"
                db.execute(f"DELETE FROM authors WHERE id = ?1 AND {unless}", [author])  # noqa: S608
            db.conn.executemany(f"DELETE FROM editions WHERE id = ?1 AND {KNOWN_BY_STORIES}", editions)  # noqa: S608
            db.conn.executemany(f"DELETE FROM publications WHERE id = ?1 AND {WITHOUT_STORIES}", papers)  # noqa: S608
            drop_unused(db, others)
        db.execute(
            "INSERT OR REPLACE INTO takedowns (key, url, reason, removed) VALUES (?, ?, ?, ?)",
            [takedown.key, takedown.url, takedown.reason, stamp(takedown.removed)],
        )
        db.execute(
            "INSERT OR REPLACE INTO recorded_takedowns (key, addresses) VALUES (?, ?)",
            [takedown.key, json.dumps(known, ensure_ascii=False)],
        )
        refuse(db, addresses)
        _unlink(db, list(_links_to(db, addresses)))


def _links_to(db: Database, addresses: Iterable[str]) -> Iterator[int]:
    """The row ids of links to these addresses, however they are written, on the pages of other stories."""
    for address in set(addresses):
        rest = address.partition("://")[2].partition("?")[0]
        for begin in (f"{scheme}://{www}{rest}" for scheme in ("http", "https") for www in ("", "www.")):
            found = db.execute(
                "SELECT id, url FROM related_links WHERE url BETWEEN ? AND ?", [begin, f"{begin}\U0010ffff"]
            )
            yield from [row_id for row_id, url in found.fetchall() if canonical(url) == address]


def unlink_teasers(db: Database, sentences: Iterable[str]) -> None:
    """Delete links of other stories whose headline is a sentence of a removed one: no capture has it any more."""
    found = db.execute(
        "SELECT id FROM related_links WHERE headline IN (SELECT value FROM json_each(?))", [json.dumps(list(sentences))]
    ).fetchall()
    with db.atomic():
        _unlink(db, [row_id for (row_id,) in found])


def _unlink(db: Database, row_ids: Sequence[int]) -> None:
    """Delete links, and number those that are left of each story from 1."""
    linking = set()
    for row_id in row_ids:
        linking |= set(db.execute("SELECT story_id FROM related_links WHERE id = ?", [row_id]).fetchall())
        db.execute("DELETE FROM related_links WHERE id = ?", [row_id])
    for (story_id,) in linking:
        rows = db.execute("SELECT id FROM related_links WHERE story_id = ? ORDER BY position", [story_id]).fetchall()
        for position, (row_id,) in enumerate(rows, start=1):
            db.execute("UPDATE related_links SET position = ? WHERE id = ?", [position, row_id])


# Of an edition, or a newspaper, that nothing speaks of but stories which are gone.
KNOWN_BY_STORIES = """outcome IS NULL AND listed IS NULL
    AND NOT EXISTS (SELECT 1 FROM placements WHERE edition_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM editions AS supplement WHERE supplement.parent_id = ?1)"""
# Pictures of a story that are no other story's.
OWN_IMAGES = """SELECT url FROM images WHERE story_id = ? AND NOT EXISTS (
    SELECT 1 FROM images AS others WHERE others.url = images.url AND others.story_id <> ?)"""
WORDS = ("headline", "kicker", "standfirst", "byline")  # of a link in a list
EMPTY = ", ".join(f"{name} = ''" for name in WORDS)


def images_of(db: Database, key: str) -> list[str]:
    """The addresses of the pictures that only this story has."""
    row = db.execute("SELECT id FROM stories WHERE key = ?", [key]).fetchone()
    return [url for (url,) in db.execute(OWN_IMAGES, [row[0], row[0]])] if row else []


def texts_of(db: Database, key: str) -> list[str]:
    """All that a held story says, in each of its versions, and what lists and other stories say of it."""
    row = db.execute("SELECT id FROM stories WHERE key = ?", [key]).fetchone()
    found: dict[str, None] = {}
    for sql in TEXTS if row else ():
        for texts in db.execute(sql, [row[0]]).fetchall():
            found |= dict.fromkeys(text for text in texts if text)
    return list(found)


TEXTS = (
    "SELECT headline, print_headline, kicker, standfirst FROM stories WHERE id = ?",
    "SELECT headline, standfirst, body FROM version_texts WHERE story_id = ?",
    "SELECT caption FROM images WHERE story_id = ?",
    "SELECT headline, print_headline, kicker, standfirst FROM placements WHERE story_id = ?",
    "SELECT headline, standfirst FROM related_links WHERE url IN (SELECT url FROM addresses WHERE story_id = ?)",
)


def others_with(db: Database, beginnings: Iterable[str], keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The other stories that have the beginning of a sentence in their own text: that beginning, the key, the text.

    :param keys: of the stories that go.
    """
    for sentence in beginnings:
        phrase = '"' + terms.terms(sentence).replace('"', " ") + '"'
        held = db.execute(
            "SELECT key, headline, standfirst, body FROM stories "
            "WHERE id IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?)",
            [phrase],
        )
        yield from ((sentence, key, "\n".join(texts)) for key, *texts in held.fetchall() if key not in keys)


def captures_of(db: Database, key: str) -> list[tuple[str, int]]:
    """Where the captures of a held story are: file and offset."""
    sql = "SELECT file, offset FROM captures JOIN stories ON stories.id = captures.story_id WHERE key = ?"
    return [(file, offset) for file, offset in db.execute(sql, [key])]


def without_words(db: Database, listed: ListedEdition) -> ListedEdition:
    """What an index lists, without what it says of stories that were removed."""
    gone = removed_among(db, (canonical(link.url) for link in listed.links))
    if not gone:
        return listed
    links = (
        replace(link, headline="", kicker="", standfirst="", byline="", image="")
        if canonical(link.url) in gone
        else link
        for link in listed.links
    )
    return replace(listed, links=tuple(links))


def removed_among(db: Database, urls: Iterable[str]) -> frozenset[str]:
    """Which of these addresses were those of a story that was removed."""
    if not db.execute("SELECT 1 FROM takedowns LIMIT 1").fetchone():
        return frozenset()
    found = db.execute(
        """
        SELECT value FROM json_each(?) WHERE value IN (SELECT url FROM takedowns)
        OR value IN (SELECT gone.value FROM recorded_takedowns, json_each(addresses) AS gone)
        """,
        [json.dumps(list(urls))],
    )
    return frozenset(url for (url,) in found)


def removed(db: Database, key: str, urls: Iterable[str]) -> bool:
    """Whether a story with this key, or at one of these addresses, was removed."""
    wanted = tuple(urls)
    marks = ", ".join("?" * len(wanted))
    found = db.execute(
        f"""
        SELECT 1 FROM takedowns WHERE key = ? OR url IN ({marks})
        UNION SELECT 1 FROM recorded_takedowns, json_each(addresses) WHERE value IN ({marks})
        """,  # noqa: S608
        [key, *wanted, *wanted],
    )
    return found.fetchone() is not None


def refuse(db: Database, urls: Iterable[str]) -> None:
    """Say of the places at these addresses that their story was removed, and nothing else of it."""
    wanted = list(urls)
    for url in wanted:
        db.execute(
            f"UPDATE placements SET failure = ?, print_headline = '', {EMPTY} WHERE url = ? AND story_id IS NULL",  # noqa: S608
            [dump(Reason(code=Code.TAKEN_DOWN)), url],
        )
    for key in keys_at(db, wanted):
        _join_places(db, key)


def keys_at(db: Database, urls: Iterable[str]) -> list[str]:
    """The keys of the removed stories that one of these addresses led to."""
    found = db.execute(
        """
        WITH asked AS (SELECT value FROM json_each(?))
        SELECT key FROM takedowns WHERE url IN asked
        UNION SELECT recorded_takedowns.key FROM recorded_takedowns, json_each(addresses) AS gone
        WHERE gone.value IN asked ORDER BY 1
        """,
        [json.dumps(list(urls))],
    )
    return [key for (key,) in found]


def extended(db: Database, key: str, urls: Iterable[str]) -> Takedown | None:
    """A removal with these addresses, which turned out to lead to its story as well; None where it knows them."""
    row = db.execute("SELECT url, reason, removed FROM takedowns WHERE key = ?", [key]).fetchone()
    if row is None or is_known(db, key, urls):
        return None
    url, reason, moment = row
    addresses = tuple(sorted({*_addresses(db, key), *urls}))
    return Takedown(key=key, url=url, removed=_moment(moment), reason=reason, addresses=addresses)


def is_known(db: Database, key: str, urls: Iterable[str]) -> bool:
    """Whether a removal is known, with all these addresses."""
    row = db.execute("SELECT url FROM takedowns WHERE key = ?", [key]).fetchone()
    return row is not None and {*urls} <= {row[0], *_addresses(db, key)}


def _addresses(db: Database, key: str) -> list[str]:
    row = db.execute("SELECT addresses FROM recorded_takedowns WHERE key = ?", [key]).fetchone()
    return list(json.loads(row[0])) if row else []


def _join_places(db: Database, key: str) -> None:
    """Make one place of several in an edition that the removed story had under several addresses."""
    rows = db.execute(
        """
        SELECT edition_id, placements.id, placements.url = takedowns.url FROM placements, takedowns
        LEFT JOIN recorded_takedowns USING (key) WHERE key = ? AND story_id IS NULL AND position > 0
        AND (placements.url = takedowns.url OR placements.url IN (SELECT value FROM json_each(addresses)))
        ORDER BY edition_id, position
        """,
        [key],
    ).fetchall()
    for edition_id, places in itertools.groupby(rows, key=lambda row: row[0]):
        first, *others = places
        for _, place, _ in others:
            db.execute("DELETE FROM placements WHERE id = ?", [place])
        if others:
            db.execute("UPDATE editions SET listed = listed - ? WHERE id = ?", [len(others), edition_id])
        if any(is_own for _, _, is_own in others):
            sql = "UPDATE placements SET url = (SELECT url FROM takedowns WHERE key = ?) WHERE id = ?"
            db.execute(sql, [key, first[1]])


def unrecorded(db: Database | Connection) -> list[Takedown]:
    """The removals that the captures do not know of, which somebody entered in SQL."""
    rows = db.execute(
        "SELECT key, url, reason, removed FROM takedowns WHERE key NOT IN (SELECT key FROM recorded_takedowns)"
    ).fetchall()
    return [Takedown(key=key, url=url, reason=reason, removed=_moment(moment)) for key, url, reason, moment in rows]


def _moment(text: str) -> dt.datetime:
    """The moment of a removal, as far as somebody has written one."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = dt.datetime.now(dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
