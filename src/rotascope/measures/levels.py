"""Levels as printed: closes, quote rows, and how far a published target lies away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.french import is_french
from rotascope.data.history import Series, day_number, day_of
from rotascope.data.slices import is_slice, is_stock
from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, percent, price

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg


def level(panel: Panel, of: Leg) -> Measured:
    """The close on the as-of session, as it was printed: an unadjusted price, or an index level.

    A symbol with adjusted closes only is refused: their level changes with every later dividend.
    """
    symbol = _single(of, "level")
    value = float(panel.series(symbol, "price").values[-1])
    words = "index level" if panel.instrument(symbol).kind == "index" else "price"
    return Measured(
        value,
        "level",
        f"{symbol} closed at {price(value)} on {panel.as_of} ({words}).",
        {"basis": words},
        panel.as_of,
    )


def quote(panel: Panel, of: Leg) -> Measured:
    """A quote row: `price`, `change` and `change_fraction` against the close before, and `age_days` at the as-of.

    Unadjusted closes where the data have them (the close before put on today's share count). Else adjusted ones, and
    detail and text say so: their change includes dividends, and their level is scaled by the dividends that these
    data know, so that later data give another. `sessions_between`: 1, or more where closes are missing.
    """
    symbol = _single(of, "quote")
    try:
        series, adjusted_only = panel.history(symbol, "price"), False
    except DataError:
        series, adjusted_only = panel.history(symbol, "total"), True
    if len(series) < 2:
        raise DataError(f"{symbol} has fewer than two closes up to {panel.as_of}.")
    last, before = float(series.values[-1]), float(series.values[-2])
    day, day_before = day_of(series.days[-1]), day_of(series.days[-2])
    age = (panel.as_of - day).days
    between = int(np.diff(panel.sessions.searchsorted(series.days[-2:]))[0])
    notes = [f"{count(age, 'day')} old"] if age else []
    notes += [f"since {day_before}"] if between > 1 else []
    notes += ["adjusted closes only"] if adjusted_only else []
    return Measured(
        {"price": last, "change": last - before, "change_fraction": last / before - 1, "age_days": age},
        "record",
        f"{symbol} {price(last)}, {_change(last - before, last)} ({percent(last / before - 1, 2)}) on {day}"
        + (f" ({'; '.join(notes)})." if notes else "."),
        {"date": day, "adjusted_only": adjusted_only, "before": day_before, "sessions_between": between},
        day_before,
    )


def implied_upside(panel: Panel, of: Leg, *, target: float | None = None, since: date | None = None) -> Measured:
    """target / level - 1, a fraction, from the level on the as-of or on the session up to `since`.

    target: a level; left out, the latest published one for the symbol that was known. `detail["reached"]`: the first
    session on which the close reached it: from `since`, from the day a published target was made, else of all history.
    Price levels, never adjusted ones.
    """
    symbol = _single(of, "implied_upside")
    house, made = None, None
    if target is None:
        target, house, made = published_target(panel, symbol)
    series = panel.series(symbol, "price")
    if since is not None and since > panel.as_of:
        raise UsageError(f"since {since} lies after the as-of, {panel.as_of}; give an earlier day.")
    base = len(series) - 1 if since is None else series.position(day_number(since))
    if base < 0:
        raise DataError(f"since {since} lies before the data of {symbol}, which begin on {day_of(series.days[0])}.")
    start = float(series.values[base])
    value = target / start - 1
    counted = base if since is not None else 0 if made is None else max(series.position(day_number(made)), 0)
    reached = _reached(series, counted, target)
    day = day_of(series.days[base])
    by = f" ({house})" if house else ""
    return Measured(
        value,
        "fraction",
        f"A target of {target:,.10g}{by} lies {percent(abs(value))} {'above' if value >= 0 else 'below'} {symbol}'s"
        f" {price(start)} of {day}{'' if reached is None else f'; it was first reached on {reached}'}.",
        {"target": target, "house": house, "base": day, "base_level": start, "reached": reached},
        day,
    )


def published_target(panel: Panel, symbol: str) -> tuple[float, str, date]:
    """Level, house with horizon, and day made of the latest target that was known; `DataError` where none was."""
    targets = panel.targets(symbol)
    if targets.is_empty():
        raise DataError(
            f"No published target for {symbol} was known by {panel.as_of}; give one with --param target=LEVEL."
        )
    latest = targets.row(-1, named=True)
    return float(latest["level"]), f"{latest['house']}, {latest['horizon']:%B %Y}", latest["made"]


def _reached(series: Series, base: int, target: float) -> date | None:
    """The first session from the base at which the close stood at or beyond the target, seen from the base."""
    later = series.values[base:]
    hits = np.flatnonzero(later >= target if target >= later[0] else later <= target)
    return day_of(series.days[base + hits[0]]) if len(hits) else None


def _single(of: Leg, measure: str) -> str:
    if len(of.members) > 1:
        raise UsageError(
            f"{measure} takes one symbol, not the basket {of}: a basket has returns and no level of its own."
        )
    symbol = of.symbols[0]
    if (is_slice(symbol) or is_french(symbol)) and not is_stock(symbol):
        raise UsageError(f"{measure} takes an index or one stock (us:BA), not {symbol}: that has returns and no level.")
    return symbol


def _change(change: float, price_now: float) -> str:
    """ "+1.83"; a change that rounds to zero carries no sign."""
    text = f"{change:+,.2f}" if abs(price_now) >= 1 else f"{change:+.4f}"
    return text if float(text.replace(",", "")) else text[1:]
