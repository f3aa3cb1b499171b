"""The figures of each reader, from what it found and what was expected: quality by field and by kind of page, speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from bench import page_kinds, scoring
from bench.eval_sets import EvalPage
from bench.readers import PEER, READERS, Reading
from bench.workers import Work


def figures(works: Mapping[str, Work], pages: Sequence[EvalPage]) -> dict[str, Any]:
    """All figures of each reader; None where there is nothing to measure."""
    draws = scoring.samples(len(pages))
    overlaps = {
        name: [overlap(page, reading) for page, reading in zip(pages, work.readings, strict=True)]
        for name, work in works.items()
        if any(reading is not None and reading.body is not None for reading in work.readings)
    }
    resampled = {name: scoring.resampled(those, draws) for name, those in overlaps.items()}
    of_kind: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        for kind in page_kinds.kinds(page):
            of_kind.setdefault(kind, []).append(number)
    found: dict[str, Any] = {}
    for name, work in works.items():
        figure: dict[str, Any] = {
            "label": READERS[name].label,
            "version": READERS[name].version,
            "body": None,
            "fields": None,
            "kinds": {},
            "speed": _speed(work, works.get(PEER)),
            "errors": dict(Counter(work.errors.values())),
            "gone": work.gone,
        }
        if name in overlaps:
            figure["body"] = _body(name, overlaps, resampled, pages)
            empty = sum(not (reading and reading.body and reading.body.strip()) for reading in work.readings)
            figure["body"]["empty"] = empty
        if any(work.readings):
            labelled = [(page.label, reading) for page, reading in zip(pages, work.readings, strict=True)]
            figure["fields"] = _fields(labelled)
            figure["kinds"] = {
                kind: {
                    "pages": len(numbers),
                    "body": asdict(scoring.body(overlaps[name][each] for each in numbers))
                    if name in overlaps
                    else None,
                    "fields": _fields([labelled[each] for each in numbers]),
                }
                for kind in page_kinds.NAMES
                if (numbers := of_kind.get(kind))
            }
        found[name] = figure
    return found


def overlap(page: EvalPage, reading: Reading | None) -> scoring.Overlap:
    """How far a reading agrees with the expected body; with the segments, where a set gives these instead."""
    found = (reading.body if reading else None) or ""
    if not (page.wanted or page.unwanted):
        return scoring.overlap(page.body, found)
    around = (reading.headline or "", reading.standfirst) if reading else ()
    return scoring.segments(page.wanted, page.unwanted, body=found, around="\n".join(around))


def _body(
    name: str,
    overlaps: Mapping[str, list[scoring.Overlap]],
    resampled: Mapping[str, list[float]],
    pages: Sequence[EvalPage],
) -> dict[str, Any]:
    score = scoring.body(overlaps[name])
    found: dict[str, Any] = asdict(score) | {"interval": scoring.interval(resampled[name])}
    for half in "ab":
        those = [each for page, each in zip(pages, overlaps[name], strict=True) if page.half == half]
        found[half] = asdict(scoring.body(those)) if those else None
    found["difference"] = found["difference_interval"] = None
    if name != PEER and PEER in overlaps:
        found["difference"] = score.f1 - scoring.body(overlaps[PEER]).f1
        found["difference_interval"] = scoring.interval(
            [mine - theirs for mine, theirs in zip(resampled[name], resampled[PEER], strict=True)]
        )
    return found


def _fields(labelled: Sequence[tuple[Mapping[str, Any], Reading | None]]) -> dict[str, Any] | None:
    """The figures of each field; a page on which a reader failed is one on which it found nothing."""
    given = next((reading for _, reading in labelled if reading is not None), None)

    def pairs(name: str, nothing: Any) -> list[tuple[Any, Any]]:
        if given is None or getattr(given, name) is None:
            return []
        return [
            (label[name], (getattr(reading, name) if reading else None) or nothing)
            for label, reading in labelled
            if name in label
        ]

    headlines = [(expected, found) for expected, found in pairs("headline", "") if expected]
    authors, published, edition = pairs("authors", ()), pairs("published", ""), pairs("edition", "")
    if not (headlines or authors or published or edition):
        return None
    return {
        "headline": scoring.headlines(headlines) if headlines else None,
        "authors": asdict(scoring.authors(authors)) if authors else None,
        "published": asdict(scoring.days(published)) if published else None,
        "edition": asdict(scoring.days(edition)) if edition else None,
    }


def _speed(work: Work, peer: Work | None) -> dict[str, Any] | None:
    """Pages a second, cold and warm, and as ratios to the peer; none of a reader that was stopped."""
    if work.gone:
        return None
    cold, warm = _seconds(work)
    count = len(work.readings)
    speed: dict[str, Any] = {
        "cold": count / cold,
        "warm": count / warm,
        "rounds": [count / sum(seconds) for seconds in work.rounds],
        "cold_ratio": None,
        "warm_ratio": None,
    }
    if peer is not None and not peer.gone:
        peer_cold, peer_warm = _seconds(peer)
        speed |= {"cold_ratio": peer_cold / cold, "warm_ratio": peer_warm / warm}
    return speed


def _seconds(work: Work) -> tuple[float, float]:
    """Seconds for all pages: cold, the first time each was read; warm, each page's median of the later rounds."""
    return sum(work.rounds[0]), sum(median(times) for times in zip(*work.rounds[1:], strict=True))


def per_page(works: Mapping[str, Work], pages: Sequence[EvalPage]) -> dict[str, Any]:
    """What each reader found on each page, to look up where it goes wrong; bodies as precision and recall."""
    found: dict[str, Any] = {}
    for number, page in enumerate(pages):
        found[page.key] = {}
        for name, work in works.items():
            reading = work.readings[number]
            if reading is not None:
                fields = asdict(reading) | asdict(overlap(page, reading))
                del fields["body"]
                found[page.key][name] = fields
            elif number in work.errors:
                found[page.key][name] = {"error": work.errors[number]}
    return found
