"""The panel: everything that was known at the end of one session, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

import numpy as np

from rotascope.data.digest import digest_arrays
from rotascope.data.french import french_level, french_table, is_french, parse_french
from rotascope.data.history import Series, day_number, day_of, split_adjusted
from rotascope.data.slices import Slices, is_slice, is_stock, parse_slice, slice_level, stock_closes
from rotascope.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import polars as pl
    from numpy.typing import NDArray

    from rotascope.data.market import Instrument, Market
    from rotascope.data.slices import Members, Slice
    from rotascope.data.universe import Universe

T = TypeVar("T")


@dataclass(frozen=True)
class Use:
    """One read of a panel: a table, the entity read, and the observations handed out.

    `whole`: all of them count, whatever the window of the figure. `behind`: what the digest is of, where that is
    more than the observations, from a day on (None: all).
    """

    table: str
    entity: str
    column: str
    series: Series
    whole: bool = False
    behind: Callable[[int | None], tuple[NDArray[np.generic], ...]] | None = None

    @cached_property
    def _digests(self) -> dict[int | None, str]:
        return {}

    def digest(self, start: int | None) -> str:
        """The digest of what a figure from a day on rests on, made once for all figures from that day."""
        if start not in self._digests:
            series = self.series if start is None else self.series.since(start)
            self._digests[start] = digest_arrays(*(self.behind(start) if self.behind else (series.days, series.values)))
        return self._digests[start]


class Panel:
    """What was known at the end of `as_of` (a session). Frozen: every array is read-only.

    `asked` is the day that was asked for; where that was no session, `as_of` is the last one before it.
    Reads are noted in `uses`, so that a finding can name the exact data behind it.
    """

    __slots__ = ("_cache", "as_of", "asked", "day", "market", "uses")

    market: Market
    as_of: date
    asked: date
    day: int
    uses: dict[tuple[str, str, str], Use]
    _cache: dict[object, object]

    def __init__(self, market: Market, as_of: date, asked: date, cache: dict[object, object] | None = None) -> None:
        put = object.__setattr__
        put(self, "market", market)
        put(self, "as_of", as_of)
        put(self, "asked", asked)
        put(self, "day", day_number(as_of))
        put(self, "uses", {})
        put(self, "_cache", {} if cache is None else cache)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"A panel is frozen, so {name!r} cannot be set; open another with Market.as_of.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"A panel is frozen, so {name!r} cannot be deleted.")

    def __repr__(self) -> str:
        return f"Panel(as_of={self.as_of.isoformat()})"

    def recording(self) -> Panel:
        """The same panel with an empty list of uses."""
        return Panel(self.market, self.as_of, self.asked, self._cache)

    def at(self, asked: date) -> Panel:
        """The panel of an earlier day; a later one is refused, for this panel does not know it."""
        if asked == self.asked:
            return self
        if asked > self.asked:
            raise DataError(f"This panel ends on {self.asked}; open a later one to ask as of {asked}.")
        return Panel(self.market, self.as_of, asked, self._cache) if asked >= self.as_of else self.market.as_of(asked)

    def cached(self, key: object, compute: Callable[[Panel], T]) -> T:
        """`compute(self)`, once a panel; the uses of the first computation are noted each time."""
        if key not in self._cache:
            fresh = self.recording()
            self._cache[key] = (compute(fresh), fresh.uses)
        value, uses = cast("tuple[T, dict[tuple[str, str, str], Use]]", self._cache[key])
        self.uses.update(uses)
        return value

    def instrument(self, symbol: str) -> Instrument:
        """Name and kind of a symbol as known; `UsageError` with the nearest names for one that is nowhere."""
        return self.market.instrument(symbol, self.as_of)

    def universe(self) -> Universe:
        """Every listed stock as known, with its days."""
        return self.cached("universe", lambda panel: panel.market.universe(panel.as_of))

    def slices(self) -> Slices:
        """The universe with caps, returns and memberships."""
        return self.cached("slices", lambda panel: Slices(panel.universe(), panel._members_of_index()))

    def slice(self, wanted: Slice) -> Members:
        """One slice of the universe; its read is noted with the closes, caps and membership behind it."""
        return self.cached(("slice", wanted), lambda panel: panel._read_slice(wanted))

    def french(self, portfolios: str) -> pl.DataFrame:
        """All tables of one sort of the French library as known: kind, column, date, value."""
        return self.cached(("french", portfolios), lambda panel: panel.market.french(portfolios, panel.as_of))

    def french_table(
        self, portfolios: str, kind: str, columns: tuple[str, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """One table of a sort as known: month ends (n,) and values (n, columns), NaN where missing."""
        return self.cached(("french", portfolios, kind, columns), lambda p: p._read_table(portfolios, kind, columns))

    def fundamentals(self) -> pl.DataFrame:
        """The latest cross-section of companies' figures that was known; `DataError` where none was."""
        return self.cached("fundamentals", lambda panel: panel._read_fundamentals())

    def series(self, symbol: str, basis: str = "total") -> Series:
        """Daily closes to the as-of: total return, or with basis "price" unadjusted closes on today's share count.

        An index has levels only, so both readings give its price level, and a slice of more than one stock has returns
        only. `DataError` where the symbol has no close on the as-of session: an older value would pass for a current
        one.
        """
        if ":" in symbol or is_slice(symbol):
            return self._to_the_day(symbol, self.history(symbol, basis))
        if (symbol, basis) not in self._cache:
            self._cache[symbol, basis] = self._read(symbol, basis)
        use = cast("Use", self._cache[symbol, basis])
        self.uses[use.table, use.entity, use.column] = use
        return use.series

    def history(self, symbol: str, basis: str = "total", until: int | None = None) -> Series:
        """As `series`, for a symbol that may have stopped before the as-of, or up to an earlier day number."""
        if basis == "price" and is_stock(symbol):
            return self.cached(("closes", symbol), lambda panel: stock_closes(panel, parse_slice(symbol)))
        if is_slice(symbol):
            return self.cached(("level", symbol), lambda panel: slice_level(panel, parse_slice(symbol)))
        if is_french(symbol):
            return self.cached(("level", symbol), lambda panel: panel._read_french(symbol))
        column = self.market.column(symbol, basis, self.as_of)
        closes = self.market.closes(symbol, column, self.as_of)
        if column == "close":  # no split moves an index, but a stock's price falls by its ratio
            closes = split_adjusted(closes, self.market.splits(symbol, self.as_of))
        if until is not None:
            closes = closes.until(until)
        self.uses["prices", symbol, column] = Use("prices", symbol, column, closes)
        return closes

    def macro(self, series: str) -> Series:
        """A macro series as known: `days` are the days that the values describe."""
        return self.cached(("macro", series), lambda panel: panel._read_macro(series))

    def flows(self, symbol: str) -> Series:
        """Net flows into a fund by month as known, in US dollars: `days` are the months' last days."""
        return self.cached(("flows", symbol), lambda panel: panel._read_flows(symbol))

    def holdings(self, fund: str) -> pl.DataFrame:
        """A fund's positions by the newest file of its issuer as known: date, symbol, sector, asset class, weight."""
        return self.cached(("holdings", fund), lambda panel: panel._read_holdings(fund))

    def targets(self, symbol: str) -> pl.DataFrame:
        """Published targets of a symbol as known, the latest made last: house, level, made, horizon."""
        return self.cached(("targets", symbol), lambda panel: panel._read_targets(symbol))

    @property
    def sessions(self) -> NDArray[np.int64]:
        """Day numbers of the exchange's sessions to the as-of."""
        days = self.market.sessions
        return days[: int(days.searchsorted(self.day, side="right"))]

    def matrix(self, symbols: Sequence[str], basis: str = "total") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Closes of several symbols, aligned: days (n_dates,) and values (n_dates, n_assets), NaN where missing."""
        columns = [self.history(symbol, basis) for symbol in symbols]
        days = np.unique(np.concatenate([column.days for column in columns]))
        values = np.full((len(days), len(columns)), np.nan)
        for position, column in enumerate(columns):
            values[days.searchsorted(column.days), position] = column.values
        values.flags.writeable = days.flags.writeable = False
        return days, values

    def _read(self, symbol: str, basis: str) -> Use:
        closes = self.recording().history(symbol, basis)
        if not len(closes):
            raise DataError(f"{symbol} has no close up to {self.as_of}.")
        closes = self._to_the_day(symbol, closes)
        return Use("prices", symbol, self.market.column(symbol, basis, self.as_of), closes)

    def _to_the_day(self, symbol: str, closes: Series) -> Series:
        """The closes; `DataError` where the last is not the as-of's (of a series by month none is)."""
        if closes.days[-1] != self.day and closes.a_year != 12:
            last = closes.dates[-1]
            raise DataError(
                f"{symbol} has no close on {self.as_of}: its last before that is of {last}. Ask as of {last}."
            )
        return closes

    def _read_slice(self, wanted: Slice) -> Members:
        members = self.slices().members(wanted)
        if members.days[-1] != self.day:
            last = day_of(int(members.days[-1]))
            raise DataError(f"The universe has no close on {self.as_of}: its last before that is of {last}.")
        daily = Series(members.days, members.flags.sum(axis=1).astype(np.float64))
        key = ("universe_prices", str(wanted), "close")
        self.uses[key] = Use(*key, daily, behind=members.behind)
        return members

    def _members_of_index(self) -> pl.DataFrame | None:
        if "sp500_members" not in self.market.store.tables():
            return None
        return self.market.store.scan("sp500_members", self.as_of).collect()

    def _read_french(self, symbol: str) -> Series:
        level = french_level(self, parse_french(symbol))
        self.uses["french", symbol, "value"] = Use("french", symbol, "value", level)
        return level

    def _read_table(
        self, portfolios: str, kind: str, columns: tuple[str, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        days, values = french_table(self, portfolios, kind, columns)
        sums = Series(days, np.nan_to_num(values).sum(axis=1))

        def behind(first: int | None) -> tuple[NDArray[np.generic], ...]:
            begin = 0 if first is None else int(days.searchsorted(first))
            return days[begin:], values[begin:]

        key = ("french", f"{portfolios}:{kind}", "value")
        self.uses[key] = Use(*key, sums, behind=behind)
        return days, values

    def _read_fundamentals(self) -> pl.DataFrame:
        known = self.market.store.scan("fundamentals", self.as_of).collect()
        if known.is_empty():
            raise DataError(f"No cross-section of companies' figures was public by {self.as_of}.")
        latest = known.filter(known["date"] == known["date"].max()).sort("symbol")
        caps = latest["market_cap"].fill_null(0).to_numpy()
        key = ("fundamentals", "*", "*")
        days = np.full(len(caps), day_number(latest["date"][0]))
        self.uses[key] = Use(*key, Series(days, caps), True)
        return latest

    def _read_holdings(self, fund: str) -> pl.DataFrame:
        known = self.market.store.scan("holdings", self.as_of).collect().filter(fund=fund)
        if known.is_empty():
            raise DataError(f"{fund} has no file of its holdings in these data that was public by {self.as_of}.")
        latest = known.filter(known["date"] == known["date"].max()).sort("symbol", "name")
        days = np.full(len(latest), day_number(latest["date"][0]))
        key = ("holdings", fund, "weight")
        self.uses[key] = Use(*key, Series(days, latest["weight"].fill_null(0.0).to_numpy()), True)
        return latest

    def _read_targets(self, symbol: str) -> pl.DataFrame:
        rows = self.market.store.scan("targets", self.as_of).collect().filter(symbol=symbol).sort("made", "house")
        made = rows["made"].to_physical().to_numpy().astype(np.int64)
        self.uses["targets", symbol, "level"] = Use(
            "targets", symbol, "level", Series(made, rows["level"].to_numpy()), True
        )
        return rows

    def _read_macro(self, series: str) -> Series:
        known = self.market.macro(series, self.as_of)
        if not len(known):
            raise DataError(f"{series} has no value in these data that was public by {self.as_of}.")
        self.uses["macro", series, "value"] = Use("macro", series, "value", known)
        return known

    def _read_flows(self, symbol: str) -> Series:
        known = self.market.flows(symbol, self.as_of)
        if not len(known):
            raise DataError(f"{symbol} has no flows in these data that were public by {self.as_of}.")
        self.uses["flows", symbol, "value"] = Use("flows", symbol, "value", known)
        return known
