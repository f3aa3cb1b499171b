"""``backissues publish``: write the public file, which may be shown to the world."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import NamedPath, counted, db_option, site_address

CUT_REASONS = {
    "restricted": "restricted on request: headline and address",
    "noarchive": "the newspaper asks that the page not be archived: headline and address",
    "headline": "the newspaper shows no more than the headline: no text",
    "excerpt": "the newspaper shows an excerpt: its beginning",
    "tdm": "the newspaper reserves text and data mining: the beginning",
    "open": "cut as you asked: the beginning",
}


@click.command(short_help="Write the file that may be shown to the world.")
@click.option(
    "--public",
    type=NamedPath(),
    default="public.db",
    show_default=True,
    metavar="FILE",
    help="The file to write.",
)
@click.option(
    "--excerpt",
    type=click.IntRange(0, 100_000),
    default=300,
    show_default=True,
    metavar="N",
    help="Characters that are shown of a text that is not open.",
)
@click.option(
    "--open",
    "open_stories",
    type=click.Choice(["whole", "excerpt"]),
    default="whole",
    show_default=True,
    help="How much of the stories that are open to everyone.",
)
@click.option("--url", "site", default="", help="Where readers will reach it: exports of it say so.")
@click.option("--force", is_flag=True, help="Replace an older public file. Nothing else is ever replaced.")
@db_option
def publish(public: Path, excerpt: int, open_stories: str, site: str, force: bool, path: Path) -> None:
    """Write a file that may be shown to the world: everything that is known of every story, and the text of open ones.

    Of the others it holds an excerpt, or nothing; so whatever is done with the file, no more can come out of it. It is
    an archive like any other for 'serve', 'search', 'stats' and any SQLite tool. Publish again when the archive has
    grown: the new file takes the place of the old one at once.

    \b
    Examples:
      backissues publish
      backissues publish --public catalogue.db --excerpt 200 --open excerpt --force
      backissues serve --db public.db
    """
    import os

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from scraper import catalogue
    from scraper.archive.public_copy import publish as write
    from scraper.cli.console import OutputConsole
    from scraper.collect.redact import clean_before_showing

    console = OutputConsole()
    clean_before_showing(path, console.print)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        published = write(
            path,
            public,
            length=excerpt,
            whole=open_stories == "whole",
            url=site_address(site),
            replace=force,
            progress=progress,
            secrets=catalogue.secrets(os.environ),
        )
    whole = published.stories - sum(published.cut.values())
    console.print(f"{counted(published.stories, 'story', 'stories')}, {whole:,} with all the text that is held")
    for reason, number in published.cut.items():
        console.print(f"{number:>9,}  {CUT_REASONS[reason]}", soft_wrap=True)
    console.print(f"{public} {published.size / 1e6:,.1f} MB", soft_wrap=True)
    console.print(f"sha256 {published.sha256}", soft_wrap=True)
