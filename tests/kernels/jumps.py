"""Rows of the comparison table for jump models: small problems, and results that ties do not change."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from rotascope.kernels import jump
from tests.naive import jump as naive

NUMBERS = st.floats(-4, 4).map(lambda value: round(value, 3))
cost_of: Any = naive.cost


def rows(n: int, p: int) -> st.SearchStrategy[Any]:
    return st.lists(NUMBERS, min_size=n * p, max_size=n * p).map(lambda flat: np.reshape(flat, (n, p)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[Any, ...]:
    """Rows, which are known, states (two or three regimes, or a coarse grid), and centres, the last at times empty."""
    kind, penalty = draw(st.sampled_from(["two", "three", "grid"])), draw(st.sampled_from([0.0, 0.4, 2.0, 30.0]))
    n_regimes = 3 if kind == "three" else 2
    if kind == "grid":
        states = jump.continuous_states(2, penalty, 3, draw(st.booleans()))
    else:
        states = jump.discrete_states(n_regimes, penalty)
    length, features = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    known = np.array(draw(st.lists(st.booleans(), min_size=length, max_size=length)), bool)
    centers = draw(rows(n_regimes, features))
    if draw(st.integers(0, 4)) == 0:
        centers[-1] = np.nan
    return draw(rows(length, features)), known, states, centers


@st.composite
def descents(draw: st.DrawFn) -> tuple[Any, ...]:
    """A problem with a start of finite centres, and its last row known."""
    x, known, states, centers = draw(problems())
    known[-1] = True
    return x, known, states, np.nan_to_num(centers)[None], 50, 1e-8


def plain(x: Any, known: Any, states: jump.States, centers: Any) -> Any:
    """The problem as lists, without the states that only fill up."""
    real = np.isfinite(states.penalty[0])
    grid, penalty = states.grid[:, real].T, states.penalty[real][:, real]
    return x.tolist(), known.tolist(), centers.tolist(), grid.tolist(), penalty.tolist()


def shown(states: jump.States) -> tuple[Any, Any]:
    real = np.isfinite(states.penalty[0])
    return states.grid[:, real].T, states.penalty[real][:, real]


def best_cost(*problem: Any) -> tuple[float, float]:
    """The cost found, and what the path found costs."""
    path, cost = jump.best_path(*problem)
    return cost, cost_of(*plain(*problem), path.tolist())


def online_endings(x: Any, known: Any, states: Any, centers: Any) -> list[float]:
    """What the best path that ends in each date's online state costs."""
    path = jump.online_path(x, known, states, centers)
    found = []
    for stop in range(1, len(x) + 1):
        part = plain(x[:stop], known[:stop], states, centers)
        befores = product(range(len(part[3])), repeat=stop - 1)
        found.append(min(cost_of(*part, (*before, int(path[stop - 1]))) for before in befores))
    return found


def descended(x: Any, known: Any, states: Any, starts: Any, most: int, tolerance: float) -> tuple[float, float, bool]:
    """The cost found, that of the path found, and whether the descent came to rest."""
    found = jump.descend(x, known, states, starts, most, tolerance)
    lists = plain(x, known, states, found.centers)
    return found.cost, cost_of(*lists, found.path.tolist()), found.converged


def slow_descent(
    x: Any, known: Any, states: Any, starts: Any, most: int, tolerance: float
) -> tuple[float, float, bool]:
    cost = naive.descent(*plain(x, known, states, starts[0]))[2]
    return cost, cost, True


def twice_cheapest(*problem: Any) -> tuple[float, float]:
    cost = naive.cheapest(*plain(*problem))[1]
    return cost, cost


def apart(spread: list[float]) -> bool:
    return max(spread) > 1e-3 and len({round(value, 2) for value in spread}) == len(spread)


_SPREADS = st.lists(st.floats(0, 5), min_size=1, max_size=5).filter(apart).map(np.array)
_SERIES = st.lists(st.one_of(NUMBERS, st.just(float("nan"))), min_size=1, max_size=12).map(np.array)
_HALF_LIVES = st.lists(st.sampled_from([0.5, 1.0, 3.0, 60.0]), min_size=1, max_size=3)
_TABLES = st.integers(0, 999).map(
    lambda seed: np.random.default_rng(seed).standard_normal((4 + seed % 7, 1 + seed % 3))
)
_SIMPLEX = st.tuples(st.integers(2, 3), st.sampled_from([0.0, 7.0]), st.integers(1, 5), st.booleans())


def slow_averages(y: Any, half_lives: list[float]) -> Any:
    return np.column_stack([naive.average(y.tolist(), half_life) for half_life in half_lives])


def slow_discrete(n_regimes: int, penalty: float) -> tuple[Any, Any]:
    grid = naive.simplex(n_regimes, 1)
    return grid, [[penalty if one != two else 0.0 for two in grid] for one in grid]


def slow_continuous(n_regimes: int, penalty: float, steps: int, mode_loss: bool) -> tuple[Any, Any]:
    grid = naive.simplex(n_regimes, steps)
    return grid, naive.jump_costs(grid, penalty, mode_loss)


# name: ours, slow, arguments
ROWS: dict[str, tuple[Any, Any, st.SearchStrategy[tuple[Any, ...]]]] = {
    "discrete_states": (
        lambda *given: shown(jump.discrete_states(*given)),
        slow_discrete,
        st.tuples(st.integers(2, 6), st.floats(0, 9)),
    ),
    "continuous_states": (lambda *given: shown(jump.continuous_states(*given)), slow_continuous, _SIMPLEX),
    "drawn_starts": (
        jump.drawn_starts,
        naive.drawn_starts,
        st.tuples(_TABLES, st.integers(2, 3), st.integers(1, 3), st.integers(0, 99)),
    ),
    "one_regime": (jump.one_regime, naive.one_regime, st.tuples(_TABLES, st.integers(2, 4))),
    "descend": (descended, slow_descent, descents()),
    "best_path": (best_cost, twice_cheapest, problems()),
    "online_path": (online_endings, lambda *problem: naive.least_endings(*plain(*problem)), problems()),
    "shrunk_weights": (jump.shrunk_weights, naive.shrunk_weights, st.tuples(_SPREADS, st.floats(1, 2.5))),
    "averages": (jump.averages, slow_averages, st.tuples(_SERIES, _HALF_LIVES)),
}
