"""``backissues cluster``: find the stories that share most of their text."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import counted, db_option, wait_option
from scraper.cli.printing import say, say_json


@click.command(short_help="Find the stories that share most of their text.")
@click.option("--anew", is_flag=True, help="Read every text again, not the new ones alone.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@db_option
@wait_option
def cluster(anew: bool, as_json: bool, path: Path, wait: bool) -> None:
    """Find wire copy: the stories that share most of their text, across newspapers and days.

    Every collection and import does so at its end while the archive is of middling size; of a larger one, this command
    does it. Texts that were read stay known: what was stopped, by whatever, goes on where it was, and the clusters are
    the same in whatever order stories came.

    \b
    Examples:
      backissues cluster
      backissues cluster --json
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from scraper import archive
    from scraper.archive.write import clusters
    from scraper.cli.console import OutputConsole

    archive.opened(path).close()  # says that there is none, before a new one is made
    console = OutputConsole(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        archive.writing(path, wait=wait, say=lambda text: say(text, err=True), doing="backissues cluster") as db,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        tasks = {what: bar.add_task(what, total=None) for what in ("sketches", "clusters")}
        done = clusters.cluster(
            db, anew=anew, progress=lambda what, at, total: bar.update(tasks[what], completed=at, total=total)
        )
    if as_json:
        say_json({"sketched": done.sketched, "stories": done.stories, "clusters": done.clusters})
        return
    found = f"{counted(done.stories, 'story', 'stories')} in {counted(done.clusters, 'cluster')}"
    say(f"{counted(done.sketched, 'text')} read; {found}")
