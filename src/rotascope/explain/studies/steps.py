"""Figures by step, and how they come to stand on sessions: each session sees the last step that was public by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rotascope.data.french import is_french, parse_french
from rotascope.measures.subjects import levels_of
from rotascope.pairs import Leg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """`values` (n,) of `days` (n,), NaN where undefined. `known` (n,): the day each became public, held until the next.

    known None: the value of a session is known at its close and counts for that session alone.
    """

    days: Ints
    values: Floats
    known: Ints | None = None

    def on(self, sessions: Ints, once: bool = False) -> Floats:
        """The values on sessions (m,), NaN where there is none; once: on the first session of each step alone."""
        found = np.full(len(sessions), np.nan)
        if not len(self.days):
            return found
        if self.known is None:
            at = sessions.searchsorted(self.days)
            there = (at < len(sessions)) & (sessions[np.minimum(at, len(sessions) - 1)] == self.days)
            found[at[there]] = self.values[there]
            return found
        at = self.known.searchsorted(sessions, side="right") - 1
        there = at >= 0
        if once:
            there &= np.append(True, at[1:] != at[:-1])
        return np.where(there, self.values[np.maximum(at, 0)], np.nan)


@dataclass(frozen=True)
class Track:
    """The levels of a leg (n,), or of both legs of a pair, on `days` (n,); `known` as in `Steps`."""

    days: Ints
    levels: tuple[Floats, ...]
    known: Ints | None
    a_year: int

    @property
    def ratio(self) -> Floats:
        """A leg's level, or the first leg's over the second's."""
        return self.levels[0] if len(self.levels) == 1 else self.levels[0] / self.levels[1]

    def gain(self, start: Ints, stop: Ints) -> Floats:
        """Return between places (m,); of a pair the first leg's less the second's. Places below 0 give nonsense."""
        gains = [values[stop] / values[start] - 1 for values in self.levels]
        return gains[0] if len(gains) == 1 else gains[0] - gains[1]

    def bases(self, sessions: Ints) -> Ints:
        """Where the future begins, seen from each session: its close; of monthly steps the next month end. -1: none."""
        at = self.days.searchsorted(sessions)
        there = at < len(self.days)
        if self.known is None:
            there &= self.days[np.minimum(at, len(self.days) - 1)] == sessions
        return np.where(there, at, -1)


def track_of(panel: Panel, of: Leg | Pair, basis: str) -> Track:
    """The levels of a subject to the as-of, read once a panel."""
    return panel.cached(("study track", of, basis), lambda inner: _track(inner, of, basis))


def _track(panel: Panel, of: Leg | Pair, basis: str) -> Track:
    held = levels_of(panel, of, basis)
    monthly = [symbol for symbol in of.symbols if is_french(symbol)]
    known = None if not monthly else np.maximum.reduce([_french_known(panel, one, held.days) for one in monthly])
    return Track(held.days, held.levels, known, held.a_year)


def _french_known(panel: Panel, symbol: str, days: Ints) -> Ints:
    """The day on which each month of a French portfolio was public; the base before the first counts with it."""
    return release_days(panel, parse_french(symbol).portfolios, days)


def release_days(panel: Panel, portfolios: str, days: Ints) -> Ints:
    """The day on which each month of a sort was public, (n,), never before an earlier month's."""
    rows = panel.french(portfolios).group_by("date").agg(pl.col("available_from").max()).sort("date")
    dates = rows["date"].to_physical().to_numpy().astype(np.int64)
    known = rows["available_from"].to_physical().to_numpy().astype(np.int64)
    at = np.minimum(dates.searchsorted(days), len(dates) - 1)
    found: Ints = np.maximum.accumulate(known[at])
    return found
