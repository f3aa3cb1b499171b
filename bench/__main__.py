"""Run the comparisons, all of them or those named: ``python -m bench [--stories N] [search] [first_paint] ...``."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import (
    big_lists,
    captures,
    clusters,
    columns,
    crowd,
    drift,
    durability,
    first_paint,
    hostile,
    importing,
    load,
    page_stages,
    reading,
    search,
    site,
    startup,
)

BENCHES = {
    "search": search.run,
    "clusters": clusters.run,
    "site": site.run,
    "columns": columns.run,
    "durability": durability.run,
    "reading": reading.run,
    "startup": startup.run,
    "hostile": hostile.run,
    "load": load.run,
    "crowd": crowd.run,
    "first_paint": first_paint.run,
    "page_stages": page_stages.run,
    "big_lists": big_lists.run,
    "drift": drift.run,
    "captures": captures.run,
    "import": importing.run,
}


def main() -> None:
    """Run the comparisons that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", choices=[*BENCHES, []], help="which; all of them unless named")
    parser.add_argument("--stories", type=int, default=100_000, help="stories in the archive that is searched")
    parser.add_argument("--words", type=int, default=search.WORDS_IN_A_STORY, help="words in each of them")
    parser.add_argument("--vocabulary", type=int, default=search.VOCABULARY, help="different words in all of them")
    parser.add_argument("--skew", type=float, default=1.0, help="of Zipf's law: 0 makes all words as frequent")
    parser.add_argument("--archive", type=Path, help="site, crowd: an archive that is there, in place of made-up ones")
    parser.add_argument("--only", default="", help="site: the kinds of pages whose name has this pattern")
    parser.add_argument("--plot", type=Path, default=Path("site-speed.svg"), help="site: where the curves are drawn")
    parser.add_argument("--seconds", type=float, default=30, help="crowd: for which each crowd asks")
    parser.add_argument("--pages", type=Path, help="captures: a folder of HTML pages")
    options = parser.parse_args()
    for name in options.benches or BENCHES:
        print(f"\n## {name}\n")
        BENCHES[name](options)


if __name__ == "__main__":
    main()
