"""The listings as arrays (n_sessions, n_lines), and the adjusted panel laid beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.prices import PANEL
from tools.vintage.raw import panel_ticker, raw_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Arrays (n_sessions, n_lines), NaN where missing; row 0 is session `first`.

    close: as listed; shares: cap over close of the same row; volume: shares traded; adjusted: the panel's close
    of the company that the line is now (NaN throughout where the panel does not hold it).
    lines: line, symbol, first, last (rows of the arrays), former (line or null), ticker (of the panel).
    """

    first: int
    lines: pl.DataFrame
    close: Floats
    shares: Floats
    volume: Floats
    adjusted: Floats

    @property
    def former(self) -> list[int | None]:
        """The line that each line continues."""
        held: list[int | None] = self.lines["former"].to_list()
        return held


def build_grid(raw: Path, rows: pl.DataFrame, lines: pl.DataFrame, sessions: pl.Series, panel_to: int) -> Grid:
    """rows: symbol, session, close, cap, volume, line; the panel is read up to session `panel_to`."""
    first, count = int(rows["session"].min()), len(lines)  # type: ignore[arg-type]
    shape = (int(rows["session"].max()) - first + 1, count)  # type: ignore[arg-type]
    where = ((rows["session"] - first).to_numpy(), rows["line"].to_numpy())
    shares = rows["cap"] / rows["close"]
    close, counts, volume = (scatter(shape, where, values) for values in (rows["close"], shares, rows["volume"]))
    moved = lines.with_columns(pl.col("first", "last") - first, ticker=_tickers(lines))
    adjusted = read_adjusted(raw, moved["ticker"], sessions.slice(first, shape[0]), panel_to - first)
    return Grid(first, moved, close, counts, volume, adjusted)


def scatter(shape: tuple[int, int], where: tuple[NDArray[np.int64], NDArray[np.int32]], values: pl.Series) -> Floats:
    """An array of NaN with the values put in."""
    out = np.full(shape, np.nan)
    out[where] = values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return out


def _tickers(lines: pl.DataFrame) -> pl.Series:
    """The panel's ticker of each line: today's symbol of its company, null where another company has it now."""
    successor = {former: line for line, former in lines.select("line", "former").iter_rows() if former is not None}
    symbols = lines["symbol"].to_list()
    latest = {symbol: line for line, symbol in enumerate(symbols)}
    tickers: list[str | None] = []
    for start in range(len(symbols)):
        line = start
        while line in successor:
            line = successor[line]
        tickers.append(panel_ticker(symbols[line]) if latest[symbols[line]] == line else None)
    return pl.Series("ticker", tickers, dtype=pl.String)


def read_adjusted(raw: Path, tickers: pl.Series, sessions: pl.Series, last_row: int) -> Floats:
    """Adjusted closes (n_sessions, n_lines) up to row `last_row`; several lines may share a ticker."""
    names = tickers.drop_nulls().unique()
    days = sessions.to_frame("date").with_row_index("row")
    held = (
        pl.scan_parquet(raw_file(raw, PANEL))
        .filter(pl.col("date") >= sessions[0], pl.col("close") > 0)
        .with_columns(pl.col("ticker").cast(pl.String))
        .filter(pl.col("ticker").is_in(names.implode()))
        .collect()
        .join(days, on="date")
    )
    column = {name: k for k, name in enumerate(names)}
    table = np.full((len(sessions), len(names)), np.nan)
    codes = held["ticker"].replace_strict(column, return_dtype=pl.Int64).to_numpy()
    table[held["row"].to_numpy(), codes] = held["close"].cast(pl.Float64).to_numpy()
    table[last_row + 1 :] = np.nan
    out = np.full((len(sessions), len(tickers)), np.nan)
    for line, name in enumerate(tickers):
        if name is not None:
            out[:, line] = table[:, column[name]]
    return out
