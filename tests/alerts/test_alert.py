"""``backissues alert`` as cron runs it: what came since the last run is told once, and nothing is lost."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.alerts import run as alerts_run
from scraper.alerts.delivery import Courier, NotDeliveredError
from scraper.alerts.state import beside, load
from scraper.archive.write import stories, takedowns
from scraper.cli import cli
from scraper.collect.pace import Clock
from scraper.items import EditionDate, Evidence, EvidenceKind, Story
from tests.site.situations import FERRY, LANTERN, address, captured, key_of


def come(path: Path, *names: str, date: dt.date = dt.date(2026, 3, 7), hour: int = 7, **fields: Any) -> None:
    """Store stories of the Lantern about the ferry."""
    dated = EditionDate(date=date, publication=LANTERN.title, evidence=Evidence(kind=EvidenceKind.STATEMENT, text="x"))
    with contextlib.closing(archive.opened(path, create=True)) as db:
        for name in names:
            draft = replace(FERRY, **{"url": address(name), "headline": f"The ferry of {name}", **fields})
            story = Story(draft=draft, edition=dated, publication=LANTERN.slug)
            stories.save(db, story, captured(draft.url, hour=hour), publication=LANTERN)


class Quick(Clock):
    """A clock that does not wait."""

    def pause(self, seconds: float) -> None:
        pass


class Hook:
    """A web address that takes messages, or answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []  # the next ones; 204 when there are none
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = hook.answers.pop(0) if hook.answers else 204
                if status == 204:
                    hook.taken.append(json.loads(body))
                    hook.headers.append({name.lower(): value for name, value in self.headers.items()})
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def told(self) -> list[str]:
        """The headlines that were told."""
        return [item["headline"].removeprefix("The ferry of ") for message in self.taken for item in message["items"]]


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    come(tmp_path / "archive.db", "before")
    return tmp_path / "archive.db"


def alert(path: Path, *arguments: object, code: int = 0, **env: str) -> str:
    done = CliRunner().invoke(cli, ["alert", "--db", str(path), *map(str, arguments)], env=env, obj=Quick())
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done.output


def test_a_story_of_1990_that_comes_late_is_told_once(path: Path, hook: Hook) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url, "--url", "https://archive.example.org/news/")
    assert "followed from now on" in alert(path, *followed)
    come(path, "old", date=dt.date(1990, 3, 15), authors=("Ada Quill", "Bo Reed"))
    come(path, "tides", headline="Tides rise", body="It rises.", standfirst="", print_headline="")
    alert(path, *followed)
    alert(path, *followed)
    (message,) = hook.taken
    assert message["search"] == {
        "name": "Ferry",
        "query": "q=ferry",
        "url": "https://archive.example.org/news/search?q=ferry",
    }
    (item,) = message["items"]
    assert (item["event"], item["edition_date"], item["published"]) == ("new", "1990-03-15", "1990-03-15T00:00:00Z")
    assert item["url"] == f"https://archive.example.org/news/stories/{key_of('old')}"
    assert item["authors"] == ["Ada Quill", "Bo Reed"]
    assert hook.headers[0]["idempotency-key"] == f'"{message["id"]}"'


def test_what_changes_is_told_if_it_was_not_told_before(path: Path, hook: Hook) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url)
    come(path, "dull", headline="Dull", body="Nothing.", standfirst="", print_headline="")
    alert(path, *followed)
    come(path, "new")
    alert(path, *followed)
    come(path, "dull", "new", body="The ferry after all.", hour=9)
    alert(path, *followed)
    events = [(item["event"], item["key"]) for message in hook.taken for item in message["items"]]
    assert events == [("new", key_of("new")), ("changed", key_of("dull"))]


def test_many_at_once_are_told_in_several_messages(path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts_run, "MOST_OF_MESSAGE", 4)
    monkeypatch.setattr(alerts_run, "PAGE", 3)
    alert(path, "--search", "Ferry", "q=ferry", hook.url)
    names = [f"s{number}" for number in range(10)]
    come(path, *names)
    alert(path, "--search", "Ferry", "q=ferry", hook.url)
    assert hook.told() == names
    assert [message["total"] for message in hook.taken] == [4, 4, 2]
    assert len({message["id"] for message in hook.taken}) == 3


def test_what_is_held_is_told_where_it_is_asked_for(path: Path, hook: Hook) -> None:
    alert(path, "--search", "Ferry", "q=ferry", hook.url, "--held")
    assert hook.told() == ["before"]


def test_a_dry_run_tells_nobody_and_remembers_nothing(path: Path, hook: Hook) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url)
    alert(path, *followed)
    come(path, "new")
    kept = beside(path).read_bytes()
    assert "The Evening Lantern: The ferry of new" in alert(path, *followed, "--dry-run")
    assert (hook.taken, beside(path).read_bytes()) == ([], kept)
    alert(path, *followed)
    assert hook.told() == ["new"]


