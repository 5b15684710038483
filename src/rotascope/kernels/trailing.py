"""Trailing means and deviations in linear time: each value sees its own window and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Moments = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def trailing_moments(values: Floats, window: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation (n - 1) of the last `window` values: (n,) to two (n,), NaN before a full window.

    Values must be finite. The series is cut into blocks of `window`; a window is the tail of one block and the
    head of the next (van Herk), and the two are joined by the rule for moments of two samples (Chan et al. 1979).
    Unlike a running sum, no rounding error and no absurd value outlives its own window.
    """
    means = np.full(len(values), np.nan)
    deviations = np.full(len(values), np.nan)
    if len(values) < window:
        return means, deviations
    spare = -len(values) % window
    blocks = np.concatenate([values, np.full(spare, values[-1])]).reshape(-1, window)
    heads = [part.ravel() for part in _growing(blocks)]
    tails = [part[:, ::-1].ravel() for part in _growing(blocks[:, ::-1])]
    stop = len(values)
    left = tuple(part[: stop - window + 1] for part in tails)
    right = tuple(part[window - 1 : stop] for part in heads)
    mean, squares = _joined(left, right, window)
    means[window - 1 :] = mean
    deviations[window - 1 :] = np.sqrt(np.maximum(squares, 0) / (window - 1)) if window > 1 else np.nan
    return means, deviations


def _growing(blocks: Floats) -> Moments:
    """Count, mean and sum of squared deviations of each block's first 1, 2, ... values: (blocks, window) each."""
    counts = np.broadcast_to(np.arange(1.0, blocks.shape[1] + 1), blocks.shape)
    centre = blocks[:, :1]  # near the rest, and inside every window that these sums serve
    offsets = blocks - centre
    sums = offsets.cumsum(axis=1)
    squares = (offsets * offsets).cumsum(axis=1) - sums * sums / counts
    return counts, centre + sums / counts, squares


def _joined(left: tuple[Floats, ...], right: tuple[Floats, ...], window: int) -> tuple[Floats, Floats]:
    """Mean and sum of squared deviations of tail and head together; a head of a whole block stands alone."""
    whole = right[0] == window
    count = np.where(whole, 0.0, left[0])
    gap = np.where(whole, 0.0, right[1] - left[1])
    mean = right[1] - gap * count / window
    squares = right[2] + np.where(whole, 0.0, left[2]) + gap * gap * count * right[0] / window
    return mean, squares
