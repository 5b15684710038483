"""Frames that users hand in, pandas or Polars, turned into rows of the price table."""

from __future__ import annotations

from typing import Any

import polars as pl

from rotascope.errors import UsageError

PRICE_COLUMNS = ("close", "adjusted_close")


def price_rows(frame: object) -> pl.DataFrame:
    """Rows `symbol, date, adjusted_close, close` from a long or a wide frame; `UsageError` says what is wrong."""
    held = _to_polars(frame)
    dated = _with_dates(held)
    long = dated if "symbol" in dated.columns else _from_wide(dated)
    present = [name for name in PRICE_COLUMNS if name in long.columns]
    if not present:
        raise UsageError("The frame has `symbol` and `date` but neither `close` nor `adjusted_close`.")
    for name in PRICE_COLUMNS:
        if name not in long.columns:
            long = long.with_columns(pl.col(present[0]).alias(name))
    rows = long.select(
        pl.col("symbol").cast(pl.String),
        pl.col("date"),
        *(pl.col(name).cast(pl.Float64, strict=False).fill_nan(None) for name in ("adjusted_close", "close")),
    )
    _check(rows)
    return rows.drop_nulls(subset=["adjusted_close", "close"]).sort("symbol", "date")


def _to_polars(frame: object) -> pl.DataFrame:
    import narwhals as nw

    try:
        table: Any = nw.from_native(frame, eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        raise UsageError(f"with_prices takes a pandas or Polars frame, not a {kind}.") from None
    native = table.to_native()
    if hasattr(native, "reset_index") and "date" not in [str(name) for name in native.columns]:
        native = native.rename_axis(index="date").reset_index()  # pandas users keep their dates in the index
        table = nw.from_native(native, eager_only=True)
    return pl.DataFrame({str(name): table[name].to_list() for name in table.columns}, strict=False)


def _with_dates(frame: pl.DataFrame) -> pl.DataFrame:
    names = {name.casefold(): name for name in frame.columns}
    if "date" not in names:
        raise UsageError("The frame has no dates: give a `date` column, or in pandas a date index.")
    frame = frame.rename({names[name]: name for name in ("date", "symbol", *PRICE_COLUMNS) if name in names})
    dates = frame["date"]
    try:
        parsed = dates.str.to_date() if dates.dtype == pl.String else dates.cast(pl.Date)
    except pl.exceptions.PolarsError:
        raise UsageError(
            f"The frame's dates cannot be read (the first is {dates[0]!r}); write them as 2026-01-14."
        ) from None
    return frame.with_columns(parsed.alias("date"))


def _from_wide(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unpivot(index="date", variable_name="symbol", value_name="close")


def _check(rows: pl.DataFrame) -> None:
    if rows.is_empty():
        raise UsageError("The frame has no rows; hand in at least one symbol with prices.")
    if rows["date"].null_count() or rows["symbol"].null_count():
        raise UsageError("The frame has rows without a date or a symbol; drop or fill them.")
    doubled = rows.filter(rows.select("symbol", "date").is_duplicated())
    if doubled.height:
        raise UsageError(f"{doubled['symbol'][0]} has two rows on {doubled['date'][0]}; keep one a day.")
    for name in PRICE_COLUMNS:
        wrong = rows.filter((pl.col(name) <= 0) | pl.col(name).is_infinite())
        if wrong.height:
            raise UsageError(
                f"{wrong['symbol'][0]} has the price {wrong[name][0]} on {wrong['date'][0]}; prices are above zero."
            )
