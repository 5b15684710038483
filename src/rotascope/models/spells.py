"""Spells of a label, and how long they last: survival and hazard by age, with censoring and late entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.kernels.survival import product_limit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

LOW, HIGH = 5, 95  # percentiles
DRAWS = 500
SEED = 19260701


@dataclass(frozen=True)
class Spell:
    """One unbroken run of a label: first and last day, steps, and whether it was still running (right-censored).

    A spell of n steps has `duration` n. entry: age at which it came under observation, 0 where its start was seen.
    """

    regime: object
    start: date
    end: date
    duration: int
    is_censored: bool
    entry: int = 0


@dataclass(frozen=True)
class Survival:
    """Survival past each `age` (k,), 0 to the longest, with `hazard` and `at_risk` (k,) and the interval `low`, `high`.

    Decimals. hazard: probability of ending at that age, given that it was reached; NaN where nothing was at risk.
    at_risk (k,): spells that could end at that age. median_survival_time: steps, infinite where more than half last
    longer than any that ended. drawn (draws, k): curves of spells drawn with replacement, each spell whole, for the
    90 % intervals: a bootstrap by cluster.
    """

    age: Whole
    survival: Floats
    hazard: Floats
    at_risk: Whole
    median_survival_time: float
    drawn: Floats = field(repr=False)

    @property
    def low(self) -> Floats:
        return np.percentile(self.drawn, LOW, axis=0)

    @property
    def high(self) -> Floats:
        return np.percentile(self.drawn, HIGH, axis=0)

    def onward(self, age: int, horizon: int) -> float:
        """Probability of surviving another `horizon` steps given survival to `age`; NaN where none reached that age."""
        return float(onward(self.survival[None, :], age, horizon)[0])

    def onward_interval(self, age: int, horizon: int) -> tuple[float, float]:
        """90 % interval of `onward`, draws in which none reached the age left out; NaN where there are no others."""
        drawn = onward(self.drawn, age, horizon)
        known = drawn[~np.isnan(drawn)]
        return (float(np.percentile(known, LOW)), float(np.percentile(known, HIGH))) if len(known) else (np.nan, np.nan)


def spells(labels: Sequence[object], days: Whole) -> tuple[Spell, ...]:
    """Runs of equal labels on `days` (n,), in order; the last day's is censored. None and NaN end a run and begin none.

    The first run may have begun before the data; leave it out, or give its age at entry, before estimating.
    Errors: `UsageError` where lengths differ or days do not ascend.
    """
    if len(labels) != len(days):
        raise UsageError(f"There are {len(labels)} labels and {len(days)} days; give one label a day.")
    if (np.diff(days) <= 0).any():
        raise UsageError("Days must ascend, each once.")
    if not len(labels):
        return ()
    starts = [at for at in range(len(labels)) if at == 0 or not _same(labels[at], labels[at - 1])]
    ends = [*starts[1:], len(labels)]
    return tuple(
        Spell(labels[start], day_of(days[start]), day_of(days[end - 1]), end - start, end == len(labels))
        for start, end in zip(starts, ends, strict=True)
        if not _missing(labels[start])
    )


def _missing(label: object) -> bool:
    return label is None or label != label


def _same(one: object, other: object) -> bool:
    return one == other or (_missing(one) and _missing(other))


def survival(lives: Sequence[Spell], *, draws: int = DRAWS) -> Survival:
    """Survival and hazard by age, by lifelines' Kaplan-Meier fitter, with `draws` of a bootstrap over spells.

    Censored spells count as far as they were seen, late entries from their age at entry on. Errors: `DataError`
    where no spell ended or late ones outlast all that were seen early, `UsageError` for a spell that entered at or
    after its end.
    """
    from lifelines import KaplanMeierFitter
    from lifelines.exceptions import StatError

    duration, ended, entry = _columns(lives)
    ages = np.arange(int(duration.max()) + 1)
    try:
        fitted = KaplanMeierFitter().fit(duration, ended, timeline=ages, entry=entry)
    except StatError as error:
        raise DataError(
            "Every spell seen from early on ended before the others were seen; nothing joins them."
        ) from error
    # NaN before the first spell came under observation
    curve = np.nan_to_num(fitted.survival_function_.to_numpy()[:, 0], nan=1.0)
    exposed = ((duration[:, None] >= ages) & (entry[:, None] < ages)).sum(axis=0)
    hazard = np.full(len(ages), np.nan)
    np.divide(curve[:-1] - curve[1:], curve[:-1], out=hazard[1:], where=(exposed[1:] > 0) & (curve[:-1] > 0))
    number = len(duration)
    weights = np.random.default_rng(SEED).multinomial(number, [1 / number] * number, draws)
    drawn = product_limit(duration, ended, entry, len(ages) - 1, weights.astype(np.float64))
    return Survival(ages, curve, hazard, exposed, float(fitted.median_survival_time_), drawn)


def _columns(lives: Sequence[Spell]) -> tuple[Whole, NDArray[np.bool_], Whole]:
    duration = np.array([life.duration for life in lives], np.int64)
    ended = np.array([not life.is_censored for life in lives], bool)
    entry = np.array([life.entry for life in lives], np.int64)
    if not ended.any():
        raise DataError("No spell has ended, so nothing is known of how long they last.")
    if (entry >= duration).any() or (entry < 0).any():
        raise UsageError("Each spell must enter at an age of 0 or more, before the age at which it ends.")
    return duration, ended, entry


def onward(curves: Floats, age: int, horizon: int) -> Floats:
    """(m,) probability of surviving `horizon` more steps given survival to `age`, by curves (m, ages).

    NaN where nothing survived so long. Past a curve's end it stays where it ended.
    """
    last = curves.shape[1] - 1
    reached = curves[:, min(age, last)]
    later = curves[:, min(age + horizon, last)]
    found = np.full(len(curves), np.nan)
    np.divide(later, reached, out=found, where=(reached > 0) & (age <= last))
    return found
