"""Each value against those before it: places, shares and extremes that no later value changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def shares_below(values: Floats, window: int | None) -> Floats:
    """Share of the `window` values before each (None: all before) that are strictly lower: (n,) to (n,), no NaN in.

    NaN where fewer than `window` values come before, or none.
    """
    found = np.full(len(values), np.nan)
    if window is not None:
        if len(values) > window:
            spans = np.lib.stride_tricks.sliding_window_view(values, window)[:-1]
            found[window:] = (spans < values[window:, None]).mean(axis=1)
        return found
    held: list[float] = []
    for place, value in enumerate(values.tolist()):
        if held:
            found[place] = bisect_left(held, value) / place
        insort(held, value)
    return found


def ranks_so_far(values: Floats) -> Floats:
    """1 and the number of strictly higher values before each: (n,) to (n,), no NaN in."""
    found = np.empty(len(values))
    held: list[float] = []
    for place, value in enumerate(values.tolist()):
        found[place] = 1 + place - bisect_right(held, value)
        insort(held, value)
    return found


def highest_before(values: Floats, window: int | None) -> Floats:
    """The highest of the `window` values before each (None: of all before), NaN where there are fewer."""
    found = np.full(len(values), np.nan)
    if window is None:
        found[1:] = np.maximum.accumulate(values)[:-1]
    elif len(values) > window:
        found[window:] = np.lib.stride_tricks.sliding_window_view(values, window)[:-1].max(axis=1)
    return found


def apart(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of those that remain when each must not start before the last one kept has ended: (n,) ascending starts.

    ends[i]: the first start that may follow i. The first is always kept.
    """
    after = np.maximum(starts.searchsorted(ends), np.arange(len(starts)) + 1).tolist()
    kept, place = [], 0
    while place < len(starts):
        kept.append(place)
        place = after[place]
    return np.array(kept, np.int64)
