"""Facts behind the passages of tests/claims/passages/exam1.toml, from the raw files by plain pandas.

    python -m tests.reference.make_exam1 --raw FOLDER

Nothing here imports the package that the facts are meant to check.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet

from tests.reference.raw_files import INDEX_FILES, Raw, run

if TYPE_CHECKING:
    from collections.abc import Iterator

Fact = tuple[str, float, str]
OUT = Path(__file__).with_name("exam1_facts.csv")
PRICES, LISTED, CROSS = (
    "prices/us_adjusted_close.parquet",
    "listings/us_listed_daily.parquet",
    "fundamentals/cross_section_2026-08-08.parquet",
)
SECTORS = ("XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY")
SEVEN = ("AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA")
END25, END24 = "2025-12-31", "2024-12-31"
SPANS = {
    (END25, "2026-01-09"): "RUT NDX SPX",
    (END25, "2026-01-14"): "RUT SPX XLK XLE IWF AAPL MSFT META AMZN GOOGL CAT COST KEY AMD TSLA",
    ("2026-01-09", "2026-01-12"): "SPX",
    ("2026-01-13", "2026-01-14"): "RUT NDX INTC MU XLE XLY XLU KRE XOM",
    (END25, "2026-01-16"): "IWM MU PLTR",
    ("2026-01-09", "2026-01-16"): "SPX",
    ("2026-01-15", "2026-01-16"): "RUT SPX NDX PLTR",
    (END25, "2026-01-30"): "SPX GLD QQQ MSFT",
    ("2026-01-30", "2026-02-27"): "XLU",
    (END24, END25): "RUT SPX SPY IWM EFA GOOGL JPM PLTR LLY",
    ("2025-04-08", "2026-01-14"): "RUT SPX",
    ("2025-01-14", "2026-01-14"): "QQQ IWM",
    ("2025-11-21", "2025-11-28"): "RUT SPX",
    ("2025-04-03", "2025-04-04"): "SPX NDX",
    ("2025-04-08", "2025-04-09"): "SPX RUT",
}
GAPS = (
    ("RSP", "SPY", END25, "2026-01-14"),
    ("IWM", "QQQ", END25, "2026-01-14"),
    ("IWD", "IWF", END25, "2026-01-14"),
    ("IWM", "SPY", "2025-06-30", END25),
    ("RUT", "SPX", END24, END25),
)
DAYS = ("2025-12-31", "2026-01-12", "2026-01-13", "2026-01-14")
QUOTED = ("INTC", "CVX", "MU", "KEY", "COST", "JPM", "WMT", "LLY")
SHOWN = {"2024-12-31": "2025-01-01", "2025-12-31": "2026-01-01", "2026-01-13": "2026-01-14", "2026-01-14": "2026-01-15"}
RUNS = (
    ("RUT", "SPX", "2026-01-14"),
    ("RUT", "SPX", "2026-01-16"),
    ("RUT", "SPX", "2026-01-22"),
    ("IWM", "SPY", "2026-01-16"),
)
SIGNED_RUNS = (("SPX", "2025-05-02", 1), ("NDX", "2026-01-14", -1))
MOVES = (
    ("day", "SPX", "2025-04-04", -1),
    ("day", "NDX", "2025-04-04", -1),
    ("day", "SPX", "2025-04-09", 1),
    ("day", "RUT", "2025-04-09", 1),
    ("week", "SPX", "2025-11-28", 1),
    ("week", "RUT", "2025-11-28", 1),
    ("month", "MSFT", "2026-01-31", -1),
)
HIGHS = (("RUT", "2026-01-14"), ("SPX", "2026-01-12"), ("NDX", "2026-01-14"), ("GLD", "2026-01-14"))
OPENINGS = (("XLI", "2026-01-16"), ("SPX", "2026-01-16"))
GROUPS = (
    (SECTORS, END25, "2026-01-14"),
    (SECTORS, "2026-01-30", "2026-02-27"),
    (SEVEN, END24, END25),
)
FLAT = (
    ("XLK", END25, "2026-01-14"),
    ("META", END25, "2026-01-14"),
    ("XLE", END25, "2026-01-14"),
    ("TLT", END25, "2026-01-30"),
    ("XLV", END25, "2026-01-30"),
)
MULTIPLES = {
    "forwardPE": "AAPL NVDA XOM", "trailingPE": "WMT META JPM", "priceToBook": "BAC", "enterpriseToEbitda": "CVX",
    "dividendYield": "CVX",
}  # fmt: skip


def file_of(symbol: str) -> str:
    """The raw file that holds a symbol's closes."""
    return f"indices/{INDEX_FILES[symbol][-1]}" if symbol in INDEX_FILES else PRICES


def gain(raw: Raw, symbol: str, start: str, end: str) -> float:
    """Close on (or last before) the end over that of the start, less one."""
    closes = raw.closes(symbol).sort_index()
    return float(closes[:end].iloc[-1] / closes[:start].iloc[-1] - 1)


