"""How likely the running episode lasts on, given its age, beside what chance alone would show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.errors import DataError
from rotascope.kernels.survival import product_limit
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, percent
from rotascope.models.episodes import CHANCE, PATHS, check_paths, dated
from rotascope.models.leader import steps
from rotascope.models.spells import Spell, onward, survival
from rotascope.models.worlds import BAND, SEED, WAYS, band, worlds
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.models.episodes import Dated
    from rotascope.models.worlds import Worlds
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[np.generic]]

GRID = 40  # ages of the curve, beside those at which a lead ended
FEW = 10  # cases below which the text warns
LEAST = 5  # cases below which no share is told: an interval by drawing one episode is that episode


def episode_survival(
    panel: Panel,
    of: Pair,
    *,
    horizon: int = 63,
    min_phase: int | None = None,
    min_cycle: int | None = None,
    min_amplitude: float | None = None,
    paths: int = PATHS,
    basis: Basis = "total",
) -> Measured:
    """Probability that no end of the running episode becomes known within another `horizon` sessions, given its age.

    A life runs from the day an episode could be known to the day its end could be: ages start at 0 there, so no time
    is counted in which it could not have ended unseen. Kaplan and Meier (1958), the running one censored; 90 %
    interval by drawing whole episodes. Since a phase must last `min_phase`, few lives end young, by chance as well:
    `detail` has the same figure on `paths` paths of the same steps, shuffled, and in blocks without drift.
    `cases`: finished episodes that lived longer than this age, which is the effective number. None: fewer than five.
    Parameters of the turns as in `episode`. Errors: `DataError` where no episode was known to have ended yet,
    or the horizon is longer than the history.
    """
    check_paths(paths)
    found = dated(panel, of, min_phase, min_cycle, min_amplitude, basis)
    past = _past(found, str(of.first), str(of.second))
    if all(one.is_censored for one in past):
        raise DataError(f"No episode of {of} was known to have ended by {panel.as_of}, so no age can be compared.")
    ahead = steps(horizon, found.path.a_year)
    if ahead >= len(found.path.days):
        raise DataError(
            f"horizon {horizon} is longer than the history of {of}, {count(len(found.path.days), found.path.step)} by"
            f" {panel.as_of}; ask for a shorter one."
        )
    kept = _estimated(found, past, ahead, paths)
    cases = sum(not one.is_censored and one.duration > found.age for one in past)
    told = cases >= LEAST
    value = _number(kept["value"]) if told else None
    detail = {
        "leader": str(of.second if found.turns.kinds[-1] > 0 else of.first),
        "age": found.age,
        "horizon": ahead,
        "step": found.path.step,
        "known_on": day_of(found.path.public[found.turns.known[-1]]),
        "low": _number(kept["low"]) if told else None,
        "high": _number(kept["high"]) if told else None,
        "cases": cases,
        "chance_of_one_as_old": float(kept["as_old"]),
        "lives": len(past),
        "median_survival_time": _finite(_number(kept["median"])),
        "verdict": _verdict(value, kept),
        "null": {"quantile": ["low", "median", "high"]} | {str(way): _numbers(kept[way]) for way in WAYS},
        "curve": _curve(kept),
    }
    return Measured(value, "fraction", _sentence(panel, of, found, value, detail, basis), detail)


def _past(found: Dated, first: str, second: str) -> list[Spell]:
    """Each episode's life as it was known, the running one censored at its age."""
    known, path = found.turns.known, found.path
    edges = np.append(known, len(path.days) - 1)
    return [
        Spell(
            second if kind > 0 else first,
            day_of(path.public[begin]),
            day_of(path.public[end]),
            int(end - begin),
            number == len(known) - 1,
        )
        for number, (begin, end, kind) in enumerate(zip(edges, edges[1:], found.turns.kinds, strict=False))
        if end > begin
    ]


def _estimated(found: Dated, past: list[Spell], ahead: int, paths: int) -> Arrays:
    rule = found.rule
    params = {
        "rule": f"{rule.min_phase} {rule.min_cycle} {rule.min_amplitude!r}",
        "ahead": ahead,
        "paths": paths,
        "seed": SEED,
    }
    return remembered("episode_survival", [found.path.values], params, partial(_estimate, found, past, ahead, paths))


