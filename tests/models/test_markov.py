"""Markov switching on real pairs, beside statsmodels and hmmlearn, and where it must refuse or warn."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope import Market
from rotascope.errors import DataError, UsageError
from rotascope.models import MarkovSwitching
from rotascope.models.markov_parameters import Parameters
from rotascope.models.walk_forward import walk_forward
from rotascope.pairs import Pair, pair_series, parse_subject


@cache
def spread(pair: str = "IWM/SPY", day: str = "2005-12-30") -> Any:
    """Daily log(1 + A) - log(1 + B), in per cent."""
    market = Market.open()
    of = parse_subject(pair, market)
    assert isinstance(of, Pair)
    series = pair_series(market.as_of(day), of)
    return 100 * np.diff(np.log(series.first / series.second))


def test_no_lower_than_statsmodels_and_the_same_regimes() -> None:
    import statsmodels.api as sm

    y = spread()
    ours = MarkovSwitching(order_by="variance").fit(y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = sm.tsa.MarkovRegression(y, 2, switching_variance=True).fit()
    assert ours.log_likelihood >= theirs.llf - 1e-6
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=0.01)
    order = np.argsort(theirs.params[-2:])
    filtered = theirs.filtered_marginal_probabilities[:, order]
    np.testing.assert_allclose(ours.filtered_probabilities, filtered, atol=2e-3)
    np.testing.assert_allclose(
        ours.smooth().smoothed_probabilities[:, 0], theirs.smoothed_marginal_probabilities[:, order[0]], atol=2e-3
    )
    np.testing.assert_allclose(np.sort(list(ours.standard_errors.values())), np.sort(theirs.bse), rtol=0.02)


def test_three_regimes_are_no_worse_than_those_of_hmmlearn() -> None:
    """By the same yardstick: the likelihood with a stationary start, at each one's parameters."""
    from hmmlearn.hmm import GaussianHMM

    y = spread()
    spec = MarkovSwitching(n_regimes=3, n_starts=8)
    ours = spec.fit(y)
    theirs = GaussianHMM(3, n_iter=200, tol=1e-4, random_state=0).fit(y[:, None])
    at_theirs = Parameters.of(theirs.transmat_, theirs.means_.ravel(), theirs.covars_.ravel())
    assert ours.log_likelihood >= spec.filter(y, at_theirs).log_likelihood - 1e-6
    assert ours.spread_of_starts >= 0


def test_daily_spreads_are_volatility_regimes() -> None:
    result = MarkovSwitching().fit(spread(day="2026-01-14"))
    assert result.kind == "volatility regime"
    assert result.gap.covers_zero
    assert result.ordered_by == "variance"
    np.testing.assert_allclose(np.sqrt(result.variances), [0.52, 1.00], atol=0.015)


def test_the_same_answer_again_and_for_every_kind_of_series() -> None:
    y = spread()[:600]
    first = MarkovSwitching(seed=3).fit(y)
    for given_as in (y, y.tolist(), pd.Series(y, pd.date_range("2001", periods=600)), pl.Series(y)):
        again = MarkovSwitching(seed=3).fit(given_as)
        assert again.log_likelihood == first.log_likelihood
        np.testing.assert_array_equal(again.values, first.values)
        np.testing.assert_array_equal(again.filtered_probabilities, first.filtered_probabilities)


def test_regimes_do_not_change_names_with_units_or_starts() -> None:
    y = spread()[:900]
    plain = MarkovSwitching(order_by="variance").fit(y)
    for other in (
        MarkovSwitching(order_by="variance", seed=9, n_starts=7).fit(y),
        MarkovSwitching(order_by="variance").fit(y / 100),
    ):
        np.testing.assert_allclose(other.filtered_probabilities, plain.filtered_probabilities, atol=1e-5)
    warm = MarkovSwitching(order_by="variance", n_starts=1).fit(y, start=plain.parameters.ordered([1, 0]))
    np.testing.assert_allclose(warm.values, plain.values, atol=1e-5)


def test_gaps_are_skipped() -> None:
    """A missing date tells nothing: the filter moves on by the transition matrix alone."""
    y = spread()[:500].copy()
    y[100:160] = np.nan
    result = MarkovSwitching().fit(y)
    assert result.n_observations == 440
    np.testing.assert_allclose(
        result.filtered_probabilities[100:160], result.predicted_probabilities[100:160], atol=1e-12
    )
    step = result.filtered_probabilities[158] @ result.transition_matrix
    np.testing.assert_allclose(result.predicted_probabilities[159], step, atol=1e-12)
    lagged = MarkovSwitching(order=1, n_starts=2).fit(y)
    assert lagged.n_observations == 499 - 61


