"""Partitions, run lengths and cumulative sums again, from their definitions, with nothing pruned or carried along."""

from __future__ import annotations

from math import exp, fsum, inf, lgamma, log, pi, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Prior = tuple[float, float, float, float]


def segment_cost(part: Sequence[float], cost: str, floor: float) -> float:
    """Squared deviations from the mean; or minus twice the log-likelihood at the best variance of `floor` or more."""
    mean = fsum(part) / len(part)
    squares = fsum((value - mean) ** 2 for value in part)
    if cost == "mean":
        return squares
    variance = max(squares / len(part), floor)
    return len(part) * log(variance) + squares / variance


def best_costs(values: Sequence[float], cost: str, min_size: int, penalty: float, floor: float) -> list[float]:
    """Least cost of the first s values, penalties included, over every partition; infinite where there is none."""
    best = [-penalty]
    for end in range(1, len(values) + 1):
        starts = range(end - min_size + 1) if end >= min_size else ()
        found = [best[start] + penalty + segment_cost(values[start:end], cost, floor) for start in starts]
        best.append(min(found, default=inf))
    return best


def cost_of(values: Sequence[float], ends: Sequence[int], cost: str, penalty: float, floor: float) -> float:
    starts = [0, *ends[:-1]]
    parts = [values[start:end] for start, end in zip(starts, ends, strict=True)]
    return fsum(segment_cost(part, cost, floor) for part in parts) + penalty * (len(parts) - 1)


def run_length_posterior(
    values: Sequence[float], hazard: float, prior: Prior, within: int, longest: int
) -> tuple[list[float], list[float], list[int], list[float]]:
    """Each run as its weight and the values in it; runs past the longest keep the values of the heavier one.

    The oldest run of the first dates, which holds every value so far, began by no change.
    """
    mean, strength, shape, scale = prior
    runs: list[tuple[float, tuple[float, float, float, float]]] = [(1.0, (mean, strength, shape, scale))]
    rows: list[tuple[float, float, int, float]] = []
    for date, value in enumerate(values):
        densities = [exp(log_density(value, law)) for _, law in runs]
        joint = [weight * density for (weight, _), density in zip(runs, densities, strict=True)]
        total = fsum(joint)
        runs = [(part / total, learned(law, value)) for part, (_, law) in zip(joint, runs, strict=True)]
        likeliest = max(range(len(runs)), key=lambda r: runs[r][0])
        recent = fsum(weight for weight, _ in runs[: min(within, date)])
        rows.append((log(total), recent, likeliest + 1, runs[likeliest][1][0]))
        if len(runs) > longest:
            heavier = max(runs[-2:], key=lambda run: run[0])[1]
            runs = [*runs[:-2], (runs[-2][0] + runs[-1][0], heavier)]
        runs = [(weight * (1 - hazard), law) for weight, law in runs]
        runs = [(hazard, (mean, strength, shape, scale)), *runs]
        # A shared cell counts as many values as its place says, its variance unchanged.
        runs = [(weight, counted(law, strength + r, shape + r / 2)) for r, (weight, law) in enumerate(runs)]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]
    return columns[0], columns[1], [int(length) for length in columns[2]], columns[3]


def counted(law: Prior, strength: float, shape: float) -> Prior:
    return law[0], strength, shape, law[3] * shape / law[2]


def log_density(value: float, law: Prior) -> float:
    """Student's t of 2 a degrees, location m, scale^2 b (k + 1) / (a k): Murphy (2007), equation 110."""
    mean, strength, shape, scale = law
    degrees = 2 * shape
    spread = scale * (strength + 1) / (shape * strength)
    constant = lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - log(degrees * pi * spread) / 2
    return constant - (degrees + 1) / 2 * log(1 + (value - mean) ** 2 / (degrees * spread))


def learned(law: Prior, value: float) -> Prior:
    """The normal-inverse-gamma law after one value: Murphy (2007), equations 86 to 89."""
    mean, strength, shape, scale = law
    after = (strength * mean + value) / (strength + 1)
    return after, strength + 1, shape + 0.5, scale + strength * (value - mean) ** 2 / (2 * (strength + 1))


def cumulative_sums(values: Sequence[float], drift: float, threshold: float) -> tuple[list[list[float]], list[int]]:
    above, below, alarms = [], [], []
    up = down = 0.0
    for value in values:
        up, down = max(0.0, up + value - drift), max(0.0, down - value - drift)
        above.append(up)
        below.append(down)
        is_alarm = up > threshold or down > threshold
        alarms.append((1 if up >= down else -1) if is_alarm else 0)
        if is_alarm:
            up = down = 0.0
    return [above, below], alarms


def decayed_deviation(values: Sequence[float], half_life: float, start: float) -> list[float]:
    """Each from all values before it, with their weights written out."""
    kept = 0.5 ** (1 / half_life)
    out = []
    for date in range(len(values)):
        added = fsum((1 - kept) * kept ** (date - 1 - past) * values[past] ** 2 for past in range(date))
        out.append(sqrt(kept**date * start + added))
    return out
