"""Published index targets, kept by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tools.vintage.table import Table

TARGETS = Path(__file__).parent.parent / "targets.csv"
SCHEMA = {
    "house": pl.String,
    "symbol": pl.String,
    "horizon": pl.Date,
    "level": pl.Float64,
    "made": pl.Date,
    "source": pl.String,
}


def build_targets() -> Table:
    """One row per target; it is known from the day it was made (or first reported)."""
    rows = pl.read_csv(TARGETS, schema=SCHEMA).with_columns(available_from=pl.col("made"))
    return Table(
        name="targets",
        frame=rows.sort("house", "symbol", "horizon", "available_from"),
        key=("house", "symbol", "horizon"),
        known_to=max(rows["made"].to_list(), default=date(1900, 1, 1)),
        release="A target is known on the day it was made, or first reported where that day is not known.",
        source="Collected by hand from press reports.",
        licence="Facts.",
    )
