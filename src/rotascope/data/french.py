"""Slices of the French library: `french:size:Lo 30`, a month a step, known two months late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rotascope.data.history import Series, series_from
from rotascope.errors import DataError, UsageError, unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel

MONTHS_A_YEAR = 12
KINDS = {"": "value_weighted", "cap": "value_weighted", "equal": "equal_weighted"}


@dataclass(frozen=True)
class FrenchSlice:
    """One portfolio of one sort; `weighting`: value_weighted or equal_weighted."""

    portfolios: str
    column: str
    weighting: str = "value_weighted"

    def __str__(self) -> str:
        return f"french:{self.portfolios}:{self.column}" + ("@equal" if self.weighting == "equal_weighted" else "")


def is_french(text: str) -> bool:
    """Whether a subject's text names a French portfolio."""
    return text.partition(":")[0].strip().casefold() == "french"


def parse_french(text: str) -> FrenchSlice:
    """From `french:size:Lo 30` or `french:size:Lo 30@equal`; the names are checked when it is read."""
    body, _, weighting = text.strip().partition("@")
    parts = [part.strip() for part in body.split(":")]
    if len(parts) != 3 or not all(parts) or weighting not in KINDS:
        raise UsageError(f"{text!r} cannot be read; write french:SORT:PORTFOLIO, such as french:size:Lo 30@equal.")
    return FrenchSlice(parts[1].casefold(), parts[2], KINDS[weighting])


def french_values(panel: Panel, portfolios: str, kind: str, column: str) -> Series:
    """One column of one table of a sort as known: month ends (or Junes) and values."""
    table = panel.french(portfolios).filter(pl.col("kind") == kind)
    if table.is_empty():
        raise DataError(f"french:{portfolios} has no {kind} rows that were public by {panel.as_of}.")
    if column not in table["column"]:
        raise unknown("French portfolio", column, table["column"].unique(), f"They are those of {portfolios}.")
    return series_from(table.filter(pl.col("column") == column), "value")


def french_level(panel: Panel, wanted: FrenchSlice) -> Series:
    """Growth of 1 since the month before the first: month ends, total return."""
    returns = french_values(panel, wanted.portfolios, wanted.weighting, wanted.column)
    if not len(returns):
        raise DataError(f"Nothing of {wanted} was public by {panel.as_of}.")
    before = returns.dates[0].astype("datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
    days = np.concatenate([[before.astype(np.int64)], returns.days])
    level = np.concatenate([[1.0], np.cumprod(1 + returns.values)])
    days.flags.writeable = level.flags.writeable = False
    return Series(days, level, MONTHS_A_YEAR)


def french_public(panel: Panel, wanted: FrenchSlice) -> Series:
    """The day (as a number) on which each month of a portfolio was public, as known."""
    table = panel.french(wanted.portfolios).filter(
        pl.col("kind") == wanted.weighting, pl.col("column") == wanted.column
    )
    return series_from(table.with_columns(pl.col("available_from").to_physical().cast(pl.Float64)), "available_from")


def french_table(
    panel: Panel, portfolios: str, kind: str, columns: tuple[str, ...]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Several columns of one table as known: month ends (n,) and values (n, columns), NaN where missing."""
    table = panel.french(portfolios).filter(pl.col("kind") == kind, pl.col("column").is_in(columns))
    numbers = table["date"].to_physical().to_numpy().astype(np.int64)
    days = np.unique(numbers)
    values = np.full((len(days), len(columns)), np.nan)
    place = table["column"].cast(pl.Enum(columns)).to_physical().to_numpy()
    values[days.searchsorted(numbers), place] = table["value"].to_numpy()
    values.flags.writeable = days.flags.writeable = False
    return days, values
