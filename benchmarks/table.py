"""One row a job, and how the rows read as a page."""

from __future__ import annotations

import platform
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Row:
    """`ours` and `peer` in `unit`; `aim`: what peer/ours, or ours itself, should reach; `same`: results agree."""

    job: str
    ours: float
    unit: str
    peer_name: str = ""
    peer: float | None = None
    aim: str = ""
    met: bool | None = None
    same: bool | None = None

    def cells(self) -> list[str]:
        ratio = "" if self.peer is None else f"{self.peer / self.ours:,.1f}x"
        peer = "" if self.peer is None else f"{self.peer_name} {self.peer:,.4g} {self.unit}"
        verdict = {True: "yes", False: "no", None: ""}
        return [self.job, f"{self.ours:,.4g} {self.unit}", peer, ratio, self.aim, verdict[self.met], verdict[self.same]]


def best_time(call: Callable[[], object], repeats: int = 5) -> float:
    """The least of several wall times, in seconds: what the work costs when nothing disturbs it."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def in_turns(first: Callable[[], object], second: Callable[[], object], repeats: int = 5) -> tuple[float, float]:
    """The least wall time of each of two calls that take turns, so that a disturbance meets both."""
    pairs = [(best_time(first, 1), best_time(second, 1)) for _ in range(repeats)]
    return min(one for one, _ in pairs), min(two for _, two in pairs)


def middle_time(call: Callable[[], object], repeats: int = 5) -> float:
    """The median of several wall times, in seconds, after one to warm up: what a user waits."""
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def page(rows: Sequence[Row], bandwidth: float, notes: Sequence[str] = ()) -> str:
    """The results as a Markdown page, notes below the table."""
    head = ["job", "ours", "peer", "peer / ours", "aim", "met", "same result"]
    lines = ["# Benchmarks", "", "Made by `make bench`; every ratio is of two timings of one run on one machine.", ""]
    lines += [
        f"Python {platform.python_version()}, {platform.machine()}; one read of memory: {bandwidth:.1f} GB/s.",
        "",
    ]
    lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    lines += [line for note in notes for line in ("", note)]
    return "\n".join(lines) + "\n"
