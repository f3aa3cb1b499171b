"""``backissues inspect``: show what would be archived of one page, and which rule found each field."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import checked_inside, clock
from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from scraper.items import Page


@click.command(short_help="What would be archived of a page?")
@click.argument("source", metavar="FILE|URL")
@click.option("--url", default="", help="The address of the page, where the file does not name it.")
@click.option("--publication", "-p", "slug", default=None, metavar="SLUG", help="Read with this newspaper's rules.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, all of it.")
def inspect(source: str, url: str, slug: str | None, as_json: bool) -> None:
    """Show what would be archived of a page, and which rule found each field. Nothing is stored.

    FILE may be '-' for standard input. A URL is fetched once, as robots.txt allows.

    \b
    Examples:
      backissues inspect story.html --url https://www.example.com/a-story
      backissues inspect https://www.example.com/a-story --json
      curl -s https://www.example.com/a-story | backissues inspect - --url https://www.example.com/a-story
    """
    from scraper import catalogue, reading
    from scraper.items import Rejected
    from scraper.reasons.words import phrase

    publication = None
    if slug:
        try:
            publication = catalogue.publication(slug)
        except catalogue.PublicationError as error:
            raise click.UsageError(str(error)) from None
    if not source:
        raise click.UsageError("the name is empty")
    page = _fetched(source) if source.startswith(("http://", "https://")) else _opened(source, url)
    page = catalogue.secrets(os.environ).hidden_in(page)  # what is printed may go into a report
    found = reading.inspect(page, newspapers=catalogue, environment=os.environ, publication=publication)
    if as_json:
        say_json(found.fields)
    else:
        _show(found.fields)
    if isinstance(found.result, Rejected):
        say(f"This page would not be archived: {phrase(found.result.reason)}.", err=True)
        raise click.exceptions.Exit(1)


def _opened(source: str, url: str) -> Page:
    """The page in a file."""
    from scraper.captures.saved_pages import CapturesError, page_in

    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except FileNotFoundError:
        raise click.UsageError(
            f"{source}: no such file; an address of the web begins with http:// or https://"
        ) from None
    except IsADirectoryError:
        raise click.UsageError(f"{source}: a folder; 'backissues import' reads all that is in one") from None
    except OSError as error:
        raise click.UsageError(f"{source}: {error.strerror}") from None
    try:
        return page_in(content, source, url=url)
    except CapturesError as error:
        raise click.UsageError(str(error)) from None


def _fetched(url: str) -> Page:
    """The page at an address, fetched under the crawling policy of a collection."""
    from scraper import catalogue, discover
    from scraper.collect.fetch import FetchError, fetch

    checked_inside()
    try:
        return fetch(discover.web_address(url), clock=clock(), say=lambda message: say(message, err=True))
    except discover.WrongTypeError as error:
        raise click.UsageError(f"{error.detail.rstrip('.')}; one looks like https://www.example.com/a-story") from None
    except FetchError as error:
        cure = "save the page in a browser and inspect the file"
        said = catalogue.secrets(os.environ).hidden(str(error))
        raise click.ClickException(f"{said.rstrip('.')}; {cure}") from None


def _show(story: dict[str, Any]) -> None:
    from rich import box
    from rich.table import Table

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole, marked

    console = OutputConsole()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("field", style="bold")
    table.add_column("value", overflow="fold", ratio=1)
    table.add_column("found by", style="dim")
    found_by = story["found_by"]
    for field, value in story.items():
        if field in ("found_by", "edition", "related_links", "images", "body") or not value:
            continue
        table.add_row(
            field, one_line(", ".join(value) if isinstance(value, list) else str(value)), found_by.get(field, "")
        )
    edition = story["edition"]
    if edition:
        evidence = edition["evidence"]
        words = " ".join(filter(None, (edition["publication"], edition["date"], edition["label"], edition["issue"])))
        table.add_row("edition", one_line(words), evidence["kind"])
        table.add_row("", marked("[italic]{}[/]", evidence["text"]), "")
    else:
        table.add_row("edition", marked("[dim]not stated[/]"), "")
    for image in story["images"]:
        table.add_row(
            "image", one_line(" — ".join(filter(None, (image["caption"], image["credit"], image["url"])))), ""
        )
    for link in story["related_links"]:
        table.add_row("related link", one_line(f"{link['headline']} — {link['standfirst']}"), "")
    console.print(table)
    console.print(
        marked("\n[bold]body[/] [dim]{}, {} words[/]\n", found_by.get("body", ""), len(story["body"].split()))
    )
    console.print(story["body"])
