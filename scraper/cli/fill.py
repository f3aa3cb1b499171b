"""``backissues fill``: collect the missing editions that can still be had, and write down why the others cannot."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import captures_option, clock, counted, db_option, noarchive_option, wait_option
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.collect.fillable import Fillable
    from scraper.collect.run import CollectionRun
    from scraper.publication import Publication


@click.command(short_help="Collect missing editions that can still be had.")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--from", "first", default="", metavar="D", help="From this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="To this day (or month, or year).")
@click.option("--cause", default="", metavar="C", help="Only of this state, outcome or reason: late, not_reached ...")
@click.option("--most", type=click.IntRange(1), metavar="N", help="At most so many editions of each newspaper.")
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

    \b
    Examples:
      backissues fill --dry-run
      backissues fill the-hindu --from 2024 --to 2024-06
      backissues fill --cause not_reached         after weeks without a network
      backissues fill the-hindu --most 30         thirty each night

    Exit codes: 0 done, whatever is still missing; 1 an edition is broken or was refused; 75 newspapers did not answer;
    2 a wrong argument; 3 the archive cannot be used; 130 stopped.
    """
    from scraper.archive import opened
    from scraper.cli.collecting import collect_editions, may_ask
    from scraper.collect.pace import Clock

    now = dt.datetime.fromtimestamp((clock() or Clock()).now(), dt.UTC)
    with contextlib.closing(opened(path)) as db:
        found = _sorted(db, slugs, first, last, cause, now)
    if dry_run:
        _print_plan(found)
        return
    papers = [paper for paper, gaps in found if gaps.wanted]
    if not papers and not any(gaps.lost for _, gaps in found):
        _print_rest(found)
        return
    may_ask(papers)

    def jobs(run: CollectionRun) -> Iterator[tuple[Publication, Mapping[str, Any]]]:
        for paper, gaps in _sorted(run.db, slugs, first, last, cause, run.now):
            run.expect(paper)
            for key, reason in gaps.lost:
                run.close_lost(paper, key, reason)
            if gaps.wanted:
                yield paper, {"editions": gaps.wanted[:most]}

    try:
        collect_editions(
            path,
            jobs,
            command="fill",
            arguments={"slugs": slugs, "from": first, "to": last, "cause": cause, "most": most},
            captures=captures,
            noarchive=noarchive,
            wait=wait,
            verbose=verbose,
        )
    finally:
        _print_rest(found)


def _sorted(
    db: Any, slugs: tuple[str, ...], first: str, last: str, cause: str, now: dt.datetime
) -> list[tuple[Publication, Fillable]]:
    """The newspapers that have gaps, each with what can be done about them.

    :raises click.UsageError: a newspaper, a date or a cause is none.
    """
    from scraper import catalogue
    from scraper.archive.read.calendar import gaps
    from scraper.archive.write import looks
    from scraper.collect.fillable import is_caused_by, sorted_gaps
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
    return [
        (papers[slug], sorted_gaps(papers[slug], found, looks.since(db, slug, dt.date.min), now))
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


def _print_plan(found: list[tuple[Publication, Fillable]]) -> None:
    """Print what would be asked for, and why the rest would not."""
    from scraper.reasons.words import phrase

    for paper, gaps in found:
        for key in gaps.wanted:
            say(f"{key.date} {paper.title}{f' {key.label}' if key.label else ''}: to be asked for")
        for key, reason in gaps.lost:
            say(f"{key.date} {paper.title}{f' {key.label}' if key.label else ''}: {phrase(reason)}")
    _print_rest(found)


def _print_rest(found: list[tuple[Publication, Fillable]]) -> None:
    """Print how many gaps there were of each kind."""
    kinds = {
        "could be asked for": sum(len(gaps.wanted) for _, gaps in found),
        "were asked for in vain less than 20 hours ago": sum(len(gaps.asked) for _, gaps in found),
        "are not over yet, and left to 'backissues run'": sum(len(gaps.not_due) for _, gaps in found),
        "cannot be had any more": sum(len(gaps.lost) for _, gaps in found),
    }
    total = sum(kinds.values())
    told = "; ".join(f"{number:,} {what}" for what, number in kinds.items() if number)
    say(f"{counted(total, 'gap')} at the beginning: {told}" if total else "Nothing is missing.")
