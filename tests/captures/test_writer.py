from __future__ import annotations

import datetime as dt
import errno
import gzip
import hashlib
import json
import os
import resource
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.captures import edition_records, withheld_records
from scraper.captures.contents import IndexPage
from scraper.captures.reader import read
from scraper.captures.writer import CaptureWriter
from scraper.items import (
    Access,
    ClosedEdition,
    Draft,
    EditionDate,
    EditionKey,
    Evidence,
    EvidenceKind,
    FurtherEvidence,
    ListedEdition,
    Outcome,
    Page,
    Story,
    StoryLink,
    WithheldStory,
)
from scraper.reasons import Code, Reason

SATURDAY = EditionKey("evening-lantern", dt.date(2026, 3, 7), "review", supplement_of="city")
MOMENT = dt.datetime(2026, 3, 7, 4, 30, tzinfo=dt.UTC)
GONE = Reason(code=Code.NOT_FOUND, status=410)


def page(url: str = "https://lantern.example/a", body: bytes = b"<html><h1>Ferry</h1>", **headers: str) -> Page:
    return Page(
        url=url,
        body=body,
        content_type="text/html; charset=utf-8",
        fetched=dt.datetime(2026, 3, 7, 6, 30, 15, 250000, tzinfo=dt.UTC),
        requested_url="https://lantern.example/front/a",
        headers={"content-type": "text/html; charset=utf-8", **headers},
    )


def test_what_is_written_comes_back_byte_for_byte(tmp_path: Path) -> None:
    written = [page(body=bytes(range(256)) * 20), page("https://lantern.example/b")]
    with CaptureWriter(tmp_path / "captures", "collect") as writer:
        captures = [writer.page(each) for each in written]
    (file,) = (tmp_path / "captures").iterdir()
    back = [record for record in read(file) if isinstance(record.content, Page)]
    assert [record.content for record in back][1] == written[1]
    assert [(record.file, record.offset, record.length) for record in back] == [
        (capture.file, capture.offset, capture.length) for capture in captures
    ]


def test_offset_and_length_cut_out_exactly_one_record(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page())
        capture = writer.page(page("https://lantern.example/b", b"<html>second"))
    record = gzip.decompress((tmp_path / capture.file).read_bytes()[capture.offset : capture.offset + capture.length])
    assert record.startswith(b"WARC/1.1\r\n")
    assert record.rstrip().endswith(b"<html>second")


def test_headers_of_an_encoding_that_is_undone_are_not_kept(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page(**{"content-encoding": "gzip", "x-served-by": "a\nb é"}))
    (file,) = tmp_path.iterdir()
    (back,) = [record.content for record in read(file) if isinstance(record.content, Page)]
    assert back.headers == {"content-type": "text/html; charset=utf-8", "x-served-by": "a b ?"}


def test_of_a_withheld_story_headline_address_and_dates_come_back_and_nothing_else(tmp_path: Path) -> None:
    secret = page(body=b"<h1>A &amp; <b>B</b></h1><p>Secret text")
    story = Story(
        draft=Draft(
            url=secret.url,
            headline="A \u201cB\u201d",
            language="en-GB",
            published="2026-03-07T05:00:00+00:00",
            site="The Lantern",
            access=Access.HEADLINE,
            noarchive=True,
            tdm_reserved=True,
            found_by={"headline": "h1", "access": "noarchive"},
        ),
        edition=EditionDate(
            date=SATURDAY.date,
            publication="The Lantern",
            evidence=Evidence(kind=EvidenceKind.STATEMENT, text="Lantern, 7 March"),
            page="A7",
            also=(
                FurtherEvidence(evidence=Evidence(kind=EvidenceKind.URL, text="2026/03/06"), date=dt.date(2026, 3, 6)),
            ),
        ),
        publication="evening-lantern",
        withheld=True,
    )
    undated = replace(story, edition=None)
    with CaptureWriter(tmp_path, "collect") as writer:
        captures = [writer.withheld(secret, story), writer.withheld(secret, undated)]
    (file,) = tmp_path.iterdir()
    assert b"Secret" not in gzip.decompress(file.read_bytes())
    back = [record for record in read(file) if isinstance(record.content, WithheldStory)]
    assert [record.content.story for record in back] == [story, undated]
    for record, capture in zip(back, captures, strict=True):
        assert (record.offset, record.length) == (capture.offset, capture.length)
        assert record.content.sha256 == capture.sha256 == hashlib.sha256(secret.body).hexdigest()
        assert record.content.page == replace(secret, body=b"", headers={})


def test_a_record_that_only_says_it_is_a_withheld_story_costs_itself() -> None:
    for content in (
        b"{}",
        b"[]",
        b"null",
        b'{"kind": "listed"}',
        b'{"kind": "withheld", "story": {"body": "x"}}',
        b"x",
    ):
        with pytest.raises(ValueError):
            withheld_records.from_json(content, page())


