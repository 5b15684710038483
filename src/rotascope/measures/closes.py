"""The last closes of a slice's members: how many, over how many sessions, and of whom there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.slices import LONGEST_GAP
from rotascope.errors import DataError
from rotascope.measures.wording import listed

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.slices import Members

NAMED = 5  # members left out that a sentence names


def last_prices(members: Members, window: int) -> NDArray[np.float32]:
    """(window, n_assets): each stock's last `window` closes on one share count; NaN where they are not all there.

    They lie within `window` sessions and five more; the last of them is the last session's.
    """
    if len(members.days) < window:
        raise DataError(f"The universe has {len(members.days)} sessions by then; a window of {window} needs more.")
    universe = members.universe
    rows = min(window + LONGEST_GAP, len(members.days))
    prices = universe.by_today(universe.close[-rows:] * universe.split[-rows:], len(members.days) - rows)
    closed = ~np.isnan(prices)
    last = prices[-window:].copy()
    enough = closed[-1] & (closed.sum(axis=0) >= window)
    for column in np.flatnonzero(enough & ~closed[-window:].all(axis=0)).tolist():
        last[:, column] = prices[closed[:, column], column][-window:]
    last[:, ~enough] = np.nan
    return last


def first_of(members: Members, window: int) -> date:
    """The first day whose closes may be among the last `window`."""
    return day_of(members.days[-min(window + LONGEST_GAP, len(members.days))])


def add_spread(
    prices: NDArray[np.float32],
    flags: NDArray[np.bool_],
    window: int,
    above: NDArray[np.int64],
    counted: NDArray[np.int64],
) -> None:
    """Adds to each day's counts the members whose last `window` closes span up to five sessions more than that."""
    closed = ~np.isnan(prices)
    some = closed & flags
    first, last = some.argmax(axis=0), len(some) - some[::-1].argmax(axis=0)
    for column in np.flatnonzero(some.any(axis=0)).tolist():
        begin = max(int(first[column]) - window - LONGEST_GAP, 0)
        if closed[begin : last[column], column].all():
            continue
        days = np.flatnonzero(closed[:, column])
        ends = days[window - 1 :]
        spans = ends - days[: len(ends)] + 1
        taken = (spans > window) & (spans <= window + LONGEST_GAP) & flags[ends, column]
        if taken.any():
            runs = np.lib.stride_tricks.sliding_window_view(prices[days, column], window)[taken]
            counted[ends[taken]] += 1
            above[ends[taken]] += runs[:, -1] > runs.mean(axis=1, dtype=np.float64)


def left_out(members: Members, counted: NDArray[np.bool_]) -> tuple[str, ...]:
    """Members of the last day that are not counted, those that the data hold nothing of among them."""
    return tuple(sorted([*members.universe.symbols[members.now & ~counted].tolist(), *members.absent]))


def without(names: tuple[str, ...]) -> str:
    """ "4 without: CBOE, FDS, SW and VZ"; nothing where none is left out."""
    if not names:
        return ""
    told = f": {listed(list(names))}" if len(names) <= NAMED else ""
    return f"{len(names):,} without{told}"
