"""Returns over a window: of a leg, and of one leg against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.windows import Basis, Window, start_of
from rotascope.measures.wording import basis_of, count, joined_note, moved, percent, points, step
from rotascope.pairs import leg_series, pair_series

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg, Pair


def period_return(
    panel: Panel,
    of: Leg,
    *,
    since: date | None = None,
    window: Window = "ytd",
    basis: Basis = "total",
) -> Measured:
    """Return of a leg over a window: last close / first close - 1, a fraction; year to date unless told otherwise.

    Funds and stocks by total return, indices by price; basis=price takes split-adjusted unadjusted closes.
    Baskets are restored to their weights every session. Missing sessions are skipped, never filled.
    """
    series = leg_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    value = float(series.values[-1] / series.values[start] - 1)
    first, last = day_of(series.days[start]), day_of(series.days[-1])
    words = basis_of(panel, of, basis)
    return Measured(
        value,
        "fraction",
        f"{of} {moved(value)} from {first} to {last} ({words}).",
        {"from": first, "to": last, "sessions": len(series) - 1 - start, "basis": words},
        first,
    )


def active_return(
    panel: Panel,
    of: Pair,
    *,
    since: date | None = None,
    window: Window = "ytd",
    basis: Basis = "total",
) -> Measured:
    """Return of the first leg minus return of the second over common sessions, in points (a fraction).

    Year to date unless told otherwise. Above zero: the first leg led.
    """
    series = pair_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    first_return = float(series.first[-1] / series.first[start] - 1)
    second_return = float(series.second[-1] / series.second[start] - 1)
    value = first_return - second_return
    begin, end = day_of(series.days[start]), day_of(series.days[-1])
    return Measured(
        value,
        "points",
        f"{_verdict(of, value)} from {begin} to {end}: {of.first} {percent(first_return)},"
        f" {of.second} {percent(second_return)}{joined_note(of, series.joined, begin)}.",
        {
            "from": begin,
            "to": end,
            "sessions": len(series.days) - 1 - start,
            "first": first_return,
            "second": second_return,
            "joined": series.joined,
        },
        begin,
    )


def _verdict(of: Pair, value: float) -> str:
    size = points(abs(value))
    if size == "0.0 points":
        return f"{of.first} and {of.second} were level"
    leader, other = (of.first, of.second) if value > 0 else (of.second, of.first)
    return f"{leader} led {other} by {size}"


def annualised_return(
    panel: Panel,
    of: Leg,
    *,
    since: date | None = None,
    window: Window = "252",
    basis: Basis = "total",
) -> Measured:
    """Compound return a year over a window: (last/first) ** (a year's steps/steps) - 1, a fraction.

    252 sessions make a year, and are the default; portfolios that step by month count 12.
    """
    series = leg_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    sessions = len(series) - 1 - start
    value = _a_year(float(series.values[-1] / series.values[start]), sessions / series.a_year, of)
    first, last = day_of(series.days[start]), day_of(series.days[-1])
    return Measured(
        value,
        "fraction",
        f"{of} returned {percent(value)} a year from {first} to {last}"
        f" ({count(sessions, step(series.a_year))} at {series.a_year} a year, {basis_of(panel, of, basis)}).",
        {"from": first, "to": last, "sessions": sessions},
        first,
    )


def _a_year(growth: float, years: float, of: Leg) -> float:
    try:
        return float(growth ** (1 / years)) - 1
    except OverflowError:
        raise DataError(f"{of} grew {growth:g} times in {years:.3f} years, which has no rate a year.") from None
