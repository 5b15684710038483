"""Shiller's monthly S&P data: price, dividend, earnings, consumer prices, long rate, PE10, each with its release."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.calendars import business_day, month_end
from tools.vintage.raw import raw_file
from tools.vintage.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "indices/sp500_shiller_monthly.csv"


def after_month(month: date) -> date:
    """A monthly average of daily figures: the next business day."""
    return business_day(month, 1)


def after_consumer_prices(month: date) -> date:
    """Consumer prices: the end of the second month after, late rather than early."""
    return month_end(month, 2)


def after_quarter(months: int) -> Callable[[date], date]:
    """Figures interpolated between quarters' ends: so many months after the end of the month's quarter."""
    return lambda month: month_end(month, -month.month % 3 + months)


# Companies report for weeks after a quarter, and the index's earnings are final in the quarter after: four months.
SERIES = {
    "price": ("SP500", after_month),
    "dividend": ("Dividend", after_quarter(2)),
    "earnings": ("Earnings", after_quarter(4)),
    "consumer_prices": ("Consumer Price Index", after_consumer_prices),
    "long_rate": ("Long Interest Rate", after_month),
    "pe10": ("PE10", after_quarter(4)),
}


def build_shiller(raw: Path) -> Table:
    """Columns series, date (month's end), value, available_from; a zero in the file means missing and is left out."""
    table = pl.read_csv(raw_file(raw, FILE), infer_schema=False)
    month = table["Date"].str.to_date().dt.month_end().alias("date")
    parts = [_series(name, month, table[column], rule) for name, (column, rule) in SERIES.items()]
    frame = pl.concat(parts).sort("series", "date")
    last = frame.group_by("series").agg(pl.col("date").max()).sort("series")
    return Table(
        name="shiller",
        frame=frame,
        key=("series", "date"),
        known_to=max(frame["available_from"].to_list(), default=date(1900, 1, 1)),
        release="Prices and the long rate on the next business day after the month, consumer prices two months after "
        "it, dividends two and earnings and PE10 four months after the end of the month's quarter.",
        source="Robert J. Shiller's online data, by a public mirror.",
        licence="Open Data Commons Public Domain Dedication and License (PDDL).",
        revised=True,
        findings=tuple(f"{series} ends {day}." for series, day in last.iter_rows()),
    )


def _series(name: str, month: pl.Series, texts: pl.Series, rule: Callable[[date], date]) -> pl.DataFrame:
    value = texts.cast(pl.Float64).round(4).alias("value")
    rows = pl.DataFrame([month, value]).filter(pl.col("value") != 0)
    days = pl.Series("available_from", [rule(day) for day in rows["date"]], dtype=pl.Date)
    return rows.select(pl.lit(name).alias("series"), "date", "value", days)
