"""Change points that were found: segments, an interval for each date, and what other penalties would find."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels.changes import optimal_partition
from rotascope.models.noise import long_run_variance
from rotascope.models.silence import silencing_penalty, split_costs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.kernels.changes import Cost

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

LOWEST_SHARE = 0.25  # of the penalty used: how far down the path goes


@dataclass(frozen=True)
class Step:
    """One step of the path: between two penalties (the upper may be inf) the best partition is `breakpoints`."""

    penalty_from: float
    penalty_to: float
    breakpoints: Whole

    @property
    def n_changes(self) -> int:
        return len(self.breakpoints) - 1


@dataclass(frozen=True)
class ChangePoints:
    """The best partition of a series; every array is read-only.

    breakpoints (k,): ends of the segments in the series given, the last is its length; segment j holds the values
    from breakpoints[j - 1] up to before breakpoints[j]. means, variances (k,): of the segments, in the units of
    the series. objective: total cost plus a penalty a change. penalty: in units of the cost. noise: variance that
    one unit of the automatic penalty stands for. values (n,), positions (n,): what was worked on (finite, over its
    running volatility where a half-life was given), and where it stands in the series.
    """

    breakpoints: Whole
    means: Floats
    variances: Floats
    objective: float
    penalty: float
    noise: float
    cost: Cost
    min_size: int
    floor: float
    values: Floats
    positions: Whole
    length: int

    @property
    def n_changes(self) -> int:
        """0 says that nothing changed as far as these data can tell: see the power beside it."""
        return len(self.breakpoints) - 1

    @cached_property
    def silencing_penalty(self) -> float:
        """The least penalty at which no change is left: how strong the evidence is, beside `penalty`."""
        return silencing_penalty(self.values, self.cost, self.min_size, self.floor)

    def intervals(self, level: float = 0.9) -> Whole:
        """(k - 1, 2) earliest and latest place of each change that the data do not rule out at `level`.

        A likelihood ratio turned round (Eo and Morley 2015): every place that costs at most c noise units more than the
        best one, the neighbouring changes held; c = -2 log(1 - level ** 0.5). Wide where the change is small.
        Its coverage was measured on worlds with known dates (docs/decisions/0010): as stated for changes of means,
        seven to nine in ten at 0.9 where variances count too.
        """
        if not 0 < level < 1:
            raise UsageError(f"level {level} must lie between 0 and 1, such as 0.9.")
        allowed = -2 * np.log(1 - level**0.5) * self._unit
        ends = [0, *self._held_ends]
        neighbours = zip(ends, ends[1:], ends[2:], strict=False)
        found = [self._interval(before, best, after, allowed) for before, best, after in neighbours]
        return np.array(found, np.int64).reshape(-1, 2)

    def path(self, lowest: float | None = None) -> tuple[Step, ...]:
        """What each penalty from `lowest` (a quarter of the one used) up would find, fewest changes first.

        The penalties between which a partition is best are exact (Haynes, Eckley and Fearnhead 2017).
        """
        low = LOWEST_SHARE * self.penalty if lowest is None else lowest
        if not (np.isfinite(low) and low > 0):
            raise UsageError(f"lowest {low} must be a penalty above zero.")
        found = {held[0]: held for held in (self._at(low), self._at(max(self.silencing_penalty, low) * 1.001))}
        self._between(found, max(found), min(found))
        changes = sorted(found)
        limits = [(found[fewer][1] - found[more][1]) / (more - fewer) for fewer, more in pairwise(changes)]
        uppers, lowers = [np.inf, *limits], [*limits, low]
        return tuple(
            Step(float(lower), float(upper), self._given(found[count][2]))
            for count, lower, upper in zip(changes, lowers, uppers, strict=True)
        )

    @cached_property
    def _unit(self) -> float:
        """By how much costs near a change vary, in units of the cost: the noise, where the cost is of means alone.

        Where variances count too, a Gaussian likelihood takes loud days for news: under heavy tails and clusters its
        ratios vary as squared residuals do, whose long-run variance is 2 for independent normal ones.
        """
        if self.cost == "mean":
            return self.noise
        parts = np.split(self.values, self._held_ends[:-1])
        squares = np.concatenate([(part - part.mean()) ** 2 / max(part.var(), self.floor) for part in parts])
        return self.noise * max(1.0, long_run_variance(squares) / 2)

    @cached_property
    def _held_ends(self) -> list[int]:
        """The breakpoints among the values worked on."""
        inner = self.positions.searchsorted(self.breakpoints[:-1])
        return [*inner.tolist(), len(self.values)]

    def _interval(self, start: int, best: int, stop: int, allowed: float) -> tuple[int, int]:
        costs = split_costs(self.values[start:stop], self.cost, self.min_size, self.floor)
        near = np.flatnonzero(costs <= costs[best - start - self.min_size] + allowed) + start + self.min_size
        return int(self.positions[near[0]]), int(self.positions[near[-1]])

    def _at(self, penalty: float) -> tuple[int, float, Whole]:
        """Number of changes, cost without penalties, ends."""
        ends, objective = optimal_partition(self.values, self.cost, self.min_size, penalty, self.floor)
        return len(ends) - 1, objective - penalty * (len(ends) - 1), ends

    def _between(self, found: dict[int, tuple[int, float, Whole]], more: int, fewer: int) -> None:
        if more <= fewer + 1:
            return
        held = self._at((found[fewer][1] - found[more][1]) / (more - fewer))
        if held[0] in found:
            return
        found[held[0]] = held
        self._between(found, more, held[0])
        self._between(found, held[0], fewer)

    def _given(self, ends: Whole) -> Whole:
        return given_ends(ends, self.positions, self.length)


def given_ends(ends: Whole, positions: Whole, length: int) -> Whole:
    """Ends among the values worked on as ends in the series given: the place of the next segment's first value."""
    out = np.append(positions[ends[:-1]], length)
    out.flags.writeable = False
    return out
