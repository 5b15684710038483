"""Ridge logistic regressions refitted as rows arrive, as compiled loops. Import this inside functions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 60  # Newton steps at most; from the last fit a handful are taken
NEAR = 1e-6  # Newton squares the distance, so after a step this small 1e-12 is left
LONGEST = 4.0  # of one step in one coefficient: a first step far from the answer can't throw the fit away


@njit(nogil=True, cache=True, error_model="numpy")
def walk(
    inputs: Floats, outcomes: Floats, usable: NDArray[np.int64], penalties: Floats, weight: float, fit: Floats,
    slope: Floats, curve: Floats, out: Floats, converged: NDArray[np.bool_],
) -> None:  # fmt: skip
    """out[i] (k,): coefficients of the fit on the first usable[i] rows, NaN where that is none; `usable` ascends.

    fit, slope (k,) and curve (k, k) are room to work in; fit holds the start.
    """
    for i in range(len(usable)):
        out[i] = np.nan
        if usable[i] == 0:
            continue
        converged[i] = False
        for _ in range(STEPS):
            gather(inputs, outcomes, usable[i], penalties, weight, fit, slope, curve)
            solve(curve, slope)
            far = 0.0
            for a in range(len(fit)):
                far = max(far, abs(slope[a]))
            short = min(1.0, LONGEST / far) if far > 0 else 1.0
            for a in range(len(fit)):
                fit[a] += short * slope[a]
            if far < NEAR:
                converged[i] = True
                break
        out[i] = fit


@njit(nogil=True, cache=True, error_model="numpy")
def gather(
    inputs: Floats, outcomes: Floats, rows: int, penalties: Floats, weight: float, fit: Floats, slope: Floats,
    curve: Floats,
) -> None:  # fmt: skip
    """Gradient of the penalised log likelihood in `slope`, minus its second derivatives (lower half) in `curve`."""
    size = len(fit)
    for a in range(size):
        slope[a] = -penalties[a] * fit[a]
        for b in range(a + 1):
            curve[a, b] = 0.0
        curve[a, a] = penalties[a]
    for j in range(rows):
        if outcomes[j] != outcomes[j]:
            continue
        score = 0.0
        for a in range(size):
            score += inputs[j, a] * fit[a]
        chance = 1.0 / (1.0 + np.exp(-score))
        miss, spread = weight * (outcomes[j] - chance), weight * chance * (1.0 - chance)
        for a in range(size):
            slope[a] += miss * inputs[j, a]
            pull = spread * inputs[j, a]
            for b in range(a + 1):
                curve[a, b] += pull * inputs[j, b]


@njit(nogil=True, cache=True, error_model="numpy")
def solve(curve: Floats, slope: Floats) -> None:
    """slope becomes the solution of curve x = slope, by Cholesky in the lower half of `curve`."""
    size = len(slope)
    for a in range(size):
        for b in range(a + 1):
            kept = curve[a, b]
            for c in range(b):
                kept -= curve[a, c] * curve[b, c]
            curve[a, b] = np.sqrt(max(kept, 1e-300)) if a == b else kept / curve[b, b]
    for a in range(size):
        for c in range(a):
            slope[a] -= curve[a, c] * slope[c]
        slope[a] /= curve[a, a]
    for a in range(size - 1, -1, -1):
        for c in range(a + 1, size):
            slope[a] -= curve[c, a] * slope[c]
        slope[a] /= curve[a, a]
