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
    ask the newspaper for a new key.

    \b
    Example:
      GUARDIAN_API_KEY=... backissues redact
    """
    from scraper.collect import redact as work

    folder = captures or path.absolute().parent / "captures"
    rewritten = work.redact(path, folder, wait=wait, say=say)
    done = f"{counted(len(rewritten), 'file')} of captures written anew" if rewritten else "no captures hold any"
    say(f"{path} holds no secret of the environment; {done}")
