"""Statistical jump models as compiled loops: paths of least cost, and descent on the centres. Import in functions only.

A state is a point of `grid` (n_regimes, n_states): a column of weights on the regimes' centres. The unit vectors make
the discrete model, a grid on the simplex the continuous one. A row's loss in a state is the weighted half squared
distance to the centres; moving from state i to j costs penalty[i, j]. Rows not `known` cost nothing in any state.
States that only fill up their number to a multiple of four cost infinitely much to enter, to leave and to start in.
A centre that is NaN is of a regime that no row belongs to: it is as good as out of reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rotascope.kernels.compiled_line import FAR, least_costs_on_a_line, two_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Hashes = NDArray[np.uint64]


@njit(nogil=True, cache=True, error_model="numpy")
def row_losses(row: Doubles, centers: Doubles, out: Doubles) -> None:
    """out (n_regimes,): half the squared distance of a row to each centre."""
    for k in range(centers.shape[0]):
        total = 0.0
        for p in range(centers.shape[1]):
            gap = row[p] - centers[k, p]
            total += gap * gap
        out[k] = 0.5 * total if total == total else FAR


@njit(nogil=True, cache=True, error_model="numpy")
def cheapest_ways(before: Doubles, penalty: Doubles, into: Doubles) -> None:
    """into[j]: the least of before[i] + penalty[i, j]. The number of states is a multiple of four.

    Four sources share each read and write of `into`, which makes it three times as fast as one after the other.
    """
    into[:] = np.inf
    for i in range(0, len(before), 4):
        one, two, three, four = before[i], before[i + 1], before[i + 2], before[i + 3]
        from_one, from_two, from_three, from_four = penalty[i], penalty[i + 1], penalty[i + 2], penalty[i + 3]
        for j in range(len(into)):
            a, b, c, d = one + from_one[j], two + from_two[j], three + from_three[j], four + from_four[j]
            a = a if a < b else b
            c = c if c < d else d
            a = a if a < c else c
            kept = into[j]
            into[j] = a if a < kept else kept


@njit(nogil=True, cache=True, error_model="numpy")
def add_mixed(distance: Doubles, grid: Doubles, mixed: Doubles, into: Doubles) -> None:
    """The losses to the regimes, weighted as each state weights them, on top of `into` (n_states,)."""
    mixed[:] = 0.0
    for k in range(len(distance)):
        loss, weight = distance[k], grid[k]
        for j in range(len(mixed)):
            mixed[j] += weight[j] * loss
    for j in range(len(mixed)):
        into[j] += mixed[j]


@njit(nogil=True, cache=True, error_model="numpy")
def least_costs(
    x: Doubles,
    known: Flags,
    centers: Doubles,
    grid: Doubles,
    penalty: Doubles,
    distance: Doubles,
    mixed: Doubles,
    values: Doubles,
) -> None:
    """values (n_dates, n_states): the least cost of all paths to a date that end in a state, by rows up to that date.

    distance (n_regimes,), mixed (n_states,): scratch.
    """
    for t in range(x.shape[0]):
        into = values[t]
        if t:
            cheapest_ways(values[t - 1], penalty, into)
        else:
            for j in range(grid.shape[1]):
                into[j] = 0.0 if penalty[0, j] < np.inf else np.inf
        if known[t]:
            row_losses(x[t], centers, distance)
            add_mixed(distance, grid, mixed, into)


@njit(nogil=True, cache=True, error_model="numpy")
def least_costs_of_two(x: Doubles, known: Flags, centers: Doubles, jump: float, values: Doubles) -> None:
    """`least_costs` of two regimes with one penalty for a jump: the same sums without the loops over states."""
    first, second = 0.0, 0.0
    for t in range(x.shape[0]):
        if t:
            stay, leave = first, second
            first = stay if stay < leave + jump else leave + jump
            second = leave if leave < stay + jump else stay + jump
        if known[t]:
            one, two = two_losses(x[t], centers)
            first += one
            second += two
        values[t, 0], values[t, 1] = first, second


@njit(nogil=True, cache=True, error_model="numpy")
def costs(
    x: Doubles,
    known: Flags,
    centers: Doubles,
    grid: Doubles,
    penalty: Doubles,
    scratch: Doubles,
    values: Doubles,
    reach: Counts,
) -> None:
    """`least_costs`, by a shorter way where there are two regimes.

    scratch (3, n_states + 4). reach (n_dates,): a date's best way in is from no farther off than so many states.
    """
    reach[:] = grid.shape[1]
    if grid.shape[1] == 2 and penalty[0, 1] == penalty[1, 0]:
        least_costs_of_two(x, known, centers, penalty[0, 1], values)
    elif grid.shape[0] == 2 and grid.shape[1] > 2:
        least_costs_on_a_line(x, known, centers, grid, penalty, scratch, values, reach)
    else:
        least_costs(x, known, centers, grid, penalty, scratch[0, : grid.shape[0]], scratch[1, : grid.shape[1]], values)


@njit(nogil=True, cache=True, error_model="numpy")
def lowest(values: Doubles, out: Counts) -> None:
    """out (n_dates,): the state of least value in each row, the first of equals."""
    for t in range(values.shape[0]):
        best = 0
        for j in range(1, values.shape[1]):
            if values[t, j] < values[t, best]:
                best = j
        out[t] = best


@njit(nogil=True, cache=True, error_model="numpy")
def trace(values: Doubles, penalty: Doubles, reach: Counts, path: Counts) -> float:
    """path (n_dates,): the whole path of least cost, found backwards; returns its cost. reach: by `costs`."""
    last = values.shape[0] - 1
    lowest(values[last:], path[last:])
    cost: float = values[last, path[last]]
    for t in range(last, 0, -1):
        to, best, least = path[t], 0, np.inf
        for i in range(max(0, to - reach[t]), min(values.shape[1], to + reach[t] + 1)):
            value = values[t - 1, i] + penalty[i, to]
            if value < least:
                best, least = i, value
        path[t - 1] = best
    return cost


@njit(nogil=True, cache=True, error_model="numpy")
def recenter(x: Doubles, known: Flags, path: Counts, grid: Doubles, weight: Doubles, centers: Doubles) -> None:
    """centers (n_regimes, n_features): means of the known rows by their weights on the path; NaN where all are zero.

    weight (n_regimes,): scratch.
    """
    weight[:] = 0.0
    centers[:] = 0.0
    for t in range(x.shape[0]):
        if not known[t]:
            continue
        for k in range(grid.shape[0]):
            share = grid[k, path[t]]
            if share != 0.0:
                weight[k] += share
                for p in range(x.shape[1]):
                    centers[k, p] += share * x[t, p]
    for k in range(grid.shape[0]):
        for p in range(x.shape[1]):
            centers[k, p] = centers[k, p] / weight[k] if weight[k] > 0.0 else np.nan


@njit(nogil=True, cache=True, error_model="numpy")
def mark(path: Counts) -> np.uint64:
    """A path in 64 bits: equal paths have equal marks, and others practically never."""
    found = np.uint64(14695981039346656037)
    for t in range(len(path)):
        found = (found ^ np.uint64(path[t])) * np.uint64(1099511628211)
    return found


@njit(nogil=True, cache=True, error_model="numpy")
def descend(
    x: Doubles,
    known: Flags,
    centers: Doubles,
    grid: Doubles,
    penalty: Doubles,
    most: int,
    tolerance: float,
    scratch: Doubles,
    values: Doubles,
    reach: Counts,
    path: Counts,
    marks: Hashes,
    marked: int,
) -> tuple[float, int, int]:
    """Best path for the centres, then means by the path, until it stays or the cost falls by no more than `tolerance`.

    centers: the start, and what it becomes. marks: of the paths that earlier starts went through (`marked` of them),
    to which this start's are added. What follows a path is fixed by it, so a start that meets one of an earlier start
    ends there: it would end where that one did. scratch (3, n_states + 4), reach (n_dates,).
    Returns the cost, how many paths were looked for, and the place of the mark that was met (-1: none).
    """
    costs(x, known, centers, grid, penalty, scratch, values, reach)
    cost = trace(values, penalty, reach, path)
    done = 1
    while True:
        now = mark(path)
        for place in range(marked):
            if marks[place] == now:
                return cost, done, place
        marks[marked + done - 1] = now
        if done == most:
            return cost, done, -1
        recenter(x, known, path, grid, scratch[0, : grid.shape[0]], centers)
        costs(x, known, centers, grid, penalty, scratch, values, reach)
        before = cost
        cost = trace(values, penalty, reach, path)
        done += 1
        if before - cost <= tolerance or mark(path) == now:
            marks[marked + done - 1] = mark(path)
            return cost, done, -1


@njit(nogil=True, cache=True, error_model="numpy")
def averages(y: Doubles, decay: Doubles, out: Doubles) -> None:
    """out (n_dates, n): sum of decay**age * y over the sum of decay**age, of the values up to each date but NaN."""
    for n in range(len(decay)):
        total, weight = 0.0, 0.0
        for t in range(len(y)):
            total *= decay[n]
            weight *= decay[n]
            if y[t] == y[t]:
                total += y[t]
                weight += 1.0
            out[t, n] = total / weight if weight > 0.0 else np.nan
