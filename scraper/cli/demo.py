"""``backissues demo``: print fictional newspapers, collect them, and serve their archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from scraper.cli.options import db_option
from scraper.cli.printing import say

FIRST_DAY, LAST_DAY = "2026-03-02", "2026-03-15"


@click.command(short_help="See it work, with fictional newspapers.")
@click.option("--no-serve", is_flag=True, help="End after collecting.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Of the archive's site.")
@click.option("--site-only", is_flag=True, help="Only print the newspapers, for trying 'collect' by hand.")
@click.option("--site-port", type=click.IntRange(0, 65535), help="Of the newspapers' site.  [default: 8651]")
@db_option
def demo(no_serve: bool, port: int, site_only: bool, site_port: int | None, path: Path) -> None:
    """Print fictional newspapers on this machine, collect two weeks of them over HTTP, and serve the archive.

    Nothing leaves this machine. The newspapers have what real ones have: local labels, a late edition, supplements, a
    closed day, a missing one, paywalls, broken pages, a story that is changed after it was collected.

    \b
    Examples:
      backissues demo
      backissues demo --no-serve --db /tmp/demo.db
      backissues demo --site-only &
      backissues collect ellery-courier --date 2026-03-07
    """
    from scraper import catalogue
    from scraper.demo import PORT
    from scraper.demo.server import DemoSite

    papers = sorted(paper.slug for paper in catalogue.catalogue().sound() if paper.demo)
    try:
        site = DemoSite(PORT if site_port is None else site_port)
        site.start()
    except OSError as error:
        if site_port is not None or site_only:
            number = PORT if site_port is None else site_port
            raise click.UsageError(
                f"port {number}: {error.strerror}; --site-port names another, 0 a free one"
            ) from None
        site = DemoSite(0)
        site.start()
    try:
        os.environ["BACKISSUES_DEMO_SITE"] = site.url
        say(f"The newspapers are printed at {site.url}/")
        if site_only:
            say(f"  export BACKISSUES_DEMO_SITE={site.url}")
            say(f"  backissues collect {papers[0]} --date {LAST_DAY}")
            site.wait()
            return
        _collect(path, *papers, "--from", FIRST_DAY, "--to", LAST_DAY)
        day = _day_of_the_revised_story()
        say(f"\nA story of {day} is changed on the newspaper's site; the day is collected again:")
        site.revision = 2
        _collect(path, "ellery-courier", "--date", day, "--label", "city", "--again")
        say("\nThe images of the stories that are held:")
        _run(path, "images", *papers)
        if no_serve:
            say(f"\nThe archive is {path}; 'backissues serve' shows it.")
            return
        _serve(path, port)
    finally:
        site.stop()


def _collect(path: Path, *arguments: str) -> None:
    _run(path, "collect", *arguments)


def _run(path: Path, *arguments: str) -> None:
    """Run a command in a process of its own, since Scrapy's reactor can be started once in a process."""
    command = [sys.executable, "-m", "scraper", *arguments, "--db", str(path)]
    code = subprocess.run(command, check=False).returncode  # noqa: S603
    if code:
        raise click.exceptions.Exit(code)


def _day_of_the_revised_story() -> str:
    """The edition date of the story that revision 2 of the site changes."""
    from scraper.demo.newspapers import newspapers
    from scraper.demo.traps import REVISIONS

    story = newspapers()["ellery-courier"].story(next(iter(REVISIONS)))
    assert story is not None, "the table of revisions names stories that are printed"
    return str(story.date)


def _serve(path: Path, port: int) -> None:
    from scraper.site.app import PortTakenError
    from scraper.site.app import serve as serve_site

    def ready(url: str) -> None:
        say(f"\nThe archive is at {url}\nCtrl-C ends it.")

    try:
        serve_site(path, host="127.0.0.1", port=port, open_browser=False, ready=ready)
    except PortTakenError:
        serve_site(path, host="127.0.0.1", port=0, open_browser=False, ready=ready)
