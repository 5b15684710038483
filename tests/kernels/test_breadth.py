"""What the kernels of breadth promise beyond their naive twins."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope.errors import UsageError
from rotascope.kernels import breadth, breadth_blocks
from tests.kernels import panels

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WAYS: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "plain": lambda kernel: kernel,
    "compiled": panels.compiled,
}
both_ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
TRAILING = (breadth.trailing_average, breadth.trailing_maximum, breadth.trailing_minimum)


def _all(way: Callable[..., Any], values: NDArray[np.float32], window: int) -> list[NDArray[Any]]:
    found = way(panels.flat(breadth.breadth))(values, [window], window + 1)
    return [*(way(kernel)(values, window) for kernel in TRAILING), *found]


def _same(found: list[NDArray[Any]], other: list[NDArray[Any]]) -> None:
    for one, two in zip(found, other, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-12, atol=1e-13, equal_nan=True)


@both_ways
@given(values=panels.panels(), later=st.integers(0, 20), window=panels.WINDOWS)
def test_past_values_do_not_change_when_rows_follow(way: Any, values: Any, later: int, window: int) -> None:
    rows = np.full((later, values.shape[1]), 1e30, np.float32)
    now = _all(way, np.vstack([values, rows]), window)
    _same(_all(way, values, window), [part[: len(values)] for part in now])


@both_ways
def test_an_absurd_value_stays_in_its_windows(way: Any) -> None:
    values = np.linspace(1, 2, 240, dtype=np.float32).reshape(60, 4)
    spoiled = values.copy()
    spoiled[20] = 1e30
    window = 10
    clean, other = (_all(way, part, window) for part in (values, spoiled))
    _same([part[20 + window + 1 :] for part in clean], [part[20 + window + 1 :] for part in other])


@both_ways
@pytest.mark.parametrize("value", [0.1, 1 / 3, 7.77, 1e9])
def test_a_constant_is_its_own_average_and_never_above_it(way: Any, value: float) -> None:
    values = np.full((300, 3), value, np.float32)
    for kernel in TRAILING:
        found = way(kernel)(values, 200)
        assert np.isnan(found[:199]).all()
        np.testing.assert_array_equal(found[199:], values[199:])
    above, extremes, changed = way(breadth.breadth)(values)
    for part in (*above, extremes):
        assert part.counted[-1] == 3
        assert all(not counts.any() for counts in part[:-1])
    assert changed.equal_weighted_return[1:].tolist() == [0.0] * 299


@both_ways
def test_results_go_where_they_are_told(way: Any) -> None:
    values = panels.many(1000)
    for kernel in TRAILING:
        out = np.zeros_like(values)
        assert way(kernel)(values, 4, out) is out
        np.testing.assert_array_equal(out, way(kernel)(values, 4))


@both_ways
def test_a_year_of_rises_is_a_new_high_each_day(way: Any) -> None:
    values = np.arange(1, 301, dtype=np.float32)[:, None]
    highs, lows, counted = way(breadth.new_extremes)(values, 252)
    assert highs.tolist() == counted.tolist() == [0] * 251 + [1] * 49
    assert not lows.any()
    assert way(breadth.new_extremes)(values[::-1], 252).lows.tolist() == highs.tolist()


@both_ways
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (5, 0), (1, 1), (5, 3)])
def test_no_date_no_asset_no_close(way: Any, shape: tuple[int, int]) -> None:
    values = np.full(shape, np.nan, np.float32)
    for window in (1, 4, 10**9):
        for kernel in TRAILING:
            found = way(kernel)(values, window)
            assert (found.shape, found.dtype) == (shape, np.float32)
            assert np.isnan(found).all()
        found = way(panels.flat(breadth.breadth))(values, [window], window + 1)
        assert all(part.shape == shape[:1] for part in found)
        assert not any(part.any() for part in found[:-1])
        assert np.isnan(found[-1]).all()


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = panels.many(100_000)
    found = []
    for threads in ("1", "5"):
        monkeypatch.setenv("ROTASCOPE_THREADS", threads)
        found.append(_all(panels.compiled, values, 50))
    for one, two in zip(*found, strict=True):
        np.testing.assert_array_equal(one, two)


def test_both_ways_agree_to_the_last_bit_on_rough_values() -> None:
    drawn = np.random.default_rng(7)
    values = np.exp(drawn.standard_normal((400, 30)) * 12).astype(np.float32)
    for kernel in TRAILING:
        np.testing.assert_array_equal(kernel(values, 37), panels.compiled(kernel)(values, 37))


def test_a_large_panel_takes_the_compiled_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(breadth_blocks, "trailing_average", lambda values, window, out: taken.append(values.size))
    monkeypatch.setattr(breadth, "SMALL", 20)
    for columns in (4, 5):
        breadth.trailing_average(np.ones((5, columns), np.float32), 2)
    assert taken == [25]


def test_small_panels_import_no_compiler() -> None:
    code = (
        "import sys, numpy as np; from rotascope.kernels.breadth import breadth;"
        "breadth(np.ones((300, 20), np.float32)); sys.exit('numba' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


VALUES = np.ones((5, 3), np.float32)
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "float64": (lambda: breadth.trailing_average(np.ones((5, 3)), 2), "float64 of shape (5, 3)"),  # type: ignore[arg-type]
    "one column flat": (lambda: breadth.changes(np.ones(5, np.float32)), "shape (5,)"),
    "window 0": (lambda: breadth.trailing_maximum(VALUES, 0), "window is 0; it must be at least 1"),
    "a day's high": (lambda: breadth.new_extremes(VALUES, 1), "window is 1; it must be at least 2"),
    "one of several windows": (lambda: breadth.breadth(VALUES, (50, -1)), "window is -1"),
    "members of another shape": (
        lambda: breadth.above_average(VALUES, 2, np.ones((5, 2), bool)),
        "members is bool of shape (5, 2); it must be bool of shape (5, 3) or (3,)",
    ),
    "room of another shape": (
        lambda: breadth.trailing_average(VALUES, 2, np.empty((3, 5), np.float32)),
        "out is float32 of shape (3, 5); it must be writeable, float32, in C order, of shape (5, 3)",
    ),
    "values as room": (lambda: breadth.trailing_average(VALUES, 2, VALUES), "out shares memory with values"),
    "members as numbers": (
        lambda: breadth.above_average(VALUES, 2, np.ones((5, 3))),  # type: ignore[arg-type]
        "members is float64",
    ),
}


@pytest.mark.parametrize(("call", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        call()
    assert sentence in str(caught.value)
