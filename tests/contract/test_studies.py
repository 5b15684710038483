"""The truncation contract for studies: the same study with later rows deleted, present or poisoned."""

from __future__ import annotations

import os
from datetime import date

import numpy as np
import pytest

from rotascope.data.market import Market
from rotascope.errors import DataError
from rotascope.explain.studies import study
from tests.contract import worlds

FULL = os.environ.get("ROTASCOPE_CONTRACT") == "full"
STUDIES = (
    ("active_return(IWM, SPY, first 10 sessions of year) > 1%", "active_return(IWM, SPY, rest of year)"),
    ("relative_strength(small/large, window 252) is at low", "leader_still_leads(small/large, next 63)"),
    ("outperformance_streak(small/mega) >= 5 every 21", "active_return(small/mega, next 63)"),
    ("month is December", "active_return(small/large, next month)"),
    ("period_return(SPX, January to June) > 0", "period_return(SPX, July to December) > 0"),
    ("percentile(curve_slope(10y-2y), 504) > 80%", "period_return(KRE, next 63)"),
    ("policy_range().upper < 3%", "max_drawdown(SPY, next 63)"),
    ("book_yield_spread(rolled) > 1.6", "active_return(small/large, next quarter)"),
    ("rank(strength_level(IWM/SPY)) <= 20 or last session of month", "period_return(IWM, next 21)"),
    ("level(AAPL) crosses above 100", "period_return(AAPL, next 21)"),
    ("flatness(IWM, first 10 sessions of year) < 0.2", "period_return(IWM, rest of quarter)"),
    ("phase(small/mega) is leading and extreme_since(IWM) >= 63", "annualised_volatility(IWM, next 21)"),
)
SLOW = (
    ("inflation_rate(CPI) > 3% and unemployment_rate() < 5%", "max_drawdown(SPY, next 63)"),
)  # asked month by month
DAYS = (date(2013, 1, 31), date(2020, 12, 31), date(2026, 1, 15))


def told(condition: str, then: str, market: Market, day: date) -> object:
    try:
        found = study(condition, then, market.as_of(day), draws=100)
    except DataError:
        return "refused"
    arrays = (found.days, found.ends, found.outcomes, found.steps, found.paths, found.base_path)
    return found.to_dict(), *(np.nan_to_num(array, nan=1e99).tolist() for array in arrays)


@pytest.mark.contract
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_studies_do_not_see_the_future(day: date) -> None:
    markets = worlds.present(), worlds.deleted(day), worlds.poisoned(day)
    for condition, then in (*STUDIES, *SLOW) if FULL else STUDIES:
        now, cut, wild = (told(condition, then, market, day) for market in markets)
        assert now == cut, condition
        assert now == wild, condition


@pytest.mark.contract
def test_what_a_condition_saw_does_not_change_later() -> None:
    """Occurrences up to a day, and outcomes over by then, are the same asked later."""
    early, late = date(2018, 6, 29), date(2024, 6, 28)
    market = worlds.present()
    for condition, then in STUDIES[:8]:
        before, after = (study(condition, then, market.as_of(day), draws=100) for day in (early, late))
        count = before.found.count
        assert count, condition
        assert before.days.tolist() == after.days[:count].tolist(), condition
        np.testing.assert_allclose(before.outcomes, after.outcomes[:count], rtol=1e-9, atol=1e-12)
