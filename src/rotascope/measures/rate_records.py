"""Records of rates: since when a yield, a slope, unemployment or inflation was last as high or as low."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import Series, day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.curve import TENORS, slopes_of
from rotascope.measures.economy import PRICE_INDICES
from rotascope.measures.measured import Measured
from rotascope.measures.wording import basis_points, count, month, percent

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.measures.records import Direction

NOISE = 1e-9


def rate_extreme_since(panel: Panel, of: str = "10y", *, direction: Direction = "high") -> Measured:
    """Published values before the last that it exceeds, back to the last one at or beyond it: "highest since".

    of: a Treasury tenor (`10y`), a slope (`10y-2y`), `unrate`, or the 12-month rate of `cpi`, `core_cpi`, `pce` or
    `core_pce`, in today's revision. direction: "low" for the lowest. `detail`: the last value (a fraction), its day or
    month, the day of the one that ends the count, whether it is the highest (lowest) of all, where the data begin.
    """
    series, label, monthly = _series(panel, of.casefold())
    if len(series) < 2:
        raise DataError(f"{of} has fewer than two values that were public by {panel.as_of}.")
    values = series.values if direction == "high" else -series.values
    as_far = np.flatnonzero(values[:-1] >= values[-1] - NOISE)
    at = int(as_far[-1]) if len(as_far) else -1
    value = len(series) - 2 - at
    last, before = day_of(series.days[-1]), None if at < 0 else day_of(series.days[at])
    level = float(series.values[-1])
    return Measured(
        value,
        "periods",
        _told(label, level, (direction, monthly), (last, before, day_of(series.days[0])), value),
        {"level": level, "date": last, "since": before, "on_record": before is None,
         "history_from": day_of(series.days[0])},
    )  # fmt: skip


def _series(panel: Panel, name: str) -> tuple[Series, str, bool]:
    """The rate as fractions by day or month, what a sentence calls it, and whether it is one of months."""
    if name in TENORS:
        held = panel.macro(TENORS[name])
        return Series(held.days, np.round(held.values / 100, 8)), f"The {name} Treasury yield was", False
    if name == "unrate":
        held = panel.macro("UNRATE")
        return Series(held.days, np.round(held.values / 100, 8), 12), "Unemployment was", True
    if name.upper() in PRICE_INDICES:
        return _inflation(panel, PRICE_INDICES[name.upper()]), f"12-month inflation by {name.upper()} was", True
    if "-" in name:
        slopes, long, short = slopes_of(panel, name)
        return slopes, f"The slope from {short} to {long} was", False
    known = ", ".join((*TENORS, "10y-2y", "unrate", *(index.lower() for index in PRICE_INDICES)))
    raise UsageError(f"Rate {name!r} is not known; ask for {known}.")


def _inflation(panel: Panel, series: str) -> Series:
    """The change over 12 months of each month whose month a year before is there too."""
    held = panel.macro(series)
    months = held.dates.astype("datetime64[M]").astype(np.int64)
    place = months.searchsorted(months - 12)
    whole = months[place] == months - 12
    rates = held.values[whole] / held.values[place[whole]] - 1
    return Series(held.days[whole], np.round(rates, 8), 12)


def _told(label: str, level: float, kind: tuple[str, bool], days: tuple[date, date | None, date], value: int) -> str:
    direction, monthly = kind
    last, before, begin = (None if day is None else month(day) if monthly else str(day) for day in days)
    size = basis_points(level) if "slope" in label else percent(level, 1 if monthly else 2)
    when, step = ("in", "month") if monthly else ("on", "published day")
    if not value:
        return (
            f"{label} {size} {when} {last}, no {'higher' if direction == 'high' else 'lower'} than the {step} before."
        )
    word = "highest" if direction == "high" else "lowest"
    place = f"on record (since {begin})" if before is None else f"since {before}"
    return f"{label} {size} {when} {last}, its {word} {place}, {count(value, step)}."
