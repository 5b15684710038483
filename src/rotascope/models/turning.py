"""Turning points of a pair's log relative strength: which, how sure of the date, and when each could be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.french import french_public, is_french, parse_french
from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.kernels.turns import first_turn, later_turns
from rotascope.measures.wording import step
from rotascope.models.apart import series_apart
from rotascope.models.leader import steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

DAILY = (63, 189)  # sessions: a quarter and three of them
MONTHLY = (6, 15)  # months: Bry and Boschan (1971)
LONGEST_GAP = {252: 31, 12: 62}  # days; across a longer one no turn is dated


@dataclass(frozen=True)
class Rule:
    """What makes a turn, in the series' own steps: `min_phase`, `min_cycle` (>= 1), `min_amplitude` (log points)."""

    min_phase: int
    min_cycle: int
    min_amplitude: float = 0.0

    def __post_init__(self) -> None:
        if self.min_phase < 1 or self.min_cycle < self.min_phase:
            raise UsageError(
                f"min_phase {self.min_phase} and min_cycle {self.min_cycle}: a phase lasts 1 step or more, and a cycle"
                " as long as a phase or longer."
            )
        if not (np.isfinite(self.min_amplitude) and self.min_amplitude >= 0):
            raise UsageError(f"min_amplitude {self.min_amplitude} must be 0 or more, in log points.")

    @classmethod
    def of(
        cls,
        a_year: int,
        min_phase: int | None = None,
        min_cycle: int | None = None,
        min_amplitude: float | None = None,
    ) -> Rule:
        """Lengths in sessions as the series' own steps; left out, those usual for the step, and any amplitude."""
        phase, cycle = MONTHLY if a_year == 12 else DAILY
        phase = phase if min_phase is None else steps(min_phase, a_year)
        cycle = max(cycle, phase) if min_cycle is None else steps(min_cycle, a_year)
        return cls(phase, cycle, min_amplitude or 0.0)


@dataclass(frozen=True)
class Turns:
    """Confirmed turns, ascending: `at` and `known` (n,) are positions of the turn and of the step that confirmed it.

    `kinds` (n,): 1 for a peak (the second leg leads after it), -1 for a trough. Adding later rows adds turns only.
    """

    at: Whole
    known: Whole
    kinds: Whole

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Path:
    """Log relative strength `values` (n,) on `days` (n,), and the days on which each was public (n,), no gap in it.

    `a_year`: steps to a year.
    """

    days: Whole
    values: Floats
    public: Whole
    a_year: int

    @property
    def step(self) -> str:
        return step(self.a_year)


def turning_points(values: Floats, rule: Rule) -> Turns:
    """The confirmed turns of a path (n,) of finite values; none where it is constant or too short.

    The rule stands in `rotascope.kernels.turns`: alternating extremes, each phase and cycle long enough unless a
    move undid the whole phase before it (Bry and Boschan 1971; the exception as in Pagan and Sossounov 2003), and
    nothing confirmed is ever taken back. Errors: `UsageError` for values that are not finite.
    """
    path = np.asarray(values, np.float64)
    if path.ndim != 1 or not np.isfinite(path).all():
        raise UsageError("A path must be one row of finite values; drop what is missing first.")
    plain = path.tolist()
    start, confirmed, kind = first_turn(plain, rule.min_phase, rule.min_amplitude)
    if not kind:
        return _turns([], [], 1)
    at, known = [start] * len(plain), [confirmed] * len(plain)
    count = later_turns(plain, kind, rule.min_phase, rule.min_cycle, rule.min_amplitude, at, known)
    return _turns(at[:count], known[:count], kind)


def _turns(at: list[int], known: list[int], kind: int) -> Turns:
    kinds = kind * (1 - 2 * (np.arange(len(at)) % 2))
    arrays = [np.asarray(part, np.int64) for part in (at, known, kinds)]
    for array in arrays:
        array.flags.writeable = False
    return Turns(*arrays)


def strength_path(panel: Panel, pair: Pair, basis: str = "total") -> Path:
    """Log of the first leg's level over the second's, since the last long gap in their common steps.

    Errors: `DataError` where the legs never moved apart.
    """
    return panel.cached(("strength_path", pair, basis), lambda inner: _path(inner, pair, basis))


def _path(panel: Panel, pair: Pair, basis: str) -> Path:
    series = series_apart(panel, pair, basis)
    gaps = np.flatnonzero(np.diff(series.days) > LONGEST_GAP.get(series.a_year, 62))
    start = int(gaps[-1]) + 1 if len(gaps) else 0
    days = series.days[start:]
    values = np.log(series.first[start:]) - np.log(series.second[start:])
    values.flags.writeable = False
    return Path(days, values, _public(panel, pair, days), series.a_year)


def _public(panel: Panel, pair: Pair, days: Whole) -> Whole:
    """The day on which each step was public: its own, or for French portfolios that of the later of their rows."""
    public = days.copy()
    for symbol in {symbol for leg in (pair.first, pair.second) for symbol in leg.symbols if is_french(symbol)}:
        known = french_public(panel, parse_french(symbol))
        at = known.days.searchsorted(days)
        held = (at < len(known.days)) & (known.days[np.minimum(at, len(known.days) - 1)] == days)
        public[held] = np.maximum(public[held], known.values[at[held]].astype(np.int64))
    public.flags.writeable = False
    return public


def require_turns(turns: Turns, path: Path, pair: Pair, panel: Panel, least: int = 1) -> None:
    """`DataError` where fewer turns were confirmed."""
    if len(turns) < least:
        raise DataError(
            f"{pair} has {len(turns)} confirmed turning points in {len(path.days):,} {path.step}s since"
            f" {day_of(path.days[0])} by {panel.as_of}; this needs {least}."
        )
