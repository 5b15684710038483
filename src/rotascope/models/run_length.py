"""How long the running segment has lasted, and whether it has just begun: Bayesian and online."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels.changes import run_length_posterior
from rotascope.models.arguments import require_numbers, require_positive, require_whole
from rotascope.models.matrix import dated_values
from rotascope.models.noise import FIRST_VARIANCE, in_volatilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RunLengths:
    """What was known about the running segment after each date, from that date's data and earlier ones; read-only.

    filtered_change_probability (n,): that the segment began by a change within the last `within` dates; that the series
    itself began within them is no change. run_length (n,): the likeliest number of values in it. filtered_mean (n,):
    the mean under that, in units of volatility where returns are over theirs. log_predictive (n,): log density of each
    value given those before it. All are carried over missing dates; NaN (run_length 0) before the 63rd value, for the
    scale rests on the first 63.
    """

    filtered_change_probability: Floats
    run_length: NDArray[np.int64]
    filtered_mean: Floats
    log_predictive: Floats
    within: int
    hazard: float

    @property
    def log_likelihood(self) -> float:
        return float(np.nansum(self.log_predictive))

    @property
    def chance(self) -> float:
        """The same probability before any data, where more than `within` dates stand: 1 - (1 - hazard) ** within."""
        return float(1 - (1 - self.hazard) ** self.within)


@dataclass(frozen=True)
class RunLength:
    """Bayesian online change points (Adams and MacKay 2007): normal returns whose mean and variance change at once.

    hazard: probability of a change before each date. within: how recent a change is asked about. half_life: returns are
    divided by the volatility known before them (exponential weights), so that a change is one of leadership and not
    of volatility; None takes them as they are, in units of the first 63. strength: the prior of a segment's mean is
    as if so many dates of mean 0 had been seen (100: a mean within 1.6 volatilities a year, two times in three);
    shape: that of its variance, as if twice as many dates had been seen: large, so that an outlier is no change.
    longest: runs of that many values or more share a cell.

    Missing values are passed over. Past results never change when later values follow.
    """

    hazard: float = 1 / 252
    within: int = 63
    half_life: float | None = 21.0
    strength: float = 100.0
    shape: float = 200.0
    longest: int = 2520

    def __post_init__(self) -> None:
        require_numbers(hazard=self.hazard)
        require_whole(2, within=self.within, longest=self.longest)
        require_positive(strength=self.strength, shape=self.shape)
        if self.half_life is not None:
            require_positive(half_life=self.half_life)
        if not 0 < self.hazard < 1:
            raise UsageError(f"hazard {self.hazard} must lie between 0 and 1, such as 1/252: a change a year.")
        if self.within > self.longest:
            raise UsageError(f"within {self.within} must not be longer than longest, {self.longest}.")

    def fit(self, y: object) -> RunLengths:
        """The filtered run lengths of `y`: one value a date, ascending; numpy, pandas or Polars.

        Errors: `UsageError` for infinite values or what holds no numbers, `DataError` for fewer than 63 values, or
        where the first 63 do not move.
        """
        given = dated_values(y, "y")
        known = ~np.isnan(given)
        values = in_volatilities(given[known], self.half_life)
        prior = (0.0, self.strength, self.shape, self.shape)
        longest = min(self.longest, len(values))
        density, recent, length, mean = run_length_posterior(values, self.hazard, prior, self.within, longest)
        for filtered, unknown in ((density, np.nan), (recent, np.nan), (length, 0), (mean, np.nan)):
            filtered[: FIRST_VARIANCE - 1] = unknown
        log_predictive = np.full(len(given), np.nan)
        log_predictive[known] = density
        return RunLengths(
            *(_carried(recent, known), _carried(length, known, 0), _carried(mean, known), _sealed(log_predictive)),
            *(self.within, self.hazard),
        )


def _carried(found: NDArray[Any], known: NDArray[np.bool_], missing: float = np.nan) -> NDArray[Any]:
    """A value at every date: the last known one."""
    place = np.cumsum(known) - 1
    return _sealed(np.where(place >= 0, found[np.maximum(place, 0)], np.asarray(missing, found.dtype)))


def _sealed(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
