"""Membership of the S&P 500: from when to when each symbol stood in the index, as symbols were at the time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.raw import raw_file, span
from tools.vintage.table import RawDataError, Table

if TYPE_CHECKING:
    from pathlib import Path

SPELLS = "constituents/fja05680_sp500_ticker_start_end.csv"
CHANGES = "constituents/fja05680_sp500_changes_since_2019.csv"


def build_members(raw: Path) -> Table:
    """A row a spell, known from its start; once it has ended a second row of the same key, known from the end.

    `end` is the first day on which the symbol is no longer a member, null while no end is known.
    """
    spells, covered = read_spells(raw)
    changes = read_changes(raw).filter(pl.col("date") > covered)
    whole, odd = apply_changes(spells, changes)
    known_to = max(covered, span(changes["date"])[1] or covered)
    count = whole.filter(pl.col("end").is_null()).height
    return Table(
        name="sp500_members",
        frame=_versions(whole, covered),
        key=("symbol", "date"),
        known_to=known_to,
        release="A change of the index is known on the day it takes effect (it was announced days before).",
        source="Lists of S&P 500 members compiled on GitHub (fja05680/sp500): spells to "
        f"{covered}, then its list of changes to {known_to}. After that day the last list stands, unconfirmed.",
        licence="MIT, as compiled; facts.",
        findings=(
            f"Spells: {whole.height}, from {span(whole['date'])[0]}; members on {known_to}: {count}.",
            f"Changes that fit no spell, passed over: {', '.join(odd) or 'none'}.",
        ),
    )


def read_spells(raw: Path) -> tuple[pl.DataFrame, date]:
    """Columns symbol, date, end, source of the file of spells, and the last day that it knows of."""
    rows = pl.read_csv(raw_file(raw, SPELLS), infer_schema=False)
    spells = rows.select(
        symbol="ticker",
        date=pl.col("start_date").str.to_date(),
        end=pl.col("end_date").str.to_date(),
        source=pl.lit("spells"),
    )
    if spells.select("symbol", "date").is_duplicated().any():
        raise RawDataError(f"The file {SPELLS} holds a symbol twice from the same day.")
    return spells.sort("symbol", "date"), max(span(spells["date"])[1], span(spells["end"])[1])


def read_changes(raw: Path) -> pl.DataFrame:
    """Columns date, add, remove (lists of symbols)."""
    rows = pl.read_csv(raw_file(raw, CHANGES), infer_schema=False).with_columns(pl.col("date").str.to_date())
    lists = [pl.col(name).fill_null("").str.split(",").list.eval(pl.element().filter(pl.element() != ""))
             for name in ("add", "remove")]  # fmt: skip
    return rows.with_columns(*lists).sort("date")


def apply_changes(spells: pl.DataFrame, changes: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The spells with later changes: new ones begun, running ones ended; and what fitted none."""
    rows = {(symbol, start): (end, source) for symbol, start, end, source in spells.iter_rows()}
    running = {symbol: start for (symbol, start), (end, _) in rows.items() if end is None}
    odd = []
    for day, added, removed in changes.iter_rows():
        for symbol in removed:
            if symbol in running:
                start = running.pop(symbol)
                rows[symbol, start] = (day, rows[symbol, start][1])
            else:
                odd.append(f"{symbol} out on {day}")
        for symbol in added:
            if symbol in running:
                odd.append(f"{symbol} in on {day}")
            else:
                running[symbol] = day
                rows[symbol, day] = (None, "changes")
    whole = [(symbol, start, end, source) for (symbol, start), (end, source) in rows.items()]
    return pl.DataFrame(whole, schema=spells.schema, orient="row").sort("symbol", "date"), odd


def _versions(spells: pl.DataFrame, covered: date) -> pl.DataFrame:
    """Each spell as first known, without its end, and as known once it had ended, with the file that says so."""
    begun = spells.with_columns(end=pl.lit(None, dtype=pl.Date), available_from=pl.col("date"))
    by = pl.when(pl.col("end") <= covered).then(pl.lit("spells")).otherwise(pl.lit("changes"))
    ended = spells.drop_nulls("end").with_columns(source=by, available_from=pl.col("end"))
    return pl.concat([begun, ended]).sort("symbol", "date", "available_from")
