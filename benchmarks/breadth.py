"""Breadth over the whole raw panel, beside Polars, pandas, bottleneck and one read of the array."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from benchmarks import breadth_peers as peers
from benchmarks.table import Row, best_time, in_turns
from rotascope.config import thread_count
from rotascope.kernels import breadth

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Arrays = list[NDArray[Any]]
    Room = tuple[Floats | None, Floats | None]

CHUNK = 1024  # columns that pandas and bottleneck get at a time: the whole panel in float64 would crowd the machine

NOTES = (
    "Breadth: float32 results within two units of the last place (2.4e-7) of the peer's; counts within 3 or 1 in 1,000"
    " (a peer that rounds its average to float32 decides ties otherwise); sums of returns within 1e-6 or 0.001.",
    "Polars has the whole panel as a frame of columns, nulls where missing. pandas and bottleneck go through it in"
    f" chunks of {CHUNK:,} columns, times added up. bottleneck gets float64: its float32 averages drift, by more than"
    " 1e-6 in a third of all values.",
    "What limits the rest. Arrays: memory; each is read once and written once, in runs of a block's width (one"
    " copy of the panel stands in the table). They are written into memory handed in; new memory must be cleared first,"
    " and comes at the system's pace. Counts: arithmetic and the nearer caches,"
    " where the float64 tails of two averages and the tails of highs and lows are folded and read again. The window"
    " does not matter.",
    "Other work on a machine comes and goes: we and Polars take turns, five each, and the least time of each counts.",
)


@dataclass(frozen=True)
class Job:
    """`ours` takes the panel and two arrays to write in, which counts do not need.

    `least`: how many times as fast as Polars it should be, None where no aim is set.
    """

    name: str
    ours: Callable[[Floats, Room], Arrays]
    polars: Callable[[pl.DataFrame], list[Any]]
    pandas: Callable[[Any], Arrays]
    bottleneck: Callable[[NDArray[np.float64]], Arrays] | None = None
    least: float | None = None


def _averages(panel: Floats, room: Room) -> Arrays:
    return [breadth.trailing_average(panel, window, out) for window, out in zip((50, 200), room, strict=True)]


def _extremes(panel: Floats, room: Room) -> Arrays:
    return [breadth.trailing_maximum(panel, 252, room[0]), breadth.trailing_minimum(panel, 252, room[1])]


def _above(panel: Floats, _: Room) -> Arrays:
    return [breadth.above_average(panel, window).above for window in (50, 200)]


def _new_extremes(panel: Floats, _: Room) -> Arrays:
    return list(breadth.new_extremes(panel, 252)[:2])


def _changes(panel: Floats, _: Room) -> Arrays:
    advances, declines, counted, mean = breadth.changes(panel)
    return [advances, declines, counted, np.nan_to_num(mean) * counted]


JOBS = (
    Job(
        "averages of 50 and 200, as arrays",
        _averages,
        peers.polars_averages,
        peers.pandas_averages,
        peers.bottleneck_averages,
        5,
    ),
    Job(
        "252-session highest and lowest, as arrays",
        _extremes,
        peers.polars_extremes,
        peers.pandas_extremes,
        peers.bottleneck_extremes,
        10,
    ),
    Job("number above their average of 50, of 200", _above, peers.polars_above, peers.pandas_above, None, 5),
    Job(
        "252-session new highs and new lows",
        _new_extremes,
        peers.polars_new_extremes,
        peers.pandas_new_extremes,
        None,
        10,
    ),
    Job("advances, declines, equal-weighted return", _changes, peers.polars_changes, peers.pandas_changes),
)


def load(raw: Path) -> Floats:
    """The raw panel, scattered into one array by session and ticker; a close that is not positive is missing."""
    table = pl.read_parquet(raw / "prices" / "us_adjusted_close.parquet", columns=["ticker", "date", "close"])
    days = table["date"].to_physical().to_numpy()
    sessions = np.unique(days)
    place = np.zeros(int(sessions[-1] - sessions[0]) + 1, np.int32)
    place[sessions - sessions[0]] = np.arange(len(sessions))
    column = table["ticker"].rle_id().to_numpy()  # rows are sorted by ticker
    closes = table["close"].to_numpy()
    panel = np.full((len(sessions), int(column[-1]) + 1), np.nan, np.float32)
    panel[place[days - sessions[0]], column] = np.where(closes > 0, closes, np.nan)
    return panel


def rows(raw: Path) -> list[Row]:
    """Loading, one read and one copy, each job beside each peer, and all counts together."""
    found = [Row("load and scatter the raw panel", best_time(lambda: load(raw), 1), "s")]
    panel = load(raw)
    size = f"{panel.shape[1]:,} x {panel.shape[0]:,}"
    read = best_time(panel.sum, 9)
    found += [Row(f"one read of the panel ({size} float32), one thread", read, "s"), *_memory(panel)]
    breadth.breadth(panel[:, :CHUNK])  # compiles
    frame = peers.wide(panel)
    room = (np.zeros_like(panel), np.zeros_like(panel))
    polars_sum = 0.0
    for job in JOBS:
        lines, polars_time = _beside_peers(job, panel, frame, room)
        found += lines
        polars_sum += polars_time if job.bottleneck is None else 0.0
    together, read = in_turns(lambda: breadth.breadth(panel), panel.sum)
    found.append(Row("all counts and the return, one pass", together, "s", "Polars", polars_sum))
    name = "all counts and the return, one pass, against one read"
    found.append(Row(name, together / read, "reads", aim="at most 10 reads", met=together <= 10 * read))
    return found


def _memory(panel: Floats) -> list[Row]:
    """One read on all threads, and one copy into new memory."""
    threads = thread_count()
    parts = np.array_split(panel, threads)
    with ThreadPoolExecutor(threads) as pool:
        read = best_time(lambda: list(pool.map(np.sum, parts)), 9)
    return [
        Row(f"one read of the panel, {threads} threads", read, "s"),
        Row("one copy of the panel into new memory, one thread", best_time(panel.copy, 5), "s"),
    ]


def _beside_peers(job: Job, panel: Floats, frame: pl.DataFrame, room: Room) -> tuple[list[Row], float]:
    """The job's rows, and the time that Polars took."""
    ours, theirs = in_turns(lambda: job.ours(panel, room), lambda: job.polars(frame))
    results = job.ours(panel, room)
    same = _agree(results, [_array(part) for part in job.polars(frame)])
    aim = f"at least {job.least:g}x" if job.least else ""
    met = theirs >= job.least * ours if job.least else None
    found = [Row(job.name, ours, "s", "Polars", theirs, aim, met, same)]
    if results[0].ndim == 2:
        new = best_time(lambda: job.ours(panel, (None, None)), 5)
        found.append(Row(f"{job.name}, in new memory", new, "s", "Polars", theirs))
    for name, call, chunks in (("pandas", job.pandas, _frames), ("bottleneck", job.bottleneck, _doubles)):
        if call is not None:
            seconds, same = _by_chunks(call, chunks, panel, results)
            found.append(Row(job.name, ours, "s", name, seconds, same=same))
    return found, theirs


