"""Every pair, horizon and model judged together: how many look skilful once all that was tried is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import DataError
from rotascope.models.forecast import FIT, HORIZONS, walks
from rotascope.models.scores import adjusted_p_values, brier_losses, skill_interval
from rotascope.pairs import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.models.forecast import Walk, Walks
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """One model at one horizon of one pair: months scored, skill with its 95 % interval, p-value among all trials."""

    pair: str
    horizon: int
    model: str
    n: int
    skill: float
    low: float
    high: float
    adjusted_p: float


def forecast_trials(panel_of: Callable[[Pair], Panel], window: int = 126) -> tuple[list[Trial], dict[str, str]]:
    """Every trial of the catalog, the likeliest first, and why some pairs have none.

    panel_of: the panel in which a pair is judged. Losses of a month stand side by side, whatever the pair, so that
    resampled months keep together what happened in them.
    """
    found, missing = {}, {}
    for name, pair in catalog().items():
        try:
            found[name] = walks(panel_of(pair), pair, window, min(HORIZONS))
        except DataError as error:
            missing[name] = str(error)
    judged = [(name, walk) for name, held in found.items() for walk in held.by_horizon.values() if walk.is_judged]
    missing |= dict.fromkeys(found.keys() - {name for name, _ in judged}, "too few months can be scored.")
    if not judged:
        return [], missing
    gains = np.column_stack([_by_month(found[name], walk, _months(found)) for name, walk in judged])
    adjusted = adjusted_p_values(gains[~np.isnan(gains).all(axis=1)], max(walk.block for _, walk in judged))
    trials = _trials(judged, adjusted)
    return sorted(trials, key=lambda trial: (trial.adjusted_p, -trial.skill)), missing


def _months(found: dict[str, Walks]) -> NDArray[np.int64]:
    """Every month from the first to the last of any pair."""
    ends = [_month(held.path.at[at]) for held in found.values() for at in (0, -1)]
    return np.arange(min(ends), max(ends) + 1)


def _month(day: np.int64) -> int:
    return int(np.datetime64(int(day), "D").astype("datetime64[M]").astype(np.int64))


def _by_month(held: Walks, walk: Walk, months: NDArray[np.int64]) -> Floats:
    """(months, models) gains over the base rate, NaN where the pair has none."""
    out = np.full((len(months), len(FIT)), np.nan)
    place = held.path.at.view("datetime64[D]").astype("datetime64[M]").astype(np.int64) - months[0]
    known = walk.scored
    out[place[known]] = walk.gains[known]
    return out


def _trials(judged: list[tuple[str, Walk]], adjusted: Floats) -> Iterator[Trial]:
    values = iter(adjusted.tolist())
    for name, walk in judged:
        at = walk.scored
        base = brier_losses(walk.base[at], walk.outcome[at])
        for place, model in enumerate(FIT):
            loss = brier_losses(walk.chances[place][at], walk.outcome[at])
            skill, low, high = skill_interval(loss, base, walk.block)
            yield Trial(name, walk.horizon, model, int(at.sum()), skill, low, high, next(values))
