"""Change points: as ruptures finds them on real returns, exact, with honest false alarms, intervals and power."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.errors import DataError, UsageError
from rotascope.models import Pelt
from rotascope.models.noise import CALM, HEAVY, INDEPENDENT, Garch, long_run_variance
from rotascope.models.power import effective_volatility, power, power_table
from rotascope.pairs import catalog, pair_series, parse_subject
from tests.measures.hand import embedded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.change_points import ChangePoints

BREAKS = Path(__file__).parent.parent / "reference" / "breakpoints.csv"
SEARCHES = list(csv.DictReader(BREAKS.read_text(encoding="utf-8").splitlines()))
NOISES = {"heavy": HEAVY, "calm": CALM, "independent": INDEPENDENT, "heavier": Garch(0.10, 0.88, 5.0)}
STEPS = np.repeat([0.0, 3.0, -1.0], [40, 30, 50]) + np.random.default_rng(5).standard_normal(120) * 0.5


def returns(of: str, as_of: str) -> NDArray[np.float64]:
    series = pair_series(embedded().as_of(as_of), parse_subject(of, embedded()))  # type: ignore[arg-type]
    return 100 * np.diff(np.log(series.first / series.second))


@pytest.mark.parametrize("row", SEARCHES, ids=lambda row: f"{row['of']}-{row['as_of']}-{row['cost']}")
def test_as_ruptures_finds_them(row: dict[str, Any]) -> None:
    values = returns(row["of"], row["as_of"])[-int(row["n"]) :]
    found = Pelt(cost=row["cost"], min_size=int(row["min_size"]), penalty=float(row["penalty"])).fit(values)
    assert found.breakpoints.tolist() == [int(end) for end in row["breakpoints"].split()]
    # ruptures leaves the constant n out of its Gaussian cost.
    constant = len(values) if row["cost"] == "mean_variance" else 0
    assert found.objective - constant == pytest.approx(float(row["objective"]), rel=1e-9)


def test_the_table_holds_searches_with_and_without_changes() -> None:
    counts = [len(row["breakpoints"].split()) - 1 for row in SEARCHES]
    assert min(counts) == 0
    assert max(counts) >= 3


def test_steps_by_hand() -> None:
    found = Pelt(min_size=10).fit(STEPS)
    assert found.breakpoints.tolist() == [40, 70, 120]
    assert found.n_changes == 2
    np.testing.assert_allclose(found.means, [STEPS[:40].mean(), STEPS[40:70].mean(), STEPS[70:].mean()])
    np.testing.assert_allclose(found.variances, [STEPS[:40].var(), STEPS[40:70].var(), STEPS[70:].var()])
    total = sum(((part - part.mean()) ** 2).sum() for part in np.split(STEPS, [40, 70]))
    assert found.objective == pytest.approx(total + 2 * found.penalty)


def test_no_change_is_an_answer() -> None:
    found = Pelt().fit(np.random.default_rng(1).standard_normal(500))
    assert found.n_changes == 0
    assert found.breakpoints.tolist() == [500]
    assert found.intervals().shape == (0, 2)
    assert found.silencing_penalty < found.penalty


def test_a_change_of_variance_is_seen_by_the_cost_with_variance() -> None:
    values = np.random.default_rng(2).standard_normal(600) * np.repeat([1.0, 4.0], 300)
    assert Pelt(cost="mean").fit(values).n_changes == 0
    (end,) = Pelt(cost="mean_variance").fit(values).breakpoints[:-1]
    assert abs(end - 300) < 15


def test_frames_missing_values_and_arrays_say_the_same() -> None:
    plain = Pelt(min_size=10).fit(STEPS)
    dated = pd.Series(STEPS, index=pd.date_range("2020-01-01", periods=120))
    for given_as in (dated, pl.Series(STEPS), STEPS.tolist(), pl.DataFrame({"y": STEPS})):
        assert Pelt(min_size=10).fit(given_as).breakpoints.tolist() == plain.breakpoints.tolist()
    gaps = np.insert(STEPS, [0, 40, 40, 100], np.nan)  # one before, two between the first segments, one in the last
    assert Pelt(min_size=10).fit(gaps).breakpoints.tolist() == [43, 73, 124]


def test_results_are_read_only() -> None:
    found = Pelt(min_size=10).fit(STEPS)
    for name in ("breakpoints", "means", "variances", "values", "positions"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 1


BAD: dict[str, tuple[dict[str, Any], Any, str]] = {
    "constant": ({}, np.full(100, 0.1), "constant"),
    "few": ({}, np.arange(41.0), "need 42"),
    "nothing": ({}, [], "empty"),
    "missing": ({}, np.full(100, np.nan), "0 values"),
    "infinite": ({}, [1.0, np.inf, *range(50)], "infinite"),
    "text": ({}, ["a"] * 50, "numbers"),
    "two columns": ({}, np.ones((50, 2)), "shape"),
    "cost": ({"cost": "l2"}, STEPS, "mean or mean_variance"),
    "size": ({"min_size": 0}, STEPS, "min_size 0"),
    "size of one": ({"min_size": 1, "cost": "mean_variance"}, STEPS, "2 or more"),
    "small and automatic": ({"min_size": 4}, STEPS, "give a number"),
    "penalty": ({"penalty": -1.0}, STEPS, "above zero"),
    "no penalty": ({"penalty": np.nan}, STEPS, "above zero"),
    "half-life": ({"half_life": 0.0}, STEPS, "half_life"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused(name: str) -> None:
    params, values, words = BAD[name]
    with pytest.raises((UsageError, DataError), match=words):
        Pelt(**params).fit(values)


@given(st.integers(0, 10_000), st.sampled_from([0.5, 2.0, 8.0]), st.floats(-5, 5))
def test_scale_and_shift_move_no_break(seed: int, factor: float, shift: float) -> None:
    values = np.random.default_rng(seed).standard_normal(80) + 1.5 * (np.arange(80) >= 35)
    for cost in ("mean", "mean_variance"):
        one, other = (Pelt(cost, 10).fit(series) for series in (values, factor * values + shift))
        assert one.breakpoints.tolist() == other.breakpoints.tolist()


@given(st.integers(0, 10_000))
def test_the_path_is_that_of_each_penalty(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.standard_normal(90) + np.repeat(rng.choice([0.0, 1.0, 2.0], 3), 30)
    fitted = Pelt(min_size=5).fit(values)
    path = fitted.path()
    assert path[0].n_changes == 0
    assert path[0].penalty_from == pytest.approx(max(fitted.silencing_penalty, fitted.penalty / 4), rel=1e-6)
    assert [step.n_changes for step in path] == sorted({step.n_changes for step in path})
    for step in path:
        middle = (step.penalty_from + min(step.penalty_to, 2 * step.penalty_from)) / 2
        again = Pelt(min_size=5, penalty=middle).fit(values)
        assert again.breakpoints.tolist() == step.breakpoints.tolist()


@pytest.mark.parametrize("name", NOISES)
@pytest.mark.parametrize(("cost", "half_life", "length"), [("mean", 21.0, 700), ("mean", None, 400)])
def test_false_alarms_on_random_walks(name: str, cost: Any, half_life: float | None, length: int) -> None:
    """Other seeds, and other noises, than the penalty was calibrated on; 400 walks, standard error 1.1 points."""
    drawn = NOISES[name].draw(np.random.default_rng(77), length, 400).T
    model = Pelt(cost, 21, half_life=half_life)
    alarms = np.mean([model.fit(series).n_changes > 0 for series in drawn])
    assert alarms <= 0.05 + 2 * 0.011


def test_false_alarms_of_the_likelihood() -> None:
    drawn = HEAVY.draw(np.random.default_rng(78), 300, 200).T
    for half_life in (None, 21.0):
        model = Pelt("mean_variance", 21, half_life=half_life)
        assert np.mean([model.fit(series).n_changes > 0 for series in drawn]) <= 0.05 + 2 * 0.0155


@pytest.mark.parametrize("shift", [0.4, 1.0])
def test_coverage_of_the_intervals(shift: float) -> None:
    """Where one change was found, the 90 % interval holds the true date nine times in ten (standard error 2 points)."""
    drawn = HEAVY.draw(np.random.default_rng(79), 600, 220).T + shift * (np.arange(600) >= 260)
    found = [Pelt(half_life=21.0).fit(series) for series in drawn]
    held = [covers(one, 260) for one in found if one.n_changes == 1]
    assert len(held) > 150
    assert 0.86 <= np.mean(held) <= 0.99


def test_coverage_where_variances_count_too() -> None:
    """Loud days in clusters are no news of a date: by the Gaussian likelihood alone three in four intervals hold."""
    at = 400
    walks = HEAVY.draw(np.random.default_rng(8), 1000, 100).T + 0.8 * (np.arange(1000) >= at)
    found = [Pelt("mean_variance", half_life=21.0).fit(path) for path in walks]
    held = [covers(one, at) for one in found if one.n_changes == 1]
    assert len(held) >= 70
    assert np.mean(held) >= 0.82


def covers(found: ChangePoints, date_: int) -> bool:
    (interval,) = found.intervals(0.9)
    return bool(interval[0] <= date_ <= interval[1])


def test_wider_levels_hold_narrower_ones() -> None:
    found = Pelt(min_size=10).fit(STEPS)
    narrow, wide = found.intervals(0.5), found.intervals(0.99)
    assert (wide[:, 0] <= narrow[:, 0]).all()
    assert (wide[:, 1] >= narrow[:, 1]).all()
    assert (narrow[:, 0] <= found.breakpoints[:-1]).all()
    assert (narrow[:, 1] >= found.breakpoints[:-1]).all()


def test_noise_is_not_what_the_means_do() -> None:
    """Long-run variance 1 of independent values; 1 / (1 - 0.5)^2 x 0.75 = 3 of an autoregression of 0.5, variance 1."""
    rng = np.random.default_rng(3)
    shocks = rng.standard_normal(60_000)
    assert long_run_variance(shocks[:20_000]) == pytest.approx(1, abs=0.05)
    assert long_run_variance(shocks[:20_000] + 5 * (np.arange(20_000) > 9_000)) == pytest.approx(1, abs=0.2)
    values = np.zeros(60_000)
    for step in range(1, 60_000):
        values[step] = 0.5 * values[step - 1] + np.sqrt(0.75) * shocks[step]
    assert long_run_variance(values) == pytest.approx(3, rel=0.15)


def test_the_mean_of_value_over_growth_changed_in_2006() -> None:
    """The one pair of the catalog with a change: value stopped beating growth, between April 2006 and 2007."""
    series = pair_series(embedded().as_of("2026-07-31"), catalog()["value/growth"])
    found = Pelt(half_life=21.0).fit(np.diff(np.log(series.first / series.second)))
    (end,) = found.breakpoints[:-1]
    assert np.datetime64(int(series.days[1:][end]), "D").astype(object) == date(2006, 8, 9)


@pytest.mark.parametrize(("noise", "years"), [("independent", 4.0), ("heavy", 3.0)])
def test_power_is_what_simulation_finds(noise: str, years: float) -> None:
    """A shift of 2.5 volatilities a year, 150 walks: standard error 4 points."""
    half = int(252 * years)
    walks = NOISES[noise].draw(np.random.default_rng(80), 2 * half, 150).T
    step = 2.5 / 252**0.5 * (np.arange(2 * half) >= half)
    found = np.mean([Pelt(half_life=21.0).fit(path + step).n_changes > 0 for path in walks])
    seen = float(np.mean([effective_volatility(path, 21.0, 1) for path in walks]))
    assert found == pytest.approx(power(2.5 / seen, years), abs=0.12)


def test_power_grows_and_years_needed_give_it() -> None:
    rows = power_table(0.16, 26)
    assert [row.shift for row in rows] == [0.05, 0.1, 0.2, 0.4, 0.8]
    assert (np.diff([row.power for row in rows]) > 0).all()
    for row in rows:
        assert power(row.shift / 0.16, row.years_needed) == pytest.approx(0.8, abs=0.01)
    with pytest.raises(UsageError, match="above zero"):
        power_table(0.16, 26, [0.0])


def test_steady_volatility_is_its_own_effective_one() -> None:
    """Switches between 0.5 and 1.5, rare: 1 over the mean of 1 / 0.5 and 1 / 1.5 is 0.75, beside 1.118."""
    shocks = np.random.default_rng(81).standard_normal(40_000)
    assert effective_volatility(shocks, 63.0, 1) == pytest.approx(1, rel=0.03)
    switched = shocks * np.where(np.arange(40_000) // 5_000 % 2, 0.5, 1.5)
    assert effective_volatility(switched, 63.0, 1) == pytest.approx(0.75, rel=0.05)
