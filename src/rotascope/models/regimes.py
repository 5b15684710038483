"""A pair's regimes in real time: each day by parameters and states from data to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from rotascope.data.results import remembered
from rotascope.errors import DataError, UsageError
from rotascope.models.apart import series_apart
from rotascope.models.jump_walk import JumpWalk
from rotascope.models.markov import MarkovSwitching
from rotascope.models.walk_forward import RealTime, walk_forward

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.models.walk_forward import Walkable
    from rotascope.pairs import Pair

    Doubles = NDArray[np.float64]

Model: TypeAlias = Literal["markov", "jump"]
A_MONTH = 21  # sessions
FIRST = {252: 252, 12: 60}  # steps that the first fit needs, by steps a year
LEAST_WINDOW = {252: 126, 12: 60}
LEAST_EVERY = 10  # sessions: parameters of hundreds of steps do not move from one day to the next
MARKOV = MarkovSwitching(n_regimes=2, n_starts=2, order_by="variance", tolerance=1e-6)
WALKED: dict[str, Callable[[int], Walkable]] = {
    "markov": lambda a_year: MARKOV,
    "jump": lambda a_year: JumpWalk.by_month() if a_year == 12 else JumpWalk(),
}


@dataclass(frozen=True)
class RealTimeRegimes:
    """Two regimes of a pair's steps, numbered upwards by variance: 0 is the quiet one.

    `days`, `spread` (n,): the day that ends each step and log(1 + A) - log(1 + B) over it. `probabilities` (n, 2):
    real-time and filtered, NaN before the first fit. `refits` (r,): steps that each fit has seen; `means`, `variances`
    (r, 2), `transitions` (r, 2, 2): its parameters; `restated` (r, 2): what it says of the step before its last one.
    """

    days: NDArray[np.int64] = field(repr=False)
    spread: Doubles = field(repr=False)
    probabilities: Doubles = field(repr=False)
    refits: NDArray[np.int64] = field(repr=False)
    means: Doubles = field(repr=False)
    variances: Doubles = field(repr=False)
    transitions: Doubles = field(repr=False)
    restated: Doubles = field(repr=False)
    window: int | None
    a_year: int

    @property
    def fitted(self) -> Doubles:
        """The steps that the last fit has seen."""
        end = int(self.refits[-1])
        return self.spread[0 if self.window is None else max(end - self.window, 0) : end]

    @property
    def turbulent(self) -> Doubles:
        """(n,): the probability of the regime with the higher variance."""
        return self.probabilities[:, -1]


def real_time_regimes(
    panel: Panel,
    pair: Pair,
    *,
    model: Model = "markov",
    window: int | None = None,
    every: int = A_MONTH,
    basis: str = "total",
) -> RealTimeRegimes:
    """The pair's regimes as each day could know them, from data to that day alone.

    window: sessions to fit and filter on, None for all to date; every: sessions between two fits. Pairs that step by
    month take 21 sessions for a month. Kept by the digest of the data: asking again costs a read and no fit.
    Errors: `DataError` for fewer steps than the first fit needs, `UsageError` for a window or a schedule too short.
    """
    if every < LEAST_EVERY:
        raise UsageError(f"every {every} must be {LEAST_EVERY} sessions or more: parameters hardly move in less.")
    series = series_apart(panel, pair, basis)
    spread = np.diff(np.log(series.first) - np.log(series.second))
    steps, every = _in_steps(window, series.a_year), max(every // _a_step(series.a_year), 1)
    _check(pair, spread, steps, series.a_year, panel)
    first = FIRST[series.a_year]
    found = remembered(
        f"regimes-{model}",
        [spread],
        {"window": steps, "every": every, "first": first},
        lambda: _walked(walk_forward(spread, WALKED[model](series.a_year), first=first, every=every, window=steps)),
    )
    return RealTimeRegimes(series.days[1:], spread, window=steps, a_year=series.a_year, **_typed(found))


def _walked(walk: RealTime) -> dict[str, NDArray[np.generic]]:
    fits = walk.fits
    return {
        "probabilities": walk.probabilities,
        "refits": walk.refits,
        "restated": walk.restated,
        "means": np.array([fit.means for fit in fits]),
        "variances": np.array([fit.variances for fit in fits]),
        "transitions": np.array([fit.transition_matrix for fit in fits]),
    }


def _typed(found: Mapping[str, Any]) -> dict[str, Any]:
    return dict(found)


def _a_step(a_year: int) -> int:
    """Sessions that a step of the series stands for."""
    return A_MONTH if a_year == 12 else 1


def _in_steps(window: int | None, a_year: int) -> int | None:
    return None if window is None else max(window // _a_step(a_year), 1)


def _check(pair: Pair, spread: Doubles, window: int | None, a_year: int, panel: Panel) -> None:
    word = "months" if a_year == 12 else "sessions"
    if window is not None and window < LEAST_WINDOW[a_year]:
        raise UsageError(f"window {window} must be {LEAST_WINDOW[a_year]} {word} or more: fewer tell no regimes apart.")
    if len(spread) < FIRST[a_year]:
        raise DataError(
            f"{pair} has {len(spread)} {word} of returns by {panel.as_of}; the first fit needs {FIRST[a_year]}."
        )
