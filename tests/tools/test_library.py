"""Holdings, fundamentals, flows and Shiller's history, from the files as served."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tools.vintage.flows import build_flows
from tools.vintage.fundamentals import FILE, NAMES, build_fundamentals
from tools.vintage.holdings import read_file
from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from pathlib import Path

    from tools.vintage.table import Table


def test_holdings_are_known_from_their_own_day(built: dict[str, Table]) -> None:
    """On January 20 only the file of May 2025 was known, from the 21st the new one."""
    held = built["holdings"].frame.filter(fund="IWM")
    assert set(held["date"]) == {date(2025, 5, 13), date(2026, 1, 21)}
    assert set(held.filter(pl.col("available_from") <= date(2026, 1, 20))["date"]) == {date(2025, 5, 13)}
    assert held.filter(pl.col("available_from") != pl.col("date")).is_empty()


def test_positions_are_as_printed(built: dict[str, Table]) -> None:
    held = built["holdings"].frame.filter(fund="IWM", date=date(2026, 1, 21))
    (bloom,) = held.filter(symbol="BE").rows(named=True)
    assert (bloom["name"], bloom["sector"]) == ("BLOOM ENERGY CLASS A CORP", "Industrials")
    assert bloom["asset_class"] == "Equity"
    assert (bloom["weight"], bloom["market_value"]) == (0.0104, 815_609_717.44)
    assert (bloom["shares"], bloom["price"]) == (5_417_174.0, 150.56)


def test_cash_and_futures_are_kept_and_told_apart(built: dict[str, Table]) -> None:
    held = built["holdings"].frame.filter(fund="IWM", date=date(2026, 1, 21))
    others = held.filter(pl.col("asset_class") != "Equity")
    assert set(others["symbol"]) == {"XTSLA", "USD", "CAD", "MSFUT", "RTYH6"}
    assert set(others["sector"]) == {"Cash and/or Derivatives"}


def test_share_classes_have_a_dot_and_lines_without_a_ticker_stay(built: dict[str, Table]) -> None:
    russell = built["holdings"].frame.filter(fund="IWV")
    assert {"BRK.B", "BF.A", "BF.B", "HEI.A", "LEN.B", "MOG.A"} <= set(russell["symbol"])
    assert russell.filter(symbol="-").height == 5 and russell.filter(symbol="ADRO").height == 2


def test_fund_facts_come_from_the_preamble(built: dict[str, Table]) -> None:
    (facts,) = built["fund_facts"].frame.filter(fund="IWM", date=date(2026, 1, 21)).rows(named=True)
    assert (facts["name"], facts["shares_outstanding"]) == ("iShares Russell 2000 ETF", 291_350_000.0)
    assert facts["inception"] == date(2000, 5, 22)


def test_a_holdings_file_without_names_of_columns_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "IWM_2026-01-21.csv"
    path.write_text("iShares Russell 2000 ETF\n", encoding="utf-8")
    with pytest.raises(RawDataError, match="no line of column names"):
        read_file(path)


def cross_section(folder: Path, **values: list[object]) -> Path:
    """A raw folder with a cross-section of two symbols, null where no value is given."""
    nothing: dict[str, list[object]] = {column: [None, None] for column in NAMES.values()}
    frame = pl.DataFrame({"symbol": ["AAL", "BRK-B"], "sector": ["Industrials", ""], "asof": ["2026-08-08"] * 2})
    (folder / "fundamentals").mkdir()
    columns = [pl.Series(name, held, dtype=pl.Float64) for name, held in (nothing | values).items()]
    frame.with_columns(columns).write_parquet(folder / FILE)
    return folder


def test_fundamentals_are_known_from_their_day(tmp_path: Path) -> None:
    raw = cross_section(tmp_path, priceToBook=[-2.656224, 1.5], dividendYield=[None, 0.72], debtToEquity=[49.733, None])
    table = build_fundamentals(raw)
    first, second = table.frame.rows(named=True)
    assert (first["symbol"], second["symbol"], second["sector"]) == ("AAL", "BRK.B", None)
    assert first["price_to_book"] == pytest.approx(-2.656224), "an absurd or negative multiple is kept"
    assert second["dividend_yield"] == pytest.approx(0.0072) and first["debt_to_equity"] == pytest.approx(0.49733)
    assert first["trailing_pe"] is None and set(table.frame["available_from"]) == {date(2026, 8, 8)}


def flows(folder: Path, days: list[date], values: list[float]) -> Table:
    """The table of one fund's daily figures, in USD million."""
    (folder / "flows").mkdir()
    frame = pl.DataFrame({"date": days, "ticker": ["SPY"] * len(days), "value": pl.Series(values, dtype=pl.Float32)})
    frame.write_parquet(folder / "flows" / "etf_flows_daily.parquet")
    return build_flows(folder)


def test_flows_are_sums_of_whole_months(tmp_path: Path) -> None:
    days = [date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 8)]
    (row,) = flows(tmp_path, days, [4.999975, -1.5, 2.0, 3.0]).frame.rows(named=True)
    assert (row["date"], row["value"], row["days"]) == (date(2024, 1, 31), 3_499_975, 2)
    assert row["available_from"] == date(2024, 2, 1)


def test_a_month_ends_with_its_last_business_day(tmp_path: Path) -> None:
    """The last business day of March 2023 was Friday the 31st, of April 2023 Friday the 28th."""
    table = flows(tmp_path, [date(2023, 3, 30), date(2023, 4, 28)], [1.0, 2.0])
    assert table.frame["date"].to_list() == [date(2023, 3, 31), date(2023, 4, 30)]


def test_a_zero_in_shillers_file_is_missing(built: dict[str, Table]) -> None:
    held = built["shiller"].frame
    assert held.filter(pl.col("value") == 0).is_empty()
    last = dict(held.group_by("series").agg(pl.col("date").max()).iter_rows())
    assert last["earnings"] == last["dividend"] == date(2023, 6, 30) and last["pe10"] == date(2023, 9, 30)
    assert last["price"] == date(2026, 2, 28)


def test_earnings_are_known_a_quarter_later(built: dict[str, Table]) -> None:
    held = built["shiller"].frame.filter(pl.col("date") == date(2023, 4, 30))
    known = dict(held.select("series", "available_from").iter_rows())
    assert known["earnings"] == known["pe10"] == date(2023, 10, 31) and known["dividend"] == date(2023, 8, 31)
    assert known["price"] == date(2023, 5, 1) and known["consumer_prices"] == date(2023, 6, 30)
