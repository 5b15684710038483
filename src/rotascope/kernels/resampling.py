"""Means under resampling: in blocks of time, with years exchanged, and with the season shifted within each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64] | NDArray[np.int32]
    Flags = NDArray[np.bool_]

MOST_HELD = 4_000_000  # values gathered at a time


class BlockMeans(NamedTuple):
    """Of each draw: the mean of the flagged values (NaN where none was drawn) and the mean of all."""

    flagged: Floats
    every: Floats


def block_means(values: Floats, flags: Flags, length: int, begins: Ints) -> BlockMeans:
    """A circular block bootstrap: values, flags (n,), `begins` (draws, blocks) in [0, n), blocks of `length` <= n."""
    parts: list[Floats] = [np.where(flags, values, 0.0), flags.astype(np.float64), values]
    flagged, count, every = (_rolled(part, length) for part in parts)
    drawn = len(begins), begins.shape[1] * length
    sums = [np.empty(drawn[0]) for _ in range(3)]
    for part in _chunks(begins.shape[0], begins.shape[1]):
        for into, blocks in zip(sums, (flagged, count, every), strict=True):
            into[part] = blocks.take(begins[part]).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(sums[1] > 0.5, sums[0] / sums[1], np.nan)
    return BlockMeans(means, sums[2] / drawn[1])


def _rolled(values: Floats, length: int) -> Floats:
    """The sum of each circular block by where it begins, (n,)."""
    sums = np.append(0.0, np.cumsum(np.append(values, values[: length - 1])))
    rolled: Floats = sums[length:] - sums[:-length]
    return rolled


def exchanged_means(table: Floats, rows: Ints, columns: Ints, orders: Ints) -> Floats:
    """The mean of the cells (rows, columns) (n,) of a table once its rows are exchanged, for each of `orders`.

    table (years, units) with NaN where there is nothing: such cells are left out. orders (draws, years).
    """

    cells = np.ascontiguousarray(table).ravel()

    def gather(part: slice) -> Floats:
        taken: Floats = cells.take(orders[part].take(rows, axis=1) * table.shape[1] + columns)
        return taken

    return _means(gather, len(orders), len(rows))


def shifted_means(values: Floats, first: Ints, size: Ints, rows: Ints, places: Ints, shifts: Floats) -> Floats:
    """The mean of the places (n,) within their years once each year's values are shifted round, for each draw.

    values (m,); year r holds values[first[r] : first[r] + size[r]]. shifts (draws, years) in [0, 1).
    """

    def gather(part: slice) -> Floats:
        moved = (shifts[part] * size).astype(np.int64)[:, rows]
        return values[first[rows] + (places + moved) % size[rows]]

    return _means(gather, len(shifts), len(rows))


def _means(gather: Callable[[slice], Floats], draws: int, width: int) -> Floats:
    found = np.empty(draws)
    for part in _chunks(draws, width):
        cells = gather(part)
        there = ~np.isnan(cells)
        count = there.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found[part] = np.where(there, cells, 0.0).sum(axis=1) / count
    return found


def _chunks(draws: int, width: int) -> list[slice]:
    size = max(MOST_HELD // max(width, 1), 1)
    return [slice(begin, min(begin + size, draws)) for begin in range(0, draws, size)]
