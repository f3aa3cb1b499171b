"""What docs/what-happens-to-a-page.md promises newspapers under "Politeness", each sentence against a loopback server.

Time is that of a clock which notes each wait and does not wait: requests and waits are compared in their order.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.http import Request, Response

from scraper import catalogue, settings, spiderloader
from scraper.cli import cli
from scraper.collect.fetch import FetchError, fetch
from scraper.collect.pace import LONGEST_WAIT, Clock, Pace, StoppedError, WaitTooLongError, seconds_of
from scraper.collect.robots import robots as meaning
from scraper.limits import COOKIE_BYTES
from scraper.middlewares import BoundedCookiesMiddleware
from scraper.publication import AccessRules
from scraper.reasons import Code, Reason, shown
from scraper.reasons.words import phrases
from scraper.settings import USER_AGENT
from tests.loopback import (
    DAY,
    NOW,
    TDMREP,
    Answer,
    NotingClock,
    Server,
    environment,
    index,
    paper,
    refusal,
    robots,
    run,
    story,
)
from tests.rows import asked

OPEN = robots("Disallow:")


def outcomes(folder: Path) -> dict[str, tuple[str, str]]:
    """How the edition of each newspaper ended, and why."""
    rows = asked(
        folder / "archive.db",
        "SELECT slug, outcome, detail FROM editions JOIN publications ON publications.id = publication_id",
    )
    return {slug: (outcome, phrases(shown(detail))) for slug, outcome, detail in rows}


# One newspaper that asks for patience


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, Path]]:
    """A newspaper with a Crawl-delay of 7 s and a forbidden page; two of its stories come at a second asking."""
    folder = tmp_path_factory.mktemp("patient")
    routes = {
        "/robots.txt": robots("Disallow: /private", "Crawl-delay: 7"),
        TDMREP: Answer(status=404),
        "/": index("/ferry", "/private/ledger", "/harbour", "/lamp"),
        "/ferry": [refusal(429, "40"), story("ferry")],
        "/harbour": [refusal(503, "Sat, 07 Mar 2026 07:05:00 GMT"), story("harbour")],
        "/lamp": story("lamp"),
        "/private/ledger": story("ledger"),
    }
    with Server(routes) as site:
        paper(folder / "papers", "skerry-post", site)
        printed = run(folder, site, "collect", "skerry-post", *DAY)
        yield site, printed, folder


def test_we_say_who_we_are_and_whom_to_write_to(patient: tuple[Server, str, Path]) -> None:
    site, _, _ = patient
    names = {headers["User-Agent"] for headers in site.headers}
    (name,) = names
    assert name.startswith("backissues/")
    assert "archivist@library.example" in name


def test_a_page_that_robots_txt_forbids_is_not_asked_for(patient: tuple[Server, str, Path]) -> None:
    site, _, folder = patient
    assert site.log[0] == "/robots.txt"
    assert "/private/ledger" not in site.asked
    failures = asked(folder / "archive.db", "SELECT failure FROM placements WHERE url LIKE '%/private/ledger'")
    assert [phrases(shown(failure)) for (failure,) in failures] == ["forbidden by robots.txt"]


def test_crawl_delay_is_left_between_two_requests(patient: tuple[Server, str, Path]) -> None:
    site, _, _ = patient
    assert site.log[:7] == ["/robots.txt", "waited 7", TDMREP, "waited 7", "/", "waited 7", "/ferry"]
    assert site.log[-3:] == ["/harbour", "waited 7", "/lamp"] or site.log[-3:] == ["/lamp", "waited 7", "/harbour"]


def test_retry_after_is_waited_for_before_anything_else_is_asked_of_the_host(
    patient: tuple[Server, str, Path],
) -> None:
    site, printed, folder = patient
    first = site.log.index("/ferry")
    assert site.log[first + 1] == "waited 40"
    assert site.log.count("/ferry") == 2
    busy = site.log.index("/harbour")
    waited = sum(float(line.split()[1]) for line in site.log[:busy] if line.startswith("waited"))
    assert site.log[busy + 1] == f"waited {300 - waited:g}", "until five past seven, as the date says"
    assert "127.0.0.1 asks us to wait 40 s; waiting" in printed
    assert outcomes(folder)["skerry-post"] == (
        "partial",
        "1 of 4 listed stories is not held: forbidden by robots.txt",
    )


# Several newspapers, each with another answer


STATUSES = (200, 401, 403, 404, 410, 429, 500, 503)


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Server], dict[str, tuple[str, str]]]]:
    """Newspapers whose robots.txt answers with these statuses, is out of reach, or leads in circles."""
    folder = tmp_path_factory.mktemp("gates")
    answers = {f"robots-{status}": Answer(status=status) for status in STATUSES}
    answers["robots-silent"] = Answer(status=None)
    answers["robots-circle"] = Answer(status=302, headers={"Location": "/robots.txt"})
    sites = {
        slug: Server({"/robots.txt": answer, "/": index("/lamp"), "/lamp": story("lamp")}, host=f"127.0.1.{number}")
        for number, (slug, answer) in enumerate(answers.items(), start=1)
    }
    for slug, site in sites.items():
        site.__enter__()
        paper(folder / "papers", slug, site)
    with Server({}) as notes:
        run(folder, notes, "collect", *sites, *DAY, code=1)
    yield sites, outcomes(folder)
    for site in sites.values():
        site.__exit__(None, None, None)


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 410, 200])
def test_a_robots_txt_that_is_not_there_allows_all(
    gates: tuple[dict[str, Server], dict[str, tuple[str, str]]], status: int
) -> None:
    sites, ended = gates
    assert sites[f"robots-{status}"].asked == ["/robots.txt", "/", "/lamp"]
    assert ended[f"robots-{status}"] == ("complete", "")


@pytest.mark.slow
@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_robots_txt_that_is_refused_or_fails_means_no(
    gates: tuple[dict[str, Server], dict[str, tuple[str, str]]], status: int
) -> None:
    sites, ended = gates
    assert set(sites[f"robots-{status}"].asked) == {"/robots.txt"}
    outcome, why = ended[f"robots-{status}"]
    assert outcome == "blocked"
    assert f"robots.txt answers {status}, which means no" in why


@pytest.mark.slow
def test_a_robots_txt_out_of_reach_means_no(gates: tuple[dict[str, Server], dict[str, tuple[str, str]]]) -> None:
    sites, ended = gates
    assert set(sites["robots-silent"].asked) == {"/robots.txt"}
    assert "robots-silent" not in ended, "nothing is known of an edition of which nobody answered"
    assert set(sites["robots-circle"].asked) == {"/robots.txt"}
    assert "robots.txt is out of reach" in ended["robots-circle"][1]


@pytest.fixture(scope="module")
def refusing(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, Server], dict[str, tuple[str, str]], Path, str]]:
    """Newspapers that refuse their stories, that ask for a day's patience, or that lead elsewhere."""
    folder = tmp_path_factory.mktemp("refusing")
    names = [f"/{number}" for number in range(8)]
    closed = {"/robots.txt": robots("Disallow: /closed"), "/closed/lamp": story("lamp"), "/open/tide": story("tide")}
    with Server(closed, host="127.0.2.9") as neighbour:
        leading = {
            "/robots.txt": OPEN,
            "/": index("/closed", "/open", "/circle", "/nowhere", "/file", "/large", "/bomb", "/lamp"),
            "/large": Answer(body=b" " * 20_000_001),
            "/bomb": Answer(body=gzip.compress(b" " * 20_000_001), headers={"Content-Encoding": "gzip"}),
            "/closed": Answer(status=302, headers={"Location": f"{neighbour.url}/closed/lamp"}),
            "/open": Answer(status=302, headers={"Location": f"{neighbour.url}/open/tide"}),
            "/circle": Answer(status=302, headers={"Location": "/circle"}),
            "/nowhere": Answer(status=302, headers={"Location": "http://127.0.0.1:99999/"}),
            "/file": Answer(status=302, headers={"Location": "file:///etc/hostname"}),
            "/lamp": story("lamp"),
        }
        routes = {
            "refusing": {"/robots.txt": OPEN, "/": index(*names)} | dict.fromkeys(names, refusal(403)),
            "tomorrow": {"/robots.txt": OPEN, "/": refusal(429, "86400")},
            "tomorrow-story": {"/robots.txt": OPEN, "/": index("/a", "/b"), "/a": refusal(503, "301")},
            "slow": {"/robots.txt": robots("Crawl-delay: 3600"), "/": index("/lamp"), "/lamp": story("lamp")},
            "leading": leading,
        }
        sites = {slug: Server(paths, host=f"127.0.2.{n}") for n, (slug, paths) in enumerate(routes.items(), start=1)}
        for slug, site in sites.items():
            site.__enter__()
            paper(folder / "papers", slug, site)
        with Server({}) as notes, pytest.MonkeyPatch.context() as environ:
            environ.setenv("BACKISSUES_INSIDE", "127.0.2.9")  # the neighbour is on loopback, too
            printed = run(folder, notes, "collect", *sites, *DAY, code=1)
            sites |= {"notes": notes, "neighbour": neighbour}
            yield sites, outcomes(folder), folder, printed
        for slug in routes:
            sites[slug].__exit__(None, None, None)


