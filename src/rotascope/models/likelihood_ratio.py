"""Is a second regime, or a gap between means, more than chance? Likelihood ratios beside those of drawn series."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.models.markov_fit import peak
from rotascope.models.markov_parameters import stationary
from rotascope.models.matrix import dated_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov import MarkovSwitching
    from rotascope.models.markov_parameters import Parameters

    Doubles = NDArray[np.float64]

QUICK = 60  # steps of a climb on a drawn series: what is left after them is far below the ratios compared


@dataclass(frozen=True)
class LikelihoodRatio:
    """Twice the gain in log-likelihood, and the share of series drawn without the effect that gain as much.

    `p_value` = (1 + those) / (1 + draws), so it is never below 1 / (1 + draws). `drawn` (draws,): their ratios.
    """

    statistic: float
    p_value: float
    drawn: Doubles = field(repr=False)


def one_regime_ratio(
    y: object, spec: MarkovSwitching, *, draws: int = 99, seed: int = 0, drawn: Doubles | None = None
) -> LikelihoodRatio:
    """The spec's regimes against a single normal one, by the parametric bootstrap.

    Under one regime the transition matrix means nothing, so the ratio has no chi-squared law (Hansen 1992); it is drawn
    instead (McLachlan 1987). drawn: ratios drawn before, by `one_regime_draws`; they hang on nothing but the length.
    """
    values = _checked(y, spec, draws)
    spec.measured(values)
    if drawn is None:
        drawn = one_regime_draws(values, spec, draws=draws, seed=seed)
    return _against(_one_regime(values, _quick(spec)), drawn)


def one_regime_draws(values: Doubles, spec: MarkovSwitching, *, draws: int = 99, seed: int = 0) -> Doubles:
    """(draws,): the ratios of normal series as long as the values, with their gaps. Mean and variance do not matter."""
    random, quick = np.random.default_rng(seed), _quick(spec)
    missing = ~np.isfinite(values)
    found = np.empty(draws)
    for at in range(draws):
        series = random.standard_normal(len(values))
        series[missing] = np.nan
        found[at] = _one_regime(series, quick)
    return found


def _one_regime(series: Doubles, quick: MarkovSwitching) -> float:
    return 2 * (peak(quick, series)[0] - _normal(series))


def equal_means_ratio(y: object, spec: MarkovSwitching, *, draws: int = 99, seed: int = 0) -> LikelihoodRatio:
    """Regimes with means of their own against the same with one mean, by the parametric bootstrap.

    Drawn are series of the fitted regimes with one mean: what volatility that comes in waves looks like by itself.
    """
    values = _checked(y, spec, draws)
    if not (spec.switching_mean and spec.switching_variance):
        raise UsageError("Means can only be compared where both mean and variance switch.")
    quick = _quick(spec)
    null = replace(quick, switching_mean=False)
    random = np.random.default_rng(seed)
    held = peak(null, values)[1]

    def ratio(series: Doubles) -> float:
        below, parameters = peak(null, series, held)
        return max(2 * (peak(quick, series, parameters)[0] - below), 0.0)

    return _against(ratio(values), np.array([ratio(_drawn(held, values, random)) for _ in range(draws)]))


def _checked(y: object, spec: MarkovSwitching, draws: int) -> Doubles:
    if spec.order or spec.covariates:
        raise UsageError("Likelihood ratios are drawn for models without lags and covariates only.")
    if draws < 1:
        raise UsageError(f"draws {draws} must be 1 or more.")
    return dated_values(y, "y")


def _quick(spec: MarkovSwitching) -> MarkovSwitching:
    return replace(spec, n_starts=min(spec.climbs, 2), max_iter=QUICK, tolerance=1e-6)


def _against(statistic: float, drawn: Doubles) -> LikelihoodRatio:
    drawn.flags.writeable = False
    p_value = (1 + int(np.count_nonzero(drawn >= statistic))) / (1 + len(drawn))
    return LikelihoodRatio(statistic, p_value, drawn)


def _normal(values: Doubles) -> float:
    """Log-likelihood of one normal regime at its best."""
    held = values[np.isfinite(values)]
    return float(-0.5 * len(held) * (np.log(2 * np.pi * held.var()) + 1))


def _drawn(parameters: Parameters, values: Doubles, random: np.random.Generator) -> Doubles:
    """A series of the regimes, as long as the values and with their gaps: visit by visit, each of a random length."""
    length, matrix = len(values), parameters.transition_matrix
    leaves = np.maximum(1 - np.diag(matrix), 1e-12)
    away = np.where(np.eye(len(matrix), dtype=bool), 0.0, matrix)
    onward = (away / away.sum(axis=1, keepdims=True)).cumsum(axis=1)
    regime = int(stationary(matrix).cumsum().searchsorted(random.random()))
    path, at = np.empty(length, np.intp), 0
    while at < length:
        regime = min(regime, len(matrix) - 1)
        stop = at + min(int(random.geometric(leaves[regime])), length)
        path[at:stop] = regime
        regime, at = int(onward[regime].searchsorted(random.random(), side="right")), stop
    noise = random.standard_normal(length) * np.sqrt(parameters.variances)[path]
    return np.where(np.isfinite(values), parameters.means[path] + noise, np.nan)
