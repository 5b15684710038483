"""Membership of the S&P 500: spells, later changes, and what was known when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.members import apply_changes

if TYPE_CHECKING:
    from tools.vintage.table import Table

SPELLS = pl.DataFrame(
    {
        "symbol": ["AA", "BB"],
        "date": [date(2020, 1, 2), date(2021, 1, 4)],
        "end": [None, date(2022, 3, 1)],
        "source": "spells",
    },
    schema={"symbol": pl.String, "date": pl.Date, "end": pl.Date, "source": pl.String},
)


def members(table: Table, day: date) -> set[str]:
    """The symbols that stood in the index on a day, by what was known that day."""
    known = table.frame.filter(pl.col("available_from") <= day).unique(
        ["symbol", "date"], keep="last", maintain_order=True
    )
    return set(known.filter(pl.col("end").is_null() | (pl.col("end") > day))["symbol"])


def test_changes_begin_and_end_spells() -> None:
    changes = pl.DataFrame({"date": [date(2025, 8, 1)], "add": [["BB", "CC"]], "remove": [["AA"]]})
    whole, odd = apply_changes(SPELLS, changes)
    assert not odd
    assert whole.rows() == [
        ("AA", date(2020, 1, 2), date(2025, 8, 1), "spells"),
        ("BB", date(2021, 1, 4), date(2022, 3, 1), "spells"),
        ("BB", date(2025, 8, 1), None, "changes"),
        ("CC", date(2025, 8, 1), None, "changes"),
    ]


def test_changes_that_fit_no_spell_are_named() -> None:
    changes = pl.DataFrame({"date": [date(2025, 8, 1)], "add": [["AA"]], "remove": [["BB"]]})
    whole, odd = apply_changes(SPELLS, changes)
    assert odd == ["BB out on 2025-08-01", "AA in on 2025-08-01"] and whole.equals(SPELLS)


def test_an_end_is_known_when_it_comes(built: dict[str, Table]) -> None:
    """Splunk was never in; Fiserv changed its symbol from FI to FISV on 2025-11-11; Tesla entered on 2020-12-21."""
    table = built["sp500_members"]
    assert table.known_to == date(2025, 11, 11)
    before, after = members(table, date(2025, 11, 10)), members(table, date(2025, 11, 11))
    assert before - after == {"FI"} and after - before == {"FISV"} and len(after) == 503
    assert "TSLA" not in members(table, date(2020, 12, 18)) and "TSLA" in members(table, date(2020, 12, 21))
    assert {"BRK.B", "BF.B", "GOOG", "GOOGL"} <= after and "SPLK" not in before


def test_the_index_never_falls_far_from_five_hundred(built: dict[str, Table]) -> None:
    counts = [len(members(built["sp500_members"], date(year, 6, 30))) for year in range(2001, 2026)]
    assert min(counts) >= 494 and max(counts) <= 507