def _array(part: Any) -> NDArray[Any]:
    return part.to_numpy() if isinstance(part, pl.DataFrame) else np.asarray(part)


def _frames(part: Floats) -> Any:
    import pandas as pd

    return pd.DataFrame(part)


def _doubles(part: Floats) -> NDArray[np.float64]:
    return part.astype(np.float64)


def _by_chunks(
    call: Callable[[Any], Arrays], made: Callable[[Floats], Any], panel: Floats, results: Arrays
) -> tuple[float, bool]:
    """The peer's time over all chunks, and whether its results are ours."""
    seconds, same = 0.0, True
    totals = [np.zeros(len(panel)) for _ in results]
    for first in range(0, panel.shape[1], CHUNK):
        chunk = made(panel[:, first : first + CHUNK].copy())
        kept: list[Arrays] = []
        seconds += best_time(lambda chunk=chunk, kept=kept: kept.append(call(chunk)), 2)  # type: ignore[misc]
        if results[0].ndim == 2:
            same &= _agree([part[:, first : first + CHUNK] for part in results], kept[-1])
        else:
            totals = [total + part for total, part in zip(totals, kept[-1], strict=True)]
    return seconds, same if results[0].ndim == 2 else _agree(results, totals)


def _agree(ours: Arrays, theirs: Arrays) -> bool:
    """Element by element, within the limits that NOTES states."""
    return all(_close(one, np.nan_to_num(two) if one.ndim == 1 else two) for one, two in zip(ours, theirs, strict=True))


def _close(one: NDArray[Any], two: NDArray[Any]) -> bool:
    if one.ndim == 2:
        return np.allclose(one, two, rtol=2.4e-7, atol=0, equal_nan=True)
    if one.dtype.kind == "i":
        return bool((np.abs(one - two) <= np.maximum(3, one / 1000)).all())
    return np.allclose(one, two, rtol=1e-6, atol=1e-3)
