"""``backissues redact``: take the secrets of the environment out of an archive and its captures."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import captures_option, counted, db_option, wait_option
from scraper.cli.printing import say


@click.command(short_help="Take API keys out of an archive of before.")
@db_option
@captures_option
@wait_option
def redact(path: Path, captures: Path | None, wait: bool) -> None:
    """Take the values of {env.NAME} out of the archive and its captures, where earlier versions wrote them.

    What is collected today holds the placeholder alone. A key is known by the environment, or by the place that the
    newspaper's file gives it in an address, such as behind 'api-key='. Copies and backups made before still hold it:
    ask the newspaper for a new key. What cannot be searched is named, and the exit status is then 1.

    \b
    Example:
      GUARDIAN_API_KEY=... backissues redact
    """
    from scraper.collect import redact as work

    folder = captures or path.absolute().parent / "captures"
    if captures and not folder.is_dir():
        raise click.UsageError(f"{folder}: no such folder; --captures names another")
    rewritten, not_searched = work.redact(path, folder, wait=wait, say=say)
    if rewritten:
        done = f"{counted(len(rewritten), 'file')} of captures written anew"
    else:
        done = "no captures hold any" if folder.is_dir() else f"there are no captures to search in {folder}"
    say(f"{path} holds no secret of the environment; {done}")
    for told in not_searched:
        say(told, err=True)
    if not_searched:
        say("If a key may stand there, ask the newspaper for a new one, and remove these files", err=True)
        raise click.exceptions.Exit(1)
