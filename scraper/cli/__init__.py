"""The command ``backissues``: each command parses, calls, prints.

    demo.py           print fictional newspapers, collect them, serve their archive
    collect.py        fetch the stories of newspapers' editions
    run.py            fetch those that are due now, again and again
    fill.py           fetch those that are missing and can still be had
    collecting.py     what these three have in common
    timers.py         what starts ``run`` by itself: cron, systemd
    cluster.py        find the stories that share most of their text
    check.py          are indexes still read as they were, and what would find their stories
    imports.py        read captures into the archive: ``import``
    rebuild.py        make the archive anew from its captures, and compare
    add.py            write a newspaper's file from its home page
    images.py         fetch small images for the stories that are held
    publications.py   list the newspapers of the catalogue
    inspect.py        show what would be archived of one page
    search.py         search the archive
    alert.py          tell by mail or webhook what is new of searches
    statements.py     what a search or an export rests on
    stats.py          print what the archive holds, and what is missing
    coverage.py       draw what is held of each day, and say how complete it is
    export.py         write stories, or one edition, as one file
    publish.py        write the public file
    backup.py         copy the archive and its captures
    verify.py         is everything sound, and what would mend it
    removal.py        take stories out on request, or restrict them to metadata
    redact.py         take the secrets of the environment out of an archive of before
    serve.py          serve the archive as a site
    identity.py       make the key that requests are signed with
    password.py       set the password, or a token, of a private site
    options.py        options, and small functions, that several commands share
    printing.py       print lines and JSON
    console.py        the console that they print styles, tables and progress to
    streams.py        standard output and standard error, which no command fails by
    progress.py       the progress of collections and imports

Exit codes: 0 all went well; 1 an edition is broken or blocked, nothing of what was given could be used, what was
printed could not be written, or a bug of this program has cost something (the log has its traceback); 2 the command was
not understood; 3 the archive cannot be used; 75 newspapers did not answer, which a later run may mend; 130 stopped by
Ctrl-C, SIGTERM or the end of the terminal.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import scraper
from scraper.cli import streams
from scraper.cli.add import add
from scraper.cli.alert import alert
from scraper.cli.backup import backup
from scraper.cli.check import check
from scraper.cli.cluster import cluster
from scraper.cli.collect import collect
from scraper.cli.coverage import coverage
from scraper.cli.demo import demo
from scraper.cli.export import export
from scraper.cli.fill import fill
from scraper.cli.identity import identity
from scraper.cli.images import images
from scraper.cli.imports import import_captures
from scraper.cli.inspect import inspect
from scraper.cli.password import password
from scraper.cli.printing import prepare_streams, say
from scraper.cli.publications import publications
from scraper.cli.publish import publish
from scraper.cli.rebuild import rebuild
from scraper.cli.redact import redact
from scraper.cli.removal import journal, remove, restrict
from scraper.cli.run import run
from scraper.cli.search import search
from scraper.cli.serve import serve
from scraper.cli.stats import stats
from scraper.cli.verify import verify

BUG = 1
OUTPUT_LOST = 1
ARCHIVE_UNUSABLE = 3
INTERRUPTED = 130


class Commands(click.Group):
    """The commands, which end by no character that standard output cannot show."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        prepare_streams()
        return super().main(*arguments, **named)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(scraper.__version__, prog_name="backissues")
def cli() -> None:
    """Back Issues: the archive of newspaper editions.

    Collect the stories of dated editions into archive.db, search them, and publish them as a site.

    \b
    Begin here:
      backissues demo                                  fictional newspapers, from the first page to the site
      backissues collect the-hindu --date 2024-12-07   one day of a real one
      backissues import news.warc.gz                   pages somebody captured
      backissues serve --open                          browse and search
    """
    from scraper import file_modes

    try:
        file_modes.keep_private()
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def explained(callback: Callable[..., Any] | None) -> Callable[..., Any]:
    """A command that names an archive, or a folder of newspapers, that cannot be used, whatever error it ended with."""
    assert callback is not None, "each command does something"

    @functools.wraps(callback)
    def command(*arguments: Any, **options: Any) -> Any:
        from scraper.archive.connection import ArchiveError, check, explaining

        path = options.get("path")
        try:
            with explaining(path) if isinstance(path, Path) else contextlib.nullcontext():
                return callback(*arguments, **options)
        except (ArchiveError, click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, MemoryError):
            raise
        except Exception as error:
            from scraper.catalogue import PublicationError

            if isinstance(error, PublicationError):
                raise click.UsageError(str(error)) from None
            if isinstance(path, Path) and path.is_file():
                check(path)  # what a damaged page holds is anything, and ends in any error
            raise

    return command


for command in (
    demo,
    add,
    alert,
    collect,
    check,
    run,
    fill,
    export,
    import_captures,
    inspect,
    identity,
    password,
    images,
    publications,
    publish,
    search,
    serve,
    stats,
    coverage,
    rebuild,
    cluster,
    backup,
    verify,
    remove,
    restrict,
    journal,
    redact,
):
    command.callback = explained(command.callback)
    cli.add_command(command)


def main() -> None:
    """Run the command and exit; an error that the user can mend is one line, a bug is a traceback."""
    try:
        streams.outlive_readers()
        stop_as_by_ctrl_c()
        code = run_command()
    except KeyboardInterrupt:
        say("\nStopped.", err=True)
        code = INTERRUPTED
    if fault := streams.fault():
        say(f"Error: {fault}", err=True)
        code = code or OUTPUT_LOST
    sys.exit(code)


def stop_as_by_ctrl_c() -> None:
    """Let SIGTERM, and the end of the terminal, end every command as Ctrl-C does: tidily, with its processes.

    A signal that whoever started the command has it ignore, as ``nohup`` does, stays ignored.
    """
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        # A collection and a site take SIGTERM in their own ways.
        signal.signal(signal.SIGHUP, lambda number, frame: signal.raise_signal(signal.SIGTERM))


def run_command() -> int:
    """Run the command, and say how it ended; its exit code."""
    from scraper.archive.connection import ArchiveError

    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue(), err=True, end="")
        code = error.exit_code
    except ArchiveError as error:
        say(f"Error: {error}", err=True)
        code = ARCHIVE_UNUSABLE
    except click.Abort:
        raise KeyboardInterrupt from None
    except MemoryError:
        say("Error: The memory is short. Nothing that was stored is lost; run the same with more of it", err=True)
        code = ARCHIVE_UNUSABLE
    except Exception:
        say(_without_secrets(traceback.format_exc()), err=True, end="")
        code = BUG
    return code or 0


def _without_secrets(text: str) -> str:
    """A traceback as it may go into a report."""
    from scraper import catalogue

    try:
        return catalogue.secrets(os.environ).hidden(text)
    except catalogue.PublicationError:  # then no newspaper's file was read that names one
        return text
