"""Read captures into the archive: WARC, WACZ and saved pages go through the same steps 5 to 8 as a live collection.

Pages are read on all cores and stored in the order of their records, so an import and a rebuild give the same rows on
any number of cores.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import logging
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scraper import catalogue, durable, schedule
from scraper.archive import ArchiveError, explaining
from scraper.archive.connection import SHORT_OF
from scraper.archive.write import ledger, stories, takedowns
from scraper.captures import publication_records
from scraper.captures import reader as captures
from scraper.captures.contents import FetchedImage, IndexPage, PermissionPage, holds_data, not_html
from scraper.captures.edition_records import INDEX, address, as_claim
from scraper.captures.incoming import Incoming, Source
from scraper.captures.publication_records import PublicationFile
from scraper.captures.reader import Read
from scraper.captures.saved_pages import CapturesError
from scraper.collect import removals_beside
from scraper.collect.page_readers import Crash, PageReaders, PendingPage, Question
from scraper.collect.reporter import IN_PART, MOMENT_BY
from scraper.collect.run import CRASHED, CollectionRun, document_of
from scraper.collect.several_pages import SeveralPages
from scraper.items import (
    AskedDays,
    Capture,
    ClosedEdition,
    EvidenceKind,
    JournalEntry,
    ListedEdition,
    Outcome,
    Page,
    Rejected,
    Revisit,
    Story,
    Takedown,
    WithheldStory,
)
from scraper.reasons import Code, Reason, of_error

MOST_OF_NAME = 200  # characters of a file's name, where it is said who says something
_IMPORTED = re.compile(r"^\d{8}T\d{6}-import-")  # files of ours with what others have captured
_NUMBER = re.compile(r"-\d{5}(-redacted(-\d+)?)?\.warc\.gz$")
LOST = (Code.UNREADABLE, Code.DAMAGED, Code.CUT_OFF)  # reasons that cost a record of the captures
IN_FLIGHT = 8  # pages for each core that are being read while earlier ones are stored
UNKNOWN_PAPER = "newspapers without a file:"  # in the counts of a run, with the slug
WORTH_A_POOL = 2_000_000  # bytes of input from which several processes are worth their start
BATCH_SECONDS = 1.0  # of stored records that are committed together; a kill costs the last ones

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PendingRecord:
    """A record that waits to be stored, with the result of reading its page in another process."""

    read: Read
    page: PendingPage | None = None


def import_captures(
    run: CollectionRun,
    files: Sequence[Source],
    *,
    url: str = "",
    cores: int | None = None,
    in_place: bool = False,
    own: bool = False,
    progress: Callable[[Source, int], None] = lambda file, done: None,
) -> None:
    """Store every story, image and edition record that these files hold.

    What cannot be stored is counted in ``run.counts`` by its reason; a file that cannot be read is left out.

    :param run: the open run to store through.
    :param files: WARC, WACZ or HTML files, or what comes from elsewhere (``scraper.captures.reader.files_of``).
    :param url: the address of a saved page that does not name its own.
    :param cores: processes to read pages with; all cores unless given.
    :param in_place: refer to the given files instead of copying their records into the captures (a rebuild).
    :param own: believe what they say of editions as if this archive had seen it; else it is what they say.
    :param progress: called with a file and the number of its bytes that are done.
    :raises ArchiveError: the archive or the captures cannot be written.
    """
    cores = cores or os.cpu_count() or 1
    if own:  # as a rebuild reads them: in the order in which they were written
        files = sorted(files, key=lambda file: file.name)
    sizes = [captures.size_of(file) for file in files]
    if None not in sizes and sum(filter(None, sizes)) < WORTH_A_POOL:
        cores = 1
    recorded = _recorded(run, files) if in_place or own else {}
    with (
        explaining(run.path),
        catalogue.with_recorded(recorded),
        run.db.batches(BATCH_SECONDS) as batch_may_end,
        PageReaders(cores, run.reporter.say) as readers,
    ):
        run.secrets = catalogue.secrets(os.environ) if recorded else run.secrets
        run.files_waiting = set() if own else None
        several = SeveralPages()

        def store(reads: Iterable[Read], file: Source | None = None) -> None:
            for pending in _read_ahead(run, reads, readers, in_place=in_place, own=own):
                _store_record(run, pending, readers, in_place=in_place, own=own)
                with explaining(run.path):
                    batch_may_end()
                if file:
                    progress(file, pending.read.progress)

        before = ""
        for file in files:
            run.index_pages.clear()
            if (written_by := _run_of(file)) != before:
                before = written_by
                run.end_lists()
            try:
                if in_place and isinstance(file, Path):
                    _sync_captures(file)
                reads = captures.read(file, url=url)
                store(reads if in_place or own else several.apart(reads), file)
            except CapturesError as error:
                run.reporter.say(f"Left out: {error}")
                run.counts["files left out"] += 1
            except OSError as error:
                if error.errno in SHORT_OF:  # it is the same for all files
                    raise
                run.reporter.say(f"Left out: {file}: {error.strerror or error}")
                run.counts["files left out"] += 1
            except (ArchiveError, MemoryError):
                raise
            except Exception as error:  # a bug costs what follows in this file, and not the other files
                run.record_crash(f"the rest of {file}", error)
                if run.archive_error:
                    raise run.archive_error from error
                run.counts["files left out"] += 1
            progress(file, captures.size_of(file) or 0)
            run.counts["files"] += 1
        store(several.joined())
        if in_place:
            for takedown in removals_beside.beside(run.path, run.captures.folder):
                if not takedowns.removed(run.db, takedown.key, ()):
                    is_read_only = not os.access(run.captures.folder, os.W_OK)  # then that archive still says so
                    run.enter_takedown(takedown, in_place=is_read_only)
        waiting, run.files_waiting = run.files_waiting or (), None
        for slug in sorted(waiting):
            run.record_file(slug)
        for slug in sorted(ledger.collected(run.db)):
            if publication := catalogue.known(slug):
                run.expect(publication)


def _run_of(file: Source) -> str:
    """The run that wrote a file of captures, which may have written several."""
    return _NUMBER.sub("", file.name)


def _sync_captures(file: Path) -> None:
    """Put a file on the disk before rows refer to its records: whoever wrote them may have been killed."""
    with contextlib.suppress(OSError):  # of a folder or a disk that is read only
        durable.sync_file(file)


def _read_ahead(
    run: CollectionRun, reads: Iterable[Read], readers: PageReaders, *, in_place: bool, own: bool
) -> Iterator[PendingRecord]:
    """The records in their order, while the pages of some later ones are being read; those before an error first."""
    queue: deque[PendingRecord] = deque()
    try:
        yield from _queued(run, reads, readers, queue, in_place=in_place, own=own)
    except Exception:
        yield from _drain(queue)
        raise
    yield from _drain(queue)


def _queued(
    run: CollectionRun,
    reads: Iterable[Read],
    readers: PageReaders,
    queue: deque[PendingRecord],
    *,
    in_place: bool,
    own: bool,
) -> Iterator[PendingRecord]:
    """Put the records into the queue, and give those that need not wait any longer."""
    for found in reads:
        read = replace(found, content=run.secrets.hidden_in(found.content))  # captures of before 0.2 may have them
        content = read.content
        if isinstance(content, ListedEdition | ClosedEdition):  # what follows depends on it
            yield from _drain(queue)
            yield PendingRecord(read)
            continue
        if isinstance(content, Page):
            if not in_place and run.holds(content, _digest(content)):
                queue.append(PendingRecord(read))
            else:
                if not (in_place or own) and content.listed_in:
                    content = replace(content, listed_in=None)
                    read = replace(read, content=content)
                placement = run.placement(content)
                if placement is None and holds_data(content):
                    queue.append(PendingRecord(replace(read, content=not_html(content))))
                    continue
                key = placement[0] if placement else content.listed_in
                slug = key.publication if key else None
                page = readers.submit(Question(replace(content, exchange=None), slug, placement, run.withhold))
                queue.append(PendingRecord(read, page))
        else:
            queue.append(PendingRecord(read))
        if len(queue) >= readers.cores * IN_FLIGHT:
            yield queue.popleft()


def _drain(queue: deque[PendingRecord]) -> Iterator[PendingRecord]:
    while queue:
        yield queue.popleft()


def _digest(page: Page) -> str:
    return hashlib.sha256(page.body).hexdigest()


def _store_record(
    run: CollectionRun, pending: PendingRecord, readers: PageReaders, *, in_place: bool, own: bool
) -> None:
    """Store one record, or count why not; an exception costs this record only and is logged with its traceback."""
    url = getattr(pending.read.content, "url", "") or pending.read.file
    try:
        with explaining(run.path):
            _store_content(run, pending, readers, in_place=in_place, own=own)
    except ArchiveError:
        raise
    except catalogue.PublicationError as error:
        _reject(run, Rejected(url=url, reason=of_error(error, Code.UNREADABLE)), pending.read)
    except Exception as error:
        run.record_crash(f"the record of {url}", error)
        if run.archive_error:
            raise run.archive_error from error
        _reject(run, Rejected(url=url, reason=of_error(error)), pending.read)


def _store_content(
    run: CollectionRun, pending: PendingRecord, readers: PageReaders, *, in_place: bool, own: bool
) -> None:
    """Store one record by what it holds, or count why not."""
    content = pending.read.content
    said_by = pending.read.said_by or ("" if in_place or own else pending.read.file[:MOST_OF_NAME])
    match content:
        case ListedEdition() | ClosedEdition():
            _store_edition(run, content, pending.read, said_by=said_by, in_place=in_place)
        case AskedDays():
            if in_place or own:
                moment = pending.read.written
                assert moment is not None, "every record has its moment"
                run.enter_asked(content, moment, in_place=in_place)
            else:
                reason = Reason(code=Code.NOT_A_PAGE, kind="record of days asked for")
                _reject(run, Rejected(url=content.publication, reason=reason), pending.read)
        case PublicationFile():
            _store_file(run, content, pending.read, in_place=in_place, own=own)
        case Takedown():
            if in_place or own:
                known = takedowns.is_known(run.db, content.key, content.addresses)
                run.enter_takedown(content, in_place=in_place or known)
            else:
                reason = Reason(code=Code.CLAIMED, text=pending.read.file[:MOST_OF_NAME])
                _reject(run, Rejected(url=content.url, reason=reason), pending.read)
        case JournalEntry():
            if in_place or own:
                run.enter_journal(content, in_place=in_place)
            else:
                reason = Reason(code=Code.CLAIMED, text=pending.read.file[:MOST_OF_NAME])
                _reject(run, Rejected(url=content.url, reason=reason), pending.read)
        case IndexPage(page, answers_post):
            if in_place and not answers_post and not _IMPORTED.search(pending.read.file):
                run.enter_index(page, _capture(page, pending.read))
            rejected = Rejected(url=page.url, reason=Reason(code=Code.NOT_A_PAGE, kind="index of an edition"))
            _reject(run, rejected, pending.read)
            if not in_place:
                run.index_pages.append(page)
        case PermissionPage(kind=kind, page=page):
            if in_place:
                run.enter_document(document_of(kind, page, said_by=said_by), _capture(page, pending.read))
            else:
                run.keep_document(kind, page, said_by=said_by)
        case Rejected():
            _reject(run, content, pending.read)
        case FetchedImage():
            if not in_place and run.holds_image(content.page, of_others=not own):
                return
            capture = _capture(content.page, pending.read) if in_place else run.capture_image(content.page)
            run.store_image(content.page, capture)
        case Revisit():
            what = stories.revisited(run.db, content)
            if what is None:
                rejected = Rejected(url=content.url, reason=Reason(code=Code.NO_ORIGINAL, url=content.original))
                _reject(run, rejected, pending.read)
                return
            if what == "changed" and not in_place:
                run.captures.revisit(content)
            run.counts["stories unchanged"] += 1
        case WithheldStory(story=story, page=page, sha256=sha256):
            if run.holds(page, sha256, withheld=True):
                return
            if not (in_place or own):
                page, story = replace(page, listed_in=None), _as_claimed(story)
            of_site = tuple(paper.slug for paper in catalogue.by_address(story.draft.url))
            story = replace(story, placement=run.placement(page), of_site=of_site)
            if in_place:
                capture = _capture(page, pending.read, sha256)
            else:
                capture = run.capture_withheld(page, story, sha256, key=page.listed_in)
            run.store(story, capture, catalogue.known(story.publication))
        case Page() if pending.page is not None:
            result = readers.result(pending.page)
            if isinstance(result, Crash):
                logger.error("A bug: reading %s failed\n%s", content.url, result.traceback)
                run.counts[CRASHED] += 1
                result = Rejected(url=content.url, reason=result.reason)
            if isinstance(result, Rejected):
                _reject(run, result, pending.read)
                return
            if result.withheld and run.holds(content, _digest(content), withheld=True):
                return
            if in_place:
                capture = _capture(content, pending.read)
            elif result.withheld:
                capture = run.capture_withheld(content, result, key=content.listed_in)
            else:
                capture = run.capture(content, content.listed_in)
            run.store(result, capture, catalogue.known(result.publication))
            if content.cut:
                run.counts[IN_PART] += 1
                run.reporter.in_part(content, pending.read.file, pending.read.offset)
            if content.moment_by:
                run.counts[f"{MOMENT_BY} {content.moment_by}"] += 1


def _store_file(run: CollectionRun, file: PublicationFile, read: Read, *, in_place: bool, own: bool) -> None:
    """Enter what a newspaper's file said, where the captures are the operator's own."""
    moment = read.written
    assert moment is not None, "every record has its moment"
    if not (in_place or own):
        reason = Reason(code=Code.NOT_A_PAGE, kind="record of a newspaper's file")
        _reject(run, Rejected(url=f"{publication_records.SCHEME}{file.slug}", reason=reason), read)
        return
    page = Page(url=f"{publication_records.SCHEME}{file.slug}", body=publication_records.to_json(file), fetched=moment)
    run.enter_file(file, moment, _capture(page, read) if in_place else None)


def _recorded(run: CollectionRun, files: Sequence[Source]) -> dict[str, Sequence[str]]:
    """The newspapers' files that the captures have, of newspapers that no file describes any more; and say so."""
    newest: dict[str, tuple[dt.datetime, PublicationFile]] = {}
    for file in files:
        if isinstance(file, Incoming):  # which comes once
            continue
        with contextlib.suppress(OSError):
            for moment, found in captures.publication_files(file):
                if found.slug not in newest or newest[found.slug][0] <= moment:
                    newest[found.slug] = moment, found
    there = catalogue.catalogue()
    lost = {slug: found for slug, found in sorted(newest.items()) if slug not in there}
    for slug, (moment, found) in lost.items():
        functions = f" Its functions in Python ({found.python}) are not in them." if found.python else ""
        run.reporter.say(
            f"No file describes the newspaper {slug}: its stories are read by the one that the captures have, "
            f"of {moment:%Y-%m-%d}.{functions}"
        )
    return {slug: found.files for slug, (_, found) in lost.items()}


