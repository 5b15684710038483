"""Four stocks and six days: figures of the universe that can be worked out on paper."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from rotascope import Market
from rotascope.data.slices import Slice
from rotascope.errors import RotascopeError, UsageError
from rotascope.measures.breadth import daily_share_above
from tests.measures.stocks import ask, market, members, names

Closes = dict[str, list[float | None]]
US, EQUAL, INDEX = Slice("us"), Slice("us", weighting="equal"), Slice("sp500")
SHARES = {"A": {0: 100.0}, "B": {0: 50.0}, "C": {0: 10.0}, "D": {0: 5.0}}
CLOSES = {
    "A": [10, 11, 11, 11, 11, 11],  # caps 1,000, 1,100 ...
    "B": [20, 20, 10, 10, 10, 10],  # 1,000, 1,000, 500 ...
    "C": [10, 10, 10, 20, 20, 20],  # 100 ... 200
    "D": [10, 10, 10, 10, 10, 15],  # 50 ... 75
}
HAND = market(CLOSES, shares=SHARES, index=dict.fromkeys("ABCD", (0, None)), sectors={"A": "Energy", "B": "Energy"})


def gains(held: Market, wanted: Slice, day: int) -> list[float]:
    return [round(gain, 6) for gain in members(held, wanted, day).gains().tolist()]


def test_a_session_has_the_weights_of_the_one_before() -> None:
    # day 1: A rises by a tenth at 1,000 of 2,150; day 2: B halves at 1,000 of 2,250; day 3: C doubles at 100 of 1,750
    expected = [0.1 * 1000 / 2150, -0.5 * 1000 / 2250, 100 / 1750, 0, 0.5 * 50 / 1850]
    assert gains(HAND, US, 5) == [round(gain, 6) for gain in expected]


def test_equal_weights_are_set_anew_every_session() -> None:
    assert gains(HAND, EQUAL, 5) == [0.025, -0.125, 0.25, 0.0, 0.125]
    found = ask(HAND, "equal_minus_cap", "us", 5, window="all")
    equal = 1.025 * 0.875 * 1.25 * 1.125 - 1
    cap = (1 + 100 / 2150) * (1 - 500 / 2250) * (1 + 100 / 1750) * (1 + 25 / 1850) - 1
    assert found.value == pytest.approx(equal - cap, abs=1e-7)
    assert found.detail["equal"] == pytest.approx(equal, abs=1e-7)


def test_contributions_sum_to_the_return() -> None:
    for by in ("stock", "sector", "industry"):
        found = ask(HAND, "contribution", "us", 5, window="all", by=by)
        parts = found.detail["contributions"]
        assert isinstance(parts, Mapping)
        assert sum(parts.values()) == pytest.approx(found.value, abs=1e-15)
    growth = ask(HAND, "period_return", "us", 5, window="all").value
    assert found.value == pytest.approx(growth, abs=1e-12)


def test_a_contribution_is_carried_by_the_growth_before_it() -> None:
    parts = ask(HAND, "contribution", "us", 5, window="all", by="stock").detail["contributions"]
    before = (1 + 100 / 2150) * (1 - 500 / 2250)
    assert isinstance(parts, Mapping)
    assert parts["A"] == pytest.approx(100 / 2150, abs=1e-7)
    assert parts["C"] == pytest.approx(before * 100 / 1750, abs=1e-7)
    part = ask(HAND, "contribution", "us", 5, window="all", part="Energy")
    assert part.value == pytest.approx(parts["A"] + parts["B"], abs=1e-12)


def test_a_slice_without_its_largest() -> None:
    # Without the largest of the day before (A, first of the two at 1,000 by either; A and B tie, and both go).
    found = ask(HAND, "ex_top_return", "us", 5, k=1, window="3")
    # days 3-5 without A: C doubles at 100 of 650, nothing, D rises by a half at 50 of 750
    assert found.value == pytest.approx((1 + 100 / 650) * (1 + 25 / 750) - 1, abs=1e-7)
    for of in ("us@equal", "us:Energy"):
        with pytest.raises(UsageError):
            ask(HAND, "ex_top_return", of, 5, k=1)


def test_concentration_of_four_caps() -> None:
    weights = [1100 / 1875, 500 / 1875, 200 / 1875, 75 / 1875]
    squared = sum(weight**2 for weight in weights)
    assert ask(HAND, "hhi", "us", 5).value == pytest.approx(squared, abs=1e-9)
    assert ask(HAND, "effective_number", "us", 5).value == pytest.approx(1 / squared, abs=1e-6)
    top = ask(HAND, "top_share", "us", 5, k=2)
    assert top.value == pytest.approx(1600 / 1875, abs=1e-9)
    assert top.detail["names"] == ["A", "B"] or top.detail["names"] == ("A", "B")


def test_breadth_of_four_stocks() -> None:
    above = ask(HAND, "share_above_average", "sp500", 5, window=3)  # D alone moved: 15 over (10 + 10 + 15) / 3
    assert (above.value, above.detail["counted"]) == (0.25, 4)
    highs = ask(HAND, "net_new_highs", "us", 5, window=6)  # D at a high of six closes; B's low stood before
    assert (highs.value, highs.detail["highs"], highs.detail["lows"]) == (0.25, 1, 0)
    assert ask(HAND, "net_advances", "us", 3).value == 0.25
    line = ask(HAND, "advance_decline_line", "us", 5, window="all")  # A up, B down, C up, nothing, D up
    assert line.value == 2
    beat = ask(HAND, "share_outperforming", "us", 5, window="all")  # the slice: -13 %; A, C and D beat it
    assert beat.value == 0.75


def test_a_dead_name_leaves_after_the_gap_that_is_bridged() -> None:
    closes: Closes = {"A": [10.0] * 9, "B": [20.0, 20, 20, *[None] * 6]}
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1}})
    assert [sorted(names(held, US, day)) for day in (2, 3, 7, 8)] == [["A", "B"], ["A", "B"], ["A", "B"], ["A"]]
    assert gains(held, US, 8) == [0.0] * 8  # it takes no part in returns from the first missing close on
    assert ask(held, "net_advances", "us", 3).detail["unchanged"] == 1
    assert ask(held, "share_above_average", "us", 4, window=2).detail["counted"] == 1


def test_the_price_of_one_stock_is_its_unadjusted_close() -> None:
    closes: Closes = {"A": [10.0] * 5, "B": [30.0, 40.0, None, 22.0, 33.0]}
    splits = {"B": {0: (0.5, 0.5), 3: (1.0, 1.0)}}  # two for one on day 3
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1}}, factors=splits)
    row = ask(held, "quote", "us:B", 3)  # 22 after 40 / 2
    assert row.value == {"price": 22.0, "change": 2.0, "change_fraction": pytest.approx(0.1), "age_days": 0}
    assert row.detail["sessions_between"] == 2
    assert ask(held, "level", "us:B", 4).value == 33.0
    assert ask(held, "period_return", "us:B", 4, window="all", basis="price").value == pytest.approx(33 / 15 - 1)
    for of, day in (("us:B", 2), ("us", 4), ("us:Technology", 4)):
        with pytest.raises(RotascopeError):
            ask(held, "level", of, day)


@pytest.mark.parametrize(("missing", "counted"), [(1, 2), (5, 2), (6, 1)])
def test_the_last_closes_may_span_five_sessions_more(missing: int, counted: int) -> None:
    closes: Closes = {"A": [10.0] * 9, "B": [10.0, 10.0, *[None] * missing, *[13.0] * (7 - missing)]}
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1}})
    day = missing + 2  # B's first close after the gap: above (10 + 10 + 13) / 3
    found = ask(held, "share_above_average", "us", day, window=3)
    assert (found.detail["above"], found.detail["counted"]) == (counted - 1, counted)
    assert found.detail["without"] == (() if counted == 2 else ("B",))
    assert daily_share_above(members(held, US, day), 3)[-1] == found.value
    assert ask(held, "net_new_highs", "us", day, window=3).detail["highs"] == counted - 1


def test_what_has_no_value_is_named_beside_a_weight() -> None:
    closes: Closes = {"A": [10.0] * 3, "B": [10.0] * 3, "C": [10.0] * 3}
    index = dict.fromkeys("ABCX", (0, None))  # X is on the list and nowhere else; C has prices and no shares
    held = market(closes, shares={"A": {0: 30}, "B": {0: 10}, "C": {0: math.nan}}, index=index)
    found = ask(held, "top_share", "sp500", 2, k=1)
    assert (found.value, found.detail["without"]) == (0.75, ("C", "X"))
    # caps 300 and 100, median 200: 300 of 400 + 2 x 200
    assert found.detail["with_them"] == pytest.approx(0.375)


@pytest.mark.parametrize(("missing", "expected"), [(5, 0.5), (6, 0.0)])
def test_a_gap_is_bridged_for_five_sessions(missing: int, expected: float) -> None:
    closes: Closes = {"A": [10.0] * 10, "B": [10.0, *[None] * missing, *[20.0] * (9 - missing)]}
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1}})
    assert gains(held, US, 9)[missing] == expected  # half of the slice doubles over the gap, or is a stranger after it
    assert sum(gains(held, US, 9)) == expected


def test_a_split_inside_a_gap_is_no_loss() -> None:
    """Two for one while no close is known: 10 before, 5 after, and nothing was lost or gained."""
    closes: Closes = {"A": [10.0] * 6, "B": [10.0, 10, None, None, 5, 5]}
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1, 2: 2}}, factors={"B": {2: (2.0, 2.0)}})
    assert gains(held, US, 5) == [0.0] * 5
    assert members(held, US, 3).cap[-1].tolist() == [10.0, 10.0]


def test_a_split_and_a_dividend() -> None:
    closes: Closes = {"A": [10.0] * 6, "B": [10.0, 10, 5, 5, 4, 4]}  # two for one on day 2, a dividend of 1 on day 4
    steps = {"B": {2: (2.0, 2.0), 4: (2.5, 2.0)}}
    held = market(closes, shares={"A": {0: 1}, "B": {0: 1, 2: 2}}, factors=steps)
    assert gains(held, US, 5) == [0.0] * 5
    assert ask(held, "net_advances", "us", 2).detail["declines"] == 0
    assert ask(held, "net_advances", "us", 4).detail["declines"] == 1  # by price: breadth knows no dividend


RENAMED = market(
    {"A": [10.0, 10, 10, 10, 10, 10], "OLD": [10.0, 10, 11, None, None, None], "NEW": [None, None, None, 22, 22, 22]},
    shares={"A": {0: 10}, "OLD": {0: 10}, "NEW": {3: 10}},
    renames=[("NEW", 3, "OLD")],
    index={"A": (0, None), "OLD": (0, 3), "NEW": (3, None)},
)


def test_a_change_of_symbol_keeps_weight_and_return() -> None:
    expected = [0.0, 0.05, round(110 / 210, 6), 0.0, 0.0]
    assert gains(RENAMED, US, 5) == expected
    assert gains(RENAMED, INDEX, 5) == expected
    for day in range(6):
        assert names(RENAMED, US, day) == {"A", "OLD" if day < 3 else "NEW"}
    assert ask(RENAMED, "top_share", "us", 4, k=1).value == pytest.approx(220 / 320, abs=1e-7)


def test_a_change_of_symbol_keeps_averages_and_counts() -> None:
    above = ask(RENAMED, "share_above_average", "us", 4, window=5)
    assert (above.detail["above"], above.detail["counted"]) == (1, 2)
    assert ask(RENAMED, "net_new_highs", "us", 3, window=4).detail["highs"] == 1
    assert ask(RENAMED, "net_advances", "us", 3).detail["advances"] == 1
    beat = ask(RENAMED, "share_outperforming", "us", 5, window="all")
    assert (beat.value, beat.detail["left"]) == (0.5, 0)
    assert ask(RENAMED, "cross_sectional_dispersion", "us", 5, window="all").detail["counted"] == 2


def test_the_symbol_to_come_is_not_there_before() -> None:
    assert "NEW" not in members(RENAMED, US, 2).universe.symbols
    with pytest.raises(RotascopeError):
        ask(RENAMED, "contribution", "us", 2, window="all", part="NEW")


def test_a_contribution_follows_its_company_through_a_change_of_symbol() -> None:
    whole = 0.05 + 1.05 * 110 / 210
    for part in ("OLD", "NEW"):
        assert ask(RENAMED, "contribution", "us", 5, window="all", part=part).value == pytest.approx(whole, abs=1e-7)


def test_a_symbol_taken_over_from_a_dead_company() -> None:
    """X was another company, which died; then OLD took the symbol. The dead one's days stay its own."""
    closes: Closes = {"A": [10.0] * 9, "X": [10.0, 20, *[None] * 6, 30], "OLD": [30.0] * 8 + [None]}
    held = market(closes, shares={"A": {0: 1}, "X": {0: 1, 8: 1}, "OLD": {0: 1}}, renames=[("X", 8, "OLD")])
    assert gains(held, US, 8)[0] == 0.2  # the dead company's doubling: 10 of 50
    assert members(held, US, 1).cap[-1].tolist() == [10.0, 30.0, 20.0]
    assert members(held, US, 8).cap[0].tolist() == [10.0, 30.0, 10.0]
    assert ask(held, "net_advances", "us", 8).detail["unchanged"] == 2