def test_what_was_not_taken_is_sent_again_under_the_same_id(path: Path, hook: Hook) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url)
    alert(path, *followed)
    come(path, "new")
    hook.answers = [500, 503, 500]
    assert "kept for the next run" in alert(path, *followed, code=1)
    (pending,) = load(beside(path)).pending
    come(path, "newer")
    alert(path, *followed)
    assert hook.told() == ["new", "newer"]
    assert hook.taken[0]["id"] == pending.id
    assert load(beside(path)).pending == []


@pytest.mark.parametrize(("answers", "asked"), [([503], 2), ([400], 1), ([302], 1)])
def test_it_is_asked_again_where_that_may_help_and_no_redirect_is_followed(
    path: Path, hook: Hook, answers: list[int], asked: int
) -> None:
    alert(path, "--search", "Ferry", "q=ferry", hook.url)
    come(path, "new")
    hook.answers = answers
    alert(path, "--search", "Ferry", "q=ferry", hook.url, code=0 if asked == 2 else 1)
    assert hook.told() == (["new"] if asked == 2 else [])


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after_delivery", [False, True])
def test_a_run_that_is_killed_loses_nothing_and_its_receiver_knows_what_comes_twice(
    path: Path, hook: Hook, after_delivery: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url)
    alert(path, *followed)
    come(path, "new")
    send = alerts_run._send

    def killed(*arguments: Any) -> None:
        if after_delivery:
            send(*arguments)
        raise KilledError

    monkeypatch.setattr(alerts_run, "_send", killed)
    with pytest.raises(KilledError):
        CliRunner().invoke(cli, ["alert", "--db", str(path), *followed], obj=Quick(), catch_exceptions=False)
    monkeypatch.setattr(alerts_run, "_send", send)
    alert(path, *followed)
    alert(path, *followed)
    assert set(hook.told()) == {"new"}
    assert len(hook.taken) == 1 + after_delivery
    assert len({message["id"] for message in hook.taken}) == 1


