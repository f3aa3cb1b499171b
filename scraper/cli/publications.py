"""``backissues publications``: list the newspapers of the catalogue, or the days of one in a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

import click

from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from scraper.publication import Publication
    from scraper.schedule import ScheduledDay

WIDE = 100  # columns of a terminal that has room for everything


@click.command(short_help="The newspapers that can be collected.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--year", type=click.IntRange(1600, 4000), help="List the days of one newspaper: with a paper, closed, and why."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON: a list of objects.")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema of a newspaper's file, for an editor.")
def publications(slugs: tuple[str, ...], year: int | None, as_json: bool, as_schema: bool) -> None:
    """The newspapers that can be collected.

    One whose file cannot be used is told with its faults, and the exit status is 1. With --year, each day
    of a year as the [schedule] of one newspaper has it, to check the file by eye: the editions that are
    expected, those that may be missing in brackets, and why there is none.

    \b
    Examples:
      backissues publications
      backissues publications the-hindu
      backissues publications the-hindu --year 2026
      backissues publications --json
      backissues publications --schema > publication.schema.json
    """
    from scraper import catalogue

    if as_schema:
        from scraper.catalogue import editor_schema

        say_json(editor_schema.document())
        return
    try:
        papers = [catalogue.publication(slug) for slug in slugs] if slugs else catalogue.catalogue().sound()
        faulty = {} if slugs else catalogue.catalogue().faulty()
    except catalogue.PublicationError as error:
        raise click.UsageError(str(error)) from None
    if year is not None:
        if len(papers) != 1 or not slugs:
            raise click.UsageError("--year lists the days of one newspaper: name it")
        _print_year(papers[0], year, as_json=as_json)
        return
    _print_papers(sorted(papers, key=lambda paper: (paper.demo, paper.slug)), as_json=as_json, in_full=bool(slugs))
    for faults in faulty.values():
        say(str(faults), err=True)
    if faulty:
        say(f"Left out: {', '.join(faulty)}", err=True)
        raise SystemExit(1)


def _print_papers(papers: list[Publication], *, as_json: bool, in_full: bool) -> None:
    if as_json:
        rows = [
            {
                "slug": paper.slug,
                "title": paper.title,
                "language": paper.language,
                "country": paper.country,
                "timezone": paper.timezone,
                "demo": paper.demo,
                "kind": paper.kind,
                "frequency": paper.frequency,
                "labels": [label.id for label in paper.labels],
                "supplements": [supplement.id for supplement in paper.supplements],
                "unverified": list(paper.unverified),
                "homepage": paper.homepage,
                "issn": paper.issn,
                "lccn": paper.lccn,
                "wikidata": paper.wikidata,
                "terms": paper.terms,
            }
            for paper in papers
        ]
        say_json(rows)
        return

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole

    console = OutputConsole()
    lines = [_row(paper, in_full=in_full or not console.is_terminal) for paper in papers]
    if not console.is_terminal:  # for other programs: a line a paper, with tabs
        for line in lines:
            say("\t".join(map(one_line, line.values())))
        return

    from rich import box
    from rich.table import Table

    headings = ["slug", "newspaper", "language", "appears", "editions", "notes"]
    if console.width < WIDE:
        headings = ["slug", "newspaper", "language", "notes"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        # A slug is what people copy: it stays in one piece.
        table.add_column(heading, overflow="fold", no_wrap=heading in ("slug", "language"))
    for line in lines:
        table.add_row(*(line[heading] for heading in headings))
    console.print(table)


def _row(paper: Publication, *, in_full: bool) -> dict[str, str]:
    """What the list says of a newspaper, by heading.

    :param in_full: which of its rules are unverified, and not only that some are.
    """
    unverified = [f"unverified: {', '.join(paper.unverified)}" if in_full else "unverified"] * bool(paper.unverified)
    days = paper.schedule.days
    return {
        "slug": paper.slug,
        "newspaper": paper.title,
        "language": paper.language,
        "appears": "daily" if len(days) == 7 else " ".join(days),
        "editions": ", ".join([label.id for label in paper.labels] + [f"+{extra.id}" for extra in paper.supplements]),
        "notes": "; ".join(["fictional"] * paper.demo + unverified),
    }


class DayOfYear(TypedDict):
    """A day of a newspaper as ``--year`` lists it; ``state`` is one of ``schedule.DayKind``."""

    date: str
    weekday: str
    state: str
    expected: list[str]  # labels of editions, "" for the only one
    optional: list[str]
    why: str


def _print_year(paper: Publication, year: int, *, as_json: bool) -> None:
    from scraper import day_rules
    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole

    days = list(_days(paper, year))
    schedule = paper.schedule
    if as_json:
        say_json(days)
    else:
        is_terminal = OutputConsole().is_terminal
        for day in days:
            editions = ", ".join([*filter(None, day["expected"]), *(f"({label})" for label in day["optional"])])
            columns = [one_line(column) for column in (day["date"], day["weekday"], day["state"], editions, day["why"])]
            if is_terminal:
                say(f"{columns[0]}  {columns[1]}  {columns[2]:8}  {' '.join(filter(None, columns[3:]))}".rstrip())
            else:  # for other programs: a line a day, with tabs
                say("\t".join(columns))
        counts = Counter(day["state"] for day in days)
        told = ", ".join(f"{number} {state}" for state, number in counts.most_common())
        say(f"{paper.title} in {year}: {told}", err=True)
    for rule in day_rules.unknown((*schedule.closed, *schedule.combined, *schedule.extra, *schedule.days), year):
        say(f"'{rule}': no day of {year} is known", err=True)


def _days(paper: Publication, year: int) -> Iterator[DayOfYear]:
    from scraper import schedule

    date = dt.date(year, 1, 1)
    while date.year == year:
        day, editions = schedule.day(paper, date), schedule.editions_on(paper, date)
        optional = [edition.label for edition in editions if schedule.is_optional(paper, edition)]
        yield {
            "date": date.isoformat(),
            "weekday": schedule.weekday(date),
            "state": day.kind.value,
            "expected": [edition.label for edition in editions if edition.label not in optional],
            "optional": optional,
            "why": _why(day),
        }
        date += dt.timedelta(days=1)


def _why(day: ScheduledDay) -> str:
    """The edition that a day shares, the reason or the feast, and the rule of the file that says so."""
    shared = f"in the edition of {day.edition}" if day.kind == "combined" else ""
    rule = f"[{day.rule}]" if day.rule and day.rule != day.why else ""
    return " ".join(filter(None, (shared, day.why, rule)))
