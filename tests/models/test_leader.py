"""Leaders, targets and base rates on paths short enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.models.forecast import LEAST_ROWS, usable_rows
from rotascope.models.leader import base_rates, kept_leading, leaders, month_rows, run_ages, steps

NAN = np.nan
#                 0    1    2    3    4    5    6    7
PATH = np.array([0.0, 1.0, 1.0, 3.0, 2.0, 2.0, 1.0, 1.5])
PATHS = st.lists(st.sampled_from([-1.0, 0.0, 1.0, 2.0]), min_size=4, max_size=40).map(np.array)


def test_by_hand() -> None:
    """Window 2, horizon 2. Changes over 2: at 2 +1, at 3 +2, at 4 +1, at 5 -1, at 6 -1, at 7 -0.5."""
    leader = leaders(PATH, 2)
    assert leader.tolist() == [0, 0, 1, 1, 1, -1, -1, -1]
    # Over the next 2: from 2 to 4 +1, from 3 to 5 -1, from 4 to 6 -1, from 5 to 7 -0.5 (the second leg leads: kept).
    outcome = kept_leading(PATH, leader, 2)
    np.testing.assert_array_equal(outcome, [NAN, NAN, 1, 0, 0, 1, NAN, NAN])
    # At 4 the label of 2 has ended (1 of 1), at 5 that of 3 (1 of 2), at 6 that of 4 (1 of 3), at 7 that of 5 (2 of 4).
    rates, cases = base_rates(outcome, 2)
    np.testing.assert_array_equal(rates, [NAN, NAN, NAN, NAN, 1, 1 / 2, 1 / 3, 2 / 4])
    assert cases.tolist() == [0, 0, 0, 0, 1, 2, 3, 4]
    np.testing.assert_array_equal(run_ages(leader), [NAN, NAN, 0, 1, 2, 0, 1, 2])


def test_ties_lead_nowhere_and_keep_nothing() -> None:
    path = np.array([0.0, 1.0, 1.0, 1.0])
    leader = leaders(path, 1)
    assert leader.tolist() == [0, 1, 0, 0]
    np.testing.assert_array_equal(kept_leading(path, leader, 1), [NAN, 0, NAN, NAN])


def test_months_and_today() -> None:
    days = np.array(["2026-01-29", "2026-01-30", "2026-02-02", "2026-02-27", "2026-03-02"], "datetime64[D]")
    assert month_rows(days.astype(np.int64)).tolist() == [1, 3, 4]


@pytest.mark.parametrize(("sessions", "by_month"), [(21, 1), (63, 3), (126, 6), (252, 12), (5, 1)])
def test_sessions_as_months(sessions: int, by_month: int) -> None:
    assert (steps(sessions, 12), steps(sessions, 252)) == (by_month, sessions)


@given(PATHS, st.integers(1, 4), st.integers(1, 4), st.integers(4, 40))
def test_nothing_at_a_step_rests_on_later_ones(path: np.ndarray, window: int, horizon: int, cut: int) -> None:
    whole, part = leaders(path, window), leaders(path[:cut], window)
    np.testing.assert_array_equal(whole[:cut], part)
    rates = base_rates(kept_leading(path, whole, horizon), horizon)
    earlier = base_rates(kept_leading(path[:cut], part, horizon), horizon)
    for both in zip(rates, earlier, strict=True):
        np.testing.assert_array_equal(both[0][:cut], both[1])


def test_a_fit_uses_labels_that_had_ended_and_enough_of_them() -> None:
    rows = np.arange(100) * 21
    outcome = np.ones(100)
    outcome[:5] = NAN  # no leader yet
    usable = usable_rows(rows, outcome, 63)
    first = LEAST_ROWS + 5 - 1 + 3  # the 60th known label is that of row 64; it ends three rows later
    assert usable[first - 1] == 0
    assert usable[first] == first - 2
    assert all(rows[usable[at] - 1] + 63 <= rows[at] for at in range(first, 100))
