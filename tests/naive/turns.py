"""Turning points by the definition: at every cut, every extreme is searched for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Turn = tuple[int, int, int]  # position, step of confirmation, kind


def turns_at_each_cut(path: Sequence[float], phase: int, cycle: int, amplitude: float) -> list[Turn]:
    """All confirmed turns, found by looking at the path up to each step in turn with what stood before."""
    found: list[Turn] = []
    for step in range(len(path)):
        seen = np.asarray(path[: step + 1], float)
        while True:
            turn = _first(seen, phase, amplitude) if not found else _next(seen, found[-1], phase, cycle, amplitude)
            if turn is None:
                break
            found.append((turn[0], step, turn[1]))
    return found


def _first(seen: NDArray[np.float64], phase: int, amplitude: float) -> tuple[int, int] | None:
    turns = []
    for kind in (1, -1):
        up = kind * seen
        at = int(up.argmax())
        back = at + int(up[at:].argmin())
        if at >= phase and back - at >= phase and up[at] - up[back] >= amplitude:
            turns.append((at, kind))
    return min(turns, default=None)


def _next(seen: NDArray[np.float64], last: Turn, phase: int, cycle: int, amplitude: float) -> tuple[int, int] | None:
    start, _, kind = last
    up = -kind * seen
    at = start + int(up[start:].argmax())
    back = at + int(up[at:].argmin())
    lasting = back - at >= phase and back - start >= cycle and up[at] - up[back] >= amplitude
    return (at, -kind) if at > start and (lasting or up[back] < up[start]) else None


def first_turn(path: Sequence[float], phase: int, amplitude: float) -> Turn:
    """The first of them, as the kernel gives it."""
    found = turns_at_each_cut(path, phase, len(path) + 1, amplitude)
    return found[0] if found else (-1, -1, 0)


def positions(path: Sequence[float], phase: int, cycle: int, amplitude: float) -> list[list[int]]:
    """Positions and steps of confirmation, a row each."""
    found = turns_at_each_cut(path, phase, cycle, amplitude)
    return [[turn[part] for turn in found] for part in (0, 1)]
