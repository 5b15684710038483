"""What the claims of tests/claims are judged by, from the raw files: python -m tests.reference.make_claims --raw RAW

One row a fact: its name, its value, and the file it was worked out from. The verdicts beside the claims follow from
these by hand: half a unit of the last printed digit holds, one unit holds approximately.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from tests.reference.raw_files import INDEX_FILES, Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

OUT = Path(__file__).with_name("claims_facts.csv")
Fact = tuple[str, float, str]
RETURNS = [
    ("RUT", "2025-12-31", "2026-01-09"),
    ("RUT", "2025-12-31", "2026-01-14"),
    ("NDX", "2025-12-31", "2026-01-09"),
    ("NDX", "2025-12-31", "2026-01-14"),
    ("IWM", "2025-12-31", "2026-01-09"),
    ("IWM", "2025-12-31", "2026-01-14"),
    ("IWM", "2026-01-02", "2026-01-14"),
    ("QQQ", "2025-12-31", "2026-01-09"),
    ("QQQ", "2025-12-31", "2026-01-14"),
    ("KRE", "2025-12-31", "2026-01-14"),
    ("SPX", "2025-12-31", "2026-01-14"),
    ("SPY", "2025-12-31", "2026-01-14"),
    ("AAPL", "2025-12-31", "2026-01-14"),
    ("NVDA", "2025-12-31", "2026-01-14"),
    ("SPX", "2024-12-31", "2025-12-31"),
    ("SPY", "2024-12-31", "2025-12-31"),
    ("RUT", "2024-12-31", "2025-12-31"),
    ("JPM", "2024-12-31", "2025-12-31"),
    ("RUT", "2025-04-08", "2026-01-14"),
    ("RUT", "2026-01-07", "2026-01-14"),
    ("RUT", "2025-01-14", "2026-01-14"),
    ("RUT", "2025-11-28", "2025-12-31"),
    ("XLE", "2025-12-31", "2026-01-14"),
    ("DIA", "2024-12-31", "2025-12-31"),
    ("BA", "2025-12-31", "2026-01-14"),
    ("DIS", "2024-12-31", "2025-12-31"),
]
LEVELS = [
    ("RUT", "2026-01-14"), ("RUT", "2026-01-09"), ("RUT", "2025-12-31"), ("RUT", "2026-06-30"), ("NDX", "2026-01-14"),
    ("SPX", "2026-01-14"),
]  # fmt: skip
PRICES = [("AAPL", "2026-01-14"), ("NVDA", "2026-01-14"), ("JPM", "2024-12-31"), ("JPM", "2025-12-31")]
YIELDS = [("DGS10", "2026-01-13"), ("DGS10", "2025-12-31"), ("DGS2", "2026-01-13"), ("DGS2", "2025-12-31"),
          ("DGS10", "2025-10-10"), ("DGS2", "2025-10-10")]  # fmt: skip
SECTORS = ("XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY")
PRICE_FILE = "prices/us_adjusted_close.parquet"


def make(raw: Raw) -> Iterator[Fact]:
    """Every fact."""
    yield from prices(raw)
    for symbol, first, last in RETURNS:
        yield f"return {symbol} {first} {last}", gain(raw, symbol, first, last), file_of(symbol)
    for symbol, day in LEVELS:
        yield f"level {symbol} {day}", float(raw.closes(symbol)[day]), file_of(symbol)
    for series, day in YIELDS:
        yield f"yield {series} {day}", float(raw.macro("rates", series)[day]), "macro/fred_rates.csv"
    yield from flatness(raw)
    yield from openings(raw)
    yield from streaks(raw)
    yield from highs(raw)
    yield from sectors(raw)
    yield from policy(raw)


def file_of(symbol: str) -> str:
    return f"indices/{INDEX_FILES[symbol][-1]}" if symbol in INDEX_FILES else PRICE_FILE


def gain(raw: Raw, symbol: str, first: str, last: str) -> float:
    closes = raw.closes(symbol)
    return float(closes[last] / closes[first] - 1)


def prices(raw: Raw) -> Iterator[Fact]:
    """Unadjusted closes: a snapshot dated D holds the close of the session before D."""
    path = raw.folder / "listings" / "us_listed_daily.parquet"
    wanted = pl.col("symbol").cast(pl.String).is_in(sorted({symbol for symbol, _ in PRICES}))
    frame = pl.scan_parquet(path).filter(wanted).select("symbol", "snapshot", "last").collect(engine="streaming")
    frame = frame.with_columns(pl.col("symbol").cast(pl.String), pl.col("snapshot").cast(pl.Date))
    for symbol, day in PRICES:
        later = frame.filter(pl.col("symbol") == symbol, pl.col("snapshot") > date.fromisoformat(day))
        yield f"price {symbol} {day}", later.sort("snapshot")["last"][0], "listings/us_listed_daily.parquet"


def flatness(raw: Raw) -> Iterator[Fact]:
    """The year's return to 2026-01-14 (nine sessions) over the deviation of all nine-session returns by then."""
    for symbol in ("NVDA", "IWM", "QQQ"):
        closes = raw.closes(symbol)[:"2026-01-14"]
        every = (closes / closes.shift(9) - 1).dropna()
        yield f"flatness {symbol} 2026-01-14", float(every.iloc[-1] / every.std()), file_of(symbol)


