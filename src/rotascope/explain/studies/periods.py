"""Calendar arithmetic over whole histories: which step a window starts from, and where one ahead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.explain.studies.windows import Ahead, Calendar, Months, Opening, RestOf, Trailing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.explain.studies.windows import Behind, Forward

    Ints = NDArray[np.int64]

NONE = -1
_SPAN = {"year": 12, "quarter": 3, "month": 1}
_WORDS = {"ytd": "year", "qtd": "quarter", "mtd": "month"}


def months_of(days: Ints) -> Ints:
    """Month numbers since 1970 of day numbers, (n,)."""
    return days.view("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def period_of(days: Ints, period: str) -> Ints:
    """The number of the period that each day lies in, (n,)."""
    return months_of(days) // _SPAN[period]


def base_of(ids: Ints) -> Ints:
    """Place of the last step before each step's period, `NONE` in the first period; ids ascending."""
    return ids.searchsorted(ids, side="left") - 1


def number_in(ids: Ints) -> Ints:
    """Place of each step in its period, from 1; 0 in the first period, whose start may lie before the data."""
    base = base_of(ids)
    return np.where(base == NONE, 0, np.arange(len(ids)) - base)


def is_last(ids: Ints) -> NDArray[np.bool_]:
    """Steps that another period follows. Of the last step nobody can tell yet."""
    return np.append(ids[1:] != ids[:-1], False) if len(ids) else np.zeros(0, bool)


def starts(days: Ints, window: Behind) -> Ints:
    """For each step the place that a window up to it starts from (its close is the base), `NONE` where undefined."""
    here = np.arange(len(days))
    if isinstance(window, Trailing):
        return np.maximum(here - window.sessions, NONE)
    if isinstance(window, Calendar):
        if window.word == "all":
            return np.where(here > 0, 0, NONE)
        return base_of(period_of(days, _WORDS[window.word]))
    if isinstance(window, Opening):
        ids = period_of(days, window.period)
        return np.where(number_in(ids) == window.sessions, base_of(ids), NONE)
    first, last = month_spans(days, window)
    found = np.full(len(days), NONE)
    whole = last != NONE
    found[last[whole]] = first[whole]
    return found


def month_spans(days: Ints, window: Months) -> tuple[Ints, Ints]:
    """Each occurrence of the months: place of the last step before it, and of its last step (`NONE`: not over)."""
    if (window.last - window.first + 1) % 12 == 0:
        raise UsageError(f"{window} takes the whole year; name fewer months, or ask for rest of year.")
    inside = (months_of(days) % 12 - (window.first - 1)) % 12 <= (window.last - window.first) % 12
    entered = np.flatnonzero(inside[1:] & ~inside[:-1])  # the step before
    left = np.flatnonzero(inside[:-1] & ~inside[1:])
    place = left.searchsorted(entered, side="right")
    ends = np.append(left, NONE)[np.minimum(place, len(left))]
    return entered, ends


def ends(days: Ints, window: Forward, bases: Ints) -> tuple[Ints, Ints]:
    """From each base (a place, or `NONE`): where a window ahead starts, and where it ends, `NONE` where not yet known.

    A start of `NONE`: the window does not begin there.
    """
    if isinstance(window, Ahead):
        last = bases + window.sessions
        return bases, np.where((bases != NONE) & (last < len(days)), last, NONE)
    if isinstance(window, Months):
        first, last = month_spans(days, window)
        at = first.searchsorted(bases, side="left")
        there = (bases != NONE) & (at < len(first))
        return _at(first, at, there), _at(last, at, there)
    ids = period_of(days, window.period)
    final = is_last(ids)
    closing = np.append(np.flatnonzero(final), NONE)  # the last step of each period that is over
    if isinstance(window, RestOf):
        begins = (bases != NONE) & ~final[bases]
        at = np.searchsorted(closing[:-1], bases, side="left")
        return np.where(begins, bases, NONE), np.where(begins, closing[np.minimum(at, len(closing) - 1)], NONE)
    begins = (bases != NONE) & final[bases]
    at = np.searchsorted(closing[:-1], bases, side="right")
    return np.where(begins, bases, NONE), np.where(begins, closing[np.minimum(at, len(closing) - 1)], NONE)


def _at(values: Ints, places: Ints, there: NDArray[np.bool_]) -> Ints:
    if not len(values):
        return np.full(len(places), NONE)
    return np.where(there, values[np.minimum(places, len(values) - 1)], NONE)
