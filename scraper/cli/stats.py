"""``backissues stats``: what the archive holds, and what it lacks."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import click

from scraper.cli.options import counted, db_option


@click.command(short_help="What is held, and what is missing.")
@click.option("--missing", is_flag=True, help="List every edition that is expected and not held, and why.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@db_option
def stats(missing: bool, as_json: bool, path: Path) -> None:
    """What the archive holds: newspapers, editions by outcome, stories, versions, captures - and what is missing.

    \b
    Examples:
      backissues stats
      backissues stats --missing
    """
    from scraper.archive import opened
    from scraper.archive.read.coverage import gaps, holdings

    with contextlib.closing(opened(path)) as db:
        held = holdings(db.conn)
        lacking = gaps(db.conn)
    if as_json:
        click.echo(json.dumps({**held, "missing": lacking}, ensure_ascii=False, indent=2))
        return

    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    numbers = ("editions", "partial", "missing", "stories")
    table.add_column("newspaper", overflow="fold")
    for heading in ("first", "last"):
        table.add_column(heading, no_wrap=True)
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    for paper in held["publications"]:
        table.add_row(paper["title"], paper["first"], paper["last"], *(f"{paper[heading]:,}" for heading in numbers))
    console.print(table)
    totals = held["totals"]
    console.print(
        f"{counted(totals['stories'], 'story', 'stories')} in {counted(totals['editions'], 'edition')}, "
        f"{counted(totals['versions'], 'version')}, {counted(totals['captures'], 'capture')}, "
        f"{counted(totals['leads'], 'lead')}; {path} {path.stat().st_size / 1e6:,.1f} MB"
    )
    if missing:
        for gap in lacking:
            name = " ".join(filter(None, (gap["date"], gap["publication"], gap["label"])))
            console.print(
                f"{name}: {gap['outcome']}" + (f" ({gap['detail']})" if gap["detail"] else ""), soft_wrap=True
            )
    elif lacking:
        console.print(f"{counted(len(lacking), 'edition')} not held or not whole; --missing lists them")
