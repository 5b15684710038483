"""The universe: every US common stock that was among the 3,000 largest, as listed at the time, dead ones included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage import universe_choice as choice
from tools.vintage.universe_attributes import read_attributes
from tools.vintage.universe_closes import Closes, trusted_closes
from tools.vintage.universe_grid import Grid, build_grid
from tools.vintage.universe_kinds import COMMON, read_kinds
from tools.vintage.universe_lives import find_lines
from tools.vintage.universe_notes import kind_notes, line_notes
from tools.vintage.universe_rows import START, read_rows
from tools.vintage.universe_steps import listed_splits, panel_steps, settled_shares
from tools.vintage.universe_tables import Universe, universe_tables

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tools.vintage.prices import Prices
    from tools.vintage.table import Table

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """Log steps (n_sessions, n_lines) of the total-return factor and of splits; the settled share counts."""

    total: Floats
    splits: Floats
    shares: Floats


def build_universe(raw: Path, prices: Prices, sessions: pl.Series, members: Table) -> list[Table]:
    """The five tables of the universe; the first one's findings are the data report on all of them."""
    kinds = read_kinds(raw)
    common = kinds.filter(pl.col("kind") == COMMON)["symbol"]
    rows, lines = find_lines(read_rows(raw, common, prices.lags, prices.judged_to, sessions))
    grid = build_grid(raw, rows, lines, sessions, prices.judged_to)
    days = sessions.slice(grid.first, len(grid.close))
    closes = trusted_closes(grid)
    steps = find_steps(grid, closes)
    names = line_names(grid, dict(kinds.select("symbol", "name").iter_rows()))
    caps = choice.recent(closes.close * steps.shares)
    events, class_notes = counted_events(raw, grid, names, caps, days, members)
    ranked = choice.flags(events, caps.shape, days)
    in_span = (days >= START).to_numpy()
    stored = stored_lines(grid, choice.largest(caps, ranked)[in_span], member_lines(members, grid, days))
    universe = Universe(grid, days, names, closes.close, steps.total, steps.splits, steps.shares, events, stored)
    notes = [*kind_notes(kinds), *line_notes(universe, closes, class_notes, ranked, caps)]
    return universe_tables(universe, notes)


def find_steps(grid: Grid, closes: Closes) -> Steps:
    """Steps by the panel where it holds the line, from closes and shares alone elsewhere."""
    judged = np.isfinite(grid.adjusted) & np.isfinite(closes.ratio)
    total, splits = panel_steps(closes.ratio, closes.close)
    listed = listed_splits(closes.close, grid.shares, judged, splits != 0)
    return Steps(total + listed, splits + listed, settled_shares(grid, closes.close, splits + listed))


def line_names(grid: Grid, names: dict[str, str]) -> pl.Series:
    """The name of each line's company today; null where its symbol has passed to another one since."""
    successor = {former: line for line, former in enumerate(grid.former) if former is not None}
    symbols = grid.lines["symbol"].to_list()
    latest = {symbol: line for line, symbol in enumerate(symbols)}
    found: list[str | None] = []
    for start in range(len(symbols)):
        line = start
        while line in successor:
            line = successor[line]
        found.append(names.get(symbols[line]) if latest[symbols[line]] == line else None)
    return pl.Series("name", found, dtype=pl.String)


def counted_events(
    raw: Path, grid: Grid, names: pl.Series, caps: Floats, days: pl.Series, members: Table
) -> tuple[pl.DataFrame, list[str]]:
    """Attributes and whether a line counts, by line and day; sentences on share classes."""
    attributes = read_attributes(raw, grid.lines, days)
    spells = members.frame.unique(["symbol", "date"], keep="last", maintain_order=True)
    joined = choice.member_events(spells, grid.lines, days, members.known_to)
    classes, notes = choice.class_events(grid, names, caps, days)
    named = pl.DataFrame({"line": grid.lines["line"], "name": names})
    return choice.ranked_events(attributes, joined, classes, named), notes


def member_lines(members: Table, grid: Grid, days: pl.Series) -> set[int]:
    """Lines that were in the S&P 500 on some day of the span."""
    spells = members.frame.unique(["symbol", "date"], keep="last", maintain_order=True)
    events = choice.member_events(spells, grid.lines, days, members.known_to)
    return set(events.filter("member")["line"]) & set(
        grid.lines.filter(days.gather(grid.lines["last"]) >= START)["line"]
    )


def stored_lines(grid: Grid, largest: NDArray[np.bool_], members: set[int]) -> list[int]:
    """Lines that were among the largest or in the index on some session, and the lines that those continue."""
    stored = {int(line) for line in np.flatnonzero(largest.any(axis=0))} | members
    former = grid.former
    for line in list(stored):
        before = former[line]
        while before is not None:
            stored.add(before)
            before = former[before]
    return sorted(stored)
