"""``backissues coverage``: a newspaper's days drawn, its gaps by cause, and how complete it is in a sentence."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import counted, db_option, site_address
from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    import sqlite3

    from rich.text import Text

    from scraper.archive.row_types import DayRow

ROWS_A_MONTH = 4  # editions of a day that have a row each; of more the row is that of the day
STRIP = 30  # columns of a strip of years
NAME = 27  # columns of a newspaper's name before it
LABEL = 8  # columns of an edition's name before its days
HELD = ("held", "partial", "statement")  # states of editions, and of those that count
DUE = (*HELD, "missing", "unknown")
# Where standard output cannot show the signs of the site.
PLAIN_SIGNS = {
    "held": "#", "partial": "+", "statement": "=", "missing": "x", "closed": "-", "web": "@", "unknown": "?",
    "off": ".",
}  # fmt: skip
STYLES = {
    "held": "green", "partial": "yellow", "statement": "cyan", "missing": "bold red", "closed": "dim",
    "web": "magenta", "unknown": "bold", "off": "dim",
}  # fmt: skip
DAY_COLUMNS = (
    "publication", "date", "day_state", "label", "state", "counted", "gap", "supplement", "expectation", "outcome",
    "listed", "held", "codes", "detail",
)  # fmt: skip
YEAR_COLUMNS = ("publication", "title", "year", "held", "partial", "statement", "missing", "unknown", "closed", "gap")


@click.command(short_help="What is held of each day, drawn.")
@click.argument("slug", default="", metavar="[SLUG]")
@click.option("--year", type=click.IntRange(1600, 9999), help="Draw this year; the newest that is known unless given.")
@click.option("--from", "first", default="", metavar="D", help="From this day (or month, or year) on, in place of it.")
@click.option("--to", "last", default="", metavar="D", help="To this day (or month, or year).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV: a row for each edition, or for each year of a newspaper.")
@click.option("--url", "site", default="", help="Where readers reach the archive, for the sentence that is cited.")
@db_option
def coverage(
    slug: str, year: int | None, first: str, last: str, as_json: bool, as_csv: bool, site: str, path: Path
) -> None:
    """Draw what is held of a newspaper day by day, with its gaps by cause, and say how complete it is.

    Without SLUG, each newspaper has a line with its years. The last sentences are meant to be cited: they say what is
    held, what is not, and what was not counted. In JSON and CSV is every day; 'backissues fill --cause' takes the
    causes by their names.

    \b
    Examples:
      backissues coverage
      backissues coverage ellery-courier --year 2026
      backissues coverage ellery-courier --from 2020-03 --to 2021-06
      backissues coverage ellery-courier --year 2026 --csv > days.csv
    """
    from scraper.archive import opened
    from scraper.archive.public_copy import name_of
    from scraper.archive.rows import moment

    if as_json and as_csv:
        raise click.UsageError("--json or --csv, not both")
    if not slug and (year or first or last):
        raise click.UsageError("a year is that of a newspaper: backissues coverage SLUG --year 2026")
    with contextlib.closing(opened(path)) as db, moment(db.conn) as connection:
        if slug:
            name = site_address(site) or name_of(connection)
            _print_paper(_of_paper(connection, slug, _span(year, first, last), name), as_json=as_json, as_csv=as_csv)
        else:
            _print_papers(_of_papers(connection), as_json=as_json, as_csv=as_csv)


def _span(year: int | None, first: str, last: str) -> tuple[dt.date | None, dt.date | None] | None:
    """The days that were asked for; None where no option names any.

    :raises click.UsageError: a date is none, or days and a year are given.
    """
    from scraper.dates import DateError, parse_date_range

    if year and (first or last):
        raise click.UsageError("--year, or --from and --to")
    if year:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not first and not last:
        return None
    try:
        return (parse_date_range(first)[0] if first else None), (parse_date_range(last)[1] if last else None)
    except DateError as error:
        raise click.UsageError(str(error)) from None


def _of_paper(
    connection: sqlite3.Connection, slug: str, asked: tuple[dt.date | None, dt.date | None] | None, archive: str
) -> dict[str, Any]:
    """What there is to say of a newspaper in a span: the objects that the site shows, and the days they are made of."""
    from scraper.archive.read import calendar, completeness, publications
    from scraper.site.words import objects

    titles = publications.titles(connection, [slug])
    if slug not in titles:
        raise click.UsageError(f"no newspaper {slug!r} in the archive; 'backissues stats' lists them")
    reach = calendar.span(connection, slug)
    days: list[DayRow] = []
    if reach:
        first, last = asked or (dt.date(reach[1].year, 1, 1), dt.date(reach[1].year, 12, 31))
        days = calendar.calendar(connection, slug, max(first or reach[0], reach[0]), min(last or reach[1], reach[1]))
    found, collected = completeness.of_calendar(connection, slug, days)
    return {
        "publication": slug,
        "title": titles[slug],
        "years": [objects.year(year, slug) for year in calendar.years(connection, slug, reach)],
        "days_by_state": calendar.count_by_state(days),
        "completeness": objects.completeness(titles[slug], found, collected, archive),
        "causes": [objects.cause(cause, slug) for cause in completeness.causes(days)],
        "days": [objects.day(day, slug) for day in days],
    }


def _print_paper(paper: Mapping[str, Any], *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        say_json(paper)
        return
    if as_csv:
        _print_csv(DAY_COLUMNS, _rows(paper["publication"], paper["days"]))
        return
    from scraper.cli.console import OutputConsole, marked

    console = OutputConsole()
    console.print(marked("[bold]{}[/]", paper["title"]))
    if len(paper["years"]) > 1:
        console.print("  ".join(f"{year['year']}: {year['editions']:,}" for year in paper["years"] if year["editions"]))
    if paper["days"]:
        signs = _signs()
        for line in ("", *_drawn(paper["days"], signs), ""):
            console.print(line, no_wrap=True, overflow="crop")
        console.print(_legend(paper["days_by_state"], signs, "day", console.width))
    if paper["causes"]:
        console.print(f"\n{counted(sum(cause['total'] for cause in paper['causes']), 'gap')}, by cause:")
    for cause in paper["causes"]:
        console.print(marked("{}  [bold]{}[/]", f"{cause['total']:>5,}", cause["cause"]))
        console.print(_filled(f"{cause['text']} ({cause['when']})", console.width, indent=7))
    console.print(f"\n{_filled(paper['completeness']['text'], console.width)}")


def _filled(text: str, width: int, *, indent: int = 0) -> str:
    """A text in lines that are no longer than the terminal is wide."""
    import textwrap

    from scraper.characters import one_line

    blank = " " * indent
    return textwrap.fill(one_line(text), width, initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False)


def _signs() -> Mapping[str, str]:
    """The signs of states: those of the site, where standard output can show them."""
    from scraper.site.words.wording import STATES

    signs = {state: sign for state, (sign, _) in STATES.items()} | {"off": "·"}
    try:
        "".join(signs.values()).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return PLAIN_SIGNS
    return signs


def _legend(counts: Mapping[str, int], signs: Mapping[str, str], what: str, width: int) -> Text:
    """What the signs mean, and how many there are of each, in lines of this width."""
    from rich.text import Text

    from scraper.site.words.wording import state_name

    lines = [Text()]
    for state, number in counts.items():
        if number:
            entry = Text.assemble((signs[state], STYLES[state]), f" {state_name(state)}: {counted(number, what)}")
            if lines[-1] and lines[-1].cell_len + 3 + entry.cell_len > width:
                lines.append(Text())
            lines[-1] = Text("   ").join([lines[-1], entry]) if lines[-1] else entry
    return Text("\n").join(lines)


def _drawn(days: Sequence[Mapping[str, Any]], signs: Mapping[str, str]) -> Iterator[Text]:
    """The days as lines: one a month, or one for each edition of it where a day has some; 79 columns."""
    from rich.cells import set_cell_size
    from rich.text import Text

    from scraper.characters import one_line

    by_date = {day["date"]: day for day in days}
    labels = sorted({row["label"] for day in days for row in day["editions"] if row["counted"]})
    rows: Sequence[str | None] = labels if 1 < len(labels) <= ROWS_A_MONTH else [None]
    width = 0 if rows == [None] else LABEL
    named = (1, 5, 10, 15, 20, 25, 30)
    yield Text(" " * (9 + width) + "".join(f"{day if day in named else '':<2}" for day in range(1, 31)), "dim")
    year = ""
    for month in sorted({date[:7] for date in by_date}):
        begin = f"{month[:4] if month[:4] != year else '':<5}{dt.date.fromisoformat(f'{month}-01'):%b} "
        year = month[:4]
        for label in rows:
            line = Text(begin)
            line.append(set_cell_size(one_line(label or ("main" if width else "")), width), "italic")
            for number in range(1, 32):
                state = _state(by_date.get(f"{month}-{number:02}"), label)
                line.append(f"{signs.get(state, ' ')} ", STYLES.get(state, ""))
            line.rstrip()
            yield line
            begin = " " * 9


def _state(day: Mapping[str, Any] | None, label: str | None) -> str:
    """The state of a day, or of its edition with a label; "" where there is none."""
    if day is None:
        return ""
    if label is None or not day["editions"]:
        return str(day["state"])
    row = next((row for row in day["editions"] if row["label"] == label and not row["supplement"]), None)
    return str(row["state"]) if row and (row["counted"] or row["state"] == "closed") else ""


def _rows(slug: str, days: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for each edition of these days, and one for each day without any."""
    for day in days:
        of_day = {"publication": slug, "date": day["date"], "day_state": day["state"]}
        for row in day["editions"]:
            codes = ", ".join(reason["code"] for reason in row["reasons"])
            yield {**row, **of_day, "codes": codes}
        if not day["editions"]:
            yield of_day


