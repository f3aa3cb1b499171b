"""``backissues export``: write stories, or one edition, as one file."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import NamedPath, counted, db_option, site_address
from scraper.cli.printing import say

if TYPE_CHECKING:
    import sqlite3

    from scraper.archive.search.filters import Filters

LEFT_OUT = {
    "prohibited": "reserved or prohibited",
    "on-terms": "permitted on the terms of a licence",
    "not-known": "of which nothing is known",
}
FORMATS = ("jsonl", "csv", "parquet", "epub")


@click.command(short_help="Stories as JSON Lines, CSV or Parquet; an edition as EPUB.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--out", type=NamedPath(dir_okay=False), help="The file; named after what is in it.")
@click.option("--from", "first", default="", metavar="D", help="Editions from this day (or month, or year) on.")
@click.option("--to", "last", default="", metavar="D", help="Editions to this day (or month, or year).")
@click.option("--publication", "-p", multiple=True, metavar="SLUG", help="Only this newspaper; may be repeated.")
@click.option("--query", "-q", default="", metavar="Q", help="Only what a search for this finds.")
@click.option("--section", multiple=True, help="Only this section; may be repeated.")
@click.option("--language", multiple=True, metavar="TAG", help="Only this language (en, de); may be repeated.")
@click.option(
    "--access", multiple=True, type=click.Choice(["open", "excerpt", "part", "headline"]), help="May be repeated."
)
@click.option(
    "--only-permitted",
    "uses",
    multiple=True,
    type=click.Choice(["tdm", "ai-train", "ai-input", "search", "archive"]),
    help="Without stories of which the newspaper reserved or prohibited this use when they were fetched, and without "
    "those of which nobody has looked. May be repeated.",
)
@click.option(
    "--statement",
    type=NamedPath(dir_okay=False),
    metavar="FILE",
    help="Write there what the export rests on, for a methods section; with all numbers where FILE ends in .json.",
)
@click.option("--url", "site", default="", help="Where readers reach the site, for permanent addresses.")
@click.option("--date", default="", metavar="DAY", help="Of the edition, for epub.")
@click.option("--label", default="", help="Of the edition, for epub, where the day has several.")
@click.option("--force", is_flag=True, help="Write the file anew if it is there.")
@db_option
def export(
    form: str,
    out: Path | None,
    first: str,
    last: str,
    publication: tuple[str, ...],
    query: str,
    section: tuple[str, ...],
    language: tuple[str, ...],
    access: tuple[str, ...],
    uses: tuple[str, ...],
    statement: Path | None,
    site: str,
    date: str,
    label: str,
    force: bool,
    path: Path,
) -> None:
    """Write stories as one file, with row count and SHA-256 beside it; or one edition as a book (EPUB).

    All of it is of one moment of the archive, also while a collection writes. Beside FILE lie FILE.sha256, for
    'sha256sum --check', and FILE.manifest.json: rows, bytes, checksum, filters, columns, the archive's state.

    \b
    Examples:
      backissues export --format csv --from 2026-03 --to 2026-03 --out march.csv
      backissues export --format parquet -p ellery-courier -p the-meridian
      backissues export --query 'headline:storm' --out storms.jsonl
      backissues export --url https://archive.example.org/ --format csv
      backissues export --only-permitted tdm --format parquet
      backissues export --query storm --format csv --statement storms.txt
      backissues export --format epub -p ellery-courier --date 2026-03-07 --label city
    """
    from scraper.archive import opened
    from scraper.archive.public_copy import url_of
    from scraper.archive.rows import moment
    from scraper.archive.search.filters import Filters
    from scraper.archive.search.query import parse
    from scraper.collect.redact import clean_before_showing
    from scraper.site.formats import export_files

    clean_before_showing(path, lambda text: say(text, err=True))
    with contextlib.closing(opened(path)) as db, moment(db.conn) as connection:
        try:
            if form == "epub":
                if uses:
                    raise click.UsageError("--only-permitted is for stories, and an EPUB is a whole edition")
                if statement:
                    raise click.UsageError("--statement is for stories, and an EPUB is a whole edition")
                done = _edition(connection, publication, date, label, out, force=force)
            else:
                if date or label:
                    raise click.UsageError("--date and --label are for --format epub; --from and --to name days here")
                where = site_address(site) or url_of(connection).rstrip("/")
                filters = Filters(
                    query=parse(query),
                    first=_day(first, end=False),
                    last=_day(last, end=True),
                    publications=_known(connection, publication),
                    sections=section,
                    languages=tuple(tag.lower().partition("-")[0] for tag in language),
                    access=access,
                )
                if statement and statement.exists() and not force:
                    raise click.UsageError(f"{statement} exists; --force writes it anew")
                if statement and not statement.parent.is_dir():
                    raise click.UsageError(f"{statement}: there is no folder {statement.parent}; make it first")
                done, left_out = _stories(connection, form, filters, out, uses=uses, site=where, force=force)
                if statement:
                    _write_statement(connection, filters, statement, site=where, left_out=left_out)
        except export_files.FileExistsAlreadyError as error:
            raise click.UsageError(str(error)) from None
        except export_files.ExportError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"{error.filename or out}: {error.strerror}; nothing was written") from None
    what = counted(done.rows, "story", "stories")
    say(f"{done.path}: {what}, {done.size:,} bytes\nSHA-256 {done.sha256}")


def _stories(
    connection: sqlite3.Connection,
    form: str,
    filters: Filters,
    out: Path | None,
    *,
    uses: tuple[str, ...],
    site: str,
    force: bool,
) -> tuple[Any, Counter[str]]:
    from scraper.archive import export_rows
    from scraper.archive.search.search import count
    from scraper.permissions.values import Use
    from scraper.site.formats import export_files

    left_out: Counter[str] = Counter()
    total = count(connection, filters, most=sys.maxsize - 1).number
    manifest = {
        "format": form,
        "filters": {
            "query": filters.query.text,
            "from": filters.first and filters.first.isoformat(),
            "to": filters.last and filters.last.isoformat(),
            "publication": filters.publications,
            "section": filters.sections,
            "language": filters.languages,
            "access": filters.access,
            "only_permitted": uses,
        },
        "archive": export_rows.state(connection),
        "columns": {name: {"kind": kind, "says": says} for name, (kind, says) in export_files.COLUMNS.items()},
    }

    def write(file: Path) -> int:
        found = iter(()) if filters.query.nothing else export_rows.stories(connection, filters)
        with _progress(found, total) as stories:
            if uses:
                stories = export_rows.only_permitted(connection, stories, list(map(Use, uses)), left_out)
            number = export_files.WRITERS[form](export_files.addressed(stories, site), file)
        manifest["left_out"] = dict(left_out)
        return number

    done = export_files.export(write, out or Path(f"stories.{form}"), manifest, force=force)
    if left_out:
        why = ", ".join(f"{number:,} {LEFT_OUT[code]}" for code, number in sorted(left_out.items()))
        say(f"Left out: {why}", err=True)
    elif not done.rows:
        say("Nothing matches; 'backissues stats' says what is held", err=True)
    return done, left_out


def _write_statement(
    connection: sqlite3.Connection, filters: Filters, file: Path, *, site: str, left_out: Counter[str]
) -> None:
    """Write what the export rests on, of the moment of the archive of which it is: as text, or as JSON."""
    import json

    from scraper.cli.statements import statement_of
    from scraper.site.words.statement import text

    values = {
        "q": [filters.query.text],
        "from": [filters.first.isoformat() if filters.first else ""],
        "to": [filters.last.isoformat() if filters.last else ""],
        "publication": filters.publications,
        "section": filters.sections,
        "language": filters.languages,
        "access": filters.access,
    }
    told = statement_of(connection, filters, values, site, left_out)
    is_json = file.suffix == ".json"
    file.write_text(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n" if is_json else text(told), encoding="utf-8")


def _edition(
    connection: sqlite3.Connection,
    publication: tuple[str, ...],
    date: str,
    label: str,
    out: Path | None,
    *,
    force: bool,
) -> Any:
    from scraper.archive import export_rows
    from scraper.site.formats import epub, export_files

    if len(publication) != 1 or not date:
        raise click.UsageError("an EPUB is of one edition: --publication SLUG --date DAY [--label LABEL]")
    day = _day(date, end=False)
    assert day is not None, "an empty date was refused above"
    edition = epub.edition(connection, _known(connection, publication)[0], day, label)
    if edition is None:
        raise click.UsageError(
            f"no edition{f' {label!r}' if label else ''} of {publication[0]} of {day} is held; "
            "'backissues stats' says what is"
        )
    manifest = {
        "format": "epub",
        "edition": {"publication": edition.slug, "date": edition.date.isoformat(), "label": edition.label},
        "archive": export_rows.state(connection),
    }

    def write(file: Path) -> int:
        file.write_bytes(epub.epub(edition))
        return len(edition.stories)

    return export_files.export(write, out or Path(epub.filename(edition)), manifest, force=force)


def _day(text: str, *, end: bool) -> Any:
    """The first or last day of a typed date, month or year; None of an empty text."""
    from scraper.dates import DateError, parse_date_range

    if not text:
        return None
    try:
        return parse_date_range(text)[end]
    except DateError as error:
        raise click.UsageError(str(error)) from None


def _known(connection: sqlite3.Connection, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """The given slugs; raises UsageError for one that the archive does not have."""
    from scraper.archive.read import publications

    titles = publications.titles(connection, slugs)
    for slug in slugs:
        if slug not in titles:
            raise click.UsageError(f"no newspaper {slug!r} in the archive; 'backissues stats' lists them")
    return slugs


@contextlib.contextmanager
def _progress(stories: Iterator[Any], total: int) -> Iterator[Iterator[Any]]:
    """Pass the stories through, with a progress bar on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from scraper.cli.console import OutputConsole

    console = OutputConsole(stderr=True)
    columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield iter(progress.track(stories, total=total))
