"""Which editions a newspaper prints on a day, and when each should be there (pure).

``day`` says what becomes of a day and by which rule of the file, whose texts ``scraper.day_rules`` reads.

All days are edition dates: the date printed on the paper, which may lie ``lead_days`` after the day it appears. All
times are those of the newspaper's own time zone.
"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scraper import day_rules
from scraper.dates import EARLIEST
from scraper.items import EditionKey, Expectation
from scraper.publication import WEEKDAYS, LabelRules, Publication, SupplementRules
from scraper.reasons import Code, Reason

LONGEST_GAP = 400  # days between two editions, beyond which a newspaper counts as ended
LONGEST_COMBINED = 62  # days from an edition to the last one that shares it: a monthly's two months
_DAY = dt.timedelta(days=1)
_CLOCK = re.compile(r"(?:(next) )?(\d\d):(\d\d)")


class DayKind(enum.StrEnum):
    """What a newspaper's schedule says of a day."""

    EXPECTED = "expected"
    COMBINED = "combined"  # it shares the edition of a day before
    CLOSED = "closed"
    NONE = "none"  # no day on which the newspaper appears


CLOSED = (DayKind.CLOSED, DayKind.COMBINED)  # without an edition of its own, as the newspaper declares


@dataclass(frozen=True, slots=True)
class ScheduledDay:
    """What the schedule says of a day.

    :param rule: the rule of the file that says so, such as "good friday"; empty of an ordinary day with a paper, or
        without.
    :param why: a feast's name or a reason, as far as there is more to say than the date.
    :param edition: the date of the edition that is this day's.
    """

    kind: DayKind
    rule: str = ""
    why: str = ""
    edition: dt.date | None = None


def day(publication: Publication, date: dt.date) -> ScheduledDay:
    """What the newspaper's schedule says of a day: ``extra`` outranks ``combined``, that ``closed``, and that ``days``.

    A day that shares the edition before it is closed if that one does not appear.
    """
    schedule = publication.schedule
    if named := day_rules.find(schedule.extra, date):
        return ScheduledDay(DayKind.EXPECTED, named.rule, named.why, date)
    if named := day_rules.find(schedule.combined, date):
        before = _edition_before(publication, date)
        return replace(before, kind=DayKind.COMBINED, rule=named.rule, why=named.why) if before.edition else before
    if named := day_rules.find(schedule.closed, date):
        return ScheduledDay(DayKind.CLOSED, named.rule, named.why)
    parents = (_rules_of(publication, label) for label in _parents(publication))
    if day_rules.find(schedule.days, date) and any(_appears(rules, date) for rules in parents):
        return ScheduledDay(DayKind.EXPECTED, edition=date)
    return ScheduledDay(DayKind.NONE)


def _edition_before(publication: Publication, date: dt.date) -> ScheduledDay:
    """The last day before this one that has an edition, or is closed; ``NONE`` if that is too long ago."""
    extra, combined = publication.schedule.extra, publication.schedule.combined
    for number in range(1, LONGEST_COMBINED + 1):
        before = date - number * _DAY
        if day_rules.find(combined, before) and not day_rules.find(extra, before):
            continue
        if (found := day(publication, before)).kind is not DayKind.NONE:
            return found
    return ScheduledDay(DayKind.NONE)


def is_closed(publication: Publication, date: dt.date) -> bool:
    """Whether the newspaper declares that no edition of its own appears on this day: a holiday, a double issue."""
    return day(publication, date).kind in CLOSED


def why_closed(publication: Publication, date: dt.date) -> Reason:
    """Why such a day has no edition of its own, as the newspaper declares it."""
    return _why_closed(day(publication, date))


def _why_closed(found: ScheduledDay) -> Reason:
    names = (found.why,) if found.why else ()
    if found.kind is DayKind.COMBINED:
        return Reason(code=Code.COMBINED, date=found.edition, names=names)
    return Reason(code=Code.DECLARED_CLOSED, names=names)


