"""Windows: which observation a return starts from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from rotascope.data.history import day_number, day_of
from rotascope.errors import DataError, UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Basis = Literal["total", "price"]
Window: TypeAlias = str
"""A number of sessions as text ("21"), or "mtd", "qtd", "ytd", or "all" for the whole history."""

_MONTHS = {"ytd": 12, "qtd": 3, "mtd": 1}


def start_of(days: NDArray[np.int64], subject: object, window: Window, since: date | None) -> int:
    """Index of the close that a return is measured from; the last index is its end.

    since (before the window): the last session up to it. window "ytd", "qtd", "mtd": the last close before the
    year, quarter or month of the last session; a number: so many sessions before the last; "all": the first.
    Errors: `UsageError` for a `since` that leaves nothing, `DataError` where the data do not reach back.
    """
    if since is not None:
        return _since(days, subject, since)
    if window == "all":
        return _back(days, subject, max(len(days) - 1, 1))
    if window.isdecimal():
        return _back(days, subject, int(window))
    return _calendar(days, subject, window)


def _since(days: NDArray[np.int64], subject: object, since: date) -> int:
    last = len(days) - 1
    if day_number(since) >= days[last]:
        raise UsageError(f"since {since} must lie before the last session used, {day_of(days[last])}.")
    start = int(days.searchsorted(day_number(since), side="right")) - 1
    if start < 0:
        raise DataError(f"since {since} lies before the data of {subject}, which begin on {day_of(days[0])}.")
    return start


def _back(days: NDArray[np.int64], subject: object, sessions: int) -> int:
    start = len(days) - 1 - sessions
    if start < 0:
        raise DataError(
            f"{subject} has {len(days) - 1} sessions of returns by then; a window of {sessions} needs more."
        )
    return start


def _calendar(days: NDArray[np.int64], subject: object, window: str) -> int:
    last = day_of(days[-1])
    span = _MONTHS[window]
    begin = date(last.year, (last.month - 1) // span * span + 1, 1)
    start = int(days.searchsorted(day_number(begin), side="left")) - 1
    if start < 0:
        raise DataError(
            f"{subject} begins on {day_of(days[0])}, so it has no close before {begin} to measure {window} from."
        )
    return start


MOST = 100_000  # steps, of any length: more than any series has


def check_number(name: str, value: int, least: int = 1) -> None:
    """`UsageError` unless a number of steps or members is one that something can have."""
    if not least <= value <= MOST:
        raise UsageError(f"{name} {value} must be from {least} to {MOST}.")


def period_numbers(days: NDArray[np.int64], period: str) -> NDArray[np.int64]:
    """(n,): the number of the calendar week (from Monday), month, quarter or year that each day lies in."""
    if period == "week":
        return (days + 3) // 7  # day 0 was a Thursday
    months = days.view("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[period]