def _estimate(found: Dated, past: list[Spell], ahead: int, paths: int) -> dict[str, NDArray[np.generic]]:
    """The curve with its interval, the figure with its own, and the same of every world, as arrays."""
    curve = survival(past)
    last = max(len(curve.age) - 1, found.age + ahead)
    low, high = curve.onward_interval(found.age, ahead)
    made: dict[str, NDArray[np.generic]] = {
        "value": np.array(curve.onward(found.age, ahead)),
        "low": np.array(low),
        "high": np.array(high),
        "median": np.array(curve.median_survival_time),
        "age": curve.age,
        "survival": curve.survival,
        "curve_low": curve.low,
        "curve_high": curve.high,
        "hazard": curve.hazard,
        "at_risk": curve.at_risk,
    }
    made_worlds = worlds(found.path.values, found.rule, paths)
    oldest = made_worlds["shuffled"]
    made["as_old"] = np.array(len(np.unique(oldest.world[oldest.life >= found.age])) / paths)
    for way, world in made_worlds.items():
        curves = world_curves(world, last)
        made[way] = np.array(band(onward(curves, found.age, ahead)))
        made[f"{way}_curve"] = np.percentile(curves[:, : len(curve.age)], BAND, axis=0)
    return made


def world_curves(made: Worlds, last: int) -> Floats:
    """(worlds with a life that ended, last + 1) survival of the lives of each world."""
    curves = []
    splits = np.flatnonzero(np.diff(made.world)) + 1
    for life, ended in zip(np.split(made.life, splits), np.split(made.ended, splits), strict=True):
        if ended.any():
            curves.append(product_limit(life, ended, np.zeros_like(life), last, np.ones((1, len(life))))[0])
    return np.array(curves) if curves else np.full((1, last + 1), np.nan)


def _curve(kept: Arrays) -> dict[str, list[object]]:
    """Survival with its interval and what chance shows, at every age at which a lead ended and at some between."""
    grid = np.linspace(0, len(kept["age"]) - 1, GRID).astype(int)
    ended = np.flatnonzero(np.diff(kept["survival"]) != 0) + 1
    ages = np.union1d(grid, ended)
    columns = {name: kept[key][ages] for name, key in _COLUMNS.items()}
    for at, part in enumerate(("low", "median", "high")):
        columns[f"chance_{part}"] = kept["shuffled_curve"][at][ages]
    return {name: np.round(values, 4).tolist() for name, values in columns.items()}


_COLUMNS = {
    "age": "age",
    "survival": "survival",
    "low": "curve_low",
    "high": "curve_high",
    "at_risk": "at_risk",
}


def _number(value: NDArray[np.generic]) -> float | None:
    number = float(value)
    return None if np.isnan(number) else number


def _numbers(values: NDArray[np.generic]) -> list[float | None]:
    return [_number(value) for value in values]


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def _verdict(value: float | None, kept: Arrays) -> str:
    if value is None:
        return "unknown"
    inside = [kept[way][0] <= value <= kept[way][2] for way in WAYS]
    return "differs from chance" if not any(inside) else CHANCE


def _sentence(
    panel: Panel, of: Pair, found: Dated, value: float | None, detail: Mapping[str, object], basis: str
) -> str:
    path = found.path
    word, age = path.step, found.age
    head = f"{detail['leader']}'s lead was known for {count(age, word)} by {day_of(path.days[-1])}"
    note = joined_note(of, pair_series(panel, of, basis).joined, day_of(path.days[0]))
    cases = int(str(detail["cases"]))
    if value is None:
        older = percent(float(str(detail["chance_of_one_as_old"])), 0)
        return (
            f"{head}; {_none_or_few(cases)} had lasted so long{note}, so how likely it lasts on is unknown. Of"
            f" histories with the same steps in random order, {older} hold an episode as old."
        )
    null: Mapping[str, list[float]] = detail["null"]  # type: ignore[assignment]
    low, middle, high = (percent(part, 0) for part in null["shuffled"])
    few = ", which are few" if cases < FEW else ""
    sides = " to ".join(percent(float(str(detail[side])), 0) for side in ("low", "high"))
    ahead = count(int(str(detail["horizon"])), word)
    return (
        f"{head}. Of the {count(cases, 'finished episode')} known for longer{few}, {percent(value, 0)} ({sides}) went"
        f" on for another {ahead} before an end could be known{note}; the same steps in random order give {middle}"
        f" ({low} to {high}), so this {_judged(str(detail['verdict']))}."
    )


def _none_or_few(cases: int) -> str:
    return f"only {count(cases, 'finished one')}" if cases else "no finished one"


def _judged(verdict: str) -> str:
    return verdict if verdict == CHANCE else "differs from what chance shows"
