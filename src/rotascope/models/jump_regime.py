"""Which of two regimes a statistical jump model sees a pair in, by what each day could know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, percent, points, step
from rotascope.models.jump_walk import JumpWalk
from rotascope.models.regimes import real_time_regimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.models.regimes import RealTimeRegimes
    from rotascope.pairs import Pair

    Doubles = NDArray[np.float64]

DRAWS = 39


def jump_regime(panel: Panel, of: Pair, *, window: int | None = None, every: int = 21) -> Measured:
    """Whether a pair is in the more volatile of two regimes of a statistical jump model: record of `volatile` (1 or 0),
    `steps` since it is there, and `changes` of regime so far.

    The model (Nystrup, Lindstrom and Madsen 2020) on downside deviation and Sortino ratios of log(1 + A) - log(1 + B)
    (Shu, Yu and Mulvey 2024), penalty 50, refitted every `every` sessions on all data to date or the last `window`
    sessions; between fits states are online. detail: mean and deviation of a step by regime, and the share of 39
    shuffles of the same steps whose two regimes are as clear, which is what chance shows; `revisions`: how many of the
    changes came with a refit that puts the step before into the new regime as well, so that the model has changed and
    not the pair.
    """
    regimes = real_time_regimes(panel, of, model="jump", window=window, every=every)
    return panel.cached(("jump_regime", of, window, every), lambda _: _measured(of, regimes))


def _measured(of: Pair, regimes: RealTimeRegimes) -> Measured:
    known = regimes.turbulent[~np.isnan(regimes.turbulent)] > 0.5
    turns = np.flatnonzero(known[1:] != known[:-1]) + 1
    age = len(known) - (int(turns[-1]) if len(turns) else 0)
    revisions = _revisions(regimes)
    means, sigma = regimes.means[-1], np.sqrt(regimes.variances[-1])
    p_value = shuffled(regimes.fitted, regimes.a_year)
    detail = {
        "means": means.tolist(),
        "sigma": sigma.tolist(),
        "share_of_time": float(known.mean()),
        "revisions": revisions,
        "p_value": p_value,
        "draws": DRAWS,
        "from": day_of(regimes.days[len(regimes.days) - len(known)]),
        "fitted_to": day_of(regimes.days[int(regimes.refits[-1]) - 1]),
    }
    word, volatile = step(regimes.a_year), bool(known[-1])
    text = (
        f"{of} was in the {'volatile' if volatile else 'quiet'} of two regimes on {day_of(regimes.days[-1])} by a jump"
        f" model, for {count(age, word)}; it has changed {count(len(turns), 'time')} since {detail['from']}"
        f"{_revision_words(revisions, len(turns))}. The legs"
        f" part by {percent(float(sigma[0]), 2)} and {percent(float(sigma[1]), 2)} a {word} (standard deviation), and"
        f" {of.first} moved by {points(float(means[0]), 3)} and {points(float(means[1]), 3)} against {of.second}: means"
        f" of the last fit's past."
        f" {_chance(p_value)}"
    )
    return Measured({"volatile": int(volatile), "steps": age, "changes": len(turns)}, "record", text, detail)


def _revisions(regimes: RealTimeRegimes) -> int:
    """Changes at a refit by which the step before is in the new regime as well."""
    at = regimes.refits[1:] - 1
    before, now = regimes.turbulent[at - 1] > 0.5, regimes.turbulent[at] > 0.5
    return int(((before != now) & ((regimes.restated[1:, -1] > 0.5) == now)).sum())


def _revision_words(revisions: int, changes: int) -> str:
    if not revisions:
        return ""
    told = "each time" if revisions == changes else count(revisions, "time")
    return f", {told} because a refit saw the past anew"


def _chance(p_value: float) -> str:
    found = round(p_value * (DRAWS + 1)) - 1
    said = f"{found} of {DRAWS}" if found else f"None of {DRAWS}"
    verdict = "so they cannot be told from chance" if p_value > 0.05 else "so chance alone hardly makes them"
    return f"{said} shuffles of the same returns give two regimes as clear, {verdict}."


def shuffled(y: Doubles, a_year: int) -> float:
    """The share, the real order counted in, of shuffles whose gain by a second regime is as large; remembered.

    The gain: by how much of the cost of a single regime the two are cheaper.
    """
    found = remembered("jump-shuffled", [y], {"draws": DRAWS, "a_year": a_year}, lambda: _gains(y, a_year))
    real, drawn = found["real"][0], found["drawn"]
    return float((1 + (drawn >= real).sum()) / (1 + len(drawn)))


def _gains(y: Doubles, a_year: int) -> dict[str, Doubles]:
    walk, draws = JumpWalk.by_month() if a_year == 12 else JumpWalk(), np.random.default_rng(0)
    orders = [y, *(draws.permutation(y) for _ in range(DRAWS))]
    gains = np.array([_gain(walk, order) for order in orders])
    return {"real": gains[:1], "drawn": gains[1:]}


def _gain(walk: JumpWalk, y: Doubles) -> float:
    result = walk.fit(y).result
    alone = result.start_objectives[-1]
    return float(1 - result.objective / alone)
