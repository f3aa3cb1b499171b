"""Deliver a message: by mail over TLS, or by POST to a web address.

A password is taken from the environment alone (``BACKISSUES_SMTP_PASSWORD``), and so is what ``{env.NAME}`` stands for
in a web address; neither is ever shown. A web address is asked under the policy of ``scraper.collect.web_policy``: it
was written by the operator, and its redirects are not followed.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from scraper.alerts.searches import MAIL, Alerts, AlertsError
from scraper.collect import web_policy
from scraper.collect.pace import Clock, seconds_of
from scraper.collect.robots import user_agent
from scraper.reasons.words import phrase
from scraper.secrets import Secrets, names_in

SMTP, PASSWORD, SENDER = "BACKISSUES_SMTP", "BACKISSUES_SMTP_PASSWORD", "BACKISSUES_SMTP_FROM"
SECONDS = 30  # for a mail server's next answer, for a web address's whole one
PAUSES = (1.0, 5.0)  # seconds before a web address is asked a second and a third time
LONGEST_PAUSE = 60.0  # ... if it asks for one itself
AGAIN = (408, 425, 429, 500, 502, 503, 504)  # answers that another try may mend
WRITTEN = "write it as smtps://user@mail.example.org or smtp://user@mail.example.org:587"


class NotDeliveredError(Exception):
    """A message was not taken; it is kept for the next run."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in: by TLS from the beginning, or by STARTTLS."""

    host: str
    port: int
    user: str = ""
    implicit_tls: bool = True

    @property
    def is_own(self) -> bool:
        """Whether it is this machine, which is spoken to without TLS where it offers none."""
        return self.host in web_policy.THIS_MACHINE


def mail_server(text: str) -> MailServer:
    """A mail server as the operator writes it.

    :raises AlertsError: it is written otherwise, or with a password.
    """
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise AlertsError(f"the mail server cannot be read; {WRITTEN}") from None
    if parts.password is not None:
        raise AlertsError(f"the mail server is written with a password: that is taken from {PASSWORD} alone")
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/") or parts.query:
        raise AlertsError(f"{text!r} is no mail server; {WRITTEN}")
    is_tls = parts.scheme == "smtps"
    return MailServer(host, port or (465 if is_tls else 587), unquote(parts.username or ""), is_tls)


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers messages.

    :param smtp: where mails are handed in, as ``mail_server`` reads it.
    :param env: the environment.
    """

    smtp: str
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    clock: Clock = field(default_factory=Clock)

    @property
    def secrets(self) -> Secrets:
        """The password, which is hidden in whatever is told of a delivery."""
        return Secrets({PASSWORD: password} if (password := self.env.get(PASSWORD, "")) else {})

    def check(self, alerts: Alerts) -> None:
        """Find out before anything is told whether all has what it takes.

        :raises AlertsError: a mail server, a sender, or what an address names in the environment is missing.
        """
        self.check_addresses([to for search in alerts.searches for to in search.to], alerts.sender)

    def check_addresses(self, addresses: Sequence[str], sender: str) -> None:
        """Find out whether each of these addresses can be reached with what is set.

        :raises AlertsError: as ``check``.
        """
        for to in dict.fromkeys(addresses):
            if not is_mail(to):
                self._filled(to)
            elif not self.smtp:
                raise AlertsError(f"{to}: no mail server is named; {SMTP}=smtps://user@mail.example.org")
            elif not sender:
                raise AlertsError(f"{to}: no sender is named; {SENDER}=archive@example.org, or from in the file")
        if self.smtp:
            mail_server(self.smtp)

    def mail(self, mail: EmailMessage) -> None:
        """Hand in a mail.

        :raises NotDeliveredError: it was not taken.
        """
        server, password = mail_server(self.smtp), self.env.get(PASSWORD, "")
        try:
            with self._session(server) as session:
                if server.user and password:
                    session.login(server.user, password)
                session.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            told = self.secrets.hidden(str(error))[:300]
            raise NotDeliveredError(f"{server.host}:{server.port}: {told or type(error).__name__}") from None

    def _session(self, server: MailServer) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if server.implicit_tls:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
        session = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        try:
            session.ehlo()
            if session.has_extn("starttls") or not server.is_own:
                session.starttls(context=context)
                session.ehlo()
        except BaseException:
            session.close()
            raise
        return session

    def post(self, address: str, body: bytes, message_id: str) -> None:
        """POST a body of JSON to a web address, three times where that may help.

        :param address: with ``{env.NAME}`` where a secret stands.
        :raises NotDeliveredError: it was not taken.
        """
        url = self._filled(address)
        for pause in (*PAUSES, None):
            told, wait = self._posted(url, body, message_id)
            if not told:
                return
            if wait is None or pause is None:
                break
            self.clock.pause(min(max(wait, pause), LONGEST_PAUSE))
        raise NotDeliveredError(f"{address}: {told}")

    def _filled(self, address: str) -> str:
        """A web address with what it names in the environment.

        :raises AlertsError: it is not set.
        """
        for name in sorted(names_in(address)):
            if not self.env.get(name):
                raise AlertsError(f"{address}: {name} is not set in the environment")
            address = address.replace(f"{{env.{name}}}", self.env[name])
        return address

    def _posted(self, url: str, body: bytes, message_id: str) -> tuple[str, float | None]:
        """Ask once: why it was not taken ("" where it was), and after how many seconds it may be asked again."""
        import httpcore
        import httpx

        from scraper.collect.checked_connections import HeadersTooLongError, TooLateError, Transport

        policy = web_policy.for_address(url, self.env)
        if refusal := policy.refusal(url):
            return phrase(refusal), None
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": user_agent(self.env.get("BACKISSUES_CONTACT", "")),
            "Idempotency-Key": f'"{message_id}"',
        }
        transport = Transport(policy, self.clock.monotonic)
        transport.deadline = self.clock.monotonic() + SECONDS
        try:
            with (
                httpx.Client(transport=transport, timeout=SECONDS, follow_redirects=False) as client,
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                if 200 <= response.status_code < 300:
                    return "", None
                wait = seconds_of(response.headers.get("retry-after", ""), self.clock.now()) or 0.0
                return f"it answers {response.status_code}", wait if response.status_code in AGAIN else None
        except web_policy.InsideError as error:
            return phrase(error.reason), None
        except TooLateError:
            return f"no answer after {SECONDS} s", 0.0
        except HeadersTooLongError:
            return "its answer has no end", None
        except (
            httpx.HTTPError,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.TimeoutException,
            OSError,
        ) as error:
            return f"no answer ({type(error).__name__})", 0.0
        except (httpx.InvalidURL, ValueError):
            return "it is no address of the web", None


def is_mail(address: str) -> bool:
    """Whether an address is one of mail."""
    return MAIL.fullmatch(address) is not None and "://" not in address