Refusing = tuple[dict[str, Server], dict[str, tuple[str, str]], Path, str]


@pytest.mark.slow
def test_after_three_refusals_nothing_more_is_asked(refusing: Refusing) -> None:
    sites, ended, _, _ = refusing
    stories = [path for path in sites["refusing"].asked if path not in ("/robots.txt", "/")]
    assert 3 <= len(stories) <= 4, "one may be under way when the third is refused"
    assert ended["refusing"][0] == "blocked"


@pytest.mark.slow
def test_whoever_asks_for_more_patience_than_we_have_is_asked_another_day(refusing: Refusing) -> None:
    sites, ended, _, _ = refusing
    assert sites["tomorrow"].asked == ["/robots.txt", "/"]
    assert ended["tomorrow"][0] == "blocked"
    assert "asks us to wait for 86,400 seconds" in ended["tomorrow"][1]
    assert sites["tomorrow-story"].asked == ["/robots.txt", "/", "/a"], "not its other story either"
    assert ended["tomorrow-story"][0] == "blocked"
    assert sites["slow"].asked == ["/robots.txt"]
    assert "asks us to wait for 3,600 seconds" in ended["slow"][1]
    assert all(float(line.split()[1]) <= LONGEST_WAIT for line in sites["notes"].log)


@pytest.mark.slow
def test_where_a_redirect_leads_to_another_host_its_robots_txt_is_asked(refusing: Refusing) -> None:
    sites, ended, folder, printed = refusing
    neighbour = sites["neighbour"].asked
    assert neighbour[0] == "/robots.txt"
    assert "/closed/lamp" not in neighbour
    assert "/open/tide" in neighbour
    rows = asked(folder / "archive.db", "SELECT substr(url, instr(substr(url, 8), '/') + 7), failure FROM placements")
    failures = {path: phrases(shown(failure)) for path, failure in rows}
    assert failures["/closed"] == "forbidden by robots.txt"
    assert failures["/large"] == "longer than 20,000,000 bytes"
    assert failures["/bomb"] == "longer than 20,000,000 bytes"
    assert failures["/circle"] == "redirects in circles"
    assert failures["/nowhere"].startswith("no page came (")
    assert failures["/file"] == "no page came (it redirects to file:///etc/hostname)"
    assert not failures["/lamp"]
    assert ended["leading"][0] == "partial"
    assert "Traceback" not in printed


