"""A user's own prices: the four kinds of frame give the same, and they work like the embedded ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given

from rotascope import Market
from rotascope.errors import RotascopeError, UsageError
from tests.measures.hand import Prices, ask, closes, embedded, frame, gapped, market_of, number, sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE: dict[str, Prices] = {"AAA": [10.0, 11.0, 12.1, 11.0], "BBB": [5.0, 5.0, None, 6.0]}


def _polars_wide(prices: Mapping[str, Prices]) -> pl.DataFrame:
    return frame(prices)


def _polars_long(prices: Mapping[str, Prices]) -> pl.DataFrame:
    return _polars_wide(prices).unpivot(index="date", variable_name="symbol", value_name="close")


def _pandas_wide(prices: Mapping[str, Prices]) -> Any:
    columns = {name: np.array(column, float) for name, column in prices.items()}
    return pd.DataFrame(columns, index=pd.DatetimeIndex(sessions(len(next(iter(prices.values()))))))


def _pandas_long(prices: Mapping[str, Prices]) -> Any:
    wide = _pandas_wide(prices).rename_axis(index="date").reset_index()
    return wide.melt(id_vars="date", var_name="symbol", value_name="adjusted_close")


KINDS = {made.__name__: made for made in (_polars_wide, _polars_long, _pandas_wide, _pandas_long)}


@given(gapped())
def test_four_kinds_of_frame_give_the_same(legs: tuple[Prices, Prices]) -> None:
    prices = {"AAA": legs[0], "BBB": legs[1]}
    markets = [embedded().with_prices(made(prices)) for made in KINDS.values()]
    for measure, of in (("period_return", "AAA"), ("active_return", "AAA/BBB"), ("annualised_volatility", "BBB")):
        asked = {"window": "all"} if of != "BBB" else {"window": "2"}
        held = len([price for price in legs[1] if price])
        if of != "BBB" or held > 2:
            assert len({number(market, measure, of, **asked) for market in markets}) == 1, measure


@pytest.mark.parametrize("kind", KINDS)
def test_hand_made_prices_give_hand_made_answers(kind: str) -> None:
    market = embedded().with_prices(KINDS[kind](MADE))
    days = sessions(4)
    assert number(market, "period_return", "AAA", window="all") == pytest.approx(0.1)
    assert number(market, "period_return", "BBB", since=days[1]) == pytest.approx(0.2)
    found = ask(market, "active_return", "AAA/BBB", window="all")
    assert found.detail["sessions"] == 2, "the session that BBB misses is no common one"
    assert found.value == pytest.approx(0.1 - 0.2)


def test_dates_as_text_days_or_moments_are_the_same() -> None:
    days = sessions(4)
    written: list[list[Any]] = [
        [day.isoformat() for day in days],
        list(days),
        [datetime(day.year, day.month, day.day) for day in days],
    ]
    found = [embedded().with_prices(pl.DataFrame({"Date": dates, "AAA": MADE["AAA"]})) for dates in written]
    assert len({number(market, "period_return", "AAA", window="all") for market in found}) == 1


def test_rows_may_come_in_any_order() -> None:
    mixed = frame(MADE).sample(fraction=1, shuffle=True, seed=3)
    assert number(embedded().with_prices(mixed), "period_return", "AAA", window="all") == pytest.approx(0.1)


def test_all_else_is_as_before() -> None:
    own, plain = market_of(MADE), embedded()
    for measure, of in (("period_return", "IWM"), ("outperformance_streak", "IWM/SPY"), ("policy_range", None)):
        assert ask(own, measure, of, as_of="2026-01-14").value == ask(plain, measure, of, as_of="2026-01-14").value


def test_own_prices_replace_a_symbol_whole() -> None:
    market = market_of({"IWM": [10.0, 12.0, 15.0]})
    assert number(market, "period_return", "IWM", window="all") == pytest.approx(0.5)
    assert ask(market, "drawdown", "IWM").detail["from"] == sessions(3)[0]


def test_own_prices_of_a_symbol_that_split_are_not_split_again() -> None:
    """NVDA was split ten for one on 2024-06-10; the frame's prices are its owner's affair."""
    market = market_of({"NVDA": [10.0, 11.0, 12.0, 13.0]}, "2024-06-06")
    assert number(market, "period_return", "NVDA", window="all", basis="price") == pytest.approx(0.3)


def test_own_prices_meet_the_embedded_ones() -> None:
    market = market_of({"MINE": [100.0, 101.0, 102.0]}, "2026-01-12")
    ours, theirs = (
        number(market, "period_return", of, since="2026-01-12", as_of="2026-01-14") for of in ("MINE", "IWM")
    )
    found = number(market, "active_return", "MINE/IWM", since="2026-01-12", as_of="2026-01-14")
    assert found == pytest.approx(ours - theirs)


@pytest.mark.parametrize("name", ["mine", "Mine", "MY FUND", "FUND/A", "^GSPC", "0.5*X"])
def test_every_symbol_taken_in_can_be_asked_about(name: str) -> None:
    """Or it is refused when it is handed in, with a sentence."""
    try:
        market = market_of({name: [10.0, 11.0, 12.0]})
    except UsageError as error:
        assert name in str(error)
    else:
        assert number(market, "period_return", name, window="all") == pytest.approx(0.2)


def test_a_long_frame_may_lack_one_of_the_two_prices_on_some_days() -> None:
    """The embedded table itself has unadjusted closes only from 2021 on."""
    long = pl.DataFrame(
        {
            "symbol": ["AAA"] * 4,
            "date": sessions(4),
            "adjusted_close": [8.0, 9.0, 10.0, 11.0],
            "close": [None, None, 20.0, 21.0],
        }
    )
    market = embedded().with_prices(long)
    assert number(market, "period_return", "AAA", window="all") == pytest.approx(11 / 8 - 1)
    assert number(market, "period_return", "AAA", window="all", basis="price") == pytest.approx(21 / 20 - 1)


@given(closes(2, 5))
def test_an_absurd_future_price_does_not_reach_back(levels: list[float]) -> None:
    plain, spoiled = market_of({"AAA": levels}), market_of({"AAA": [*levels, 1e12]})
    day = sessions(len(levels))[-1]
    for measure in ("period_return", "max_drawdown", "extreme_since"):
        asked = {} if measure == "extreme_since" else {"window": "all"}
        assert number(plain, measure, "AAA", as_of=day, **asked) == number(spoiled, measure, "AAA", as_of=day, **asked)


def test_a_symbol_with_one_close_has_no_return() -> None:
    with pytest.raises(RotascopeError):
        ask(market_of({"AAA": [10.0]}), "period_return", "AAA", window="all")


def test_legs_that_never_meet() -> None:
    market = market_of({"AAA": [1.0, 2.0, None, None], "BBB": [None, None, 1.0, 2.0]})
    with pytest.raises(RotascopeError):
        ask(market, "active_return", "AAA/BBB")


def test_a_day_before_the_prices() -> None:
    with pytest.raises(RotascopeError, match="AAA"):
        ask(market_of(MADE), "period_return", "AAA", as_of=date(2019, 5, 2))


def test_the_market_opened_stays_as_it_was() -> None:
    before = Market.open()
    before.with_prices(frame(MADE))
    with pytest.raises(UsageError, match="AAA"):
        ask(before, "period_return", "AAA")
