"""Macro: what was known when, the rules by series, the holes of autumn 2025."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tools.vintage import releases
from tools.vintage.calendars import business_day, decisions, published
from tools.vintage.macro import decision_rows, release_rows
from tools.vintage.table import RawDataError

if TYPE_CHECKING:
    from tests.tools.conftest import Shipped
    from tools.vintage.table import Table

KNOWN = pl.read_csv(Path(__file__).parent.parent / "reference" / "vintage_known.csv", try_parse_dates=True)


def latest(macro: pl.DataFrame, series: str, asked: date) -> tuple[date, date]:
    """Date and publication day of the newest row of a series known on a day."""
    held = macro.filter(pl.col("series") == series, pl.col("available_from") <= asked)
    row = held.row(-1, named=True)
    return row["date"], row["available_from"]


@pytest.mark.parametrize(("series", "asked", "day", "out"), KNOWN.drop("source").rows())
def test_what_was_known(series: str, asked: date, day: date, out: date, shipped: Shipped) -> None:
    assert latest(shipped["macro"], series, asked) == (day, out)


def test_the_fixtures_know_the_same(built: dict[str, Table]) -> None:
    for series, asked, *known in KNOWN.drop("source").rows():
        assert latest(built["macro"].frame, series, asked) == tuple(known)


def test_nothing_is_known_before_the_day_it_describes(shipped: Shipped) -> None:
    macro = shipped["macro"]
    assert macro.filter(pl.col("available_from") < pl.col("date")).is_empty()
    same_day = macro.filter(pl.col("available_from") == pl.col("date"))["series"].unique().sort().to_list()
    assert same_day == ["DFEDTARL", "DFEDTARU"]
    known_to = date.fromisoformat(shipped.manifest["tables"]["macro"]["known_to"])
    assert macro.filter(pl.col("available_from") > known_to).is_empty()


def test_october_2025_stays_a_hole(shipped: Shipped) -> None:
    october = shipped["macro"].filter(pl.col("date") == date(2025, 10, 1))
    held = set(october["series"])
    assert not held & {"CPIAUCSL", "CPILFESL", "UNRATE"}
    assert {"PAYEMS", "PCEPI", "INDPRO"} <= held


def test_the_target_range_moves_on_the_day_of_the_decision(shipped: Shipped) -> None:
    upper = shipped["macro"].filter(pl.col("series") == "DFEDTARU")
    assert upper["date"].to_list() == [day for day in decisions() if day <= upper["date"][-1]]
    moves = upper.with_columns(by=pl.col("value").diff()).filter(pl.col("by") != 0)
    cuts = moves.filter(pl.col("date") > date(2025, 1, 1)).select("date", "by").rows()
    assert cuts[:3] == [(date(2025, 9, 17), -0.25), (date(2025, 10, 29), -0.25), (date(2025, 12, 10), -0.25)]
    first_moves = moves["date"].to_list()[:2]
    assert first_moves == [date(2015, 12, 16), date(2016, 12, 14)], "FRED carries these on the day itself"


def test_a_change_that_no_decision_explains_fails() -> None:
    daily = pl.DataFrame({"date": [date(2025, 6, 2), date(2025, 6, 3)], "value": [4.5, 4.25]})
    with pytest.raises(RawDataError, match="DFEDTARU changes on 2025-06-03"):
        decision_rows("DFEDTARU", daily)


def test_a_decision_without_a_next_day_is_left_out() -> None:
    days = pl.date_range(date(2025, 12, 1), date(2025, 12, 10), eager=True)
    rows = decision_rows("DFEDTARU", pl.DataFrame({"date": days, "value": [4.0] * 10}))
    assert rows.is_empty()


def test_a_value_that_was_never_published_is_left_out() -> None:
    rows = pl.DataFrame({"date": [date(2025, 9, 1), date(2025, 10, 1)], "value": [324.2, 324.6]})
    kept, notes = release_rows("CPIAUCSL", rows)
    assert kept["date"].to_list() == [date(2025, 9, 1)]
    assert notes == ["CPIAUCSL of 2025-10-01 has a value but was never published; left out."]


# Publication days of the Employment Situation, from the releases' own headings.
JOBS = {
    date(2004, 2, 1): date(2004, 3, 5),
    date(2008, 12, 1): date(2009, 1, 9),
    date(2010, 6, 1): date(2010, 7, 2),
    date(2013, 12, 1): date(2014, 1, 10),
    date(2015, 12, 1): date(2016, 1, 8),
    date(2019, 12, 1): date(2020, 1, 10),
    date(2020, 12, 1): date(2021, 1, 8),
    date(2021, 3, 1): date(2021, 4, 2),
    date(2024, 10, 1): date(2024, 11, 1),
    date(2024, 12, 1): date(2025, 1, 10),
    date(2025, 8, 1): date(2025, 9, 5),
}


@pytest.mark.parametrize(("month", "day"), JOBS.items())
def test_the_jobs_rule(month: date, day: date) -> None:
    assert releases.employment_friday(month) == day


def test_rules_are_late_rather_than_early() -> None:
    """Every day known by hand comes no later than its rule, but for delays that the calendar is there for."""
    rules = {"cpi": releases.end_of_next_month, "jobs": releases.employment_friday, "pce": releases.outlays,
             "output": releases.mid_next_month, "claims": releases.thursday}  # fmt: skip
    late = {
        (name, period)
        for name, rule in rules.items()
        for period, day in published(name).items()
        if day is not None and day > rule(period)
    }
    assert {period.year for _, period in late} <= {1995, 1996, 2013, 2018, 2019, 2025, 2026}
    assert not [period for name, period in late if name == "cpi" and 1995 < period.year < 2025]


@pytest.mark.parametrize(
    ("rule", "day", "known"),
    [
        (releases.next_business_day, date(2025, 12, 24), date(2025, 12, 26)),
        (releases.next_business_day, date(2026, 1, 17), date(2026, 1, 20)),
        (releases.second_business_day_after_month, date(2025, 12, 1), date(2026, 1, 5)),
        (releases.end_of_next_month, date(2016, 1, 1), date(2016, 2, 29)),
        (releases.outlays, date(2023, 1, 1), date(2023, 3, 17)),
        (releases.mid_next_month, date(2025, 8, 1), date(2025, 9, 22)),
        (releases.mid_next_month, date(1999, 11, 1), date(1999, 12, 31)),
        (releases.thursday, date(2026, 1, 3), date(2026, 1, 8)),
        (releases.survey, date(2025, 10, 1), date(2025, 11, 15)),
        (releases.survey, date(2011, 10, 1), date(2011, 12, 15)),
        (releases.third_business_day, date(2026, 1, 9), date(2026, 1, 14)),
        (releases.employment_friday, date(2003, 5, 1), date(2003, 6, 30)),
    ],
)
def test_rules_by_hand(rule: releases.Rule, day: date, known: date) -> None:
    assert rule(day) == known


def test_business_days_roll_forward_from_a_weekend() -> None:
    assert business_day(date(2025, 9, 20), 0, "forward") == date(2025, 9, 22)