@pytest.mark.slow
def test_after_three_refusals_no_more_pictures_are_asked_for(tmp_path: Path) -> None:
    names = [f"/{number}" for number in range(8)]
    stories = {name: story(f"lamp of {name}", picture=f"{name}.svg") for name in names}
    pictures = {f"{name}.svg": refusal(403) for name in names}
    with Server({"/robots.txt": OPEN, "/": index(*names)} | stories | pictures) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        site.log.clear()
        run(tmp_path, site, "images", "skerry-post")
        requested = [path for path in site.asked if path.endswith(".svg")]
        assert 3 <= len(requested) < 8, "a few may be under way when the third is refused"


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_after_that_asks_for_no_patience_is_none(tmp_path: Path, status: int) -> None:
    past = "Sat, 07 Mar 2026 06:00:00 GMT"
    headers = {"/past": past, "/negative": "-5", "/word": "soon", "/naught": "0", "/none": ""}
    routes = {path: [refusal(status, header), story(path)] for path, header in headers.items()}
    with Server({"/robots.txt": OPEN, "/": index(*routes)} | routes) as site:
        paper(tmp_path / "papers", "skerry-post", site, delay=2)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert sorted(path for path in site.asked if path in routes) == sorted([*routes, *routes]), "each once more"
        assert {line for line in site.log if line.startswith("waited")} == {"waited 2"}
    assert outcomes(tmp_path)["skerry-post"] == ("complete", "")


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "301"])
def test_an_absurd_retry_after_leaves_the_host_alone(tmp_path: Path, status: int, header: str) -> None:
    with Server({"/robots.txt": OPEN, "/": refusal(status, header)}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY, code=1)
        assert site.asked.count("/") == 1
    outcome, why = outcomes(tmp_path)["skerry-post"]
    assert outcome == "blocked"
    assert "asks us to wait" in why


