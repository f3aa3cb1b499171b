"""Read a page without Python's search for circular garbage, which finds none there.

The values of a page refer to each other in one direction: an element to its parent, a block to its element. While they
are made by the thousand, Python would look through all that a process holds for circles, again and again.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile, in this process; what nothing refers to any more is freed as ever."""
    if not gc.isenabled():  # by whoever called, or by another thread that is reading
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
