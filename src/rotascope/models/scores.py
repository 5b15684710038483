"""Scores of probabilities, and whether a better one than the base rate's is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 2000
SEED = 20260114
CERTAIN = 0.005  # the log score takes no probability for nearer to 0 or 1: one miss would outweigh all else
LEAST_A_BIN = 10  # effective cases in a bin of the reliability diagram
MOST_BINS = 6
INTERVAL = (2.5, 97.5)  # percentiles
NORMAL = 1.959964  # quantile of the normal distribution at the upper one


def brier_losses(probability: Floats, outcome: Floats) -> Floats:
    """(p - y)^2; 0 is perfect, 0.25 what always saying one half gets. Brier (1950)."""
    losses: Floats = (probability - outcome) ** 2
    return losses


def log_losses(probability: Floats, outcome: Floats) -> Floats:
    """-log of the probability given to what happened; 0 is perfect, 0.693 what always saying one half gets."""
    bounded = np.clip(probability, CERTAIN, 1 - CERTAIN)
    losses: Floats = -np.log(np.where(outcome > 0.5, bounded, 1 - bounded))
    return losses


def effective_n(values: Floats, lags: int) -> float:
    """How many independent values say as much about their mean as these, which overlap.

    n / (1 + 2 sum (1 - k/lags) r_k), k < lags, the Bartlett weights of Newey and West (1987); within [1, n].
    """
    n, centred = len(values), values - values.mean()
    variance = float(centred @ centred)
    if variance <= 1e-12 * n or n < 2:
        return float(n)
    longest = min(lags, n)
    total = sum((1 - k / lags) * float(centred[k:] @ centred[:-k]) / variance for k in range(1, longest))
    return float(np.clip(n / max(1 + 2 * total, 1e-9), 1.0, n))


def shared(distance: Floats, horizon: int, window: int) -> Floats:
    """Correlation of two labels so many steps apart, where steps have no memory; 0 from the shorter length on.

    A label is the sign of the last `window` steps times that of the next `horizon`. Signs of sums that share a part r
    correlate by 2/pi asin(r) (Sheppard 1899).
    """
    parts = (np.arcsin(np.clip(1 - distance / length, 0, 1)) for length in (horizon, window))
    found: Floats = (2 / np.pi) ** 2 * next(parts) * next(parts)
    return found


def most_independent(n: int, horizon: int, window: int, every: int = 1) -> float:
    """As how many independent ones n labels, `every` so many steps, count where steps have no memory (`shared`)."""
    distance = np.arange(every, min(horizon, window), every)
    left = np.clip(1 - distance / (every * max(n, 1)), 0, None)
    return n / (1 + 2 * float(left @ shared(distance.astype(np.float64), horizon, window)))


def resampler(n: int, block: int) -> Callable[[Floats], Floats]:
    """Sums over resampled rows: from (n, k) to (DRAWS, k), each draw of circular blocks of `block` rows, n or more.

    One resampler draws the same rows for every column, so that what happened on one date stays together.
    """
    block = min(block, n)
    pieces = -(-n // block)
    rng = np.random.default_rng(SEED)
    starts = rng.integers(0, n, (DRAWS, pieces)) + n * np.arange(DRAWS)[:, None]
    drawn = np.bincount(starts.ravel(), minlength=DRAWS * n).reshape(DRAWS, n).astype(np.float64)

    def sums(values: Floats) -> Floats:
        ring = np.concatenate([values, values[: block - 1]])
        found: Floats = drawn @ sliding_window_view(ring, block, axis=0).sum(axis=-1)
        return found

    return sums


def widening(n: int, block: int) -> float:
    """By how much deviations of resampled blocks must grow, where few blocks fit into n rows; never below 1.

    Student's t over the normal quantile, by as many degrees of freedom as blocks less one (its expansion by Cornish
    and Fisher, 1937), and what the mean of so few takes from their variance (Kiefer and Vogelsang 2005).
    """
    free = max(n / block - 1, 0.5)
    student = NORMAL + (NORMAL**3 + NORMAL) / (4 * free)
    student += (5 * NORMAL**5 + 16 * NORMAL**3 + 3 * NORMAL) / (96 * free**2)
    return float(student / NORMAL * np.sqrt((free + 1) / free))


def skill_interval(loss: Floats, base_loss: Floats, block: int) -> tuple[float, float, float]:
    """Skill 1 - loss/base loss over all rows, and the ends of its 95 % interval by resampled blocks of pairs.

    The ends stand as far out as so few blocks need (`widening`): resampled blocks alone would cover too little.
    """
    drawn = resampler(len(loss), block)(np.column_stack([loss, base_loss]))
    skills = 1 - drawn[:, 0] / np.maximum(drawn[:, 1], 1e-300)
    skill = 1 - float(loss.sum() / max(base_loss.sum(), 1e-300))
    low, high = skill + (np.percentile(skills, INTERVAL) - skill) * widening(len(loss), block)
    return skill, float(low), float(high)


def adjusted_p_values(gains: Floats, block: int) -> Floats:
    """(k,) chance of a mean gain as high in any of the trials where none has a gain: Romano and Wolf (2005), stepwise.

    gains (n, k): base loss less loss, by date; NaN where a trial had no forecast on a date. All trials are resampled
    on the same dates. Each mean is divided by the deviation of those resampled from it, with `widening`. NaN for a
    trial without gains.
    """
    known = ~np.isnan(gains)
    sums = resampler(len(gains), block)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.nansum(gains, axis=0) / known.sum(axis=0)
        drawn = sums(np.nan_to_num(gains)) / sums(known.astype(np.float64))
        off = np.where(np.isfinite(drawn), drawn - means, 0.0)
        spread = np.sqrt((off**2).mean(axis=0))
        scores, null = means / spread, off / spread * [widening(count, block) for count in known.sum(axis=0).tolist()]
    scores = np.where(np.isfinite(scores), scores, -np.inf)
    return _stepwise(scores, np.where(np.isfinite(null), null, -np.inf))


def _stepwise(scores: Floats, null: Floats) -> Floats:
    order = np.argsort(-scores, kind="stable")
    left = np.maximum.accumulate(null[:, order][:, ::-1], axis=1)[:, ::-1]  # the highest of those not yet judged
    shares = (1 + (left >= scores[order]).sum(axis=0)) / (1 + len(null))
    found = np.empty(len(scores))
    found[order] = np.maximum.accumulate(shares)
    return np.where(np.isfinite(scores), found, np.nan)


def reliability(probability: Floats, outcome: Floats, effective: float) -> list[dict[str, float | int]]:
    """Forecasts in order of size, cut into bins of equal number, none with fewer than 10 effective cases.

    Each bin: mean `forecast`, `happened` (how often), `count`, `effective` cases. One bin where there are few.
    """
    n = len(probability)
    bins = int(np.clip(effective // LEAST_A_BIN, 1, MOST_BINS))
    order = np.argsort(probability, kind="stable")
    return [
        {
            "forecast": float(probability[part].mean()),
            "happened": float(outcome[part].mean()),
            "count": len(part),
            "effective": effective * len(part) / n,
        }
        for part in np.array_split(order, bins)
    ]
