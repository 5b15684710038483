"""The product-limit estimate for many weightings of the same spells at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]


def product_limit(duration: Whole, ended: NDArray[np.bool_], entry: Whole, last: int, weights: Floats) -> Floats:
    """(weightings, last + 1) share surviving past each age 0 .. last (Kaplan and Meier 1958).

    duration (n,): age at the end or at censoring, 1 or more; ended (n,): False where censored; entry (n,): age at which
    a spell came under observation, at risk from the next age on; weights (weightings, n): how often each counts.
    An age without spells at risk changes nothing.
    """
    ages = np.arange(1, last + 1)
    events = (duration[:, None] == ages) & ended[:, None]
    exposed = (duration[:, None] >= ages) & (entry[:, None] < ages)
    died, at_risk = weights @ events.astype(np.float64), weights @ exposed.astype(np.float64)
    kept = np.ones((len(weights), last + 1))
    kept[:, 1:] -= np.divide(died, at_risk, out=np.zeros_like(died), where=at_risk > 0)
    found = np.cumprod(kept, axis=1).astype(np.float64, copy=False)
    return found
