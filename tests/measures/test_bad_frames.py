"""A frame of prices that will not do is refused, with the reason in one sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

from rotascope.errors import UsageError
from tests.measures.hand import ask, embedded, sessions

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = sessions(3)
FINE = [10.0, 11.0, 12.0]


def every(step: int, count: int) -> pl.DataFrame:
    """So many closes, one every so many sessions."""
    days = sessions(step * (count - 1) + 1)[::step]
    return pl.DataFrame({"date": days, "AAA": [10.0] * count})


BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "a dictionary": (lambda: {"date": DAYS, "AAA": FINE}, "pandas or Polars"),
    "a list": (lambda: [1, 2, 3], "pandas or Polars"),
    "nothing": (lambda: None, "pandas or Polars"),
    "a lazy frame": (lambda: pl.LazyFrame({"date": DAYS, "AAA": FINE}), "pandas or Polars"),
    "no dates": (lambda: pl.DataFrame({"AAA": FINE}), "dates"),
    "a plain pandas index": (lambda: pd.DataFrame({"AAA": FINE}), "date"),
    "numbers for dates": (lambda: pl.DataFrame({"date": [20260112, 20260113, 20260114], "AAA": FINE}), "date"),
    "garbage for dates": (lambda: pl.DataFrame({"date": ["soon", "later", "never"], "AAA": FINE}), "date"),
    "some garbage for dates": (lambda: pl.DataFrame({"date": ["2026-01-12", "2026-01-13", "?"], "AAA": FINE}), "date"),
    "a missing date": (lambda: pl.DataFrame({"date": [DAYS[0], None, DAYS[2]], "AAA": FINE}), "date"),
    "no rows": (lambda: pl.DataFrame({"date": [], "AAA": []}, schema={"date": pl.Date, "AAA": pl.Float64}), "no rows"),
    "no symbols": (lambda: pl.DataFrame({"date": DAYS}), ""),
    "no price": (lambda: pl.DataFrame({"date": DAYS, "symbol": ["AAA"] * 3, "volume": FINE}), "close"),
    "only gaps": (
        lambda: pl.DataFrame({"date": DAYS, "AAA": [None, None, None]}, schema_overrides={"AAA": pl.Float64}),
        "",
    ),
    "two rows a day": (lambda: pl.DataFrame({"date": [DAYS[0], DAYS[0], DAYS[1]], "AAA": FINE}), "two rows"),
    "a negative price": (lambda: pl.DataFrame({"date": DAYS, "AAA": [10.0, -1.0, 12.0]}), "above zero"),
    "a price of zero": (lambda: pl.DataFrame({"date": DAYS, "AAA": [10.0, 0.0, 12.0]}), "above zero"),
    "an endless price": (lambda: pl.DataFrame({"date": DAYS, "AAA": [10.0, float("inf"), 12.0]}), "above zero"),
    "words for prices": (lambda: pl.DataFrame({"date": DAYS, "AAA": ["10", "n/a", "twelve"]}), ""),
    "a nameless symbol": (
        lambda: pl.DataFrame({"date": DAYS, "symbol": ["AAA", None, "AAA"], "close": FINE}),
        "symbol",
    ),
    "an empty symbol": (lambda: pl.DataFrame({"date": DAYS, "symbol": ["", "", ""], "close": FINE}), "symbol"),
    "a Saturday": (
        lambda: pl.DataFrame({"date": ["2026-01-30", "2026-01-31", "2026-02-02"], "AAA": FINE}),
        "AAA has a price on 2026-01-31: prices are daily closes of New York sessions.*move.*drop",
    ),
    "days with weekends": (
        lambda: pl.DataFrame({"date": [date(2026, 1, 5) + timedelta(at) for at in range(30)], "AAA": [10.0] * 30}),
        "AAA has a price on 2026-01-10",
    ),
    "a holiday of one symbol": (
        lambda: pl.DataFrame({"date": ["2026-01-16", "2026-01-19"], "AAA": [1.0, None], "BBB": [1.0, 1.0]}),
        "BBB has a price on 2026-01-19",
    ),
    "a day past the calendar": (lambda: pl.DataFrame({"date": ["2028-01-03"], "AAA": [1.0]}), "1927-12-30 to 2027"),
    "months": (lambda: every(21, 4), "AAA has closes on 4 of the 64 sessions from 2020-11-02 to 2021-02-03: weekly"),
    "two months": (lambda: every(21, 2), "2 of the 22 sessions"),
    "weeks": (lambda: every(5, 3), "3 of the 11 sessions"),
    "months of one column": (
        lambda: (
            every(1, 64)
            .rename({"AAA": "close"})
            .with_columns(symbol=pl.lit("AAA"), adjusted_close=pl.when(pl.int_range(64) % 21 == 0).then(1.0))
        ),
        "4 of the 64",
    ),
    "columns of one name": (
        lambda: pd.DataFrame([[1.0, 2.0]], index=pd.DatetimeIndex([DAYS[0]]), columns=["A", "A"]),
        "",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_frame_is_refused(name: str) -> None:
    made, reason = BAD[name]
    with pytest.raises(UsageError, match=reason or None) as caught:
        embedded().with_prices(made())
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["etf", "Fund", "", None])
def test_a_kind_is_one_of_three(kind: Any) -> None:
    with pytest.raises(UsageError, match="fund, stock or index"):
        embedded().with_prices(every(1, 3), kind=kind)


@pytest.mark.parametrize(("step", "count"), [(1, 1), (1, 2), (9, 2), (5, 2), (2, 40)])
def test_a_short_or_gapped_series_will_do(step: int, count: int) -> None:
    market = embedded().with_prices(every(step, count))
    assert len(market.closes("AAA", "close")) == count


def test_gaps_on_weekends_are_no_prices() -> None:
    """A pandas frame by the calendar, NaN where nothing traded, holds closes of sessions alone."""
    closes = pd.Series(FINE, index=pd.DatetimeIndex(["2026-01-08", "2026-01-09", "2026-01-12"])).asfreq("D")
    assert len(embedded().with_prices(closes.to_frame("AAA")).closes("AAA", "close")) == 3


@pytest.mark.parametrize("kind", ["fund", "stock", "index"])
def test_a_question_without_a_day_is_asked_of_the_last_close(kind: str) -> None:
    market = embedded().with_prices(pl.DataFrame({"date": DAYS, "AAA": FINE}), kind=kind)
    found = ask(market, "period_return", "AAA", window=2)
    assert found.value == pytest.approx(0.2)
    assert found.question.as_of == DAYS[-1].isoformat()
