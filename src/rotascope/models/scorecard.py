"""Detectors side by side: how late they are, how many turns they see, and how often they cry wolf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.results import remembered
from rotascope.errors import UsageError
from rotascope.models.detectors import DETECTORS
from rotascope.models.synthetic import EDGES, synthetic_world

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from rotascope.models.synthetic import Kind

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Tell = Callable[[int, int], None]

REACH = 504  # sessions after a turn within which a signal still belongs to it
MOST_WORLDS = 50
A_YEAR = 252


@dataclass(frozen=True)
class Score:
    """One detector on one path, or on several together.

    turns: that there were; hits: those signalled rightly within 504 sessions and before the next. median_lag: sessions
    from a turn to its signal, None without hits. false_alarms_a_year: signals that belong to no turn, up to the last
    session with a leader, where there is one: what comes later is not yet judged. signals_a_year: all of them.
    called: share of sessions with a leader on which either leg was called; agreement: share of them called rightly, a
    session without a call counted one half, so that silence is worth a coin. Both None where nobody leads.
    """

    turns: int
    hits: int
    median_lag: float | None
    signals_a_year: float
    false_alarms_a_year: float
    called: float | None
    agreement: float | None

    @property
    def hit_rate(self) -> float | None:
        return self.hits / self.turns if self.turns else None


@dataclass(frozen=True)
class Counts:
    """What is added up over paths: `lags` (hits,), and counts; `led`: sessions with a leader, `called` of them a call.

    judged: sessions to the last one with a leader, all where there is none; false: signals in them that are no hits.
    """

    turns: int
    signals: int
    false: int
    sessions: int
    judged: int
    led: int
    called: int
    right: int
    lags: tuple[int, ...]


def signals_of(calls: Whole) -> Whole:
    """Where a call changes from one leg to the other; the first call is no signal."""
    made = np.flatnonzero(calls)
    changed = np.flatnonzero(np.diff(calls[made]) != 0) + 1
    return made[changed]


def counts_of(calls: Whole, leader: Whole) -> Counts:
    """calls, leader (n,): 1, -1 or 0. Each turn takes the first right signal after it; all others judged are false."""
    turns, signals = signals_of(leader), signals_of(calls)
    hits, lags = [], []
    ends = np.append(turns, len(leader))[1:]
    for turn, end in zip(turns.tolist(), ends.tolist(), strict=True):
        within = signals[(signals >= turn) & (signals < min(end, turn + REACH))]
        right = within[calls[within] == leader[turn]]
        hits += right[:1].tolist()
        lags += [int(right[0]) - turn] if len(right) else []
    led = leader != 0
    judged = int(np.flatnonzero(led)[-1]) + 1 if led.any() else len(calls)
    called = led & (calls != 0)
    return Counts(
        *(len(turns), len(signals), int((signals < judged).sum()) - sum(hit < judged for hit in hits)),
        *(len(calls), judged, int(led.sum()), int(called.sum())),
        int((calls[called] == leader[called]).sum()),
        tuple(lags),
    )


def score_of(parts: Sequence[Counts], a_year: int = A_YEAR) -> Score:
    """The score over paths together."""
    lags = [lag for part in parts for lag in part.lags]
    years, judged = (sum(getattr(part, name) for part in parts) / a_year for name in ("sessions", "judged"))
    signals, led, called = (sum(getattr(part, name) for part in parts) for name in ("signals", "led", "called"))
    right = sum(part.right for part in parts) + (led - called) / 2
    return Score(
        sum(part.turns for part in parts),
        len(lags),
        float(np.median(lags)) if lags else None,
        signals / years,
        sum(part.false for part in parts) / judged,
        called / led if led else None,
        right / led if led else None,
    )


def world_scores(worlds: int = 10, years: int = 20, tell: Tell | None = None) -> Mapping[Kind, Mapping[str, Score]]:
    """Every detector on `worlds` worlds of each kind, seeds 0, 1, 2, ...: scores by kind and detector. Kept.

    tell: told after each world how many of how many are done. Errors: `UsageError` for less than 1 or more than 50.
    """
    if not 1 <= worlds <= MOST_WORLDS:
        raise UsageError(f"worlds {worlds} must be from 1 to {MOST_WORLDS}.")
    done, total = 0, worlds * len(EDGES)
    found: dict[Kind, dict[str, Score]] = {}
    for kind in EDGES:
        parts: list[Mapping[str, Counts]] = []
        for seed in range(worlds):
            parts.append(_world_counts(kind, seed, years))
            done += 1
            if tell is not None:
                tell(done, total)
        found[kind] = {name: score_of([part[name] for part in parts]) for name in DETECTORS}
    return found


def _world_counts(kind: Kind, seed: int, years: int) -> dict[str, Counts]:
    world = synthetic_world(kind, seed, years)
    calls = every_call(world.returns)
    return {name: counts_of(calls[name], world.leader) for name in DETECTORS}


def every_call(returns: Floats) -> Mapping[str, Whole]:
    """The calls of every detector on returns (n,), n >= 252, by name. Kept."""
    found = remembered(
        "calls", [returns], {}, lambda: {name: np.asarray(call(returns), np.int8) for name, call in DETECTORS.items()}
    )
    return {name: np.asarray(found[name], np.int64) for name in DETECTORS}
