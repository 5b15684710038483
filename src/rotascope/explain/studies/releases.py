"""Macro figures over all of history: yields by day, everything else asked again on each day something was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rotascope.errors import RotascopeError
from rotascope.explain.studies.asking import ask_on
from rotascope.explain.studies.steps import Steps
from rotascope.measures.curve import TENORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.explain.studies.asking import Asked

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MOST_RELEASES = 4000


def yields(asked: Asked, panel: Panel) -> Steps | None:
    """`yield_level`, `curve_slope` or its change over months; None where a value was ever corrected."""
    sides = str(asked.of).lower().split("-")
    found = [_published(panel, TENORS[side]) for side in sides if side in TENORS]
    if len(found) != len(sides) or any(one is None for one in found):
        return None
    held = [one for one in found if one is not None]
    if len(held) == 1:
        (one,) = held
        return Steps(one.days, np.round(one.values / 100, 8), one.known)
    return _slope(asked, *held)


def _slope(asked: Asked, long: Published, short: Published) -> Steps:
    days, at_long, at_short = np.intersect1d(long.days, short.days, assume_unique=True, return_indices=True)
    slopes = np.round((long.values[at_long] - short.values[at_short]) / 100, 8)
    known = np.maximum(long.known[at_long], short.known[at_short])
    if asked.call.measure == "curve_slope":
        return Steps(days, slopes, known)
    base = days.searchsorted(_months_before(days, int(asked.settings.get("months", 1))), side="right") - 1
    there = (base >= 0) & (base < np.arange(len(days)))
    return Steps(days, np.where(there, np.round(slopes - slopes[base], 8), np.nan), known)


def _months_before(days: Ints, months: int) -> Ints:
    """The day so many months before each, or the last of its month where it has no such day."""
    month = days.view("datetime64[D]").astype("datetime64[M]")
    in_month = days - month.astype("datetime64[D]").astype(np.int64)
    earlier = month - np.timedelta64(months, "M")
    latest = (earlier + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - 1
    before: Ints = np.minimum(earlier.astype("datetime64[D]").astype(np.int64) + in_month, latest)
    return before


@dataclass(frozen=True)
class Published:
    """One macro series: days (n,), values (n,), and the day on which each was public, ascending."""

    days: Ints
    values: Floats
    known: Ints


def _published(panel: Panel, series: str) -> Published | None:
    rows = _rows(panel, series)
    held = panel.macro(series)
    rows = rows.filter(pl.col("date").is_in(pl.Series(held.days).cast(pl.Int32).cast(pl.Date).implode()))
    known = _numbers(rows["available_from"])
    if len(rows) != len(held) or (np.diff(known) < 0).any():
        return None
    return Published(held.days, held.values, known)


def _rows(panel: Panel, series: str) -> pl.DataFrame:
    """Every row of a series that was public by the as-of."""
    rows = panel.market.store.rows("macro", [series])
    return rows.filter(pl.col("available_from") <= panel.as_of).sort("date", "available_from")


def _numbers(dates: pl.Series) -> Ints:
    return dates.to_physical().to_numpy().astype(np.int64)


def _release_sessions(panel: Panel, series: list[str]) -> Ints:
    """The first session on or after each day on which one of the series had something published."""
    public = np.unique(np.concatenate([_numbers(_rows(panel, one)["available_from"]) for one in series]))
    at = panel.sessions.searchsorted(public)
    return np.unique(panel.sessions[at[at < len(panel.sessions)]])


def released(asked: Asked, panel: Panel) -> Steps | None:
    """A figure that rests on macro tables alone, asked on the first session of each release; None for any other."""
    probe = panel.recording()
    try:
        asked.ask(probe)
    except RotascopeError:
        return None
    if {table for table, *_ in probe.uses} != {"macro"}:
        return None
    days = _release_sessions(panel, sorted({entity for _, entity, _ in probe.uses}))
    if len(days) > MOST_RELEASES:
        return None
    panel.uses.update(probe.uses)
    return Steps(days, np.array(ask_on(asked, panel, days.tolist())), days)
