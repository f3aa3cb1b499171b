"""Quality and speed of reading story pages: ours beside its peers, on the same pages in the same run.

    make bench-extraction
    make bench-extraction BENCH_ARGS="--half b --rounds 5"
    make bench-extraction BENCH_ARGS="--readers ours,trafilatura,lexbor --json figures.json"

The pages are 181 of the public article-extraction-benchmark with the bodies it expects. They are no part of the
project: ``--eval`` names the folder that holds ``article-pages.json`` (key -> {"articleBody", "url"}) and
``article-pages/<key>.html.gz``. What else the pages say is in ``bench/labels.json``, labelled by hand:
key -> {"headline", "authors", "agency", "published", "edition"}, where an empty value means that the page states none.

    pages, labels -> workers.worked -> Work -> figures -> the table, JSON
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import scoring, workers
from bench.readers import PEER, READERS, Reading
from bench.workers import Work

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
LABELS = ROOT / "bench" / "labels.json"

EXAMPLES = """\
examples:
  python -m bench.extraction
  python -m bench.extraction --half b --rounds 5
  python -m bench.extraction --readers ours,trafilatura,lexbor --json figures.json
"""


class NoPagesError(Exception):
    """The folder of evaluation data is not there, or lacks a file; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class EvalPage:
    """A saved page, the body it is expected to give, and its half of the set."""

    key: str
    half: str
    html: str
    url: str
    body: str


def eval_pages(folder: Path, *, half: str = "") -> list[EvalPage]:
    """The pages in the order of their keys; half a has the even numbers, b the odd ones."""
    index = folder / "article-pages.json"
    try:
        expected = json.loads(index.read_text("utf-8"))
        pages = []
        for number, (key, page) in enumerate(sorted(expected.items())):
            its_half = "ab"[number % 2]
            if half in ("", its_half):
                html = gzip.decompress((folder / "article-pages" / f"{key}.html.gz").read_bytes()).decode("utf-8")
                pages.append(EvalPage(key, its_half, html, page.get("url") or "", page["articleBody"]))
    except FileNotFoundError as missing:
        raise NoPagesError(
            f"{missing.filename} is not there: name the folder that holds article-pages.json and article-pages/ "
            "with --eval DIR"
        ) from None
    return pages


# --- figures ---------------------------------------------------------------------------------------------------------


def _labels(file: Path) -> dict[str, Any]:
    """The labelled fields by page; none where there is no such file, NoPagesError where it cannot be read."""
    try:
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}
    except (ValueError, TypeError) as error:
        raise NoPagesError(
            f"{file} is no whole JSON object ({error}): take it from git again, or name another"
        ) from error