def _print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    from scraper.site.formats.tables import as_csv

    say(as_csv(columns, rows).decode("utf-8").replace("\r\n", "\n"), end="")


def _of_papers(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Each newspaper with its editions of each state in each year."""
    from scraper.archive.edition_states import STATES
    from scraper.archive.read import calendar, strips

    found, reach = strips.strips(connection, "year"), strips.reach(connection)
    return [
        {
            "publication": paper["slug"],
            "title": paper["title"],
            "first_date": reach[paper["slug"]][0].isoformat() if paper["slug"] in reach else None,
            "last_date": reach[paper["slug"]][1].isoformat() if paper["slug"] in reach else None,
            "years": [
                {"year": int(year), **{state: counts.get(state, 0) for state in STATES}, "gap": counts.get("gap", 0)}
                for year, counts in sorted(found[paper["slug"]].items())
            ],
        }
        for paper in calendar.stories_held(connection)
    ]


def _print_papers(papers: Sequence[Mapping[str, Any]], *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        say_json(papers)
        return
    if as_csv:
        _print_csv(YEAR_COLUMNS, ({**paper, **year} for paper in papers for year in paper["years"]))
        return
    from rich.cells import set_cell_size
    from rich.text import Text

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole

    console, signs = OutputConsole(), _signs()
    every = [year["year"] for paper in papers for year in paper["years"]]
    if not every:
        console.print("No edition is known.")
        return
    first, last = min(every), max(every)
    step = -(-(last - first + 1) // STRIP)  # years of a column
    columns = range(first, last + 1, step)
    seen: Counter[str] = Counter()
    console.print(Text(f"{'':{NAME}} {first}{f'–{last}' if last > first else '':<{max(len(columns) - 4, 0)}}", "dim"))
    for paper in papers:
        line = Text(f"{set_cell_size(one_line(paper['title']), NAME)} ")
        for begin in columns:
            years = [year for year in paper["years"] if begin <= year["year"] < begin + step]
            state = _state_of_years(years)
            seen[state] += 1
            line.append(signs.get(state, " "), STYLES.get(state, ""))
        held, due = (sum(sum(year[state] for state in of) for year in paper["years"]) for of in (HELD, DUE))
        line.append(f"{'':{max(9 - len(columns), 1)}}{held:,} of {counted(due, 'edition')}")
        console.print(line, no_wrap=True, overflow="crop")
    console.print()
    counts = {state: seen[state] for state in signs if state in seen}
    console.print(_legend(counts, signs, _column(step), console.width))


def _state_of_years(years: Sequence[Mapping[str, int]]) -> str:
    """The state of some years by their editions, as that of a day is by its own; "" where none is known."""
    there = {state for state in (*DUE, "closed") if any(year[state] for year in years)}
    if len(there - {"closed"}) < 2:
        return next(iter(there - {"closed"} or there), "")
    return "partial" if there & {*HELD} else "missing" if "missing" in there else "unknown"


def _column(step: int) -> str:
    return "year" if step == 1 else f"column of {step} years"
