"""``backissues backup``: a copy of the archive, its captures and what belongs to it, while others work on it."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import NamedPath, captures_option, counted, db_option
from scraper.cli.printing import say


@click.command(short_help="Copy the archive and its captures, while others work on it.")
@click.argument("to", type=NamedPath(), metavar="FOLDER")
@db_option
@captures_option
def backup(to: Path, path: Path, captures: Path | None) -> None:
    """Bring the backup in FOLDER up to date, or begin one there: the archive as it is at this moment, and its captures.

    A collection goes on meanwhile. What FOLDER has already is not copied again, and the copy of the archive is read to
    its end, and each of its rows looked for in the captures, before it takes the place of the one before: killed at any
    moment, FOLDER holds a whole archive. It is one like any other for 'serve', 'search' and 'verify'. Files of the
    newspapers of your own (BACKISSUES_PUBLICATIONS), of alerts and of the identity are copied as well.

    To restore, make a backup of the backup: 'backissues backup /srv/archive --db FOLDER/archive.db'.

    \b
    Examples:
      backissues backup /media/backup/news
      backissues backup /media/backup/news && backissues verify --db /media/backup/news/archive.db

    Exit codes: 0 done; 1 done as far as it can be, as captures of the archive are missing or cut; 2 FOLDER holds
    something else; 3 the archive cannot be read, or FOLDER not be written; 130 stopped.
    """
    import os

    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from scraper import catalogue
    from scraper.cli.console import OutputConsole
    from scraper.collect import backup as work

    console = OutputConsole(stderr=True)
    folder = captures or path.absolute().parent / "captures"
    own = os.environ.get(catalogue.FOLDER_VARIABLE)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        try:
            done = work.write(
                path,
                folder,
                to,
                publications=Path(own).expanduser() if own else None,
                progress=lambda what, at, total: bar.update(task, description=what, completed=at, total=total),
            )
        except work.BackupError as error:
            raise click.UsageError(str(error)) from None
    say(
        f"{to} has the archive as it was a moment ago; {counted(done.copied, 'file')} of captures copied "
        f"({done.size / 1e6:,.1f} MB), {done.kept:,} there before"
    )
    for name in done.removed:
        say(f"{name} was removed from the backup: the archive has it no more")
    for told in done.wrong:
        say(told, err=True)
    if done.wrong:
        say("'backissues verify' says what the archive has lost", err=True)
        raise click.exceptions.Exit(1)
