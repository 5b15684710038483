"""The kernels of jump models again: every path tried, every sum written out."""

from __future__ import annotations

from itertools import accumulate, pairwise, product
from math import exp, fsum, inf, isnan, log, nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Table = Sequence[Sequence[float]]


def loss(row: Sequence[float], centers: Table, weights: Sequence[float]) -> float:
    """Weighted half squared distance; an empty regime is out of reach."""
    parts = []
    for center, weight in zip(centers, weights, strict=True):
        if weight and isnan(center[0]):
            return inf
        if weight:
            parts.append(weight * fsum((a - b) ** 2 for a, b in zip(row, center, strict=True)) / 2)
    return fsum(parts)


def cost(x: Table, known: Sequence[bool], centers: Table, grid: Table, penalty: Table, path: Sequence[int]) -> float:
    """What one path costs. grid: the weights of each state, a row a state."""
    losses = [loss(x[t], centers, grid[state]) for t, state in enumerate(path) if known[t]]
    jumps = [penalty[one][two] for one, two in pairwise(path)]
    return fsum(losses + jumps)


def cheapest(
    x: Table, known: Sequence[bool], centers: Table, grid: Table, penalty: Table
) -> tuple[tuple[int, ...], float]:
    """The path of least cost of all there are."""
    paths = product(range(len(grid)), repeat=len(x))
    best = min(paths, key=lambda path: cost(x, known, centers, grid, penalty, path))
    return best, cost(x, known, centers, grid, penalty, best)


def centers(x: Table, known: Sequence[bool], grid: Table, path: Sequence[int]) -> list[list[float]]:
    found = []
    for regime in range(len(grid[0])):
        shares = [grid[state][regime] if held else 0.0 for state, held in zip(path, known, strict=True)]
        size = fsum(shares)
        sums = [fsum(share * row[p] for share, row in zip(shares, x, strict=True)) for p in range(len(x[0]))]
        found.append([total / size if size else nan for total in sums])
    return found


def descent(
    x: Table, known: Sequence[bool], start: Table, grid: Table, penalty: Table
) -> tuple[list[list[float]], tuple[int, ...], float]:
    """Path and means in turns until the path stays or gets no cheaper."""
    at = [list(center) for center in start]
    path, value = cheapest(x, known, at, grid, penalty)
    while True:
        moved = centers(x, known, grid, path)
        other, lower = cheapest(x, known, moved, grid, penalty)
        if other == path or value - lower <= 1e-8:
            return moved, other, lower
        path, value = other, lower


def simplex(n_regimes: int, steps: int) -> list[list[float]]:
    """Probability vectors in multiples of 1 / steps, the first regime's falling."""
    numbers = [row for row in product(range(steps + 1), repeat=n_regimes) if sum(row) == steps]
    return [[number / steps for number in row] for row in reversed(numbers)]


def jump_costs(grid: Table, penalty: float, mode_loss: bool) -> list[list[float]]:
    found = []
    for one in grid:
        row = [penalty * (fsum(abs(a - b) for a, b in zip(one, two, strict=True)) / 2) ** 2 for two in grid]
        found.append(row)
    if mode_loss:
        masses = [log(fsum(exp(-value) for value in row)) for row in found]
        found = [[value + mass - masses[0] for value in row] for row, mass in zip(found, masses, strict=True)]
    return found


def average(y: Sequence[float], half_life: float) -> list[float]:
    """Weighted means to each date, a weight halving in `half_life` steps."""
    means = []
    for now in range(len(y)):
        pairs = [(0.5 ** ((now - then) / half_life), y[then]) for then in range(now + 1) if not isnan(y[then])]
        size = fsum(weight for weight, _ in pairs)
        means.append(fsum(weight * value for weight, value in pairs) / size if size else nan)
    return means


def shrunk_weights(spread: Sequence[float], limit: float) -> list[float]:
    """For each number of features that may be left, the threshold at which their weights sum to the limit."""

    def unit(threshold: float) -> list[float]:
        shrunk = [max(value - threshold, 0.0) for value in spread]
        size = sqrt(fsum(value * value for value in shrunk))
        return [value / size for value in shrunk]

    if fsum(unit(0.0)) <= limit:
        return unit(0.0)
    falling = [*sorted(spread, reverse=True), 0.0]
    for left in range(2, len(falling)):
        kept = falling[:left]
        total, squares, gap = fsum(kept), fsum(value * value for value in kept), left - limit**2
        if gap > 0:
            threshold = (total - limit * sqrt(max(left * squares - total**2, 0.0) / gap)) / left
            if falling[left] - 1e-9 <= threshold <= falling[left - 1] + 1e-9:
                return unit(threshold)
    raise AssertionError("no threshold keeps the limit")


def drawn_starts(x: Table, n_regimes: int, n_starts: int, seed: int) -> list[list[list[float]]]:
    """Each further row is the best of a few draws with chances by the squared distance to the nearest row taken."""
    draws = np.random.default_rng(seed)

    def nearest(row: Sequence[float], taken: Table) -> float:
        return min(fsum((a - b) ** 2 for a, b in zip(row, other, strict=True)) for other in taken)

    starts = []
    for _ in range(n_starts):
        taken = [list(x[int(draws.integers(len(x)))])]
        while len(taken) < n_regimes:
            reach = list(accumulate(nearest(row, taken) for row in x))
            offers = []
            for draw in draws.random(2 + int(log(n_regimes))):
                place = next((at for at, value in enumerate(reach) if value > draw * reach[-1]), len(x) - 1)
                offers.append(list(x[place]))
            left = [fsum(nearest(row, [*taken, offer]) for row in x) for offer in offers]
            taken.append(next(o for o, rest in zip(offers, left, strict=True) if rest <= min(left) * (1 + 1e-9)))
        starts.append(taken)
    return starts


def one_regime(x: Table, n_regimes: int) -> list[list[list[float]]]:
    mean = [fsum(row[p] for row in x) / len(x) for p in range(len(x[0]))]
    return [[mean, *([[nan] * len(mean)] * (n_regimes - 1))]]


def least_endings(x: Table, known: Sequence[bool], centers: Table, grid: Table, penalty: Table) -> list[float]:
    """What the best path of the rows up to each date costs."""
    stops = range(1, len(x) + 1)
    return [cheapest(x[:stop], known[:stop], centers, grid, penalty)[1] for stop in stops]