def test_forecasts_follow_the_chain() -> None:
    """By hand: p' = p P; a mixture's mean and variance; and far ahead the stationary distribution."""
    result = MarkovSwitching(order_by="variance").fit(spread()[:800])
    found = result.forecast(500)
    chances = result.filtered_probabilities[-1]
    for step in range(3):
        chances = chances @ result.transition_matrix
        np.testing.assert_allclose(found.probabilities[step], chances, atol=1e-12)
        mean = chances @ result.means
        assert found.means[step] == pytest.approx(mean)
        assert found.variances[step] == pytest.approx(chances @ (result.variances + (result.means - mean) ** 2))
    stay = np.diag(result.transition_matrix)
    np.testing.assert_allclose(found.probabilities[-1], (1 - stay[::-1]) / (2 - stay.sum()), atol=1e-4)
    drawn = MarkovSwitching(order=1, n_starts=2).fit(spread()[:800])
    near = drawn.forecast(3)
    assert near.means[0] == pytest.approx(_next_value(drawn), abs=0.03)


def _next_value(result: Any) -> float:
    """Of a first-order model whose coefficient is shared: E y' = E mean' + ar (y - E mean)."""
    after = result.filtered_probabilities[-1] @ result.transition_matrix
    now = result.smooth().smoothed_probabilities[-1] @ result.means
    return float(after @ result.means + result.ar[0, 0] * (result.series[-1] - now))


def test_a_walk_refits_as_a_fit_would_and_knows_nothing_later() -> None:
    y = spread()[:700]
    spec = MarkovSwitching(order_by="variance", n_starts=3)
    walk = walk_forward(y, spec, first=300, every=40)
    assert walk.refits.tolist() == list(range(300, 701, 40))
    assert np.isnan(walk.probabilities[:299]).all()
    assert np.isfinite(walk.probabilities[299:]).all()
    for end, one in zip(walk.refits, walk.fits, strict=True):
        alone = spec.fit(y[:end])
        assert one.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-6)
        np.testing.assert_allclose(walk.probabilities[end - 1], alone.filtered_probabilities[-1], atol=1e-4)
    poisoned = np.concatenate([y[:519], np.full(181, 1e6)])
    np.testing.assert_array_equal(
        walk_forward(poisoned[:519], spec, first=300, every=40).probabilities, walk.probabilities[:519]
    )
    np.testing.assert_array_equal(
        walk_forward(poisoned, spec, first=300, every=40).probabilities[:519], walk.probabilities[:519]
    )


def test_a_walk_over_a_window_forgets() -> None:
    y = spread()[:700]
    spec = MarkovSwitching(order_by="variance", n_starts=3)
    walk = walk_forward(y, spec, first=300, every=100, window=250)
    np.testing.assert_allclose(walk.fits[-1].means, spec.fit(y[450:700]).means, atol=1e-4)
    spoiled = y.copy()
    spoiled[:400] = np.linspace(-9, 9, 400)
    np.testing.assert_allclose(
        walk_forward(spoiled, spec, first=700, every=1, window=250).probabilities[-1], walk.probabilities[-1], atol=1e-4
    )


BAD: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (np.ones(200), {}, DataError, "constant"),
    (np.arange(9.0), {}, DataError, "observations"),
    (np.full(300, np.nan), {}, DataError, "observations"),
    (np.r_[np.arange(50.0), np.inf], {}, UsageError, "infinite"),
    (["a", "b"], {}, UsageError, "numbers"),
    (np.ones((50, 2)), {}, UsageError, "shape"),
]


@pytest.mark.parametrize(("y", "kwargs", "kind", "words"), BAD, ids=lambda part: str(part)[:20])
def test_bad_series_are_refused(y: Any, kwargs: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        MarkovSwitching(**kwargs).fit(y)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"n_regimes": 1},
        {"n_regimes": 5},
        {"order": -1},
        {"order": 9},
        {"switching_mean": False, "switching_variance": False},
        {"form": "other"},
        {"order_by": "size"},
        {"n_starts": 0},
        {"max_iter": 0},
        {"tolerance": 0.0},
        {"variance_floor": 1.0},
    ],
    ids=str,
)
def test_bad_specs_are_refused(kwargs: Any) -> None:
    with pytest.raises(UsageError):
        MarkovSwitching(**kwargs)


