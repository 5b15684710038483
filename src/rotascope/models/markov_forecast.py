"""Forecasts from the filtered state: regimes and values, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.models.arguments import require_whole
from rotascope.models.covariates import read_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov_result import MarkovResult

    Doubles = NDArray[np.float64]

DRAWS = 20_000


@dataclass(frozen=True)
class RegimeForecast:
    """Of steps 1 .. h after the last date, given data to it and the fitted parameters taken as true.

    `probabilities` (h, K), rows sum to one; `means`, `variances` (h,) of the value at each step, and
    `total_mean`, `total_variance` of the sum of all h values.
    """

    horizon: int
    probabilities: Doubles = field(repr=False)
    means: Doubles = field(repr=False)
    variances: Doubles = field(repr=False)
    total_mean: float
    total_variance: float


def forecast(result: MarkovResult, horizon: int, covariates: object) -> RegimeForecast:
    """Exact without lags; with lags the means and variances are those of 20,000 paths drawn by the spec's seed."""
    require_whole(1, horizon=horizon)
    if horizon > len(result.series):
        raise UsageError(f"horizon {horizon} is longer than the history, {len(result.series)} dates; ask for less.")
    transitions = _transitions(result, horizon, covariates)
    chances = [result.filtered_probabilities[-1]]
    for matrix in transitions:
        chances.append(chances[-1] @ matrix)
    after = np.array(chances[1:])
    values = _drawn(result, transitions) if result.spec.order else None
    means, variances, total, total_variance = (
        mixture_moments(result.means, result.variances, transitions, after) if values is None else _of_paths(values)
    )
    for array in (after, means, variances):
        array.flags.writeable = False
    return RegimeForecast(horizon, after, means, variances, total, total_variance)


def _transitions(result: MarkovResult, horizon: int, covariates: object) -> Doubles:
    """(h, K, K)."""
    names = result.spec.covariates
    if names and covariates is None:
        raise UsageError(f"The moves depend on {', '.join(names)}; give covariates of the coming {horizon} steps.")
    columns = np.column_stack([np.ones(horizon), read_columns(covariates, names, horizon)])
    return result.parameters.transitions(columns)


def mixture_moments(
    mean: Doubles, variance: Doubles, transitions: Doubles, after: Doubles
) -> tuple[Doubles, Doubles, float, float]:
    """Moments of a mixture of normals at each step; of their sum by the covariance of the regimes' means.

    mean, variance (K,): of a value by regime; transitions (h, K, K); after (h, K): the regimes' chances at each step.
    """
    means = after @ mean
    variances = after @ (variance + mean**2) - means**2
    total_variance = float(variances.sum())
    carried, sum_before = np.zeros(len(mean)), 0.0  # of all earlier steps: regime means weighed by the regime now
    for step in range(1, len(after)):
        carried = (carried + after[step - 1] * mean) @ transitions[step]
        sum_before += float(means[step - 1])
        total_variance += 2 * float(carried @ mean - means[step] * sum_before)
    return means, variances, float(means.sum()), total_variance


def _of_paths(values: Doubles) -> tuple[Doubles, Doubles, float, float]:
    total = values.sum(axis=1)
    return values.mean(axis=0), values.var(axis=0), float(total.mean()), float(total.var())


def _drawn(result: MarkovResult, transitions: Doubles) -> Doubles:
    """(draws, h): paths on from the last dates, their regimes drawn from the filtered joint state."""
    spec, parameters = result.spec, result.parameters
    random = np.random.default_rng(spec.seed)
    order, regimes = spec.order, spec.n_regimes
    joint = result.scaled.last_joint(parameters)
    state = random.choice(len(joint), DRAWS, p=joint / joint.sum())
    memory = order if spec.form == "deviation" else 0
    regime = state // regimes**memory
    past = _past(result, state, memory)
    found = np.empty((DRAWS, len(transitions)))
    for step, matrix in enumerate(transitions):
        regime = (random.random(DRAWS)[:, None] > matrix[regime].cumsum(axis=1)[:, :-1]).sum(axis=1)
        level = parameters.means[regime]
        noise = random.standard_normal(DRAWS) * np.sqrt(parameters.variances[regime])
        departure = (parameters.ar[regime] * past).sum(axis=1) + noise
        found[:, step] = level + departure
        newest = departure if memory else found[:, step]
        past = np.column_stack([newest, past[:, :-1]])
    return found


def _past(result: MarkovResult, state: NDArray[np.int64], memory: int) -> Doubles:
    """(draws, order): the latest values, newest first, less the mean of their drawn regime where deviations count."""
    spec = result.spec
    latest = np.nan_to_num(result.series[::-1][: spec.order], nan=float(np.nanmean(result.series)))
    past = np.tile(latest, (DRAWS, 1))
    if memory:
        for lag in range(spec.order):
            past[:, lag] -= result.means[state // spec.n_regimes ** (memory - lag) % spec.n_regimes]
    return past
