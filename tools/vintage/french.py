"""The French library's portfolios and factors: monthly tables, daily tables, factors.

All three tables hold numbers as whole numbers with their count of decimals (as the files print them), which
the store turns back into decimals. The history is revised with each CRSP vintage, so none of it is what was
known at the time; the release rule only keeps a month from being seen before it could have been.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from tools.vintage.french_files import Block, crsp_vintage, numbers, read_text, split_blocks
from tools.vintage.raw import span
from tools.vintage.table import RawDataError, Table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

MONTHLY = {
    "book_market": "Portfolios_Formed_on_BE-ME",
    "cashflow_yield": "Portfolios_Formed_on_CF-P",
    "earnings_yield": "Portfolios_Formed_on_E-P",
    "industries_10": "10_Industry_Portfolios",
    "industries_49": "49_Industry_Portfolios",
    "profitability": "Portfolios_Formed_on_OP",
    "size": "Portfolios_Formed_on_ME",
    "size_book_market_25": "25_Portfolios_5x5",
    "size_momentum_25": "25_Portfolios_ME_Prior_12_2",
    "size_profitability_25": "25_Portfolios_ME_OP_5x5",
}
DAILY = {"industries_30": "30_Industry_Portfolios_daily", "size_book_market_6": "6_Portfolios_2x3_daily"}
DAILY_KINDS = {"industries_30": ("value_weighted",), "size_book_market_6": ("equal_weighted", "value_weighted")}
# Series names carry the file: the five-factor SMB is another portfolio than the three-factor SMB.
FACTORS = {
    "ff3_monthly": "F-F_Research_Data_Factors",
    "ff5_daily": "F-F_Research_Data_5_Factors_2x3_daily",
    "momentum_daily": "F-F_Momentum_Factor_daily",
}
# A heading's kind, by the first pattern found in it; None: passed over (DATA.md says why).
KINDS: tuple[tuple[str, str | None], ...] = (
    (r"Annual", None),
    (r"Average of Prior Returns", None),
    (r"Average of investment", None),
    (r"Value Weight(ed)? Returns", "value_weighted"),
    (r"Equal Weight(ed)? Returns", "equal_weighted"),
    (r"Number of Firms", "firms"),
    (r"Average (Firm Size|Market Cap)", "average_cap"),
    (r"Average of BE/ME Calculated .*ME\(Dec t-1\)", "average_be_me_december"),
    (r"Average of BE_FYt-1/ME_June t", "average_be_me_june"),
    (r"Sum of BE / Sum of ME", "sum_be_over_sum_me"),
    (r"Sum of CF / Sum of ME", "sum_cf_over_sum_me"),
    (r"Sum of E / Sum of ME", "sum_e_over_sum_me"),
    (r"Average of BE ?/ ?ME", "average_be_me"),
    (r"Average of CF ?/ ?ME", "average_cf_me"),
    (r"Average of E ?/ ?ME", "average_e_me"),
    (r"Average of OP", "average_op"),
)
RETURNS = ("value_weighted", "equal_weighted")
KEY = ("portfolios", "kind", "column", "date")
RELEASE = (
    "Two months after the end of the month that a row stands in; yearly rows (June of the year that the "
    "portfolios were formed) on September 30, as July's. The history is revised with each file."
)
SOURCE = "Kenneth R. French's data library (CRSP, Compustat), by public mirrors; CRSP vintages differ by file."
LICENCE = "Copyright Eugene F. Fama and Kenneth R. French; redistributed by many packages with attribution."


class Part(NamedTuple):
    """One file's rows, and the sentence that the data report says of it."""

    rows: pl.DataFrame
    note: str


def build_french(raw: Path) -> list[Table]:
    """The tables french, french_daily and french_factors."""
    monthly = [_portfolios(raw, name, file, None) for name, file in MONTHLY.items()]
    daily = [_portfolios(raw, name, file, DAILY_KINDS[name]) for name, file in DAILY.items()]
    factors = [_factors(raw, name, file) for name, file in FACTORS.items()]
    return [
        _table("french", KEY, monthly),
        _table("french_daily", KEY, daily),
        _table("french_factors", ("series", "date"), factors),
    ]


def kind_of(heading: str, name: str) -> str | None:
    """The kind of numbers under a heading, None for those passed over; RawDataError for an unknown heading."""
    for pattern, kind in KINDS:
        if re.search(pattern, heading):
            return kind
    raise RawDataError(f"The raw file french/{name} has a table of unknown kind: {heading[:80]!r}.")


def _portfolios(raw: Path, portfolios: str, file: str, kinds: tuple[str, ...] | None) -> Part:
    """Columns of KEY, value, decimals, available_from of one file."""
    name = f"{file}_CSV.zip"
    text = read_text(raw, name)
    found = [(kind_of(block.heading, name), block) for block in split_blocks(text, name)]
    wanted = [(kind, block) for kind, block in found if kind is not None and (kinds is None or kind in kinds)]
    if not wanted:
        raise RawDataError(f"The raw file french/{name} has none of the tables that are wanted of it.")
    rows = pl.concat([_dated(block, name, kind in RETURNS).with_columns(kind=pl.lit(kind)) for kind, block in wanted])
    held = rows.with_columns(portfolios=pl.lit(portfolios)).select(*KEY, "value", "decimals", "available_from")
    return Part(held, _note(portfolios, text, held))


def _factors(raw: Path, prefix: str, file: str) -> Part:
    """Columns series, date, value, decimals, available_from: the file's first table (a second one is yearly)."""
    name = f"{file}_CSV.zip"
    text = read_text(raw, name)
    rows = _dated(split_blocks(text, name)[0], name, True)
    label = pl.col("column").str.to_lowercase().str.replace("-", "_")
    series = pl.when(label == "mom").then(pl.lit(prefix)).otherwise(pl.concat_str(pl.lit(f"{prefix}_"), label))
    held = rows.select(series.alias("series"), "date", "value", "decimals", "available_from")
    return Part(held, _note(prefix, text, held))


def _dated(block: Block, name: str, percent: bool) -> pl.DataFrame:
    """A block's numbers with date and available_from; percent become decimals (two more decimals)."""
    shift = pl.lit(2 if percent else 0, pl.Int8)
    start = {4: pl.col("label") + "0630", 6: pl.col("label") + "01", 8: pl.col("label")}[block.width]
    day = start.str.to_date("%Y%m%d")
    date = day if block.width == 8 else day.dt.month_end()
    lag = "3mo" if block.width == 4 else "2mo"
    rows = numbers(block, name).with_columns(date=date, decimals=pl.col("decimals") + shift)
    return rows.with_columns(available_from=pl.col("date").dt.month_start().dt.offset_by(lag).dt.month_end())


def _note(name: str, text: str, rows: pl.DataFrame) -> str:
    first, last = span(rows["date"])
    return f"{name}: CRSP {crsp_vintage(text)}, {first} to {last}, {rows.height} numbers."


def _table(name: str, key: tuple[str, ...], parts: list[Part]) -> Table:
    frame = pl.concat([part.rows for part in parts]).sort(key)
    last: date = span(frame["available_from"])[1]
    return Table(
        name=name,
        frame=frame,
        key=key,
        known_to=last,
        release=RELEASE,
        source=SOURCE,
        licence=LICENCE,
        revised=True,
        findings=tuple(part.note for part in parts),
    )
