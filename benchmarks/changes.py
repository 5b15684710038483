"""Change points beside ruptures, run lengths and cumulative sums beside loops over numpy, and the memory they take."""

from __future__ import annotations

import time
import tracemalloc
import warnings
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.table import Row, best_time
from rotascope import Market
from rotascope.models import Cusum, Pelt, RunLength
from rotascope.models.noise import FIRST_VARIANCE, in_volatilities
from rotascope.pairs import catalog, pair_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LENGTH, MIN_SIZE = 1200, 21
PEERS = {"mean": "l2", "mean_variance": "normal"}
PENALTIES = {"mean": 5.0, "mean_variance": 12.0}  # for the mean in variances of the series: a few changes each
AIM = 1000
AS_OF = "2026-01-14"
FIRST_TOLD = FIRST_VARIANCE - 1
SHORT, LONG = 5_000, 40_000


def returns(length: int = LENGTH) -> Floats:
    """The last log active returns of IWM over QQQ, in per cent."""
    series = pair_series(Market.open().as_of(AS_OF), catalog()["small/mega"])
    return np.ascontiguousarray(100 * np.diff(np.log(series.first / series.second))[-length:])


def partitions() -> list[Row]:
    """The same cost, least segment, penalty and candidates (every session); the breakpoints must be equal."""
    values = returns()
    found = []
    for cost, model in PEERS.items():
        penalty = PENALTIES[cost] * (float(values.var()) if cost == "mean" else 1.0)
        ours = Pelt(cost, MIN_SIZE, penalty)  # type: ignore[arg-type]
        ends = ours.fit(values).breakpoints.tolist()
        seconds = best_time(lambda ours=ours: ours.fit(values), 20)  # type: ignore[misc]
        begun = time.perf_counter()
        theirs = ruptured(values, model, penalty)
        other = time.perf_counter() - begun
        job = f"PELT, {cost.replace('_', ' and ')}, every date a candidate, T = {LENGTH:,}"
        found.append(Row(job, seconds, "s", "ruptures", other, f"{AIM:,}x", other / seconds >= AIM, ends == theirs))
    return found


def ruptured(values: Floats, model: str, penalty: float) -> list[int]:
    import ruptures

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cost = ruptures.costs.CostNormal(add_small_diag=False) if model == "normal" else ruptures.costs.CostL2()
    ends: list[int] = ruptures.Pelt(custom_cost=cost, min_size=MIN_SIZE, jump=1).fit(values).predict(pen=penalty)
    return ends


def online() -> list[Row]:
    """Loops over dates in Python; that of run lengths holds all runs in arrays, as published code does."""
    values = returns(10_000)
    scaled = in_volatilities(values, 21.0)
    model = RunLength(longest=len(values))
    alarms = Cusum()
    jobs: dict[str, tuple[Callable[[], Floats], Callable[[], Floats], str]] = {
        "run lengths": (
            lambda: model.fit(values).filtered_change_probability,
            lambda: run_lengths(scaled, model),
            "a numpy loop",
        ),
        "two-sided sums": (lambda: alarms.fit(values).upper, lambda: upper_sums(scaled, alarms), "a Python loop"),
    }
    found = []
    for name, (ours, peer, peer_name) in jobs.items():
        found_ours = ours()
        told = ~np.isnan(found_ours)  # the first dates, whose scale is not known yet, tell nothing
        same = bool(told[FIRST_TOLD:].all() and np.allclose(found_ours[told], peer()[told], rtol=1e-7, atol=1e-9))
        seconds, other = best_time(ours, 5), best_time(peer, 1)
        found.append(Row(f"{name}, T = {len(values):,}", seconds, "s", peer_name, other, same=same))
    return found


def run_lengths(values: Floats, model: RunLength) -> Floats:
    """Adams and MacKay's recursion over arrays of every run."""
    from scipy.stats import t

    mean, strength, shape, scale = np.zeros(1), np.array([model.strength]), *np.full((2, 1), model.shape)
    weights, out = np.ones(1), np.empty(len(values))
    for date, value in enumerate(values):
        joint = weights * t.pdf(value, 2 * shape, mean, np.sqrt(scale * (strength + 1) / (shape * strength)))
        grown = joint / joint.sum()
        out[date] = grown[:-1][: model.within].sum()  # the last is the run that the series itself began
        scale = np.append(model.shape, scale + strength * (value - mean) ** 2 / (2 * (strength + 1)))
        mean = np.append(0.0, (strength * mean + value) / (strength + 1))
        strength, shape = np.append(model.strength, strength + 1), np.append(model.shape, shape + 0.5)
        weights = np.append(model.hazard, grown * (1 - model.hazard))
    return out


def upper_sums(values: Floats, model: Cusum) -> Floats:
    limit = model.fit(values[:63]).threshold
    above = below = 0.0
    out = np.empty(len(values))
    for date, value in enumerate(values):
        above, below = max(0.0, above + value - model.drift), max(0.0, below - value - model.drift)
        out[date] = above
        if above > limit or below > limit:
            above = below = 0.0
    return out


def memory() -> list[Row]:
    """Peak of what a fit allocates at two lengths: linear where eight times the dates take eight times the memory."""
    rng = np.random.default_rng(0)
    found = []
    jobs: dict[str, Callable[[Floats], object]] = {
        "PELT, mean": lambda values: Pelt(min_size=MIN_SIZE, penalty=5.0).fit(values),
        "PELT, mean and variance": lambda values: Pelt("mean_variance", MIN_SIZE, 25.0).fit(values),
        "run lengths": lambda values: RunLength().fit(values),
    }
    for name, fit in jobs.items():
        short, long = (peak(fit, rng.standard_normal(length)) for length in (SHORT, LONG))
        most = 1.1 * LONG / SHORT
        job = f"{name}: memory of a fit, T = {LONG:,} against {SHORT:,} ({long:.1f} MB)"
        found.append(Row(job, long / short, "times", aim=f"at most {most:.1f} times", met=long / short <= most))
    return found


def peak(fit: Callable[[Floats], object], values: Floats) -> float:
    tracemalloc.start()
    try:
        fit(values)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def rows() -> list[Row]:
    """Half a minute, most of it ruptures'."""
    return [*partitions(), *online(), *memory()]
