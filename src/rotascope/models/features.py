"""Features of an active return for jump models: how it has been on average, and how bad when it was bad.

Exponentially weighted downside deviation and Sortino ratios, as Shu, Yu and Mulvey (2024) feed their jump model. Each
value rests on returns up to its own date alone, its standardisation included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels.jump import averages
from rotascope.models.matrix import dated_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

KINDS = ("mean", "downside", "sortino")


@dataclass(frozen=True)
class Features:
    """`values` (n_dates, n_features), read-only; rows without enough history are NaN. `names` such as `sortino_20`."""

    values: Doubles
    names: tuple[str, ...]


def jump_features(
    returns: Any,
    names: Sequence[str] = ("downside_10", "sortino_20", "sortino_60"),
    *,
    min_count: int = 252,
    clip: float | None = 3.0,
) -> Features:
    """Features of returns (n_dates,), decimals, NaN passed over, each less its expanding mean over its deviation.

    `mean_h`: exponentially weighted mean with half-life h in steps; `downside_h`: root of the weighted mean of
    min(return, 0) squared; `sortino_h`: the mean over the downside. Mean and deviation (n - 1) of a feature are those
    of all its values so far, once there are `min_count`; results are cut at `clip` deviations (None: not at all).
    """
    y = dated_values(returns, "returns")
    if min_count < 2 or (clip is not None and not clip > 0):
        raise UsageError(f"min_count {min_count} must be 2 or more, and clip {clip} above 0.")
    raw = np.column_stack([_feature(y, *_parsed(name)) for name in names])
    scaled = standardised(raw, min_count)
    values = scaled if clip is None else np.clip(scaled, -clip, clip)
    values[np.isnan(y)] = np.nan
    values.flags.writeable = False
    return Features(values, tuple(names))


def standardised(values: Doubles, min_count: int) -> Doubles:
    """(n_dates, n_features): less the mean, over the deviation (n - 1), of all values so far; NaN for the first ones.

    Sums are of values less the first, so that a level far from zero costs no digits.
    """
    there = ~np.isnan(values)
    first = np.where(there.any(axis=0), values[there.argmax(axis=0), np.arange(values.shape[1])], 0.0)
    held = np.where(there, values - first, 0.0)
    number = there.cumsum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = held.cumsum(axis=0) / number
        variance = ((held**2).cumsum(axis=0) - number * mean**2) / (number - 1)
        scaled = (values - first - mean) / np.sqrt(variance)
    return np.where((number >= min_count) & np.isfinite(scaled), scaled, np.nan)


def _parsed(name: str) -> tuple[str, float]:
    kind, _, half_life = name.partition("_")
    try:
        steps = float(half_life)
    except ValueError:
        steps = 0.0
    if kind not in KINDS or not (0 < steps < 1e6):
        raise UsageError(f"Feature {name!r} is not known; write mean_20, downside_10 or sortino_60, with a half-life.")
    return kind, steps


def _feature(y: Doubles, kind: str, half_life: float) -> Doubles:
    mean = averages(y, [half_life])[:, 0]
    if kind == "mean":
        return mean
    downside: Doubles = np.sqrt(averages(np.minimum(y, 0.0) ** 2, [half_life])[:, 0])
    if kind == "downside":
        return downside
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(downside > 0, mean / downside, np.nan)
