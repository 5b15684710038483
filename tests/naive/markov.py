"""Hidden regimes by adding up every path that they could have taken."""

from __future__ import annotations

from itertools import pairwise, product
from math import exp, fsum, isnan, log, pi, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = Sequence[float]


def density(value: float, mean: float, variance: float) -> float:
    """Of a normal value; one where it is missing."""
    return 1.0 if isnan(value) else exp(-((value - mean) ** 2) / (2 * variance)) / sqrt(2 * pi * variance)


def weights(
    y: Row, first: Row, transitions: Sequence[Sequence[Row]], means: Row, variances: Row, ar: Sequence[Row]
) -> dict[tuple[int, ...], list[float]]:
    """Of each path of regimes: its probability with the data up to each date from the p-th on.

    transitions: one matrix a date, leading to it. ar: p coefficients a regime, of y less the mean of its own regime.
    """
    lags = len(ar[0])
    found = {}
    for path in product(range(len(means)), repeat=len(y)):
        chance, steps = first[path[0]], []
        for date, regime in enumerate(path):
            if date:
                chance *= transitions[date][path[date - 1]][regime]
            if date >= lags:
                past = [ar[regime][j] * (y[date - 1 - j] - means[path[date - 1 - j]]) for j in range(lags)]
                chance *= density(y[date] - fsum(past), means[regime], variances[regime])
                steps.append(chance)
        found[path] = steps
    return found


def log_likelihood(found: dict[tuple[int, ...], list[float]]) -> float:
    return log(fsum(steps[-1] for steps in found.values()))


def smoothed(found: dict[tuple[int, ...], list[float]], regimes: int) -> list[list[float]]:
    """Chances of each regime given all data, from the p-th date on."""
    total = fsum(steps[-1] for steps in found.values())
    lags = len(next(iter(found))) - len(next(iter(found.values())))
    return [
        [fsum(steps[-1] for path, steps in found.items() if path[date] == k) / total for k in range(regimes)]
        for date in range(lags, len(next(iter(found))))
    ]


def filtered(
    y: Row, first: Row, transitions: Sequence[Sequence[Row]], means: Row, variances: Row, ar: Sequence[Row]
) -> list[list[float]]:
    """Chances of each regime given data to the date: those of the last date of each beginning of the series."""
    lags = len(ar[0])
    rows = []
    for end in range(lags + 1, len(y) + 1):
        rows.append(smoothed(weights(y[:end], first, transitions, means, variances, ar), len(means))[-1])
    return rows


def moves(found: dict[tuple[int, ...], list[float]], regimes: int) -> list[list[float]]:
    """Expected moves from each regime to each, given all data."""
    total = fsum(steps[-1] for steps in found.values())
    counts = [[0.0] * regimes for _ in range(regimes)]
    for path, steps in found.items():
        for before, after in pairwise(path):
            counts[before][after] += steps[-1] / total
    return counts