# Whoever waits can be stopped


def stopped_while_it_waits(folder: Path, sign: signal.Signals, *command: str) -> None:
    """Run a command by the real clock, and send it this signal when it says that it waits."""
    arguments = [sys.executable, "-m", "scraper", *command, "--db", str(folder / "archive.db")]
    variables = environment(folder) | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=variables)
    try:
        assert process.stdout is not None
        assert "127.0.0.1 asks us to wait" in process.stdout.readline()
        process.send_signal(sign)
        printed, _ = process.communicate(timeout=60)  # it would wait for 290 s
    finally:
        process.kill()
    assert process.returncode == 130, printed
    assert "un the same command to go on" in printed
    assert asked(folder / "archive.db", "SELECT result FROM runs ORDER BY id DESC LIMIT 1") == [("interrupted",)]


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("waiting", ["/", "/lamp"])
def test_a_run_that_waits_says_so_and_stops_when_told(tmp_path: Path, sign: signal.Signals, waiting: str) -> None:
    routes = {"/robots.txt": OPEN, "/": index("/lamp"), waiting: refusal(503, "290")}
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        stopped_while_it_waits(tmp_path, sign, "collect", "skerry-post")  # of today, by the real clock


@pytest.mark.slow
def test_a_run_that_waits_for_a_picture_stops_when_told(tmp_path: Path) -> None:
    routes = {"/robots.txt": OPEN, "/": index("/lamp"), "/lamp": story("lamp", picture="/lamp.svg")}
    with Server(routes | {"/lamp.svg": refusal(503, "290")}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        stopped_while_it_waits(tmp_path, signal.SIGINT, "images", "skerry-post")


# One page, for a person


def looked_at(url: str) -> tuple[int, str]:
    """The exit code and the words of ``backissues inspect URL``, which waits by the clock of the test."""
    host = url.partition("://")[2].partition("/")[0]
    answer = CliRunner().invoke(cli, ["inspect", url, "--json"], obj=NotingClock(f"http://{host}"))
    return answer.exit_code, answer.output if answer.exit_code else answer.stdout


def test_inspect_asks_robots_txt_first_and_says_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKISSUES_CONTACT", "archivist@library.example")
    with Server({"/robots.txt": robots("Crawl-delay: 7"), "/lamp": story("lamp")}) as site:
        code, printed = looked_at(f"{site.url}/lamp")
        assert code == 0, printed
        assert json.loads(printed)["headline"] == "The lamp is settled"
        assert site.log == ["/robots.txt", "waited 7", "/lamp"]
        assert all("archivist@library.example" in headers["User-Agent"] for headers in site.headers)


def test_inspect_leaves_a_second_between_two_requests() -> None:
    with Server({"/robots.txt": OPEN, "/lamp": story("lamp")}) as site:
        assert looked_at(f"{site.url}/lamp")[0] == 0
        assert site.log == ["/robots.txt", "waited 1", "/lamp"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (robots("Disallow: /lamp"), "forbidden by robots.txt"),
        (Answer(status=401), "robots.txt answers 401, which means no"),
        (Answer(status=403), "robots.txt answers 403, which means no"),
        (Answer(status=500), "robots.txt answers 500, which means no"),
        (Answer(status=302, headers={"Location": "/robots.txt"}), "robots.txt is out of reach"),
        (Answer(status=None), "the server closed the connection before it had answered"),
        (robots("Crawl-delay: 3600"), "asks us to wait 3,600 s; we wait 300 s at most"),
    ],
)
def test_inspect_does_not_ask_for_a_page_that_it_may_not_have(answer: Answer, why: str) -> None:
    with Server({"/robots.txt": answer, "/lamp": story("lamp")}) as site:
        code, printed = looked_at(f"{site.url}/lamp")
        assert code == 1
        assert why in printed
        assert "/lamp" not in site.asked


