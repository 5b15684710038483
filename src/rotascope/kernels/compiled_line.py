"""Paths of least cost of the continuous jump model with two regimes: states on a line. Import in functions only.

Moving by d states costs step[d], the square of d, and so each further state costs more than the one before. Where no
state's value lies farther below its neighbour's than the d-th state of a way costs, no way of d states or more is the
best: that ends the search, on most days after two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]

EDGE = 2  # states beyond each end, out of reach: the first two steps need no bounds
NEAR = 1e-12  # of a value: far more than differences are rounded by; a search that goes on longer finds the same
FAR = 1e100  # the loss to an empty regime: finite, so that weight 0 on it costs nothing


@njit(nogil=True, cache=True, error_model="numpy")
def two_steps(
    left: Doubles, step: Doubles, own: Doubles, grid: Doubles, one: float, two: float, into: Doubles, after: Doubles
) -> bool:
    """into[j]: the least of staying and of coming from one or two states off, and the loss; `after`: the next `left`.

    Returns whether a third step could pay: whether any neighbours in `left` differ by as much as it costs. All in one
    loop, since what was just written comes back slowly where it is read at another offset.
    """
    first, second = step[1], step[2]
    limit = step[3] - step[2] - NEAR * abs(left[EDGE]) if len(step) > 3 else np.inf
    steep = 0
    for j in range(len(own)):
        steep += abs(left[j + 2] - left[j + 1]) >= limit
        near = left[j + 1] if left[j + 1] < left[j + 3] else left[j + 3]
        far = left[j] if left[j] < left[j + 4] else left[j + 4]
        near += first
        far += second
        near = near if near < far else far
        near = near if near < left[j + 2] else left[j + 2]
        near += grid[0, j] * one + grid[1, j] * two
        into[j] = near
        after[j + EDGE] = near + own[j]
    return len(step) > 3 and steep > 1  # the state before the first is out of reach, and counts as one


@njit(nogil=True, cache=True, error_model="numpy")
def span(left: Doubles, step: Doubles) -> int:
    """How many states off the best way into a state may begin."""
    steepest = 0.0
    for j in range(EDGE, EDGE + len(step) - 1):
        steepest = max(steepest, abs(left[j + 1] - left[j]))
    steepest += NEAR * abs(left[EDGE])
    for d in range(1, len(step)):
        if step[d] - step[d - 1] > steepest:
            return d - 1
    return len(step)


@njit(nogil=True, cache=True, error_model="numpy")
def every_step(left: Doubles, step: Doubles, into: Doubles, reach: int) -> None:
    """into[j]: the least of staying and of coming from up to `reach` states off."""
    into[:] = left[EDGE : EDGE + len(into)]
    for d in range(1, min(len(into), reach + 1)):
        for j in range(len(into) - d):
            up, down = left[j + EDGE] + step[d], left[j + d + EDGE] + step[d]
            into[j + d] = up if up < into[j + d] else into[j + d]
            into[j] = down if down < into[j] else into[j]


@njit(nogil=True, cache=True, error_model="numpy")
def add_losses(own: Doubles, grid: Doubles, one: float, two: float, into: Doubles, after: Doubles) -> None:
    """The losses to the two regimes, weighted as each state weights them, on top of `into`; `after`: as above."""
    for j in range(len(own)):
        into[j] += grid[0, j] * one + grid[1, j] * two
        after[j + EDGE] = into[j] + own[j]


@njit(nogil=True, cache=True, error_model="numpy")
def two_losses(row: Doubles, centers: Doubles) -> tuple[float, float]:
    """Half the squared distances of a row to the two centres."""
    one, two = 0.0, 0.0
    for p in range(len(row)):
        first, second = row[p] - centers[0, p], row[p] - centers[1, p]
        one += first * first
        two += second * second
    return 0.5 * one if one == one else FAR, 0.5 * two if two == two else FAR


@njit(nogil=True, cache=True, error_model="numpy")
def least_costs_on_a_line(
    x: Doubles,
    known: Flags,
    centers: Doubles,
    grid: Doubles,
    penalty: Doubles,
    scratch: Doubles,
    values: Doubles,
    reach: Counts,
) -> None:
    """`compiled_jump.least_costs` of two regimes on a grid; reach (n_dates,): how far off the best way in may begin.

    The first state's row of the penalty holds the cost of a step, the diagonal what a state adds to every way out.
    scratch (3, n_states + 4): what a date leaves each state with for the next, two in turns, and the diagonal.
    """
    step, number = penalty[0], len(penalty)
    left, after, own = scratch[0], scratch[1], scratch[2, :number]
    for j in range(number):
        own[j] = penalty[j, j]
    scratch[:2] = np.inf
    left[EDGE : EDGE + number] = 0.0
    for t in range(x.shape[0]):
        one, two = two_losses(x[t], centers) if known[t] else (0.0, 0.0)
        into = values[t]
        reach[t] = EDGE
        if t == 0 or two_steps(left, step, own, grid, one, two, into, after):
            reach[t] = span(left, step)
            every_step(left, step, into, reach[t])
            add_losses(own, grid, one, two, into, after)
        left, after = after, left
