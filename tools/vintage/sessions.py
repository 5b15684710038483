"""The exchange's trading days: from the index's own dates as far as they go, then from the calendar."""

from __future__ import annotations

import warnings
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.indices import read_levels
from tools.vintage.table import Table

if TYPE_CHECKING:
    from pathlib import Path

LAST_SESSION = date(2027, 12, 31)
SPX_FILE = "SPX_1927.csv"


def build_sessions(raw: Path) -> Table:
    """One row per session, from the first S&P 500 row to the end of 2027."""
    seen = read_levels(raw, SPX_FILE)["date"]
    first, last = seen[0], seen[-1]
    calendar = calendar_days(first, LAST_SESSION)
    days = pl.concat([seen, calendar.filter(calendar > last)])
    return Table(
        name="sessions",
        frame=pl.DataFrame({"date": days}),
        key=("date",),
        known_to=LAST_SESSION,
        release="A session is known on its own day; the calendar to the end of 2027 was fixed beforehand.",
        source="Dates of the S&P 500 index file as far as it goes, then exchange_calendars (XNYS).",
        licence="Facts; exchange_calendars is Apache-2.0.",
        findings=_disagreements(seen, calendar),
    )


def calendar_days(first: date, last: date) -> pl.Series:
    """Sessions of the New York Stock Exchange in [first, last], by exchange_calendars."""
    import exchange_calendars

    with warnings.catch_warnings():
        # exchange_calendars still reads time-zoned pandas columns the way that pandas is leaving.
        warnings.filterwarnings("ignore", message="Series.values returning an ndarray")
        calendar = exchange_calendars.get_calendar("XNYS", start=str(first), end=str(last))
    return pl.Series("date", list(calendar.sessions.date), dtype=pl.Date)


def _disagreements(seen: pl.Series, calendar: pl.Series) -> tuple[str, ...]:
    """Days that only one of the two holds, as sentences."""
    past = calendar.filter(calendar <= seen[-1])
    return (
        _only("the calendar", past.filter(~past.is_in(seen.implode()))),
        _only("the S&P 500 file", seen.filter(~seen.is_in(past.implode()))),
        f"Saturdays in the S&P 500 file: {int((seen.dt.weekday() == 6).sum())}.",
    )


def _only(where: str, days: pl.Series) -> str:
    if days.is_empty():
        return f"No session is in {where} alone."
    return f"{len(days)} days, {days[0]} to {days[-1]}, are in {where} alone; the S&P 500 file was followed."
