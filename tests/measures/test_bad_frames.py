"""A frame of prices that will not do is refused, with the reason in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

from rotascope.errors import UsageError
from tests.measures.hand import embedded, sessions

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = sessions(3)
FINE = [10.0, 11.0, 12.0]
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
