"""Three worlds that agree up to a day and differ after it: rows deleted, present, or poisoned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import polars as pl

from rotascope.data.bodies import FrameBody, TableFacts, VintageBody
from rotascope.data.market import Market
from rotascope.data.store import Store
from tests.contract.stocks import STOCKS

SYMBOLS = (
    *("IWM", "QQQ", "SPY", "RSP", "IWD", "IWF", "IWN", "KRE", "XLI", "XLF", "XLB", "XLK"),
    *("NVDA", "AAPL", "GOOGL", "BRK.B", "RUT", "SPX", "NDX"),
)
KNOWN_TO = date(2026, 8, 21)
FRENCH = {"french": date(1996, 1, 1), "french_daily": date(2019, 1, 1)}
UNIVERSE = ("universe_prices", "universe_factors", "universe_shares", "universe_attributes", "universe_renames")
Change = Callable[[str, pl.DataFrame], pl.DataFrame]


class World:
    """The real tables with each changed when it is first read; its name and versions are those of every world.

    `name` as the store sees it: "vintage" takes the way of the embedded data (read once and cut at a day), any other
    name that of bodies whose rows may be corrected.
    """

    owned: frozenset[str] = frozenset()

    def __init__(self, name: str, change: Change) -> None:
        self.name = name
        self._change = change
        self._frames: dict[str, pl.DataFrame] = {}

    def tables(self) -> frozenset[str]:
        return frozenset(tables())

    def scan(self, table: str) -> pl.LazyFrame:
        if table not in self._frames:
            self._frames[table] = self._change(table, tables()[table])
        return self._frames[table].lazy()

    def facts(self, table: str) -> TableFacts:
        return TableFacts("world", table, "world", KNOWN_TO, table == "macro")


@cache
def tables() -> dict[str, pl.DataFrame]:
    """The real tables, cut to a few symbols, with `available_from`; an early target so that targets are asked too."""
    vintage = VintageBody()
    frames = {name: vintage.scan(name).collect() for name in vintage.tables()}
    for name in ("prices", "splits", "instruments", "flows"):
        frames[name] = frames[name].filter(pl.col("symbol").is_in(SYMBOLS))
    for name in (*UNIVERSE, "sp500_members"):
        frames[name] = frames[name].filter(pl.col("symbol").is_in(STOCKS))
    # Of the two million French numbers some portfolios of some years are enough.
    for name in ("french", "french_daily"):
        recent = pl.col("date") >= FRENCH[name]
        frames[name] = frames[name].filter(recent, pl.col("portfolios").str.starts_with("size_book_market"))
    frames["french_factors"] = frames["french_factors"].filter(pl.col("date") >= FRENCH["french_daily"])
    frames["targets"] = pl.concat([frames["targets"], _early_target(frames["targets"])])
    return frames


def _early_target(targets: pl.DataFrame) -> pl.DataFrame:
    early = targets.with_columns(
        house=pl.lit("A house"),
        level=pl.lit(1500.0),
        made=pl.lit(date(2012, 1, 3)),
        available_from=pl.lit(date(2012, 1, 5)),
    )
    return early.select(targets.columns)


@cache
def present() -> Market:
    return Market(Store([World("vintage", lambda _, frame: frame)]))


def deleted(day: date) -> Market:
    """Nothing that became public after the day."""
    return Market(Store([World("world", lambda _, frame: frame.filter(pl.col("available_from") <= day))]))


def poisoned(day: date) -> Market:
    """Absurd values in every row that became public after the day, and absurd corrections of what was before."""

    def change(table: str, frame: pl.DataFrame) -> pl.DataFrame:
        return _busy(frame, day) if table == "sessions" else _poisoned_future(frame, day)

    return Market(Store([World("world", change)]))


def _busy(sessions: pl.DataFrame, day: date) -> pl.DataFrame:
    """Every day after the day is a session."""
    every_day = pl.date_range(day + timedelta(1), day + timedelta(900), eager=True).alias("date").to_frame()
    past = sessions.filter(pl.col("date") <= day)
    return pl.concat([past, every_day.with_columns(available_from=pl.col("date"))])


def _poisoned_future(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    past = frame.filter(pl.col("available_from") <= day)
    future = _absurd(frame.filter(pl.col("available_from") > day))
    recent = past.filter(pl.col("available_from") >= day - timedelta(400))
    corrections = _absurd(recent).with_columns(available_from=pl.lit(day + timedelta(1)))
    return pl.concat([past, future, corrections])


_NUMBERS = ("adjusted_close", "close", "ratio", "value", "level", "factor", "split", "shares")
_WORDS = {"sector": "Poison", "industry": "Poison", "country": "Nowhere", "former": "AAPL"}


def _absurd(frame: pl.DataFrame) -> pl.DataFrame:
    wild = pl.lit(1e9) * (1 + pl.int_range(pl.len()) % 7)
    columns = [wild.cast(frame.schema[name]).alias(name) for name in _NUMBERS if name in frame.columns]
    columns += [pl.lit(word).alias(name) for name, word in _WORDS.items() if name in frame.columns]
    if {"kind", "name"} <= set(frame.columns):  # the instruments
        columns += [pl.lit("index").alias("kind"), pl.lit("Poison").alias("name")]
    if "is_ranked" in frame.columns:
        columns.append(~pl.col("is_ranked"))
    if "end" in frame.columns:  # a member's spell: never was, or never ends
        columns.append(pl.when(pl.col("end").is_null()).then(pl.col("date")).alias("end"))
    return frame.with_columns(columns)


def market_of(frames: dict[str, pl.DataFrame]) -> Market:
    body = FrameBody(frames, name="world", known_to=KNOWN_TO, revised=frozenset({"macro"}), version="world")
    return Market(Store([body]))
