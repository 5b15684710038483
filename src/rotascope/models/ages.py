"""Who was known to lead on each day, and for how long: read from the chronology as it could be known then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rotascope.models.turning import Rule, strength_path, turning_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair


class RealTimeAge(NamedTuple):
    """Per step (n,): `days` (day numbers of the steps), `age` and `leader`, each from the data up to that step.

    age: steps since the running episode was confirmed, 0 on that step; NaN before the first one. leader: 1 the first
    leg, -1 the second, 0 before. A French month is public two months after it ends.
    """

    days: NDArray[np.int64]
    age: NDArray[np.float64]
    leader: NDArray[np.int64]


def real_time_age(
    panel: Panel,
    pair: Pair,
    *,
    min_phase: int | None = None,
    min_cycle: int | None = None,
    min_amplitude: float | None = None,
    basis: str = "total",
) -> RealTimeAge:
    """Age and leader of the episode that was running, for each common step to the as-of, as known on it.

    min_phase, min_cycle in sessions (63 and 189 where left out; 6 and 15 months for portfolios that step by month),
    min_amplitude in log points. Since confirmed turns are never taken back, one pass gives what dating the
    data up to each step again would give.
    """
    path = strength_path(panel, pair, basis)
    turns = turning_points(path.values, Rule.of(path.a_year, min_phase, min_cycle, min_amplitude))
    steps = np.arange(len(path.days))
    latest = turns.known.searchsorted(steps, side="right") - 1
    started = latest >= 0
    age = np.full(len(steps), np.nan)
    leader = np.zeros(len(steps), np.int64)
    age[started] = steps[started] - turns.known[latest[started]]
    leader[started] = -turns.kinds[latest[started]]
    age.flags.writeable = leader.flags.writeable = False
    return RealTimeAge(path.days, age, leader)
