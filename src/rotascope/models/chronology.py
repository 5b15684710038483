"""The chronology of a pair's rotations: which leg led from when to when, how surely dated, and when it was known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.models.turning import Rule, require_turns, strength_path, turning_points

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.models.turning import Path, Turns
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]
    Span = tuple[int, int]

LEVEL = 0.9  # of a turning point's interval
CAUTION = 0.5  # of the drift between two extremes: they were picked because they lie far apart


@dataclass(frozen=True)
class Episode:
    """One leg's lead, from one turning point of log relative strength to the next.

    leader: the leg that gained. start, end: days of the turns; of the running episode (`confirmed` False, its end not
    known) `end` is the last step. start_interval, end_interval: the 90 % intervals of the two dates, None
    for an end that is not known. amplitude: change of log relative strength, > 0 where the first leg led.
    duration: steps. known_on, end_known_on: the days on which start and end could be known, publication included.
    """

    leader: str
    start: date
    end: date
    start_interval: tuple[date, date]
    end_interval: tuple[date, date] | None
    amplitude: float
    duration: int
    confirmed: bool
    known_on: date
    end_known_on: date | None


def chronology(
    panel: Panel,
    pair: Pair,
    *,
    min_phase: int | None = None,
    min_cycle: int | None = None,
    min_amplitude: float | None = None,
    basis: str = "total",
) -> tuple[Episode, ...]:
    """Every episode that was known by the as-of, in order, the last one running.

    Parameters as in `real_time_age`. What came before the first turning point began nobody knows when and is left
    out. Later rows add episodes and end the running one, and narrow the intervals beside it; dates, leaders and
    days of knowledge stay. Errors: `DataError` where no turn was confirmed by then.
    """
    path = strength_path(panel, pair, basis)
    turns = turning_points(path.values, Rule.of(path.a_year, min_phase, min_cycle, min_amplitude))
    require_turns(turns, path, pair, panel)
    return episodes_of(path, turns, str(pair.first), str(pair.second))


def episodes_of(path: Path, turns: Turns, first: str, second: str) -> tuple[Episode, ...]:
    """The episodes between confirmed turns, and the running one."""
    spans = turn_intervals(path.values, turns)
    return tuple(_episode(path, turns, spans, number, first, second) for number in range(len(turns)))


def _episode(path: Path, turns: Turns, spans: list[Span], number: int, first: str, second: str) -> Episode:
    confirmed = number + 1 < len(turns)
    start = int(turns.at[number])
    end = int(turns.at[number + 1]) if confirmed else len(path.days) - 1
    return Episode(
        second if turns.kinds[number] > 0 else first,
        day_of(path.days[start]),
        day_of(path.days[end]),
        _days(path, spans[number]),
        _days(path, spans[number + 1]) if confirmed else None,
        float(path.values[end] - path.values[start]),
        end - start,
        confirmed,
        day_of(path.public[turns.known[number]]),
        day_of(path.public[turns.known[number + 1]]) if confirmed else None,
    )


def _days(path: Path, span: Span) -> tuple[date, date]:
    return day_of(path.days[span[0]]), day_of(path.days[span[1]])


def turn_intervals(values: Floats, turns: Turns) -> list[Span]:
    """First and last position of each turn's 90 % interval: the dates at which the path is within noise of the extreme.

    Between its neighbours a turn is where drift changes sign. With steps of variance v and drifts a before and b
    after, the log likelihood of a turn at s is ((a + b) x[s] - (a**2 - b**2) s / 2) / v, for a peak of path x, plus a
    constant; the interval holds 90 % of it, and the extreme itself. Drifts are those between the neighbouring
    extremes, halved, since extremes picked for lying far apart overstate them. On paths with known changes of drift it
    then covers the true date in 92 to 99 % of cases (docs/decisions/0011-episodes.md).
    """
    variance = float(np.var(np.diff(values)))
    edges = [0, *turns.at.tolist(), len(values) - 1]
    around = zip(edges, edges[1:], edges[2:], turns.kinds.tolist(), strict=False)
    return [_interval(kind * values, before, at, after, variance) for before, at, after, kind in around]


def _interval(rising: Floats, before: int, at: int, after: int, variance: float) -> Span:
    """Of a peak at `at`, between the positions of the extremes before and after it."""
    gained = CAUTION * (rising[at] - rising[before]) / max(at - before, 1)
    lost = CAUTION * (rising[at] - rising[after]) / max(after - at, 1)
    places = np.arange(before + 1, max(after, before + 2))
    support = ((gained + lost) * rising[places] - (gained**2 - lost**2) / 2 * places) / variance
    weight = np.cumsum(np.exp(support - support.max()))
    low, high = (places[np.searchsorted(weight, weight[-1] * share)] for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return min(int(low), at), max(int(high), at)
