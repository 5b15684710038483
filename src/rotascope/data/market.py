"""The market: all bodies joined, opened once, asked as of any session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rotascope.config import home_folder
from rotascope.data.bodies import FrameBody, VintageBody
from rotascope.data.checks import KINDS
from rotascope.data.frames import price_rows
from rotascope.data.french import is_french, parse_french
from rotascope.data.history import Series, day_number, day_of, series_from
from rotascope.data.panel import Panel
from rotascope.data.schemas import SCHEMAS
from rotascope.data.slices import is_slice
from rotascope.data.store import Store, overlay
from rotascope.data.universe import Universe, load_universe
from rotascope.data.user_store import UserStore
from rotascope.errors import DataError, UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from rotascope.data.bodies import Body


@dataclass(frozen=True)
class Instrument:
    """A symbol's entry in the directory. `kind`: fund, stock or index."""

    symbol: str
    name: str
    kind: str


class Market:
    """Every table of every body. Reads are lazy and kept: a symbol's rows are loaded once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rows: dict[str, pl.DataFrame] = {}
        self._plain: dict[tuple[str, str], Series | None] = {}
        self._splits: dict[str, pl.DataFrame] | None = None
        self._macro: dict[str, pl.DataFrame] = {}
        self._french: dict[str, pl.DataFrame] = {}
        self._universe: Universe | None = None

    @classmethod
    def open(cls, home: Path | None = None) -> Market:
        """The embedded vintage and, over it, the user's store (`ROTASCOPE_HOME`, or the folder given)."""
        bodies: list[Body] = [VintageBody()]
        user = UserStore.find(home or home_folder())
        return cls(Store([*bodies, user] if user else bodies))

    @classmethod
    def embedded(cls) -> Market:
        """The market of the data that come with the package alone, whatever a user keeps beside them."""
        return cls(Store([VintageBody()]))

    def with_prices(self, frame: object, *, kind: str = "fund") -> Market:
        """A market in which the frame's symbols have the frame's prices, whole, and all else is as before.

        frame: pandas or Polars; either one column a symbol with dates as index or in `date`, or long with
        `symbol`, `date` and `close` and/or `adjusted_close`. A single price column serves as both. Dates must be
        sessions of New York, unique a symbol, and at least half of those between its first and last close; prices
        finite and above zero (gaps allowed). kind: fund, stock or index. Errors: `UsageError`.
        """
        if kind not in KINDS:
            raise unknown("Kind", str(kind), KINDS, "It is fund, stock or index.")
        rows = price_rows(frame, pl.Series(self.sessions).cast(pl.Int32).cast(pl.Date))
        symbols = rows["symbol"].unique(maintain_order=True)
        first = rows.group_by("symbol", maintain_order=True).agg(pl.col("date").min().alias("available_from"))
        listed = first.with_columns(name="symbol", kind=pl.lit(kind), currency=pl.lit("USD"))
        body = FrameBody({"prices": rows, "instruments": listed}, owned=frozenset(symbols))
        return Market(Store([*self.store.bodies, body]))

    def as_of(self, day: date | str) -> Panel:
        """The panel of a day: of the last session up to it. A day past the data is refused (`DataError`)."""
        asked = parse_day(day, "as_of")
        if asked > self.last_day:
            raise DataError(
                f"as_of {asked} lies past the data, which end on {self.last_day}; ask as of that day or before."
            )
        position = int(self.sessions.searchsorted(day_number(asked), side="right")) - 1
        if position < 0:
            raise DataError(f"as_of {asked} lies before the first session, {day_of(self.sessions[0])}.")
        return Panel(self, day_of(self.sessions[position]), asked)

    @cached_property
    def sessions(self) -> NDArray[np.int64]:
        """Day numbers of the exchange's sessions, those already fixed for the future included."""
        days = self.store.rows("sessions")["date"].unique().sort().to_physical().to_numpy().astype(np.int64)
        days.flags.writeable = False
        return days

    @cached_property
    def last_day(self) -> date:
        """The last day on which anything is known."""
        return max(self.store.known_to(table) for table in ("prices", "macro") if table in self.store.tables())

    @cached_property
    def _directory(self) -> dict[str, list[tuple[date, Instrument]]]:
        """Each symbol's entries with the day each was known, the one that stands last."""
        rows = self.store.rows("instruments").sort("symbol", "body", "available_from")
        directory: dict[str, list[tuple[date, Instrument]]] = {}
        for symbol, name, kind, known in rows.select("symbol", "name", "kind", "available_from").iter_rows():
            directory.setdefault(symbol, []).append((known, Instrument(symbol, name, kind)))
        return directory

    @property
    def instruments(self) -> dict[str, Instrument]:
        """The directory of symbols, as it stands now."""
        return {symbol: entries[-1][1] for symbol, entries in self._directory.items()}

    def instrument(self, symbol: str, as_of: date | None = None) -> Instrument:
        """One entry as known on a day; `UsageError` with the nearest names for a symbol that is nowhere."""
        if is_composed(symbol):
            return Instrument(symbol, symbol, "slice")
        if symbol not in self._directory:
            raise unknown("Symbol", symbol, self._directory, "`rotascope data --symbols` lists them.")
        for known, entry in reversed(self._directory[symbol]):
            if as_of is None or known <= as_of:
                return entry
        raise DataError(f"{symbol} has no data up to {as_of}.")

    def has(self, symbol: str) -> bool:
        """Whether the directory holds the symbol, or it names a slice."""
        return symbol in self._directory or is_composed(symbol)

    def universe(self, as_of: date | None = None) -> Universe:
        """Every listed stock as known on a day."""
        if "universe_prices" not in self.store.tables():
            raise DataError("These data hold no universe of stocks.")
        if not self.store.is_plain("universe_prices"):
            return load_universe(self.store, as_of).until(day_number(as_of or date.max))
        if self._universe is None:
            self._universe = load_universe(self.store)
        return self._universe.until(day_number(as_of or date.max))

    def french(self, portfolios: str, as_of: date | None = None) -> pl.DataFrame:
        """All tables of one sort of the French library as known on a day."""
        if portfolios not in self._french:
            rows = self.store.rows("french", [portfolios])
            if rows.is_empty():
                sorts = self.store.scan("french").select("portfolios").unique().collect()["portfolios"]
                raise unknown("French sort", portfolios, sorts, "DATA.md tells what each is.")
            self._french[portfolios] = rows
        return _known(self._french[portfolios], "french", as_of)

    def load(self, symbols: Iterable[str]) -> None:
        """Read several symbols' rows in one pass; slices are read when they are asked for."""
        wanted = [symbol for symbol in symbols if symbol not in self._rows and not is_composed(symbol)]
        if not wanted:
            return
        for symbol in wanted:
            self.instrument(symbol)
        frame = self.store.rows("prices", wanted)
        parts = frame.partition_by("symbol", as_dict=True)
        self._rows.update({symbol: parts.get((symbol,), frame.clear()) for symbol in wanted})

    def column(self, symbol: str, basis: str, as_of: date | None = None) -> str:
        """The price column that serves a basis; `DataError` where the symbol does not have it by then."""
        if self.instrument(symbol, as_of).kind == "index":
            return "close"
        if basis != "price":
            return "adjusted_close"
        if not len(self.closes(symbol, "close", as_of)):
            raise DataError(
                f"{symbol} has only adjusted (total-return) closes here{f' by {as_of}' if as_of else ''};"
                " ask with basis=total, or ask about its index."
            )
        return "close"

    def closes(self, symbol: str, column: str, as_of: date | None = None) -> Series:
        """A price column as known on a day (of all time where None); empty where nothing was known."""
        if (symbol, column) not in self._plain:
            rows = self._rows_of(symbol)
            self._plain[symbol, column] = series_from(rows.sort("date"), column) if _is_plain(rows) else None
        plain = self._plain[symbol, column]
        if plain is not None:
            return plain if as_of is None else plain.until(day_number(as_of))
        return series_from(_known(self._rows_of(symbol), "prices", as_of), column)

    def splits(self, symbol: str, as_of: date | None = None) -> Series:
        """Split ratios (new shares per old) up to a day."""
        if self._splits is None:
            frame = self.store.rows("splits") if "splits" in self.store.tables() else pl.DataFrame()
            self._splits = {str(key[0]): part for key, part in frame.partition_by("symbol", as_dict=True).items()}
        if symbol not in self._splits:
            return _NOTHING
        return series_from(_known(self._splits[symbol], "splits", as_of), "ratio")

    def macro(self, series: str, as_of: date | None = None) -> Series:
        """A macro series as known on a day; empty where nothing was public yet."""
        if series not in self._macro:
            self._macro[series] = self.store.rows("macro", [series])
        return series_from(_known(self._macro[series], "macro", as_of), "value")

    def flows(self, symbol: str, as_of: date | None = None) -> Series:
        """A fund's net flows by month as known on a day; empty where none were public yet."""
        return series_from(_known(self.store.rows("flows", [symbol]), "flows", as_of), "value")

    def last_close(self, symbol: str, basis: str = "total") -> date:
        """The day of the symbol's last close, days taken before the close left aside."""
        if is_slice(symbol):
            return self.store.known_to("universe_prices")
        if is_french(symbol):
            return self._french_days(symbol)[-1]
        column = self.column(symbol, basis)
        closes = self.closes(symbol, column)
        days = [day_of(day) for day in closes.days[-5:] if not self.is_provisional(symbol, column, day_of(day))]
        if not days:
            raise DataError(f"{symbol} has no close in these data.")
        return days[-1]

    def first_close(self, symbol: str) -> date:
        """The day of the symbol's first close."""
        if is_slice(symbol):
            return day_of(self.universe().days[0])
        if is_french(symbol):
            return self._french_days(symbol)[0]
        closes = self.closes(symbol, self.column(symbol, "total"))
        if not len(closes):
            raise DataError(f"{symbol} has no close in these data.")
        return day_of(closes.days[0])

    def _french_days(self, symbol: str) -> list[date]:
        """The days on which rows of a French portfolio's sort became public, ascending."""
        days: list[date] = self.french(parse_french(symbol).portfolios)["available_from"].unique().sort().to_list()
        return days

    def is_provisional(self, symbol: str, column: str, day: date) -> bool:
        """Whether the symbol's value of a day, as known on it, was taken before the close: of adjusted closes only.

        A row of a body above the one that calls the day provisional is its owner's affair.
        """
        if column != "adjusted_close" or day not in self._provisional:
            return False
        known = self._rows_of(symbol).filter(pl.col("date") == day, pl.col("available_from") <= day)
        return bool((known["body"] <= self._provisional[day]).all()) and not known.is_empty()

    @cached_property
    def _provisional(self) -> dict[date, int]:
        """The days taken before the close, each with the rank of the uppermost body that says so."""
        holders = [rank for rank, body in enumerate(self.store.bodies) if "prices" in body.tables()]
        facts = self.store.facts("prices")
        return {day: rank for rank, held in zip(holders, facts, strict=True) for day in held.provisional}

    def _rows_of(self, symbol: str) -> pl.DataFrame:
        self.load((symbol,))
        return self._rows[symbol]


def is_composed(symbol: str) -> bool:
    """Whether a symbol names a slice of the universe or a French portfolio."""
    return is_slice(symbol) or is_french(symbol)


def parse_day(day: date | str, argument: str) -> date:
    """A date from ISO text; `UsageError` names the argument and the form."""
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(str(day).strip())
    except ValueError:
        raise UsageError(f"{argument} {str(day)[:40]!r} is not a date; write it as 2026-01-14.") from None


def _known(rows: pl.DataFrame, table: str, as_of: date | None) -> pl.DataFrame:
    """The rows that stand as of a day."""
    known = rows if as_of is None else rows.filter(pl.col("available_from") <= as_of)
    return overlay(known, SCHEMAS[table])


def _is_plain(rows: pl.DataFrame) -> bool:
    """Whether each day has one row, from one body, known on its own day: then a cut is a slice."""
    if rows.is_empty():
        return True
    same_day = bool((rows["available_from"] == rows["date"]).all())
    return same_day and rows["body"].n_unique() == 1 and rows["date"].n_unique() == rows.height


_NOTHING = Series(np.empty(0, np.int64), np.empty(0))
