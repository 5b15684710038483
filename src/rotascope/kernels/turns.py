"""Turning points of one path, dated by a rule that never takes back what it has confirmed.

Plain loops over lists or arrays, so that one path costs milliseconds without a compiler; `compiled_turns` makes machine
code of the same functions for thousands of paths.

After a trough, the candidate peak is the highest value since (the first of equals). It is confirmed by the first
step at which the fall after it already is a phase by itself: its lowest value so far lies `phase` steps or more after
the peak, `cycle` or more after the trough, and `amplitude` or more below the peak; or at which the fall has undone the
whole rise, however quickly. What follows cannot change that, so a confirmed turn stands, and every turn is the
extreme value between its two neighbours. Troughs by the same rule of the path turned over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence


def first_turn(path: Sequence[float], phase: int, amplitude: float) -> tuple[int, int, int]:
    """Position, step of confirmation, and kind (1 peak, -1 trough) of the first turn; kind 0 where there is none.

    It lies `phase` steps or more after the path's start: nearer, it may be the tail of an earlier rise or fall.
    """
    high = low = fall = rise = 0  # fall: the lowest since the high; rise: the highest since the low
    for step in range(len(path)):
        value = path[step]
        if value > path[high]:
            high = fall = step
        elif value < path[fall]:
            fall = step
        if value < path[low]:
            low = rise = step
        elif value > path[rise]:
            rise = step
        peak = high >= phase and fall - high >= phase and path[high] - path[fall] >= amplitude
        trough = low >= phase and rise - low >= phase and path[rise] - path[low] >= amplitude
        if peak and not (trough and low < high):
            return high, step, 1
        if trough:
            return low, step, -1
    return -1, -1, 0


def later_turns(
    path: Sequence[float],
    kind: int,
    phase: int,
    cycle: int,
    amplitude: float,
    at: MutableSequence[int],
    known: MutableSequence[int],
) -> int:
    """Fill `at` and `known` (position and step of confirmation) from the second turn on; how many turns there are.

    at[0], known[0] and `kind` hold the first. Both are as long as the path: there cannot be more turns.
    """
    turns, way, last, confirmed = 1, -kind, at[0], known[0]
    turn = back = last  # turn: the extreme since the last one; back: how far the path has come back since
    step = last + 1
    while step < len(path):
        value = way * path[step]
        if value > way * path[turn]:
            turn = back = step
        elif value < way * path[back]:
            back = step
        lasting = back - turn >= phase and back - last >= cycle and way * (path[turn] - path[back]) >= amplitude
        if step < confirmed or not (lasting or way * path[back] < way * path[last]):
            step += 1
            continue
        at[turns], known[turns] = turn, step
        turns, way, last, confirmed = turns + 1, -way, turn, step
        turn = back = last
        step = last + 1
    return turns
