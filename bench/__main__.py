"""Run the comparisons, all of them or those named: ``python -m bench [--stories N] [search] [first_paint] ...``."""

from __future__ import annotations

import argparse

from bench import big_lists, columns, durability, first_paint, hostile, load, page_stages, reading, search, startup

BENCHES = {
    "search": search.run,
    "columns": columns.run,
    "durability": durability.run,
    "reading": reading.run,
    "startup": startup.run,
    "hostile": hostile.run,
    "load": load.run,
    "first_paint": first_paint.run,
    "page_stages": page_stages.run,
    "big_lists": big_lists.run,
}


def main() -> None:
    """Run the comparisons that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", choices=[*BENCHES, []], help="which; all of them unless named")
    parser.add_argument("--stories", type=int, default=100_000, help="stories in the archive that is searched")
    parser.add_argument("--words", type=int, default=search.WORDS_IN_A_STORY, help="words in each of them")
    options = parser.parse_args()
    for name in options.benches or BENCHES:
        print(f"\n## {name}\n")
        BENCHES[name](options)


if __name__ == "__main__":
    main()
