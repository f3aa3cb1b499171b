"""``backissues fill``: collect the missing editions that can still be had, and write down why the others cannot."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import captures_option, clock, counted, db_option, noarchive_option, wait_option
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.collect.fillable import Fillable
    from scraper.collect.mementos import WebArchive
    from scraper.collect.run import CollectionRun
    from scraper.publication import Publication


@click.command(short_help="Collect missing editions that can still be had.")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--from", "first", default="", metavar="D", help="From this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="To this day (or month, or year).")
@click.option("--cause", default="", metavar="C", help="Only of this state, outcome or reason: late, not_reached ...")
@click.option("--most", type=click.IntRange(1), metavar="N", help="At most so many editions of each newspaper.")
@click.option(
    "--from-web-archive",
    "web_archive",
    is_flag=False,
    flag_value="",
    metavar="[ADDRESS]",
    help="Ask this web archive for what the newspapers have no more; BACKISSUES_WEB_ARCHIVE names it as well.",
)
@click.option("--cdx", default="", metavar="ADDRESS", help="That archive's CDX server, if it is not at ADDRESS/cdx.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked for, and what cannot be had; ask nobody.")
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
@noarchive_option
@db_option
@captures_option
@wait_option
def fill(
    slugs: tuple[str, ...],
    first: str,
    last: str,
    cause: str,
    most: int | None,
    web_archive: str | None,
    cdx: str,
    dry_run: bool,
    verbose: bool,
    noarchive: str,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Collect what is missing and can still be had, the newest first: of the newspapers named, or of all.

    Missing is what 'backissues stats --missing' lists. What cannot be asked for any more stays missing, and the ledger
    says why. What was asked for in vain is left alone for 20 hours, so that the same command goes on after Ctrl-C, a
    kill, or a night. Editions whose day is not over are left to 'backissues run'.

    With --from-web-archive a web archive is asked for its copies, and the newspapers for nothing but robots.txt: for
    days which a newspaper was asked for in vain, or cannot be asked for. What comes of that is marked, and no such
    edition counts as complete.

    \b
    Examples:
      backissues fill --dry-run
      backissues fill the-hindu --from 2024 --to 2024-06
      backissues fill --cause not_reached         after weeks without a network
      backissues fill the-hindu --most 30         thirty each night
      backissues fill the-hindu --most 30 --from-web-archive https://web.archive.org/web/

    Exit codes: 0 done, whatever is still missing; 1 an edition is broken or was refused; 75 newspapers did not answer;
    2 a wrong argument; 3 the archive cannot be used; 130 stopped.
    """
    from scraper.archive import opened
    from scraper.cli.collecting import collect_editions, may_ask
    from scraper.collect.pace import Clock
    from scraper.items import ClosedEdition, Outcome
    from scraper.spiderloader import web_archive_spider_for

    archive = None if web_archive is None else _archive_at(web_archive, cdx)
    now = dt.datetime.fromtimestamp((clock() or Clock()).now(), dt.UTC)
    with contextlib.closing(opened(path)) as db:
        found = _sorted(db, slugs, first, last, cause, now, archived=archive is not None)
    waited = "30 days" if archive else "20 hours"
    if dry_run:
        _print_plan(found, waited)
        return
    papers = [paper for paper, gaps in found if gaps.wanted]
    if not papers and not any(gaps.untold for _, gaps in found):
        _print_rest(found, waited)
        return
    may_ask(papers, others=archive is not None)

    def jobs(run: CollectionRun) -> Iterator[tuple[Publication, Mapping[str, Any]]]:
        for paper, gaps in _sorted(run.db, slugs, first, last, cause, run.now, archived=archive is not None):
            run.expect(paper)
            for key, reason in gaps.untold:
                run.close(paper, ClosedEdition(key=key, outcome=Outcome.LATE, reasons=(reason,)))
            if gaps.wanted:
                given = {"web_archive": archive} if archive else {}
                yield paper, {"editions": gaps.wanted[:most], **given}

    try:
        collect_editions(
            path,
            jobs,
            command="fill",
            arguments={"slugs": slugs, "from": first, "to": last, "cause": cause, "most": most}
            | ({"web_archive": archive.address} if archive else {}),
            captures=captures,
            noarchive=noarchive,
            wait=wait,
            verbose=verbose,
            spider=web_archive_spider_for if archive else None,
        )
    finally:
        _print_rest(found, waited)


