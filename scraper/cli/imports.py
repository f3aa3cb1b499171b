"""``backissues import``: read captures into the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from scraper.cli.options import (
    STANDARD_INPUT,
    NamedSource,
    captures_option,
    counted,
    db_option,
    noarchive_option,
    wait_option,
)
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.captures.incoming import Incoming, Source


@click.command("import", short_help="Take in WARC, WACZ and saved pages.")
@click.argument("files", nargs=-1, required=True, type=NamedSource(), metavar="FILE...")
@click.option("--url", default="", help="The address of a saved page that does not name its own.")
@click.option("--cores", type=click.IntRange(1), help="Processes to read pages with; all cores unless given.")
@click.option("--list-skipped", is_flag=True, help="Name every page that was skipped, and why.")
@click.option("--own", is_flag=True, help="Captures of your own archive elsewhere: believe what they say of editions.")
@noarchive_option
@db_option
@captures_option
@wait_option
def import_captures(
    files: tuple[Path | str, ...],
    url: str,
    cores: int | None,
    list_skipped: bool,
    own: bool,
    noarchive: str,
    path: Path,
    captures: Path | None,
    wait: bool,
) -> None:
    """Import stories from WARC, ARC and WACZ files, from saved pages (HTML, MHTML), or from folders of them.

    A FILE may be a web address, which is read while it comes, or - for standard input.

    Half a page is stored as "part" and gives way to a whole one. Exit codes: 0 done, whatever was skipped; 1 a file
    could not be read, or nothing was imported.

    The records are copied into the captures, so that the archive can be rebuilt without the files given here. A page
    that is held already is passed over: the same import twice changes nothing.

    What a file says of editions (which stories an index listed, how a collection ended) is entered as what that file
    says, gives way to what this archive has seen itself, and never says that a newspaper did not appear. With --own it
    counts as seen.

    \b
    Examples:
      backissues import CC-NEWS-20241207.warc.gz
      backissues import saved-pages/ --list-skipped
      backissues import story.html --url https://www.example.com/2024/12/07/a-story
      backissues import https://data.example.org/crawl/news-0001.warc.gz
      ssh crawler cat news.warc.gz | backissues import -
    """
    done = run_import(
        [file if isinstance(file, Path) else _incoming(file, path, captures) for file in files],
        command="import",
        path=path,
        captures=captures,
        wait=wait,
        url=url,
        cores=cores,
        list_skipped=list_skipped,
        own=own,
        withhold=noarchive == "withhold",
    )
    if done.status:
        raise click.exceptions.Exit(done.status)


def _incoming(name: str, path: Path, captures: Path | None) -> Incoming:
    """What comes from standard input or a web address; it is held in the captures' folder while it is read."""
    import sys

    from scraper import durable
    from scraper.captures.incoming import standard_input
    from scraper.collect.downloads import download

    folder = captures or path.absolute().parent / "captures"
    durable.make_folder(folder)
    if name == STANDARD_INPUT:
        return standard_input(sys.stdin.buffer, folder=folder)
    return download(name, folder=folder, say=lambda message: say(message, err=True))


class Imported(NamedTuple):
    """What came of an import: its exit status, what was counted, and what is missing of the captures."""

    status: int
    counts: Mapping[str, int]
    damage: Sequence[str]


def run_import(
    paths: Sequence[Source],
    *,
    command: str,
    path: Path,
    captures: Path | None,
    wait: bool,
    url: str = "",
    cores: int | None = None,
    in_place: bool = False,
    own: bool = False,
    list_skipped: bool = False,
    withhold: bool = False,
    to_stderr: bool = False,
) -> Imported:
    """Import captures, with a progress bar and a summary.

    :param paths: files, or folders of them, or what comes from elsewhere.
    :param command: "import" or "rebuild".
    :param in_place: refer to the given files instead of copying their records into the captures (a rebuild).
    :param own: believe what the files say of editions.
    :param to_stderr: print to standard error.
    """
    from scraper.captures.reader import files_of, size_of
    from scraper.captures.saved_pages import CapturesError, page_address

    try:
        if url:
            url = page_address(url)
        files = files_of(paths)
    except CapturesError as error:
        raise click.UsageError(str(error)) from None

    if url and len(files) != 1:
        raise click.UsageError(f"--url is the address of one page, and there are {len(files)} files")

    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole
    from scraper.cli.progress import ImportReporter
    from scraper.collect.import_captures import import_captures
    from scraper.collect.run import CollectionRun
    from scraper.reasons import Code

    console = OutputConsole(stderr=to_stderr)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        DownloadColumn(),
        TextColumn("{task.fields[stories]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    sizes = {file: size_of(file) for file in files}
    total = None if None in sizes.values() else sum(filter(None, sizes.values()))
    reporter = ImportReporter(console, list_skipped=list_skipped)
    with (
        bar,
        CollectionRun(
            path,
            command=command,
            arguments={"files": files} | ({"own": True} if own else {}),
            captures=captures,
            reporter=reporter,
            wait=wait,
            withhold=withhold,
        ) as run,
    ):
        task = bar.add_task("", total=total, stories="")
        done: dict[Source, int] = {}

        def progress(file: Source, at: int) -> None:
            size = sizes[file]
            done[file] = max(done.get(file, 0), at if size is None else min(at, size))
            stories = counted(
                sum(n for what, n in run.counts.items() if what.startswith("stories")), "story", "stories"
            )
            bar.update(task, completed=sum(done.values()), description=one_line(file.name), stories=stories)

        import_captures(run, files, url=url, cores=cores, in_place=in_place, own=own, progress=progress)
        counts = Counter(run.counts)
        damage = run.damage() if in_place else []
    reporter.summary(counts)
    for told in damage:
        console.print(one_line(f"Captures: {told}"), soft_wrap=True)
    status = 1 if counts["files left out"] else 0
    if damage:
        console.print("Put back what is missing, if there is a copy of it, and rebuild again.")
        status = 1
    elif not any(what.startswith("stories") or what == f"skipped: {Code.ALREADY_HELD}" for what in counts):
        console.print("Nothing was imported.")
        status = 1
    return Imported(status or int(run.crashed), counts, damage)
