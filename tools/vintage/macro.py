"""Macro series of the US government: FRED's values, each with the day it was published."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from tools.vintage import releases as rule
from tools.vintage.calendars import decisions
from tools.vintage.raw import raw_file, span
from tools.vintage.table import RawDataError, Table

if TYPE_CHECKING:
    from pathlib import Path

    from tools.vintage.releases import Rule


class Series(NamedTuple):
    """Where a series stands in the raw files and when its rows are published."""

    file: str
    column: str
    release: Rule


def catalog() -> dict[str, Series]:
    """FRED id -> series, for all but the target range, which has one row per decision."""
    prices = rule.by_hand("cpi", rule.end_of_next_month)
    jobs = rule.by_hand("jobs", rule.employment_friday)
    outlays = rule.by_hand("pce", rule.outlays)
    surveys = rule.by_hand("survey", rule.survey)
    series = {name: Series("rates", name, rule.next_business_day) for name in ("DFF", *CURVE)}
    return series | {
        "FEDFUNDS": Series("rates", "FEDFUNDS", rule.second_business_day_after_month),
        "UNRATE": Series("labor", "UNRATE", jobs),
        "PAYEMS": Series("labor", "PAYEMS", jobs),
        "ICSA": Series("labor", "ICSA", rule.by_hand("claims", rule.thursday)),
        "CPIAUCSL": Series("inflation", "CPI", prices),
        "CPILFESL": Series("inflation", "CORE_CPI", prices),
        "PCEPI": Series("inflation", "PCE", outlays),
        "PCEPILFE": Series("inflation", "CORE_PCE", outlays),
        "INDPRO": Series("growth", "INDPRO", rule.by_hand("output", rule.mid_next_month)),
        "DRTSCILM": Series("credit", "SLOOS_CI_STD", surveys),
        "DRSDCILM": Series("credit", "SLOOS_CI_DEM", surveys),
        "NFCI": Series("liquidity", "NFCI", rule.third_business_day),
        "ANFCI": Series("liquidity", "ANFCI", rule.third_business_day),
    }


CURVE = ("DGS1MO", "DGS3MO", "DGS6MO", "DGS1", "DGS2", "DGS3", "DGS5", "DGS7", "DGS10", "DGS20", "DGS30")
TARGET_RANGE = ("DFEDTARL", "DFEDTARU")


def build_macro(raw: Path) -> Table:
    """Columns series, date, value, available_from; rows never published are left out."""
    columns = {name: read_column(raw, part.file, part.column) for name, part in catalog().items()}
    targets = {name: read_column(raw, "rates", name) for name in TARGET_RANGE}
    known_to = max(span(rows["date"])[1] for rows in [*columns.values(), *targets.values()] if rows.height)
    released = [release_rows(name, rows) for name, rows in columns.items()]
    # What the raw files hold was public when they were taken, whatever a late rule says.
    dated = pl.concat([frame for frame, _ in released]).with_columns(
        pl.col("available_from").clip(upper_bound=known_to)
    )
    decided = [decision_rows(name, rows) for name, rows in targets.items()]
    notes = [note for _, part in released for note in part]
    return _table(pl.concat([dated, *decided]).sort("series", "date"), known_to, notes)


def read_column(raw: Path, file: str, column: str) -> pl.DataFrame:
    """Columns date, value of one column of a wide FRED file; empty cells left out."""
    path = raw_file(raw, f"macro/fred_{file}.csv")
    table = pl.read_csv(path, infer_schema=False)
    if column not in table.columns:
        raise RawDataError(f"The raw file macro/fred_{file}.csv has no column {column}.")
    rows = table.select(pl.col("date").str.to_date(), pl.col(column).cast(pl.Float64).alias("value"))
    return rows.drop_nulls().sort("date")


def release_rows(name: str, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The rows with their publication day, and a sentence for each that the calendar says never came."""
    release = catalog()[name].release
    days = [release(day) for day in rows["date"]]
    dated = rows.select(pl.lit(name).alias("series"), "date", "value").with_columns(
        pl.Series("available_from", days, dtype=pl.Date)
    )
    never = dated.filter(pl.col("available_from").is_null())["date"].to_list()
    notes = [f"{name} of {day} has a value but was never published; left out." for day in never]
    return dated.drop_nulls("available_from"), notes


def decision_rows(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per decision, holds included, known on its own day; `rows` are FRED's daily values.

    FRED carries most changes from the day after the decision and three from the day itself, so the value of
    the day after is the decision's. A change that no decision explains raises RawDataError.
    """
    daily = dict(rows.iter_rows())
    explained = {day + timedelta(days=n) for day in decisions() for n in (0, 1)}
    changes = [day for before, day in pairwise(daily) if daily[before] != daily[day]]
    if strange := [day for day in changes if day not in explained]:
        raise RawDataError(f"{name} changes on {strange[0]}, which no decision in fomc.csv explains.")
    made = [day for day in decisions() if day + timedelta(days=1) in daily]
    values = [daily[day + timedelta(days=1)] for day in made]
    dates = pl.Series("date", made, dtype=pl.Date)
    return pl.DataFrame({"date": dates, "value": pl.Series(values, dtype=pl.Float64)}).select(
        pl.lit(name).alias("series"), "date", "value", pl.col("date").alias("available_from")
    )


def _table(frame: pl.DataFrame, known_to: date, notes: list[str]) -> Table:
    return Table(
        name="macro",
        frame=frame,
        key=("series", "date"),
        known_to=known_to,
        release="Publication days known by hand where a fixed lag would leak, else a rule by series that is "
        "late rather than early (see DATA.md); policy decisions on the day they were made.",
        source="FRED, Federal Reserve Bank of St. Louis (Federal Reserve, Bureau of Labor Statistics, Bureau "
        "of Economic Analysis, Department of Labor), by public mirrors.",
        licence="US government works.",
        revised=True,
        unrevised=("DFF", "FEDFUNDS", *CURVE, *TARGET_RANGE),
        findings=tuple(notes),
    )
