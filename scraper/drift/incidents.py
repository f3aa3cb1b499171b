"""Whether a look at an edition was worse than its newspaper's kind, and when an incident opens and closes (pure).

    outcome, reasons, changes of the index, the editions before  ->  Sign   worse, right, or neither
    the open incident of a newspaper, the sign of a look         ->  the incident as it is then

A newspaper has one open incident at most. It opens with the first look that is worse, and closes when three looks in a
row are right again, at each of its editions that was worse. What a newspaper always had, such as a story or two that
cannot be had, is its kind.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateutil.easter import easter

from scraper.items import EditionKey, Outcome
from scraper.reasons import Code, Reason

RIGHT_AGAIN = 3  # looks in a row
KNOWN = 8  # editions by which a habit is known
IN_A_ROW = 3  # days without a paper that are no chance
THIN_IN_A_ROW = 4  # editions: slow days come together
MOST_NOT_HELD = 0.5  # of the listed stories
MOST_LINES = 200  # of a history; the first and the newest are kept
EARLY = dt.timedelta(minutes=10)
HELD = (Outcome.COMPLETE, Outcome.DEGRADED, Outcome.PARTIAL)

# Of an edition that was read in part: what tells of rules that do not fit any more.
OF_RULES = frozenset(
    {
        *(Code.NO_SECTION, Code.THIN_FIELD, Code.FIELD_LOST, Code.RULE_LOST, Code.SHORT_STORIES, Code.UNUSUAL_TEXTS),
        *(Code.LIST_GOES_ON, Code.ANOTHER_INDEX, Code.STORIES_UNLISTED, Code.YIELD_FELL, Code.PAGING_ENDED),
        *(Code.LIST_ENDS_EARLY, Code.MANY_MORE_LISTED, Code.OTHER_ADDRESSES, Code.TOO_MANY_STORIES, Code.CRASHED),
    }
)
# ... and what a slow day or the network may bring, once.
OF_CHANCE = frozenset(
    {
        *(Code.TOO_FEW_STORIES, Code.FEWER_THAN_USUAL, Code.TOO_FEW_SECTIONS, Code.LIST_CUT_OFF),
        *(Code.LIST_PAGE_MISSING, Code.DAY_IN_DOUBT, Code.PAGES_OF_ANOTHER_DAY),
    }
)
_FEASTS = frozenset({"01-01", "01-06", "05-01", "08-15", "11-01", "12-24", "12-25", "12-26", "12-31"})
_FROM_EASTER = (-3, -2, -1, 0, 1, 39, 49, 50, 60)


class Sign(enum.StrEnum):
    """What a look says of its newspaper's site."""

    WORSE = "worse"
    RIGHT = "right"
    NEITHER = "neither"  # there was nothing to be read, as on a day without a paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at an edition, and what is known of its newspaper.

    :param outcome: how it ended; None where it has not ended yet.
    :param changes: of its index (``scraper.drift.comparison``).
    :param before: outcomes and reasons of the editions of this label before it, the newest first.
    :param is_due: whether the edition should be there by now: by its hour, or as those before it always were.
    :param shows_before: of an edition that is not there, the one before, and whether the index still shows that; None
        where nobody knows.
    """

    key: EditionKey
    outcome: Outcome | None
    reasons: Sequence[Reason] = ()
    changes: Sequence[Reason] = ()
    before: Sequence[tuple[Outcome, Sequence[Reason]]] = ()
    is_due: bool = False
    shows_before: tuple[EditionKey, bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an incident's history: what was seen of an edition, when first and last, how often."""

    date: str
    label: str
    outcome: str
    reasons: Sequence[Mapping[str, object]]
    seen: str
    last: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is wrong with a newspaper's site.

    :param since: the date of the edition with which it opened.
    :param opened, closed: moments, as the archive writes them; ``closed`` is empty while it is open.
    :param reasons: of the newest look that was worse.
    :param right: of each label that was worse, the looks in a row that were right since.
    """

    since: dt.date
    opened: str
    closed: str = ""
    reasons: Sequence[Reason] = ()
    history: Sequence[Line] = ()
    right: Mapping[str, int] = field(default_factory=dict)


def judged(look: Look) -> tuple[Sign, tuple[Reason, ...]]:
    """Whether a look is worse than its newspaper's kind, and by what."""
    worked = [each for each in look.before if each[0] in HELD]
    if not worked:  # it has no kind yet
        is_whole = look.outcome is Outcome.COMPLETE and not look.changes
        return (Sign.RIGHT if is_whole else Sign.NEITHER), ()
    reasons = tuple(look.reasons)
    match look.outcome:
        case None:
            return Sign.WORSE, reasons
        case Outcome.NOT_PUBLISHED:
            return Sign.NEITHER, ()
        case Outcome.LATE:
            return _absent(look)
        case Outcome.BROKEN if look.shows_before is not None:
            return _absent(look)
        case Outcome.BROKEN | Outcome.BLOCKED:
            return Sign.WORSE, reasons
        case Outcome.STALE:
            again = bool(look.before) and look.before[0][0] is Outcome.STALE
            is_worse = look.is_due and (again or not is_feast(look.key.date))
            return (Sign.WORSE, reasons) if is_worse else (Sign.NEITHER, ())
    told = {(reason.code, reason.field) for reason in reasons}
    every = (*reasons, *(reason for reason in look.changes if (reason.code, reason.field) not in told))
    worse = tuple(reason for reason in every if _is_worse(reason, look))
    return (Sign.WORSE, worse) if worse else (Sign.RIGHT, ())


