"""Three worlds that agree up to a day and differ after it: rows deleted, present, or poisoned."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import polars as pl

from rotascope.data.bodies import FrameBody, VintageBody
from rotascope.data.market import Market
from rotascope.data.store import Store

SYMBOLS = (
    *("IWM", "QQQ", "SPY", "RSP", "IWD", "IWF", "IWN", "KRE", "XLI", "XLF", "XLB", "XLK"),
    *("NVDA", "AAPL", "GOOGL", "BRK.B", "RUT", "SPX", "NDX"),
)
KNOWN_TO = date(2026, 8, 21)
FRENCH = {"french": date(1996, 1, 1), "french_daily": date(2019, 1, 1)}


@cache
def tables() -> dict[str, pl.DataFrame]:
    """The real tables, cut to a few symbols, with `available_from`; an early target so that targets are asked too."""
    vintage = VintageBody()
    frames = {name: vintage.scan(name).collect() for name in vintage.tables()}
    for name in ("prices", "splits", "instruments", "flows"):
        frames[name] = frames[name].filter(pl.col("symbol").is_in(SYMBOLS))
    # Every world copies every table, so of the two million French numbers some portfolios of some years are enough.
    for name in ("french", "french_daily"):
        recent = pl.col("date") >= FRENCH[name]
        frames[name] = frames[name].filter(recent, pl.col("portfolios").str.starts_with("size_book_market"))
    frames["french_factors"] = frames["french_factors"].filter(pl.col("date") >= FRENCH["french_daily"])
    early = frames["targets"].with_columns(
        house=pl.lit("A house"),
        level=pl.lit(1500.0),
        made=pl.lit(date(2012, 1, 3)),
        available_from=pl.lit(date(2012, 1, 5)),
    )
    frames["targets"] = pl.concat([frames["targets"], early.select(frames["targets"].columns)])
    return frames


@cache
def present() -> Market:
    return market_of(tables())


def deleted(day: date) -> Market:
    """Nothing that became public after the day."""
    return market_of({name: frame.filter(pl.col("available_from") <= day) for name, frame in tables().items()})


def poisoned(day: date) -> Market:
    """Absurd values in every row that became public after the day, and absurd corrections of what was before."""
    frames = {name: _poisoned_future(frame, day) for name, frame in tables().items() if name != "sessions"}
    every_day = pl.date_range(day + timedelta(1), day + timedelta(900), eager=True).alias("date").to_frame()
    sessions = tables()["sessions"].filter(pl.col("date") <= day)
    frames["sessions"] = pl.concat([sessions, every_day.with_columns(available_from=pl.col("date"))])
    return market_of(frames)


def _poisoned_future(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    past = frame.filter(pl.col("available_from") <= day)
    future = _absurd(frame.filter(pl.col("available_from") > day))
    recent = past.filter(pl.col("available_from") >= day - timedelta(400))
    corrections = _absurd(recent).with_columns(available_from=pl.lit(day + timedelta(1)))
    return pl.concat([past, future, corrections])


def _absurd(frame: pl.DataFrame) -> pl.DataFrame:
    wild = {
        name: pl.lit(1e9) * (1 + pl.int_range(pl.len()) % 7)
        for name in ("adjusted_close", "close", "ratio", "value", "level")
    }
    columns = [wild[name].cast(frame.schema[name]).alias(name) for name in wild if name in frame.columns]
    if {"kind", "name"} <= set(frame.columns):  # the instruments
        columns += [pl.lit("index").alias("kind"), pl.lit("Poison").alias("name")]
    return frame.with_columns(columns)


def market_of(frames: dict[str, pl.DataFrame]) -> Market:
    body = FrameBody(frames, name="world", known_to=KNOWN_TO, revised=frozenset({"macro"}), version="world")
    return Market(Store([body]))
