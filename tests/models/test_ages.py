"""Who was known to lead, and for how long: as of each day, and beside dating every cut again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rotascope.data.history import day_number
from rotascope.data.market import Market
from rotascope.models.ages import real_time_age
from rotascope.models.turning import Rule, strength_path, turning_points
from rotascope.pairs import catalog

DAYS = ("2008-10-10", "2016-11-10", "2020-12-08", "2020-12-09", "2026-01-08", "2026-01-14")


@pytest.mark.parametrize("name", ["small/mega", "small/large", "small/large_since_1926"])
def test_no_later_session_changes_what_was_known(name: str) -> None:
    market, pair = Market.open(), catalog()[name]
    whole = real_time_age(market.as_of("2026-03-02"), pair)
    for day in DAYS:
        then = real_time_age(market.as_of(day), pair)
        for part, all_of_it in zip(then, whole, strict=True):
            np.testing.assert_array_equal(part, all_of_it[: len(part)])


def test_the_age_is_the_one_of_a_chronology_made_again_that_day() -> None:
    panel, pair = Market.open().as_of("2026-01-14"), catalog()["small/mega"]
    found, path = real_time_age(panel, pair), strength_path(panel, pair)
    rule = Rule.of(252)
    for cut in range(100, len(path.days), 97):
        turns = turning_points(path.values[: cut + 1], rule)
        if len(turns):
            assert found.age[cut] == cut - turns.known[-1]
            assert found.leader[cut] == -turns.kinds[-1]
        else:
            assert np.isnan(found.age[cut])
            assert found.leader[cut] == 0


def test_the_legs_exchanged_have_the_same_ages_and_the_other_leader() -> None:
    panel = Market.open().as_of("2026-01-14")
    pair = catalog()["small/large"]
    other = real_time_age(panel, type(pair)(pair.second, pair.first))
    own = real_time_age(panel, type(pair)(pair.first, pair.second))
    np.testing.assert_array_equal(own.age, other.age)
    np.testing.assert_array_equal(own.leader, -other.leader)


def test_small_caps_were_known_to_lead_from_early_january_2026() -> None:
    """Relative strength of IWM over QQQ was lowest on 2025-08-08; 2026-01-08 was its first close at which the rise
    since had lasted a quarter and the cycle since 2022-11-03 three: five sessions before 2026-01-14."""
    found = real_time_age(Market.open().as_of("2026-01-14"), catalog()["small/mega"])
    assert (found.age[-1], found.leader[-1]) == (4, 1)
    assert found.days[-5] == day_number(date(2026, 1, 8))


def test_a_month_of_the_french_library_is_public_two_months_after_it_ends() -> None:
    path = strength_path(Market.open().as_of("2026-01-14"), catalog()["small/large_since_1926"])
    last = path.days[-1], path.public[-1]
    assert last == (day_number(date(2025, 10, 31)), day_number(date(2025, 12, 31)))
