"""Quantities and conditions over all sessions to the as-of. A session's value rests on what was public that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rotascope.errors import UsageError
from rotascope.explain.studies import tree, windows
from rotascope.explain.studies.asking import Asked, ask_on, check_asked, resolve
from rotascope.explain.studies.periods import NONE, is_last, months_of, number_in, period_of, starts
from rotascope.explain.studies.releases import released, yields
from rotascope.explain.studies.steps import Steps
from rotascope.explain.studies.vectors import VECTORS
from rotascope.kernels.histories import highest_before, ranks_so_far, shares_below
from rotascope.kernels.runs import run_lengths
from rotascope.measures.strength import PHASES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MOST_ASKED = 600  # days on which a measure without a vector is asked
FEWEST = 252  # values before "at its high of all so far" means anything
SLOW_WORDS = "at month ends"


class Truth(NamedTuple):
    """Where a condition holds, and where it can be judged at all: (n_sessions,) each; `holds` only where `known`."""

    holds: Flags
    known: Flags


@dataclass(frozen=True)
class Reader:
    """What was known on each session of a panel. `progress(words)` hears of work that takes a while."""

    panel: Panel
    progress: Callable[[str], None] | None = None

    @property
    def sessions(self) -> Ints:
        return self.panel.sessions

    def values(self, of: tree.Quantity) -> Floats:
        """A quantity on every session, NaN where it is undefined or unknown; read once a panel."""
        return self.panel.cached(("study values", of), lambda inner: Reader(inner, self.progress)._values(of))

    def truth(self, of: tree.Condition) -> Truth:
        """A condition on every session; unknown wherever a part of it is."""
        if isinstance(of, tree.Comparison):
            left, right = self.values(of.left), self._operand(of.right)
            return _truth(COMPARE[of.sign](left, right), np.isfinite(left) & np.isfinite(right))
        if isinstance(of, tree.Crossing):
            return self._crossing(of)
        if isinstance(of, tree.Extreme):
            return self._extreme(of)
        if isinstance(of, tree.Named):
            return self._named(of)
        if isinstance(of, tree.Not):
            holds, known = self.truth(of.of)
            return _truth(~holds, known)
        if isinstance(of, tree.Joined):
            return self._joined(of)
        return self._calendar(of)

    def _values(self, of: tree.Quantity) -> Floats:
        if isinstance(of, tree.Call):
            return self._call(of)
        if isinstance(of, tree.Streak):
            truth = self.truth(of.of)
            counts = run_lengths(truth.holds, np.append(False, truth.known[:-1])).astype(float)
            return np.where(truth.known, counts, np.nan)
        inner = self.values(of.of)
        if isinstance(of, tree.Percentile):
            return _among(inner, lambda held: shares_below(held, of.values))
        if isinstance(of, tree.Rank):
            return _among(inner, ranks_so_far)
        return _among(inner, lambda held: _changes(held, of.values))

    def _call(self, call: tree.Call) -> Floats:
        asked = resolve(call, self.panel.market)
        check_asked(asked, self.panel, call.measure == "phase")
        make = VECTORS.get(call.measure)
        if make is not None and (not call.part or call.measure == "phase"):
            return make(asked, self.panel).on(self.sessions, once=_dated(asked))
        steps = yields(asked, self.panel) if call.measure in _YIELDS else None
        if steps is None and not _dated(asked):
            steps = released(asked, self.panel)
        return (steps or self._asked(asked)).on(self.sessions)

    def _asked(self, asked: Asked) -> Steps:
        """Any other measure, asked day by day: on the last session of each window, else at month ends."""
        days, base = self.sessions, None
        window = asked.window
        if window is not None and _dated(asked):
            base = starts(days, window)
            places = np.flatnonzero(base != NONE)[-MOST_ASKED:]
        else:
            places = np.flatnonzero(is_last(period_of(days, "month")))[-MOST_ASKED:]
        if self.progress is not None:
            self.progress(
                f"Asking {asked.call} on {len(places)} days, {SLOW_WORDS if base is None else 'one a window'}"
            )
        since = None if base is None else days[base[places]].tolist()
        values = np.array(ask_on(asked, self.panel, days[places].tolist(), since))
        if not np.isfinite(values).any():
            asked.ask(self.panel)  # says why, where it never can be answered
        return Steps(days[places], values)

    def _operand(self, of: tree.Quantity | float) -> Floats:
        return np.full(len(self.sessions), of) if isinstance(of, float) else self.values(of)

    def _joined(self, of: tree.Joined) -> Truth:
        parts = [self.truth(part) for part in of.parts]
        join = np.logical_and if of.word == "and" else np.logical_or
        known = np.logical_and.reduce([part.known for part in parts])
        return _truth(join.reduce([part.holds for part in parts]), known)

    def _crossing(self, of: tree.Crossing) -> Truth:
        """Beyond now, and not so at the value before."""
        left, right = self.values(of.left), self._operand(of.right)
        gap = left - right if of.side == "above" else right - left
        before = _among(gap, lambda held: np.append(np.nan, held[:-1]))
        return _truth((gap > 0) & (before <= 0), np.isfinite(before))

    def _extreme(self, of: tree.Extreme) -> Truth:
        inner, window = of.of, of.values
        if window is None and isinstance(inner, tree.Call) and inner.measure == "relative_strength":
            inner, window = _unrebased(inner)
        sign = 1.0 if of.end == "high" else -1.0
        values = sign * self.values(inner)
        before = _among(values, lambda held: _beyond_few(highest_before(held, window), window))
        return _truth(values >= before, np.isfinite(before))

    def _named(self, of: tree.Named) -> Truth:
        if not (isinstance(of.of, tree.Call) and of.of.measure == "phase" and not of.of.part):
            raise UsageError(f"{of.of} has no name to be; `is` a word goes with phase(...) alone, or `is at low`.")
        if of.word not in PHASES:
            raise UsageError(f"A phase is {', '.join(PHASES[:-1])} or {PHASES[-1]}, and not {of.word!r}.")
        values = self.values(of.of)
        return _truth(values == PHASES.index(of.word), np.isfinite(values))

    def _calendar(self, of: tree.MonthIs | tree.YearIs | tree.SessionOf) -> Truth:
        days = self.sessions
        everywhere = np.ones(len(days), bool)
        if isinstance(of, tree.MonthIs):
            return Truth(months_of(days) % 12 == of.month - 1, everywhere)
        if isinstance(of, tree.YearIs):
            years = (period_of(days, "year") + 1970).astype(float)
            return Truth(COMPARE[of.sign](years, np.full(len(years), float(of.year))), everywhere)
        ids = period_of(days, of.period)
        if of.kind == "last":
            return Truth(is_last(ids), everywhere)
        number = number_in(ids)
        wanted = number <= of.number if of.kind == "first" else number == of.number
        return _truth(wanted, number > 0)


_YIELDS = ("yield_level", "curve_slope", "curve_slope_change")
COMPARE: dict[str, Callable[[Floats, Floats], Flags]] = {
    ">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal, "=": np.equal, "!=": np.not_equal,
}  # fmt: skip


def _dated(asked: Asked) -> bool:
    """Whether the window is defined on some days only, and so is asked by the day it starts."""
    return isinstance(asked.window, windows.Opening | windows.Months)


def _truth(holds: Flags, known: Flags) -> Truth:
    for array in (holds := holds & known, known):
        array.flags.writeable = False
    return Truth(holds, known)


def _among(values: Floats, figure: Callable[[Floats], Floats]) -> Floats:
    """A figure of each defined value among the defined ones, put back on the sessions."""
    there = np.isfinite(values)
    found = np.full(len(values), np.nan)
    found[there] = figure(values[there])
    return found


def _changes(values: Floats, back: int) -> Floats:
    found = np.full(len(values), np.nan)
    found[back:] = values[back:] - values[:-back]
    return found


def _beyond_few(before: Floats, window: int | None) -> Floats:
    if window is None:
        before[:FEWEST] = np.nan
    return before


def _unrebased(call: tree.Call) -> tuple[tree.Call, int | None]:
    """Relative strength at its low of a window: of the ratio itself, whose base does not move from day to day."""
    window = call.window
    whole = tree.Call(call.measure, call.subject, None, call.settings, call.part, call.column)
    if isinstance(window, windows.Trailing):
        return whole, window.sessions
    if window is None or window == windows.Calendar("all"):
        return whole, None
    return call, None
