"""Worlds without rotations: the path's own steps in another order, dated by the same rule. What chance alone shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from rotascope.data.results import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from rotascope.models.turning import Rule, Turns

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

Way = Literal["shuffled", "blocks"]
WAYS: tuple[Way, ...] = ("shuffled", "blocks")
STATISTICS = ("episodes", "median_duration", "mean_duration", "median_amplitude")
BAND = (5, 50, 95)  # percentiles
SEED = 19260701
TIMING = 3  # of these, the first say when turns come; size depends as much on when the wild years were
LIKELY = 0.1  # a joint p value below it is told from chance: the band of 5 to 95 %, for several statistics at once


@dataclass(frozen=True)
class Worlds:
    """Statistics (worlds, 4) by `STATISTICS`, and lives: steps from one turn's confirmation to the next one's.

    life, ended, world (m,): steps, whether the end was confirmed, and the world's number.
    """

    statistics: Floats
    life: Whole
    ended: NDArray[np.bool_]
    world: Whole


def statistics(values: Floats, turns: Turns) -> Floats:
    """(4,) finished episodes, their median and mean steps, their median size in log points (NaN where none)."""
    return _statistics(values, turns.at)


def _statistics(values: Floats, at: Whole) -> Floats:
    if len(at) < 2:
        return np.array([0.0, np.nan, np.nan, np.nan])
    lengths = at[1:] - at[:-1]
    moves = np.abs(values[at[1:]] - values[at[:-1]])
    return np.array([len(lengths), _median(lengths), lengths.sum() / len(lengths), _median(moves)])


def _median(values: NDArray[np.generic]) -> float:
    """`np.median` takes ten times as long for so few."""
    ordered, half = np.sort(values), len(values) // 2
    return float(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def lives(known: Whole, steps: int) -> tuple[Whole, NDArray[np.bool_]]:
    """Steps from each turn's confirmation to the next one's, the last to the last step, and which have ended.

    A turn confirmed on the step of the one before ended an episode nobody could have known of: none of those.
    """
    found = np.diff(np.append(known, steps - 1))
    ended = np.arange(len(found)) < len(found) - 1
    return found[found > 0], ended[found > 0]


def worlds(values: Floats, rule: Rule, count: int) -> Mapping[Way, Worlds]:
    """`count` worlds of each way, remembered.

    shuffled: the steps in any order, so with the path's own drift and ends and no memory at all. blocks: steps less
    their mean, drawn in circular blocks of `min_phase`, so without drift, and with the memory of shorter spans kept.
    """
    increments = np.diff(values)
    params = {"phase": rule.min_phase, "cycle": rule.min_cycle, "amplitude": rule.min_amplitude}
    kept = remembered(
        "episode_worlds", [increments], params | {"count": count, "seed": SEED}, lambda: _made(increments, rule, count)
    )
    return {way: Worlds(*(kept[f"{way}_{part}"] for part in _PARTS)) for way in WAYS}  # type: ignore[arg-type]


_PARTS = ("statistics", "life", "ended", "world")


def _made(increments: Floats, rule: Rule, count: int) -> dict[str, NDArray[np.generic]]:
    made: dict[str, NDArray[np.generic]] = {}
    for way in WAYS:
        found, parts = [], []
        for number, path in enumerate(_paths(increments, way, rule.min_phase, count)):
            at, known = _dated(path, rule)
            found.append(_statistics(path, at))
            life, ended = lives(known, len(path))
            parts.append((life, ended, np.full(len(life), number)))
        columns = (np.concatenate(part) for part in zip(*parts, strict=True))
        made |= {f"{way}_{name}": part for name, part in zip(_PARTS, (np.array(found), *columns), strict=True)}
    return made


def _paths(increments: Floats, way: Way, block: int, count: int) -> Iterator[Floats]:
    rng, steps = np.random.default_rng([SEED, WAYS.index(way)]), len(increments)
    centred = increments - increments.mean()
    for _ in range(count):
        if way == "shuffled":
            drawn = rng.permutation(increments)
        else:
            starts = rng.integers(0, steps, -(-steps // block))
            drawn = centred[((starts[:, None] + np.arange(block)) % steps).ravel()[:steps]]
        yield np.concatenate([[0.0], np.cumsum(drawn)])


def _dated(path: Floats, rule: Rule) -> tuple[Whole, Whole]:
    """Positions and steps of confirmation of a path's turns, by the compiled loops."""
    loops = _loops()
    at, known = np.empty(len(path), np.int64), np.empty(len(path), np.int64)
    at[0], known[0], kind = loops.first_turn(path, rule.min_phase, rule.min_amplitude)
    if not kind:
        return at[:0], known[:0]
    turns = loops.later_turns(path, kind, rule.min_phase, rule.min_cycle, rule.min_amplitude, at, known)
    return at[:turns], known[:turns]


def _loops() -> Any:
    from rotascope.config import keep_compiled

    keep_compiled()
    from rotascope.kernels import compiled_turns

    return compiled_turns


def band(drawn: Floats) -> list[float]:
    """5th, 50th and 95th percentile, worlds without a value left out; NaN where none has one."""
    known = drawn[~np.isnan(drawn)]
    return np.percentile(known, BAND).tolist() if len(known) else [np.nan] * 3


def joint_p_value(seen: Floats, drawn: Floats) -> float:
    """Share of worlds whose most unusual statistic is as unusual as the most unusual one seen: several at once.

    seen (k,), drawn (worlds, k). How unusual: the smaller of the shares of worlds at or below it and at or above it.
    """
    whole = np.vstack([seen, drawn])
    whole = whole[:, ~np.isnan(whole).any(axis=0)]
    below = (whole[:, None, :] <= whole[None, 1:, :]).mean(axis=1)
    above = (whole[:, None, :] >= whole[None, 1:, :]).mean(axis=1)
    depth = np.minimum(below, above).min(axis=1)
    return float((1 + (depth[1:] <= depth[0]).sum()) / len(depth))