def test_inspect_asks_the_robots_txt_of_each_host_that_it_is_led_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKISSUES_INSIDE", "127.0.3.2")
    there = {"/robots.txt": robots("Disallow: /closed"), "/closed": story("lamp"), "/open": story("tide")}
    with Server(there, host="127.0.3.2") as neighbour:
        here = {
            "/robots.txt": Answer(status=404),
            "/a": Answer(status=301, headers={"Location": f"{neighbour.url}/closed"}),
            "/b": Answer(status=307, headers={"Location": f"{neighbour.url}/open"}),
        }
        with Server(here, host="127.0.3.1") as site:
            code, printed = looked_at(f"{site.url}/a")
            assert code == 1
            assert "forbidden by robots.txt" in printed
            assert neighbour.asked == ["/robots.txt"]
            page = fetch(f"{site.url}/b", clock=NotingClock(site.url))
            assert (page.url, page.requested_url) == (f"{neighbour.url}/open", f"{site.url}/b")
            assert neighbour.asked == ["/robots.txt", "/robots.txt", "/open"]


def test_inspect_is_told_to_come_later_and_says_so() -> None:
    with Server({"/robots.txt": OPEN, "/lamp": refusal(429, "120")}) as site:
        code, printed = looked_at(f"{site.url}/lamp")
        assert code == 1
        assert "answers 429 and asks us to wait 120 s" in printed
        assert site.asked == ["/robots.txt", "/lamp"], "asked once"


def test_inspect_reads_packed_pages_and_no_endless_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = Answer(body=gzip.compress(b"<h1>The lamp</h1>"), headers={"Content-Encoding": "gzip"})
    bomb = Answer(body=gzip.compress(b" " * 30_000_000), headers={"Content-Encoding": "gzip"})
    with Server({"/robots.txt": OPEN, "/lamp": packed, "/bomb": bomb, "/circle": circle()}) as site:
        page = fetch(f"{site.url}/lamp", clock=NotingClock(site.url))
        assert page.body == b"<h1>The lamp</h1>"
        assert "content-encoding" not in page.headers
        with pytest.raises(FetchError, match="longer than 20,000,000 bytes"):
            fetch(f"{site.url}/bomb", clock=NotingClock(site.url))
        with pytest.raises(FetchError, match="more than 5 redirects"):
            fetch(f"{site.url}/circle", clock=NotingClock(site.url))


def circle() -> Answer:
    """A page that leads to itself."""
    return Answer(status=302, headers={"Location": "/circle"})


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1:99999/"])
def test_inspect_follows_only_addresses_of_the_web(to: str) -> None:
    leading = Server({"/robots.txt": OPEN, "/a": Answer(status=302, headers={"Location": to})})
    with leading, pytest.raises(FetchError, match="it leads nowhere"):
        fetch(f"{leading.url}/a", clock=NotingClock(leading.url))
    with pytest.raises(FetchError, match="no web address"):
        fetch(to, clock=Clock())


