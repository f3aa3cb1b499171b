"""The fuzz targets hold for their seeds and a few mutations of them; ``make fuzz`` runs many more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scraper.items import Evidence, EvidenceKind
from tests.fuzz.harness import fuzz, run_once, unfit
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_no_seed_and_no_mutation_fails(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    assert not [fault for seed in target.seeds[:3] if (fault := run_once(target, seed))]
    assert fuzz(target, seed=7, seconds=60, keep=tmp_path, most=4).faults == {}


def test_the_same_seed_makes_the_same_inputs() -> None:
    seeds = TARGETS["feed"].seeds
    made = [[mutated(seeds, generator) for _ in range(20)] for generator in (random.Random(3), random.Random(3))]
    assert made[0] == made[1]
    assert len(set(made[0])) > 10


def test_an_input_that_fails_is_kept(tmp_path: Path) -> None:
    def fails(data: bytes) -> list[object]:
        raise KeyError("bdy")

    done = fuzz(Target("bad", fails, [b"seed"]), seed=1, seconds=60, keep=tmp_path, most=2)
    assert len(done.faults) == len(list(tmp_path.iterdir())) == 2
    assert all("KeyError: 'bdy'" in fault for fault in done.faults.values())


@pytest.mark.parametrize("value", ["cut \ud83d", {"a": ["\x00"]}])
def test_what_cannot_be_stored_is_a_fault(value: object) -> None:
    assert "cannot be stored" in unfit(value)


def test_what_can_be_stored_is_none() -> None:
    assert unfit([Evidence(kind=EvidenceKind.URL, text="\ud83d"), "\u6f6e\n", 7, 0.5, None]) == ""
