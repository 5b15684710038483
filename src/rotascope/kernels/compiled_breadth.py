"""Trailing averages, extremes and counts of one block of columns, as compiled loops. Import this inside functions only.

Counts read a block (n_dates, width), contiguous and narrow enough for its last `window` rows to stay in cache; arrays
are made span by span from the panel itself (C order), for writing them wants long rows more than it wants cache.

The dates are cut into spans of `window`; a window is the tail of one span and the head of the next (van Herk 1992, Gil
and Werman 1993). The tails are folded backwards once a span, the head grows by a row a date: three steps a value
whatever the window, and no rounding error and no absurd value outlives its own window, as they do in a running sum.

`members` (1 or n_dates, width) says who counts on a date. The compiler makes vector instructions of an inner loop only
where it writes few arrays, hence the small loops; and it makes int64 of a sum of int32 unless told each time, which
halves their speed. Lengths of runs are float32 for the same reason: a row's work is then all in lanes of one width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int32]
    Flags = NDArray[np.bool_]


@njit(nogil=True, cache=True, error_model="numpy")
def fold_sums(block: Floats, date: int, window: int, tails: Doubles) -> None:
    """tails[k] becomes the sum of rows [date - window + k, date), for k from 1; tails[window] stays zero."""
    for k in range(window - 1, 0, -1):
        row, kept, tail = block[date - window + k], tails[k + 1], tails[k]
        for c in range(block.shape[1]):
            tail[c] = kept[c] + row[c]


@njit(nogil=True, cache=True, error_model="numpy")
def fold_highest(block: Floats, date: int, window: int, sign: np.float32, tails: Floats) -> None:
    """tails[k] becomes the highest of sign * rows [date - window + k, date); missing values are passed over."""
    for k in range(window - 1, -1, -1):
        row, kept, tail = block[date - window + k], tails[k + 1], tails[k]
        for c in range(block.shape[1]):
            value = sign * row[c]
            tail[c] = value if value > kept[c] else kept[c]


@njit(nogil=True, cache=True, error_model="numpy")
def lengthen(row: Floats, run: Floats) -> None:
    """run (width,): valid values in a row, up to this one."""
    for c in range(len(row)):
        run[c] = run[c] + np.float32(1) if row[c] == row[c] else np.float32(0)


@njit(nogil=True, cache=True, error_model="numpy")
def take(values: Floats, start: int, first: int, span: Floats, rows: int) -> None:
    """The rows from `start` of the columns from `first`, copied: a bare copy reads memory at its best."""
    for k in range(rows):
        row, kept = values[start + k, first : first + span.shape[1]], span[k]
        for c in range(span.shape[1]):
            kept[c] = row[c]


@njit(nogil=True, cache=True, error_model="numpy")
def average(values: Floats, first: int, window: int, span: Floats, tails: Doubles, head: Doubles, out: Floats) -> None:
    """Mean of the last `window` rows, in the columns of `out` from `first`; a NaN among them makes it NaN by itself.

    span (window, width): scratch. tails (window + 1, width): NaN, the last row zero. head (width,): scratch.
    """
    width = span.shape[1]
    part = 1 / window
    for start in range(0, values.shape[0], window):
        if start:
            fold_sums(span, window, window, tails)
        rows = min(window, values.shape[0] - start)
        take(values, start, first, span, rows)
        head[:] = 0.0
        for k in range(rows):
            row, tail, into = span[k], tails[k + 1], out[start + k, first : first + width]
            for c in range(width):
                head[c] += row[c]
                into[c] = (head[c] + tail[c]) * part


@njit(nogil=True, cache=True, error_model="numpy")
def extreme(
    values: Floats,
    first: int,
    window: int,
    sign: np.float32,
    span: Floats,
    tails: Floats,
    head: Floats,
    run: Floats,
    out: Floats,
) -> None:
    """Highest of the last `window` rows, or with sign -1 the lowest, in the columns of `out` from `first`.

    NaN where one of them is missing. span (window, width), head (width,): scratch. tails (window + 1, width): -inf.
    run (width,): zeros.
    """
    width = span.shape[1]
    full = np.float32(window)
    for start in range(0, values.shape[0], window):
        if start:
            fold_highest(span, window, window, sign, tails)
        rows = min(window, values.shape[0] - start)
        take(values, start, first, span, rows)
        head[:] = -np.inf
        for k in range(rows):
            row, tail, into = span[k], tails[k + 1], out[start + k, first : first + width]
            lengthen(row, run)
            for c in range(width):
                value = sign * row[c]
                head[c] = value if value > head[c] else head[c]
                top = head[c] if head[c] > tail[c] else tail[c]
                into[c] = sign * top if run[c] >= full else np.float32(np.nan)


@njit(nogil=True, cache=True, error_model="numpy")
def above_average(
    block: Floats, members: Flags, window: int, tails: Doubles, head: Doubles, above: Counts, counted: Counts
) -> None:
    """Columns above the mean of their last `window` rows, and columns that have one. Scratch as in `average`.

    Close times window against the sum: both are exact for closes of like size, so a constant is never above itself.
    """
    for date in range(block.shape[0]):
        k = date % window
        if k == 0:
            head[:] = 0.0
            if date:
                fold_sums(block, date, window, tails)
        row, tail, member = block[date], tails[k + 1], members[date % members.shape[0]]
        up, there = np.int32(0), np.int32(0)
        for c in range(block.shape[1]):
            head[c] += row[c]
            total = head[c] + tail[c]
            up = np.int32(up + np.int32(member[c] & (np.float64(row[c]) * window > total)))
            there = np.int32(there + np.int32(member[c] & (total == total)))
        above[date] = up
        counted[date] = there


@njit(nogil=True, cache=True, error_model="numpy")
def new_extremes(
    block: Floats, members: Flags, window: int, tails: Floats, heads: Floats, run: Floats, found: Counts
) -> None:
    """found[0], found[1]: columns above, below all of the window - 1 rows before; found[2]: `window` valid in a row.

    tails (2, window, width): -inf. heads (2, width): scratch. run (width,): zeros.
    """
    span = window - 1
    full = np.float32(window)
    for date in range(block.shape[0]):
        k = date % span
        row, member = block[date], members[date % members.shape[0]]
        lengthen(row, run)
        found[2, date] = _count_full(member, full, run)
        for side in range(2):
            sign = np.float32(1 - 2 * side)
            if k == 0:
                heads[side] = -np.inf
                if date:
                    fold_highest(block, date, span, sign, tails[side])
            found[side, date] = _count_higher(row, member, full, sign, tails[side, k], heads[side], run)


@njit(nogil=True, cache=True, error_model="numpy")
def _count_higher(
    row: Floats, member: Flags, full: np.float32, sign: np.float32, tail: Floats, head: Floats, run: Floats
) -> np.int32:
    """Members of a full run above tail and head; the head then takes the row in."""
    count = np.int32(0)
    for c in range(len(row)):
        value = sign * row[c]
        count = np.int32(count + np.int32(member[c] & (run[c] >= full) & (value > head[c]) & (value > tail[c])))
        head[c] = value if value > head[c] else head[c]
    return count


@njit(nogil=True, cache=True, error_model="numpy")
def _count_full(member: Flags, full: np.float32, run: Floats) -> np.int32:
    """Members of a full run."""
    count = np.int32(0)
    for c in range(len(run)):
        count = np.int32(count + np.int32(member[c] & (run[c] >= full)))
    return count


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def changes(block: Floats, members: Flags, found: Doubles) -> None:
    """found: columns above and below the row before, columns with both (the earlier positive), sum of their returns."""
    for date in range(1, block.shape[0]):
        row, before, member = block[date], block[date - 1], members[date % members.shape[0]]
        up, down, both, gain = np.int32(0), np.int32(0), np.int32(0), 0.0
        for c in range(block.shape[1]):
            counts = member[c] & (row[c] == row[c]) & (before[c] > 0)
            up = np.int32(up + np.int32(counts & (row[c] > before[c])))
            down = np.int32(down + np.int32(counts & (row[c] < before[c])))
            both = np.int32(both + np.int32(counts))
            ratio = np.float64(row[c]) / np.float64(before[c])
            gain += ratio - 1.0 if counts else 0.0
        found[0, date], found[1, date], found[2, date], found[3, date] = up, down, both, gain
