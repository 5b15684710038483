"""Daily closes: the adjusted panel for the whole history, the listings' closes, the index levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.indices import build_indices
from tools.vintage.listings import choose_lags, confirmed_closes, log_ratios, read_snapshots
from tools.vintage.notes import listing_notes, panel_notes, reversals
from tools.vintage.raw import panel_ticker, raw_file, span
from tools.vintage.table import Table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

PANEL = "prices/us_adjusted_close.parquet"


@dataclass(frozen=True)
class Prices:
    """The prices table, and what other builders take from it.

    closes: the confirmed ones, from which the splits are found. lags: snapshot, lag (which session a snapshot of
    the listings holds). judged_to: the last session (index) on which the adjusted panel holds closes.
    """

    table: Table
    closes: pl.DataFrame
    lags: pl.DataFrame
    judged_to: int


def build_prices(raw: Path, catalog: pl.DataFrame, sessions: pl.Series) -> Prices:
    """Rows of every symbol of the catalog on exchange sessions; see `Table` for the rest."""
    kinds = dict(catalog.select("symbol", "kind").iter_rows())
    traded = sorted(symbol for symbol, kind in kinds.items() if kind != "index")
    panel, off_notes = read_panel(raw, traded, sessions)
    stocks = [symbol for symbol in traded if kinds[symbol] == "stock"]
    snapshots = log_ratios(read_snapshots(raw, stocks, sessions), panel)
    lags = choose_lags(snapshots)
    unfinished = unfinished_session(panel, snapshots, lags)
    last = span(panel["session"])[1] - (unfinished is not None)
    closes = confirmed_closes(snapshots, lags).filter(pl.col("session") <= last)
    levels, index_notes = build_indices(raw)
    provisional = () if unfinished is None else (sessions[unfinished],)
    day_notes = [f"The adjusted panel's last day, {day}, was taken before the close." for day in provisional]
    notes = [*off_notes, *day_notes, *listing_notes(snapshots, lags, closes, sessions), *index_notes, reversals(panel)]
    table = _table(_join(panel, closes, levels, sessions), provisional, notes)
    return Prices(table, closes, lags, last)


def read_panel(raw: Path, symbols: list[str], sessions: pl.Series) -> tuple[pl.DataFrame, list[str]]:
    """Columns symbol, date, adjusted_close, session; only rows on sessions with a positive close."""
    spelled = {panel_ticker(symbol): symbol for symbol in symbols}
    rows = pl.scan_parquet(raw_file(raw, PANEL)).with_columns(pl.col("ticker").cast(pl.String))
    held = rows.filter(pl.col("ticker").is_in(list(spelled))).collect()
    named = held.select(pl.col("ticker").replace(spelled).alias("symbol"), "date", adjusted_close="close")
    index = sessions.to_frame("date").with_row_index("session").cast({"session": pl.Int64})
    on_sessions = named.join(index, on="date").filter(pl.col("adjusted_close") > 0)
    once = on_sessions.unique(["symbol", "date"], keep="first", maintain_order=True).sort("symbol", "date")
    return once, panel_notes(named, once, index)


def unfinished_session(panel: pl.DataFrame, snapshots: pl.DataFrame, lags: pl.DataFrame) -> int | None:
    """The panel's last session where the listings' closes of that day contradict it, else None.

    A panel downloaded while the market is open ends with quotes, not closes. They are kept and said to be
    provisional, since nothing better is there for funds.
    """
    last: int = span(panel["session"])[1]
    after = snapshots.filter(pl.col("session") == last)["snapshot"].unique()
    fits = lags.filter(pl.col("snapshot").is_in(after.implode()))["lag"]
    return None if fits.is_empty() or (fits >= 0).any() else last


def _join(panel: pl.DataFrame, closes: pl.DataFrame, levels: pl.DataFrame, sessions: pl.Series) -> pl.DataFrame:
    """Panel, closes and index levels as the table's four columns, in key order."""
    traded = panel.join(closes.select("symbol", "session", "close"), on=["symbol", "session"], how="left")
    columns = ("symbol", "date", pl.col("adjusted_close").cast(pl.Float32), pl.col("close").cast(pl.Float64))
    on_sessions = levels.filter(pl.col("date").is_in(sessions.implode()))
    indexed = on_sessions.with_columns(adjusted_close=pl.lit(None, dtype=pl.Float32))
    return pl.concat([traded.select(*columns), indexed.select(*columns)]).sort("symbol", "date")


def _table(frame: pl.DataFrame, provisional: tuple[date, ...], notes: list[str]) -> Table:
    return Table(
        name="prices",
        frame=frame,
        key=("symbol", "date"),
        known_to=span(frame["date"])[1],
        release="A close is known at the end of its own day.",
        source="Adjusted closes and index levels from Yahoo Finance, unadjusted closes from an exchange "
        "screener, all by public mirrors.",
        licence="Facts compiled by others with no licence given: for demonstration and tests only.",
        provisional=provisional,
        findings=tuple(notes),
    )
