"""The command's start, against the interpreter's own."""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench.timing import median_seconds, row


def run(options: argparse.Namespace) -> None:
    """Print the table."""

    def started(*arguments: str) -> float:
        return median_seconds(lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True))

    floor = started("-c", "import click")
    row("backissues --help", started("-m", "scraper", "--help"), floor, "importing click")
    row("backissues publications", started("-m", "scraper", "publications"), floor, "importing click")
