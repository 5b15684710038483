"""Records again, as plain loops: streaks, openings, extremes, drawdowns, phases. Levels and days as plain lists."""

from __future__ import annotations

from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def streaks(first: Sequence[float], second: Sequence[float], directly_after: Sequence[bool]) -> list[int]:
    """For each session from the second on, the run of wins that it ends; a tie or a gap before it starts afresh."""
    runs = []
    running = 0
    for now in range(1, len(first)):
        gained = first[now] / first[now - 1]
        other = second[now] / second[now - 1]
        running = running if directly_after[now] else 0
        running = running + 1 if gained > other else 0
        runs.append(running)
    return runs


def last_streak(runs: Sequence[int]) -> tuple[int, int | None, int]:
    """The run that stands, where an earlier one was last as long (an index), and the longest before it."""
    value = runs[-1]
    earlier = runs[: len(runs) - value]
    as_long = [index for index, run in enumerate(earlier) if run >= value]
    return value, as_long[-1] if value and as_long else None, max(earlier, default=0)


def openings(days: Sequence[date], levels: Sequence[float], count: int | None = None) -> dict[int, float]:
    """Return over the first `count` sessions of each year (those so far of the last) from the close before it."""
    years = sorted({day.year for day in days})
    by_year = {year: [level for day, level in zip(days, levels, strict=True) if day.year == year] for year in years}
    count = count or len(by_year[years[-1]])
    found = {}
    for before, year in pairwise(years):
        if year == before + 1:
            last = min(count, len(by_year[year])) - 1  # a shorter year counts whole
            found[year] = by_year[year][last] / by_year[before][-1] - 1
    return found


def rank(values: Sequence[float], own: float) -> int:
    """1 for the strongest; equals share the better place."""
    place = 1
    for value in values:
        if value > own:
            place += 1
    return place


def extreme_since(levels: Sequence[float], high: bool) -> tuple[int, int | None]:
    """How many closes right before the last it stands beyond, and the index of the one that ends them."""
    passed = 0
    for index in range(len(levels) - 2, -1, -1):
        beyond = levels[-1] > levels[index] if high else levels[-1] < levels[index]
        if not beyond:
            return passed, index
        passed += 1
    return passed, None


def drawdown(levels: Sequence[float]) -> float:
    """The last level against the highest."""
    highest = levels[0]
    for level in levels:
        highest = max(highest, level)
    return levels[-1] / highest - 1


def max_drawdown(levels: Sequence[float]) -> float:
    """The deepest fall between any level and any later one."""
    deepest = 0.0
    for start in range(len(levels)):
        for end in range(start, len(levels)):
            deepest = min(deepest, levels[end] / levels[start] - 1)
    return deepest


def deviation(values: Sequence[float]) -> float:
    """Standard deviation (n - 1)."""
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def coordinates(
    first: Sequence[float], second: Sequence[float], window: int, momentum_window: int
) -> list[tuple[float, float]]:
    """Level and momentum of each session with a full window behind it."""
    ratio = [log(a / b) for a, b in zip(first, second, strict=True)]
    change = [ratio[now] - ratio[now - momentum_window] for now in range(momentum_window, len(ratio))]
    found = []
    for now in range(window + momentum_window - 1, len(ratio)):
        levels = ratio[now - window + 1 : now + 1]
        changes = change[now - momentum_window - window + 1 : now - momentum_window + 1]
        level = (ratio[now] - sum(levels) / window) / deviation(levels)
        found.append((level, changes[-1] / deviation(changes)))
    return found


def phase(level: float, momentum: float) -> str:
    """The quadrant; zero counts as below."""
    if level > 0:
        return "leading" if momentum > 0 else "weakening"
    return "improving" if momentum > 0 else "lagging"
