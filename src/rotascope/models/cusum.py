"""Cumulative sums with a stated average run length: the quickest plain alarm that the mean has moved."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels.changes import cumulative_sums
from rotascope.models.arguments import require_numbers, require_positive
from rotascope.models.matrix import dated_values
from rotascope.models.noise import FIRST_VARIANCE, in_volatilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LARGEST = 700.0  # exponents beyond have no float
OVERSHOOT = 1.166  # Siegmund (1985): how far a normal sum passes its threshold, both ends together


@dataclass(frozen=True)
class Alarms:
    """Alarms of a two-sided sum, as they were raised; read-only.

    alarms (n,): 1 where the mean was found to have moved up, -1 down, 0 none (and where the value is missing, and
    before the 63rd value, for the scale rests on the first 63: the sums are then NaN).
    upper, lower (n,): the sums before they start anew, in units of volatility. threshold: what they must pass.
    average_run_length: steps between false alarms of independent normal values of mean `reference`.
    """

    alarms: NDArray[np.int64]
    upper: Floats
    lower: Floats
    threshold: float
    average_run_length: float


@dataclass(frozen=True)
class Cusum:
    """Two-sided cumulative sums (Page 1954) of returns in units of volatility.

    drift: half the shift that is looked for, in volatilities a step (0.05: a shift of 1.6 volatilities a year).
    threshold: "auto" for the one with `average_run_length` steps between false alarms of independent normal values,
    by Siegmund's approximation; under GARCH noise alarms come about a tenth sooner than that. reference: the mean where
    nothing has moved, 0 where neither leg leads. half_life: of the volatility known before each return (without it,
    alarms under GARCH noise come three times as often); None takes the first 63's, and
    alarms come a sixth sooner.
    """

    drift: float = 0.05
    threshold: float | Literal["auto"] = "auto"
    average_run_length: float = 2520.0
    reference: float = 0.0
    half_life: float | None = 21.0

    def __post_init__(self) -> None:
        require_positive(drift=self.drift, average_run_length=self.average_run_length)
        require_numbers(reference=self.reference)
        if self.threshold != "auto":
            require_positive(threshold=self.threshold)
        if self.half_life is not None:
            require_positive(half_life=self.half_life)

    def fit(self, y: object) -> Alarms:
        """The alarms of `y`: one value a date, ascending; numpy, pandas or Polars. Missing values are passed over.

        Errors: as of `RunLength.fit`.
        """
        given = dated_values(y, "y")
        known = ~np.isnan(given)
        values = in_volatilities(given[known] - self.reference, self.half_life)
        limit = (
            threshold_for(self.average_run_length, self.drift) if self.threshold == "auto" else float(self.threshold)
        )
        sums, found = cumulative_sums(values, self.drift, limit)
        sums[:, : FIRST_VARIANCE - 1], found[: FIRST_VARIANCE - 1] = np.nan, 0
        out, alarms = np.full((2, len(given)), np.nan), np.zeros(len(given), np.int64)
        out[:, known], alarms[known] = sums, found
        out.flags.writeable = alarms.flags.writeable = False
        return Alarms(alarms, out[0], out[1], limit, average_run_length(limit, self.drift))


def average_run_length(threshold: float, drift: float) -> float:
    """Steps between false alarms of a two-sided sum of independent normal values: Siegmund (1985).

    One side: (exp(2 k b) - 2 k b - 1) / 2 k^2, k the drift and b the threshold + 1.166; two sides alarm twice as often.
    """
    reach = 2 * drift * (threshold + OVERSHOOT)
    if reach > LARGEST:
        return inf
    return (exp(reach) - reach - 1) / (2 * drift**2) / 2


def threshold_for(wanted: float, drift: float) -> float:
    """The threshold with so many steps between false alarms; `UsageError` where even a threshold of 0 has more."""
    if average_run_length(0.0, drift) > wanted:
        raise UsageError(
            f"average_run_length {wanted:g} is too short for a drift of {drift:g}; give more than"
            f" {average_run_length(0.0, drift):,.6g}."
        )
    low, high = 0.0, 1.0
    while average_run_length(high, drift) < wanted:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if average_run_length(middle, drift) < wanted else (low, middle)
    return high
