"""Whether a block is the story's text: a small network over its features, trained by ``bench/training.py``.

    rows (features.py) -> one hidden layer -> log-odds, above zero where the block is text

The weights are data (``weights.npz``, some thirty kilobytes): means and spreads of the features, and two layers.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from scraper.extract.story.features import Rows

_ROWS_AT_ONCE = 32  # rows


@dataclass(frozen=True, slots=True)
class Network:
    """The trained network, its scaling of the features worked into the first layer."""

    first: NDArray[np.float32]  # features x hidden
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]  # hidden
    second_bias: float

    def log_odds(self, rows: Rows) -> NDArray[np.float32]:
        """For each row the log-odds that its block is text; 0 is undecided.

        :param rows: one row of features a block (``features.rows``).
        """
        # In pieces too small for the library to start its threads, which would take longer than the work.
        pieces = [rows[start : start + _ROWS_AT_ONCE] @ self.first for start in range(0, len(rows), _ROWS_AT_ONCE)]
        hidden = np.maximum(np.concatenate(pieces) + self.first_bias, 0) if pieces else np.zeros((0, len(self.second)))
        return np.asarray(hidden @ self.second + self.second_bias, dtype=np.float32)


@functools.cache
def network() -> Network:
    """The network whose weights are in this package."""
    with (resources.files("scraper.extract.story") / "weights.npz").open("rb") as file, np.load(file) as weights:
        return Network(weights["first"], weights["first_bias"], weights["second"], float(weights["second_bias"]))
