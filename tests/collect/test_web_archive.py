"""``backissues fill --from-web-archive``: days that a newspaper has no more, by the copies of a web archive."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from scraper.archive.read import permissions
from scraper.limits import TIME_MAP_BYTES
from scraper.permissions.values import Use
from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import NOW, Answer, Server, index, paper, robots, run, story
from tests.rows import asked
from tests.web_archives import FORBIDDEN, WebArchive

HOUR = 3600
DAYS = [f"2026-03-0{day}" for day in range(1, 8)]
RULES = """
[schedule]
ready = "06:00"
retry_until = "06:30"
"""


@pytest.fixture(scope="module")
def began(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A paper with dated lists, whose site has its first and last day, and nothing of those in between."""
    folder = tmp_path_factory.mktemp("began")
    answers = {f"/{day}": index(f"/{day}/lamp", f"/{day}/tide") for day in (DAYS[0], DAYS[-1])}
    answers |= {f"/{day}/{name}": story(f"{name} of {day}", day=day) for day in DAYS for name in ("lamp", "tide")}
    for day in DAYS[1:-1]:
        del answers[f"/{day}/lamp"], answers[f"/{day}/tide"]
    with Server({"/robots.txt": robots(), **answers}) as site:
        paper(folder / "papers", "skerry-post", site, index="/{date}")
        file = folder / "papers" / "skerry-post.toml"
        file.write_text(file.read_text(encoding="utf-8") + RULES, encoding="utf-8")
        site.now = NOW - 6 * 24 * HOUR
        run(folder, site, "collect", "skerry-post", "--date", DAYS[0])
        site.now = NOW
        run(folder, site, "collect", "skerry-post")
        run(folder, site, "fill")
        yield site, folder


@pytest.fixture
def site(began: tuple[Server, Path], tmp_path: Path) -> Iterator[Server]:
    """That paper's site, as it was then; in the test's folder is what was collected of it."""
    site, folder = began
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    routes = {path: list(answers) for path, answers in site.routes.items()}
    site.log.clear()
    site.now = NOW
    yield site
    site.routes = routes


@pytest.fixture
def archive(site: Server) -> Iterator[WebArchive]:
    """A web archive that was at the paper's site on two of these days, an hour after the paper."""
    kept = []
    for day in ("2026-03-03", "2026-03-05"):
        digits = day.replace("-", "")
        kept.append((f"{site.url}/{day}", f"{digits}070000", index(f"/{day}/lamp", f"/{day}/tide")))
        for name in ("lamp", "tide"):
            answer = story(f"{name} of {day}", day=day)
            kept.append((f"{site.url}/{day}/{name}", f"{digits}070500", answer))
    with WebArchive(*kept) as archive:
        yield archive


def fill(folder: Path, site: Server, archive: WebArchive, *arguments: str, code: int = 0) -> str:
    return run(folder, site, "fill", "--from-web-archive", archive.address, *arguments, code=code)


def editions(folder: Path) -> dict[str, tuple[str, str, str]]:
    rows = asked(folder / "archive.db", "SELECT date, state, outcome, detail FROM edition_states ORDER BY date")
    return {str(day): (str(state), str(outcome), phrases(shown(str(why)))) for day, state, outcome, why in rows}


def stories(folder: Path, day: str) -> list[tuple[object, ...]]:
    return asked(
        folder / "archive.db",
        "SELECT headline, stories.fetched, memento, asked FROM stories JOIN captures ON captures.story_id = stories.id "
        f"WHERE edition_date = '{day}' ORDER BY headline",
    )


def records(folder: Path) -> Iterator[ArcWarcRecord]:
    for file in sorted((folder / "captures").glob("*.warc.gz")):
        with file.open("rb") as stream:
            yield from ArchiveIterator(stream)


def test_a_day_that_the_paper_has_no_more_is_filled_and_says_so(
    site: Server, archive: WebArchive, tmp_path: Path
) -> None:
    assert editions(tmp_path)["2026-03-03"][:2] == ("missing", "late")
    fill(tmp_path, site, archive)
    state, outcome, why = editions(tmp_path)["2026-03-03"]
    copy = f"{archive.address}20260303070000/{site.url}/2026-03-03"
    assert (state, outcome) == ("partial", "degraded")
    assert why == f"its list and its stories are from a web archive ({copy})"
    (_, fetched, memento, when), _ = stories(tmp_path, "2026-03-03")
    assert str(fetched).startswith("2026-03-03T07:05:00")
    assert memento == f"{archive.address}20260303070500/{site.url}/2026-03-03/lamp"
    assert str(when).startswith("2026-03-07T07:")
    assert editions(tmp_path)["2026-03-04"][1] == "late"
    assert site.asked == []  # and its robots.txt was asked for an hour ago


