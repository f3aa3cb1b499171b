"""What the commands have in common that ask newspapers for editions: ``collect``, ``run`` and ``fill``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import checked_inside, clock
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scrapy import Spider

    from scraper.alerts.incidents import Recipients
    from scraper.collect.run import CollectionRun
    from scraper.publication import Publication

    Jobs = Iterable[tuple[Publication, Mapping[str, Any]]]

NOT_REACHED = 75  # EX_TEMPFAIL of sysexits.h: what a later run may mend by itself


def may_ask(papers: Sequence[Publication], *, others: bool = False) -> None:
    """Refuse to begin where newspapers could not be told who asks, or a setting of the environment cannot be read.

    :param others: somebody else is asked, who is to be told as well.
    :raises click.UsageError: so it is.
    """
    from scraper.settings import ContactMissingError

    if (others or any(not paper.demo for paper in papers)) and not os.environ.get("BACKISSUES_CONTACT"):
        raise click.UsageError(str(ContactMissingError()))
    checked_inside()
    set_demo_site_address()


def collect_editions(
    path: Path,
    jobs: Callable[[CollectionRun], Jobs],
    *,
    command: str,
    arguments: Mapping[str, Any],
    captures: Path | None,
    noarchive: str,
    wait: bool,
    verbose: bool,
    spider: Callable[[Publication], type[Spider]] | None = None,
) -> None:
    """Collect editions into an archive, show how it goes, and end the command with its exit status.

    :param jobs: called with the open run: the newspapers, and the arguments of their spiders (``scraper.crawl``).
    :param command, arguments: as the run's row has them.
    :param spider: which spider a newspaper gets; the one that asks it for editions unless given.
    :raises click.exceptions.Exit: 1 an edition needs a person, or a bug has cost one; 75 nothing worse than that
        newspapers could not be reached; 130 it was stopped.
    """
    from scraper.cli.console import OutputConsole
    from scraper.cli.progress import EditionsProgress
    from scraper.collect.run import CollectionRun
    from scraper.crawl import crawl

    checked_identity(path)
    told = told_of_incidents(path)
    console = OutputConsole()
    progress = EditionsProgress(console)
    with (
        progress,
        CollectionRun(
            path,
            command=command,
            arguments=arguments,
            captures=captures,
            reporter=progress,
            wait=wait,
            withhold=noarchive == "withhold",
            clock=clock(),
        ) as run,
    ):
        crawl(run, jobs(run), console=console, verbose=verbose, spider=spider)
    progress.summary()
    if run.archive_error:
        raise run.archive_error
    tell_incidents(path, told)
    if run.interrupted:
        console.print("Stopped. What was collected is safe; run the same command to go on.")
        raise click.exceptions.Exit(130)
    if run.crashed or progress.needs_somebody:
        raise click.exceptions.Exit(1)
    if progress.unreached:
        raise click.exceptions.Exit(NOT_REACHED)


def checked_identity(path: Path) -> None:
    """Refuse to begin with a key that cannot be used: requests would not say what they are to say.

    :raises click.UsageError: it cannot.
    """
    from scraper.collect import identity

    try:
        identity.read(path, os.environ)
    except identity.IdentityError as error:
        raise click.UsageError(str(error)) from None


def told_of_incidents(path: Path) -> Recipients:
    """Who is told of the incidents of an archive; a setting that cannot be used is said before anything is asked.

    :raises click.UsageError: there is one.
    """
    from scraper.alerts import incidents
    from scraper.alerts.searches import AlertsError

    try:
        return incidents.recipients(path, os.environ)
    except AlertsError as error:
        raise click.UsageError(str(error)) from None


def tell_incidents(path: Path, told: Recipients) -> None:
    """Tell of incidents that were opened or closed since the last time; what is not taken is told with the next run."""
    from scraper.alerts import incidents
    from scraper.alerts.delivery import Courier
    from scraper.collect.pace import Clock

    courier = Courier(told.smtp, os.environ, clock() or Clock())
    incidents.tell(path, told, courier, say=lambda words: say(words, err=True))


def set_demo_site_address() -> None:
    """Set the address of the fictional newspapers to that of ``backissues demo``, unless the environment has one."""
    from scraper.demo import PORT

    os.environ.setdefault("BACKISSUES_DEMO_SITE", f"http://127.0.0.1:{PORT}")
