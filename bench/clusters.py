"""Wire copy in made-up archives: seconds and memory of sketching and clustering, for 10,000, 100,000, ... stories.

``python -m bench clusters --stories 1000000`` measures up to that many stories; ``--archive FILE`` a copy of an archive
that is there. A fifth of the made-up stories are copies of another, cut and changed. Each size runs in a process of its
own, whose peak of memory is shown; "again" is a second run with nothing new, "more" one with a hundred new stories.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.search import filled
from scraper import archive
from scraper.archive.write import clusters

SIZES = (10_000, 100_000, 1_000_000)
COPIES = 0.2


def run(options: argparse.Namespace) -> None:
    """Print a line for each size."""
    print("| stories | sketches | clusters | microseconds a story | again | 100 more | memory | in clusters |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in [0] if options.archive else [each for each in SIZES if each <= options.stories]:
            path = Path(folder) / f"{size}.db"  # of its own: a log that the one before left would be taken for its own
            if options.archive:
                shutil.copy(options.archive, path)
            else:
                filled(path, size, options.words, vocabulary=options.vocabulary, skew=options.skew)
            copied(path)
            command = [sys.executable, "-m", "bench.clusters", str(path)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(
                f"| {found['stories']:,} | {found['sketches']:.1f} s | {found['clusters']:.1f} s "
                f"| {1e6 * (found['sketches'] + found['clusters']) / found['stories']:.0f} | {found['again']:.2f} s "
                f"| {found['more']:.2f} s | {found['memory']:,.0f} MB | {found['clustered']:,} |",
                flush=True,
            )


def copied(path: Path) -> None:
    """Make a fifth of the stories copies of the one before: cut at the end, with some words changed."""
    chance = random.Random(5)
    with sqlite3.connect(path) as connection:
        before = ""
        for row_id, body in connection.execute("SELECT id, body FROM stories ORDER BY id").fetchall():
            if before and chance.random() < COPIES:
                words = before.split()[: int(len(before.split()) * chance.uniform(0.7, 1))]
                words[chance.randrange(len(words))] = "changed"
                connection.execute("UPDATE stories SET body = ? WHERE id = ?", [" ".join(words), row_id])
            before = body


def measured(path: Path) -> dict[str, float]:
    """Seconds of each part, megabytes, and the numbers of stories."""
    seconds = {"sketches": 0.0, "clusters": 0.0}
    began = time.perf_counter()

    def progress(what: str, done: int, total: int) -> None:
        seconds[what] = time.perf_counter() - began - (seconds["sketches"] if what == "clusters" else 0)

    with archive.writing(path, say=lambda text: None, doing="bench") as db:
        done = clusters.cluster(db, progress=progress)
        seconds["clusters"] = time.perf_counter() - began - seconds["sketches"]
        began = time.perf_counter()
        clusters.cluster(db)
        again = time.perf_counter() - began
        db.execute("DELETE FROM sketches WHERE story_id IN (SELECT id FROM stories LIMIT 100)")
        began = time.perf_counter()
        clusters.cluster(db)
        more = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {
        **seconds, "again": again, "more": more, "memory": memory, "stories": done.sketched, "clustered": done.stories,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
