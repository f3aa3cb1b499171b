"""A command of the tests that tries nothing does not say that all is well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import patterns, random_worlds
from tests.fuzz.__main__ import main as fuzz
from tests.torment.__main__ import main as torment


@pytest.mark.parametrize(
    ("main", "arguments"),
    [
        (fuzz, ["--seconds", "-5"]),
        (fuzz, ["--seconds", "nan"]),
        (fuzz, ["--seconds", "inf"]),
        (fuzz, ["--input", "no-such-file"]),
        (fuzz, ["no-such-target"]),
        (torment, ["--kills", "0"]),
        (torment, ["--minutes", "nan"]),
        (torment, ["--only", ""]),
        (random_worlds.main, ["--worlds", "0"]),
        (random_worlds.main, ["--worlds", "x"]),
    ],
)
def test_what_would_try_nothing_is_refused(main: Callable[[list[str]], int], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_a_scan_of_no_pattern_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(patterns, "patterns", list)
    with pytest.raises(SystemExit):
        patterns.main(["no-such-word"])
    assert "no pattern stands where no-such-word stands" in capsys.readouterr().err
