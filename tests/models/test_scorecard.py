"""The scorecard: scores by hand, worlds as published, and detectors that see no later return."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope.errors import DataError, UsageError
from rotascope.models.detectors import DETECTORS
from rotascope.models.noise import HEAVY
from rotascope.models.scorecard import counts_of, score_of, signals_of, world_scores
from rotascope.models.synthetic import EDGES, synthetic_world
from rotascope.models.track_record import chronology_of
from rotascope.questions import Question, answer
from tests.measures.hand import embedded

RETURNS = HEAVY.draw(np.random.default_rng(21), 900)[:, 0] / 100 + 0.004 * np.sign(np.sin(np.arange(900) / 60))


def test_a_score_by_hand() -> None:
    """Turns at 4 (to -1) and 8 (to 1). Signals: at 2 too early, at 3 wrong, at 6 right and 2 late; none after 8."""
    leader = np.array([1, 1, 1, 1, -1, -1, -1, -1, 1, 1])
    calls = np.array([0, 1, -1, 1, 1, 1, -1, -1, -1, -1])
    assert signals_of(calls).tolist() == [2, 3, 6]
    assert astuple(counts_of(calls, leader)) == (2, 3, 2, 10, 10, 10, 9, 4, (2,))
    score = score_of([counts_of(calls, leader)], a_year=10)
    assert astuple(score) == (2, 1, 2.0, 3.0, 2.0, 0.9, 0.45)
    assert score.hit_rate == 0.5


def test_scores_over_paths_add_up() -> None:
    leader, calls = np.array([1, 1, -1, -1]), np.array([1, 1, 1, -1])
    nothing = np.zeros(4, np.int64)
    score = score_of([counts_of(calls, leader), counts_of(calls, nothing)], a_year=4)
    assert astuple(score) == (1, 1, 1.0, 1.0, 0.5, 1.0, 0.75)
    assert score_of([counts_of(nothing, nothing)]).agreement is None


def test_silence_is_worth_a_coin() -> None:
    leader = np.repeat([1, -1], 10)
    silent, late = np.zeros(20, np.int64), np.repeat([0, 1, -1], [6, 4, 10])
    assert score_of([counts_of(silent, leader)]).agreement == 0.5
    assert score_of([counts_of(silent, leader)]).called == 0.0
    assert score_of([counts_of(late, leader)]).agreement == (14 + 3) / 20


def test_signals_after_the_last_confirmed_turn_are_not_judged() -> None:
    """Nobody is said to lead in the last ten sessions: the three signals in them are neither right nor false."""
    leader = np.repeat([1, -1, 0], 10)
    calls = np.array([1] * 12 + [-1] * 10 + [1, 1, -1, -1, 1, 1, 1, 1])
    counts = counts_of(calls, leader)
    assert (counts.signals, counts.false, counts.judged, counts.lags) == (4, 0, 20, (2,))
    assert score_of([counts], a_year=10).false_alarms_a_year == 0.0


def test_a_signal_long_after_the_turn_is_no_hit() -> None:
    leader = np.repeat([1, -1], [10, 600])
    late, timely = (np.repeat([1, -1], [10 + lag, 600 - lag]) for lag in (504, 503))
    assert counts_of(late, leader).lags == ()
    assert counts_of(timely, leader).lags == (503,)


@pytest.mark.parametrize("name", DETECTORS)
def test_calls_do_not_see_the_future(name: str) -> None:
    """Later returns left out, or absurd, change no earlier call."""
    detect = DETECTORS[name]
    whole = detect(RETURNS)
    assert set(np.unique(whole)) <= {-1, 0, 1}
    poisoned = np.append(RETURNS[:700], 9.0 * np.sin(np.arange(200)))
    np.testing.assert_array_equal(detect(RETURNS[:700]), whole[:700])
    np.testing.assert_array_equal(detect(poisoned)[:700], whole[:700])


@settings(max_examples=25)
@given(st.sampled_from(sorted(EDGES)), st.integers(0, 10_000))
def test_worlds_are_as_published(kind: str, seed: int) -> None:
    world = synthetic_world(kind, seed, 20)  # type: ignore[arg-type]
    assert len(world.returns) == 20 * 252
    np.testing.assert_array_equal(world.returns, synthetic_world(kind, seed, 20).returns)  # type: ignore[arg-type]
    turns = signals_of(world.leader)
    if kind in ("walk", "volatility"):
        assert not world.leader.any()
    else:
        assert set(np.unique(world.leader)) <= {-1, 1}
        assert np.diff(turns).min(initial=10_000) >= 126
        edge = {"weak": 0.10, "strong": 0.40}[kind]
        led = world.returns * world.leader
        assert led.mean() * 252 == pytest.approx(edge, abs=0.17)


def test_worlds_differ_by_seed_and_kind() -> None:
    firsts = {synthetic_world(kind, seed, 2).returns[0] for kind in EDGES for seed in range(3)}
    assert len(firsts) == 12


def test_regimes_last_two_years_on_average() -> None:
    stays = np.concatenate([np.diff(signals_of(synthetic_world("strong", seed, 100).leader)) for seed in range(6)])
    assert stays.mean() == pytest.approx(504, rel=0.15)


def test_strong_leaders_are_seen_and_walks_have_none() -> None:
    found = world_scores(2, 8)
    strong, walk = found["strong"], found["walk"]
    assert all(score.turns == 0 and score.hit_rate is None for score in walk.values())
    assert (strong["leader_flip"].hit_rate or 0) > 0.7
    assert (strong["turning_points"].agreement or 0) > 0.6
    assert walk["pelt"].false_alarms_a_year <= 0.1
    assert walk["cusum"].false_alarms_a_year <= 0.4


@pytest.mark.parametrize(("worlds", "years", "words"), [(0, 20, "worlds 0"), (51, 20, "worlds 51"), (1, 1, "years 1")])
def test_bad_numbers_are_refused(worlds: int, years: int, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        world_scores(worlds, years)


def test_an_unknown_world_and_a_short_series_are_refused() -> None:
    with pytest.raises(UsageError, match="walk, volatility"):
        synthetic_world("calm", 0)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="needs 252"):
        DETECTORS["markov"](RETURNS[:100])


def test_the_chronology_names_the_leg_that_rises() -> None:
    """A level that rises 300 sessions, falls 300 and rises 300: turns at 300 and 600, known later."""
    leader = chronology_of(np.repeat([0.01, -0.01, 0.01], 300))
    assert (leader[:300] == 1).all()
    assert (leader[300:600] == -1).all()
    assert leader[600] == 1
    assert leader[-1] == 0


def test_a_detector_that_is_silent_is_not_called_the_best() -> None:
    found = answer(Question("scorecard", "rest/top7", as_of="2026-01-14"), embedded())
    assert "none agreed with the 2 turns confirmed later more often than a coin would" in found.text
