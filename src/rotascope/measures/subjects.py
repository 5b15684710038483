"""What a leg and a pair have in common: days, levels, and how their returns are worded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.measures.wording import basis_of, joined_note, percent, points
from rotascope.pairs import Leg, Pair, leg_series, pair_series

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel

    Levels = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class SubjectLevels:
    """Days (n,) and the level of a leg, or the levels of both legs of a pair on common sessions, each (n,).

    `basis`: total or price return. `note`: what carries the history before the funds traded, where something does;
    `joined`: until when.
    """

    days: NDArray[np.int64]
    levels: Levels
    basis: str
    joined: date | None = None
    note: str = ""
    a_year: int = 252


def levels_of(panel: Panel, of: Leg | Pair, basis: str) -> SubjectLevels:
    """The levels of a leg or a pair to the as-of."""
    if isinstance(of, Leg):
        series = leg_series(panel, of, basis)
        return SubjectLevels(series.days, (series.values,), basis_of(panel, of, basis), a_year=series.a_year)
    pair = pair_series(panel, of, basis)
    note = joined_note(of, pair.joined, day_of(pair.days[0]))
    return SubjectLevels(pair.days, (pair.first, pair.second), "active return", pair.joined, note, pair.a_year)


def gain(levels: Levels, start: int, stop: int) -> float:
    """Return from start to stop; of two legs, the first's minus the second's."""
    gains = [float(values[stop] / values[start] - 1) for values in levels]
    return gains[0] if len(gains) == 1 else gains[0] - gains[1]


def every_gain(levels: Levels, length: int) -> NDArray[np.float64]:
    """Return of every window of `length` sessions, (n - length,); of two legs, the first's minus the second's."""
    gains = [values[length:] / values[:-length] - 1 for values in levels]
    return gains[0] if len(gains) == 1 else gains[0] - gains[1]


def gain_words(of: Leg | Pair, value: float) -> str:
    """A leg's return in per cent, a pair's active return in points."""
    return points(value) if isinstance(of, Pair) else percent(value)
