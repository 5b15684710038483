"""Where climbs begin: three starts that look at the series, then random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.markov_parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

NEAR = 11  # dates over which the series' own level and size are averaged
LASTS = 0.95  # chance to stay in a regime that lasts, before the data say


def starts(z: Doubles, regimes: int, count: int, seed: int, by_size: bool) -> Iterator[Parameters]:
    """`count` guesses for standardised values z (n,): regimes that last, by size (or level) around the date; regimes
    that come and go from date to date; then random stretches.

    by_size: whether size comes first, as it should where variances switch.
    """
    held = z[np.isfinite(z)]
    size, level = np.abs(held - held.mean()), held
    kinds = [(_near(size), LASTS), (_near(level), LASTS), (size, 1 / regimes)]
    if not by_size:
        kinds = [(_near(level), LASTS), (_near(size), LASTS), (level, 1 / regimes)]
    for kind, stays in kinds[:count]:
        group = np.digitize(kind, np.quantile(kind, np.arange(1, regimes) / regimes))
        yield _grouped(held, group, regimes, stays)
    random = np.random.default_rng(seed)
    for _ in range(count - len(kinds)):
        yield _random(held, regimes, random)


def _grouped(values: Doubles, group: NDArray[np.intp], regimes: int, stays: float) -> Parameters:
    parts = [values[group == k] for k in range(regimes)]
    whole = all(len(part) > 1 for part in parts)
    means = np.array([part.mean() for part in parts]) if whole else np.linspace(-0.5, 0.5, regimes)
    spread = np.array([part.var() for part in parts]) if whole else np.linspace(0.5, 1.5, regimes)
    return _of(means, np.maximum(spread, 0.05), stays)


def _random(values: Doubles, regimes: int, random: np.random.Generator) -> Parameters:
    """Each regime as a random stretch of the series has it."""
    longest = max(len(values) // regimes, 3)
    parts = []
    for _ in range(regimes):
        size = int(random.integers(2, longest + 1))
        begin = int(random.integers(0, len(values) - size + 1))
        parts.append(values[begin : begin + size])
    means = np.array([part.mean() for part in parts]) + random.normal(0, 0.1, regimes)
    spread = np.maximum([part.var() for part in parts], 0.05) * random.uniform(0.7, 1.4, regimes)
    return _of(means, spread, float(random.uniform(0.6, 0.98)))


def _of(means: Doubles, variances: Doubles, stays: float) -> Parameters:
    regimes = len(means)
    matrix = np.full((regimes, regimes), (1 - stays) / (regimes - 1))
    np.fill_diagonal(matrix, stays)
    return Parameters.of(matrix, means, variances)


def _near(values: Doubles) -> Doubles:
    """Averages over up to NEAR dates around each."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - NEAR // 2, 0), np.minimum(at + NEAR // 2 + 1, len(values))
    return np.asarray((total[high] - total[low]) / (high - low))
