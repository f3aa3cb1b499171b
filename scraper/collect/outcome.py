"""Decide how the collection of an edition ended: exactly one outcome, and the reasons for it (pure).

Zero stories is never just zero: not there yet, closed, refused, changed beyond recognition and served twice are
different outcomes, because each needs another cure.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scraper import schedule
from scraper.archive.write.readings import Readings
from scraper.drift.comparison import LOSING
from scraper.items import ClosedEdition, EditionKey, Outcome, StoryLink
from scraper.limits import REASONS
from scraper.publication import WEEKDAYS, Publication
from scraper.reasons import Code, Reason

LEAST_OF_USUAL = 0.6  # of the stories usual for the weekday; fewer, and half an index may be missing
REFUSALS = {Code.REFUSED, Code.FORBIDDEN_BY_ROBOTS, Code.ROBOTS_REFUSED, Code.WALL, Code.SAME_TEXT, Code.NOT_ASKED_FOR}
SILENCE = {
    *(Code.NO_ANSWER, Code.TIMED_OUT, Code.CONNECTION_REFUSED, Code.CONNECTION_LOST, Code.NAME_UNKNOWN),
    *(Code.HOST_SILENT, Code.ROBOTS_UNREACHABLE, Code.WEB_ARCHIVE_FAILED),
}
UNREADABLE = REFUSALS | {
    *(Code.NO_HEADLINE, Code.NO_BODY, Code.STORY_LIST, Code.NOTICE, Code.NOT_HTML, Code.EMPTY_PAGE, Code.FRONT_DOOR),
    *(Code.NOT_FOUND, Code.REDIRECT, Code.REDIRECT_LOOP),
}
MOST_SHORT = 0.5  # of the stories; more, and their pages have changed or a login has lapsed
USUAL = 0.8  # of the stories: a field that so many have is missed where it is not there
ALWAYS = 0.95  # of the stories: what the first ones of an edition all lack
LOST = 0.5  # of the usual share; less, and the pages or lists have changed
UNUSUAL = 3  # times longer or shorter: something else is read in place of the texts
ENOUGH = 3  # stories, to compare what was read of them with what is usual


class FailureKind(enum.StrEnum):
    """The ways in which an index can fail to give an edition's stories."""

    ABSENT = "absent"  # 404, 410
    BLOCKED = "blocked"  # 401, 403, 429, a challenge page, robots.txt
    BROKEN = "broken"  # answered, but not what was expected
    FAILING = "failing"  # a server's error
    SILENT = "silent"  # no answer at all
    ANOTHER_DAY = "another day"  # answered with another day's list


@dataclass(frozen=True, slots=True)
class IndexFailure:
    """Why one index gave nothing; ``reason`` names the index, ``links`` are what it lists of another day's edition."""

    kind: FailureKind
    reason: Reason
    links: Sequence[StoryLink] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What a collection found of an edition whose index was read."""

    links: Sequence[StoryLink]
    held: int  # of the listed stories, now in the archive
    failures: Sequence[tuple[str, Reason]] = ()  # (address, reason)
    refused: int = 0  # of the failures, by the site
    index_failures: Sequence[IndexFailure] = ()  # of indexes that were tried before the one that was read
    gaps: Sequence[Reason] = ()  # why the list itself is not whole
    doubt: Reason | None = None  # why it is not certain that the index was that of this day
    missing_supplements: Sequence[str] = ()
    usual: float = 0.0  # stories listed in the median of the last editions of this label and weekday; 0: not known
    short: int = 0  # of the held stories, shown whole and yet shorter than the newspaper's stories are
    readings: Readings = field(default_factory=Readings)  # what was read of the held stories
    usual_readings: Readings | None = None  # and what the same rules read in other editions, where that is known
    changes: Sequence[Reason] = ()  # of its index, beside those that the same rules have read rightly
    source: Reason | None = None  # a web archive, if its list is from one


def is_unreached(index_failures: Sequence[IndexFailure]) -> bool:
    """Whether nothing answered: no network, no name, no host. That says nothing of an edition."""
    return bool(index_failures) and {failure.kind for failure in index_failures} == {FailureKind.SILENT}


def is_silence(failures: Sequence[tuple[str, Reason]]) -> bool:
    """Whether no page of a list's stories has come because nothing answered any more."""
    return bool(failures) and {reason.code for _, reason in failures} <= SILENCE


