"""The published probability that today's leader still leads over a horizon, and what its forecasts were worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, decimal, joined_note, percent, signed, step
from rotascope.models.forecast import FIT, record_of, walks
from rotascope.models.inputs import INPUTS, MODELS
from rotascope.models.leader import steps
from rotascope.models.scores import brier_losses, log_losses, reliability
from rotascope.pairs import catalog, pair_series

if TYPE_CHECKING:
    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.models.forecast import Record, Walk, Walks
    from rotascope.pairs import Pair

PRIMARY = ("small/mega", 63, 126, "logistic")  # the one question fixed beforehand; everything else is a trial


def leader_persistence(
    panel: Panel,
    of: Pair,
    *,
    horizon: int = 63,
    window: int = 126,
    model: Literal["logistic", "momentum", "run", "age", "regime", "volatility", "macro", "base"] = "logistic",
    basis: Basis = "total",
) -> Measured:
    """Probability that the leg that led over the last `window` sessions has the higher return over the next `horizon`.

    The model's where its past forecasts beat the base rate's, else the base rate: how often leaders kept leading, by
    all sessions whose horizon had ended. Models are fitted each month on what had ended by then (a logistic
    regression with a ridge; DEFINITIONS name its inputs), and judged by Brier scores, 1 - model/base, with blocks
    of 1.5 horizons. `logistic` at 63 sessions of small/mega is the question fixed beforehand; all else is a
    trial, and must stand up beside every horizon, model and pair. Portfolios that step by month take 21 sessions for
    one month. `detail`: both probabilities, scores, interval, verdict, reliability, inputs (NaN: not known).
    Errors: `DataError` where fewer than five horizons fit into the history, or neither leg leads.
    """
    found = walks(panel, of, window, horizon, basis)
    walk = found.by_horizon[horizon]
    primary = (str(of), horizon, window, model) == PRIMARY
    others = len({*catalog(), str(of)})
    record = record_of(found, horizon, model, others, primary) if MODELS[model] else None
    chance = _chance(walk, model)
    published = chance if record is not None and chance is not None and record.verdict == "skill" else walk.rate
    leader = of.first if found.path.leader[-1] > 0 else of.second
    detail = {
        "leader": str(leader),
        "from": day_of(found.path.days[-1]),
        "horizon": steps(horizon, found.path.a_year),
        "model_probability": chance,
        "base_rate": walk.rate,
        "base_rate_cases": walk.cases,
        "base_rate_effective_n": walk.effective_cases,
        "verdict": "not scored" if record is None else record.verdict,
        "primary": primary,
        **_scores(walk, model, record),
        "inputs": _inputs(found, model),
        "not_available": dict(found.reasons),
    }
    return Measured(published, "fraction", _sentence(panel, of, found, horizon, model, record, detail), detail)


def _chance(walk: Walk, model: str) -> float | None:
    """The fitted model's probability today; None before its first fit, and for the base rate itself."""
    if model not in FIT or np.isnan(walk.chances[FIT.index(model), -1]):
        return None
    return float(walk.chances[FIT.index(model), -1])


def _scores(walk: Walk, model: str, record: Record | None) -> dict[str, object]:
    if record is None:
        return {"n": 0}
    at = walk.scored
    chance, base, outcome = walk.chances[FIT.index(model)][at], walk.base[at], walk.outcome[at]
    bins = reliability(chance, outcome, record.effective_n)
    return {
        "n": record.n,
        "effective_n": record.effective_n,
        "brier": float(brier_losses(chance, outcome).mean()),
        "brier_base_rate": float(brier_losses(base, outcome).mean()),
        "log_score": float(log_losses(chance, outcome).mean()),
        "log_score_base_rate": float(log_losses(base, outcome).mean()),
        "skill": record.skill,
        "skill_low": record.low,
        "skill_high": record.high,
        "adjusted_p_value": record.adjusted_p,
        "reliability": {key: [one[key] for one in bins] for key in bins[0]},
    }


def _inputs(found: Walks, model: str) -> dict[str, float]:
    last = dict(zip(INPUTS, found.inputs[-1].tolist(), strict=True))
    return {name: last[name] for name in MODELS[model]}


def _sentence(
    panel: Panel, of: Pair, found: Walks, horizon: int, model: str, record: Record | None, detail: dict[str, object]
) -> str:
    walk, path = found.by_horizon[horizon], found.path
    word = step(path.a_year)
    leader, other = (of.first, of.second) if path.leader[-1] > 0 else (of.second, of.first)
    ahead = steps(horizon, path.a_year)
    head = (
        f"{leader} led {other} over {count(path.window, word)} to {day_of(path.days[-1])}. Leaders of that kind had the"
        f" higher return over the next {count(ahead, word)} in {percent(walk.rate)} of {count(walk.cases, 'case')}"
        f" (about {walk.effective_cases:,.0f} independent ones)"
    )
    note = joined_note(of, pair_series(panel, of).joined, day_of(path.days[0]))
    return f"{head}{note}{_judged(detail, model, record)}"


def _judged(detail: dict[str, object], model: str, record: Record | None) -> str:
    """What the model is worth, in plain words, and so which probability is published."""
    chance = detail["model_probability"]
    if model == "base":
        return ", and that is the forecast."
    named = f"the {model} model"
    if record is None or not isinstance(chance, float):
        return f", and that is the forecast. {named.capitalize()} has too few months behind it to be judged."
    measured = (
        f"over {record.n:,} monthly forecasts (about {record.effective_n:,.0f} independent) its Brier score was"
        f" {decimal(float(str(detail['brier'])), 3)} against the base rate's"
        f" {decimal(float(str(detail['brier_base_rate'])), 3)}, a skill of {signed(record.skill)}"
        f" ({signed(record.low)} to {signed(record.high)})"
    )
    if record.verdict == "skill":
        return f". The forecast is {percent(chance)}, by {named}: {measured}{_trials(detail, record)}."
    fault = "has shown no skill" if record.verdict == "no skill" else "did worse than the base rate"
    trial = "" if record.low <= 0 else _trials(detail, record)
    return (
        f", and that is the forecast. {named.capitalize()}, which says {percent(chance)}, {fault}: {measured}{trial}."
    )


def _trials(detail: dict[str, object], record: Record) -> str:
    """What is left of a skill that stands out once all trials are counted; the question fixed beforehand was none."""
    if detail["primary"]:
        return ""
    return f"; among all that was tried, chance gives that with p {record.adjusted_p:.2f}"
