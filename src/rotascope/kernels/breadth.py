"""Breadth: trailing averages and extremes of many columns, and how many columns stand above them on each date.

Panels are time-major float32 (n_dates, n_assets), NaN where a close is missing, in any memory order. A window of n is
the last n rows, today's included; all n must be there, otherwise the result is NaN and the column is not counted.
`members`, booleans (n_dates, n_assets) or (n_assets,), says who counts on a date; None counts everybody. Counts are
int64 (n_dates,). A value depends on rows up to its own and on no row before its window.

Small panels go through plain numpy, large ones through compiled loops on several threads; the results are the same
(sums of returns to the last digits). `UsageError` for another type than float32, other shapes, or a window too short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels import breadth_blocks, breadth_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SMALL = 5_000_000  # values; up to here numpy takes about as long as importing the compiler


class AboveAverage(NamedTuple):
    """Columns strictly above their average, and columns that have one: (n_dates,) each."""

    above: Counts
    counted: Counts


class NewExtremes(NamedTuple):
    """Columns at a new high and at a new low, and columns with a full window: (n_dates,) each."""

    highs: Counts
    lows: Counts
    counted: Counts


class Changes(NamedTuple):
    """Columns up and down on the row before, columns with both closes, and their mean return (NaN where none)."""

    advances: Counts
    declines: Counts
    counted: Counts
    equal_weighted_return: Doubles


class Breadth(NamedTuple):
    """`above`: one an average's window, in the order asked for."""

    above: tuple[AboveAverage, ...]
    extremes: NewExtremes
    changes: Changes


def trailing_average(values: Floats, window: int, out: Floats | None = None) -> Floats:
    """Mean of the last `window` closes, summed in float64, as float32 (n_dates, n_assets); in `out` where given."""
    _check(values, window)
    out = _room(values, out)
    _path(values).trailing_average(values, window, out)
    return out


def trailing_maximum(values: Floats, window: int, out: Floats | None = None) -> Floats:
    """Highest of the last `window` closes, as float32 (n_dates, n_assets); in `out` where given."""
    _check(values, window)
    out = _room(values, out)
    _path(values).trailing_extreme(values, window, 1, out)
    return out


def trailing_minimum(values: Floats, window: int, out: Floats | None = None) -> Floats:
    """Lowest of the last `window` closes, as float32 (n_dates, n_assets); in `out` where given."""
    _check(values, window)
    out = _room(values, out)
    _path(values).trailing_extreme(values, window, -1, out)
    return out


def above_average(values: Floats, window: int, members: Flags | None = None) -> AboveAverage:
    """How many columns close strictly above the mean of their last `window` closes, today's included."""
    _check(values, window)
    (found,) = _path(values).counts(values, _rows(members, values), [window], None, False)
    return AboveAverage(*_whole(found))


def new_extremes(values: Floats, window: int, members: Flags | None = None) -> NewExtremes:
    """How many columns close strictly above (below) all of the `window` - 1 closes before: 252 is a year's high."""
    _check(values, window, least=2)
    (found,) = _path(values).counts(values, _rows(members, values), [], window, False)
    return NewExtremes(*_whole(found))


def changes(values: Floats, members: Flags | None = None) -> Changes:
    """Advances, declines and the equal-weighted return from the row before.

    Members are those of the later date. A column counts where both closes are there and the earlier is positive.
    """
    _check(values, 1)
    (found,) = _path(values).counts(values, _rows(members, values), [], None, True)
    return _changes(found)


def breadth(
    values: Floats, windows: Sequence[int] = (50, 200), extreme_window: int = 252, members: Flags | None = None
) -> Breadth:
    """`above_average` for each of `windows`, `new_extremes` and `changes`, in one read of the panel."""
    for window in windows:
        _check(values, window)
    _check(values, extreme_window, least=2)
    *above, extremes, changed = _path(values).counts(values, _rows(members, values), windows, extreme_window, True)
    return Breadth(
        tuple(AboveAverage(*_whole(part)) for part in above), NewExtremes(*_whole(extremes)), _changes(changed)
    )


class _Path(Protocol):
    """What both modules offer, on arguments already checked."""

    def trailing_average(self, values: Floats, window: int, out: Floats) -> None: ...

    def trailing_extreme(self, values: Floats, window: int, sign: int, out: Floats) -> None: ...

    def counts(
        self, values: Floats, members: Flags, windows: Sequence[int], extreme_window: int | None, with_changes: bool
    ) -> list[Doubles]: ...


def _path(values: Floats) -> _Path:
    """The one place where the choice is made."""
    return breadth_plain if values.size <= SMALL else breadth_blocks


def _check(values: Floats, window: int, least: int = 1) -> None:
    if values.ndim != 2 or values.dtype != np.float32:
        raise UsageError(
            f"values is {values.dtype} of shape {values.shape}; breadth takes float32 (n_dates, n_assets):"
            " convert with astype(np.float32) where seven digits are enough."
        )
    if window < least:
        raise UsageError(f"window is {window}; it must be at least {least}.")


def _room(values: Floats, out: Floats | None) -> Floats:
    """`out`, or new memory: whoever asks again and again saves a third of the time by handing it in."""
    if out is None:
        return np.empty(values.shape, np.float32)
    if out.shape != values.shape or out.dtype != np.float32 or not out.flags.c_contiguous or not out.flags.writeable:
        raise UsageError(
            f"out is {out.dtype} of shape {out.shape}; it must be writeable, float32, in C order,"
            f" of shape {values.shape}."
        )
    if np.may_share_memory(values, out):
        raise UsageError("out shares memory with values; it must be an array of its own.")
    return out


def _rows(members: Flags | None, values: Floats) -> Flags:
    """Members as (1 or n_dates, n_assets)."""
    if members is None:
        return np.ones((1, values.shape[1]), np.bool_)
    if members.dtype != np.bool_ or members.shape not in {values.shape, values.shape[1:]}:
        raise UsageError(
            f"members is {members.dtype} of shape {members.shape}; it must be bool of shape {values.shape}"
            f" or {values.shape[1:]}."
        )
    return np.atleast_2d(members)


def _whole(found: Doubles) -> tuple[Counts, ...]:
    return tuple(found.astype(np.int64))


def _changes(found: Doubles) -> Changes:
    """Counts, and the sum of returns made a mean."""
    advances, declines, counted = _whole(found[:3])
    mean = np.divide(found[3], counted, out=np.full(len(counted), np.nan), where=counted > 0)
    return Changes(advances, declines, counted, mean)
