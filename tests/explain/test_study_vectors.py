"""What a condition sees on a day is what the measure itself answers as of that day: the measure is the truth."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from rotascope import Market, Question, answer
from rotascope.data.history import day_number
from rotascope.errors import DataError
from rotascope.explain.studies.reader import Reader
from rotascope.explain.studies.reading import read_condition
from rotascope.measures.strength import PHASES

MARKET = Market.open()
PANEL = MARKET.as_of("2026-01-14")
DAYS = [date(1999, 6, 30), date(2000, 6, 1), date(2003, 3, 12), date(2011, 10, 3), date(2020, 3, 23), date(2026, 1, 14)]
LATE = [date(2024, 2, 29), date(2025, 8, 1)]

CASES: list[tuple[str, str, str | None, dict[str, Any]]] = [
    ("period_return(IWM, 63)", "period_return", "IWM", {"window": 63}),
    ("period_return(SPX, ytd)", "period_return", "SPX", {}),
    ("period_return(XLI+XLF, mtd)", "period_return", "XLI+XLF", {"window": "mtd"}),
    ("active_return(small/large, qtd)", "active_return", "small/large", {"window": "qtd"}),
    ("annualised_return(SPY, 504)", "annualised_return", "SPY", {"window": 504}),
    ("relative_strength(small/large, 756)", "relative_strength", "small/large", {"window": 756}),
    ("strength_level(small/large)", "strength_level", "small/large", {}),
    ("strength_level(small/large, 126)", "strength_level", "small/large", {"window": 126}),
    ("strength_momentum(IWM/SPY, momentum_window=63)", "strength_momentum", "IWM/SPY", {"momentum_window": 63}),
    ("drawdown(SPY)", "drawdown", "SPY", {}),
    ("drawdown(SPY, 252)", "drawdown", "SPY", {"window": 252}),
    ("drawdown(SPY, ytd)", "drawdown", "SPY", {"window": "ytd"}),
    ("max_drawdown(QQQ)", "max_drawdown", "QQQ", {}),
    ("max_drawdown(QQQ, 63)", "max_drawdown", "QQQ", {"window": 63}),
    ("annualised_volatility(IWM, 21)", "annualised_volatility", "IWM", {"window": 21}),
    ("annualised_volatility(IWM, ytd)", "annualised_volatility", "IWM", {"window": "ytd"}),
    ("outperformance_streak(small/large)", "outperformance_streak", "small/large", {}),
    ("extreme_since(SPY)", "extreme_since", "SPY", {}),
    ("extreme_since(IWM/SPY, direction=low)", "extreme_since", "IWM/SPY", {"direction": "low"}),
    ("opening_rank(small/large)", "opening_rank", "small/large", {}),
    ("opening_rank(SPY, 9)", "opening_rank", "SPY", {"window": 9}),
    ("level(RUT)", "level", "RUT", {}),
    ("level(AAPL)", "level", "AAPL", {}),
    ("curve_slope(10y-2y)", "curve_slope", "10y-2y", {}),
    ("curve_slope_change(10y-3m, months=3)", "curve_slope_change", "10y-3m", {"months": 3}),
    ("yield_level(10y)", "yield_level", "10y", {}),
    ("inflation_rate(CPI)", "inflation_rate", "CPI", {}),
    ("sahm_gap()", "sahm_gap", None, {}),
    ("book_yield_spread(rolled)", "book_yield_spread", "rolled", {}),
    ('book_yield_spread("december")', "book_yield_spread", "december", {}),
    ('period_return("french:size:Lo 30", 12)', "period_return", "french:size:Lo 30", {"window": 12}),
    ("strength_level(small/large_since_1926)", "strength_level", "small/large_since_1926", {}),
]


def seen(text: str, day: date) -> float:
    values = Reader(PANEL).values(read_condition(f"{text} > 0").condition.left)  # type: ignore[union-attr]
    return float(values[PANEL.sessions.searchsorted(day_number(day))])


def asked(measure: str, of: str | None, day: date, params: dict[str, Any], since: date | None = None) -> float:
    """The measure's own figure, NaN where it is unknown or refused."""
    try:
        value = answer(Question(measure, of, since, None, params), MARKET.as_of(day)).value
    except DataError:
        return float("nan")
    return float("nan") if value is None else float(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "measure", "of", "params"), CASES, ids=[case[0] for case in CASES])
def test_each_figure_is_the_measure_s_own(text: str, measure: str, of: str | None, params: dict[str, Any]) -> None:
    wanted = [asked(measure, of, day, params) for day in DAYS]
    assert np.isfinite(wanted).any()
    np.testing.assert_allclose([seen(text, day) for day in DAYS], wanted, rtol=1e-9, atol=1e-12, equal_nan=True)


def test_shares_of_members_are_the_measure_s_own() -> None:
    wanted = [asked("share_above_average", "sp500", day, {}) for day in LATE]
    assert np.isfinite(wanted).all()
    assert [seen("share_above_average(sp500)", day) for day in LATE] == pytest.approx(wanted, abs=1e-9)


def test_phases_are_the_measure_s_own() -> None:
    for day in DAYS[2:]:
        found = answer(Question("phase", "small/large"), MARKET.as_of(day))
        assert PHASES[int(seen("phase(small/large)", day))] == found.detail["phase"]
        assert seen("phase(small/large).sessions", day) == found.value["sessions"]  # type: ignore[index]


def test_openings_are_returns_since_the_close_before_the_year() -> None:
    tenth = date(2019, 1, 15)
    wanted = asked("active_return", "IWM/SPY", tenth, {}, date(2018, 12, 31))
    assert seen("active_return(IWM, SPY, first 10 sessions of year)", tenth) == pytest.approx(wanted)
    for day in (date(2019, 1, 14), date(2019, 1, 16)):
        assert np.isnan(seen("active_return(IWM, SPY, first 10 sessions of year)", day))


def test_months_are_returns_over_them() -> None:
    wanted = asked("active_return", "IWM/SPY", date(2019, 6, 28), {}, date(2018, 12, 31))
    assert seen("active_return(IWM, SPY, January to June)", date(2019, 6, 28)) == pytest.approx(wanted)
    assert np.isnan(seen("active_return(IWM, SPY, January to June)", date(2019, 6, 27)))


def test_a_release_is_not_seen_before_its_day() -> None:
    """Consumer prices of December 2021 (7.1 % on the year, as revised) were published on 2022-01-12."""
    before, after = seen("inflation_rate(CPI)", date(2022, 1, 11)), seen("inflation_rate(CPI)", date(2022, 1, 12))
    assert before == pytest.approx(asked("inflation_rate", "CPI", date(2022, 1, 11), {}))
    assert after == pytest.approx(asked("inflation_rate", "CPI", date(2022, 1, 12), {}))
    assert before != after


def test_any_other_measure_is_asked_at_month_ends() -> None:
    assert seen("beta(IWM/SPY)", date(2020, 3, 31)) == pytest.approx(asked("beta", "IWM/SPY", date(2020, 3, 31), {}))
    assert np.isnan(seen("beta(IWM/SPY)", date(2020, 3, 30)))
