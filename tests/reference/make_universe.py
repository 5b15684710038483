"""Expected values of the universe's measures, by pandas: python -m tests.reference.make_universe --raw RAW

A plain way to the same figures: closes, caps and lists as the files have them, a day's cap from the snapshot of the
day after, returns from the adjusted panel where it has a stock and from the listings where not. Nothing is cleaned
beyond that, so each row allows what the cleaning may move.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tests.reference.market_files import Stocks, common_stocks, index_members
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_universe.csv")
ORIGIN = (
    f"pandas {pd.__version__}, numpy {np.__version__}; tests/reference/make_universe.py; listings/, "
    "prices/us_adjusted_close.parquet, constituents/fja05680_*; {why}"
)
MONTH_ENDS = ("2024-06-28", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30", "2026-01-14")
DAYS = ("2024-08-05", "2024-12-18", "2026-01-14")
YEARS = ("2024-12-31", "2025-12-31")
SEVEN = ["AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA"]
Answer = tuple[str, str, str, dict[str, Any], float, float, str]


def make(raw: Raw) -> Iterable[Row]:
    """A row for each figure, with its own tolerance and the reason for it."""
    index = Stocks(raw, index_members(raw.folder))
    for answers in (breadth, extremes, advances, weights, years, outperformers):
        for measure, of, day, params, value, tolerance, why in answers(index):
            yield from rows((measure, of, "", day, params), {"value": value}, tolerance, ORIGIN.format(why=why))
    for day, window, value in small(Stocks(raw, common_stocks(raw.folder))):
        asked = ("period_return", "us:small", "", day, {"window": window})
        yield from rows(asked, {"value": value}, 0.006, ORIGIN.format(why="two thousand names chosen by a plain rule"))


def breadth(index: Stocks) -> Iterator[Answer]:
    why = "a few members in five hundred on the wrong side of their average: unadjusted closes that no panel checks"
    for day in MONTH_ENDS:
        for window, tolerance in ((50, 0.008), (200, 0.012)):
            closes = index.prices[:day].iloc[-window:]
            whole = index.on_list(day) & closes.notna().all()
            above = (closes.iloc[-1] > closes.mean())[whole].mean()
            params = {} if window == 50 else {"window": window}
            yield "share_above_average", "sp500", day, params, float(above), tolerance, why


def extremes(index: Stocks) -> Iterator[Answer]:
    why = "two members in five hundred"
    for day in (*DAYS, "2024-11-29"):
        closes = index.prices[:day].iloc[-252:]
        whole = index.on_list(day) & closes.notna().all()
        last, before = closes.iloc[-1], closes.iloc[:-1]
        net = ((last > before.max())[whole].sum() - (last < before.min())[whole].sum()) / whole.sum()
        yield "net_new_highs", "sp500", day, {}, float(net), 0.005, why


def advances(index: Stocks) -> Iterator[Answer]:
    moves = np.sign(index.prices.diff())
    for day in DAYS:
        today = moves.loc[day][index.on_list(day)].dropna()
        why = "two members in five hundred"
        yield "net_advances", "sp500", day, {}, float(today.mean()), 0.01, why
    for window in (1, 5, 20):  # a summer whose snapshots all show the right session: equal to the last stock
        days = index.prices[: DAYS[0]].index[-1 - window :]
        line = sum(moves.loc[now][index.on_list(str(before.date()))].sum() for before, now in pairwise(days))
        yield "advance_decline_line", "sp500", DAYS[0], {"window": str(window)}, int(line), 0, "counts, equal"


def weights(index: Stocks) -> Iterator[Answer]:
    for day in MONTH_ENDS:
        weight = index.weights(day)
        why = "caps rounded, and a few members without one"
        yield "top_share", "sp500", day, {}, float(weight.nlargest(10).sum()), 0.004, why
        yield "hhi", "sp500", day, {}, float((weight**2).sum()), 0.0005, why
        yield "effective_number", "sp500", day, {}, float(1 / (weight**2).sum()), 1.0, "the hhi's tolerance, inverted"


def years(index: Stocks) -> Iterator[Answer]:
    """Growth of the index by caps of the session before, and of parts of it."""
    for day in YEARS:
        days = index.prices[:day].index
        start = days.searchsorted(pd.Timestamp(f"{day[:4]}-01-01")) - 1
        level, equal, rest, seven = 1.0, 1.0, 1.0, 0.0
        for before, now in pairwise(days[start:]):
            held = index.weights(str(before.date()))
            gains = index.returns.loc[now].reindex(held.index).dropna()
            held = held[gains.index] / held[gains.index].sum()
            seven += level * float((held * gains)[held.index.intersection(SEVEN)].sum())
            level *= 1 + float(held @ gains)
            listed = index.returns.loc[now][index.on_list(str(before.date()))].dropna()
            equal *= 1 + float(listed.mean())
            smaller = held.drop(held.nlargest(7).index)
            rest *= 1 + float(smaller @ gains[smaller.index]) / smaller.sum()
        why = "a year of daily weights whose share counts come a few days late or early"
        yield "contribution", "sp500", day, {"part": "seven"}, seven, 0.004, why
        yield "contribution", "sp500", day, {}, level - 1, 0.005, why
        yield "ex_top_return", "sp500", day, {}, rest - 1, 0.006, why
        yield "equal_minus_cap", "sp500", day, {}, equal - level, 0.01, why + "; equal weights know single odd prints"


def small(market: Stocks) -> Iterator[tuple[str, str, float]]:
    """Growth of ranks 1,001 to 3,000 by cap of the session before; moves beyond a factor of five are no returns."""
    for day, window in (("2024-12-31", "63"), ("2026-01-14", "9"), ("2026-01-14", "21")):
        level = 1.0
        for before, now in pairwise(market.prices[:day].index[-1 - int(window) :]):
            held = market.weights(str(before.date())).sort_values(ascending=False).iloc[1000:3000]
            gains = market.returns.loc[now].reindex(held.index).dropna()
            gains = gains[gains.between(-0.8, 4)]
            level *= 1 + float(held[gains.index] @ gains) / held[gains.index].sum()
        yield day, window, level - 1


def outperformers(index: Stocks) -> Iterator[Answer]:
    for day in DAYS:
        days = index.prices[:day].index
        for window in (21, 126):
            first, last = days[-1 - window], days[-1]
            gains = (index.levels.loc[last] / index.levels.loc[first] - 1)[index.on_list(str(first.date()))].dropna()
            why = "members of the window's first day; renamed and dead ones may be missing here"
            yield "cross_sectional_dispersion", "sp500", day, {"window": str(window)}, float(gains.std()), 0.003, why
            market = 1.0
            for before, now in pairwise(days[-1 - window :]):
                held = index.weights(str(before.date()))
                moved = index.returns.loc[now].reindex(held.index).dropna()
                market *= 1 + float(held[moved.index] @ moved) / held[moved.index].sum()
            share = float((gains > market - 1).mean())
            yield "share_outperforming", "sp500", day, {"window": str(window)}, share, 0.01, why


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