def test_a_rebuild_gives_the_same(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    fill(tmp_path, site, archive)
    before = (editions(tmp_path), stories(tmp_path, "2026-03-03"))
    (tmp_path / "archive.db").unlink()
    run(tmp_path, site, "rebuild")
    assert (editions(tmp_path), stories(tmp_path, "2026-03-03")) == before


def test_the_records_say_what_is_from_where_and_of_when(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    fill(tmp_path, site, archive)
    every = [record.rec_headers for record in records(tmp_path)]
    headers = [each for each in every if each.get_header("Backissues-Memento")]
    first = headers[0]
    assert first.get_header("WARC-Target-URI") == f"{site.url}/2026-03-05"
    assert first.get_header("WARC-Date") == "2026-03-05T07:00:00Z"
    assert first.get_header("Backissues-Memento") == f"{archive.address}20260305070000/{site.url}/2026-03-05"
    assert first.get_header("Backissues-Asked").startswith("2026-03-07T07:")
    assert len(headers) == 6


def test_the_archive_has_its_own_pace_and_robots_txt(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    archive.routes["/robots.txt"] = [robots("Crawl-delay: 7")]
    fill(tmp_path, site, archive, "--most", "1")
    assert archive.asked[0] == "/robots.txt"
    assert len(archive.asked) > 2
    waits = [line for line in site.log if line.startswith("waited")]
    assert waits.count("waited 7") >= len(archive.asked) - 2


def test_a_request_a_second_at_most(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    fill(tmp_path, site, archive, "--most", "1")
    assert site.log.count("waited 1") >= len(archive.asked) - 1


def test_an_archive_whose_robots_txt_forbids_it_is_not_asked(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    archive.routes["/robots.txt"] = [robots("Disallow: /web/")]
    before = editions(tmp_path)
    fill(tmp_path, site, archive, code=75)
    assert archive.asked == ["/robots.txt"]
    assert editions(tmp_path) == before


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_archive_that_is_down_changes_nothing_and_is_asked_again(
    site: Server, archive: WebArchive, tmp_path: Path, status: int
) -> None:
    before = editions(tmp_path)
    whole = archive.answer
    archive.answer = lambda path: Answer(status=status) if path.startswith("/web/") else whole(path)  # type: ignore[method-assign]
    printed = fill(tmp_path, site, archive, code=75)
    assert "the web archive 127.0.0.1 does not answer, or refuses; try again later" in printed
    assert editions(tmp_path) == before
    archive.answer = whole  # type: ignore[method-assign]
    site.now += 21 * HOUR
    fill(tmp_path, site, archive)
    assert editions(tmp_path)["2026-03-05"][1] == "degraded"


def test_what_the_paper_forbids_today_is_not_taken_from_elsewhere(
    site: Server, archive: WebArchive, tmp_path: Path
) -> None:
    site.routes["/robots.txt"] = [robots("Disallow: /2026-03-05", "Disallow: /2026-03-03/tide")]
    site.now += 25 * HOUR
    fill(tmp_path, site, archive)
    assert not [path for path in archive.asked if "2026-03-05" in path or path.endswith("tide")]
    assert editions(tmp_path)["2026-03-05"][1] == "late"
    assert "forbidden by robots.txt" in editions(tmp_path)["2026-03-03"][2]


def test_what_the_paper_forbade_last_holds_where_it_answers_no_more(
    site: Server, archive: WebArchive, tmp_path: Path
) -> None:
    site.routes["/robots.txt"] = [robots("Disallow: /2026-03-05")]
    site.now += 25 * HOUR
    run(tmp_path, site, "collect", "skerry-post", "--date", DAYS[-1], "--again")
    site.routes["/robots.txt"] = [Answer(status=None)]
    site.now += 25 * HOUR
    fill(tmp_path, site, archive)
    assert not [path for path in archive.asked if "2026-03-05" in path]
    assert editions(tmp_path)["2026-03-03"][1] == "degraded"


def test_what_the_paper_refuses_is_not_taken_from_elsewhere(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    site.now += 21 * HOUR
    site.routes["/2026-03-05"] = [FORBIDDEN]
    run(tmp_path, site, "fill", code=1)
    fill(tmp_path, site, archive)
    assert not [path for path in archive.asked if "2026-03-05" in path]


def test_a_copy_of_a_wall_is_no_story(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    wall = Answer(
        body="<html lang=en><title>Sign in</title><h1>Sign in to continue</h1><form action=/login><input type=password>"
        "</form></html>"
    )
    archive.kept = [(url, when, wall if url.endswith("tide") else answer) for url, when, answer in archive.kept]
    fill(tmp_path, site, archive)
    state, outcome, why = editions(tmp_path)["2026-03-03"]
    assert (state, outcome) == ("partial", "partial")
    assert "1 of 2 listed stories is not held" in why
    assert len(stories(tmp_path, "2026-03-03")) == 1


def test_copies_that_are_errors_are_passed_over_and_redirects_followed(
    site: Server, archive: WebArchive, tmp_path: Path
) -> None:
    lamp, tide = f"{site.url}/2026-03-03/lamp", f"{site.url}/2026-03-03/tide"
    gone = Answer(status=404)
    moved = Answer(status=301, headers={"Location": "/2026-03-03/tide-2"})
    lost = Answer(status=302, headers={"Location": "/"})
    (kept,) = (answer for url, _, answer in archive.kept if url == tide)
    archive.kept = [each for each in archive.kept if each[0] != tide]
    archive.kept += [(lamp, "20260303062000", lost), (lamp, "20260303063000", gone)]
    archive.kept += [(tide, "20260303070000", moved), (f"{tide}-2", "20260304070000", kept)]
    fill(tmp_path, site, archive)
    (_, first, *_), (_, second, *_) = stories(tmp_path, "2026-03-03")
    assert (str(first)[:16], str(second)[:16]) == ("2026-03-03T07:05", "2026-03-04T07:00")
    assert editions(tmp_path)["2026-03-03"][1] == "degraded"


def test_why_no_copy_is_the_page(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    tide = f"{site.url}/2026-03-03/tide"
    archive.kept = [(url, when, Answer(status=404) if url == tide else answer) for url, when, answer in archive.kept]
    fill(tmp_path, site, archive)
    why = editions(tmp_path)["2026-03-03"][2]
    assert "the web archive has no copy of then that is the page (not found (status 404), 127.0.0.1)" in why


def test_another_day_is_never_archived(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    yesterday = index("/2026-03-02/lamp", "/2026-03-02/tide").body
    page = Answer(body=f"<title>The Skerry Post of 2 March 2026</title><h1>Monday, 2 March 2026</h1>{yesterday}")
    archive.kept = [(f"{site.url}/2026-03-03", "20260303070000", page)]
    printed = fill(tmp_path, site, archive)
    assert "asked for 3 March 2026, was sent the paper of 2 March 2026" in printed
    assert editions(tmp_path)["2026-03-03"][1] == "late"


def test_some_a_night_and_none_twice(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    looked_for = []
    for _ in range(6):
        archive.log.clear()
        fill(tmp_path, site, archive, "--most", "1")
        looked_for += [path[-10:] for path in archive.asked if path.startswith("/web/timemap/") and path[-10:] in DAYS]
        site.now += 24 * HOUR
    assert looked_for == ["2026-03-06", "2026-03-05", "2026-03-04", "2026-03-03", "2026-03-02"]


def test_no_archive_is_asked_that_nobody_named(site: Server, tmp_path: Path) -> None:
    assert "which one?" in run(tmp_path, site, "fill", "--from-web-archive", code=2)
    assert "no address of a web archive" in run(tmp_path, site, "fill", "--from-web-archive", "skerry-post", code=2)


def test_days_that_the_paper_was_not_asked_for_come_later(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    site.now += 48 * HOUR
    printed = fill(tmp_path, site, archive, "--dry-run")
    assert "2026-03-03 The skerry-post: to be asked for" in printed
    assert archive.asked == []


@pytest.mark.parametrize("way", ["time_map", "time_gate", "json", "array", "cdxj", "plain"])
def test_every_way_of_asking_gives_the_same(site: Server, archive: WebArchive, tmp_path: Path, way: str) -> None:
    archive.time_maps, archive.time_gates = way == "time_map", way == "time_gate"
    archive.cdx = way not in ("time_map", "time_gate")
    archive.cdx_format = way
    fill(tmp_path, site, archive)
    assert editions(tmp_path)["2026-03-03"][1] == editions(tmp_path)["2026-03-05"][1] == "degraded"
    assert len(stories(tmp_path, "2026-03-03")) == 2


@pytest.mark.parametrize(
    "body", ["<" * (TIME_MAP_BYTES + 1), '<http://x/>; rel="original', ""], ids=["too long", "damaged", "empty"]
)
def test_a_time_map_that_is_none_is_replaced_by_the_time_gate(
    site: Server, archive: WebArchive, tmp_path: Path, body: str
) -> None:
    kind = {"Content-Type": "application/link-format"}
    archive.around[f"/web/timemap/link/{site.url}/2026-03-03"] = Answer(body=body, headers=kind)
    fill(tmp_path, site, archive, "--from", "2026-03-03", "--to", "2026-03-03")
    assert f"/web/{site.url}/2026-03-03" in archive.asked
    assert editions(tmp_path)["2026-03-03"][1] == "degraded"


def test_a_time_map_of_time_maps(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    whole = archive.time_map(f"{site.url}/2026-03-03")
    further = "".join(f', <{archive.address}more/{number}>; rel="timemap"' for number in range(50))
    path = f"/web/timemap/link/{site.url}/2026-03-03"
    archive.around[path] = Answer(body=f'<{site.url}>; rel="original"{further}', headers=whole.headers)
    endless = Answer(body=f"<x>; rel=y{further}", headers=whole.headers)
    archive.around |= {f"/web/more/{number}": endless for number in range(50)}
    archive.around["/web/more/2"] = whole
    fill(tmp_path, site, archive, "--from", "2026-03-03", "--to", "2026-03-03")
    assert editions(tmp_path)["2026-03-03"][1] == "degraded"
    assert len([path for path in archive.asked if path.startswith("/web/more/")]) == 5


def test_a_front_page_is_that_of_its_day(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    file = tmp_path / "papers" / "skerry-post.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("/{date}", "/"), encoding="utf-8")
    of_days = {day: index(f"/{day}/lamp", f"/{day}/tide") for day in DAYS}
    archive.kept += [
        (f"{site.url}/", f"202603{hour}0000", of_days[day])
        for hour, day in (("0305", DAYS[1]), ("0309", DAYS[2]), ("0404", DAYS[2]), ("0407", DAYS[3]))
    ]
    fill(tmp_path, site, archive, "--from", "2026-03-03", "--to", "2026-03-03")
    _, outcome, why = editions(tmp_path)["2026-03-03"]
    assert outcome == "degraded"
    assert "/web/20260303090000/" in why
    assert len(stories(tmp_path, "2026-03-03")) == 2


def test_what_is_no_memento_is_no_page(site: Server, archive: WebArchive, tmp_path: Path) -> None:
    address = f"{site.url}/2026-03-03/lamp"
    archive.around[f"/web/20260303070500id_/{address}"] = story("archive itself", day="2026-03-03")
    fill(tmp_path, site, archive, "--from", "2026-03-03", "--to", "2026-03-03")
    assert [str(headline) for headline, *_ in stories(tmp_path, "2026-03-03")] == ["The tide of 2026-03-03 is settled"]


def test_what_the_paper_permits_is_that_of_the_day_on_which_the_archive_was_asked(
    site: Server, archive: WebArchive, tmp_path: Path
) -> None:
    site.routes["/robots.txt"] = [robots("Content-Signal: ai-train=no")]
    site.now += 25 * HOUR
    fill(tmp_path, site, archive)
    with contextlib.closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        (key,) = connection.execute("SELECT key FROM stories WHERE edition_date = '2026-03-03'").fetchone()
        recorded = permissions.of_story(connection, key)
    assert recorded is not None
    assert recorded.permissions.answer(Use.AI_TRAIN) == "prohibited"
