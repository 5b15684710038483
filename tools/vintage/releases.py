"""Release rules: the day on which a row of each macro series was published, late rather than early.

Each rule takes a row's date and gives the day, or None where it was never published. Days known by hand
(tools/calendars/releases.csv) come first; a fixed rule stands for the others.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tools.vintage.calendars import business_day, month_end, published

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[date], date | None]


def by_hand(release: str, otherwise: Callable[[date], date]) -> Rule:
    """The publication day by hand where it is known, else a rule."""
    days = published(release)
    return lambda day: days[day] if day in days else otherwise(day)


def next_business_day(day: date) -> date:
    """Daily rates: the next business day."""
    return business_day(day, 1)


def second_business_day_after_month(day: date) -> date:
    """The monthly funds rate: the Federal Reserve posts it on the first business day of the next month."""
    return business_day(month_end(day), 2)


def end_of_next_month(day: date) -> date:
    """Consumer prices before the days are known by hand."""
    return month_end(day, 1)


def employment_friday(day: date) -> date:
    """Jobs: the third Friday after the survey week, a week later when that is January 1 to 3.

    The survey week holds the 12th and ends on a Saturday. Before 2004: the end of the next month.
    """
    if day < date(2004, 1, 1):
        return end_of_next_month(day)
    twelfth = day.replace(day=12)
    saturday = twelfth + timedelta(days=(5 - twelfth.weekday()) % 7)
    friday = saturday + timedelta(days=20)
    return friday + timedelta(days=7) if friday.month == 1 and friday.day <= 3 else friday


def outlays(day: date) -> date:
    """Consumption prices: 45 days after the month's end."""
    return month_end(day) + timedelta(days=45)


def mid_next_month(day: date) -> date:
    """Industrial production: the 20th of the next month or the next business day; before 2000 its end."""
    if day < date(2000, 1, 1):
        return end_of_next_month(day)
    return business_day(month_end(day, 1).replace(day=20), 0, "forward")


def thursday(day: date) -> date:
    """Weekly claims: the Thursday after the Saturday that ends the week."""
    return day + timedelta(days=5)


def survey(day: date) -> date:
    """The lending survey: 45 days into the quarter that it is dated by, 75 before 2012."""
    return day + timedelta(days=45 if day >= date(2012, 1, 1) else 75)


def third_business_day(day: date) -> date:
    """Financial conditions: the third business day after their Friday, a Wednesday or, after a holiday, later."""
    return business_day(day, 3)
