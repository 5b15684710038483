"""The kernels of jump models beside their naive twins, on small random input."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rotascope.kernels import jump
from tests.naive import jump as naive

cost_of: Any = naive.cost
NUMBERS = st.floats(-4, 4).map(lambda value: round(value, 3))


def rows(n: int, p: int) -> st.SearchStrategy[Any]:
    return st.lists(NUMBERS, min_size=n * p, max_size=n * p).map(lambda flat: np.reshape(flat, (n, p)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[Any, ...]:
    """Rows, which are known, centres, states: discrete with two or three regimes, or a coarse grid."""
    kind, penalty = draw(st.sampled_from(["two", "three", "grid"])), draw(st.sampled_from([0.0, 0.4, 2.0, 30.0]))
    n_regimes = 3 if kind == "three" else 2
    if kind == "grid":
        states = jump.continuous_states(2, penalty, 4, draw(st.booleans()))
    else:
        states = jump.discrete_states(n_regimes, penalty)
    length, features = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    known = np.array(draw(st.lists(st.booleans(), min_size=length, max_size=length)))
    centers = draw(rows(n_regimes, features))
    if draw(st.integers(0, 4)) == 0:
        centers[-1] = np.nan
    return draw(rows(length, features)), known, centers, states


def plain(x: Any, known: Any, centers: Any, states: jump.States) -> Any:
    """The problem as lists, without the states that only fill up."""
    real = np.isfinite(states.penalty[0])
    grid, penalty = states.grid[:, real].T, states.penalty[real][:, real]
    return x.tolist(), known.tolist(), centers.tolist(), grid.tolist(), penalty.tolist()


def arranged(x: Any, known: Any, centers: Any, states: jump.States) -> tuple[Any, ...]:
    return x, known, states, centers


@settings(max_examples=60)
@given(problems())
def test_the_best_path_costs_what_the_best_of_all_paths_costs(problem: Any) -> None:
    path, cost = jump.best_path(*arranged(*problem))
    _, least = naive.cheapest(*plain(*problem))
    np.testing.assert_allclose(cost, least, atol=1e-9)
    np.testing.assert_allclose(cost_of(*plain(*problem), path.tolist()), least, atol=1e-9)


@settings(max_examples=40)
@given(problems())
def test_an_online_state_ends_a_best_path_of_the_rows_so_far(problem: Any) -> None:
    x, known, centers, states = problem
    path = jump.online_path(*arranged(*problem))
    for stop in range(1, len(x) + 1):
        part = plain(x[:stop], known[:stop], centers, states)
        befores = product(range(len(part[3])), repeat=stop - 1)
        ending = min(cost_of(*part, (*before, int(path[stop - 1]))) for before in befores)
        np.testing.assert_allclose(ending, naive.cheapest(*part)[1], atol=1e-9)


@settings(max_examples=40)
@given(problems())
def test_descent_from_one_start(problem: Any) -> None:
    x, known, start, states = problem
    assume(known.any() and np.isfinite(start).all())
    found = jump.descend(x, known, states, start[None], 100, 1e-8)
    lists = plain(x, known, found.centers, states)
    np.testing.assert_allclose(cost_of(*lists, found.path.tolist()), found.cost, atol=1e-9)
    assert naive.cheapest(*lists)[1] == pytest.approx(found.cost, abs=1e-9)
    assert found.converged
    np.testing.assert_allclose(found.cost, naive.descent(*plain(*problem))[2], atol=1e-9)


def test_starts_that_meet_end_where_the_earlier_one_does() -> None:
    x = np.random.default_rng(3).standard_normal((400, 2)) + np.repeat([[0.0], [2.0]], 200, axis=0)
    known, states = np.ones(400, bool), jump.discrete_states(2, 3.0)
    starts = jump.drawn_starts(x, 2, 12, 5)
    together = jump.descend(x, known, states, starts, 100, 1e-8)
    alone = [jump.descend(x, known, states, start[None], 100, 1e-8) for start in starts]
    np.testing.assert_allclose(together.start_costs, [one.cost for one in alone], rtol=1e-12)
    first = min(alone, key=lambda one: one.cost)
    np.testing.assert_array_equal(together.path, first.path)


@pytest.mark.parametrize(("n_regimes", "steps"), [(2, 1), (2, 20), (3, 4), (4, 3)])
@pytest.mark.parametrize("mode_loss", [True, False])
def test_the_states_of_the_continuous_model(n_regimes: int, steps: int, mode_loss: bool) -> None:
    states = jump.continuous_states(n_regimes, 7.0, steps, mode_loss)
    grid = naive.simplex(n_regimes, steps)
    real = np.isfinite(states.penalty[0])
    np.testing.assert_allclose(states.grid[:, real].T, grid)
    np.testing.assert_allclose(states.penalty[real][:, real], naive.jump_costs(grid, 7.0, mode_loss), atol=1e-12)
    assert len(real) == 2 or len(real) % 4 == 0


@given(
    st.lists(st.one_of(NUMBERS, st.just(float("nan"))), min_size=1, max_size=12), st.sampled_from([0.5, 1.0, 3.0, 60.0])
)
def test_exponential_averages(y: list[float], half_life: float) -> None:
    found = jump.averages(np.array(y), [half_life])[:, 0]
    np.testing.assert_allclose(found, naive.average(y, half_life), rtol=1e-12, atol=1e-13)


@given(st.lists(st.floats(0, 5), min_size=1, max_size=5), st.floats(1, 2.5))
def test_shrunk_weights(spread: list[float], limit: float) -> None:
    assume(max(spread) > 1e-3 and len({round(value, 2) for value in spread}) == len(spread))
    found = jump.shrunk_weights(np.array(spread), limit)
    assert (found >= 0).all()
    assert np.linalg.norm(found) == pytest.approx(1)
    assert found.sum() <= limit + 1e-9
    np.testing.assert_allclose(found, naive.shrunk_weights(spread, limit), atol=5e-3)


def test_starts_are_rows_and_the_same_each_time() -> None:
    x = np.random.default_rng(0).standard_normal((50, 3))
    starts = jump.drawn_starts(x, 3, 4, 9)
    assert starts.shape == (4, 3, 3)
    assert all(any((row == center).all() for row in x) for center in starts.reshape(-1, 3))
    np.testing.assert_array_equal(starts, jump.drawn_starts(x, 3, 4, 9))
