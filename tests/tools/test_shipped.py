"""The vintage that ships: its declared shape, its spans, and figures known from elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope.data.digest import digest_frame
from rotascope.data.schemas import SCHEMAS

if TYPE_CHECKING:
    from tests.tools.conftest import Shipped

REFERENCE = Path(__file__).parent.parent / "reference"
TABLES = ("instruments", "prices", "splits", "sessions", "macro", "targets", "universe_prices", "universe_factors",
          "universe_shares", "universe_attributes", "universe_renames", "sp500_members")  # fmt: skip
ARTICLE = "IWM QQQ VBR AAPL MSFT GS KEY CAT ROK NVDA KTOS LMT JEF AMZN AMD BAC GOOG META ORCL TSLA"
PAIRS = "SPY IWD IWF RSP XLI XLF XLB XLK KRE IWN VBK GOOGL RUT SPX NDX BRK.B"


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_as_declared(name: str, shipped: Shipped) -> None:
    frame, entry, schema = shipped[name], shipped.manifest["tables"][name], SCHEMAS[name]
    key = list(schema.key)
    assert frame.columns == list(schema.columns) and entry["key"] == key
    assert entry["digest"] == digest_frame(frame) and entry["rows"] == frame.height
    row = [*key, *(["available_from"] if name == "sp500_members" else [])]
    assert frame.equals(frame.sort(row)), "rows stand in key order"
    assert not frame.select(row).is_duplicated().any()
    assert frame.select(key).null_count().sum_horizontal().item() == 0
    assert all(entry[word] for word in ("release", "source", "licence", "known_to"))
    assert (frame.schema.get("available_from") is not None) == (schema.release == "column")


def test_the_vintage_is_small(shipped: Shipped) -> None:
    assert sum(path.stat().st_size for path in shipped.folder.iterdir()) < 25_000_000


def test_every_instrument_that_articles_and_pairs_need_is_there(shipped: Shipped) -> None:
    held = set(shipped["instruments"]["symbol"])
    assert not [symbol for symbol in f"{ARTICLE} {PAIRS}".split() if symbol not in held]
    assert len(held) >= 150
    assert held == set(shipped["prices"]["symbol"])


def test_prices_stand_on_sessions_and_are_positive(shipped: Shipped) -> None:
    prices = shipped["prices"]
    assert prices.join(shipped["sessions"], on="date", how="anti").is_empty()
    assert prices.filter((pl.col("adjusted_close") <= 0) | (pl.col("close") <= 0)).is_empty()
    assert prices.filter(pl.all_horizontal(pl.col("adjusted_close", "close").is_null())).is_empty()


@pytest.mark.parametrize(
    ("symbol", "first", "last"),
    [
        ("RUT", date(1987, 9, 10), date(2026, 8, 21)),
        ("NDX", date(1985, 10, 1), date(2026, 4, 10)),
        ("SPX", date(1927, 12, 30), date(2026, 2, 27)),
    ],
)
def test_index_levels_keep_to_their_files(symbol: str, first: date, last: date, shipped: Shipped) -> None:
    level = shipped["prices"].filter(pl.col("symbol") == symbol)
    assert (level["date"][0], level["date"][-1]) == (first, last)
    assert level["adjusted_close"].null_count() == level.height and level["close"].null_count() == 0
    inside = shipped["sessions"].filter(pl.col("date").is_between(first, last))
    assert inside.height == level.height, "no session is missing between the first and the last level"


def test_splits_are_those_that_companies_made(shipped: Shipped) -> None:
    known = pl.read_csv(REFERENCE / "vintage_splits.csv", try_parse_dates=True).drop("source")
    assert shipped["splits"].rows() == known.sort("symbol", "date").rows()


def test_unadjusted_closes_are_those_that_were_printed(shipped: Shipped) -> None:
    printed = pl.read_csv(REFERENCE / "vintage_closes.csv", try_parse_dates=True)
    both = printed.join(shipped["prices"], on=["symbol", "date"], suffix="_held")
    assert both.height == printed.height
    assert both.filter(pl.col("close") != pl.col("close_held")).is_empty()


def test_adjusted_closes_are_not_prices(shipped: Shipped) -> None:
    day = shipped["prices"].filter(pl.col("symbol") == "AAPL", pl.col("date") == date(2026, 1, 14))
    assert day["adjusted_close"][0] == pytest.approx(259.48, abs=0.005)


def test_an_unadjusted_close_keeps_its_ratio_to_the_adjusted_one_between_dividends(shipped: Shipped) -> None:
    """A close of a wrong session would stand apart from both of its neighbours."""
    both = shipped["prices"].drop_nulls().with_columns(ratio=(pl.col("close") / pl.col("adjusted_close")).log())
    near = [(pl.col("ratio") - pl.col("ratio").shift(n)).over("symbol").abs() < 1e-4 for n in (-3, -2, -1, 1, 2, 3)]
    alone = both.filter(~pl.any_horizontal(near).fill_null(False))
    split = shipped["splits"].select("symbol", "date")
    assert alone.join(split, on=["symbol", "date"], how="anti").height == 0


def test_funds_have_adjusted_closes_only(shipped: Shipped) -> None:
    funds = shipped["instruments"].filter(pl.col("kind") == "fund")
    held = shipped["prices"].join(funds, on="symbol")
    assert held["close"].null_count() == held.height and held["adjusted_close"].null_count() == 0


def test_the_day_taken_before_the_close_is_marked(shipped: Shipped) -> None:
    """The raw panel's 2026-08-03 was taken during the session: Apple stood at 305.49 and closed at 303.42."""
    assert shipped["prices"].drop_nulls("adjusted_close")["date"].max() == date(2026, 8, 3)
    assert shipped.manifest["tables"]["prices"]["provisional"] == ["2026-08-03"]
    early = shipped["prices"].filter(pl.col("date") == date(2026, 8, 3), pl.col("symbol") != "RUT")
    assert early["close"].null_count() == early.height > 100


def test_sessions_know_the_closings(shipped: Shipped) -> None:
    days = set(shipped["sessions"]["date"])
    closed = [date(2001, 9, 11), date(2012, 10, 29), date(2018, 12, 5), date(2025, 1, 9), date(2026, 1, 19),
              date(1968, 6, 12), date(1933, 3, 6)]  # fmt: skip
    assert not days.intersection(closed)
    assert {date(2026, 1, 14), date(2001, 9, 17), date(1987, 10, 19), date(2027, 12, 31)} <= days
    assert min(days) == date(1927, 12, 30) and max(days) == date(2027, 12, 31)


def test_the_target_is_the_published_one(shipped: Shipped) -> None:
    (row,) = shipped["targets"].rows(named=True)
    assert (row["house"], row["symbol"], row["level"]) == ("Jefferies", "RUT", 2825.0)
    assert (row["horizon"], row["available_from"]) == (date(2026, 12, 31), date(2026, 1, 14))


def test_the_data_page_says_what_the_manifest_says(shipped: Shipped) -> None:
    page = (Path(__file__).parent.parent.parent / "DATA.md").read_text(encoding="utf-8")
    for name, entry in shipped.manifest["tables"].items():
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert f" {entry['rows']:,} |" in line and f" {entry['known_to']} |" in line, name
