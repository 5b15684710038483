"""Who leads, as each detector calls it day by day: every call from that day's returns and earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import DataError
from rotascope.kernels.trailing import trailing_moments
from rotascope.models.cusum import Cusum
from rotascope.models.jump import JumpModel
from rotascope.models.jump_walk import JumpWalk
from rotascope.models.leader import leaders
from rotascope.models.markov import MarkovSwitching
from rotascope.models.pelt import Pelt
from rotascope.models.run_length import RunLength
from rotascope.models.turning import Rule, turning_points
from rotascope.models.walk_forward import walk_forward

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rotascope.models.walk_forward import Walkable

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

FIRST = 252  # sessions before a model is fitted
EVERY = 63  # sessions between its fits
HALF_LIFE = 21.0


def leader_flip(returns: Floats) -> Whole:
    """The leg with the higher return over the last 126 sessions."""
    return leaders(_level(returns), 126)[1:]


def moving_average(returns: Floats) -> Whole:
    """Relative strength above or below its own average of 200 sessions."""
    level = _level(returns)
    return _signs(level - trailing_moments(level, 200)[0])[1:]


def cusum(returns: Floats) -> Whole:
    """The last alarm of two-sided sums with ten years between false ones."""
    return _held(Cusum().fit(returns).alarms)


def run_length(returns: Floats) -> Whole:
    """The mean of the likeliest run, at each session that a change within 63 is likelier than not."""
    found = RunLength().fit(returns)
    return _held(np.where(found.filtered_change_probability > 0.5, _signs(found.filtered_mean), 0))


def pelt(returns: Floats) -> Whole:
    """The mean of the last segment, refitted each quarter; nothing before the first change is found."""
    calls = np.zeros(len(returns), np.int64)
    for end in range(FIRST, len(returns) + 1, EVERY):
        found = Pelt(half_life=HALF_LIFE).fit(returns[:end])
        calls[end - 1] = int(np.sign(found.means[-1])) if found.n_changes else 0
    return _held(calls)


def markov(returns: Floats) -> Whole:
    """The mean of the likelier of two regimes, filtered, parameters refitted each quarter on data to then."""
    return _walked(returns, MarkovSwitching(n_starts=2, order_by="mean", tolerance=1e-6))


def jump(returns: Floats) -> Whole:
    """The mean of the regime of a statistical jump model, online, refitted each quarter on data to then."""
    return _walked(returns, JumpWalk(JumpModel(n_starts=3)))


def turns(returns: Floats) -> Whole:
    """The leg that leads since the last turning point that could be confirmed by then (Bry and Boschan)."""
    found = turning_points(_level(returns), Rule.of(252))
    calls = np.zeros(len(returns) + 1, np.int64)
    calls[found.known] = -found.kinds
    return _held(calls[1:])


DETECTORS: dict[str, Callable[[Floats], Whole]] = {
    "leader_flip": leader_flip,
    "moving_average": moving_average,
    "turning_points": turns,
    "markov": markov,
    "jump": jump,
    "cusum": cusum,
    "run_length": run_length,
    "pelt": pelt,
}
WORDS = {
    "leader_flip": "the leader over 126 sessions",
    "moving_average": "the 200-session average",
    "turning_points": "confirmed turning points",
    "markov": "Markov switching",
    "jump": "the jump model",
    "cusum": "cumulative sums",
    "run_length": "the Bayesian run length",
    "pelt": "change points",
}


def _walked(returns: Floats, spec: Walkable) -> Whole:
    if len(returns) < FIRST:
        raise DataError(f"{len(returns)} returns are too few; a model's first fit needs {FIRST}.")
    walked = walk_forward(returns, spec, first=FIRST, every=EVERY)
    calls = np.zeros(len(returns), np.int64)
    for end, fit in zip(walked.refits.tolist(), walked.fits, strict=True):
        part = walked.probabilities[end - 1 : end - 1 + EVERY]
        calls[end - 1 : end - 1 + EVERY] = np.sign(np.asarray(fit.means)[part.argmax(axis=1)])
    return calls


def _level(returns: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(returns)])


def _signs(values: Floats) -> Whole:
    return np.sign(np.nan_to_num(values)).astype(np.int64)


def _held(calls: NDArray[Any]) -> Whole:
    """Each call stands until the next one."""
    at = np.where(calls != 0, np.arange(len(calls)), 0)
    return np.asarray(calls, np.int64)[np.maximum.accumulate(at)]
