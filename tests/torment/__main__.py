"""The command: what is tormented, in which order, and the summary."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scraper.demo.server import DemoSite
from tests import arguments
from tests.torment import power_loss
from tests.torment.kills import STRACE, Office

KINDS = ("collect", "fill", "import", "images", "rebuild", "publish", "site", "power-loss")


def main(given_arguments: Sequence[str] | None = None) -> int:
    """Torment the program as the arguments ask, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torment", description="Is anything lost?")
    parser.add_argument("--kills", type=arguments.count, default=60, help="how often something is killed, at least")
    parser.add_argument("--moments", type=arguments.count, default=100, help="moments at which power is lost")
    parser.add_argument(
        "--minutes", type=arguments.positive, default=5.0, help="of time at most, after the undisturbed runs"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first try")
    parser.add_argument("--only", default=",".join(KINDS), help=f"some of {','.join(KINDS)}")
    given = parser.parse_args(given_arguments)
    kinds = set(given.only.split(","))
    if unknown := kinds - set(KINDS):
        parser.error(f"--only takes {', '.join(KINDS)}; not {', '.join(map(repr, sorted(unknown)))}")
    if not STRACE:
        say("Without strace no kill comes at a chosen write, and no power is lost")
    with tempfile.TemporaryDirectory(prefix="torment-") as folder, DemoSite(port=0) as site:
        office = Office(Path(folder), site.url)
        office.prepare(kinds, say)
        end = time.monotonic() + given.minutes * 60
        tried: Counter[str] = Counter()
        wrong: list[str] = []
        if STRACE and "power-loss" in kinds:
            tried["power-loss"], wrong = _losses(office, given, end)
        wrong += _kills(office, given, kinds, end, tried)
    print()
    for kind, number in tried.items():
        say(f"{kind:<12} {number:>5,} times")
    if not tried.total():
        say("Nothing was tried, so nothing is known")
        return 2
    say(f"{len(wrong)} times something was wrong" if wrong else "Nothing was lost")
    return 1 if wrong else 0


def _kills(office: Office, given: argparse.Namespace, kinds: set[str], end: float, tried: Counter[str]) -> list[str]:
    """Kill what there is in turn; the same seed and number is the same kill."""
    wrong: list[str] = []
    turns = [torment.name for torment in office.torments] + (["site"] if "site" in kinds else [])
    by_name = {torment.name: torment for torment in office.torments}
    number = given.first - 1
    kills = 0
    while turns and kills < given.kills:
        number += 1
        if time.monotonic() > end:
            say(f"{given.minutes:g} minutes are over")
            break
        random_ = random.Random(f"{given.seed} {number}")
        name = turns[number % len(turns)]
        shutil.rmtree(office.folder / "tormented", ignore_errors=True)
        moments, found = office.kill_site(random_) if name == "site" else office.kill(by_name[name], random_)
        tried[name] += len(moments)
        kills += len(moments)
        say(f"{number:>4} {name:<8} killed at {', '.join(moments)}: {'; '.join(found) or 'nothing lost'}")
        if found:
            wrong += found
            kept = Path(tempfile.mkdtemp(prefix="torment-found-"))
            if (office.folder / "tormented").exists():
                shutil.copytree(office.folder / "tormented", kept, dirs_exist_ok=True)
            say(f"     kept in {kept}")
    return wrong


def _losses(office: Office, given: argparse.Namespace, end: float) -> tuple[int, list[str]]:
    """Take the power away while a collection runs."""
    root, notes = office.folder / "recorded", office.folder / "calls"
    root.mkdir()
    office.record(root, notes)
    looked, wrong = power_loss.faults(
        root, notes, office.folder / "disk", random.Random(given.seed), most=given.moments, end=end
    )
    for one in wrong:
        say(one)
    return looked, wrong


def say(message: str) -> None:
    """Print a line at once."""
    print(message, flush=True)


if __name__ == "__main__":
    sys.exit(main())