def test_the_lines_of_a_robots_header_stay_apart(tmp_path: Path) -> None:
    """A robot's name holds to the end of its line."""
    written = page(**{"x-robots-tag": "googlebot: nofollow\nnoarchive"})
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(written)
    (file,) = tmp_path.iterdir()
    assert b"X-Robots-Tag: googlebot: nofollow\r\nX-Robots-Tag: noarchive\r\n" in gzip.decompress(file.read_bytes())
    (back,) = [record.content for record in read(file) if isinstance(record.content, Page)]
    assert back == written


@pytest.mark.parametrize(
    "edition",
    [
        ListedEdition(
            key=SATURDAY,
            links=(StoryLink(url="https://lantern.example/a", headline="Fähre", position=1),),
            index_name="front",
            issue="12",
        ),
        ClosedEdition(
            key=SATURDAY,
            outcome=Outcome.PARTIAL,
            reasons=(Reason(code=Code.NOT_HELD, number=1, listed=3, because=(replace(GONE, stories=1),)),),
            failures=(("https://x/", GONE),),
        ),
    ],
)
def test_editions_come_back_as_they_were(tmp_path: Path, edition: ListedEdition | ClosedEdition) -> None:
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.edition(edition, MOMENT)
    (file,) = tmp_path.iterdir()
    (back,) = [record.content for record in read(file) if not hasattr(record.content, "reason")]
    assert back == edition
    assert back.key.supplement_of == "city"  # type: ignore[union-attr]


def test_a_record_from_before_reasons_were_codes_has_those_it_meant() -> None:
    record = {
        "kind": "closed",
        "key": {"publication": "evening-lantern", "date": "2026-03-07", "label": "city", "supplement_of": None},
        "outcome": "partial",
        "detail": "1 of 3 listed stories are not held (1 not found (status 410)); no section Leaders",
        "failures": [["https://lantern.example/gone", "not found (status 410)"]],
    }
    closed = edition_records.from_json(json.dumps(record).encode())
    gone = Reason(code=Code.NOT_FOUND, status=410)
    assert closed == ClosedEdition(
        key=EditionKey("evening-lantern", dt.date(2026, 3, 7), "city"),
        outcome=Outcome.PARTIAL,
        reasons=(
            Reason(code=Code.NOT_HELD, number=1, listed=3, because=(replace(gone, stories=1),)),
            Reason(code=Code.NO_SECTION, names=("Leaders",)),
        ),
        failures=(("https://lantern.example/gone", gone),),
    )
    assert edition_records.from_json(edition_records.to_json(closed)) == closed


def test_a_foreign_metadata_record_is_no_edition() -> None:
    with pytest.raises(ValueError, match="no edition record"):
        edition_records.from_json(b'{"kind": "listed"}')


def test_a_page_of_an_index_is_kept_but_is_no_story(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page(), role=edition_records.INDEX)
    (file,) = tmp_path.iterdir()
    assert [record.content for record in read(file)][1:] == [IndexPage(page())]


def test_nothing_captured_leaves_no_file(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path / "captures", "collect"):
        pass
    assert not (tmp_path / "captures").exists()


# What the disk has


def test_what_was_synced_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    folder = tmp_path / "captures"
    with CaptureWriter(folder, "collect") as writer:
        writer.sync()
        assert synced == [], "nothing was written"
        writer.page(page())
        (file,) = folder.iterdir()
        assert synced == [tmp_path.stat().st_ino, folder.stat().st_ino], "the names of the folder and of the file"
        synced.clear()
        writer.sync()
        writer.sync()
        assert synced == [file.stat().st_ino]
        writer.page(page("https://lantern.example/b"))
    assert synced == [file.stat().st_ino] * 2


def test_a_disk_that_failed_once_is_not_believed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page())
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", fsync)
            with pytest.raises(OSError, match="Input/output error") as told:
                writer.sync()
        assert told.value.filename == str(next(tmp_path.iterdir()))
        writer.page(page("https://lantern.example/b"))
        with pytest.raises(OSError, match="Input/output error"):
            writer.sync()


def test_of_a_record_that_did_not_fit_nothing_stays_and_the_next_is_whole(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    noise = hashlib.shake_256(b"a page").hexdigest(40_000).encode()
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page())
        (file,) = tmp_path.iterdir()
        before = file.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (before + 10_000, hard))  # as on a full disk: a part of it is written
        try:
            with pytest.raises(OSError, match="too large"):
                writer.page(page("https://lantern.example/long", noise))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert file.stat().st_size == before
        capture = writer.page(page("https://lantern.example/b"))
    assert capture.offset == before
    assert [each.content.url for each in read(file) if isinstance(each.content, Page)] == [
        "https://lantern.example/a",
        "https://lantern.example/b",
    ]


def test_a_file_that_cannot_be_begun_does_not_stay(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with CaptureWriter(tmp_path, "collect") as writer:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            with pytest.raises(OSError, match="too large"):
                writer.page(page())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(tmp_path.iterdir()) == []
        writer.page(page())
    (file,) = tmp_path.iterdir()
    assert [each.content.url for each in read(file) if isinstance(each.content, Page)] == ["https://lantern.example/a"]