def test_inspect_says_that_nobody_answers() -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="the server refused the connection"):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/lamp", clock=Clock())


# The order of turns, without a server


class StillClock(Clock):
    """Stands still but for the waits, which it notes."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return sum(self.waits)

    def now(self) -> float:
        return NOW + sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


async def settled() -> None:
    """Let every task go as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_one_request_at_a_time_is_under_way_to_a_host() -> None:
    pace = Pace(StillClock())
    await pace.turn("a.example", delay=0)
    second = asyncio.ensure_future(pace.turn("a.example", delay=0))
    await pace.turn("b.example", delay=0)
    await settled()
    assert not second.done()
    pace.answered("b.example")
    await settled()
    assert not second.done()
    pace.answered("a.example")
    await second


async def test_as_many_as_the_newspapers_file_says_may_be_under_way() -> None:
    pace = Pace(StillClock())
    await pace.turn("a.example", delay=0, at_once=2)
    await pace.turn("a.example", delay=0, at_once=2)
    third = asyncio.ensure_future(pace.turn("a.example", delay=0, at_once=2))
    await settled()
    assert not third.done()
    pace.answered("a.example")
    await third


async def test_the_longer_of_our_delay_and_the_hosts_is_left() -> None:
    clock = StillClock()
    pace = Pace(clock)
    for delay, crawl_delay in ((2.0, 0.0), (2.0, 0.0), (2.0, 5.0), (9.0, 5.0)):
        pace.crawl_delay("a.example", crawl_delay)
        await pace.turn("a.example", delay=delay)
        pace.answered("a.example")
    assert clock.waits == [2, 5, 9]


async def test_the_longest_delay_of_a_hosts_several_robots_txt_is_left() -> None:
    """A second one, for https or another port, does not take the first one's word back."""
    clock = StillClock()
    pace = Pace(clock)
    for crawl_delay in (7.0, 0.0):
        pace.crawl_delay("a.example", crawl_delay)
        await pace.turn("a.example", delay=1)
        pace.answered("a.example")
    assert clock.waits == [7]


@pytest.mark.parametrize(
    ("user_agent", "sent"),
    [("", None), ("Mozilla/5.0", f"Mozilla/5.0 {USER_AGENT}"), ("Backissues/2 (me@x.example)",) * 2],
)
def test_a_newspapers_file_adds_to_our_name_and_does_not_hide_it(user_agent: str, sent: str | None) -> None:
    access = AccessRules(user_agent=user_agent, headers={"Accept-Language": "de"})
    paper = replace(catalogue.publication("the-guardian"), access=access)
    settings = spiderloader.spider_for(paper).custom_settings or {}
    assert settings.get("USER_AGENT") == sent
    assert settings["DEFAULT_REQUEST_HEADERS"].keys() == {"Accept", "Accept-Language"}
    images = spiderloader.image_spider_for(paper).custom_settings or {}
    assert images["DEFAULT_REQUEST_HEADERS"]["Accept"].startswith("image/")


async def test_what_already_waits_for_its_turn_waits_for_retry_after_too() -> None:
    clock = StillClock()
    pace = Pace(clock)
    await pace.turn("a.example", delay=1)
    queued = asyncio.ensure_future(pace.turn("a.example", delay=1))
    await settled()
    pace.retry_after("a.example", 40)
    pace.answered("a.example")
    await queued
    assert clock.waits == [40]


async def test_a_shorter_retry_after_does_not_shorten_a_longer_one() -> None:
    clock = StillClock()
    pace = Pace(clock)
    pace.retry_after("a.example", 40)
    pace.retry_after("a.example", 5)
    await pace.turn("a.example", delay=0)
    assert clock.waits == [40]


async def test_too_long_a_wait_is_refused_at_once() -> None:
    clock = StillClock()
    pace = Pace(clock)
    pace.retry_after("a.example", LONGEST_WAIT)
    await pace.turn("a.example", delay=1)
    pace.answered("a.example")
    with pytest.raises(WaitTooLongError, match=r"a\.example asks us to wait 301 s"):
        pace.retry_after("a.example", LONGEST_WAIT + 1)
    with pytest.raises(WaitTooLongError):
        await pace.turn("a.example", delay=1)
    assert clock.waits == [LONGEST_WAIT]


