"""One table of kernels beside their naive twins: add a kernel, add a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from rotascope.kernels import breadth, changes, compiled_turns, turns
from rotascope.kernels.distances import exceeded
from rotascope.kernels.fill import fill_forward
from rotascope.kernels.logit import walk_forward_logit
from rotascope.kernels.runs import run_lengths
from rotascope.kernels.steps import spread_steps
from rotascope.kernels.survival import product_limit
from rotascope.kernels.trailing import trailing_moments
from rotascope.kernels.turns import first_turn
from tests.kernels import changing, jumps, panels
from tests.naive import breadth as plain
from tests.naive import changes as slow_changes
from tests.naive import kernels as naive
from tests.naive import logit as slow_logit
from tests.naive import survival as by_spell
from tests.naive import turns as cuts

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Comparison:
    """`ours` and `slow` take the same arguments; `arguments` draws them.

    `relative`: how far off a result may be; float32 results are rounded at the eighth digit.
    """

    ours: Callable[..., Any]
    slow: Callable[..., Any]
    arguments: st.SearchStrategy[tuple[Any, ...]]
    relative: float = 1e-9


def _flags(size: int) -> st.SearchStrategy[Any]:
    return st.lists(st.booleans(), min_size=size, max_size=size).map(lambda flags: np.array(flags, bool))


_SESSIONS = st.integers(0, 60).flatmap(lambda size: st.tuples(_flags(size), _flags(size)))
_TIES = st.sampled_from([-1.0, 0.0, 0.25, 1.0])
_NUMBERS = st.one_of(_TIES, st.floats(-1e6, 1e6))
_WINDOWED = st.tuples(st.lists(_NUMBERS, max_size=40).map(lambda values: np.array(values, float)), st.integers(2, 12))
_RANKED = st.tuples(
    st.lists(st.one_of(st.sampled_from([1.0, 1.5, 2.0]), st.floats(0.1, 1e6)), max_size=60).map(
        lambda values: np.array(values, float)
    ),
    st.just(1e-12),
)


@st.composite
def _steps(draw: st.DrawFn) -> tuple[Any, ...]:
    """Steps sorted by asset and start, some with the same start, some past the last date."""
    dates, assets = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    places = st.tuples(st.integers(0, assets - 1), st.integers(0, dates))
    steps = sorted(draw(st.lists(places, max_size=12)))
    asset, start = (np.array([step[part] for step in steps], np.int64) for part in (0, 1))
    values = np.array(draw(st.lists(st.integers(-9, 9), min_size=len(steps), max_size=len(steps))), np.float32)
    return asset, start, values, (dates, assets), np.float32(np.nan)


# Whole steps, so that ties occur; phase, cycle and amplitude.
_PATHS = st.tuples(
    st.lists(st.integers(-3, 3), max_size=90).map(lambda moves: np.cumsum(np.array([0, *moves], float))),
    st.integers(1, 8),
    st.integers(8, 20),
    st.sampled_from((0.0, 2.0, 5.0)),
)


@st.composite
def _spells(draw: st.DrawFn) -> tuple[Any, ...]:
    """Spells with the age of entry below that of the end, the last age asked for, and whole weights."""
    drawn = draw(st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.integers(0, 11)), min_size=1, max_size=9))
    columns = [np.array(part) for part in zip(*drawn, strict=True)]
    columns[2] = np.minimum(columns[2], columns[0] - 1)
    counts = st.lists(st.integers(0, 3), min_size=len(drawn), max_size=len(drawn))
    weights = draw(st.lists(counts, min_size=1, max_size=3))
    return (*columns, draw(st.integers(0, 14)), np.array(weights, float))


def _all_turns(loops: Any) -> Any:
    """`first_turn` and `later_turns` one after the other, which is how they are called."""

    def found(path: Any, phase: int, cycle: int, amplitude: float) -> Any:
        at, known = np.zeros(len(path), np.int64), np.zeros(len(path), np.int64)
        at[0], known[0], kind = loops.first_turn(path, phase, amplitude)
        count = loops.later_turns(path, kind, phase, cycle, amplitude, at, known) if kind else 0
        return np.array([at[:count], known[:count]])

    return found


_FILLED = st.tuples(panels.panels(), st.integers(0, 6))


_BREADTH = {
    "trailing_average": Comparison(breadth.trailing_average, plain.trailing_average, panels.WINDOWED, 1e-7),
    "trailing_maximum": Comparison(breadth.trailing_maximum, plain.trailing_maximum, panels.WINDOWED),
    "trailing_minimum": Comparison(breadth.trailing_minimum, plain.trailing_minimum, panels.WINDOWED),
    "above_average": Comparison(breadth.above_average, plain.above_average, panels.ABOVE),
    "new_extremes": Comparison(breadth.new_extremes, plain.new_extremes, panels.EXTREMES),
    "changes": Comparison(breadth.changes, plain.changes, panels.CHANGES),
    "breadth": Comparison(panels.flat(breadth.breadth), plain.breadth, panels.ALL),
}


@st.composite
def _arriving(draw: st.DrawFn) -> tuple[Any, ...]:
    """Rows with an intercept, some without an outcome, and how many of them are known at each."""
    rows, size = draw(st.integers(1, 25)), draw(st.integers(0, 3))
    cells = st.lists(st.sampled_from([-2.0, 0.0, 0.5, 1.0]), min_size=size, max_size=size)
    inputs = np.array([[1.0, *draw(cells)] for _ in range(rows)])
    outcomes = np.array([draw(st.sampled_from([0.0, 1.0, np.nan])) for _ in range(rows)])
    usable = np.array(sorted(draw(st.integers(0, at)) for at in range(rows)), np.int64)
    penalties = np.array([draw(st.sampled_from([0.1, 4.0])) for _ in range(size + 1)])
    return inputs, outcomes, usable, penalties, draw(st.sampled_from([0.25, 1.0]))


_CHANGES = {
    "optimal_partition": Comparison(changing.partition_costs, changing.slow_partition_costs, changing.PARTITIONED),
    "every_partition": Comparison(changing.whole_costs, changing.slow_whole_costs, changing.PARTITIONED),
    "run_length_posterior": Comparison(
        changes.run_length_posterior, slow_changes.run_length_posterior, changing.FOLLOWED
    ),
    "cumulative_sums": Comparison(changes.cumulative_sums, slow_changes.cumulative_sums, changing.SUMMED),
    "decayed_deviation": Comparison(changes.decayed_deviation, slow_changes.decayed_deviation, changing.DECAYED),
}


COMPARISONS: dict[str, Comparison] = {
    "run_lengths": Comparison(run_lengths, naive.run_lengths, _SESSIONS),
    "exceeded": Comparison(exceeded, naive.exceeded, _RANKED),
    "spread_steps": Comparison(spread_steps, naive.spread_steps, _steps()),
    "fill_forward": Comparison(fill_forward, naive.fill_forward, _FILLED),
    "walk_forward_logit": Comparison(walk_forward_logit, slow_logit.walk_forward_logit, _arriving(), 1e-7),
    "trailing_moments": Comparison(trailing_moments, naive.trailing_moments, _WINDOWED),
    **_CHANGES,
    **{name: Comparison(*row, 1e-7) for name, row in jumps.ROWS.items()},
    "product_limit": Comparison(product_limit, by_spell.product_limit, _spells()),
    "first_turn": Comparison(first_turn, cuts.first_turn, _PATHS.map(lambda drawn: (drawn[0], drawn[1], drawn[3]))),
    "later_turns": Comparison(_all_turns(turns), cuts.positions, _PATHS),
    "later_turns, compiled": Comparison(_all_turns(compiled_turns), cuts.positions, _PATHS),
    **{name: Comparison(*row, 1e-7) for name, row in jumps.ROWS.items()},
    **_BREADTH,
    **{f"{name}, compiled": replace(row, ours=panels.compiled(row.ours)) for name, row in _BREADTH.items()},
}
