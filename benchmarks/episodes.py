"""Chronologies of a thousand worlds, beside pandas and beside the same loop in plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.table import Row, best_time
from rotascope.models.turning import Rule, turning_points
from rotascope.models.worlds import _dated, _paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PATHS = 1000
SHARE = 20  # of the paths, by the slow ways; their time is scaled up
CASES = (("1,193 months", 1193, Rule(6, 15)), ("6,447 sessions", 6447, Rule(63, 189)))


def rows() -> list[Row]:
    """Turning points of shuffled paths, and the day each turn could be known; results compared with the slow ways."""
    found = []
    for name, steps, rule in CASES:
        walk = np.random.default_rng(steps).standard_normal(steps - 1) * 0.01
        paths = list(_paths(walk, "shuffled", rule.min_phase, PATHS))
        few = paths[:SHARE]
        _dated(few[0], rule)
        ours = best_time(lambda paths=paths, rule=rule: [_dated(path, rule) for path in paths], 3)  # type: ignore[misc]
        plain = best_time(lambda few=few, rule=rule: [turning_points(path, rule) for path in few], 3)  # type: ignore[misc]
        pandas = best_time(lambda few=few, rule=rule: [rolling_turns(path, rule) for path in few], 1)  # type: ignore[misc]
        same = all(np.array_equal(_dated(path, rule)[0], rolling_turns(path, rule)) for path in few)
        scale = PATHS / SHARE
        job = f"turning points of {PATHS:,} paths, {name}"
        found += [
            Row(job, ours, "s", "pandas", pandas * scale, "100x", pandas * scale >= 100 * ours, same),
            Row(f"{job}, again", ours, "s", "plain Python", plain * scale, "10x", plain * scale >= 10 * ours, same),
        ]
    return found


def rolling_turns(path: Floats, rule: Rule) -> NDArray[np.int64]:
    """The same turns by pandas: running extremes since the last turn, looked at anew after each."""
    import pandas as pd

    turns: list[int] = []
    kind, known = _first(path, rule, turns)
    while turns:
        last = turns[-1]
        up = pd.Series(-kind * path[last:])
        high = up.cummax()
        at = pd.Series(np.arange(len(up))).where(up > high.shift(fill_value=-np.inf)).ffill().to_numpy().astype(int)
        back = up.groupby(at).cummin()
        fell = pd.Series(np.arange(len(up))).where(up < up.groupby(at).cummin().groupby(at).shift()).groupby(at).ffill()
        low = fell.fillna(0).to_numpy().astype(int)
        lasting = (low - at >= rule.min_phase) & (low >= rule.min_cycle)
        taken = np.flatnonzero((lasting | (back.to_numpy() < up.iloc[0])) & (np.arange(len(up)) + last >= known))
        if not len(taken):
            break
        known, kind = int(taken[0]) + last, -kind
        turns.append(last + int(at[taken[0]]))
    return np.array(turns, np.int64)


def _first(path: Floats, rule: Rule, turns: list[int]) -> tuple[int, int]:
    """Kind of the first turn and the step that confirmed it, by the path's first steps."""
    first = turning_points(path, rule)
    if not len(first):
        return 0, 0
    turns.append(int(first.at[0]))
    return int(first.kinds[0]), int(first.known[0])
