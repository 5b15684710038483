"""Runs of consecutive true sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def run_lengths(won: NDArray[np.bool_], follows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Length of the run that each session ends: (n,) booleans to (n,) counts, 0 where the session was not won.

    follows[i]: whether session i comes directly after session i - 1; where not, a run starts afresh.
    """
    position = np.arange(len(won))
    lost = np.where(~won, position, -1)  # a lost session is the zero that later ones count from
    broken = np.where(~follows, position - 1, -1)  # a gap puts that zero just before the session
    zero = np.maximum.accumulate(np.maximum(lost, broken)) if len(won) else position
    counts: NDArray[np.int64] = np.where(won, position - zero, 0)
    return counts
