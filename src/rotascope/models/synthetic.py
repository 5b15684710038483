"""Worlds with known turns, by seed: what detectors are scored on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.errors import UsageError
from rotascope.models.noise import HEAVY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

Kind = Literal["walk", "volatility", "weak", "strong"]
VOLATILITY = 0.16  # a year, about that of small caps over mega caps
EDGES: dict[Kind, float] = {"walk": 0.0, "volatility": 0.0, "weak": 0.10, "strong": 0.40}
ABOUT: dict[Kind, str] = {
    "walk": "a random walk: nothing ever turns",
    "volatility": "volatility switches, the mean stays 0",
    "weak": "the leader earns 10% a year more, two years on average",
    "strong": "the leader earns 40% a year more, two years on average",
}
STAY = 504  # sessions that a regime lasts on average
LEAST_STAY = 126
QUIET, LOUD = 0.6, 1.5  # volatilities of the switches, over VOLATILITY
A_YEAR = 252


@dataclass(frozen=True)
class SyntheticWorld:
    """`returns` (n,): log active returns a session. `leader` (n,): 1 or -1 for the leg that leads, 0: none.

    Both read-only. A turn is where `leader` changes.
    """

    kind: Kind
    seed: int
    returns: Floats
    leader: Whole


def synthetic_world(kind: Kind, seed: int, years: int = 20) -> SyntheticWorld:
    """A world of one kind: GARCH(1,1) noise of Student shocks (`noise.HEAVY`) of 16 % a year, and its regimes.

    Regimes last at least 126 sessions and 504 on average, and alternate. The same kind, seed and years give the same
    world. Errors: `UsageError` for an unknown kind, or fewer than 2 or more than 100 years.
    """
    if kind not in EDGES:
        raise UsageError(f"kind {kind!r} must be one of {', '.join(EDGES)}.")
    if not 2 <= years <= 100:
        raise UsageError(f"years {years} must be from 2 to 100.")
    rng = np.random.default_rng([seed, list(EDGES).index(kind)])
    length = years * A_YEAR
    noise = HEAVY.draw(rng, length)[:, 0] * VOLATILITY / A_YEAR**0.5
    regime = _regimes(rng, length)
    if kind == "volatility":
        noise = noise * np.where(regime > 0, LOUD, QUIET)
    leader = regime if EDGES[kind] else np.zeros(length, np.int64)
    returns = noise + leader * EDGES[kind] / A_YEAR
    for array in (returns, leader):
        array.flags.writeable = False
    return SyntheticWorld(kind, seed, returns, leader)


def _regimes(rng: np.random.Generator, length: int) -> Whole:
    """(length,) 1 and -1 in turn."""
    out = np.empty(length, np.int64)
    start, sign = 0, int(rng.choice([-1, 1]))
    while start < length:
        stay = LEAST_STAY + int(rng.geometric(1 / (STAY - LEAST_STAY)))
        out[start : start + stay] = sign
        start, sign = start + stay, -sign
    return out
