"""How the collection of an edition ended: exactly one outcome, and why in words (pure; DESIGN.md, section 6).

Zero stories is never just zero: not there yet, closed, refused, changed beyond recognition and served twice are told
apart, because each asks for another cure.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scraper.items import ClosedEdition, EditionKey, Outcome, StoryLink
from scraper.publication import WEEKDAYS, Publication

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
    """Why one index gave nothing, in words that name it."""

    index: str
    trouble: Trouble
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was found of an edition whose index was read."""

    links: Sequence[StoryLink]
    held: int  # of the listed stories, now in the archive
    failures: Sequence[tuple[str, str]] = ()  # (address, reason)
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
    detail = "; ".join(f"{trouble.index}: {trouble.detail}" for trouble in troubles)
    if not troubles:
        needed = ", ".join(sorted({name for index in publication.indexes for name in index.requires}))
        detail = f"no index can be asked for this day{f' without {needed}' if needed else ''}"
        return ClosedEdition(key=key, outcome=Outcome.BROKEN, detail=detail)
    if Trouble.BLOCKED in kinds:
        return ClosedEdition(key=key, outcome=Outcome.BLOCKED, detail=detail)
    if kinds == {Trouble.ABSENT} or (not overdue and Trouble.BROKEN not in kinds):
        when = "was due" if overdue else "is not due yet"
        return ClosedEdition(key=key, outcome=Outcome.LATE, detail=f"{when}, but is not there ({detail})")
    return ClosedEdition(key=key, outcome=Outcome.BROKEN, detail=detail)


def with_index(publication: Publication, key: EditionKey, found: Collected) -> ClosedEdition:
    """The outcome of an edition whose index was read and whose stories were tried."""
    outcome, reasons = _judged(publication, key, found)
    return ClosedEdition(key=key, outcome=outcome, detail="; ".join(reasons), failures=tuple(found.failures))


def _judged(publication: Publication, key: EditionKey, found: Collected) -> tuple[Outcome, list[str]]:
    health = publication.health
    if found.index_date and found.index_date != key.date and health.date_must_match:
        return Outcome.STALE, [f"the index is that of {found.index_date}"]
    if found.repeated > health.repeat_max:
        return Outcome.STALE, [
            f"{found.repeated:.0%} of its stories stood in the edition before, at most {health.repeat_max:.0%} may"
        ]
    if found.refused and not found.held:
        return Outcome.BLOCKED, [f"the site refused all stories that were asked for ({found.failures[0][1]})"]
    if found.links and not found.held:
        return Outcome.BROKEN, [f"none of {len(found.links)} listed stories could be read ({found.failures[0][1]})"]
    shortcomings = list(_shortcomings(publication, key, found))
    if shortcomings:
        return Outcome.PARTIAL, shortcomings
    if found.troubles:
        skipped = "; ".join(f"{trouble.index}: {trouble.detail}" for trouble in found.troubles)
        return Outcome.DEGRADED, [f"another index was used, because {skipped}"]
    return Outcome.COMPLETE, []


def _shortcomings(publication: Publication, key: EditionKey, found: Collected) -> list[str]:
    health, listed = publication.health, len(found.links)
    reasons = []
    if found.failures:
        kinds: dict[str, int] = {}
        for _, reason in found.failures:
            kinds[reason] = kinds.get(reason, 0) + 1
        why = ", ".join(f"{count} {reason}" for reason, count in kinds.items())
        reasons.append(f"{len(found.failures)} of {listed} listed stories are not held ({why})")
    if key.supplement_of is None:
        reasons += _below_range(health.stories, health.min_stories_by_day, key.date, listed)
        if listed < LEAST_OF_USUAL * found.usual:
            reasons.append(f"{listed} stories listed, {found.usual:.0f} is usual for a {key.date:%A}")
        sections = {link.section for link in found.links if link.section}
        if len(sections) < health.sections[0]:
            reasons.append(f"{len(sections)} sections, at least {health.sections[0]} expected")
        absent = [name for name in health.must_have_sections if name.casefold() not in map(str.casefold, sections)]
        if absent:
            reasons.append(f"no section {', '.join(absent)}")
        reasons += _thin_fields(health.fields, found.links)
    if found.short > MOST_SHORT * found.held:
        reasons.append(f"{found.short} of {found.held} stories are shorter than {health.body_chars} characters")
    if found.missing_supplements:
        reasons.append(f"supplement missing: {', '.join(found.missing_supplements)}")
    return reasons


def _below_range(stories: tuple[int, int], by_day: Mapping[str, int], date: dt.date, listed: int) -> list[str]:
    least = by_day.get(WEEKDAYS[date.weekday()], stories[0])
    if listed < least:
        return [f"{listed} stories listed, at least {least} expected"]
    if listed > stories[1]:
        return [f"{listed} stories listed, at most {stories[1]} expected"]
    return []


def _thin_fields(expected: Mapping[str, float], links: Collection[StoryLink]) -> list[str]:
    reasons = []
    for name, share in expected.items():
        filled = sum(bool(getattr(link, name, "")) for link in links) / max(1, len(links))
        if filled < share:
            reasons.append(f"{name} given for {filled:.0%} of the stories, {share:.0%} expected")
    return reasons
