"""Regimes whose last m + 1 values matter together: Hamilton's filter and Kim's smoother. Import inside functions only.

A joint state is s = s_t * K**m + s_(t-1) * K**(m-1) + ... + s_(t-m), of which there are S = K**(m + 1); one state has
K that it can come from, s' % K**m * K + d, and K that it can go to, j * K**m + s // K. relative (n, S): densities over
the highest of their date, none of them zero. transitions (1 or n, K, K): row t leads from date t-1 to date t.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


@njit(nogil=True, cache=True, error_model="numpy")
def filter_joint(
    relative: Doubles, transitions: Doubles, first: Doubles, predicted: Doubles, filtered: Doubles
) -> float:
    """predicted, filtered (n, S): chances of each joint state given data before, and to, the date.

    first (S,): the chances at the first date before its value is known. Returns the log of the relative likelihood.
    """
    n, states = relative.shape
    regimes = transitions.shape[1]
    base = states // regimes
    log_total = 0.0
    for t in range(n):
        at = t if len(transitions) > 1 else 0
        for s in range(states):
            predicted[t, s] = 0.0 if t else first[s]
        if t:
            for s in range(states):
                regime, into = s // base, s // regimes
                for j in range(regimes):
                    predicted[t, j * base + into] += filtered[t - 1, s] * transitions[at, regime, j]
        total = 0.0
        for s in range(states):
            filtered[t, s] = predicted[t, s] * relative[t, s]
            total += filtered[t, s]
        for s in range(states):
            filtered[t, s] /= total
        log_total += np.log(total)
    return log_total


@njit(nogil=True, cache=True, error_model="numpy")
def smooth_joint(
    transitions: Doubles, predicted: Doubles, filtered: Doubles, smoothed: Doubles, moves: Doubles
) -> None:
    """smoothed (n, S): chances of each joint state given all data (Kim 1994).

    moves (1 or n, K, K), zeros: expected moves from date t-1 to date t, or their sum over all dates but the first.
    """
    n, states = filtered.shape
    regimes = transitions.shape[1]
    base = states // regimes
    for s in range(states):
        smoothed[n - 1, s] = filtered[n - 1, s]
    for t in range(n - 2, -1, -1):
        at = t + 1 if len(transitions) > 1 else 0
        for s in range(states):
            regime, into = s // base, s // regimes
            total = 0.0
            for j in range(regimes):
                ahead = j * base + into
                if predicted[t + 1, ahead] > 0:
                    move = (
                        filtered[t, s] * transitions[at, regime, j] * smoothed[t + 1, ahead] / predicted[t + 1, ahead]
                    )
                    moves[at, regime, j] += move
                    total += move
            smoothed[t, s] = total