def _absent(look: Look) -> tuple[Sign, tuple[Reason, ...]]:
    """Of an edition that is not there: worse where its index does not show the one before either.

    Where it does, this one has not appeared, as in a strike; three in a row are a strike that somebody should know of,
    or editions that stand at another address since. Where nobody knows, two are.
    """
    if look.shows_before is not None and not look.shows_before[1]:
        none = Reason(code=Code.INDEX_SHOWS_NONE, date=look.shows_before[0].date)
        return Sign.WORSE, (none, *look.reasons)
    many = IN_A_ROW - 1 if look.shows_before else 1
    again = [outcome for outcome, _ in look.before[:many] if outcome in (Outcome.LATE, Outcome.BROKEN)]
    return (Sign.WORSE, tuple(look.reasons)) if len(again) == many and look.is_due else (Sign.NEITHER, ())


def _is_worse(reason: Reason, look: Look) -> bool:
    code = reason.code
    before = look.before[:KNOWN]
    usual = sum(any(each.code is code for each in reasons) for _, reasons in before)
    if before and 2 * usual >= len(before) >= IN_A_ROW:
        return False
    if reason in look.changes or code in OF_RULES:
        return True
    if code is Code.NOT_HELD:
        return (reason.number or 0) > MOST_NOT_HELD * (reason.listed or 1)
    if code in OF_CHANCE:
        last = before[: THIN_IN_A_ROW - 1]
        return len(last) == THIN_IN_A_ROW - 1 and all(any(each.code is code for each in reasons) for _, reasons in last)
    return False


def is_feast(day: dt.date) -> bool:
    """Whether many newspapers do not appear on this day; what a newspaper's file declares is not asked for at all."""
    return f"{day:%m-%d}" in _FEASTS or (day - easter(day.year)).days in _FROM_EASTER


def is_due_by_habit(now: dt.datetime, midnight: dt.datetime, collected: Sequence[dt.timedelta]) -> bool:
    """Whether earlier editions were always there by this hour.

    :param midnight: the beginning of the edition's day, where the newspaper is.
    :param collected: how long after that the earlier ones were first collected.
    """
    if len(collected) < KNOWN:
        return False
    latest, spread = max(collected), max(collected) - min(collected)
    return now - midnight >= latest + spread - EARLY


def after(incident: Incident | None, look: Look, sign: Sign, reasons: Sequence[Reason], now: str) -> Incident | None:
    """The incident of a newspaper after a look; None where there is none.

    :param incident: its open one.
    :param reasons: why the look was worse.
    :param now: the moment, as the archive writes it.
    """
    label = look.key.label
    if sign is Sign.NEITHER or (sign is Sign.RIGHT and incident is None):
        return incident
    if sign is Sign.WORSE:
        line = Line(
            date=look.key.date.isoformat(),
            label=label,
            outcome=look.outcome.value if look.outcome else "",
            reasons=[reason.as_json() for reason in reasons],
            seen=now,
            last=now,
        )
        old = incident or Incident(since=look.key.date, opened=now)
        return replace(
            old, reasons=tuple(reasons), history=_with_line(old.history, line), right={**old.right, label: 0}
        )
    assert incident is not None, "what is right without an incident has returned"
    if label not in incident.right or look.key.date < incident.since:
        return incident
    right = Counter(incident.right)
    right[label] += 1
    is_over = all(number >= RIGHT_AGAIN for number in right.values())
    return replace(incident, right=dict(right), closed=now if is_over else "")


def _with_line(history: Sequence[Line], line: Line) -> Sequence[Line]:
    """A history with one more line, or with the last one seen again; of a long one the middle is left out."""
    last = history[-1] if history else None
    if last and replace(last, seen="", last="", times=0) == replace(line, seen="", last="", times=0):
        return (*history[:-1], replace(last, last=line.last, times=last.times + 1))
    lines = (*history, line)
    half = MOST_LINES // 2
    return lines if len(lines) <= MOST_LINES else (*lines[:half], *lines[-half:])
