"""A symbol's daily history as arrays, cut at a moment without touching what lies beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    import polars as pl
    from numpy.typing import NDArray

    Days = NDArray[np.int64]
    Floats = NDArray[np.float64]

EPOCH_ORDINAL = 719163  # date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Days since 1970-01-01, the integer that all arrays of days hold."""
    return day.toordinal() - EPOCH_ORDINAL


def day_of(number: int) -> date:
    """The calendar day of a day number."""
    from datetime import date

    return date.fromordinal(int(number) + EPOCH_ORDINAL)


@dataclass(frozen=True)
class Series:
    """Observations in ascending order: `days` (int64 day numbers) and `values` (float64, no NaN), read-only.

    `a_year`: how many steps make a year.
    """

    days: Days
    values: Floats
    a_year: int = 252

    def __len__(self) -> int:
        return len(self.days)

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The days as datetime64[D]."""
        return self.days.view("datetime64[D]")

    def until(self, day: int) -> Series:
        """The observations up to and including a day."""
        stop = int(self.days.searchsorted(day, side="right"))
        return self if stop == len(self.days) else Series(self.days[:stop], self.values[:stop], self.a_year)

    def since(self, day: int) -> Series:
        """The observations from a day on."""
        start = int(self.days.searchsorted(day, side="left"))
        return Series(self.days[start:], self.values[start:], self.a_year)

    def position(self, day: int) -> int:
        """Index of the last observation up to and including a day; -1 where there is none."""
        return int(self.days.searchsorted(day, side="right")) - 1


def frozen(array: NDArray[np.generic]) -> NDArray[np.generic]:
    """The array, read-only from now on."""
    array.flags.writeable = False
    return array


def series_from(frame: pl.DataFrame, column: str) -> Series:
    """The rows of a frame (in date order) in which the column is known, as read-only arrays."""
    held = frame.select("date", column).drop_nulls()
    held = held.filter(held[column].is_finite())
    days = held["date"].to_physical().to_numpy().astype(np.int64)
    values = held[column].to_numpy().astype(np.float64)
    frozen(days)
    frozen(values)
    return Series(days, values)


def split_adjusted(closes: Series, splits: Series) -> Series:
    """Closes on the share count of the last one: earlier closes divided by the ratios of later splits.

    closes: unadjusted closes. splits: ratios (new shares per old) on the first session at the new price.
    """
    if not len(splits):
        return closes
    growth = np.concatenate([[1.0], np.cumprod(splits.values)])
    done = growth[splits.days.searchsorted(closes.days, side="right")]
    values = closes.values * done / done[-1] if len(done) else closes.values
    frozen(values)
    return Series(closes.days, values)
