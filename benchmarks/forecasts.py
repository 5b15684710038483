"""Forecasts of leaders: the whole catalog walked forward and scored, and one walk beside statsmodels' refits."""

from __future__ import annotations

import os
import tempfile
import time

import numpy as np

from benchmarks.table import Row, best_time
from rotascope.data.market import Market
from rotascope.kernels.logit import walk_forward_logit
from rotascope.models.forecast import FIT, HORIZONS, walks
from rotascope.models.inputs import MODELS, standardised
from rotascope.models.leader import kept_leading
from rotascope.models.trials import forecast_trials
from rotascope.pairs import catalog
from rotascope.questions import last_session

LIMIT = 60.0  # seconds
AIM = 25


def rows() -> list[Row]:
    """Both, with nothing remembered; the compiled loops loaded beforehand."""
    walk_forward_logit(np.ones((2, 1)), np.array([0.0, 1.0]), np.array([0, 1]), np.ones(1))
    return [_catalog(), _beside_statsmodels()]


def _catalog() -> Row:
    kept = os.environ.get("ROTASCOPE_HOME")
    with tempfile.TemporaryDirectory() as home:
        os.environ["ROTASCOPE_HOME"] = home
        try:
            start = time.perf_counter()
            market = Market.open()
            trials, _ = forecast_trials(lambda pair: market.as_of(last_session(market, pair)))
            spent = time.perf_counter() - start
        finally:
            os.environ.pop("ROTASCOPE_HOME")
            if kept is not None:
                os.environ["ROTASCOPE_HOME"] = kept
    refits = sum(one.n for one in trials)
    job = (
        f"every pair x {len(FIT)} models x {len(HORIZONS)} horizons, monthly walk-forward with scores, intervals and"
        f" Romano-Wolf ({len(trials)} trials, {refits:,} scored refits, data read)"
    )
    return Row(job, spent, "s", aim="under a minute", met=spent < LIMIT)


def _beside_statsmodels() -> Row:
    """One walk of the logistic model without a ridge on small/large: each refit by statsmodels' Newton."""
    import statsmodels.api as sm

    market = Market.open()
    pair = catalog()["small/large"]
    found = walks(market.as_of(last_session(market, pair)), pair)
    path = found.path
    columns = [0, 1, 3]  # inputs that are known from the first rows on, so that every fit has a maximum
    inputs = np.column_stack([np.ones(len(path.rows)), standardised(found.inputs)[:, columns]])
    outcome = kept_leading(path.log_ratio, path.leader, 63)[path.rows]
    known = ~np.isnan(outcome)
    inputs, outcome = inputs[known], outcome[known]
    usable = np.where(np.arange(len(outcome)) < 90, 0, np.arange(len(outcome)) - 3)

    def ours() -> np.ndarray:
        return walk_forward_logit(inputs, outcome, usable, np.zeros(inputs.shape[1]))[0]

    def theirs() -> np.ndarray:
        fits = [
            sm.Logit(outcome[:stop], inputs[:stop]).fit(disp=0, method="newton", tol=1e-10).params
            for stop in usable[usable > 0]
        ]
        return np.array(fits)

    fast, slow = best_time(ours), best_time(theirs, 1)
    same = bool(np.allclose(ours()[usable > 0], theirs(), atol=1e-7))
    job = f"{int((usable > 0).sum())} expanding logistic refits, {len(MODELS['momentum']) + 2} coefficients"
    return Row(job, fast, "s", "statsmodels", slow, f"at least {AIM}x", slow / fast >= AIM, same)
