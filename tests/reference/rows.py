"""Expected values of the measures, worked out elsewhere: the rows of measures_*.csv in this folder.

Columns: measure, of, since, as_of, params (JSON), path (into the finding: `value`, `value.upper`,
`detail.stronger.2021`), expected (a number, true, false, null, or text), tolerance (absolute, up to 1; 0 for
equal), origin (paper or publication, or software with version, script and raw file, or a hand computation).
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rotascope import Question

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Expected:
    """One row: at `path` of the answer to `question` stands `value`, within `tolerance`."""

    question: Question
    path: str
    value: Any
    tolerance: float
    origin: str
    table: str

    def __str__(self) -> str:
        asked = self.question
        parts = (self.table, asked.measure, asked.of, asked.since, asked.as_of, *asked.params.values(), self.path)
        return "-".join(str(part) for part in parts if part)

    def agrees(self, found: Any) -> bool:
        """Whether the finding says the same."""
        if isinstance(found, float) and isinstance(self.value, int | float) and self.tolerance:
            return abs(found - self.value) <= self.tolerance
        return type(found) is type(self.value) and bool(found == self.value)


def read_rows() -> list[Expected]:
    """Every row of every table here."""
    rows = []
    for path in sorted(FOLDER.glob("measures_*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows += [_expected(row, path.stem.removeprefix("measures_")) for row in csv.DictReader(file)]
    return rows


def at(answer: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path of a finding's plain data; a key may itself hold a dot."""
    found: Any = answer
    steps = path.split(".")
    while steps:
        found = found[steps.pop(0)] if steps[0] in found else found[".".join(steps)]
        steps = steps if isinstance(found, dict) else []
    return found


def _expected(row: Mapping[str, str], table: str) -> Expected:
    params = json.loads(row["params"]) if row["params"] else {}
    question = Question(row["measure"], row["of"] or None, row["since"] or None, row["as_of"], params)
    value, tolerance = _value(row["expected"]), float(row["tolerance"])
    return Expected(question, row["path"], value, tolerance, row["origin"], table)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