class SleepingClock(StillClock):
    """Wakes nobody."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.Event().wait()


async def test_whoever_stops_the_run_does_not_wait() -> None:
    said: list[str] = []
    pace = Pace(SleepingClock(), said.append)
    pace.retry_after("a.example", 300)
    waiting = [asyncio.ensure_future(pace.turn("a.example", delay=1)) for _ in range(3)]
    await pace.turn("b.example", delay=1)
    waiting.append(asyncio.ensure_future(pace.turn("b.example", delay=1)))
    await settled()
    assert said == ["a.example asks us to wait 300 s; waiting (Ctrl-C stops)"]
    pace.stop()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in ended] == [StoppedError] * 4


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("40", 40),
        (" 0 ", 0),
        ("Sat, 07 Mar 2026 07:05:00 GMT", 300),
        ("Saturday, 07-Mar-26 07:05:00 GMT", 300),
        ("Sat, 07 Mar 2026 06:00:00 GMT", 0),
        ("Sat, 07 Mar 2026 07:05:00 -0000", 300),
        ("Sat, 07 Mar 2026 07:05:00", 300),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 251_629_433_999),
        ("9" * 400, float("inf")),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 +0000", 0),
        ("soon", 0),
        ("-5", 0),
        ("²", 0),
        ("", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str, seconds: float) -> None:
    assert seconds_of(header, NOW) == seconds


def test_a_second_at_least_is_left_unless_a_newspaper_says_otherwise() -> None:
    assert settings.DOWNLOAD_DELAY >= 1
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1
    assert settings.ROBOTSTXT_OBEY


def test_rules_of_robots_txt() -> None:
    rules = meaning(
        200, b"\xef\xbb\xbfUser-agent: backissues\nDisallow: /a\nCrawl-delay: 2.5\n\nUser-agent: *\nDisallow: /"
    )
    assert rules.failure_of("https://a.example/a") == Reason(code=Code.FORBIDDEN_BY_ROBOTS)
    assert rules.failure_of("https://a.example/b") is None
    assert rules.crawl_delay == 2.5
    assert meaning(404, b"User-agent: *\nDisallow: /").failure_of("https://a.example/") is None
    assert meaning(200, b"User-agent: *\nCrawl-delay: nan").crawl_delay == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("front_page", "outcome"), [(Answer(body="<p><b>/ferry</b></p>"), "degraded"), (Answer(status=404), "late")]
)
def test_indexes_that_share_a_page_ask_for_it_once(tmp_path: Path, front_page: Answer, outcome: str) -> None:
    other = '\n[[index]]\nname = "other"\nurl = "{}/"\n[index.stories]\neach = "b"\nurl = "xpath:string(.)"\n'
    with Server({"/robots.txt": OPEN, "/": front_page, "/ferry": story("ferry")}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        with (tmp_path / "papers" / "skerry-post.toml").open("a", encoding="utf-8") as file:
            file.write(other.format(site.url))
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert site.asked.count("/") == 1
    assert outcomes(tmp_path)["skerry-post"][0] == outcome


def test_a_site_that_floods_with_cookies_has_none_kept() -> None:
    cookies = BoundedCookiesMiddleware()
    request, sent = Request("https://lantern.example/"), {"Set-Cookie": "a=1"}
    cookies.process_response(request, Response(request.url, headers=sent))
    assert [cookie.name for cookie in cookies.jars[None]] == ["a"]
    for number in range(COOKIE_BYTES // 4_000 + 1):
        flood = {"Set-Cookie": f"c{number}={'v' * 4_000}"}
        cookies.process_response(request, Response(request.url, headers=flood))
        assert sum(len(cookie.value or "") for cookie in cookies.jars[None]) <= COOKIE_BYTES
    assert "a" not in [cookie.name for cookie in cookies.jars[None]]
