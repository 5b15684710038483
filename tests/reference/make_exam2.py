"""Facts of the second and third exams of articles, from raw files: python -m tests.reference.make_exam2 --raw RAW

One row for each `fact` that exam2.toml and exam3.toml of tests/claims/passages name: its value and its raw file.
The verdicts beside the claims follow from these by hand: half a unit of the last printed digit holds, one unit holds
approximately. Shares and returns are decimals, yields and inflation too, prices and levels as quoted, flows in dollars.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from tests.reference.market_files import Stocks, index_members
from tests.reference.raw_files import INDEX_FILES, Raw

if TYPE_CHECKING:
    from collections.abc import Callable

OUT = Path(__file__).with_name("exam2_facts.csv")
PASSAGES = [Path(__file__).parents[1] / "claims" / "passages" / f"exam{number}.toml" for number in (2, 3)]
SECTORS = ("XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY")
SEVEN = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA"]
PRICE_FILE, RATE_FILE = "prices/us_adjusted_close.parquet", "macro/fred_rates.csv"
LISTINGS, RATIOS = "listings/us_listed_daily.parquet", "fundamentals/cross_section_2026-08-08.parquet"
RATIO_COLUMNS = {"forward P/E": "forwardPE", "trailing P/E": "trailingPE", "dividend yield": "dividendYield"}


class Facts:
    """Each method answers the facts that begin with its word."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    @cached_property
    def stocks(self) -> Stocks:
        return Stocks(self.raw, index_members(self.raw.folder))

    @cached_property
    def ratios(self) -> Any:
        return pd.read_parquet(self.raw.folder / RATIOS).astype({"symbol": str}).set_index("symbol")

    def gain(self, symbol: str, first: str, last: str) -> float:
        if symbol == "seven":
            weights = self.stocks.weights(first)[SEVEN]
            moves = self.stocks.levels.loc[last, SEVEN] / self.stocks.levels.loc[first, SEVEN] - 1
            return float((weights * moves).sum() / weights.sum())
        closes = self.raw.closes(symbol)
        return float(closes[last] / closes[first] - 1)

    def level(self, symbol: str, day: str) -> float:
        return float(self.raw.closes(symbol)[day])

    def price(self, symbol: str, day: str) -> float:
        """Unadjusted: a snapshot dated D holds the close of the session before D."""
        wanted = (pl.col("symbol").cast(pl.String) == symbol) & (
            pl.col("snapshot").cast(pl.Date) > date.fromisoformat(day)
        )
        frame = pl.scan_parquet(self.raw.folder / LISTINGS).filter(wanted).select("snapshot", "last")
        return float(frame.collect(engine="streaming").sort("snapshot")["last"][0])

    def highest(self, symbol: str, day: str) -> float:
        """1 where the close is the highest of all by that day, else 0."""
        closes = self.raw.closes(symbol)[:day]
        return float(closes.iloc[-1] >= closes.max())

    def flatness(self, symbol: str, day: str) -> float:
        """The month's return over the deviation of all returns over as many sessions by that day."""
        closes = self.raw.closes(symbol)[:day]
        count = int((closes.index >= pd.Timestamp(day).replace(day=1)).sum())
        every = (closes / closes.shift(count) - 1).dropna()
        return float(every.iloc[-1] / every.std())

    def opening(self, symbol: str, sessions: str, year: str) -> float:
        closes = self.raw.closes(symbol)
        return float(
            closes[f"{year}-01-01" :].iloc[int(sessions) - 1] / closes[: f"{int(year) - 1}-12-31"].iloc[-1] - 1
        )

    def run(self, symbol: str, day: str, sign: int) -> int:
        moves = (self.raw.closes(symbol)[:day].pct_change() * sign > 0).to_numpy()[::-1]
        return int(np.argmin(moves))

    def place(self, symbol: str, first: str, last: str) -> int:
        gains = pd.Series({name: self.gain(name, first, last) for name in SECTORS})
        return int(gains.rank(ascending=False)[symbol])

    def best(self, period: str, symbol: str, since: str) -> float:
        """The best day or week after a day."""
        closes = self.raw.closes(symbol)
        if period == "week":
            closes = closes.resample("W-FRI").last()
        return float(closes.pct_change()[closes.index > since].max())

    def worst_month(self, symbol: str, first: str, last: str) -> float:
        return float(self.raw.closes(symbol).resample("ME").last().pct_change()[first:last].min())

    def rate(self, series: str, day: str) -> float:
        return float(self.raw.macro("rates", series)[:day].iloc[-1]) / 100

    def slope(self, day: str) -> float:
        return self.rate("DGS10", day) - self.rate("DGS2", day)

    def changes(self, first: str, last: str) -> int:
        """How often the upper end of the policy range moved, by the day that a move took effect."""
        upper = self.raw.macro("rates", "DFEDTARU").diff()[first:last]
        return int((upper != 0).sum())

    def inflation(self, series: str, month: str) -> float:
        index = self.raw.macro("inflation", series)
        first = pd.Timestamp(month)
        return float(index[first] / index[first - pd.DateOffset(years=1)] - 1)

    def labor(self, series: str, day: str, scale: float) -> float:
        return float(self.raw.macro("labor", series)[day] * scale)

    def flow(self, symbol: str, month: str) -> float:
        wanted = [("ticker", "in", [symbol])]
        frame = pd.read_parquet(self.raw.folder / "flows" / "etf_flows_daily.parquet", filters=wanted)
        days = pd.to_datetime(frame["date"])
        return float(frame["value"][(days.dt.strftime("%Y-%m") == month).to_numpy()].sum() * 1e6)

    def ratio(self, name: str, symbol: str) -> float:
        return float(self.ratios.loc[symbol, RATIO_COLUMNS[name]]) * (0.01 if name == "dividend yield" else 1)

    def weight(self, what: str, day: str) -> float:
        weights = self.stocks.weights(day)
        if what == "top ten":
            return float(weights.nlargest(10).sum())
        return float(weights[SEVEN if what == "seven" else [what]].sum())

    def share_of_gain(self, what: str, first: str, last: str) -> float:
        """Weight at the start times return, over the same of all members."""
        parts = self.stocks.weights(first) * (self.stocks.levels.loc[last] / self.stocks.levels.loc[first] - 1)
        return float(parts[SEVEN if what == "seven" else [what]].sum() / parts.sum())

    def above(self, window: str, day: str) -> float:
        prices = self.stocks.prices.loc[:day, self.stocks.on_list(day)].tail(int(window))
        known = prices.notna().all()
        return float((prices.iloc[-1] > prices.mean())[known].mean())

    def moved(self, day: str, sign: int) -> float:
        prices = self.stocks.prices.loc[:day, self.stocks.on_list(day)].tail(2)
        moves = (prices.iloc[1] - prices.iloc[0]).dropna()
        return float((moves * sign > 0).mean())

    def outperforming(self, first: str, last: str) -> float:
        levels = self.stocks.levels.loc[:, self.stocks.on_list(first)]  # those of the last day would be the survivors
        moves = (levels.loc[last] / levels.loc[first] - 1).dropna()
        return float((moves > self.gain("SPY", first, last)).mean())


