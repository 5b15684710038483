"""Resampling: plain twins, p-values counted by hand, and p-values where there is nothing to find."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rotascope import Market
from rotascope.data.panel import Panel
from rotascope.explain.studies.nulls import Drawing, Sample, chance_of
from rotascope.kernels import histories, resampling
from tests.naive import studies as naive

FLOATS = st.floats(-1e3, 1e3)
WHOLE = st.integers(-5, 5).map(float)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=40))
def test_windows_apart(drawn: list[tuple[int, int]]) -> None:
    starts = np.cumsum([step for step, _ in drawn], dtype=np.int64) if drawn else np.empty(0, np.int64)
    starts = np.unique(starts)
    ends = np.maximum.accumulate(starts + np.array([length for _, length in drawn][: len(starts)], np.int64))
    assert histories.apart(starts, ends).tolist() == naive.apart(starts.tolist(), ends.tolist())


@given(st.lists(WHOLE, min_size=1, max_size=40), st.none() | st.integers(1, 12))
def test_places_among_values_before(values: list[float], window: int | None) -> None:
    held = np.array(values)
    shares, highest = histories.shares_below(held, window), histories.highest_before(held, window)
    np.testing.assert_allclose(shares, naive.shares_below(values, window), equal_nan=True)
    np.testing.assert_allclose(highest, naive.highest_before(values, window), equal_nan=True)
    assert histories.ranks_so_far(held).tolist() == naive.ranks_so_far(values)


@given(arrays(float, 17, elements=FLOATS), arrays(bool, 17), st.integers(1, 17), st.integers(1, 5), st.data())
def test_block_means(values: np.ndarray, flags: np.ndarray, length: int, blocks: int, data: st.DataObject) -> None:
    begins = data.draw(arrays(np.int64, (6, blocks), elements=st.integers(0, 16)))
    found = resampling.block_means(values, flags, length, begins)
    wanted = np.array(naive.block_means(values, flags, length, begins))
    np.testing.assert_allclose(np.column_stack(found), wanted, atol=1e-9, equal_nan=True)


@given(arrays(float, (5, 4), elements=FLOATS | st.just(float("nan"))), st.data())
def test_exchanged_means(table: np.ndarray, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=8))
    columns = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    orders = np.array([data.draw(st.permutations(range(5))) for _ in range(4)])
    found = resampling.exchanged_means(table, np.array(rows), np.array(columns), orders)
    wanted = [naive.exchanged_means(table, rows, columns, order.tolist()) for order in orders]
    np.testing.assert_allclose(found, wanted, equal_nan=True)


def test_shifted_means() -> None:
    years = [[1.0, 2.0, 3.0], [4.0, 5.0], [6.0, 7.0, 8.0, 9.0]]
    chosen = [[0, 2], [], [3]]
    shifts = np.array([[0.0, 0.0, 0.0], [0.4, 0.9, 0.5], [0.99, 0.1, 0.3]])
    values, first, size = np.concatenate(years), np.array([0, 3, 5]), np.array([3, 2, 4])
    found = resampling.shifted_means(values, first, size, np.array([0, 0, 2]), np.array([0, 2, 3]), shifts)
    assert found.tolist() == [naive.shifted_means(years, chosen, row.tolist()) for row in shifts]


def panel() -> Panel:
    """Stands for a panel: remembers nothing."""
    return cast("Panel", SimpleNamespace(cached=lambda _, compute: compute(None)))


def yearly(outcomes: list[float], chosen: list[int]) -> Sample:
    """One window a year, each over before the next begins."""
    days = np.array([np.datetime64(f"{2000 + place}-01-15", "D").astype(int) for place in range(len(outcomes))])
    flags = np.isin(np.arange(len(outcomes)), chosen)
    return Sample(days, np.array(outcomes), np.arange(len(outcomes)) + 1, flags)


@given(st.lists(FLOATS, min_size=3, max_size=6, unique=True), st.data())
def test_p_values_of_few_years_count_every_order(outcomes: list[float], data: st.DataObject) -> None:
    places = st.sampled_from(range(len(outcomes)))
    chosen = data.draw(st.lists(places, min_size=1, max_size=len(outcomes) - 1, unique=True))
    found = chance_of(panel(), yearly(outcomes, chosen), Drawing(2000, 1, False))
    assert found.exact
    assert found.p_value == pytest.approx(naive.exact_p_value(outcomes, chosen))


def test_drawn_p_values_are_near_the_exact_one() -> None:
    """Eight years, three chosen: 56 choices stand behind 40,320 orders."""
    outcomes, chosen = [0.9, -1.0, 0.3, 2.0, -0.4, 1.4, 0.0, -0.7], [0, 3, 5]
    found = chance_of(panel(), yearly(outcomes, chosen), Drawing(20_000, 7, False))
    assert not found.exact
    assert found.p_value == pytest.approx(naive.exact_p_value(outcomes, chosen), abs=0.006)


def test_nothing_to_find_gives_even_p_values() -> None:
    """Random days on real history: p-values spread evenly over [0, 1], so that one in twenty is under 5 %."""
    held = Market.open().as_of("2025-12-31").series("SPY")
    gains = held.values[21:] / held.values[:-21] - 1
    days = held.days[:-21]
    draw = np.random.default_rng(8)
    found = []
    for seed in range(150):
        starts = np.sort(draw.choice(len(days), 60, replace=False))
        kept = starts[histories.apart(starts, starts + 21)]
        flags = np.zeros(len(days), bool)
        flags[kept] = True
        after = np.minimum(np.arange(len(days)) + 21, len(days))
        found.append(chance_of(panel(), Sample(days, gains, after, flags), Drawing(100, seed, False)).p_value)
    values = np.sort(found)
    # Kolmogorov-Smirnov at 150 values: 0.133 is the 1 % point.
    assert np.abs(values - (np.arange(150) + 0.5) / 150).max() < 0.133
    assert (values < 0.05).mean() <= 0.11


def test_nothing_can_be_resampled() -> None:
    for chosen in ([], [0, 1, 2, 3]):
        assert np.isnan(chance_of(panel(), yearly([1.0, 2.0, 3.0, 4.0], chosen), Drawing(200, 1, False)).p_value)
