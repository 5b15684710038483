"""What chance would show of a study: blocks of time drawn again, years exchanged, seasons shifted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import ceil, factorial
from typing import TYPE_CHECKING

import numpy as np

from rotascope.explain.studies.periods import period_of
from rotascope.explain.studies.result import Chance
from rotascope.kernels.resampling import block_means, exchanged_means, shifted_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MOST_BLOCKS = 300
OVERLAP = 1.5  # a block is at least so many outcomes long
LEAST_CASES = 5  # fewer, drawn again, show no more than themselves
ROUNDING = 1e-12
NOTHING = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Sample:
    """Every window of the base in order: days (n,), values (n,), the first that begins after each ends (n,), and which
    of them are the study's occurrences."""

    days: Ints
    values: Floats
    after: Ints
    chosen: NDArray[np.bool_]


@dataclass(frozen=True)
class Drawing:
    """How resampling is done: draws, seed, and whether the condition is a matter of the season alone."""

    draws: int
    seed: int
    seasonal: bool


def chance_of(panel: Panel, sample: Sample, how: Drawing) -> Chance:
    """Intervals and p-value; NaN where nothing can be resampled (no occurrence, or nothing beside them)."""
    scheme = "season" if how.seasonal else "years"
    length = _block(sample)
    if not sample.chosen.any() or sample.chosen.all() or len(sample.days) < 3:
        return Chance(float("nan"), scheme, False, 0, how.seed, length, NOTHING, NOTHING)
    few = sample.chosen.sum() < LEAST_CASES
    means, gaps = (NOTHING, NOTHING) if few else _intervals(panel, sample, how, length)
    found, exact = _season(panel, sample, how) if how.seasonal else _years(panel, sample, how)
    observed = float(sample.values[sample.chosen].mean())
    return Chance(_p_value(found, observed, exact), scheme, exact, len(found), how.seed, length, means, gaps)


def _p_value(found: Floats, observed: float, exact: bool) -> float:
    """Two-sided: draws at least as far from their own mean. Drawn orders count the one that happened as well."""
    found = found[np.isfinite(found)]
    if not len(found):
        return float("nan")
    centre = found.mean()
    as_far = int((np.abs(found - centre) >= abs(observed - centre) - ROUNDING).sum())
    return as_far / len(found) if exact else (1 + as_far) / (1 + len(found))


def _block(sample: Sample) -> int:
    """Windows in a block: 1.5 times as many as one outcome overlaps, and at most 300 blocks."""
    total = len(sample.days)
    if not total:
        return 1
    overlap = int((sample.after - np.arange(total)).max())
    return min(max(ceil(OVERLAP * overlap), ceil(total / MOST_BLOCKS)), total)


def _intervals(
    panel: Panel, sample: Sample, how: Drawing, length: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    total = len(sample.days)
    begins = panel.cached(
        ("study blocks", total, length, how.draws, how.seed),
        lambda _: (
            np.random.default_rng([how.seed, total, length])
            .integers(0, total, (how.draws, ceil(total / length)), dtype=np.int32)
            .astype(np.int64)
        ),  # taking by indices of another width costs ten times as much
    )
    means = block_means(sample.values, sample.chosen, length, begins)
    there = np.isfinite(means.flagged)
    if not there.any():
        return NOTHING, NOTHING
    return _middle(means.flagged[there]), _middle((means.flagged - means.every)[there])


def _middle(values: Floats) -> tuple[float, float]:
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _years(panel: Panel, sample: Sample, how: Drawing) -> tuple[Floats, bool]:
    """Occurrences keep their place in the season and are moved to other years, all of a year's together."""
    rows = np.append(0, np.cumsum(np.diff(period_of(sample.days, "year")) > 0))
    years = int(rows[-1]) + 1
    columns = _season_place(sample.days)
    table = np.full((years, int(columns.max()) + 1), np.nan)
    table[rows, columns] = sample.values
    if table.shape[1] > 1:
        table = _carried(table)
    exact = factorial(min(years, 12)) <= how.draws
    orders = panel.cached(("study orders", years, how.draws, how.seed), lambda _: _orders(years, how, exact))
    return exchanged_means(table, rows[sample.chosen], columns[sample.chosen], orders), exact


def _orders(years: int, how: Drawing, exact: bool) -> Ints:
    if exact:
        return np.array(list(permutations(range(years))), np.int64)
    one = np.tile(np.arange(years), (how.draws, 1))
    return np.random.default_rng([how.seed, years]).permuted(one, axis=1)


SLOTS = 23  # the most sessions a month has


def _season_place(days: Ints) -> Ints:
    """The place of each window in its year: its year, quarter or month where one alone begins there, else its day."""
    for period, in_year in (("year", 1), ("quarter", 4), ("month", 12)):
        ids = period_of(days, period)
        if (np.diff(ids) > 0).all():
            return np.asarray(ids % in_year if in_year > 1 else ids * 0)
    months = period_of(days, "month")
    slot = np.arange(len(months)) - months.searchsorted(months)
    place: Ints = months % 12 * SLOTS + np.minimum(slot, SLOTS - 1)
    return place


def _carried(table: Floats) -> Floats:
    """Days that a month does not have in some year are taken by its last one before."""
    if table.shape[1] <= 12:
        return table
    padded = np.full((len(table), 12 * SLOTS), np.nan)
    padded[:, : table.shape[1]] = table
    months = padded.reshape(len(table), 12, SLOTS)
    for slot in range(1, SLOTS):
        months[:, :, slot] = np.where(np.isnan(months[:, :, slot]), months[:, :, slot - 1], months[:, :, slot])
    return padded


def _season(panel: Panel, sample: Sample, how: Drawing) -> tuple[Floats, bool]:
    """The condition names a season, so years say nothing: within each year the season is shifted round instead."""
    ids = period_of(sample.days, "year")
    _, first, rows, size = np.unique(ids, return_index=True, return_inverse=True, return_counts=True)
    years = len(first)
    shifts = panel.cached(
        ("study shifts", years, how.draws, how.seed),
        lambda _: np.random.default_rng([how.seed, years, 1]).random((how.draws, years)),
    )
    places = np.arange(len(ids)) - first[rows]
    chosen = sample.chosen
    return shifted_means(sample.values, first, size, rows[chosen], places[chosen], shifts), False
