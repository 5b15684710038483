"""Consecutive sessions in which one leg beat the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.kernels.runs import run_lengths
from rotascope.measures.chance import expected_runs
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, step
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.pairs import Pair, PairSeries


ROUNDING = 1e-12  # returns nearer than this are a tie, whatever scale the closes are on


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
    lengths = run_lengths(won, follows)
    value = int(lengths[-1])
    first, last = day_of(series.days[0]), day_of(series.days[-1])
    earlier = lengths[: len(lengths) - value]
    detail = {
        "history_from": first,
        "sessions": len(won),
        "runs_as_long": _runs_as_long(earlier, value) + 1 if value else None,
        "last_as_long": _last_as_long(series, earlier, value),
        "longest_before": int(earlier.max(initial=0)),
        "longest_before_ended": day_of(series.days[int(earlier.argmax()) + 1]) if len(earlier) else None,
        "expected_by_chance": expected_runs(len(won), value) if value else None,
        "expected_at_own_odds": expected_runs(len(won), value, float(won.mean())) if value else None,
        "joined": series.joined,
    }
    return Measured(value, "sessions", _sentence(of, series, value, last, detail), detail)


def _follows(sessions: NDArray[np.int64], series: PairSeries) -> NDArray[np.bool_]:
    """Whether each common session comes directly after the one before it in the exchange's calendar."""
    return np.diff(sessions.searchsorted(series.days), prepend=-1) <= 1


def _runs_as_long(earlier: NDArray[np.int64], value: int) -> int:
    return int(np.count_nonzero(earlier == value))  # every longer run passes through this length once


def _last_as_long(series: PairSeries, earlier: NDArray[np.int64], value: int) -> date | None:
    """The end of the last earlier run of at least this length."""
    reached = np.flatnonzero(earlier >= value) if value else np.empty(0, np.int64)
    return day_of(series.days[reached[-1] + 1]) if len(reached) else None


def _sentence(of: Pair, series: PairSeries, value: int, last: date, detail: dict[str, object]) -> str:
    if not value:
        note = joined_note(of, series.joined, day_of(series.days[-2]))
        return f"{of.first} did not beat {of.second} on {last}: no streak{note}."
    step_word = step(series.a_year)
    history = f"{detail['sessions']:,} {step_word}s since {detail['history_from']}"
    before = detail["last_as_long"]
    place = f"the longest in {history}" if before is None else f"the longest since {before}, in {history}"
    return (
        f"{of.first} beat {of.second} in {count(value, step_word)} in a row to {last}, {place};"
        f" even odds alone would give {_few(detail['expected_by_chance'])} such runs over that"
        f" history{joined_note(of, series.joined, day_of(series.days[0]))}."
    )


def _few(expected: object) -> str:
    number = float(expected)  # type: ignore[arg-type]
    return f"{number:,.0f}" if number >= 10 else f"about {number:.1f}" if number >= 0.05 else "fewer than 0.1"
