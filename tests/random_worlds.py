"""Small random worlds, to compare an archive with what its captures make of it: rebuilt, and imported in any order.

python -m tests.random_worlds --worlds 300        the worlds of the seeds 0 to 299, and what differs
python -m tests.random_worlds --seed 17           that one, with what happened in it
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scraper.captures import manifest
from scraper.collect import removal
from scraper.items import Outcome
from tests import arguments
from tests.rows import every_row
from tests.worlds import PAPERS, Asks, Closes, Event, Fetches, Lists, World

BEGINS = dt.datetime(2026, 3, 9, 6, tzinfo=dt.UTC)
DAYS = (6, 7, 8)  # of March 2026
NAMES = ("a", "b", "post:c", "post:d", "agency:e", "wire:f", "lantern>b", "post>a", "post>agency:e")
OUTCOMES = (Outcome.COMPLETE, Outcome.COMPLETE, Outcome.STALE, Outcome.PARTIAL, Outcome.BROKEN)
CLOCKS = (5, 600, 86_400, -600, -90_000)  # seconds by which the clock goes on, or back, between two runs


class RandomWorld:
    """A world of this seed, and what happened in it."""

    def __init__(self, folder: Path, seed: int, publications: Path) -> None:
        self.random = random.Random(seed)
        self.world = World(folder, publications=publications)
        self.others = folder / "others"
        self.told: list[str] = []
        moment = BEGINS
        for _ in range(self.random.randint(2, 6)):
            moment += dt.timedelta(seconds=self.random.choice(CLOCKS))
            self.world.clock = moment
            self._something()
            moment = self.world.clock
        self.world.clock = BEGINS + dt.timedelta(days=30)

    def _something(self) -> None:
        kind = self.random.choices(("collect", "remove", "import", "own"), (12, 2, 2, 1))[0]
        if kind == "collect":
            self._collect(self.world)
        elif kind == "remove":
            self._remove()
        else:
            other = World(self.others / f"{len(self.told)}", publications=self.world.publications)
            other.clock = self.world.clock
            self._collect(other)
            self.told.append(f"import, own={kind == 'own'}")
            self.world.import_(other.captures, own=kind == "own")

    def _collect(self, world: World) -> None:
        withhold = self.random.random() < 0.2
        events = [event for _ in range(self.random.randint(1, 2)) for event in self._edition()]
        self.told.append(f"{world.clock} collect withhold={withhold}: {events}")
        world.run(*events, withhold=withhold)

    def _edition(self) -> list[Event]:
        paper, day = self.random.choice(list(PAPERS)), self.random.choice(DAYS)
        if self.random.random() < 0.15:
            return [Asks(paper, day)]
        names = tuple(self.random.sample(NAMES, self.random.randint(1, 4)))
        events: list[Event] = [Lists(paper, day, names)]
        events += [self._fetch(paper, day, name) for name in names if self.random.random() < 0.8]
        if self.random.random() < 0.8:
            in_doubt = self.random.random() < 0.1
            none = names[:1] if self.random.random() < 0.1 else ()
            outcome = Outcome.PARTIAL if none else self.random.choice(OUTCOMES)
            events.append(Closes(paper, day, outcome, in_doubt=in_doubt, same_text=none))
        return events

    def _fetch(self, paper: str, day: int, name: str) -> Fetches:
        printed = self.random.choice((0, 0, 0, *DAYS))
        noarchive = self.random.random() < 0.2
        return Fetches(paper, day, name, self.random.randint(1, 2), printed=printed, noarchive=noarchive)

    def _remove(self) -> None:
        held = self.world.asked("SELECT key FROM stories ORDER BY key") if self.world.archive.exists() else []
        if held:
            (key,) = self.random.choice(held)
            self.told.append(f"remove {key}")
            with self.world.opened("remove") as run:
                removal.remove(run, [removal.found(run.db.conn, key, reason="asked", moment=run.now)])

    def differences(self) -> list[str]:
        """What a rebuild has otherwise, and another archive into which the owner imports these captures."""
        world = self.world
        files = manifest.files(world.captures)
        if not files:
            return []
        rebuilt = world.rebuilt()
        found = differing("rebuilt", every_row(world.archive), every_row(rebuilt.archive))
        order = self.random.sample(files, len(files))
        bare = world.rebuilt(without_files=True)
        found += differing("rebuilt without the newspapers' files", every_row(world.archive), every_row(bare.archive))
        copy = world.copied(order)
        said = f"imported in the order {[files.index(file) for file in order]}"
        found += differing(said, every_row(world.archive, copied=True), every_row(copy.archive, copied=True))
        again = copy.rebuilt()
        found += differing(f"{said}, and rebuilt", every_row(copy.archive), every_row(again.archive))
        return found + rebuilt.damage + again.damage


Rows = dict[str, list[tuple[Any, ...]]]


def differing(what: str, here: Rows, there: Rows) -> list[str]:
    """The rows of one archive that the other has not, in words."""
    found = []
    for table, rows in here.items():
        found += [f"{what}: {table} lacks {row}" for row in rows if row not in there[table]]
        found += [f"{what}: {table} has besides {row}" for row in there[table] if row not in rows]
        if not found and len(rows) != len(there[table]):
            found.append(f"{what}: {table} has {len(there[table])} rows in place of {len(rows)}")
    return found


def main(given_arguments: Sequence[str] | None = None) -> int:
    """Make the worlds that the arguments ask for, and print what differs; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.random_worlds", description="Is a rebuild the same?")
    parser.add_argument("--worlds", type=arguments.count, default=1, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="of the first one; each next one has the next number")
    given = parser.parse_args(given_arguments)
    wrong = 0
    publications = Path(tempfile.mkdtemp())
    for seed in range(given.seed, given.seed + given.worlds):
        with tempfile.TemporaryDirectory() as folder:
            world = RandomWorld(Path(folder), seed, publications)
            found = world.differences()
        wrong += bool(found)
        if found or given.worlds == 1:
            print(f"The world of seed {seed}", *(found if given.worlds > 1 else [*world.told, *found]), sep="\n  ")
    print(f"{given.worlds} worlds, of which {wrong} are not the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