def figures(works: Mapping[str, Work], pages: Sequence[EvalPage], labels: Mapping[str, Any]) -> dict[str, Any]:
    """All figures of each reader; None where there is nothing to measure."""
    draws = scoring.samples(len(pages))
    overlaps = {
        name: [
            scoring.overlap(page.body, reading.body if reading else "")
            for page, reading in zip(pages, work.readings, strict=True)
        ]
        for name, work in works.items()
        if not READERS[name].floor
    }
    resampled = {name: scoring.resampled(those, draws) for name, those in overlaps.items()}
    found: dict[str, Any] = {}
    for name, work in works.items():
        figure: dict[str, Any] = {
            "label": READERS[name].label,
            "version": READERS[name].version,
            "body": None,
            "fields": None,
            "speed": _speed(work, works.get(PEER)),
            "errors": dict(Counter(work.errors.values())),
            "gone": work.gone,
        }
        if name in overlaps and any(work.readings):
            figure["body"] = _body(name, overlaps, resampled, pages)
            figure["body"]["empty"] = sum(not (reading and reading.body.strip()) for reading in work.readings)
            figure["fields"] = _fields(
                [
                    (labels[page.key], reading)
                    for page, reading in zip(pages, work.readings, strict=True)
                    if page.key in labels
                ]
            )
        found[name] = figure
    return found


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
    read = [(label, reading) for label, reading in labelled if reading is not None]
    names = ("headline", "authors", "published", "edition")
    given = {name for name in names if read and getattr(read[0][1], name) is not None}
    if not given:
        return None

    def pairs(name: str, nothing: Any) -> list[tuple[Any, Any]]:
        return [(label[name], (getattr(reading, name) if reading else None) or nothing) for label, reading in labelled]

    headlines = [(expected, found) for expected, found in pairs("headline", "") if expected]
    return {
        "headline": scoring.headlines(headlines) if "headline" in given else None,
        "authors": asdict(scoring.authors(pairs("authors", ()))) if "authors" in given else None,
        "published": asdict(scoring.days(pairs("published", ""))) if "published" in given else None,
        "edition": asdict(scoring.days(pairs("edition", ""))) if "edition" in given else None,
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


# --- the table -------------------------------------------------------------------------------------------------------

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
    """A part of the table: a line per reader, the columns as wide as what stands in them."""
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


def report(found: Mapping[str, Any], pages: Sequence[EvalPage], labels: Mapping[str, Any], *, rounds: int) -> str:
    """The whole table, with what its figures mean."""
    read = [figure for figure in found.values() if figure["body"]]
    labelled = [labels[page.key] for page in pages if page.key in labels]
    parts = [table(f"body, {len(pages)} pages", BODY, read)] if read else []
    if any(figure["fields"] for figure in read):
        parts.append(table(f"fields, {len(labelled)} pages", FIELDS, [it for it in read if it["fields"]]))
    parts.append(table(f"speed, {len(pages)} pages", SPEED, found.values()))
    parts += [f"{figure['label']} was stopped: {figure['gone']}" for figure in found.values() if figure["gone"]]
    stated = {name: sum(bool(label[name]) for label in labelled) for name in ("authors", "published", "edition")}
    versions = dict.fromkeys(f"{READERS[name].distribution} {figure['version']}" for name, figure in found.items())
    parts.append(
        f"""\
F1, precision and recall of bodies: four-word shingles, averaged over pages. Intervals: bootstrap over pages,
{scoring.RESAMPLES} resamples, paired, fixed seed; differences and ratios refer to {READERS[PEER].label}.
Fields: of {len(labelled)} labelled pages, {stated["authors"]} name a person, {stated["published"]} state a day of \
publication, {stated["edition"]} a printed edition.
Headlines: share that is exact once white space is collapsed and typographic quotes are made straight.
r/w/m/c: right, wrong, missing among the pages that state a day; claimed on those that state none. An edition that
rests on nothing but the day of publication, and says so, is no claim.
Speed: each reader in a fresh process, pages in turns of {workers.TURN}, from memory; cold is the first time a page is
read, warm the median of the later rounds ({rounds}) for each page. A reader that fails looks fast: see its errors.
Versions: {", ".join(versions)}"""
    )
    return "\n\n".join(parts)


def per_page(works: Mapping[str, Work], pages: Sequence[EvalPage]) -> dict[str, Any]:
    """What each reader found on each page, to look up where it goes wrong; bodies as precision and recall."""
    found: dict[str, Any] = {}
    for number, page in enumerate(pages):
        found[page.key] = {}
        for name, work in works.items():
            reading = work.readings[number]
            if reading is not None:
                fields = asdict(reading) | asdict(scoring.overlap(page.body, reading.body))
                del fields["body"]
                found[page.key][name] = fields
            elif number in work.errors:
                found[page.key][name] = {"error": work.errors[number]}
    return found


# --- the command -----------------------------------------------------------------------------------------------------


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in READERS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"no reader {', '.join(unknown)!r}; there are {', '.join(READERS)}")
    return names


def _rounds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1 round, as a whole number")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.extraction",
        description="Quality and speed of reading story pages, beside peers and floors.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--eval", type=Path, default=EVAL, metavar="DIR", help="evaluation data; %(default)s")
    parser.add_argument("--labels", type=Path, default=LABELS, metavar="FILE", help="fields by hand; %(default)s")
    parser.add_argument("--half", choices=["a", "b"], default="", help="only the pages of this half")
    parser.add_argument(
        "--readers", type=_names, default=[*READERS], metavar="NAMES", help=f"of {','.join(READERS)}; all unless named"
    )
    parser.add_argument("--rounds", type=_rounds, default=3, metavar="N", help="warm rounds, after the cold one; 3")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures, and what was found on each page")
    return parser


def _teller() -> Callable[[str], None]:
    """Progress: one line that overwrites itself in a terminal; a line per step, without the page, in a file."""
    last = ""

    def tell(text: str) -> None:
        nonlocal last
        step = text.partition(",")[0]
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
        elif step != last:
            print(step, file=sys.stderr, flush=True)
        last = step

    return tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison. Exit code 2 where the evaluation data cannot be read, 1 where a reader was stopped."""
    options = _parser().parse_args(arguments)
    try:
        pages = eval_pages(options.eval, half=options.half)
        labels = _labels(options.labels)
    except (NoPagesError, json.JSONDecodeError) as problem:
        print(f"bench.extraction: {problem}", file=sys.stderr)
        return 2
    if not labels:
        print(f"{options.labels} is not there: no fields are scored", file=sys.stderr)
    names = [name for name in options.readers if READERS[name].version]
    if absent := [name for name in options.readers if name not in names]:
        print(f"not installed, so left out: {', '.join(absent)} (make bench-extraction has them)", file=sys.stderr)
    tell = _teller()
    works = workers.worked(names, [(page.html, page.url) for page in pages], rounds=options.rounds, tell=tell)
    tell("scoring")
    found = figures(works, pages, labels)
    if sys.stderr.isatty():
        tell("")
    print(report(found, pages, labels, rounds=options.rounds))
    if options.json:
        everything = {"pages": len(pages), "half": options.half, "rounds": options.rounds, "readers": found}
        everything["per_page"] = per_page(works, pages)
        options.json.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if any(work.gone for work in works.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
