"""What chance alone would show: against every possible sequence, and against a simulation."""

from __future__ import annotations

from itertools import groupby, permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.measures.chance import chance_of_high, expected_runs

SHARES = st.sampled_from([0.1, 0.25, 0.5, 0.52, 0.9])


def _runs(sequence: tuple[bool, ...], length: int) -> int:
    return sum(won and len(list(run)) >= length for won, run in groupby(sequence))


@given(st.integers(1, 9), st.integers(1, 10), SHARES)
def test_expected_runs_over_every_sequence(sessions: int, length: int, share: float) -> None:
    expected = 0.0
    for sequence in product((True, False), repeat=sessions):
        wins = sum(sequence)
        expected += share**wins * (1 - share) ** (sessions - wins) * _runs(sequence, length)
    assert expected_runs(sessions, length, share) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("length", "share"), [(3, 0.5), (5, 0.5), (8, 0.5), (5, 0.47)])
def test_expected_runs_against_a_simulation(length: int, share: float) -> None:
    sessions, trials = 500, 2000
    won = np.random.default_rng(14).random((trials, sessions)) < share
    ends = np.cumsum(won, axis=1)
    lost_before = np.concatenate([np.ones((trials, 1), bool), ~won[:, :-1]], axis=1)
    totals = np.concatenate([np.zeros((trials, 1), int), ends], axis=1)
    full = totals[:, length:] - totals[:, :-length] == length
    counts = (full & lost_before[:, : full.shape[1]]).sum(axis=1)
    error = counts.std(ddof=1) / np.sqrt(trials)
    assert abs(counts.mean() - expected_runs(sessions, length, share)) < 4 * error


def test_expected_runs_of_the_record() -> None:
    """14 in a row in 9,689 sessions: about 0.3, as DEFINITIONS has it; by hand 2**-14 * (1 + 9,675 / 2)."""
    assert expected_runs(9689, 14) == pytest.approx(0.29532, abs=1e-5)


@given(st.integers(-3, 50), st.integers(-3, 50))
def test_expected_runs_of_nothing(sessions: int, length: int) -> None:
    if length < 1 or sessions < length:
        assert expected_runs(sessions, length) == 0


@given(st.integers(1, 300), st.integers(1, 20), SHARES)
def test_fewer_runs_are_longer(sessions: int, length: int, share: float) -> None:
    assert 0 <= expected_runs(sessions, length + 1, share) <= expected_runs(sessions, length, share) <= sessions


@pytest.mark.parametrize("sessions", range(1, 6))
def test_chance_of_high_over_every_order_of_steps(sessions: int) -> None:
    """Steps of sizes that no sum of others equals, in every order and with every sign: no ties, symmetric."""
    sizes = [3.0**place for place in range(sessions)]
    above = total = 0
    for order in permutations(sizes):
        for signs in product((1, -1), repeat=sessions):
            steps = [size * sign for size, sign in zip(order, signs, strict=True)]
            total += 1
            above += all(sum(steps[back:]) > 0 for back in range(sessions))
    assert chance_of_high(sessions) == pytest.approx(above / total)


@pytest.mark.parametrize("sessions", [1, 10, 60])
def test_chance_of_high_against_a_simulation(sessions: int) -> None:
    trials = 20_000
    steps = np.random.default_rng(1954).standard_normal((trials, sessions))
    above = (np.cumsum(steps[:, ::-1], axis=1) > 0).all(axis=1).mean()
    error = np.sqrt(above * (1 - above) / trials)
    assert abs(above - chance_of_high(sessions)) < 4 * error


def test_chance_of_high_at_the_ends() -> None:
    assert chance_of_high(0) == 1
    assert chance_of_high(1) == pytest.approx(0.5)
    assert chance_of_high(25_000) == pytest.approx(1 / np.sqrt(np.pi * 25_000), rel=1e-4)  # Stirling
