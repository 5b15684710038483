"""Figures of January 2026 that were worked out by hand from the raw closes, and a few from other years."""

from __future__ import annotations

import pytest

from rotascope import Market, Question, answer

# measure, subject, since, as of, parameters, value to the digits worked out by hand
BY_HAND: list[tuple[str, str | None, str | None, str, dict[str, object], float]] = [
    # adjusted closes of 2025-12-31 and 2026-01-14: IWM 245.1399 and 262.0994, QQQ 612.8630 and 618.0907
    ("period_return", "IWM", "2025-12-31", "2026-01-14", {}, 0.0692),
    ("period_return", "QQQ", "2025-12-31", "2026-01-14", {}, 0.0085),
    ("period_return", "IWM", None, "2026-01-09", {}, 0.0572),
    ("active_return", "IWM/QQQ", None, "2026-01-14", {}, 0.0607),
    ("period_return", "IWM", None, "2026-01-14", {"window": 1}, 0.0070),
    ("period_return", "KRE", None, "2026-01-14", {}, 0.0335),
    ("outperformance_streak", "IWM/SPY", None, "2026-01-22", {}, 14),
    ("outperformance_streak", "RUT/SPX", None, "2026-01-22", {}, 14),
    ("opening_rank", "IWM", None, "2026-01-14", {}, 3),
    ("curve_slope", None, None, "2026-01-15", {}, 0.0064),
    ("implied_upside", "RUT", None, "2026-01-14", {"target": 2825}, 0.0654),
    ("implied_upside", "RUT", "2025-12-31", "2026-01-14", {"target": 2825}, 0.1382),
]


@pytest.fixture(scope="module")
def market() -> Market:
    return Market.open()


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: f"{row[0]}-{row[1]}-{row[3]}")
def test_a_figure_worked_out_by_hand(
    market: Market, row: tuple[str, str | None, str | None, str, dict[str, object], float]
) -> None:
    measure, of, since, as_of, params, expected = row
    value = answer(Question(measure, of=of, since=since, as_of=as_of, params=params), market).value
    assert isinstance(value, float | int)
    assert round(value, 4) == expected


def test_records_name_their_history(market: Market) -> None:
    opening = answer(Question("opening_rank", of="IWM", as_of="2026-01-14"), market)
    assert opening.detail["years"] == 26
    assert list(opening.detail["stronger"]) == [2021, 2023]  # type: ignore[call-overload]
    assert opening.detail["strongest_in_over_a_decade"] is False
    streak = answer(Question("outperformance_streak", of="RUT/SPX", as_of="2026-01-22"), market)
    assert str(streak.detail["last_as_long"]) == "1996-05-07"
    longest = answer(Question("outperformance_streak", of="IWM/SPY", as_of="2026-01-22"), market)
    assert (longest.detail["last_as_long"], longest.detail["longest_before"]) == (None, 13)


def test_the_policy_rate(market: Market) -> None:
    moves = answer(Question("policy_moves", as_of="2026-01-14"), market)
    assert moves.value == {"count": 3, "size": -0.0025, "total": -0.0075, "holds": 0}
    assert str(moves.detail["since"]) == "2025-09-17"
    held = answer(Question("policy_range", as_of="2026-01-14"), market)
    assert held.value == {"lower": 0.035, "upper": 0.0375}
