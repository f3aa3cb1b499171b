"""Tell what is wrong with the sites of newspapers: once when an incident opens, and once when it closes.

Whoever is told stands in ``incidents.toml`` beside the archive, or in the environment:

    to   = ["editor@example.org", "https://hooks.example.org/{env.HOOK}"]      BACKISSUES_INCIDENTS_TO, with commas
    url  = "https://archive.example.org/news/"                                 the site, for links
    from = "archive@example.org"                                               BACKISSUES_SMTP_FROM
    smtp = "smtps://user@mail.example.org"                                     BACKISSUES_SMTP
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.policy
import json
import tomllib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from scraper.alerts import searches
from scraper.alerts.delivery import SENDER, SMTP, Courier, NotDeliveredError, is_mail
from scraper.alerts.messages import as_address
from scraper.alerts.searches import AlertsError
from scraper.archive import opened
from scraper.archive.write import incidents
from scraper.archive.write.incidents import Row
from scraper.characters import one_line
from scraper.reasons.words import phrase
from scraper.site import routes

FILE = "incidents.toml"
TO = "BACKISSUES_INCIDENTS_TO"
KEYS = {"url": str, "from": str, "smtp": str, "to": (str, list)}
NEWS = dt.timedelta(days=30)  # what closed before that, and nobody was told of, is no news


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who is told, and how."""

    to: Sequence[str] = ()
    url: str = ""  # of the site; ends in a slash
    sender: str = ""
    smtp: str = ""


def recipients(archive: Path, env: Mapping[str, str]) -> Recipients:
    """Who is told of an archive's incidents; nobody where neither a file nor the environment names anyone.

    :raises AlertsError: the file or a setting cannot be used.
    """
    file, given = archive.with_name(FILE), dict[str, Any]()
    if file.is_file():
        try:
            given = tomllib.loads(file.read_text(encoding="utf-8-sig", errors="replace"))
        except tomllib.TOMLDecodeError as error:
            raise AlertsError(f"{file}: no TOML: {error}") from None
        searches.check_keys(given, KEYS, str(file))
    written = given.get("to") or [each.strip() for each in env.get(TO, "").split(",")]
    to = [str(each) for each in ([written] if isinstance(written, str) else written) if each]
    searches.check_addresses(to, str(file) if given.get("to") else TO)
    known = searches.alerts([], url=given.get("url", ""), sender=given.get("from", "") or env.get(SENDER, ""))
    smtp = given.get("smtp", "") or env.get(SMTP, "")
    found = Recipients(to=tuple(dict.fromkeys(to)), url=known.url, sender=known.sender, smtp=smtp)
    Courier(smtp, env).check_addresses(found.to, found.sender)
    return found


def tell(archive: Path, told: Recipients, courier: Courier, *, say: Callable[[str], None]) -> bool:
    """Tell what was opened or closed since the last time; False where it was not taken, and is told with the next run.

    :param say: is called with a sentence for a person.
    """
    if not told.to:
        return True
    all_taken, now = True, dt.datetime.fromtimestamp(courier.clock.now(), dt.UTC)
    with contextlib.closing(opened(archive)) as db:
        for row in incidents.untold(db):
            closed = row.incident.closed
            if not (closed and dt.datetime.fromisoformat(closed) < now - NEWS):
                try:
                    for to in told.to:
                        _send(row, to, told, courier, now)
                except NotDeliveredError as error:
                    say(f"{row.title}: its incident was not told, and is with the next run. {error}")
                    all_taken = False
                    continue
            incidents.told(db, row, now)
    return all_taken


def _send(row: Row, to: str, told: Recipients, courier: Courier, now: dt.datetime) -> None:
    if is_mail(to):
        courier.mail(as_mail(row, told, to=to, now=now))
    else:
        courier.post(to, as_json(row, told), message_id(row))


def message_id(row: Row) -> str:
    """The id of what is told, the same each time it is sent."""
    event = "closed" if row.incident.closed else "opened"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"backissues:incident:{row.slug}:{row.incident.opened}:{event}").urn


def as_json(row: Row, told: Recipients) -> bytes:
    """The body of a webhook's request."""
    incident = row.incident
    made = {
        "id": message_id(row),
        "event": "closed" if incident.closed else "opened",
        "publication": row.slug,
        "publication_title": row.title,
        "url": _page(row, told) or None,
        "since": incident.since.isoformat(),
        "opened": incident.opened,
        "closed": incident.closed or None,
        "reasons": [{**reason.as_json(), "told": phrase(reason)} for reason in incident.reasons],
        "history": [asdict(line) for line in incident.history],
    }
    return json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")


def as_mail(row: Row, told: Recipients, *, to: str, now: dt.datetime) -> EmailMessage:
    """The message as a mail of plain text."""
    incident = row.incident
    mail = EmailMessage(policy=email.policy.SMTP)
    what = "its site is read rightly again" if incident.closed else "its site is read worse than it was"
    mail["Subject"] = one_line(f"{row.title}: {what}")
    mail["From"] = as_address(told.sender, "Back Issues")
    mail["To"] = as_address(to)
    mail["Date"] = format_datetime(now)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    lines = [
        f"Since the edition of {incident.since}:",
        *(f"- {one_line(phrase(each))}" for each in incident.reasons),
        "",
    ]
    lines += [
        one_line(f"{line.date} {line.label} {line.outcome or 'first stories'}, seen {line.last}, {line.times} times")
        for line in incident.history
    ]
    cure = f"What finds its stories today: backissues check {row.slug}"
    lines += ["", *([] if incident.closed else [cure]), *filter(None, [_page(row, told)])]
    mail.set_content("\n".join(lines), cte="quoted-printable")
    return mail


def _page(row: Row, told: Recipients) -> str:
    return f"{told.url.removesuffix('/')}{routes.paper(row.slug)}" if told.url else ""
