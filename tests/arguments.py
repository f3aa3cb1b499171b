"""Types of arguments that the commands of the tests share."""

from __future__ import annotations

import argparse
import math
from pathlib import Path


def positive(text: str) -> float:
    """A number above zero: with none of it nothing is tried, and nothing is found."""
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return number


def count(text: str) -> int:
    """A whole number above zero."""
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return number


def file(text: str) -> Path:
    """A file that is there."""
    if not (path := Path(text)).is_file():
        raise argparse.ArgumentTypeError(f"{text} is no file")
    return path
