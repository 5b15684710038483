"""Sentences of the data report on prices: holes, late snapshots, closes that were not confirmed."""

from __future__ import annotations

import polars as pl

from tools.vintage.raw import span

REVERSAL = 0.3  # a day's move as large as this, mostly undone on the next, is worth a look


def panel_notes(named: pl.DataFrame, kept: pl.DataFrame, index: pl.DataFrame) -> list[str]:
    """Adjusted rows left out, and symbols with sessions missing inside their history."""
    off = named.join(index, on="date", how="anti").height
    length = pl.col("session").max() - pl.col("session").min() + 1
    spans = kept.group_by("symbol").agg(pl.len(), length.alias("span")).sort("symbol")
    holes = [f"{symbol} {span - held}" for symbol, held, span in spans.iter_rows() if held < span]
    unusable = named.height - off - kept.height
    return [
        f"Adjusted rows left out: {off} off sessions, {unusable} doubled or without a positive close.",
        f"Sessions missing inside a symbol's adjusted history: {', '.join(holes) or 'none'}.",
    ]


def listing_notes(snapshots: pl.DataFrame, lags: pl.DataFrame, closes: pl.DataFrame, sessions: pl.Series) -> list[str]:
    """Which snapshots ran late or fit no session, and how many rows were not confirmed."""
    usable = snapshots.drop_nulls("ratio_0").filter(pl.col("session") <= span(closes["session"])[1])
    judged = lags.filter(pl.col("snapshot").is_in(usable["snapshot"].unique().implode()))
    late, none = (judged.filter(pl.col("lag") == lag)["snapshot"].to_list() for lag in (1, -1))
    first, last = span(usable["session"])
    held = set(closes["session"].to_list())
    empty = [str(sessions[k]) for k in range(first or 0, (last or 0) + 1) if k not in held]
    return [
        f"Snapshots one session late: {len(late)}{f' ({late[0]} to {late[-1]})' if late else ''}.",
        f"Snapshots that fit no session: {', '.join(map(str, none)) or 'none'}.",
        f"Listed closes kept: {closes.height} of {usable.height}.",
        f"Sessions without any listed close: {', '.join(empty) or 'none'}.",
    ]


def reversals(panel: pl.DataFrame) -> str:
    """Closes that rose or fell by REVERSAL and came back by most of it on the next session."""
    close = pl.col("adjusted_close").cast(pl.Float64).log()
    moves = panel.sort("symbol", "date").with_columns(move=close.diff().over("symbol"))
    after = pl.col("move").shift(-1).over("symbol")
    undone = (pl.col("move") + after).abs() < pl.col("move").abs() / 2
    found = moves.filter((pl.col("move").exp() - 1).abs() > REVERSAL, undone)
    listed = ", ".join(f"{symbol} {day}" for symbol, day in found.select("symbol", "date").iter_rows())
    return f"Moves of {REVERSAL:.0%} or more mostly undone on the next session: {listed or 'none'}."
