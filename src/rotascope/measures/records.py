"""Records: how this opening and this close rank in history, and what chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.chance import chance_of_high
from rotascope.measures.measured import Measured
from rotascope.measures.subjects import gain, gain_words, levels_of
from rotascope.measures.wording import count, percent
from rotascope.pairs import Leg

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.pairs import Pair

Direction = Literal["high", "low"]
ROUNDING = 1e-12  # closes nearer than this are the same close


def opening_rank(panel: Panel, of: Leg | Pair, *, window: int | None = None, basis: Basis = "total") -> Measured:
    """Rank (1: strongest) of this year's first n sessions among all years with data; n: those so far, or `window`.

    The base is the prior year's last close; a pair is ranked by active return. Ties share the better rank.
    `detail`: every year's opening, those stronger, whether none of the ten years before was strictly stronger
    ("strongest in over a decade"), and the chance of a rank this good if years came in any order.
    """
    held = levels_of(panel, of, basis)
    days, levels = held.days, held.levels
    starts = _year_starts(days)
    this_year = panel.as_of.year
    if this_year not in starts:
        raise DataError(f"{of} has no close before {this_year} to measure the year's opening from.")
    so_far = len(days) - 1 - starts[this_year]
    sessions = _sessions(window, so_far)
    openings = {
        year: gain(levels, start, start + sessions)
        for year, start in starts.items()
        if start + sessions < len(days) and day_of(days[start + sessions]).year == year
    }
    mine = openings[this_year]
    stronger = {year: value for year, value in openings.items() if value > mine}
    rank = len(stronger) + 1
    recent = [year for year in stronger if this_year - 10 <= year]
    return Measured(
        rank,
        "rank",
        f"{of}'s first {count(sessions, 'session')} of {this_year} ({gain_words(of, mine)}) rank {rank} of"
        f" {len(openings)} years since {min(openings)}{_after(of, stronger)}; in any order of years a rank this good"
        f" has a chance of {percent(rank / len(openings), 0)}{held.note}.",
        {
            "sessions": sessions,
            "opening": mine,
            "years": len(openings),
            "first_year": min(openings),
            "stronger": stronger,
            "openings": openings,
            "strongest_in_over_a_decade": not recent and len(openings) > 10,
            "chance": rank / len(openings),
            "joined": held.joined,
        },
    )


def extreme_since(panel: Panel, of: Leg | Pair, *, direction: Direction = "high", basis: Basis = "total") -> Measured:
    """Closes before the as-of that today's exceeds, back to the last one at or beyond it: "highest since"; all if none.

    A pair is judged by its relative strength. `detail`: the day of that last close, whether today's is the highest
    (lowest) of all, and the chance that a driftless walk stands beyond so many closes before it.
    """
    held = levels_of(panel, of, basis)
    days, levels = held.days, held.levels
    values = levels[0] if len(levels) == 1 else levels[0] / levels[1]
    now = values[-1]
    beyond = values[:-1] >= now * (1 - ROUNDING) if direction == "high" else values[:-1] <= now * (1 + ROUNDING)
    found = np.flatnonzero(beyond)
    value = len(values) - 2 - int(found[-1]) if len(found) else len(values) - 1
    before = day_of(days[found[-1]]) if len(found) else None
    chance = chance_of_high(value)
    text = _extreme_words(panel, of, direction, value, before or day_of(days[0]), before is None) + f"{held.note}."
    return Measured(
        value,
        "sessions",
        text,
        {
            "since": before,
            "on_record": before is None,
            "history_from": day_of(days[0]),
            "chance": chance,
            "joined": held.joined,
        },
    )


def _year_starts(days: NDArray[np.int64]) -> dict[int, int]:
    """For each year with a close before it: the index of the last close before the year."""
    years = days.view("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    turns = np.flatnonzero(np.diff(years) == 1)
    return {int(years[turn + 1]): int(turn) for turn in turns}


def _sessions(window: int | None, so_far: int) -> int:
    if window is not None and window > so_far:
        raise UsageError(f"window {window} must be from 1 to {so_far}, the sessions of the year so far.")
    return window or so_far


def _after(of: Leg | Pair, stronger: dict[int, float]) -> str:
    if not stronger:
        return ""
    years = sorted(stronger)
    named = ", ".join(f"{year} ({gain_words(of, stronger[year])})" for year in years[:6])
    return f", after {named}{' and others' if len(years) > 6 else ''}"


def _extreme_words(panel: Panel, of: Leg | Pair, direction: str, value: int, day: date, on_record: bool) -> str:
    subject = str(of) if isinstance(of, Leg) else f"{of.first}/{of.second} relative strength"
    if value == 0:
        comparison = "higher" if direction == "high" else "lower"
        return f"{subject} closed on {panel.as_of} no {comparison} than the session before"
    word = "highest" if direction == "high" else "lowest"
    place = f"its {word} on record (since {day})" if on_record else f"its {word} since {day}"
    return (
        f"{subject} closed on {panel.as_of} at {place}, {count(value, 'session')};"
        f" a driftless walk does so {percent(chance_of_high(value))} of the time"
    )
