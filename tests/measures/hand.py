"""Hand-made prices as a market, and strategies that draw them: ties, gaps, constants, a single session."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from hypothesis import strategies as st

from rotascope import Finding, Market, Question, answer
from rotascope.data.history import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

Prices = list[float | None]
# Few distinct numbers make ties likely; the rest are any prices a market prints.
PRICES = st.one_of(st.sampled_from([1.0, 2.0, 3.0, 4.0]), st.floats(0.5, 500).map(lambda price: round(price, 2)))


@cache
def embedded() -> Market:
    """The vintage, for its sessions; hand-made prices are laid over it."""
    return Market.open()


@cache
def sessions(count: int, start: str = "2020-11-02") -> tuple[date, ...]:
    """So many sessions of the exchange from a day on."""
    days = embedded().sessions
    first = int(np.searchsorted(days.view("datetime64[D]"), np.datetime64(start)))
    return tuple(day_of(int(day)) for day in days[first : first + count])


def frame(prices: Mapping[str, Sequence[float | None]], start: str = "2020-11-02") -> pl.DataFrame:
    """A wide frame: one column a symbol, a row a session."""
    count = len(next(iter(prices.values())))
    return pl.DataFrame({"date": sessions(count, start)} | {name: list(column) for name, column in prices.items()})


def market_of(prices: Mapping[str, Sequence[float | None]], start: str = "2020-11-02") -> Market:
    """A market that knows these symbols; None is a session without a close."""
    return embedded().with_prices(frame(prices, start))


def ask(
    market: Market, measure: str, of: str | None = None, since: Any = None, as_of: Any = None, **params: Any
) -> Finding:
    """One question, answered."""
    return answer(Question(measure, of, since, as_of, params), market)


def number(market: Market, measure: str, of: str | None = None, **asked: Any) -> float:
    """The value of a finding that is one number."""
    value = ask(market, measure, of, **asked).value
    assert isinstance(value, int | float), f"{measure} of {of} gave {value!r}"
    return value


def closes(least: int = 2, most: int = 40) -> st.SearchStrategy[list[float]]:
    """Closes of one symbol without gaps."""
    return st.lists(PRICES, min_size=least, max_size=most)


def two_legs(least: int = 2, most: int = 40) -> st.SearchStrategy[tuple[list[float], list[float]]]:
    """Closes of two symbols on the same sessions."""
    sizes = st.integers(least, most)
    return sizes.flatmap(lambda size: st.tuples(closes(size, size), closes(size, size)))


def gapped(least: int = 3, most: int = 40) -> st.SearchStrategy[tuple[Prices, Prices]]:
    """Two symbols that miss sessions here and there, never the first, second or last."""

    def holes(legs: tuple[list[float], list[float]]) -> st.SearchStrategy[tuple[Prices, Prices]]:
        size = len(legs[0])
        inner = st.sets(st.integers(2, size - 2), max_size=4) if size > 4 else st.just(set[int]())
        return st.tuples(inner, inner).map(
            lambda missing: (_without(legs[0], missing[0]), _without(legs[1], missing[1]))
        )

    return two_legs(least, most).flatmap(holes)


def _without(prices: list[float], missing: set[int]) -> Prices:
    return [None if index in missing else price for index, price in enumerate(prices)]
