"""``backissues search``: find stories from the command line."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import click

from scraper.cli.options import counted, db_option


@click.command(short_help="Find stories.")
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option("--from", "first", default="", metavar="D", help="Editions from this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="Editions to this day (or month, or year).")
@click.option("--publication", "-p", multiple=True, metavar="SLUG", help="Only in this newspaper; may be repeated.")
@click.option("--section", multiple=True, help="Only in this section; may be repeated.")
@click.option("--sort", type=click.Choice(["newest", "oldest", "relevance"]), default="newest", show_default=True)
@click.option("--size", type=click.IntRange(1, 200), default=10, show_default=True, help="Stories to show.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, in the envelope of the site.")
@db_option
def search(
    words: tuple[str, ...],
    first: str,
    last: str,
    publication: tuple[str, ...],
    section: tuple[str, ...],
    sort: str,
    size: int,
    as_json: bool,
    path: Path,
) -> None:
    """Find stories: words, "a phrase", one OR other, -without, begin*, near NEAR/5 by, headline:word, byline:name.

    \b
    Examples:
      backissues search night ferry
      backissues search '"night ferry" -storm' --from 2026-03 -p ellery-courier
      backissues search 'headline:budget' --sort relevance --json
    """
    from scraper.archive import opened
    from scraper.archive.search import Filters
    from scraper.archive.search import search as find

    filters = Filters.of(
        {"q": [" ".join(words)], "from": [first], "to": [last], "publication": publication, "section": section}
    )
    with contextlib.closing(opened(path)) as db:
        results = find(db.conn, filters, sort=sort, size=size)
    if as_json:
        envelope = {
            "ok": True,
            "total": results.total,
            "total_exact": results.total_exact,
            "next": results.next,
            "understood": results.understood,
            "notes": results.notes,
            "items": [item | {"snippet": "".join(text for text, _ in item["snippet"])} for item in results.items],
        }
        click.echo(json.dumps(envelope, ensure_ascii=False, indent=2))
        return

    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.print(f"[bold]{counted(results.total, 'story', 'stories')}[/] — {results.understood}", soft_wrap=True)
    for note in results.notes:
        console.print(f"[yellow]{note}[/]")
    for item in results.items:
        where = ", ".join(filter(None, (item["publication_title"], item["edition_date"] or "undated", item["section"])))
        console.print()
        console.print(
            Text.assemble(*((text, "bold underline" if mark else "bold") for text, mark in item["headline_marked"]))
        )
        console.print(f"[dim]{where}  /stories/{item['key']}[/]")
        console.print(Text.assemble(*((text, "bold yellow" if mark else "") for text, mark in item["snippet"])))
    if results.next:
        console.print(f"\n[dim]… and {results.total - len(results.items):,} more; --size shows more of them[/]")
