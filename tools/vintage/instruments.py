"""The instruments: which symbols the vintage holds, their names and kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tools.vintage.raw import listed_symbol, raw_file
from tools.vintage.table import Table

if TYPE_CHECKING:
    from datetime import date

CATALOG = Path(__file__).parent.parent / "instruments.csv"
# "Apple Inc. Common Stock" is the security; the instrument is named after the company and, where
# there are several, the class of share.
SECURITY = r"\s+(Common Stock|Common Shares|Capital Stock)(\s*\(.*\))?$"


def read_catalog() -> pl.DataFrame:
    """Columns symbol, name, kind of the hand-made list; a stock's name is filled in from the listings."""
    return pl.read_csv(CATALOG, schema={"symbol": pl.String, "name": pl.String, "kind": pl.String})


def build_instruments(raw: Path, prices: pl.DataFrame, known_to: date) -> Table:
    """One row per symbol of the catalog that has prices; `available_from` is the first of them."""
    first = prices.group_by("symbol").agg(pl.col("date").min().alias("available_from"))
    catalog = read_catalog().join(_listed_names(raw), on="symbol", how="left")
    name = pl.coalesce("name", "listed_name", "symbol")
    held = catalog.join(first, on="symbol", how="inner").sort("symbol")
    columns = ("symbol", name.alias("name"), "kind", pl.lit("USD").alias("currency"), "available_from")
    missing = catalog.join(first, on="symbol", how="anti")["symbol"].sort().to_list()
    return Table(
        name="instruments",
        frame=held.select(*columns),
        key=("symbol",),
        known_to=known_to,
        release="An instrument is known from the first day it has a price here.",
        source="Names of stocks from the exchange screener's listings; names of funds and indices by hand.",
        licence="Facts.",
        findings=_left_out(missing),
    )


def _listed_names(raw: Path) -> pl.DataFrame:
    """Columns symbol, listed_name: the listings' names without the words for the kind of security."""
    names = pl.read_parquet(raw_file(raw, "listings/us_listed_names.parquet"), columns=["symbol", "name"])
    spelled = {listed_symbol(symbol): symbol for symbol in read_catalog()["symbol"]}
    held = names.filter(pl.col("symbol").is_in(list(spelled)))
    return held.select(pl.col("symbol").replace(spelled), pl.col("name").str.replace(SECURITY, "").alias("listed_name"))


def _left_out(missing: list[str]) -> tuple[str, ...]:
    return (f"Not in the raw files, left out: {', '.join(missing)}.",) if missing else ()
