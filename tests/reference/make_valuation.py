"""Earnings yield of the S&P 500 from the cross-section as downloaded, by pandas.

    python -m tests.reference.make_valuation --raw RAW

Files: `fundamentals/cross_section_2026-08-08.parquet`, `constituents/fja05680_sp500_ticker_start_end.csv` and
`fja05680_sp500_changes_since_2019.csv` are not followed through renames here, so today's list
(`constituents/sp500_companies_current.csv`) stands for the members; hence the tolerance.
Earnings = market value x profit margin / price to sales; yield = sum of earnings / sum of market value.
Writes `measures_valuation.csv`, with the book-yield rows of `book_yield.csv` and a row by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
HEAD = ["measure", "of", "since", "as_of", "params", "path", "expected", "tolerance", "origin"]
BOOKS = "pandas; tests/reference/make_book_yield.py; french/25_Portfolios_5x5_CSV.zip, row 2025-10"


def earnings_yield(raw: Path, earnings: str = "trailing", losses: str = "counted") -> float:
    """Sum over sum, losses included or not."""
    rows = pd.read_parquet(raw / "fundamentals" / "cross_section_2026-08-08.parquet")
    listed = pd.read_csv(raw / "constituents" / "sp500_companies_current.csv")
    symbols = set(listed[listed.columns[0]].str.replace(".", "-", regex=False)) - {"GOOG", "FOX", "NWS"}
    held = rows[rows["symbol"].str.replace(".", "-", regex=False).isin(symbols)]
    trailing = held["marketCap"] * held["profitMargins"] / held["priceToSalesTrailing12Months"].where(lambda x: x > 0)
    earned = trailing if earnings == "trailing" else held["marketCap"] / held["forwardPE"]
    known = earned.notna() & ((earned > 0) | (losses == "counted"))
    return float(earned[known].sum() / held["marketCap"][known].sum())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--raw", type=Path, required=True)
    raw = parser.parse_args().raw
    books = pd.read_csv(HERE / "book_yield.csv").query("month == '2025-10'")
    rows: list[list[object]] = []
    for book in books.itertuples():
        first = ["book_yield_spread", book.reading, "", "2026-01-14", ""]
        rows.append([*first, "value", book.spread, 1e-8, BOOKS])
        rows.append([*first, "detail.percentile", book.share_lower, 1e-9, BOOKS])
    origin = f"pandas {pd.__version__}; tests/reference/make_valuation.py; today's members, not those of the day"
    rows.append(["earnings_yield", "sp500", "", "2026-08-10", "", "value", earnings_yield(raw), 0.0015, origin])
    for asked in ({"earnings": "forward"}, {"losses": "left out"}):
        row = ["earnings_yield", "sp500", "", "2026-08-10", json.dumps(asked), "value", earnings_yield(raw, **asked)]
        rows.append([*row, 0.0015, origin])
    by_hand = "by hand: 2825 / 2651.64 - 1; and over 0.9"
    rows.append(["growth_needed", "RUT", "", "2026-01-14", '{"target": 2825}', "value", 0.065378, 1e-6, by_hand])
    params = '{"target": 2825, "rerating": 0.9}'
    rows.append(["growth_needed", "RUT", "", "2026-01-14", params, "value", 0.183754, 1e-6, by_hand])
    with (HERE / "measures_valuation.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
