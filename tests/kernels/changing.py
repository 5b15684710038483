"""Rows of the comparison table for change points, run lengths and cumulative sums, and what they are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from rotascope.kernels import changes
from tests.naive import changes as slow

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR = 1e-3
_VALUES = st.lists(st.sampled_from([-2.0, 0.0, 1.0]) | st.floats(-3, 3), min_size=1, max_size=40).map(
    lambda values: np.array(values, float)
)


@st.composite
def _partitioned(draw: st.DrawFn) -> tuple[Any, ...]:
    """Values, some with steps in them, cost, least segment, penalty, floor."""
    values = draw(_VALUES)
    values = values + draw(st.sampled_from([0.0, 2.0])) * (np.arange(len(values)) >= len(values) // 2)
    cost = draw(st.sampled_from(["mean", "mean_variance"]))
    size = draw(st.integers(2, 6).map(lambda size: min(size, len(values))))
    return values, cost, size, draw(st.sampled_from([0.01, 0.5, 2.0, 6.0])), FLOOR


PARTITIONED = _partitioned()
FOLLOWED = st.tuples(
    _VALUES, st.sampled_from([0.02, 0.3]), st.just((0.1, 2.0, 1.5, 0.7)), st.integers(1, 8), st.integers(2, 50)
)
SUMMED = st.tuples(_VALUES, st.floats(0, 1), st.floats(0.5, 5))
DECAYED = st.tuples(_VALUES, st.floats(1, 30), st.floats(0.1, 4))


def partition_costs(values: NDArray[np.float64], *rest: Any) -> tuple[float, float]:
    """The cost claimed, and that of the ends given, added up anew: equal partitions may differ by rounding alone."""
    ends, objective = changes.optimal_partition(values, *rest)
    cost, min_size, penalty, floor = rest
    assert ends[-1] == len(values)
    assert np.diff(ends, prepend=0).min() >= min_size
    return objective, slow.cost_of(values.tolist(), ends.tolist(), cost, penalty, floor)


def slow_partition_costs(values: NDArray[np.float64], *rest: Any) -> tuple[float, float]:
    best = slow.best_costs(values.tolist(), *rest)[-1]
    return best, best


def whole_costs(values: NDArray[np.float64], cost: str, *rest: Any) -> NDArray[np.float64]:
    """Least cost up to each value, the squares that cost "mean" leaves out added."""
    best, _, _ = changes.every_partition(values, cost, *rest)  # type: ignore[arg-type]
    left_out = np.cumsum((values - values.mean()) ** 2) if cost == "mean" else np.zeros(len(values))
    whole: NDArray[np.float64] = best + np.concatenate([[0.0], left_out])
    return whole


def slow_whole_costs(values: NDArray[np.float64], *rest: Any) -> list[float]:
    return slow.best_costs(values.tolist(), *rest)
