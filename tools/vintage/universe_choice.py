"""Which lines are counted on which day: US companies, one line a company, the largest 3,000 stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.universe_classes import preferences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.vintage.universe_grid import Grid

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SHELL = "Blank Checks"
# Where the country is blank, the words for the security tell: "Ordinary Shares" and "plc" are not said of US companies.
FOREIGN = r"(?i:\bplc\b|\bn\.?v\.?\b|\bs\.?a\.?\b|\bag\b|\bltd\b|limited|\bse\b|a/s|ordinary|subordinate)"
LARGEST = 3000
STALE = 5  # sessions for which a close is carried on when ranking, so that the screener's holes move no rank


def member_events(members: pl.DataFrame, lines: pl.DataFrame, days: pl.Series, known_to: date) -> pl.DataFrame:
    """Columns line, date, member: where a line's symbol enters and leaves the S&P 500.

    members: symbol, date, end (the last known version). After `known_to` a member that changes its symbol stays one.
    """
    spans = lines.select(
        "line", "symbol", "former", begin=days.gather(lines["first"]), close=days.gather(lines["last"])
    )
    met = spans.join(members, on="symbol").filter(
        (pl.col("date") <= pl.col("close")) & (pl.col("end").is_null() | (pl.col("end") > pl.col("begin")))
    )
    entered = met.select("line", date=pl.max_horizontal("date", "begin"), member=pl.lit(value=True))
    left = met.drop_nulls("end").select("line", date="end", member=pl.lit(value=False))
    still = met.filter(pl.col("end").is_null())["line"].to_list()
    carried = []
    for line, _, former, begin, _ in spans.sort("begin").iter_rows():
        if former in still and begin > known_to:
            still.append(line)
            carried.append((line, begin, True))
    return pl.concat([entered, left, pl.DataFrame(carried, schema=entered.schema, orient="row")])


def ranked_events(
    attributes: pl.DataFrame, members: pl.DataFrame, classes: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """Columns line, date, sector, industry, country, is_ranked: one row where any of them changes.

    Counted is a line of a company that the screener puts in the United States (or, with no country, that its name
    does not put elsewhere) or that is in the S&P 500; that is no shell; and that stands for its company.
    names: line, name. classes: line, date, preferred.
    """
    events = pl.concat([attributes, members, classes], how="diagonal").sort("line", "date")
    named = [column for column in events.columns if column not in ("line", "date")]
    filled = events.with_columns(pl.col(named).forward_fill().over("line"))
    last = filled.group_by("line", "date", maintain_order=True).agg(pl.col(named).last())
    held = last.join(names, on="line", how="left", maintain_order="left")
    by_name = pl.col("name").str.contains("Common Stock") & ~pl.col("name").str.contains(FOREIGN)
    domestic = (pl.col("country") == "United States").fill_null(by_name.fill_null(value=False))
    counted = domestic | pl.col("member").fill_null(value=False)
    shell = (pl.col("industry") == SHELL).fill_null(value=False)
    flagged = held.with_columns(is_ranked=counted & ~shell & pl.col("preferred").fill_null(value=True))
    shown = ["sector", "industry", "country", "is_ranked"]
    changes = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in shown)
    return flagged.filter(changes | (pl.col("line") != pl.col("line").shift(1)).fill_null(value=True)).select(
        "line", "date", *shown
    )


def class_events(grid: Grid, names: pl.Series, caps: Floats, days: pl.Series) -> tuple[pl.DataFrame, list[str]]:
    """Columns line, date, preferred, where it changes; and a sentence for each company of several lines."""
    preferred, notes = preferences(grid, names, caps)
    rows, columns = np.nonzero(np.diff(preferred, axis=0, prepend=True))
    frame = pl.DataFrame({
        "line": pl.Series(columns, dtype=pl.Int32),
        "date": days.gather(rows),
        "preferred": pl.Series(preferred[rows, columns], dtype=pl.Boolean),
    })  # fmt: skip
    return frame, notes


def flags(events: pl.DataFrame, shape: tuple[int, int], days: pl.Series) -> Flags:
    """is_ranked as an array (n_sessions, n_lines); false before a line's first row."""
    out = np.zeros(shape, dtype=bool)
    starts = np.searchsorted(days.to_numpy(), events["date"].to_numpy())
    for line, start, ranked in zip(events["line"], starts, events["is_ranked"], strict=True):
        out[start:, line] = ranked
    return out


def recent(values: Floats) -> Floats:
    """Values carried on over at most STALE rows without one."""
    index = np.arange(len(values))[:, None]
    rows = np.maximum.accumulate(np.where(np.isfinite(values), index, -1), axis=0)
    fresh = (rows >= 0) & (index - rows <= STALE)
    return np.where(fresh, np.take_along_axis(values, np.maximum(rows, 0), axis=0), np.nan)


def largest(caps: Floats, ranked: Flags) -> Flags:
    """True where a line is among the LARGEST by cap of those counted on that session."""
    held = np.where(ranked & np.isfinite(caps), caps, -1.0)
    out = np.zeros(held.shape, dtype=bool)
    top = np.argsort(-held, axis=1, kind="stable")[:, :LARGEST]
    np.put_along_axis(out, top, values=True, axis=1)
    return out & (held > 0)
