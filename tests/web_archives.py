"""A web archive on loopback, made by RFC 7089 and by what the manuals of pywb and OpenWayback say of their CDX servers.

with WebArchive(("http://paper.example/2", "20260302070000", story("lamp"))) as archive:
    archive.address             http://127.0.0.1:40123/web/
    archive.time_maps = False   it has none: 404
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Answer, Server, robots

Kept = tuple[str, str, Answer]  # the original address, 14 digits, and what was answered then
FORBIDDEN = Answer(status=403)


def date(digits: str) -> str:
    """A moment of 14 digits as HTTP writes it."""
    return email.utils.format_datetime(dt.datetime.strptime(digits + "+0000", "%Y%m%d%H%M%S%z"), usegmt=True)


class WebArchive(Server):
    """The running archive. What it does not have answers 404; ``cdx_format`` is one of json, array, cdxj and plain."""

    def __init__(self, *kept: Kept) -> None:
        super().__init__({"/robots.txt": robots()})
        self.kept = list(kept)
        self.time_maps = self.time_gates = self.cdx = True
        self.cdx_format = "json"
        self.around: dict[str, Answer] = {}  # answers in place of its own, by the path

    @property
    def address(self) -> str:
        """As ``--from-web-archive`` takes it."""
        return f"{self.url}/web/"

    def answer(self, path: str) -> Answer:
        """Its TimeMaps, TimeGates, CDX server and copies."""
        if path in self.around or not path.startswith("/web/"):
            return self.around.get(path) or super().answer(path)
        rest = path.removeprefix("/web/")
        if rest.startswith("timemap/link/"):
            return self.time_map(rest.removeprefix("timemap/link/"))
        if rest.startswith("cdx?"):
            return self.lines(rest)
        if match := re.fullmatch(r"(\d{14})id_/(.+)", rest):
            return self.copy(match[2], match[1])
        return self.time_gate(rest)

    def of(self, url: str) -> list[Kept]:
        """The copies of an address, oldest first."""
        return sorted((each for each in self.kept if each[0] == url), key=lambda each: each[1])

    def links(self, url: str) -> list[str]:
        """Links as a TimeMap has them (RFC 7089, section 5)."""
        copies = [
            f'<{self.address}{when}/{url}>; rel="memento"; datetime="{date(when)}"' for _, when, _ in self.of(url)
        ]
        return [
            f'<{url}>; rel="original"',
            f'<{self.address}timemap/link/{url}>; rel="self"; type="application/link-format"',
            f'<{self.address}{url}>; rel="timegate"',
            *copies,
        ]

    def time_map(self, url: str) -> Answer:
        """RFC 7089, section 5.1.1."""
        if not self.time_maps or not self.of(url):
            return Answer(status=404)
        return Answer(body=",\n".join(self.links(url)), headers={"Content-Type": "application/link-format"})

    def time_gate(self, url: str) -> Answer:
        """RFC 7089, section 4.2.1: a redirect to the copy nearest to Accept-Datetime."""
        if not self.time_gates or not self.of(url):
            return Answer(status=404)
        wanted = email.utils.parsedate_to_datetime(self.headers[-1]["Accept-Datetime"])
        nearest = min(self.of(url), key=lambda each: abs(email.utils.parsedate_to_datetime(date(each[1])) - wanted))
        link = f'<{url}>; rel="original", <{self.address}timemap/link/{url}>; rel="timemap"'
        where = f"{self.address}{nearest[1]}/{url}"
        return Answer(status=302, headers={"Location": where, "Vary": "accept-datetime", "Link": link})

    def copy(self, url: str, when: str) -> Answer:
        """A copy as it was captured, with the moment that it is of (RFC 7089, section 4.2)."""
        found = [each for each in self.of(url) if each[1] == when]
        if not found:
            return Answer(status=404)
        original = found[0][2]
        link = f'<{url}>; rel="original"'
        return replace(original, headers={**original.headers, "Memento-Datetime": date(when), "Link": link})

    def lines(self, query: str) -> Answer:
        """What the CDX servers of pywb and OpenWayback answer with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(query).query).items()}
        rows = [
            {"urlkey": "x", "timestamp": when, "url": url, "mime": "text/html", "status": str(answer.status)}
            for url, when, answer in self.of(asked["url"])
            if asked.get("from", "") <= when <= asked.get("to", "9")
        ]
        if not self.cdx:
            return Answer(status=404)
        if self.cdx_format == "array":
            names = ["urlkey", "timestamp", "original", "mimetype", "statuscode"]
            return Answer(body=json.dumps([names, *(list(row.values()) for row in rows)]))
        if self.cdx_format == "cdxj":
            return Answer(body="\n".join(f"x {row['timestamp']} {json.dumps(row)}" for row in rows))
        if self.cdx_format == "plain":
            return Answer(body="\n".join(" ".join([*row.values(), "SHA", "100"]) for row in rows))
        return Answer(body="\n".join(map(json.dumps, rows)))