def _store_edition(
    run: CollectionRun,
    edition: ListedEdition | ClosedEdition,
    read: Read,
    *,
    said_by: str,
    in_place: bool,
) -> None:
    """Enter what an edition's index listed, or how its collection ended, as of the moment it was written down.

    The newspaper need not be known here: its editions and the days of its stories rest on these records.

    :param said_by: the imported file that says so; empty where this archive has seen it, or its owner vouches for it.
    """
    moment, ordered = read.written, read.ordered
    assert moment is not None, "every record has its moment"
    if not in_place:
        ordered = run.order_of_import(moment, ordered)
    if said_by:
        where = address(edition.key)
        try:
            edition = as_claim(edition, moment)
        except ValueError as error:
            _reject(run, Rejected(url=where, reason=Reason(code=Code.UNREADABLE, text=str(error))), read)
            return
        if not _may_be_repeated(edition):
            _reject(run, Rejected(url=where, reason=Reason(code=Code.CLAIMED, text=said_by)), read)
            return
    slug = edition.key.publication
    publication = catalogue.known(slug) or slug
    if publication == slug and not run.counts[f"{UNKNOWN_PAPER} {slug}"]:
        run.counts[f"{UNKNOWN_PAPER} {slug}"] += 1
        run.reporter.say(
            f"No file describes the newspaper {slug}. Its editions and their days are taken from the captures; its "
            f"stories are read without its rules and its time zone. If there is a {slug}.toml, name its folder by "
            "BACKISSUES_PUBLICATIONS and rebuild the archive."
        )
    listed = run.lists.get(edition.key)
    if isinstance(edition, ListedEdition):
        run.remember_list(edition)
    else:
        run.end_list(edition.key)
    if not in_place:
        if ledger.knows(run.db, edition, ordered or moment, said_by=said_by):
            return
        while run.index_pages:
            run.captures.page(run.index_pages.popleft(), role=INDEX)
        run.captures.edition(edition, moment, ordered=ordered, said_by=said_by)
    if isinstance(edition, ListedEdition):
        run.enter_captured(publication, edition, moment, ordered=ordered, said_by=said_by)
    else:
        ledger.close(run.db, publication, edition, run_id=run.run_id, moment=moment, ordered=ordered, said_by=said_by)
        if not said_by:
            run.keep_shape(edition, listed)
        run.counts[f"editions {edition.outcome}"] += 1


