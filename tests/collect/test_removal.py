"""``backissues remove`` and ``restrict``: a removed story is nowhere, and a restricted one shows its metadata alone."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from scraper.archive.public_copy import publish
from scraper.captures import manifest
from scraper.captures.gzip_members import members
from scraper.cli import cli
from scraper.collect.removal import scrub
from scraper.site.app import site
from tests.loopback import DAY, Answer, Server, index, paper, robots, story
from tests.loopback import run as collected
from tests.rows import asked

LAMP = "the harbour master spoke for the first time"  # of each story
WORDS = [f"In the matter of the lamp, {LAMP}".encode(), b"The lamp is settled", b"illfeat"]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'


def with_a_rare_word(page: Answer) -> Answer:
    """The page with a word that no other has, so that it stands in the full-text index for this story alone."""
    more = "<p>Quillfeathers were counted by hand on the long quay that evening, as they are each year.</p></article>"
    return Answer(body=str(page.body).replace("</article>", more))


@pytest.fixture
def newspaper(tmp_path: Path) -> Server:
    """Its front page lists the lamp with a sentence of it, and the tide, whose page leads to the lamp."""
    front = (
        '<ol><li><a href="/lamp">The lamp is settled</a> In the matter of the lamp, the harbour master spoke for the '
        "first time, and a good many people from both sides of the water came to see how it would end this year.</li>"
        '<li><a href="/tide">The tide</a></li></ol>'
    )
    routes = {
        "/robots.txt": robots(),
        "/": Answer(body=front),
        "/lamp": with_a_rare_word(story("lamp", picture="/lamp.svg")),
        "/tide": story("tide"),
        "/lamp.svg": Answer(body=PICTURE, headers={"Content-Type": "image/svg+xml"}),
    }
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        collected(tmp_path, site, "collect", "skerry-post", *DAY)
        collected(tmp_path, site, "images", "skerry-post")
        yield site


def run(folder: Path, *arguments: str, code: int = 0) -> Result:
    given = [*arguments, "--db", str(folder / "archive.db")]
    result = CliRunner().invoke(cli, given, env={"BACKISSUES_PUBLICATIONS": str(folder / "papers")})
    assert result.exit_code == code, result.output
    return result


def key_of(folder: Path, name: str) -> str:
    ((key,),) = asked(folder / "archive.db", "SELECT key FROM stories WHERE url LIKE ?", f"%/{name}")
    return str(key)


def found(folder: Path, *words: bytes) -> list[str]:
    """The files of the archive in which one of these words stands, in whatever encoding, packed or not."""
    told = []
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "papers" not in file.parts:
            texts = [file.read_bytes()]
            if file.name.endswith(".warc.gz"):
                texts += [member.record for member in members(file)]
            spellings = [each for word in words for each in (word, word.decode().encode("utf-16-le"))]
            told += [file.name for text in texts if any(each in text for each in spellings)]
    return told


def test_a_removed_story_is_nowhere(newspaper: Server, tmp_path: Path) -> None:
    assert found(tmp_path, *WORDS, PICTURE.encode())
    run(tmp_path, "remove", key_of(tmp_path, "lamp"), "--reason", "asked by the keeper", "--yes")
    assert found(tmp_path, *WORDS, PICTURE.encode()) == []
    assert found(tmp_path, b"In the matter of the tide")
    ((terms,),) = asked(tmp_path / "archive.db", "SELECT count(*) FROM stories_fts WHERE stories_fts MATCH 'lamp'")
    assert terms == 0
    assert "is sound" in run(tmp_path, "verify").output
    publish(tmp_path / "archive.db", tmp_path / "public.db")
    assert found(tmp_path, *WORDS) == []


def test_its_tombstone_says_why_and_the_journal_what_was_done(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    runs = "SELECT count(*) FROM runs"
    before = asked(tmp_path / "archive.db", runs)
    assert "1 version" in run(tmp_path, "remove", key, "--reason", "asked", "--dry-run").output
    assert asked(tmp_path / "archive.db", runs) == before, "it is no run"
    assert found(tmp_path, *WORDS)
    address = f"{newspaper.url}/lamp"
    run(tmp_path, "remove", address, "--reason", "asked by the keeper", "--by", "the librarian", "--yes")
    (entry,) = json.loads(run(tmp_path, "journal", "--json").output)
    assert (entry["command"], entry["key"], entry["reason"]) == ("remove", key, "asked by the keeper")
    assert entry["who"] == "the librarian"
    assert "asked by the keeper (the librarian)" in run(tmp_path, "journal").output
    assert entry["done"]["versions"] == 1
    assert asked(tmp_path / "archive.db", "SELECT key, reason FROM takedowns") == [(key, "asked by the keeper")]
    failures = asked(
        tmp_path / "archive.db", "SELECT headline, standfirst, failure FROM placements WHERE story_id IS NULL"
    )
    assert failures == [("", "", '{"code": "taken_down"}')]


async def test_the_site_answers_410(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    run(tmp_path, "remove", key, "--reason", "asked by the keeper", "--yes")
    datasette = site(tmp_path / "archive.db")
    for ending in ("", ".json", ".bib"):
        answer = await datasette.client.get(f"/stories/{key}{ending}")
        assert answer.status_code == 410, ending
        assert "asked by the keeper" in answer.text


def test_it_is_not_asked_for_again_and_a_rebuild_has_it_neither(newspaper: Server, tmp_path: Path) -> None:
    run(tmp_path, "remove", key_of(tmp_path, "lamp"), "--reason", "asked", "--yes")
    newspaper.log.clear()
    collected(tmp_path, newspaper, "collect", "skerry-post", "--again", *DAY)
    assert "/lamp" not in newspaper.asked
    assert "/tide" in newspaper.asked
    live = asked(tmp_path / "archive.db", "SELECT url, position, headline, failure FROM placements ORDER BY position")
    assert [failure for *_, failure in live] == ['{"code": "taken_down"}', ""]
    assert asked(tmp_path / "archive.db", "SELECT outcome FROM editions") == [("complete",)], "nothing more can be had"
    run(tmp_path, "rebuild", "--captures", str(tmp_path / "captures"), code=2)  # the old one is there
    (tmp_path / "archive.db").rename(tmp_path / "old.db")
    run(tmp_path, "rebuild", "--captures", str(tmp_path / "captures"))
    again = asked(tmp_path / "archive.db", "SELECT url, position, headline, failure FROM placements ORDER BY position")
    assert again == live
    journal = "SELECT moment, command, key, reason, done, who FROM journal"
    for sql in ("SELECT key, reason, removed FROM takedowns", journal):
        assert asked(tmp_path / "archive.db", sql) == asked(tmp_path / "old.db", sql)


def test_another_address_that_leads_to_it_is_learned_and_its_capture_taken_out(
    newspaper: Server, tmp_path: Path
) -> None:
    run(tmp_path, "remove", key_of(tmp_path, "lamp"), "--reason", "asked", "--yes")
    lamp = newspaper.routes["/lamp"][0]
    own = f'<link rel="canonical" href="{newspaper.url}/lamp">'
    newspaper.routes["/2026/lamp"] = [type(lamp)(body=lamp.body.replace("<head>", f"<head>{own}"))]
    newspaper.routes["/"] = [index("/2026/lamp", "/tide")]
    collected(tmp_path, newspaper, "collect", "skerry-post", "--again", *DAY)
    assert "/2026/lamp" in newspaper.asked
    assert found(tmp_path, WORDS[0]) == []
    newspaper.log.clear()
    collected(tmp_path, newspaper, "collect", "skerry-post", "--again", *DAY)
    assert "/2026/lamp" not in newspaper.asked
    assert "is sound" in run(tmp_path, "verify").output


@pytest.mark.parametrize("at", ["captures rewritten", "rows gone", "before the archive is written anew"])
def test_ended_early_the_same_command_goes_on(
    newspaper: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    key = key_of(tmp_path, "lamp")

    def ended(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    name = {"captures rewritten": "takedowns.enter", "rows gone": "JournalEntry"}.get(at, "scrub")
    monkeypatch.setattr(f"scraper.collect.removal.{name}", ended)
    with pytest.raises(click.Abort):
        CliRunner().invoke(
            cli,
            ["remove", key, "--reason", "asked", "--yes", "--db", str(tmp_path / "archive.db")],
            standalone_mode=False,
            catch_exceptions=False,
        )
    monkeypatch.undo()
    told = CliRunner().invoke(cli, ["verify", "--db", str(tmp_path / "archive.db")]).output
    assert ("'backissues remove KEY" in told) is (at == "captures rewritten"), "while it is held"
    run(tmp_path, "remove", key, "--reason", "asked", "--yes")
    assert found(tmp_path, *WORDS) == []
    assert "is sound" in run(tmp_path, "verify").output


def test_copies_beside_that_have_it_are_named(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    shutil.copy(tmp_path / "archive.db", tmp_path / "before the move.bak")
    (tmp_path / "notes.db").write_text("no database")
    told = run(tmp_path, "remove", key, "--reason", "asked", "--yes").output
    assert "before the move.bak beside the archive has it still" in told
    assert "notes.db" not in told
    assert "archive.db beside" not in told


def test_two_removals_one_after_the_other(newspaper: Server, tmp_path: Path) -> None:
    for name in ("lamp", "tide"):
        run(tmp_path, "remove", key_of(tmp_path, name), "--reason", "asked", "--yes")
    assert found(tmp_path, *WORDS, b"In the matter of the tide") == []
    assert len(manifest.files(tmp_path / "captures")) >= 3
    assert "is sound" in run(tmp_path, "verify").output


def test_what_is_not_known_is_said_and_nothing_is_done(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    result = run(tmp_path, "remove", key, "abcdefgh2345", "--reason", "asked", "--yes", code=2)
    assert "abcdefgh2345: no story that is held" in result.output
    assert key_of(tmp_path, "lamp") == key
    run(tmp_path, "remove", "--reason", "asked", code=2)
    run(tmp_path, "remove", f"{newspaper.url}/to-come", "--reason", "asked", "--yes", code=2)
    run(tmp_path, "remove", f"{newspaper.url}/to-come", "--reason", "asked", "--yes", "--in-advance")
    newspaper.routes |= {"/": [index("/to-come", "/tide")], "/to-come": [story("to-come")]}
    collected(tmp_path, newspaper, "collect", "skerry-post", "--again", *DAY)
    assert found(tmp_path, b"In the matter of the to-come") == []


def test_a_restricted_story_shows_its_metadata_alone_until_its_day(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    run(tmp_path, "restrict", key, "--until", "2999-01-01", "--reason", "embargo")
    publish(tmp_path / "archive.db", tmp_path / "public.db")
    shown = "SELECT headline, body, byline, standfirst FROM stories WHERE key = ?"
    assert asked(tmp_path / "public.db", shown, key) == [("The lamp is settled", "", "", "")]
    assert asked(tmp_path / "public.db", "SELECT reason FROM cuts") == [("restricted",)]
    assert WORDS[0] not in (tmp_path / "public.db").read_bytes()
    run(tmp_path, "export", "--format", "jsonl", "--out", str(tmp_path / "all.jsonl"))
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["key"]: row for row in map(json.loads, lines)}
    assert (rows[key]["body"], rows[key]["access"]) == ("", "headline")
    assert "harbour master" in rows[key_of(tmp_path, "tide")]["body"]

    run(tmp_path, "restrict", key, "--lift", "--reason", "over")
    publish(tmp_path / "archive.db", tmp_path / "public.db", replace=True)
    assert WORDS[0] in (tmp_path / "public.db").read_bytes()
    assert [entry["command"] for entry in json.loads(run(tmp_path, "journal", "--json").output)] == ["restrict", "lift"]


def test_a_restriction_ends_on_its_day_and_is_there_after_a_rebuild(newspaper: Server, tmp_path: Path) -> None:
    key = key_of(tmp_path, "lamp")
    run(tmp_path, "restrict", key, "--until", "2020-01-01", "--reason", "embargo", code=2)
    run(tmp_path, "restrict", key, "--reason", "court")
    with contextlib.closing(sqlite3.connect(tmp_path / "archive.db")) as connection, connection:
        connection.execute("UPDATE journal SET until = '2020-01-01'")
    publish(tmp_path / "archive.db", tmp_path / "public.db")
    assert asked(tmp_path / "public.db", "SELECT count(*) FROM cuts") == [(0,)]
    (tmp_path / "archive.db").unlink()
    run(tmp_path, "rebuild", "--captures", str(tmp_path / "captures"))
    assert asked(tmp_path / "archive.db", "SELECT key, until, reason FROM restrictions") == [(key, "", "court")]


def test_other_stories_lose_its_teaser_and_keep_what_is_their_own(tmp_path: Path) -> None:
    """A page teases with a sentence of the removed story, cut off and in markup; another quotes one in its own text."""
    teaser = "In the matter of the lamp, the <b>harbour master</b> spoke for the first&nbsp;time, and a good ma…"
    tide = story("tide").body
    text = tide if isinstance(tide, str) else tide.decode()
    routes = {
        "/robots.txt": robots(),
        "/": index("lamp", "tide"),
        "/lamp": story("lamp"),
        "/tide": Answer(body=text.replace("</body>", f"<aside><a href=/lamp>{teaser}</a></aside></body>")),
    }
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        collected(tmp_path, site, "collect", "skerry-post", *DAY)
    assert found(tmp_path, b"In the matter of the lamp")
    run(tmp_path, "remove", key_of(tmp_path, "lamp"), "--reason", "asked", "--yes")
    assert found(tmp_path, b"In the matter of the lamp", b"harbour master</b> spoke") == []
    assert found(tmp_path, b"In the matter of the tide")
    run(tmp_path, "verify")


def test_the_text_of_another_story_that_begins_a_sentence_alike_stays_whole(tmp_path: Path) -> None:
    begins = "The harbour master of the eastern mole has set aside ten days for it"
    lamp, tide = (
        str(story(name).body).replace("</article>", f"<p>{begins}{end}</p></article>")
        for name, end in (("lamp", ", and asked nobody whether that was enough."), ("tide", " and for the dredging."))
    )
    routes = {
        "/robots.txt": robots(),
        "/": index("lamp", "tide"),
        "/lamp": Answer(body=lamp),
        "/tide": Answer(body=tide),
    }
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        collected(tmp_path, site, "collect", "skerry-post", *DAY)
        body = asked(tmp_path / "archive.db", "SELECT body FROM stories WHERE url LIKE '%/tide'")
        run(tmp_path, "remove", key_of(tmp_path, "lamp"), "--reason", "asked", "--yes")
        assert found(tmp_path, b"asked nobody whether") == []
        (tmp_path / "archive.db").rename(tmp_path / "old.db")
        run(tmp_path, "rebuild", "--captures", str(tmp_path / "captures"))
    assert asked(tmp_path / "archive.db", "SELECT body FROM stories") == body


def test_a_log_that_a_reader_needs_is_not_passed_over(newspaper: Server, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("scraper.collect.removal.scrub", partial(scrub, seconds=0.0))
    key = key_of(tmp_path, "lamp")
    with contextlib.closing(sqlite3.connect(tmp_path / "archive.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stories").fetchone()
        assert "end those that do" in str(run_unfit(tmp_path, "remove", key, "--reason", "asked", "--yes"))
    run(tmp_path, "remove", key, "--reason", "asked", "--yes")
    assert found(tmp_path, *WORDS) == []


def run_unfit(folder: Path, *arguments: str) -> BaseException | None:
    """What a command ends with that cannot use the archive."""
    given = [*arguments, "--db", str(folder / "archive.db")]
    return CliRunner().invoke(cli, given, env={"BACKISSUES_PUBLICATIONS": str(folder / "papers")}).exception
