"""How a forecast came out: hindsight, from a panel that is later than the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError
from rotascope.models.leader import steps
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair

PUBLIC_AFTER = 2  # months until a month of the French library is public


@dataclass(frozen=True)
class Outcome:
    """Both legs' returns from `start` to `end`, and whether the leg that led had the higher one."""

    start: date
    end: date
    first: float
    second: float
    kept: bool


def outcome(panel: Panel, pair: Pair, start: date, horizon: int, leads: int, basis: str = "total") -> Outcome | None:
    """How the `horizon` (in the pair's own steps) after `start` came out; None where it has not ended by the panel.

    leads: 1 where the first leg led, -1 where the second. `DataError` where the pair has no step on `start`.
    """
    series = pair_series(panel, pair, basis)
    place = int(series.days.searchsorted(day_number(start)))
    if place == len(series.days) or series.days[place] != day_number(start):
        raise DataError(f"{pair} has no close on {start} in these data, from which its forecast ran.")
    if place + horizon >= len(series.days):
        return None
    growth = [float(levels[place + horizon] / levels[place]) for levels in (series.first, series.second)]
    kept = leads * (np.log(growth[0]) - np.log(growth[1])) > 0
    return Outcome(start, day_of(series.days[place + horizon]), growth[0] - 1, growth[1] - 1, bool(kept))


def due(sessions: NDArray[np.int64], start: date, horizon: int, a_year: int) -> date:
    """The day on which the outcome of a horizon (in sessions) is known: a session, or by month when its file is public.

    Past the calendar of sessions it is counted in days, 365 to 252 sessions.
    """
    if a_year == 12:
        month = np.datetime64(start, "M") + steps(horizon, a_year) + PUBLIC_AFTER + 1
        return day_of(int(month.astype("datetime64[D]").astype(np.int64)) - 1)
    place = int(sessions.searchsorted(day_number(start))) + horizon
    if place < len(sessions):
        return day_of(int(sessions[place]))
    return day_of(int(sessions[-1]) + round((place - len(sessions) + 1) * 365 / 252))
