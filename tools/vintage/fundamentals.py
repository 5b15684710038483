"""One cross-section of fundamentals: the values as the source shows them on one day, absurd ones included."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from rotascope.data.schemas import SCHEMAS
from tools.vintage.raw import raw_file, span
from tools.vintage.table import RawDataError, Table

if TYPE_CHECKING:
    from pathlib import Path

FILE = "fundamentals/cross_section_2026-08-08.parquet"
NAMES = {
    "market_cap": "marketCap",
    "enterprise_value": "enterpriseValue",
    "trailing_pe": "trailingPE",
    "forward_pe": "forwardPE",
    "price_to_book": "priceToBook",
    "price_to_sales": "priceToSalesTrailing12Months",
    "ev_to_ebitda": "enterpriseToEbitda",
    "ev_to_revenue": "enterpriseToRevenue",
    "free_cash_flow": "freeCashflow",
    "total_cash": "totalCash",
    "total_debt": "totalDebt",
    "debt_to_equity": "debtToEquity",
    "current_ratio": "currentRatio",
    "gross_margin": "grossMargins",
    "operating_margin": "operatingMargins",
    "profit_margin": "profitMargins",
    "return_on_equity": "returnOnEquity",
    "return_on_assets": "returnOnAssets",
    "revenue_growth": "revenueGrowth",
    "earnings_growth": "earningsGrowth",
    "dividend_yield": "dividendYield",
    "beta": "beta",
    "short_share_of_float": "shortPercentOfFloat",
    "insider_share": "heldPercentInsiders",
}
PERCENT = ("debt_to_equity", "dividend_yield")  # the source gives these two in percent, the other ratios as decimals
LOWEST = {"trailing_pe": 2.0, "price_to_book": 0.0, "ev_to_ebitda": 0.0}  # below: counted in the data report
HIGHEST = {"trailing_pe": 500.0, "price_to_book": 100.0, "ev_to_ebitda": 200.0}


def build_fundamentals(raw: Path) -> Table:
    """One row a symbol and day; null where the source has nothing; known from its own day."""
    rows = pl.read_parquet(raw_file(raw, FILE))
    if missing := [name for name in ("symbol", "asof", "sector", *NAMES.values()) if name not in rows.columns]:
        raise RawDataError(f"The raw file {FILE} has no column {missing[0]}.")
    day = pl.col("asof").str.to_date()
    sector = pl.col("sector").replace("", None)
    values = [_value(name, column) for name, column in NAMES.items()]
    frame = rows.select(pl.col("symbol").str.replace("-", ".", literal=True), day.alias("date"), sector, *values)
    held = frame.with_columns(available_from=pl.col("date")).sort("symbol", "date")
    return Table(
        name="fundamentals",
        frame=held.select(*SCHEMAS["fundamentals"].columns),
        key=("symbol", "date"),
        known_to=span(held["date"])[1] or date(1900, 1, 1),
        release="The day that the cross-section was taken; nothing is known of earlier days.",
        source="Yahoo Finance, by a public mirror.",
        licence="Facts compiled by others with no licence given: for demonstration and tests only.",
        findings=_notes(held),
    )


def _value(name: str, column: str) -> pl.Expr:
    """A column as 32-bit floats, which is what the source's numbers are; the two in percent as decimals."""
    value = pl.col(column) / 100 if name in PERCENT else pl.col(column)
    return value.cast(pl.Float32).alias(name)


def _notes(held: pl.DataFrame) -> tuple[str, ...]:
    """How many values are missing or absurd; they are kept as they are."""
    notes = []
    for name, least in LOWEST.items():
        values = held[name].drop_nulls()
        absurd = int((values < least).sum()) + int((values > HIGHEST[name]).sum())
        notes.append(
            f"{name}: {held.height - len(values)} of {held.height} missing, {absurd} under {least:g} or over "
            f"{HIGHEST[name]:g}, kept."
        )
    return tuple(notes)
