"""Any question that a measure can be asked, drawn from its own signature."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from rotascope import Question
from rotascope.measures.signature import signature

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

LEGS = ("IWM", "QQQ", "SPY", "AAPL", "NVDA", "GOOGL", "RUT", "XLK", "XLI+XLF+XLB", "0.3*IWM+0.7*QQQ")
PAIRS = ("small/mega", "small/large", "IWM/SPY", "value/growth", "cyclicals/tech", "XLI/XLF", "AAPL/NVDA", "RUT/SPX")
SINGLES = ("RUT", "RUT", "SPX", "NDX", "AAPL", "NVDA")
NAMES = {
    "inflation_rate": ("CPI", "CORE_CPI", "PCE", "CORE_PCE"),
    "yield_level": ("3m", "2y", "10y"),
    "curve_slope": ("10y-2y", "10y-3m", "5y-2y"),
    "curve_slope_change": ("10y-2y", "10y-3m"),
}
FIRST, LAST = date(2001, 6, 1), date(2026, 8, 3)
# The target range began in December 2008 and first moved in 2015; unadjusted closes begin in 2021.
FIRSTS = {"policy_range": date(2009, 2, 1), "policy_moves": date(2016, 1, 4), "implied_upside": date(2012, 1, 5)}


@st.composite
def questions(draw: DrawFn, measure: str) -> Question:
    """A question of the measure with a subject, parameters and an as-of for which most answers exist."""
    asked = signature(measure)
    as_of = draw(st.dates(FIRSTS.get(measure, FIRST), LAST))
    wanted = [name for name in asked.kinds if name == "group" or draw(st.booleans())]
    params = {name: draw(_values(measure, name, asked.kinds[name])) for name in wanted}
    params = {name: value for name, value in params.items() if value is not None and name != "since"}
    since = None
    if asked.takes_since and "window" not in params and draw(st.booleans()):
        since = as_of - timedelta(days=draw(st.integers(5, 900)))
    return Question(measure, of=draw(_subjects(measure)), since=since, as_of=as_of, params=params)


def _subjects(measure: str) -> st.SearchStrategy[str | None]:
    kind = signature(measure).subject
    if kind == "none":
        return st.none()
    if kind == "name":
        return st.sampled_from(NAMES[measure])
    if measure in ("level", "quote", "implied_upside"):
        return st.sampled_from(SINGLES)
    choices = {"leg": LEGS, "pair": PAIRS, "leg or pair": LEGS + PAIRS}[kind]
    return st.sampled_from(choices)


def _values(measure: str, name: str, kind: str) -> st.SearchStrategy[object]:
    if measure == "opening_rank" and name == "window":
        return st.none() | st.integers(1, 10)
    if name == "group":
        return st.sampled_from(("IWM+QQQ+KRE+RSP", "XLI+XLF+XLB+XLK", "NVDA+AAPL+GOOGL", "SPY+IWN"))
    by_kind: dict[str, st.SearchStrategy[object]] = {
        "Window": st.sampled_from(("ytd", "mtd", "qtd", "all")) | st.integers(2, 400),
        "Basis": st.sampled_from(("total", "price")),
        "Direction": st.sampled_from(("high", "low")),
        "int": st.integers(2, 24),
        "int | None": st.integers(1, 12),
        "float | None": st.floats(100, 9000),
        "date | None": st.none(),
    }
    return by_kind[kind]
