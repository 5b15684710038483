"""The small steps of fitting regimes, each a few dozen operations: compiled, for they run tens of thousands of times.

Import this inside functions only. `state` and `gathered` as in `compiled_markov`. theta packs what is fitted: for each
row of the transition matrix the log odds of columns 0 .. K-2 against the last, then the means, then
log(variance - floor). tied (2,): whether the regimes share their mean, and their variance, which then stand once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rotascope.kernels.compiled_markov import solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Flags = NDArray[np.bool_]

STEEP = 34.0  # log odds beyond this are taken for it
LEAST_SHARE = 1e-12  # of its moves that EM leaves to a transition


@njit(nogil=True, cache=True, error_model="numpy")
def unpack(theta: Doubles, tied: Flags, floor: float, state: Doubles) -> None:
    """state of the parameters that theta stands for."""
    regimes = len(state)
    at = 0
    for i in range(regimes):
        top = 0.0
        for j in range(regimes - 1):
            top = max(top, min(theta[at + j], STEEP))
        state[i, regimes - 1] = np.exp(-top)
        total = state[i, regimes - 1]
        for j in range(regimes - 1):
            state[i, j] = np.exp(max(min(theta[at + j], STEEP), -STEEP) - top)
            total += state[i, j]
        for j in range(regimes):
            state[i, j] /= total
        at += regimes - 1
    for k in range(regimes):
        state[k, regimes] = theta[at if tied[0] else at + k]
    at += 1 if tied[0] else regimes
    for k in range(regimes):
        state[k, regimes + 1] = floor + np.exp(min(theta[at if tied[1] else at + k], STEEP))


@njit(nogil=True, cache=True, error_model="numpy")
def slope(state: Doubles, gathered: Doubles, tied: Flags, floor: float, gradient: Doubles) -> None:
    """gradient of the log-likelihood by theta: that of the complete data, averaged (Fisher's identity).

    The start's part: d first = first' dP (I - P + 1 1')^-1 (Schweitzer 1968).
    """
    regimes = len(state)
    matrix, pull = np.empty((regimes, regimes)), np.empty(regimes)
    for i in range(regimes):
        pull[i] = gathered[i, regimes + 3] / gathered[i, regimes + 4]
        for j in range(regimes):
            matrix[i, j] = (1.0 if i == j else 0.0) - state[i, j] + 1.0
    solve(matrix, pull)
    for p in range(len(gradient)):
        gradient[p] = 0.0
    at = 0
    for i in range(regimes):
        total = 0.0
        for j in range(regimes):
            total += gathered[i, j] + state[i, j] * gathered[i, regimes + 4] * pull[j]
        for j in range(regimes - 1):
            gradient[at] = gathered[i, j] + state[i, j] * (gathered[i, regimes + 4] * pull[j] - total)
            at += 1
    after = at + (1 if tied[0] else regimes)
    for k in range(regimes):
        zero, one, two = gathered[k, regimes], gathered[k, regimes + 1], gathered[k, regimes + 2]
        mean, variance = state[k, regimes], state[k, regimes + 1]
        gradient[at if tied[0] else at + k] += (one - mean * zero) / variance
        spread = two - 2 * mean * one + mean * mean * zero
        gradient[after if tied[1] else after + k] += 0.5 * (spread / variance - zero) * ((variance - floor) / variance)


@njit(nogil=True, cache=True, error_model="numpy")
def maximise(gathered: Doubles, tied: Flags, floor: float, state: Doubles) -> None:
    """EM's second half: state becomes the parameters that fit the expected moves and moments."""
    regimes = len(state)
    zero, one, spread_all, weight_all = 0.0, 0.0, 0.0, 0.0
    for i in range(regimes):
        total = 1e-300
        for j in range(regimes):
            total += gathered[i, j]
        for j in range(regimes):
            state[i, j] = max(gathered[i, j] / total, LEAST_SHARE)
        zero += gathered[i, regimes] / state[i, regimes + 1]
        one += gathered[i, regimes + 1] / state[i, regimes + 1]
    for k in range(regimes):
        weight = gathered[k, regimes] + 1e-300
        mean = one / zero if tied[0] else gathered[k, regimes + 1] / weight
        spread = gathered[k, regimes + 2] - 2 * mean * gathered[k, regimes + 1] + mean * mean * weight
        spread_all += spread
        weight_all += weight
        state[k, regimes] = mean
        state[k, regimes + 1] = max(spread / weight, floor * 1.01)
    for k in range(regimes if tied[1] else 0):
        state[k, regimes + 1] = max(spread_all / weight_all, floor * 1.01)


@njit(nogil=True, cache=True, error_model="numpy")
def turn(inverse: Doubles, step: Doubles, change: Doubles, gradient: Doubles, direction: Doubles) -> float:
    """The BFGS update of inverse (P, P), then direction = inverse @ gradient; returns the rise along it.

    step: the last one, all zero for none; change: minus the gradient's along it. Where the two disagree in sign (the
    likelihood bends upwards there) the update is left out (Nocedal and Wright 2006, 6.1).
    """
    size = len(step)
    product, weight, rise = 0.0, 0.0, 0.0
    for p in range(size):
        product += step[p] * change[p]
    if product > 1e-14:
        for p in range(size):
            direction[p] = 0.0
            for q in range(size):
                direction[p] += inverse[p, q] * change[q]
            weight += change[p] * direction[p]
        weight = (1 + weight / product) / product
        for p in range(size):
            for q in range(size):
                inverse[p, q] += (
                    weight * step[p] * step[q] - (direction[p] * step[q] + step[p] * direction[q]) / product
                )
    for p in range(size):
        direction[p] = 0.0
        for q in range(size):
            direction[p] += inverse[p, q] * gradient[q]
        rise += direction[p] * gradient[p]
    return rise
