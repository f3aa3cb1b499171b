"""Which missing editions can still be had, the newest first, and why the others cannot (pure).

sorted_gaps       of the newspapers themselves
for_web_archive   of a web archive: those that their newspaper was asked for in vain, or cannot be asked for
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper import discover, schedule
from scraper.items import EditionKey, Look, Outcome
from scraper.publication import Publication
from scraper.reasons import Code, Reason, shown

AGAIN_AFTER = dt.timedelta(hours=20)  # what was asked for in vain is not asked for again on the same day
ARCHIVE_AGAIN_AFTER = dt.timedelta(days=30)  # a web archive has what it has
GONE_AFTER = dt.timedelta(days=7)  # a newspaper that answers nothing for so long is taken for gone
IN_VAIN = (Outcome.LATE, Outcome.STALE, Outcome.BROKEN)  # what a newspaper that has an edition no more answers with
FROM_WEB_ARCHIVE = {Code.FROM_WEB_ARCHIVE, Code.NOT_IN_WEB_ARCHIVE, Code.COPIES_UNUSABLE, Code.WEB_ARCHIVE_FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillable:
    """The gaps of one newspaper, sorted by what can be done about them; the newest first in each."""

    wanted: tuple[EditionKey, ...] = ()  # to be asked for now
    asked: tuple[EditionKey, ...] = ()  # in vain, and not long ago
    not_due: tuple[EditionKey, ...] = ()  # ``backissues run`` asks for them
    lost: tuple[tuple[EditionKey, Reason], ...] = ()  # cannot be had, with the reason
    untold: tuple[tuple[EditionKey, Reason], ...] = ()  # of these, those of which the ledger says nothing yet
    of_newspaper: tuple[EditionKey, ...] = ()  # not to be asked of a web archive: the newspaper itself comes first

    @property
    def given_up(self) -> tuple[tuple[EditionKey, Reason], ...]:
        """What is lost to the newspaper, and not to be had of a web archive either."""
        elsewhere = {*self.wanted, *self.asked, *self.of_newspaper}
        return tuple((key, reason) for key, reason in self.lost if key not in elsewhere)


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
    wanted, asked, not_due, lost, untold = [], [], [], [], []
    for gap in gaps:
        try:
            key = schedule.edition_key(publication, dt.date.fromisoformat(gap["date"]), gap["label"])
        except LookupError:  # its file does not have that label any more
            key = EditionKey(publication.slug, dt.date.fromisoformat(gap["date"]), gap["label"])
            lost.append((key, Reason(code=Code.NO_SUCH_LABEL, names=(gap["label"],))))
            untold += [lost[-1]] if _is_untold(gap) else []
            continue
        last = next((look for look in reversed(looks.get(key, ())) if look.outcome), None)
        if now < schedule.overdue_at(publication, key.date, key.label):
            not_due.append(key)
        elif reason := why_lost(publication, key, today, now, os.environ if env is None else env):
            lost.append((key, reason))
            untold += [lost[-1]] if _is_untold(gap) else []
        elif last and now - last.ended < AGAIN_AFTER:
            asked.append(key)
        else:
            wanted.append(key)
    wanted.sort(key=_newest_first)
    return Fillable(
        wanted=tuple(wanted), asked=tuple(asked), not_due=tuple(not_due), lost=tuple(lost), untold=tuple(untold)
    )


def _is_untold(gap: Mapping[str, Any]) -> bool:
    """Whether nobody has tried the edition, or said anything of it."""
    return gap["outcome"] is None and gap["listed"] is None and not is_caused_by(gap, Code.CLAIMED)


def for_web_archive(
    publication: Publication,
    gaps: Sequence[Mapping[str, Any]],
    looks: Mapping[EditionKey, Sequence[Look]],
    now: dt.datetime,
    *,
    env: Mapping[str, str] | None = None,
) -> Fillable:
    """What a web archive is to be asked for of the gaps of a newspaper.

    These are the days for which the newspaper's site cannot be asked, or answered without the edition; and all of them,
    if it has answered nothing for a week. What it refuses is not taken from elsewhere, and an edition of which it gave
    a list is its own. Parameters as for ``sorted_gaps``.
    """
    of_gap = {(gap["date"], gap["label"]): gap for gap in gaps}
    found = sorted_gaps(publication, gaps, looks, now, env=env)
    lost = {key for key, reason in found.lost if reason.code is not Code.NO_SUCH_LABEL}
    gone = is_gone(looks)
    wanted, asked, of_newspaper = [], [], []
    for key in sorted({*lost, *found.wanted, *found.asked}, key=_newest_first):
        gap = of_gap[key.date.isoformat(), key.label]
        is_filled = is_caused_by(gap, Code.FROM_WEB_ARCHIVE)
        last = next((look for look in reversed(looks.get(key, ())) if FROM_WEB_ARCHIVE & {*_codes(look.reasons)}), None)
        is_in_vain = is_filled or (gap["listed"] is None and (key in lost or gap["outcome"] in IN_VAIN or gone))
        if gap["outcome"] == Outcome.BLOCKED or not is_in_vain:
            of_newspaper.append(key)
        elif last and now - last.ended < _archive_again_after(last):
            asked.append(key)
        else:
            wanted.append(key)
    return replace(found, wanted=tuple(wanted), asked=tuple(asked), of_newspaper=tuple(of_newspaper))


def _archive_again_after(look: Look) -> dt.timedelta:
    has_failed = Code.WEB_ARCHIVE_FAILED in {*_codes(look.reasons)}
    return AGAIN_AFTER if has_failed else ARCHIVE_AGAIN_AFTER


def is_gone(looks: Mapping[EditionKey, Sequence[Look]]) -> bool:
    """Whether a newspaper has answered nothing in the looks of a week and more, up to the last one."""
    of_site = [look for each in looks.values() for look in each if not FROM_WEB_ARCHIVE & {*_codes(look.reasons)}]
    silent_since: dt.datetime | None = None
    for look in sorted(of_site, key=lambda look: look.ended):
        silent_since = None if look.outcome else silent_since or look.began
    return silent_since is not None and max(look.ended for look in of_site) - silent_since >= GONE_AFTER


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
