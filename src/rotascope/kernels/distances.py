"""How far back each value's last equal or better one lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def exceeded(values: NDArray[np.float64], rounding: float) -> NDArray[np.int64]:
    """For each value, how many before it lie strictly below, back to the last that does not: (n,) to (n,) counts.

    Values within the relative `rounding` of each other are equal. Values above zero, no NaN.
    """
    counts = np.empty(len(values), np.int64)
    higher: list[tuple[float, int]] = []  # values that nothing since has exceeded, with their places
    for place, value in enumerate(values.tolist()):
        floor = value * (1 - rounding)
        while higher and higher[-1][0] < floor:
            higher.pop()
        counts[place] = place - 1 - higher[-1][1] if higher else place
        higher.append((value, place))
    return counts
