"""``backissues collect``: fetch the stories of newspapers' editions into the archive."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from scraper.cli.options import again_after_option, captures_option, clock, db_option, noarchive_option, wait_option
from scraper.dates import spans_text


@click.command(short_help="Collect editions of newspapers.")
@click.argument("slugs", nargs=-1, metavar="SLUG...")
@click.option("--date", default="", metavar="D", help="This day: 2024-12-07, or several with commas.")
@click.option("--from", "first", default="", metavar="D", help="From this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="To this day (or month, or year).")
@click.option("--label", default=None, metavar="L", help="Only this of a day's editions, such as a city.")
@click.option("--again", is_flag=True, help="Fetch what is held as well, to see whether it was changed.")
@again_after_option
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
@noarchive_option
@db_option
@captures_option
@wait_option
def collect(
    slugs: tuple[str, ...],
    date: str,
    first: str,
    last: str,
    label: str | None,
    again: bool,
    again_after: tuple[dt.timedelta, ...],
    verbose: bool,
    noarchive: str,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Collect editions of newspapers: the newest one, a day, or a range of days.

    A second run fetches only what is new. With --again what is held is asked for as well, with --again-after so long
    after the first look; where a page is as it was, its site does not send it again. Ctrl-C finishes the story at hand;
    the same command goes on from there.
    'backissues publications' lists the newspapers.

    A newspaper whose site is read worse than it was has an incident, until it is read rightly again: it is said, and
    told to whom incidents.toml beside the archive names, or BACKISSUES_INCIDENTS_TO (docs/publications.md).

    \b
    Examples:
      backissues collect the-hindu
      backissues collect the-hindu the-guardian --date 2024-12-07
      backissues collect the-hindu --label delhi --from 2024-12-01 --to 2024-12-31
      backissues collect the-hindu --date 2024-12-07 --again      what was changed since?
      backissues collect the-hindu --from 2024-12-01 --to 2024-12-31 --again-after 6h,24h,7d

    Exit codes: 0 collected; 1 an edition is broken or was refused; 75 a newspaper did not answer, so that nothing was
    learned of its editions; 2 a wrong argument; 3 the archive cannot be used; 130 stopped.
    """
    from scraper import catalogue, schedule
    from scraper.cli.collecting import collect_editions, may_ask
    from scraper.collect import days
    from scraper.collect.pace import Clock
    from scraper.dates import DateError

    if not slugs:
        raise click.UsageError("name a newspaper; 'backissues publications' lists them")
    try:
        papers = [catalogue.publication(slug) for slug in dict.fromkeys(slugs)]
        now = dt.datetime.fromtimestamp((clock() or Clock()).now(), dt.UTC)
        for paper in papers:
            days.requested_days(paper, date=date, first=first, last=last, now=now)
            if label is not None:
                schedule.edition_key(paper, dt.date.min, label)
    except (catalogue.PublicationError, DateError, LookupError) as error:
        raise click.UsageError(str(error)) from None
    may_ask(papers)
    given = {"date": date, "from": first, "to": last, "again": "1" if again else ""}
    given |= {"again_after": spans_text(again_after)}
    given |= {"label": label} if label is not None else {}
    collect_editions(
        path,
        lambda run: [(paper, given) for paper in papers],
        command="collect",
        arguments={"slugs": slugs, "date": date, "from": first, "to": last, "label": label, "again": again}
        | {"again_after": spans_text(again_after)},
        captures=captures,
        noarchive=noarchive,
        wait=wait,
        verbose=verbose,
    )
