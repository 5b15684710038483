"""The universe's tables, from the arrays of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.raw import span
from tools.vintage.table import Table
from tools.vintage.universe_rows import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tools.vintage.universe_grid import Grid

    Floats = NDArray[np.float64]

SOURCE = "An exchange's stock screener, daily, by a public mirror; total returns from Yahoo Finance's adjusted closes."
LICENCE = "Facts compiled by others with no licence given: for demonstration and tests only."
DIGITS = 9  # significant ones; the sources have seven


@dataclass(frozen=True)
class Universe:
    """Arrays (n_sessions, n_lines) of `grid.lines`; `stored` are the lines that the tables hold.

    close: NaN where unknown; total, splits: log steps of the total-return factor and of splits; shares: settled.
    events: line, date, sector, industry, country, is_ranked.
    """

    grid: Grid
    days: pl.Series
    names: pl.Series
    close: Floats
    total: Floats
    splits: Floats
    shares: Floats
    events: pl.DataFrame
    stored: list[int]

    @property
    def begin(self) -> int:
        """The row of the universe's first session."""
        return int((self.days < START).sum())

    def rows(self, line: int) -> NDArray[np.int64]:
        """The rows with a close of one line, from the universe's first session on."""
        return np.flatnonzero(np.isfinite(self.close[self.begin :, line])) + self.begin


def universe_tables(universe: Universe, notes: list[str]) -> list[Table]:
    """prices, factors, shares, attributes and renames, in that order; the notes go to the first."""
    known_to = span(universe.days)[1]
    release = "Known at the end of its own day."

    def table(name: str, frame: pl.DataFrame, release: str, findings: tuple[str, ...] = ()) -> Table:
        key = ("symbol", "date")
        return Table(name, frame.sort(key), key, known_to, release, SOURCE, LICENCE, findings=findings)

    return [
        table("universe_prices", _prices(universe), f"A close. {release}", tuple(notes)),
        table("universe_factors", _factors(universe), f"The first session at the new level. {release}"),
        table("universe_shares", _shares(universe), f"The session from which the count is believed. {release}"),
        table("universe_attributes", _attributes(universe), f"The screener's first day with it. {release}"),
        table("universe_renames", _renames(universe), f"The first session under the symbol. {release}"),
    ]


def _prices(universe: Universe) -> pl.DataFrame:
    return _gather(universe, universe.rows, {"close": universe.close}).cast({"close": pl.Float32})


def _factors(universe: Universe) -> pl.DataFrame:
    """A row at each line's first session, and where either level steps; a line goes on from its former's levels."""
    levels = {"factor": chained(universe, universe.total), "split": chained(universe, universe.splits)}

    def moves(line: int) -> NDArray[np.int64]:
        held = universe.rows(line)
        logs = [np.log(level[held, line]) for level in levels.values()]
        return held[np.any([np.diff(log, prepend=np.nan) != 0 for log in logs], axis=0)]

    return _gather(universe, moves, levels)


def chained(universe: Universe, steps: Floats) -> Floats:
    """Levels (n_sessions, n_lines) that rise by exp(step): 1 on a line's first session, or its former's level."""
    summed = np.cumsum(steps, axis=0)
    out = np.full(steps.shape, np.nan)
    for line in _formers_first(universe):
        held, former = universe.rows(line), universe.grid.former[line]
        if not len(held):
            continue
        start = held[0]
        before = universe.rows(former) if former is not None else held[:0]
        base = np.log(out[before[-1], former]) + steps[start, line] if len(before) else 0.0
        out[held, line] = np.exp(base + summed[held, line] - summed[start, line])
    return out


def _formers_first(universe: Universe) -> list[int]:
    former = universe.grid.former

    def depth(line: int) -> int:
        before = former[line]
        return 0 if before is None else 1 + depth(before)

    return sorted(universe.stored, key=depth)


def _shares(universe: Universe) -> pl.DataFrame:
    def moves(line: int) -> NDArray[np.int64]:
        held = universe.rows(line)
        held = held[np.isfinite(universe.shares[held, line])]
        moved: NDArray[np.int64] = held[np.diff(universe.shares[held, line], prepend=np.nan) != 0]
        return moved

    return _gather(universe, moves, {"shares": universe.shares})


def _attributes(universe: Universe) -> pl.DataFrame:
    """What changed before the first session stands on it, as one row."""
    lines = pl.DataFrame(
        {"line": universe.grid.lines["line"], "symbol": universe.grid.lines["symbol"], "name": universe.names}
    )
    kept = universe.events.filter(pl.col("line").is_in(universe.stored)).join(lines, on="line")
    ends = pl.DataFrame(
        {"line": universe.grid.lines["line"], "last": universe.days.gather(universe.grid.lines["last"])}
    )
    alive = kept.join(ends, on="line").filter(pl.col("last") >= START)
    dated = alive.sort("line", "date").with_columns(date=pl.max_horizontal("date", pl.lit(START)))
    once = dated.unique(["symbol", "date"], keep="last", maintain_order=True)
    return once.select("symbol", "date", "name", "sector", "industry", "country", "is_ranked")


def _renames(universe: Universe) -> pl.DataFrame:
    """Lines that continue another symbol's, and lines whose symbol had been another company's (former null)."""
    symbols = universe.grid.lines["symbol"].to_list()
    rows, seen = [], set()
    for line in universe.stored:
        held, former = universe.rows(line), universe.grid.former[line]
        known = former is not None and len(universe.rows(former)) > 0
        if len(held) and (known or symbols[line] in seen):
            rows.append(
                (symbols[line], universe.days[int(held[0])], symbols[former] if known and former is not None else None)
            )
        if len(held):
            seen.add(symbols[line])
    return pl.DataFrame(rows, schema={"symbol": pl.String, "date": pl.Date, "former": pl.String}, orient="row")


def _gather(universe: Universe, rows: Callable[[int], NDArray[np.int64]], columns: dict[str, Floats]) -> pl.DataFrame:
    """symbol, date and the columns at some rows of every stored line."""
    chosen = [(line, rows(line)) for line in universe.stored]
    lines = np.concatenate([np.full(len(held), line) for line, held in chosen])
    where = np.concatenate([held for _, held in chosen])
    values = {name: pl.Series(column[where, lines]).round_sig_figs(DIGITS) for name, column in columns.items()}
    return pl.DataFrame(
        {"symbol": universe.grid.lines["symbol"].gather(lines), "date": universe.days.gather(where), **values}
    )
