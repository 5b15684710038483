"""The kernels again, as plain loops over plain numbers."""

from __future__ import annotations

from math import fsum, nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def run_lengths(won: Sequence[bool], follows: Sequence[bool]) -> list[int]:
    """Length of the run that each session ends."""
    lengths: list[int] = []
    for is_won, comes_next in zip(won, follows, strict=True):
        before = lengths[-1] if lengths and comes_next else 0
        lengths.append(before + 1 if is_won else 0)
    return lengths


def trailing_moments(values: Sequence[float], window: int) -> tuple[list[float], list[float]]:
    """Mean and standard deviation (n - 1) of each full window; NaN before the first."""
    means, deviations = [], []
    for end in range(1, len(values) + 1):
        part = values[max(end - window, 0) : end]
        full = len(part) == window
        mean = fsum(part) / window if full else nan
        means.append(mean)
        deviations.append(sqrt(fsum((value - mean) ** 2 for value in part) / (window - 1)) if full else nan)
    return means, deviations


def exceeded(values: Sequence[float], rounding: float) -> list[int]:
    """For each value, walk back until one is not strictly below it."""
    counts = []
    for place, value in enumerate(values):
        count = 0
        for before in reversed(list(values[:place])):
            if before >= value * (1 - rounding):
                break
            count += 1
        counts.append(count)
    return counts


def spread_steps(
    asset: Sequence[int], start: Sequence[int], values: Sequence[float], shape: tuple[int, int], missing: float
) -> list[list[float]]:
    """For each date and asset the last step that began by then, in the order given; `missing` where none has."""
    dates, assets = shape
    found = [[missing] * assets for _ in range(dates)]
    for column, first, value in zip(asset, start, values, strict=True):
        for date in range(first, dates):
            found[date][column] = value
    return found


def fill_forward(values: NDArray[np.float32], limit: int) -> NDArray[np.float64]:
    """Each gap looks back over at most `limit` rows for a value of its own column."""
    filled = np.full(values.shape, nan)
    for date, column in np.ndindex(values.shape):
        filled[date, column] = _last(values, date, column, limit)
    return filled


def _last(values: NDArray[np.float32], date: int, column: int, limit: int) -> float:
    for back in range(min(limit, date) + 1):
        value = float(values[date - back, column])
        if value == value:
            return value
    return nan
