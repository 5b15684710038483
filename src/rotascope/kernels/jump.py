"""Statistical jump models: states, penalties, starts, and the descent from several of them.

`rotascope.kernels.compiled_jump` says what a state, a loss and a penalty are. Arrays are time-major: x (n_dates,
n_features), float64 in C order, finite where `known` (n_dates,). Callers check; these functions give memory.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]


TIE = 1e-9  # of a sum of distances: what lies closer is the same


class States(NamedTuple):
    """`grid` (n_regimes, n_states): weights of the regimes in each state. `penalty` (n_states, n_states): from, to.

    Of more than two regimes the states are filled up to a multiple of four, which the loops want, by some out of reach.
    """

    grid: Doubles
    penalty: Doubles


class Descent(NamedTuple):
    """The best of all starts: centres (n_regimes, n_features), path (n_dates,), cost.

    `start_costs` (n_starts,): where each start ended. `converged`: whether the best stopped by itself.
    """

    centers: Doubles
    path: Counts
    cost: float
    start_costs: Doubles
    converged: bool


def discrete_states(n_regimes: int, penalty: float) -> States:
    """One state a regime; every jump costs `penalty`."""
    same = np.eye(n_regimes)
    return _filled_up(same, penalty * (1.0 - same))


def continuous_states(n_regimes: int, penalty: float, steps: int, mode_loss: bool) -> States:
    """Probability vectors in multiples of 1/steps; a jump costs penalty * (half the L1 distance) squared.

    With `mode_loss`, each row of the penalty also gets log(sum(exp(-row))), less that of the first vertex, so that
    exp(-penalty) has rows of one sum, as transition probabilities have (Aydinhan, Kolm, Mulvey and Shu 2024).
    """
    vectors = np.array(_compositions(n_regimes, steps), np.float64) / steps
    distance = np.abs(vectors[:, None, :] - vectors[None, :, :]).sum(axis=2) / 2
    cost = penalty * distance**2
    if mode_loss:
        mass = np.log(np.exp(-cost).sum(axis=1, keepdims=True))  # the diagonal is zero, so the sum is never below 1
        cost = cost + (mass - mass[0])
    return _filled_up(vectors.T, cost)


def _filled_up(grid: Doubles, penalty: Doubles) -> States:
    number = len(penalty)
    size = number if len(grid) == 2 else -(-number // 4) * 4
    room, dear = np.zeros((len(grid), size)), np.full((size, size), np.inf)
    room[:, :number], dear[:number, :number] = grid, penalty
    room.flags.writeable = dear.flags.writeable = False
    return States(room, dear)


def _compositions(parts: int, total: int) -> list[tuple[int, ...]]:
    """All ways to write `total` as a sum of `parts` whole numbers, the first part falling."""
    found = []
    for bars in combinations(range(total + parts - 1), parts - 1):
        edges = (-1, *bars, total + parts - 1)
        found.append(tuple(edges[at + 1] - edges[at] - 1 for at in range(parts)))
    return found[::-1]


def drawn_starts(x: Doubles, n_regimes: int, n_starts: int, seed: int) -> Doubles:
    """(n_starts, n_regimes, n_features): rows drawn by greedy k-means++ (Arthur and Vassilvitskii 2007).

    Each further row is the best of a few draws, likelier the farther from those taken: best leaves the least distances.
    """
    draws = np.random.default_rng(seed)
    starts = np.empty((n_starts, n_regimes, x.shape[1]))
    for start in starts:
        start[0] = x[draws.integers(len(x))]
        nearest = ((x - start[0]) ** 2).sum(axis=1)
        for k in range(1, n_regimes):
            start[k], nearest = _farther(x, nearest, draws.random(2 + int(np.log(n_regimes))))
    return starts


def _farther(x: Doubles, nearest: Doubles, draws: Doubles) -> tuple[Doubles, Doubles]:
    """The best of the rows that the draws (in [0, 1)) fall on, and all rows' squared distances with it taken.

    Of rows that leave the same but for rounding the first: two neighbours far from the rest leave each other.
    """
    reach = np.cumsum(nearest)
    places = np.minimum(reach.searchsorted(draws * reach[-1], side="right"), len(x) - 1)
    distances = [np.minimum(nearest, ((x - x[place]) ** 2).sum(axis=1)) for place in places]
    left = np.array([distance.sum() for distance in distances])
    best = int((left <= left.min() * (1 + TIE)).argmax())
    return x[places[best]], distances[best]


def one_regime(x: Doubles, n_regimes: int) -> Doubles:
    """(1, n_regimes, n_features): the start that has every row in the first regime, and no other in reach."""
    start = np.full((1, n_regimes, x.shape[1]), np.nan)
    start[0, 0] = x.mean(axis=0)
    return start


def descend(x: Doubles, known: Flags, states: States, starts: Doubles, most: int, tolerance: float) -> Descent:
    """Descent from each of `starts` (n_starts, n_regimes, n_features); of equal costs the earlier start's."""
    loops = _loops()
    x, known = _held(x), _held(known)
    values, path = np.empty((len(x), states.grid.shape[1])), np.empty(len(x), np.int64)
    scratch, reach = _room(states), np.empty(len(x), np.int64)
    marks = np.empty(len(starts) * most, np.uint64)
    owners: list[int] = []
    costs = np.empty(len(starts))
    best: Descent | None = None
    for place, start in enumerate(starts):
        centers = start.copy()
        cost, done, met = loops.descend(
            x, known, centers, *states, most, tolerance, scratch, values, reach, path, marks, len(owners)
        )
        new = done if met < 0 else done - 1
        costs[place] = cost if met < 0 else costs[owners[met]]
        owners += [place] * new
        if met < 0 and (best is None or cost < best.cost):
            best = Descent(centers, path.copy(), cost, costs, done < most)
    assert best is not None  # the first start meets nobody
    return best


