"""What a file says of editions that this archive has not seen is what the file says, and no more."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from warcio.warcwriter import WARCWriter

from scraper.archive.write import ledger
from scraper.captures import edition_records, manifest
from scraper.captures.contents import IndexPage
from scraper.captures.edition_records import IMAGE, INDEX
from scraper.captures.reader import Read, read
from scraper.captures.writer import CaptureWriter
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, Page, Rejected, StoryLink
from scraper.reasons import Code, Reason
from tests.worlds import Closes, Fetches, Lists, World, address, story_page

SATURDAY = EditionKey("lantern", dt.date(2026, 3, 7))
AT = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)
EDITIONS = "SELECT slug, date, outcome, detail, listed, index_url FROM editions JOIN publications ON publications.id = publication_id ORDER BY 1, 2"  # noqa: E501
STATES = "SELECT date, state FROM edition_states ORDER BY 1"
DATES = "SELECT edition_date, evidence_kind FROM stories ORDER BY key"


def listed(*names: str, key: EditionKey = SATURDAY, **more: Any) -> ListedEdition:
    links = tuple(StoryLink(url=address(name), headline=name, position=n) for n, name in enumerate(names, start=1))
    return ListedEdition(key=key, links=links, index_name="front", **more)


def given(folder: Path, *editions: ListedEdition | ClosedEdition, stories: str = "", published: int = 5) -> Path:
    """Captures that somebody else wrote: an index page, these editions, and stories of these names of one letter."""
    with CaptureWriter(folder, "given") as writer:
        writer.page(Page(url="https://lantern.example/paper", body=b"<html>", fetched=AT), role=INDEX)
        for edition in editions:
            writer.edition(edition, AT)
        for name in stories:
            body = story_page(name, 1, published)
            writer.page(Page(url=address(name), body=body, content_type="text/html", fetched=AT))
    return folder


def kept(world: World) -> list[Read]:
    return [record for file in manifest.files(world.captures) for record in read(file)]


def test_what_a_file_says_is_entered_as_what_it_says_and_survives_a_rebuild(tmp_path: Path) -> None:
    world = World(tmp_path)
    file = given(
        tmp_path / "given", listed("a", "b"), ClosedEdition(key=SATURDAY, outcome=Outcome.COMPLETE), stories="ab"
    )
    world.import_(file)
    (name,) = (each.name for each in file.iterdir())
    claimed = f'[{{"code": "claimed", "text": "{name}"}}]'
    assert world.asked(EDITIONS) == [("lantern", "2026-03-07", "complete", claimed, 2, "")]
    assert world.asked(STATES) == [("2026-03-07", "partial")]
    assert world.asked(DATES) == [("2026-03-07", "claimed")] * 2
    assert world.rebuilt().rows() == world.rows()
    assert [record.content.page.url for record in kept(world) if isinstance(record.content, IndexPage)] == [
        "https://lantern.example/paper"
    ]
    before, size = world.rows(), len(kept(world))
    world.import_(file)
    assert (world.rows(), len(kept(world))) == (before, size), "the same import twice adds nothing"


def test_an_owner_s_own_captures_count_as_seen(tmp_path: Path) -> None:
    world = World(tmp_path)
    file = given(tmp_path / "given", listed("a"), ClosedEdition(key=SATURDAY, outcome=Outcome.COMPLETE), stories="a")
    world.import_(file)
    world.import_(file, own=True)
    assert world.asked(EDITIONS) == [("lantern", "2026-03-07", "complete", "[]", 1, "")]
    assert world.asked(DATES) == [("2026-03-07", "index")]
    assert world.rebuilt().rows() == world.rows()


@pytest.mark.parametrize("first", [True, False])
def test_a_claim_gives_way_to_what_this_archive_has_seen(tmp_path: Path, first: bool) -> None:
    world = World(tmp_path)
    forged = given(
        tmp_path / "given",
        listed("a", "forged", title="Forged"),
        ClosedEdition(
            key=SATURDAY,
            outcome=Outcome.BROKEN,
            failures=((address("a"), Reason(code=Code.SAME_TEXT, number=3)),),
        ),
    )
    seen = (Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    if first:
        world.import_(forged)
        world.run(*seen)
    else:
        world.run(*seen)
        world.import_(forged)
    assert world.asked(EDITIONS) == [("lantern", "2026-03-07", "complete", "[]", 1, "")]
    assert world.asked("SELECT url FROM placements") == [(address("a"),)]
    assert world.asked(DATES) == [("2026-03-07", "index")]
    assert world.rebuilt().rows() == world.rows()


def test_a_claim_moves_no_date_that_rests_on_more(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    world.import_(given(tmp_path / "given", listed("a", key=replace(SATURDAY, date=dt.date(2026, 3, 1)))))
    assert world.asked(DATES) == [("2026-03-07", "index")]


def test_a_file_cannot_say_that_a_declared_newspaper_did_not_appear(tmp_path: Path) -> None:
    world = World(tmp_path)
    unknown = replace(SATURDAY, publication="somebody-s")
    records = [ClosedEdition(key=key, outcome=Outcome.NOT_PUBLISHED) for key in (SATURDAY, unknown)]
    world.import_(given(tmp_path / "given", *records))
    assert [row[:3] for row in world.asked(EDITIONS)] == [("somebody-s", "2026-03-07", "not-published")]
    assert world.asked("SELECT state FROM edition_states WHERE edition_id IS NOT NULL") == [("unknown",)]


def test_a_collection_does_not_pass_over_what_is_only_claimed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_(given(tmp_path / "given", listed("a"), ClosedEdition(key=SATURDAY, outcome=Outcome.COMPLETE)))
    with world.opened("collect") as run:
        state = run.state(SATURDAY)
        assert state is not None
        assert state.is_claim
        assert ledger.collected(run.db) == set()
        assert not run.holds_another_list(SATURDAY, [])


def test_of_what_a_file_says_only_web_addresses_and_short_texts_are_repeated(tmp_path: Path) -> None:
    evil = "javascript:alert(1)"
    claim = listed("a", index_url=evil, cover_url=evil, title="x" * 9999)
    links = (*claim.links, StoryLink(url=evil, position=2), StoryLink(url="https://[a.example/", position=3))
    found = edition_records.as_claim(replace(claim, links=links), AT)
    assert isinstance(found, ListedEdition)
    assert (found.index_url, found.cover_url, len(found.title)) == ("", "", edition_records.LONGEST)
    assert [link.url for link in found.links] == [address("a")]


@pytest.mark.parametrize("day", [dt.date(1599, 1, 1), dt.date(2027, 1, 1), dt.date.max])
def test_an_edition_of_an_impossible_day_is_left_out(tmp_path: Path, day: dt.date) -> None:
    world = World(tmp_path)
    world.import_(given(tmp_path / "given", listed("a", key=replace(SATURDAY, date=day))))
    assert world.asked(EDITIONS) == []


LISTED = json.loads(edition_records.to_json(listed("a")))
CLOSED = json.loads(edition_records.to_json(ClosedEdition(key=SATURDAY, outcome=Outcome.COMPLETE)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'{"kind": "listed"}',
        b"[" * 100_000,
        b'{"kind": "closed", "key": ' + b'{"a":' * 50_000,
        *(
            json.dumps(values).encode()
            for values in (
                LISTED | {"links": 3},
                LISTED | {"links": [3]},
                LISTED | {"links": [{"url": {}}]},
                LISTED | {"title": ["x"]},
                LISTED | {"doubt": {"code": "no such code"}},
                LISTED | {"key": LISTED["key"] | {"date": "2026-02-30"}},
                LISTED | {"key": LISTED["key"] | {"publication": "../../x"}},
                LISTED | {"key": LISTED["key"] | {"label": 7}},
                CLOSED | {"outcome": "excellent"},
                CLOSED | {"reasons": "many"},
                CLOSED | {"failures": [["https://a.example/", 7]]},
                CLOSED | {"reasons": [{"code": "not_found", "because": [{"code": []}]}]},
            )
        ),
    ],
)
def test_a_record_that_is_none_costs_itself(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.warc.gz"
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for body in (content, edition_records.to_json(listed("a"))):
            record = writer.create_warc_record(
                "urn:backissues:edition:x", "metadata", payload=io.BytesIO(body), length=len(body)
            )
            writer.write_record(record)
    odd, sound = (record.content for record in read(file))
    assert isinstance(odd, Rejected)
    assert odd.reason.code is Code.UNREADABLE
    assert sound == listed("a")


def test_an_imported_image_takes_the_place_of_none_that_is_held(tmp_path: Path) -> None:
    world = World(tmp_path)
    held, other = (picture(tmp_path / name, colour, day) for name, colour, day in (("own", 9, 7), ("other", 99, 8)))
    world.import_(held)
    before = world.asked("SELECT sha256 FROM thumbnails")
    world.import_(other)
    assert (len(before), world.asked("SELECT sha256 FROM thumbnails")) == (1, before)
    assert world.rebuilt().rows() == world.rows()
    world.import_(other, own=True)
    assert world.asked("SELECT sha256 FROM thumbnails") != before
    assert world.rebuilt().rows() == world.rows()


def picture(folder: Path, colour: int, day: int) -> Path:
    """Captures of one image of this colour, fetched on this day."""
    body = io.BytesIO()
    Image.new("RGB", (64, 64), (colour, 0, 0)).save(body, "PNG")
    fetched = dt.datetime(2026, 3, day, 6, tzinfo=dt.UTC)
    page = Page(url=f"{address('a')}.png", body=body.getvalue(), content_type="image/png", fetched=fetched)
    with CaptureWriter(folder, "given") as writer:
        writer.page(page, role=IMAGE)
    return folder
