"""What a fitted Markov-switching model says: parameters with errors, and regimes by what was known when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.models.markov import MarkovSwitching
    from rotascope.models.markov_forecast import RegimeForecast
    from rotascope.models.markov_joint import JointLikelihood
    from rotascope.models.markov_parameters import Parameters
    from rotascope.models.markov_plain import PlainLikelihood

    Doubles = NDArray[np.float64]

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Scaled:
    """The series as it was fitted: shift + scale * z is y."""

    likelihood: PlainLikelihood | JointLikelihood
    shift: float
    scale: float

    def filtered(self, parameters: Parameters) -> tuple[float, Doubles, Doubles]:
        """Log-likelihood of y; filtered and predicted chances (n, K)."""
        inside = self._inside(parameters)
        value, filtered = self.likelihood.filtered(inside)
        predicted = self.likelihood.predicted(inside, filtered)
        return value - self.likelihood.count * float(np.log(self.scale)), sealed(filtered), sealed(predicted)

    def last_joint(self, parameters: Parameters) -> Doubles:
        """(S,): chances of the regimes of the last dates together, given the data."""
        return self.likelihood.last_joint(self._inside(parameters))  # type: ignore[union-attr]

    def smoothed(self, parameters: Parameters) -> Doubles:
        return sealed(self.likelihood.smoothed(self._inside(parameters)))

    def _inside(self, parameters: Parameters) -> Parameters:
        return parameters.scaled(-self.shift / self.scale, 1 / self.scale)


@dataclass(frozen=True)
class FilteredRegimes:
    """Regimes of a series by given parameters, each date from data to it: nothing later is used.

    `filtered_probabilities`, `predicted_probabilities` (n, K): given data to the date, to the one before; rows sum to
    one, NaN for the first `order` dates. `log_likelihood`: of the series at these parameters.
    """

    parameters: Parameters
    log_likelihood: float
    filtered_probabilities: Doubles = field(repr=False)
    predicted_probabilities: Doubles = field(repr=False)


@dataclass(frozen=True)
class SmoothedRegimes:
    """Regimes of a fitted series given all its data: history only, never to act on or to forecast from.

    `smoothed_probabilities` (n, K); rows sum to one, NaN for the first `order` dates.
    """

    parameters: Parameters
    smoothed_probabilities: Doubles = field(repr=False)


@dataclass(frozen=True)
class MeanGap:
    """Mean of the regime with the highest less that of the one with the lowest, and its 95 % interval."""

    value: float
    lower: float
    upper: float

    @property
    def covers_zero(self) -> bool:
        """Whether the means cannot be told apart; so where the interval is not known."""
        return not (self.lower > 0 or self.upper < 0)


@dataclass(frozen=True)
class MarkovResult:
    """A fitted model. In-sample: parameters and filter rest on the whole series that was handed in.

    Regimes are numbered upwards by mean where the means are apart, else by variance (`ordered_by`).
    `converged`: False where the best climb stopped early; its parameters are still given.
    `starts_log_likelihoods`: where each start's climb ended, best first; a wide spread says that the likelihood has
    many peaks. `covariance` (P, P) of `names`: the inverse of the observed information; NaN for a parameter on its
    bound or where the likelihood is flat. `at_floor`: whether a variance stands on the floor.
    """

    spec: MarkovSwitching
    parameters: Parameters
    names: tuple[str, ...]
    values: Doubles
    covariance: Doubles = field(repr=False)
    log_likelihood: float
    converged: bool
    n_iter: int
    starts_log_likelihoods: tuple[float, ...]
    ordered_by: Literal["mean", "variance"]
    at_floor: bool
    gap: MeanGap
    n_observations: int
    filtered_probabilities: Doubles = field(repr=False)
    predicted_probabilities: Doubles = field(repr=False)
    series: Doubles = field(repr=False)
    covariates: Doubles = field(repr=False)
    scaled: Scaled = field(repr=False, compare=False)

    @property
    def means(self) -> Doubles:
        """(K,): of each regime; intercepts where `form` is "intercept"."""
        return self.parameters.means

    @property
    def variances(self) -> Doubles:
        return self.parameters.variances

    @property
    def ar(self) -> Doubles:
        """(K, order)."""
        return self.parameters.ar

    @property
    def transition_matrix(self) -> Doubles:
        """(K, K), rows sum to one; (n, K, K) where covariates drive it, row t leading to date t."""
        if self.spec.covariates:
            return self.parameters.transitions(self.covariates)
        return self.parameters.transition_matrix

    @property
    def expected_durations(self) -> Doubles:
        """(K,): steps that a visit to each regime lasts on average; (n, K) where covariates drive the moves."""
        stay = np.diagonal(self.transition_matrix, axis1=-2, axis2=-1)
        return np.asarray(1 / np.maximum(1 - stay, 1e-15))

    @cached_property
    def standard_errors(self) -> Mapping[str, float]:
        """By name of the parameter."""
        with np.errstate(invalid="ignore"):
            return MappingProxyType(dict(zip(self.names, np.sqrt(np.diag(self.covariance)).tolist(), strict=True)))

    @property
    def kind(self) -> Literal["mean regime", "volatility regime", "regimes not told apart"]:
        """What the regimes are: their means are apart, or only their variances, or neither is known to be."""
        if not self.gap.covers_zero:
            return "mean regime"
        return "volatility regime" if self.spec.switching_variance else "regimes not told apart"

    @property
    def spread_of_starts(self) -> float:
        """Best less worst log-likelihood of the starts."""
        return self.starts_log_likelihoods[0] - self.starts_log_likelihoods[-1]

    @property
    def aic(self) -> float:
        return 2 * len(self.names) - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        return len(self.names) * float(np.log(self.n_observations)) - 2 * self.log_likelihood

    def filter(self, y: object, covariates: object = None) -> FilteredRegimes:
        """Another series, or this one with later dates, by these parameters."""
        return self.spec.filter(y, self.parameters, covariates)

    def smooth(self) -> SmoothedRegimes:
        """The regimes given all data: another type, for history only."""
        return SmoothedRegimes(self.parameters, self.scaled.smoothed(self.parameters))

    def forecast(self, horizon: int = 12, covariates: object = None) -> RegimeForecast:
        """Regimes and values of the next `horizon` steps, from the filtered state at the last date.

        covariates: those of the coming steps, where the model has any. Errors: `UsageError` for a horizon below 1
        or longer than the history.
        """
        from rotascope.models.markov_forecast import forecast

        return forecast(self, horizon, covariates)


def mean_gap(means: Doubles, covariance: Doubles, tied: bool) -> MeanGap:
    """Of means (K,) with their covariance (K, K), by the normal approximation."""
    if tied:
        return MeanGap(0.0, 0.0, 0.0)
    high, low = int(means.argmax()), int(means.argmin())
    value = float(means[high] - means[low])
    variance = covariance[high, high] + covariance[low, low] - 2 * covariance[high, low]
    wide = NORMAL_95 * float(np.sqrt(variance)) if variance >= 0 else float("nan")
    return MeanGap(value, value - wide, value + wide)


def sealed(array: Doubles) -> Doubles:
    array.flags.writeable = False
    return array
