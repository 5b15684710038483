"""Change points of a series of returns: the best partition into segments of one mean, or one mean and variance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.errors import DataError, UsageError
from rotascope.kernels.changes import optimal_partition
from rotascope.models.arguments import require_positive, require_whole
from rotascope.models.change_penalty import FLOOR, automatic_penalty
from rotascope.models.change_points import ChangePoints, given_ends
from rotascope.models.matrix import dated_values
from rotascope.models.noise import NOTHING, long_run_variance, running_volatility

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.kernels.changes import Cost

    Floats = NDArray[np.float64]

COSTS = ("mean", "mean_variance")


@dataclass(frozen=True)
class Pelt:
    """Exact change points by pruned dynamic programming (Killick, Fearnhead and Eckley 2012), every date a candidate.

    cost: "mean", squared deviations from each segment's mean; "mean_variance", minus twice the Gaussian likelihood,
    variances at least a ten-thousandth of the noise. min_size: least length of a segment. penalty: what a change costs,
    in units of the cost (for "mean" the square of the series' unit), or "auto": about 5 % of random walks with
    GARCH noise have a change at it. half_life: divides each return by the volatility known before it (exponential
    weights), which under changing volatility sees far more; changes are then in the mean per unit of volatility.

    Give returns, never levels: a level with a unit root breaks everywhere.
    """

    cost: Cost = "mean"
    min_size: int = 21
    penalty: float | Literal["auto"] = "auto"
    half_life: float | None = None

    def __post_init__(self) -> None:
        if self.cost not in COSTS:
            raise UsageError(f"cost {self.cost!r} must be {' or '.join(COSTS)}.")
        least = 1 if self.cost == "mean" else 2
        require_whole(least, min_size=self.min_size)
        if self.penalty != "auto":
            require_positive(penalty=self.penalty)
        if self.half_life is not None:
            require_positive(half_life=self.half_life)

    def fit(self, y: object) -> ChangePoints:
        """The change points of `y`: one value a date, ascending; numpy, pandas or Polars.

        Missing values (NaN) are left out, and breakpoints count all dates. Errors: `UsageError` for infinite
        values or what holds no numbers, `DataError` where fewer than two segments fit, or nothing moves.
        """
        given = dated_values(y, "y")
        positions = np.flatnonzero(~np.isnan(given))
        held = given[positions]
        self._check(held)
        values = held if self.half_life is None else held / running_volatility(held, self.half_life)
        variance = long_run_variance(values)
        noise = variance if self.cost == "mean" else 1.0
        penalty = self._penalty(len(values)) * noise if self.penalty == "auto" else float(self.penalty)
        ends, objective = optimal_partition(values, self.cost, self.min_size, penalty, FLOOR * variance)
        means, variances = _moments(held, ends)
        for array in (means, variances, values, positions):
            array.flags.writeable = False
        breakpoints = given_ends(ends, positions, len(given))
        return ChangePoints(
            *(breakpoints, means, variances, objective, penalty, noise, self.cost, self.min_size, FLOOR * variance),
            *(values, positions, len(given)),
        )

    def _penalty(self, length: int) -> float:
        return automatic_penalty(self.cost, self.half_life, length, self.min_size)

    def _check(self, held: Floats) -> None:
        least = max(2 * self.min_size, 4)
        if len(held) < least:
            raise DataError(
                f"y has {len(held)} values that are not missing; two segments of min_size {self.min_size} need {least}."
            )
        if np.ptp(held) <= NOTHING * np.abs(held).max():
            raise DataError(f"y is constant ({held[0]:g}), so no change can be told from it.")


def _moments(held: Floats, ends: NDArray[np.int64]) -> tuple[Floats, Floats]:
    parts = np.split(held, ends[:-1])
    return np.array([part.mean() for part in parts]), np.array([part.var() for part in parts])
