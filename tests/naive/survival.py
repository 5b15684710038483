"""The product-limit estimate, age by age and spell by spell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def product_limit(
    duration: Sequence[int],
    ended: Sequence[bool],
    entry: Sequence[int],
    last: int,
    weights: Sequence[Sequence[float]],
) -> list[list[float]]:
    """Share surviving past each age, a row a weighting."""
    rows = []
    for weighting in weights:
        survival = [1.0]
        for age in range(1, last + 1):
            died = at_risk = 0.0
            for lasted, is_ended, entered, weight in zip(duration, ended, entry, weighting, strict=True):
                if entered < age <= lasted:
                    at_risk += weight
                    died += weight if is_ended and lasted == age else 0.0
            survival.append(survival[-1] * (1 - died / at_risk if at_risk else 1.0))
        rows.append(survival)
    return rows
