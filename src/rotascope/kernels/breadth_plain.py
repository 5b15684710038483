"""Breadth of small panels in plain numpy, so that a brief imports no compiler.

What each function gives stands in `rotascope.kernels.breadth`, which checks the arguments and calls these. Heads and
tails are summed in the order of `compiled_breadth`, so both give the same averages to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def trailing_average(values: Floats, window: int, out: Floats) -> None:
    out[:] = _trailing(np.add, values, window, np.float64) * (1 / window)


def trailing_extreme(values: Floats, window: int, sign: int, out: Floats) -> None:
    """The highest with sign 1, the lowest with sign -1."""
    out[:] = _trailing(np.maximum if sign > 0 else np.minimum, values, window, np.float32)


def counts(
    values: Floats, members: Flags, windows: Sequence[int], extreme_window: int | None, with_changes: bool
) -> list[Doubles]:
    """One array (kinds, n_dates) a part asked for."""
    found = [_above(values, members, window) for window in windows]
    if extreme_window is not None:
        found.append(_new_extremes(values, members, extreme_window))
    if with_changes:
        found.append(_changes(values, members))
    return found


def _trailing(join: np.ufunc, values: Floats, window: int, kind: type[np.floating[Any]]) -> NDArray[Any]:
    """The last `window` rows joined by a ufunc that NaN goes through, all spans of the dates at a time."""
    n_dates, n_assets = values.shape
    out = np.full(values.shape, np.nan, kind)
    if n_dates < window or not n_assets:
        return out
    heads = np.full((-(-n_dates // window), window, n_assets), np.nan, kind)
    heads.reshape(-1, n_assets)[:n_dates] = values
    tails = heads.copy()
    for k in range(1, window):
        join(heads[:, k - 1], heads[:, k], out=heads[:, k])
        join(tails[:, window - k], tails[:, window - k - 1], out=tails[:, window - k - 1])
    head, tail = heads.reshape(-1, n_assets)[:n_dates], tails.reshape(-1, n_assets)
    join(head[window - 1 :], tail[: n_dates - window + 1], out=out[window - 1 :])
    out[window - 1 :: window] = head[window - 1 :: window]  # these windows are whole spans
    return out


def _above(values: Floats, members: Flags, window: int) -> Doubles:
    sums = _trailing(np.add, values, window, np.float64)
    return _per_date(members & (values.astype(float) * window > sums), members & ~np.isnan(sums))


def _new_extremes(values: Floats, members: Flags, window: int) -> Doubles:
    high, low = (_trailing(join, values, window - 1, np.float32)[:-1] for join in (np.maximum, np.minimum))
    now = values[1:]
    found = np.zeros((3, len(values)))
    if len(values):
        full = (members[1:] if len(members) > 1 else members) & ~np.isnan(high) & ~np.isnan(now)
        found[:, 1:] = _per_date(full & (now > high), full & (now < low), full)
    return found


def _changes(values: Floats, members: Flags) -> Doubles:
    found = np.zeros((4, len(values)))
    if len(values):
        now, before = values[1:], values[:-1]
        counted = (members[1:] if len(members) > 1 else members) & ~np.isnan(now) & (before > 0)
        found[:3, 1:] = _per_date(counted & (now > before), counted & (now < before), counted)
        gains = np.divide(now, before, out=np.ones(now.shape), where=counted, dtype=np.float64) - 1
        found[3, 1:] = gains.sum(axis=1)
    return found


def _per_date(*flags: Flags) -> Doubles:
    return np.array([flag.sum(axis=1) for flag in flags], float)
