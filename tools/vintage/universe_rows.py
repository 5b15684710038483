"""The listings' rows of common stocks, each placed on the session whose close it holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.listings import LISTINGS
from tools.vintage.raw import decimals, raw_file
from tools.vintage.universe_kinds import dotted

if TYPE_CHECKING:
    from pathlib import Path

START = date(2023, 6, 30)  # the universe's first session
RUN_IN = timedelta(days=270)  # read before it, so that share counts have settled by then


def read_rows(raw: Path, symbols: pl.Series, lags: pl.DataFrame, judged_to: int, sessions: pl.Series) -> pl.DataFrame:
    """Columns symbol, session, close, cap (USD, null where unknown or zero), volume; sorted, one row a session.

    lags: which session a snapshot holds, as voted (-1: none). Snapshots of sessions after `judged_to` could not
    be judged by the adjusted panel and are taken to hold the session before them, as all but 68 do.
    """
    placed = _sessions_of(_snapshots(raw), lags, judged_to, sessions)
    rows = pl.scan_parquet(raw_file(raw, LISTINGS)).filter(pl.col("snapshot") > START - RUN_IN)
    rows = rows.with_columns(symbol=dotted()).filter(pl.col("symbol").is_in(symbols.implode()), pl.col("last") > 0)
    held = rows.collect().join(placed, on="snapshot").sort("symbol", "session", "snapshot")
    once = held.unique(["symbol", "session"], keep="first", maintain_order=True)
    cap = pl.col("market_cap").cast(pl.Float64)
    return once.select(
        "symbol",
        "session",
        close=decimals(pl.col("last")),
        cap=pl.when(cap > 0).then(cap),
        volume=pl.col("volume").cast(pl.Float64),
    )


def _snapshots(raw: Path) -> pl.Series:
    """The days of the listings, ascending."""
    days = pl.scan_parquet(raw_file(raw, LISTINGS)).select("snapshot").unique().collect()
    return days["snapshot"].sort()


def _sessions_of(snapshots: pl.Series, lags: pl.DataFrame, judged_to: int, sessions: pl.Series) -> pl.DataFrame:
    """Columns snapshot, session: those that hold some session's closes."""
    before = pl.Series(np.searchsorted(sessions.to_numpy(), snapshots.to_numpy()) - 1, dtype=pl.Int64)
    table = pl.DataFrame({"snapshot": snapshots, "before": before}).join(lags, on="snapshot", how="left")
    lag = pl.when(pl.col("before") > judged_to).then(0).otherwise(pl.col("lag").fill_null(-1))
    kept = table.with_columns(lag=lag).filter(pl.col("lag") >= 0)
    return kept.select("snapshot", session=pl.col("before") - pl.col("lag"))
