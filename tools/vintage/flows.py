"""Net flows of exchange-traded funds: daily figures summed by month, each fund to its last whole month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.calendars import business_day, month_end
from tools.vintage.raw import raw_file
from tools.vintage.table import Table

if TYPE_CHECKING:
    from pathlib import Path

FILE = "flows/etf_flows_daily.parquet"
MILLION = 1_000_000


def build_flows(raw: Path) -> Table:
    """Columns symbol, date (month's end), value (whole USD, no decimals), days (figures summed), available_from."""
    daily = pl.read_parquet(raw_file(raw, FILE)).filter(pl.col("value").is_finite())
    ends = {day: _last_whole_month(day) for day in daily["date"].unique()}
    reach = pl.col("date").max().over("ticker").replace_strict(ends, return_dtype=pl.Date)
    dated = daily.with_columns(month=pl.col("date").dt.month_end(), whole=reach)
    months = dated.filter(pl.col("month") <= pl.col("whole"))
    # The 32-bit decimals are read as they were printed, so that a sum does not depend on the order of its terms.
    dollars = (pl.col("value").cast(pl.String).cast(pl.Float64) * MILLION).round().cast(pl.Int64)
    figures = pl.len().cast(pl.Int16).alias("days")
    sums = months.group_by("ticker", pl.col("month").alias("date")).agg(dollars.sum().alias("value"), figures)
    known = {day: business_day(day, 1) for day in sums["date"].unique()}
    frame = sums.select(
        pl.col("ticker").alias("symbol"), "date", "value", pl.lit(0, pl.Int8).alias("decimals"), "days",
        pl.col("date").replace_strict(known, return_dtype=pl.Date).alias("available_from"),
    ).sort("symbol", "date")  # fmt: skip
    return Table(
        name="flows",
        frame=frame,
        key=("symbol", "date"),
        known_to=max(known.values(), default=date(1900, 1, 1)),
        release="The first business day after the month.",
        source="Daily net flows of exchange-traded funds, compiled from the issuers, by a public mirror.",
        licence="Facts compiled by others with no licence given: for demonstration and tests only.",
        findings=_notes(frame, daily.height - months.height),
    )


def _last_whole_month(last: date) -> date:
    """The end of the last month that is covered to its last business day by figures up to `last`."""
    whole = month_end(last)
    return whole if business_day(last, 1) > whole else month_end(last, -1)


def _notes(frame: pl.DataFrame, left: int) -> tuple[str, ...]:
    last = frame.group_by("symbol").agg(pl.col("date").max())
    ends = last["date"].value_counts().sort("date").tail(3)
    counts = ", ".join(f"{funds} to {day}" for day, funds in ends.iter_rows())
    return (
        f"{last.height} funds; whole months of {counts}, of the others earlier.",
        f"Daily figures of months that a fund's figures do not cover to the end, left out: {left}.",
    )
