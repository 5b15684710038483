"""Every kernel against its naive twin on random input, and what no kernel may do."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rotascope.kernels
from rotascope.kernels.runs import run_lengths
from rotascope.kernels.trailing import trailing_moments
from tests.kernels.comparisons import COMPARISONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINITE = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def _arrays(result: Any) -> list[NDArray[Any]]:
    return [np.asarray(part) for part in (result if isinstance(result, tuple) else (result,))]


# Reached through `breadth` alone, which has a row for each of the two ways.
WAYS = {"breadth_plain", "breadth_blocks"}
# Compared with their twins in a test of their own, for which a row of the table is too narrow.
ELSEWHERE = {
    "histories": "tests/explain/test_study_nulls.py",
    "resampling": "tests/explain/test_study_nulls.py",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_kernels_without_a_row_have_a_test_beside_their_twin(name: str) -> None:
    text = (Path(__file__).parents[2] / ELSEWHERE[name]).read_text(encoding="utf-8")
    functions = inspect.getmembers(import_module(f"rotascope.kernels.{name}"), inspect.isfunction)
    public = {key for key, item in functions if item.__module__.endswith(name) and not key.startswith("_")}
    tree = ast.walk(ast.parse(text))
    calls = [ast.unparse(node.func).split(".") for node in tree if isinstance(node, ast.Call)]
    ours = {call[-1] for call in calls if call[0] != "naive"}
    assert public <= ours
    assert {call[-1] for call in calls if call[0] == "naive"}


def test_every_kernel_has_a_row() -> None:
    names = {part.name for part in pkgutil.iter_modules(rotascope.kernels.__path__)} - WAYS - ELSEWHERE.keys()
    modules = [import_module(f"rotascope.kernels.{name}") for name in names]
    kernels = {
        name
        for module in modules
        for name, item in inspect.getmembers(module, inspect.isfunction)
        if item.__module__ == module.__name__ and not name.startswith("_")
    }
    assert kernels == {name.removesuffix(", compiled") for name in COMPARISONS}


@pytest.mark.parametrize("name", COMPARISONS)
@given(data=st.data())
def test_kernel_agrees_with_its_naive_twin(name: str, data: st.DataObject) -> None:
    row = COMPARISONS[name]
    arguments = data.draw(row.arguments)
    scale = max((float(np.nanmax(np.abs(part))) for part in _numbers(arguments)), default=1.0)
    for ours, slow in zip(_arrays(row.ours(*arguments)), _arrays(row.slow(*arguments)), strict=True):
        np.testing.assert_allclose(ours, slow, rtol=row.relative, atol=1e-12 * max(scale, 1.0), equal_nan=True)


@pytest.mark.parametrize("name", COMPARISONS)
@given(data=st.data())
def test_kernel_leaves_its_input_alone(name: str, data: st.DataObject) -> None:
    arguments = data.draw(COMPARISONS[name].arguments)
    kept = [np.array(part, copy=True) for part in arguments if isinstance(part, np.ndarray)]
    for part in arguments:
        if isinstance(part, np.ndarray):
            part.flags.writeable = False
    COMPARISONS[name].ours(*arguments)
    for before, after in zip(kept, [part for part in arguments if isinstance(part, np.ndarray)], strict=True):
        np.testing.assert_array_equal(before, after)


def _numbers(arguments: tuple[Any, ...]) -> list[NDArray[np.float64]]:
    arrays = [part for part in arguments if isinstance(part, np.ndarray) and part.dtype.kind == "f"]
    return [part for part in arrays if np.isfinite(part).any()]


@given(FINITE, st.lists(st.floats(-1e6, 1e6), max_size=20), st.integers(2, 12))
def test_past_moments_do_not_change_when_values_follow(past: list[float], later: list[float], window: int) -> None:
    then = trailing_moments(np.array(past), window)
    now = trailing_moments(np.array(past + later), window)
    for before, after in zip(then, now, strict=True):
        np.testing.assert_array_equal(before, after[: len(before)])


@given(FINITE, st.integers(2, 12), st.floats(1e-3, 1e3))
def test_moments_scale_with_the_values(values: list[float], window: int, factor: float) -> None:
    plain, scaled = (trailing_moments(np.array(values) * by, window) for by in (1.0, factor))
    limit = 1e-9 * factor * max(1.0, max(abs(value) for value in values))
    for before, after in zip(plain, scaled, strict=True):
        np.testing.assert_allclose(before * factor, after, rtol=1e-9, atol=limit)


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 1e9, -7.3])
@pytest.mark.parametrize("window", [2, 21, 252])
def test_deviation_of_a_constant_is_nothing_beside_it(value: float, window: int) -> None:
    _, deviations = trailing_moments(np.full(300, value), window)
    assert np.nanmax(deviations) <= 1e-15 * max(abs(value), 1.0)


def test_an_absurd_value_stays_in_its_windows() -> None:
    values = np.sin(np.arange(60.0))
    spoiled = values.copy()
    spoiled[20] = 1e300
    with np.errstate(over="ignore", invalid="ignore"):
        found = trailing_moments(spoiled, 10)
    for clean, other in zip(trailing_moments(values, 10), found, strict=True):
        np.testing.assert_array_equal(clean[30:], other[30:])


def test_runs_of_hand_made_sessions() -> None:
    won = np.array([True, True, False, True, True, True, True])
    follows = np.array([False, True, True, True, True, False, True])
    assert run_lengths(won, follows).tolist() == [1, 2, 0, 1, 2, 1, 2]


@pytest.mark.parametrize(("won", "expected"), [([], []), ([True], [1]), ([False], [0])])
def test_runs_of_one_session_or_none(won: list[bool], expected: list[int]) -> None:
    for follows in (True, False):
        assert run_lengths(np.array(won, bool), np.full(len(won), follows)).tolist() == expected
