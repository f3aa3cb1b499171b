"""``backissues search``: search the archive from the command line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from scraper.cli.options import counted, db_option
from scraper.cli.printing import say, say_json


@click.command(short_help="Find stories.")
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option("--from", "first", default="", metavar="D", help="Editions from this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="Editions to this day (or month, or year).")
@click.option("--publication", "-p", multiple=True, metavar="SLUG", help="Only in this newspaper; may be repeated.")
@click.option("--section", multiple=True, help="Only in this section; may be repeated.")
@click.option("--label", multiple=True, help="Only in this edition of a day, such as city; may be repeated.")
@click.option("--byline", multiple=True, help="Only by this name; may be repeated.")
@click.option("--language", multiple=True, metavar="TAG", help="Only in this language, such as en; may be repeated.")
@click.option("--access", multiple=True, help="Only what is held so: open, excerpt, part or headline; may be repeated.")
@click.option("--front-page", is_flag=True, help="Only on front pages.")
@click.option("--changed", is_flag=True, help="Only stories of which more than one text was fetched.")
@click.option("--fold", is_flag=True, help="Of stories that share most of their text show the first alone.")
@click.option("--month-day", default="", metavar="MM-DD", help="Only of this day of any year.")
@click.option("--sort", type=click.Choice(["newest", "oldest", "relevance"]), default="newest", show_default=True)
@click.option("--size", type=click.IntRange(1, 200), default=10, show_default=True, help="Stories to show.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, in the envelope of the site.")
@click.option("--statement", is_flag=True, help="In place of stories what the search rests on, for a methods section.")
@click.option("--url", "site", default="", help="Where readers reach the site, for the address in the statement.")
@db_option
def search(
    words: tuple[str, ...],
    first: str,
    last: str,
    publication: tuple[str, ...],
    section: tuple[str, ...],
    label: tuple[str, ...],
    byline: tuple[str, ...],
    language: tuple[str, ...],
    access: tuple[str, ...],
    front_page: bool,
    changed: bool,
    fold: bool,
    month_day: str,
    sort: str,
    size: int,
    as_json: bool,
    statement: bool,
    site: str,
    path: Path,
) -> None:
    """Find stories: words, "a phrase", one OR other, -without, begin*, near NEAR/5 by, headline:word, section:name.

    \b
    Examples:
      backissues search night ferry
      backissues search '"night ferry" -storm' --from 2026-03 -p ellery-courier
      backissues search 'headline:budget' --sort relevance --json
      backissues search budget --from 2026 --statement
      backissues search 'headline:flood' --fold
    """
    from scraper.archive import opened
    from scraper.archive.search import folding
    from scraper.archive.search.filters import Filters
    from scraper.archive.search.search import Count
    from scraper.archive.search.search import search as find
    from scraper.archive.search.snippets import plain
    from scraper.archive.search.sql import matching
    from scraper.cli.statements import statement_of
    from scraper.site.words.query_words import filters_in_words, note_in_words
    from scraper.site.words.statement import text as statement_text

    values = {
        "q": [" ".join(words)],
        "from": [first],
        "to": [last],
        "month_day": [month_day],
        "publication": publication,
        "label": label,
        "section": section,
        "byline": byline,
        "language": language,
        "access": access,
        "front_page": ["1" if front_page else ""],
        "changed": ["1" if changed else ""],
    }
    filters = Filters.of(values)
    with contextlib.closing(opened(path)) as db:
        if statement:
            told = statement_of(db.conn, filters, values, site)
            say_json(told) if as_json else say(statement_text(told), end="")
            return
        results = find(db.conn, filters, sort=sort, size=size)
        shown, following, folded, texts = results.items, results.next, {}, None
        if fold:
            sql = matching(db.conn, filters)
            once = folding.page(db.conn, filters, sort=sort, size=size, cursor="", sql=sql)
            shown, following, folded = once.items, once.next, once.folded
            texts = folding.different(db.conn, sql, Count(results.total, exact=results.total_exact))
    understood, notes = filters_in_words(filters), [note_in_words(note) for note in results.notes]
    if as_json:
        envelope = {
            "ok": True,
            "total": results.total,
            "total_exact": results.total_exact,
            "next": following,
            **({"texts": texts} if fold else {}),
            "understood": understood,
            "notes": notes,
            "items": [
                item | {"snippet": plain(item["snippet"])} | ({"folded": folded.get(item["key"])} if fold else {})
                for item in shown
            ],
        }
        say_json(envelope)
        return

    from rich.text import Text

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole, marked

    console = OutputConsole()
    number = ("" if results.total_exact else "more than ") + counted(results.total, "story", "stories")
    console.print(marked("[bold]{}[/] — {}", number, understood), soft_wrap=True)
    for note in notes:
        console.print(marked("[yellow]{}[/]", note))
    if texts is not None:
        console.print(counted(texts, "different text", "different texts"))
    for item in shown:
        where = ", ".join(filter(None, (item["publication_title"], item["edition_date"] or "undated", item["section"])))
        console.print()
        console.print(
            Text.assemble(
                *((one_line(text), "bold underline" if mark else "bold") for text, mark in item["headline_marked"])
            )
        )
        console.print(marked("[dim]{}  /stories/{}[/]", where, item["key"]))
        console.print(
            Text.assemble(*((one_line(text), "bold yellow" if mark else "") for text, mark in item["snippet"]))
        )
        if stands := folded.get(item["key"]):
            papers = counted(stands["papers"], "more paper", "more papers")
            console.print(
                f"and {papers if stands['papers'] else counted(stands['stories'], 'more copy', 'more copies')}"
            )
    if following:
        left = texts if fold else results.total if results.total_exact else None
        more = f"{left - len(shown):,} more" if left is not None else "many more"
        console.print(marked("\n[dim]… and {}; --size shows more of them[/]", more))
