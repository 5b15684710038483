"""The running episode of a pair, the chronology behind it, and the chronologies that chance alone would show."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import expm1
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.french import is_french
from rotascope.data.history import day_of
from rotascope.errors import UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, percent
from rotascope.models.chronology import Episode, episodes_of
from rotascope.models.turning import Rule, require_turns, strength_path, turning_points
from rotascope.models.worlds import LIKELY, STATISTICS, TIMING, WAYS, band, joint_p_value, statistics, worlds
from rotascope.pairs import catalog, pair_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.models.turning import Path, Turns
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]

PATHS = 500
CHANCE = "cannot be told from chance"
LEAST_PATHS, MOST_PATHS = 20, 2000


@dataclass(frozen=True)
class Dated:
    """A pair's path, the rule, its confirmed turns, and the steps since the last one was confirmed."""

    path: Path
    rule: Rule
    turns: Turns

    @property
    def age(self) -> int:
        return len(self.path.days) - 1 - int(self.turns.known[-1])


def dated(panel: Panel, of: Pair, phase: int | None, cycle: int | None, amplitude: float | None, basis: str) -> Dated:
    """The turns behind a figure; `DataError` where none was confirmed."""
    path = strength_path(panel, of, basis)
    rule = Rule.of(path.a_year, phase, cycle, amplitude)
    turns = turning_points(path.values, rule)
    require_turns(turns, path, of, panel)
    return Dated(path, rule, turns)


def check_paths(paths: int) -> None:
    if not LEAST_PATHS <= paths <= MOST_PATHS:
        raise UsageError(f"paths {paths} must be {LEAST_PATHS} to {MOST_PATHS:,}: fewer give chance no band.")


def episode(
    panel: Panel,
    of: Pair,
    *,
    min_phase: int | None = None,
    min_cycle: int | None = None,
    min_amplitude: float | None = None,
    paths: int = PATHS,
    basis: Basis = "total",
) -> Measured:
    """The running episode: record of `age`, `steps`, `amplitude`, `n_episodes`, `median_duration`, `median_amplitude`.

    Turning points of log relative strength: alternating extremes of phases of `min_phase` and cycles of `min_cycle`
    sessions or more (63 and 189; 6 and 15 months where the pair steps by month), after Bry and Boschan (1971), each
    taken up when the phase after it has qualified and then never taken back. age: steps since that day; steps:
    since the turn; amplitude: log points since, > 0 where the first leg gained; the n_episodes finished ones have
    their medians. `detail`: every episode with the 90 % intervals of its dates and the day it was known; the same
    statistics on `paths` paths of the same steps, shuffled, and in blocks without drift; how often chance gives as
    unusual timing (joint p values). Errors: `DataError` where no turn was confirmed yet.
    """
    check_paths(paths)
    found = dated(panel, of, min_phase, min_cycle, min_amplitude, basis)
    listed = episodes_of(found.path, found.turns, str(of.first), str(of.second))
    seen = statistics(found.path.values, found.turns)
    null, p_values = _null(found, seen, paths)
    running = listed[-1]
    number, median, _, size = (_known(value) for value in seen)
    detail = {
        "leader": running.leader,
        "start": running.start,
        "start_low": running.start_interval[0],
        "start_high": running.start_interval[1],
        "known_on": running.known_on,
        "step": found.path.step,
        "history_from": day_of(found.path.days[0]),
        "min_phase": found.rule.min_phase,
        "min_cycle": found.rule.min_cycle,
        "verdict": _verdict(p_values),
        "p_value_shuffled": p_values["shuffled"],
        "p_value_blocks": p_values["blocks"],
        "null": null,
        "episodes": _columns(listed),
    }
    value = {
        "age": found.age,
        "steps": running.duration,
        "amplitude": running.amplitude,
        "n_episodes": int(number or 0),
        "median_duration": median,
        "median_amplitude": size,
    }
    return Measured(value, "record", _sentence(panel, of, found, running, null, p_values, basis), detail)


