"""One table of kernels beside their naive twins, for the tests and the benchmarks: add a kernel, add a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from rotascope.kernels.runs import run_lengths
from rotascope.kernels.trailing import trailing_moments
from tests.naive import kernels as naive

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Comparison:
    """`ours` and `slow` take the same arguments; `arguments` draws them, `many` makes a long set for timing."""

    ours: Callable[..., Any]
    slow: Callable[..., Any]
    arguments: st.SearchStrategy[tuple[Any, ...]]
    many: Callable[[int], tuple[Any, ...]]


def _flags(size: int) -> st.SearchStrategy[Any]:
    return st.lists(st.booleans(), min_size=size, max_size=size).map(lambda flags: np.array(flags, bool))


_SESSIONS = st.integers(0, 60).flatmap(lambda size: st.tuples(_flags(size), _flags(size)))
_TIES = st.sampled_from([-1.0, 0.0, 0.25, 1.0])
_NUMBERS = st.one_of(_TIES, st.floats(-1e6, 1e6))
_WINDOWED = st.tuples(st.lists(_NUMBERS, max_size=40).map(lambda values: np.array(values, float)), st.integers(2, 12))


def _many_sessions(size: int) -> tuple[Any, ...]:
    drawn = np.random.default_rng(2026)
    return drawn.random(size) < 0.5, drawn.random(size) < 0.99


def _many_values(size: int) -> tuple[Any, ...]:
    return np.random.default_rng(2026).standard_normal(size).cumsum(), 252


COMPARISONS: dict[str, Comparison] = {
    "run_lengths": Comparison(run_lengths, naive.run_lengths, _SESSIONS, _many_sessions),
    "trailing_moments": Comparison(trailing_moments, naive.trailing_moments, _WINDOWED, _many_values),
}