def test_two_classes_count_once_by_cap_and_twice_in_the_index() -> None:
    closes: Closes = {"A": [10.0] * 4, "G": [20.0, 20, 20, 30], "GL": [10.0, 10, 10, 5]}
    held = market(
        closes,
        shares={"A": {0: 1}, "G": {0: 1}, "GL": {0: 1}},
        second_lines=["GL"],
        index=dict.fromkeys(closes, (0, None)),
    )
    assert ask(held, "top_share", "sp500", 2, k=1).value == pytest.approx(20 / 30, abs=1e-7)
    assert gains(held, INDEX, 3)[2] == round(0.5 * 20 / 30, 6)
    counts = ask(held, "net_advances", "sp500", 3).detail
    assert (counts["advances"], counts["declines"], counts["unchanged"]) == (1, 1, 1)
    assert ask(held, "net_advances", "us", 3).detail["declines"] == 0


def test_a_list_decides_who_belongs_to_the_index() -> None:
    held = market(CLOSES, shares=SHARES, index={"A": (0, 2), "B": (0, None), "C": (3, None)})
    assert [sorted(names(held, INDEX, day)) for day in (1, 2, 3)] == [["A", "B"], ["B"], ["B", "C"]]


def test_a_group_that_begins_later_can_be_asked_once_it_is_there() -> None:
    closes: Closes = {"A": [10.0] * 6, "B": [None, None, 10, 10, 11, 11]}
    held = market(closes, shares={"A": {0: 1}, "B": {2: 1}}, sectors={"A": "Energy", "B": "Space"})
    assert ask(held, "period_return", "us:Space", 5, window="2").value == pytest.approx(0.1, abs=1e-7)
    assert ask(held, "hhi", "us:Space", 5).value == 1.0


def test_a_short_market_has_no_tail_and_no_smaller_stocks() -> None:
    assert names(HAND, Slice("us", "mega"), 5) == set("ABCD")
    with pytest.raises(RotascopeError):
        ask(HAND, "hhi", "us:small", 5)
    assert names(HAND, Slice("us", group="top2"), 5) == {"A", "B"}
    assert names(HAND, Slice("us", group="ex-top2"), 5) == {"C", "D"}
