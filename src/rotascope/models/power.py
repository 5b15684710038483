"""How large a change must be, or how long it must have lasted, to be found: read before "no change"."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt
from typing import TYPE_CHECKING

from rotascope.errors import UsageError
from rotascope.models.change_penalty import automatic_penalty

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    A shift d with n steps of variance v on each side gains n d^2 / 2 v; it is found when that, with its sampling error,
    exceeds the penalty b: probability about Phi((n / 2 v)^0.5 d - b^0.5). Independent returns of steady volatility are
    assumed; over a running volatility, quiet times tell somewhat more than this.
    """
    if not (volatility > 0 and years > 0 and all(shift > 0 for shift in shifts)):
        raise UsageError("volatility, years and shifts must be above zero.")
    rows = []
    for shift in shifts:
        ratio = shift / volatility
        needed = _years_needed(ratio, min_size, half_life, a_year)
        rows.append(PowerRow(shift, needed, years, power(ratio, years / 2, min_size, half_life, a_year)))
    return tuple(rows)


def power(ratio: float, years: float, min_size: int = 21, half_life: float | None = 21.0, a_year: int = 252) -> float:
    """Probability that a shift of `ratio` volatilities a year is found with so many years on each side."""
    length = max(int(2 * years * a_year), 2 * min_size)
    limit = automatic_penalty("mean", half_life, length, min_size)
    return 0.5 * (1 + erf((ratio * sqrt(years / 2) - sqrt(limit)) / sqrt(2)))


def _years_needed(ratio: float, min_size: int, half_life: float | None, a_year: int) -> float:
    low, high = 2 * min_size / a_year / 2, float(LONGEST)
    while high - low > 1e-3 * high:
        middle = sqrt(low * high)
        found = power(ratio, middle, min_size, half_life, a_year) >= WANTED
        low, high = (low, middle) if found else (middle, high)
    return high
