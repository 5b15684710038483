"""Worlds without rotations: what they keep, what they forget, and how the verdict comes about."""

from __future__ import annotations

import numpy as np
import pytest

from rotascope import Question, answer
from rotascope.errors import DataError, UsageError
from rotascope.models.turning import Rule, strength_path, turning_points
from rotascope.models.worlds import STATISTICS, _paths, band, joint_p_value, lives, statistics, worlds
from rotascope.pairs import catalog
from tests.measures.hand import embedded
from tests.naive.drifting import drifting_world
from tests.naive.turns import turns_at_each_cut

RULE = Rule(6, 15)


@pytest.fixture(scope="module")
def walk() -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(np.random.default_rng(5).standard_normal(600) * 0.04)])


def test_shuffled_worlds_end_where_the_path_does_and_blocks_have_no_drift(walk: np.ndarray) -> None:
    steps = np.diff(walk)
    for world in _paths(steps, "shuffled", 6, 20):
        np.testing.assert_allclose(np.sort(np.diff(world)), np.sort(steps), atol=1e-12)
        assert world[-1] == pytest.approx(walk[-1])
    ends = [world[-1] for world in _paths(steps + 0.01, "blocks", 6, 400)]
    assert abs(np.mean(ends)) < 4 * np.std(ends) / 20


def test_worlds_are_dated_as_the_definition_dates_them(walk: np.ndarray) -> None:
    made = worlds(walk, RULE, 25)["shuffled"]
    for number, world in enumerate(_paths(np.diff(walk), "shuffled", 6, 25)):
        turns = turns_at_each_cut(world.tolist(), 6, 15, 0.0)
        at = np.array([turn[0] for turn in turns])
        expected = [
            len(at) - 1,
            np.median(np.diff(at)),
            np.diff(at).mean(),
            np.median(np.abs(np.diff(world[at]))),
        ]
        np.testing.assert_allclose(made.statistics[number], expected)
        lengths = np.diff([*(turn[1] for turn in turns), len(world) - 1])
        assert made.life[made.world == number].tolist() == lengths[lengths > 0].tolist()


def test_the_same_path_gives_the_same_worlds(walk: np.ndarray) -> None:
    one, other = worlds(walk, RULE, 30), worlds(walk.copy(), RULE, 30)
    for way in one:
        np.testing.assert_array_equal(one[way].statistics, other[way].statistics)


def test_a_random_walk_is_not_told_from_chance_and_a_planted_rotation_is() -> None:
    """The p value of walks is spread evenly; long planted phases are fewer than chance gives."""
    rng, told = np.random.default_rng(11), 0
    for _ in range(30):
        values = np.concatenate([[0.0], np.cumsum(rng.standard_normal(500) * 0.04)])
        made = worlds(values, RULE, 60)
        seen = statistics(values, turning_points(values, RULE))[:3]
        told += max(joint_p_value(seen, made[way].statistics[:, :3]) for way in made) < 0.1
    assert told <= 6
    planted, _ = drifting_world(3, 1200, 0.03, 0.03, mean_phase=60, least_phase=50)
    seen = statistics(planted, turning_points(planted, RULE))[:3]
    made = worlds(planted, RULE, 100)
    assert max(joint_p_value(seen, made[way].statistics[:, :3]) for way in made) < 0.1


def test_joint_p_values_by_hand() -> None:
    """Nine worlds 1 .. 9 and a figure of 5 in the middle: all are as unusual; 20 is outside all of them: 1 in 10."""
    drawn = np.arange(1.0, 10.0)[:, None]
    assert joint_p_value(np.array([5.0]), drawn) == 1.0
    assert joint_p_value(np.array([20.0]), drawn) == pytest.approx(0.1)
    assert joint_p_value(np.array([5.0, np.nan]), np.column_stack([drawn, drawn])) == 1.0


def test_a_band_leaves_worlds_without_a_value_out() -> None:
    assert band(np.array([np.nan, 1.0, 2.0, 3.0])) == pytest.approx([1.1, 2.0, 2.9])
    assert np.isnan(band(np.array([np.nan]))).all()


def test_lives_run_from_confirmation_to_confirmation() -> None:
    """Confirmed at 4, 9, 9 and 15 of 21 steps: the episode that was over when it became known had no life."""
    life, ended = lives(np.array([4, 9, 9, 15]), 21)
    assert life.tolist() == [5, 6, 5]
    assert ended.tolist() == [True, True, False]


def test_the_century_of_the_size_premium_cannot_be_told_from_chance() -> None:
    """The project's definitions: about 50 episodes, against 46 to 65 of a driftless random walk of the same steps."""
    found = answer(Question("episode", "small/large_since_1926"), embedded().as_of("2026-01-14"))
    null = found.detail["null"]
    assert null["statistic"] == STATISTICS  # type: ignore[index]
    low, high = null["blocks_low"][0], null["blocks_high"][0]  # type: ignore[index]
    assert abs(low - 46) <= 8
    assert abs(high - 65) <= 10
    assert low <= found.value["n_episodes"] <= high  # type: ignore[index]
    assert found.detail["verdict"] == "cannot be told from chance"
    assert "cannot be told from chance" in found.text
    assert "two months after it ends" in found.text


def test_survival_of_a_lead_states_chance() -> None:
    found = answer(Question("episode_survival", "small/mega"), embedded().as_of("2026-01-14"))
    null = found.detail["null"]
    assert null["shuffled"][0] <= found.value <= null["shuffled"][2]  # type: ignore[index]
    assert "random order" in found.text
    assert "cannot be told from chance" in found.text
    curve = found.detail["curve"]
    assert len(curve["age"]) <= 40 + found.detail["lives"]  # type: ignore[index, operator]
    assert curve["survival"][0] == 1  # type: ignore[index]


def test_an_age_that_no_finished_lead_reached_is_unknown() -> None:
    found = answer(Question("episode_survival", "small/mega"), embedded().as_of("2020-12-08"))
    assert found.value is None
    assert "no finished one had lasted so long" in found.text
    path = strength_path(embedded().as_of("2020-12-08"), catalog()["small/mega"])
    turns = turning_points(path.values, Rule.of(252))
    assert found.detail["age"] == len(path.days) - 1 - turns.known[-1]


@pytest.mark.parametrize("figure", ["episode", "episode_survival"])
def test_too_few_paths_or_too_short_a_history_is_refused(figure: str) -> None:
    with pytest.raises(UsageError, match="paths 19 must be 20 to 2,000"):
        answer(Question(figure, "small/mega", params={"paths": 19}), embedded().as_of("2026-01-14"))
    with pytest.raises(UsageError, match="paths 2001 must be"):
        answer(Question(figure, "small/mega", params={"paths": 2001}), embedded().as_of("2026-01-14"))
    with pytest.raises(DataError, match=r"turning points|ended"):
        answer(Question(figure, "small/mega"), embedded().as_of("2000-12-01"))


def test_a_horizon_longer_than_the_history_is_refused() -> None:
    with pytest.raises(DataError, match="horizon 7000 is longer than the history of small/mega"):
        answer(Question("episode_survival", "small/mega", params={"horizon": 7000}), embedded().as_of("2026-01-14"))
