"""A year of twelve fictional papers, forty changes of their sites: how many are noticed the same day, and what else.

The papers are in ``tests/drift``; the figures say how many changes opened an incident on their first day with a paper,
and how many incidents opened on days without a change.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.drift.year import figures, year


def run(options: argparse.Namespace) -> None:
    """Print the figures."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(year(Path(folder)))
    print(figures(result))
    for change, why in result.noticed.items():
        print(f"  {change.day} {change.slug:14} {change.kind:28} {why}")
    print(f"in {time.monotonic() - began:.0f} s")
