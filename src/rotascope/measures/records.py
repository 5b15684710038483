"""Records: how this opening and this close rank in history, and what chance would give."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.kernels.distances import exceeded
from rotascope.measures.chance import chance_of_high
from rotascope.measures.measured import Measured
from rotascope.measures.subjects import gain, gain_words, levels_of
from rotascope.measures.wording import count, ordinal, percent, share_words, step
from rotascope.pairs import Leg, Pair

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.subjects import SubjectLevels
    from rotascope.measures.windows import Basis

Direction = Literal["high", "low"]
ROUNDING = 1e-12  # closes nearer than this are the same close
FEW_YEARS = 5  # among fewer a rank says nothing


def opening_rank(panel: Panel, of: Leg | Pair, *, window: int | None = None, basis: Basis = "total") -> Measured:
    """Rank (1: strongest) of this year's first n sessions among all years with data; n: those so far, or `window`.

    The base is the prior year's last close; a pair is ranked by active return. Ties share the better rank. A year
    of fewer than n sessions counts with all of them (`shorter` names it). `detail`: every year's opening, those
    stronger and weaker, whether none of the ten years before was strictly stronger ("strongest in over a decade"),
    and the chance of a rank this good, and this poor, if years came in any order.
    """
    held = levels_of(panel, of, basis)
    starts = _year_starts(held.days)
    this_year = panel.as_of.year
    if this_year not in starts:
        raise DataError(f"{of} has no close before {this_year} to measure the year's opening from.")
    sessions = _sessions(window, len(held.days) - 1 - starts[this_year])
    ends = _year_ends(starts, len(held.days), sessions)
    openings = {year: gain(held.levels, start, ends[year]) for year, start in starts.items()}
    mine = openings[this_year]
    stronger = {year: value for year, value in openings.items() if value > mine}
    weaker = {year: value for year, value in openings.items() if value < mine}
    years = len(openings)
    rank, from_bottom = len(stronger) + 1, len(weaker) + 1
    recent = [year for year in stronger if this_year - 10 <= year]
    return Measured(
        rank,
        "rank",
        f"{of}'s first {count(sessions, 'session')} of {this_year} ({gain_words(of, mine)}, {held.basis}) rank"
        f" {rank} of {count(years, 'year')} since {min(openings)}"
        f"{_place(of, rank, from_bottom, years, stronger)}{held.note}.",
        {
            "sessions": sessions,
            "opening": mine,
            "years": years,
            "first_year": min(openings),
            "stronger": stronger,
            "openings": openings,
            "shorter": [year for year, start in starts.items() if ends[year] - start < sessions],
            "rank_from_bottom": from_bottom,
            "strongest_in_over_a_decade": not recent and years > 10,
            "chance": rank / years,
            "chance_low": from_bottom / years,
            "joined": held.joined,
        },
    )


def extreme_since(panel: Panel, of: Leg | Pair, *, direction: Direction = "high", basis: Basis = "total") -> Measured:
    """Closes before the as-of that today's exceeds, back to the last one at or beyond it: "highest since"; all if none.

    A pair is judged by its relative strength. `detail`: the day of that last close, whether today's is the highest
    (lowest) of all, the share of all sessions by then with a high (low) of as many closes or more, and for a pair the
    chance of one on a driftless walk. A leg drifts, so a driftless walk is no null for it.
    """
    return panel.cached(("extreme_since", of, direction, basis), lambda inner: _extreme(inner, of, direction, basis))


def _extreme(panel: Panel, of: Leg | Pair, direction: Direction, basis: str) -> Measured:
    held = levels_of(panel, of, basis)
    values = held.levels[0] if len(held.levels) == 1 else held.levels[0] / held.levels[1]
    counts = exceeded(values if direction == "high" else 1 / values, ROUNDING)
    value = int(counts[-1])
    on_record = value == len(values) - 1
    before = None if on_record else day_of(held.days[len(values) - 2 - value])
    share = float(np.mean(counts[1:] >= value)) if len(counts) > 1 else 1.0
    return Measured(
        value,
        "sessions",
        _extreme_words(panel, of, held, direction, value, before, share),
        {
            "since": before,
            "on_record": on_record,
            "history_from": day_of(held.days[0]),
            "share_of_history": share,
            "chance": chance_of_high(value) if isinstance(of, Pair) else None,
            "joined": held.joined,
        },
    )


def _year_starts(days: NDArray[np.int64]) -> dict[int, int]:
    """For each year with a close before it: the index of the last close before the year."""
    years = days.view("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    turns = np.flatnonzero(np.diff(years) == 1)
    return {int(years[turn + 1]): int(turn) for turn in turns}


def _year_ends(starts: dict[int, int], length: int, sessions: int) -> dict[int, int]:
    """For each year: the index of its session number `sessions`, or of its last one."""
    years = sorted(starts)
    last = {year: starts[after] for year, after in pairwise(years)} | {years[-1]: length - 1}
    return {year: min(start + sessions, last[year]) for year, start in starts.items()}


def _sessions(window: int | None, so_far: int) -> int:
    if window is not None and window > so_far:
        raise UsageError(f"window {window} must be from 1 to {so_far}, the sessions of the year so far.")
    return window or so_far


def _place(of: Leg | Pair, rank: int, from_bottom: int, years: int, stronger: dict[int, float]) -> str:
    """Which years were stronger, and the chance of the rank, told from the side that it is nearer to."""
    if years < FEW_YEARS:
        return ", too few to say more"
    if from_bottom < rank:
        side = "the weakest of them" if from_bottom == 1 else f"{ordinal(from_bottom)} from the bottom"
        return f", {side}; in any order of years a place this low has a chance of {percent(from_bottom / years, 0)}"
    named = sorted(stronger)
    after = ", ".join(f"{year} ({gain_words(of, stronger[year])})" for year in named[:6])
    after = f", after {after}{' and others' if len(named) > 6 else ''}" if named else ""
    return f"{after}; in any order of years a rank this good has a chance of {percent(rank / years, 0)}"


def _extreme_words(
    panel: Panel, of: Leg | Pair, held: SubjectLevels, direction: str, value: int, before: date | None, share: float
) -> str:
    subject = f"{of} ({held.basis})" if isinstance(of, Leg) else f"{of.first}/{of.second} relative strength"
    if value == 0:
        comparison = "higher" if direction == "high" else "lower"
        return f"{subject} closed on {day_of(held.days[-1])} no {comparison} than the {step(held.a_year)} before{held.note}."
    word = "highest" if direction == "high" else "lowest"
    place = f"its {word} on record (since {day_of(held.days[0])})" if before is None else f"its {word} since {before}"
    chance = f", a driftless walk on {percent(chance_of_high(value))}" if isinstance(of, Pair) else ""
    return (
        f"{subject} closed on {day_of(held.days[-1])} at {place}, {count(value, step(held.a_year))}; it stood at a"
        f" {direction} of as many or more on {share_words(share)} of all {step(held.a_year)}s by then{chance}{held.note}."
    )