def without_index(
    publication: Publication, key: EditionKey, index_failures: Sequence[IndexFailure], *, now: dt.datetime
) -> ClosedEdition:
    """The outcome of an edition none of whose indexes could be read.

    :param index_failures: one for each index that was tried, in that order; empty where none could be asked for.
    :param now: the present; before the edition is ready, and until it is overdue, its absence is no failure.
    """
    overdue = now >= schedule.overdue_at(publication, key.date, key.label)
    kinds = {failure.kind for failure in index_failures}
    reasons = tuple(failure.reason for failure in index_failures)
    if not index_failures:
        needed = sorted({name for index in publication.indexes for name in index.requires})
        reasons = (Reason(code=Code.NO_INDEX, names=tuple(needed)),)
        # What shows the newest edition shows another one still.
        if now < schedule.ready_at(publication, key.date, key.label):
            not_due = Reason(code=Code.NOT_DUE_YET, because=reasons)
            return ClosedEdition(key=key, outcome=Outcome.LATE, reasons=(not_due,))
        return ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=reasons)
    if FailureKind.BLOCKED in kinds:
        return ClosedEdition(key=key, outcome=Outcome.BLOCKED, reasons=reasons)
    if FailureKind.ANOTHER_DAY in kinds:
        return ClosedEdition(key=key, outcome=Outcome.STALE, reasons=reasons)
    # Where the first index says that there is no such edition, an alternate that finds none adds nothing to it.
    is_absent = index_failures[0].kind is FailureKind.ABSENT and kinds <= {FailureKind.ABSENT, FailureKind.BROKEN}
    if is_absent or (not overdue and FailureKind.BROKEN not in kinds):
        absent = Reason(code=Code.NOT_THERE if overdue else Code.NOT_DUE_YET, because=reasons)
        return ClosedEdition(key=key, outcome=Outcome.LATE, reasons=(absent,))
    return ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=reasons)


def is_absent(closed: ClosedEdition) -> bool:
    """Whether an edition may not have appeared: it is not there, or its index lists stories, and none of its day."""
    if closed.outcome is Outcome.LATE:
        return True
    return closed.outcome is Outcome.BROKEN and {reason.code for reason in closed.reasons} == {Code.ALL_FILTERED}


def repeated_list(publication: Publication, links: Sequence[StoryLink], share: float) -> Reason | None:
    """Why a list is that of the edition before, served again; None where it is another one.

    :param share: of its stories, those that the edition before listed as well.
    """
    most = publication.health.repeat_max
    if not links or share <= most:
        return None
    return Reason(code=Code.REPEATED, share=round(share, 2), limit=round(most, 2))


def with_index(publication: Publication, key: EditionKey, collected: Collected) -> ClosedEdition:
    """The outcome of an edition whose index was read and whose stories were tried."""
    outcome, reasons = _outcome_and_reasons(publication, key, collected)
    if collected.source:  # nobody can say that it has every story
        reasons = [collected.source, *reasons]
        outcome = Outcome.DEGRADED if outcome is Outcome.COMPLETE else outcome
    return ClosedEdition(key=key, outcome=outcome, reasons=tuple(reasons), failures=tuple(collected.failures))


def _outcome_and_reasons(
    publication: Publication, key: EditionKey, collected: Collected
) -> tuple[Outcome, list[Reason]]:
    """The first outcome that applies: blocked, broken, partial, degraded, complete."""
    listed = len(collected.links)
    causes = {reason.code for _, reason in collected.failures}
    if not collected.held and (collected.refused or (causes and causes <= REFUSALS)):
        return Outcome.BLOCKED, [Reason(code=Code.ALL_REFUSED, because=(collected.failures[0][1],))]
    if collected.links and not collected.held:
        return Outcome.BROKEN, [Reason(code=Code.NONE_READABLE, listed=listed, because=(collected.failures[0][1],))]
    defects = [collected.doubt] if collected.doubt else []
    defects += _lost_rules(publication, collected.readings, collected.usual_readings)
    shortcomings = list(_shortcomings(publication, key, collected))
    told = {(reason.code, reason.field) for reason in shortcomings}
    defects += [
        reason for reason in collected.changes if reason.code in LOSING and (reason.code, reason.field) not in told
    ]
    if shortcomings:
        return Outcome.PARTIAL, [*defects, *shortcomings]
    if collected.index_failures:
        skipped = tuple(failure.reason for failure in collected.index_failures)
        defects.append(Reason(code=Code.ANOTHER_INDEX, because=skipped))
    return Outcome.DEGRADED if defects else Outcome.COMPLETE, defects


def _shortcomings(publication: Publication, key: EditionKey, collected: Collected) -> list[Reason]:
    """Every reason to call an edition partial: its list or stories not whole, or outside what ``[health]`` declares."""
    health, listed = publication.health, len(collected.links)
    reasons = list(collected.gaps)
    cut = [reason for _, reason in collected.failures if reason.code is Code.STORY_CUT_SHORT]
    if not_held := [reason for _, reason in collected.failures if reason.code is not Code.STORY_CUT_SHORT]:
        because = _counted(not_held)
        reasons.append(Reason(code=Code.NOT_HELD, number=len(not_held), listed=listed, because=because))
    if cut:
        because = _counted(cause for reason in cut for cause in reason.because)
        reasons.append(Reason(code=Code.STORIES_CUT_SHORT, number=len(cut), because=because))
    if key.supplement_of is None:
        reasons += _outside_range(health.stories, health.min_stories_by_day, key.date, listed)
        if listed < LEAST_OF_USUAL * collected.usual:
            usual, weekday = round(collected.usual), key.date.isoweekday()
            reasons.append(Reason(code=Code.FEWER_THAN_USUAL, listed=listed, usual=usual, weekday=weekday))
        sections = {link.section for link in collected.links if link.section}
        if len(sections) < health.sections[0]:
            reasons.append(Reason(code=Code.TOO_FEW_SECTIONS, number=len(sections), least=health.sections[0]))
        absent = [name for name in health.must_have_sections if name.casefold() not in map(str.casefold, sections)]
        if absent:
            reasons.append(Reason(code=Code.NO_SECTION, names=tuple(absent)))
        reasons += _thin_fields(health.fields, collected.links)
    if collected.short > MOST_SHORT * collected.held:
        reasons.append(
            Reason(code=Code.SHORT_STORIES, number=collected.short, held=collected.held, least=health.body_chars)
        )
    reasons += _lost_fields(publication, collected.readings, collected.usual_readings)
    if collected.missing_supplements:
        reasons.append(Reason(code=Code.SUPPLEMENT_MISSING, names=tuple(collected.missing_supplements)))
    return reasons


