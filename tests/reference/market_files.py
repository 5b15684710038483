"""The S&P 500's stocks as pandas holds the raw listings: closes on one share count, caps, returns, members by day."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reference.raw_files import Raw

FIRST, LAST = "2023-06-01", "2026-01-16"
# One line a company: these carry the whole company's cap beside another line that does too.
SECOND_LINES = ["GOOG", "FOX", "NWS"]


def index_members(folder: Path) -> Any:
    """symbol, start, end of each spell; the changes file carries the lists on from where the spells end."""
    spells = pd.read_csv(folder / "constituents" / "fja05680_sp500_ticker_start_end.csv", parse_dates=[1, 2])
    spells.columns = pd.Index(["symbol", "start", "end"])
    known_to = spells[["start", "end"]].max().max()
    changes = pd.read_csv(folder / "constituents" / "fja05680_sp500_changes_since_2019.csv", parse_dates=["date"])
    for change in changes[changes["date"] > known_to].itertuples():
        for symbol in str(change.remove).split(",") if pd.notna(change.remove) else []:
            spells.loc[(spells["symbol"] == symbol) & spells["end"].isna(), "end"] = change.date
        for symbol in str(change.add).split(",") if pd.notna(change.add) else []:
            spells.loc[len(spells)] = [symbol, change.date, pd.NaT]
    return spells


def common_stocks(folder: Path) -> Any:
    """As `index_members`: common stocks of US companies by name and country, each for all of these years."""
    names = pd.read_parquet(folder / "listings" / "us_listed_names.parquet").astype({"symbol": str, "name": str})
    places = pd.read_parquet(folder / "listings" / "us_listed_attributes.parquet").astype({"symbol": str})
    american = places[places["country"].astype(str) == "United States"]["symbol"].unique()
    wanted = names["name"].str.contains("Common|Ordinary|Class A|Shares of Beneficial", case=False)
    other = names["name"].str.contains("Warrant|Units?\\b|Preferred|Depositary|ETF|Fund|Acquisition|Notes|Rights?\\b|%")
    symbols = names[wanted & ~other & names["symbol"].isin(american) & ~names["symbol"].str.contains(r"\^")]["symbol"]
    return pd.DataFrame({"symbol": symbols.str.replace("/", "."), "start": pd.Timestamp(FIRST), "end": pd.NaT})


class Stocks:
    """Wide frames by session and symbol, of every symbol that the index held in these years."""

    def __init__(self, raw: Raw, spells: Any) -> None:
        self.raw = raw
        self.spells = spells[spells["end"].isna() | (spells["end"] >= FIRST)]
        self.symbols = sorted(set(self.spells["symbol"]))

    @cached_property
    def listed(self) -> Any:
        """Rows of the listings with the session that each shows: the last one before the snapshot."""
        path = self.raw.folder / "listings" / "us_listed_daily.parquet"
        first, last = pd.Timestamp(FIRST).date(), pd.Timestamp(LAST).date()
        known = [("snapshot", ">=", first), ("snapshot", "<=", last)]
        frame = parquet.read_table(path, filters=known).to_pandas()
        frame["symbol"] = frame["symbol"].astype(str).str.replace("/", ".")
        frame = frame[frame["symbol"].isin(self.symbols)]
        sessions = self.raw.sessions
        place = sessions.searchsorted(pd.to_datetime(frame["snapshot"])) - 1
        return frame.assign(session=sessions[place]).drop_duplicates(["session", "symbol"], keep="first")

    @cached_property
    def adjusted(self) -> Any:
        """Total-return closes, where the panel has the stock."""
        wanted = [symbol.replace(".", "-") for symbol in self.symbols]
        path = self.raw.folder / "prices" / "us_adjusted_close.parquet"
        rows = [("ticker", "in", wanted), ("date", ">=", pd.Timestamp(FIRST).date())]
        frame = parquet.read_table(path, filters=rows).to_pandas()
        frame["ticker"] = frame["ticker"].astype(str).str.replace("-", ".")
        wide = frame.assign(date=pd.to_datetime(frame["date"]))
        return wide.pivot(index="date", columns="ticker", values="close").astype(float)[:LAST].reindex(self.last.index)

    @cached_property
    def last(self) -> Any:
        """Unadjusted closes; a day that no snapshot shows has none."""
        wide = self.listed.pivot(index="session", columns="symbol", values="last").astype(float)
        sessions = self.raw.sessions
        return wide.reindex(sessions[(sessions >= wide.index[0]) & (sessions <= wide.index[-1])])

    @cached_property
    def levels(self) -> Any:
        """Total-return levels: the adjusted panel's, else the listings' closes on one share count."""
        own = self.last * self._splits(self.last)
        return own.assign(**{symbol: self.adjusted[symbol] for symbol in self.adjusted}).reindex(columns=self.symbols)

    @cached_property
    def prices(self) -> Any:
        """Closes on one share count without dividends: the listings' where the panel bears them out, else its own."""
        ratio = self.adjusted / self.last.reindex(columns=self.adjusted.columns)
        usual = ratio.rolling(15, center=True, min_periods=3).median()
        checked = self.last.reindex(columns=usual.columns).where((ratio / usual - 1).abs() < 0.002)
        checked = checked.fillna(self.adjusted / usual)
        found = (self.last * self._splits(self.last)).assign(**{name: checked[name] for name in checked})
        step = usual / usual.shift(1)
        jumps = step.where((step > 1.25) | (step < 0.8), 1.0).cumprod()
        found[usual.columns] = found[usual.columns] * jumps
        return found.reindex(columns=self.symbols)

    @cached_property
    def returns(self) -> Any:
        return self.levels / self.levels.ffill(limit=5).shift(1) - 1

    @cached_property
    def caps(self) -> Any:
        """Caps as listed, a missing day's carried on by at most five."""
        wide = self.listed.pivot(index="session", columns="symbol", values="market_cap").astype(float)
        return wide.reindex(index=self.last.index, columns=self.symbols).replace(0, np.nan).ffill(limit=5)

    @cache  # noqa: B019  (one object a run)
    def on_list(self, day: str) -> Any:
        """Whether each symbol is a member on a day, by symbol."""
        at = pd.Timestamp(day)
        held = self.spells[(self.spells["start"] <= at) & (self.spells["end"].isna() | (self.spells["end"] > at))]
        return pd.Series(self.symbols, index=self.symbols).isin(held["symbol"])

    @cache  # noqa: B019
    def weights(self, day: str) -> Any:
        """Weights by cap of the members with a cap, one line a company."""
        caps = self.caps.loc[day][self.on_list(day)].dropna().drop(SECOND_LINES, errors="ignore")
        return caps / caps.sum()

    @staticmethod
    def _splits(closes: Any) -> Any:
        """One over the product of whole-number steps of a close: 2, 3, 5, 10 and more new shares for one."""
        step = closes.ffill() / closes.ffill().shift(1)
        ratio = (1 / step).round()
        is_split = (ratio >= 2) & ((1 / step / ratio - 1).abs() < 0.04)
        return ratio.where(is_split, 1.0).cumprod()
