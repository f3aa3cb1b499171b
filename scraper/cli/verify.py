"""``backissues verify``: is the archive what it says it is, and what mends it?"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import captures_option, counted, db_option, wait_option
from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from rich.progress import Progress

    from scraper.archive.connection import WritableArchive
    from scraper.archive.verification import Cure, Finding


@click.command(short_help="Is everything sound, and what would mend it?")
@click.option("--quick", is_flag=True, help="Read no texts and no captures: look whether each is there.")
@click.option("--mend", is_flag=True, help="Make anew what indexes or sums up other rows, where that is wrong.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@db_option
@captures_option
@wait_option
def verify(quick: bool, mend: bool, as_json: bool, path: Path, captures: Path | None, wait: bool) -> None:
    """Look at all of an archive: its file, its rows, its full-text index, and every capture they rest on.

    What is not as it must be is named, with the command that mends it; the exit status is then 1. Nothing is changed
    without --mend, and what is collected or served meanwhile goes on afterwards: a collection waits for this one.

    \b
    Examples:
      backissues verify
      backissues verify --quick --json
      backissues verify --mend
    """
    from scraper import archive
    from scraper.archive import verification
    from scraper.archive.verification import Cure

    archive.opened(path).close()  # says that there is none, before a new one is made
    folder = captures or path.absolute().parent / "captures"
    with archive.writing(path, wait=wait, say=_to_stderr, doing="backissues verify") as db:
        with _progress() as bar:
            found = list(_findings(db, folder, bar, quick=quick))
        mended = [finding for finding in found if mend and finding.cure is Cure.MEND]
        if mended:
            verification.mend(db, {finding.check for finding in mended})
            left = {(finding.check, finding.what) for finding in verification.findings(db, quick=quick)}
            mended = [finding for finding in mended if (finding.check, finding.what) not in left]
    wrong = [finding for finding in found if finding not in mended]
    if as_json:
        say_json({"ok": not wrong, "findings": [_as_json(finding, mended=finding in mended) for finding in found]})
    else:
        for finding in found:
            for line in _lines(finding, mended=finding in mended):
                say(line)
        for cure in dict.fromkeys(finding.cure for finding in wrong):
            say(_what_to_do(cure, path, folder))
        if not found:
            say(f"{path} is sound{', as far as that was looked at' if quick else ', and so are its captures'}.")
    if wrong:
        raise click.exceptions.Exit(1)


def _to_stderr(text: str) -> None:
    say(text, err=True)


def _findings(db: WritableArchive, folder: Path, bar: Progress, *, quick: bool) -> Iterator[Finding]:
    """What is wrong in the archive and its captures, while a bar shows how far the looking is."""
    from scraper.archive import verification
    from scraper.captures import manifest
    from scraper.collect import verify as captures

    rows = bar.add_task("", total=None)
    yield from verification.findings(db, quick=quick, progress=lambda check: bar.update(rows, description=check))
    bar.remove_task(rows)
    sizes = {file: file.stat().st_size for file in manifest.files(folder)}
    done: dict[Path, int] = {}
    task = bar.add_task("captures", total=sum(sizes.values()))

    def progress(file: Path, at: int) -> None:
        done[file] = max(done.get(file, 0), min(at, sizes.get(file, at)))
        bar.update(task, completed=sum(done.values()))

    yield from captures.findings(db.conn, folder, quick=quick, progress=progress)


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from scraper.cli.console import OutputConsole

    console = OutputConsole(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar


def _lines(finding: Finding, *, mended: bool) -> Iterator[str]:
    number = f" ({finding.number:,})" if finding.number > 1 else ""
    yield f"{finding.check}: {finding.what}{number}{'; made anew' if mended else ''}"
    for example in finding.examples:
        yield f"  {example}"
    if finding.examples and finding.number > len(finding.examples):
        yield f"  and {counted(finding.number - len(finding.examples), 'other')}"


def _as_json(finding: Finding, *, mended: bool) -> dict[str, object]:
    return {**asdict(finding), "mended": mended}


def _what_to_do(cure: Cure, path: Path, folder: Path) -> str:
    from scraper.archive.verification import Cure

    match cure:
        case Cure.MEND:
            return "'backissues verify --mend' makes anew what indexes or sums up other rows."
        case Cure.REBUILD:
            return (
                f"Move {path} away, with {path.name}-wal if that is there, and run 'backissues rebuild --db {path}': "
                "the captures have everything."
            )
        case Cure.REMOVE:
            return "A removal was ended early: 'backissues remove KEY --reason ...' with the same story goes on."
        case Cure.RESTORE:
            return (
                f"Put back what is missing in {folder} from a backup. Without one, {path} alone has these stories: "
                "keep it, and do not rebuild."
            )
