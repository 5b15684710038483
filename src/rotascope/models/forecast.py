"""Walk-forward forecasts of whether the leader goes on leading: monthly, each from what was known on its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.results import remembered
from rotascope.errors import DataError
from rotascope.kernels.logit import walk_forward_logit
from rotascope.measures.wording import count, step
from rotascope.models.apart import series_apart
from rotascope.models.inputs import INPUTS, MODELS, Path, read_inputs, standardised
from rotascope.models.leader import A_MONTH, base_rates, kept_leading, leaders, month_rows, steps
from rotascope.models.scores import adjusted_p_values, brier_losses, effective_n, most_independent, skill_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]

HORIZONS = (21, 63, 126, 252)  # sessions
RIDGE = 4.0  # a prior deviation of one half, in log odds for an input one deviation from its mean
LOOSE = 1e-3  # on the intercept, so that it stays finite where every outcome so far was the same
LEAST_ROWS = 60  # months with an ended label before the first fit: five years
LEAST_CASES = 5  # horizons that must fit side by side into the history of a base rate
LEAST_SCORED = 24  # months scored before a model is judged
LEAST_BLOCKS = 4  # of the bootstrap, before that: of two years at a year's horizon, hardly two windows are apart
CAUTION = 1.5  # blocks of the bootstrap are so many horizons long
FIT = tuple(name for name, inputs in MODELS.items() if inputs)


@dataclass(frozen=True)
class Walk:
    """Every model's walk over one pair's months (m,) at one horizon.

    base (m,): the base rate; chances (models, m): each fitted model's probability by the order of `FIT`, NaN before
    its first fit; outcome (m,): 1 where the leader kept leading, 0 where not, NaN where that is not known yet.
    block: rows of a bootstrap's block.
    """

    horizon: int
    base: Floats
    chances: Floats
    outcome: Floats
    cases: int
    effective_cases: float
    rate: float
    block: int

    @property
    def scored(self) -> NDArray[np.bool_]:
        """(m,) the months whose forecasts can be scored."""
        return ~np.isnan(self.outcome) & ~np.isnan(self.base) & ~np.isnan(self.chances).any(axis=0)

    @property
    def is_judged(self) -> bool:
        """Whether enough months are scored, and enough of them apart, to say what the models are worth."""
        return bool(self.scored.sum() >= max(LEAST_SCORED, LEAST_BLOCKS * self.block))

    @property
    def gains(self) -> Floats:
        """(m, models) Brier loss of the base rate less the model's, NaN where nothing is scored."""
        found = np.full((len(self.base), len(FIT)), np.nan)
        at = self.scored
        base = brier_losses(self.base[at], self.outcome[at])
        found[at] = (base - brier_losses(self.chances[:, at], self.outcome[at])).T
        return found


@dataclass(frozen=True)
class Walks:
    """A pair's path, the inputs (m, inputs) with why some are never known, and the walks by horizon in sessions."""

    path: Path
    inputs: Floats
    reasons: Mapping[str, str]
    by_horizon: Mapping[int, Walk]


def walks(panel: Panel, pair: Pair, window: int = 126, horizon: int = 63, basis: str = "total") -> Walks:
    """All models at the usual horizons and the one asked for; horizons that the history cannot carry are left out.

    Errors: `DataError` where there is no leader today, or the history carries not even the horizon asked for.
    """
    further = None if horizon in HORIZONS else horizon
    found = panel.cached(
        ("leader walks", pair, window, further, basis), lambda inner: _walks(inner, pair, window, further, basis)
    )
    if horizon not in found.by_horizon:
        raise _too_long(found.path, panel)
    return found


def path_of(panel: Panel, pair: Pair, window: int, basis: str = "total") -> Path:
    """The pair's path with its leaders; `DataError` where nobody leads at the as-of."""
    series = series_apart(panel, pair, basis)
    length = steps(window, series.a_year)
    log_ratio = np.log(series.first / series.second)
    word = step(series.a_year)
    if len(log_ratio) <= length:
        raise DataError(
            f"{pair} has {count(len(log_ratio), f'common {word}')} by {panel.as_of}; a window of {length} needs more."
        )
    leader = leaders(log_ratio, length)
    if leader[-1] == 0:
        raise DataError(
            f"Neither leg of {pair} led over {count(length, word)} to {panel.as_of}: their returns were equal."
        )
    return Path(pair, series.days, log_ratio, leader, month_rows(series.days), length, series.a_year, basis)


def _walks(panel: Panel, pair: Pair, window: int, further: int | None, basis: str) -> Walks:
    path = path_of(panel, pair, window, basis)
    wanted = [h for h in sorted({*HORIZONS, further or HORIZONS[0]}) if _carries(path, h)]
    if not wanted:
        raise _too_long(path, panel)
    values, reasons = read_inputs(panel, path)
    kept = remembered(
        "leader",
        [path.log_ratio, path.leader, path.rows, values],
        {"horizons": wanted, "a_year": path.a_year},
        lambda: _all_chances(path, values, wanted),
    )
    found = {h: _walk(path, h, np.asarray(kept[f"chances_{h}"], np.float64)) for h in wanted}
    return Walks(path, values, reasons, found)


