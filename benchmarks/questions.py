"""Ten thousand questions on one open panel, beside the same figures asked of a pandas frame."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.table import Row
from rotascope import Market, Question, answer

if TYPE_CHECKING:
    import pandas as pd

AS_OF = "2026-01-14"
COUNT = 10_000
SYMBOLS = (
    "IWM",
    "QQQ",
    "SPY",
    "RSP",
    "IWD",
    "IWF",
    "IWN",
    "IWO",
    "KRE",
    "XLI",
    "XLF",
    "XLB",
    "XLK",
    "AAPL",
    "MSFT",
    "CAT",
)


def _return(closes: pd.DataFrame, symbol: str, sessions: int) -> float:
    held = closes[symbol].dropna().loc[:AS_OF]
    return float(held.iloc[-1] / held.iloc[-1 - sessions] - 1)


def _since(closes: pd.DataFrame, symbol: str, day: str) -> float:
    held = closes[symbol].dropna().loc[:AS_OF]
    return float(held.iloc[-1] / held.loc[:day].iloc[-1] - 1)


def _active(closes: pd.DataFrame, symbol: str, sessions: int) -> float:
    held = closes[[symbol, "GLD"]].dropna().loc[:AS_OF]
    gains = held.iloc[-1] / held.iloc[-1 - sessions] - 1
    return float(gains[symbol] - gains["GLD"])


def _max_drawdown(closes: pd.DataFrame, symbol: str, sessions: int) -> float:
    held = closes[symbol].dropna().loc[:AS_OF].iloc[-1 - sessions :]
    return float((held / held.cummax() - 1).min())


def _volatility(closes: pd.DataFrame, symbol: str, sessions: int) -> float:
    held = closes[symbol].dropna().loc[:AS_OF].iloc[-1 - sessions :]
    return float(held.pct_change().std() * 252**0.5)


def _beta(closes: pd.DataFrame, symbol: str, sessions: int) -> float:
    returns = closes[[symbol, "GLD"]].dropna().loc[:AS_OF].iloc[-1 - sessions :].pct_change()
    return float(returns[symbol].cov(returns["GLD"]) / returns["GLD"].var())


def _streak(closes: pd.DataFrame, symbol: str, _: int) -> float:
    returns = closes[[symbol, "GLD"]].dropna().loc[:AS_OF].pct_change().iloc[1:]
    lost = (returns[symbol] <= returns["GLD"])[::-1].to_numpy()
    return float(np.argmax(lost)) if lost.any() else float(len(lost))


Twin = Callable[["pd.DataFrame", str, int], float]
_TWINS: dict[str, tuple[str, Twin]] = {
    "period_return": ("{symbol}", _return),
    "active_return": ("{symbol}/GLD", _active),
    "max_drawdown": ("{symbol}", _max_drawdown),
    "annualised_volatility": ("{symbol}", _volatility),
    "beta": ("{symbol}/GLD", _beta),
    "outperformance_streak": ("{symbol}/GLD", _streak),
}


def _drawn() -> list[tuple[Question, Twin, str, int]]:
    """Every measure, symbol and window in turn."""
    found = []
    names = list(_TWINS)
    for number in range(COUNT):
        measure = names[number % len(names)]
        symbol = SYMBOLS[number // len(names) % len(SYMBOLS)]
        window = 20 + number % 480
        subject, twin = _TWINS[measure]
        params: dict[str, object] = {} if measure == "outperformance_streak" else {"window": window}
        found.append((Question(measure, of=subject.format(symbol=symbol), params=params), twin, symbol, window))
    return found


def rows() -> list[Row]:
    """The ten thousand, each side once, results compared one by one."""
    market = Market.open()
    market.load((*SYMBOLS, "GLD"))
    closes = _frame(market)
    drawn = _drawn()
    panel = market.as_of(AS_OF)
    start = time.perf_counter()
    ours = [answer(question, panel).value for question, *_ in drawn]
    our_time = time.perf_counter() - start
    start = time.perf_counter()
    theirs = [twin(closes, symbol, window) for _, twin, symbol, window in drawn]
    their_time = time.perf_counter() - start
    same = bool(np.allclose(np.array(ours, dtype=float), np.array(theirs), rtol=1e-9, atol=1e-12))
    job = f"{COUNT:,} questions on one open panel"
    return [Row(job, our_time, "s", "pandas", their_time, "at least 20x", their_time / our_time >= 20, same)]


def _frame(market: Market) -> pd.DataFrame:
    import pandas as pd

    columns = {}
    for symbol in (*SYMBOLS, "GLD"):
        series = market.closes(symbol, "adjusted_close")
        columns[symbol] = pd.Series(series.values, index=pd.DatetimeIndex(series.dates))
    return pd.DataFrame(columns)
