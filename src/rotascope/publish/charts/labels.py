"""Labels that would stand on one another, moved apart as little as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places at least `gap` apart, in the order wanted, with the least sum of squared moves from `wanted`.

    With i * gap taken off the i-th smallest, places apart become places in order, which is isotonic regression:
    neighbours out of order share their mean (pool adjacent violators).
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    pools: list[tuple[float, int]] = []
    for rank, at in enumerate(order):
        mean, size = wanted[at] - rank * gap, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    places = [0.0] * len(wanted)
    for rank, at in enumerate(order):
        places[at] = flat[rank] + rank * gap
    return places
