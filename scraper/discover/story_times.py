"""Whose day an edition's stories are of, by when their pages say that they were published or printed (pure).

    published of each story  ->  when most of them were there    moment
                             ->  of this edition, or another's   judged

A newspaper is made on the day before its date, and its last stories in the evening: of yesterday's paper, nearly all
are older than noon of yesterday. What is usual for a newspaper, where it is known, outranks this rule.
"""

from __future__ import annotations

import datetime as dt
import enum
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scraper.discover import day_spans
from scraper.discover.edition_rules import EditionRules
from scraper.texts.dates import dates

ENOUGH = 5  # stories that are read before most of an edition is asked for
_LEAST = 2
_MOST = 0.75  # of the stories, sorted by age, are older than the moment at which the paper was there
_OTHER_EDITION = 0.75  # days from what is usual
_DAY = dt.timedelta(days=1)
_NOON = dt.timedelta(hours=12)
_AFTERNOON = dt.timedelta(hours=3)  # after noon, in which stories may be for this paper or late for the one before
_LATE = dt.timedelta(days=60)  # stories published so much later were moved to another system, and say nothing
_NEW = dt.timedelta(days=3)  # from their fetch


class Say(enum.Enum):
    """What stories say of the edition that lists them."""

    NOTHING = "nothing"
    THIS_DAY = "this edition"
    UNCERTAIN = "the day before its date, at no hour"
    ANOTHER_DAY = "another day's edition"


@dataclass(frozen=True, slots=True)
class StoryTime:
    """When one story was published, as its page says, and of which day's paper its page says it is."""

    published: str = ""
    printed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What stories say, the day of the paper they are of, and why."""

    say: Say = Say.NOTHING
    day: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When most stories of an edition were there, by the clock of its newspaper; ``to_the_hour`` or as a day."""

    when: dt.datetime
    to_the_hour: bool

    def after(self, date: dt.date) -> float:
        """Days since the beginning of an edition's date; negative before it."""
        return (self.when - _midnight(date)) / _DAY


def moment(stamps: Sequence[str], zone: ZoneInfo) -> Moment | None:
    """When most of these stories were published; None where too few of them say so."""
    timed = [found for stamp in stamps if day_spans.has_clock(stamp) and (found := _local(stamp, zone))]
    if _enough(timed, stamps):
        return Moment(_latest_but_some(timed), to_the_hour=True)
    days = [_midnight(day) + _NOON for stamp in stamps if (day := dates.local_day(stamp, zone))]
    return Moment(_latest_but_some(days), to_the_hour=False) if _enough(days, stamps) else None


def usual(editions: Mapping[dt.date, Sequence[str]], zone: ZoneInfo) -> float | None:
    """How many days after the beginning of its date a newspaper's stories are there; None under three editions.

    :param editions: when the stories of some editions were published, by edition date.
    """
    found = [one.after(date) for date, stamps in editions.items() if (one := moment(stamps, zone))]
    return statistics.median(found) if len(found) >= 3 else None


def judged(
    rules: EditionRules, stories: Sequence[StoryTime], *, today: dt.date, habit: float | None = None
) -> Judgement:
    """What the stories of an edition say.

    :param today: the day on which they were fetched, where their newspaper is.
    :param habit: what is ``usual`` for this newspaper.
    """
    printed = [story.printed for story in stories if story.printed]
    if _enough(printed, stories):
        day = statistics.median_low(printed)
        if day in rules.own:
            return Judgement(Say.THIS_DAY)
        if day < min(rules.own) and (not rules.periodical or day <= rules.before):
            return Judgement(Say.ANOTHER_DAY, day, f"stories printed: {day}")
    there = moment([story.published for story in stories], rules.publication.zone)
    return _judged_moment(rules, there, today, habit) if there else Judgement()


def _judged_moment(rules: EditionRules, there: Moment, today: dt.date, habit: float | None) -> Judgement:
    day = there.when.date()
    text = f"stories published: {day}"
    date = rules.edition.date
    period = (date - rules.before).days
    if habit is not None and abs(there.after(date) - habit) < _OTHER_EDITION * period:
        return Judgement(Say.THIS_DAY)
    lead = _DAY * max(0, rules.publication.schedule.lead_days)
    first = _midnight(rules.before) - lead + _NOON
    if there.when < first or (not there.to_the_hour and there.when == first):
        is_certain = there.to_the_hour or there.when < first or (habit is not None and not rules.periodical)
        return Judgement(Say.ANOTHER_DAY if is_certain else Say.UNCERTAIN, _paper_of(there.when), text)
    if there.to_the_hour and there.when < first + _AFTERNOON:
        return Judgement()
    if there.when < _midnight(rules.after) + (_DAY if rules.periodical else dt.timedelta(0)):
        return Judgement(Say.THIS_DAY)
    is_new = abs(there.when - _midnight(today)) < _NEW and date < today - 2 * _NEW
    if there.when > _midnight(rules.after) + _DAY and (there.when < _midnight(date) + _LATE or is_new):
        return Judgement(Say.ANOTHER_DAY, day, text)
    return Judgement()


def _paper_of(when: dt.datetime) -> dt.date:
    """The day of a morning paper for which a story of this moment is written."""
    return (when + _NOON).date() if when.time() > dt.time(12) else when.date()


def _latest_but_some(moments: Iterable[dt.datetime]) -> dt.datetime:
    in_order = sorted(moments)
    return in_order[int(_MOST * (len(in_order) - 1) + 0.5)]


def _enough(known: Sequence[object], stories: Sequence[object]) -> bool:
    return len(known) >= _LEAST and 2 * len(known) >= len(stories)


def _local(stamp: str, zone: ZoneInfo) -> dt.datetime | None:
    """A moment by the clock of the newspaper."""
    try:
        found = dt.datetime.fromisoformat(stamp.strip())
    except ValueError:
        return None
    return (found.astimezone(zone) if found.tzinfo else found).replace(tzinfo=None)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
