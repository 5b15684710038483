"""The data report on the universe: what was left out and why, gaps, misprints, splits, classes, the dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tools.vintage.universe_rows import START

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.vintage.universe_closes import Closes
    from tools.vintage.universe_tables import Universe

    Floats = NDArray[np.float64]


def kind_notes(kinds: pl.DataFrame) -> list[str]:
    """How many symbols are of which kind."""
    counts = kinds["kind"].value_counts().sort("count", descending=True)
    listed = ", ".join(f"{kind} {count}" for kind, count in counts.iter_rows())
    return [f"Listed symbols since 2021 by kind: {listed}."]


def line_notes(
    universe: Universe, closes: Closes, classes: list[str], ranked: NDArray[np.bool_], caps: Floats
) -> list[str]:
    """Sentences on the stored lines and on the closes of all."""
    counted = ", ".join(f"{what} {count}" for what, count in closes.counts.items())
    kept = [note for note in classes if " for " in note]
    own = [note.removesuffix(" have caps of their own") for note in classes if " for " not in note]
    return [
        *_sizes(universe, ranked, caps),
        f"Closes of all common stocks, by where they come from: {counted}.",
        _empty(universe),
        _repeats(universe),
        _splits(universe, closes),
        _dead(universe),
        f"One line a company, {len(kept)} classes left out of the ranks: {', '.join(kept) or 'none'}.",
        f"Classes with caps of their own, all counted: {', '.join(own) or 'none'}.",
    ]


def _sizes(universe: Universe, ranked: NDArray[np.bool_], caps: Floats) -> list[str]:
    """Lines stored, and at each year's end how many are counted and the cap of the largest."""
    rows = [
        k for k in range(universe.begin, len(universe.days)) if k + 1 == len(universe.days) or _ends_year(universe, k)
    ]
    notes = []
    for k in [universe.begin, *rows]:
        held = np.sort(caps[k][ranked[k] & np.isfinite(caps[k])])[::-1]
        largest = held[:3000]
        least = largest[-1] / 1e6 if len(largest) else 0.0
        notes.append(
            f"{universe.days[k]}: {len(held)} counted, the 3,000 largest {largest.sum() / 1e12:.2f} trillion USD,"
            f" the least of them {least:.0f} million."
        )
    without = sum(not np.isfinite(universe.grid.adjusted[:, line]).any() for line in universe.stored)
    return [
        f"Lines stored: {len(universe.stored)}, {without} of them without the adjusted panel (no dividends).",
        *notes,
    ]


def _ends_year(universe: Universe, k: int) -> bool:
    return bool(universe.days[k].year != universe.days[k + 1].year)


def _empty(universe: Universe) -> str:
    """Sessions on which the listings show nothing, where only lines of the panel have closes."""
    listed = np.isfinite(universe.grid.close[universe.begin :]).sum(axis=1)
    usual = np.median(listed)
    poor = [str(universe.days[int(k) + universe.begin]) for k in np.flatnonzero(listed < usual / 2)]
    return f"Sessions without (or with less than half of) the listings: {', '.join(poor) or 'none'}."


def _repeats(universe: Universe) -> str:
    """Listed rows that repeat close and volume of the row before: halts and stale rows."""
    count = 0
    for line in universe.stored:
        rows = np.flatnonzero(np.isfinite(universe.grid.close[:, line]))
        same = (np.diff(universe.grid.close[rows, line]) == 0) & (np.diff(universe.grid.volume[rows, line]) == 0)
        count += int(same.sum())
    return f"Listed rows of stored lines that repeat close and volume of the row before: {count}."


def _splits(universe: Universe, closes: Closes) -> str:
    """Splits and spin-offs by the panel, and splits found in closes and shares alone."""
    lines = np.array(universe.stored)
    found = universe.splits[universe.begin :, lines] != 0
    panel = found & np.isfinite(closes.ratio[universe.begin :, lines]) & np.isfinite(
        universe.grid.adjusted[universe.begin :, lines]
    )  # fmt: skip
    alone = np.argwhere(found & ~panel)
    symbols = universe.grid.lines["symbol"]
    listed = [f"{symbols[int(lines[j])]} {universe.days[int(k) + universe.begin]}" for k, j in alone]
    return (
        f"Splits and spin-offs by the panel: {int(panel.sum())}; splits from closes and shares alone: {len(listed)}"
        f" ({', '.join(sorted(listed)) or 'none'})."
    )


def _dead(universe: Universe) -> str:
    """Stored lines that ended, by year, and how many of them go on under another symbol."""
    former = {line for line in universe.grid.former if line is not None}
    last = universe.days[-6]
    years: dict[int, int] = {}
    renamed = 0
    for line in universe.stored:
        rows = universe.rows(line)
        if len(rows) and START <= universe.days[int(rows[-1])] < last:
            if line in former:
                renamed += 1
            else:
                year = universe.days[int(rows[-1])].year
                years[year] = years.get(year, 0) + 1
    listed = ", ".join(f"{year}: {count}" for year, count in sorted(years.items()))
    return f"Lines that ended for good: {listed or 'none'}; changes of symbol: {renamed}."
