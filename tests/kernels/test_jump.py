"""What the kernels of jump models promise beyond their naive twins."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rotascope.kernels import jump

FAR = 1e100  # the loss to an empty regime


def test_starts_that_meet_end_where_the_earlier_one_does() -> None:
    x = np.random.default_rng(3).standard_normal((400, 2)) + np.repeat([[0.0], [2.0]], 200, axis=0)
    known, states = np.ones(400, bool), jump.discrete_states(2, 3.0)
    starts = jump.drawn_starts(x, 2, 12, 5)
    together = jump.descend(x, known, states, starts, 100, 1e-8)
    alone = [jump.descend(x, known, states, start[None], 100, 1e-8) for start in starts]
    np.testing.assert_allclose(together.start_costs, [one.cost for one in alone], rtol=1e-12)
    first = min(alone, key=lambda one: one.cost)
    np.testing.assert_array_equal(together.path, first.path)


def test_starts_are_rows_and_the_same_each_time() -> None:
    x = np.random.default_rng(0).standard_normal((50, 3))
    starts = jump.drawn_starts(x, 3, 4, 9)
    assert all(any((row == center).all() for row in x) for center in starts.reshape(-1, 3))
    np.testing.assert_array_equal(starts, jump.drawn_starts(x, 3, 4, 9))


def test_states_are_filled_up_with_states_out_of_reach() -> None:
    states = jump.continuous_states(3, 7.0, 5, True)
    assert states.penalty.shape == (24, 24)
    x, known = np.random.default_rng(1).standard_normal((300, 2)), np.ones(300, bool)
    assert jump.online_path(x, known, states, np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]])).max() <= 20


@given(
    steps=st.integers(2, 25),
    penalty=st.sampled_from([0.0, 1e-3, 0.5, 7.0, 600.0, 1e6]),
    mode_loss=st.booleans(),
    scale=st.sampled_from([0.0, 0.1, 1.0, 30.0, 1e5]),
    empty=st.booleans(),
    seed=st.integers(0, 10**6),
)
def test_two_regimes_on_a_line_cost_what_every_way_costs(
    steps: int, penalty: float, mode_loss: bool, scale: float, empty: bool, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    states = jump.continuous_states(2, penalty, steps, mode_loss)
    x, known = draws.standard_normal((60, 2)) * scale, draws.random(60) < 0.9
    centers = draws.standard_normal((2, 2)) * scale
    if empty:
        centers[1] = np.nan
    path, cost = jump.best_path(x, known, states, centers)
    losses = np.where(np.isnan(centers).any(axis=1), FAR, 0.5 * ((x[:, None] - centers) ** 2).sum(axis=2))
    losses = np.where(known[:, None], losses, 0.0) @ states.grid
    values = losses[:1]
    for loss in losses[1:]:
        values = np.vstack([values, (values[-1][:, None] + states.penalty).min(axis=0) + loss])
    taken = losses[np.arange(60), path].sum() + states.penalty[path[:-1], path[1:]].sum()
    np.testing.assert_allclose([cost, taken], values[-1].min(), rtol=1e-10, atol=1e-10)
    online = jump.online_path(x, known, states, centers)
    np.testing.assert_allclose(values[np.arange(60), online], values.min(axis=1), rtol=1e-10, atol=1e-10)
