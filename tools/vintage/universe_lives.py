"""Companies behind symbols: a symbol may pass to another company, and a company may change its symbol.

A *line* is the unbroken listing of one company under one symbol. Two lines are one company where the second
shows, within ten sessions of the first's end, the same number of shares, which is known to seven digits. (On its
first days a new symbol may still show the share count of the symbol's former owner.)
"""

from __future__ import annotations

import polars as pl

LONG_GAP = 5  # held sessions; a shorter hole is the screener's
CATCH_UP = 10  # held sessions after a line's end within which its share count turns up under another symbol
NEVER_BACK = 250  # sessions after which a symbol that returns is taken for another company's
BREAK = 0.4  # log change of both shares and cap that, over a long gap, speaks for another company
JUMP = 0.05  # change of shares that may be another company stepping into the symbol the same day
SAME_SHARES = 1e-5
NEAR_SHARES = 1e-3  # the count also moved that day, so the price must agree more closely


def find_lines(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with a column `line` (index), and the lines: line, symbol, first, last (sessions), former (line or null).

    Uses a line's end and the next line's first row: nothing later. rows: symbol, session, close, cap.
    """
    stepped = _steps(rows)
    lines = _lines(stepped.with_columns(starts="breaks"))
    joined = _successions(stepped, lines)
    taken = joined.select("symbol", pl.col("start").alias("session"), joins=pl.lit(value=True))
    marked = stepped.join(taken, on=["symbol", "session"], how="left", maintain_order="left")
    marked = marked.with_columns(starts=pl.col("breaks") | pl.col("joins").fill_null(value=False))
    final = _lines(marked)
    numbered = marked.with_columns(line=(pl.col("starts").cum_sum() - 1).cast(pl.Int32))
    return numbered.select(*rows.columns, "line"), _with_former(final, joined)


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds shares, the held sessions since the symbol's last row, and whether another company's line begins."""
    order = rows.select("session").unique().sort("session").with_row_index("held").cast({"held": pl.Int64})
    shares = pl.col("cap") / pl.col("close")
    found = rows.join(order, on="session", how="left", maintain_order="left").with_columns(shares=shares)
    last = {name: pl.col(name).shift(1).over("symbol") for name in ("held", "shares", "cap")}
    gap = pl.col("held") - last["held"]
    moved = [(pl.col(name) / last[name]).log().abs() > BREAK for name in ("shares", "cap")]
    unlike = (moved[0] & moved[1]).fill_null(pl.col("cap").is_null() != last["cap"].is_null())
    breaks = gap.is_null() | ((gap > LONG_GAP) & unlike) | (gap > NEVER_BACK)
    jumps = ((pl.col("shares") / last["shares"] - 1).abs() > JUMP).fill_null(value=False)
    return found.with_columns(breaks=breaks, jumps=jumps)


def _lines(stepped: pl.DataFrame) -> pl.DataFrame:
    """One row a line: line, symbol, first, last (sessions), and the shares and close at its end."""
    numbered = stepped.with_columns(line=(pl.col("starts").cum_sum() - 1).cast(pl.Int32))
    ends = [pl.col(name).last().alias(f"end_{name}") for name in ("held", "shares", "close")]
    spans = [pl.col("session").first().alias("first"), pl.col("session").last().alias("last")]
    return numbered.group_by("line", maintain_order=True).agg(pl.col("symbol").first(), *spans, *ends)


def _successions(stepped: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Columns former (symbol), last (session), symbol, start (session): the nearest match in shares, one to one.

    `start` is the symbol's first row after the former's end, from which on it is the former's company.
    """
    begins = stepped.filter(pl.col("breaks") | pl.col("jumps")).drop_nulls("shares")
    begins = begins.select("symbol", "session", "held", "shares", "close")
    ended = lines.drop_nulls("end_shares").rename({"symbol": "former"})
    windows = ended.with_columns(held=pl.int_ranges(pl.col("end_held") + 1, pl.col("end_held") + 1 + CATCH_UP))
    pairs = windows.explode("held").join(begins, on="held").filter(pl.col("symbol") != pl.col("former"))
    apart = (pl.col("shares") / pl.col("end_shares") - 1).abs()
    moved = (pl.col("close") / pl.col("end_close")).log().abs()
    same = ((apart < SAME_SHARES) & (moved < 0.4)) | ((apart < NEAR_SHARES) & (moved < 0.1))
    best = pairs.with_columns(apart=apart).filter(same).sort("apart", "held", "former", "symbol")
    once = best.unique(["former", "last"], keep="first", maintain_order=True)
    once = once.unique(["symbol", "session"], keep="first", maintain_order=True)
    return _first_rows(once, stepped)


def _first_rows(pairs: pl.DataFrame, stepped: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `start`: the symbol's first row after the former's end (or where the count turned up)."""
    later = pairs.join(stepped.select("symbol", "session", "close"), on="symbol", suffix="_row")
    near = (pl.col("close_row") / pl.col("end_close")).log().abs() < 0.4
    inside = (pl.col("session_row") > pl.col("last")) & (pl.col("session_row") <= pl.col("session"))
    firsts = later.filter(inside & near).group_by("former", "last", "symbol").agg(start=pl.col("session_row").min())
    return firsts.unique(["symbol", "start"], keep="first", maintain_order=True).sort("symbol", "start")


def _with_former(lines: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The lines with `former`, the line that each one continues."""
    ends = lines.select(pl.col("symbol").alias("former"), "last", pl.col("line").alias("former_line"))
    known = joined.join(ends, on=["former", "last"]).select("symbol", pl.col("start").alias("first"), "former_line")
    held = lines.select("line", "symbol", "first", "last").join(known, on=["symbol", "first"], how="left")
    return held.sort("line").rename({"former_line": "former"})
