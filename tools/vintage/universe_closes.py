"""Unadjusted closes that can be trusted: confirmed by the adjusted panel, filled from it, or plain.

The log ratio of a true close to the adjusted close of its session stays put until the next dividend or split.
A listed close whose ratio no near row shares is a misprint or a stale row; a session without one is a hole of the
screener. In both cases the panel's close at the last confirmed ratio stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.vintage.universe_grid import Grid

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TOLERANCE = 2e-5  # of the log ratio; a cent on a 500 dollar share
HALF_CENT = 0.0051  # closes below CHEAP dollars are quoted more coarsely than the panel's
CHEAP = 5.0
NEIGHBOURS = 3
LEAST_MATCH = 0.5  # share of a line's rows that must be confirmed, or the panel holds another company
LEAST_AGREEMENT = 0.8  # of a session's rows, or its snapshot is trusted only where the panel bears it out
SPIKE = np.log(5.0)
BACK = np.log(1.5)
SETTLED = 3  # rows after which a jump that has not come back is believed


@dataclass(frozen=True)
class Closes:
    """close (n_sessions, n_lines); ratio: last confirmed log of close over adjusted, NaN where none; counts."""

    close: Floats
    ratio: Floats
    counts: dict[str, int]


def trusted_closes(grid: Grid) -> Closes:
    """Closes of every line on every session on which one is known; see the module."""
    close = _without_standstill(grid)
    ended = int(np.isfinite(grid.close).sum() - np.isfinite(close).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        raw_ratio = np.log(close / grid.adjusted)
    both = np.isfinite(raw_ratio)
    confirmed = confirm(raw_ratio, close)
    known = confirmed.sum(axis=0) >= LEAST_MATCH * np.maximum(both.sum(axis=0), 1)
    confirmed &= known
    ratio = carry(np.where(confirmed, raw_ratio, np.nan))
    judged = np.isfinite(grid.adjusted) & known & both.any(axis=0)
    later = _any_later(confirmed)
    implied = _as_quoted(grid.adjusted * np.exp(ratio))
    stand_in = judged & ~confirmed & np.isfinite(implied) & later & _inside(grid)
    plain = np.where(_trusted_rows(both & known, confirmed)[:, None] & ~judged, close, np.nan)
    unspiked = without_spikes(plain)
    out = np.where(confirmed, close, np.where(stand_in, implied, unspiked))
    counts = {
        "held still at the end, dropped": ended,
        "confirmed by the panel": int(confirmed.sum()),
        "misprints replaced from the panel": int((stand_in & np.isfinite(close)).sum()),
        "holes filled from the panel": int((stand_in & ~np.isfinite(close)).sum()),
        "plain, without a panel": int(np.isfinite(np.where(judged, np.nan, out)).sum()),
        "left out, of an untrusted snapshot": int((np.isfinite(close) & ~judged & ~np.isfinite(plain)).sum()),
        "left out, spikes": int((np.isfinite(plain) & ~np.isfinite(unspiked)).sum()),
        "left out, not confirmed": int((np.isfinite(close) & judged & ~np.isfinite(out)).sum()),
    }
    return Closes(out, np.where(known, ratio, np.nan), counts)


def confirm(ratio: Floats, close: Floats) -> Flags:
    """True where a row within NEIGHBOURS has the same ratio, to the precision of the quote."""
    tolerance = np.where(close < CHEAP, np.maximum(TOLERANCE, HALF_CENT / close), TOLERANCE)
    out = np.zeros(ratio.shape, dtype=bool)
    for shift in range(1, NEIGHBOURS + 1):
        near = np.abs(ratio[shift:] - ratio[:-shift])
        out[shift:] |= near < tolerance[shift:]
        out[:-shift] |= near < tolerance[:-shift]
    return out


def carry(values: Floats) -> Floats:
    """The last finite value up to each row (n_rows, n_columns); NaN before the first."""
    rows = np.where(np.isfinite(values), np.arange(len(values))[:, None], 0)
    return np.take_along_axis(values, np.maximum.accumulate(rows, axis=0), axis=0)


def without_spikes(close: Floats) -> Floats:
    """Closes without those that stand fivefold off the row before and come back on the next.

    A jump in the last SETTLED rows of the data is left out too, since it could not come back yet.
    """
    out = close.copy()
    for column in range(close.shape[1]):
        rows = np.flatnonzero(np.isfinite(close[:, column]))
        logs = np.log(close[rows, column])
        for k in np.flatnonzero(np.abs(np.diff(logs)) > SPIKE) + 1:
            back = abs(logs[k + 1] - logs[k - 1]) < BACK if k + 1 < len(rows) else rows[k] > len(close) - SETTLED
            if back:
                out[rows[k], column] = np.nan
    return out


def _without_standstill(grid: Grid) -> Floats:
    """Closes without a line's last rows that only repeat close and volume: nothing was traded any more."""
    out = grid.close.copy()
    for column in range(out.shape[1]):
        rows = np.flatnonzero(np.isfinite(out[:, column]))
        if len(rows) > 1:
            moved = (np.diff(out[rows, column]) != 0) | (np.diff(grid.volume[rows, column]) != 0)
            last = np.flatnonzero(moved)[-1] + 1 if moved.any() else 0
            out[rows[last + 1 :], column] = np.nan
    return out


def _trusted_rows(judged: Flags, confirmed: Flags) -> Flags:
    """Sessions whose listed closes may be taken without confirmation (all, where nothing could be judged)."""
    count = judged.sum(axis=1)
    agreeing: Flags = confirmed.sum(axis=1) >= LEAST_AGREEMENT * count
    return agreeing


def _any_later(flags: Flags) -> Flags:
    """True where a later row of the column is true."""
    out = np.zeros(flags.shape, dtype=bool)
    out[:-1] = np.logical_or.accumulate(flags[:0:-1], axis=0)[::-1]
    return out


def _inside(grid: Grid) -> Flags:
    """True from a line's first to its last listed row."""
    rows = np.arange(len(grid.close))[:, None]
    return (rows >= grid.lines["first"].to_numpy()) & (rows <= grid.lines["last"].to_numpy())


def _as_quoted(values: Floats) -> Floats:
    """Rounded as quotes are: to the cent from a dollar up, to four decimals below."""
    return np.where(values >= 1, np.round(values, 2), np.round(values, 4))
