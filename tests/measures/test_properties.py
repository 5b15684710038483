"""What must hold of the measures whatever the prices: scale, symmetry, chaining, bounds, an unchanging past."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rotascope.errors import DataError
from rotascope.measures.strength import coordinates
from rotascope.pairs import parse_subject
from tests.measures.hand import ask, closes, market_of, number, sessions, two_legs

ONE_LEG = ("period_return", "annualised_return", "annualised_volatility", "drawdown", "max_drawdown", "extreme_since")
TWO_LEGS = ("active_return", "beta", "outperformance_streak", "extreme_since", "relative_strength")
FACTORS = st.one_of(st.sampled_from([0.1, 3.0, 7.0]), st.floats(0.01, 100))
Legs = tuple[list[float], list[float]]


def _asked(measure: str) -> dict[str, object]:
    takes_none = ("extreme_since", "outperformance_streak", "opening_rank")
    return {} if measure in takes_none else {"window": "all"}


@given(closes(3), FACTORS)
@example([1.1, 1.3, 1.1, 1.3], 3.0)
def test_one_leg_does_not_know_its_scale(levels: list[float], factor: float) -> None:
    plain, scaled = (market_of({"AAA": [price * by for price in levels]}) for by in (1.0, factor))
    for measure in ONE_LEG:
        asked = _asked(measure)
        before, after = (number(market, measure, "AAA", **asked) for market in (plain, scaled))
        assert after == pytest.approx(before, rel=1e-9, abs=1e-9), measure


@given(two_legs(4), FACTORS)
@example(([1.1, 1.2, 1.3, 1.4], [2.2, 2.4, 2.6, 2.8]), 3.0)
@example(([1.0, 1.0, 1.0, 2.0, 1.0, 2.0], [1.0, 1.0, 2.0, 3.0, 2.0, 3.0]), 7.0)
def test_pairs_do_not_know_their_scale(legs: Legs, factor: float) -> None:
    first, second = legs
    assume(len(set(second)) > 1)
    plain = market_of({"AAA": first, "BBB": second})
    scaled = market_of({"AAA": [price * factor for price in first], "BBB": second})
    for measure in TWO_LEGS:
        asked = _asked(measure)
        before, after = (number(market, measure, "AAA/BBB", **asked) for market in (plain, scaled))
        assert after == pytest.approx(before, rel=1e-9, abs=1e-9), measure


@given(two_legs())
def test_active_return_turns_its_sign_when_legs_swap(legs: Legs) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    one, other = (number(market, "active_return", pair, window="all") for pair in ("AAA/BBB", "BBB/AAA"))
    assert one == -other


@given(two_legs(), closes(40))
def test_relative_strength_chains(legs: Legs, third: list[float]) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1], "CCC": third[: len(legs[0])]})
    strength = {
        pair: number(market, "relative_strength", pair) for pair in ("AAA/BBB", "BBB/CCC", "AAA/CCC", "BBB/AAA")
    }
    assert strength["AAA/BBB"] * strength["BBB/CCC"] == pytest.approx(strength["AAA/CCC"])
    assert strength["AAA/BBB"] * strength["BBB/AAA"] == pytest.approx(1)


@given(closes(3), st.data())
def test_returns_compound_across_adjoining_windows(levels: list[float], data: st.DataObject) -> None:
    market, days = market_of({"AAA": levels}), sessions(len(levels))
    between = days[data.draw(st.integers(1, len(days) - 2))]
    whole = number(market, "period_return", "AAA", since=days[0])
    early = number(market, "period_return", "AAA", since=days[0], as_of=between)
    late = number(market, "period_return", "AAA", since=between)
    assert (1 + early) * (1 + late) == pytest.approx(1 + whole)


@given(closes())
def test_max_drawdown_is_the_deeper_one_and_neither_is_above_zero(levels: list[float]) -> None:
    market = market_of({"AAA": levels})
    now, deepest = (number(market, measure, "AAA") for measure in ("drawdown", "max_drawdown"))
    assert -1 < deepest <= now <= 0


@given(two_legs())
@example(([1.0, 1.0], [2.0, 2.0]))
def test_at_most_one_side_has_a_streak(legs: Legs) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    one, other = (number(market, "outperformance_streak", pair) for pair in ("AAA/BBB", "BBB/AAA"))
    assert min(one, other) == 0
    assert 0 <= max(one, other) < len(legs[0])


@given(two_legs(6), closes(40))
def test_ranks_lie_between_one_and_the_number_ranked(legs: Legs, third: list[float]) -> None:
    prices = {"AAA": legs[0], "BBB": legs[1], "CCC": third[: len(legs[0])]}
    market = market_of(prices)
    found = {of: ask(market, "rank_within", of, group="AAA+BBB+CCC", window="all") for of in prices}
    ranks = {of: finding.value for of, finding in found.items()}
    returns = {of: number(market, "period_return", of, window="all") for of in prices}
    assert min(ranks.values()) == 1  # type: ignore[type-var]
    assert all(finding.detail["members"] == 3 for finding in found.values())
    for of, rank in ranks.items():
        assert rank == 1 + sum(other > returns[of] for other in returns.values())


@given(closes(60, 80))
def test_opening_rank_lies_between_one_and_the_number_of_years(levels: list[float]) -> None:
    found = ask(market_of({"AAA": levels}, "2020-12-01"), "opening_rank", "AAA")
    assert isinstance(found.value, int)
    assert 1 <= found.value <= found.detail["years"]  # type: ignore[operator]
    assert found.detail["chance"] == pytest.approx(found.value / found.detail["years"])  # type: ignore[operator]


@given(two_legs(20, 40), st.integers(12, 40))
def test_past_coordinates_never_change(legs: Legs, known: int) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    pair = parse_subject("AAA/BBB", market)
    days = sessions(len(legs[0]))
    then, now = (market.as_of(day) for day in (days[min(known, len(days)) - 1], days[-1]))
    moves = [a / b for a, b in zip(*legs, strict=True)]
    assume(len(set(moves[4 : min(known, len(days))])) > 6)
    early, late = (coordinates(panel, pair, 6, 3) for panel in (then, now))  # type: ignore[arg-type]
    kept = len(early.days)
    for before, after in ((early.days, late.days), (early.level, late.level), (early.momentum, late.momentum)):
        np.testing.assert_array_equal(before, after[:kept])


@given(two_legs(), st.floats(0.25, 8), st.floats(0.25, 8))
def test_basket_weights_have_no_scale(legs: Legs, weight: float, other: float) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    a, b = round(weight, 2), round(other, 2)
    halved, plain, doubled = (
        number(market, "period_return", f"{a * by:.3f}*AAA+{b * by:.3f}*BBB", window="all") for by in (0.5, 1, 2)
    )
    assert halved == pytest.approx(plain, abs=1e-12)
    assert doubled == pytest.approx(plain, abs=1e-12)


@given(two_legs())
def test_equal_weights_are_the_plain_basket(legs: Legs) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    twice, plain = (ask(market, "period_return", of, window="all") for of in ("2*AAA+2*BBB", "AAA+BBB"))
    assert twice.value == plain.value
    assert twice.id == plain.id


@given(two_legs(3, 30))
def test_a_basket_return_is_the_weighted_mean_each_session(legs: Legs) -> None:
    market = market_of({"AAA": legs[0], "BBB": legs[1]})
    own = [number(market, "period_return", of, window="1") for of in ("AAA", "BBB")]
    basket = number(market, "period_return", "3*AAA+1*BBB", window="1")
    assert basket == pytest.approx(0.75 * own[0] + 0.25 * own[1], abs=1e-9)


@given(closes(4), FACTORS)
@example([1.1, 1.3, 1.7, 1.9], 3.0)
def test_a_leg_against_itself_times_a_constant_is_level(levels: list[float], factor: float) -> None:
    assume(len(set(levels)) > 1)
    market = market_of({"AAA": [price * factor for price in levels], "BBB": levels})
    assert number(market, "beta", "AAA/BBB", window="all") == pytest.approx(1)
    assert number(market, "active_return", "AAA/BBB", window="all") == pytest.approx(0, abs=1e-12)
    for pair in ("AAA/BBB", "BBB/AAA"):
        assert number(market, "outperformance_streak", pair) == 0, "a tie is no win, whatever the rounding"


@pytest.mark.parametrize(("measure", "of"), [("beta", "BBB/AAA"), ("flatness", "AAA"), ("flatness", "AAA/CCC")])
def test_what_never_varies_gives_no_scale(measure: str, of: str) -> None:
    """Growth by the same 1.3 % every session: its returns vary by rounding error alone."""
    steady = [100.37 * 1.013**step for step in range(60)]
    wavy = [50.0 + step % 7 for step in range(60)]
    market = market_of({"AAA": steady, "BBB": wavy, "CCC": [price * 3 for price in steady]})
    with pytest.raises(DataError):
        ask(market, measure, of, window="21")
