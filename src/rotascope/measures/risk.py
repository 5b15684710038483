"""Volatility, drawdowns and beta."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.windows import Basis, Window, start_of
from rotascope.measures.wording import basis_of, decimal, joined_note, percent
from rotascope.pairs import leg_series, pair_series

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg, Pair


NO_MOVE = 1e-20  # a sum of squared returns this small is rounding


def annualised_volatility(
    panel: Panel, of: Leg, *, since: date | None = None, window: Window = "63", basis: Basis = "total"
) -> Measured:
    """Standard deviation (n - 1) of daily simple returns times the root of a year's steps; 63 by default."""
    series = leg_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    daily = _returns(series.values[start:])
    if len(daily) < 2:
        raise UsageError("A volatility needs a window of two sessions or more.")
    offsets = daily - daily.mean()
    value = float((offsets @ offsets / (len(daily) - 1) * series.a_year) ** 0.5)
    first = day_of(series.days[start])
    return Measured(
        value,
        "fraction",
        f"{of}'s volatility from {first} to {day_of(series.days[-1])} was {percent(value)} a year"
        f" ({len(daily)} {_pace(series.a_year)} returns, {basis_of(panel, of, basis)}).",
        {"from": first, "to": day_of(series.days[-1]), "sessions": len(daily)},
        first,
    )


def drawdown(
    panel: Panel,
    of: Leg,
    *,
    since: date | None = None,
    window: Window = "all",
    basis: Basis = "total",
) -> Measured:
    """Last close over the highest close of the window, minus 1, zero or below; whole history by default."""
    series = leg_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    values = series.values[start:]
    peak = start + int(np.argmax(values))
    value = float(series.values[-1] / series.values[peak] - 1)
    where = (
        "at its highest close"
        if value == 0
        else f"{percent(-value)} below its highest close ({day_of(series.days[peak])})"
    )
    first = day_of(series.days[start])
    return Measured(
        value,
        "fraction",
        f"{of} stood {where} since {first} on {day_of(series.days[-1])} ({basis_of(panel, of, basis)}).",
        {"peak": day_of(series.days[peak]), "from": first},
        first,
    )


def max_drawdown(
    panel: Panel,
    of: Leg,
    *,
    since: date | None = None,
    window: Window = "all",
    basis: Basis = "total",
) -> Measured:
    """Deepest fall from an earlier highest close within the window, zero or below; all by default."""
    series = leg_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    values = series.values[start:]
    falls = values / np.maximum.accumulate(values) - 1
    trough = int(np.argmin(falls))
    peak = int(np.argmax(values[: trough + 1]))
    value = float(falls[trough])
    days = [day_of(series.days[start + position]) for position in (peak, trough)]
    first = day_of(series.days[start])
    text = f"{of} never closed below an earlier close since {first}"
    if value < 0:
        text = f"{of}'s deepest fall since {first} was {percent(-value)}, from {days[0]} to {days[1]}"
    return Measured(
        value,
        "fraction",
        f"{text} ({basis_of(panel, of, basis)}).",
        {"peak": days[0], "trough": days[1], "from": first},
        first,
    )


def beta(
    panel: Panel,
    of: Pair,
    *,
    since: date | None = None,
    window: Window = "252",
    basis: Basis = "total",
) -> Measured:
    """Slope of the first leg's daily simple returns on the second's (with intercept); 252 sessions by default."""
    series = pair_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    first_returns, second_returns = _returns(series.first[start:]), _returns(series.second[start:])
    if len(first_returns) < 3:
        raise UsageError("A beta needs a window of three sessions or more.")
    offsets = second_returns - second_returns.mean()
    spread = offsets @ offsets
    if spread < NO_MOVE:
        raise DataError(f"{of.second} did not move in the window, so a beta to it is not defined.")
    value = float(offsets @ first_returns / spread)
    begin = day_of(series.days[start])
    return Measured(
        value,
        "ratio",
        f"{of.first}'s beta to {of.second} from {begin} to {day_of(series.days[-1])} was {decimal(value)}"
        f" ({len(first_returns)} {_pace(series.a_year)} returns){joined_note(of, series.joined, begin)}.",
        {"from": begin, "to": day_of(series.days[-1]), "sessions": len(first_returns)},
        begin,
    )


def _pace(a_year: int) -> str:
    return "monthly" if a_year == 12 else "daily"


def _returns(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Simple returns between neighbours: (n,) levels to (n - 1,)."""
    return values[1:] / values[:-1] - 1
