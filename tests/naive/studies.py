"""Plain twins of what studies count with: one value after the other, straight from the definitions."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def apart(starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Places kept when each must start at or after the end of the last one kept."""
    kept: list[int] = []
    for place, start in enumerate(starts):
        if not kept or (start >= ends[kept[-1]] and place > kept[-1]):
            kept.append(place)
    return kept


def shares_below(values: Sequence[float], window: int | None) -> list[float]:
    """Share of the values before each that are lower."""
    found = []
    for place, value in enumerate(values):
        before = values[:place] if window is None else values[max(place - window, 0) : place]
        enough = len(before) == window if window is not None else bool(before)
        found.append(sum(one < value for one in before) / len(before) if enough else float("nan"))
    return found


def ranks_so_far(values: Sequence[float]) -> list[float]:
    return [1.0 + sum(one > value for one in values[:place]) for place, value in enumerate(values)]


def highest_before(values: Sequence[float], window: int | None) -> list[float]:
    found = []
    for place in range(len(values)):
        before = values[:place] if window is None else values[max(place - window, 0) : place]
        enough = len(before) == window if window is not None else bool(before)
        found.append(max(before) if enough else float("nan"))
    return found


def block_means(values: Floats, flags: NDArray[np.bool_], length: int, begins: NDArray[np.int64]) -> list[list[float]]:
    """Each draw's mean of flagged values and of all, its blocks laid end to end."""
    found = []
    for row in begins:
        places = [(int(begin) + step) % len(values) for begin in row for step in range(length)]
        held, marked = values[places], flags[places]
        found.append([held[marked].mean() if marked.any() else float("nan"), held.mean()])
    return found


def exchanged_means(table: Floats, rows: Sequence[int], columns: Sequence[int], order: Sequence[int]) -> float:
    cells = [table[order[row], column] for row, column in zip(rows, columns, strict=True)]
    known = [cell for cell in cells if not np.isnan(cell)]
    return float(np.mean(known)) if known else float("nan")


def shifted_means(years: Sequence[Sequence[float]], chosen: Sequence[Sequence[int]], shifts: Sequence[float]) -> float:
    """Each year's values turned round by a share of its length; the mean of those at the chosen places."""
    cells = []
    for values, places, shift in zip(years, chosen, shifts, strict=True):
        turn = int(shift * len(values))
        cells += [values[(place + turn) % len(values)] for place in places]
    return float(np.mean(cells))


def exact_p_value(outcomes: Sequence[float], chosen: Sequence[int]) -> float:
    """Two-sided, over every order of years with one window each: draws as far from their own mean as what happened."""
    means = [np.mean([outcomes[order[place]] for place in chosen]) for order in permutations(range(len(outcomes)))]
    centre, observed = np.mean(means), np.mean([outcomes[place] for place in chosen])
    return float(np.mean([abs(mean - centre) >= abs(observed - centre) - 1e-12 for mean in means]))
