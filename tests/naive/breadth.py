"""The kernels of breadth again, as plain loops over plain numbers."""

from __future__ import annotations

from math import fsum, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Flags = NDArray[np.bool_] | None
    Column = Sequence[float]


def _windows(values: Rows, column: int, window: int) -> list[list[float] | None]:
    """For each date the last `window` closes of a column, or None where one of them is missing."""
    closes = [float(row[column]) for row in values]
    parts = [closes[max(end - window, 0) : end] for end in range(1, len(closes) + 1)]
    return [part if len(part) == window and not any(map(isnan, part)) else None for part in parts]


def _trailing(values: Rows, window: int, of: Callable[[Column], float]) -> NDArray[np.float64]:
    found = np.full(values.shape, nan)
    for column in range(values.shape[1]):
        for date, part in enumerate(_windows(values, column, window)):
            found[date, column] = nan if part is None else of(part)
    return found


def trailing_average(values: Rows, window: int) -> NDArray[np.float64]:
    return _trailing(values, window, lambda part: fsum(part) / window)


def trailing_maximum(values: Rows, window: int) -> NDArray[np.float64]:
    return _trailing(values, window, max)


def trailing_minimum(values: Rows, window: int) -> NDArray[np.float64]:
    return _trailing(values, window, min)


def _members(values: Rows, members: Flags) -> list[list[bool]]:
    every = np.ones(values.shape, bool) if members is None else np.broadcast_to(members, values.shape)
    return [list(row) for row in every]


def above_average(values: Rows, window: int, members: Flags = None) -> tuple[list[int], list[int]]:
    """For each date the members above their average, and those that have one."""
    above, counted = [0] * len(values), [0] * len(values)
    counts = _members(values, members)
    for column in range(values.shape[1]):
        for date, part in enumerate(_windows(values, column, window)):
            if part is not None and counts[date][column]:
                counted[date] += 1
                above[date] += part[-1] * window > fsum(part)
    return above, counted


def new_extremes(values: Rows, window: int, members: Flags = None) -> tuple[list[int], list[int], list[int]]:
    """For each date the members at a new high, at a new low, and those with a full window."""
    highs, lows, counted = ([0] * len(values) for _ in range(3))
    counts = _members(values, members)
    for column in range(values.shape[1]):
        for date, part in enumerate(_windows(values, column, window)):
            if part is not None and counts[date][column]:
                counted[date] += 1
                highs[date] += all(part[-1] > close for close in part[:-1])
                lows[date] += all(part[-1] < close for close in part[:-1])
    return highs, lows, counted


def changes(values: Rows, members: Flags = None) -> tuple[list[int], list[int], list[int], list[float]]:
    """For each date the members up and down on the row before, those with both closes, and their mean return."""
    advances, declines, counted = ([0] * len(values) for _ in range(3))
    means = [nan] * len(values)
    counts = _members(values, members)
    for date in range(1, len(values)):
        returns = []
        for column in range(values.shape[1]):
            before, now = float(values[date - 1, column]), float(values[date, column])
            if counts[date][column] and not isnan(now) and before > 0:
                advances[date] += now > before
                declines[date] += now < before
                returns.append(now / before - 1)
        counted[date] = len(returns)
        means[date] = fsum(returns) / len(returns) if returns else nan
    return advances, declines, counted, means


def breadth(
    values: Rows, windows: Sequence[int], extreme_window: int, members: Flags = None
) -> tuple[list[int] | list[float], ...]:
    """All of these, one list after the other."""
    parts = [above_average(values, window, members) for window in windows]
    return (
        *(counts for part in parts for counts in part),
        *new_extremes(values, extreme_window, members),
        *changes(values, members),
    )
