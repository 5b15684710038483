"""The policy rate: the range in force, and the moves that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, percent

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.history import Series
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


def policy_moves(panel: Panel, *, since: date | None = None) -> Measured:
    """The last run of moves in one direction at consecutive decisions of the Fed, or every move after a day.

    Record: `count` of moves, `size` of the latest and `total`, fractions (cuts below zero), and `holds`, the
    decisions without a move since. A decision to hold, or a move the other way, ends a run; since: a day whose later
    moves are all counted, through holds and turns.
    """
    if since is not None and since >= panel.as_of:
        raise UsageError(f"since {since} must lie before {panel.as_of}, the day that moves are counted to.")
    upper = panel.macro("DFEDTARU")
    steps = np.round(np.diff(upper.values) / 100, 6)
    moved = np.flatnonzero(steps)
    if not len(moved):
        begin = day_of(upper.days[0])
        raise DataError(f"DFEDTARU: no change after {begin}, where these data begin, was known by {panel.as_of}.")
    last = int(moved[-1])
    taken = _run(steps, last) if since is None else moved[upper.days[moved + 1] > day_number(since)]
    holds = len(steps) - 1 - last
    rest = f"{count(holds, 'decision') if holds else 'no decision'} to hold since, as of {panel.as_of}."
    if since is not None and (not len(taken) or upper.days[0] > day_number(since)):
        return _none_since(upper, since, panel.as_of)
    run = steps[taken]
    days = [day_of(day) for day in upper.days[taken + 1]]
    equal = bool((run == run[0]).all())
    return Measured(
        {"count": len(run), "size": float(run[-1]), "total": float(np.round(run.sum(), 6)), "holds": holds},
        "record",
        f"The Fed's {'latest ' if since is None else ''}{_told(run, days, since)}; {rest}",
        {"since": days[0], "until": days[-1], "equal": equal,
         "moves": {"date": days, "size": [float(step) for step in run]}},
        days[0] if since is None else day_of(upper.days[taken[0]]),
    )  # fmt: skip


def _run(steps: NDArray[np.float64], last: int) -> NDArray[np.int64]:
    """Places of the moves in one direction that end with the last one."""
    first = last
    while first > 0 and steps[first - 1] * steps[last] > 0:
        first -= 1
    return np.arange(first, last + 1)


def _none_since(upper: Series, since: date, as_of: date) -> Measured:
    """No move after a day, or a day before the data."""
    begin = day_of(upper.days[0])
    if begin > since:
        raise DataError(f"DFEDTARU begins on {begin} in these data, after {since}.")
    values = {"count": 0, "size": 0.0, "total": 0.0, "holds": int((upper.days > day_number(since)).sum())}
    moves: dict[str, object] = {"date": [], "size": []}
    return Measured(values, "record", f"The Fed did not move its target range after {since}, as of {as_of}.",
                    {"since": None, "until": None, "equal": True, "moves": moves},
                    day_of(upper.days[upper.position(day_number(since))]))  # fmt: skip


def _told(run: NDArray[np.float64], days: list[date], since: date | None) -> str:
    """How many moves, of what size, and when."""
    up, down = int((run > 0).sum()), int((run < 0).sum())
    words = [count(number, word) for number, word in ((down, "cut"), (up, "rise")) if number]
    equal = bool((run == run[0]).all())
    sizes = f" of {abs(run[0]) * 100:.2f} points" if equal else f" totalling {abs(run.sum()) * 100:.2f} points"
    row = " in a row" if len(run) > 1 and since is None else ""
    when = f"from {days[0]} to {days[-1]}" if len(run) > 1 else f"on {days[0]}"
    after = "" if since is None else f" after {since}"
    verb = f"move{after} was" if len(run) == 1 else f"moves{after} {'came to' if up and down else 'were'}"
    return f"{verb} {' and '.join(words)}{sizes}{row}, {when}"
