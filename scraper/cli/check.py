"""``backissues check``: are the indexes of newspapers read as they were, and what would find their stories today?"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.options import captures_option, checked_inside, clock, counted, db_option
from scraper.cli.printing import say

if TYPE_CHECKING:
    from scraper.discover import IndexRequest
    from scraper.drift.comparison import Before
    from scraper.drift.replay import Reading
    from scraper.items import EditionKey, Page
    from scraper.publication import Publication
    from scraper.reasons import Reason

MOST_LIVE = 20  # pages of an index that are asked for
SHOWN = 5  # headlines that a proposal would find


@dataclass(frozen=True, slots=True)
class Checked:
    """An index that was read again, what answers its requests, and what has changed of it."""

    reading: Reading
    answer: Callable[[IndexRequest], Page | None]
    changes: Sequence[Reason]
    now: dt.datetime
    what: str  # "kept", "live"

    @property
    def is_right(self) -> bool:
        """Whether it lists something, and as it always did."""
        return not self.reading.failure and not self.changes


@click.command(short_help="Are indexes still read rightly? What would find their stories?")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 400), help="How many days back.")
@click.option("--live", is_flag=True, help="Ask each newspaper's index once, as robots.txt allows.")
@click.option("--accept", is_flag=True, help="What is there now is usual: close the incident, and compare with it.")
@db_option
@captures_option
def check(slugs: tuple[str, ...], days: int, live: bool, accept: bool, path: Path, captures: Path | None) -> None:
    """Read the kept index pages of the last days by the rules of today, and compare them with how they always looked.

    Of all newspapers that were collected, unless some are named. Where an index lists nothing any more, or less than it
    did, selectors are learned from its page that find what has the addresses of the newspaper's stories, and printed
    as TOML with what they would find. Nothing is stored.

    \b
    Examples:
      backissues check
      backissues check the-hindu --days 30
      backissues check the-hindu --live         before the next edition, or after its file was mended

    Exit codes: 0 all is as it was; 1 something has changed; 2 a wrong argument; 3 the archive cannot be used.
    """
    from scraper import catalogue
    from scraper.archive import opened
    from scraper.archive.write import incidents, ledger
    from scraper.collect.pace import Clock

    checked_inside()
    now = dt.datetime.fromtimestamp((clock() or Clock()).now(), dt.UTC)
    is_right = True
    with contextlib.closing(opened(path)) as db:
        try:
            papers = [catalogue.publication(slug) for slug in slugs or sorted(ledger.collected(db))]
        except catalogue.PublicationError as error:
            raise click.UsageError(str(error)) from None
        folder = captures or path.absolute().parent / "captures"
        for paper in papers:
            if accept:
                today = now.astimezone(paper.zone).date()
                done = incidents.accept(db, paper, today, now)
                say(f"{paper.slug}: {f'what is there from {today} on is usual' if done else 'no incident is open'}")
                continue
            checked = _checked(db, paper, folder, now - dt.timedelta(days=days), now, live=live)
            for each in checked:
                say(_line(paper, each))
            if not checked:
                say(f"{paper.slug}: no page of its index was kept in these days")
            if checked and not checked[-1].is_right:
                _propose(db, paper, checked[-1])
            is_right = is_right and all(each.is_right for each in checked)
    if not is_right:
        raise click.exceptions.Exit(1)


def _checked(
    db: Any, paper: Publication, folder: Path, since: dt.datetime, now: dt.datetime, *, live: bool
) -> list[Checked]:
    """The kept indexes of the last days read again, and the live one behind them."""
    from scraper.collect import kept_indexes
    from scraper.drift.replay import read_again

    found: list[Checked] = []
    readings = []
    for kept in kept_indexes.kept(folder, paper.slug, since.astimezone(paper.zone).date()):
        reading = read_again(paper, kept.key, kept.answer, now=kept.fetched, env=os.environ)
        if reading is not None and reading.came:
            readings.append((reading, kept.answer, kept.fetched, "kept"))
    if live and (asked := _asked(paper, now)):
        readings.append((*asked, now, "live"))
    of_others = [reading for reading, *_ in readings]
    for reading, answer, moment, what in readings:
        changes = _changes(db, paper, reading, of_others)
        found.append(Checked(reading, answer, changes, moment, what))
    return found


def _changes(db: Any, paper: Publication, reading: Reading, others: Sequence[Reading]) -> Sequence[Reason]:
    """What has changed of an index, beside the shapes that are kept and those of the other readings."""
    from scraper.drift import comparison

    if reading.shape is None:
        return ()
    before = _before(db, paper, reading, others)
    return comparison.compared(paper, reading.shape, reading.key.date.isoweekday(), before)


def _before(db: Any, paper: Publication, reading: Reading, others: Sequence[Reading]) -> list[Before]:
    """Shapes by the rules of today; where the file was changed since, those of complete editions read again."""
    from scraper.archive.write import incidents, ledger, shapes
    from scraper.collect import rules_followed
    from scraper.drift.comparison import FEW, Before

    since = incidents.accepted(db, paper.slug)
    rules = rules_followed.fingerprint(paper, reading.index.name)
    kept = shapes.usual(db, reading.key, rules, since=since)
    if len(kept) >= FEW:
        return kept

    def is_complete(key: EditionKey) -> bool:
        state = ledger.state(db, key)
        return state is not None and state.outcome == "complete"

    return [
        Before(other.key.date.isoweekday(), other.shape)
        for other in others
        if other.shape and other.key != reading.key and other.key.label == reading.key.label and is_complete(other.key)
    ]


def _asked(paper: Publication, now: dt.datetime) -> tuple[Reading, Callable[[IndexRequest], Page | None]] | None:
    """The index of the newest edition, asked for once, within the manners of a collection; None where there is none."""
    from scraper import catalogue, discover, schedule
    from scraper.collect.fetch import Fetcher, FetchError
    from scraper.collect.web_policy import for_publication
    from scraper.drift.replay import read_again

    date = schedule.newest_expected(paper, now)
    if date is None:
        return None
    came: dict[discover.Question, Page | None] = {}
    secrets = catalogue.secrets(os.environ)
    with Fetcher(for_publication(paper, os.environ), clock(), lambda words: say(words, err=True)) as fetcher:

        def answer(request: IndexRequest) -> Page | None:
            asked = discover.question(request)
            if asked not in came:
                came[asked] = None
                if request.post is None and not request.sends and len(came) <= MOST_LIVE:
                    try:
                        came[asked] = fetcher.page(request.url)
                    except FetchError as error:
                        say(f"{paper.slug}: {secrets.hidden(str(error))}", err=True)
            return came[asked]

        key = schedule.edition_key(paper, date)
        reading = read_again(paper, key, answer, now=now, env=os.environ)
    if reading is None:
        say(f"{paper.slug}: no index can be asked for {date}", err=True)
        return None
    return reading, answer


def _line(paper: Publication, checked: Checked) -> str:
    from scraper.reasons.words import phrases

    reading = checked.reading
    name = " ".join(filter(None, (paper.slug, str(reading.key.date), reading.key.label, checked.what)))
    if reading.failure:
        return f"{name}: {reading.index.name} lists nothing. {reading.failure}"
    told = phrases(checked.changes) if checked.changes else "as it was"
    return f"{name}: {counted(len(reading.links), 'story', 'stories')}, {told}"


def _propose(db: Any, paper: Publication, checked: Checked) -> None:
    """Print the rules that find the newspaper's kind of stories on a page that is not read rightly any more."""
    from scraper.archive.write import shapes
    from scraper.drift import addresses, repair

    reading = checked.reading
    listed = shapes.listed_addresses(db, reading.key)
    kinds = frozenset(kind for kind, number in addresses.kinds(listed).items() if number >= 0.1 * len(listed))
    found = repair.repaired(paper, reading, kinds, checked.answer, now=checked.now, env=os.environ)
    if found is None:
        what = "its page shows no stories of the addresses that it had" if reading.page else "no page of it came"
        say(f"{paper.slug}: nothing to propose: {what}; 'backissues add {paper.homepage}' looks for other indexes")
        return
    say(f"\n{found.toml}\n")
    say(f"{paper.slug}: that would find {counted(len(found.links), 'story', 'stories')}:")
    for link in found.links[:SHOWN]:
        say(f"  {link.headline or link.url}")