def test_a_story_that_was_removed_meanwhile_is_not_told(path: Path, hook: Hook) -> None:
    followed = ("--search", "Ferry", "q=ferry", hook.url)
    alert(path, *followed)
    come(path, "new")
    hook.answers = [400]
    alert(path, *followed, code=1)
    with contextlib.closing(archive.opened(path)) as db:
        takedown = takedowns.of_story(db, key_of("new"), "on request", dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
        assert takedown is not None
        takedowns.enter(db, takedown)
        db.conn.commit()
    alert(path, *followed)
    assert (hook.taken, load(beside(path)).pending) == ([], [])


TOML = """
url = "https://archive.example.org/news/"
from = "archive@example.org"
[[search]]
name = "Night ferry"
query = "/search?q=ferry&from=1990"
to = ["editor@example.org", "{hook}?key={{env.HOOK}}"]
[[search]]
name = "Words alone"
query = "the ferry"
to = "editor@example.org"
"""


class Mailbox(socketserver.StreamRequestHandler):
    """A mail server of this machine, without TLS."""

    mails: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 lantern.example\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    mail += line
                type(self).mails.append(mail)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


@contextlib.contextmanager
def mail_server_at(host: str) -> Iterator[tuple[str, list[bytes]]]:
    """A mail server's address, and the mails that it gets."""
    handler = type("OneMailbox", (Mailbox,), {"mails": []})
    with socketserver.ThreadingTCPServer((host, 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"smtp://{host}:{server.server_address[1]}", handler.mails
        server.shutdown()


@pytest.fixture
def mailbox() -> Iterator[tuple[str, list[bytes]]]:
    with mail_server_at("127.0.0.1") as server:
        yield server


def test_a_file_of_searches_is_told_by_mail_and_webhook(
    path: Path, hook: Hook, mailbox: tuple[str, list[bytes]]
) -> None:
    server, mails = mailbox
    (path.parent / "alerts.toml").write_text(TOML.format(hook=hook.url))
    env = {"HOOK": "s3cret-of-the-hook", "BACKISSUES_SMTP": server}
    alert(path, **env)
    come(path, "old", date=dt.date(1990, 3, 15))
    printed = alert(path, **env)
    assert "s3cret" not in printed + beside(path).read_text()
    assert hook.told() == ["old"]
    mail = email.message_from_bytes(mails[0], policy=email.policy.default)
    assert (mail["Subject"], mail["To"]) == ("Night ferry: 1 story", "editor@example.org")
    assert mail["From"] == "Back Issues <archive@example.org>"
    text = mail.get_content()
    assert "The ferry of old" in text
    assert "Thursday 15 March 1990" in text
    assert f"https://archive.example.org/news/stories/{key_of('old')}" in text
    assert len({email.message_from_bytes(mail)["Message-ID"] for mail in mails}) == 2


def test_a_password_is_taken_from_the_environment_and_shown_nowhere(path: Path) -> None:
    followed = ("--search", "Ferry", "q=ferry", "editor@example.org")
    env = {"BACKISSUES_SMTP_FROM": "archive@example.org"}
    printed = alert(path, *followed, code=2, BACKISSUES_SMTP="smtps://me:tell-nobody-7@mail.example.org", **env)
    assert "tell-nobody" not in printed
    assert "BACKISSUES_SMTP_PASSWORD" in printed
    nowhere = {"BACKISSUES_SMTP": "smtps://me@127.0.0.1:1", "BACKISSUES_SMTP_PASSWORD": "tell-nobody-7", **env}
    alert(path, *followed, **nowhere)
    come(path, "new")
    assert "kept for the next run" in (printed := alert(path, *followed, code=1, **nowhere))
    assert "tell-nobody" not in printed


def test_a_mail_server_elsewhere_is_not_spoken_to_without_tls() -> None:
    mail = email.message.EmailMessage()
    mail["From"], mail["To"] = "archive@example.org", "editor@example.org"
    with mail_server_at("127.0.0.2") as (server, mails):
        with pytest.raises(NotDeliveredError, match="STARTTLS"):
            Courier(server, {}).mail(mail)
        assert mails == []
    with mail_server_at("127.0.0.1") as (server, mails):
        Courier(server, {}).mail(mail)
        assert len(mails) == 1


def test_what_an_address_leads_to_inside_is_not_asked(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", ("127.0.0.1", port))])
    with pytest.raises(NotDeliveredError):  # the domain of a receiver may lapse, and lead into this network
        Courier("", {}, Quick()).post("http://hooks.example.org/hook", b"{}", "urn:uuid:1")
    assert hook.taken == []


FAULTS: dict[str, Callable[[str], str]] = {
    "no key 'querry'": lambda text: text.replace("query =", "querry =", 1),
    "no TOML": lambda text: text + "[[",
    "Unterminated string": lambda text: text.partition("editor@exa")[0],
    "no [[search]]": lambda text: text.partition("[[search]]")[0],
    "no word to search for": lambda text: text.replace("the ferry", "***"),
    "no to": lambda text: text.rpartition("to =")[0],
    "/search has no 'paper'": lambda text: text.replace("from=1990", "paper=lantern"),
    "'199x' cannot be read": lambda text: text.replace("from=1990", "from=199x"),
    "no mail address and no address of the web": lambda text: text.replace("editor@example.org", "editor"),
    "is no mail address": lambda text: text.replace("archive@example.org", "archive@example.org\\nBcc: x@y"),
    "no address of a site": lambda text: text.replace("https://archive", "archive"),
    "two searches are called": lambda text: text.replace("Words alone", "Night ferry"),
    "is of another type": lambda text: text.replace('"Words alone"', "7"),
    "one line": lambda text: text.replace("Words alone", "Words\\nBcc: x@example.org"),
    "HOOK is not set": lambda text: text.replace("env.HOOK", "env.NO_HOOK"),
}


@pytest.mark.parametrize("told", FAULTS)
def test_a_fault_of_the_list_is_named_before_anything_is_sent(path: Path, hook: Hook, told: str) -> None:
    (path.parent / "alerts.toml").write_text(FAULTS[told](TOML.format(hook=hook.url)))
    printed = alert(path, code=2, HOOK="s3cret-of-the-hook", BACKISSUES_SMTP="smtp://localhost:1", NO_HOOK="")
    assert told in " ".join(printed.split())
    assert told == "HOOK is not set" or str(path.parent / "alerts.toml") in printed
    assert not beside(path).exists()


def test_a_list_written_with_a_mark_of_windows_is_read(path: Path, hook: Hook) -> None:
    (path.parent / "alerts.toml").write_text(TOML.format(hook=hook.url), encoding="utf-8-sig")
    printed = alert(path, "--dry-run", HOOK="s3cret-of-the-hook", BACKISSUES_SMTP="smtp://localhost:1")
    assert "Night ferry: followed from now on" in printed


def test_without_a_list_it_says_how_to_write_one(path: Path) -> None:
    assert "--search NAME QUERY ADDRESS" in alert(path, code=2)


def test_a_damaged_state_is_not_taken_for_an_empty_one(path: Path, hook: Hook) -> None:
    beside(path).write_text('{"searches": {')
    assert "is damaged" in alert(path, "--search", "Ferry", "q=ferry", hook.url, code=2)
