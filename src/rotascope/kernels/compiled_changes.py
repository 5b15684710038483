"""Change points and online detectors, as compiled loops. Import this inside functions only.

The partition of least cost is that of Killick, Fearnhead and Eckley (2012), kept exact with a least segment length: a
start that has lost against a later one at date s loses only from s + min_size on, when the later segment is long enough
to take its place; until then it stays. Candidates lie packed, so that the inner loops are plain arithmetic on runs of
memory. Ties go to the earliest start.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p, pi
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]


@njit(nogil=True, cache=True, error_model="numpy")
def mean_costs(total: float, end: int, kept: Floats, count: int, costs: Floats) -> None:
    """Best cost up to each start plus minus the squared sum over the length of the segment to `end`.

    That is the sum of squared deviations from the segment's mean, less the squares, which no partition changes.
    """
    at, sums, best = kept[0], kept[1], kept[3]
    for c in range(count):
        gap = total - sums[c]
        costs[c] = best[c] - gap * gap / (end - at[c])


@njit(nogil=True, cache=True, error_model="numpy")
def mean_variance_costs(
    total: float, squares: float, end: int, floor: float, kept: Floats, count: int, costs: Floats
) -> None:
    """Minus twice the Gaussian log-likelihood, less its constant: m (log v + s / v), s the mean squared deviation."""
    at, sums, kept_squares, best = kept[0], kept[1], kept[2], kept[3]
    for c in range(count):
        size = end - at[c]
        gap = (total - sums[c]) / size
        spread = (squares - kept_squares[c]) / size - gap * gap
        if spread > floor:
            costs[c] = best[c] + size * (log(spread) + 1.0)
        else:
            costs[c] = best[c] + size * (log(floor) + max(spread, 0.0) / floor)


@njit(nogil=True, cache=True, error_model="numpy")
def drop_lost(limit: float, end: int, min_size: int, kept: Floats, count: int, costs: Floats) -> int:
    """Marks starts that have lost by `end`, packs those that still count at the next date, returns how many."""
    lost_from = float(end + min_size)
    lost = kept[4]
    gone = 0
    for c in range(count):
        if costs[c] > limit and lost[c] > lost_from:
            lost[c] = lost_from
        if lost[c] <= end + 1:
            gone += 1
    if gone == 0:
        return count
    left = 0
    for c in range(count):
        if lost[c] > end + 1:
            for row in range(5):
                kept[row, left] = kept[row, c]
            left += 1
    return left


@njit(nogil=True, cache=True, error_model="numpy")
def partition(
    sums: Floats,
    squares: Floats,
    with_variance: bool,
    floor: float,
    penalty: float,
    min_size: int,
    kept: Floats,
    costs: Floats,
    best: Floats,
    previous: Counts,
) -> None:
    """best (n + 1,): least cost of the first s values, penalties included; previous: where the last segment starts.

    sums, squares (n + 1,): of the first s values and their squares; kept (5, n) and costs (n,): scratch.
    """
    stop = len(sums) - 1
    best[0] = -penalty
    count = 0
    for end in range(min_size, stop + 1):
        start = end - min_size
        if start == 0 or start >= min_size:
            kept[0, count], kept[1, count], kept[2, count] = start, sums[start], squares[start]
            kept[3, count], kept[4, count] = best[start], stop + 1.0
            count += 1
        if with_variance:
            mean_variance_costs(sums[end], squares[end], end, floor, kept, count, costs)
        else:
            mean_costs(sums[end], end, kept, count, costs)
        least = 0
        for c in range(1, count):
            if costs[c] < costs[least]:
                least = c
        best[end] = costs[least] + penalty
        previous[end] = int(kept[0, least])
        count = drop_lost(best[end], end, min_size, kept, count, costs)


@njit(nogil=True, cache=True, error_model="numpy")
def log_total(values: Floats, count: int) -> float:
    """Logarithm of the sum of exponentials."""
    top = -np.inf
    for r in range(count):
        if values[r] > top:
            top = values[r]
    total = 0.0
    for r in range(count):
        total += exp(values[r] - top)
    return top + log(total)


@njit(nogil=True, cache=True, error_model="numpy")
def student_constants(strength: float, shape: float, constants: Floats) -> None:
    """Row 0: what the log density of the next value holds besides its scale, by run length; row 1: half the degrees."""
    for r in range(constants.shape[1]):
        half = shape + 0.5 * r
        grown = (strength + r + 1.0) / (strength + r)
        constants[0, r] = lgamma(half + 0.5) - lgamma(half) - 0.5 * log(2.0 * pi * grown)
        constants[1, r] = half


@njit(nogil=True, cache=True, error_model="numpy")
def extend_runs(value: float, strength: float, count: int, constants: Floats, state: Floats) -> None:
    """Each run's log mass times the density of the value, and its mean and scale with the value taken in.

    state: log mass, mean, scale (the sum beta of the normal-inverse-gamma law), by run length.
    """
    mass, means, scales = state[0], state[1], state[2]
    for r in range(count):
        size = strength + r
        gap = value - means[r]
        added = 0.5 * size * gap * gap / (size + 1.0)
        mass[r] += constants[0, r] - 0.5 * log(scales[r]) - (constants[1, r] + 0.5) * log1p(added / scales[r])
        means[r] += gap / (size + 1.0)
        scales[r] += added


@njit(nogil=True, cache=True, error_model="numpy")
def shift_runs(prior: Floats, count: int, longest: int, state: Floats) -> int:
    """Runs grow by one, a run of nothing enters with the prior; the last cell holds its length or more."""
    if count > longest:  # the two longest share a cell: the heavier one's moments stand for both
        a, b = state[0, longest - 1], state[0, longest]
        heavier = longest if b >= a else longest - 1
        mean, scale = state[1, heavier], state[2, heavier]
        if heavier == longest:  # its variance stays, with one value less behind it
            scale *= (prior[2] + 0.5 * longest) / (prior[2] + 0.5 * (longest + 1))
        top = max(a, b)
        state[0, longest - 1] = top + log1p(exp(min(a, b) - top)) if top > -np.inf else top
        state[1, longest - 1], state[2, longest - 1] = mean, scale
        count = longest
    for row in range(3):
        for r in range(count, 0, -1):
            state[row, r] = state[row, r - 1]
    state[1, 0], state[2, 0] = prior[0], prior[3]
    return count + 1


@njit(nogil=True, cache=True, error_model="numpy")
def run_lengths_of(
    values: Floats, hazard: float, prior: Floats, within: int, constants: Floats, state: Floats, out: Floats
) -> None:
    """Filtered run lengths (Adams and MacKay 2007), a date at a time.

    prior: mean, strength, shape, scale of the normal-inverse-gamma law. constants (2, longest + 1), state
    (3, longest + 1): scratch. out (4, n): log predictive density, probability that the run began by a change and
    holds at most `within` values, the likeliest run length, and that run's mean. A run counts the values since its
    change; the one that begins with the series began by none.
    """
    longest = state.shape[1] - 1
    student_constants(prior[1], prior[2], constants)
    state[0, 0], state[1, 0], state[2, 0] = 0.0, prior[0], prior[3]
    count = 1
    stay, change = log1p(-hazard), log(hazard)
    for date in range(len(values)):
        extend_runs(values[date], prior[1], count, constants, state)
        evidence = log_total(state[0], count)
        out[0, date] = evidence
        likeliest, recent = 0, 0.0
        for r in range(count):
            state[0, r] -= evidence
            if r < within and r < date:
                recent += exp(state[0, r])
            if state[0, r] > state[0, likeliest]:
                likeliest = r
        out[1, date] = min(recent, 1.0)
        out[2, date], out[3, date] = likeliest + 1, state[1, likeliest]
        for r in range(count):
            state[0, r] += stay
        count = shift_runs(prior, count, longest, state)
        state[0, 0] = change


@njit(nogil=True, cache=True, error_model="numpy")
def two_sided_sums(values: Floats, drift: float, threshold: float, out: Floats, alarms: Counts) -> None:
    """Cumulative sums (Page 1954) above and below, out (2, n); alarms: 1 up, -1 down, 0 none. An alarm resets both."""
    above = below = 0.0
    for date in range(len(values)):
        above = max(0.0, above + values[date] - drift)
        below = max(0.0, below - values[date] - drift)
        out[0, date], out[1, date] = above, below
        alarms[date] = 0
        if above > threshold or below > threshold:
            alarms[date] = 1 if above >= below else -1
            above = below = 0.0


@njit(nogil=True, cache=True, error_model="numpy")
def decayed_deviations(values: Floats, kept: float, start: float, out: Floats) -> None:
    """Deviation before each value: variance = kept * variance + (1 - kept) * value squared, from `start`."""
    variance = start
    for date in range(len(values)):
        out[date] = variance**0.5
        variance = kept * variance + (1.0 - kept) * values[date] * values[date]
