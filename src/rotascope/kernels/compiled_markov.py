"""Hidden Markov regimes of one series: likelihood, expected moves and moments. Import this inside functions only.

y (n,): standardised values, 0 where missing; seen (n,): 1, or 0 where missing. K regimes with a mean and a variance
each. state (K, K + 2): a row of the transition matrix (rows sum to one), the mean and the variance of each regime. The
first regime is drawn from the stationary distribution.

Densities are taken relative to the highest of their date and no smaller than exp(-700), so that no date underflows;
the forward and backward recursions run without dividing and are rescaled every `SPAN` dates (Rabiner 1989, V.A, with
longer strides). What waits for nothing stands in loops of its own, of four or eight dates at once: densities with the
exponential written out, and the sums. Two regimes have recursions without inner loops, three times as fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

SPAN = 8  # dates between two rescalings: the least transition probability to this power is still a float
LOG2E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
SHIFTER = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number, which then stands in the low bits
LEAST = -700.0  # exponents below this are taken for it


@njit(nogil=True, cache=True, error_model="numpy")
def exponentials(x: Doubles, scale: Doubles) -> None:
    """x (n,) becomes exp(x), for x up to 0. scale (n,): scratch."""
    bits = scale.view(np.int64)
    for t in range(len(x)):
        v = x[t] if x[t] > LEAST else LEAST
        m = v * LOG2E + SHIFTER
        scale[t] = m
        k = m - SHIFTER
        r = (v - k * LN2_HIGH) - k * LN2_LOW
        s = 1 / 39916800 + r * (1 / 479001600)
        s = 1 / 362880 + r * (1 / 3628800 + r * s)
        s = 1 / 5040 + r * (1 / 40320 + r * s)
        s = 1 / 120 + r * (1 / 720 + r * s)
        s = 1 / 6 + r * (1 / 24 + r * s)
        x[t] = 1 + r * (1 + r * (0.5 + r * s))
    for t in range(len(x)):
        bits[t] = (bits[t] + 1023) << 52
    for t in range(len(x)):
        x[t] *= scale[t]


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def densities(y: Doubles, seen: Doubles, state: Doubles, relative: Doubles, top: Doubles, scale: Doubles) -> float:
    """relative (K, n): each regime's normal density over the highest of its date; returns the sum of their logs.

    top, scale (n,): scratch. A missing date has density one in every regime.
    """
    regimes, n = relative.shape
    for k in range(regimes):
        row, mean, half = relative[k], state[k, regimes], 0.5 / state[k, regimes + 1]
        constant = -0.5 * np.log(2 * np.pi * state[k, regimes + 1])
        for t in range(n):
            gap = y[t] - mean
            row[t] = seen[t] * (constant - gap * gap * half)
    for t in range(n):
        top[t] = relative[0, t]
    for k in range(1, regimes):
        row = relative[k]
        for t in range(n):
            top[t] = row[t] if row[t] > top[t] else top[t]
    total = 0.0
    for t in range(n):
        total += top[t]
    for k in range(regimes):
        row = relative[k]
        for t in range(n):
            row[t] -= top[t]
        exponentials(row, scale)
    return total


@njit(nogil=True, cache=True, error_model="numpy")
def solve(matrix: Doubles, right: Doubles) -> None:
    """right (K,) becomes the solution of matrix @ x = right, by elimination with pivots; matrix is used up."""
    size = len(right)
    for c in range(size):
        best = c
        for r in range(c + 1, size):
            if abs(matrix[r, c]) > abs(matrix[best, c]):
                best = r
        for k in range(size):
            matrix[c, k], matrix[best, k] = matrix[best, k], matrix[c, k]
        right[c], right[best] = right[best], right[c]
        for r in range(c + 1, size):
            factor = matrix[r, c] / matrix[c, c]
            for k in range(c, size):
                matrix[r, k] -= factor * matrix[c, k]
            right[r] -= factor * right[c]
    for c in range(size - 1, -1, -1):
        for k in range(c + 1, size):
            right[c] -= matrix[c, k] * right[k]
        right[c] /= matrix[c, c]


@njit(nogil=True, cache=True, error_model="numpy")
def stationary(state: Doubles, gathered: Doubles) -> None:
    """The stationary distribution into gathered, none below 1e-20; equal shares where there is more than one."""
    regimes = len(state)
    matrix, share = np.empty((regimes, regimes)), np.empty(regimes)
    for i in range(regimes):
        for j in range(regimes):
            matrix[i, j] = (1.0 if i == j else 0.0) - state[j, i] + 1.0
        share[i] = 1.0
    solve(matrix, share)
    whole = True
    for i in range(regimes):
        whole = whole and np.isfinite(share[i])
    for i in range(regimes):
        gathered[i, regimes + 4] = max(share[i], 1e-20) if whole else 1 / regimes


@njit(nogil=True, cache=True, error_model="numpy")
def forward(relative: Doubles, state: Doubles, gathered: Doubles, ahead: Doubles) -> float:
    """ahead (K, n): chance of each regime and of all data to the date, up to a factor of the date; returns the log."""
    regimes, n = relative.shape
    now, before = np.empty(regimes), np.empty(regimes)
    log_scale = 0.0
    for k in range(regimes):
        now[k] = gathered[k, regimes + 4] * relative[k, 0]
        ahead[k, 0] = now[k]
    for t in range(1, n):
        factor = 1.0
        if t % SPAN == 0:
            total = 0.0
            for k in range(regimes):
                total += now[k]
            log_scale += np.log(total)
            factor = 1 / total
        for k in range(regimes):
            before[k] = now[k] * factor
        for k in range(regimes):
            sum_in = 0.0
            for i in range(regimes):
                sum_in += before[i] * state[i, k]
            now[k] = sum_in * relative[k, t]
            ahead[k, t] = now[k]
    total = 0.0
    for k in range(regimes):
        total += now[k]
    return float(log_scale + np.log(total))


@njit(nogil=True, cache=True, error_model="numpy")
def forward_two(relative: Doubles, state: Doubles, gathered: Doubles, ahead: Doubles) -> float:
    """`forward` of two regimes, without inner loops."""
    n = relative.shape[1]
    e0, e1, out0, out1 = relative[0], relative[1], ahead[0], ahead[1]
    p00, p01, p10, p11 = state[0, 0], state[0, 1], state[1, 0], state[1, 1]
    a0, a1 = gathered[0, 6] * e0[0], gathered[1, 6] * e1[0]
    out0[0], out1[0] = a0, a1
    log_scale = 0.0
    start = 1
    while start < n:
        stop = min(start + SPAN, n)
        total = a0 + a1
        log_scale += np.log(total)
        a0, a1 = a0 / total, a1 / total
        for t in range(start, stop):
            b0 = (a0 * p00 + a1 * p10) * e0[t]
            a1 = (a0 * p01 + a1 * p11) * e1[t]
            a0 = b0
            out0[t], out1[t] = a0, a1
        start = stop
    return float(log_scale + np.log(a0 + a1))


@njit(nogil=True, cache=True, error_model="numpy")
def backward_two(relative: Doubles, state: Doubles, behind: Doubles) -> None:
    """`backward` of two regimes, without inner loops."""
    n = relative.shape[1]
    e0, e1, out0, out1 = relative[0], relative[1], behind[0], behind[1]
    p00, p01, p10, p11 = state[0, 0], state[0, 1], state[1, 0], state[1, 1]
    b0, b1 = 1.0, 1.0
    out0[n - 1], out1[n - 1] = b0, b1
    stop = n - 1
    while stop > 0:
        start = max(stop - SPAN, 0)
        factor = 1 / (b0 + b1)
        b0, b1 = b0 * factor, b1 * factor
        for t in range(stop - 1, start - 1, -1):
            q0, q1 = e0[t + 1] * b0, e1[t + 1] * b1
            b0 = p00 * q0 + p01 * q1
            b1 = p10 * q0 + p11 * q1
            out0[t], out1[t] = b0, b1
        stop = start


@njit(nogil=True, cache=True, error_model="numpy")
def backward(relative: Doubles, state: Doubles, behind: Doubles) -> None:
    """behind (K, n): chance of all data after the date, given each regime, up to a factor of the date."""
    regimes, n = relative.shape
    now, after = np.empty(regimes), np.empty(regimes)
    for k in range(regimes):
        now[k] = 1.0
        behind[k, n - 1] = 1.0
    for t in range(n - 2, -1, -1):
        factor = 1.0
        if t % SPAN == 0:
            total = 0.0
            for k in range(regimes):
                total += now[k]
            factor = 1 / total
        for k in range(regimes):
            after[k] = relative[k, t + 1] * now[k] * factor
        for i in range(regimes):
            total = 0.0
            for k in range(regimes):
                total += state[i, k] * after[k]
            now[i] = total
            behind[i, t] = total


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def moments(y: Doubles, seen: Doubles, ahead: Doubles, behind: Doubles, norm: Doubles, gathered: Doubles) -> None:
    """Of each regime, given all data: expected weight, sum, sum of squares, chance to be first. norm (n,): scratch."""
    regimes, n = ahead.shape
    for t in range(n):
        norm[t] = 0.0
    for k in range(regimes):
        a, b = ahead[k], behind[k]
        for t in range(n):
            norm[t] += a[t] * b[t]
    for t in range(n):
        norm[t] = 1 / norm[t]
    for k in range(regimes):
        a, b = ahead[k], behind[k]
        gathered[k, regimes + 3] = a[0] * b[0] * norm[0]
        zero, one, two = 0.0, 0.0, 0.0
        for t in range(n):
            share = a[t] * b[t] * norm[t] * seen[t]
            zero += share
            one += share * y[t]
            two += share * y[t] * y[t]
        gathered[k, regimes], gathered[k, regimes + 1], gathered[k, regimes + 2] = zero, one, two


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"reassoc"})
def moves(state: Doubles, relative: Doubles, ahead: Doubles, behind: Doubles, norm: Doubles, gathered: Doubles) -> None:
    """Expected moves between regimes, given all data. norm (n,): scratch.

    Between two dates either recursion may have been rescaled, so each date's moves are divided by their own sum.
    """
    regimes, n = relative.shape
    for t in range(n - 1):
        total = 0.0
        for k in range(regimes):
            flow = 0.0
            for i in range(regimes):
                flow += ahead[i, t] * state[i, k]
            total += flow * relative[k, t + 1] * behind[k, t + 1]
        norm[t] = 1 / total
    for i in range(regimes):
        a = ahead[i]
        for k in range(regimes):
            e, b = relative[k], behind[k]
            total = 0.0
            for t in range(n - 1):
                total += a[t] * e[t + 1] * b[t + 1] * norm[t]
            gathered[i, k] = total * state[i, k]


@njit(nogil=True, cache=True, error_model="numpy")
def expect(y: Doubles, seen: Doubles, state: Doubles, gathered: Doubles, grids: Doubles, rows: Doubles) -> float:
    """Log-likelihood of y. rows (2, n): scratch.

    gathered (K, K + 5): expected moves (K, K), then of each regime the expected weight, sum and sum of squares, the
    chance to be the first one, and the stationary share. grids (3, K, n): the densities, then what `forward` and
    `backward` give.
    """
    regimes = len(state)
    log_top = densities(y, seen, state, grids[0], rows[0], rows[1])
    stationary(state, gathered)
    if regimes == 2:
        log_ahead = forward_two(grids[0], state, gathered, grids[1])
        backward_two(grids[0], state, grids[2])
    else:
        log_ahead = forward(grids[0], state, gathered, grids[1])
        backward(grids[0], state, grids[2])
    moments(y, seen, grids[1], grids[2], rows[0], gathered)
    moves(state, grids[0], grids[1], grids[2], rows[0], gathered)
    return log_top + log_ahead