def test_covariates_are_looked_up_by_name() -> None:
    y = spread()[:300]
    spec = MarkovSwitching(covariates=("slope",), n_starts=1)
    with pytest.raises(UsageError, match="Did you mean slop"):
        spec.fit(y, {"slop": y})
    with pytest.raises(UsageError, match="300 dates"):
        spec.fit(y, {"slope": y[:-1]})
    with pytest.raises(DataError, match="position 3"):
        spec.fit(y, pl.DataFrame({"slope": [0.0, 1, 2, None, *range(296)]}))
    result = spec.fit(y, pd.DataFrame({"slope": np.r_[0, y[:-1]]}))
    assert result.transition_matrix.shape == (300, 2, 2)
    with pytest.raises(UsageError, match="coming 5 steps"):
        result.forecast(5)
    assert result.forecast(2, {"slope": [0.1, 0.2]}).probabilities.shape == (2, 2)


def test_horizons_are_checked() -> None:
    result = MarkovSwitching(n_starts=1).fit(spread()[:300])
    for horizon in (0, 301):
        with pytest.raises(UsageError, match="horizon"):
            result.forecast(horizon)


def test_a_climb_cut_short_is_flagged_and_its_best_kept() -> None:
    y = spread()[:600]
    short, whole = MarkovSwitching(max_iter=1).fit(y), MarkovSwitching().fit(y)
    assert not short.converged
    assert whole.converged
    assert np.isfinite(short.values).all()
    assert short.log_likelihood == pytest.approx(max(short.starts_log_likelihoods))
    assert short.log_likelihood <= whole.log_likelihood


def test_a_spike_meets_the_floor() -> None:
    """Equal values would drive a variance to zero and the likelihood beyond all bounds."""
    y = np.random.default_rng(0).standard_normal(400)
    y[150:220] = 0.3
    result = MarkovSwitching().fit(y)
    assert result.at_floor
    assert result.variances.min() >= 1e-3 * y.var()


def test_an_interrupt_stops_a_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is met between two evaluations, none of which takes long."""
    from rotascope.models import markov_plain

    calls = 0
    whole = markov_plain.PlainLikelihood.__call__

    def interrupted(self: Any, theta: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise KeyboardInterrupt
        return whole(self, theta)

    monkeypatch.setattr(markov_plain.PlainLikelihood, "__call__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        MarkovSwitching().fit(spread())


def test_results_are_frozen() -> None:
    result = MarkovSwitching(n_starts=1).fit(spread()[:300])
    assert not hasattr(result, "smoothed_probabilities")
    with pytest.raises(AttributeError):
        result.converged = False  # type: ignore[misc]
    for array in (
        result.means,
        result.covariance,
        result.filtered_probabilities,
        result.smooth().smoothed_probabilities,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([2, 3]), st.floats(1e-4, 1e4), st.floats(-10, 10))
def test_a_change_of_units_changes_nothing_else(seed: int, regimes: int, scale: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    y = random.normal(0, np.where(np.arange(150) // 30 % 2, 2.0, 0.7))
    spec = MarkovSwitching(n_regimes=regimes, n_starts=2, order_by="variance")
    plain, moved = spec.fit(y), spec.fit(shift + scale * y)
    assert moved.log_likelihood + 150 * np.log(scale) == pytest.approx(plain.log_likelihood, abs=1e-4)


def test_the_sum_of_the_coming_values_varies_as_drawn_paths_do() -> None:
    result = MarkovSwitching(order_by="variance").fit(spread()[:800])
    random = np.random.default_rng(5)
    regime = random.choice(2, 40_000, p=result.filtered_probabilities[-1])
    total = np.zeros(len(regime))
    for _ in range(6):
        regime = (random.random(len(regime)) > result.transition_matrix[regime, 0]).astype(int)
        total += result.means[regime] + random.standard_normal(len(regime)) * np.sqrt(result.variances[regime])
    found = result.forecast(6)
    assert found.total_variance == pytest.approx(total.var(), rel=0.05)
    assert found.total_mean == pytest.approx(total.mean(), abs=4 * total.std() / 200)
