"""Gaps filled with what came before, for a few sessions at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fill_forward(values: NDArray[np.float32], limit: int) -> NDArray[np.float32]:
    """(n_dates, n_assets) with each NaN replaced by the asset's last value, at most `limit` rows old."""
    filled = values.copy()
    gap = np.isnan(filled)
    age = np.zeros(values.shape[1], np.int64)
    for row in range(1, len(filled)):
        age = np.where(gap[row], age + 1, 0)
        take = gap[row] & (age <= limit)
        filled[row, take] = filled[row - 1, take]
    return filled
