"""Expected regimes of pairs, by statsmodels: python -m tests.reference.make_regimes --raw RAW

Parameters by maximum likelihood on the steps up to the last refit, filtered with them to the day; refits after 252
steps and every 21 from there on. The interval by the observed information.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import statsmodels
import statsmodels.api as sm

from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_regimes.csv")
ORIGIN = f"statsmodels {statsmodels.__version__}; tests/reference/make_regimes.py; prices/us_adjusted_close.parquet"
CASES = (("IWM/SPY", "2001-12-31"), ("IWM/SPY", "2026-01-14"), ("XLI/XLF", "2016-06-30"))
FIRST, EVERY = 252, 21
NORMAL = 1.959964


def spread(raw: Raw, of: str, as_of: str) -> Any:
    """log(1 + A) - log(1 + B), day by day over common sessions."""
    first, second = (raw.closes(symbol) for symbol in of.split("/"))
    ratio = (first / second).dropna()
    return np.log(ratio[:as_of]).diff().dropna()


def answer(raw: Raw, of: str, as_of: str) -> tuple[dict[str, Any], dict[str, Any]]:
    y = spread(raw, of, as_of)
    end = FIRST + (len(y) - FIRST) // EVERY * EVERY
    scale = float(y.iloc[:end].std())
    model = sm.tsa.MarkovRegression(y.iloc[:end].to_numpy() / scale, 2, switching_variance=True)
    np.random.seed(0)  # the search draws its starts here
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = model.fit(em_iter=60, search_reps=10, gtol=1e-9, maxiter=500, disp=False)
    p00, p10, mean0, mean1, var0, var1 = fitted.params
    whole = sm.tsa.MarkovRegression(y.to_numpy() / scale, 2, switching_variance=True)
    filtered = whole.filter(fitted.params).filtered_marginal_probabilities[-1]
    loud = int(var1 > var0)
    gap, error = abs(mean1 - mean0), _error_of_gap(fitted)
    return {
        "value": float(filtered[loud]),
        "detail.long_run_share": float((p10, 1 - p00)[loud] / (1 - p00 + p10)),
        "detail.kind": "mean regime" if gap > NORMAL * error else "volatility regime",
        "detail.fitted_to": y.index[end - 1].date().isoformat(),
        "detail.steps": len(y),
    }, {
        "detail.gap.value": gap * scale,
        "detail.gap.lower": (gap - NORMAL * error) * scale,
        "detail.gap.upper": (gap + NORMAL * error) * scale,
    }


def _error_of_gap(fitted: Any) -> float:
    covariance = fitted.cov_params()
    return float(np.sqrt(covariance[2, 2] + covariance[3, 3] - 2 * covariance[2, 3]))


def make(raw: Raw) -> Iterable[Row]:
    """A row for each figure of each case."""
    for of, as_of in CASES:
        figures, gaps = answer(raw, of, as_of)
        yield from rows(("regime_probability", of, "", as_of, {}), figures, 2e-4, ORIGIN)
        yield from rows(("regime_probability", of, "", as_of, {}), gaps, 2e-6, ORIGIN)


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
