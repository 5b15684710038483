"""Any question that a measure can be asked, drawn from its own signature."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from rotascope import Question
from rotascope.signature import signature

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

LEGS = ("IWM", "QQQ", "SPY", "AAPL", "NVDA", "GOOGL", "RUT", "XLK", "XLI+XLF+XLB", "0.3*IWM+0.7*QQQ")
PAIRS = ("small/mega", "small/large", "IWM/SPY", "value/growth", "cyclicals/tech", "XLI/XLF", "AAPL/NVDA", "RUT/SPX")
SINGLES = ("RUT", "RUT", "SPX", "NDX", "AAPL", "NVDA")
SLICES = (
    *("us", "us@equal", "us:mega", "us:large", "us:Technology", "us:Finance", "us:top10", "us:ex-top5", "sp500"),
    *("sp500@equal", "sp500:ex-seven", "sp500:seven@equal", "sp500:top20", "sp500:Health Care"),
)
SLICE_LEGS = ("us", "us:large", "sp500@equal", "sp500:ex-seven", "us:Technology+us:Finance", "0.5*IWM+0.5*us:top10")
SLICE_PAIRS = ("sp500@equal/sp500", "us:ex-top5/us:top5", "us:large/us:mega", "sp500:ex-seven/sp500:seven", "us/SPY")
FRENCH = "french:size_book_market_25:"
FRENCH_LEGS = (f"{FRENCH}SMALL HiBM", f"{FRENCH}ME3 BM2@equal")
FRENCH_PAIRS = (f"{FRENCH}SMALL HiBM/{FRENCH}BIG LoBM", f"{FRENCH}ME1 BM2/{FRENCH}ME5 BM2")
NAMES = {
    "inflation_rate": ("CPI", "CORE_CPI", "PCE", "CORE_PCE"),
    "rate_extreme_since": ("10y", "2y", "10y-2y", "unrate", "cpi", "core_pce"),
    "yield_level": ("3m", "2y", "10y"),
    "curve_slope": ("10y-2y", "10y-3m", "5y-2y"),
    "curve_slope_change": ("10y-2y", "10y-3m"),
    "book_yield_spread": ("rolled", "june", "december"),
    "company_ratio": ("NVDA", "AAPL", "JPM", "XOM", "F", "PLTR"),
    "net_flow": ("SPY", "QQQ", "RSP", "XLB", "XLI"),
    "fund_weight": ("IWM", "IWB", "IWV"),
}
COSTS = ("mean", "mean_variance")
TARGETED = ("implied_upside", "growth_needed")
OFTEN = ("", "top5", "NVDA", "MSFT", "AAPL", "MMC")
PARTS = (*OFTEN, *OFTEN, "seven", "Technology", "FISV", "BNY", "ex-top10", "Major Banks")
FIRST, LAST = date(2001, 6, 1), date(2026, 8, 3)
UNIVERSE_FIRST = date(2023, 9, 1)
# The target range began in December 2008 and first moved in 2015; unadjusted closes begin in 2021.
FIRSTS = {"policy_range": date(2009, 2, 1), "policy_moves": date(2016, 1, 4)} | dict.fromkeys(
    TARGETED, date(2012, 1, 5)
)
# The one cross-section of companies' figures was taken in August 2026.
# Forecasts are asked where the funds are five to seven years old: models have begun, and each fit is short.
SPANS = {
    "earnings_yield": (date(2026, 8, 7), date(2026, 8, 21)),
    "company_ratio": (date(2026, 8, 10), date(2026, 8, 21)),
    "net_flow": (date(2012, 1, 3), date(2024, 2, 29)),
    "fund_weight": (date(2026, 7, 17), date(2026, 8, 3)),
    "jump_regime": (date(2001, 10, 1), date(2001, 12, 28)),
    "leader_persistence": (date(2005, 9, 1), date(2007, 6, 29)),
    "change_point": (date(2001, 3, 1), date(2002, 9, 30)),
    "run_length": (date(2001, 3, 1), date(2002, 9, 30)),
    "regime_probability": (date(2001, 10, 1), date(2001, 12, 28)),  # of funds a year and a half old
    "scorecard": (date(2003, 1, 6), date(2003, 1, 9)),  # each further day is a walk of every detector
    "episode": (date(2003, 6, 2), date(2005, 6, 30)),
    "episode_survival": (date(2003, 6, 2), date(2005, 6, 30)),
}
ALWAYS = ("group", "paths")  # parameters drawn each time
EPISODE_VALUES: dict[str, st.SearchStrategy[object]] = {
    "paths": st.integers(20, 25),
    "min_phase": st.sampled_from((21, 42, 63)),
    "min_cycle": st.sampled_from((63, 126, 189)),
    "min_amplitude": st.sampled_from((0.01, 0.05)),
    "horizon": st.sampled_from((21, 63, 126)),
    "basis": st.sampled_from(("total", "total", "price")),
}
MODELLED = ("leader_persistence", "change_point", "run_length")
REGIME_PAIRS = ("IWM/SPY", "cyclicals/tech", "XLI/XLF")
FORECAST_PAIRS = ("small/mega", "IWM/SPY", "cyclicals/tech", "XLI/XLF", "QQQ/IWM", FRENCH_PAIRS[0])


@st.composite
def questions(draw: DrawFn, measure: str) -> Question:
    """A question of the measure with a subject, parameters and an as-of for which most answers exist."""
    asked = signature(measure)
    of = draw(_subjects(measure))
    in_universe = of is not None and any(base in of for base in ("us", "sp500"))
    first = UNIVERSE_FIRST if in_universe else FIRSTS.get(measure, FIRST)
    as_of = draw(st.dates(*SPANS.get(measure, (first, LAST))))
    wanted = [name for name in asked.kinds if name in ALWAYS or draw(st.booleans())]
    params = {name: draw(_values(measure, name, asked.kinds[name])) for name in wanted}
    params = {name: value for name, value in params.items() if value is not None and name != "since"}
    since = None
    if asked.takes_since and "window" not in params and draw(st.booleans()):
        longest = min(900, (as_of - date(2023, 6, 30)).days) if in_universe else 900
        since = as_of - timedelta(days=draw(st.integers(5, longest)))
    return Question(measure, of=of, since=since, as_of=as_of, params=params)


def _subjects(measure: str) -> st.SearchStrategy[str | None]:
    kind = signature(measure).subject
    if kind == "none":
        return st.none()
    if kind == "name":
        return st.sampled_from(NAMES[measure])
    if kind == "slice":
        whole = ("us", "us:mega", "us:large", "sp500")  # what has a largest few that can be left out
        return st.sampled_from(whole if measure == "ex_top_return" else SLICES)
    if measure in TARGETED:
        return st.sampled_from(("RUT", "RUT", "RUT", "SPX"))
    if measure in MODELLED:
        return st.sampled_from(FORECAST_PAIRS)
    if measure == "scorecard":
        return st.sampled_from((*REGIME_PAIRS, "small/mega", "QQQ/IWM", "value/growth", "XLK/XLI", "AAPL/NVDA"))
    if measure in ("regime_probability", "jump_regime"):
        return st.sampled_from(REGIME_PAIRS)
    if measure.startswith("episode"):
        return st.sampled_from(PAIRS + FRENCH_PAIRS)
    if measure in ("level", "quote"):
        return st.sampled_from(SINGLES)
    legs, pairs = SLICE_LEGS + FRENCH_LEGS, SLICE_PAIRS + FRENCH_PAIRS
    plain = {"leg": LEGS, "pair": PAIRS, "leg or pair": LEGS + PAIRS}[kind]
    composed = {"leg": legs, "pair": pairs, "leg or pair": legs + pairs}[kind]
    return st.sampled_from(plain * 3 + composed)


def _values(measure: str, name: str, kind: str) -> st.SearchStrategy[object]:
    if measure == "leader_persistence" and kind == "int":
        return st.sampled_from((21, 63, 126))
    if measure == "change_point" and name != "basis":
        return st.sampled_from({"min_size": (5, 10, 21), "penalty": (3.0, 8.0), "cost": COSTS}[name])
    if measure in ("regime_probability", "jump_regime") and name in ("window", "every"):
        return st.just(252 if name == "window" else 63)  # each further schedule is a walk and a bootstrap of its own
    if measure.startswith("episode"):
        return EPISODE_VALUES[name]
    if measure == "opening_rank" and name == "window":
        return st.none() | st.integers(1, 10)
    if measure in ("share_above_average", "net_new_highs"):
        return st.sampled_from((5, 20, 50, 200))
    if name == "group":
        return st.sampled_from(("IWM+QQQ+KRE+RSP", "XLI+XLF+XLB+XLK", "NVDA+AAPL+GOOGL", "SPY+IWN"))
    if name in ("part", "by"):
        return st.sampled_from(PARTS if name == "part" else ("sector", "industry", "stock"))
    if kind.startswith("Literal["):
        return st.sampled_from(ast.literal_eval(kind.removeprefix("Literal")))
    by_kind: dict[str, st.SearchStrategy[object]] = {
        "Window": st.sampled_from(("ytd", "mtd", "qtd", "all")) | st.integers(2, 400),
        "Basis": st.sampled_from(("total", "price")),
        "Direction": st.sampled_from(("high", "low")),
        "int": st.integers(2, 24),
        "int | None": st.integers(1, 12),
        "float": st.floats(0.5, 2),
        "float | None": st.floats(100, 9000),
        "date | None": st.none(),
    }
    return by_kind[kind]
