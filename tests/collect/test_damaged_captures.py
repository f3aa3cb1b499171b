"""A rebuild names what is missing of its captures."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from scraper import catalogue
from scraper.captures import manifest
from scraper.captures.reader import read
from scraper.cli import cli
from tests.worlds import Closes, Fetches, Lists, World

ABC = tuple("abc")


def collected(folder: Path) -> tuple[World, list[Path]]:
    """A world whose captures are two files, with three stories and one."""
    world = World(folder)
    world.run(Lists("lantern", 7, ABC), *(Fetches("lantern", 7, name) for name in ABC), Closes("lantern", 7))
    world.run(Lists("lantern", 8, ("d",)), Fetches("lantern", 8, "d"), Closes("lantern", 8))
    return world, manifest.files(world.captures)


def rebuild(world: World, *options: str) -> Result:
    again = world.archive.with_name("again.db")
    given = ["rebuild", "--db", str(again), "--captures", str(world.captures), "--cores", "1", *options]
    return CliRunner().invoke(cli, given, env={catalogue.FOLDER_VARIABLE: str(world.publications), "COLUMNS": "200"})


def test_of_whole_captures_nothing_is_said(tmp_path: Path) -> None:
    world, _ = collected(tmp_path)
    result = rebuild(world)
    assert result.exit_code == 0
    assert "Captures:" not in result.output


def test_a_file_that_is_missing_is_named_with_its_stories(tmp_path: Path) -> None:
    world, files = collected(tmp_path)
    files[0].unlink()
    result = rebuild(world)
    assert result.exit_code == 1
    assert f"Captures: {files[0].name} is missing, which held 3 stories" in result.output


def test_a_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    world, files = collected(tmp_path)
    whole = files[0].read_bytes()
    files[0].write_bytes(whole[: len(whole) * 2 // 3])
    result = rebuild(world)
    assert result.exit_code == 1
    assert f"Captures: {files[0].name} is cut off: {len(whole) * 2 // 3:,} of {len(whole):,} bytes" in result.output


def test_one_byte_that_is_wrong_is_noticed_and_gives_no_story_to_another_paper(tmp_path: Path) -> None:
    world, files = collected(tmp_path)
    whole = files[0].read_bytes()
    for at in [record.offset + record.length // 2 for record in read(files[0])]:
        files[0].write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        result = rebuild(world, "--list-skipped")
        assert result.exit_code == 1, at
        assert f"Captures: {files[0].name} is damaged: 1 records cannot be read" in result.output, at
        again = World(tmp_path, captures=world.captures)
        again.archive = world.archive.with_name("again.db")
        owners = "SELECT DISTINCT slug FROM stories JOIN publications ON publications.id = publication_id"
        assert again.asked(owners) == [("lantern",)]
        again.archive.unlink()


def test_captures_without_a_manifest_get_one(tmp_path: Path) -> None:
    world, files = collected(tmp_path)
    held = manifest.read(world.captures)
    assert [held[file.name].stories for file in files] == [3, 1]
    (world.captures / manifest.NAME).write_text("no JSON")
    assert rebuild(world).exit_code == 0
    assert manifest.read(world.captures) == held
