"""An archive is what its captures make of it: rebuilt, or imported by their owner, every row is the same."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from scraper import catalogue
from scraper.captures import manifest
from scraper.captures.edition_records import asked_from_json, key_at
from scraper.captures.reader import read
from scraper.items import AskedDays, EditionKey, Outcome, Page
from tests.random_worlds import RandomWorld, differing
from tests.rows import every_row
from tests.worlds import TOML, Asks, Closes, Fetches, Lists, World

SEEDS = range(5)
EXPECTED = "SELECT date FROM expected_editions ORDER BY date"
WHOSE = "SELECT slug, edition_date, evidence_kind FROM stories JOIN publications ON publications.id = publication_id"


@pytest.fixture(scope="module")
def publications(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the newspapers' files, which takes longer to read than a world to make."""
    return tmp_path_factory.mktemp("publications")


@pytest.mark.parametrize("seed", [*SEEDS, 504])
def test_every_row_is_the_same_again(tmp_path: Path, publications: Path, seed: int) -> None:
    world = RandomWorld(tmp_path, seed, publications)
    assert world.differences() == [], world.told


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(SEEDS.stop, 60))
def test_every_row_of_many_worlds_is_the_same_again(tmp_path: Path, publications: Path, seed: int) -> None:
    world = RandomWorld(tmp_path, seed, publications)
    assert world.differences() == [], world.told


def test_a_row_that_another_archive_has_not_is_told() -> None:
    assert differing("rebuilt", {"stories": [("a",), ("b",)]}, {"stories": [("b",), ("c",)]}) == [
        "rebuilt: stories lacks ('a',)",
        "rebuilt: stories has besides ('c',)",
    ]
    assert differing("rebuilt", {"stories": [("a",), ("a",)]}, {"stories": [("a",)]}) == [
        "rebuilt: stories has 1 rows in place of 2"
    ]


def test_a_rebuild_reads_stories_by_the_files_that_the_captures_have(tmp_path: Path) -> None:
    world = World(tmp_path)
    (world.publications / "lantern.toml").write_text(
        'extends = "base"\n[publication]\ntitle = "The Lantern"\ntimezone = "Asia/Tokyo"\nlanguage = "en-GB"\n'
        'homepage = "https://lantern.example/"\n[schedule]\ndays = "sat"\n'
    )
    (world.publications / "base.toml").write_text('[story]\nheadline = "title"\n')
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    world.run(Asks("lantern", 14))
    bare = world.rebuilt(without_files=True)
    assert differing("rebuilt", every_row(world.archive), every_row(bare.archive)) == []
    told = "No file describes the newspaper lantern: its stories are read by the one that the captures have, of "
    assert any(said.startswith(told) for said in bare.said)
    assert bare.asked("SELECT timezone FROM publications WHERE slug = 'lantern'") == [("Asia/Tokyo",)]


def test_a_file_that_is_there_outranks_the_one_in_the_captures(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    (world.publications / "lantern.toml").write_text(TOML.format(slug="lantern", title="New Lantern"))
    catalogue._catalogue.cache_clear()
    assert world.rebuilt().asked("SELECT title FROM publications") == [("The New Lantern",)]
    assert world.rebuilt(without_files=True).asked("SELECT title FROM publications") == [("The Lantern",)]


def test_a_file_is_captured_when_it_has_changed(tmp_path: Path) -> None:
    world = World(tmp_path)
    files = "SELECT count(*) FROM publication_files"
    world.run(Asks("lantern", 7))
    world.run(Asks("lantern", 8))
    assert world.asked(files) == [(1,)]
    (world.publications / "lantern.toml").write_text(TOML.format(slug="lantern", title="New Lantern"))
    catalogue._catalogue.cache_clear()
    world.run(Asks("lantern", 9))
    assert world.asked(files) == [(2,)]


def test_what_somebody_else_s_captures_say_of_a_newspaper_is_not_taken(tmp_path: Path) -> None:
    other, world = World(tmp_path / "other"), World(tmp_path / "here", papers={})
    other.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    world.import_(other.captures)
    assert world.asked("SELECT count(*) FROM publication_files") == [(0,)]
    assert world.asked("SELECT count(*) FROM publications WHERE timezone <> ''") == [(0,)]
    own = World(tmp_path / "own", papers={})
    own.import_(other.captures, own=True)
    assert own.asked("SELECT timezone FROM publications") == [("Europe/London",)]
    assert own.asked("SELECT count(*) FROM publication_files") == [(1,)]
    again = own.rebuilt(without_files=True)
    assert differing("rebuilt", every_row(own.archive), every_row(again.archive)) == []


def test_days_that_were_asked_for_in_vain_are_expected_after_a_rebuild(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Asks("lantern", 6), Asks("lantern", 8))
    assert world.asked(EXPECTED) == [("2026-03-06",), ("2026-03-08",)]
    assert world.rebuilt().asked(EXPECTED) == world.asked(EXPECTED)
    assert world.copied(manifest.files(world.captures)).asked(EXPECTED) == world.asked(EXPECTED)


def test_days_that_somebody_else_asked_for_are_not_expected(tmp_path: Path) -> None:
    other, world = World(tmp_path / "other"), World(tmp_path / "here")
    other.run(Asks("lantern", 6))
    world.import_(other.captures)
    assert world.asked(EXPECTED) == []


def test_asking_again_for_the_same_days_writes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Asks("lantern", 6))
    world.run(Asks("lantern", 6))
    assert len(manifest.files(world.captures)) == 1


