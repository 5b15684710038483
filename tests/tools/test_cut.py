"""A vintage built from raw files cut at a day holds exactly what the full one knew that day.

Where the two may differ, and why:

- `prices.close` of stocks: a session's close stands in the snapshot of the next day, or the one after while
  the snapshots ran late, so it is missing on the cut's last session or two; and a close after a dividend is
  confirmed by the rows that follow it, so one within the last three sessions with snapshots may be missing.
- `splits` of those sessions, since they are found from the closes.
- `macro`, the target range: FRED carries a decision from the day after, so one made on the last day is missing.
- the universe's tables, likewise, of their last sessions. Before a change of symbol the adjusted closes of the
  company are filed under a symbol that it does not have yet, so those of SQ are left aside.
- `sp500_members` is the same, an end that comes later not being known.
- `sessions` and `targets` do not depend on the cut at all: the calendar is fixed beforehand, targets are by hand.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tools.build_vintage import build_tables
from tools.cut_fixtures import cut_raw

if TYPE_CHECKING:
    from pathlib import Path

    from tools.vintage.table import Table

Tables = dict[str, "Table"]
# A plain day; the day of a decision; a day while snapshots ran late; a split's first session; a Sunday.
CUTS = [date(2026, 1, 14), date(2025, 12, 10), date(2025, 4, 9), date(2024, 6, 10), date(2025, 11, 23)]
UNSURE_SESSIONS = 4


@pytest.fixture(scope="module", params=CUTS, ids=str)
def cut(request: pytest.FixtureRequest, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[date, Tables]:
    """The day, and the tables built from raw files cut at it."""
    folder = tmp_path_factory.mktemp("cut")
    cut_raw(raw, folder, request.param)
    return request.param, {table.name: table for table in build_tables(folder)}


def known(table: Table, day: date) -> pl.DataFrame:
    """The rows of a table that were known on a day."""
    clock = "available_from" if "available_from" in table.frame.columns else "date"
    return table.frame.filter(pl.col(clock) <= day)


LIBRARY = ["french", "french_daily", "french_factors", "holdings", "fund_facts", "fundamentals", "flows", "shiller"]


@pytest.mark.parametrize("name", ["instruments", "targets", "sessions", "sp500_members", *LIBRARY])
def test_these_are_the_same(name: str, cut: tuple[date, Tables], built: Tables) -> None:
    day, tables = cut
    assert known(tables[name], day).equals(known(built[name], day))


def test_macro_is_the_same_but_for_a_decision_of_the_day(cut: tuple[date, Tables], built: Tables) -> None:
    day, tables = cut
    full = known(built["macro"], day)
    today = pl.col("series").is_in(["DFEDTARL", "DFEDTARU"]) & (pl.col("date") == day)
    assert tables["macro"].frame.equals(full.filter(~today))
    assert full.filter(today).height == (2 if day == date(2025, 12, 10) else 0)


def test_adjusted_closes_and_levels_are_the_same(cut: tuple[date, Tables], built: Tables) -> None:
    day, tables = cut
    is_stock = pl.col("symbol").is_in(["AAPL", "BRK.B", "KEY", "NVDA"])
    held, full = (
        frame.with_columns(close=pl.when(~is_stock).then("close"))
        for frame in (tables["prices"].frame, known(built["prices"], day))
    )
    assert held.equals(full)


def test_closes_differ_only_where_snapshots_had_not_come(cut: tuple[date, Tables], built: Tables) -> None:
    day, tables = cut
    full, held = known(built["prices"], day), tables["prices"].frame
    both = full.join(held, on=["symbol", "date"], suffix="_cut")
    apart = both.filter(~pl.col("close").eq_missing(pl.col("close_cut")))
    last = built["sessions"].frame.filter(pl.col("date") <= day)["date"].tail(UNSURE_SESSIONS)
    assert apart["close_cut"].null_count() == apart.height, "the cut never holds another close"
    assert apart.filter(pl.col("date") < last[0]).is_empty()
    assert apart["date"].n_unique() <= 2


def test_splits_differ_only_on_those_sessions(cut: tuple[date, Tables], built: Tables) -> None:
    day, tables = cut
    last_close = tables["prices"].frame.filter(pl.col("symbol") == "NVDA").drop_nulls("close")["date"].max()
    full = known(built["splits"], day)
    assert tables["splits"].frame.equals(full.filter(pl.col("date") <= last_close))


@pytest.mark.parametrize("name", ["prices", "factors", "shares", "attributes", "renames"])
def test_the_universe_never_holds_another_value(name: str, cut: tuple[date, Tables], built: Tables) -> None:
    """What the cut lacks are rows of the last sessions; what it has, the full tables have too."""
    day, tables = cut
    table = f"universe_{name}"
    renamed = pl.col("symbol").is_in(["SQ"] if day < date(2025, 1, 22) else [])
    full, held = known(built[table], day).filter(~renamed), tables[table].frame.filter(~renamed)
    unnamed = [column for column in held.columns if column != "name"]
    both = held.select(unnamed).join(full.select(unnamed), on=unnamed, how="anti", nulls_equal=True)
    assert both.is_empty()
    missing = full.join(held, on=["symbol", "date"], how="anti")
    last = built["sessions"].frame.filter(pl.col("date") <= day)["date"].tail(UNSURE_SESSIONS)
    assert missing.filter(pl.col("date") < last[0]).is_empty()
