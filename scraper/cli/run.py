"""``backissues run``: collect whatever is due now, once; started again and again by cron or a timer."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import again_after_option, captures_option, clock, counted, db_option, noarchive_option
from scraper.cli.printing import say, say_json
from scraper.dates import spans_text

if TYPE_CHECKING:
    from scraper.collect.due import Due
    from scraper.items import EditionKey, Look
    from scraper.publication import Publication


@click.command(short_help="Collect whatever is due now; for cron and timers.")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--dry-run", is_flag=True, help="Say what is due, what comes next, when and why; ask nobody.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: as JSON.")
@click.option("--install", is_flag=True, help="Print a line for cron, and a service and a timer for systemd.")
@again_after_option
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
@noarchive_option
@db_option
@captures_option
def run(
    slugs: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    install: bool,
    again_after: tuple[dt.timedelta, ...],
    verbose: bool,
    noarchive: str,
    path: Path,
    captures: Path | None,
) -> None:
    """Collect whatever is due now, once: of the newspapers named, or of all that were collected before.

    An edition is due at the hour of its newspaper, in its own time zone. One that is not there yet, or not whole, is
    looked at again after ever longer pauses until its day is over, and then the ledger has it as missing; where nothing
    answers, nothing is learned of it, and it is asked for later. So it may be started every ten minutes: what is not
    due is not asked for, and while another run is at work it leaves at once.

    \b
    Examples:
      backissues run the-hindu the-guardian     begins with the newest edition of each
      backissues run                            all that were collected before
      backissues run --dry-run                  what is due, what comes next, and why?
      backissues run --again-after 6h,24h,7d    what was changed since it was collected?
      backissues run --install                  every ten minutes, by cron or systemd

    Exit codes: 0 all is well, nothing was due, or another run is at work; 1 an edition is broken or was refused; 75
    newspapers did not answer; 2 a wrong argument; 3 the archive cannot be used; 130 stopped.
    """
    from scraper import catalogue
    from scraper.archive.connection import ArchiveLockedError
    from scraper.cli.collecting import collect_editions, may_ask
    from scraper.collect import due
    from scraper.collect.pace import Clock

    try:
        named = [catalogue.publication(slug) for slug in dict.fromkeys(slugs)]
    except catalogue.PublicationError as error:
        raise click.UsageError(str(error)) from None
    if install:
        _print_timers(path, slugs, captures, noarchive, again_after)
        return
    now = dt.datetime.fromtimestamp((clock() or Clock()).now(), dt.UTC)
    plans = list(_plans(path, named, now, again_after))
    if not plans:
        raise click.UsageError(
            "no newspaper that is known was collected before; name newspapers to begin with: backissues run the-hindu"
        )
    if dry_run:
        _print_plan([(paper, due.planned(paper, looks, now)) for paper, looks in plans], now, as_json=as_json)
        return
    papers = [paper for paper, looks in plans if due.due(paper, looks, now)]
    if not papers:
        return
    may_ask(papers)

    def jobs(run: Any) -> Iterator[tuple[Publication, Mapping[str, Any]]]:
        for paper in papers:  # what another run has done meanwhile is not due any more
            looks = run.looks_since(paper.slug, due.first_day(paper, run.now))
            if found := due.due(paper, looks, run.now):
                again = {each.key for each in found if each.why is due.Why.AGAIN}
                yield paper, {"editions": [each.key for each in found], "seen_again": again}

    try:
        collect_editions(
            path,
            jobs,
            command="run",
            arguments={"slugs": slugs, "again_after": spans_text(again_after)},
            captures=captures,
            noarchive=noarchive,
            wait=False,
            verbose=verbose,
        )
    except ArchiveLockedError as error:
        say(f"Nothing was asked for: {error}", err=True)


def _plans(
    path: Path, named: Sequence[Publication], now: dt.datetime, again_after: tuple[dt.timedelta, ...]
) -> Iterator[tuple[Publication, Mapping[EditionKey, Sequence[Look]]]]:
    """The newspapers to look at, each with the looks of before.

    :param again_after: where a newspaper's file does not say it.
    """
    import contextlib

    from scraper import catalogue
    from scraper.archive import opened
    from scraper.archive.write import ledger, looks
    from scraper.collect import due

    if not path.exists():
        yield from ((_seen_again(paper, again_after), {}) for paper in named)
        return
    with contextlib.closing(opened(path)) as db:
        known = catalogue.catalogue()
        before = ledger.collected(db) | looks.papers(db)
        if not named and (unknown := sorted(before - set(known))):
            say(
                f"No file describes {', '.join(unknown)}, which {'was' if len(unknown) == 1 else 'were'} collected "
                f"before; {catalogue.FOLDER_VARIABLE} names the folder of newspapers of your own",
                err=True,
            )
        papers = named or [known[slug] for slug in sorted(before & set(known))]
        for each in papers:
            paper = _seen_again(each, again_after)
            yield paper, looks.since(db, paper.slug, due.first_day(paper, now))


def _seen_again(paper: Publication, again_after: tuple[dt.timedelta, ...]) -> Publication:
    """The newspaper, with these spans of time where its file names none."""
    from dataclasses import replace

    if paper.schedule.again_after or not again_after:
        return paper
    return replace(paper, schedule=replace(paper.schedule, again_after=again_after))


def _print_plan(plans: Sequence[tuple[Publication, Sequence[Due]]], now: dt.datetime, *, as_json: bool) -> None:
    """Print what is due and what comes next, in the order of their moments."""
    entries = sorted((each, paper) for paper, planned in plans for each in planned)
    if as_json:
        say_json(
            [
                {
                    "publication": paper.slug,
                    "date": each.key.date.isoformat(),
                    "label": each.key.label,
                    "at": each.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
                    "due": each.at <= now,
                    "why": each.why.value,
                }
                for each, paper in entries
            ]
        )
        return
    if not entries:
        say("Nothing is due, and nothing is to come.")
    for each, paper in entries:
        local = each.at.astimezone(paper.zone)
        when = "now" if each.at <= now else f"{local:%a %Y-%m-%d %H:%M} {local.tzname()}"
        label = f" {each.key.label}" if each.key.label else ""
        say(f"{when:<26} {paper.title}, edition of {each.key.date}{label}: {each.why.value}")
    number = sum(each.at <= now for each, _ in entries)
    say(f"{counted(number, 'edition')} {'is' if number == 1 else 'are'} due now.")


def _print_timers(
    path: Path,
    slugs: Sequence[str],
    captures: Path | None,
    noarchive: str,
    again_after: tuple[dt.timedelta, ...],
) -> None:
    """Print what starts this command by itself, with the paths of here."""
    import getpass

    from scraper.cli import timers

    arguments = [*slugs, "--db", str(path.absolute())]
    arguments += ["--captures", str(captures.absolute())] if captures else []
    arguments += ["--noarchive", noarchive] if noarchive != "keep" else []
    arguments += ["--again-after", spans_text(again_after)] if again_after else []
    timer = timers.Timer(
        program=Path(sys.argv[0]).absolute(),
        folder=path.absolute().parent,
        user=getpass.getuser(),
        variables=timers.variables(os.environ),
        arguments=tuple(arguments),
        captures=captures.absolute() if captures else None,
    )
    say(f"# For cron ('crontab -e'):\n{timers.cron(timer)}")
    say(f"# Or for systemd: /etc/systemd/system/backissues-run.service\n{timers.service(timer)}")
    say(f"# /etc/systemd/system/backissues-run.timer\n{timers.timer_unit()}")
    if names := timers.secret(os.environ):
        say(f"# Set here, but perhaps secret and so not printed; set them there as well: {', '.join(names)}")
    say("# Then: sudo systemctl daemon-reload; sudo systemctl enable --now backissues-run.timer")
