"""Run lengths and cumulative sums: online, in known units, with the alarms that were promised."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.errors import DataError, UsageError
from rotascope.kernels.changes import cumulative_sums
from rotascope.models import Cusum, RunLength
from rotascope.models.cusum import average_run_length, threshold_for
from rotascope.models.noise import HEAVY

NOISE = HEAVY.draw(np.random.default_rng(11), 1500, 8).T
TURN = 0.3 * np.sign(np.arange(1500) - 749.5)


@pytest.mark.parametrize("model", [RunLength(), RunLength(half_life=None), Cusum(), Cusum(half_life=None)])
@given(st.integers(63, 299), st.integers(0, 7))
def test_later_rows_change_nothing(model: Any, cut: int, path: int) -> None:
    whole, short = model.fit(NOISE[path, :300]), model.fit(NOISE[path, :cut])
    for name in ("filtered_change_probability", "run_length", "alarms", "upper"):
        if hasattr(whole, name):
            np.testing.assert_array_equal(getattr(whole, name)[:cut], getattr(short, name))


def test_a_turn_is_seen_and_noise_mostly_is_not() -> None:
    quiet = np.array([RunLength().fit(path).filtered_change_probability[252:] for path in NOISE])
    turned = np.array([RunLength().fit(path + TURN).filtered_change_probability for path in NOISE])
    chance = RunLength().fit(NOISE[0]).chance
    assert chance == pytest.approx(1 - (251 / 252) ** 63)
    assert abs(quiet.mean() - chance) < 0.06
    assert (quiet > 0.5).mean() < 0.05
    assert (turned[:, 750:850].max(axis=1) > 0.5).mean() >= 0.8


def test_the_beginning_of_a_series_is_no_change() -> None:
    """Sixty-three values of one law: a change among them is no likelier than chance has it."""
    quiet = np.array([RunLength().fit(path[:200]).filtered_change_probability for path in NOISE])
    assert quiet[:, 62:126].max() < 0.5
    assert quiet[:, 62].mean() == pytest.approx(1 - (251 / 252) ** 62, abs=0.06)
    assert (RunLength(within=500).fit(NOISE[0, :200]).filtered_change_probability[62:] < 0.9).all()


def test_the_run_begins_at_the_turn() -> None:
    found = [RunLength().fit(path + TURN) for path in NOISE]
    begins = np.array([1500 - one.run_length[-1] for one in found])
    assert np.median(np.abs(begins - 750)) < 40
    assert np.median([one.filtered_mean[-1] for one in found]) == pytest.approx(0.3, abs=0.1)


def test_a_longest_run_changes_little() -> None:
    whole, held = (RunLength(longest=longest).fit(NOISE[0]) for longest in (2520, 400))
    assert np.nanmax(np.abs(whole.filtered_change_probability - held.filtered_change_probability)) < 0.1


def test_missing_values_are_passed_over() -> None:
    plain = RunLength().fit(NOISE[0, :200])
    gaps = RunLength().fit(np.insert(NOISE[0, :200], [0, 100], np.nan))
    assert np.isnan(gaps.filtered_change_probability[0])
    assert gaps.run_length[0] == 0
    known = np.delete(np.arange(202), [0, 101])
    np.testing.assert_array_equal(gaps.filtered_change_probability[known], plain.filtered_change_probability)
    assert gaps.filtered_change_probability[101] == gaps.filtered_change_probability[100]
    assert gaps.log_likelihood == pytest.approx(plain.log_likelihood)
    assert Cusum().fit(np.insert(NOISE[0, :200], [100], np.nan)).alarms[100] == 0


@pytest.mark.parametrize("given_as", [pd.Series, pl.Series, list])
def test_frames_say_the_same(given_as: Any) -> None:
    plain = RunLength().fit(NOISE[0, :200]).filtered_change_probability
    np.testing.assert_array_equal(RunLength().fit(given_as(NOISE[0, :200])).filtered_change_probability, plain)


@pytest.mark.parametrize(
    ("model", "values", "words"),
    [
        (RunLength, np.zeros(100), "constant"),
        (RunLength, NOISE[0, :62], "needs 63"),
        (RunLength, np.append(NOISE[0], np.inf), "infinite"),
        (Cusum, np.ones(100), "constant"),
        (Cusum, NOISE[0, :10], "needs 63"),
    ],
)
def test_bad_series_are_refused(model: Any, values: Any, words: str) -> None:
    with pytest.raises((DataError, UsageError), match=words):
        (model(reference=1.0) if model is Cusum and "const" in words else model()).fit(values)


@pytest.mark.parametrize(
    ("model", "params", "words"),
    [
        (RunLength, {"hazard": 0.0}, "hazard"),
        (RunLength, {"hazard": 1.0}, "hazard"),
        (RunLength, {"within": 1}, "within"),
        (RunLength, {"within": 5000}, "longer than longest"),
        (RunLength, {"strength": 0.0}, "strength"),
        (RunLength, {"half_life": -1.0}, "half_life"),
        (Cusum, {"drift": 0.0}, "drift"),
        (Cusum, {"threshold": -1.0}, "threshold"),
        (Cusum, {"reference": np.nan}, "reference"),
    ],
)
def test_bad_parameters_are_refused(model: Any, params: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        model(**params)


def brook_evans(drift: float, threshold: float, states: int = 400) -> float:
    """Run length of a one-sided sum of normal values by a Markov chain of its levels (Brook and Evans 1972)."""
    width = 2 * threshold / (2 * states - 1)
    centres = np.arange(states) * width
    edges = np.concatenate([[-np.inf], centres + width / 2])
    from scipy.stats import norm

    reach = norm.cdf(edges[None, :] - centres[:, None] + drift)
    return float(np.linalg.solve(np.eye(states) - np.diff(reach, axis=1), np.ones(states))[0])


@pytest.mark.parametrize(("drift", "wanted"), [(0.05, 2520.0), (0.1, 500.0), (0.5, 465.0)])
def test_the_run_length_is_the_one_stated(drift: float, wanted: float) -> None:
    """Beside the Markov chain: two sides alarm twice as often as one."""
    threshold = threshold_for(wanted, drift)
    assert average_run_length(threshold, drift) == pytest.approx(wanted)
    assert brook_evans(drift, threshold) / 2 == pytest.approx(wanted, rel=0.03)


def test_the_published_run_length_of_a_sum() -> None:
    """Montgomery, Statistical Quality Control, table 9.4 (two-sided): k 1/2 and h 4 have 168, h 5 has 465."""
    assert average_run_length(4.0, 0.5) == pytest.approx(168, rel=0.02)
    assert average_run_length(5.0, 0.5) == pytest.approx(465, rel=0.02)


def test_simulated_alarms_come_as_often_as_stated() -> None:
    values = np.random.default_rng(12).standard_normal(400_000)
    alarms = np.count_nonzero(cumulative_sums(values, 0.1, threshold_for(500.0, 0.1))[1])
    assert 400_000 / alarms == pytest.approx(500, rel=0.1)


def test_alarms_under_garch_noise_come_little_sooner() -> None:
    drawn = HEAVY.draw(np.random.default_rng(13), 6000, 40).T
    alarms = sum(np.count_nonzero(Cusum(average_run_length=1260.0).fit(path).alarms) for path in drawn)
    assert 240_000 / alarms == pytest.approx(1260, rel=0.25)


def test_no_threshold_has_so_short_a_run() -> None:
    with pytest.raises(UsageError, match="too short"):
        Cusum(drift=0.5, average_run_length=1.0).fit(NOISE[0])


def test_a_shift_raises_an_alarm_of_its_sign() -> None:
    found = Cusum(drift=0.1, average_run_length=2520.0).fit(NOISE[0] + TURN)
    late = found.alarms[750:1100]
    assert late[late != 0][0] == 1
