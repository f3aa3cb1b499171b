"""``backissues images``: fetch small images for the stories that are held."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import captures_option, clock, counted, db_option, wait_option


@click.command(short_help="Fetch the images of stories that are held.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--from", "first", default="", metavar="D", help="Of stories from this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="Of stories to this day (or month, or year).")
@click.option("--again", is_flag=True, help="Ask again for those that could not be had.")
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
@db_option
@captures_option
@wait_option
def images(
    slugs: tuple[str, ...],
    first: str,
    last: str,
    again: bool,
    verbose: bool,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Fetch the first image of each story that is held, and keep a small copy of it for the site.

    Each is one more request to the newspaper, under the same crawling policy as a collection, so no other command
    fetches them. A second run asks only for what is new.

    \b
    Examples:
      backissues images
      backissues images the-hindu --from 2024-12
    """
    import contextlib

    from scraper import catalogue
    from scraper.archive import opened
    from scraper.archive.write import ledger
    from scraper.cli.collecting import checked_identity, may_ask
    from scraper.crawl import crawl
    from scraper.dates import DateError, parse_date_range

    opened(path).close()  # says what is wrong with it
    known = catalogue.catalogue()
    try:
        papers = [catalogue.publication(slug) for slug in dict.fromkeys(slugs)]
        for text in filter(None, (first, last)):
            parse_date_range(text)
    except (catalogue.PublicationError, DateError) as error:
        raise click.UsageError(str(error)) from None
    if not slugs:
        with contextlib.closing(opened(path)) as db:
            papers = [known[slug] for slug in sorted(ledger.slugs(db) & set(known))]
    if not papers:
        raise click.UsageError("the archive holds no newspaper that is described here; 'backissues publications'")
    may_ask(papers)
    checked_identity(path)

    from scraper.cli.console import OutputConsole
    from scraper.cli.progress import ImagesProgress
    from scraper.collect.run import CollectionRun
    from scraper.spiderloader import image_spider_for

    arguments = {"slugs": slugs, "from": first, "to": last, "again": again}
    console = OutputConsole()
    progress = ImagesProgress(console)
    with (
        progress,
        CollectionRun(
            path, command="images", arguments=arguments, captures=captures, reporter=progress, wait=wait, clock=clock()
        ) as run,
    ):
        given = {"from": first, "to": last, "again": "1" if again else ""}
        crawl(run, [(paper, given) for paper in papers], console=console, verbose=verbose, spider=image_spider_for)
    console.print(f"{counted(progress.kept, 'image')} kept")
    for why, number in progress.failures.most_common():
        console.print(f"  {number:,} left out: {why}", soft_wrap=True)
    if run.archive_error:
        raise run.archive_error
    if run.interrupted:
        console.print("Stopped. Run the same command to go on.")
        raise click.exceptions.Exit(130)
    if run.crashed:
        raise click.exceptions.Exit(1)
