"""Which missing editions can still be had, the newest first, and why the others cannot (pure)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper import discover, schedule
from scraper.items import EditionKey, Look
from scraper.publication import Publication
from scraper.reasons import Code, Reason, shown

AGAIN_AFTER = dt.timedelta(hours=20)  # what was asked for in vain is not asked for again on the same day


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillable:
    """The gaps of one newspaper, sorted by what can be done about them; the newest first in each."""

    wanted: tuple[EditionKey, ...] = ()  # to be asked for now
    asked: tuple[EditionKey, ...] = ()  # in vain, and not long ago
    not_due: tuple[EditionKey, ...] = ()  # ``backissues run`` asks for them
    lost: tuple[tuple[EditionKey, Reason], ...] = ()  # cannot be had, with the reason


def sorted_gaps(
    publication: Publication,
    gaps: Iterable[Mapping[str, Any]],
    looks: Mapping[EditionKey, Sequence[Look]],
    now: dt.datetime,
    *,
    env: Mapping[str, str] | None = None,
) -> Fillable:
    """What can be done about the gaps of a newspaper.

    :param gaps: rows of ``archive.read.calendar.gaps`` of this newspaper.
    :param looks: those of before at its editions, each edition's oldest first.
    :param now: the present, with its time zone.
    :param env: the environment, for indexes that require a variable of it.
    """
    today = now.astimezone(publication.zone).date()
    wanted, asked, not_due, lost = [], [], [], []
    for gap in gaps:
        try:
            key = schedule.edition_key(publication, dt.date.fromisoformat(gap["date"]), gap["label"])
        except LookupError:  # its file does not have that label any more
            gone = Reason(code=Code.NO_SUCH_LABEL, names=(gap["label"],))
            lost.append((EditionKey(publication.slug, dt.date.fromisoformat(gap["date"]), gap["label"]), gone))
            continue
        last = next((look for look in reversed(looks.get(key, ())) if look.outcome), None)
        if now < schedule.overdue_at(publication, key.date, key.label):
            not_due.append(key)
        elif reason := why_lost(publication, key, today, now, os.environ if env is None else env):
            lost.append((key, reason))
        elif last and now - last.ended < AGAIN_AFTER:
            asked.append(key)
        else:
            wanted.append(key)
    wanted.sort(key=_newest_first)
    return Fillable(wanted=tuple(wanted), asked=tuple(asked), not_due=tuple(not_due), lost=tuple(lost))


def why_lost(
    publication: Publication, key: EditionKey, today: dt.date, now: dt.datetime, env: Mapping[str, str]
) -> Reason | None:
    """Why an edition cannot be had of its newspaper any more; None where it can be asked for."""
    if not schedule.reachable(publication, key.date, today):
        return Reason(code=Code.OUT_OF_REACH)
    if not discover.indexes(publication, key, now=now, env=env):
        needed = sorted({name for index in publication.indexes for name in index.requires})
        return Reason(code=Code.NO_INDEX, names=tuple(needed))
    return None


def is_caused_by(gap: Mapping[str, Any], cause: str) -> bool:
    """Whether a gap has this cause: its state, its outcome, or the code of one of its reasons at any depth."""
    return cause in {gap["state"], gap["outcome"], *_codes(shown(gap["detail"]))}


def _codes(reasons: Iterable[Reason]) -> Iterable[str]:
    for reason in reasons:
        yield reason.code.value
        yield from _codes(reason.because)


def _newest_first(key: EditionKey) -> tuple[int, bool, str]:
    """Days from the newest on; in a day supplements first, as the outcome of an edition says which are missing."""
    return -key.date.toordinal(), key.supplement_of is None, key.label
