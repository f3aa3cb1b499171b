"""Show the progress of collections and imports: a line for each edition that ended, and a progress bar below."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.text import Text

from scraper import catalogue
from scraper.archive.write.ledger import EditionState
from scraper.characters import address, one_line
from scraper.cli.console import OutputConsole, marked
from scraper.cli.options import counted
from scraper.collect.reporter import IN_PART, MOMENT_BY, Reporter
from scraper.items import ClosedEdition, EditionKey, ListedEdition, MomentBy, Outcome, Page, Rejected
from scraper.reasons import Reason
from scraper.reasons.words import phrase, phrases

STYLES = {
    Outcome.COMPLETE: ("✓", "green"),
    Outcome.DEGRADED: ("✓", "yellow"),
    Outcome.PARTIAL: ("◐", "yellow"),
    Outcome.LATE: ("…", "yellow"),
    Outcome.NOT_PUBLISHED: ("–", "dim"),
    Outcome.STALE: ("↺", "red"),
    Outcome.BLOCKED: ("✗", "red"),
    Outcome.BROKEN: ("✗", "red"),
}

NOT_TRIED = "not tried"
MOMENTS = {
    MomentBy.BEFORE: "that of the record before stands in its place",
    MomentBy.FILE: "the time of the file stands in its place",
    MomentBy.IMPORT: "that is not known, and the moment of the import stands in its place",
}


class PaceColumn(ProgressColumn):
    """A column of the progress bar: stories a second over the whole run."""

    def render(self, task: Task) -> Text:
        pace = task.completed / task.elapsed if task.elapsed else 0.0
        return Text(f"{pace:.1f} stories/s", style="dim")


class EditionsProgress(Reporter):
    """Shows a collection: on a terminal with a progress bar, elsewhere as lines only."""

    def __init__(self, console: OutputConsole) -> None:
        self.console = console
        self.editions: Counter[str] = Counter()
        self.stories: Counter[str] = Counter()
        self.rules: dict[str, EditionState] = {}  # of newspapers read by rules that nobody has confirmed
        self.unreached: set[str] = set()  # newspapers of which that was said
        self.began = time.monotonic()
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failures]}"),
            PaceColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def listed(self, edition: ListedEdition, missing: int) -> None:
        slug = edition.key.publication
        description = marked("[bold]{}[/] {} {}", title_of(slug), edition.key.date, edition.key.label).markup
        if slug not in self.tasks:
            self.tasks[slug] = self.progress.add_task(description, total=0, failures="")
        total = (self.progress.tasks[self.tasks[slug]].total or 0) + missing
        self.progress.update(self.tasks[slug], description=description, total=total)

    def story(self, key: EditionKey | None, what: str) -> None:
        self.stories[what] += 1
        if key and key.publication in self.tasks:
            failed = self.stories["failed"]
            failures = f"[red]{counted(failed, 'failure')}[/]" if failed else ""
            self.progress.update(self.tasks[key.publication], advance=1, failures=failures)

    def taken_out(self, number: int) -> None:
        added = min(number, self.stories["added"])
        self.stories.update({"added": -added, "failed": added})
        self.stories = +self.stories

    def closed(self, edition: ClosedEdition, state: EditionState) -> None:
        self.editions[edition.outcome] += 1
        sign, style = STYLES[edition.outcome]
        stories = f"{state.held}/{state.listed}" if state.listed else ""
        line = Text.assemble(
            (f"{sign} {edition.outcome:<13}", style),
            f" {edition.key.date}  {one_line(title_of(edition.key.publication))}",
            (f" {edition.key.label}" if edition.key.label else "", "italic"),
            (f"  {stories}" if stories else "", "bold"),
            (f"  {phrases(edition.reasons)}" if edition.reasons else "", "dim"),
        )
        self.console.print(line, soft_wrap=True)
        if state.unverified:
            self.rules[edition.key.publication] = state

    def not_tried(self, key: EditionKey, reasons: Sequence[Reason]) -> None:
        self.editions[NOT_TRIED] += 1
        if key.publication not in self.unreached:
            self.unreached.add(key.publication)
            why = phrases(reasons)
            self.console.print(
                marked("[yellow]· {:<13}[/] {}  {}  [dim]{}[/]", NOT_TRIED, key.date, title_of(key.publication), why),
                soft_wrap=True,
            )

    @property
    def needs_somebody(self) -> bool:
        """Whether an edition is broken or was refused, which no later run mends by itself."""
        return bool(self.editions[Outcome.BROKEN] or self.editions[Outcome.BLOCKED])

    def skipped(self, key: EditionKey, state: EditionState) -> None:
        self.editions["already held"] += 1

    def say(self, message: str) -> None:
        self.console.print(message, soft_wrap=True)

    def summary(self) -> None:
        """Print the totals of the collection in three lines, and which unconfirmed rules it went by."""
        editions = ", ".join(f"{count:,} {what}" for what, count in self.editions.most_common())
        stories = ", ".join(f"{count:,} {what}" for what, count in self.stories.most_common())
        seconds = time.monotonic() - self.began
        self.console.print(marked("[bold]Editions:[/] {}", editions or "none"))
        self.console.print(marked("[bold]Stories:[/]  {}", stories or "none to fetch"))
        pace = sum(self.stories.values()) / max(seconds, 0.001)
        self.console.print(f"{seconds:.1f} s, {pace:.1f} stories/s", style="dim")
        for slug, state in self.rules.items():
            told = f"{title_of(slug)} was read by rules that nobody has confirmed: {', '.join(state.unverified)}"
            if state.since:
                told += f". They have read {counted(state.read_rightly, 'edition')} to the end since {state.since}"
            self.console.print(f"{told}.", style="dim", soft_wrap=True)


class ImagesProgress(Reporter):
    """Counts images, and shows the count on a terminal."""

    def __init__(self, console: OutputConsole) -> None:
        self.kept = 0
        self.failures: Counter[str] = Counter()
        self.console = console
        self.progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self.progress.start()
        self.task = self.progress.add_task("Images")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def image(self, failure: Reason | None) -> None:
        if failure:
            self.failures[phrase(failure)] += 1
        else:
            self.kept += 1
        left_out = f", {self.failures.total()} left out" if self.failures else ""
        self.progress.update(self.task, description=f"{counted(self.kept, 'image')}{left_out}")

    def say(self, message: str) -> None:
        self.console.print(message, soft_wrap=True)


class ImportReporter(Reporter):
    """Shows the messages and the totals of an import; with ``list_skipped`` each page that was skipped."""

    def __init__(self, console: OutputConsole, *, list_skipped: bool) -> None:
        self.console = console
        self.list_skipped = list_skipped

    def say(self, message: str) -> None:
        self.console.print(message, soft_wrap=True)

    def rejected(self, rejected: Rejected, file: str, offset: int) -> None:
        self._list(rejected.url, file, offset, phrase(rejected.reason))

    def in_part(self, page: Page, file: str, offset: int) -> None:
        self._list(page.url, file, offset, f"stored in part, cut off ({page.cut})")

    def _list(self, url: str, file: str, offset: int, what: str) -> None:
        if self.list_skipped:
            where = f"{file}, byte {offset:,}" if offset and "at byte" not in what else file
            if url not in ("", address(file)):
                where += f": {url}"
            self.console.print(one_line(f"{where}: {what}"), soft_wrap=True)

    def summary(self, counts: Counter[str]) -> None:
        """Print the totals of the import: stories, then how many records were skipped for each reason."""
        stories = {what.removeprefix("stories "): n for what, n in counts.items() if what.startswith("stories ")}
        totals = ", ".join(f"{count:,} {what}" for what, count in stories.items())
        self.console.print(marked("[bold]Stories:[/] {}", totals or "none"), soft_wrap=True)
        if counts[IN_PART]:
            self.console.print(marked("[bold]In part:[/] {} cut off, stored as far as they go", f"{counts[IN_PART]:,}"))
        for by, told in MOMENTS.items():
            if number := counts[f"{MOMENT_BY} {by}"]:
                text = f"{number:,} {'page does' if number == 1 else 'pages do'} not say when; {told}"
                self.console.print(marked("[bold]Moments:[/] {}", text), soft_wrap=True)
        skipped = [(n, what.removeprefix("skipped: ")) for what, n in counts.items() if what.startswith("skipped: ")]
        if skipped:
            totals = ", ".join(f"{count:,} {code.replace('_', ' ')}" for count, code in sorted(skipped, reverse=True))
            self.console.print(marked("[bold]Skipped:[/] {}", totals), soft_wrap=True)
        if counts["files left out"]:
            self.console.print(marked("[bold]Files left out:[/] {}", counts["files left out"]))


def title_of(slug: str) -> str:
    """The name of a newspaper."""
    return catalogue.publication(slug).title
