"""Quality and speed of reading story pages: ours beside its peers, on the same pages in the same run.

    make bench-extraction
    make bench-extraction BENCH_ARGS="--half b --rounds 5"
    make bench-extraction BENCH_ARGS="--readers ours,trafilatura,lexbor --json figures.json"
    make bench-extraction BENCH_ARGS="--eval DIR/segment-pages"

The pages are 181 of the public article-extraction-benchmark with the bodies it expects, or another of the sets that
``bench/eval_sets.py`` names. What else the 181 say is in ``bench/labels.json``, labelled by hand:
key -> {"headline", "authors", "agency", "published", "edition"}, where an empty value means that the page states none.

    eval_sets -> workers.worked -> Work -> figures -> tables, JSON
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import workers
from bench.eval_sets import EVAL, LABELS, NoPagesError, eval_pages
from bench.figures import figures, per_page
from bench.readers import READERS
from bench.tables import report

EXAMPLES = """\
examples:
  python -m bench.extraction
  python -m bench.extraction --half b --rounds 5
  python -m bench.extraction --readers ours,trafilatura,lexbor --json figures.json
  python -m bench.extraction --eval ../shared/eval/segment-pages --readers ours,trafilatura,htmldate
"""


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


def _new_file(text: str) -> Path:
    """A file that can be written when all is measured, which takes minutes."""
    path = Path(text)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a folder, or its folder is not there")
    return path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.extraction",
        description="Quality and speed of reading story pages, beside peers and floors.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--eval", type=Path, default=EVAL, metavar="DIR", help="evaluation data, or one set in it; %(default)s"
    )
    parser.add_argument("--labels", type=Path, default=LABELS, metavar="FILE", help="fields by hand; %(default)s")
    parser.add_argument("--half", choices=["a", "b"], default="", help="only the pages of this half")
    parser.add_argument(
        "--readers", type=_names, default=[*READERS], metavar="NAMES", help=f"of {','.join(READERS)}; all unless named"
    )
    parser.add_argument("--rounds", type=_rounds, default=3, metavar="N", help="warm rounds, after the cold one; 3")
    parser.add_argument(
        "--json", type=_new_file, metavar="FILE", help="write all figures, and what was found on each page"
    )
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
        pages = eval_pages(options.eval, half=options.half, labels=options.labels)
    except NoPagesError as problem:
        print(f"bench.extraction: {problem}", file=sys.stderr)
        return 2
    if not any(page.label for page in pages):
        print(f"{options.labels} is not there: no fields are scored", file=sys.stderr)
    names = [name for name in options.readers if READERS[name].version]
    if absent := [name for name in options.readers if name not in names]:
        print(f"not installed, so left out: {', '.join(absent)} (make bench-extraction has them)", file=sys.stderr)
    tell = _teller()
    works = workers.worked(names, [(page.html, page.url) for page in pages], rounds=options.rounds, tell=tell)
    tell("scoring")
    found = figures(works, pages)
    if sys.stderr.isatty():
        tell("")
    print(report(found, pages, rounds=options.rounds))
    if options.json:
        everything = {"pages": len(pages), "half": options.half, "rounds": options.rounds, "readers": found}
        everything["per_page"] = per_page(works, pages)
        options.json.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if any(work.gone for work in works.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
