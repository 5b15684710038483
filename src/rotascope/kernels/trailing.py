"""Trailing means and deviations: each value sees its own window and nothing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def trailing_moments(values: NDArray[np.float64], window: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation (n - 1) of the last `window` values: (n,) to two (n,), NaN before a full window.

    Every window is summed by itself, so that a value never depends on what stands outside its window: running
    sums would leak rounding error from the far past, and one absurd value would spoil all that follow.
    """
    means = np.full(len(values), np.nan)
    deviations = np.full(len(values), np.nan)
    if len(values) >= window:
        views = np.lib.stride_tricks.sliding_window_view(values, window)
        means[window - 1 :] = views.mean(axis=1)
        deviations[window - 1 :] = views.std(axis=1, ddof=1)
    return means, deviations
