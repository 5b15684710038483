"""The universe: every listed stock as arrays, cut at a moment, with sizes and sectors as known on each day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from rotascope.data.history import day_number, day_of
from rotascope.data.schemas import SCHEMAS
from rotascope.data.store import overlay
from rotascope.errors import DataError
from rotascope.kernels.steps import spread_steps

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.store import Store

    Floats = NDArray[np.float32]
    Codes = NDArray[np.int16]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Universe:
    """Stocks as listed, time-major: `days` (n_dates,), `symbols` (n_assets,), arrays (n_dates, n_assets).

    `close`: unadjusted, NaN without a trade; `factor`: total-return level over close; `split`: price on one share
    count over close; `shares`: the company's; `ranked`: whether the line is counted (one a company); `sector`,
    `industry`: codes into `sectors`, `industries`, -1 where not known yet. Read-only. `renames`: (day index, former
    column, new column) of each change of symbol, in order of time; a symbol's earlier closes may be another company's.
    """

    days: NDArray[np.int64]
    symbols: NDArray[np.str_]
    close: Floats
    factor: Floats
    split: Floats
    shares: Floats
    ranked: Flags
    sector: Codes
    industry: Codes
    sectors: tuple[str, ...]
    industries: tuple[str, ...]
    renames: tuple[tuple[int, int, int], ...] = ()

    def until(self, day: int) -> Universe:
        """The days up to one, and the stocks that had traded by then, with their changes of symbol by then."""
        stop = int(self.days.searchsorted(day, side="right"))
        if not stop:
            raise DataError(f"The universe of stocks begins later than that day, on {day_of(int(self.days[0]))}.")
        listed: Flags = np.logical_not(np.isnan(self.close[:stop]).all(axis=0))
        place = np.cumsum(listed) - 1
        renames = tuple(
            (at, int(place[old]), int(place[new]))
            for at, old, new in self.renames
            if at < stop and listed[old] and listed[new]
        )
        cut: dict[str, Any] = {name: getattr(self, name)[:stop, listed] for name in _ARRAYS}
        for array in cut.values():
            array.flags.writeable = False
        return replace(self, days=self.days[:stop], symbols=self.symbols[listed], renames=renames, **cut)

    def by_today(self, values: Floats, start: int) -> Floats:
        """Rows of days from `start` on, with what stood under a former symbol moved to its new one."""
        moved = values.copy()
        for at, old, new in self.renames:
            stop = at - start
            if stop > 0:
                others = np.flatnonzero(~np.isnan(moved[:stop, new]))  # a company that had the symbol before
                since = int(others[-1]) + 1 if len(others) else 0
                moved[since:stop, new] = moved[since:stop, old]
        return moved


_ARRAYS = ("close", "factor", "split", "shares", "ranked", "sector", "industry")


def load_universe(store: Store, as_of: date | None = None) -> Universe:
    """Every stock of the universe tables, as known on a day (None: of all time)."""
    prices = _rows(store, "universe_prices", as_of)
    lengths = prices.select(pl.col("symbol").rle().struct.unnest())
    listed = lengths["value"]
    symbols = listed.to_numpy().astype(str)
    asset = np.repeat(np.arange(len(symbols)), lengths["len"].to_numpy())
    days, session = _places(prices["date"])
    close = np.full((len(days), len(symbols)), np.nan, np.float32)
    close[session, asset] = prices["close"].to_numpy()
    attributes, factors, counts = (
        _Steps(_rows(store, f"universe_{name}", as_of), listed, days) for name in ("attributes", "factors", "shares")
    )
    sector, sectors = attributes.codes("sector")
    industry, industries = attributes.codes("industry")
    factor, split = factors.numbers("factor"), factors.numbers("split")
    shares, ranked = counts.numbers("shares"), attributes.flags("is_ranked")
    renames = _renames(_rows(store, "universe_renames", as_of), symbols, days)
    return Universe(days, symbols, close, factor, split, shares, ranked, sector, industry, sectors, industries, renames)


def _renames(
    rows: pl.DataFrame, symbols: NDArray[np.str_], days: NDArray[np.int64]
) -> tuple[tuple[int, int, int], ...]:
    """The changes of symbol among stored stocks, in order of time, so that a second change carries the first."""
    place = {symbol: column for column, symbol in enumerate(symbols.tolist())}
    found = []
    for symbol, day, former in rows.sort("date").select("symbol", "date", "former").iter_rows():
        if symbol in place and former in place:
            found.append((int(days.searchsorted(day_number(day))), place[former], place[symbol]))
    return tuple(found)


def _rows(store: Store, table: str, as_of: date | None) -> pl.DataFrame:
    """The table's standing rows in key order; a single body's rows of one day each need no overlay."""
    if as_of is None and store.is_plain(table):
        return store.plain(table)
    rows = store.rows(table)
    known = rows if as_of is None else rows.filter(pl.col("available_from") <= as_of)
    return overlay(known, SCHEMAS[table])


def _places(dates: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct days, ascending, and the position of each row's day among them."""
    numbers = dates.to_physical().to_numpy()
    first = int(numbers.min())
    since = numbers - first
    present = np.zeros(int(since.max()) + 1, bool)
    present[since] = True
    place = present.cumsum() - 1
    days = np.flatnonzero(present) + first
    days.flags.writeable = False
    return days, place[since]


class _Steps:
    """A step table on the universe's own days and symbols."""

    def __init__(self, known: pl.DataFrame, symbols: pl.Series, days: NDArray[np.int64]) -> None:
        places = pl.DataFrame({"symbol": symbols}).with_row_index("asset")
        self.rows = known.join(places, on="symbol", maintain_order="left")
        self.asset = self.rows["asset"].to_numpy().astype(np.int64)
        self.start = days.searchsorted(self.rows["date"].to_physical().to_numpy().astype(np.int64))
        self.shape = (len(days), len(symbols))

    def numbers(self, column: str) -> Floats:
        values = self.rows[column].to_numpy().astype(np.float32)
        return spread_steps(self.asset, self.start, values, self.shape, np.float32(np.nan))

    def flags(self, column: str) -> Flags:
        return spread_steps(self.asset, self.start, self.rows[column].to_numpy(), self.shape, np.False_)

    def codes(self, column: str) -> tuple[Codes, tuple[str, ...]]:
        texts = self.rows[column]
        held = texts.is_not_null().to_numpy()
        names = tuple(sorted(texts.drop_nulls().unique()))
        values = texts.drop_nulls().cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int16)
        return spread_steps(self.asset[held], self.start[held], values, self.shape, np.int16(-1)), names
