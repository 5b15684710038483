"""The automatic penalty: about 5 % of random walks with GARCH noise have a change point at it.

The noise has Student shocks of 6 degrees of freedom and a persistence of 0.98 (`noise.HEAVY`). Heavier tails pass more
often: with 4 degrees and 0.99, 8 % of 700 steps and 18 % of 3,000 over the running volatility.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError

if TYPE_CHECKING:
    from rotascope.kernels.changes import Cost

FLOOR = 1e-4  # least variance of a segment, as a share of the series' own
LEAST_SIZE = 5

# Cost, whether returns are over their running volatility, least segment: length of the series to penalty in units of
# noise. Made by tools/calibrate_penalty.py, which says how.
_TABLE: dict[tuple[Cost, bool, int], dict[int, float]] = {
    ("mean", False, 5): {63: 14.6, 126: 17.5, 252: 19.4, 504: 25.5, 1008: 35.5, 2016: 48.2, 4032: 83.3, 8064: 92.3},
    ("mean", False, 21): {63: 9.5, 126: 12.5, 252: 15.0, 504: 17.6, 1008: 23.2, 2016: 34.3, 4032: 47.0, 8064: 70.3},
    ("mean", False, 63): {126: 5.4, 252: 9.7, 504: 12.1, 1008: 15.2, 2016: 20.1, 4032: 25.1, 8064: 48.9},
    ("mean", True, 5): {63: 14.7, 126: 14.9, 252: 14.2, 504: 15.8, 1008: 18.0, 2016: 21.5, 4032: 24.4, 8064: 29.7},
    ("mean", True, 21): {63: 9.2, 126: 10.7, 252: 11.9, 504: 12.5, 1008: 13.3, 2016: 13.7, 4032: 13.8, 8064: 16.8},
    ("mean", True, 63): {126: 5.1, 252: 9.0, 504: 10.5, 1008: 10.7, 2016: 11.3, 4032: 12.5, 8064: 13.3},
    ("mean_variance", False, 5): {63: 25.6, 126: 51.6, 252: 101.5, 504: 202.9, 1008: 330.7, 2016: 482.8, 4032: 650.5},
    ("mean_variance", False, 21): {63: 23.6, 126: 51.1, 252: 102.4, 504: 193.0, 1008: 300.6, 2016: 464.5, 4032: 733.1},
    ("mean_variance", False, 63): {126: 33.1, 252: 96.5, 504: 198.1, 1008: 290.0, 2016: 407.7, 4032: 718.6},
    ("mean_variance", True, 5): {63: 22.8, 126: 26.4, 252: 37.0, 504: 43.9, 1008: 49.7, 2016: 54.5, 4032: 64.2},
    ("mean_variance", True, 21): {63: 21.4, 126: 24.4, 252: 36.6, 504: 40.7, 1008: 44.0, 2016: 55.6, 4032: 63.8},
    ("mean_variance", True, 63): {126: 10.5, 252: 29.5, 504: 40.4, 1008: 40.1, 2016: 44.6, 4032: 50.5},
}


def automatic_penalty(cost: Cost, half_life: float | None, length: int, min_size: int) -> float:
    """The penalty in units of noise for a series of `length` values: by the table, straight lines between logarithms.

    Past the table's longest series the last line goes on; below its shortest the first value stands; segments longer
    than its longest take that one's. `UsageError` for segments below 5, where one outlier is a segment.
    """
    if min_size < LEAST_SIZE:
        raise UsageError(
            f"min_size {min_size} has no automatic penalty, which is known from {LEAST_SIZE} on; give a number."
        )
    sizes = sorted(size for kind, scaled, size in _TABLE if (kind, scaled) == (cost, half_life is not None))
    rows = [_at(_TABLE[cost, half_life is not None, size], length) for size in sizes]
    return exp(float(np.interp(log(min_size), np.log(sizes), rows)))


def _at(row: dict[int, float], length: int) -> float:
    """Logarithm of the penalty at a length."""
    lengths, values = np.log(list(row)), np.log(np.maximum.accumulate(list(row.values())))
    if log(length) <= lengths[-1]:
        return float(np.interp(log(length), lengths, values))
    slope = (values[-1] - values[-2]) / (lengths[-1] - lengths[-2])
    return float(values[-1] + slope * (log(length) - lengths[-1]))
