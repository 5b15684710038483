"""Ratios of companies, weights of members and flows of funds: python -m tests.reference.make_companies --raw RAW

Values: the cross-section's own columns; caps of the listings, one line a company; daily flows summed by month.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tests.reference.market_files import Stocks, index_members
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_companies.csv")
SEVEN = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA"]
RATIOS = {
    "trailing_pe": ("trailingPE", 1), "forward_pe": ("forwardPE", 1), "price_to_book": ("priceToBook", 1),
    "price_to_sales": ("priceToSalesTrailing12Months", 1), "ev_to_ebitda": ("enterpriseToEbitda", 1),
    "dividend_yield": ("dividendYield", 0.01),
}  # fmt: skip
HELD = (
    ("IWM", "2026-01-21", (("top10", ""), ("BE", "Ticker"), ("Financials", "Sector"))),
    ("IWB", "2026-07-17", (("top10", ""), ("AAPL", "Ticker"))),
)
FLOWS = [("SPY", 1, "2024-02-01", "2024-01", "2024-01"), ("GLD", 3, "2024-02-01", "2023-11", "2024-01"),
         ("TLT", 12, "2024-01-02", "2023-01", "2023-12")]  # fmt: skip


def make(raw: Raw) -> Iterator[Row]:
    """Every row."""
    yield from ratios(raw)
    yield from weights(raw)
    yield from flows(raw)
    yield from holdings(raw)


def holdings(raw: Raw) -> Iterator[Row]:
    for fund, day, parts in HELD:
        file = f"holdings/{fund}_{day}.csv"
        lines = (raw.folder / file).read_text(encoding="utf-8-sig").splitlines()
        begin = next(at for at, line in enumerate(lines) if line.startswith("Ticker,"))
        frame = pd.read_csv(StringIO("\n".join(lines[begin:])), thousands=",")
        stocks = frame[frame["Asset Class"] == "Equity"].copy()
        stocks["weight"] = stocks["Weight (%)"].astype(float) / 100
        heaviest = stocks["weight"].sort_values(ascending=False)
        for part, origin in parts:
            chosen = (
                heaviest.iloc[: int(part[3:])]
                if part.startswith("top")
                else stocks.loc[stocks[origin] == part, "weight"]
            )
            question = ("fund_weight", fund, "", day, {"part": part})
            yield from rows(question, {"value": float(chosen.sum())}, 1e-9,
                            f"pandas: {file}, weights as printed")  # fmt: skip


def ratios(raw: Raw) -> Iterator[Row]:
    file = "fundamentals/cross_section_2026-08-08.parquet"
    frame = pd.read_parquet(raw.folder / file).astype({"symbol": str}).set_index("symbol")
    for symbol in ("NVDA", "JPM"):
        for ratio, (column, scale) in RATIOS.items():
            if pd.notna(value := frame.loc[symbol, column]):
                question = ("company_ratio", symbol, "", "2026-08-10", {"ratio": ratio})
                yield from rows(question, {"value": float(value) * scale}, 1e-5 * float(value), f"{file}, as shown")


def weights(raw: Raw) -> Iterator[Row]:
    stocks = Stocks(raw, index_members(raw.folder))
    origin = "pandas: listings/us_listed_daily.parquet, caps of the day's members, one line a company; caps are rounded"
    for day in ("2025-08-29", "2026-01-14"):
        held = stocks.weights(day)
        for part, symbols in (("NVDA", ["NVDA"]), ("seven", SEVEN)):
            question = ("member_weight", "sp500", "", day, {"part": part})
            yield from rows(question, {"value": float(held[symbols].sum())}, 2e-3, origin)


def flows(raw: Raw) -> Iterator[Row]:
    file = "flows/etf_flows_daily.parquet"
    for symbol, months, as_of, first, last in FLOWS:
        frame = pd.read_parquet(raw.folder / file, filters=[("ticker", "in", [symbol])])
        month = pd.to_datetime(frame["date"]).dt.strftime("%Y-%m")
        figures = frame["value"].astype("float32").astype(str).astype("float64")  # 12.3 stands as 12.30000019
        value = float(figures[(month >= first) & (month <= last)].sum()) * 1e6
        question = ("net_flow", symbol, "", as_of, {"months": months})
        yield from rows(question, {"value": value}, 1, f"pandas: {file}, daily figures of {first} to {last} summed")


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
