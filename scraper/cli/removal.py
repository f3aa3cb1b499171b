"""``backissues remove``, ``restrict`` and ``journal``: what somebody asks to have taken out, or not shown."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import NamedPath, captures_option, clock, counted, db_option, wait_option
from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from sqlite3 import Connection

    from scraper.collect.removal import Request
    from scraper.collect.run import CollectionRun


def _named(function: Any) -> Any:
    """The stories that are meant, as arguments and in a file."""
    function = click.argument("names", nargs=-1, metavar="[KEY|ADDRESS...]")(function)
    return click.option(
        "--list", "listed", type=NamedPath(dir_okay=False), metavar="FILE", help="More of them, one a line."
    )(function)


def _user() -> str:
    """Who is at this terminal; nobody where the system does not say."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


_who = click.option(
    "--by", "who", default=_user, show_default="the user of this system", help="Who does it; the journal says so."
)


@click.command(short_help="Take stories out on request, also of the captures.")
@_named
@click.option("--reason", required=True, help="Why; the tombstone and the journal say so to everybody.")
@_who
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
@click.option("--in-advance", is_flag=True, help="Also addresses of which nothing is held: nothing is taken in there.")
@db_option
@captures_option
@wait_option
def remove(
    names: tuple[str, ...],
    listed: Path | None,
    reason: str,
    who: str,
    dry_run: bool,
    yes: bool,
    in_advance: bool,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Remove stories: from the archive with all their versions, from the full-text index, and from the captures.

    A story is named by its key, its address at the newspaper, or its address on the site. A tombstone stays, which
    answers 410, and keeps it away from later collections, imports and rebuilds. The captures and the archive are
    written anew without it, which takes its time for a large archive; killed at any moment, the same command goes on.
    Public files, exports and backups made before still have it: publish again, and make a backup.

    \b
    Examples:
      backissues remove m5hvivgke22p --reason "asked by the person it is about"
      backissues remove --list keys.txt --reason "court order 12 O 345/26" --yes
      backissues remove https://www.example.com/a-story --reason "asked" --dry-run
    """
    from scraper import archive
    from scraper.collect import removal

    meant = _all(names, listed)
    if dry_run:
        with contextlib.closing(archive.opened(path)) as db:
            moment = dt.datetime.now(dt.UTC)
            for request in _requests(db.conn, meant, reason, moment, in_advance=in_advance):
                say(_told(request))
        return
    with _opened(path, captures, wait, "remove", reason) as run:
        requests = _requests(run.db.conn, meant, reason, run.now, in_advance=in_advance)
        for request in requests:
            say(_told(request))
        if not yes and not click.confirm(f"Remove {counted(len(requests), 'story', 'stories')} for good?"):
            raise click.Abort
        entries = removal.remove(run, requests, who=who, say=lambda told: say(f"{told} ...", err=True))
    files = max((entry.done["files rewritten"] for entry in entries), default=0)
    say(
        f"{counted(len(entries), 'story', 'stories')} removed; {counted(files, 'file')} of captures written anew. "
        "Public files, exports and backups made before still have the text: publish again, and make a backup."
    )
    for file in removal.archives_with(path.absolute().parent, [entry.key for entry in entries], but=path.absolute()):
        say(f"{file.name} beside the archive has it still: delete it, or remove it there as well (--db).")


@click.command(short_help="Show no more of stories than metadata, until a day.")
@_named
@click.option("--reason", default="", help="Why; the journal says so.")
@_who
@click.option("--until", default="", metavar="DAY", help="The day on which all is shown again; else until --lift.")
@click.option("--lift", is_flag=True, help="Show all of them again.")
@db_option
@captures_option
@wait_option
def restrict(
    names: tuple[str, ...],
    listed: Path | None,
    reason: str,
    who: str,
    until: str,
    lift: bool,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Restrict stories to their metadata: headline, address, newspaper and edition, as of one under an embargo.

    That holds for public files and for exports, until the day that is given or until --lift; the archive itself, which
    is for its owner, shows them and says so. Publish again afterwards.

    \b
    Examples:
      backissues restrict m5hvivgke22p --until 2027-01-01 --reason "embargo of the publisher"
      backissues restrict m5hvivgke22p --lift --reason "the embargo was withdrawn"
    """
    from scraper.collect import removal
    from scraper.dates import DateError, parse_date_range

    if lift and until:
        raise click.UsageError("--lift shows all again; leave out --until")
    try:
        day = parse_date_range(until)[0] if until else None
    except DateError as error:
        raise click.UsageError(f"--until: {error}") from None
    if day and day <= dt.date.today():  # noqa: DTZ011  as SQLite's date('now') will see it
        raise click.UsageError(f"--until: {day} is no day to come")
    if not (reason or lift):
        raise click.UsageError("--reason is missing: the journal says why")
    meant = _all(names, listed)
    with _opened(path, captures, wait, "restrict", reason) as run:
        requests = _requests(run.db.conn, meant, reason, run.now)
        if gone := [request.takedown.key for request in requests if not request.is_held]:
            raise click.UsageError(f"{', '.join(gone)}: removed, so that there is nothing to restrict")
        removal.restrict(run, requests, until=day, lift=lift, who=who)
    number = counted(len(requests), "story", "stories")
    if lift:
        say(f"{number} shown again; publish again")
    else:
        say(f"{number} restricted to metadata{f' until {day}' if day else ''}; publish again")


@click.command(short_help="What was removed and restricted, when, and why.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@db_option
def journal(as_json: bool, path: Path) -> None:
    """What was done to stories on request, in its order: removed, restricted to metadata, shown again.

    \b
    Examples:
      backissues journal
      backissues journal --json
    """
    import json

    from scraper.archive import opened

    with contextlib.closing(opened(path)) as db:
        names = ("moment", "command", "key", "url", "reason", "until", "done", "version", "who")
        rows = db.execute(f"SELECT {', '.join(names)} FROM journal ORDER BY id").fetchall()  # noqa: S608
    entries = [dict(zip(names, row, strict=True)) | {"done": json.loads(row[6])} for row in rows]
    if as_json:
        say_json(entries)
        return
    for entry in entries:
        until = f" until {entry['until']}" if entry["until"] else ""
        why = f": {entry['reason']}" if entry["reason"] else ""
        by = f" ({entry['who']})" if entry["who"] else ""
        say(f"{entry['moment']}  {entry['command']:<8}  {entry['key']}{until}{why}{by}")
    if not entries:
        say("Nothing was removed or restricted.")


def _all(names: Sequence[str], listed: Path | None) -> list[str]:
    """The stories that are meant, each once."""
    lines = listed.read_text(encoding="utf-8-sig").splitlines() if listed else []
    meant = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not (names or meant):
        raise click.UsageError("Which story? Name its key or its address")
    return list(dict.fromkeys([*names, *meant]))


def _opened(path: Path, captures: Path | None, wait: bool, command: str, reason: str) -> CollectionRun:
    from scraper.archive import opened
    from scraper.collect.reporter import Reporter
    from scraper.collect.run import CollectionRun

    class Saying(Reporter):
        def say(self, message: str) -> None:
            say(message, err=True)

    opened(path).close()  # says that there is none, before a new one is made
    arguments = {"reason": reason}
    return CollectionRun(
        path, command=command, arguments=arguments, captures=captures, wait=wait, reporter=Saying(), clock=clock()
    )


def _requests(
    connection: Connection, names: Sequence[str], reason: str, moment: dt.datetime, *, in_advance: bool = False
) -> list[Request]:
    """The stories that are meant; none is touched where one is not known.

    :raises click.UsageError: one is not.
    """
    from scraper.collect import removal

    found, unknown = {}, []
    for name in names:
        try:
            request = removal.found(connection, name, reason=reason, moment=moment, in_advance=in_advance)
            found[request.takedown.key] = request
        except removal.UnknownStoryError as error:
            unknown.append(str(error))
    if unknown:
        raise click.UsageError("; ".join(unknown))
    return list(found.values())


def _told(request: Request) -> str:
    there = ", ".join(counted(number, name.removesuffix("s")) for name, number in request.there.items())
    what = there or ("removed before; what is left of it goes" if not request.is_held else "")
    return f"{request.takedown.key}  {request.takedown.url}  {what}"
