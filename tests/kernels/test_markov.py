"""Regimes by recursion beside the sum over every path, and gradients beside differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope.models.markov_joint import JointLikelihood
from rotascope.models.markov_parameters import Parameters, stationary
from rotascope.models.markov_plain import PlainLikelihood
from rotascope.models.markov_shape import Shape
from tests.naive import markov as naive

FLOOR = 1e-6
VALUES = st.one_of(st.just(np.nan), st.floats(-3, 3))


@st.composite
def problems(draw: st.DrawFn, lags: int = 0) -> tuple[Any, Any, Any]:
    """Values with gaps, covariates of the moves, parameters."""
    regimes, length = draw(st.sampled_from([2, 3])), draw(st.integers(lags + 1, 6))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = np.array(draw(st.lists(VALUES, min_size=length, max_size=length)))
    covariates = np.column_stack([np.ones(length), random.normal(size=length)])
    odds = random.normal(0, 2, (regimes, regimes - 1, 2))
    ar = random.normal(0, 0.5, (regimes, lags))
    return y, covariates, Parameters(odds, random.normal(size=regimes), random.uniform(0.05, 2, regimes), ar)


def constant(parameters: Parameters) -> Parameters:
    """Without covariates and lags."""
    none = np.empty((parameters.regimes, 0))
    return Parameters(parameters.moves[:, :, :1].copy(), parameters.means, parameters.variances, none)


def listed(y: Any, transitions: Any, parameters: Parameters) -> tuple[Any, ...]:
    every = np.broadcast_to(transitions, (len(y), *transitions.shape[1:])).tolist()
    first = stationary(transitions[0]).tolist()
    return y.tolist(), first, every, parameters.means.tolist(), parameters.variances.tolist(), parameters.ar.tolist()


@settings(max_examples=40)
@given(problems())
def test_plain_regimes_are_the_sum_over_all_paths(problem: Any) -> None:
    y, _, held = problem
    parameters = constant(held)
    likelihood = PlainLikelihood(y, Shape(parameters.regimes), FLOOR)
    arguments = listed(y, parameters.transition_matrix[None], parameters)
    paths = naive.weights(*arguments)
    value, filtered = likelihood.filtered(parameters)
    assert value == pytest.approx(naive.log_likelihood(paths), abs=1e-9)
    np.testing.assert_allclose(filtered, naive.filtered(*arguments), atol=1e-9)
    np.testing.assert_allclose(likelihood.smoothed(parameters), naive.smoothed(paths, parameters.regimes), atol=1e-9)
    np.testing.assert_allclose(likelihood.moves, naive.moves(paths, parameters.regimes), atol=1e-9)


@settings(max_examples=20)
@given(st.sampled_from([1, 2]).flatmap(problems))
def test_joint_regimes_are_the_sum_over_all_paths(problem: Any) -> None:
    y, covariates, parameters = problem
    lags = parameters.ar.shape[1]
    shape = Shape(parameters.regimes, 2, lags, tied_ar=False)
    likelihood = JointLikelihood(y, shape, FLOOR, covariates, True)
    arguments = listed(y, parameters.transitions(covariates), parameters)
    gone = np.convolve(np.isnan(y), np.ones(lags + 1))[: len(y)] > 0  # a gap silences the dates that look back to it
    value, filtered = likelihood.filtered(parameters)
    if not gone.any():
        paths = naive.weights(*arguments)
        assert value == pytest.approx(naive.log_likelihood(paths), abs=1e-9)
        np.testing.assert_allclose(filtered[lags:], naive.filtered(*arguments), atol=1e-9)
        found = likelihood.smoothed(parameters)[lags:]
        np.testing.assert_allclose(found, naive.smoothed(paths, parameters.regimes), atol=1e-9)
    np.testing.assert_allclose(filtered[lags:].sum(axis=1), 1, atol=1e-12)


@settings(max_examples=20)
@given(st.sampled_from([0, 1, 2]).flatmap(problems), st.booleans(), st.booleans(), st.booleans())
def test_gradients_are_the_slopes_of_the_likelihood(problem: Any, deviations: bool, tied: bool, same: bool) -> None:
    y, covariates, parameters = problem
    y = np.concatenate([y, y[::-1], [0.3, -0.2]])
    covariates = np.vstack([covariates, covariates, covariates[:1], covariates[:1]])
    lags = parameters.ar.shape[1]
    shape = Shape(parameters.regimes, 2, lags, tied, same and not tied, tied_ar=same)
    check_slopes(JointLikelihood(y, shape, FLOOR, covariates, deviations), shape.pack(parameters, FLOOR))
    plain = shape.without_past
    check_slopes(PlainLikelihood(y, plain, FLOOR), plain.pack(constant(parameters), FLOOR))


def check_slopes(likelihood: Any, theta: Any) -> None:
    _, gradient = likelihood(theta)
    width = 1e-6
    steps = np.eye(len(theta)) * width
    slopes = [(likelihood(theta + step)[0] - likelihood(theta - step)[0]) / (2 * width) for step in steps]
    np.testing.assert_allclose(gradient, slopes, atol=1e-5 * (1 + np.abs(gradient).max()))


def test_em_never_lowers_the_likelihood() -> None:
    random = np.random.default_rng(1)
    y = random.normal(0, np.where(random.random(400) < 0.3, 2.0, 0.5))
    shape = Shape(3)
    likelihood = PlainLikelihood(y, shape, 1e-3)
    theta = shape.pack(Parameters.of(np.full((3, 3), 1 / 3), [-1, 0, 1], [0.5, 1, 2]), 1e-3)
    values = []
    for _ in range(30):
        values.append(likelihood(theta)[0])
        theta = likelihood.climb(theta, 1)
    assert np.diff(values).min() > -0.02  # the start's share is left out of its second half
    assert values[-1] > values[0] + 10


def test_distant_values_and_faint_moves_do_not_underflow() -> None:
    """A value 60 deviations away from every regime, and moves of one in 10**12."""
    y = np.zeros(500)
    y[250:] = 60.0
    parameters = Parameters.of([[1 - 1e-12, 1e-12], [1e-12, 1 - 1e-12]], [0.0, 120.0], [1.0, 1.0])
    likelihood = PlainLikelihood(y, Shape(2), FLOOR)
    value, filtered = likelihood.filtered(parameters)
    assert np.isfinite(value)
    assert np.isfinite(filtered).all()
    # Half way between the means, each date has the density of 60 deviations in either regime.
    stays = np.log(0.5) + 249 * -0.5 * np.log(2 * np.pi) - 0.5 * np.log(2 * np.pi) + 499 * np.log1p(-1e-12)
    assert value == pytest.approx(stays + 250 * (-0.5 * np.log(2 * np.pi) - 1800), rel=1e-9)


@pytest.mark.parametrize("regimes", [2, 3])
def test_a_regime_that_must_change_each_date_is_followed(regimes: int) -> None:
    """Values of each regime in turn, a thousand deviations apart, where moves have one chance in 10**12."""
    y = np.asarray(1000.0 * (np.arange(300) % regimes), np.float64)
    matrix = np.full((regimes, regimes), 1e-12)
    np.fill_diagonal(matrix, 1 - (regimes - 1) * 1e-12)
    parameters = Parameters.of(matrix, [1000.0 * k for k in range(regimes)], np.ones(regimes))
    shape = Shape(regimes)
    likelihood = PlainLikelihood(y, shape, FLOOR)
    value, filtered = likelihood.filtered(parameters)
    # The start's share of one in three is known to four digits only where nothing ever moves.
    assert value == pytest.approx(-150 * np.log(2 * np.pi) - np.log(regimes) + 299 * np.log(1e-12), abs=1e-3)
    for chances in (filtered, likelihood.smoothed(parameters)):
        np.testing.assert_allclose(chances, np.eye(regimes)[np.arange(300) % regimes], atol=1e-12)
    assert np.isfinite(likelihood(shape.pack(parameters, FLOOR))[1]).all()
