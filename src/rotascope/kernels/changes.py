"""Partitions of least cost, filtered run lengths and cumulative sums of one series (n,) of finite values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

Cost = Literal["mean", "mean_variance"]


def optimal_partition(values: Floats, cost: Cost, min_size: int, penalty: float, floor: float) -> tuple[Counts, float]:
    """Ends of the segments (the last is n) of the cheapest partition, and its cost.

    The cost is the sum over segments of the squared deviations from their means, or of minus twice the Gaussian
    log-likelihood less n log 2 pi (variances at least `floor`), plus a penalty a change. Segments hold `min_size`
    values or more; of equal partitions the one whose last segment starts first.
    """
    best, previous, squares = every_partition(values, cost, min_size, penalty, floor)
    ends = [len(values)]
    while previous[ends[-1]] > 0:
        ends.append(int(previous[ends[-1]]))
    added = squares if cost == "mean" else 0.0
    return np.array(ends[::-1], np.int64), float(best[-1]) + added


def every_partition(
    values: Floats, cost: Cost, min_size: int, penalty: float, floor: float
) -> tuple[Floats, Counts, float]:
    """Least cost of the first s values and the start of their last segment, (n + 1,) each, and the sum of squares.

    For cost "mean" the costs lack the squares of the values. Before `min_size` there is no partition: cost infinite.
    """
    centred = values - values.mean()
    sums = np.concatenate([[0.0], np.cumsum(centred)])
    squares = np.concatenate([[0.0], np.cumsum(centred * centred)])
    best, previous = np.full(len(sums), np.inf), np.zeros(len(sums), np.int64)
    kept, costs = np.empty((5, len(sums))), np.empty(len(sums))
    with_variance = cost == "mean_variance"
    _loops().partition(sums, squares, with_variance, floor, penalty, min_size, kept, costs, best, previous)
    return best, previous, float(squares[-1])


def run_length_posterior(
    values: Floats, hazard: float, prior: tuple[float, float, float, float], within: int, longest: int
) -> tuple[Floats, Floats, Counts, Floats]:
    """What is known about the running segment after each value, (n,) each.

    log predictive density of the value; probability that at most `within` values stand since the last change, the
    beginning of the series being none; the
    likeliest number of them; the mean under it. prior: mean, strength, shape and scale of the normal-inverse-gamma
    law. Runs of `longest` values or more share a cell.
    """
    prior_array, out = np.array(prior, float), np.empty((4, len(values)))
    constants, state = np.empty((2, longest + 1)), np.empty((3, longest + 1))
    _loops().run_lengths_of(values, hazard, prior_array, within, constants, state, out)
    return out[0], out[1], out[2].astype(np.int64), out[3]


def cumulative_sums(values: Floats, drift: float, threshold: float) -> tuple[Floats, Counts]:
    """Sums above and below (2, n) and alarms (n,): 1 up, -1 down, 0 none; both sums start anew after an alarm."""
    out, alarms = np.empty((2, len(values))), np.empty(len(values), np.int64)
    _loops().two_sided_sums(values, drift, threshold, out, alarms)
    return out, alarms


def decayed_deviation(values: Floats, half_life: float, start: float) -> Floats:
    """Root of the exponentially weighted mean of squares *before* each value, (n,); `start` is the first variance."""
    out = np.empty(len(values))
    _loops().decayed_deviations(values, 0.5 ** (1.0 / half_life), start, out)
    return out


def _loops() -> Any:
    """The compiled loops: numba is imported here, and compiles at their first use on a machine."""
    from rotascope.config import keep_compiled

    keep_compiled()
    from rotascope.kernels import compiled_changes

    return compiled_changes
