"""Occurrences and outcomes against a script of pandas on the raw files, and figures that follow from them by hand."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from statistics import mean, median, stdev

import pytest

from rotascope import Market
from rotascope.data.history import day_of
from rotascope.explain.studies import Study, named_study, studies, study

TABLE = Path(__file__).parent.parent / "reference" / "studies.csv"
ASKED = {
    "strong-start": (named_study("strong-start").condition, named_study("strong-start").then),
    "streak": ("outperformance_streak(IWM/SPY) >= 10", "active_return(IWM, SPY, next 63)"),
    "low": ("relative_strength(IWM/SPY, window 756) is at low", "active_return(IWM, SPY, next 252)"),
    "december": ("month is December", "active_return(IWM, SPY, next month)"),
}


def asked(name: str, as_of: str = "2026-01-14") -> Study:
    return study(*ASKED[name], Market.open().as_of(as_of))


@pytest.mark.parametrize("name", ASKED)
def test_occurrences_and_outcomes_are_those_of_pandas(name: str) -> None:
    with TABLE.open(newline="", encoding="utf-8") as file:
        wanted = [row for row in csv.DictReader(file) if row["study"] == name]
    found = asked(name)
    assert len(wanted) >= 2
    assert [day_of(day).isoformat() for day in found.days] == [row["day"] for row in wanted]
    assert [day_of(day).isoformat() for day in found.ends] == [row["end"] for row in wanted]
    assert found.outcomes == pytest.approx([float(row["outcome"]) for row in wanted], abs=1e-9)


def test_the_figures_follow_from_the_occurrences() -> None:
    found = asked("strong-start")
    outcomes = found.outcomes.tolist()
    assert found.found.mean == pytest.approx(mean(outcomes))
    assert found.found.median == pytest.approx(median(outcomes))
    assert found.found.hits == sum(value > 0 for value in outcomes) / len(outcomes)
    assert found.found.deviation == pytest.approx(stdev(outcomes))
    # One window a year from 2001 to 2025, none touching the next.
    assert (found.base.count, found.base.apart, found.found.apart) == (25, 25, 4)
    # 1.959964 + 0.841621 standard errors of the difference between 4 cases and the 21 others.
    assert found.detectable == pytest.approx(2.801585 * found.base.deviation * (1 / 4 + 1 / 21) ** 0.5, rel=1e-6)


def test_an_outcome_counts_when_it_is_over_and_not_before() -> None:
    """The tenth session of 2023 opened the window; its year was over when 2024's first session had come."""
    assert date(2023, 1, 17) in asked("strong-start", "2023-12-29").pending
    closed = asked("strong-start", "2024-01-02")
    assert day_of(closed.days[-1]) == date(2023, 1, 17)
    assert not closed.pending


def test_a_pending_occurrence_blocks_those_after_it() -> None:
    found = study("period_return(IWM, 1) > 0", "period_return(IWM, next 63)", Market.open().as_of("2026-01-14"))
    assert len(found.pending) == 1


def test_spacing_by_sessions() -> None:
    panel = Market.open().as_of("2026-01-14")
    close = study("outperformance_streak(IWM/SPY) >= 10 every 1", "active_return(IWM, SPY, next 63)", panel)
    apart = study("outperformance_streak(IWM/SPY) >= 10", "active_return(IWM, SPY, next 63)", panel)
    assert close.found.count > apart.found.count
    assert close.found.apart == apart.found.count == apart.found.apart


@pytest.mark.parametrize(
    ("condition", "scheme"),
    [
        ("month is December", "season"),
        ("year >= 2010 and not first 10 sessions of month", "season"),
        ("year >= 2010", "years"),
        ("month is December and drawdown(SPY) < -10%", "years"),
    ],
)
def test_a_mere_season_is_tested_within_the_year(condition: str, scheme: str) -> None:
    found = study(condition, "period_return(SPY, next 5)", Market.open().as_of("2025-12-31"), draws=100)
    assert found.chance.scheme == scheme


def test_the_sell_off_of_one_month_each_year() -> None:
    """A season by hand: SPY's Septembers since 1993 beside all other months, each month one window."""
    found = study("month is August", "period_return(SPY, next month)", Market.open().as_of("2025-12-31"), draws=500)
    ends = [day_of(day) for day in found.ends]
    assert {day.month for day in ends} == {9}
    assert found.found.count == 33  # 1993 to 2025
    assert found.base.count == 12 * 33 - 2  # February 1993 to November 2025
    assert found.base.apart == found.base.count


def test_a_batch_gives_what_each_study_alone_would() -> None:
    market = Market.open()
    asked = [ASKED["streak"], ASKED["low"], ("month is May", "period_return(SPY, next 21) > 0"), ASKED["streak"]]
    together = studies(asked, market.as_of("2026-01-14"), draws=200)
    alone = [study(*one, market.as_of("2026-01-14"), draws=200) for one in asked]
    assert [one.to_dict() for one in together] == [one.to_dict() for one in alone]


def test_years_bound_the_base_rate_too() -> None:
    found = study(
        "month is August and year >= 2000", "period_return(SPY, next month)", Market.open().as_of("2025-12-31")
    )
    assert (found.found.count, found.base.count) == (26, 310)  # from February 2000 to November 2025
    assert found.since == date(2000, 1, 31)


def test_months_that_end_without_a_session_are_apart_too() -> None:
    """By month from January 1928 to October 2025 less the last, of which none follows: a window each."""
    found = study(
        "month is December", "active_return(small/large_since_1926, next month)", Market.open().as_of("2026-01-14")
    )
    assert found.base.apart == (2025 - 1928) * 12 + 9
    assert found.found.apart == found.found.count == 2025 - 1928 + 1


def test_the_path_of_all_windows_ends_where_their_mean_does() -> None:
    found = study(
        "period_return(IWM, 63) < -10%", "active_return(IWM, SPY, next 63)", Market.open().as_of("2026-01-14")
    )
    assert found.base.count > 6000
    assert found.base_path[-1] == pytest.approx(found.base.mean, abs=1e-12)
    assert found.paths[:, -1] == pytest.approx(found.outcomes, abs=1e-12)
