"""Change points of real returns by ruptures, run lengths by scipy: python -m tests.reference.make_changes --raw RAW

Log active returns of a pair to the as-of, in per cent, last `n` sessions; `Pelt` with every session a candidate
(jump=1). Costs l2 and normal (without ruptures' small diagonal). The penalty is given in units of the returns' variance
for l2 and as it is for normal. The figure change_point with a given penalty is worked out from the same search on
returns over their running volatility: variance 0.5^(1/21) v + (1 - 0.5^(1/21)) r^2 from the mean square of the first
63, each return over the root of the variance before it. The penalty is in units of long-run variance: half the mean
square of differences over k sessions is c(0) - c(k); c(0) is the mean of those past lag 4 (n / 100)^(2/9), up to
twice that; Bartlett weights; a quarter of c(0) at least.
"""

from __future__ import annotations

import csv
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import ruptures
import scipy.stats

from tests.reference.price_answers import legs
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_changes.csv")
BREAKS = Path(__file__).with_name("breakpoints.csv")
ORIGIN = f"ruptures {ruptures.__version__}, numpy {np.__version__}; tests/reference/make_changes.py"
SEARCHES = (
    ("small/mega", "2026-01-14", 1200, "l2", 21, 9.0),
    ("small/mega", "2026-01-14", 1200, "normal", 21, 12.0),
    ("small/mega", "2003-06-30", 700, "l2", 5, 12.0),
    ("small/mega", "2003-06-30", 700, "normal", 10, 30.0),
    ("small/large", "2009-12-31", 800, "l2", 10, 6.0),
    ("small/large", "2009-12-31", 800, "normal", 21, 15.0),
    ("IWD/IWF", "2021-12-31", 900, "l2", 21, 5.0),
    ("IWD/IWF", "2021-12-31", 900, "normal", 21, 40.0),
    ("AAPL/NVDA", "2020-12-31", 600, "l2", 63, 4.0),
)
ORIGIN_RUNS = f"scipy {scipy.__version__}, numpy {np.__version__}; tests/reference/make_changes.py"
ORIGIN_SIGNALS = f"pandas {pd.__version__}; tests/reference/make_changes.py"
RUNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("small/mega", "2002-12-31", {}),
    ("IWM/SPY", "2003-06-30", {"within": 21, "between": 126}),
)
FIGURES = (
    ("IWD/IWF", "2003-06-30", {"penalty": 6, "min_size": 10}),
    ("small/mega", "2003-06-30", {"penalty": 40}),
    ("IWM/SPY", "2002-12-31", {"penalty": 5, "min_size": 21}),
)