def is_publishing_day(publication: Publication, date: dt.date) -> bool:
    """Whether an edition of this date is to be expected."""
    return day(publication, date).kind is DayKind.EXPECTED


def has_edition(publication: Publication, date: dt.date, label: str = "") -> bool:
    """Whether there may be an edition of this date and label, or supplement; of any label if that is empty."""
    if not label:
        return is_publishing_day(publication, date)
    return any(edition.label == label for edition in editions_on(publication, date))


def combined_days(publication: Publication, date: dt.date) -> tuple[dt.date, ...]:
    """The days after this one that share its edition, as those of a double issue do."""
    if not publication.schedule.combined:
        return ()
    following = (date + number * _DAY for number in range(1, LONGEST_COMBINED + 1))
    return tuple(each for each in following if day(publication, each).edition == date)


def edition_date(publication: Publication, date: dt.date) -> dt.date:
    """The date of the edition that is this day's: of a day that shares another's edition it is that one's."""
    return day(publication, date).edition or date


def day_of_number(publication: Publication, number: int, year: int, web: dt.date) -> dt.date | None:
    """The day of a weekly's numbered issue (43 of 2019) with a story that was on the web on a day; None if in doubt.

    Weeklies count their issues through the year, and some count a special one, or begin in December: so the number
    alone names no day. It must fit the publishing day that is next to the story's day on the web, from three days
    before that to one after it.
    """
    schedule = publication.schedule
    if publication.frequency != "weekly" or not EARLIEST.year <= year <= web.year + 1:
        return None
    if len(schedule.days) != 1 or schedule.days[0] not in WEEKDAYS:
        return None
    if schedule.archive_from and web < schedule.archive_from:
        return None  # its schedule of those days may have been another
    around = [web + dt.timedelta(days=days) for days in range(-3, 2)]
    days = [day for day in around if is_publishing_day(publication, day)]
    first = dt.date(year, 1, 1)
    first += dt.timedelta(days=(WEEKDAYS.index(schedule.days[0]) - first.weekday()) % 7)
    counted = first + dt.timedelta(weeks=number - 1)
    if len(days) == 1 and dt.timedelta(weeks=-3) <= days[0] - counted <= dt.timedelta(weeks=1):
        return days[0]
    return None


def editions_on(publication: Publication, date: dt.date) -> tuple[EditionKey, ...]:
    """Every edition of a day: the default label first, then the others, then supplements; none on other days.

    ``is_optional`` tells which of them may be missing without a gap.
    """
    return _editions_on(publication, date) if is_publishing_day(publication, date) else ()


def _editions_on(publication: Publication, date: dt.date) -> tuple[EditionKey, ...]:
    """The same of a day that is one with a paper."""
    of_day = _labels_on(publication, date) or _parents(publication)  # an extra day of a paper whose labels have none
    mains = tuple(EditionKey(publication.slug, date, label) for label in of_day)
    return (*mains, *(key for key in _supplements_on(publication, date) if key.supplement_of in of_day))


def expectations(publication: Publication, first: dt.date, last: dt.date) -> Iterator[Expectation]:
    """What the ledger should expect of these days, both ends included; each edition once, days in order."""
    for number in range((last - first).days + 1):
        date = first + number * _DAY
        found = day(publication, date)
        if found.kind in CLOSED:
            yield Expectation(date, default_label(publication, date), "closed", _why_closed(found))
        for edition in _editions_on(publication, date) if found.kind is DayKind.EXPECTED else ():
            yield Expectation(date, edition.label, "optional" if is_optional(publication, edition) else "expected")


def is_optional(publication: Publication, edition: EditionKey) -> bool:
    """Whether the absence of this edition is no gap: an optional label ("late"), or a supplement."""
    if supplement_rules(publication, edition) is not None:
        return True
    rules = label_rules(publication, edition)
    return rules is not None and rules.optional


def labels(publication: Publication) -> tuple[str, ...]:
    """The labels of a day's main editions, the default first, optional ones last; ("",) for a paper with only one."""
    optional = tuple(rules.id for rules in publication.labels if rules.optional)
    return (*_parents(publication), *optional)


