"""Incidents are told once when they open and once when they close, to whom a file or the environment names."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from scraper import archive
from scraper.alerts.delivery import Courier, NotDeliveredError
from scraper.alerts.incidents import Recipients, recipients, tell
from scraper.alerts.searches import AlertsError
from scraper.archive.write import incidents
from scraper.archive.write.stories import save_publication
from scraper.drift.incidents import Incident, Line
from scraper.reasons import Code, Reason
from tests.site.situations import LANTERN

HOOK = "https://hooks.example.org/x"
MAIL = "editor@example.org"
REASON = Reason(code=Code.THIN_FIELD, field="page", share=0.4, limit=0.98)
OPENED = Incident(
    since=dt.date(2026, 3, 6),
    opened="2026-03-06T12:00:00Z",
    reasons=(REASON,),
    history=(
        Line(date="2026-03-06", label="city", outcome="partial", reasons=[], seen="2026-03-06T12:00:00Z", last="-"),
    ),
    right={"city": 0},
)


class Box(Courier):
    """Takes messages, as long as it is not full."""

    taken: list[EmailMessage | dict[str, object]] = []  # noqa: RUF012
    full = False

    def mail(self, mail: EmailMessage) -> None:
        self._take(mail)

    def post(self, address: str, body: bytes, message_id: str) -> None:
        made = json.loads(body)
        assert made["id"] == message_id
        self._take(made)

    def _take(self, message: EmailMessage | dict[str, object]) -> None:
        if Box.full:
            raise NotDeliveredError("it is full")
        Box.taken.append(message)


class Noon:
    """A clock that stands still."""

    def now(self) -> float:
        return dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC).timestamp()


def save(path: Path, incident: Incident) -> None:
    with contextlib.closing(archive.opened(path, create=True)) as db:
        save_publication(db, LANTERN)
        incidents.save(db, LANTERN.slug, incident, incidents.open_one(db, LANTERN.slug))


def told(path: Path, to: str, *, full: bool = False) -> list[EmailMessage | dict[str, object]]:
    """What is taken when an archive's incidents are told."""
    Box.taken, Box.full = [], full
    said: list[str] = []
    box = Box("smtp://localhost", {}, clock=Noon())  # type: ignore[arg-type]
    to_whom = Recipients(to=(to,), url="https://archive.example.org/", sender="archive@example.org")
    assert tell(path, to_whom, box, say=said.append) is not full or said == []
    return Box.taken


def test_it_is_told_once_when_it_opens_and_once_when_it_closes(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    save(path, OPENED)
    assert told(path, HOOK, full=True) == []
    (made,) = told(path, HOOK)
    assert isinstance(made, dict)
    assert (made["event"], made["since"], made["publication"]) == ("opened", "2026-03-06", "evening-lantern")
    assert made["url"] == "https://archive.example.org/papers/evening-lantern/"
    assert made["reasons"] == [
        {**REASON.as_json(), "told": "page given for 40% of the stories, 98% expected"},
    ]
    assert told(path, HOOK) == []
    save(path, replace(OPENED, right={"city": 1}))
    assert told(path, HOOK) == []
    save(path, replace(OPENED, closed="2026-03-12T12:00:00Z"))
    assert [each["event"] for each in told(path, HOOK) if isinstance(each, dict)] == ["closed"]
    assert told(path, HOOK) == []


def test_a_mail_says_what_is_wrong_and_how_to_find_out_more(tmp_path: Path) -> None:
    save(tmp_path / "archive.db", OPENED)
    (mail,) = told(tmp_path / "archive.db", MAIL)
    assert isinstance(mail, EmailMessage)
    assert mail["Subject"] == "The Evening Lantern: its site is read worse than it was"
    text = mail.get_content()
    assert "- page given for 40% of the stories, 98% expected" in text
    assert "backissues check evening-lantern" in text


def test_what_closed_long_ago_is_no_news(tmp_path: Path) -> None:
    save(tmp_path / "archive.db", replace(OPENED, closed="2026-01-12T12:00:00Z"))
    assert told(tmp_path / "archive.db", HOOK) == []


def test_who_is_told_stands_in_a_file_or_in_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    assert recipients(path, {}).to == ()
    env = {"BACKISSUES_INCIDENTS_TO": f"{HOOK}, {MAIL}", "BACKISSUES_SMTP": "smtp://localhost"}
    found = recipients(path, {**env, "BACKISSUES_SMTP_FROM": "archive@example.org"})
    assert (found.to, found.sender) == ((HOOK, MAIL), "archive@example.org")
    (tmp_path / "incidents.toml").write_text(f'to = "{HOOK}"\nurl = "https://archive.example.org/news"\n')
    assert recipients(path, {}) == Recipients(to=(HOOK,), url="https://archive.example.org/news/")


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ('to = "nowhere"', "'nowhere' is no mail address and no address of the web"),
        ('too = "x"', "no key 'too'"),
        ("to = ", "no TOML"),
        (f'to = "{MAIL}"', "no mail server is named"),
        ('to = "https://hooks.example.org/{env.NO_HOOK}"', "NO_HOOK is not set"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said(tmp_path: Path, written: str, error: str) -> None:
    (tmp_path / "incidents.toml").write_text(written)
    with pytest.raises(AlertsError, match=error):
        recipients(tmp_path / "archive.db", {})