def search(values: Any, model: str, min_size: int, penalty: float) -> tuple[list[int], float]:
    """Breakpoints and the objective, which ruptures counts without its penalties."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cost = ruptures.costs.CostNormal(add_small_diag=False) if model == "normal" else ruptures.costs.CostL2()
    fitted = ruptures.Pelt(custom_cost=cost, min_size=min_size, jump=1).fit(values)
    ends = fitted.predict(pen=penalty)
    return ends, float(cost.sum_of_costs(ends)) + penalty * (len(ends) - 1)


def returns(raw: Raw, of: str, as_of: str) -> tuple[Any, Any]:
    levels = legs(raw, of, as_of)
    log_ratio = np.log(levels.iloc[:, 0] / levels.iloc[:, 1])
    return levels.index[1:], np.diff(log_ratio.to_numpy())


def searched(raw: Raw) -> Iterable[tuple[object, ...]]:
    for of, as_of, count, model, min_size, penalty in SEARCHES:
        values = 100 * returns(raw, of, as_of)[1][-count:]
        unit = float(np.var(values)) if model == "l2" else 1.0
        ends, objective = search(values, model, min_size, penalty * unit)
        cost = {"l2": "mean", "normal": "mean_variance"}[model]
        yield of, as_of, count, cost, min_size, repr(penalty * unit), " ".join(map(str, ends)), repr(objective), ORIGIN


def figure(raw: Raw, of: str, as_of: str, penalty: float, min_size: int = 21) -> dict[str, Any]:
    dates, values = returns(raw, of, as_of)
    scaled = over_volatility(values)
    ends, _ = search(scaled, "l2", min_size, penalty * noise(scaled))
    found = [str(dates[end].date()) for end in ends[:-1]]
    since = len(values) - ends[-2] if len(ends) > 1 else None
    return {
        "value.changes": len(ends) - 1,
        "value.sessions_since": since,
        "detail.date": found[-1] if found else None,
        "detail.sessions": len(values),
    }


def signals(raw: Raw, of: str, as_of: str) -> dict[str, Any]:
    """How often a year the leg ahead over 126 sessions, and the side of the 200-session average, changed."""
    levels = legs(raw, of, as_of)
    level = pd.Series(np.log((levels["a"] / levels["b"]).to_numpy()))
    years = (len(level) - 1) / 252
    found = {"leader_flip": level.diff(126), "moving_average": level - level.rolling(200).mean()}
    return {
        f"value.{name}_signals_a_year": int((np.sign(held.dropna()).diff().iloc[1:] != 0).sum()) / years
        for name, held in found.items()
    }


def over_volatility(values: Any) -> Any:
    kept, variance = 0.5 ** (1 / 21), float(np.mean(values[:63] ** 2))
    scaled = np.empty(len(values))
    for place, value in enumerate(values):
        scaled[place] = value / np.sqrt(variance)
        variance = kept * variance + (1 - kept) * value**2
    return scaled


def run_length(raw: Raw, of: str, as_of: str, within: int = 63, between: int = 252) -> dict[str, Any]:
    """Adams and MacKay's recursion with scipy's Student density, every run kept, in plain probabilities."""
    dates, values = returns(raw, of, as_of)
    mean, strength, shape, scale = np.zeros(1), np.array([100.0]), np.array([200.0]), np.array([200.0])
    weights = np.ones(1)
    for value in over_volatility(values):
        spread = np.sqrt(scale * (strength + 1) / (shape * strength))
        joint = weights * scipy.stats.t.pdf(value, 2 * shape, mean, spread)
        grown = joint / joint.sum()  # by how many values each run holds, this one included: 1, 2, ...
        scale = np.append(200.0, scale + strength * (value - mean) ** 2 / (2 * (strength + 1)))
        mean = np.append(0.0, (strength * mean + value) / (strength + 1))
        strength, shape = np.append(100.0, strength + 1), np.append(200.0, shape + 0.5)
        weights = np.append(1 / between, grown * (1 - 1 / between))
    length = int(grown.argmax()) + 1
    return {
        "value": float(grown[:within].sum()),
        "detail.run_length": length,
        "detail.begun": str(dates[-length].date()),
        "detail.chance": 1 - (1 - 1 / between) ** within,
    }


def noise(values: Any) -> float:
    """As said above."""
    last = max(int(4 * (len(values) / 100) ** (2 / 9)), 2)
    half = {lag: np.mean((values[lag:] - values[:-lag]) ** 2) / 2 for lag in range(1, 2 * last + 1)}
    variance = np.mean([half[lag] for lag in range(last + 1, 2 * last + 1)])
    total = variance + 2 * sum((1 - lag / (last + 1)) * (variance - half[lag]) for lag in range(1, last + 1))
    return float(max(total, variance / 4))


def make(raw: Raw) -> Iterable[Row]:
    found = [*searched(raw)]
    with BREAKS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("of", "as_of", "n", "cost", "min_size", "penalty", "breakpoints", "objective", "origin"))
        writer.writerows(found)
    for of, as_of, params in FIGURES:
        yield from rows(("change_point", of, "", as_of, params), figure(raw, of, as_of, **params), 0, ORIGIN)
    for of, as_of in (("small/mega", "2026-01-14"), ("IWM/SPY", "2010-06-30")):
        yield from rows(("scorecard", of, "", as_of, {}), signals(raw, of, as_of), 1e-9, ORIGIN_SIGNALS)
    for of, as_of, params in RUNS:
        yield from rows(("run_length", of, "", as_of, params), run_length(raw, of, as_of, **params), 1e-8, ORIGIN_RUNS)


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
