"""Small panels with gaps for the kernels of breadth, and rows that run each kernel both ways."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from rotascope.kernels import breadth, breadth_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

# Few values of like size: ties are common, and float64 holds every sum of them exactly.
CLOSES = st.one_of(
    st.sampled_from([float("nan"), 1.0, 1.5, 100.0]), st.floats(0.125, 1024, width=32), st.just(float("nan"))
)
WINDOWS = st.integers(1, 25)


@st.composite
def panels(draw: st.DrawFn) -> Any:
    """float32 (0-20 dates, 0-5 assets), in one memory order or another; some columns have no gap, some no close."""
    n_dates, n_assets = draw(st.integers(0, 20)), draw(st.integers(0, 5))
    whole = st.sampled_from([1.0, 2.0, 2.5, 3.0])
    columns = [
        draw(st.lists(draw(st.sampled_from([CLOSES, whole, whole])), min_size=n_dates, max_size=n_dates))
        for _ in range(n_assets)
    ]
    values = np.array(columns, np.float32).reshape(n_assets, n_dates).T
    orders: list[Callable[[Any], Any]] = [np.ascontiguousarray, np.asfortranarray, _strided]
    return draw(st.sampled_from(orders))(values)


def _strided(values: Any) -> Any:
    """The same values as a view that is contiguous in no order."""
    wide = np.zeros((2 * values.shape[0], 3 * values.shape[1]), values.dtype)
    wide[::2, ::3] = values
    return wide[::2, ::3]


@st.composite
def with_members(draw: st.DrawFn, *between: st.SearchStrategy[Any]) -> tuple[Any, ...]:
    """A panel, further arguments, and members: none said, the same on all dates, or by date."""
    values = draw(panels())
    shape = draw(st.sampled_from([None, values.shape, values.shape[1:]]))
    size = 0 if shape is None else int(np.prod(shape))
    flags = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    members = None if shape is None else np.array(flags, bool).reshape(shape)
    return (values, *(draw(argument) for argument in between), members)


WINDOWED = st.tuples(panels(), WINDOWS)
ABOVE = with_members(WINDOWS)
EXTREMES = with_members(st.integers(2, 25))
CHANGES = with_members()
ALL = with_members(st.lists(WINDOWS, max_size=3), st.integers(2, 25))


def flat(kernel: Callable[..., Any]) -> Callable[..., tuple[Any, ...]]:
    """The kernel with its arrays one after the other."""

    @wraps(kernel)
    def called(*arguments: Any) -> tuple[Any, ...]:
        found = kernel(*arguments)
        return (*(part for above in found.above for part in above), *found.extremes, *found.changes)

    return called


def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel as large panels see it: compiled loops, here over blocks of two columns."""

    @wraps(kernel)
    def called(*arguments: Any) -> Any:
        with (
            patch.object(breadth, "SMALL", -1),
            patch.object(breadth_blocks, "WIDTH", 2),
            patch.object(breadth_blocks, "LONGEST", 2),
        ):
            return kernel(*arguments)

    return called


def many(size: int) -> Any:
    """`size` closes of a hundred columns, one in fifty missing."""
    drawn = np.random.default_rng(2026)
    values = np.exp(drawn.standard_normal((size // 100, 100)).cumsum(axis=0) * 0.02).astype(np.float32)
    values[drawn.random(values.shape) < 0.02] = np.nan
    return values