def _archive_at(address: str, cdx: str) -> WebArchive:
    """The web archive that a person named, here or in the environment: none is asked that nobody named.

    :raises click.UsageError: nobody did, or what was named is no address.
    """
    from scraper.collect.mementos import WebArchive, WebArchiveError

    named = address or os.environ.get("BACKISSUES_WEB_ARCHIVE", "")
    if not named:
        raise click.UsageError(
            "--from-web-archive: which one? Name its address, or set BACKISSUES_WEB_ARCHIVE: https://web.archive.org/web/"
        )
    try:
        return WebArchive.of(named, cdx)
    except WebArchiveError as error:
        raise click.UsageError(f"--from-web-archive: {error}") from None


def _sorted(
    db: Any,
    slugs: tuple[str, ...],
    first: str,
    last: str,
    cause: str,
    now: dt.datetime,
    *,
    archived: bool,
) -> list[tuple[Publication, Fillable]]:
    """The newspapers that have gaps, each with what can be done about them.

    :param archived: what a web archive can do about them.
    :raises click.UsageError: a newspaper, a date or a cause is none.
    """
    from scraper import catalogue
    from scraper.archive.read.calendar import gaps
    from scraper.archive.write import looks
    from scraper.collect.fillable import for_web_archive, is_caused_by, sorted_gaps
    from scraper.dates import DateError, parse_date_range

    try:
        papers = {slug: catalogue.publication(slug) for slug in dict.fromkeys(slugs)} or catalogue.catalogue()
        begin = parse_date_range(first)[0] if first else None
        end = parse_date_range(last)[1] if last else None
    except (catalogue.PublicationError, DateError) as error:
        raise click.UsageError(str(error)) from None
    _check_cause(cause)
    by_paper = defaultdict(list)
    for gap in gaps(db.conn, slugs, begin, end):
        if gap["publication"] in papers and (not cause or is_caused_by(gap, cause)):
            by_paper[gap["publication"]].append(gap)
    sort = for_web_archive if archived else sorted_gaps
    return [
        (papers[slug], sort(papers[slug], found, looks.since(db, slug, dt.date.min), now))
        for slug, found in sorted(by_paper.items())
    ]


def _check_cause(cause: str) -> None:
    from scraper.archive.edition_states import STATES
    from scraper.items import Outcome
    from scraper.reasons import Code

    known = [*STATES, *Outcome, *Code]
    if cause and cause not in known:
        import difflib

        near = difflib.get_close_matches(cause, known, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"--cause: '{cause}' is no state, outcome or reason of an edition{hint}")


def _print_plan(found: list[tuple[Publication, Fillable]], waited: str) -> None:
    """Print what would be asked for, and why the rest would not."""
    from scraper.reasons.words import phrase

    for paper, gaps in found:
        for key in gaps.wanted:
            say(f"{key.date} {paper.title}{f' {key.label}' if key.label else ''}: to be asked for")
        for key, reason in gaps.given_up:
            say(f"{key.date} {paper.title}{f' {key.label}' if key.label else ''}: {phrase(reason)}")
    _print_rest(found, waited)


def _print_rest(found: list[tuple[Publication, Fillable]], waited: str) -> None:
    """Print how many gaps there were of each kind."""
    kinds = {
        "to be asked for": sum(len(gaps.wanted) for _, gaps in found),
        f"asked for in vain less than {waited} ago": sum(len(gaps.asked) for _, gaps in found),
        "not over yet, and left to 'backissues run'": sum(len(gaps.not_due) for _, gaps in found),
        "not to be had any more": sum(len(gaps.given_up) for _, gaps in found),
        "left to 'backissues fill' and the newspaper": sum(len(gaps.of_newspaper) for _, gaps in found),
    }
    total = sum(kinds.values())
    told = "; ".join(f"{number:,} {what}" for what, number in kinds.items() if number)
    say(f"{counted(total, 'gap')} at the beginning: {told}" if total else "Nothing is missing.")
