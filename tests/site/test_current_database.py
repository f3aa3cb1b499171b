"""The site reads the file that is at the archive's path when a request comes, and reads it to the request's end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scraper import archive
from scraper.archive.keys import story_key
from scraper.archive.public_copy import publish
from scraper.site.app import site
from scraper.site.archive_file import ArchiveReplacedError, is_whole, log_of
from tests import withheld
from tests.site import situations
from tests.withheld import OPEN_WORD

STORY = f"/stories/{story_key(withheld.address('open'))}"
SEARCH = f"/search.json?q={OPEN_WORD}"
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive, a public file that shows an open story whole, and one that cuts it."""
    folder = tmp_path_factory.mktemp("made")
    with contextlib.closing(archive.opened(folder / "archive.db", create=True)) as db:
        withheld.everything(db)
    publish(folder / "archive.db", folder / "whole.db")
    publish(folder / "archive.db", folder / "cut.db", whole=False, length=20)
    return folder


@pytest.fixture
def public(made: Path, tmp_path: Path) -> Path:
    """The public file that is served: the one that shows the story whole."""
    return Path(shutil.copy(made / "whole.db", tmp_path / "public.db"))


async def shows(client) -> set[bool]:
    """Whether the answers have the word that one of the two files has."""
    answers = [await client.get(path) for path in (STORY, f"{STORY}.json", "/archive/stories.csv?_stream=1")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    found = (await client.get(SEARCH)).json()["total"] > 0
    return {found, *(OPEN_WORD in answer.text for answer in answers)}


def moved(new: Path, path: Path) -> None:
    shutil.copy(new, beside := path.with_name("beside.db"))
    beside.replace(path)


def copied_over(new: Path, path: Path) -> None:
    path.write_bytes(new.read_bytes())


def copied_over_with_its_times(new: Path, path: Path) -> None:
    times = path.stat()
    copied_over(new, path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def removed_and_copied(new: Path, path: Path) -> None:
    path.unlink()
    shutil.copy(new, path)


def linked(new: Path, path: Path) -> None:
    path.unlink()
    path.symlink_to(new)


WAYS = [moved, copied_over, copied_over_with_its_times, removed_and_copied, linked]


@pytest.mark.parametrize("replaced", WAYS)
async def test_another_file_is_read_at_the_next_request(made, public, replaced):
    client = site(public).client
    assert await shows(client) == {True}
    replaced(made / "cut.db", public)
    assert await shows(client) == {False}
    replaced(made / "whole.db", public)
    assert await shows(client) == {True}


async def test_a_file_that_is_published_anew_is_read_at_the_next_request(made, public):
    client = site(public).client
    assert await shows(client) == {True}
    publish(made / "archive.db", public, whole=False, length=20, replace=True)
    assert await shows(client) == {False}
    assert not list(public.parent.glob(".*"))


async def test_what_a_browser_holds_of_the_old_file_is_not_vouched_for_by_the_new(made, public):
    for path in (made / "cut.db", public):
        os.utime(path, (1e9, 1e9 if path == public else 9e8))  # the new file is the older one
    client = site(public).client
    before = (await client.get(STORY)).headers
    for name, value in (("if-none-match", before["etag"]), ("if-modified-since", before["last-modified"])):
        assert (await client.get(STORY, headers={name: value})).status_code == 304
    earlier = public.stat().st_ctime
    shutil.copy2(made / "cut.db", beside := public.with_name("beside.db"))
    while beside.stat().st_ctime < int(earlier) + 1:  # a date in a header has whole seconds
        beside.touch()
        os.utime(beside, (9e8, 9e8))
    beside.replace(public)
    for name, value in (("if-none-match", before["etag"]), ("if-modified-since", before["last-modified"])):
        assert (await client.get(STORY, headers={name: value})).status_code == 200, name


def gone(public: Path, made: Path) -> None:
    public.unlink()


def empty(public: Path, made: Path) -> None:
    public.write_bytes(b"")


def half_copied(public: Path, made: Path) -> None:
    data = (made / "cut.db").read_bytes()
    public.write_bytes(data[: len(data) // 2])


def half_copied_beside(public: Path, made: Path) -> None:
    public.unlink()
    half_copied(public, made)


def no_database(public: Path, made: Path) -> None:
    public.write_text("a note of some length, where a database was")


def another_database(public: Path, made: Path) -> None:
    public.unlink()
    with contextlib.closing(sqlite3.connect(public)) as connection:
        connection.execute("CREATE TABLE t (a)")


def a_folder(public: Path, made: Path) -> None:
    public.unlink()
    public.mkdir()


@pytest.mark.parametrize(
    "broken", [gone, empty, half_copied, half_copied_beside, no_database, another_database, a_folder]
)
async def test_where_there_is_no_whole_archive_the_site_says_so(made, public, broken, capsys):
    client = site(public).client
    assert await shows(client) == {True}
    broken(public, made)
    before = public.read_bytes() if public.is_file() else None
    for path in (STORY, SEARCH, "/", "/archive", "/archive.json?sql=select+1", "/nothing", "/-/databases.json"):
        answer = await client.get(path, headers=PAGE)
        assert answer.status_code == 503, path
        assert OPEN_WORD not in answer.text
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "no-store"
        assert str(public) not in answer.text, "a path of this machine"
    assert "cannot be read at this moment" in (await client.get(STORY, headers=PAGE | {"accept-language": "en"})).text
    assert "gerade nicht lesbar" in (await client.get(STORY, headers=PAGE | {"accept-language": "de"})).text
    assert (await client.get("/static/site.css")).status_code == 200
    assert (public.read_bytes() if public.is_file() else None) == before, "the site writes nothing"
    told = capsys.readouterr().err
    assert str(public) in told
    assert len(told.splitlines()) == 1, "the owner is told once"
    shutil.rmtree(public) if public.is_dir() else public.unlink(missing_ok=True)
    shutil.copy(made / "cut.db", public)
    assert await shows(client) == {False}


async def test_a_request_reads_one_file_to_its_end(made, public):
    opened = site(public)
    database = opened.get_database("archive")

    def text(connection: sqlite3.Connection) -> str:
        (found,) = connection.execute("SELECT body FROM stories WHERE url = ?", [withheld.address("open")]).fetchone()
        return found

    async def read() -> list[bool]:
        at_once = await asyncio.gather(*(database.execute_fn(text) for _ in range(8)))
        nested = (await opened.client.get(STORY)).text
        return [OPEN_WORD in found for found in (*at_once, nested)]

    assert await read() == [True] * 9  # and Datasette has looked at the tables
    async with database.held() as held:
        moved(made / "cut.db", public)
        assert await read() == [True] * 9
        assert held._idle
    assert await read() == [False] * 9
    assert not held._idle, "nothing keeps the deleted file"


async def test_what_was_written_over_during_a_read_is_not_told(made, public):
    opened = site(public)

    def read(connection: sqlite3.Connection) -> list[tuple[str]]:
        found = connection.execute("SELECT body FROM stories").fetchall()
        copied_over(made / "cut.db", public)
        return found

    with pytest.raises(ArchiveReplacedError):
        await opened.get_database("archive").execute_fn(read)
    assert await shows(opened.client) == {False}


@pytest.mark.filterwarnings("ignore:coroutine 'Database.table_exists'")  # of a request that is begun anew
@pytest.mark.parametrize("replaced", [moved, copied_over, removed_and_copied])
@pytest.mark.parametrize("path", [f"{STORY}.json", "/archive/stories.json?_shape=array", "/archive/stories.csv"])
async def test_a_request_that_meets_another_file_is_answered_from_one_of_them(
    made, public, replaced, path, monkeypatch
):
    opened = site(public)
    answers = {OPEN_WORD in (await opened.client.get(path)).text}
    replaced(made / "cut.db", public)
    answers.add(OPEN_WORD in (await opened.client.get(path)).text)
    assert answers == {True, False}
    replaced(made / "whole.db", public)
    database, left = opened.get_database("archive"), [True]
    for name in {"execute", "execute_fn"}:
        ask = getattr(database, name)

        async def replacing(*given, ask=ask, **options):
            found = await ask(*given, **options)
            if left.pop() if left else False:  # after the first thing that the request has read
                replaced(made / "cut.db", public)
            return found

        monkeypatch.setattr(database, name, replacing)
    answer = await opened.client.get(path)
    assert answer.status_code == 200
    assert not left
    assert OPEN_WORD not in (await opened.client.get(path)).text


async def test_nothing_but_a_public_file_takes_the_place_of_one_that_everybody_reads(made, public):
    client = site(public, public_only=True).client
    assert await shows(client) == {True}
    moved(made / "archive.db", public)
    assert (await client.get(STORY)).status_code == 503
    moved(made / "cut.db", public)
    assert await shows(client) == {False}


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    """An archive that is collected into while it is served."""
    return Path(shutil.copy(made / "archive.db", tmp_path / "archive.db"))


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """An archive with nothing of that story in it."""
    path = tmp_path / "another.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.another_story(db, 7)
    return path


@pytest.mark.parametrize("replaced", [moved, copied_over, removed_and_copied])
async def test_an_archive_that_was_rebuilt_is_read_at_the_next_request(kept, another, replaced):
    client = site(kept).client
    assert await shows(client) == {True}
    replaced(another, kept)
    assert (await client.get(STORY)).status_code == 404
    assert (await client.get(SEARCH)).json()["total"] == 0
    assert (await client.get("/search.json?q=bulletin")).json()["total"] == 1


async def test_the_log_of_the_archive_before_is_not_read_into_the_new_one(kept, another, capsys):
    client = site(kept).client
    assert await shows(client) == {True}
    with contextlib.closing(archive.opened(kept)) as db:
        situations.another_story(db, 3)
    assert log_of(kept).stat().st_size, "it stays, since the site reads it"
    moved(another, kept)
    for _ in range(2):
        assert (await client.get(STORY)).status_code == 404
        assert (await client.get("/search.json?q=bulletin")).json()["total"] == 1
    assert "is of the file that lay at" in capsys.readouterr().err


async def test_what_a_collection_writes_is_read_at_once_and_costs_no_new_site(kept):
    opened = site(kept)
    assert (await opened.client.get("/search.json?q=bulletin")).json()["total"] == 0
    with contextlib.closing(archive.opened(kept)) as db:
        for number in range(5):
            situations.another_story(db, number)
            assert (await opened.client.get("/search.json?q=bulletin")).json()["total"] == number + 1
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_database_is_whole_when_it_has_its_pages(made):
    data = (made / "cut.db").read_bytes()
    assert is_whole(data[:100], len(data))
    assert not is_whole(data[:100], len(data) - 1)
    assert not is_whole(data[:99], len(data))
    assert not is_whole(b"x" * 100, len(data))


COLLECT = """
import sys
from pathlib import Path
from scraper import archive
from tests.site import situations
with archive.writing(Path(sys.argv[1])) as db:
    situations.another_story(db, int(sys.argv[2]))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


async def test_collections_of_other_processes_come_and_go_while_the_site_reads(kept):
    client = site(kept).client
    for number in range(4):
        assert (await client.get("/search.json?q=bulletin")).json()["total"] == number
        subprocess.run([sys.executable, "-c", COLLECT, kept, str(number)], check=True)
        # The last one that has an archive open deletes its log; the site has it open.
        assert log_of(kept).exists()


async def test_a_file_that_is_closed_is_open_no_more(kept, another):
    opened = site(kept)
    await opened.client.get(STORY)  # Datasette has files of its own from then on
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(5):
        assert (await opened.client.get(STORY)).status_code in (200, 404)
        with contextlib.closing(archive.opened(kept)) as db:
            situations.another_story(db, number)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept.write_bytes(b"no archive")
    for _ in range(5):
        assert (await opened.client.get(STORY)).status_code == 503
    opened.get_database("archive").close()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
