"""The series and figures of published Markov-switching models, copied out of statsmodels' own tests.

Run: python tests/reference/make_markov.py. statsmodels 0.15.0 (BSD-3-Clause), statsmodels/tsa/regime_switching/tests:
`rgnp` of Hamilton (1989), `fedfunds` and `areturns` of the Stata manual (tsmswitch), mar_filardo.csv of Filardo (1994).
Writes markov_series.csv: the dates of each series by position.
"""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import statsmodels.tsa.regime_switching.tests as theirs

HERE = Path(__file__).parent
FOLDER = Path(theirs.__file__).parent
LISTS = {
    "rgnp": "test_markov_autoregression.py",
    "fedfunds": "test_markov_regression.py",
    "areturns": "test_markov_regression.py",
}


def listed(name: str, file: str) -> list[float]:
    """A list of numbers that a test module assigns to a name."""
    for node in ast.parse((FOLDER / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return [float(value) for value in ast.literal_eval(node.value)]
    raise LookupError(name)


def filardo() -> dict[str, list[float]]:
    """Growth of industrial production from the second month on, and the leading index a month before."""
    with (FOLDER / "results" / "mar_filardo.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        "filardo": [float(row["dlip"]) for row in rows[1:]],
        "filardo_leading": [float(row["dmdlleading"]) for row in rows[:-1]],
    }


def main() -> None:
    series = {name: listed(name, file) for name, file in LISTS.items()} | filardo()
    with (HERE / "markov_series.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["series", "position", "value"])
        writer.writerows([name, at, value] for name, values in series.items() for at, value in enumerate(values))


if __name__ == "__main__":
    main()
