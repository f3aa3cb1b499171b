"""How the collection of an edition ended: exactly one outcome, and why (pure; DESIGN.md, section 6).

Zero stories is never just zero: not there yet, closed, refused, changed beyond recognition and served twice are told
apart, because each asks for another cure.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.items import ClosedEdition, EditionKey, Outcome, StoryLink
from scraper.publication import WEEKDAYS, Publication
from scraper.reasons import Code, Reason

LEAST_OF_USUAL = 0.6  # of the stories usual for the weekday; fewer, and half an index may be missing
MOST_SHORT = 0.5  # of the stories; more, and their pages have changed or a login has lapsed


class Trouble(enum.StrEnum):
    """What became of one way to learn an edition's stories."""

    ABSENT = "absent"  # 404, 410
    BLOCKED = "blocked"  # 401, 403, 429, a challenge page, robots.txt
    BROKEN = "broken"  # answered, but not what was expected
    SILENT = "silent"  # no answer, or a server's error


@dataclass(frozen=True, slots=True)
class IndexTrouble:
    """Why one index gave nothing: the reason names it."""

    trouble: Trouble
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was found of an edition whose index was read."""

    links: Sequence[StoryLink]
    held: int  # of the listed stories, now in the archive
    failures: Sequence[tuple[str, Reason]] = ()  # (address, reason)
    refused: int = 0  # of the failures, by the site
    troubles: Sequence[IndexTrouble] = ()  # of indexes that were tried before the one that was read
    index_date: dt.date | None = None  # as printed on the index
    repeated: float = 0.0  # share of its stories that the edition before listed too
    missing_supplements: Sequence[str] = ()
    usual: float = 0.0  # stories listed in the median of the last editions of this label and weekday; 0: not known
    short: int = 0  # of the held stories, shown whole and yet shorter than the newspaper's stories are


def without_index(
    publication: Publication, key: EditionKey, troubles: Sequence[IndexTrouble], *, overdue: bool
) -> ClosedEdition:
    """The outcome of an edition none of whose indexes could be read."""
    kinds = {trouble.trouble for trouble in troubles}
    reasons = tuple(trouble.reason for trouble in troubles)
    if not troubles:
        needed = sorted({name for index in publication.indexes for name in index.requires})
        reasons = (Reason(code=Code.NO_INDEX, names=tuple(needed)),)
        return ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=reasons)
    if Trouble.BLOCKED in kinds:
        return ClosedEdition(key=key, outcome=Outcome.BLOCKED, reasons=reasons)
    if kinds == {Trouble.ABSENT} or (not overdue and Trouble.BROKEN not in kinds):
        absent = Reason(code=Code.NOT_THERE if overdue else Code.NOT_DUE_YET, because=reasons)
        return ClosedEdition(key=key, outcome=Outcome.LATE, reasons=(absent,))
    return ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=reasons)


def with_index(publication: Publication, key: EditionKey, found: Collected) -> ClosedEdition:
    """The outcome of an edition whose index was read and whose stories were tried."""
    outcome, reasons = _judged(publication, key, found)
    return ClosedEdition(key=key, outcome=outcome, reasons=tuple(reasons), failures=tuple(found.failures))


def _judged(publication: Publication, key: EditionKey, found: Collected) -> tuple[Outcome, list[Reason]]:
    health, listed = publication.health, len(found.links)
    if found.index_date and found.index_date != key.date and health.date_must_match:
        return Outcome.STALE, [Reason(code=Code.WRONG_DATE, date=found.index_date)]
    if found.repeated > health.repeat_max:
        share, most = round(found.repeated, 2), round(health.repeat_max, 2)
        return Outcome.STALE, [Reason(code=Code.REPEATED, share=share, limit=most)]
    if found.refused and not found.held:
        return Outcome.BLOCKED, [Reason(code=Code.ALL_REFUSED, because=(found.failures[0][1],))]
    if found.links and not found.held:
        return Outcome.BROKEN, [Reason(code=Code.NONE_READABLE, listed=listed, because=(found.failures[0][1],))]
    shortcomings = list(_shortcomings(publication, key, found))
    if shortcomings:
        return Outcome.PARTIAL, shortcomings
    if found.troubles:
        skipped = tuple(trouble.reason for trouble in found.troubles)
        return Outcome.DEGRADED, [Reason(code=Code.ANOTHER_INDEX, because=skipped)]
    return Outcome.COMPLETE, []


def _shortcomings(publication: Publication, key: EditionKey, found: Collected) -> list[Reason]:
    health, listed = publication.health, len(found.links)
    reasons = []
    if found.failures:
        causes = Counter(reason for _, reason in found.failures)
        because = tuple(replace(cause, stories=stories) for cause, stories in causes.items())
        reasons.append(Reason(code=Code.NOT_HELD, number=len(found.failures), listed=listed, because=because))
    if key.supplement_of is None:
        reasons += _outside_range(health.stories, health.min_stories_by_day, key.date, listed)
        if listed < LEAST_OF_USUAL * found.usual:
            usual, weekday = round(found.usual), key.date.isoweekday()
            reasons.append(Reason(code=Code.FEWER_THAN_USUAL, listed=listed, usual=usual, weekday=weekday))
        sections = {link.section for link in found.links if link.section}
        if len(sections) < health.sections[0]:
            reasons.append(Reason(code=Code.TOO_FEW_SECTIONS, number=len(sections), least=health.sections[0]))
        absent = [name for name in health.must_have_sections if name.casefold() not in map(str.casefold, sections)]
        if absent:
            reasons.append(Reason(code=Code.NO_SECTION, names=tuple(absent)))
        reasons += _thin_fields(health.fields, found.links)
    if found.short > MOST_SHORT * found.held:
        reasons.append(Reason(code=Code.SHORT_STORIES, number=found.short, held=found.held, least=health.body_chars))
    if found.missing_supplements:
        reasons.append(Reason(code=Code.SUPPLEMENT_MISSING, names=tuple(found.missing_supplements)))
    return reasons


def _outside_range(stories: tuple[int, int], by_day: Mapping[str, int], date: dt.date, listed: int) -> list[Reason]:
    least = by_day.get(WEEKDAYS[date.weekday()], stories[0])
    if listed < least:
        return [Reason(code=Code.TOO_FEW_STORIES, listed=listed, least=least)]
    if listed > stories[1]:
        return [Reason(code=Code.TOO_MANY_STORIES, listed=listed, most=stories[1])]
    return []


def _thin_fields(expected: Mapping[str, float], links: Collection[StoryLink]) -> list[Reason]:
    reasons = []
    for name, share in expected.items():
        filled = sum(bool(getattr(link, name, "")) for link in links) / max(1, len(links))
        if filled < share:
            reasons.append(Reason(code=Code.THIN_FIELD, field=name, share=round(filled, 2), limit=round(share, 2)))
    return reasons
