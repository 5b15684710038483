"""How large a change must be, or how long it must have lasted, to be found: read before "no change"."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.models.change_penalty import automatic_penalty
from rotascope.models.noise import long_run_variance, running_volatility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHIFTS = (0.05, 0.10, 0.20, 0.40, 0.80)
WANTED = 0.8
LONGEST = 1_000_000  # years


@dataclass(frozen=True)
class PowerRow:
    """A shift of the mean a year: years needed on each side to be found four times in five, and power over `years`.

    `years`: of the history given, half on each side, the best case for that history.
    """

    shift: float
    years_needed: float
    years: float
    power: float


def power_table(
    volatility: float,
    years: float,
    shifts: Sequence[float] = SHIFTS,
    *,
    min_size: int = 21,
    half_life: float | None = 21.0,
    a_year: int = 252,
) -> tuple[PowerRow, ...]:
    """Power of a change in the mean at the automatic penalty, for a volatility a year and a history of so many years.

    A shift d with n steps of variance v on each side stands out by x = (n / 2 v)^0.5 d deviations at its own date, and
    at the best date near it by about (x^2 + 3)^0.5: the likelihood falls away on both sides as a random walk whose
    highest point is exponential, the higher of two 3/2 on average. Found where that, with an error of one deviation,
    exceeds the root of the penalty. Returns over their running volatility have the `effective_volatility`. Simulations
    beside it: docs/decisions/0010.
    """
    if not (volatility > 0 and years > 0 and all(shift > 0 for shift in shifts)):
        raise UsageError("volatility, years and shifts must be above zero.")
    rows = []
    for shift in shifts:
        ratio = shift / volatility
        needed = _years_needed(ratio, min_size, half_life, a_year)
        rows.append(PowerRow(shift, needed, years, power(ratio, years / 2, min_size, half_life, a_year)))
    return tuple(rows)


def effective_volatility(returns: Floats, half_life: float, a_year: int) -> float:
    """Steady volatility a year under which a shift would stand out as it does in returns (n,) over their running one.

    Deviation of the scaled values over the mean of one over the volatilities: below the plain one where volatility
    changes, because quiet times tell more.
    """
    known = running_volatility(returns, half_life)
    return float(np.sqrt(long_run_variance(returns / known) * a_year) / np.mean(1 / known))


def power(ratio: float, years: float, min_size: int = 21, half_life: float | None = 21.0, a_year: int = 252) -> float:
    """Probability that a shift of `ratio` volatilities a year is found with so many years on each side."""
    length = max(int(2 * years * a_year), 2 * min_size)
    limit = automatic_penalty("mean", half_life, length, min_size)
    return 0.5 * (1 + erf((sqrt(ratio**2 * years / 2 + 3) - sqrt(limit)) / sqrt(2)))


def _years_needed(ratio: float, min_size: int, half_life: float | None, a_year: int) -> float:
    low, high = 2 * min_size / a_year / 2, float(LONGEST)
    while high - low > 1e-3 * high:
        middle = sqrt(low * high)
        found = power(ratio, middle, min_size, half_life, a_year) >= WANTED
        low, high = (low, middle) if found else (middle, high)
    return high
