"""Unadjusted closes from the daily listings: which session each snapshot holds, and which rows to trust.

A snapshot dated D should hold the close of the session before D. It does not always: for weeks in 2025 it
held the session before that one, some snapshots were taken while the market was open, and some repeat an
older price for part of the symbols. The adjusted closes tell them apart: the ratio of a true close to the
adjusted close of its session stays the same to seven digits until the next dividend or split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.raw import decimals, listed_symbol, raw_file
from tools.vintage.splits import is_split_ratio

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LISTINGS = "listings/us_listed_daily.parquet"
FORMER_SYMBOLS = {"FB": "META"}  # Meta Platforms traded as FB until 2022-06-08
TOLERANCE = 2e-5  # of the log ratio; a cent on a 500 dollar share
LEAST_SHARE = 1 / 3  # of the symbols must agree before a snapshot is taken for a session's closes
NEIGHBOURS = 3  # rows on either side that may confirm one


def read_snapshots(raw: Path, symbols: list[str], sessions: pl.Series) -> pl.DataFrame:
    """Columns snapshot, symbol, close, session: `session` is the index of the session before the snapshot."""
    spelled = {listed_symbol(symbol): symbol for symbol in symbols}
    spelled |= {former: now for former, now in FORMER_SYMBOLS.items() if now in symbols}
    rows = pl.scan_parquet(raw_file(raw, LISTINGS)).with_columns(pl.col("symbol").cast(pl.String))
    held = rows.filter(pl.col("symbol").is_in(list(spelled))).collect()
    before = pl.Series(np.searchsorted(sessions.to_numpy(), held["snapshot"].to_numpy()) - 1)
    return held.select(
        "snapshot",
        pl.col("symbol").replace(spelled),
        decimals(pl.col("last")).alias("close"),
        before.alias("session"),
    ).filter(pl.col("session") >= 0, pl.col("close") > 0)


def log_ratios(snapshots: pl.DataFrame, adjusted: pl.DataFrame) -> pl.DataFrame:
    """Adds `ratio_0`, `ratio_1`: log of close over the adjusted close of the session, of the one before."""
    panel = adjusted.select("symbol", "session", pl.col("adjusted_close").cast(pl.Float64).alias("by"))
    rows = snapshots
    for lag in (0, 1):
        shifted = panel.select("symbol", pl.col("session") + lag, "by")
        ratio = (pl.col("close") / pl.col("by")).log().alias(f"ratio_{lag}")
        rows = rows.join(shifted, on=["symbol", "session"], how="left").with_columns(ratio).drop("by")
    return rows.sort("snapshot", "symbol")


def choose_lags(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns snapshot, lag: 0 or 1 sessions late by the vote of the symbols, -1 where it fits neither."""
    wide = [_matrix(rows, f"ratio_{lag}") for lag in (0, 1)]
    lags = vote(np.stack(wide))
    return pl.DataFrame({"snapshot": rows["snapshot"].unique().sort(), "lag": lags})


def _matrix(rows: pl.DataFrame, column: str) -> NDArray[np.float64]:
    wide = rows.pivot(on="symbol", index="snapshot", values=column).sort("snapshot").drop("snapshot")
    return wide.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def vote(ratios: NDArray[np.float64]) -> NDArray[np.int8]:
    """Lag of each snapshot from log ratios (2 lags, n_snapshots, n_symbols); NaN where missing.

    A symbol votes for the lag under which its ratio is its last known one, or repeats the one it took just
    before (a dividend moves the ratio for good, an error only once). Uses nothing after the snapshot.
    """
    lags = np.full(ratios.shape[1], -1, dtype=np.int8)
    known, latest = np.copy(ratios[0, 0]), np.full(ratios.shape[2], np.nan)
    for i in range(ratios.shape[1]):
        agrees = (np.abs(ratios[:, i] - known) < TOLERANCE) | (np.abs(ratios[:, i] - latest) < TOLERANCE)
        voters = (np.isfinite(ratios[0, i]) & np.isfinite(known)).sum()
        lag = int(agrees.sum(axis=1).argmax())
        if voters and agrees[lag].sum() >= LEAST_SHARE * voters:
            lags[i] = lag
            now = ratios[lag, i]
            known = np.where((np.abs(now - latest) < TOLERANCE) | np.isnan(known), now, known)
            latest = np.where(np.isfinite(now), now, latest)
    return lags


def confirmed_closes(rows: pl.DataFrame, lags: pl.DataFrame) -> pl.DataFrame:
    """Columns symbol, session, close, ratio: rows that their neighbours bear out, earliest snapshot first."""
    placed = (
        rows.join(lags, on="snapshot")
        .filter(pl.col("lag") >= 0)
        .with_columns(
            ratio=pl.when(pl.col("lag") == 0).then("ratio_0").otherwise("ratio_1"),
            session=pl.col("session") - pl.col("lag"),
        )
    )
    known = placed.drop_nulls("ratio").sort("symbol", "session", "snapshot")
    kept = known.filter(_is_borne_out()).unique(["symbol", "session"], keep="first", maintain_order=True)
    return kept.select("symbol", "session", "close", "ratio")


def _is_borne_out() -> pl.Expr:
    """True where a near row of the symbol has the same ratio, or the step to this one is a split."""
    ratio = pl.col("ratio")
    near = [shift for shift in range(-NEIGHBOURS, NEIGHBOURS + 1) if shift]
    same = pl.any_horizontal((ratio - ratio.shift(shift)).abs().over("symbol") < TOLERANCE for shift in near)
    return same.fill_null(False) | is_split_ratio((ratio.shift(1).over("symbol") - ratio).exp())
