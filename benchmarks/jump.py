"""Jump models beside jumpmodels on a century of days, and the scan of the universe on every engine."""

from __future__ import annotations

import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.table import Row, best_time
from rotascope import Market
from rotascope.data.slices import parse_slice
from rotascope.models import JumpModel
from rotascope.models.features import jump_features
from rotascope.models.scan import LEAST, active_returns, scanned

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTH = 26_000
KINDS = {"discrete": JumpModel(penalty=50.0), "continuous": JumpModel(penalty=600.0, continuous=True)}
AIM = 50
AS_OF = "2026-01-14"


def century() -> Any:
    """(26,000, 3): features of business equipment against utilities, French's daily industries since 1926."""
    import polars as pl

    rows = Market.open().store.scan("french_daily").filter(pl.col("portfolios") == "industries_30").collect()
    legs = [rows.filter(column=name, kind="value_weighted").sort("date") for name in ("BusEq", "Util")]
    first, second = (np.log1p(leg["value"].to_numpy()) for leg in legs)
    x = jump_features(first - second).values
    return x[~np.isnan(x).any(axis=1)][-LENGTH:]


def starts(x: Any) -> Any:
    """Ten draws by scikit-learn, as jumpmodels makes them in its own fit."""
    from sklearn.cluster import kmeans_plusplus

    draws = np.random.RandomState(0)
    return np.array([kmeans_plusplus(x, 2, random_state=draws)[0] for _ in range(10)])


def fits() -> list[Row]:
    """The same ten starts, tolerance and data; drawing the starts is in both timings."""
    from jumpmodels.jump import JumpModel as Peer

    x = century()
    found = []
    for kind, model in KINDS.items():

        def ours(model: JumpModel = model) -> Any:
            return model.fit(x, starts=starts(x))

        result = ours()
        peer = Peer(2, model.penalty, cont=model.continuous)
        seconds = best_time(ours, 3)
        begun = time.perf_counter()
        peer.fit(x, sort_by=None)
        other = time.perf_counter() - begun
        agree = [np.array_equal(result.smoothed_probabilities[:, at], peer.proba_[:, 0]) for at in (0, 1)]
        same = any(agree) and bool(np.isclose(result.objective, peer.val_, rtol=1e-9))
        job = f"jump model, {kind}, {len(x):,} days, 10 starts"
        found.append(Row(job, seconds, "s", "jumpmodels", other, f"{AIM}x", other / seconds >= AIM, same))
    return found


def scans() -> list[Row]:
    """Every stock of the universe with 252 returns against the market, by Markov switching."""
    _, _, active = active_returns(Market.open().as_of(AS_OF), parse_slice("us"))
    held = np.ascontiguousarray(active[:, (~np.isnan(active)).sum(axis=0) >= LEAST])
    job = f"scan of {held.shape[1]:,} stocks, {len(held)} days, Markov switching"
    expected, alone = timed(lambda: scanned(held, "markov", on="local", workers=1))
    found = [Row(f"{job}: one process", alone, "s")]
    for name, run in {"two processes": _two, "Dask, two workers": _dask, "Ray, two workers": _ray}.items():
        print(f"scan on {name} ...", file=sys.stderr, flush=True)
        result, seconds = run(held)
        same = all(np.array_equal(result[key], expected[key], equal_nan=True) for key in expected)
        found.append(Row(f"{job}: {name}", seconds, "s", "one process", alone, "same results", same, same))
    return found


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    result = call()
    return result, time.perf_counter() - begun


def _two(held: Any) -> tuple[Any, float]:
    return timed(lambda: scanned(held, "markov", on="local", workers=2))


def _dask(held: Any) -> tuple[Any, float]:
    import distributed

    library: Any = distributed
    options = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": logging.CRITICAL}
    with library.LocalCluster(n_workers=2, threads_per_worker=1, **options) as cluster, library.Client(cluster):
        return timed(lambda: scanned(held, "markov", on="dask"))


def _ray(held: Any) -> tuple[Any, float]:
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # else it takes this node's address for the loopback
    import ray

    library: Any = ray
    options = {"include_dashboard": False, "log_to_driver": False, "object_store_memory": 200 * 2**20}
    library.init(num_cpus=2, _node_ip_address="127.0.0.1", **options)
    try:
        return timed(lambda: scanned(held, "markov", on="ray"))
    finally:
        library.shutdown()


def rows() -> list[Row]:
    """Fits and scans; minutes, most of them the peer's and the scans' on one process."""
    return [*fits(), *scans()]
