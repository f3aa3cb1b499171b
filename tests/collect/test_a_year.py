"""A year of The Cobble Herald, which does not exist, collected by ``backissues run``: the ledger of each of 365 days.

What happened is written down here, day by day, by rules of its own; the newspaper's file is that of an editor who
mends it when its site has changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.loopback import Answer, Server, robots, story
from tests.rows import asked

YEAR = 2025
FIRST = dt.date(YEAR, 1, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(365)]
FEASTS = {
    dt.date(YEAR, 4, 18): "good friday",
    dt.date(YEAR, 5, 29): "ascension",
    dt.date(YEAR, 1, 1): "new year",
}
DECLARED_STRIKE = (dt.date(YEAR, 5, 6), dt.date(YEAR, 5, 7))
SILENT_STRIKE = (dt.date(YEAR, 8, 12),)  # nobody told the archive
SHARED = (dt.date(YEAR, 12, 25), dt.date(YEAR, 12, 26))  # with the paper of the 24th
NEW_LAYOUT = dt.date(YEAR, 6, 16)
MENDED = dt.date(YEAR, 6, 19)  # the file, for the new layout
RENAMED = dt.date(YEAR, 9, 1)  # "coast" is "shore" from then on
NO_NETWORK = (dt.date(YEAR, 3, 10), dt.date(YEAR, 3, 16))
OUTAGE = (dt.date(YEAR, 10, 6), dt.date(YEAR, 10, 12))
LATE = (dt.date(YEAR, 2, 20),)  # the list is there at nine

EVENTS = [NO_NETWORK, OUTAGE, (NEW_LAYOUT, MENDED)]
EVENTS += [(day, day) for day in (*FEASTS, *DECLARED_STRIKE, *SILENT_STRIKE, *SHARED, *LATE, RENAMED)]
AROUND = dt.timedelta(days=1)

FILE = """
[publication]
title = "The Cobble Herald"
language = "en-GB"
timezone = "Europe/London"
homepage = "{site}/"

[[editions]]
id = "town"
default = true

[[editions]]
id = "coast"
days = ["mon until 2025-08-31", "wed until 2025-08-31"]

[[editions]]
id = "shore"
days = ["mon from 2025-09-01", "wed from 2025-09-01"]

[schedule]
days = ["mon", "tue", "wed", "thu", "fri", "sat"]
ready = "06:00"
retry_until = "10:00"
closed = ["good friday", "ascension day", "01-01", "2025-05-06..2025-05-07 (strike of the printers)"]
combined = ["12-25..12-26"]

