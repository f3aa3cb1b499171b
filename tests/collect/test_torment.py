"""A handful of kills and losses of power; ``make torment`` tries hundreds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.torment.__main__ import main
from tests.torment.power_loss import Disk


@pytest.mark.thorough
def test_what_is_killed_or_loses_its_power_loses_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--kills", "6", "--moments", "20", "--minutes", "4", "--seed", "3"]) == 0, capsys.readouterr().out


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_a_capture_that_is_not_synced_before_its_row_is_noticed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Disk.take

    def without_captures(disk: Disk, call: str, arguments: str, result: int, returned: str) -> str:
        is_capture = call == "fsync" and "".join(f"\\x{byte:02x}" for byte in b".warc") in arguments
        return "" if is_capture else taken(disk, call, arguments, result, returned)

    monkeypatch.setattr(Disk, "take", without_captures)
    assert main(["--moments", "20", "--only", "power-loss"]) == 1
    assert "rows: the capture at" in capsys.readouterr().out


def test_a_disk_after_a_loss_of_power_has_what_was_synced_and_named(tmp_path: Path) -> None:
    root = Path("/office")
    disk = Disk(root)

    def call(name: str, arguments: str, result: int = 0, returned: str = "") -> None:
        disk.take(name, arguments, result, returned)

    call("openat", 'AT_FDCWD, "x", O_WRONLY|O_CREAT|O_EXCL', 5, "/office/captures/a.warc.gz")
    call("write", r'5</office/captures/a.warc.gz>, "\x61\x62\x63", 3', 2)
    call("fsync", "5</office/captures/a.warc.gz>")
    disk.laid_out(tmp_path / "1", "synced")
    assert not (tmp_path / "1").exists(), "its name is not certain"
    call("fsync", "6</office/captures>")
    call("write", r'5</office/captures/a.warc.gz>, "\x64", 1', 1)
    disk.laid_out(tmp_path / "2", "synced")
    assert (tmp_path / "2/captures/a.warc.gz").read_bytes() == b"ab"
    disk.laid_out(tmp_path / "3", "written")
    assert (tmp_path / "3/captures/a.warc.gz").read_bytes() == b"abd"
