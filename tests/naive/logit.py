"""Ridge logistic fits, one at a time from zero, by plain gradient steps that are halved until they help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def walk_forward_logit(
    inputs: Floats, outcomes: Floats, usable: NDArray[np.int64], penalties: Floats, weight: float
) -> tuple[Floats, NDArray[np.bool_]]:
    rows = [fit(inputs[:stop], outcomes[:stop], penalties, weight) for stop in usable]
    return np.array(rows).reshape(inputs.shape), np.ones(len(inputs), bool)


def fit(inputs: Floats, outcomes: Floats, penalties: Floats, weight: float) -> Floats:
    size = inputs.shape[1]
    if not len(inputs):
        return np.full(size, np.nan)
    known = ~np.isnan(outcomes)
    rows, wins = inputs[known], outcomes[known]
    found = np.zeros(size)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-rows @ found))
        gradient = weight * rows.T @ (wins - chance) - penalties * found
        second = weight * (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalties)
        step, length = np.linalg.solve(second, gradient), 1.0
        while (
            value(found + length * step, rows, wins, penalties, weight) < value(found, rows, wins, penalties, weight)
            and (length := length / 2) > 1e-12
        ):
            pass
        found = found + length * step
        if np.abs(step).max() < 1e-13:
            break
    return found


def value(found: Floats, rows: Floats, wins: Floats, penalties: Floats, weight: float) -> float:
    score = rows @ found
    return float(weight * (wins * score - np.logaddexp(0, score)).sum() - (penalties * found**2).sum() / 2)
