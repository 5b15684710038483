"""What users may hand to models by mistake: refused in a sentence, or answered as it was meant."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from rotascope import Question, answer
from rotascope.errors import DataError, UsageError
from rotascope.models import Cusum, JumpModel, MarkovSwitching, Parameters, Pelt, RunLength
from tests.measures.hand import embedded

DRAWN = np.random.default_rng(3)
Y = np.concatenate([DRAWN.normal(0, 1, 150), DRAWN.normal(0.5, 3, 150)])
MODELS = (MarkovSwitching(), JumpModel(), Pelt(), RunLength(), Cusum())
UNREAL = {
    "dates": np.arange(300).astype("M8[D]"),
    "dates of Polars": pl.Series(np.arange(300).astype("M8[D]")),
    "spans": np.arange(300).astype("m8[D]"),
    "complex": Y.astype(complex),
}


@pytest.mark.parametrize("name", UNREAL)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_what_is_no_real_number_is_refused(model: Any, name: str) -> None:
    with pytest.raises(UsageError, match="real numbers"):
        model.fit(UNREAL[name])


@pytest.mark.parametrize("size", [1e45, 1e120, 1e300])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_astronomic_values_are_refused(model: Any, size: float) -> None:
    with pytest.raises(UsageError, match=r"beyond 1e\+40"):
        model.fit(Y * size)


@pytest.mark.parametrize("form", ["deviation", "intercept"])
def test_lags_that_are_never_there_are_told(form: Any) -> None:
    """Every second date missing: each value is there, and none with its lag."""
    gappy = Y.copy()
    gappy[::2] = np.nan
    with pytest.raises(DataError, match="0 observations whose 1 lags are there too"):
        MarkovSwitching(order=1, form=form).fit(gappy)
    assert MarkovSwitching().fit(gappy).converged


WRONG: list[tuple[Any, dict[str, Any], str]] = [
    (MarkovSwitching, {"n_regimes": 2.0}, "n_regimes 2.0 must be a whole number"),
    (MarkovSwitching, {"order": 1.0}, "order"),
    (MarkovSwitching, {"seed": -1}, "seed"),
    (MarkovSwitching, {"n_starts": 1.5}, "n_starts"),
    (JumpModel, {"n_regimes": 2.0}, "n_regimes"),
    (JumpModel, {"seed": -1}, "seed"),
    (JumpModel, {"penalty": np.nan}, "penalty"),
    (Pelt, {"min_size": 21.0}, "min_size"),
    (Pelt, {"min_size": "a"}, "min_size"),
    (Pelt, {"penalty": None}, "penalty"),
    (RunLength, {"within": np.nan}, "within"),
    (Cusum, {"drift": None}, "drift"),
    (Cusum, {"average_run_length": "auto"}, "average_run_length"),
    (Cusum, {"threshold": "low"}, "threshold"),
]


@pytest.mark.parametrize(("model", "params", "words"), WRONG, ids=lambda part: str(part)[:40])
def test_parameters_of_another_kind_are_refused(model: Any, params: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        model(**params)


HALVES = [[0.5, 0.5], [0.1, 0.9]]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([[0.5, 0.6], [0.1, 0.9]], [0, 1], [1, 1]), "sum to"),
        (([[1.5, -0.5], [0.1, 0.9]], [0, 1], [1, 1]), "sum to"),
        (([[0.5, 0.5]], [0, 1], [1, 1]), "shape"),
        ((HALVES, [0, 1], [1, -1]), "above zero"),
        ((HALVES, [0, np.nan], [1, 1]), "means"),
        ((HALVES, [0, 1, 2], [1, 1]), "means"),
        ((HALVES, [0, 1], [1, 1], [np.inf]), "ar"),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_are_refused(given: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Parameters.of(*given)


def test_covariates_that_tell_nothing_are_refused() -> None:
    x = np.linspace(-1, 1, 300)
    with pytest.raises(DataError, match="'x' is constant"):
        MarkovSwitching(covariates=("x",)).fit(Y, {"x": np.ones(300)})
    with pytest.raises(UsageError, match="twice"):
        MarkovSwitching(covariates=("x", "x")).fit(Y, {"x": x})


def test_a_horizon_is_a_whole_number_of_steps() -> None:
    fitted = MarkovSwitching().fit(Y)
    for horizon in (0, 2.5, True):
        with pytest.raises(UsageError, match="horizon"):
            fitted.forecast(horizon=horizon)  # type: ignore[arg-type]


def test_regimes_of_one_variance_are_no_volatility_regimes() -> None:
    plain = np.random.default_rng(8).standard_normal(300)
    fitted = MarkovSwitching(switching_variance=False).fit(plain)
    assert fitted.gap.covers_zero == (fitted.kind == "regimes not told apart")
    assert MarkovSwitching(switching_mean=False).fit(plain).kind == "volatility regime"
    tied = MarkovSwitching(switching_mean=False, switching_variance=False, switching_ar=True, order=1).fit(plain)
    assert tied.kind == "regimes not told apart"


def test_results_cannot_be_changed() -> None:
    fitted = MarkovSwitching().fit(Y)
    for array in (fitted.values, fitted.covariates, fitted.series, fitted.filtered_probabilities, fitted.means):
        assert not array.flags.writeable


@pytest.mark.parametrize("half_life", [21.0, None])
def test_no_value_before_the_scale_is_known_looks_ahead(half_life: float | None) -> None:
    """The scale rests on the first 63 values: what they say of the days before is not told."""
    poisoned = Y.copy()
    poisoned[40:] *= 50
    for values in (Y, poisoned):
        runs, alarms = RunLength(half_life=half_life).fit(values), Cusum(half_life=half_life).fit(values)
        for known in (runs.filtered_change_probability, runs.filtered_mean, runs.log_predictive, alarms.upper):
            assert np.isnan(known[:62]).all()
            assert np.isfinite(known[62:]).all()
        assert not runs.run_length[:62].any()
        assert not alarms.alarms[:62].any()


def test_a_run_past_the_longest_is_told_as_such() -> None:
    market = embedded()
    found = answer(Question("run_length", "small/large", as_of="2026-01-14", params={"between": 2000}), market)
    assert found.detail["run_length"] == 2521
    assert "no later than" in found.text
    assert "at least 2,521 sessions long" in found.text
    for name in ("within", "between"):
        with pytest.raises(UsageError, match=f"{name} 1 must be"):
            answer(Question("run_length", "IWM/SPY", as_of="2003-06-30", params={name: 1}), market)


def test_a_search_for_both_says_so() -> None:
    market = embedded()
    asked = {"cost": "mean_variance", "penalty": 12.0, "min_size": 3}
    found = answer(Question("change_point", "IWM/SPY", as_of="2003-06-30", params=asked), market)
    assert "mean or variance of the active return over its volatility" in found.text
    assert "In a search for means at the automatic penalty, a shift" in found.text
    with pytest.raises(DataError, match="has 171 sessions of returns by 2001-01-31, so within 171 must be below that"):
        answer(Question("run_length", "IWM/SPY", as_of="2001-01-31", params={"within": 171}), market)


def other_models() -> list[tuple[MarkovSwitching, MarkovSwitching]]:
    """A model, and one whose parameters are of another shape."""
    two, three = MarkovSwitching(), MarkovSwitching(n_regimes=3)
    return [(three, two), (two, three), (MarkovSwitching(order=1), two), (two, MarkovSwitching(order=1))]


@pytest.mark.parametrize(("model", "other"), other_models())
def test_a_start_of_another_model_is_refused(model: MarkovSwitching, other: MarkovSwitching) -> None:
    start = other.fit(Y).parameters
    with pytest.raises(UsageError, match=r"start are of \d regimes"):
        model.fit(Y, start=start)
    with pytest.raises(UsageError, match=r"parameters are of \d regimes"):
        model.filter(Y, start)


def test_a_start_that_is_no_parameters_is_refused() -> None:
    with pytest.raises(UsageError, match="must be Parameters"):
        MarkovSwitching().fit(Y, start="x")  # type: ignore[arg-type]


def test_more_regimes_climb_from_more_starts() -> None:
    assert [len(MarkovSwitching(n_regimes=k).fit(Y).starts_log_likelihoods) for k in (2, 3)] == [4, 8]
    assert len(MarkovSwitching(n_regimes=3, n_starts=2).fit(Y).starts_log_likelihoods) == 2


def test_alarms_that_never_come_take_forever() -> None:
    assert Cusum(threshold=1e9).fit(Y).average_run_length == np.inf
    assert np.isfinite(Cusum(average_run_length=1e300).fit(Y).threshold)
    with pytest.raises(UsageError, match=r"more than [\d.e+,]+\.$|more than inf"):
        Cusum(drift=500.0).fit(Y)


@pytest.mark.parametrize("n_regimes", ["x", 2.5, -1, 10**9, None])
def test_a_number_of_regimes_that_is_none_is_refused(n_regimes: Any) -> None:
    with pytest.raises(UsageError, match="n_regimes"):
        MarkovSwitching(n_regimes=n_regimes)


@pytest.mark.parametrize("order", [30, 2000, 10**9])
def test_an_order_far_too_high_is_refused(order: int) -> None:
    with pytest.raises(UsageError, match="take a lower order"):
        MarkovSwitching(order=order)
