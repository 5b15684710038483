"""Paths whose drift changes sign at known dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def drifting_world(
    seed: int, steps: int, drift: float, deviation: float, mean_phase: int, least_phase: int
) -> tuple[NDArray[np.float64], list[tuple[int, int]]]:
    """A path (steps + 1,) with Gaussian steps of mean +drift or -drift, and its changes: position and kind (1 a peak).

    Phases last `least_phase` steps and an exponential time more, `mean_phase` in the mean.
    """
    rng = np.random.default_rng(seed)
    means, changes = np.empty(steps), []
    way, at = int(rng.choice([-1, 1])), 0
    while at < steps:
        length = int(least_phase + rng.exponential(mean_phase - least_phase))
        means[at : at + length] = way * drift
        at += length
        if at < steps:
            changes.append((at, way))
        way = -way
    return np.concatenate([[0.0], np.cumsum(means + deviation * rng.standard_normal(steps))]), changes
