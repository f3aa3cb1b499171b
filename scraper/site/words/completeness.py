"""How complete a paper is, as sentences that can be cited, and its gaps by cause in words. Pure.

    The Lantern is complete from 1 March 2026 to 30 April 2026, but for 3 of 52 editions: missing: 2 (4 March 2026 to
    5 March 2026); held in part: 1 (12 March 2026). Not counted: did not appear: 1 (3 April 2026). Collected from 1
    March 2026 to 30 April 2026, in the archive archive.example.org.

All is said in the language of the request, which is English on the command line. Few gaps are named one by one, more of
them by months, then by years, then by their first and last day alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from scraper.archive.read.completeness import LACKING, Cause, Completeness, Edition, Run
from scraper.site.language import N_, _, ngettext, number
from scraper.site.words import wording

MOST_NAMED = 8  # runs of editions; more are summed up, in so many months or years

LACKING_NAMES: Mapping[str, str] = {
    "missing": N_("missing"),
    "unknown": N_("never tried"),
    "partial": N_("held in part"),
    "statement": N_("known only from what their stories say"),
}


def sentences(
    title: str, found: Completeness | None, collected: tuple[str, str] | None = None, archive: str = ""
) -> str:
    """How complete a paper is in a span of days, what it lacks, what was not counted, and whence this is known.

    :param title: of the paper.
    :param found: None where the archive knows nothing of it.
    :param collected: the first and last day on which its stories were collected.
    :param archive: the name or the address of the archive.
    """
    if found is None:
        return " ".join(filter(None, [_("No edition of %(paper)s is known.", paper=title), _origin(None, archive)]))
    told = (_first(title, found), _not_counted(found), _unknown_days(found), _origin(collected, archive))
    return " ".join(filter(None, told))


def span(first: dt.date, last: dt.date) -> str:
    """Days from one to another, or the only one: from 1 March 2026 to 30 April 2026; on 1 March 2026."""
    if first == last:
        return _("on %(day)s", day=wording.day(first))
    return _("from %(first)s to %(last)s", first=wording.day(first), last=wording.day(last))


def _first(title: str, found: Completeness) -> str:
    days, every = span(found.first, found.last), found.editions
    paper = title if found.labels in ((), ("",)) else f"{title} ({_named(found.labels)})"
    if not every:
        return _("No edition of %(paper)s is known %(days)s.", paper=paper, days=days)
    if found.whole == every and found.unknown_days:  # there may be others
        return ngettext(
            "The one edition of %(paper)s that is known %(days)s is held whole.",
            "All %(num)s editions of %(paper)s that are known %(days)s are held whole.",
            every,
            paper=paper,
            days=days,
        )
    if found.whole == every:
        return ngettext(
            "%(paper)s is complete %(days)s: its one edition is held whole.",
            "%(paper)s is complete %(days)s: all %(num)s editions are held whole.",
            every,
            paper=paper,
            days=days,
        )
    lacking = _lacking(found)
    if 2 * found.whole < every or found.unknown_days:
        return ngettext(
            "Of %(paper)s %(num)s edition is known %(days)s. Held whole: %(whole)s; %(lacking)s.",
            "Of %(paper)s %(num)s editions are known %(days)s. Held whole: %(whole)s; %(lacking)s.",
            every,
            whole=number(found.whole),
            paper=paper,
            days=days,
            lacking=lacking,
        )
    return ngettext(
        "%(paper)s is complete %(days)s, but for %(number)s of %(num)s edition: %(lacking)s.",
        "%(paper)s is complete %(days)s, but for %(number)s of %(num)s editions: %(lacking)s.",
        every,
        paper=paper,
        days=days,
        number=number(every - found.whole),
        lacking=lacking,
    )


def _named(labels: Sequence[str]) -> str:
    names = [label or _("main edition") for label in labels]
    return ngettext("edition %(labels)s", "editions %(labels)s", len(names), labels=", ".join(names))


def _lacking(found: Completeness) -> str:
    several = len(found.labels) > 1
    return "; ".join(
        _(
            "%(kind)s: %(number)s (%(when)s)",
            kind=_(LACKING_NAMES[state]),
            number=number(found.number(state)),
            when=when(found.lacking[state], labelled=several),
        )
        for state in LACKING
        if found.lacking[state]
    )


def _not_counted(found: Completeness) -> str:
    several = len(found.labels) > 1
    parts = [
        _(
            "%(kind)s: %(number)s (%(when)s)",
            kind=kind,
            number=number(len(editions)),
            when=alone(editions, labelled=several),
        )
        for kind, editions in (
            (_("did not appear"), found.closed),
            (_("one edition with the day before"), found.combined),
        )
        if editions
    ]
    if found.off:
        parts.append(_("days that are no publishing days: %(number)s", number=number(found.off)))
    if found.supplements_in_part:
        parts.append(
            _(
                "supplements: %(number)s, of which in part: %(part)s",
                number=number(found.supplements),
                part=number(found.supplements_in_part),
            )
        )
    elif found.supplements:
        parts.append(_("supplements: %(number)s", number=number(found.supplements)))
    return _("Not counted: %(what)s.", what="; ".join(parts)) if parts else ""


def _unknown_days(found: Completeness) -> str:
    if not found.unknown_days:
        return ""
    return ngettext(
        "Of %(num)s day it is not known whether there was an edition.",
        "Of %(num)s days it is not known whether there was an edition.",
        found.unknown_days,
    )


def _origin(collected: tuple[str, str] | None, archive: str) -> str:
    if collected:
        days = span(*map(dt.date.fromisoformat, collected))
        if archive:
            return _("Collected %(days)s, in the archive %(archive)s.", days=days, archive=archive)
        return _("Collected %(days)s.", days=days)
    return _("This is what the archive %(archive)s says.", archive=archive) if archive else ""


def alone(editions: Iterable[Edition], *, labelled: bool) -> str:
    """When editions lack, each by itself: what follows it in the order of days is not known."""
    return when([Run((edition.date,), edition.label) for edition in editions], labelled=labelled)


def when(runs: Sequence[Run], *, labelled: bool = False) -> str:
    """When editions lack, named one by one, or summed up where they are many.

    :param runs: at least one, in order.
    :param labelled: their labels are named: "[city] 4 March 2026; [coast] 5 March 2026, 6 March 2026".
    """
    if not labelled:
        return _when(runs)
    labels = sorted({run.label for run in runs})
    return "; ".join(
        f"[{label or _('main edition')}] {_when([run for run in runs if run.label == label])}" for label in labels
    )


def _when(runs: Sequence[Run]) -> str:
    if len(runs) <= MOST_NAMED:
        return ", ".join(map(_run, runs))
    dates = sorted(date for run in runs for date in run.dates)
    for length in (7, 4):
        periods = Counter(date.isoformat()[:length] for date in dates)
        if len(periods) <= MOST_NAMED:
            return ", ".join(
                _("%(period)s: %(number)s", period=wording.part_of_time(period), number=number(count))
                for period, count in periods.items()
            )
    return _("between %(first)s and %(last)s", first=wording.day(dates[0]), last=wording.day(dates[-1]))


def _run(run: Run) -> str:
    if run.first == run.last:
        return wording.day(run.first)
    return _("%(first)s to %(last)s", first=wording.day(run.first), last=wording.day(run.last))


def cause(found: Cause) -> str:
    """Why editions of a cause are missing, or not whole, in a sentence or two."""
    told = wording.outcome(found.newest)
    return told if found.alike else _("Such as: %(reason)s", reason=told)
