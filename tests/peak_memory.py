"""The most memory that this process has taken, for tests that run what they measure in a process of its own."""

from __future__ import annotations

import re
import resource
from pathlib import Path


def peak_memory() -> int:
    """In kilobytes. What the kernel calls ``ru_maxrss`` counts the parent as well, at the moment of the start."""
    status = Path("/proc/self/status")
    if status.is_file() and (peak := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(peak[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
