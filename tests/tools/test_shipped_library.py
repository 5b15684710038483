"""The library tables that ship: declared shape, spans, and figures rebuilt from others or known from elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rotascope.data.bodies import VintageBody
from rotascope.data.schemas import SCHEMAS

REFERENCE = Path(__file__).parent.parent / "reference"
NAMES = ("french", "french_daily", "french_factors", "holdings", "fund_facts", "fundamentals", "flows", "shiller")
SMALL_VALUE = ["SMALL LoBM", "ME1 BM2", "SMALL HiBM", "BIG LoBM", "ME2 BM2", "BIG HiBM"]
LARGE = ("BIG LoBM", "ME5 BM2", "ME5 BM3", "ME5 BM4", "BIG HiBM")
SMALL = ("SMALL LoBM", "ME1 BM2", "ME1 BM3", "ME1 BM4", "SMALL HiBM", *(f"ME2 BM{n}" for n in range(1, 6)))


@pytest.fixture(scope="module")
def vintage() -> VintageBody:
    return VintageBody()


def wide(vintage: VintageBody, portfolios: str, kind: str, table: str = "french") -> pl.DataFrame:
    """One kind of numbers, a column a portfolio."""
    rows = vintage.scan(table).filter(portfolios=portfolios, kind=kind).collect()
    return rows.pivot("column", index="date", values="value").sort("date")


def factor(vintage: VintageBody, series: str) -> pl.DataFrame:
    rows = vintage.scan("french_factors").filter(series=series).collect()
    return rows.select("date", pl.col("value").alias("published"))


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_as_declared(name: str, vintage: VintageBody) -> None:
    schema, frame = SCHEMAS[name], vintage.scan(name).collect()
    key = list(schema.key)
    assert dict(frame.schema) == schema.known_columns
    assert frame.select(key).equals(frame.select(key).sort(key)), "rows stand in key order"
    assert not frame.select(key).is_duplicated().any()
    assert frame.select(*key, "available_from").null_count().sum_horizontal().item() == 0
    assert frame.filter(pl.col("available_from") < pl.col("date")).is_empty()
    assert frame["available_from"].max() == vintage.facts(name).known_to


def test_they_are_small(vintage: VintageBody) -> None:
    assert sum((vintage.folder / f"{name}.parquet").stat().st_size for name in NAMES) < 5_000_000


@pytest.mark.parametrize("name", ["french", "french_daily", "french_factors", "shiller"])
def test_revised_history_is_marked(name: str, vintage: VintageBody) -> None:
    assert vintage.facts(name).revised


def test_nothing_under_simfins_terms_is_here(vintage: VintageBody) -> None:
    said = (vintage.folder / "manifest.json").read_text(encoding="utf-8").casefold()
    assert "simfin" not in said


def six(vintage: VintageBody) -> pl.DataFrame:
    return wide(vintage, "size_book_market_6", "value_weighted", "french_daily").select("date", *SMALL_VALUE)


def small_minus_big() -> pl.Expr:
    return (pl.sum_horizontal(SMALL_VALUE[:3]) - pl.sum_horizontal(SMALL_VALUE[3:])) / 3


def high_minus_low() -> pl.Expr:
    low, high = pl.sum_horizontal("SMALL LoBM", "BIG LoBM"), pl.sum_horizontal("SMALL HiBM", "BIG HiBM")
    return (high - low) / 2


def apart(both: pl.DataFrame) -> tuple[int, float, float]:
    """Rows, mean absolute difference and correlation of `rebuilt` and `published`."""
    mean = both.select((pl.col("rebuilt") - pl.col("published")).abs().mean()).item()
    return both.height, mean, float(np.corrcoef(both["rebuilt"], both["published"])[0, 1])


def test_high_minus_low_of_six_portfolios_is_the_daily_factor(vintage: VintageBody) -> None:
    """Of June 2024's CRSP against May 2026's: at most two hundredths of a percent on average."""
    rebuilt = six(vintage).select("date", rebuilt=high_minus_low())
    rows, mean, correlation = apart(rebuilt.join(factor(vintage, "ff5_daily_hml"), on="date"))
    assert rows == 15_353 and mean < 1.5e-4 and correlation > 0.999


@pytest.mark.parametrize(("series", "built", "limit"), [("smb", small_minus_big, 5e-4), ("hml", high_minus_low, 7e-4)])
def test_compounded_portfolios_give_the_monthly_factors(
    series: str, built: object, limit: float, vintage: VintageBody
) -> None:
    assert callable(built)
    months = six(vintage).group_by(pl.col("date").dt.month_end()).agg((pl.col(SMALL_VALUE) + 1).product() - 1)
    rebuilt = months.select("date", rebuilt=built())
    rows, mean, correlation = apart(rebuilt.join(factor(vintage, f"ff3_monthly_{series}"), on="date"))
    assert rows == 1_176 and mean < limit and correlation > 0.999


def test_the_two_size_factors_differ(vintage: VintageBody) -> None:
    rebuilt = six(vintage).select("date", rebuilt=small_minus_big())
    _, mean, correlation = apart(rebuilt.join(factor(vintage, "ff5_daily_smb"), on="date"))
    assert mean > 5e-4 and correlation < 0.98


@pytest.mark.parametrize(
    ("portfolios", "columns", "limit"),
    [("size", ("Lo 30", "Med 40", "Hi 30"), 5e-4), ("industries_10", None, 5e-4), ("industries_49", None, 5e-4)],
)
def test_portfolios_weighted_by_their_caps_give_the_market(
    portfolios: str, columns: tuple[str, ...] | None, limit: float, vintage: VintageBody
) -> None:
    """A row's cap is that of the end of the month before: no other month's weights come as near."""
    returns, firms, cap = (wide(vintage, portfolios, kind) for kind in ("value_weighted", "firms", "average_cap"))
    names = columns or tuple(name for name in returns.columns if name != "date")
    values = returns.select(names).to_numpy()
    weight = firms.filter(pl.col("date").is_in(returns["date"].implode())).select(names).to_numpy() * cap.select(names)
    market = vintage.scan("french_factors").filter(pl.col("series").is_in(["ff3_monthly_mkt_rf", "ff3_monthly_rf"]))
    published = market.group_by("date").agg(pl.col("value").sum().alias("published")).collect()

    def mean(weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        rebuilt = np.nansum(values * weights, axis=1) / np.nansum(weights, axis=1)
        both = returns.select("date").with_columns(rebuilt=rebuilt).slice(1, len(rebuilt) - 2)
        return apart(both.join(published, on="date"))[1]

    held = np.asarray(weight, dtype=np.float64)
    assert mean(held) < limit
    assert mean(held) < min(mean(np.roll(held, 1, axis=0)), mean(np.roll(held, -1, axis=0)))


def book_yields(vintage: VintageBody, reading: str) -> pl.DataFrame:
    """Book yields of the small and the large group under a reading, as tests/reference/make_book_yield.py says."""
    firms, cap = (wide(vintage, "size_book_market_25", kind) for kind in ("firms", "average_cap"))
    kind = "average_be_me_december" if reading == "december" else "average_be_me_june"
    ratio = wide(vintage, "size_book_market_25", kind)
    columns = [*SMALL, *LARGE]
    market = firms.select("date", *(pl.col(name) * cap[name] for name in columns))
    book = market.select("date", *(pl.col(name) * ratio[name] for name in columns))
    if reading == "rolled":
        june = pl.when(pl.col("date").dt.month() == 7).then(pl.col(columns))
        book = book.with_columns(june.forward_fill())
    yields = {
        name: book.select(pl.sum_horizontal(group)).to_series() / market.select(pl.sum_horizontal(group)).to_series()
        for name, group in {"small": SMALL, "large": LARGE}.items()
    }
    return book.select("date").with_columns(**yields)


@pytest.mark.parametrize("reading", ["december", "june", "rolled"])
def test_book_yields_are_those_of_the_reference(reading: str, vintage: VintageBody) -> None:
    held = book_yields(vintage, reading).with_columns(spread=pl.col("small") / pl.col("large"))
    expected = pl.read_csv(REFERENCE / "book_yield.csv").filter(reading=reading)
    for row in expected.iter_rows(named=True):
        at = held["date"].dt.strftime("%Y-%m").to_list().index(row["month"])
        found = held.row(at, named=True)
        assert [found[name] for name in ("small", "large", "spread")] == pytest.approx(
            [row["small"], row["large"], row["spread"]], rel=1e-9
        )
        if row["share_lower"] is not None:
            before = held["spread"][at - 300 : at]
            assert (before < found["spread"]).mean() == pytest.approx(row["share_lower"], abs=1e-9)


def test_the_three_readings_disagree_at_the_end_of_2025() -> None:
    rows = pl.read_csv(REFERENCE / "book_yield.csv").filter(month="2025-12")
    shares = {reading: round(share, 3) for reading, share in rows.select("reading", "share_lower").iter_rows()}
    assert shares == {"december": 0.923, "june": 0.987, "rolled": 0.97}


def test_printed_weights_are_shares_of_the_fund(vintage: VintageBody) -> None:
    held = vintage.scan("holdings").collect()
    total = pl.col("market_value").sum().over("fund", "date")
    assert held.select((pl.col("weight") - pl.col("market_value") / total).abs().max()).item() < 5.1e-5
    sums = held.group_by("fund", "date").agg(pl.col("weight").sum())["weight"]
    assert sums.min() > 0.983 and sums.max() < 1.001  # type: ignore[operator]


def test_holdings_were_not_known_early(vintage: VintageBody) -> None:
    held = vintage.scan("holdings").filter(pl.col("available_from") <= date(2026, 1, 20)).collect()
    assert set(held.select("fund", "date").unique().iter_rows()) == {
        ("IWM", date(2025, 5, 13)), ("IWV", date(2025, 5, 21)),
    }  # fmt: skip


def test_shillers_long_history(vintage: VintageBody) -> None:
    held = vintage.scan("shiller").collect()
    pe10 = dict(held.filter(series="pe10").select("date", "value").iter_rows())
    assert pe10[date(1929, 9, 30)] == pytest.approx(32.56, abs=0.02)
    assert pe10[date(1999, 12, 31)] == pytest.approx(44.2, abs=0.05)
    assert held["date"].min() == date(1871, 1, 31)