@pytest.mark.parametrize(
    "content",
    [b"[]", b'{"publication": "../x", "first": "2026-03-06", "last": "2026-03-06"}',
     b'{"publication": "lantern", "first": "2026-03-07", "last": "2026-03-06"}',
     b'{"publication": "lantern", "first": "1900-01-01", "last": "9999-12-31"}'],
)  # fmt: skip
def test_an_odd_record_of_days_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        asked_from_json(content)
    day = dt.date(2026, 3, 6)
    whole = b'{"publication": "lantern", "first": "2026-03-06", "last": "2026-03-06"}'
    assert asked_from_json(whole) == AskedDays(publication="lantern", first=day, last=day)


def test_files_are_named_in_the_order_in_which_they_are_written_though_the_clock_is_set_back(tmp_path: Path) -> None:
    world = World(tmp_path)
    for moment in ("2026-03-08T06:00:00Z", "2026-03-07T06:00:00Z", "2019-01-01T00:00:00Z"):
        world.clock = dt.datetime.fromisoformat(moment)
        before = manifest.files(world.captures)
        world.run(Lists("lantern", 7, ("a",)))
        assert manifest.files(world.captures)[:-1] == before


def without_list(world: World) -> None:
    """Take the records of lists out of the captures, as damage does."""
    (file,) = manifest.files(world.captures)
    whole, kept = file.read_bytes(), b""
    for record in read(file):
        piece = whole[record.offset : record.offset + record.length]
        kept += b"" if b'"listed"' in gzip.decompress(piece) else piece
    file.write_bytes(kept)


def test_a_story_keeps_its_paper_where_the_record_of_the_list_is_lost(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Lists("post", 7, ("agency:a",)), Fetches("post", 7, "agency:a"), Closes("post", 7))
    assert world.asked(WHOSE) == [("post", "2026-03-07", "index")]
    without_list(world)
    again = world.rebuilt()
    assert again.asked(WHOSE) == [("post", "2026-03-05", "published")]
    assert "the list of the edition post 2026-03-07 is missing: its stories are dated by what their pages say" in (
        again.damage
    )


def test_no_list_is_missing_where_it_was_found_to_be_another_day_s(tmp_path: Path) -> None:
    world = World(tmp_path)
    stale = (Lists("post", 7, ("agency:a",)), Fetches("post", 7, "agency:a"), Closes("post", 7, Outcome.STALE))
    world.run(*stale)
    world.run(*stale, Asks("post", 8))
    assert world.rebuilt().damage == []


def test_what_somebody_else_fetched_a_story_for_is_not_believed(tmp_path: Path) -> None:
    other, world = World(tmp_path / "other"), World(tmp_path / "here")
    other.run(Lists("post", 7, ("agency:a",)), Fetches("post", 7, "agency:a"), Closes("post", 7))
    without_list(other)
    world.import_(other.captures)
    assert world.asked(WHOSE) == [("agency-example", "2026-03-05", "published")]
    (file,) = manifest.files(world.captures)
    assert [each.content.listed_in for each in read(file) if isinstance(each.content, Page)] == [None]


def test_an_edition_s_address_names_it() -> None:
    assert key_at("urn:backissues:edition:the-post:2026-03-07:") == EditionKey("the-post", dt.date(2026, 3, 7))
    assert key_at("urn:backissues:edition:post:2026-03-07:Süd:2") == EditionKey("post", dt.date(2026, 3, 7), "Süd:2")
    for odd in ("", "urn:backissues:edition:post:2026-02-31:", "urn:backissues:edition:../x:2026-03-07:"):
        assert key_at(odd) is None


def test_a_story_of_an_edition_with_a_label_knows_it_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    key = EditionKey("lantern", dt.date(2026, 3, 7), "Süd")
    with world.opened("collect") as run:
        run.capture(Page(url="https://lantern.example/a", body=b"<html>", fetched=dt.datetime.now(dt.UTC)), key)
    (file,) = manifest.files(world.captures)
    assert [each.content.listed_in for each in read(file) if isinstance(each.content, Page)] == [key]


def test_rows_are_compared_in_every_table(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))
    rows = every_row(world.archive)
    assert {"stories", "versions", "captures", "placements", "addresses", "sites_of_stories"} <= set(rows)
    assert rows["addresses"] == [("https://lantern.example/a", "fzoy7y3d7utt")]