def make(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Every fact as a row."""
    for part in (returns, prices, runs, records, openings, places, flat, multiples):
        for name, value, origin in part(raw):
            yield name, f"{value:.12g}", origin


def returns(raw: Raw) -> Iterator[Fact]:
    """Returns and gaps of two of them."""
    for (start, end), symbols in SPANS.items():
        for symbol in symbols.split():
            yield f"return {symbol} {start} {end}", gain(raw, symbol, start, end), file_of(symbol)
    for first, second, start, end in GAPS:
        gap = gain(raw, first, start, end) - gain(raw, second, start, end)
        yield f"gap {first}/{second} {start} {end}", gap, f"{file_of(first)}, {file_of(second)}"


def prices(raw: Raw) -> Iterator[Fact]:
    """Index levels, and unadjusted closes: a snapshot shows the session before it."""
    for symbol in INDEX_FILES:
        for day in DAYS:
            yield f"level {symbol} {day}", float(raw.closes(symbol)[day]), file_of(symbol)
    wanted = [("symbol", "in", [*QUOTED]), ("snapshot", "in", [pd.Timestamp(day).date() for day in SHOWN.values()])]
    table = parquet.read_table(raw.folder / LISTED, filters=wanted).to_pandas()
    last = table.astype({"symbol": str}).set_index(["symbol", "snapshot"])["last"]
    for session, snapshot in SHOWN.items():
        for symbol in QUOTED:
            yield f"price {symbol} {session}", float(last[symbol, pd.Timestamp(snapshot).date()]), LISTED


def runs(raw: Raw) -> Iterator[Fact]:
    """Sessions in a row in which the first beat the second, or in which one rose (+) or fell (-)."""
    for first, second, day in RUNS:
        both = pd.concat([raw.closes(first), raw.closes(second)], axis=1, keys=["a", "b"], sort=True).dropna()
        moves = both.sort_index()[:day].pct_change()
        yield from _run(
            f"streak {first}/{second} {day}", moves["a"] > moves["b"], f"{file_of(first)}, {file_of(second)}"
        )
    for symbol, day, sign in SIGNED_RUNS:
        moves = raw.closes(symbol).sort_index()[:day].pct_change() * sign
        yield from _run(f"streak {symbol} {'+' if sign > 0 else '-'} {day}", moves > 0, file_of(symbol))


def _run(name: str, won: Any, origin: str) -> Iterator[Fact]:
    """Length of the run that ends the series, and the year in which one as long last stood (0: never)."""
    lengths, run = [], 0
    for win in won:
        run = run + 1 if win else 0
        lengths.append(run)
    earlier = np.flatnonzero(np.array(lengths[: -lengths[-1]]) >= lengths[-1])
    yield name, lengths[-1], origin
    yield f"{name} year last as long", int(won.index[earlier[-1]].year) if len(earlier) else 0, origin


def records(raw: Raw) -> Iterator[Fact]:
    """The day (YYYYMMDD; 0: none) of the last earlier move as far, and that of the highest close."""
    rules = {"day": "D", "week": "W-FRI", "month": "ME"}
    for period, symbol, day, sign in MOVES:
        closes = raw.closes(symbol).sort_index()[:day]
        moves = (closes if period == "day" else closes.resample(rules[period]).last()).pct_change() * sign
        earlier = moves[:-1][moves[:-1] >= moves.iloc[-1]]
        last = int(earlier.index[-1].strftime("%Y%m%d")) if len(earlier) else 0
        yield f"last {period} as {'good' if sign > 0 else 'bad'} {symbol} {day}", last, file_of(symbol)
    for symbol, day in HIGHS:
        highest = raw.closes(symbol).sort_index()[:day].idxmax()
        yield f"highest close by {day} {symbol}", int(highest.strftime("%Y%m%d")), file_of(symbol)


def openings(raw: Raw) -> Iterator[Fact]:
    """2026's first sessions to a day, and the last earlier years in which as many were as strong, and weaker."""
    for symbol, day in OPENINGS:
        closes = raw.closes(symbol).sort_index()
        count = len(closes["2026-01-01":day])
        found = {}
        for year in range(closes.index[0].year + 1, 2027):
            base, first = closes[: f"{year - 1}-12-31"].iloc[-1], closes[f"{year}-01-01" :].iloc[count - 1]
            found[year] = float(first / base - 1)
        now = found.pop(2026)
        name, origin = f"opening {symbol} {count}", file_of(symbol)
        yield f"{name} 2026", now, origin
        yield f"{name} last year as strong", max((year for year in found if found[year] >= now), default=0), origin
        yield f"{name} last year weaker", max((year for year in found if found[year] < now), default=0), origin


def places(raw: Raw) -> Iterator[Fact]:
    """Places, first the best, of sector funds and of the seven."""
    for group, start, end in GROUPS:
        gains = pd.Series({symbol: gain(raw, symbol, start, end) for symbol in group})
        for symbol, place in gains.rank(ascending=False).items():
            yield f"place {symbol} of {len(group)} {start} {end}", int(place), PRICES


def flat(raw: Raw) -> Iterator[Fact]:
    """A move in standard deviations of all moves of as many sessions up to it; under 0.5 is flat."""
    for symbol, start, end in FLAT:
        closes = raw.closes(symbol).sort_index()[:end]
        moves = closes.pct_change(len(closes[start:]) - 1).dropna()
        yield f"flatness {symbol} {start} {end}", float(abs(moves.iloc[-1]) / moves.std()), file_of(symbol)


def multiples(raw: Raw) -> Iterator[Fact]:
    """Multiples of one day."""
    table = pd.read_parquet(raw.folder / CROSS).astype({"symbol": str}).set_index("symbol")
    for column, symbols in MULTIPLES.items():
        for symbol in symbols.split():
            yield f"{column} {symbol}", float(table.loc[symbol, column]), CROSS


if __name__ == "__main__":
    raise SystemExit(run(make, OUT, columns=("fact", "value", "origin")))
