"""How likely it is that leadership's return has changed lately: the filtered run length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, percent, step
from rotascope.models.arguments import require_whole
from rotascope.models.breaks import active_log_returns
from rotascope.models.run_length import RunLength

if TYPE_CHECKING:
    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.pairs import Pair

LEAST = 126
LONGEST = 2520  # longer runs are told as such


def run_length(panel: Panel, of: Pair, *, within: int = 63, between: int = 252, basis: Basis = "total") -> Measured:
    """Filtered probability that the mean of log active returns changed within the last `within` steps, a fraction.

    Bayesian run lengths (Adams and MacKay 2007) of log(1 + A) - log(1 + B) over its running volatility, a change every
    `between` steps on average; steps are sessions (months, for portfolios that step by month). `detail`: the same
    probability before any data (chance), the likeliest run length (2,521 stands for all from there on) and when it
    began, its mean in volatilities a year. Each day's probability used that day's data and earlier ones only. Errors:
    `UsageError` for `within` or `between` below 2, `DataError` for fewer than 126 steps, or no more than `within`.
    """
    require_whole(2, within=within, between=between)
    series, returns = active_log_returns(panel, of, basis, LEAST)
    if within >= len(returns):
        steps = count(len(returns), step(series.a_year))
        raise DataError(f"{of} has {steps} of returns by {panel.as_of}, so within {within} must be below that.")
    model = RunLength(hazard=1 / between, within=within, longest=max(LONGEST, within))
    params = {"within": model.within, "hazard": model.hazard}

    def compute() -> dict[str, np.ndarray]:
        fitted = model.fit(returns)
        last = (fitted.filtered_change_probability, fitted.run_length, fitted.filtered_mean)
        return {"last": np.array([float(part[-1]) for part in last]), "chance": np.array([fitted.chance])}

    found = remembered("run_length", [returns], params, compute)
    probability, length, mean = (float(part) for part in found["last"])
    chance = float(found["chance"][0])
    begun = day_of(series.days[1:][-int(length)])
    detail = {
        "chance": chance,
        "run_length": int(length),
        "begun": begun,
        "mean_a_year": mean * series.a_year**0.5,
        "to": day_of(series.days[-1]),
        "history_from": day_of(series.days[1]),
        "sessions": len(returns),
    }
    noun = step(series.a_year)
    long = count(int(length), noun)
    run = f"no later than {begun}, at least {long}" if length > model.longest else f"on {begun}, {long}"
    text = (
        f"{of}: the chance that mean active return changed within the last {count(model.within, noun)} to"
        f" {detail['to']} is {percent(probability)}; before any data it is {percent(chance)},"
        f" and on random walks it stays near that. The likeliest run began {run} long"
        f"{joined_note(of, series.joined, day_of(series.days[0]))}."
    )
    return Measured(probability, "fraction", text, detail)