def best_path(x: Doubles, known: Flags, states: States, centers: Doubles) -> tuple[Counts, float]:
    """The whole path (n_dates,) of least cost with these centres, and its cost: every state rests on all rows."""
    path, reach = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    values = _values(x, known, states, centers, reach)
    return path, float(_loops().trace(values, states.penalty, reach, path))


def online_path(x: Doubles, known: Flags, states: States, centers: Doubles) -> Counts:
    """(n_dates,): for each date the last state of the best path of the rows up to it, and of no later row."""
    path = np.empty(len(x), np.int64)
    _loops().lowest(_values(x, known, states, centers, np.empty(len(x), np.int64)), path)
    return path


def _values(x: Doubles, known: Flags, states: States, centers: Doubles, reach: Counts) -> Doubles:
    values = np.empty((len(x), states.grid.shape[1]))
    _loops().costs(_held(x), _held(known), np.array(centers), *states, _room(states), values, reach)
    return values


def _room(states: States) -> Doubles:
    return np.empty((3, max(states.grid.shape) + 4))


def shrunk_weights(spread: Doubles, limit: float) -> Doubles:
    """(n_features,): the weights w >= 0 with |w|_2 = 1 and |w|_1 <= limit of the largest w @ spread.

    They are proportional to max(spread - threshold, 0), the threshold the least that meets the limit (Witten and
    Tibshirani 2010). spread: not negative, one at least positive. limit: 1 or more.
    """
    low, high = 0.0, _second_largest(spread)
    if _unit(spread, low).sum() <= limit:
        return _unit(spread, low)
    while high - low > 1e-12 * spread.max():
        middle = (low + high) / 2
        low, high = (middle, high) if _unit(spread, middle).sum() > limit else (low, middle)
    return _unit(spread, high)


def _second_largest(spread: Doubles) -> float:
    """The largest value below the maximum: from there on only the maximum is left."""
    below = spread[spread < spread.max()]
    return float(below.max()) if len(below) else 0.0


def _unit(spread: Doubles, threshold: float) -> Doubles:
    shrunk = np.maximum(spread - threshold, 0.0)
    unit: Doubles = shrunk / np.linalg.norm(shrunk)
    return unit


def averages(y: Doubles, half_lives: Sequence[float]) -> Doubles:
    """(n_dates, len(half_lives)): exponentially weighted means of y (n_dates,) to each date, weights summing to one.

    A NaN in y is passed over: time goes on and the mean stays. NaN before the first value.
    """
    out = np.empty((len(y), len(half_lives)))
    _loops().averages(_held(y), np.exp2(-1.0 / np.asarray(half_lives, np.float64)), out)
    return out


def _held(array: Any) -> Any:
    """In C order and read-only, so that one compiled version serves all."""
    held = np.ascontiguousarray(array).view()
    held.flags.writeable = False
    return held


def _loops() -> Any:
    """The compiled loops: numba is imported here, and compiles at their first use on a machine."""
    from rotascope.config import keep_compiled

    keep_compiled()
    from rotascope.kernels import compiled_jump

    return compiled_jump
