"""Markov switching: a series whose mean, variance or autoregression depends on a hidden regime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.errors import DataError, UsageError
from rotascope.models.arguments import require_numbers, require_whole
from rotascope.models.covariates import read_columns
from rotascope.models.markov_shape import Shape
from rotascope.models.matrix import dated_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov_joint import JointLikelihood
    from rotascope.models.markov_parameters import Parameters
    from rotascope.models.markov_plain import PlainLikelihood
    from rotascope.models.markov_result import FilteredRegimes, MarkovResult, Scaled
    from rotascope.models.markov_walk import WalkFit

    Doubles = NDArray[np.float64]

MOST_STATES = 512  # that an autoregression may tell apart: n_regimes ** (order + 1)
PER_PARAMETER = 3  # least observations
FEWEST = 20


@dataclass(frozen=True)
class MarkovSwitching:
    """What to fit. y_t is normal with the mean and variance of its regime; regimes follow a Markov chain.

    n_regimes: 2 to 4. switching_mean, switching_variance: what differs between regimes; the rest is shared.
    order: lags. form "deviation": of y less the mean of its own regime (Hamilton 1989); "intercept": of y itself, the
    means being intercepts. switching_ar: whether the coefficients differ.
    covariates: names of columns that drive the moves (Filardo 1994), by multinomial log odds against the last regime;
    the row of a date leads to that date, so lag what is not known before.
    n_starts: climbs from different guesses, the first three from the data, the others random by `seed`; the best is
        kept. None: 4 for two regimes, 8 for three, 16 for four, whose likelihoods have more peaks.
    Each takes a few steps of EM, then BFGS with exact gradients until none exceeds `tolerance` an observation, or
    `max_iter` steps. variance_floor: the least variance of a regime, as a fraction of the series': without one the
    likelihood can be driven up without bound. order_by: what regimes are numbered by; "auto": by mean where the 95 %
    interval of the gap between highest and lowest leaves zero out, else by variance.

    Missing values (NaN) tell nothing, and the regime moves on over them. The first regime is drawn from the
    stationary distribution. All is deterministic.
    """

    n_regimes: int = 2
    order: int = 0
    switching_mean: bool = True
    switching_variance: bool = True
    switching_ar: bool = False
    form: Literal["deviation", "intercept"] = "deviation"
    covariates: tuple[str, ...] = ()
    n_starts: int | None = None
    seed: int = 0
    max_iter: int = 500
    tolerance: float = 1e-7
    variance_floor: float = 1e-3
    order_by: Literal["auto", "mean", "variance"] = "auto"

    def __post_init__(self) -> None:
        require_whole(1, n_regimes=self.n_regimes, max_iter=self.max_iter)
        if self.n_starts is not None:
            require_whole(1, n_starts=self.n_starts)
        require_whole(0, order=self.order, seed=self.seed)
        require_numbers(tolerance=self.tolerance, variance_floor=self.variance_floor)
        if not 2 <= self.n_regimes <= 4:
            raise UsageError(f"n_regimes {self.n_regimes} must be 2, 3 or 4.")
        if not (self.switching_mean or self.switching_variance or (self.switching_ar and self.order)):
            raise UsageError("Nothing switches; set switching_mean, switching_variance or (with order) switching_ar.")
        if self.form not in ("deviation", "intercept"):
            raise UsageError(f"form {self.form!r} must be deviation or intercept.")
        if self.order_by not in ("auto", "mean", "variance"):
            raise UsageError(f"order_by {self.order_by!r} must be auto, mean or variance.")
        self._check_order()
        for name in ("tolerance", "variance_floor"):
            if not 0 < getattr(self, name) < 1:
                raise UsageError(f"{name} {getattr(self, name)} must lie between 0 and 1.")

    def fit(self, y: object, covariates: object = None, start: Parameters | None = None) -> MarkovResult:
        """The model of y (n,): a list, an array, or a series of pandas or polars; NaN where missing.

        covariates: a mapping or frame that holds the columns named by the spec. start: parameters of an earlier fit,
        a further place to climb from. Errors: `UsageError`, `DataError` for infinities, a constant series or too few
        observations. A climb that does not converge is no error: the result says so.
        """
        from rotascope.models.markov_fit import fit

        values = dated_values(y, "y")
        if start is not None:
            self._check_parameters(start, "start")
        return fit(self, values, self._columns(covariates, len(values)), start)

    def refit(self, y: Doubles, previous: WalkFit | None) -> WalkFit:
        """The model of y, starting from an earlier fit: what `walk_forward` asks for. Without covariates."""
        from rotascope.models.markov_walk import refit

        if self.covariates:
            raise UsageError(f"A walk takes no covariates; the model has {', '.join(self.covariates)}.")
        return refit(self, y, previous)

    def filter(self, y: object, parameters: Parameters, covariates: object = None) -> FilteredRegimes:
        """Regimes of y by given parameters, each date from data to it."""
        from rotascope.models.markov_result import FilteredRegimes

        self._check_parameters(parameters, "parameters")
        values = dated_values(y, "y")
        if len(values) <= self.order:
            raise DataError(f"y has {len(values)} values; a model of order {self.order} needs more.")
        scaled = self.scaled(values, self._columns(covariates, len(values)), 0.0, 1.0)
        return FilteredRegimes(parameters, *scaled.filtered(parameters))

    @property
    def climbs(self) -> int:
        """How many starts a fit climbs from."""
        return 2**self.n_regimes if self.n_starts is None else self.n_starts

    def _check_parameters(self, given: object, name: str) -> None:
        """`UsageError` for what is of another model: the compiled loops rely on these shapes."""
        from rotascope.models.markov_parameters import Parameters

        if not isinstance(given, Parameters):
            raise UsageError(f"{name} {given!r} must be Parameters, such as the `parameters` of an earlier fit.")
        k, lags, columns = self.n_regimes, self.order, 1 + len(self.covariates)
        wanted = ((k, k - 1, columns), (k,), (k,), (k, lags))
        if tuple(np.shape(part) for part in (given.moves, given.means, given.variances, given.ar)) != wanted:
            raise UsageError(
                f"{name} are of {given.regimes} regimes, {np.shape(given.ar)[-1]} lags and"
                f" {np.shape(given.moves)[-1] - 1} covariates; the model has {k}, {lags} and {columns - 1}."
            )

    @property
    def shape(self) -> Shape:
        return Shape(
            self.n_regimes,
            1 + len(self.covariates),
            self.order,
            not self.switching_mean,
            not self.switching_variance,
            not self.switching_ar,
        )

    def scaled(self, values: Doubles, columns: Doubles, shift: float, scale: float) -> Scaled:
        """The likelihood of the values, standardised."""
        from rotascope.models.markov_joint import JointLikelihood
        from rotascope.models.markov_plain import PlainLikelihood
        from rotascope.models.markov_result import Scaled

        z, floor = (values - shift) / scale, self.variance_floor
        likelihood: PlainLikelihood | JointLikelihood
        if self.order or self.covariates:
            likelihood = JointLikelihood(z, self.shape, floor, columns, self.form == "deviation")
        else:
            likelihood = PlainLikelihood(z, self.shape, floor)
        return Scaled(likelihood, shift, scale)

    def measured(self, values: Doubles) -> tuple[float, float]:
        """Shift and scale that standardise the values; `DataError` where they cannot be fitted."""
        held = values[np.isfinite(values)]
        usable = self._usable(values)
        needed = max(FEWEST, PER_PARAMETER * self.shape.size) + self.order
        if usable < needed - self.order or len(held) < needed:
            lagged = f" whose {self.order} lags are there too" if self.order and len(held) >= needed else ""
            raise DataError(
                f"y has {usable if lagged else len(held)} observations{lagged}; {self.n_regimes} regimes with"
                f" {self.shape.size} parameters need {needed} or more."
            )
        scale = float(held.std())
        if not scale > 1e-12 * float(np.abs(held).max()):
            raise DataError(f"y is constant ({held[0]:g}): it has no regimes.")
        return (float(held.mean()) if self.form == "deviation" else 0.0), scale

    def _usable(self, values: Doubles) -> int:
        """Dates whose value and lags are all there: those that the likelihood counts."""
        there = np.isfinite(values)
        rows = [there[self.order - lag : len(there) - lag] for lag in range(self.order + 1)]
        return int(np.logical_and.reduce(rows).sum())

    def _columns(self, covariates: object, length: int) -> Doubles:
        """(n, q): a constant, then the covariates that the spec names."""
        return np.column_stack([np.ones(length), read_columns(covariates, self.covariates, length)])

    def _check_order(self) -> None:
        states = self.n_regimes ** (min(self.order, MOST_STATES) + 1)  # a higher order is as much too high
        if self.form == "deviation" and states > MOST_STATES:
            raise UsageError(
                f"order {self.order} with {self.n_regimes} regimes tells more than {MOST_STATES} states apart; take a"
                " lower order, or form='intercept'."
            )
