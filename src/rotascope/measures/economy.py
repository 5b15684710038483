"""Prices, work, output and credit: monthly and weekly series as published; a hole stays a hole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured, Unit
from rotascope.measures.windows import check_number
from rotascope.measures.wording import count, listed, month, moved, percent, points

if TYPE_CHECKING:
    from rotascope.data.panel import Panel

ADJUSTED = " (seasonally adjusted)"
PRICE_INDICES = {"CPI": "CPIAUCSL", "CORE_CPI": "CPILFESL", "PCE": "PCEPI", "CORE_PCE": "PCEPILFE"}


def inflation_rate(panel: Panel, of: str = "CPI", *, months: int = 12) -> Measured:
    """Change of a price index over so many months, a fraction, not annualised; None where the base month has a hole.

    of: CPI, CORE_CPI, PCE or CORE_PCE (seasonally adjusted).
    """
    if of.upper() not in PRICE_INDICES:
        raise UsageError(f"Price index {of!r} is not known; ask for {', '.join(PRICE_INDICES)}.")
    name = of.upper()
    return _growth(panel, PRICE_INDICES[name], name.replace("_", " ").replace("CORE", "Core"), months)


def industrial_production(panel: Panel, *, months: int = 12) -> Measured:
    """Change of industrial production over so many months, a fraction, not annualised; None across a hole."""
    return _growth(panel, "INDPRO", "Industrial production", months)


def unemployment_rate(panel: Panel) -> Measured:
    """Unemployment rate of the last month published, a fraction."""
    series = panel.macro("UNRATE")
    value, day = round(float(series.values[-1]) / 100, 8), day_of(series.days[-1])
    return Measured(
        value,
        "fraction",
        f"Unemployment was {percent(value)} in {month(day)}, the last month published.",
        {"month": day},
        day,
    )


def sahm_gap(panel: Panel) -> Measured:
    """Three-month mean of unemployment minus its lowest in the 12 months before, in points (a fraction).

    0.005 and above has marked recessions (Sahm 2019). None ("unknown") where a month among those 15 was never
    published.
    """
    rates, last = _monthly(panel, "UNRATE", 15)
    missing = [month(day) for day, rate in rates.items() if np.isnan(rate)]
    if missing:
        text = f"The Sahm gap for {month(last)} is unknown: unemployment for {_not_published(missing)}."
        return Measured(None, "points", text, {"month": last, "missing": missing}, min(rates))
    means = np.convolve(list(rates.values()), np.ones(3) / 3, mode="valid")
    value = float(np.round((means[-1] - means[:-1].min()) / 100, 8))
    return Measured(
        value,
        "points",
        f"The Sahm gap was {points(value, 2)} for {month(last)} ({'at or above' if value >= 0.005 else 'below'} 0.50).",
        {"month": last, "missing": []},
        min(rates),
    )


def payroll_change(panel: Panel, *, months: int = 1) -> Measured:
    """Change of nonfarm payrolls over so many months, in people; None across a hole."""
    check_number("months", months)
    levels, last = _monthly(panel, "PAYEMS", months + 1)
    change = list(levels.values())[-1] - next(iter(levels.values()))
    if np.isnan(change):
        return _unknown("The change of payrolls", "people", last, levels)
    value = round(float(change) * 1000)
    over = "the month" if months == 1 else f"{months} months"
    return Measured(
        value, "people", f"Payrolls {'rose' if value >= 0 else 'fell'} by {abs(value):,} over {over} to {month(last)}.",
        {"month": last}, min(levels),
    )  # fmt: skip


def jobless_claims(panel: Panel, *, weeks: int = 4) -> Measured:
    """Mean of initial claims over the last weeks published, in people a week."""
    check_number("weeks", weeks)
    series = panel.macro("ICSA")
    if len(series) < weeks:
        raise DataError(f"Only {count(len(series), 'week')} of claims were public by {panel.as_of}.")
    value = float(series.values[-weeks:].mean())
    last = day_of(series.days[-1])
    return Measured(
        value, "people", f"Initial claims averaged {value:,.0f} a week over {count(weeks, 'week')} to {last}.",
        {"week": last}, day_of(series.days[-weeks]),
    )  # fmt: skip


def credit_standards(panel: Panel) -> Measured:
    """Net share of banks that tightened standards on loans to large firms, a fraction; below zero: eased."""
    series = panel.macro("DRTSCILM")
    value, day = round(float(series.values[-1]) / 100, 8), day_of(series.days[-1])
    word = "tightened" if value > 0 else "eased" if value < 0 else "neither tightened nor eased"
    size = f", net {percent(abs(value))} of them" if value else ""
    text = f"Banks {word} standards for business loans{size}, in the lending survey of {month(day)}."
    return Measured(value, "fraction", text, {"survey": day}, day)


def financial_conditions(panel: Panel) -> Measured:
    """National Financial Conditions Index, in standard deviations since 1971; below zero: looser than average."""
    series = panel.macro("NFCI")
    value, day = float(series.values[-1]), day_of(series.days[-1])
    side = "looser" if value < 0 else "tighter"
    text = f"Financial conditions were {abs(value):.2f} deviations {side} than average in the week to {day}."
    return Measured(value, "deviations", text, {"week": day}, day)


def _growth(panel: Panel, series: str, name: str, months: int) -> Measured:
    check_number("months", months)
    levels, last = _monthly(panel, series, months + 1)
    base, now = next(iter(levels.values())), list(levels.values())[-1]
    if np.isnan(base):
        return _unknown(f"{name}'s change over {months} months", "fraction", last, {next(iter(levels)): base})
    value = float(now / base - 1)
    over = "one month" if months == 1 else f"{months} months"
    return Measured(
        value,
        "fraction",
        f"{name} {moved(value)} over {over} to {month(last)}{ADJUSTED}.",
        {"month": last},
        next(iter(levels)),
    )


def _unknown(what: str, unit: Unit, last: date, levels: dict[date, float]) -> Measured:
    missing = [month(day) for day, level in levels.items() if np.isnan(level)]
    text = f"{what} to {month(last)} is unknown: {_not_published(missing)}."
    return Measured(None, unit, text, {"month": last, "missing": missing}, min(levels))


def _not_published(missing: list[str]) -> str:
    return f"{listed(missing)} {'was' if len(missing) == 1 else 'were'} not published"


def _monthly(panel: Panel, series: str, length: int) -> tuple[dict[date, float], date]:
    """The last `length` months by calendar, ascending, NaN for a month that was not published; and the last month."""
    known = panel.macro(series)
    last = day_of(known.days[-1])
    begin = day_of(known.days[0])
    if length - 1 > (last.year - begin.year) * 12 + last.month - begin.month:
        raise DataError(f"{series} begins in {month(begin)}, too late for {length} months to {month(last)}.")
    months = [_shift(last, -back) for back in range(length - 1, -1, -1)]
    held = {day_of(day): float(value) for day, value in zip(known.days[-length:], known.values[-length:], strict=False)}
    return {day: held.get(day, float("nan")) for day in months}, last


def _shift(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
