"""A study: when a condition held, what followed, and how that compares with every other time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.sources import is_revised
from rotascope.errors import UsageError
from rotascope.explain.studies import tree
from rotascope.explain.studies.asking import resolve
from rotascope.explain.studies.nulls import Drawing, Sample, chance_of
from rotascope.explain.studies.outcomes import LEADS, Outcomes, outcomes_of
from rotascope.explain.studies.reader import Reader
from rotascope.explain.studies.reading import read_condition, read_outcome
from rotascope.explain.studies.result import Chance, Study, Summary
from rotascope.explain.studies.tree import calls_of
from rotascope.kernels.histories import apart
from rotascope.measures.wording import step
from rotascope.pairs import Leg, Pair, parse_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rotascope.data.market import Market
    from rotascope.data.panel import Panel

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

DRAWS = 2000
SEED = 1926
# Standard errors that an effect must be away from nothing: two-sided level 5 %, power 80 %.
DETECTABLE = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)


def study(
    condition: str,
    then: str,
    panel: Panel,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[str], None] | None = None,
) -> Study:
    """What followed whenever `condition` held, as far as it was over by the panel's day.

    condition, then: in the language of docs/studies.md. draws: of the bootstrap and of the permutations, from 100.
    The trial is not counted here: `Study.trial()` gives what the ledger takes. Errors: `UsageError` for text that
    cannot be read and names that are not known, `DataError` where a subject has no data by then.
    """
    if not 100 <= draws <= 100_000:
        raise UsageError(f"draws {draws} must be from 100 to 100000.")
    occasion, outcome = read_condition(condition), read_outcome(then)
    own = panel.recording()
    reader = Reader(own, progress)
    truth, followed = reader.truth(occasion.condition), outcomes_of(own, outcome)
    candidates = truth.known & followed.begins & _years_of(occasion.condition, reader)
    places = _kept(np.flatnonzero(truth.holds & candidates), followed, occasion.every)
    over = np.isfinite(followed.values)
    base, done = np.flatnonzero(candidates & over), places[over[places]]
    how = Drawing(draws, seed, _is_seasonal(occasion.condition))
    sample = _sample(own.sessions, base, done, followed)
    return _told(
        own, occasion, outcome, followed, _Places(base, done, places[~over[places]]), chance_of(panel, sample, how)
    )


def studies(
    wanted: Sequence[tuple[str, str]],
    panel: Panel,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[str], None] | None = None,
) -> list[Study]:
    """Many studies of one panel: what one reads, the next ones share. Each is what `study` alone would give."""
    return [study(condition, then, panel, draws=draws, seed=seed, progress=progress) for condition, then in wanted]


@dataclass(frozen=True)
class _Places:
    """Sessions: every window that is over, the occurrences that are, and those that still run."""

    base: Ints
    done: Ints
    pending: Ints


def _kept(places: Ints, followed: Outcomes, every: int | None) -> Ints:
    """The occurrences that count: none before the last one's outcome has ended, or `every` so many sessions."""
    if not len(places):
        return places
    after = followed.ends[places] if every is None else places + every
    return places[apart(places, after)]


def _sample(sessions: Ints, base: Ints, done: Ints, followed: Outcomes) -> Sample:
    chosen = np.zeros(len(base), bool)
    chosen[base.searchsorted(done)] = True
    after = np.maximum(base.searchsorted(followed.ends[base]), np.arange(len(base)) + 1)
    return Sample(sessions[base], followed.values[base], after, chosen)


def _told(
    panel: Panel, occasion: tree.Occasion, outcome: tree.Outcome, followed: Outcomes, at: _Places, chance: Chance
) -> Study:
    found, base = _summary(at.done, followed), _summary(at.base, followed)
    spaced = "none before the last one's outcome has ended"
    spaced = spaced if occasion.every is None else f"at least {occasion.every} sessions apart"
    return Study(
        condition=str(occasion),
        then=str(outcome),
        as_of=panel.as_of,
        unit=followed.unit,
        spacing=spaced,
        since=day_of(panel.sessions[at.base[0]]) if len(at.base) else None,
        detectable=_detectable(found, base),
        found=found,
        base=base,
        chance=chance,
        days=panel.sessions[at.done],
        ends=followed.track.days[followed.spans[1][at.done]],
        outcomes=followed.values[at.done],
        pending=tuple(day_of(day) for day in panel.sessions[at.pending]),
        drawn=lambda: _paths(followed, at),
        is_of_pair=len(followed.track.levels) == 2,
        step=step(followed.track.a_year),
        revised=is_revised(panel),
    )


def _summary(places: Ints, followed: Outcomes) -> Summary:
    values = followed.values[places]
    if not len(values):
        nothing = float("nan")
        return Summary(0, 0, nothing, nothing, nothing, nothing)
    spread = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    separate = len(apart(places, followed.ends[places]))
    hits = float((values > 0).mean())
    return Summary(len(values), separate, float(values.mean()), float(np.median(values)), hits, spread)


def _detectable(found: Summary, base: Summary) -> float:
    """(z at 97.5 % + z at 80 %) x deviation of all outcomes x root of 1/n + 1/m: the cases against the rest, apart."""
    if not found.apart:
        return float("nan")
    rest = base.apart - found.apart
    shares = 1 / found.apart + (1 / rest if rest > 0 else 0.0)
    return float(DETECTABLE * base.deviation * shares**0.5)


def _paths(followed: Outcomes, at: _Places) -> tuple[Ints, Floats, Floats]:
    """Steps, the paths of the occurrences, and the mean path of all windows over the same steps."""
    steps, paths = followed.paths(at.done)
    own, every = followed.paths(at.base)
    if not len(at.base):
        return steps, paths, np.full(len(steps), np.nan)
    there = np.isfinite(every)
    counted = there.sum(axis=0)
    mean = np.where(there, every, 0.0).sum(axis=0) / np.maximum(counted, 1)
    most = counted * 2 > len(at.base)
    return steps, paths, np.interp(steps, own[most], mean[most], right=np.nan)


def subjects_of(condition: str, then: str, market: Market) -> tuple[Leg | Pair, ...]:
    """Every leg and pair that a study reads, for the last day on which it can be asked."""
    occasion, outcome = read_condition(condition), read_outcome(then)
    found: dict[str, Leg | Pair] = {}
    for call in (*calls_of(occasion), *calls_of(outcome)):
        if call.measure == LEADS:
            of: object = parse_subject(call.subject or "", market)
        else:
            of = resolve(replace(call, window=None), market).of
        if isinstance(of, Leg | Pair):
            found[str(of)] = of
    return tuple(found.values())


def _years_of(condition: tree.Condition, reader: Reader) -> NDArray[np.bool_]:
    """The sessions of the years that "year ... and" names: they bound the base rate as well."""
    parts = condition.parts if isinstance(condition, tree.Joined) and condition.word == "and" else ()
    years = [reader.truth(part).holds for part in parts if isinstance(part, tree.YearIs)]
    within: NDArray[np.bool_] = np.logical_and.reduce([np.ones(len(reader.sessions), bool), *years])
    return within


def _is_seasonal(condition: tree.Condition) -> bool:
    """Whether the condition asks for nothing but a place in the calendar that every year has."""
    asked = tree.tests_of(condition)
    calendar = all(isinstance(one, tree.MonthIs | tree.SessionOf | tree.YearIs) for one in asked)
    return calendar and not all(isinstance(one, tree.YearIs) for one in asked)
