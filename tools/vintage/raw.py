"""Reading raw files: one place that finds them and one that undoes their 32-bit decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from pathlib import Path


def raw_file(raw: Path, name: str) -> Path:
    """The path of one raw file; raises RawDataError if it is not there."""
    path = raw / name
    if not path.is_file():
        raise RawDataError(f"The raw file {name} is missing from {raw}; give its folder with --raw.")
    return path


def decimals(column: pl.Expr) -> pl.Expr:
    """Quotes as they were printed, to four decimals: 259.96 became 259.959991455 in a 32-bit float."""
    return column.cast(pl.Float32).cast(pl.String).cast(pl.Float64).round(4)


def span(values: pl.Series) -> tuple[Any, Any]:
    """The least and the greatest value: of a column of days, two dates; None, None of an empty one."""
    return values.min(), values.max()


def panel_ticker(symbol: str) -> str:
    """The adjusted panel's spelling of a symbol: BRK.B is BRK-B there."""
    return symbol.replace(".", "-")


def listed_symbol(symbol: str) -> str:
    """The listings' spelling of a symbol: BRK.B is BRK/B there."""
    return symbol.replace(".", "/")
