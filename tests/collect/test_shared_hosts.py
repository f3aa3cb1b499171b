"""Several newspapers on one host: one pace for all of them, and memory that does not grow with their number."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.loopback import DAY, NOW, Answer, Route, Server, environment, index, paper, robots, run, story
from tests.rows import asked

NAMES = ("skerry-post", "skerry-mail", "skerry-echo")
# Papers that are collected beside a server; the most memory that it took is printed last.
MEASURED = """
import sys
from scraper.cli import cli
from tests.loopback import NotingClock
from tests.peak_memory import peak_memory

notes, now, *arguments = sys.argv[1:]
cli.main(arguments, obj=NotingClock(notes, float(now)), standalone_mode=False)
print(peak_memory())
"""


def pauses(log: Sequence[str]) -> list[float]:
    """The seconds that were waited before each request but the first."""
    found, waited = [], 0.0
    for line in log:
        if line.startswith("waited "):
            waited += float(line.split()[1])
        else:
            found.append(waited)
            waited = 0.0
    return found[1:]


def routes(names: Sequence[str], *rules: str, stories: int = 2) -> dict[str, Route]:
    """A server with the front pages of these newspapers, each with so many stories of its own."""
    found: dict[str, Route] = {"/robots.txt": robots(*rules)}
    for name in names:
        paths = [f"/{name}/{number}" for number in range(stories)]
        found[f"/{name}/"] = index(*paths)
        found |= {path: story(f"lamp {path}") for path in paths}
    return found


@pytest.mark.parametrize(("rules", "least"), [(("Crawl-delay: 3",), 3), ((), 2)])
def test_newspapers_that_share_a_host_share_its_pace(tmp_path: Path, rules: tuple[str, ...], least: float) -> None:
    with Server(routes(NAMES, *rules)) as site:
        for name in NAMES:
            paper(tmp_path / "papers", name, site, index=f"/{name}/", delay=2)
        printed = run(tmp_path, site, "collect", *NAMES, *DAY)
        assert "3 complete" in printed
        assert len(site.asked) == 1 + 3 * len(NAMES), "robots.txt once, for all of them"
        assert min(pauses(site.log)) >= least


def test_a_refusal_that_one_newspaper_meets_holds_for_the_others(tmp_path: Path) -> None:
    busy = Answer(status=429, headers={"Retry-After": "86400"})
    with Server(routes(NAMES) | {f"/{name}/": busy for name in NAMES}) as site:
        for name in NAMES:
            paper(tmp_path / "papers", name, site, index=f"/{name}/", delay=2)
        run(tmp_path, site, "collect", *NAMES, *DAY, code=1)
        assert len([path for path in site.asked if path.startswith("/skerry")]) == 1
        assert asked(tmp_path / "archive.db", "SELECT outcome FROM editions") == [("blocked",)] * 3


@pytest.mark.thorough
def test_two_hundred_newspapers_of_one_server_keep_one_pace_and_steady_memory(tmp_path: Path) -> None:
    peaks = {}
    for number in (40, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        names = [f"skerry-{each:03}" for each in range(number)]
        with Server(routes(names)) as site:
            for name in names:
                paper(folder / "papers", name, site, index=f"/{name}/", delay=1)
            command = [sys.executable, "-c", MEASURED, site.url, str(NOW), "run", *names]
            command += ["--db", str(folder / "archive.db")]
            done = subprocess.run(command, capture_output=True, text=True, env=environment(folder), check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            peaks[number] = int(done.stdout.split()[-1])
            requests = [line for line in site.log if line.startswith("/")]
            assert len(requests) == len(set(requests)) == 1 + 3 * number, "each once"
            assert min(pauses(site.log)) >= 1
        assert asked(folder / "archive.db", "SELECT outcome, count(*) FROM editions GROUP BY 1") == [
            ("complete", number)
        ]
    assert peaks[200] < 1.2 * peaks[40], peaks


def test_through_a_proxy_names_are_judged_and_not_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy alone knows where ``skerry.example`` is; a number of this machine is not asked of it either."""
    home = "http://skerry.example"
    pages = {"/robots.txt": robots(), "/": index("/lamp", "http://10.0.0.7/", "http://localhost:8000/")}
    pages |= {"/lamp": story("lamp")}
    with Server({f"{home}{path}": answer for path, answer in pages.items()}) as proxy:
        paper(tmp_path / "papers", "skerry-post", proxy)
        file = tmp_path / "papers" / "skerry-post.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(proxy.url, home), encoding="utf-8")
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")  # where the clock tells of its waits
        run(tmp_path, proxy, "collect", "skerry-post", *DAY)
        requested = [line for line in proxy.log if line.startswith("http")]
        assert {line.removeprefix(home) for line in requested} == {*pages, "/.well-known/tdmrep.json"}
        assert asked(tmp_path / "archive.db", "SELECT count(*) FROM stories") == [(1,)]
