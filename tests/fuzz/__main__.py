"""``python -m tests.fuzz``: fuzz the parsers for some seconds."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import arguments
from tests.fuzz.harness import fuzz, run_once
from tests.fuzz.targets import TARGETS

KEPT = Path("fuzz-failures")


def main(given_arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print a line for each target, and return the exit code: 1 where an input failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the parsers for some seconds.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all unless given")
    parser.add_argument("--seed", type=int, help="the same seed makes the same inputs")
    parser.add_argument("--seconds", type=arguments.positive, default=60.0, help="for all targets together (60)")
    parser.add_argument("--input", type=arguments.file, help="run this one input instead")
    given = parser.parse_args(given_arguments)
    if strange := set(given.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(strange))}; there are {', '.join(TARGETS)}")
    names = given.targets or list(TARGETS)
    if given.input:
        faults = [run_once(TARGETS[name], given.input.read_bytes()) for name in names]
        sys.stdout.writelines(f"{name}: {fault or 'no fault'}\n" for name, fault in zip(names, faults, strict=True))
        return int(any(faults))
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    sys.stdout.write(f"seed {seed}\n")
    failed = 0
    for name in names:
        done = fuzz(TARGETS[name], seed=seed, seconds=given.seconds / len(names), keep=KEPT)
        failed += len(done.faults)
        sys.stdout.write(f"{name:<12} {done.inputs:>6} inputs, slowest {done.slowest:5.2f} s\n")
        sys.stdout.writelines(f"    {path}: {fault}\n" for path, fault in done.faults.items())
        sys.stdout.flush()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