def default_label(publication: Publication, date: dt.date) -> str:
    """The label that is meant of a day when nobody says which: the first that has an edition on such a day."""
    return next(iter(_labels_on(publication, date)), labels(publication)[0])


def edition_key(publication: Publication, date: dt.date, label: str = "") -> EditionKey:
    """The edition with this label as the archive names it; an empty label means the default one.

    :raises LookupError: the newspaper has no such label; the message suggests one.
    """
    key = EditionKey(publication.slug, date, label or default_label(publication, date))
    if supplement := supplement_rules(publication, key):
        return _supplement_key(publication, date, supplement, _parent_of(publication, key.label))
    if key.label not in labels(publication):
        supplements = (_supplement_label(publication, rules, parent) for rules, parent in _all_supplements(publication))
        known = [name for name in (*labels(publication), *supplements) if name]
        near = difflib.get_close_matches(label, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(known) or 'only one, without a label'}"
        raise LookupError(f"{publication.slug} has no edition '{label}'; {hint}")
    return key


def label_rules(publication: Publication, edition: EditionKey) -> LabelRules | None:
    """What the publication declares of this edition's label, or of its parent's; None for the only edition of a day."""
    wanted = edition.label
    if supplement_rules(publication, edition) is not None:
        wanted = _parent_of(publication, edition.label)
    return _rules_of(publication, wanted)


def supplement_rules(publication: Publication, edition: EditionKey) -> SupplementRules | None:
    """What the publication declares of this supplement; None for a main edition."""
    for rules, parent in _all_supplements(publication):
        if edition.label == _supplement_label(publication, rules, parent):
            return rules
    return None


def ready_at(publication: Publication, date: dt.date, label: str = "") -> dt.datetime:
    """When the edition of this date and label should be on the newspaper's site, in its time zone.

    :param label: an edition's or a supplement's; empty for the default one.
    """
    return _at(publication, date, _hours(publication, date, label)[0])


def overdue_at(publication: Publication, date: dt.date, label: str = "") -> dt.datetime:
    """When such an edition that is not there counts as missing: by default a day after ``ready_at``."""
    ready, retry_until = _hours(publication, date, label)
    if retry_until:
        return _at(publication, date, retry_until)
    return _at(publication, date + dt.timedelta(days=1), ready)


def names_its_end(publication: Publication, date: dt.date, label: str = "") -> bool:
    """Whether the newspaper names the hour up to which such an edition may grow (``retry_until``)."""
    return bool(_hours(publication, date, label)[1])


def reachable(publication: Publication, date: dt.date, today: dt.date) -> bool:
    """Whether the newspaper's site can be asked for this date today: not yet to come, and not beyond its archive."""
    schedule = publication.schedule
    age = (today - date).days
    if age < -schedule.lead_days:
        return False
    if schedule.archive_from and date < schedule.archive_from:
        return False
    return not schedule.archive_days or age <= schedule.archive_days


def newest_expected(publication: Publication, now: dt.datetime, label: str = "") -> dt.date | None:
    """The date of the newest edition of a label that should be there at this moment; None if none was for a year."""
    today = now.astimezone(publication.zone).date() + publication.schedule.lead_days * _DAY
    dates = days_back(publication, today, label)
    return next((date for date in dates if ready_at(publication, date, label) <= now), None)


def next_day(publication: Publication, after: dt.date) -> dt.date | None:
    """The first publishing day after this one; None if there is none for over a year."""
    days = (after + dt.timedelta(days=number) for number in range(1, LONGEST_GAP + 1))
    return next((day for day in days if is_publishing_day(publication, day)), None)


def is_newest(publication: Publication, date: dt.date, now: dt.datetime, label: str = "") -> bool:
    """Whether a page without a date in its address should show the edition of this date and label at this moment."""
    return date == newest_expected(publication, now, label)


def days_back(publication: Publication, last: dt.date, label: str = "") -> Iterator[dt.date]:
    """The days with an edition of a label from ``last`` backwards, over at most ``LONGEST_GAP`` days."""
    for number in range(LONGEST_GAP):
        date = last - number * _DAY
        if has_edition(publication, date, label):
            yield date


