"""Noise of returns: how large it is whatever the means do, and how worlds draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import DataError
from rotascope.kernels.changes import decayed_deviation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Garch:
    """GARCH(1,1) of variance 1: persistence `arch` + `garch`, Student shocks of `degrees` freedom (inf: normal)."""

    arch: float
    garch: float
    degrees: float = np.inf

    def draw(self, rng: np.random.Generator, length: int, paths: int = 1) -> Floats:
        """(length, paths) of mean 0 and variance 1, each path begun in its stationary state (after 500 steps)."""
        size = (length + 500, paths)
        shocks = rng.standard_normal(size)
        if np.isfinite(self.degrees):
            shocks = rng.standard_t(self.degrees, size) * np.sqrt((self.degrees - 2) / self.degrees)
        out = np.empty(size)
        variance = np.ones(paths)
        for date in range(len(out)):
            out[date] = np.sqrt(variance) * shocks[date]
            variance = 1 - self.arch - self.garch + self.arch * out[date] ** 2 + self.garch * variance
        return out[500:]


CALM = Garch(0.05, 0.93)
HEAVY = Garch(0.08, 0.90, 6.0)  # about what daily returns of funds show
INDEPENDENT = Garch(0.0, 0.0)


def long_run_variance(values: Floats) -> float:
    """Long-run variance per value of finite values (n,), n >= 4, hardly moved by shifts of the mean.

    Autocovariances come from differences: half the mean square of y[t + k] - y[t] is c(0) - c(k), and past the longest
    lag K, on average over K + 1 to 2 K, about c(0); a shift enters only the k differences that straddle it. Bartlett
    weights up to K = 4 (n/100)^(2/9) (Newey and West 1994). At least a quarter of c(0), which sampling error in a
    short series could undercut.
    """
    longest = min(max(int(4 * (len(values) / 100) ** (2 / 9)), 2), (len(values) - 1) // 2)
    halves = [float(np.mean((values[lag:] - values[:-lag]) ** 2)) / 2 for lag in range(1, 2 * longest + 1)]
    whole = sum(halves[longest:]) / longest
    added = sum((1 - lag / (longest + 1)) * (whole - half) for lag, half in enumerate(halves[:longest], 1))
    return max(whole + 2 * added, whole / 4)


NOTHING = 1e-12  # a deviation this small beside the values themselves is rounding
FIRST_VARIANCE = 63  # values behind the first variance of a running volatility


def running_volatility(values: Floats, half_life: float) -> Floats:
    """(n,) volatility known before each of the finite values (n,): exponentially weighted squares by then.

    It starts from the mean square of the first 63 values, so from the 64th on no later value enters. 1 where nothing
    has moved.
    """
    start = float(np.mean(values[:FIRST_VARIANCE] ** 2))
    known = decayed_deviation(values, half_life, start)
    return np.where(known > 0, known, 1.0)


def in_volatilities(values: Floats, half_life: float | None) -> Floats:
    """Values (n,) over the volatility known before each, or with half_life None over that of the first 63.

    `DataError` for fewer than 63, or where the first 63 do not move.
    """
    first = values[:FIRST_VARIANCE]
    if len(first) < FIRST_VARIANCE:
        raise DataError(f"y has {len(values)} values that are not missing; its scale needs {FIRST_VARIANCE}.")
    if np.ptp(first) <= NOTHING * np.abs(first).max():
        raise DataError(f"y is constant over its first {FIRST_VARIANCE} values, so it has no scale.")
    if half_life is None:
        return values / float(np.sqrt(np.mean(first**2)))
    return values / running_volatility(values, half_life)