def _carries(path: Path, horizon: int) -> bool:
    length = steps(horizon, path.a_year)
    return len(path.leader) - path.window - length >= LEAST_CASES * length


def _too_long(path: Path, panel: Panel) -> DataError:
    held = count(len(path.leader), f"common {step(path.a_year)}")
    return DataError(
        f"{path.pair} has {held} by {panel.as_of}; a base rate needs the window's {path.window} and {LEAST_CASES + 1}"
        " horizons, so ask for a shorter one."
    )


def _all_chances(path: Path, values: Floats, horizons: list[int]) -> dict[str, Floats]:
    scaled = standardised(values)
    return {f"chances_{h}": _chances(path, scaled, steps(h, path.a_year)) for h in horizons}


def _chances(path: Path, scaled: Floats, horizon: int) -> Floats:
    """(models, m) probabilities, each by the fit on the labels that had ended at or before its row."""
    outcome = kept_leading(path.log_ratio, path.leader, horizon)[path.rows]
    usable = usable_rows(path.rows, outcome, horizon)
    # Months overlap where the horizon is longer: their likelihood counts as that of months side by side.
    weight = min(steps(A_MONTH, path.a_year) / horizon, 1.0)
    found = np.full((len(FIT), len(path.rows)), np.nan)
    if not usable.any():
        return found
    for place, name in enumerate(FIT):
        columns = [list(INPUTS).index(key) for key in MODELS[name]]
        inputs = np.column_stack([np.ones(len(scaled)), scaled[:, columns]])
        penalties = np.array([LOOSE, *[RIDGE] * len(columns)])
        fits, converged = walk_forward_logit(inputs, outcome, usable, penalties, weight)
        score = (inputs * fits).sum(axis=1)
        found[place] = np.where(converged, 1 / (1 + np.exp(-score)), np.nan)
    return found


def usable_rows(rows: NDArray[np.int64], outcome: Floats, horizon: int) -> NDArray[np.int64]:
    """(m,) of how many first rows the labels had ended at or before each row; 0 while too few of them are known."""
    ended = (rows + horizon).searchsorted(rows, side="right")
    known = np.append(0, np.cumsum(~np.isnan(outcome)))[ended]
    return np.where(known >= LEAST_ROWS, ended, 0).astype(np.int64)


def _walk(path: Path, sessions: int, chances: Floats) -> Walk:
    horizon = steps(sessions, path.a_year)
    outcome = kept_leading(path.log_ratio, path.leader, horizon)
    rates, cases = base_rates(outcome, horizon)
    known = outcome[~np.isnan(outcome)]
    month = steps(A_MONTH, path.a_year)
    return Walk(
        sessions,
        rates[path.rows],
        chances,
        outcome[path.rows],
        int(cases[-1]),
        min(effective_n(known, int(np.ceil(CAUTION * horizon))), most_independent(len(known), horizon, path.window)),
        float(rates[-1]),
        max(int(np.ceil(CAUTION * horizon / month)), 1),
    )


@dataclass(frozen=True)
class Record:
    """How one model's past forecasts did: mean scores of the model and of the base rate over `n` months.

    skill: 1 - Brier score over the base rate's, with a 95 % interval from blocks of at least 1.5 horizons;
    adjusted_p: the chance of such a gain in any trial where there is none, None for the primary question.
    """

    n: int
    effective_n: float
    skill: float
    low: float
    high: float
    adjusted_p: float | None

    @property
    def verdict(self) -> str:
        """skill, no skill, or worse than the base rate."""
        if self.low > 0 and (self.adjusted_p is None or self.adjusted_p < 0.05):
            return "skill"
        return "worse than the base rate" if self.high < 0 else "no skill"


def record_of(found: Walks, horizon: int, model: str, pairs: int, primary: bool) -> Record | None:
    """The record of a model, None where fewer than 24 months or six horizons can be scored.

    pairs: how many pairs are tried beside this one; the chance of this pair's best trial is multiplied by them
    (Bonferroni), which is never too small. primary: the one question fixed beforehand, which is no trial.
    """
    walk = found.by_horizon[horizon]
    at = walk.scored
    if not walk.is_judged:
        return None
    outcome, base = walk.outcome[at], walk.base[at]
    chance = walk.chances[FIT.index(model)][at]
    skill, low, high = skill_interval(brier_losses(chance, outcome), brier_losses(base, outcome), walk.block)
    adjusted = None if primary else min(pairs * _family_p(found, horizon, model), 1.0) if low > 0 else 1.0
    every, length = (steps(sessions, found.path.a_year) for sessions in (A_MONTH, horizon))
    apart = most_independent(len(outcome), length, found.path.window, every)
    return Record(len(outcome), min(effective_n(outcome, walk.block), apart), skill, low, high, adjusted)


def _family_p(found: Walks, horizon: int, model: str) -> float:
    """The model's p-value among all models and horizons of its pair."""
    gains = np.column_stack([walk.gains for walk in found.by_horizon.values()])
    scored = ~np.isnan(gains).all(axis=1)
    block = max(walk.block for walk in found.by_horizon.values())
    place = list(found.by_horizon).index(horizon) * len(FIT) + FIT.index(model)
    return float(adjusted_p_values(gains[scored], block)[place])
