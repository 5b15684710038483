"""Sector, industry and country of every line, as the screener showed them, without its gaps and flicker."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.raw import raw_file
from tools.vintage.universe_kinds import dotted

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

ATTRIBUTES = "listings/us_listed_attributes.parquet"
NAMED = ("sector", "industry", "country")
# For weeks the screener showed two classifications by turns: a change is believed once it has stood so long.
STANDS = timedelta(days=10)


def read_attributes(raw: Path, lines: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Columns line, date, sector, industry, country: what was believed of each line from a day on.

    lines: line, symbol, first (index into days), former. A blank is a gap, never a change; a line that continues
    another one begins with what was believed of that. A row of the first day stands for all before it.
    """
    rows = pl.read_parquet(raw_file(raw, ATTRIBUTES)).with_columns(symbol=dotted())
    starts = lines.select("line", "symbol", "former", begin=days.gather(lines["first"]))
    before = pl.when(pl.col("begin") == days[0]).then(pl.date(1900, 1, 1)).otherwise("begin")
    asked = starts.select("line", "symbol", begin=before).sort("begin")
    held = rows.sort("since").join_asof(asked, left_on="since", right_on="begin", by="symbol", check_sortedness=False)
    known = held.drop_nulls("line").with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in NAMED
    )
    filled = known.sort("line", "since").with_columns(pl.col(NAMED).forward_fill().over("line"))
    believed = believe(filled.select("line", "since", *NAMED), days[-1])
    dated = believed.with_columns(date=pl.max_horizontal("since", pl.lit(days[0])))
    once = dated.group_by("line", "date", maintain_order=True).agg(pl.col(NAMED).last())
    return _inherit(once, starts)


def believe(rows: pl.DataFrame, last_day: date) -> pl.DataFrame:
    """The changes that stood for STANDS, dated when they had; first values and filled gaps at once.

    rows: line, since and NAMED, by line and since, gaps filled. Uses nothing after a row's new date.
    """
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1).over("line")) for name in NAMED)
    first = pl.col("line").is_first_distinct()
    moves = rows.filter(changed | first)
    gap = pl.any_horizontal(pl.col(name).is_null().shift(1).over("line") for name in NAMED)
    at_once = first | gap.fill_null(value=False)
    until = pl.col("since").shift(-1).over("line")
    stood = (until - pl.col("since") >= STANDS).fill_null(value=True)
    since = pl.when(at_once).then("since").otherwise(pl.col("since") + STANDS)
    kept = moves.with_columns(since=since, kept=at_once | stood).filter("kept", pl.col("since") <= last_day)
    return kept.drop("kept").sort("line", "since")


def _inherit(rows: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    """With a row at the start of each line that continues another one: what was believed of that on the day."""
    values = {key[0]: part for key, part in rows.partition_by("line", as_dict=True).items()}
    for line, _, former, begin in starts.drop_nulls("former").sort("begin").iter_rows():
        known = values[former].filter(pl.col("date") <= begin) if former in values else rows.clear()
        if not known.is_empty():
            first = known.tail(1).with_columns(line=pl.lit(line, dtype=rows.schema["line"]), date=pl.lit(begin))
            own = values.get(line, rows.clear())
            values[line] = pl.concat([first, own]).with_columns(pl.col(NAMED).forward_fill())
    return pl.concat(values.values()).sort("line", "date") if values else rows
