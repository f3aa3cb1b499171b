"""One run of the alerts: what came since the last one is written down as messages, and these are delivered."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from scraper.alerts import state as states
from scraper.alerts.delivery import Courier, NotDeliveredError, is_mail
from scraper.alerts.messages import Message, Told, as_json, as_mail
from scraper.alerts.searches import Alerts, AlertsError, Search
from scraper.alerts.state import Followed, Pending, State
from scraper.archive import opened
from scraper.archive.read import stories
from scraper.archive.rows import moment
from scraper.archive.search import arrivals, search
from scraper.archive.search.arrivals import Arrival
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import matching

MOST_OF_MESSAGE = 200  # stories; what is more goes into the next
PAGE = 1_000


def run(
    archive: Path,
    alerts: Alerts,
    courier: Courier,
    *,
    say: Callable[[str], None],
    held: bool = False,
    dry_run: bool = False,
) -> bool:
    """Tell what came since the last run.

    :param say: is called with a sentence for a person.
    :param held: of a search that is new, tell also what is held already.
    :param dry_run: say what would be told, and neither send nor remember anything.
    :returns: whether every message was taken; the others are kept for the next run.
    :raises AlertsError: another run is under way, or the state cannot be used.
    """
    path = states.beside(archive)
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    with contextlib.closing(opened(archive)) as db:
        try:
            with contextlib.nullcontext() if dry_run else lock.acquire(timeout=0):
                state = states.load(path)
                with moment(db.conn):
                    for each in alerts.searches:
                        _write_down(db.conn, state, each, held=held, say=say)
                _forget_addresses(state, alerts, say)
                if dry_run:
                    for message in state.pending:
                        _show(db.conn, message, alerts, say)
                    return True
                state.save()
                return _deliver(db.conn, state, alerts, courier, say)
        except Timeout:
            raise AlertsError(
                f"{archive}: another 'backissues alert' is under way; run again when it has ended"
            ) from None


def _write_down(
    connection: sqlite3.Connection, state: State, each: Search, *, held: bool, say: Callable[[str], None]
) -> None:
    """Write down as messages what came of a search since it was looked at last."""
    newest = arrivals.last(connection)
    if each.name not in state.searches:
        state.searches[each.name] = Followed(after=0 if held else newest)
        if not held:
            say(f"{each.name}: followed from now on")
    followed = state.searches[each.name]
    if newest <= followed.after:
        return
    told = set(followed.told)
    new = [
        (key, "new" if arrival.came > followed.after else "changed")
        for arrival, key in _came(connection, each, followed.after, newest)
        if key not in told
    ]
    for start in range(0, len(new), MOST_OF_MESSAGE):
        for to in each.to:
            state.write_down(each.name, to, new[start : start + MOST_OF_MESSAGE])
    followed.told += [key for key, _ in new]
    followed.after = newest


def _came(connection: sqlite3.Connection, each: Search, after: int, newest: int) -> list[tuple[Arrival, str]]:
    """The matching stories that came or changed after a number, each with its key, the first of them first."""
    filters, found = each.filters, list[Arrival]()
    sql = matching(connection, filters)
    while page := arrivals.oldest(connection, filters, after=after, upto=newest, size=PAGE, sql=sql):
        found += page
        after = page[-1].number
    return arrivals.with_keys(connection, found)


def _forget_addresses(state: State, alerts: Alerts, say: Callable[[str], None]) -> None:
    """Drop messages for addresses that nobody names any more."""
    wanted = {(each.name, to) for each in alerts.searches for to in each.to}
    for message in state.pending:
        if (message.search, message.to) not in wanted:
            say(f"{message.search}: {message.to} is not in the list any more; {len(message.stories):,} stories untold")
    state.pending = [message for message in state.pending if (message.search, message.to) in wanted]


def _deliver(
    connection: sqlite3.Connection, state: State, alerts: Alerts, courier: Courier, say: Callable[[str], None]
) -> bool:
    """Send what is written down, and cross out what was taken."""
    by_name = {each.name: each for each in alerts.searches}
    failed: set[str] = set()  # addresses that are not asked again in this run
    for pending in list(state.pending):
        if pending.to in failed:
            continue
        message = _message(connection, pending, by_name[pending.search], alerts.url)
        try:
            if message.stories:  # all may have been removed on request meanwhile
                _send(message, pending.to, alerts, courier)
                say(f"{pending.search}: {len(message.stories):,} to {pending.to}")
        except NotDeliveredError as error:
            say(f"{pending.search}: not delivered to {pending.to}, kept for the next run. {error}")
            failed.add(pending.to)
            continue
        state.pending.remove(pending)
        state.save()
    return not failed


def _send(message: Message, to: str, alerts: Alerts, courier: Courier) -> None:
    if is_mail(to):
        courier.mail(as_mail(message, sender=alerts.sender, to=to, now=dt.datetime.now(dt.UTC)))
    else:
        courier.post(to, as_json(message), message.id)


def _show(connection: sqlite3.Connection, pending: Pending, alerts: Alerts, say: Callable[[str], None]) -> None:
    by_name = {each.name: each for each in alerts.searches}
    message = _message(connection, pending, by_name[pending.search], alerts.url)
    say(f"{pending.search}: {len(message.stories):,} to {pending.to}")
    for told in message.stories:
        match = told.match
        say(f"  {told.event}  {match['edition_date'] or 'undated'}  {match['publication_title']}: {match['headline']}")


def _message(connection: sqlite3.Connection, pending: Pending, each: Search, url: str) -> Message:
    """The message with its stories as they are now."""
    events = dict(pending.stories)
    with moment(connection):
        told = list(_told(connection, each, events))
    return Message(id=pending.id, search=each, stories=told, url=url)


def _told(connection: sqlite3.Connection, each: Search, events: dict[str, str]) -> Sequence[Told]:
    came = arrivals.of_keys(connection, events)
    ids = [arrival.story_id for arrival in came]
    found = search.items(connection, each.filters, ids, sql=matching(connection, each.filters))
    every = Filters.of({})  # what does not match any more matched when it came
    plain = search.items(connection, every, ids, sql=matching(connection, every))
    items = {item["key"]: item for item in (*plain, *found)}
    authors = stories.authors_of(connection, list(events))
    return [
        Told(
            match=items[item["key"]],
            authors=authors.get(item["key"], []),
            event=events[item["key"]],
            number=arrival.number,
        )
        for item, arrival in zip(plain, came, strict=True)
    ]
