"""``backissues stats``: print what the archive holds, and what is missing."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from scraper.cli.options import counted, db_option
from scraper.cli.printing import say_json
from scraper.reasons import shown
from scraper.reasons.words import phrases


@click.command(short_help="What is held, and what is missing.")
@click.option(
    "--missing", is_flag=True, help="List every edition that is expected and not held, or not whole, and why."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@db_option
def stats(missing: bool, as_json: bool, path: Path) -> None:
    """What the archive holds: newspapers, editions by outcome, stories, versions, captures - and what is missing.

    Newspapers whose site is read worse than it was are named below, until it is read rightly again.
    --missing names each edition with its reasons, and counts them below by their codes
    (docs/why-is-a-story-missing.md).

    \b
    Examples:
      backissues stats
      backissues stats --missing
    """
    from scraper.archive import opened
    from scraper.archive.read.calendar import gaps, holdings
    from scraper.archive.read.incidents import incidents

    with contextlib.closing(opened(path)) as db:
        held = holdings(db.conn)
        lacking = [_explained(gap) for gap in gaps(db.conn)]
        wrong = [_explained(dict(incident)) for incident in incidents(db.conn)]
    if as_json:
        say_json({**held, "missing": lacking, "incidents": wrong})
        return

    from rich import box
    from rich.table import Table

    from scraper.characters import one_line
    from scraper.cli.console import OutputConsole

    console = OutputConsole()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    numbers = ("editions", "partial", "missing", "stories")
    table.add_column("newspaper", overflow="fold")
    for heading in ("first", "last"):
        table.add_column(heading, no_wrap=True)
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    for paper in held["publications"]:
        table.add_row(
            one_line(paper["title"]), paper["first"], paper["last"], *(f"{paper[heading]:,}" for heading in numbers)
        )
    console.print(table)
    totals = held["totals"]
    console.print(
        f"{counted(totals['stories'], 'story', 'stories')} in {counted(totals['editions'], 'edition')}, "
        f"{counted(totals['versions'], 'version')}, {counted(totals['captures'], 'capture')}, "
        f"{counted(totals['related_links'], 'related link')}; {path} {path.stat().st_size / 1e6:,.1f} MB"
    )
    for incident in wrong:
        told = f"{incident['slug']}: its site is read worse since {incident['since']}: {incident['detail']}"
        console.print(one_line(told), soft_wrap=True)
    if missing:
        for gap in lacking:
            name = " ".join(filter(None, (gap["date"], gap["publication"], gap["label"])))
            console.print(one_line(f"{name}: {in_words(gap)}"), soft_wrap=True)
        for cause, number in causes(lacking).most_common():
            console.print(f"{number:>5,}  {cause}", soft_wrap=True)
    elif lacking:
        console.print(f"{counted(len(lacking), 'edition')} not held or not whole; --missing lists them")


def _explained(gap: dict[str, Any]) -> dict[str, Any]:
    """A gap with its reasons as values and, in ``detail``, in words."""
    reasons = shown(gap["detail"])
    return {**gap, "detail": phrases(reasons), "reasons": [reason.as_json() for reason in reasons]}


def in_words(gap: Mapping[str, Any]) -> str:
    """Why an edition is not held, or not whole: "missing, late (no index at 09:00)", "unknown (never tried)"."""
    state = _state_and_outcome(gap)
    return f"{state} ({gap['detail']})" if gap["detail"] else state


def _state_and_outcome(gap: Mapping[str, Any]) -> str:
    """The state of an edition, and the outcome of its collection where that says more."""
    return gap["state"] if gap["outcome"] in (None, gap["state"]) else f"{gap['state']}, {gap['outcome']}"


def causes(gaps: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Count editions by cause, "outcome: code"; an edition with several reasons counts for each of them."""
    return Counter(cause for gap in gaps for cause in dict.fromkeys(_causes(gap)))


def _causes(gap: Mapping[str, Any]) -> Iterator[str]:
    """The causes of one gap, such as "partial: not_held, not_found"."""
    for reason in gap["reasons"]:
        for because in reason.get("because") or [{}]:
            codes = ", ".join(filter(None, (reason["code"], because.get("code"))))
            yield f"{gap['outcome'] or gap['state']}: {codes}"
