"""What change points are worth, on walks drawn with seeds of their own: the tables of docs/decisions/0010.

python tools/measure_changes.py: false alarms at the automatic penalty, coverage of the intervals, power beside what the
power table says, and steps between alarms of cumulative sums. Minutes; rows are printed as they are found.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.cusum import Cusum
from rotascope.models.noise import CALM, HEAVY, INDEPENDENT, Garch
from rotascope.models.pelt import Pelt
from rotascope.models.power import effective_volatility, power

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOISES = {"independent": INDEPENDENT, "calm": CALM, "heavy": HEAVY, "heavier": Garch(0.10, 0.88, 5.0)}
SEED = 20260803
A_YEAR = 252


def drawn(noise: str, length: int, paths: int) -> Floats:
    """(paths, length); the same seed for the same row."""
    rng = np.random.default_rng([SEED, list(NOISES).index(noise), length])
    return np.ascontiguousarray(NOISES[noise].draw(rng, length, paths).T)


def false_alarms() -> None:
    """Share of walks with a change: cost, half-life, length, paths, then by noise."""
    sizes = {("mean", 126): 1000, ("mean", 700): 1000, ("mean", 2500): 600, ("mean", 6500): 300}
    sizes |= {("mean_variance", 126): 600, ("mean_variance", 700): 200, ("mean_variance", 1500): 100}
    for (cost, length), half_life in product(sizes, (21.0, None)):
        model = Pelt(cost, half_life=half_life)  # type: ignore[arg-type]
        paths = sizes[cost, length]
        shares = [np.mean([model.fit(path).n_changes > 0 for path in drawn(noise, length, paths)]) for noise in NOISES]
        print(f"| {cost} | {half_life} | {length:,} | {paths} | " + " | ".join(f"{100 * s:.1f}" for s in shares) + " |")


def coverage() -> None:
    """A shift in volatilities a step two fifths into the series: found, coverage at 50, 90 and 95 %, median width."""
    for length, shift, noise in product((600, 2000), (0.2, 0.4, 1.0), ("independent", "heavy")):
        at = 2 * length // 5
        walks = drawn(noise, length, 500) + shift * (np.arange(length) >= at)
        found = [one for one in (Pelt(half_life=21.0).fit(path) for path in walks) if one.n_changes == 1]
        shares, width = [], 0.0
        for level in (0.5, 0.9, 0.95):
            spans = np.array([one.intervals(level)[0] for one in found]).reshape(-1, 2)
            shares.append(np.mean((spans[:, 0] <= at) & (at <= spans[:, 1])))
            width = float(np.median(np.diff(spans))) if level == 0.9 else width
        row = " | ".join(f"{100 * share:.0f}" for share in shares)
        print(f"| {length:,} | {shift} | {noise} | {len(found)} of 500 | {row} | {width:.0f} |", flush=True)


def coverage_of_both() -> None:
    """The same where variances count too, at 90 %: shift, times the deviation, noise, found, coverage, median width."""
    for (shift, times), noise in product(((0.8, 1.0), (1.0, 1.5), (0.4, 1.5)), ("independent", "heavy")):
        at, walks = 400, drawn(noise, 1000, 200)
        moved = np.where(np.arange(1000) >= at, walks * times + shift, walks)
        fits = (Pelt("mean_variance", half_life=21.0).fit(path) for path in moved)
        spans = np.array([one.intervals(0.9)[0] for one in fits if one.n_changes == 1]).reshape(-1, 2)
        share = np.mean((spans[:, 0] <= at) & (at <= spans[:, 1])) if len(spans) else np.nan
        width = np.median(np.diff(spans)) if len(spans) else np.nan
        print(f"| {shift} | {times} | {noise} | {len(spans)} of 200 | {100 * share:.0f} | {width:.0f} |", flush=True)


def powers() -> None:
    """Shift in volatilities a year and years on each side; power said and share of walks with a change, by noise."""
    for ratio, years in ((1.25, 10.0), (1.25, 20.0), (2.5, 3.0), (2.5, 6.0), (5.0, 1.0), (5.0, 2.0)):
        half = int(years * A_YEAR)
        step = ratio / A_YEAR**0.5 * np.repeat([0.0, 1.0], half)
        row: list[float] = []
        for noise in ("independent", "heavy"):
            walks = drawn(noise, 2 * half, 150)
            seen = float(np.mean([effective_volatility(path, 21.0, 1) for path in walks]))
            changed = [Pelt(half_life=21.0).fit(path + step).n_changes > 0 for path in walks]
            row += [power(ratio / seen, years), float(np.mean(changed))]
        print(f"| {ratio} | {years:g} | " + " | ".join(f"{100 * share:.0f}" for share in row) + " |", flush=True)


def run_lengths() -> None:
    """Steps between alarms on walks of 400,000 steps: stated, then by noise."""
    for wanted, half_life in product((504.0, 2520.0), (21.0, None)):
        model = Cusum(average_run_length=wanted, half_life=half_life)
        found = [400_000 / np.count_nonzero(model.fit(drawn(noise, 40_000, 10).ravel()).alarms) for noise in NOISES]
        print(f"| {wanted:,.0f} | {half_life} | " + " | ".join(f"{one:,.0f}" for one in found) + " |", flush=True)


def main() -> None:
    for part in (run_lengths, coverage, coverage_of_both, powers, false_alarms):
        print(f"\n{part.__doc__}", flush=True)
        part()


if __name__ == "__main__":
    main()
