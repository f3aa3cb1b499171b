"""One collection run: it captures and stores what is fetched or imported, for all newspapers of one command.

The pipelines and the import call it. It owns the lock, the database, the capture files and the run's row in ``runs``,
counts what happens, and reports it to a ``Reporter``, which may show it to a person.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import email.utils
import functools
import hashlib
import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

import scraper
from scraper import archive, catalogue, discover, file_modes, schedule, thumbnails
from scraper.archive import redaction
from scraper.archive.write import (
    clusters,
    comparisons,
    images,
    incidents,
    index_captures,
    journal,
    ledger,
    looks,
    permissions,
    publication_files,
    readings,
    runs,
    shapes,
    stories,
    takedowns,
)
from scraper.archive.write.readings import Readings
from scraper.archive.write.runs import stamp
from scraper.captures import cdxj, manifest, publication_records, reader
from scraper.captures.edition_records import IMAGE, INDEX
from scraper.captures.publication_records import PublicationFile
from scraper.captures.removal import Removed
from scraper.captures.writer import CaptureWriter, page_record
from scraper.collect import identity, rewriting
from scraper.collect.outcome import IndexFailure
from scraper.collect.pace import Clock, Pace
from scraper.collect.reporter import GuardedReporter, Reporter
from scraper.collect.robots import AskedHosts
from scraper.discover.hooks import HookError
from scraper.drift import comparison
from scraper.drift import incidents as drift_incidents
from scraper.drift.shapes import of_json
from scraper.items import (
    AskedDays,
    Capture,
    ClosedEdition,
    EditionKey,
    JournalEntry,
    ListedEdition,
    Look,
    Outcome,
    Page,
    Rejected,
    Revisit,
    Story,
    StoryLink,
    Takedown,
)
from scraper.permissions import documents
from scraper.permissions.documents import Document, Kind
from scraper.publication import Publication
from scraper.reasons import Code, Reason, of_error
from scraper.reasons.words import phrases
from scraper.urls import canonical

CRASHED = "crashed"  # in the counts of a run: bugs of this program, each in the log with its traceback
SAME_LIST = 0.5  # of the stories of a list: as many again make it the same list
FROM_CAPTURES = ("import", "rebuild")  # commands that ask no newspaper
WORTH_SAYING = dt.timedelta(minutes=1)  # clocks are set right by seconds
DAYS_APART = dt.timedelta(days=1)
NEAR_DAYS = 15  # before an edition: newspapers that show only their newest ones have shown these
CLOCKS_APART = "clocks apart"  # in the counts of a run
MOST_INDEX_PAGES = 20  # that wait for the edition records behind them
KEPT_FOR = dt.timedelta(hours=24)  # permission documents, between runs too
SPIDERS_FAILED = "spiders failed"  # newspapers whose collection could not go on at all

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


def _explained(method: Callable[Concatenate[CollectionRun, P], R]) -> Callable[Concatenate[CollectionRun, P], R]:
    """Let a method raise ArchiveError where SQLite or the operating system cannot use the run's files."""

    @functools.wraps(method)
    def explained(run: CollectionRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with archive.explaining(run.path):
            return method(run, *args, **kwargs)

    return explained


class CollectionRun:
    """Captures and stores what one command brings; a context manager that is open as long as the run lasts.

    :param path: the archive.
    :param command: the command of this run, as ``runs.command`` and the lock name it.
    :param arguments: its arguments, for ``runs.arguments``.
    :param captures: the folder of WARC files; beside the archive unless given.
    :param reporter: receives the events of the run.
    :param wait: wait while another process writes to the archive.
    :param withhold: keep no more than headline and address of pages that ask not to be archived, in captures neither.
    :param clock: what requests wait by; real time unless given.
    :raises scraper.archive.ArchiveError: when entered: the archive cannot be opened, or is busy and ``wait`` is false.
    """

    def __init__(
        self,
        path: Path,
        *,
        command: str,
        arguments: Mapping[str, Any],
        captures: Path | None = None,
        reporter: Reporter | None = None,
        wait: bool = True,
        withhold: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.path = path
        self.command = command
        self.arguments = {**arguments, "noarchive": "withhold"} if withhold else arguments
        self.withhold = withhold
        self.captures = CaptureWriter(captures or path.absolute().parent / "captures", command)
        self.reporter = cast(Reporter, GuardedReporter(reporter or Reporter(), self.record_crash))
        self.wait = wait
        self.secrets = catalogue.secrets(os.environ)  # are in nothing that the run writes
        self.pace = Pace(clock, lambda message: self.reporter.say(message))
        self.asked_hosts = AskedHosts()
        self.counts: Counter[str] = Counter()
        self.index_pages: deque[Page] = deque(maxlen=MOST_INDEX_PAGES)  # of an import, to be copied with their editions
        self.damaged: Counter[str] = Counter()  # records that cannot be read, by their file
        self.lag = dt.timedelta()  # by which the clock is behind what the archive has seen
        self.lists: dict[EditionKey, ListedEdition] = {}  # of an import, whose stories follow
        self.lost_lists: set[EditionKey] = set()  # of which stories were fetched, and which no record has
        self.unlisted: dict[EditionKey, Set[str]] = {}  # addresses that an edition listed once, and not any more
        self.looking: dict[EditionKey, dt.datetime] = {}  # at these editions, since when
        self.again: set[EditionKey] = set()  # of them, those whose held stories are asked for as well
        self.added: Counter[EditionKey] = Counter()  # stories
        self.changed: Counter[EditionKey] = Counter()  # stories
        self.files_known: set[str] = set()  # slugs of newspapers whose file is in the captures as it is
        self.files_waiting: set[str] | None = None  # of an import that brings records of them: slugs, until its end
        self.of_removed: set[tuple[str, int]] = set()  # captures of this run of stories that were removed on request
        self.interrupted = False
        self.archive_error: archive.ArchiveError | None = None  # why the run cannot go on
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.db = self._closing.enter_context(
            archive.writing(
                self.path,
                before_commit=self.captures.sync,
                wait=self.wait,
                say=self.reporter.say,
                doing=f"backissues {self.command}",
            )
        )
        self._closing.enter_context(self.captures)
        if file_modes.narrowed([self.captures.folder]):
            file_modes.narrowed(self.captures.folder.iterdir())
        self._hide_secrets_of_before()
        self.run_id = runs.begin(self.db, self.command, self.arguments)
        if self.command not in FROM_CAPTURES:
            self._compare_clock()
        for takedown in takedowns.unrecorded(self.db):
            self.enter_takedown(takedown)
        return self

    def _update_manifest(self) -> None:
        """Write down how large the files of the captures are and how many stories they hold."""
        self.captures.close()
        known = manifest.read(self.captures.folder)
        changed = {
            file.name: manifest.CaptureFile(size=file.stat().st_size, stories=stories.in_file(self.db, file.name))
            for file in manifest.files(self.captures.folder)
            if file.name not in known or file.name in self.captures.names
        }
        if changed:
            manifest.write(self.captures.folder, known | changed)
        with contextlib.suppress(OSError):  # a folder that is read only, as of a rebuild; the next run does it
            cdxj.update(self.captures.folder)

    def _take_out_removed(self) -> None:
        """Take captures of removed stories out of the files that this run has written."""
        of_run = {(file, offset) for file, offset in self.of_removed if file in self.captures.names}
        if of_run:
            rewriting.without_stories(self.db.conn, self.captures.folder, Removed(frozenset(), records=of_run))

    @_explained
    def damage(self) -> list[str]:
        """What is missing of the captures that the archive was rebuilt from, in words, file by file."""
        there = {file.name: file for file in manifest.files(self.captures.folder)}
        written_down = manifest.read(self.captures.folder)
        told = []
        for name in sorted({*written_down, *self.damaged}):
            had = written_down.get(name)
            lost = max(0, had.stories - stories.in_file(self.db, name)) if had else 0
            if name not in there:
                told.append(f"{name} is missing, which held {lost:,} stories")
            elif had and (size := there[name].stat().st_size) < had.size and (lost or self.damaged[name]):
                told.append(f"{name} is cut off: {size:,} of {had.size:,} bytes are there, {lost:,} stories fewer")
            elif self.damaged[name]:
                told.append(f"{name} is damaged: {self.damaged[name]:,} records cannot be read, {lost:,} stories fewer")
        return told + [
            f"the list of the edition {key} is missing: its stories are dated by what their pages say"
            for key in sorted(self.lost_lists)
        ]

    def _compare_clock(self) -> None:
        """Find out whether the clock is behind what the archive has seen: what is fetched now is newer all the same."""
        newest = stories.newest_moment(self.db)
        now = dt.datetime.now(dt.UTC)
        if not newest or stamp(now) >= newest:
            return
        self.lag = dt.datetime.fromisoformat(newest) + dt.timedelta(seconds=1) - now
        if self.lag > WORTH_SAYING:
            self.reporter.say(
                f"The clock of this machine shows {stamp(now)}, and the archive has seen {newest}: it is behind now, "
                "or was ahead then. What is fetched now counts as the newest, and its moments as doubtful."
            )

    def order(self, moment: dt.datetime) -> dt.datetime | None:
        """Where what is fetched now stands among other captures; None where the clock is right."""
        return moment + self.lag if self.lag else None

    def order_of_import(self, moment: dt.datetime, ordered: dt.datetime | None) -> dt.datetime | None:
        """Where a record that is imported stands: not in the future, whatever it says."""
        now = dt.datetime.now(dt.UTC)
        return now if (ordered or moment) > now else ordered

    def _warn_of_clock(self, page: Page) -> None:
        """Say it, once, where a site's clock and this machine's are days apart."""
        try:
            theirs = email.utils.parsedate_to_datetime(page.headers.get("date", ""))
            apart = abs(page.fetched - theirs)
        except (ValueError, TypeError, OverflowError):  # no date, or one without an offset
            return
        if apart > DAYS_APART and not self.counts[CLOCKS_APART]:
            self.counts[CLOCKS_APART] += 1
            self.reporter.say(
                f"The clock of this machine shows {stamp(page.fetched)}, that of {page.url} {stamp(theirs)}. "
                "Is it right? The moments of captures and the order of versions rest on it."
            )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            result = "failed" if kind and not issubclass(kind, KeyboardInterrupt) else "finished"
            if self.interrupted or (kind and issubclass(kind, KeyboardInterrupt)):
                result = "interrupted"
            if self.archive_error or self.crashed:
                result = "failed"
            if result == "finished" and not kind:
                self._cluster()
            # On a full disk it all is as after a kill.
            with contextlib.suppress(archive.ArchiveError), archive.explaining(self.path):
                runs.finish(self.db, self.run_id, result, self.counts)
                self._update_manifest()
                self._take_out_removed()
        finally:
            self._closing.close()

    def _cluster(self) -> None:
        """Find the copies among the new stories. What fails here is mended by the next run, and costs nothing else."""
        with contextlib.suppress(archive.ArchiveError), archive.explaining(self.path):
            if clusters.is_quick(self.db):
                clusters.cluster(self.db)
            else:
                self.reporter.say("The archive is large: 'backissues cluster' finds the copies among the new stories")

    @_explained
    def _hide_secrets_of_before(self) -> None:
        """Clean an archive that an earlier version wrote, and say so."""
        before = catalogue.secrets(os.environ, ledger.slugs(self.db))
        if (found := redaction.clean(self.db.conn, before)) is not before:
            self.secrets = self.secrets.with_values(found.also)
            self.reporter.say(redaction.said(self.path, found))

    @functools.cached_property
    def identity(self) -> identity.Identity | None:
        """What the requests of this run are signed by; None where the archive has no key.

        :raises scraper.collect.identity.IdentityError: it cannot be used.
        """
        return identity.read(self.path, os.environ)

    @property
    def now(self) -> dt.datetime:
        """The present, by the run's clock."""
        return dt.datetime.fromtimestamp(self.pace.clock.now(), dt.UTC)

    @property
    def crashed(self) -> bool:
        """Whether any unexpected exception was counted: then the exit status is not 0."""
        return bool(self.counts[CRASHED] or self.counts[SPIDERS_FAILED])

    def record_crash(self, doing: str, error: BaseException) -> None:
        """Count an unexpected exception and log its traceback; the run goes on.

        Where the archive is damaged, that is why, for what its pages hold ends in any error; ``archive_error`` says so.

        :param doing: what failed, for the log.
        """
        if not self.counts[CRASHED]:
            try:
                archive.check(self.path)
            except archive.ArchiveError as damage:
                self.archive_error = damage
        self.counts[CRASHED] += 1
        if isinstance(self.archive_error, archive.NotAnArchiveError):
            return
        if isinstance(error, HookError):
            logger.error("%s failed: %s", doing, error, exc_info=error)
        else:
            logger.error("A bug: %s failed", doing, exc_info=error)

    def close_crashed_edition(self, publication: Publication, key: EditionKey, error: BaseException) -> None:
        """Write down that an edition is broken, because an unexpected exception ended its collection."""
        try:
            self.close(publication, ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=(of_error(error),)))
        except archive.ArchiveError as archive_error:
            self.archive_error = archive_error
        except Exception as another:  # the bug may be in writing down how editions ended
            self.record_crash(f"closing the edition of {key.date} of {key.publication}", another)

    @_explained
    def expect(self, publication: Publication, *asked: dt.date) -> None:
        """Enter into the ledger which editions the newspaper's schedule expects.

        :param asked: days to cover, besides those from the first to the last day that was collected before.
        """
        with self.db.atomic():
            self.record_file(publication.slug)
            if self._expects_more(publication, asked) and asked and self.command not in FROM_CAPTURES:
                days = AskedDays(publication=publication.slug, first=min(asked), last=max(asked))
                self.captures.asked(days, dt.datetime.now(dt.UTC))

    @_explained
    def enter_asked(self, asked: AskedDays, moment: dt.datetime, *, in_place: bool) -> None:
        """Enter that days of a newspaper were asked for, as a record in the captures says.

        :param in_place: the captures have it already.
        """
        publication = catalogue.known(asked.publication)  # if there is none, nothing says on which days it appears
        with self.db.atomic():
            if publication and self._expects_more(publication, (asked.first, asked.last)) and not in_place:
                self.captures.asked(asked, moment)

    def record_file(self, slug: str) -> None:
        """Capture what a newspaper's file says, unless the captures have that: a story is read by its rules."""
        if slug in self.files_known or self.command == "rebuild" or slug in catalogue.recorded():
            return
        if self.files_waiting is not None:
            self.files_waiting.add(slug)
            return
        self.files_known.add(slug)
        with contextlib.suppress(catalogue.PublicationError):  # it has gone meanwhile, or there is none
            python = catalogue.publication(slug).python
            name = Path(python.path).name if python else ""
            file = self.secrets.hidden_in(PublicationFile(slug=slug, files=tuple(catalogue.texts(slug)), python=name))
            if publication_files.newest(self.db, slug) != publication_records.hash_of(file):
                self.enter_file(file, dt.datetime.now(dt.UTC))

    @_explained
    def enter_file(self, file: PublicationFile, moment: dt.datetime, capture: Capture | None = None) -> None:
        """Enter what a newspaper's file said at a moment, unless that is known.

        :param capture: its record, where the captures have it already.
        """
        if not publication_files.knows(self.db, file.slug, moment, publication_records.hash_of(file)):
            publication_files.enter(self.db, file.slug, capture or self.captures.publication_file(file, moment))

    def _expects_more(self, publication: Publication, asked: Sequence[dt.date]) -> bool:
        """Enter which editions are expected from the first to the last of these days and those that were collected."""
        days = [*asked, *ledger.days_between(self.db, publication.slug)]
        if not days:
            return False
        first, last = min(days), max(days)
        expectations = schedule.expectations(publication, first, last)
        return ledger.expect(self.db, publication, expectations, between=(first, last))

    @_explained
    def state(self, key: EditionKey) -> ledger.EditionState | None:
        """What is held of an edition; None where it was never entered."""
        return ledger.state(self.db, key)

    @_explained
    def enter(self, publication: Publication, listed: ListedEdition) -> list[StoryLink]:
        """Enter an edition as its index lists it, and capture that list.

        :returns: the links whose story is not held yet, in printed order.
        """
        moment = dt.datetime.now(dt.UTC)
        listed = takedowns.without_words(self.db, self.secrets.hidden_in(listed))
        self.captures.edition(listed, moment, ordered=self.order(moment))
        missing = self.enter_captured(publication, listed, moment, ordered=self.order(moment))
        self.reporter.listed(listed, len(missing))
        return missing

    def without_removed(self, links: Sequence[StoryLink]) -> list[StoryLink]:
        """These links, without those of stories that were removed on request: they are not asked for."""
        gone = takedowns.removed_among(self.db, (canonical(link.url) for link in links))
        return [link for link in links if canonical(link.url) not in gone]

    @_explained
    def enter_captured(
        self,
        publication: Publication | str,
        listed: ListedEdition,
        moment: dt.datetime,
        *,
        ordered: dt.datetime | None = None,
        said_by: str = "",
    ) -> list[StoryLink]:
        """Enter an edition as a record in the captures lists it; returns as ``enter``.

        :param publication: its facts; or its slug, where no file describes it.
        :param moment: when it was listed.
        :param ordered: where that stands among others, if the moment is in doubt.
        :param said_by: the imported file that says so, where nobody here has seen it.
        """
        missing = ledger.enter(
            self.db, publication, listed, run_id=self.run_id, moment=moment, ordered=ordered, said_by=said_by
        )
        is_newest = not ledger.collected_after(self.db, listed.key, ordered or moment)
        unlisted = ledger.addresses(self.db, listed.key) - ledger.addresses_of(listed.links)
        self.unlisted[listed.key] = unlisted if is_newest else frozenset()
        return missing

    def remember_list(self, listed: ListedEdition) -> None:
        """Remember a list that is imported, for the pages of its stories behind it."""
        self.lists[listed.key] = listed

    def end_list(self, key: EditionKey) -> None:
        """Forget a list: no page that was fetched for it follows the end of its collection."""
        self.lists.pop(key, None)
        self.unlisted.pop(key, None)

    def end_lists(self) -> None:
        """Forget all lists: what follows was fetched by another run."""
        self.lists.clear()
        self.unlisted.clear()

    async def capture_index(self, page: Page) -> None:
        """Capture a page of an edition's index before it is read: many indexes can never be fetched again.

        :raises scraper.archive.ArchiveError: the captures cannot be written.
        """
        page = self.secrets.hidden_in(page)
        self._warn_of_clock(page)
        if page.is_held:
            with archive.explaining(self.path):
                self._enter_revisit(page, role=INDEX)
            return
        record = await asyncio.to_thread(page_record, page, role=INDEX)  # to pack a large sitemap takes its time
        with archive.explaining(self.path):
            capture = self.captures.append(record)
            if page.post is None:
                self.enter_index(page, capture)
        self.counts["captured"] += 1

    @_explained
    def enter_index(self, page: Page, capture: Capture) -> None:
        """Store where a page of an index was captured, by the address that was asked for."""
        index_captures.enter(self.db, page.requested_url or page.url, capture)

    @_explained
    def held_index(self, url: str) -> Page | None:
        """The last capture of an index's page at an address, as it is asked for; None where none can be had."""
        return self._held(index_captures.last(self.db, url))

    @_explained
    def held_story(self, url: str) -> Page | None:
        """The last capture of a story at an address, if the archive has its text from there; None where not."""
        page = self._held(stories.last_capture(self.db, url))
        return page if page and page.listed_in else None  # else others have captured it

    def _held(self, place: tuple[str, int, int, str] | None) -> Page | None:
        if place is None:
            return None
        file, offset, length, sha256 = place
        page = reader.page_at(self.captures.folder / file, offset, length)
        return page if page and hashlib.sha256(page.body).hexdigest() == sha256 else None

    @_explained
    def held_links(self, key: EditionKey) -> list[StoryLink]:
        """The stories of an edition that are held, as its index listed them."""
        return ledger.held_links(self.db, key)

    @_explained
    def revisit(self, page: Page, key: EditionKey) -> None:
        """Note that a story's page is as it was captured before, as its site says."""
        stories.revisited(self.db, self._enter_revisit(self.secrets.hidden_in(page)))
        self.counts["stories unchanged"] += 1
        self.reporter.story(key, "unchanged")

    def _enter_revisit(self, page: Page, *, role: str = "") -> Revisit:
        revisit = Revisit(url=page.url, fetched=page.fetched, original=page.url, not_modified=True)
        self.captures.revisit(revisit, role=role, exchange=page.exchange)
        self.counts["not modified"] += 1
        return revisit

    @_explained
    def known_document(self, url: str) -> Document | None:
        """The permission document at an address, where it was asked for less than a day ago and may stand for so long.

        RFC 9309, section 2.4: a robots.txt may be kept for 24 hours.
        """
        known = permissions.newest(self.db, url)
        if known is None or not known.may_be_kept:
            return None
        age = self.now - dt.datetime.fromisoformat(known.last_seen)
        return known if dt.timedelta() <= age < KEPT_FOR else None

    @_explained
    def last_document(self, url: str) -> Document | None:
        """The permission document that an address answered with last, however long ago."""
        return permissions.newest(self.db, url)

    @_explained
    def keep_document(self, kind: Kind, page: Page, *, said_by: str = "") -> Document:
        """Capture and store a permission document as it was answered, or that no answer came (status 0).

        :param said_by: the imported file that says so; empty where this archive has seen it.
        """
        page = self.secrets.hidden_in(page)
        document = document_of(kind, page, said_by=said_by)
        if self.command in FROM_CAPTURES and permissions.knows(self.db, document):
            return document
        capture = self.captures.document(kind, page, said_by=said_by)
        return self.enter_document(document, capture)

    @_explained
    def enter_document(self, document: Document, capture: Capture) -> Document:
        """Store a permission document that is captured."""
        document = replace(document, file=capture.file, offset=capture.offset, length=capture.length)
        permissions.enter(self.db, document)
        self.counts[f"permission documents: {document.kind}"] += 1
        return document

    @_explained
    def capture(self, page: Page, key: EditionKey | None = None) -> Capture:
        """Capture the raw bytes of a story's page (step 4).

        :param key: the edition for which it was fetched.
        """
        self.counts["captured"] += 1
        return self.captures.page(self._in_order(self.secrets.hidden_in(replace(page, listed_in=key))))

    @_explained
    def capture_withheld(self, page: Page, story: Story, sha256: str = "", *, key: EditionKey | None = None) -> Capture:
        """Capture what may be kept of a page that asks not to be archived: its headline, address and dates.

        :param key: the edition for which it was fetched.
        :param sha256: the hash of the page, where its body is not at hand.
        """
        self.counts["captured"] += 1
        return self.captures.withheld(
            self._in_order(self.secrets.hidden_in(replace(page, listed_in=key))), self.secrets.hidden_in(story), sha256
        )

    def _in_order(self, page: Page) -> Page:
        if self.command in FROM_CAPTURES:
            return replace(page, ordered=self.order_of_import(page.fetched, page.ordered))
        is_from_then = page.memento is not None  # whose moment is by another clock
        return replace(page, ordered=self.order(page.fetched)) if self.lag and not is_from_then else page

    @_explained
    def store(
        self, story: Story, capture: Capture, publication: Publication | None, key: EditionKey | None = None
    ) -> stories.Saved:
        """Store a story that was read, with the capture it was read from (step 8).

        :param publication: its newspaper's facts, where these are known.
        :param key: the edition that listed it, for the reporter.
        """
        for slug in {story.publication, *story.of_site}:
            self.record_file(slug)
        unlisted = self.unlisted.get(story.placement[0], frozenset()) if story.placement else frozenset()
        saved = stories.save(
            self.db, self.secrets.hidden_in(story), capture, publication=publication, unlisted=unlisted
        )
        self.counts[f"stories {saved.what}"] += 1
        if saved.what == "removed":  # which was known when it was read, and it is captured before that
            self.of_removed.add((capture.file, capture.offset))
            addresses = stories.addresses_of(story, capture)
            for removed in takedowns.keys_at(self.db, addresses):
                if (takedown := takedowns.extended(self.db, removed, addresses)) and self.command != "rebuild":
                    self.captures.takedown(takedown)
                    takedowns.enter(self.db, takedown)
        if key and saved.what == "added":
            self.added[key] += 1
        if key and saved.what == "changed":
            self.changed[key] += 1
        self.reporter.story(key, saved.what)
        return saved

    @_explained
    def capture_image(self, page: Page) -> Capture:
        """Capture the raw bytes of an image."""
        self.counts["captured"] += 1
        return self.captures.page(self.secrets.hidden_in(page), role=IMAGE)

    @_explained
    def holds_image(self, page: Page, *, of_others: bool) -> bool:
        """Whether this very capture of an image was stored before, or one that is to be kept in its place.

        :param of_others: it is what others have captured, which takes the place of no picture that is held.
        """
        url = page.requested_url or page.url
        if of_others and images.has_thumbnail(self.db, url):
            return True
        return images.holds(self.db, url, page.fetched, hashlib.sha256(page.body).hexdigest())

    @_explained
    def store_image(self, page: Page, capture: Capture) -> None:
        """Store an image's thumbnail, or why none can be made of it."""
        try:
            made: thumbnails.Thumbnail | Reason = thumbnails.thumbnail(page.body, page.content_type)
        except thumbnails.ThumbnailError as error:
            made = error.reason
        images.save(self.db, page.requested_url or page.url, capture, made)
        failure = made if isinstance(made, Reason) else None
        self.counts["images left out" if failure else "images"] += 1
        self.reporter.image(failure)

    @_explained
    def no_image(self, url: str, why: Reason) -> None:
        """Store why an image could not be fetched."""
        images.failed(self.db, url, self.secrets.hidden_in(why), self.now)
        self.counts[f"images failed: {why.code}"] += 1
        self.reporter.image(why)

    def reject(self, rejected: Rejected, key: EditionKey | None = None) -> None:
        """Count a page that did not become a story, by its reason."""
        self.counts[f"skipped: {rejected.reason.code}"] += 1
        self.reporter.story(key, "failed")

    @_explained
    def repeated(self, key: EditionKey, links: Sequence[StoryLink]) -> float:
        """The share, 0 to 1, of these links that the edition before listed as well."""
        before = comparisons.neighbour_addresses(self.db, key, before=True)
        return len(before & ledger.addresses_of(links)) / len(links) if links else 0.0

    @_explained
    def is_the_same(self, key: EditionKey, links: Sequence[StoryLink]) -> bool:
        """Whether the edition before or after lists just these stories."""
        these = ledger.addresses_of(links)
        return len(these) > 1 and any(
            comparisons.neighbour_addresses(self.db, key, before=before) == these for before in (True, False)
        )

    @_explained
    def holds_another_list(self, key: EditionKey, index_failures: Sequence[IndexFailure]) -> bool:
        """Whether an edition is held by a list that is none of those which its indexes answer with now.

        The newspaper then no longer serves that day, and what was collected of it stays. Where the lists are the same,
        the one that was taken for the edition's was another day's as well.
        """
        state = ledger.state(self.db, key)
        held = set() if state is None or state.is_claim else ledger.addresses(self.db, key)
        served = [ledger.addresses_of(failure.links) for failure in index_failures]
        return bool(held) and all(len(held & links) < SAME_LIST * len(held) for links in served)

    @_explained
    def judged_by_stories(self, publication: Publication, key: EditionKey) -> discover.Judgement:
        """What the held stories of an edition say of its day, by what is usual for their newspaper."""
        times = [discover.StoryTime(*each) for each in comparisons.story_times(self.db, key)]
        habit = discover.usual(comparisons.times_of_others(self.db, key), publication.zone)
        today = dt.datetime.now(publication.zone).date()
        return discover.judged(discover.EditionRules.of(publication, key), times, today=today, habit=habit)

    @_explained
    def same_texts(self, key: EditionKey) -> list[tuple[str, Reason]]:
        """The addresses of an edition's stories that have one and the same text, each with that reason.

        They are no stories, whatever the page says that answers to all of them; ``close`` takes them out.
        """
        found = comparisons.same_texts(self.db, key)
        return [(url, Reason(code=Code.SAME_TEXT, number=number)) for url, number in found]

    @_explained
    def usual_size(self, key: EditionKey) -> float:
        """How many stories an edition of this label and weekday usually lists; 0 where too few are known."""
        return comparisons.usual_size(self.db, key)

    @_explained
    def short_stories(self, key: EditionKey, characters: int) -> int:
        """How many of an edition's stories are open to everyone and shorter than this."""
        return comparisons.short_stories(self.db, key, characters)

    @_explained
    def readings(self, key: EditionKey) -> tuple[Readings, Readings | None]:
        """What was read of an edition's stories, and what is usual; None where that is not known."""
        return readings.of_edition(self.db, key), readings.usual(self.db, key)

    @_explained
    def changes(self, publication: Publication, listed: ListedEdition) -> tuple[Reason, ...]:
        """What has changed of an edition's index, beside the editions that the same rules have read rightly."""
        shape = of_json(listed.shape)
        if shape is None:
            return ()
        since = incidents.accepted(self.db, publication.slug)
        before = shapes.usual(self.db, listed.key, listed.rules, since=since)
        return comparison.compared(publication, shape, listed.key.date.isoweekday(), before)

    @_explained
    def close(
        self,
        publication: Publication,
        closed: ClosedEdition,
        listed: ListedEdition | None = None,
        *,
        shows_before: tuple[EditionKey, bool] | None = None,
    ) -> None:
        """Store and capture how an edition's collection ended, and report it.

        :param listed: what its index lists, where that was read.
        :param shows_before: the edition before one that is not there, and whether the index still shows it.
        """
        moment = dt.datetime.now(dt.UTC)
        closed = self.secrets.hidden_in(closed)
        ordered = self.order(moment)
        self.captures.edition(closed, moment, ordered=ordered)
        ledger.close(self.db, publication, closed, run_id=self.run_id, moment=moment, ordered=ordered)
        changes = self.changes(publication, listed) if listed else ()
        self.keep_shape(closed, listed)
        self.counts[f"editions {closed.outcome}"] += 1
        state = ledger.state(self.db, closed.key)
        assert state is not None, "it was just written"
        self.end_look(publication, closed.key, closed.outcome, closed.reasons, listed=state.listed)
        self.reporter.closed(closed, state)
        self.watch(publication, closed.key, closed.outcome, closed.reasons, changes=changes, shows_before=shows_before)

    @_explained
    def watch(
        self,
        publication: Publication,
        key: EditionKey,
        outcome: Outcome | None,
        reasons: Sequence[Reason],
        *,
        changes: Sequence[Reason] = (),
        shows_before: tuple[EditionKey, bool] | None = None,
    ) -> None:
        """Open an incident where a look at the newest edition was worse than its newspaper's kind, or close it.

        :param outcome: None where the look has not ended yet.
        """
        if not self.is_watched(key):
            return
        if any(reason.code is Code.FROM_WEB_ARCHIVE for reason in reasons):  # which says nothing of the site
            return
        look = drift_incidents.Look(
            key=key,
            outcome=outcome,
            reasons=self.secrets.hidden_in(tuple(reasons)),
            changes=self.secrets.hidden_in(tuple(changes)),
            before=incidents.before(self.db, key),
            is_due=self._is_due(publication, key),
            shows_before=shows_before,
        )
        row = incidents.open_one(self.db, publication.slug)
        known = row.incident if row else None
        sign, worse = drift_incidents.judged(look)
        incident = drift_incidents.after(known, look, sign, worse, stamp(self.now))
        if incident is None or incident == known:
            return
        incidents.save(self.db, publication.slug, incident, row)
        if known is None:
            self.reporter.say(f"{publication.title}: its site is read worse than it was: {phrases(worse)}")
        elif incident.closed:
            self.reporter.say(f"{publication.title}: its site is read rightly again, after {incident.since}")

    def _is_due(self, publication: Publication, key: EditionKey) -> bool:
        """Whether an edition should be there by now: by its hour, or as those before it always were."""
        if self.now >= schedule.overdue_at(publication, key.date, key.label):
            return True

        def midnight(day: dt.date) -> dt.datetime:
            return dt.datetime.combine(day, dt.time(), publication.zone)

        collected = [moment - midnight(day) for day, moment in incidents.collected_at(self.db, key)]
        return drift_incidents.is_due_by_habit(self.now, midnight(key.date), collected)

    def is_watched(self, key: EditionKey) -> bool:
        """Whether a look at an edition says how its site is read now: it is no supplement, and no later one is held."""
        return key.supplement_of is None and incidents.is_newest(self.db, key)

    @_explained
    def edition_before(self, key: EditionKey) -> EditionKey | None:
        """The newest complete edition of this label before one that is watched, if it is of the last weeks."""
        if not self.is_watched(key):
            return None
        days = [day for day, _ in incidents.collected_at(self.db, key)]
        near = [day for day in days if (key.date - day).days <= NEAR_DAYS]
        return replace(key, date=max(near)) if near else None

    def keep_shape(self, closed: ClosedEdition, listed: ListedEdition | None) -> None:
        """Keep how the index of an edition looked, if that is complete."""
        if listed is not None and closed.outcome is Outcome.COMPLETE:
            shapes.keep(self.db, listed)

    def begin_look(self, key: EditionKey, *, again: bool = False) -> None:
        """Remember when an edition was looked at.

        :param again: its stories that are held are asked for as well.
        """
        self.looking[key] = self.now
        if again:
            self.again.add(key)

    @_explained
    def end_look(
        self,
        publication: Publication,
        key: EditionKey,
        outcome: Outcome | None,
        reasons: Sequence[Reason] = (),
        *,
        listed: int = 0,
    ) -> None:
        """Store what came of a look, for whoever decides when to look again; nothing of one that was not begun."""
        began, added, changed = self.looking.pop(key, None), self.added.pop(key, 0), self.changed.pop(key, 0)
        again = key in self.again
        self.again.discard(key)
        if began is not None:
            look = Look(
                key=key,
                began=began,
                ended=self.now,
                outcome=outcome,
                reasons=self.secrets.hidden_in(tuple(reasons)),
                listed=listed,
                added=added,
                changed=changed,
                again=again,
            )
            looks.enter(self.db, publication, look, self.run_id)

    def not_tried(self, publication: Publication, key: EditionKey, reasons: Sequence[Reason]) -> None:
        """Count and report an edition of which nothing was learned, as nothing answered; the ledger stays as it is."""
        self.counts["editions not tried"] += 1
        self.end_look(publication, key, None, reasons)
        self.reporter.not_tried(key, reasons)

    @_explained
    def looks_since(self, slug: str, first: dt.date) -> Mapping[EditionKey, Sequence[Look]]:
        """The looks of earlier runs at a newspaper's editions of this day and later, each edition's oldest first."""
        return looks.since(self.db, slug, first)

    def skip(self, key: EditionKey, state: ledger.EditionState) -> None:
        """Count and report an edition that is passed over, because it is held."""
        self.counts["editions already held"] += 1
        self.reporter.skipped(key, state)

    @_explained
    def enter_takedown(self, takedown: Takedown, *, in_place: bool = False) -> None:
        """Enter a removal in the captures and the archive.

        :param in_place: the captures have it already.
        """
        if not in_place:
            self.captures.takedown(takedown)
        takedowns.enter(self.db, takedown)
        self.counts["stories taken down"] += 1

    @_explained
    def enter_journal(self, entry: JournalEntry, *, in_place: bool = False) -> None:
        """Enter in the captures and the archive what was done to a story on request.

        :param in_place: the captures have it already.
        """
        entry = replace(entry, version=entry.version or scraper.__version__)
        if not in_place:
            self.captures.journal(entry)
        journal.enter(self.db, entry)

    @_explained
    def placement(self, page: Page) -> tuple[EditionKey, StoryLink] | None:
        """The edition and the link by which an index lists a page; None where none does.

        It is the edition for which it was fetched, by the list of then; where that is not known, that of the page's own
        newspaper before others.
        """
        if listed := self.lists.get(page.listed_in) if page.listed_in else None:
            at = canonical(page.requested_url or page.url)
            if link := next((link for link in listed.links if canonical(link.url) == at), None):
                return listed.key, link
        elif page.listed_in and not ledger.was_listed(self.db, page.listed_in):
            self.lost_lists.add(page.listed_in)
        of_site = [paper.slug for paper in catalogue.by_address(page.url)]
        for slug in of_site:  # by whose rules it may be none
            self.record_file(slug)
        return ledger.placement_of(self.db, page.requested_url or page.url, of_site)

    @_explained
    def holds(self, page: Page, sha256: str, *, withheld: bool = False) -> bool:
        """Whether this very capture was stored before.

        :param withheld: no more than headline and address would be kept of the page today, so a capture of no more
            than these counts as held.
        """
        held = stories.holds(self.db, page, sha256, withheld=withheld)
        if held:
            self.counts[f"skipped: {Code.ALREADY_HELD}"] += 1
        return held


def document_of(kind: Kind, page: Page, *, said_by: str = "") -> Document:
    """A permission document as a page has it, at the moment of its fetch."""
    body = documents.kept(page.status, page.body)
    moment = stamp(page.fetched)
    return Document(
        kind=kind,
        url=page.requested_url or page.url,
        status=page.status,
        text=body.decode("utf-8-sig", "replace"),
        sha256=hashlib.sha256(body).hexdigest(),
        valid_from=moment,
        last_seen=moment,
        said_by=said_by,
    )