def _as_claimed(story: Story) -> Story:
    """A withheld story as somebody else's record has it: of the newspaper whose site it is on, and dated by no list."""
    papers = [paper.slug for paper in catalogue.by_address(story.draft.url)]
    slug = story.publication if not papers or story.publication in papers else papers[0]
    edition = story.edition
    if edition and edition.evidence.kind in (EvidenceKind.INDEX, EvidenceKind.CLAIMED):
        edition = None
    return replace(story, publication=slug, edition=edition)


def _may_be_repeated(edition: ListedEdition | ClosedEdition) -> bool:
    """Whether what a file says of an edition may be entered as what it says.

    That a newspaper did not appear hides that its edition is missing. Of a newspaper that a file describes, that file
    says when it is closed, and its site whether it appeared.
    """
    if isinstance(edition, ListedEdition) or edition.outcome is not Outcome.NOT_PUBLISHED:
        return True
    publication = catalogue.known(edition.key.publication)
    return publication is None or schedule.is_closed(publication, edition.key.date)


def _reject(run: CollectionRun, rejected: Rejected, read: Read) -> None:
    run.reject(rejected)
    if rejected.reason.code in LOST:
        run.damaged[read.file] += 1
    if rejected.reason.code is not Code.NOT_A_PAGE:
        run.reporter.rejected(rejected, read.file, read.offset)


def _capture(page: Page, read: Read, sha256: str = "") -> Capture:
    """The record itself as a Capture; ``sha256`` is given where the page is not kept."""
    return Capture(
        url=page.url,
        fetched=page.fetched,
        sha256=sha256 or _digest(page),
        file=read.file,
        offset=read.offset,
        length=read.length,
        status=page.status,
        content_type=page.content_type,
        ordered=page.ordered,
        memento=page.memento,
    )