[[index]]
name = "list"
url = "{site}/{{date}}/{{edition.id}}"
{old}
[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"

[access]
delay = 0.01
"""
NEW_INDEX = """
[[index]]
name = "new list"
url = "{site}/{{date}}/{{edition.id}}"
valid_from = 2025-06-16

[index.stories]
each = "section.card"
headline = "h3"
url = "a::attr(href)"
"""


def within(day: dt.date, span: tuple[dt.date, dt.date]) -> bool:
    return span[0] <= day <= span[1]


class Herald(Server):
    """The site, as it is at ``now``; every list of before can be asked for, as it was."""

    def __init__(self) -> None:
        super().__init__({})

    def answer(self, path: str) -> Answer:
        moment = dt.datetime.fromtimestamp(self.now, dt.UTC)
        if within(moment.date(), NO_NETWORK):
            return Answer(status=None)
        if within(moment.date(), OUTAGE):
            return Answer(status=503)
        if path == "/robots.txt":
            return robots()
        _, date, label, *name = path.split("/")
        day = dt.date.fromisoformat(date)
        hour = 9 if day in LATE else 6
        there = dt.datetime.combine(day, dt.time(hour), dt.timezone(dt.timedelta(hours=1)))  # in summer, or early
        if label not in printed(day) or moment < there:
            return Answer(status=404)
        if name:
            return story(f"{name[0]} of {label} on {date}", day=date)
        links = [f"/{date}/{label}/{subject}" for subject in ("lamp", "tide", "quay", "mist")]
        if day < NEW_LAYOUT:
            return Answer(body="<ol>" + "".join(f'<li><a href="{url}">Story {url}</a></li>' for url in links) + "</ol>")
        cards = "".join(f'<section class=card><a href="{url}"></a><h3>Story {url}</h3></section>' for url in links)
        return Answer(body=f"<main>{cards}</main>")


def printed(day: dt.date) -> tuple[str, ...]:
    """The labels that came out on a day."""
    if day.weekday() == 6 or day in FEASTS or day in (*DECLARED_STRIKE, *SILENT_STRIKE, *SHARED):
        return ()
    second = "coast" if day < RENAMED else "shore"
    return ("town", second) if day.weekday() in (0, 2) else ("town",)


def truth() -> Iterator[tuple[str, str, str]]:
    """(date, label, state) of all that the ledger should know at the end of the year."""
    for day in DAYS:
        if day.weekday() == 6:
            continue
        expected = ("town", "coast" if day < RENAMED else "shore") if day.weekday() in (0, 2) else ("town",)
        for label in expected:
            if day in printed_days():
                yield day.isoformat(), label, "held"
            elif day in SILENT_STRIKE:
                yield day.isoformat(), label, "missing"
            elif label == "town":
                yield day.isoformat(), label, "closed"


def printed_days() -> set[dt.date]:
    return {day for day in DAYS if printed(day)}


def write(folder: Path, site: Server, *, mended: bool) -> None:
    (folder / "papers").mkdir(exist_ok=True)
    old = "valid_until = 2025-06-15\n" if mended else ""
    text = FILE.format(site=site.url, old=old) + (NEW_INDEX.format(site=site.url) if mended else "")
    (folder / "papers" / "cobble-herald.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Mapping[str, int], Herald]]:
    """The archive after the year, the exit status of each day's first run, and the site."""
    folder = tmp_path_factory.mktemp("year")
    codes: dict[str, int] = {}
    with Herald() as site:
        write(folder, site, mended=False)
        for day in DAYS:
            if day == MENDED:
                write(folder, site, mended=True)
            for hour in hours(day):
                site.now = dt.datetime.combine(day, dt.time(hour), dt.UTC).timestamp()
                codes.setdefault(day.isoformat(), status(folder, site, "run", "cobble-herald"))
            if day.weekday() == 6 and hours(day):
                status(folder, site, "fill")
        yield folder, codes, site


def hours(day: dt.date) -> tuple[int, ...]:
    """When the machine is on: twice a day where something happens, and on every fifth evening of quiet weeks."""
    busy = any(within(day, (first - AROUND, last + AROUND)) for first, last in EVENTS)
    return (7, 22) if busy else (22,) if (day - FIRST).days % 5 == 0 or day == DAYS[-1] else ()


def status(folder: Path, site: Server, *arguments: str) -> int:
    """The exit status of a command."""
    from tests import forked
    from tests.loopback import environment

    command = (site.url, str(site.now), "-", *arguments, "--db", str(folder / "archive.db"))
    return forked.run("tests.loopback", *command, environment=environment(folder)).returncode


pytestmark = [pytest.mark.thorough, pytest.mark.timeout(1800)]


def test_the_ledger_of_each_day_says_what_happened(year: tuple[Path, Mapping[str, int], Herald]) -> None:
    folder, _, _ = year
    states = asked(folder / "archive.db", f"SELECT date, label, state FROM edition_states WHERE date >= '{YEAR}'")
    assert sorted(states) == sorted(truth())


def test_a_day_without_a_paper_says_why(year: tuple[Path, Mapping[str, int], Herald]) -> None:
    folder, _, _ = year
    rows = asked(folder / "archive.db", "SELECT date, detail FROM edition_states WHERE state <> 'held' ORDER BY date")
    why = {date: [reason["code"] for reason in json.loads(str(detail))] for date, detail in rows}
    closed = {day.isoformat(): ["declared_closed"] for day in (*FEASTS, *DECLARED_STRIKE)}
    shared = {day.isoformat(): ["combined"] for day in SHARED}
    assert why == closed | shared | {"2025-08-12": ["not_there"]}


def test_nothing_is_asked_for_twice(year: tuple[Path, Mapping[str, int], Herald]) -> None:
    _, _, site = year
    stories = [path for path in site.asked if path.count("/") == 3]
    assert len(stories) - len(set(stories)) <= 40, "but what failed in the outage"


def test_the_exit_status_tells_silence_from_trouble(year: tuple[Path, Mapping[str, int], Herald]) -> None:
    _, codes, _ = year
    assert {codes[day.isoformat()] for day in DAYS if within(day, NO_NETWORK) and day.weekday() != 6} == {75}
    assert {codes[day.isoformat()] for day in DAYS if within(day, OUTAGE) and day.weekday() != 6} == {1}
    changed = [day for day in DAYS if NEW_LAYOUT <= day < MENDED]
    assert {codes[day.isoformat()] for day in changed} == {1}
    assert {codes[day.isoformat()] for day in DAYS if day.month in (7, 11) and hours(day)} == {0}
