"""``backissues add``: a site over HTTP, a saved page, a WARC file; what is written, and what is not written over."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper.captures.writer import CaptureWriter
from scraper.catalogue import Catalogue
from scraper.cli import cli
from scraper.collect.pace import Clock
from tests.loopback import Answer, NotingClock, Server, robots
from tests.proposal import sites
from tests.proposal.sites import HOST, TODAY


def routes() -> dict[str, Answer]:
    """The site of ``sites.dated_editions`` as answers of a server."""
    days = [TODAY - dt.timedelta(days=n) for n in range(9)]
    paths = [
        "/",
        "/paper/",
        *(f"/paper/{day}/" for day in days),
        *(path for day in days for path, _ in sites.stories(day)),
    ]
    found = {path: answer for path in paths if (answer := sites.dated_editions(path)) is not None}
    answers = {path: Answer(body=body, headers={"Content-Type": kind}) for path, (kind, body) in found.items()}
    return {"/robots.txt": robots("Disallow: /private"), **answers}


def add(*arguments: str | Path, clock: Clock | None = None) -> Result:
    return CliRunner().invoke(cli, ["add", *map(str, arguments)], obj=clock)


@pytest.mark.slow
def test_a_newspaper_is_added_and_can_be_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKISSUES_CONTACT", "archivist@library.example")
    with Server(routes()) as site:
        result = add(site.url, "--folder", tmp_path, clock=NotingClock(site.url))
        assert result.exit_code == 0, result.output + result.stderr
        requests = [each for each in site.log if each.startswith("/")]
        assert requests[0] == "/robots.txt", "before the home page"
        assert site.log.count("waited 1") == len(requests) - 1
    assert "Dated editions can be collected." in result.stdout
    assert f"Next:    BACKISSUES_PUBLICATIONS={tmp_path} backissues collect the-skerry-post" in result.stdout
    paper = Catalogue(tmp_path)["the-skerry-post"]
    assert (paper.title, paper.language, paper.unverified) == ("The Skerry Post", "en-GB", ("index",))


def test_an_e_paper_that_asks_for_a_password_is_told_and_the_home_page_is_the_index(tmp_path: Path) -> None:
    stories = {path: Answer(body=page[1]) for path, _ in sites.stories(TODAY) if (page := sites.story(path))}
    home = Answer(body=sites.home("<a href='/epaper/'>E-paper</a>")[1])
    asks = Answer(status=401, headers={"WWW-Authenticate": "Basic"})
    with Server({"/robots.txt": robots(""), "/": home, "/epaper/": asks, **stories}) as site:
        result = add(site.url, "--folder", tmp_path, clock=NotingClock(site.url))
    assert result.exit_code == 0, result.output + result.stderr
    assert f"The printed edition stands behind a login ({site.url}/epaper/)" in result.stdout
    written = tomllib.loads((tmp_path / "the-skerry-post.toml").read_text(encoding="utf-8"))
    assert [index["latest"] for index in written["index"]] == [site.url]


def saved(tmp_path: Path) -> Path:
    answer = sites.dated_editions("/")
    assert answer is not None
    file = tmp_path / "home.html"
    file.write_text(answer[1], encoding="utf-8")
    return file


def test_a_saved_home_page_is_not_fetched_from(tmp_path: Path) -> None:
    result = add(saved(tmp_path), "--url", f"{HOST}/", "--folder", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    written = tomllib.loads((tmp_path / "mine" / "the-skerry-post.toml").read_text(encoding="utf-8"))
    assert [index.get("latest") for index in written["index"]] == [f"{HOST}/paper/"]
    assert "not read, so a guess, in the file" in " ".join(result.stdout.split())


def test_a_home_page_saved_long_ago_is_read_as_of_its_day(tmp_path: Path) -> None:
    """Its stories have their day in their addresses, as the list of the day has to have."""
    cards = "".join(
        f"<li><a href='/2019/05/0{n % 2 + 2}/a-story-of-the-islands-{n}'>A story of the islands, {n}</a></li>"
        for n in range(12)
    )
    file = tmp_path / "home.html"
    file.write_text(
        f"<html lang='en-GB'><title>The Skerry Post</title><main><ul>{cards}</ul></main></html>", encoding="utf-8"
    )
    result = add(file, "--url", f"{HOST}/", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "# 2019-05-03: 12 stories" in result.stdout
    assert 'include = ["{date:%Y/%m/%d}", "{date-1:%Y/%m/%d}"]' in result.stdout


def test_a_warc_file_gives_the_pages_that_it_holds(tmp_path: Path) -> None:
    get = sites.get(sites.dated_editions)
    with CaptureWriter(tmp_path / "captures", "test") as captures:
        for path in ["/", "/paper/", *(f"/paper/{TODAY - dt.timedelta(days=n)}/" for n in (0, 1, 7))]:
            page = get(HOST + path)
            assert page is not None
            captures.page(page)
    (warc,) = (tmp_path / "captures").glob("*.warc.gz")
    result = add(warc, "--dry-run")
    assert result.exit_code == 0, result.output
    assert 'url    = "https://www.skerrypost.example/paper/{date:%Y-%m-%d}/"' in result.stdout


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    arguments = (saved(tmp_path), "--url", f"{HOST}/", "--folder", tmp_path)
    target = tmp_path / "the-skerry-post.toml"
    target.write_text("# mine", encoding="utf-8")
    result = add(*arguments)
    assert (result.exit_code, target.read_text(encoding="utf-8")) == (1, "# mine")
    assert "--force writes over it, --slug names another" in result.stderr
    assert add(*arguments, "--slug", "skerry").exit_code == 0
    assert add(*arguments, "--force").exit_code == 0
    assert "Skerry" in target.read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    result = add(saved(tmp_path), "--url", f"{HOST}/", "--folder", tmp_path / "mine", "--dry-run")
    assert "[publication]" in result.stdout
    assert not (tmp_path / "mine").exists()


def test_a_newspaper_that_is_known_is_not_added_again(tmp_path: Path) -> None:
    result = add(saved(tmp_path), "--url", "https://www.lemonde.fr/", "--folder", tmp_path)
    assert result.exit_code == 1
    assert "le-monde is of this host" in result.stdout
    assert not list(tmp_path.glob("*.toml"))


def test_where_nothing_can_be_had_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "home.html"
    answer = sites.nothing("/")
    assert answer is not None
    file.write_text(answer[1], encoding="utf-8")
    result = add(file, "--url", f"{HOST}/", "--folder", tmp_path / "mine")
    assert result.exit_code == 1
    assert "No list of stories could be read." in result.stdout
    assert "page images for subscribers" in result.stdout
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("name", "content"), [("nothing.html", None), ("data.bin", b"\x00\x01\x02"), ("empty.html", b"")]
)
def test_a_file_that_is_no_page_is_said_to_be_none(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = add(tmp_path / name, "--folder", tmp_path / "mine")
    assert result.exit_code == 2
    assert name in result.stderr


def test_a_page_that_does_not_name_its_address_is_known_by_its_links(tmp_path: Path) -> None:
    file = tmp_path / "home.html"
    links = "".join(
        f"<li><a href='{HOST}/2026/a-story-of-the-islands-{n}'>A story of the islands, {n}</a></li>" for n in range(9)
    )
    file.write_text(f"<html lang='en-GB'><title>The Skerry Post</title><ul class='l'>{links}</ul></html>", "utf-8")
    result = add(file, "--dry-run")
    assert result.exit_code == 0, result.output
    assert f"by its links it is {HOST}/" in result.stderr
    assert f'homepage = "{HOST}/"' in result.stdout
    file.write_text("<html lang='en-GB'><title>The Skerry Post</title><a href='/1'>One</a></html>", "utf-8")
    assert "give it with --url" in add(file).stderr


def test_of_a_warc_file_the_host_with_most_pages_is_the_newspapers(tmp_path: Path) -> None:
    get = sites.get(sites.dated_editions)
    with CaptureWriter(tmp_path / "captures", "test") as captures:
        for path in [f"/paper/{TODAY}/", "/", "/paper/"]:
            page = get(HOST + path)
            assert page is not None
            captures.page(replace(page, url="https://ads.example/") if path.endswith(f"{TODAY}/") else page)
    (warc,) = (tmp_path / "captures").glob("*.warc.gz")
    assert f'homepage = "{HOST}/"' in add(warc, "--dry-run").stdout


def test_a_wall_and_an_address_that_is_no_file_say_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "home.html"
    file.write_text("<html><title>Just a moment...</title></html>", "utf-8")
    result = add(file, "--url", f"{HOST}/", "--folder", tmp_path / "mine")
    assert result.exit_code == 1
    assert "a check for robots" in result.stderr
    assert "save its home page in a browser" in result.stderr
    assert "an address begins with https://" in add("www.skerrypost.example").stderr


@pytest.mark.parametrize("address", ["http://", "https://[skerry", "https://skerrypost.example:99999/"])
def test_an_address_without_a_host_or_with_a_port_that_is_none_is_told(address: str) -> None:
    result = add(address)
    assert result.exit_code == 2
    assert f"'{address}' is no web address" in result.stderr
    assert "save the page" not in result.stderr