def openings(raw: Raw) -> Iterator[Fact]:
    """Returns of the first n sessions of each year from 2015 on, and the years among them that beat 2026."""
    for symbol, sessions in (("IWM", 9), ("IWM", 6), ("RUT", 9)):
        for year in range(2015, 2027):
            yield f"opening {symbol} {sessions} {year}", opening(raw, symbol, sessions, year), file_of(symbol)


def opening(raw: Raw, symbol: str, sessions: int, year: int) -> float:
    closes = raw.closes(symbol)
    base = closes[: f"{year - 1}-12-31"].iloc[-1]
    return float(closes[f"{year}-01-01" :].iloc[sessions - 1] / base - 1)


def streaks(raw: Raw) -> Iterator[Fact]:
    """Sessions in a row to 2026-01-22 in which the first beat the second, and how long ago it was last as long."""
    for first, second in (("IWM", "SPY"), ("RUT", "SPX")):
        both = (
            pd.concat([raw.closes(first), raw.closes(second)], axis=1, keys=["a", "b"], sort=True)
            .dropna()
            .sort_index()[:"2026-01-22"]
        )
        won = (both["a"].pct_change() > both["b"].pct_change()).to_numpy()
        run, runs = 0, []
        for win in won:
            run = run + 1 if win else 0
            runs.append(run)
        now = runs[-1]
        earlier = np.flatnonzero(np.array(runs[:-now]) >= now)
        origin = f"{file_of(first)}, {file_of(second)}"
        yield f"streak {first}/{second} 2026-01-22", now, origin
        last = both.index[earlier[-1]].year if len(earlier) else 0
        yield f"streak {first}/{second} last year as long", last, origin
    closes = raw.closes("SPX")[:"2026-01-14"]
    falls = (closes.pct_change() < 0).to_numpy()[::-1]
    yield "falls SPX 2026-01-14", int(np.argmin(falls)), file_of("SPX")


def highs(raw: Raw) -> Iterator[Fact]:
    """1 where the close of 2026-01-14 is the highest of all by then, else 0."""
    for symbol in ("RUT", "SPX"):
        closes = raw.closes(symbol)[:"2026-01-14"]
        yield f"highest {symbol} 2026-01-14", int(closes.iloc[-1] >= closes.max()), file_of(symbol)
    months = raw.closes("RUT")[:"2025-12-31"].resample("ME").last().pct_change()
    for month in ("2024-11", "2025-05", "2025-06", "2025-08", "2025-12"):
        yield f"month RUT {month}", float(months[month].iloc[0]), file_of("RUT")
    later = months["2024-12":"2025-11"]
    yield "best month RUT 2024-12 to 2025-11", float(later.max()), file_of("RUT")
    yield "worst month RUT 2024-12 to 2025-11", float(later.min()), file_of("RUT")


def sectors(raw: Raw) -> Iterator[Fact]:
    """Places of the sector funds from 2025-12-31 to 2026-01-14."""
    gains = pd.Series({symbol: gain(raw, symbol, "2025-12-31", "2026-01-14") for symbol in SECTORS})
    places = gains.rank(ascending=False)
    for symbol in SECTORS:
        yield f"place {symbol} 2026-01-14", int(places[symbol]), PRICE_FILE


def policy(raw: Raw) -> Iterator[Fact]:
    """The target range on 2026-01-14, and the last changes of its upper end."""
    origin = "macro/fred_rates.csv"
    for column in ("DFEDTARL", "DFEDTARU"):
        yield f"policy {column} 2026-01-14", float(raw.macro("rates", column)[:"2026-01-14"].iloc[-1]), origin
    upper: Any = raw.macro("rates", "DFEDTARU")[:"2026-01-14"]
    steps = upper.diff()[lambda change: change != 0].dropna()
    yield "policy last three changes", float(steps.iloc[-3:].sum()), origin
    yield "policy change before them", float(steps.iloc[-4]), origin


def main() -> int:
    """Write the table beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    found = list(make(Raw(parser.parse_args().raw)))
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fact", "value", "origin"))
        writer.writerows((name, f"{value:.12g}", origin) for name, value, origin in found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
