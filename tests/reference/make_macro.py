"""Expected values of the macro measures, by pandas: python -m tests.reference.make_macro --raw RAW"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tests.reference import macro_calendar as calendar
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_macro.csv")
ORIGIN = f"pandas {pd.__version__}; tests/reference/make_macro.py; macro/fred_{{file}}.csv, newest by macro_calendar.py"
Answer = tuple[str, str, str, str, dict[str, Any], dict[str, Any]]
INDICES = {
    "CPI": ("CPI", calendar.PRICES),
    "CORE_CPI": ("CORE_CPI", calendar.PRICES),
    "PCE": ("PCE", calendar.OUTLAYS),
    "CORE_PCE": ("CORE_PCE", calendar.OUTLAYS),
}


def make(raw: Raw) -> Iterable[Row]:
    """A row for each figure of each case."""
    for answers in (inflation, jobs, sahm, output, claims, survey, conditions, yields, rate_records):
        for file, measure, of, as_of, params, found in answers(raw):
            origin = ORIGIN.format(file=file)
            yield from rows((measure, of, "", as_of, params), found, 1e-8, origin)


def monthly(raw: Raw, file: str, column: str, last: str) -> Any:
    """A monthly series to its newest month, NaN in a hole."""
    return raw.macro(file, column).asfreq("MS")[:last]


def growth(series: Any, months: int) -> float | None:
    """Change over so many months; None where the base is a hole."""
    change = series.iloc[-1] / series.iloc[-1 - months] - 1
    return None if np.isnan(change) else change


def inflation(raw: Raw) -> Iterator[Answer]:
    for of, (column, known) in INDICES.items():
        for as_of, last in known.items():
            series = monthly(raw, "inflation", column, last)
            found = {"value": growth(series, 12), "detail.month": last}
            yield "inflation", "inflation_rate", of, as_of, {}, found
    for months in (1, 2, 3):
        series = monthly(raw, "inflation", "CPI", "2025-12-01")
        yield "inflation", "inflation_rate", "CPI", "2026-01-14", {"months": months}, {"value": growth(series, months)}


def jobs(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.JOBS.items():
        rate = raw.macro("labor", "UNRATE")[:last].iloc[-1] / 100
        yield "labor", "unemployment_rate", "", as_of, {}, {"value": rate, "detail.month": last}
        for months in (1, 3):
            payrolls = monthly(raw, "labor", "PAYEMS", last)
            change = round((payrolls.iloc[-1] - payrolls.iloc[-1 - months]) * 1000)
            params = {} if months == 1 else {"months": months}
            yield "labor", "payroll_change", "", as_of, params, {"value": change, "detail.month": last}


def sahm(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.JOBS.items():
        means = monthly(raw, "labor", "UNRATE", last).rolling(3, min_periods=3).mean()
        gap = means - means.shift(1).rolling(12, min_periods=12).min()
        value = None if np.isnan(gap.iloc[-1]) else gap.iloc[-1] / 100
        yield "labor", "sahm_gap", "", as_of, {}, {"value": value, "detail.month": last}


def output(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.OUTPUT.items():
        series = monthly(raw, "growth", "INDPRO", last)
        found = {"value": growth(series, 12), "detail.month": last}
        yield "growth", "industrial_production", "", as_of, {}, found
        yield "growth", "industrial_production", "", as_of, {"months": 1}, {"value": growth(series, 1)}


def claims(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.CLAIMS.items():
        mean = raw.macro("labor", "ICSA")[:last].rolling(4).mean().iloc[-1]
        yield "labor", "jobless_claims", "", as_of, {}, {"value": mean, "detail.week": last}


def survey(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.SURVEY.items():
        share = raw.macro("credit", "SLOOS_CI_STD")[last] / 100
        yield "credit", "credit_standards", "", as_of, {}, {"value": share, "detail.survey": last}


def conditions(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.CONDITIONS.items():
        yield "liquidity", "financial_conditions", "", as_of, {}, {"value": raw.macro("liquidity", "NFCI")[last]}


def yields(raw: Raw) -> Iterator[Answer]:
    for as_of, last in calendar.YIELDS.items():
        ten = raw.macro("rates", "DGS10")[last] / 100
        yield "rates", "yield_level", "", as_of, {}, {"value": ten, "detail.date": last}
        for of, short in (("10y-2y", "DGS2"), ("30y-5y", "DGS5"), ("10y-3m", "DGS3MO")):
            long = "DGS30" if of[0] == "3" else "DGS10"
            slope = (raw.macro("rates", long) - raw.macro("rates", short)).dropna()[:last] / 100
            yield "rates", "curve_slope", of, as_of, {}, {"value": slope.iloc[-1], "detail.date": last}
            yield from _change(slope, of, as_of)


def rate_records(raw: Raw) -> Iterator[Answer]:
    """Back from the last published day to one at or beyond it."""
    tens, twos = raw.macro("rates", "DGS10"), raw.macro("rates", "DGS2")
    for of, series, as_of, last, sign in (
        ("10y", tens, "2023-10-20", "2023-10-19", 1),  # a Friday; Thursday's yield
        ("10y-2y", (tens - twos).dropna().round(6), "2023-07-05", "2023-07-03", -1),  # after the holiday
        ("unrate", raw.macro("labor", "UNRATE"), "2025-12-19", "2025-11-01", 1),
    ):
        known = series[:last] * sign
        before = known.iloc[:-1]
        since = before.index[before >= known.iloc[-1] - 1e-9][-1]
        found = {"value": int((before.index > since).sum()), "detail.since": since}
        params = {} if sign > 0 else {"direction": "low"}
        yield "labor" if of == "unrate" else "rates", "rate_extreme_since", of, as_of, params, found


def _change(slope: Any, of: str, as_of: str) -> Iterator[Answer]:
    for months in (1, 3, 12):
        base = slope.index.asof(slope.index[-1] - pd.DateOffset(months=months))
        change = slope.iloc[-1] - slope[base]
        every = slope.diff(len(slope[base:]) - 1).dropna().round(8)
        found = {"value": change, "detail.from": base}
        found["detail.share_at_least"] = float((every * np.sign(change) >= abs(round(change, 8))).mean())
        yield "rates", "curve_slope_change", of, as_of, {"months": months}, found


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