def weekday(date: dt.date) -> str:
    """The day of the week as publication files write it: "mon" to "sun"."""
    return WEEKDAYS[date.weekday()]


def _parents(publication: Publication) -> tuple[str, ...]:
    """The labels that are no extras, the default first; a paper that declares only extras has one main edition."""
    if not publication.labels:
        return ("",)
    regular = [rules for rules in publication.labels if not rules.optional]
    return tuple(rules.id for rules in sorted(regular, key=lambda rules: not rules.default)) or ("",)


def _supplements_on(publication: Publication, date: dt.date) -> Iterator[EditionKey]:
    for rules, parent in _all_supplements(publication):
        if day_rules.find(rules.days, date):
            yield _supplement_key(publication, date, rules, parent)


def _all_supplements(publication: Publication) -> Iterator[tuple[SupplementRules, str]]:
    for parent in _parents(publication):
        for rules in publication.supplements:
            if parent in rules.editions or not rules.editions:
                yield rules, parent


def _supplement_key(publication: Publication, date: dt.date, rules: SupplementRules, parent: str) -> EditionKey:
    label = _supplement_label(publication, rules, parent)
    return EditionKey(publication.slug, date, label, supplement_of=parent)


def _supplement_label(publication: Publication, rules: SupplementRules, parent: str) -> str:
    """Its id, after the parent's label where that is not the default: two cities may each have their supplement."""
    return rules.id if parent == _parents(publication)[0] else f"{parent}-{rules.id}"


def _parent_of(publication: Publication, label: str) -> str:
    """The label of the main edition to which a supplement's label belongs."""
    for rules, parent in _all_supplements(publication):
        if label == _supplement_label(publication, rules, parent):
            return parent
    return label


def _rules_of(publication: Publication, label: str) -> LabelRules | None:
    return next((rules for rules in publication.labels if rules.id == label), None)


def _labels_on(publication: Publication, date: dt.date) -> tuple[str, ...]:
    """The labels of a day's main editions by their own days alone, in the order of ``labels``."""
    return tuple(label for label in labels(publication) if _appears(_rules_of(publication, label), date))


def _appears(rules: LabelRules | None, date: dt.date) -> bool:
    """Whether the edition of a label is among those of a day with a paper."""
    if rules is None:
        return True
    return not day_rules.find(rules.closed, date) and bool(not rules.days or day_rules.find(rules.days, date))


def _hours(publication: Publication, date: dt.date, label: str) -> tuple[str, str]:
    """``ready`` and ``retry_until`` of a label: its own, else those of the edition that carries it, else the paper's.

    Where a label has a ``ready`` of its own, the ``retry_until`` of the others says nothing of it: that may be earlier.
    """
    edition = EditionKey(publication.slug, date, label or default_label(publication, date))
    hours = (publication.schedule.ready or "00:00", publication.schedule.retry_until)
    if rules := label_rules(publication, edition):
        hours = _outranked(hours, rules.ready, rules.retry_until)
    if supplement := supplement_rules(publication, edition):
        hours = _outranked(hours, supplement.ready, supplement.retry_until)
    return hours


def _outranked(hours: tuple[str, str], ready: str, retry_until: str) -> tuple[str, str]:
    return (ready, retry_until) if ready else (hours[0], retry_until or hours[1])


def _at(publication: Publication, date: dt.date, clock: str) -> dt.datetime:
    """A clock time of the schedule for the edition of this date, in the paper's zone.

    A time that the change to summer time skips is the same moment an hour later on the clock.
    """
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise ValueError(f'{publication.slug} [schedule]: \'{clock}\' is no time; write "06:00" or "next 06:00"')
    day = date + dt.timedelta(days=(1 if match[1] else 0) - publication.schedule.lead_days)
    local = dt.datetime.combine(day, dt.time(int(match[2]), int(match[3])), tzinfo=publication.zone)
    return local.astimezone(dt.UTC).astimezone(publication.zone)
