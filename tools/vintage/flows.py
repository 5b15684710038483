"""Net flows of exchange-traded funds: daily figures summed by month, whole months only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.calendars import business_day, month_end
from tools.vintage.raw import raw_file, span
from tools.vintage.table import Table

if TYPE_CHECKING:
    from pathlib import Path

FILE = "flows/etf_flows_daily.parquet"
MILLION = 1_000_000


def build_flows(raw: Path) -> Table:
    """Columns symbol, date (month's end), value (whole USD, no decimals), days (figures summed), available_from."""
    daily = pl.read_parquet(raw_file(raw, FILE)).filter(pl.col("value").is_finite())
    last: date = span(daily["date"])[1] or date(1900, 1, 1)
    end = _last_whole_month(last)
    months = daily.with_columns(date=pl.col("date").dt.month_end()).filter(pl.col("date") <= end)
    # The 32-bit decimals are read as they were printed, so that a sum does not depend on the order of its terms.
    dollars = (pl.col("value").cast(pl.String).cast(pl.Float64) * MILLION).round().cast(pl.Int64)
    sums = months.group_by("ticker", "date").agg(dollars.sum().alias("value"), pl.len().cast(pl.Int16).alias("days"))
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
        findings=_notes(frame, daily, end),
    )


def _last_whole_month(last: date) -> date:
    """The end of the last month that the file covers to its last business day."""
    whole = month_end(last)
    return whole if business_day(last, 1) > whole else month_end(last, -1)


def _notes(frame: pl.DataFrame, daily: pl.DataFrame, end: date) -> tuple[str, ...]:
    left = daily.filter(pl.col("date") > end)
    early = frame.group_by("symbol").agg(pl.col("date").max()).filter(pl.col("date") < end).height
    return (
        f"{frame['symbol'].n_unique()} funds; {early} of them end before {end}.",
        f"Left out, of a month that is not whole: {left.height} daily figures after {end}.",
    )
