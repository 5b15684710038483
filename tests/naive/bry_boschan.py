"""Turning points by Bry and Boschan's steps on a whole path, unsmoothed: later data may take turns back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Turn = tuple[int, int]  # position, kind (1 peak)


def bry_boschan(path: Sequence[float], window: int, phase: int, cycle: int) -> list[Turn]:
    """Extremes within `window` steps on both sides, alternating; then short cycles and short phases are left out."""
    turns = []
    for at in range(window, len(path) - window):
        around = path[at - window : at + window + 1]
        if path[at] in (max(around), min(around)):
            turns.append((at, 1 if path[at] == max(around) else -1))
    turns = _alternating(path, turns)
    while (short := _short_cycle(turns, cycle)) is not None:
        one, other = turns[short], turns[short + 2]
        lesser = short if one[1] * (path[one[0]] - path[other[0]]) < 0 else short + 2
        turns = _alternating(path, turns[:lesser] + turns[lesser + 1 :])
    while (short := _short_phase(turns, phase)) is not None:
        turns = _alternating(path, turns[:short] + turns[short + 2 :] if short else turns[1:])
    return turns


def _alternating(path: Sequence[float], turns: list[Turn]) -> list[Turn]:
    """Of neighbours of one kind the more extreme stays."""
    kept: list[Turn] = []
    for at, kind in turns:
        if kept and kept[-1][1] == kind:
            if kind * (path[at] - path[kept[-1][0]]) > 0:
                kept[-1] = (at, kind)
        else:
            kept.append((at, kind))
    return kept


def _short_cycle(turns: list[Turn], cycle: int) -> int | None:
    return next((at for at in range(len(turns) - 2) if turns[at + 2][0] - turns[at][0] < cycle), None)


def _short_phase(turns: list[Turn], phase: int) -> int | None:
    return next((at for at in range(len(turns) - 1) if turns[at + 1][0] - turns[at][0] < phase), None)
