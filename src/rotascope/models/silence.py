"""The penalty at which a series has no change point: the strength of its best partition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.kernels.changes import optimal_partition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.kernels.changes import Cost

    Floats = NDArray[np.float64]


def silencing_penalty(values: Floats, cost: Cost, min_size: int, floor: float) -> float:
    """The least penalty, in units of the cost, at which `values` (n,) have no change; 0 where there is room for none.

    That is the largest gain a change, over every partition: found from a low penalty upwards, each time by the
    gain a change of the partition that is best at the last one (Dinkelbach 1967), which ends after a few steps.
    """
    whole = optimal_partition(values, cost, len(values), 0.0, floor)[1]
    penalty = _start(values, cost, min_size, floor, whole)
    if penalty <= 0:
        return 0.0
    while True:
        ends, objective = optimal_partition(values, cost, min_size, penalty, floor)
        changes = len(ends) - 1
        if changes == 0:
            return penalty
        found = (whole - objective) / changes + penalty
        if found <= penalty * (1 + 1e-12):
            return penalty
        penalty = found


def _start(values: Floats, cost: Cost, min_size: int, floor: float, whole: float) -> float:
    """The gain of the best single change: no partition of least cost has more changes than it pays for."""
    return float(whole - split_costs(values, cost, min_size, floor).min(initial=whole))


def split_costs(values: Floats, cost: Cost, min_size: int, floor: float) -> Floats:
    """Cost of the two segments that a change before each place from `min_size` on makes, (n - 2 min_size + 1,)."""
    size = len(values)
    if size < 2 * min_size:
        return np.empty(0)
    centred = values - values.mean()
    sums, squares = np.cumsum(centred), np.cumsum(centred**2)
    at = np.arange(min_size, size - min_size + 1)
    left, left_squares = sums[at - 1], squares[at - 1]
    return _costs(at, left, left_squares, cost, floor) + _costs(
        size - at, sums[-1] - left, squares[-1] - left_squares, cost, floor
    )


def _costs(sizes: NDArray[np.int64], sums: Floats, squares: Floats, cost: Cost, floor: float) -> Floats:
    means = sums / sizes
    if cost == "mean":
        return squares - sums * means
    spread = np.maximum(squares / sizes - means**2, 0.0)
    held = np.maximum(spread, floor)
    out: Floats = sizes * (np.log(held) + spread / held)
    return out
