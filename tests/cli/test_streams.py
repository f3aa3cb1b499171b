"""What commands print is read to its end, in part, or by nobody; or it cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "scraper", "publications"]
FULL = Path("/dev/full")  # every write fails as on a full disk


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_cannot_be_printed_is_said_and_the_exit_code_tells(unbuffered: str) -> None:
    with FULL.open("wb") as full:
        ended = subprocess.run(
            COMMAND, stdout=full, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": unbuffered}
        )
    assert ended.returncode == 1
    assert ended.stderr == "Error: What was printed is not whole: No space left on device\n"


def test_a_reader_that_has_gone_is_no_failure() -> None:
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as errors:
        assert errors.read() == ""
    assert process.wait(60) == 0


def test_no_file_gets_the_number_of_a_stream_that_is_closed() -> None:
    """It would be written to by whoever prints by that number, as libraries in C do."""
    script = "from scraper.cli.streams import outlive_readers as o; o(); import os; exit(os.open('/dev/null', 0))"
    ended = subprocess.run(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", script])
    assert ended.returncode > 2
