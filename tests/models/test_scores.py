"""Scores by hand, overlap, and what chance alone is said to be."""

from __future__ import annotations

import numpy as np
import pytest

from rotascope.models.leader import kept_leading, leaders
from rotascope.models.scores import (
    adjusted_p_values,
    brier_losses,
    effective_n,
    log_losses,
    most_independent,
    reliability,
    resampler,
    skill_interval,
    widening,
)


def test_brier_and_log_by_hand() -> None:
    """(0.7 - 1)^2 = 0.09, (0.2 - 0)^2 = 0.04; -ln 0.7 = 0.356675, -ln 0.8 = 0.223144; certainty is held to 0.005."""
    chance, outcome = np.array([0.7, 0.2, 1.0]), np.array([1.0, 0.0, 0.0])
    np.testing.assert_allclose(brier_losses(chance, outcome), [0.09, 0.04, 1.0])
    np.testing.assert_allclose(log_losses(chance, outcome), [0.356675, 0.223144, 5.298317], atol=1e-6)


def test_effective_n_of_what_overlaps() -> None:
    """Each value held for 10 steps: r_k = 1 - k/10, so 40 lags give n / (1 + 2 * (4.5 - 16.5/40)) = n / 9.175."""
    alone = np.random.default_rng(1).standard_normal(20_000)
    assert effective_n(alone, 1) == 20_000
    assert 17_000 < effective_n(alone, 30) <= 20_000
    assert effective_n(np.repeat(alone, 10), 40) == pytest.approx(200_000 / 9.175, rel=0.1)
    assert effective_n(np.ones(50), 10) == 50


def test_effective_n_by_hand() -> None:
    """1, 1, -1, -1: r1 = (1 - 1 + 1)/4 = 1/4, with 2 lags its weight is 1/2: 4 / (1 + 2 * 1/8) = 3.2."""
    assert effective_n(np.array([1.0, 1.0, -1.0, -1.0]), 2) == pytest.approx(3.2)


def test_resampled_rows_are_blocks_of_the_ring() -> None:
    sums = resampler(12, 4)
    one, two = sums(np.column_stack([np.ones(12), np.arange(12.0)])).T
    assert set(one) == {12.0}
    assert two.mean() == pytest.approx(12 * 5.5, rel=0.02)
    assert two.std() > resampler(12, 1)(np.arange(12.0)[:, None]).std()


def test_skill_of_a_forecast_that_knows() -> None:
    rng = np.random.default_rng(2)
    chance = rng.uniform(0.1, 0.9, 400)
    outcome = (rng.uniform(size=400) < chance).astype(float)
    base = np.full(400, outcome.mean())
    skill, low, high = skill_interval(brier_losses(chance, outcome), brier_losses(base, outcome), 5)
    assert 0.05 < low < skill < high < 0.35
    level = skill_interval(brier_losses(base, outcome), brier_losses(base, outcome), 5)
    assert level == (0.0, 0.0, 0.0)


def test_one_skilful_trial_among_many_is_found_and_the_rest_are_not() -> None:
    rng = np.random.default_rng(3)
    gains = rng.standard_normal((300, 20)) * 0.1
    gains[:, 7] += 0.04
    gains[:100, 3] = np.nan  # a pair that begins later
    found = adjusted_p_values(gains, 6)
    assert found[7] == found.min() < 0.01
    assert np.delete(found, 7).min() > 0.05
    assert adjusted_p_values(np.full((50, 2), np.nan), 3).tolist() == pytest.approx([np.nan] * 2, nan_ok=True)


def test_stepwise_p_values_by_hand() -> None:
    """Scores 3, 1, 2 against 4 draws; order 3, 2, 1. Highest of all: 4, 1, 2.5, 0 -> one >= 3: (1+1)/5; of the two
    lower: 4, 1, 1, 0 -> one >= 2: 2/5; of the last: 1, 0, 1, 0 -> two >= 1: 3/5."""
    from rotascope.models.scores import _stepwise

    null = np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 1.0], [2.5, 1.0, 0.0], [-1.0, 0.0, -2.0]])
    np.testing.assert_allclose(_stepwise(np.array([3.0, 1.0, 2.0]), null), [2 / 5, 3 / 5, 2 / 5])


