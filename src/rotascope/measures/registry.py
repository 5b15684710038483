"""The measures by name. Adding one: its function, one line here, one row in the reference tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.breadth import (
    advance_decline_line,
    cross_sectional_dispersion,
    equal_minus_cap,
    net_advances,
    net_new_highs,
    share_above_average,
    share_outperforming,
)
from rotascope.measures.companies import company_ratio
from rotascope.measures.concentration import effective_number, ex_top_return, hhi, member_weight, top_share
from rotascope.measures.contribution import contribution
from rotascope.measures.curve import curve_slope, curve_slope_change, yield_level
from rotascope.measures.economy import (
    credit_standards,
    financial_conditions,
    industrial_production,
    inflation_rate,
    jobless_claims,
    payroll_change,
    sahm_gap,
    unemployment_rate,
)
from rotascope.measures.flatness import flatness
from rotascope.measures.flows import net_flow
from rotascope.measures.holdings import fund_weight
from rotascope.measures.levels import implied_upside, level, quote
from rotascope.measures.policy import policy_moves, policy_range
from rotascope.measures.ranks import rank_within
from rotascope.measures.rate_records import rate_extreme_since
from rotascope.measures.records import extreme_since, opening_rank
from rotascope.measures.returns import active_return, annualised_return, period_return
from rotascope.measures.risk import annualised_volatility, beta, drawdown, max_drawdown
from rotascope.measures.streaks import outperformance_streak, streak
from rotascope.measures.strength import phase, relative_strength, strength_level, strength_momentum
from rotascope.measures.valuation import book_yield_spread, earnings_yield, growth_needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.measures.measured import Measured

MEASURES: dict[str, Callable[..., Measured]] = {
    "period_return": period_return,
    "active_return": active_return,
    "annualised_return": annualised_return,
    "annualised_volatility": annualised_volatility,
    "drawdown": drawdown,
    "max_drawdown": max_drawdown,
    "beta": beta,
    "opening_rank": opening_rank,
    "outperformance_streak": outperformance_streak,
    "streak": streak,
    "extreme_since": extreme_since,
    "rank_within": rank_within,
    "flatness": flatness,
    "relative_strength": relative_strength,
    "strength_level": strength_level,
    "strength_momentum": strength_momentum,
    "phase": phase,
    "policy_range": policy_range,
    "policy_moves": policy_moves,
    "curve_slope": curve_slope,
    "curve_slope_change": curve_slope_change,
    "yield_level": yield_level,
    "rate_extreme_since": rate_extreme_since,
    "inflation_rate": inflation_rate,
    "unemployment_rate": unemployment_rate,
    "sahm_gap": sahm_gap,
    "payroll_change": payroll_change,
    "jobless_claims": jobless_claims,
    "industrial_production": industrial_production,
    "credit_standards": credit_standards,
    "financial_conditions": financial_conditions,
    "share_above_average": share_above_average,
    "share_outperforming": share_outperforming,
    "net_advances": net_advances,
    "advance_decline_line": advance_decline_line,
    "net_new_highs": net_new_highs,
    "equal_minus_cap": equal_minus_cap,
    "cross_sectional_dispersion": cross_sectional_dispersion,
    "hhi": hhi,
    "effective_number": effective_number,
    "top_share": top_share,
    "member_weight": member_weight,
    "ex_top_return": ex_top_return,
    "contribution": contribution,
    "net_flow": net_flow,
    "fund_weight": fund_weight,
    "book_yield_spread": book_yield_spread,
    "earnings_yield": earnings_yield,
    "company_ratio": company_ratio,
    "growth_needed": growth_needed,
    "level": level,
    "quote": quote,
    "implied_upside": implied_upside,
}
