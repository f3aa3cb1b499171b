"""``backissues add``: write a newspaper's file from its home page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import NamedPath, checked_inside, clock
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.collect.fetch import Fetcher
    from scraper.items import Page
    from scraper.proposal.candidate import Get
    from scraper.proposal.propose import Proposal


@click.command(short_help="Write a newspaper's file from its home page.")
@click.argument("source", metavar="URL|FILE")
@click.option("--url", default="", help="The address of a saved home page, where the file does not name it.")
@click.option("--slug", default="", help="The newspaper's short name. Default: made of its title.")
@click.option(
    "--folder",
    type=NamedPath(file_okay=False),
    default=None,
    help="Where to write the file. Default: what BACKISSUES_PUBLICATIONS names, or else ./newspapers.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there, or beside a newspaper that is known.")
@click.option("--dry-run", is_flag=True, help="Show the file and write nothing.")
def add(source: str, url: str, slug: str, folder: Path | None, force: bool, dry_run: bool) -> None:
    """Write a newspaper's file from its home page, given by its address, as a saved page or in a WARC file.

    Platforms that are known, links that name today's paper or the archive, sitemaps and feeds are looked at; what they
    lead to is read for three days, with three stories of each. Of a saved page or a WARC file nothing is fetched but
    what it holds. The file says of each part where it comes from, and a person should check it.

    \b
    Exit codes: 0 a list of stories was read, and some of them; 1 none could be, so that all is a guess or nothing was
    written; 2 the command was not understood.

    \b
    Examples:
      backissues add https://www.example.com/
      backissues add https://www.example.com/ --dry-run
      backissues add home.html --url https://www.example.com/
      backissues add example.warc.gz
    """
    import os

    from scraper import catalogue
    from scraper.cli.console import OutputConsole, marked
    from scraper.collect import web_policy
    from scraper.collect.fetch import Fetcher
    from scraper.proposal import home_page
    from scraper.proposal.candidates import shown_on
    from scraper.proposal.edition_candidates import led_to
    from scraper.proposal.home_page import not_home
    from scraper.proposal.page_links import bare_host
    from scraper.proposal.propose import propose

    console = OutputConsole()
    given = clock()
    checked_inside()
    policy = web_policy.for_address(source, os.environ)
    with Fetcher(policy, given, lambda message: say(message, err=True)) as fetcher:
        if source.startswith(("http://", "https://")):
            page, get = _from_the_web(source, fetcher)
            page = led_to(page, get)
            home = home_page.read(page)
            now = dt.datetime.fromtimestamp(given.now(), dt.UTC) if given else dt.datetime.now(dt.UTC)
        else:
            page, get = _from_file(source, url)
            page = led_to(page, get)
            home = home_page.read(page)
            now = dt.datetime.combine(shown_on(home, page.fetched.date()), dt.time(12), dt.UTC)
        if fault := not_home(page, home):
            raise click.ClickException(f"{page.url}: {fault}")
        if page.requested_url and bare_host(page.requested_url) != home.host:
            console.print(f"The address leads to another host: {page.url}", soft_wrap=True)
        if known := [paper.slug for paper in catalogue.by_host(page.url) if not paper.demo]:
            console.print(f"Known already: {', '.join(known)} is of this host.", soft_wrap=True)
            if not (force or dry_run):
                raise click.ClickException("nothing was written; --force adds it all the same")
        proposal = propose(
            home,
            page,
            get,
            now=now,
            report=lambda candidate: say(f"Trying {candidate.kind}: {candidate.why} ...", err=True),
        )
    _show(proposal)
    if not proposal.text:
        raise click.exceptions.Exit(1)
    named = os.environ.get(catalogue.FOLDER_VARIABLE, "")
    target = (folder or Path(named or "newspapers").expanduser()) / f"{slug or proposal.slug}.toml"
    if dry_run:
        say(f"\n{proposal.text}", end="")
    elif target.exists() and not force:
        raise click.ClickException(f"{target} is there already; --force writes over it, --slug names another")
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(proposal.text, encoding="utf-8")
        console.print(marked("\nWritten: [bold]{}[/]", target), soft_wrap=True)
        variable = "" if named and folder is None else f"{catalogue.FOLDER_VARIABLE}={target.parent} "
        console.print(f"Next:    {variable}backissues collect {target.stem}", soft_wrap=True)
    if not proposal.works:
        raise click.exceptions.Exit(1)


def _from_the_web(url: str, fetcher: Fetcher) -> tuple[Page, Get]:
    """The home page, and how further pages are had: each address is fetched once, as robots.txt allows."""
    from scraper import discover
    from scraper.collect.fetch import FetchError
    from scraper.proposal.sign_in import asks_to_sign_in

    try:
        page = fetcher.page(discover.web_address(url))
    except discover.WrongTypeError as error:
        raise click.UsageError(f"{error.detail.rstrip('.')}; one looks like https://www.example.com/") from None
    except FetchError as error:
        cure = "where it may be looked at in a browser, save the page there and give the file, with --url"
        raise click.ClickException(f"{str(error).rstrip('.')}; {cure}") from None
    had: dict[str, Page | None] = {url: page, page.url: page}

    def get(address: str) -> Page | None:
        if address not in had:
            try:
                had[address] = fetcher.page(address)
            except FetchError as error:
                say(f"  {error}", err=True)
                had[address] = error.answer if error.answer and asks_to_sign_in(error.answer) else None
        return had[address]

    return page, get


def _from_file(source: str, url: str) -> tuple[Page, Get]:
    """The home page in a file, the page whose path is the shortest, and the other pages that it holds."""
    from collections import Counter
    from urllib.parse import urlsplit

    from scraper.captures.reader import read
    from scraper.captures.saved_pages import HTML_ENDINGS, CapturesError
    from scraper.items import Page, Rejected
    from scraper.proposal.page_links import bare_host
    from scraper.reasons.words import phrase

    path = Path(source)
    try:
        url = url or _address_by_links(path)
        found = [each.content for each in read(path, url=url)]
    except FileNotFoundError:
        hint = "" if path.suffix in HTML_ENDINGS else "; an address begins with https://"
        raise click.UsageError(f"{source}: there is no such file{hint}") from None
    except OSError as error:
        raise click.UsageError(f"{source}: {error.strerror}") from None
    except CapturesError as error:
        raise click.UsageError(str(error)) from None
    pages = {
        address: each
        for each in found
        if isinstance(each, Page)
        for address in (each.url, each.requested_url)
        if address
    }
    web_pages = [page for page in pages.values() if "html" in page.content_type or not page.content_type]
    hosts = Counter(bare_host(page.url) for page in web_pages)  # others are of advertisements and the like
    shortest = sorted(web_pages, key=lambda page: (-hosts[bare_host(page.url)], len(urlsplit(page.url).path)))
    home = pages.get(url) or next(iter(shortest), None)
    if home is None:
        why = next((f": {phrase(each.reason)}" for each in found if isinstance(each, Rejected)), "")
        raise click.UsageError(f"{source}: there is no web page in it{why}")
    return home, pages.get


def _address_by_links(path: Path) -> str:
    """The address of a saved page that does not name its own, by its links; empty where these do not tell."""
    from scraper.captures.saved_pages import HTML_ENDINGS, CapturesError, NoAddressError, page_in
    from scraper.proposal.home_page import address_by_links

    if not path.name.lower().endswith(HTML_ENDINGS):
        return ""
    try:
        page_in(path.read_bytes(), path.name)
    except NoAddressError:
        if url := address_by_links(path.read_bytes()):
            say(f"{path} does not name its address; by its links it is {url} (--url names another)", err=True)
        return url
    except CapturesError:
        pass
    return ""


def _show(proposal: Proposal) -> None:
    from rich import box
    from rich.table import Table

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole, marked

    console = OutputConsole()
    home = proposal.home
    facts = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("newspaper", "", "where it stands"):
        facts.add_column(heading, overflow="fold")
    for name in ("title", "publisher", "language", "country", "timezone", "issn"):
        if value := getattr(home, name):
            facts.add_row(name, one_line(value), marked("[dim]{}[/]", home.found_by.get(name, "")))
    console.print(facts)
    tried = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("index", "what it lists", "stories a day", "what came of it"):
        tried.add_column(heading, overflow="fold")
    for trial in (*proposal.used, *(each for each in proposal.trials if each not in proposal.used)):
        place = (
            "in the file" if trial in proposal.used else "in the file as a comment" if trial in proposal.aside else ""
        )
        fault = "; ".join(trial.against) if trial.came else "not read, so a guess" if place else "not read"
        verdict = marked("[yellow]{}[/]", fault) if fault else marked("[green]works[/]")
        if place:
            verdict.append(f", {place}")
        candidate = trial.candidate
        listed = ", ".join(map(str, trial.listed)) if any(trial.listed) else ""
        tried.add_row(one_line(candidate.name), candidate.kind, listed, verdict)
    if proposal.trials:
        console.print()
        console.print(tried)
    console.print(marked("\n[bold]{}[/]", proposal.summary), soft_wrap=True)
    for each in proposal.to_check:
        console.print(f"  check: {each}", soft_wrap=True)
