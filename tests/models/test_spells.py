"""Spells and how long they last: published values, lifelines, by hand, and what may not count."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from rotascope.data.history import day_number
from rotascope.errors import DataError, UsageError
from rotascope.kernels.survival import product_limit
from rotascope.models.spells import Spell, spells, survival

REFERENCE = Path(__file__).parent.parent / "reference"
DAY = date(2026, 1, 2)


def lived(duration: int, is_censored: bool = False, entry: int = 0) -> Spell:
    return Spell("led", DAY, DAY, duration, is_censored, entry)


def remissions() -> list[Spell]:
    with (REFERENCE / "remission_times.csv").open(newline="", encoding="utf-8") as file:
        return [lived(int(row["weeks"]), row["ended"] == "false") for row in csv.DictReader(file)]


def test_published_remission_times() -> None:
    found = survival(remissions())
    with (REFERENCE / "remission_survival.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert round(float(found.survival[int(row["week"])]), 4) == pytest.approx(float(row["survival"]), abs=1e-4)
    assert found.median_survival_time == 23
    assert found.at_risk[[6, 7, 10, 13, 16, 22, 23]].tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_six_spells_by_hand() -> None:
    """Ends at 2, 4, 4, 7; censored at 3 and 9; the one that ends at 7 came under observation at age 3.

    Age 2: five at risk (the late one is not yet), one ends: 4/5. Age 4: 4, 4, 9 and the late one at risk, two end:
    4/5 x 2/4 = 2/5. Age 7: two at risk, one ends: 1/5. Then nothing ends. Given age 4, another 3: (1/5) / (2/5) = 1/2.
    """
    found = survival([lived(2), lived(3, True), lived(4), lived(4), lived(7, entry=3), lived(9, True)])
    expected = [1, 1, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2]
    np.testing.assert_allclose(found.survival, expected, atol=1e-12)
    assert found.at_risk.tolist() == [0, 5, 5, 4, 4, 2, 2, 2, 1, 1]
    np.testing.assert_allclose(found.hazard[[2, 4, 7]], [1 / 5, 2 / 4, 1 / 2], atol=1e-12)
    assert found.onward(4, 3) == pytest.approx(0.5)
    assert found.median_survival_time == 4
    low, high = found.onward_interval(4, 3)
    assert 0 <= low <= 0.5 <= high <= 1


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(0, 39)), min_size=2, max_size=25))
def test_the_curve_is_lifelines_own_and_what_the_kernel_draws_agrees(drawn: list[tuple[int, bool, int]]) -> None:
    lives = [lived(end, over, min(entry, end - 1)) for end, over, entry in drawn]
    try:
        found = survival(lives, draws=20)
    except DataError:
        return
    columns = [np.array([getattr(life, name) for life in lives]) for name in ("duration", "is_censored", "entry")]
    every = product_limit(columns[0], ~columns[1], columns[2], len(found.age) - 1, np.ones((1, len(lives))))
    np.testing.assert_allclose(found.survival, every[0], atol=1e-12)
    assert ((found.drawn >= -1e-12) & (found.drawn <= 1 + 1e-12)).all()


def test_remission_times_by_lifelines_itself() -> None:
    lives = remissions()
    fitted = KaplanMeierFitter().fit([life.duration for life in lives], [not life.is_censored for life in lives])
    found = survival(lives)
    np.testing.assert_allclose(found.survival, fitted.predict(found.age).to_numpy(), atol=1e-12)


def test_the_same_spells_give_the_same_draws() -> None:
    one, other = survival(remissions()), survival(remissions())
    np.testing.assert_array_equal(one.drawn, other.drawn)


def test_spells_of_labels_by_hand() -> None:
    days = np.arange(day_number(DAY), day_number(DAY) + 8)
    found = spells(["a", "a", "b", None, "b", "b", float("nan"), "a"], days)
    told = [(one.regime, (one.start - DAY).days, (one.end - DAY).days, one.duration, one.is_censored) for one in found]
    assert told == [("a", 0, 1, 2, False), ("b", 2, 2, 1, False), ("b", 4, 5, 2, False), ("a", 7, 7, 1, True)]


@given(st.lists(st.sampled_from(["a", "b", None]), max_size=30))
def test_spells_cover_every_labelled_day_once(labels: list[str | None]) -> None:
    days = np.arange(100, 100 + len(labels))
    found = spells(labels, days)
    assert sum(one.duration for one in found) == sum(label is not None for label in labels)
    for one, following in pairwise(found):
        assert one.end < following.start
        assert not one.is_censored


def test_bad_spells_are_refused() -> None:
    with pytest.raises(UsageError, match="2 labels and 3 days"):
        spells(["a", "b"], np.arange(3))
    with pytest.raises(UsageError, match="ascend"):
        spells(["a", "b"], np.array([5, 5]))
    with pytest.raises(DataError, match="No spell has ended"):
        survival([lived(5, True)])
    with pytest.raises(DataError, match="No spell has ended"):
        survival([])
    with pytest.raises(DataError, match="nothing joins them"):
        survival([lived(1), lived(3, entry=2)])
    with pytest.raises(UsageError, match="enter at an age"):
        survival([lived(5, entry=5)])
