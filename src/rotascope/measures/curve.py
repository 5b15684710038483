"""The Treasury curve: slopes, and how they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import Series, day_number, day_of
from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.windows import check_number
from rotascope.measures.wording import basis_points, percent

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel

TENORS = {
    "1m": "DGS1MO", "3m": "DGS3MO", "6m": "DGS6MO", "1y": "DGS1", "2y": "DGS2", "3y": "DGS3", "5y": "DGS5",
    "7y": "DGS7", "10y": "DGS10", "20y": "DGS20", "30y": "DGS30",
}  # fmt: skip


def curve_slope(panel: Panel, of: str = "10y-2y") -> Measured:
    """Long yield minus short yield of constant-maturity Treasuries, in points (a fraction), of the last day published.

    of: two tenors, `10y-2y`; the yields of a day are published the next business day.
    """
    slopes, long, short = slopes_of(panel, of)
    value, day = float(slopes.values[-1]), day_of(slopes.days[-1])
    return Measured(
        value,
        "points",
        f"The {long} Treasury yield stood {basis_points(abs(value))} {'above' if value >= 0 else 'below'} the {short}"
        f" on {day}, the last day published by {panel.as_of}.",
        {"date": day},
        day,
    )


def curve_slope_change(panel: Panel, of: str = "10y-2y", *, since: date | None = None, months: int = 1) -> Measured:
    """Change of a slope since a day, or over so many months, in points (a fraction); above zero: steeper.

    `detail`: the slopes at both ends, and the share of all changes over as many published days that were at least
    as large in that direction, which is what chance would show.
    """
    check_number("months", months)
    slopes, long, short = slopes_of(panel, of)
    last = day_of(slopes.days[-1])
    if since is not None and since >= last:
        raise UsageError(f"since {since} must lie before {last}, the last day published by {panel.as_of}.")
    base = slopes.position(day_number(since) if since else _months_before(slopes, months))
    if base < 0 or base == len(slopes) - 1:
        raise DataError(f"The {of} slope has no earlier day to compare with; it begins on {day_of(slopes.days[0])}.")
    length = len(slopes) - 1 - base
    value = float(np.round(slopes.values[-1] - slopes.values[base], 8))
    changes = slopes.values[length:] - slopes.values[:-length]
    share = float(np.mean(np.round(changes, 8) >= value if value >= 0 else np.round(changes, 8) <= value))
    word = "steepened" if value > 0 else "flattened" if value < 0 else "did not change"
    size = f" by {basis_points(abs(value))}" if value else ""
    first = day_of(slopes.days[base])
    chance = f"; {percent(share, 0)} of such windows since {day_of(slopes.days[0])} moved at least as much that way"
    chance = chance if value else ""
    return Measured(
        value,
        "points",
        f"The curve from {short} to {long} {word}{size} from {first} to {last}{chance}.",
        {"from": first, "to": last, "slope_before": float(slopes.values[base]), "slope": float(slopes.values[-1]),
         "share_at_least": share},
    )  # fmt: skip


def yield_level(panel: Panel, of: str = "10y") -> Measured:
    """A constant-maturity Treasury yield, a fraction, of the last day published."""
    series = panel.macro(_tenor(of))
    value, day = round(float(series.values[-1]) / 100, 8), day_of(series.days[-1])
    return Measured(value, "fraction", f"The {of} Treasury yield was {percent(value, 2)} on {day}.", {"date": day}, day)


def slopes_of(panel: Panel, of: str) -> tuple[Series, str, str]:
    """The slope of each day on which both yields were published, fractions, and its long and short tenor."""
    sides = of.lower().split("-")
    if len(sides) != 2 or sides[0] == sides[1]:
        raise UsageError(f"Slope {of!r} is not two different tenors; write it as 10y-2y.")
    long, short = (panel.macro(_tenor(side)) for side in sides)
    days, at_long, at_short = np.intersect1d(long.days, short.days, assume_unique=True, return_indices=True)
    if not len(days):
        raise DataError(f"The {sides[0]} and {sides[1]} yields have no published day in common by {panel.as_of}.")
    slopes = np.round((long.values[at_long] - short.values[at_short]) / 100, 8)
    return Series(days, slopes), sides[0], sides[1]


def _tenor(name: str) -> str:
    try:
        return TENORS[name.lower()]
    except KeyError:
        raise UsageError(f"Tenor {name!r} is not known; the tenors are {', '.join(TENORS)}.") from None


def _months_before(slopes: Series, months: int) -> int:
    last = slopes.dates[-1]
    month = last.astype("datetime64[M]") - np.timedelta64(months, "M")
    day_in_month = (last - last.astype("datetime64[M]")).astype(int)
    latest = ((month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(int)
    return min(int(month.astype("datetime64[D]").astype(int) + day_in_month), int(latest))
