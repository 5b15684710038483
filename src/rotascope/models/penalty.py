"""A jump model's penalty, by how a plain strategy on its states would have done walked forward.

The score is fixed here, beforehand. At each date the strategy holds the series where the online state is the regime
whose mean return was highest in the last fit, `delay` dates later, and nothing where it is another; every change costs
`cost`. The score is the strategy's annualised Sharpe ratio, out of sample. The best of several scores is flattered:
`n_trials` counts them, so that a test of the winner can be deflated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import DataError, UsageError
from rotascope.models.arguments import require_whole
from rotascope.models.jump import JumpModel
from rotascope.models.matrix import dated_values, feature_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

DEFAULT = JumpModel(n_starts=5)


@dataclass(frozen=True)
class PenaltyChoice:
    """`penalty`: the best of `penalties` (n,) by `annualised_sharpe_ratios` (n,), the largest of equals.

    `changes` (n,): how often each strategy traded. `n_trials`: how many were tried. `scored`: dates the scores are of.
    """

    penalty: float
    penalties: tuple[float, ...]
    annualised_sharpe_ratios: tuple[float, ...]
    changes: tuple[int, ...]
    n_trials: int
    scored: int


def choose_penalty(
    X: Any,  # noqa: N803
    returns: Any,
    candidates: Sequence[float],
    *,
    model: JumpModel = DEFAULT,
    first: int = 756,
    every: int = 63,
    delay: int = 1,
    cost: float = 0.001,
    a_year: int = 252,
) -> PenaltyChoice:
    """The candidate with the best walk-forward score, on these data alone.

    X: (n_dates, n_features), each row by data up to it; returns: (n_dates,), NaN counts as none. The model is fitted on
    the first `first` dates and again every `every`; states between are online. To choose in real time, hand in the data
    to the day. `UsageError` for no candidates or a bad schedule; `DataError` where nothing is left to score.
    """
    x, y = feature_rows(X), dated_values(returns, "returns", len(feature_rows(X)))
    if not candidates:
        raise UsageError("candidates is empty; give penalties such as 10, 30 and 100.")
    require_whole(1, first=first, every=every, delay=delay)
    if not cost >= 0:
        raise UsageError(f"cost {cost} must be 0 or more.")
    if len(y) < first + delay + 2:
        raise DataError(f"X has {len(y)} dates; a first fit on {first} leaves nothing to score.")
    penalties = tuple(sorted(map(float, candidates)))
    held = [_held(replace(model, penalty=penalty), x, y, first, every) for penalty in penalties]
    scores = [_score(position, y, first, delay, cost, a_year) for position in held]
    best = max(range(len(scores)), key=lambda at: (scores[at], penalties[at]))
    changes = tuple(int((position[first:] != position[first - 1 : -1]).sum()) for position in held)
    return PenaltyChoice(penalties[best], penalties, tuple(scores), changes, len(scores), len(y) - first - delay + 1)


def _held(model: JumpModel, x: Doubles, y: Doubles, first: int, every: int) -> Doubles:
    """(n_dates,): 1 on dates whose online state is the best regime of the last fit."""
    position = np.zeros(len(y))
    for end in range(first, len(y) + 1, every):
        fit = model.fit(x[:end], y[:end])
        stop = min(end + every - 1, len(y))
        states = fit.predict_online(x[:stop])[end - 1 :]
        position[end - 1 : stop] = states == int(np.nanargmax(fit.means))
    return position


def _score(position: Doubles, y: Doubles, first: int, delay: int, cost: float, a_year: int) -> float:
    """The annualised Sharpe ratio from the first date that a fit could act on; 0 for a strategy that never acts."""
    acted = position[first - 1 : len(y) - delay]
    gained = acted * np.nan_to_num(y[first - 1 + delay :])
    gained -= cost * np.abs(np.diff(acted, prepend=0.0))
    deviation = float(gained.std(ddof=1))
    return float(gained.mean()) / deviation * a_year**0.5 if deviation > 0 else 0.0
