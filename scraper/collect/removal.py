"""Remove stories on request from the archive and its captures, or restrict them to their metadata; and write it down.

A removal is written into the captures first, so that a rebuild knows it from then on; then the captures are rewritten
without the story, its rows go, and at the end the file is written anew, so that no page of it has its words. Whatever
ends this early, the same command goes on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sqlite3 import Connection
from urllib.parse import quote, urlsplit

from scraper import archive
from scraper.archive.connection import BUSY_MILLISECONDS
from scraper.archive.write import takedowns
from scraper.captures import passages
from scraper.captures.removal import Removed
from scraper.collect import rewriting
from scraper.collect.run import CollectionRun
from scraper.items import JournalEntry, Takedown
from scraper.urls import canonical, is_web_address

READERS_HAVE = 30.0  # seconds
SQLITE = b"SQLite format 3\0"  # the first bytes of a file of it
KEY = re.compile("[a-z2-7]{12}")
_OF_SITE = re.compile("/stories/([a-z2-7]{12})(?:[./].*)?$")


class UnknownStoryError(Exception):
    """No story goes by this key or address, and none was removed under it; the message says so."""


@dataclass(frozen=True, slots=True)
class Request:
    """A story that is to be removed or restricted: its tombstone to be, whether it is held, and what of it there is."""

    takedown: Takedown
    is_held: bool
    there: Mapping[str, int] = field(default_factory=dict)


def found(connection: Connection, name: str, *, reason: str, moment: dt.datetime, in_advance: bool = False) -> Request:
    """The story that somebody means.

    :param name: its key, its address at the newspaper in any spelling, or its permanent address on the site.
    :param in_advance: an address of which nothing is held may be removed as well: nothing is taken in there.
    :raises UnknownStoryError: there is none.
    """
    text = name.strip()
    key = text if KEY.fullmatch(text) else ""
    if not key and (of_site := _OF_SITE.search(urlsplit(text).path)):
        key = of_site[1] if _row(connection, of_site[1]) or _tombstone(connection, of_site[1]) else ""
    url = canonical(text)
    if not key:
        sql = "SELECT key FROM stories JOIN addresses ON addresses.story_id = stories.id WHERE addresses.url = ?"
        held = connection.execute(sql, [url]).fetchone()
        gone = connection.execute("SELECT key FROM takedowns WHERE url = ?", [url]).fetchone()
        key = (held or gone or ("",))[0]
    if row := _row(connection, key):
        takedown = takedowns.of_story(connection, key, reason, moment)
        assert takedown is not None, "it is held"
        return Request(takedown, is_held=True, there=_there(connection, row[0]))
    if gone := _tombstone(connection, key):
        return Request(replace(gone, reason=reason or gone.reason), is_held=False)
    if in_advance and is_web_address(url):
        from scraper.archive.keys import story_key

        return Request(Takedown(key=story_key(url), url=url, removed=moment, reason=reason), is_held=False)
    raise UnknownStoryError(f"{name}: no story that is held goes by this key or address")


def _row(connection: Connection, key: str) -> tuple[int, str] | None:
    row = connection.execute("SELECT id, url FROM stories WHERE key = ?", [key]).fetchone()
    return (row[0], row[1]) if row else None


def _tombstone(connection: Connection, key: str) -> Takedown | None:
    import json

    row = connection.execute(
        "SELECT url, reason, removed, addresses FROM takedowns LEFT JOIN recorded_takedowns USING (key) WHERE key = ?",
        [key],
    ).fetchone()
    if not row:
        return None
    url, reason, removed, addresses = row
    return Takedown(
        key=key,
        url=url,
        reason=reason,
        removed=dt.datetime.fromisoformat(removed),
        addresses=tuple(json.loads(addresses or "[]")),
    )


def _there(connection: Connection, story_id: int) -> dict[str, int]:
    """What there is of a held story, by kind."""
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {name} WHERE story_id = ?", [story_id]).fetchone()[0]  # noqa: S608
        for name in ("versions", "captures", "placements", "images")
    }
    return {name: number for name, number in counts.items() if number}


def remove(
    run: CollectionRun, requests: Sequence[Request], *, who: str = "", say: Callable[[str], None] = lambda told: None
) -> list[JournalEntry]:
    """Remove stories from all that the archive has of them.

    :param who: gives the command, for the journal.
    :param say: called with a sentence for a person before what takes long.
    :returns: what was written into the journal.
    """
    connection = run.db.conn
    connection.execute("PRAGMA secure_delete = on")
    addresses: set[str] = set()
    images: set[str] = set()
    records: set[tuple[str, int]] = set()
    texts: list[str] = []
    for request in requests:
        takedown = request.takedown
        addresses |= {canonical(url) for url in (takedown.url, *takedown.addresses)}
        images |= set(takedowns.images_of(run.db, takedown.key))
        records |= set(takedowns.captures_of(run.db, takedown.key))
        texts += takedowns.texts_of(run.db, takedown.key)
        run.captures.takedown(takedown)
    run.captures.sync()
    say("Rewriting the captures")
    sentences = passages.sentences(texts)
    own, others = _own(run, sentences, {request.takedown.key for request in requests})
    for key, number in sorted(others.items()):
        say(f"{key} has {number:,} of its sentences in its own text, where they stay")
    removed = Removed(frozenset(addresses), frozenset(images), passages.passages(own), frozenset(records))
    files = rewriting.without_stories(connection, run.captures.folder, removed)
    entries = []
    for request in requests:
        takedowns.enter(run.db, request.takedown)
        takedowns.unlink_teasers(run.db, own)
        run.counts["stories taken down"] += 1
        entry = JournalEntry(
            moment=run.now,
            command="remove",
            key=request.takedown.key,
            url=request.takedown.url,
            reason=request.takedown.reason,
            done={**request.there, "files rewritten": len(files)},
            who=who,
        )
        run.enter_journal(entry)
        entries.append(entry)
    say("Writing the archive anew")
    if not scrub(connection):
        raise archive.ArchiveError(
            f"{run.path}: the rows are gone, but {run.path.name}-wal has them until no program reads the archive any "
            "more: end those that do, such as 'backissues serve', and run the same again"
        )
    return entries


def _own(run: CollectionRun, sentences: Sequence[str], keys: Collection[str]) -> tuple[dict[str, int], Counter[str]]:
    """Of the sentences of stories that go those that no other story has as a whole; and how many each other one has.

    :param keys: of the stories that go.
    :returns: each sentence with how many of its first words another story has in its own text.
    """
    by_beginning: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        by_beginning[passages.beginning(sentence)].append(sentence)
    begun = dict.fromkeys(sentences, 0)
    others: Counter[str] = Counter()
    for beginning, key, text in takedowns.others_with(run.db, by_beginning, keys):
        for sentence in by_beginning[beginning]:
            shared = passages.shared(sentence, text)
            begun[sentence] = max(begun[sentence], shared)
            others[key] += shared == passages.length(sentence)
    return {sentence: shared for sentence, shared in begun.items() if shared < passages.length(sentence)}, +others


def archives_with(folder: Path, keys: Collection[str], *, but: Path) -> list[Path]:
    """Other archives in a folder that hold one of these stories: copies of before, under whatever names.

    :param but: the archive itself.
    """
    found = []
    for file in sorted(folder.iterdir()):
        if not file.is_file() or (file.name.startswith(but.name) and file.suffix[1:] in ("lock",)) or file == but:
            continue
        with contextlib.suppress(OSError, sqlite3.Error), file.open("rb") as stream:
            if stream.read(len(SQLITE)) != SQLITE:
                continue
            address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
            with contextlib.closing(sqlite3.connect(address, uri=True)) as other:
                marks = ", ".join("?" * len(keys))
                held = other.execute(f"SELECT 1 FROM stories WHERE key IN ({marks}) LIMIT 1", list(keys))  # noqa: S608
                if held.fetchone():
                    found.append(file)
    return found


def scrub(connection: Connection, *, seconds: float = READERS_HAVE) -> bool:
    """Write the file anew, so that nothing of what was deleted is left in a page of it, of its index, or of its log.

    :param seconds: to wait for readers, who may need what is in the log.
    :returns: whether the log is empty; else a reader needs it still.
    """
    connection.commit()
    connection.execute("INSERT INTO stories_fts(stories_fts) VALUES ('optimize')")  # what was deleted is still in it
    connection.commit()
    connection.execute("VACUUM")
    until = time.monotonic() + seconds
    connection.execute("PRAGMA busy_timeout = 0")
    while is_needed := bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]):
        if time.monotonic() >= until:
            break
        time.sleep(0.1)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return not is_needed


def restrict(
    run: CollectionRun, requests: Sequence[Request], *, until: dt.date | None, lift: bool = False, who: str = ""
) -> list[JournalEntry]:
    """Let stories show no more than their metadata until a day, or show all again.

    :param who: gives the command, for the journal.
    """
    entries = []
    for request in requests:
        entry = JournalEntry(
            moment=run.now,
            command="lift" if lift else "restrict",
            key=request.takedown.key,
            url=request.takedown.url,
            reason=request.takedown.reason,
            until=until,
            who=who,
        )
        run.enter_journal(entry)
        entries.append(entry)
    return entries
