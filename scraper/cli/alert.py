"""``backissues alert``: tell people and programs what is new of their searches."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import NamedPath, checked_inside, clock, db_option
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.alerts.searches import Alerts

DEFAULT = "alerts.toml"


@click.command(short_help="Tell by mail or webhook what is new of searches.")
@click.argument("file", type=NamedPath(exists=True, dir_okay=False), required=False, metavar="[FILE]")
@click.option(
    "--search",
    "given",
    nargs=3,
    multiple=True,
    metavar="NAME QUERY ADDRESS",
    help="A search to follow, in place of those of a file; may be repeated.",
)
@click.option("--url", default="", help="Where the archive is served, for links: https://archive.example.org/news/")
@click.option("--held", is_flag=True, help="Of a search that is new, tell also what is held already.")
@click.option("--dry-run", is_flag=True, help="Say what would be told; send and remember nothing.")
@db_option
def alert(
    file: Path | None, given: tuple[tuple[str, str, str], ...], url: str, held: bool, dry_run: bool, path: Path
) -> None:
    """Tell what came into the archive since the last run, however old its edition: by mail or webhook, from cron.

    FILE lists the searches; 'alerts.toml' beside the archive unless given. A query is that of the site's /search. An
    address is one of mail, or of the web, which gets a POST of JSON; {env.NAME} in it stands for a secret.

    \b
      url = "https://archive.example.org/news/"
      from = "archive@example.org"
      [[search]]
      name = "Night ferry"
      query = "q=night+ferry&publication=ellery-courier"
      to = ["editor@example.org", "https://hooks.example.org/{env.HOOK}"]

    Mails are handed in over TLS to BACKISSUES_SMTP=smtps://user@mail.example.org, from BACKISSUES_SMTP_FROM, with
    the password in BACKISSUES_SMTP_PASSWORD. A search is followed from its first run on. What was told is remembered
    in archive.db.alerts.json; what could not be delivered is sent again with the next run, under the same id.

    \b
    Examples:
      backissues alert --dry-run
      backissues alert alerts.toml --db archive.db
      backissues alert --search Ferry "q=ferry" editor@example.org --url https://archive.example.org/

    Exit codes: 0 all was told, or nothing is new; 1 something could not be delivered and is kept; 2 the list or a
    setting cannot be used; 3 the archive cannot be used.
    """
    from scraper.alerts import searches
    from scraper.alerts.delivery import SENDER, SMTP, Courier
    from scraper.alerts.run import run
    from scraper.collect.pace import Clock

    checked_inside()
    try:
        found = _listed(file, given, path.with_name(DEFAULT))
        found = searches.alerts(
            found.searches,
            url=url or found.url,
            sender=found.sender or os.environ.get(SENDER, ""),
            smtp=found.smtp or os.environ.get(SMTP, ""),
        )
        courier = Courier(found.smtp, os.environ, clock() or Clock())
        courier.check(found)
        all_taken = run(path, found, courier, say=say, held=held, dry_run=dry_run)
    except searches.AlertsError as error:
        raise click.UsageError(str(error)) from None
    if not all_taken:
        raise click.exceptions.Exit(1)


def _listed(file: Path | None, given: tuple[tuple[str, str, str], ...], default: Path) -> Alerts:
    """The searches of the command line, or of a file."""
    from scraper.alerts import searches

    if given:
        if file:
            raise searches.AlertsError("--search stands in place of a file; give one of them")
        return searches.alerts([searches.search(name, query, [to], "--search") for name, query, to in given])
    file = file or default
    if not file.is_file():
        raise searches.AlertsError(f"no searches: write them into {file}, or give --search NAME QUERY ADDRESS")
    return searches.of_toml(file.read_text(encoding="utf-8-sig", errors="replace"), str(file))
