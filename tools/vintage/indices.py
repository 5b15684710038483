"""Index levels: stitched from the files that hold them, the overlap checked, each file's end honoured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.raw import decimals, raw_file
from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from pathlib import Path

# Each index's files, oldest first: the earlier file holds until its end, the later one after it.
FILES = {
    "NDX": ("NDX_1985.csv", "NDX_to_2026-04.csv"),
    "RUT": ("RUT_1987.csv", "RUT_2016.csv"),
    "SPX": ("SPX_1927.csv",),
}
# In July 2016 the two Russell files differ by one cent in 1,147 (9 in a million); nowhere by more.
TOLERANCE = 2e-5


def build_indices(raw: Path) -> tuple[pl.DataFrame, list[str]]:
    """Columns symbol, date, close of every index, and what the overlaps showed."""
    frames, findings = [], []
    for symbol, names in FILES.items():
        levels, overlap = stitch([read_levels(raw, name) for name in names], symbol)
        frames.append(levels.select(pl.lit(symbol).alias("symbol"), "date", "close"))
        findings.append(f"{overlap} {symbol} ends {levels['date'][-1]}.")
    return pl.concat(frames), findings


def read_levels(raw: Path, name: str) -> pl.DataFrame:
    """Columns date, close of one index file, ascending; header rows after the first are passed over."""
    table = pl.read_csv(raw_file(raw, f"indices/{name}"), infer_schema=False)
    close = next(column for column in table.columns if column.lower() == "close")
    rows = table.select(
        pl.col(table.columns[0]).str.to_date("%Y-%m-%d", strict=False).alias("date"),
        decimals(pl.col(close).cast(pl.Float64, strict=False)).alias("close"),
    ).drop_nulls("date")
    return _sound(rows.sort("date"), name)


def _sound(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows, or RawDataError where a day stands twice or a level is missing or not positive."""
    bad = rows.filter(pl.col("date").is_duplicated() | pl.col("close").is_null() | (pl.col("close") <= 0))
    if rows.is_empty() or not bad.is_empty():
        raise RawDataError(f"The index file {name} has {bad.height} unusable rows of {rows.height}.")
    return rows


def stitch(parts: list[pl.DataFrame], symbol: str) -> tuple[pl.DataFrame, str]:
    """Earlier part to its end, then the later part; fails where they differ by more than TOLERANCE."""
    if len(parts) == 1:
        return parts[0], f"{symbol} comes from one file."
    early, late = parts
    both = early.join(late, on="date", suffix="_late")
    if both.is_empty():
        raise RawDataError(f"The two files of {symbol} do not overlap, so the splice cannot be checked.")
    apart = both.select((pl.col("close_late") / pl.col("close") - 1).abs().max()).item()
    if apart > TOLERANCE:
        raise RawDataError(
            f"The two files of {symbol} differ by {apart:.2e} where they overlap; {TOLERANCE:.0e} is allowed."
        )
    tail = late.filter(pl.col("date") > early["date"][-1])
    return pl.concat([early, tail]), f"{symbol}: {both.height} common days, at most {apart:.1e} apart."
