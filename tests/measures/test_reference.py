"""Every measure against values worked out elsewhere: papers, official publications, other software, by hand."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, Any

import pytest

from rotascope import answer
from rotascope.registry import ASKED
from tests.reference.rows import FOLDER, Expected, at, read_rows

if TYPE_CHECKING:
    from rotascope import Market

ROWS = read_rows()


@pytest.fixture(scope="module")
def asked() -> dict[object, Any]:
    return {}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_value(row: Expected, vintage: Market, asked: dict[object, Any]) -> None:
    key = repr(row.question)
    if key not in asked:
        asked[key] = answer(row.question, vintage).to_dict()
    found = at(asked[key], row.path)
    assert row.agrees(found), f"{row}: {found!r}, not {row.value!r} within {row.tolerance} ({row.origin})"


@pytest.mark.parametrize("measure", ASKED)
def test_every_measure_has_a_reference_value(measure: str) -> None:
    paths = {row.path for row in ROWS if row.question.measure == measure}
    assert any(path.split(".")[0] == "value" for path in paths), f"{measure}: no row in tests/reference/measures_*.csv"


def test_every_row_has_an_origin_and_a_tolerance() -> None:
    assert [str(row) for row in ROWS if len(row.origin) < 20] == []
    assert [str(row) for row in ROWS if not (0 <= row.tolerance <= 1) or math.isnan(row.tolerance)] == []


def test_no_row_stands_twice() -> None:
    names = [str(row) for row in ROWS]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_reference_scripts_do_not_use_the_code_under_test() -> None:
    """`rows.py` reads the tables for the tests; all else in the folder works the values out by itself."""
    scripts = [path for path in FOLDER.glob("*.py") if path.name != "rows.py"]
    imported = {
        name.partition(".")[0]
        for path in scripts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [part.name for part in node.names])
    }
    assert len(scripts) >= 3
    assert "rotascope" not in imported
