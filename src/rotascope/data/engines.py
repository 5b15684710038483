"""Sweeps over the columns of a panel: on processes of this machine, or on a Dask or Ray cluster that the user runs.

A job is a module's function of a block (n_dates, width) and further arguments. Its results do not depend on the engine
or on how the columns are cut, for every column is worked on alone. Here the panel is written once to a file that all
processes map into memory; to a cluster each block travels by itself. Every process computes on one thread.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from rotascope.config import ENGINES, cluster, engine, thread_count
from rotascope.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Progress = Callable[[int, int], None]

T = TypeVar("T")

WIDTH = 32  # columns a job
PATIENCE = "5s"  # to wait for a cluster


def over_columns(
    job: Callable[..., T],
    panel: Doubles,
    *arguments: Any,
    on: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[T]:
    """`job(block, *arguments)` of each block of columns, in their order.

    on: "local", "dask" or "ray"; None: the setting. workers: processes, None for all there are. progress: called
    with columns done and columns in all. An interrupt stops the sweep and its local processes.
    `UsageError` for an unknown engine or one that is not installed; `DataError` where a cluster does not answer.
    """
    named = engine() if on is None else on
    if named not in ENGINES:
        raise UsageError(f"The engine {named!r} is not known; write local, dask or ray.")
    if workers is not None and workers < 1:
        raise UsageError(f"workers {workers} must be 1 or more.")
    firsts = range(0, panel.shape[1], WIDTH)
    if named == "local" and min(workers or thread_count(), len(firsts)) < 2:
        return list(_here(job, panel, arguments, firsts, progress))
    with _pool(named, workers) as (pool, size):
        return list(_there(job, panel, arguments, firsts, progress, pool, size, named == "local"))


def _here(job: Any, panel: Doubles, arguments: Any, firsts: Sequence[int], progress: Progress | None) -> Iterator[Any]:
    for first in firsts:
        yield job(panel[:, first : first + WIDTH], *arguments)
        _tell(progress, first + WIDTH, panel)


def _there(
    job: Any,
    panel: Doubles,
    arguments: Any,
    firsts: Sequence[int],
    progress: Progress | None,
    pool: Any,
    size: int,
    maps: bool,
) -> Iterator[Any]:
    """A few blocks a worker at a time, so that progress can be told whatever the engine can do."""
    from joblib import delayed

    held = np.ascontiguousarray(panel)
    at_once = 4 * size
    for begin in range(0, len(firsts), at_once):
        now = firsts[begin : begin + at_once]
        if maps:
            calls = [delayed(_cut)(job, held, first, arguments) for first in now]
        else:
            calls = [delayed(_whole)(job, held[:, first : first + WIDTH].copy(), arguments) for first in now]
        yield from pool(calls)
        _tell(progress, now[-1] + WIDTH, panel)


def _tell(progress: Progress | None, done: int, panel: Doubles) -> None:
    if progress is not None:
        progress(min(done, panel.shape[1]), panel.shape[1])


def _cut(job: Any, panel: Doubles, first: int, arguments: Any) -> Any:
    """One block of the panel that this process has mapped."""
    return _whole(job, panel[:, first : first + WIDTH], arguments)


def _whole(job: Any, block: Doubles, arguments: Any) -> Any:
    os.environ["ROTASCOPE_THREADS"] = "1"  # this process is one of several
    return job(block, *arguments)


@contextmanager
def _pool(named: str, workers: int | None) -> Iterator[tuple[Any, int]]:
    """Joblib's pool on an engine, and how many work in it."""
    from joblib import Parallel, parallel_config

    options: dict[str, Any] = {"backend": "loky", "inner_max_num_threads": 1}
    if named == "dask":
        size = _dask_workers()
        options = {"backend": "dask"}
    elif named == "ray":
        size = _ray_workers()
        options = {"backend": "ray"}
    else:
        size = thread_count()
    size = size if workers is None else workers
    with parallel_config(n_jobs=size, **options), Parallel(max_nbytes="1M", mmap_mode="r") as pool:
        yield pool, size


def _dask_workers() -> int:
    """Threads of the Dask cluster, connected to by the setting where this process has no client yet."""
    try:
        import distributed
    except ImportError:
        raise UsageError("The engine dask needs the package distributed: install rotascope[dask].") from None
    library: Any = distributed
    try:
        client = library.default_client()
    except ValueError:
        client = None
    if client is None:
        address = _address("dask", "tcp://10.0.0.5:8786")
        try:
            client = library.Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise DataError(f"The Dask cluster at {address} does not answer ({error}).") from None
    return max(int(sum(client.nthreads().values())), 1)


def _ray_workers() -> int:
    """Processors of the Ray cluster, joined by the setting where this process is in none yet."""
    try:
        import ray
        from ray.util import joblib
    except ImportError:
        raise UsageError("The engine ray needs the package ray: install rotascope[ray].") from None
    library: Any = ray
    if not library.is_initialized():
        address = _address("ray", "10.0.0.5:6379")
        try:
            library.init(address=address, log_to_driver=False)
        except (ConnectionError, ValueError) as error:
            raise DataError(f"The Ray cluster at {address} does not answer ({error}).") from None
    backends: Any = joblib
    backends.register_ray()
    return max(int(library.cluster_resources().get("CPU", 1)), 1)


def _address(kind: str, example: str) -> str:
    address = cluster()
    if not address:
        raise UsageError(f"The engine {kind} needs a cluster: set ROTASCOPE_CLUSTER to its address, such as {example}.")
    return address
