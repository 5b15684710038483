"""Consecutive sessions, weeks, months, quarters or years in which a leg rose, or one leg beat the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.kernels.runs import run_lengths
from rotascope.measures.chance import expected_runs
from rotascope.measures.measured import Measured
from rotascope.measures.subjects import levels_of
from rotascope.measures.windows import period_numbers
from rotascope.measures.wording import count, joined_note, step
from rotascope.pairs import Pair, pair_series

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.measured import Unit
    from rotascope.measures.subjects import SubjectLevels
    from rotascope.measures.windows import Basis
    from rotascope.pairs import Leg, PairSeries


ROUNDING = 1e-12  # returns nearer than this are a tie, whatever scale the closes are on
VERBS = {"up": ("rose", "rise"), "down": ("fell", "fall")}
PAIR_VERBS = {"up": ("beat", "beat"), "down": ("trailed", "trail")}


def streak(
    panel: Panel,
    of: Leg | Pair,
    *,
    period: Literal["session", "week", "month", "quarter", "year"] = "session",
    direction: Literal["up", "down"] = "up",
    basis: Basis = "total",
) -> Measured:
    """Consecutive periods to the as-of in which a leg rose (fell), or a pair's first leg beat (trailed) its second.

    Periods are those of the calendar, each measured from the last close before it; the one that the as-of lies in
    counts as far as it went, so ask as of its last session for whole ones. A tie or a period without a close ends a
    run. `detail`: as for `outperformance_streak`; `run_before`, the run that ended with the period before; `broken_on`
    and `broken_by`, the end of the period before the run and its return, a fraction.
    """
    return panel.cached(
        ("streak", of, period, direction, basis), lambda inner: _periods(inner, of, period, direction, basis)
    )


def _periods(panel: Panel, of: Leg | Pair, period: str, direction: str, basis: str) -> Measured:
    held = levels_of(panel, of, basis)
    numbers = _numbers(panel, held, of, period)
    ends = np.flatnonzero(np.append(numbers[1:] != numbers[:-1], True))
    if len(ends) < 2:
        raise DataError(f"{of} has closes of one {period} only by {panel.as_of}; a run needs two.")
    growth = [values[ends[1:]] / values[ends[:-1]] for values in held.levels]
    own, other = growth if len(growth) == 2 else (growth[0], np.ones(len(growth[0])))
    won = own > other * (1 + ROUNDING) if direction == "up" else other > own * (1 + ROUNDING)
    value, detail = _runs(held.days[ends], won, np.diff(numbers[ends]) <= 1)
    at = len(won) - value - 1  # the step that the run stands on
    gain = own - 1 if len(growth) == 1 else own - other
    detail |= {"joined": held.joined, "broken_by": float(gain[at]) if at >= 0 else None,
               "broken_on": day_of(held.days[ends[at + 1]]) if at >= 0 else None}  # fmt: skip
    word = step(held.a_year) if period == "session" else period
    unit: Unit = "sessions" if word == "session" else "periods"
    return Measured(value, unit, _told(of, held, direction, word, value, detail), detail)


def _numbers(panel: Panel, held: SubjectLevels, of: Leg | Pair, period: str) -> NDArray[np.int64]:
    """(n,): a number for the period of each day, one more for the next."""
    monthly = held.a_year == 12
    if period != "session":
        if monthly and period == "week":
            raise DataError(f"{of} has a value a month, which no week can be told from.")
        return period_numbers(held.days, period)
    return np.arange(len(held.days)) if monthly else panel.sessions.searchsorted(held.days)


def _told(of: Leg | Pair, held: SubjectLevels, direction: str, word: str, value: int, detail: dict[str, object]) -> str:
    verb, bare = (PAIR_VERBS if isinstance(of, Pair) else VERBS)[direction]
    name, rival = (of.first, f" {of.second}") if isinstance(of, Pair) else (of, "")
    last = day_of(held.days[-1])
    if not value:
        when = f"on {last}" if word == "session" else f"in the {word} to {last}"
        before = int(detail["run_before"])  # type: ignore[call-overload]
        past = f", after {count(before, word)} in a row" if before else ""
        return f"{name} did not {bare}{rival} {when}: no streak{past}{held.note}."
    return f"{name} {verb}{rival} in {count(value, word)} in a row to {last}, {_place(value, word, detail)}{held.note}."


def outperformance_streak(panel: Panel, of: Pair, *, basis: Basis = "total") -> Measured:
    """Consecutive common sessions to the as-of in which the first leg's return strictly exceeded the second's.

    A tie or a missing session ends it. `detail`: history searched, runs at least as long and the last of them,
    the longest run, and the number of such runs that even odds (and the pair's own odds) would give by chance.
    """
    return panel.cached(("outperformance_streak", of, basis), lambda inner: _streak(inner, of, basis))


def _streak(panel: Panel, of: Pair, basis: str) -> Measured:
    series = pair_series(panel, of, basis)
    gains = series.first[1:] / series.first[:-1], series.second[1:] / series.second[:-1]
    won = gains[0] > gains[1] * (1 + ROUNDING)
    follows = _follows(panel.sessions, series)[1:] if series.a_year != 12 else np.ones(len(won), bool)
    value, detail = _runs(series.days, won, follows)
    detail["joined"] = series.joined
    return Measured(value, "sessions", _sentence(of, series, value, day_of(series.days[-1]), detail), detail)


def _runs(days: NDArray[np.int64], won: NDArray[np.bool_], follows: NDArray[np.bool_]) -> tuple[int, dict[str, object]]:
    """The run that stands, and what history holds beside it. days: (n + 1,) ends of steps; won, follows: (n,)."""
    lengths = run_lengths(won, follows)
    value = int(lengths[-1])
    earlier = lengths[: len(lengths) - value]
    return value, {
        "history_from": day_of(days[0]),
        "sessions": len(won),
        "runs_as_long": _runs_as_long(earlier, value) + 1 if value else None,
        "last_as_long": _last_as_long(days, earlier, value),
        "longest_before": int(earlier.max(initial=0)),
        "longest_before_ended": day_of(days[int(earlier.argmax()) + 1]) if len(earlier) else None,
        "expected_by_chance": expected_runs(len(won), value) if value else None,
        "expected_at_own_odds": expected_runs(len(won), value, float(won.mean())) if value else None,
        "run_before": int(lengths[-2]) if len(lengths) > 1 else 0,
    }


def _follows(sessions: NDArray[np.int64], series: PairSeries) -> NDArray[np.bool_]:
    """Whether each common session comes directly after the one before it in the exchange's calendar."""
    return np.diff(sessions.searchsorted(series.days), prepend=-1) <= 1


def _runs_as_long(earlier: NDArray[np.int64], value: int) -> int:
    return int(np.count_nonzero(earlier == value))  # every longer run passes through this length once


def _last_as_long(days: NDArray[np.int64], earlier: NDArray[np.int64], value: int) -> date | None:
    """The end of the last earlier run of at least this length."""
    reached = np.flatnonzero(earlier >= value) if value else np.empty(0, np.int64)
    return day_of(days[reached[-1] + 1]) if len(reached) else None


def _sentence(of: Pair, series: PairSeries, value: int, last: date, detail: dict[str, object]) -> str:
    if not value:
        note = joined_note(of, series.joined, day_of(series.days[-2]))
        return f"{of.first} did not beat {of.second} on {last}: no streak{note}."
    step_word, note = step(series.a_year), joined_note(of, series.joined, day_of(series.days[0]))
    place = _place(value, step_word, detail)
    return f"{of.first} beat {of.second} in {count(value, step_word)} in a row to {last}, {place}{note}."


def _place(value: int, word: str, detail: dict[str, object]) -> str:
    """Since when a run was last as long, in what history, and what chance alone would give."""
    history = f"{detail['sessions']:,} {word}s since {detail['history_from']}"
    before = detail["last_as_long"]
    place = f"the longest in {history}" if before is None else f"the longest since {before}, in {history}"
    return f"{place}; even odds alone would give {_few(detail['expected_by_chance'])} such runs over that history"


def _few(expected: object) -> str:
    number = float(expected)  # type: ignore[arg-type]
    return f"{number:,.0f}" if number >= 10 else f"about {number:.1f}" if number >= 0.05 else "fewer than 0.1"
