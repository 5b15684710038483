"""What jump models promise: bounds on the objective, regimes in order, online states that stay, clear refusals."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope.errors import DataError, UsageError
from rotascope.models import JumpModel, SparseJumpModel
from rotascope.models.features import jump_features

MODELS = {
    "discrete": JumpModel(penalty=5.0),
    "three": JumpModel(3, penalty=5.0),
    "continuous": JumpModel(penalty=40.0, continuous=True, grid_size=0.1),
    "sparse": SparseJumpModel(penalty=5.0, max_features=1.5),
}
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


def world(seed: int, length: int = 240, features: int = 3) -> tuple[Any, Any]:
    """Rows of two regimes that take turns every eighty dates, and returns that are higher in the second."""
    drawn = np.random.default_rng(seed)
    second = (np.arange(length) // 80) % 2
    x = drawn.standard_normal((length, features)) + second[:, None] * np.linspace(2, 0, features)
    return x, 0.01 * drawn.standard_normal(length) + 0.01 * second


seeds = given(st.integers(0, 10_000))


@every_model
@settings(max_examples=8)
@seeds
def test_no_single_regime_is_cheaper(model: JumpModel, seed: int) -> None:
    x, _ = world(seed)
    found = model.fit(x)
    alone = 0.5 * (((x - x.mean(axis=0)) ** 2) @ found.weights).sum()
    assert found.objective <= alone * (1 + 1e-12)
    assert found.objective == found.start_objectives.min()
    assert found.converged


@settings(max_examples=10)
@seeds
def test_without_a_penalty_each_row_belongs_to_the_nearest_centre(seed: int) -> None:
    x, _ = world(seed)
    found = JumpModel(penalty=0.0).fit(x)
    distance = ((x[:, None, :] - found.centers) ** 2).sum(axis=2)
    np.testing.assert_array_equal(found.smoothed_states, distance.argmin(axis=1))
    np.testing.assert_array_equal(found.predict_online(x), found.smoothed_states)
    for regime in range(2):
        np.testing.assert_allclose(found.centers[regime], x[found.smoothed_states == regime].mean(axis=0))


@every_model
def test_a_huge_penalty_leaves_one_regime(model: JumpModel) -> None:
    x, returns = world(1)
    found = replace(model, penalty=1e9).fit(x, returns)
    assert set(found.smoothed_states.tolist()) == {0}
    assert np.isnan(found.means[1:]).all()
    np.testing.assert_array_equal(found.transition_matrix, np.eye(model.n_regimes))


@every_model
@settings(max_examples=6)
@given(st.integers(0, 10_000), st.integers(1, 239))
def test_later_rows_never_change_an_online_state(model: JumpModel, seed: int, stop: int) -> None:
    x, returns = world(seed)
    found = model.fit(x[:200], returns[:200])
    whole, absurd = found.filter(x), x.copy()
    absurd[stop:] = 1e6
    for other in (found.filter(x[:stop]), found.filter(absurd)):
        np.testing.assert_array_equal(other.filtered_states[:stop], whole.filtered_states[:stop])
        np.testing.assert_array_equal(other.filtered_probabilities[:stop], whole.filtered_probabilities[:stop])


@every_model
def test_smoothed_and_filtered_agree_on_the_last_row(model: JumpModel) -> None:
    x, returns = world(4)
    found = model.fit(x, returns)
    filtered, smoothed = found.filter(x), found.smooth(x)
    np.testing.assert_array_equal(filtered.filtered_probabilities[-1], smoothed.smoothed_probabilities[-1])
    np.testing.assert_array_equal(found.smoothed_states, smoothed.smoothed_states)
    np.testing.assert_allclose(found.smoothed_probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(found.transition_matrix.sum(axis=1), 1)
    np.testing.assert_array_equal(found.predict(x), smoothed.smoothed_states)


@every_model
def test_refits_are_the_same_and_regimes_ascend(model: JumpModel) -> None:
    x, returns = world(5)
    first, second = model.fit(x, returns), model.fit(x, returns)
    np.testing.assert_array_equal(first.smoothed_states, second.smoothed_states)
    assert first.objective == second.objective
    assert (np.diff(first.means[~np.isnan(first.means)]) > 0).all()
    calm = replace(model, order_by="volatility").fit(x, np.where(x[:, 0] > 1, 1, 5) * returns)
    assert (np.diff(calm.volatilities[~np.isnan(calm.volatilities)]) > 0).all()


@every_model
def test_the_turns_of_a_clear_world_are_found(model: JumpModel) -> None:
    x, returns = world(6)
    truth = (np.arange(240) // 80) % 2
    found = replace(model, n_regimes=2).fit(x + 2 * truth[:, None], returns)
    assert (found.smoothed_states == truth).mean() > 0.98


def test_the_sparse_model_finds_the_features_that_tell() -> None:
    x, returns = world(7, 400, 6)
    x[:, 2:] = np.random.default_rng(8).standard_normal((400, 4))
    found = SparseJumpModel(penalty=10.0, max_features=2.0).fit(x, returns)
    assert found.weights[:2].min() > found.weights[2:].max()
    assert np.linalg.norm(found.weights) == pytest.approx(1)
    assert found.weights.sum() <= 2**0.5 + 1e-9


def test_frames_give_what_arrays_give() -> None:
    x, returns = world(9)
    names = ["a", "b", "c"]
    found = MODELS["discrete"].fit(x, returns)
    frames = (
        (pd.DataFrame(x, columns=names, index=pd.date_range("2020-01-01", periods=240)), pd.Series(returns)),
        (pl.DataFrame(x, schema=names), pl.Series(returns)),
        (pl.DataFrame(x, schema=names), pl.DataFrame({"r": returns})),
    )
    for frame, series in frames:
        other = MODELS["discrete"].fit(frame, series)
        np.testing.assert_array_equal(other.smoothed_states, found.smoothed_states)
        np.testing.assert_array_equal(other.means, found.means)
        np.testing.assert_array_equal(other.predict_online(frame), found.predict_online(x))


def test_rows_with_gaps_are_passed_over() -> None:
    x, returns = world(10)
    gaps = x.copy()
    gaps[:10], gaps[100:104, 1] = np.nan, np.nan
    found = MODELS["discrete"].fit(gaps, returns)
    states = found.predict_online(gaps)
    assert set(states[:10].tolist()) == {-1}
    assert np.isnan(found.filter(gaps).filtered_probabilities[:10]).all()
    assert set(states[100:104].tolist()) == {int(states[99])}
    known = ~np.isnan(gaps).any(axis=1)
    np.testing.assert_array_equal(found.predict(x[known]), found.smoothed_states[known])
    returns = returns.copy()
    returns[50] = np.nan
    assert np.isfinite(MODELS["discrete"].fit(gaps, returns).means).all()


def test_results_and_models_are_frozen() -> None:
    found = MODELS["discrete"].fit(*world(11))
    with pytest.raises(FrozenInstanceError):
        found.objective = 0.0  # type: ignore[misc]
    for name in ("centers", "smoothed_states", "smoothed_probabilities", "means", "transition_matrix"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 0


X, RETURNS = world(12)
SPOILED = np.where(np.arange(240)[:, None] == 7, np.inf, X)
REFUSED: dict[str, tuple[type[Exception], str, Any]] = {
    "infinite": (UsageError, "X has an infinite value in row 7", lambda m: m.fit(SPOILED)),
    "constant": (DataError, "Feature 1 of X is constant", lambda m: m.fit(X * np.array([1, 0, 1]))),
    "too few": (DataError, "X has 5 complete rows; 2 regimes need 10", lambda m: m.fit(X[:5])),
    "all missing": (DataError, "X has 0 complete rows", lambda m: m.fit(X * np.nan)),
    "empty": (UsageError, "X is empty", lambda m: m.fit(X[:0])),
    "texts": (UsageError, "X holds something other than real numbers", lambda m: m.fit([["a", "b"]] * 20)),
    "dates in a frame": (UsageError, "leave dates", lambda m: m.fit(pl.DataFrame({"a": ["x"] * 20}))),
    "three dimensions": (UsageError, "X has 3 dimensions", lambda m: m.fit(np.zeros((20, 2, 2)))),
    "other length": (UsageError, "returns has 239 values for 240", lambda m: m.fit(X, RETURNS[1:])),
    "wide returns": (UsageError, "returns has the shape", lambda m: m.fit(X, X)),
    "other features": (UsageError, "X has 2 features; the model was fitted on 3", lambda m: m.fit(X).filter(X[:, :2])),
    "starts": (UsageError, "starts has the shape", lambda m: m.fit(X, starts=np.zeros((2, 2)))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_rows_are_refused(name: str) -> None:
    kind, sentence, call = REFUSED[name]
    with pytest.raises(kind, match=sentence):
        call(JumpModel())


@pytest.mark.parametrize(
    "changes",
    [
        {"n_regimes": 1},
        {"n_regimes": 7},
        {"penalty": -1.0},
        {"penalty": float("nan")},
        {"n_starts": 0},
        {"order_by": "size"},
        {"continuous": True, "grid_size": 0.3},
        {"continuous": True, "n_regimes": 6},
    ],
    ids=str,
)
def test_bad_parameters_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=f"{next(reversed(changes)) if len(changes) == 1 else 'grid_size'}"):
        JumpModel(**changes)
    with pytest.raises(UsageError, match="max_features"):
        SparseJumpModel(max_features=0.5)


def test_a_fit_that_had_no_time_says_so() -> None:
    assert not JumpModel(penalty=0.5, max_iterations=1).fit(X).converged


@pytest.mark.parametrize("cut", [300, 450])
def test_features_rest_on_the_past_alone(cut: int) -> None:
    y = np.random.default_rng(13).standard_normal(600) * 0.01
    whole, part = jump_features(y), jump_features(y[:cut])
    absurd = jump_features(np.r_[y[:cut], np.full(600 - cut, 9.0)])
    np.testing.assert_array_equal(part.values, whole.values[:cut])
    np.testing.assert_array_equal(part.values, absurd.values[:cut])


@pytest.mark.parametrize("name", ["speed_3", "mean_x", "mean_0"])
def test_unknown_features_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        jump_features(RETURNS, [name])


def test_features_carry_over_gaps() -> None:
    y = np.random.default_rng(14).standard_normal(500) * 0.01
    y[300:303] = np.nan
    found = jump_features(y, ["mean_20"], clip=None).values[:, 0]
    assert np.isnan(found[300:303]).all()
    assert np.isfinite(found[303:]).all()
    with pytest.raises(UsageError, match="min_count 1"):
        jump_features(y, min_count=1)


@pytest.mark.parametrize("continuous", [False, True])
def test_a_row_missing_at_a_switch_falls_where_the_same_rows_would(continuous: bool) -> None:
    """Either side costs the same; the regimes' order settles it, and not how the fit numbered them on its way."""
    draws = np.random.default_rng(4)
    for _ in range(40):
        x = draws.standard_normal((20, 2))
        x[10:] += 3 * draws.choice([-1, 1])
        x[10] = np.nan
        result = JumpModel(penalty=2.0, continuous=continuous, n_starts=3).fit(x)
        np.testing.assert_array_equal(result.smoothed_states, result.predict(x))
