"""Frames that users hand in, pandas or Polars, turned into rows of the price table."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from rotascope.data.checks import PRICE_COLUMNS, bad_row, doubled, off_session, sparse
from rotascope.data.schemas import SCHEMAS
from rotascope.errors import UsageError

_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9._^=-]*")


def price_rows(frame: object, sessions: pl.Series) -> pl.DataFrame:
    """Rows `symbol, date, adjusted_close, close` from a long or a wide frame; `UsageError` says what is wrong.

    sessions: the exchange's days, ascending; closes stand on these alone, and on at least half of a symbol's span.
    Symbols are upper-cased. A row is left out where both prices are gaps.
    """
    dated = _with_dates(_to_polars(frame))
    long = dated if "symbol" in dated.columns else _from_wide(dated)
    present = [name for name in PRICE_COLUMNS if name in long.columns]
    if not present:
        raise UsageError("The frame has `symbol` and `date` but neither `close` nor `adjusted_close`.")
    long = long.with_columns(pl.col(present[0]).alias(name) for name in PRICE_COLUMNS if name not in present)
    prices = [_prices(long, name) for name in PRICE_COLUMNS]
    rows = long.select(_symbols(long), "date", *prices)
    _refuse(_bad_price(rows))
    known = rows.filter(pl.any_horizontal(pl.col(PRICE_COLUMNS).is_not_null()))
    if empty := set(rows["symbol"]) - set(known["symbol"]):
        raise UsageError(f"{min(empty)} has no price at all in the frame; drop it or fill it.")
    _refuse(off_session(known.lazy(), sessions) or sparse(known, sessions))
    return known.select("symbol", "date", "adjusted_close", "close").sort("symbol", "date")


def _to_polars(frame: object) -> pl.DataFrame:
    import narwhals as nw
    from narwhals.exceptions import NarwhalsError

    try:
        table: Any = nw.from_native(frame, eager_only=True)
        native = table.to_native()
        if hasattr(native, "reset_index") and "date" not in [str(name).casefold() for name in native.columns]:
            native = native.rename_axis(index="date").reset_index()  # pandas users keep their dates in the index
            table = nw.from_native(native, eager_only=True)
        return pl.DataFrame({str(name): table[name].to_list() for name in table.columns}, strict=False)
    except TypeError:
        kind = type(frame).__name__
        raise UsageError(f"with_prices takes a pandas or Polars frame, not a {kind}.") from None
    except (NarwhalsError, ValueError):
        raise UsageError("The frame has two columns of one name; give each symbol one column.") from None


def _with_dates(frame: pl.DataFrame) -> pl.DataFrame:
    names = {name.casefold(): name for name in frame.columns}
    if "date" not in names:
        raise UsageError("The frame has no dates: give a `date` column, or in pandas a date index.")
    frame = frame.rename({names[name]: name for name in ("date", "symbol", *PRICE_COLUMNS) if name in names})
    if frame.is_empty():
        raise UsageError("The frame has no rows; hand in at least one symbol with prices.")
    return frame.with_columns(_dates(frame["date"]).alias("date"))


def _dates(dates: pl.Series) -> pl.Series:
    try:
        if dates.dtype == pl.String:
            return dates.str.slice(0, 10).str.to_date("%Y-%m-%d")
        if dates.dtype == pl.Date or isinstance(dates.dtype, pl.Datetime):
            return dates.cast(pl.Date)
    except pl.exceptions.PolarsError:
        pass
    raise UsageError(
        f"The frame's dates cannot be read (the first is {dates[0]!r}); give dates, or text like 2026-01-14."
    )


def _from_wide(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.width < 2:
        raise UsageError("The frame has dates and no prices; give a column a symbol, or `symbol` and `close`.")
    columns = [_prices(frame, name) for name in frame.columns if name != "date"]
    return frame.select("date", *columns).unpivot(index="date", variable_name="symbol", value_name="close")


def _prices(frame: pl.DataFrame, name: str) -> pl.Series:
    held = frame[name]
    numbers = held.cast(pl.Float64, strict=False) if held.dtype.is_numeric() or held.dtype == pl.Null else None
    if numbers is None:
        raise UsageError(f"The column {name!r} holds {held.drop_nulls()[:1].to_list()} and not prices; give numbers.")
    return numbers.fill_nan(None).alias(name)


def _symbols(frame: pl.DataFrame) -> pl.Series:
    symbols = frame["symbol"].cast(pl.String).str.strip_chars().str.to_uppercase()
    for symbol in symbols.unique():
        if symbol is None or not _SYMBOL.fullmatch(symbol):
            raise UsageError(f"The symbol {symbol!r} cannot be asked about: use letters, digits and . _ ^ = - alone.")
    return symbols


def _bad_price(rows: pl.DataFrame) -> str | None:
    known = rows.with_columns(available_from="date")
    if rows["date"].null_count():
        return "The frame has rows without a date; drop or fill them"
    return doubled(known, SCHEMAS["prices"]) or bad_row(known.lazy(), SCHEMAS["prices"])


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise UsageError(f"{reason}.")
