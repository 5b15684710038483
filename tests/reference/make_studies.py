"""Occurrences and outcomes of studies by pandas: python -m tests.reference.make_studies --raw RAW"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tests.reference.raw_files import Raw, run

if TYPE_CHECKING:
    from collections.abc import Iterable

OUT = Path(__file__).with_name("studies.csv")
AS_OF = "2026-01-14"
COLUMNS = ("study", "as_of", "day", "end", "outcome", "origin")
PANEL = "prices/us_adjusted_close.parquet"
ORIGIN = f"pandas {pd.__version__}, numpy {np.__version__}; tests/reference/make_studies.py; {PANEL}"


def _pair(raw: Raw) -> Any:
    both = pd.DataFrame({name: raw.closes(name) for name in ("IWM", "SPY")}).dropna()
    return both.loc[:AS_OF]


def strong_start(raw: Raw) -> Iterable[tuple[str, str, float]]:
    """Years whose first ten sessions brought IWM more than 2.5 points over SPY, and the rest of each year."""
    closes = _pair(raw)
    ends = closes.groupby(closes.index.year).tail(1)
    for year in range(2001, 2026):
        sessions = closes[closes.index.year == year]
        base, tenth, last = ends[ends.index.year == year - 1].iloc[0], sessions.iloc[9], sessions.iloc[-1]
        opening = tenth / base - 1
        if opening["IWM"] - opening["SPY"] > 0.025:
            rest = last / tenth - 1
            yield str(sessions.index[9].date()), str(sessions.index[-1].date()), float(rest["IWM"] - rest["SPY"])


def streak(raw: Raw) -> Iterable[tuple[str, str, float]]:
    """Runs of ten sessions in which IWM beat SPY, and the 63 sessions after; none before the last outcome ended."""
    closes = _pair(raw)
    won = closes["IWM"].pct_change() > closes["SPY"].pct_change()
    run = won.groupby((~won).cumsum()).cumsum()
    yield from _after(closes, np.flatnonzero(run >= 10), 63)


def low(raw: Raw) -> Iterable[tuple[str, str, float]]:
    """IWM over SPY at its lowest of 756 sessions, and the 252 sessions after."""
    closes = _pair(raw)
    ratio = closes["IWM"] / closes["SPY"]
    lowest = ratio.shift(1).rolling(756).min()
    yield from _after(closes, np.flatnonzero(ratio <= lowest), 252)


def december(raw: Raw) -> Iterable[tuple[str, str, float]]:
    """Last sessions of December, and the January after."""
    closes = _pair(raw)
    ends = closes.groupby([closes.index.year, closes.index.month]).tail(1)
    returns = ends.pct_change()
    for place in range(1, len(ends) - 1):  # the last month is not over
        if ends.index[place].month == 1 and ends.index[place - 1].month == 12:
            gain = returns["IWM"].iloc[place] - returns["SPY"].iloc[place]
            yield str(ends.index[place - 1].date()), str(ends.index[place].date()), float(gain)


def _after(closes: Any, places: Any, sessions: int) -> Iterable[tuple[str, str, float]]:
    free = 0
    for place in places:
        if place < free or place + sessions >= len(closes):
            continue
        after = closes.iloc[place + sessions] / closes.iloc[place] - 1
        days = closes.index[place], closes.index[place + sessions]
        yield str(days[0].date()), str(days[1].date()), float(after["IWM"] - after["SPY"])
        free = place + sessions


STUDIES = {"strong-start": strong_start, "streak": streak, "low": low, "december": december}


def make(raw: Raw) -> Iterable[tuple[str, ...]]:
    """A row an occurrence."""
    for name, occurrences in STUDIES.items():
        for day, end, outcome in occurrences(raw):
            yield name, AS_OF, day, end, repr(round(outcome, 12)), ORIGIN


if __name__ == "__main__":
    raise SystemExit(run(make, OUT, columns=COLUMNS))
