"""Which editions are to be looked at now, and why (pure).

An edition is due at the hour at which its newspaper has it (``schedule.ready_at``). From then on:

    it is there, whole           nothing more; once more when its day is over, if its newspaper names that hour
    it is held, in part at least so long after the first look at it as ``again_after`` says, to see what was changed
    it is not there, or in part  again, after ever longer pauses; the last time when its day is over (``overdue_at``)
    the site refuses us          again, after longer ones, and not before the moment that it named
    nothing answered             again and again: so that nothing is lost where a machine was without a network

What was held as a whole stays so, whatever its site shows later: a look that finds it gone is not repeated.

What has not come by the end of its day is not asked for any more: the ledger says what is missing, and
``backissues fill`` asks for it another day.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper import schedule
from scraper.collect import days
from scraper.items import EditionKey, Look, Outcome
from scraper.publication import Publication
from scraper.reasons import Code

CATCH_UP = dt.timedelta(days=31)  # so long after its day an edition is still looked at that nobody has reached
NOT_FOLLOWED = dt.timedelta(days=14)
FIRST_PAUSE = dt.timedelta(minutes=10)  # before the second look; each is twice the one before
LONGEST_PAUSE = dt.timedelta(hours=2)
PAUSE_AFTER_REFUSAL = dt.timedelta(hours=1)
LONGEST_AFTER_REFUSAL = dt.timedelta(hours=12)
WHOLE = (Outcome.COMPLETE, Outcome.DEGRADED)
HELD = (*WHOLE, Outcome.PARTIAL)


class Why(enum.StrEnum):
    """Why an edition is looked at."""

    NEW = "new"
    ABSENT = "not there yet"
    IN_PART = "not whole yet"
    FAILED = "could not be read"
    REFUSED = "was refused"
    UNREACHED = "nothing answered"
    GROWN = "may have grown"
    AGAIN = "may have been changed"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """An edition, the moment from which on it is to be looked at, and why."""

    at: dt.datetime
    key: EditionKey
    why: Why


def due(publication: Publication, looks: Mapping[EditionKey, Sequence[Look]], now: dt.datetime) -> list[Due]:
    """The editions of a newspaper that are to be looked at now, in the order in which they are collected.

    The first is that of the newest day that was looked at before, or the newest of all, where nobody has looked for
    longer than NOT_FOLLOWED. So a machine that was switched off for some days gets what has come meanwhile.

    One look serves all that is due: where held stories are to be asked for as well, that is why it is made.

    :param looks: at this newspaper's editions of ``first_day`` and later; each edition's oldest first.
    :param now: the present, with its time zone.
    """
    last = now.astimezone(publication.zone).date() + dt.timedelta(days=publication.schedule.lead_days)
    found = [each for each in _planned(publication, looks, now, last) if each.at <= now]
    pauses = publication.schedule.again_after
    again = [next_look_again(pauses, each.key, looks.get(each.key, ())) for each in found]
    return [more if more and more.at <= now else each for each, more in zip(found, again, strict=True)]


def first_day(publication: Publication, now: dt.datetime) -> dt.date:
    """The oldest day whose editions may be due."""
    longest = max(publication.schedule.again_after, default=dt.timedelta())
    return now.date() - longest - CATCH_UP


def planned(publication: Publication, looks: Mapping[EditionKey, Sequence[Look]], now: dt.datetime) -> list[Due]:
    """What is due now, and what will be, as things stand: the next edition, and looks that have their hour.

    Parameters as of ``due``.
    """
    last = now.astimezone(publication.zone).date() + dt.timedelta(days=publication.schedule.lead_days)
    return sorted(_planned(publication, looks, now, schedule.next_day(publication, last) or last))


def _planned(
    publication: Publication, looks: Mapping[EditionKey, Sequence[Look]], now: dt.datetime, last: dt.date
) -> Iterator[Due]:
    today = now.astimezone(publication.zone).date()
    newest = max((key.date for key in looks), default=dt.date.min)
    if newest < today - NOT_FOLLOWED:
        newest = schedule.newest_expected(publication, now) or today
    begin = min([newest, *(key.date for key in looks)])
    for number in range((last - begin).days + 1):
        day = begin + dt.timedelta(days=number)
        when = max(today, day - dt.timedelta(days=publication.schedule.lead_days))
        if schedule.reachable(publication, day, when):
            for key in days.editions(publication, [day]):
                if (looks.get(key) or day >= newest) and (found := next_look(publication, key, looks.get(key, ()))):
                    yield found


def next_look(publication: Publication, key: EditionKey, looks: Sequence[Look]) -> Due | None:
    """When an edition is to be looked at next, and why; None where what is known of it is the end of it.

    :param looks: those at this edition, the oldest first.
    """
    if not looks:
        return Due(schedule.ready_at(publication, key.date, key.label), key, Why.NEW)
    found = (
        _next_until_over(publication, key, _as_it_stays(looks)),
        next_look_again(publication.schedule.again_after, key, looks),
    )
    first = min((each for each in found if each), key=lambda each: (each.at, each.why is not Why.AGAIN), default=None)
    wait = _asked_to_wait(looks[-1])
    return replace(first, at=max(first.at, looks[-1].ended + wait)) if first and wait else first


def next_look_again(pauses: Sequence[dt.timedelta], key: EditionKey, looks: Sequence[Look]) -> Due | None:
    """When an edition that is held is to be asked for with all of its stories; None where it is not, or not any more.

    A look that was late, as the machine was off, serves every moment before it.

    :param pauses: since the first look that brought something of it.
    :param looks: those at this edition, the oldest first.
    """
    held = next((look for look in looks if look.outcome in HELD), None)
    if held is None:
        return None
    served = max((look.began for look in looks if look.again and look.outcome), default=held.ended)
    moment = min((held.ended + pause for pause in pauses if held.ended + pause > served), default=None)
    if moment is None:
        return None
    in_vain = [look for look in looks if look.began >= moment and look.outcome is None]
    if not in_vain:
        return Due(moment, key, Why.AGAIN)
    at = in_vain[-1].ended + _doubled(FIRST_PAUSE, len(in_vain), LONGEST_PAUSE)
    return Due(at, key, Why.AGAIN) if at <= moment + CATCH_UP else None


def _as_it_stays(looks: Sequence[Look]) -> Sequence[Look]:
    """The looks, with those that left an edition as it was held as such."""
    whole = next((number for number, look in enumerate(looks) if look.outcome in WHOLE), len(looks))
    stays = {Outcome.LATE, Outcome.STALE, Outcome.BLOCKED, Outcome.BROKEN}
    return [
        replace(look, outcome=Outcome.COMPLETE) if number > whole and look.outcome in stays else look
        for number, look in enumerate(looks)
    ]


def _next_until_over(publication: Publication, key: EditionKey, looks: Sequence[Look]) -> Due | None:
    """When an edition is to be looked at next in its day, or after it where nobody was reached."""
    over = schedule.overdue_at(publication, key.date, key.label)
    last = looks[-1]
    told = next((look for look in reversed(looks) if look.outcome), None)
    if told and (told.outcome is Outcome.NOT_PUBLISHED or (told.outcome in WHOLE and told.ended >= over)):
        return None
    if last.outcome is None:
        if told and told.ended >= over:  # somebody has asked for it again
            return None
        tries = _in_a_row(looks, None)
        at = last.ended + _doubled(FIRST_PAUSE, tries, LONGEST_PAUSE)
        return Due(at, key, Why.UNREACHED) if at <= over + CATCH_UP else None
    if last.outcome in WHOLE:
        return Due(over, key, Why.GROWN) if schedule.names_its_end(publication, key.date, key.label) else None
    if last.ended >= over:
        return None
    if last.outcome is Outcome.BLOCKED:
        pause = _doubled(PAUSE_AFTER_REFUSAL, _in_a_row(looks, Outcome.BLOCKED), LONGEST_AFTER_REFUSAL)
        return Due(last.ended + pause, key, Why.REFUSED)
    pause = _doubled(FIRST_PAUSE, len(looks), LONGEST_PAUSE)
    return Due(min(last.ended + pause, over), key, _why(last.outcome))


def _why(outcome: Outcome) -> Why:
    if outcome is Outcome.PARTIAL:
        return Why.IN_PART
    return Why.ABSENT if outcome in (Outcome.LATE, Outcome.STALE) else Why.FAILED


def _in_a_row(looks: Sequence[Look], outcome: Outcome | None) -> int:
    """How many of the last looks had this outcome."""
    return next((number for number, look in enumerate(reversed(looks)) if look.outcome is not outcome), len(looks))


def _doubled(first: dt.timedelta, tries: int, most: dt.timedelta) -> dt.timedelta:
    """The pause after so many tries: each twice as long as the one before."""
    return min(first * int(2 ** min(tries - 1, 20)), most)


def _asked_to_wait(look: Look) -> dt.timedelta:
    """How long the site asks us to stay away; none where it does not say."""
    seconds = [reason.seconds or 0 for reason in look.reasons if reason.code is Code.WAIT_TOO_LONG]
    return min(dt.timedelta(seconds=max(seconds, default=0)), CATCH_UP)
