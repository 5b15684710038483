"""Business days and the hand-made calendars of publication days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

CALENDARS = Path(__file__).parent.parent / "calendars"
NEVER = "never"


@cache
def decisions() -> tuple[date, ...]:
    """The day of every decision of the Federal Open Market Committee, ascending."""
    with (CALENDARS / "fomc.csv").open() as file:
        return tuple(sorted(date.fromisoformat(row["date"]) for row in csv.DictReader(file)))


@cache
def published(release: str) -> Mapping[date, date | None]:
    """Reference period -> publication day of one release, where known by hand; None: never published."""
    with (CALENDARS / "releases.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["release"] == release]
    return {date.fromisoformat(row["period"]): _day(row["published"]) for row in rows}


def _day(text: str) -> date | None:
    return None if text == NEVER else date.fromisoformat(text)


@cache
def _business_days() -> np.busdaycalendar:
    from pandas.tseries.holiday import USFederalHolidayCalendar

    holidays = USFederalHolidayCalendar().holidays("1910-01-01", "2030-12-31")
    return np.busdaycalendar(holidays=holidays.values.astype("datetime64[D]"))


@cache
def business_day(day: date, count: int, roll: Literal["backward", "forward"] = "backward") -> date:
    """The `count`-th business day after a day, by Federal holidays.

    With 0 and "forward": the day itself, or the next business day where it is none.
    """
    moved = np.busday_offset(np.datetime64(day, "D"), count, roll=roll, busdaycal=_business_days())
    return date.fromisoformat(str(moved))


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month `months` after a day's month."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
