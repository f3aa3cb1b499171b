"""What has changed of an index, beside the shapes that it usually has (pure).

A slow day, a Sunday, the paper of a feast and a special one have other numbers, and the layout that they always had. So
few stories alone mean nothing. What means something is what the layout explains and the news does not:

    stories stand on the page, of the usual kind of address, and are not listed      they have moved
    the list ends behind a full first page, where it always had more                 the way to the next page is gone
    the first sections are as long as ever, and those behind them are not there      the rest is loaded by a script
    most sections have other names                                                   they were renamed
    a field, a day, a kind of document that was always there is not                  its selector finds nothing

Each finding is a reason with what was usual beside what is now; ``LOSING`` are those by which stories or fields are
lost. Without three editions that were read rightly by the same rules nothing is usual.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scraper.drift.shapes import Shape
from scraper.publication import Publication
from scraper.reasons import Code, Reason

FEW = 3  # editions from which something is usual
ENOUGH = 8  # ... for what an edition may well be without
NEARLY_ALWAYS = 0.9  # of the editions
FULL = 0.9  # of the stories that the first page usually has
AS_LONG = 0.75  # as the first sections usually are
MOST_OF = 0.5
LEAST_MOVED = 3  # stories
NEWLY_BESIDE = 1.25  # times the most that ever stood beside the list
LESS = 0.75  # of the fewest that a selector found
SLOW = 0.5  # of what the weekday and the season have: fewer stories no slow day has
RECENT = 6  # editions that show the season
VERY_FEW = 0.35  # of the fewest stories
MANY_MORE = 2.5  # times the most
LEAST_LOST = 3  # stories without a field that had it
WEEKEND = (6, 7)

LOSING = frozenset(
    {
        Code.STORIES_UNLISTED,
        Code.YIELD_FELL,
        Code.PAGING_ENDED,
        Code.LIST_ENDS_EARLY,
        Code.THIN_FIELD,
        Code.MANY_MORE_LISTED,
        Code.OTHER_ADDRESSES,
    }
)


@dataclass(frozen=True, slots=True)
class Before:
    """A shape of an edition before: its weekday, 1 for Monday."""

    weekday: int
    shape: Shape


def compared(publication: Publication, now: Shape, weekday: int, before: Sequence[Before]) -> tuple[Reason, ...]:
    """What has changed; nothing where too little is known.

    :param weekday: of the edition, 1 for Monday.
    :param before: the shapes of editions of the same label that the same rules have read rightly, the newest first.
    """
    every = [each.shape for each in before if each.shape.index == now.index]
    if len(every) < FEW:
        return ()
    of_day = [each.shape for each in before if each.weekday == weekday and each.shape.index == now.index]
    is_known = len(of_day) >= FEW
    if not is_known and weekday in WEEKEND:  # which has a paper of its own, and is no peer of other days
        return ()
    peers = of_day if is_known else every
    slow_day = SLOW * statistics.median(shape.listed for shape in peers) * _level(before)
    short = _unlisted(now, peers, every) or _paging(now, every, slow_day)
    if is_known and not short:
        short = _ends_early(now, peers) or _very_few(now, peers, every)
    found = [
        _another_kind(now, every),
        short,
        _sections(now, peers, every),
        *_fields(publication, now, every),
        _day(now, every),
        _many_more(now, every),
        _other_addresses(now, every),
    ]
    reasons = [reason for reason in found if reason]
    return (*reasons, *_selectors(now, peers, every, is_short=any(reason.code in LOSING for reason in reasons)))


def _level(before: Sequence[Before]) -> float:
    """How thick the last editions are, beside what is usual on their weekdays: less than 1 in summer."""
    usual: dict[int, list[int]] = {}
    for each in before:
        usual.setdefault(each.weekday, []).append(each.shape.listed)
    last = [each.shape.listed / max(1, statistics.median(usual[each.weekday])) for each in before[:RECENT]]
    return min(1.0, statistics.median(last))


def _spanning(
    code: Code, numbers: Sequence[int], *, number: int | None = None, listed: int | None = None, text: str = ""
) -> Reason:
    """A reason with the span of what the numbers were before."""
    least, most = min(numbers), max(numbers)
    return Reason(code=code, number=number, listed=listed, text=text, least=least, most=most, editions=len(numbers))


def _another_kind(now: Shape, every: Sequence[Shape]) -> Reason | None:
    usual = {shape.kinds for shape in every}
    if not now.kinds or now.kinds in usual or len(usual) > 1:
        return None
    (kinds,) = usual
    return Reason(code=Code.OTHER_KIND, kind=", ".join(now.kinds), text=f"before {', '.join(kinds)}")


def _unlisted(now: Shape, peers: Sequence[Shape], every: Sequence[Shape]) -> Reason | None:
    """Stories that stand on the page by their addresses, more than ever, while fewer are listed than ever that day."""
    kinds = usual_kinds(every)
    beside = [_of_kinds(shape.kinds_beside, kinds) for shape in every]
    number, most = _of_kinds(now.kinds_beside, kinds), max(beside)
    listed = [shape.listed for shape in peers]
    if now.listed >= min(listed) or number < NEWLY_BESIDE * most + LEAST_MOVED:
        return None
    return Reason(code=Code.STORIES_UNLISTED, number=number, usual=most, listed=now.listed, least=min(listed))


def usual_kinds(every: Sequence[Shape]) -> frozenset[str]:
    """The kinds of address that a good part of the listed stories have."""
    total: Counter[str] = Counter()
    for shape in every:
        total.update(shape.kinds_listed)
    return frozenset(kind for kind, number in total.items() if number >= 0.1 * total.total())


def _of_kinds(numbers: Mapping[str, int], kinds: frozenset[str]) -> int:
    return sum(number for kind, number in numbers.items() if kind in kinds)


def _paging(now: Shape, every: Sequence[Shape], slow_day: float) -> Reason | None:
    """The list has ended behind its first page, which is full, where it always had more."""
    least = min(len(_full(shape.pages)) for shape in every)
    if least < 2 or len(_full(now.pages)) != 1 or now.listed >= slow_day:
        return None
    if max(now.pages) < FULL * min(shape.pages[0] for shape in every):  # it is short: it ends as lists do
        return None
    before = [len(_full(shape.pages)) for shape in every]
    return _spanning(Code.PAGING_ENDED, before, number=len(_full(now.pages)))


def _full(pages: Sequence[int]) -> Sequence[int]:
    """The pages that list something."""
    return [found for found in pages if found]


def _ends_early(now: Shape, peers: Sequence[Shape]) -> Reason | None:
    """Only the first sections are there, as long as ever."""
    usual = [name for name, share in _sections_of(peers).items() if share >= NEARLY_ALWAYS]
    here = [name for name in usual if name in now.sections]
    gone = usual[len(here) :]
    if len(gone) < 2 or here != usual[: len(here)] or not here or len(peers) < FEW:
        return None
    if set(now.sections) - set(_sections_of(peers)):  # others have come in their place: it is another paper today
        return None
    whole = here[:-1] or here  # the last one may be cut itself
    before = [sum(shape.sections.get(name, 0) for name in whole) for shape in peers]
    number = sum(now.sections[name] for name in whole)
    is_full = AS_LONG * sum(before) / len(before) <= number <= max(before) / FULL
    fewest = min(shape.listed for shape in peers)
    if not is_full or now.listed >= 0.8 * fewest:
        return None
    return Reason(code=Code.LIST_ENDS_EARLY, names=tuple(gone), listed=now.listed, least=fewest)


def _sections_of(shapes: Sequence[Shape]) -> dict[str, float]:
    """The share of the editions that have each section, in the order of the newest."""
    names = Counter(name for shape in shapes for name in shape.sections)
    order = {name: number for shape in reversed(shapes) for number, name in enumerate(shape.sections)}
    return {name: names[name] / len(shapes) for name in sorted(names, key=lambda name: order[name])}


def _sections(now: Shape, peers: Sequence[Shape], every: Sequence[Shape]) -> Reason | None:
    """Most sections that nearly every edition has are gone, and others that none ever had stand in their place."""
    usual = [name for name, share in _sections_of(peers).items() if share >= NEARLY_ALWAYS]
    gone = [name for name in usual if name not in now.sections]
    known = {name for shape in every for name in shape.sections}
    new = [name for name in now.sections if name not in known]
    # Sections that are the numbers of pages, or new each day, are no sections.
    if len(usual) < 2 or len(gone) <= MOST_OF * len(usual) or abs(len(new) - len(gone)) > 1:
        return None
    if now.listed < min(shape.listed for shape in peers):  # a special paper, which is shorter
        return None
    return Reason(code=Code.SECTIONS_RENAMED, names=tuple(gone[:20]), text=f"now {', '.join(new[:20])}")


def _fields(publication: Publication, now: Shape, every: Sequence[Shape]) -> list[Reason]:
    """Fields that are given for less than half of the smallest share that they ever had."""
    found = []
    for name in sorted({name for shape in every for name in shape.fields} - {*publication.health.fields}):
        before = [shape.fields.get(name, 0.0) for shape in every]
        share, least = now.fields.get(name, 0.0), min(before)
        if share < MOST_OF * least and (least - share) * now.listed >= LEAST_LOST:
            found.append(
                Reason(
                    code=Code.THIN_FIELD,
                    field=name,
                    share=round(share, 2),
                    limit=round(sum(before) / len(before), 2),
                )
            )
    return found


def _day(now: Shape, every: Sequence[Shape]) -> Reason | None:
    """Its pages state no day any more, where they always did, or not where the file says that it stands."""
    places = {shape.day for shape in every} if len(every) >= ENOUGH else {""}
    is_lost = "" not in places and not now.day
    (place,) = places if len(places) == 1 else ("",)
    if is_lost or (place.startswith("[index.issue]") and now.day != place):
        return Reason(code=Code.DAY_UNSTATED, text=sorted(places)[0], editions=len(every))
    return None


def _many_more(now: Shape, every: Sequence[Shape]) -> Reason | None:
    most = max(shape.listed for shape in every)
    if now.listed <= MANY_MORE * most:
        return None
    return _spanning(Code.MANY_MORE_LISTED, [shape.listed for shape in every], listed=now.listed)


def _other_addresses(now: Shape, every: Sequence[Shape]) -> Reason | None:
    """Most listed addresses are of a kind that none ever was: something else is listed, or stories have moved."""
    known = {kind for shape in every for kind in shape.kinds_listed}
    total = sum(now.kinds_listed.values())
    new = {kind: number for kind, number in now.kinds_listed.items() if kind not in known}
    if len(every) < ENOUGH or total < LEAST_LOST or sum(new.values()) <= MOST_OF * total:
        return None
    usual = sorted(usual_kinds(every))
    return Reason(code=Code.OTHER_ADDRESSES, number=sum(new.values()), listed=total, text=", ".join(usual)[:200])


def _very_few(now: Shape, peers: Sequence[Shape], every: Sequence[Shape]) -> Reason | None:
    """So few stories as no slow day has, though the editions are known well."""
    fewest, of_all = min(shape.listed for shape in peers), min(shape.listed for shape in every)
    if len(every) < ENOUGH or now.listed >= VERY_FEW * fewest or now.listed >= MOST_OF * of_all:
        return None
    return Reason(code=Code.LIST_ENDS_EARLY, listed=now.listed, least=fewest)


def _selectors(now: Shape, peers: Sequence[Shape], every: Sequence[Shape], *, is_short: bool) -> list[Reason]:
    """Selectors that find less than ever: named where something is missing, and by themselves where they are dead.

    Where only another one of a field's selectors has taken over, that is said and nothing is lost.
    """
    found = []
    kinds = usual_kinds(every)
    usually_beside = statistics.median(_of_kinds(shape.kinds_beside, kinds) for shape in every)
    newly_beside = _of_kinds(now.kinds_beside, kinds) - usually_beside
    is_seen = all(shape.visible >= FULL * shape.listed for shape in every)
    for key in sorted({key for shape in every for key in shape.yields}):
        of_peers = [shape.yields.get(key, 0) for shape in peers]
        of_all = [shape.yields.get(key, 0) for shape in every]
        here, least = now.yields.get(key, 0), min(of_all)
        is_dead = here == 0 and least >= LEAST_LOST and len(every) >= ENOUGH
        if not key.partition(":")[0].endswith("each"):
            if is_dead and now.listed >= LEAST_LOST:
                found.append(_spanning(Code.ALTERNATE_USED, of_all, text=key))
        # What is dead and has left nothing on the page may be a part that is not printed today.
        elif is_dead and (not is_seen or newly_beside >= MOST_OF * least):
            found.append(_spanning(Code.YIELD_FELL, of_all, number=here, text=key))
        elif is_short and here < LESS * min(of_peers):
            found.append(_spanning(Code.YIELD_FELL, of_peers, number=here, text=key))
    return found
