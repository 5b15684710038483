"""Breadth of panels larger than the caches: blocks of columns, split over threads, through compiled loops.

What each function gives stands in `rotascope.kernels.breadth`, which checks the arguments and calls these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Part = Callable[[Floats, Flags], Doubles]
    T = TypeVar("T")

WIDTH = 256  # columns a block: wide enough to read memory in long runs, narrow enough for a window to stay in cache
LONGEST = 1280  # columns a block where the result is as large as the panel: writing wants longer runs still
SPAN = 320_000  # values of a window of such a block, at most, but for the longest windows


def trailing_average(values: Floats, window: int, out: Floats) -> None:
    window = _within(window, values)
    panel, width = _frozen(values), _width(window)

    def one(first: int) -> None:
        span = np.empty((window, min(width, panel.shape[1] - first)), np.float32)
        tails, head = _sums(window, span.shape[1])
        _loops().average(panel, first, window, span, tails, head, out)

    for _ in _each_block(one, values, width):
        pass


def trailing_extreme(values: Floats, window: int, sign: int, out: Floats) -> None:
    """The highest with sign 1, the lowest with sign -1."""
    window = _within(window, values)
    panel, width = _frozen(values), _width(window)

    def one(first: int) -> None:
        span = np.empty((window, min(width, panel.shape[1] - first)), np.float32)
        tails = np.full((window + 1, span.shape[1]), -np.inf, np.float32)
        head, run = np.empty(span.shape[1], np.float32), np.zeros(span.shape[1], np.float32)
        _loops().extreme(panel, first, window, np.float32(sign), span, tails, head, run, out)

    for _ in _each_block(one, values, width):
        pass


def _frozen(values: Floats) -> Floats:
    """In C order (copied where it is not) and read-only, so that one compiled version serves all."""
    panel = np.ascontiguousarray(values).view()
    panel.flags.writeable = False
    return panel


def _width(window: int) -> int:
    """Columns at a time of a result as large as the panel."""
    return min(LONGEST, max(WIDTH, SPAN // window))


def counts(
    values: Floats, members: Flags, windows: Sequence[int], extreme_window: int | None, with_changes: bool
) -> list[Doubles]:
    """One array (kinds, n_dates) a part asked for, each block read once for all of them."""
    parts: list[Part] = [_above(_within(window, values)) for window in windows]
    if extreme_window is not None:
        parts.append(_new_extremes(_within(extreme_window, values)))
    if with_changes:
        parts.append(_changes)
    totals = [np.zeros((kinds, len(values))) for kinds in _kinds(len(windows), extreme_window, with_changes)]

    def one(first: int) -> list[Doubles]:
        block = _block(values, first)
        member = np.ascontiguousarray(members[:, first : first + WIDTH])
        return [part(block, member) for part in parts]

    for found in _each_block(
        one, values, WIDTH
    ):  # in the order of the columns, so that sums do not depend on the threads
        for total, part in zip(totals, found, strict=True):
            total += part
    return totals


def _kinds(n_windows: int, extreme_window: int | None, with_changes: bool) -> list[int]:
    return [2] * n_windows + [3] * (extreme_window is not None) + [4] * with_changes


def _above(window: int) -> Part:
    def part(block: Floats, members: Flags) -> Doubles:
        found = np.zeros((2, len(block)), np.int32)
        tails, head = _sums(window, block.shape[1])
        _loops().above_average(block, members, window, tails, head, found[0], found[1])
        return found.astype(float)

    return part


def _new_extremes(window: int) -> Part:
    def part(block: Floats, members: Flags) -> Doubles:
        found = np.zeros((3, len(block)), np.int32)
        width = block.shape[1]
        tails = np.full((2, window, width), -np.inf, np.float32)
        heads = np.empty((2, width), np.float32)
        _loops().new_extremes(block, members, window, tails, heads, np.zeros(width, np.float32), found)
        return found.astype(float)

    return part


def _changes(block: Floats, members: Flags) -> Doubles:
    found = np.zeros((4, len(block)))
    _loops().changes(block, members, found)
    return found


def _block(values: Floats, first: int) -> Floats:
    """A copy: contiguous whatever the panel's order, and free of strides that hit the same lines of the cache."""
    return np.array(values[:, first : first + WIDTH], order="C", copy=True)


def _sums(window: int, width: int) -> tuple[Doubles, Doubles]:
    tails = np.full((window + 1, width), np.nan)
    tails[window] = 0.0
    return tails, np.empty(width)


def _within(window: int, values: Floats) -> int:
    """A window longer than the data needs no more scratch than one that is a row longer."""
    return min(window, len(values) + 1)


def _each_block(one: Callable[[int], T], values: Floats, width: int) -> Iterator[T]:
    """`one` of every block's first column, on as many threads as there are processors, results in order."""
    from rotascope.config import thread_count

    firsts = range(0, values.shape[1], width)
    threads = min(thread_count(), len(firsts))
    if threads < 2:
        yield from map(one, firsts)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(one, firsts)


def _loops() -> Any:
    """The compiled loops: numba is imported here, and compiles at their first use on a machine."""
    from rotascope.config import keep_compiled

    keep_compiled()
    from rotascope.kernels import compiled_breadth

    return compiled_breadth
