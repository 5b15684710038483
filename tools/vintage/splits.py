"""Stock splits, found where the unadjusted close falls by a whole ratio and the adjusted one does not."""

from __future__ import annotations

import polars as pl

from tools.vintage.raw import span
from tools.vintage.table import Table

# New shares per old: whole ratios, halves (3 for 2) and reverse splits. 5 for 4 and 4 for 3 are left out,
# since a spin-off can come near them and no company here has made such a split since the listings begin.
RATIOS = sorted([*map(float, range(2, 51)), 1.5, 2.5, *(1 / n for n in range(2, 51))])
# A dividend that falls on the day of a split moves the ratio by its yield; a spin-off moves it anywhere.
TOLERANCE = 2e-3


def nearest_ratio(step: pl.Expr) -> pl.Expr:
    """The split ratio within TOLERANCE (relative) of a step, else null."""
    expression = pl.lit(None, dtype=pl.Float64)
    for ratio in RATIOS:
        expression = pl.when((step / ratio - 1).abs() < TOLERANCE).then(ratio).otherwise(expression)
    return expression


def is_split_ratio(step: pl.Expr) -> pl.Expr:
    """True where a step is near a split ratio; false for null."""
    return nearest_ratio(step).is_not_null()


def build_splits(closes: pl.DataFrame, sessions: pl.Series) -> Table:
    """From confirmed closes (symbol, session, close, ratio): a row at the first session at the new price."""
    ordered = closes.sort("symbol", "session")
    dated = ordered.with_columns(sessions.gather(ordered["session"]).alias("date"))
    steps = dated.with_columns(
        ratio=nearest_ratio((pl.col("ratio").shift(1) - pl.col("ratio")).over("symbol").exp()),
        gap=pl.col("session").diff().over("symbol"),
    )
    found = steps.drop_nulls("ratio").sort("symbol", "date")
    return Table(
        name="splits",
        frame=found.select("symbol", "date", "ratio"),
        key=("symbol", "date"),
        known_to=span(dated["date"])[1],
        release="A split is known on the first session at the new price (it was announced weeks before).",
        source="Derived from unadjusted and adjusted closes; only while both are known, from 2021-02.",
        licence="Facts.",
        findings=_notes(found),
    )


def _notes(found: pl.DataFrame) -> tuple[str, ...]:
    """What was found, and any split whose day is not sure because closes are missing before it."""
    rows = found.select("symbol", "ratio", "date").iter_rows()
    listed = ", ".join(f"{symbol} {ratio:g} on {day}" for symbol, ratio, day in rows)
    unsure = found.filter(pl.col("gap") > 1)["symbol"].to_list()
    notes = [f"Splits: {listed or 'none'}."]
    if unsure:
        notes.append(f"Closes are missing before these splits, so their days may be late: {', '.join(unsure)}.")
    return tuple(notes)
