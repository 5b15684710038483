"""What chance alone would show: the null that stands beside a record."""

from __future__ import annotations

from math import exp, lgamma


def expected_runs(sessions: int, length: int, share: float = 0.5) -> float:
    """Expected number of runs of at least `length` in independent sessions won with probability `share`.

    A run starts at the first session (probability share**length) or after a lost one. With 9,689 sessions, 14 in
    a row and even odds: 0.3. (Feller, An Introduction to Probability Theory I, XIII.7.)
    """
    if length < 1 or sessions < length:
        return 0.0
    win = float(share**length)
    return win + (sessions - length) * (1 - share) * win


def chance_of_high(sessions: int) -> float:
    """Probability that a driftless walk stands strictly above each of its last `sessions` values: C(2n, n) / 4**n.

    Free of the distribution of the steps, if symmetric and continuous (Sparre Andersen 1954).
    """
    if sessions < 1:
        return 1.0
    return exp(lgamma(2 * sessions + 1) - 2 * lgamma(sessions + 1) - sessions * 1.3862943611198906)
