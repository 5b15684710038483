"""The universe that ships, against figures known from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from tests.tools.conftest import Shipped

# Days on which purchases closed, by the buyers' announcements; the last trade is that day or the session before.
CLOSED = {
    "ATVI": date(2023, 10, 13),
    "SPLK": date(2024, 3, 18),
    "PXD": date(2024, 5, 3),
    "X": date(2025, 6, 18),
    "HES": date(2025, 7, 18),
    "DFS": date(2025, 5, 18),
}


def level(shipped: Shipped, day: date) -> pl.DataFrame:
    """symbol, close, cap of the lines that are counted on a day."""
    closes = shipped["universe_prices"].filter(pl.col("date") == day)
    shares, flags = (shipped[f"universe_{name}"].sort("date") for name in ("shares", "attributes"))
    joined = closes.sort("date")
    for steps in (shares.select("symbol", "date", "shares"), flags.select("symbol", "date", "is_ranked", "sector")):
        joined = joined.join_asof(steps, on="date", by="symbol", check_sortedness=False)
    return joined.filter("is_ranked").with_columns(cap=pl.col("close") * pl.col("shares")).drop_nulls("cap")


@pytest.mark.parametrize(("symbol", "day"), CLOSED.items())
def test_the_dead_are_there_to_their_end(symbol: str, day: date, shipped: Shipped) -> None:
    held = shipped["universe_prices"].filter(pl.col("symbol") == symbol)["date"]
    assert held[0] == date(2023, 6, 30) and 0 <= (day - held[-1]).days <= 4


@pytest.mark.parametrize("day", [date(2023, 6, 30), date(2024, 12, 31), date(2025, 12, 31), date(2026, 8, 21)])
def test_three_thousand_are_counted_on_every_day(day: date, shipped: Shipped) -> None:
    held = level(shipped, day)
    assert held.height > 3000
    assert held["sector"].null_count() < 0.03 * held.height


def test_the_largest_at_the_end_of_2024(shipped: Shipped) -> None:
    """Apple 3.8, Nvidia 3.3 and Microsoft 3.1 trillion, as the press had them; all shares about 61 trillion."""
    held = level(shipped, date(2024, 12, 31)).sort("cap", descending=True)
    assert held["symbol"].head(8).to_list() == ["AAPL", "NVDA", "MSFT", "GOOGL", "AMZN", "META", "TSLA", "AVGO"]
    assert (held["cap"].head(3) / 1e12).to_list() == pytest.approx([3.79, 3.29, 3.13], abs=0.03)
    assert 58e12 < held["cap"].head(3000).sum() < 64e12


def test_the_cap_of_a_company_is_never_tenfold_around_its_split(shipped: Shipped) -> None:
    """Nvidia 10 for 1, Walmart 3 for 1, Lam 10 for 1, Broadcom 10 for 1: the screener's counts came late or early."""
    for symbol, day in (
        ("NVDA", (2024, 6, 10)),
        ("WMT", (2024, 2, 26)),
        ("LRCX", (2024, 10, 3)),
        ("AVGO", (2024, 7, 15)),
    ):
        closes = shipped["universe_prices"].filter(pl.col("symbol") == symbol).sort("date")
        shares = shipped["universe_shares"].filter(pl.col("symbol") == symbol).sort("date")
        caps = closes.join_asof(shares.select("date", "shares"), on="date").with_columns(
            cap=pl.col("close") * pl.col("shares")
        )
        near = caps.filter((pl.col("date") - pl.lit(date(*day))).dt.total_days().abs() < 15)["cap"]
        assert near.max() / near.min() < 1.25, symbol  # type: ignore[operator]


def test_changes_of_symbol_are_there(shipped: Shipped) -> None:
    """Block, Fiserv, Corpay and Cencora changed theirs on these days."""
    rows = {(symbol, former): day for symbol, day, former in shipped["universe_renames"].rows()}
    assert rows["XYZ", "SQ"] == date(2025, 1, 21)
    assert rows["FISV", "FI"] == date(2025, 11, 11)
    assert rows["CPAY", "FLT"] == date(2024, 3, 25)
    assert rows["COR", "ABC"] == date(2023, 8, 30)


def test_members_have_closes(shipped: Shipped) -> None:
    """All but Cboe, FactSet and Verizon, which the listings do not hold."""
    day = date(2024, 12, 31)
    known = shipped["sp500_members"].filter(pl.col("available_from") <= day)
    spells = known.unique(["symbol", "date"], keep="last", maintain_order=True)
    inside = spells.filter(pl.col("end").is_null() | (pl.col("end") > day))["symbol"]
    closes = shipped["universe_prices"].filter(pl.col("date") == day)["symbol"]
    assert len(inside) == 503
    assert sorted(set(inside) - set(closes)) == ["CBOE", "FDS", "VZ"]
