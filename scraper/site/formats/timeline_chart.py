"""The rows of a timeline -> its chart, the chart's description, and its CSV. Pure.

A row is a period with what is held of it and the matches of each query; a line is one query over all rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby

from babel.numbers import format_percent
from markupsafe import Markup

from scraper.site import language
from scraper.site.formats import chart, tables
from scraper.site.json_objects import Line, Period
from scraper.site.language import _, ngettext, number
from scraper.site.words import periods, wording

COLUMNS = (
    "period", "first", "last", "due", "held", "stories", "editions_held", "editions_missing", "q", "matches",
    "share", "url",
)  # fmt: skip
BREAKS = 0.25  # of a period's editions: where as many are missing, its line breaks
MOSTLY, LONG_RUN = 0.75, 3  # a timeline of which so much is empty draws longer runs of empty periods as one
WIDE, NARROW = (960, 400), (420, 360)  # width and height of a drawing, in its own units


def timeline_chart(lines: Sequence[Line], rows: Sequence[Period], by: str, *, share: bool) -> chart.Chart:
    """The chart of a timeline, with a description for readers who do not see it.

    :param by: what a period is: day, month or year.
    :param share: show shares of the stories held instead of numbers.
    """
    what = {
        "day": _("Stories per day, %(first)s to %(last)s"),
        "month": _("Stories per month, %(first)s to %(last)s"),
        "year": _("Stories per year, %(first)s to %(last)s"),
    }[by]
    if share:
        what = {
            "day": _("Share of the stories held of each day, %(first)s to %(last)s"),
            "month": _("Share of the stories held of each month, %(first)s to %(last)s"),
            "year": _("Share of the stories held of each year, %(first)s to %(last)s"),
        }[by]
    empty = sum(not row["held"] and row["due"] for row in rows)
    sentences = [_sentence(line) for line in lines]
    if empty:
        sentences.append(
            _("Of %(empty)s of %(periods)s periods nothing is held.", empty=number(empty), periods=len(rows))
        )
    per_line = [[row["counts"][place] for row in rows] for place in range(len(lines))]
    return chart.Chart(
        title=what % {"first": rows[0]["name"], "last": rows[-1]["name"]},
        description=" ".join(sentences),
        lines=[
            chart.Line(
                name=line["q"] or _("all stories"),
                values=[count["share"] if share else count["matches"] for count in counts],
            )
            for line, counts in zip(lines, per_line, strict=True)
        ],
        gaps=_gaps(rows),
        skipped=frozenset(place for place, row in enumerate(rows) if not row["due"]),
        broken=frozenset(place for place, row in enumerate(rows) if BREAKS <= _missing(row) < 1),
        tooltips=[_tooltip(row) for row in rows],
        urls=[[count["url"] for count in counts] for counts in per_line],
        whole=not share,
        format_value=percent if share else number,
    )


def _sentence(line: Line) -> str:
    name = line["q"] or _("all stories")
    if not line["most"]:
        return _("%(name)s: none.", name=name)
    most = {"period": line["most"]["name"], "number": number(line["most"]["matches"])}
    stories = wording.stories(line["matches"])
    return _("%(name)s: %(stories)s; %(period)s has the most (%(number)s).", name=name, stories=stories, **most)


def _tooltip(row: Period) -> str:
    """The numbers of a period in words."""
    if not row["due"]:
        return _("%(period)s: no edition was due", period=row["name"])
    if not row["held"]:
        return _("%(period)s: nothing is held", period=row["name"])
    numbers = [f"{count['q'] or _('all stories')}: {number(count['matches'] or 0)}" for count in row["counts"]]
    if row["editions_missing"]:
        numbers.append(ngettext("%(num)s edition missing", "%(num)s editions missing", row["editions_missing"]))
    return f"{row['name']}. {', '.join(numbers)}"


def _gaps(rows: Sequence[Period]) -> list[chart.Gap]:
    """The gaps: neighbouring periods of which the same share is missing are one gap."""
    gaps, place = [], 0
    for part, run in groupby(rows, key=_missing):
        length = len(list(run))
        if part:
            gaps.append(chart.Gap(place, place + length - 1, part))
        place += length
    return gaps


def _missing(row: Period) -> float:
    """The share of a period's editions that is missing, 0 to 1."""
    editions = row["editions_held"] + row["editions_missing"]
    if not row["held"]:
        return 1 if row["due"] else 0
    # In tenths, so that neighbours are drawn as one; a single missing edition shows, and never as if all were.
    return min(0.9, max(0.1, round(row["editions_missing"] / editions, 1))) if row["editions_missing"] else 0


def without_emptiness(rows: Sequence[Period]) -> list[Period]:
    """The periods as they are drawn: where most are empty, each long run of empty ones is one.

    A paper of 1704 among those of today would else stand before three centuries of which nothing was ever known.
    """

    def empty(row: Period) -> bool:
        return not (row["held"] or row["editions_held"] or row["editions_missing"])

    if not MOSTLY * len(rows) <= sum(map(empty, rows)) < len(rows):
        return list(rows)
    drawn: list[Period] = []
    for is_empty, run in groupby(rows, key=empty):
        several = list(run)
        if is_empty and len(several) > LONG_RUN:
            name = _("%(first)s to %(last)s", first=several[0]["name"], last=several[-1]["name"])
            several = [{**several[0], "name": name, "last": several[-1]["last"], "due": True}]
        drawn += several
    return drawn


def svg(
    drawing: chart.Chart,
    rows: Sequence[Period],
    by: str,
    width: int,
    height: int,
    address: Callable[[str], str] | None = None,
) -> Markup:
    """The chart as an ``<svg>`` element, with names of periods under its axis.

    :param width: in units of the drawing, as ``height`` (``WIDE``, ``NARROW``).
    :param address: makes a path of the site an address on the page; without it nothing in the chart is a link.
    """
    day = dt.date.fromisoformat
    shown = [periods.Period(day(row["first"]), day(row["last"]), row["period"]) for row in rows]
    most = (width - 200) // 80 if width > 600 else 4
    if len(shown) == 1:
        ticks = [(0, shown[0].name)]
    elif periods.number_of(shown[0].first, shown[-1].last, by) == len(shown):
        ticks = periods.ticks(shown, by, most=most)
    else:  # with runs of empty periods in one: each of the others has its name, or every second ...
        named = [(place, shown[place].brief_name) for place, row in enumerate(rows) if row["held"]]
        ticks = named[:: -(-len(named) // most) or 1]
    return chart.svg(drawing, ticks, width=width, height=height, name=f"chart-{width}", address=address)


def percent(share: float) -> str:
    """A share as it is written in the language of the request: 31.3%, 0.04%; 31,3 % in German."""
    locale = language.locale()
    pattern = locale.percent_formats[None].pattern.replace("0", "0.##" if share < 0.1 else "0.#")
    return str(format_percent(share, pattern, locale=locale))


def as_csv(rows: Sequence[Period], absolute: Callable[[str], str]) -> bytes:
    """The timeline as CSV, one line for each query and period ("long" format).

    :param absolute: makes a path of the site a URL.
    """
    return tables.as_csv(
        COLUMNS, ({**row, **count, "url": absolute(count["url"])} for row in rows for count in row["counts"])
    )
