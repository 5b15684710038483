"""The questions whose answers make_prices.py works out: measure, of, since, as_of, parameters."""

from __future__ import annotations

from typing import Any

Case = tuple[str, str, str, str, dict[str, Any]]

CRASH, TAPER, COVID, CARRY, TURN, RECORD = (
    "2008-10-10",
    "2013-06-28",
    "2020-03-20",
    "2024-08-05",
    "2026-01-14",
    "2026-01-22",
)
DAYS = (CRASH, TAPER, COVID, CARRY, TURN, RECORD)


def _each(measure: str, of: str, **params: Any) -> list[Case]:
    return [(measure, of, "", day, params) for day in DAYS]


CASES: list[Case] = [
    ("period_return", "IWM", "2025-12-31", TURN, {}),
    ("period_return", "QQQ", "2025-12-31", TURN, {}),
    ("period_return", "IWM", "2025-12-31", "2026-01-09", {}),
    *_each("period_return", "IWM"),
    *_each("period_return", "QQQ", window="qtd"),
    *_each("period_return", "AAPL", window="mtd"),
    *_each("period_return", "RUT", window="21"),
    *_each("period_return", "XLI+XLF+XLB", window="63"),
    ("period_return", "0.6*XLI+0.4*XLB", "", CARRY, {}),
    ("period_return", "BRK.B", "", COVID, {"window": "all"}),
    ("period_return", "SPX", "1929-09-07", "1932-06-01", {}),
    *_each("active_return", "small/mega"),
    *_each("active_return", "IWD/IWF", window="252"),
    ("active_return", "XLI+XLF+XLB/XLK", "2024-07-10", CARRY, {}),
    ("active_return", "small/large", "1999-12-31", "2000-12-29", {}),
    *_each("annualised_return", "SPY"),
    ("annualised_return", "RUT", "", TURN, {"window": "all"}),
    *_each("annualised_volatility", "QQQ"),
    ("annualised_volatility", "XLI+XLF+XLB", "", COVID, {"window": "21"}),
    *_each("drawdown", "IWM"),
    ("drawdown", "NDX", "", "2002-10-07", {"window": "all"}),
    ("drawdown", "QQQ", "", CARRY, {"window": "ytd"}),
    *_each("max_drawdown", "SPY"),
    ("max_drawdown", "NVDA", "2019-12-31", CARRY, {}),
    *_each("beta", "IWM/SPY"),
    ("beta", "small/mega", "", RECORD, {"window": "63"}),
    *_each("opening_rank", "IWM"),
    *_each("opening_rank", "small/mega"),
    ("opening_rank", "RUT", "", TURN, {}),
    ("opening_rank", "small/large", "", RECORD, {}),
    ("opening_rank", "SPY", "", CARRY, {"window": 5}),
    *_each("outperformance_streak", "IWM/SPY"),
    *_each("outperformance_streak", "RUT/SPX"),
    *_each("outperformance_streak", "small/large"),
    ("outperformance_streak", "SPY/IWM", "", "2026-01-23", {}),
    *_each("streak", "SPX", period="week"),
    *_each("streak", "IWM/SPY"),
    ("streak", "SPX", "", "2023-12-29", {"period": "week"}),
    ("streak", "RUT", "", "2025-10-31", {"period": "month"}),
    ("streak", "QQQ", "", "2022-12-30", {"period": "quarter", "direction": "down"}),
    ("streak", "IWM/SPY", "", "2024-12-31", {"period": "year", "direction": "down"}),
    ("streak", "SPX", "", "2022-05-20", {"period": "week", "direction": "down"}),
    *_each("extreme_since", "IWM"),
    *_each("extreme_since", "IWM", direction="low"),
    *_each("extreme_since", "small/mega"),
    ("extreme_since", "SPX", "", "1954-11-23", {}),
    *_each("rank_within", "XLF"),
    ("rank_within", "IWM", "", RECORD, {"group": "styles"}),
    ("rank_within", "NVDA", "2023-12-29", CARRY, {"group": "seven"}),
    ("rank_within", "KRE", "", COVID, {"group": "XLF+XLK+XLE", "window": "21"}),
    *_each("flatness", "SPY"),
    ("flatness", "small/mega", "", CARRY, {"window": "21"}),
    *_each("level", "RUT"),
    *_each("level", "SPX"),
    *_each("implied_upside", "RUT", target=2825),
    ("implied_upside", "RUT", "2025-12-31", TURN, {"target": 2825}),
    ("implied_upside", "RUT", "2025-12-31", "2026-06-30", {"target": 2825}),
    ("implied_upside", "SPX", "2007-10-09", "2009-12-31", {"target": 800}),
    *_each("relative_strength", "small/mega"),
    ("relative_strength", "RSP/SPY", "2024-12-31", TURN, {}),
    ("relative_strength", "small/large", "", RECORD, {}),
    *_each("strength_level", "small/mega"),
    *_each("strength_momentum", "small/mega"),
    *_each("phase", "small/mega"),
    ("phase", "KRE/IWM", "", COVID, {"window": 63, "momentum_window": 10}),
    ("phase", "small/large", "", CARRY, {}),
]