@pytest.mark.parametrize(("effective", "bins"), [(5.0, 1), (19.9, 1), (25.0, 2), (1000.0, 6)])
def test_no_bin_has_fewer_than_ten_effective_cases(effective: float, bins: int) -> None:
    chance = np.linspace(0.2, 0.8, 240)
    found = reliability(chance, (chance > 0.5).astype(float), effective)
    assert len(found) == bins
    assert sum(one["count"] for one in found) == 240
    assert bins == 1 or min(one["effective"] for one in found) >= 10
    assert [one["forecast"] for one in found] == sorted(one["forecast"] for one in found)


def test_a_walk_of_chance_is_seldom_said_to_be_foreseen() -> None:
    """300 worlds of 240 months: a forecast that is the base rate plus noise looks skilful in about 2.5 % at most."""
    rng = np.random.default_rng(4)
    skilful = 0
    for _ in range(300):
        outcome = (rng.uniform(size=240) < 0.5).astype(float)
        chance = np.clip(0.5 + rng.normal(0, 0.05, 240), 0.01, 0.99)
        _, low, _ = skill_interval(brier_losses(chance, outcome), brier_losses(np.full(240, 0.5), outcome), 3)
        skilful += low > 0
    assert skilful <= 0.05 * 300


def test_few_blocks_widen_by_students_t() -> None:
    """Quantiles of Student's t at 97.5 % by table: 2.571 for 5 degrees of freedom, 2.045 for 29; z 1.960."""
    assert widening(24, 4) == pytest.approx(2.571 / 1.960 * np.sqrt(6 / 5), rel=0.02)
    assert widening(30, 1) == pytest.approx(2.045 / 1.960 * np.sqrt(30 / 29), rel=0.002)
    assert widening(1_000_000, 1) == pytest.approx(1.0, abs=1e-5)


def test_the_interval_of_a_few_overlapping_years_covers_the_truth() -> None:
    """200 worlds of five years at a year's horizon; forecasts of mere noise. Blocks alone cover two thirds."""
    rng = np.random.default_rng(6)
    horizon, months = 12, 60

    def world(months: int) -> tuple[np.ndarray, np.ndarray]:
        moves = rng.standard_normal(months + horizon)
        outcome = (np.convolve(moves, np.ones(horizon), "valid")[:months] > 0).astype(float)
        noise = np.convolve(rng.standard_normal(months + 11), np.ones(12) / 24, "valid")
        return brier_losses(1 / (1 + np.exp(-noise)), outcome), np.full(months, 0.25)

    loss, base = world(60_000)
    truth = 1 - loss.sum() / base.sum()
    spans = [skill_interval(*world(months), 18)[1:] for _ in range(200)]
    assert np.mean([low <= truth <= high for low, high in spans]) >= 0.9
    assert np.mean([low > 0 for low, _ in spans]) <= 0.05


@pytest.mark.parametrize(("horizon", "window"), [(21, 126), (63, 126), (126, 63), (40, 1)])
def test_overlapping_labels_of_a_walk_count_as_what_their_mean_varies_by(horizon: int, window: int) -> None:
    """300 walks of 2,500 steps: p (1 - p) over the variance of the share of leaders that kept leading."""
    rng = np.random.default_rng(8)
    means = []
    for _ in range(300):
        walk = np.cumsum(rng.standard_normal(2500))
        outcome = kept_leading(walk, leaders(walk, window), horizon)
        means.append(np.nanmean(outcome))
    cases = 2500 - window - horizon
    assert 0.25 / np.var(means) == pytest.approx(most_independent(cases, horizon, window), rel=0.25)


def test_monthly_labels_of_a_month_are_independent() -> None:
    assert most_independent(100, 21, 126, 21) == 100
    assert most_independent(0, 21, 126) == 0
