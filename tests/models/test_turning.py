"""Turning points: against the definition, by hand, and what no later row may change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.errors import UsageError
from rotascope.models.turning import Rule, Turns, turning_points
from tests.naive.turns import turns_at_each_cut

STEPS = st.lists(st.integers(-3, 3), min_size=1, max_size=90)  # whole numbers, so that ties occur
RULES = st.builds(
    lambda phase, more, amplitude: Rule(phase, phase + more, amplitude),
    st.integers(1, 8),
    st.integers(0, 12),
    st.sampled_from((0.0, 2.0, 5.0)),
)


def path_of(steps: list[int]) -> np.ndarray:
    return np.cumsum(np.asarray([0, *steps], float))


def listed(turns: Turns) -> list[tuple[int, int, int]]:
    return list(zip(turns.at.tolist(), turns.known.tolist(), turns.kinds.tolist(), strict=True))


@given(STEPS, RULES)
def test_turns_are_those_of_the_definition(steps: list[int], rule: Rule) -> None:
    path = path_of(steps)
    expected = turns_at_each_cut(path.tolist(), rule.min_phase, rule.min_cycle, rule.min_amplitude)
    assert listed(turning_points(path, rule)) == expected


@given(STEPS, RULES)
def test_dating_each_cut_again_gives_the_turns_known_by_then(steps: list[int], rule: Rule) -> None:
    """The day a turn could have been known is the first cut that has it, and every later cut keeps it."""
    path = path_of(steps)
    whole = listed(turning_points(path, rule))
    for cut in range(1, len(path) + 1):
        known_by_then = [turn for turn in whole if turn[1] < cut]
        assert listed(turning_points(path[:cut], rule)) == known_by_then


@given(STEPS, RULES)
def test_turns_alternate_and_are_the_extremes_between_their_neighbours(steps: list[int], rule: Rule) -> None:
    path = path_of(steps)
    turns = turning_points(path, rule)
    assert (turns.kinds[1:] == -turns.kinds[:-1]).all()
    assert (np.diff(turns.at) > 0).all()
    assert (turns.known >= turns.at).all()
    edges = [*turns.at.tolist(), len(path) - 1]
    for left, right, kind in zip(edges, edges[1:], turns.kinds, strict=False):
        inside = kind * path[left : right + 1]
        assert inside[0] == inside.max()


@given(STEPS, RULES)
def test_phases_are_long_enough_unless_they_undid_the_one_before(steps: list[int], rule: Rule) -> None:
    path = path_of(steps)
    at = turning_points(path, rule).at
    moves, lengths = np.abs(np.diff(path[at])), np.diff(at)
    assert (moves >= rule.min_amplitude).all()
    for move, before, length, length_before in zip(moves[1:], moves, lengths[1:], lengths, strict=False):
        long_enough = length >= rule.min_phase and length + length_before >= rule.min_cycle
        assert long_enough or move > before


@given(STEPS, RULES)
def test_the_path_turned_over_has_the_same_turns_of_the_other_kind(steps: list[int], rule: Rule) -> None:
    path = path_of(steps)
    mirrored = [(at, known, -kind) for at, known, kind in listed(turning_points(-path, rule))]
    assert mirrored == listed(turning_points(path, rule))


def test_a_path_dated_by_hand() -> None:
    """Phases of 2 steps or more, cycles of 4 or more.

        step   0  1  2  3  4  5  6  7  8  9 10 11 12
        path   0  1  2  5  3  2  4  1  3  6  5  9  2

    Peak at 3: known at 5, the first new low two steps after it. Candidate trough 5: the rise to 6 is too short, and
    7 is lower. Trough at 7: known at 9, two steps after it and six after the peak. Candidate peak 9: the fall to 10
    is too short, and 11 is higher. From 11 the fall to 12 is one step only, but it undoes no whole rise (2 is above
    1), so the peak at 11 is not known yet.
    """
    path = np.array([0, 1, 2, 5, 3, 2, 4, 1, 3, 6, 5, 9, 2], float)
    assert listed(turning_points(path, Rule(2, 4))) == [(3, 5, 1), (7, 9, -1)]
    # One more step, to 0, undoes the whole rise from 1: the peak at 11 is known at once, and two steps have passed too.
    assert listed(turning_points(np.append(path, 0.0), Rule(2, 4)))[2] == (11, 13, 1)


def test_a_move_that_undoes_the_whole_phase_before_it_counts_however_short() -> None:
    """Trough at 3 (known at 6), rise to 6; the crash of one step to -9 is below the trough."""
    path = np.array([0, -2, -4, -6, -5, -4, -3, -9, -8, -7], float)
    assert listed(turning_points(path, Rule(3, 6))) == [(3, 6, -1), (6, 7, 1)]


def test_a_constant_or_short_path_has_no_turn() -> None:
    assert len(turning_points(np.full(500, 0.3), Rule(6, 15))) == 0
    assert len(turning_points(np.array([0.0, 1.0]), Rule(6, 15))) == 0
    assert len(turning_points(np.empty(0), Rule(6, 15))) == 0


def test_values_that_are_missing_or_infinite_are_refused() -> None:
    for bad in (np.nan, np.inf):
        with pytest.raises(UsageError, match="finite"):
            turning_points(np.array([0.0, bad, 1.0]), Rule(2, 4))


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="min_phase 0"):
        Rule(0, 4)
    with pytest.raises(UsageError, match="as long as a phase"):
        Rule(6, 5)
    with pytest.raises(UsageError, match="min_amplitude -1"):
        Rule(6, 15, -1)
