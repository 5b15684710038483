"""Logistic regression with a ridge, refitted as labels end: each fit sees its own rows and nothing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.config import keep_compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def walk_forward_logit(
    inputs: Floats, outcomes: Floats, usable: NDArray[np.int64], penalties: Floats, weight: float = 1.0
) -> tuple[Floats, NDArray[np.bool_]]:
    """Coefficients (m, k) of a fit a row, on the first usable[i] rows, and (m,) whether each fit converged.

    inputs (m, k), finite, a column of ones for the intercept; outcomes (m,) 0 or 1, NaN rows are passed over; usable
    (m,) ascends, 0 for no fit: NaN coefficients. Maximises weight * log likelihood - sum(penalties * b^2) / 2, by
    Newton's method from the fit before.
    """
    keep_compiled()
    from rotascope.kernels import compiled_logit

    rows, size = inputs.shape
    out, converged = np.empty((rows, size)), np.ones(rows, bool)
    room = np.zeros(size), np.empty(size), np.empty((size, size))
    compiled_logit.walk(
        np.array(inputs), np.array(outcomes), np.array(usable), np.array(penalties), weight, *room, out, converged
    )
    return out, converged
