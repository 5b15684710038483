"""Walked forecasts of pairs' leaders, by pandas and scipy: python -m tests.reference.make_forecasts --raw RAW

Leader of a session: the leg with the higher log total return over the last 126 sessions (or `window`). It kept leading
where its log return over the next `horizon` sessions was the higher too. Base rate of a session: the mean over all
earlier sessions whose horizon had ended by then.

The model `momentum` rests on the leader's lead over the window and over 21 sessions, each over the deviation of the
last 252 daily differences times the root of the sessions; `volatility` on the log of that deviation over 63 sessions
less that over 252. Forecasts are made on the last session of each month and on the as-of. An input is put in deviations
(n) from the mean of its own rows so far, held within 3, and 0 before 24 rows. Each fit minimises, by BFGS,
2 b^2 for each slope + 0.0005 a^2 for the intercept + 21/horizon times the log loss over the rows whose horizon had
ended, once there are 60 of them. Brier scores are means over the forecasts whose horizon had ended by the as-of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy
from scipy.optimize import minimize

from tests.reference.price_answers import legs
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_forecasts.csv")
ORIGIN = (
    f"pandas {pd.__version__}, scipy {scipy.__version__}; tests/reference/make_forecasts.py;"
    " prices/us_adjusted_close.parquet, indices/*.csv"
)
CASES = (
    ("small/mega", "2026-01-14", {"model": "base"}),
    ("small/mega", "2026-01-14", {"horizon": 21, "window": 63, "model": "base"}),
    ("small/large", "2026-07-31", {"horizon": 252, "model": "base"}),
    ("small/mega", "2026-01-14", {"model": "momentum"}),
    ("small/mega", "2026-07-31", {"horizon": 252, "model": "momentum"}),
    ("IWM/SPY", "2015-06-10", {"horizon": 21, "model": "volatility"}),
)


def make(raw: Raw) -> Iterable[Row]:
    for of, as_of, params in CASES:
        found = answer(legs(raw, of, as_of), **params)
        yield from rows(("leader_persistence", of, "", as_of, params), found, 2e-6, ORIGIN)
    yield (
        *("leader_persistence", "small/large_since_1926", "", "2026-04-30"),
        '{"horizon": 252, "window": 252, "model": "base"}',
        *("value", "0.575", "0.0005"),
        "The published base rate of the project's definitions: French size, 12-month leader, 12-month horizon, 57.5 %",
    )


def answer(levels: Any, horizon: int = 63, window: int = 126, model: str = "base") -> dict[str, Any]:
    path = np.log(levels["a"]) - np.log(levels["b"])
    leader = np.sign(path.diff(window))
    kept = ((leader * (path.shift(-horizon) - path)) > 0).astype(float)
    kept[leader.isna() | path.shift(-horizon).isna()] = np.nan
    rate = kept.shift(horizon).expanding().mean()  # of day t: all labels that ended by t
    found = {"detail.base_rate": rate.iloc[-1], "detail.base_rate_cases": int(kept.notna().sum())}
    if model == "base":
        return {"value": rate.iloc[-1]} | found
    last = path.groupby(path.index.to_period("M")).tail(1).index
    inputs = INPUTS[model](path, leader, window).loc[last]
    chance = walked(inputs, kept.loc[last], pd.Series(range(len(path)), path.index).loc[last], horizon)
    scored = pd.DataFrame({"p": chance, "b": rate.loc[last], "y": kept.loc[last]}).dropna()
    model_score, base_score = (((scored[column] - scored["y"]) ** 2).mean() for column in "pb")
    return found | {
        "detail.model_probability": chance.iloc[-1],
        "detail.n": len(scored),
        "detail.brier": model_score,
        "detail.brier_base_rate": base_score,
        "detail.skill": 1 - model_score / base_score,
        "detail.log_score": -np.log(np.where(scored["y"] == 1, scored["p"], 1 - scored["p"])).mean(),
    }


def momentum(path: Any, leader: Any, window: int) -> Any:
    scale = path.diff().rolling(252).std()
    return pd.concat([leader * path.diff(length) / (scale * length**0.5) for length in (window, 21)], axis=1)


def volatility(path: Any, leader: Any, window: int) -> Any:
    return np.log(path.diff().rolling(63).std() / path.diff().rolling(252).std()).to_frame()


INPUTS = {"momentum": momentum, "volatility": volatility}


def walked(inputs: Any, kept: Any, place: Any, horizon: int) -> Any:
    """The probability of each row by the fit on the rows whose horizon had ended, NaN while they are fewer than 60."""
    mean, spread = inputs.expanding(24).mean(), inputs.expanding(24).std(ddof=0)
    scaled = ((inputs - mean) / spread).clip(-3, 3).fillna(0.0)
    design = np.column_stack([np.ones(len(scaled)), scaled])
    chances = []
    for at in place:
        past = (place + horizon <= at).to_numpy() & kept.notna().to_numpy()
        if past.sum() < 60:
            chances.append(np.nan)
            continue
        fit = fitted(design[past], kept.to_numpy()[past], min(21 / horizon, 1))
        chances.append(1 / (1 + np.exp(-design[len(chances)] @ fit)))
    return pd.Series(chances, place.index)


def fitted(design: Any, wins: Any, weight: float) -> Any:
    penalty = np.array([0.001, *[4.0] * (design.shape[1] - 1)])

    def loss(fit: Any) -> Any:
        score = design @ fit
        value = weight * (np.logaddexp(0, score) - wins * score).sum() + (penalty * fit**2).sum() / 2
        return value, weight * design.T @ (1 / (1 + np.exp(-score)) - wins) + penalty * fit

    return minimize(loss, np.zeros(design.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-9}).x


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
