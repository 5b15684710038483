"""Records, drawdowns and phases against plain loops, on hand-made prices with ties, gaps and constants."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rotascope.errors import DataError
from tests.measures.hand import Prices, ask, closes, gapped, market_of, number, sessions, two_legs
from tests.naive import records as naive

YEARS = "2020-11-02"  # forty sessions on, a new year has begun
LONG = closes(60, 120)


def _common(first: Prices, second: Prices) -> tuple[list[int], list[float], list[float]]:
    held = [(index, a, b) for index, (a, b) in enumerate(zip(first, second, strict=True)) if a and b]
    return [index for index, _, _ in held], [a for _, a, _ in held], [b for _, _, b in held]


@given(gapped())
@example(([1.0, 2.0, 3.0], [1.0, 1.0, 1.0]))
@example(([1.0, 2.0, None, 4.0, 5.0], [1.0, 1.0, 1.0, 1.0, 1.0]))
@example(([2.0, 2.0, 2.0], [2.0, 2.0, 2.0]))
def test_streak(legs: tuple[Prices, Prices]) -> None:
    places, first, second = _common(*legs)
    directly = [False, *(now == before + 1 for before, now in pairwise(places))]
    runs = naive.streaks(first, second, directly)
    value, as_long, longest = naive.last_streak(runs)
    found = ask(market_of({"AAA": legs[0], "BBB": legs[1]}), "outperformance_streak", "AAA/BBB")
    assert found.value == value
    assert found.detail["longest_before"] == longest
    days = sessions(len(legs[0]))
    assert found.detail["last_as_long"] == (None if as_long is None else days[places[as_long + 1]])
    expected = sum(run == value for run in runs) if value else None
    assert found.detail["runs_as_long"] == expected


@given(gapped(), st.sampled_from(("week", "month")), st.sampled_from(("up", "down")))
@example(([1.0, 2.0, 3.0, 4.0, 5.0, *[None] * 5, *range(6, 17)], [1.0] * 21), "week", "up")
def test_streak_by_period(legs: tuple[Prices, Prices], period: str, direction: str) -> None:
    places, first, second = _common(*legs)
    days = [sessions(len(legs[0]))[place] for place in places]
    keys = [(day - timedelta(days=day.weekday())).toordinal() // 7 if period == "week" else day.year * 12 + day.month
            for day in days]  # fmt: skip
    ends = [at for at in range(len(days)) if at + 1 == len(days) or keys[at + 1] != keys[at]]
    assume(len(ends) > 1)
    directly = [False, *(keys[now] == keys[before] + 1 for before, now in pairwise(ends))]
    ahead, behind = (first, second) if direction == "up" else (second, first)
    runs = naive.streaks([ahead[at] for at in ends], [behind[at] for at in ends], directly)
    value, as_long, longest = naive.last_streak(runs)
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    found = ask(market, "streak", "AAA/BBB", period=period, direction=direction)
    assert (found.value, found.detail["longest_before"]) == (value, longest)
    assert found.detail["last_as_long"] == (None if as_long is None else days[ends[as_long + 1]])


@given(LONG, st.integers(1, 60))
def test_opening_rank(levels: list[float], window: int) -> None:
    days = sessions(len(levels), YEARS)
    openings = naive.openings(days, levels)
    this_year = days[-1].year
    assume(this_year in openings)
    market = market_of({"AAA": levels}, YEARS)
    found = ask(market, "opening_rank", "AAA")
    assert found.value == naive.rank(list(openings.values()), openings[this_year])
    assert found.detail["openings"] == pytest.approx(openings, abs=1e-12)
    assume(window <= sum(day.year == this_year for day in days))
    fewer = naive.openings(days, levels, window)
    assert number(market, "opening_rank", "AAA", window=window) == naive.rank(list(fewer.values()), fewer[this_year])


@given(closes(500, 520))
def test_opening_rank_over_several_years(levels: list[float]) -> None:
    days = sessions(len(levels), "2020-12-15")
    openings = naive.openings(days, levels)
    found = ask(market_of({"AAA": levels}, "2020-12-15"), "opening_rank", "AAA")
    assert found.value == naive.rank(list(openings.values()), openings[days[-1].year])
    assert found.detail["years"] == len(openings)


@given(closes(), st.booleans())
@example([2.0, 2.0], True)
@example([5.0, 3.0, 4.0], True)
def test_extreme_since(levels: list[float], high: bool) -> None:
    value, place = naive.extreme_since(levels, high)
    found = ask(market_of({"AAA": levels}), "extreme_since", "AAA", direction="high" if high else "low")
    assert found.value == value
    assert found.detail["since"] == (None if place is None else sessions(len(levels))[place])
    assert found.detail["on_record"] == (place is None)


@given(closes())
@example([3.0, 3.0, 3.0])
def test_drawdowns(levels: list[float]) -> None:
    market = market_of({"AAA": levels})
    assert number(market, "drawdown", "AAA") == pytest.approx(naive.drawdown(levels), abs=1e-12)
    found = ask(market, "max_drawdown", "AAA")
    assert found.value == pytest.approx(naive.max_drawdown(levels), abs=1e-12)
    at = dict(zip(sessions(len(levels)), levels, strict=True))
    peak, trough = found.detail["peak"], found.detail["trough"]
    assert peak <= trough  # type: ignore[operator]
    assert at[trough] / at[peak] - 1 == pytest.approx(found.value, abs=1e-12)  # type: ignore[index]


@given(two_legs(12, 30), st.integers(3, 8), st.integers(1, 4))
def test_phase(legs: tuple[list[float], list[float]], window: int, momentum_window: int) -> None:
    first, second = legs
    try:
        points = naive.coordinates(first, second, window, momentum_window)
    except ZeroDivisionError:
        assume(False)
    # Where a window hardly moves, the scale is rounding error, and either answer will do.
    assume(all(abs(level) > 1e-6 and abs(momentum) > 1e-6 for level, momentum in points))
    phases = [naive.phase(*point) for point in points]
    age = next((back for back, name in enumerate(reversed(phases)) if name != phases[-1]), len(phases))
    market = market_of({"AAA": first, "BBB": second})
    asked = {"window": window, "momentum_window": momentum_window}
    found = ask(market, "phase", "AAA/BBB", **asked)
    assert found.value == {
        "strength_level": pytest.approx(points[-1][0], rel=1e-6, abs=1e-9),
        "strength_momentum": pytest.approx(points[-1][1], rel=1e-6, abs=1e-9),
        "sessions": age,
    }
    assert found.detail["phase"] == phases[-1]
    assert found.detail["shares"] == pytest.approx(
        {name: phases.count(name) / len(phases) for name in ("leading", "weakening", "lagging", "improving")}
    )


@pytest.mark.parametrize("measure", ["strength_level", "strength_momentum", "phase"])
@pytest.mark.parametrize("factor", [1.0, 3.0, 1 / 7])
def test_a_ratio_that_never_moves_has_no_place_on_the_map(measure: str, factor: float) -> None:
    first = [100.37 * 1.013**step for step in range(40)]
    market = market_of({"AAA": first, "BBB": [price * factor for price in first]})
    with pytest.raises(DataError, match="did not move"):
        ask(market, measure, "AAA/BBB", window=10, momentum_window=3)