def _counted(causes: Iterable[Reason]) -> tuple[Reason, ...]:
    """The commonest reasons, each with the number of stories that have it, and that of all others."""
    every = Counter(causes)
    commonest = every.most_common() if len(every) <= REASONS else every.most_common(REASONS - 1)
    counted = [replace(cause, stories=stories) for cause, stories in commonest]
    if rest := every.total() - sum(stories for _, stories in commonest):
        counted.append(Reason(code=Code.OTHER_REASONS, stories=rest))
    return tuple(counted)


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


def is_misread(publication: Publication, now: Readings, usual: Readings | None) -> bool:
    """Whether the held stories of an edition lack what those of other editions have.

    :param usual: what the rules that have read this edition read in others.
    """
    return bool(_misread(publication, now, usual))


def misread_canaries(
    publication: Publication, failures: Sequence[tuple[str, Reason]], now: Readings, usual: Readings | None
) -> tuple[Reason, ...]:
    """Why the first stories of an edition are taken for misread, all of them; nothing where they are not.

    :param failures: why some are not held, with their addresses.
    :param now, usual: what was read of those that are, and what the same rules read in other editions.
    """
    if not now.stories and len(failures) >= ENOUGH and all(reason.code in UNREADABLE for _, reason in failures):
        return (Reason(code=Code.NONE_READABLE, listed=len(failures), because=(failures[0][1],)),)
    return tuple(reason for reason in _misread(publication, now, usual) if _is_of_all(reason))


def _is_of_all(reason: Reason) -> bool:
    """Whether none of some stories has what all have: of three, chance may take it from one or two."""
    return reason.share == 0 and (reason.limit or 0) >= ALWAYS


def _misread(publication: Publication, now: Readings, usual: Readings | None) -> tuple[Reason, ...]:
    of_pages = replace(now, listed={})
    return (*_lost_fields(publication, of_pages, usual), *_lost_rules(publication, of_pages, usual))


def _lost_fields(publication: Publication, now: Readings, usual: Readings | None) -> list[Reason]:
    """What the lists or the pages usually have and now have not, and texts of another size than usual.

    What ``[health]`` declares is not compared: whoever wrote it knows better what to expect.
    """
    health = publication.health
    if usual is None or now.stories < ENOUGH:
        return []
    reasons = [
        Reason(code=Code.THIN_FIELD, field=name, share=round(share, 2), limit=round(limit, 2))
        for name, (share, limit) in _lost(now.listed, usual.listed).items()
        if name not in health.fields
    ]
    reasons += [
        _lost_reason(Code.FIELD_LOST, publication, name, shares, now)
        for name, shares in _lost(now.read, usual.read).items()
        if name not in health.fields
    ]
    is_unusual = now.characters * UNUSUAL < usual.characters or now.characters > usual.characters * UNUSUAL > 0
    if is_unusual and not health.body_chars:
        reasons.append(Reason(code=Code.UNUSUAL_TEXTS, number=round(now.characters), usual=round(usual.characters)))
    return reasons


def _lost_rules(publication: Publication, now: Readings, usual: Readings | None) -> list[Reason]:
    """The rules of ``[story]`` that find nothing any more, where the general reader finds it all the same."""
    if usual is None or now.stories < ENOUGH:
        return []
    without = _lost(now.read, usual.read)
    rules = {name: shares for name, shares in _lost(now.by_rule, usual.by_rule).items() if name not in without}
    return [_lost_reason(Code.RULE_LOST, publication, name, shares, now) for name, shares in rules.items()]


def _lost(now: Mapping[str, float], usual: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Of each field that usually is there and now is not: the share of the stories that have it, and the usual one."""
    missed = {name: share for name, share in usual.items() if share >= USUAL and name in now}
    return {name: (now[name], share) for name, share in missed.items() if now[name] < LOST * share}


def _lost_reason(code: Code, publication: Publication, name: str, shares: tuple[float, float], now: Readings) -> Reason:
    rules = [rules.fields[name] for rules in publication.story if name in rules.fields]
    selectors = ", ".join(selector for value in rules for selector in value.get)
    share, limit = (round(each, 2) for each in shares)
    return Reason(code=code, field=name, share=share, limit=limit, text=selectors, url=now.without.get(name, ""))
