"""Relative strength and rotation coordinates, by trailing windows only: past points never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.kernels.trailing import trailing_moments
from rotascope.measures.measured import Measured
from rotascope.measures.windows import Window, start_of
from rotascope.measures.wording import count, joined_note, percent, signed, step
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.pairs import Pair

Phase = Literal["leading", "weakening", "lagging", "improving"]
PHASES: tuple[Phase, ...] = ("leading", "weakening", "lagging", "improving")


@dataclass(frozen=True)
class Coordinates:
    """Rotation coordinates on `days` (n,): `level` and `momentum` (n,), in standard deviations, no NaN.

    `note`: what carries the last window's history before the funds traded, where something does.
    """

    days: NDArray[np.int64]
    level: NDArray[np.float64]
    momentum: NDArray[np.float64]
    note: str = ""
    a_year: int = 252

    @property
    def step(self) -> str:
        return step(self.a_year)

    def length(self, window: int) -> int:
        """A window in the series' own steps."""
        return max(window // A_MONTH, 1) if self.a_year == 12 else window

    def phase(self, position: int) -> Phase:
        """The quadrant of one point; zero counts as below."""
        ahead, rising = self.level[position] > 0, self.momentum[position] > 0
        if ahead:
            return "leading" if rising else "weakening"
        return "improving" if rising else "lagging"


A_MONTH = 21  # sessions; windows are given in sessions, and portfolios that step by month take the nearest months
NO_MOVE = 1e-12  # a deviation of log relative strength this small is rounding


def coordinates(
    panel: Panel, of: Pair, window: int = 252, momentum_window: int = 21, basis: str = "total"
) -> Coordinates:
    """Coordinates of every session that has a full window behind it.

    level: (x - mean) / deviation of the trailing `window`, x = log of the first leg's level over the second's.
    momentum: the change of x over `momentum_window` sessions, over the deviation of such changes in the trailing
    `window`; its sign is the sign of the change itself. Portfolios that step by month take 21 sessions for a month.
    """
    return panel.cached(
        ("coordinates", of, window, momentum_window, basis),
        lambda inner: _coordinates(inner, of, window, momentum_window, basis),
    )


def _coordinates(panel: Panel, of: Pair, window: int, momentum_window: int, basis: str) -> Coordinates:
    if window < 2:
        raise UsageError(f"window {window} must be 2 or more: one session has no deviation.")
    if momentum_window < 1:
        raise UsageError(f"momentum_window {momentum_window} must be 1 or more: nothing changes over no session.")
    series = pair_series(panel, of, basis)
    if series.a_year == 12:
        window, momentum_window = max(window // A_MONTH, 2), max(momentum_window // A_MONTH, 1)
    log_ratio = np.log(series.first / series.second)
    needed = window + momentum_window
    if len(log_ratio) < needed:
        raise DataError(
            f"{of} has {len(log_ratio)} common {step(series.a_year)}s by {panel.as_of}; these windows need {needed}."
        )
    mean, deviation = trailing_moments(log_ratio, window)
    change = log_ratio[momentum_window:] - log_ratio[:-momentum_window]
    _, change_deviation = trailing_moments(change, window)
    start = needed - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (log_ratio[start:] - mean[start:]) / deviation[start:]
        momentum = change[window - 1 :] / change_deviation[window - 1 :]
    deviation, change_deviation = deviation[start:], change_deviation[window - 1 :]
    moving = (deviation > NO_MOVE) & (change_deviation > NO_MOVE)
    if not moving[-1]:
        raise DataError(f"{of} did not move within the window, so its strength has no scale.")
    note = joined_note(of, series.joined, day_of(series.days[-needed]))
    return Coordinates(series.days[start:][moving], level[moving], momentum[moving], note, series.a_year)


def relative_strength(
    panel: Panel,
    of: Pair,
    *,
    since: date | None = None,
    window: Window = "all",
    basis: Basis = "total",
) -> Measured:
    """Ratio of the legs' indices rebased to 1 at the first session of the window; rising: the first leg leads.

    Whole common history by default. `detail["series"]`: `date` and `value` from the base on.
    """
    series = pair_series(panel, of, basis)
    start = start_of(series.days, of, window, since)
    ratio = series.first[start:] / series.second[start:]
    ratio = ratio / ratio[0]
    base = day_of(series.days[start])
    value = float(ratio[-1])
    dates = series.days[start:].view("datetime64[D]")
    return Measured(
        value,
        "ratio",
        f"{of.first} over {of.second} stood at {value:.3f} on {day_of(series.days[-1])}, from 1 on {base}"
        f" ({signed(value - 1)}){joined_note(of, series.joined, base)}.",
        {"base": base, "series": {"date": dates, "value": ratio}, "joined": series.joined},
        base,
    )


def strength_level(
    panel: Panel, of: Pair, *, window: int = 252, momentum_window: int = 21, basis: Basis = "total"
) -> Measured:
    """Log relative strength against its trailing `window`: (x - mean) / standard deviation (n - 1)."""
    found = coordinates(panel, of, window, momentum_window, basis)
    value = float(found.level[-1])
    side = "above" if value > 0 else "below"
    return Measured(
        value,
        "deviations",
        f"{of.first} over {of.second} stood {abs(value):.2f} standard deviations {side} its mean of"
        f" {count(found.length(window), found.step)} on {day_of(found.days[-1])}{found.note}.",
        {"phase": found.phase(-1), "share_of_history_above": float(np.mean(found.level > value))},
    )


def strength_momentum(
    panel: Panel, of: Pair, *, window: int = 252, momentum_window: int = 21, basis: Basis = "total"
) -> Measured:
    """Change of log relative strength over `momentum_window` sessions, over the trailing deviation of such changes."""
    found = coordinates(panel, of, window, momentum_window, basis)
    value = float(found.momentum[-1])
    way = "rose" if value > 0 else "fell"
    return Measured(
        value,
        "deviations",
        f"{of.first} over {of.second} {way} by {abs(value):.2f} standard deviations of a"
        f" {found.length(momentum_window)}-{found.step} change to {day_of(found.days[-1])}{found.note}.",
        {"phase": found.phase(-1), "share_of_history_above": float(np.mean(found.momentum > value))},
    )


def phase(panel: Panel, of: Pair, *, window: int = 252, momentum_window: int = 21, basis: Basis = "total") -> Measured:
    """Quadrant of the rotation map: record of `strength_level`, `strength_momentum` and `sessions` in the phase.

    `detail`: the phase's name, and the share of all past sessions in each phase, which is what chance would show.
    """
    found = coordinates(panel, of, window, momentum_window, basis)
    phases = [found.phase(position) for position in range(len(found.days))]
    now = phases[-1]
    age = next((back for back, name in enumerate(reversed(phases)) if name != now), len(phases))
    shares = {name: phases.count(name) / len(phases) for name in PHASES}
    return Measured(
        {
            "strength_level": float(found.level[-1]),
            "strength_momentum": float(found.momentum[-1]),
            "sessions": age,
        },
        "record",
        f"{of.first} over {of.second} was {now} on {day_of(found.days[-1])}, for {count(age, found.step)};"
        f" {percent(shares[now], 0)} of all {found.step}s since {day_of(found.days[0])} were"
        f" {now}{found.note}.",
        {"phase": now, "shares": shares, "history_from": day_of(found.days[0])},
    )
