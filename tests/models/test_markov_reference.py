"""Markov switching beside published models: the table that this module prints, run it by itself to read it.

Expected: Hamilton (1989) by EViews, the Stata manual's examples (tsmswitch) and Filardo (1994), as statsmodels 0.15.0
tests them; the series in tests/reference/markov_series.csv, made by make_markov.py.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rotascope.models import MarkovSwitching
from rotascope.models.markov_parameters import Parameters

if TYPE_CHECKING:
    from rotascope.models.markov_result import MarkovResult

SERIES = Path(__file__).parent.parent / "reference" / "markov_series.csv"
CONSTANT: dict[str, Any] = {"switching_variance": False}
MODELS: dict[str, tuple[str, MarkovSwitching]] = {
    "Hamilton (1989), AR(4)": ("rgnp", MarkovSwitching(order=4, **CONSTANT)),
    "Stata, federal funds": ("fedfunds", MarkovSwitching(**CONSTANT)),
    "Stata, AR(2) switching": ("rgnp", MarkovSwitching(order=2, switching_ar=True, **CONSTANT)),
    "Stata, S&P absolute returns": ("areturns", MarkovSwitching(order=1, switching_ar=True, form="intercept")),
    "Filardo (1994), AR(4)": ("filardo", MarkovSwitching(order=4, covariates=("leading",), **CONSTANT)),
}
# model, figure, expected, absolute tolerance (half a unit of the last digit printed, or a little over)
ROWS: list[tuple[str, str, float, float]] = [
    ("Hamilton (1989), AR(4)", "log_likelihood", -181.26339, 1e-5),
    ("Hamilton (1989), AR(4)", "p[0->0]", 0.754673, 1e-5),
    ("Hamilton (1989), AR(4)", "p[1->0]", 0.095915, 1e-5),
    ("Hamilton (1989), AR(4)", "mean[0]", -0.358811, 1e-5),
    ("Hamilton (1989), AR(4)", "mean[1]", 1.163516, 1e-5),
    ("Hamilton (1989), AR(4)", "variance", float(np.exp(-0.262658) ** 2), 1e-5),
    ("Hamilton (1989), AR(4)", "ar1", 0.013486, 1e-5),
    ("Hamilton (1989), AR(4)", "ar2", -0.057521, 1e-5),
    ("Hamilton (1989), AR(4)", "ar3", -0.246983, 1e-5),
    ("Hamilton (1989), AR(4)", "ar4", -0.212923, 1e-5),
    ("Hamilton (1989), AR(4)", "duration[0]", 4.076, 5e-4),
    ("Hamilton (1989), AR(4)", "duration[1]", 10.426, 5e-4),
    ("Hamilton (1989), AR(4)", "error of p[0->0]", 0.0965189, 2e-6),
    ("Hamilton (1989), AR(4)", "error of p[1->0]", 0.0377362, 2e-6),
    ("Hamilton (1989), AR(4)", "error of mean[0]", 0.2645396, 2e-6),
    ("Hamilton (1989), AR(4)", "error of mean[1]", 0.0745187, 2e-6),
    ("Hamilton (1989), AR(4)", "error of ar1", 0.1199942, 2e-6),
    ("Hamilton (1989), AR(4)", "error of ar4", 0.1105311, 2e-6),
    ("Stata, federal funds", "log_likelihood", -508.63592, 1e-5),
    ("Stata, federal funds", "p[0->0]", 0.9820939, 1e-6),
    ("Stata, federal funds", "p[1->0]", 0.0503587, 1e-6),
    ("Stata, federal funds", "mean[0]", 3.70877, 1e-5),
    ("Stata, federal funds", "mean[1]", 9.556793, 1e-5),
    ("Stata, federal funds", "variance", 2.107562**2, 1e-5),
    ("Stata, federal funds", "error of p[0->0]", 0.0104002, 1e-6),
    ("Stata, federal funds", "error of mean[1]", 0.2999889, 1e-6),
    ("Stata, AR(2) switching", "log_likelihood", -179.32354, 1e-5),
    ("Stata, AR(2) switching", "p[0->0]", 0.3812383, 1e-5),
    ("Stata, AR(2) switching", "p[1->0]", 0.3564492, 1e-5),
    ("Stata, AR(2) switching", "mean[0]", -0.0055216, 1e-5),
    ("Stata, AR(2) switching", "mean[1]", 1.195482, 1e-5),
    ("Stata, AR(2) switching", "ar1[0]", 0.3710719, 1e-5),
    ("Stata, AR(2) switching", "ar2[1]", -0.3206652, 1e-5),
    ("Stata, AR(2) switching", "error of ar2[1]", 0.1295937, 1e-5),
    ("Stata, S&P absolute returns", "log_likelihood", -745.7977, 5e-5),
    ("Stata, S&P absolute returns", "p[0->0]", 0.7530865, 1e-5),
    ("Stata, S&P absolute returns", "p[1->0]", 0.6825357, 1e-5),
    ("Stata, S&P absolute returns", "mean[0]", 0.7641424, 1e-5),
    ("Stata, S&P absolute returns", "mean[1]", 1.972771, 1e-5),
    ("Stata, S&P absolute returns", "sigma[0]", 0.5895792, 1e-5),
    ("Stata, S&P absolute returns", "sigma[1]", 1.605333, 1e-5),
    ("Stata, S&P absolute returns", "ar1[1]", 0.527953, 1e-5),
    ("Stata, S&P absolute returns", "error of p[1->0]", 0.0662574, 2e-6),
    ("Filardo (1994), AR(4)", "log_likelihood", -586.5718, 5e-5),
    ("Filardo (1994), AR(4)", "mean[0]", -0.865888, 1e-5),
    ("Filardo (1994), AR(4)", "mean[1]", 0.517298, 1e-5),
    ("Filardo (1994), AR(4)", "odds[0->0].0", 1.6493936, 2e-4),
    ("Filardo (1994), AR(4)", "odds[1->0].1", -1.7702123, 2e-4),
    ("Filardo (1994), AR(4)", "ar1", 0.189474, 1e-5),
    ("Filardo (1994), AR(4)", "ar4", 0.122251, 1e-5),
    ("Filardo (1994), AR(4)", "last duration of the first", 4.309888, 2e-4),
]


@cache
def series() -> dict[str, Any]:
    found: dict[str, list[float]] = {}
    with SERIES.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["series"], []).append(float(row["value"]))
    return {name: np.array(values) for name, values in found.items()}


@cache
def fitted(model: str) -> MarkovResult:
    name, spec = MODELS[model]
    return spec.fit(series()[name], {"leading": series()["filardo_leading"]} if spec.covariates else None)


def figure(result: MarkovResult, name: str) -> float:
    values = dict(zip(result.names, result.values.tolist(), strict=True))
    if name.startswith("error of "):
        return result.standard_errors[name.removeprefix("error of ")]
    if name.startswith("sigma"):
        return float(np.sqrt(values[name.replace("sigma", "variance")]))
    if name.startswith("duration"):
        return float(result.expected_durations[int(name[-2])])
    if name.startswith("last duration"):
        return float(result.expected_durations[-1, 0])
    return result.log_likelihood if name == "log_likelihood" else values[name]


@pytest.mark.parametrize(("model", "name", "expected", "tolerance"), ROWS, ids=lambda part: str(part))
def test_published_figure(model: str, name: str, expected: float, tolerance: float) -> None:
    assert figure(fitted(model), name) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("model", MODELS)
def test_the_climb_ends_and_the_last_date_is_the_same_filtered_and_smoothed(model: str) -> None:
    result = fitted(model)
    assert result.converged
    assert not result.at_floor
    smoothed = result.smooth().smoothed_probabilities
    np.testing.assert_allclose(smoothed[-1], result.filtered_probabilities[-1], atol=1e-12)
    lags = result.spec.order
    for chances in (smoothed, result.filtered_probabilities, result.predicted_probabilities):
        np.testing.assert_allclose(chances[lags:].sum(axis=1), 1, atol=1e-12)
        assert np.isnan(chances[:lags]).all()
    np.testing.assert_allclose(result.transition_matrix.sum(axis=-1), 1, atol=1e-12)


def test_hamilton_with_covariates_at_the_published_parameters() -> None:
    """AR(1) with moves by a recession flag (EViews, in statsmodels' tests): filtered at given parameters alone."""
    flags = np.zeros(135)
    for begin, end in ((9, 13), (26, 28), (36, 40), (75, 79), (91, 96), (115, 117), (121, 127)):
        flags[begin:end] = 1  # quarters of recession
    spec = MarkovSwitching(order=1, switching_ar=True, covariates=("recession",), **CONSTANT)
    odds = np.array([[[6.564923, -8.064123]], [[7.846371, -15.37636]]])
    variance = float(np.exp(-0.217003) ** 2)
    ar = np.array([[0.161489], [0.022536]])
    parameters = Parameters(odds, np.array([1.027190, -0.719760]), np.array([variance, variance]), ar)
    found = spec.filter(series()["rgnp"], parameters, {"recession": flags})
    assert found.log_likelihood == pytest.approx(-163.914049, abs=1e-4)


def main() -> None:
    """The reference table, printed."""
    print(f"{'model':<30}{'figure':<30}{'published':>14}{'found':>14}{'off by':>10}")  # noqa: T201
    for model, name, expected, _ in ROWS:
        found = figure(fitted(model), name)
        print(f"{model:<30}{name:<30}{expected:>14.6f}{found:>14.6f}{found - expected:>10.1e}")  # noqa: T201


if __name__ == "__main__":
    main()
