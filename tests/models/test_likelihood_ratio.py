"""Likelihood ratios against drawn series: quiet where there is nothing, loud where there is something."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rotascope.errors import UsageError
from rotascope.models import MarkovSwitching
from rotascope.models.likelihood_ratio import equal_means_ratio, one_regime_draws, one_regime_ratio

SPEC = MarkovSwitching(n_starts=2)


def waves(seed: int, gap: float, length: int = 500) -> Any:
    """Two regimes of fifty dates each in turn: deviations 0.6 and 1.6, means `gap` apart."""
    random = np.random.default_rng(seed)
    loud = np.arange(length) // 50 % 2
    return random.standard_normal(length) * np.where(loud, 1.6, 0.6) + gap * loud


def test_one_regime_is_not_refused_where_there_is_one() -> None:
    """At 20 series of one regime each, drawn ratios put the share of p-values up to 0.2 near 0.2."""
    random = np.random.default_rng(0)
    drawn = one_regime_draws(np.zeros(150), SPEC, draws=39)
    found = [one_regime_ratio(random.standard_normal(150) * 3 + 7, SPEC, drawn=drawn).p_value for _ in range(20)]
    assert sum(p_value <= 0.2 for p_value in found) <= 9  # binomial(20, 0.2): above 9 in fewer than 1 of 300
    assert np.mean(found) == pytest.approx(0.5, abs=0.2)


def test_waves_are_told_from_one_regime() -> None:
    found = one_regime_ratio(waves(1, 0.0), SPEC, draws=19)
    assert found.p_value == pytest.approx(1 / 20)
    assert found.statistic > 5 * found.drawn.max()


@pytest.mark.parametrize(("gap", "low", "high"), [(0.0, 0.1, 1.0), (0.8, 0.0, 0.06)])
def test_means_are_told_apart_where_they_are(gap: float, low: float, high: float) -> None:
    found = equal_means_ratio(waves(3, gap), SPEC, draws=39)
    assert low <= found.p_value <= high


def test_the_same_again_and_no_matter_the_units() -> None:
    y = waves(5, 0.2, 200)
    first, again = (equal_means_ratio(series, SPEC, draws=5) for series in (y, 100 * y))
    np.testing.assert_allclose(first.drawn, again.drawn, atol=1e-3)
    assert first.p_value == again.p_value
    low, high = (one_regime_draws(series, SPEC, draws=3) for series in (np.zeros(80), np.ones(80)))
    np.testing.assert_array_equal(low, high)


@pytest.mark.parametrize(
    ("spec", "draws"),
    [(MarkovSwitching(order=1), 9), (MarkovSwitching(covariates=("x",)), 9), (SPEC, 0)],
    ids=["lags", "covariates", "no draws"],
)
def test_what_cannot_be_drawn_is_refused(spec: MarkovSwitching, draws: int) -> None:
    with pytest.raises(UsageError):
        one_regime_ratio(waves(1, 0), spec, draws=draws)
    with pytest.raises(UsageError):
        equal_means_ratio(waves(1, 0), MarkovSwitching(switching_mean=False))