def file_of(symbol: str) -> str:
    return f"indices/{INDEX_FILES[symbol][-1]}" if symbol in INDEX_FILES else PRICE_FILE


def fact(facts: Facts, name: str) -> tuple[float, str]:
    """The value of a fact and its file."""
    for table in (_prices, _macro, _market):
        for start, (ask, origin) in table(facts).items():
            if name.startswith(start + " "):
                words = name.removeprefix(start + " ").split()
                return ask(*words), origin or file_of(words[0])
    raise ValueError(name)


def _prices(facts: Facts) -> dict[str, tuple[Callable[..., float], str]]:
    return {
        "return seven": (lambda *days: facts.gain("seven", *days), LISTINGS),
        "return": (facts.gain, ""),
        "level": (facts.level, ""),
        "price": (facts.price, LISTINGS),
        "highest": (facts.highest, ""),
        "flatness": (facts.flatness, PRICE_FILE),
        "opening": (facts.opening, ""),
        "rises": (lambda symbol, day: facts.run(symbol, day, 1), ""),
        "falls": (lambda symbol, day: facts.run(symbol, day, -1), ""),
        "place": (facts.place, PRICE_FILE),
        "best day": (lambda symbol, _, day: facts.best("day", symbol, day), ""),
        "best week": (lambda symbol, _, day: facts.best("week", symbol, day), ""),
        "worst month": (lambda symbol, first, _, last: facts.worst_month(symbol, first, last), ""),
    }


def _macro(facts: Facts) -> dict[str, tuple[Callable[..., float], str]]:
    def rate(series: str, day: str, _: str = "", base: str = "") -> float:
        return facts.rate(series, day) - (facts.rate(series, base) if base else 0)

    return {
        "policy changes": (facts.changes, RATE_FILE),
        "policy": (rate, RATE_FILE),
        "yield": (rate, RATE_FILE),
        "slope": (facts.slope, RATE_FILE),
        "inflation": (facts.inflation, "macro/fred_inflation.csv"),
        "unemployment": (lambda month: facts.labor("UNRATE", f"{month}-01", 0.01), "macro/fred_labor.csv"),
        "claims": (lambda day: facts.labor("ICSA", day, 1), "macro/fred_labor.csv"),
        "flow": (facts.flow, "flows/etf_flows_daily.parquet"),
        **{name: (lambda symbol, name=name: facts.ratio(name, symbol), RATIOS) for name in RATIO_COLUMNS},
    }


def _market(facts: Facts) -> dict[str, tuple[Callable[..., float], str]]:
    return {
        "top ten": (lambda day: facts.weight("top ten", day), LISTINGS),
        "weight": (facts.weight, LISTINGS),
        "share of gain": (facts.share_of_gain, LISTINGS),
        "above": (lambda window, _, day: facts.above(window, day), LISTINGS),
        "advancing": (lambda _, day: facts.moved(day, 1), LISTINGS),
        "declining": (lambda _, day: facts.moved(day, -1), LISTINGS),
        "outperforming": (lambda _, first, last: facts.outperforming(first, last), LISTINGS),
    }


def main() -> int:
    """Write the table beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    facts = Facts(Raw(parser.parse_args().raw))
    passages = [one for file in PASSAGES for one in tomllib.loads(file.read_text(encoding="utf-8"))["passages"]]
    names = sorted({claim["fact"] for one in passages for claim in one.get("claims", []) if "fact" in claim})
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fact", "value", "origin"))
        for name in names:
            value, origin = fact(facts, name)
            writer.writerow((name, f"{value:.12g}", origin))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
