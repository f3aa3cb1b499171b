"""The figures as text: a table for bodies, for fields, for speed and for kinds of pages, with what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bench import scoring, workers
from bench.eval_sets import EvalPage
from bench.readers import OURS, PEER, READERS

Column = tuple[str, Callable[[Mapping[str, Any]], str]]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)


def _range(ends: Sequence[float], show: Callable[[float], str] = _share) -> str:
    return " ".join(show(end) for end in ends)


def _difference(body: Mapping[str, Any]) -> str:
    if body["difference"] is None:
        return "-"
    return f"{_signed(body['difference'])} [{_range(body['difference_interval'], _signed)}]"


def _counts(days: Mapping[str, int] | None) -> str:
    return "-" if days is None else " / ".join(str(days[name]) for name in ("right", "wrong", "missing", "claimed"))


def _pages(speed: Mapping[str, Any] | None, name: str) -> str:
    return "-" if not speed or speed[name] is None else f"{speed[name]:,.1f}"


def _ratio(speed: Mapping[str, Any] | None, name: str) -> str:
    return "-" if not speed or speed[name] is None else f"{speed[name]:.2f}"


def _errors(figure: Mapping[str, Any]) -> str:
    named = ", ".join(f"{count} {name}" for name, count in sorted(figure["errors"].items()))
    return named or "0"


_COUNT: Column = ("pages", lambda it: str(it["pages"]))
BODY: list[Column] = [
    ("F1", lambda it: _share(it["body"]["f1"])),
    ("95 % of it", lambda it: _range(it["body"]["interval"])),
    ("precision", lambda it: _share(it["body"]["precision"])),
    ("recall", lambda it: _share(it["body"]["recall"])),
    ("half a", lambda it: _share((it["body"]["a"] or {}).get("f1"))),
    ("half b", lambda it: _share((it["body"]["b"] or {}).get("f1"))),
    ("against trafilatura [95 %]", lambda it: _difference(it["body"])),
    ("empty", lambda it: str(it["body"]["empty"])),
]
FIELDS: list[Column] = [
    ("headline", lambda it: _share(it["fields"]["headline"])),
    ("authors F1", lambda it: _share((it["fields"]["authors"] or {}).get("f1"))),
    ("precision", lambda it: _share((it["fields"]["authors"] or {}).get("precision"))),
    ("recall", lambda it: _share((it["fields"]["authors"] or {}).get("recall"))),
    ("day r/w/m/c", lambda it: _counts(it["fields"]["published"])),
    ("edition r/w/m/c", lambda it: _counts(it["fields"]["edition"])),
]
SPEED: list[Column] = [
    ("pages/s cold", lambda it: _pages(it["speed"], "cold")),
    ("warm", lambda it: _pages(it["speed"], "warm")),
    ("ratio cold", lambda it: _ratio(it["speed"], "cold_ratio")),
    ("warm", lambda it: _ratio(it["speed"], "warm_ratio")),
    ("errors", _errors),
]


def table(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> str:
    """A part of the report: a line for each reader or kind, the columns as wide as what stands in them."""
    lines = [[title, *(heading for heading, _ in columns)]]
    lines += [[row["label"], *(cell(row) for _, cell in columns)] for row in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns) + 1)]
    widths[0] = max(widths[0], *(len(reader.label) for reader in READERS.values()))
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def by_kind(found: Mapping[str, Any]) -> list[str]:
    """The tables with a line for each kind of page: the F1 of bodies by reader, and the fields of our own."""
    readers = {name: figure["kinds"] for name, figure in found.items() if figure["body"]}
    kinds = next(iter(readers.values()), {})
    if not kinds:
        return []

    def f1(name: str) -> Column:
        return name, lambda it: _share(it["f1"][name])

    rows = [
        {
            "label": kind,
            "pages": each["pages"],
            "f1": {name: those[kind]["body"]["f1"] for name, those in readers.items()},
        }
        for kind, each in kinds.items()
    ]
    parts = [table("by kind, body F1", [_COUNT, *map(f1, readers)], rows)]
    fields = [{"label": kind} | each for kind, each in readers.get(OURS, {}).items() if each["fields"]]
    return [*parts, table(f"by kind, fields of {OURS}", [_COUNT, *FIELDS], fields)] if fields else parts


def report(found: Mapping[str, Any], pages: Sequence[EvalPage], *, rounds: int) -> str:
    """All tables, with what their figures mean."""
    read = [figure for figure in found.values() if figure["body"]]
    labels = [page.label for page in pages if page.label]
    parts = [table(f"body, {len(pages)} pages", BODY, read)] if read else []
    if fields := [figure for figure in found.values() if figure["fields"]]:
        parts.append(table(f"fields, {len(labels)} pages", FIELDS, fields))
    parts += by_kind(found)
    parts.append(table(f"speed, {len(pages)} pages", SPEED, found.values()))
    parts += [f"{figure['label']} was stopped: {figure['gone']}" for figure in found.values() if figure["gone"]]
    stated = {name: sum(bool(label.get(name)) for label in labels) for name in ("authors", "published", "edition")}
    versions = dict.fromkeys(f"{READERS[name].distribution} {figure['version']}" for name, figure in found.items())
    bodies = "four-word shingles, averaged over pages"
    if any(page.wanted or page.unwanted for page in pages):
        bodies = "shares of segments, of those left out that do not belong to it and of those it has"
    parts.append(
        f"""\
F1, precision and recall of bodies: {bodies}.
Intervals: bootstrap over pages, {scoring.RESAMPLES} resamples, paired, fixed seed; differences and ratios refer to \
{READERS[PEER].label}.
Fields: of {len(labels)} labelled pages, {stated["authors"]} name a person, {stated["published"]} state a day of \
publication, {stated["edition"]} a printed edition.
Headlines: share that is exact once white space is collapsed and typographic quotes are made straight.
r/w/m/c: right, wrong, missing among the pages that state a day; claimed on those that state none. An edition that
rests on nothing but the day of publication, and says so, is no claim.
Kinds: what the page is, by its source and its expected body; a page has several (bench/page_kinds.py).
Speed: each reader in a fresh process, pages in turns of {workers.TURN}, from memory; cold is the first time a page is
read, warm the median of the later rounds ({rounds}) for each page. A reader that fails looks fast: see its errors.
Versions: {", ".join(versions)}"""
    )
    return "\n\n".join(parts)
