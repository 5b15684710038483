"""The table of `rotascope.models.change_penalty`, by simulation: python tools/calibrate_penalty.py [COST] [--check].

For each cost, with returns as they are or over their running volatility, and for each length and least segment: series
without any change (random walks of the level whose returns have GARCH noise of Student shocks, `noise.HEAVY`), the
penalty that would silence each of them, in units of its own noise, and the LEVEL quantile of those. --check draws
other seeds and other noises, and prints false alarms instead. Ten minutes or so.
"""

from __future__ import annotations

import sys
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.change_penalty import FLOOR, automatic_penalty
from rotascope.models.noise import CALM, HEAVY, INDEPENDENT, Garch, long_run_variance, running_volatility
from rotascope.models.silence import silencing_penalty

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.kernels.changes import Cost

    Floats = NDArray[np.float64]

LEVEL = 0.96  # a little above 95 %, for the table is itself an estimate
LENGTHS = (63, 126, 252, 504, 1008, 2016, 4032, 8064)
LONGEST = {"mean": 8064, "mean_variance": 4032}  # a likelihood takes ten times as long
SIZES = (5, 21, 63)
HALF_LIVES = (None, 21.0)
COSTS: tuple[Cost, ...] = ("mean", "mean_variance")
PATHS = {"mean": 2_000, "mean_variance": 1_000}  # fewer of longer series, but at least:
LEAST_PATHS = {"mean": 800, "mean_variance": 300}


def strengths(
    cost: Cost, half_life: float | None, length: int, min_size: int, noise: Garch, paths: int, seed: int
) -> Floats:
    """(paths,) silencing penalties in units of each series' own noise."""
    drawn = noise.draw(np.random.default_rng([seed, length, min_size]), length, paths)
    out = np.empty(paths)
    for place, values in enumerate(np.ascontiguousarray(drawn.T)):
        if half_life:
            values = values / running_volatility(values, half_life)
        unit = long_run_variance(values) if cost == "mean" else 1.0
        out[place] = silencing_penalty(values, cost, min_size, FLOOR * long_run_variance(values)) / unit
    return out


def check() -> None:
    """False alarms of the automatic penalty on seeds and noises that the table has not seen."""
    noises = {"heavy": HEAVY, "calm": CALM, "independent": INDEPENDENT, "t5": Garch(0.10, 0.88, 5.0)}
    for cost, half_life, length, name in product(COSTS, HALF_LIVES, (126, 700, 2500), noises):
        found = strengths(cost, half_life, length, 21, noises[name], 400, 20260803)
        alarms = np.mean(found > automatic_penalty(cost, half_life, length, 21))
        print(f"{cost} {half_life} {length} {name}: {alarms:.3f}", flush=True)


def main() -> None:
    if "--check" in sys.argv:
        check()
        return
    costs = [cost for cost in COSTS if cost in sys.argv] or COSTS
    for cost, half_life, size in product(costs, HALF_LIVES, SIZES):
        row = []
        for length in LENGTHS:
            paths = max(int(PATHS[cost] * min(1, 1008 / length)), LEAST_PATHS[cost])
            if 2 * size <= length <= LONGEST[cost]:
                found = strengths(cost, half_life, length, size, HEAVY, paths, 20260114)
                row.append((length, round(float(np.quantile(found, LEVEL)), 1)))
        print(f'    ("{cost}", {half_life is not None}, {size}): {dict(row)},', flush=True)


if __name__ == "__main__":
    main()