def _null(found: Dated, seen: Floats, paths: int) -> tuple[dict[str, list[object]], dict[str, float]]:
    """The statistics beside their bands, a row each, and the joint p value of timing by each way."""
    made = worlds(found.path.values, found.rule, paths)
    null: dict[str, list[object]] = {"statistic": list(STATISTICS), "seen": [_known(value) for value in seen]}
    for way in WAYS:
        bands = [band(column) for column in made[way].statistics.T]
        for at, part in enumerate(("low", "median", "high")):
            null[f"{way}_{part}"] = [_known(row[at]) for row in bands]
    p_values: dict[str, float] = {way: joint_p_value(seen[:TIMING], made[way].statistics[:, :TIMING]) for way in WAYS}
    return null, p_values


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _verdict(p_values: Mapping[str, float]) -> str:
    return "differs from chance" if max(p_values.values()) < LIKELY else CHANCE


def _columns(listed: tuple[Episode, ...]) -> dict[str, list[object]]:
    """The episodes as columns; an interval as two."""
    columns: dict[str, list[object]] = {}
    for name in (field.name for field in fields(Episode)):
        values = [getattr(one, name) for one in listed]
        if name.endswith("_interval"):
            side = name.removesuffix("_interval")
            columns[f"{side}_low"] = [None if value is None else value[0] for value in values]
            columns[f"{side}_high"] = [None if value is None else value[1] for value in values]
        else:
            columns[name] = values
    return columns


def _sentence(
    panel: Panel,
    of: Pair,
    found: Dated,
    running: Episode,
    null: Mapping[str, list[object]],
    p_values: Mapping[str, float],
    basis: str,
) -> str:
    path, verdict = found.path, _verdict(p_values)
    other = of.second if running.leader == str(of.first) else of.first
    gained = percent(abs(expm1(running.amplitude if running.leader == str(of.first) else -running.amplitude)))
    low, high = running.start_interval
    note = joined_note(of, pair_series(panel, of, basis).joined, day_of(path.days[0]))
    return (
        f"{running.leader} has led {other} since {running.start} (between {low} and {high} with 90% confidence), by"
        f" {gained} so far; that turn could be known on {running.known_on}, {count(found.age, path.step)} of data"
        f" before {day_of(path.days[-1])}{_late(of)}. {_history(null, path)}{note}. {_judged(verdict, p_values, null)}"
    )


def _late(of: Pair) -> str:
    """What a reader must know of the French library."""
    late = any(is_french(symbol) for leg in (of.first, of.second) for symbol in leg.symbols)
    return " (a month of the French library is public two months after it ends)" if late else ""


def _history(null: Mapping[str, list[object]], path: Path) -> str:
    number = int(float(str(null["seen"][0])))
    since = f"since {day_of(path.days[0])}"
    low, high = (f"{float(str(null[f'shuffled_{side}'][0])):.0f}" for side in ("low", "high"))
    if not number:
        return f"No episode has ended {since}; the same steps in random order give {low} to {high} of them"
    median, middle = (float(str(null[key][1])) for key in ("seen", "shuffled_median"))
    return (
        f"{count(number, 'episode')} ended {since}, of {median:,.0f} {path.step}s at the median; the same steps in"
        f" random order give {low} to {high} episodes of about {middle:,.0f}"
    )


def _judged(verdict: str, p_values: Mapping[str, float], null: Mapping[str, list[object]]) -> str:
    """The verdict on how many turns there were and how far apart."""
    joint = max(p_values.values())
    if verdict == CHANCE:
        return f"Their timing {CHANCE} (p {joint:.2f})."
    fewer = float(str(null["seen"][0])) < float(str(null["shuffled_median"][0]))
    return (
        f"Their timing {verdict} (p {joint:.2f}): {'fewer and longer' if fewer else 'more and shorter'}. Of"
        f" {len(catalog())} pairs, chance alone would make about {LIKELY * len(catalog()):.0f} differ so."
    )
