"""The jobs of breadth as the peers do them: Polars on a wide frame, pandas and bottleneck on chunks of columns.

Every function gives a list of arrays: panels (n_dates, n_assets), or counts and sums per date, which chunks add up to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bottleneck as bn
import numpy as np
import pandas as pd
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = list[NDArray[Any]]


def wide(panel: NDArray[np.float32]) -> pl.DataFrame:
    """A column an asset, null where missing: how Polars likes it."""
    columns = (np.ascontiguousarray(panel[:, number]) for number in range(panel.shape[1]))
    return pl.DataFrame([pl.Series(str(number), column, nan_to_null=True) for number, column in enumerate(columns)])


def _per_date(frame: pl.DataFrame, **sums: pl.Expr) -> Arrays:
    found = frame.select(**{name: pl.sum_horizontal(each) for name, each in sums.items()})
    return [column.to_numpy() for column in found]


def polars_averages(frame: pl.DataFrame) -> list[pl.DataFrame]:
    return [frame.select(pl.all().rolling_mean(window)) for window in (50, 200)]


def polars_extremes(frame: pl.DataFrame) -> list[pl.DataFrame]:
    return [frame.select(pl.all().rolling_max(252)), frame.select(pl.all().rolling_min(252))]


def polars_above(frame: pl.DataFrame) -> Arrays:
    above = {f"above_{window}": pl.all() > pl.all().rolling_mean(window) for window in (50, 200)}
    return _per_date(frame, **above)


def polars_new_extremes(frame: pl.DataFrame) -> Arrays:
    before = pl.all().shift(1)
    return _per_date(frame, highs=pl.all() > before.rolling_max(251), lows=pl.all() < before.rolling_min(251))


def polars_changes(frame: pl.DataFrame) -> Arrays:
    before = pl.all().shift(1)
    gains = (pl.all() / before - 1).cast(pl.Float64)
    return _per_date(frame, up=pl.all() > before, down=pl.all() < before, both=gains.is_not_null(), gains=gains)


def pandas_averages(chunk: pd.DataFrame) -> Arrays:
    return [chunk.rolling(window).mean().to_numpy() for window in (50, 200)]


def pandas_extremes(chunk: pd.DataFrame) -> Arrays:
    return [chunk.rolling(252).max().to_numpy(), chunk.rolling(252).min().to_numpy()]


def pandas_above(chunk: pd.DataFrame) -> Arrays:
    return [(chunk > chunk.rolling(window).mean()).sum(axis=1).to_numpy() for window in (50, 200)]


def pandas_new_extremes(chunk: pd.DataFrame) -> Arrays:
    before = chunk.shift(1).rolling(251)
    return [(chunk > before.max()).sum(axis=1).to_numpy(), (chunk < before.min()).sum(axis=1).to_numpy()]


def pandas_changes(chunk: pd.DataFrame) -> Arrays:
    before = chunk.shift(1)
    gains = (chunk / before - 1).astype(float)
    found = [chunk > before, chunk < before, gains.notna(), gains]
    return [part.sum(axis=1).to_numpy() for part in found]


def bottleneck_averages(chunk: NDArray[np.float64]) -> Arrays:
    return [bn.move_mean(chunk, window, axis=0) for window in (50, 200)]


def bottleneck_extremes(chunk: NDArray[np.float64]) -> Arrays:
    return [bn.move_max(chunk, 252, axis=0), bn.move_min(chunk, 252, axis=0)]
