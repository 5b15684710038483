"""The policy rate: the range in force, and the moves that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, percent

if TYPE_CHECKING:
    from rotascope.data.panel import Panel


def policy_range(panel: Panel) -> Measured:
    """Target range of the federal funds rate: record of `lower` and `upper`, fractions; known on the decision's day."""
    lower, upper = panel.macro("DFEDTARL"), panel.macro("DFEDTARU")
    low, high = round(float(lower.values[-1]) / 100, 8), round(float(upper.values[-1]) / 100, 8)
    decided = day_of(upper.days[-1])
    return Measured(
        {"lower": low, "upper": high},
        "record",
        f"The target range for the federal funds rate was {percent(low, 2)[:-1]} to {percent(high, 2)}"
        f" on {panel.as_of} (last decision {decided}).",
        {"decided": decided},
        decided,
    )


def policy_moves(panel: Panel) -> Measured:
    """The last run of moves in one direction at consecutive decisions of the Fed.

    Record: `count` of moves, `size` of the latest and `total`, fractions (cuts below zero), and `holds`, the
    decisions without a move since. A decision to hold, or a move the other way, ends a run.
    """
    upper = panel.macro("DFEDTARU")
    steps = np.round(np.diff(upper.values) / 100, 6)
    moved = np.flatnonzero(steps)
    if not len(moved):
        begin = day_of(upper.days[0])
        raise DataError(f"DFEDTARU: no change after {begin}, where these data begin, was known by {panel.as_of}.")
    last = int(moved[-1])
    first = last
    while first > 0 and steps[first - 1] * steps[last] > 0:
        first -= 1
    run = steps[first : last + 1]
    days = [day_of(day) for day in upper.days[first + 1 : last + 2]]
    holds = len(steps) - 1 - last
    word = "cut" if steps[last] < 0 else "rise"
    equal = bool((run == run[0]).all())
    sizes = f" of {abs(run[0]) * 100:.2f} points" if equal else f" totalling {abs(run.sum()) * 100:.2f} points"
    row = " in a row" if len(run) > 1 else ""
    when = f"from {days[0]} to {days[-1]}" if len(run) > 1 else f"on {days[0]}"
    moves = "moves were" if len(run) > 1 else "move was"
    return Measured(
        {"count": len(run), "size": float(run[-1]), "total": float(np.round(run.sum(), 6)), "holds": holds},
        "record",
        f"The Fed's latest {moves} {count(len(run), word)}{sizes}{row}, {when};"
        f" {count(holds, 'decision') if holds else 'no decision'} to hold since, as of {panel.as_of}.",
        {"since": days[0], "until": days[-1], "equal": equal,
         "moves": {"date": days, "size": [float(step) for step in run]}},
        days[0],
    )  # fmt: skip
