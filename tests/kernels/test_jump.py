"""What the kernels of jump models promise beyond their naive twins."""

from __future__ import annotations

import numpy as np

from rotascope.kernels import jump


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
    states = jump.continuous_states(2, 7.0, 20, True)
    assert states.penalty.shape == (24, 24)
    x, known = np.random.default_rng(1).standard_normal((300, 2)), np.ones(300, bool)
    assert jump.online_path(x, known, states, np.array([[0.0, 1.0], [1.0, 0.0]])).max() <= 20
