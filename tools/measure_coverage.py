"""How often the 90 % interval of a change point holds the true date: python tools/measure_coverage.py

600 series of 1,260 values with one change after 504, noise.HEAVY and independent; counted where exactly one change was
found. Prints the rows of docs/decisions/0010.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.noise import HEAVY, INDEPENDENT
from rotascope.models.pelt import Pelt

if TYPE_CHECKING:
    from rotascope.kernels.changes import Cost

PATHS, LENGTH, CHANGE = 600, 1260, 504


def main() -> None:
    models: tuple[tuple[Cost, float | None], ...] = (("mean", 21.0), ("mean", None), ("mean_variance", 21.0))
    noises = {"GARCH": HEAVY, "independent": INDEPENDENT}
    print("| cost | over volatility | noise | shift, deviations | found | covered | median width |")
    print("|---|---|---|---|---|---|---|")
    for (cost, half_life), name, shift in product(models, noises, (0.2, 0.3, 0.5, 1.0)):
        paths = noises[name].draw(np.random.default_rng([4, int(10 * shift)]), LENGTH, PATHS).T
        paths = paths + shift * (np.arange(LENGTH) >= CHANGE)
        fitted = [Pelt(cost, 21, half_life=half_life).fit(path) for path in paths]
        intervals = np.array([one.intervals(0.9)[0] for one in fitted if one.n_changes == 1]).reshape(-1, 2)
        covered = np.mean((intervals[:, 0] <= CHANGE) & (intervals[:, 1] >= CHANGE)) if len(intervals) else np.nan
        width = np.median(intervals[:, 1] - intervals[:, 0]) if len(intervals) else np.nan
        scaled = "yes" if half_life else "no"
        found = len(intervals) / PATHS
        print(f"| {cost} | {scaled} | {name} | {shift} | {found:.2f} | {covered:.2f} | {width:.0f} |", flush=True)


if __name__ == "__main__":
    main()
