"""Measures over all of history at once. Each equals asking the measure on every day: the tests hold it to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.slices import Slice
from rotascope.explain.studies.periods import NONE, base_of, number_in, period_of, starts
from rotascope.explain.studies.steps import Steps, Track, release_days, track_of
from rotascope.explain.studies.windows import Calendar, Trailing
from rotascope.kernels.distances import exceeded
from rotascope.kernels.runs import run_lengths
from rotascope.kernels.trailing import trailing_moments
from rotascope.measures.breadth import daily_share_above
from rotascope.measures.records import ROUNDING
from rotascope.measures.streaks import ROUNDING as TIE
from rotascope.measures.strength import coordinates
from rotascope.measures.valuation import SORT, book_yield_spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.explain.studies.asking import Asked

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


def _tracked(asked: Asked, panel: Panel) -> tuple[Track, Ints]:
    """The subject's track and the place that each step's window starts from."""
    track = track_of(panel, asked.of, str(asked.settings.get("basis", "total")))  # type: ignore[arg-type]
    window = asked.window
    return track, np.arange(len(track.days)) if window is None else starts(track.days, window)


def _where(track: Track, start: Ints, values: Floats) -> Steps:
    """Values where the window reaches back far enough and is not empty."""
    here = np.arange(len(start))
    return Steps(track.days, np.where((start != NONE) & (start < here), values, np.nan), track.known)


def returns(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    return _where(track, start, track.gain(start, np.arange(len(start))))


def annualised_return(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    here = np.arange(len(start))
    years = np.maximum(here - start, 1) / track.a_year
    growth = track.levels[0] / track.levels[0][start]
    return _where(track, start, growth ** (1 / years) - 1)


def relative_strength(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    return _where(track, start, track.ratio / track.ratio[start])


def annualised_volatility(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    daily = track.levels[0][1:] / track.levels[0][:-1] - 1
    if isinstance(asked.window, Trailing) and asked.window.sessions > 1:
        deviation = np.append(np.nan, trailing_moments(daily, asked.window.sessions)[1])
    else:
        deviation = _each(start, lambda first, here: daily[first:here].std(ddof=1) if here - first > 1 else np.nan)
    return _where(track, start, deviation * track.a_year**0.5)


def drawdown(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    values = track.levels[0]
    if asked.window == Calendar("all"):
        peak = np.maximum.accumulate(values)
    elif isinstance(asked.window, Trailing) and len(values) > asked.window.sessions:
        spans = np.lib.stride_tricks.sliding_window_view(values, asked.window.sessions + 1)
        peak = np.append(np.full(asked.window.sessions, np.nan), spans.max(axis=1))
    else:
        peak = _each(start, lambda first, here: values[first : here + 1].max())
    return _where(track, start, values / peak - 1)


def max_drawdown(asked: Asked, panel: Panel) -> Steps:
    track, start = _tracked(asked, panel)
    values = track.levels[0]
    if asked.window == Calendar("all"):
        deepest = np.minimum.accumulate(values / np.maximum.accumulate(values) - 1)
    else:
        deepest = _each(start, lambda first, here: _deepest(values[first : here + 1]))
    return _where(track, start, deepest)


def _deepest(values: Floats) -> float:
    return float((values / np.maximum.accumulate(values) - 1).min())


def _each(start: Ints, figure: Callable[[int, int], float]) -> Floats:
    """A figure of each window, one after the other."""
    found = np.full(len(start), np.nan)
    for here, first in enumerate(start.tolist()):
        if NONE < first < here:
            found[here] = figure(first, here)
    return found


def strength(asked: Asked, panel: Panel) -> Steps:
    """Level or momentum of the rotation coordinates; of `phase`, a part or (asked without one) its number, 0 to 3."""
    settings = asked.settings
    windows = int(settings.get("window", 252)), int(settings.get("momentum_window", 21))
    track = track_of(panel, asked.of, str(settings.get("basis", "total")))  # type: ignore[arg-type]
    found = coordinates(panel, asked.of, *windows, str(settings.get("basis", "total")))  # type: ignore[arg-type]
    known = None if track.known is None else track.known[track.days.searchsorted(found.days)]
    part = asked.call.part or asked.call.measure
    if part == "strength_level":
        values = found.level
    elif part == "strength_momentum":
        values = found.momentum
    else:
        quadrant = np.where(found.level > 0, np.where(found.momentum > 0, 0, 1), np.where(found.momentum > 0, 3, 2))
        values = _ages(quadrant) if part == "sessions" else quadrant.astype(float)
    return Steps(found.days, values, known)


def _ages(state: NDArray[np.int64]) -> Floats:
    """How many steps in a row, up to each, were in the state of that step."""
    turns = np.append(True, state[1:] != state[:-1])
    here = np.arange(len(state))
    return (here - np.maximum.accumulate(np.where(turns, here, 0)) + 1).astype(float)


def outperformance_streak(asked: Asked, panel: Panel) -> Steps:
    track, _ = _tracked(asked, panel)
    first, second = track.levels
    won = first[1:] / first[:-1] > second[1:] / second[:-1] * (1 + TIE)
    places = panel.sessions.searchsorted(track.days)
    follows = np.ones(len(won), bool) if track.a_year == 12 else np.diff(places) <= 1
    return Steps(track.days, np.append(np.nan, run_lengths(won, follows).astype(float)), track.known)


def extreme_since(asked: Asked, panel: Panel) -> Steps:
    track, _ = _tracked(asked, panel)
    values = track.ratio if asked.settings.get("direction", "high") == "high" else 1 / track.ratio
    return Steps(track.days, exceeded(values, ROUNDING).astype(float), track.known)


def opening_rank(asked: Asked, panel: Panel) -> Steps:
    """Each step's rank among the openings of its year and all before it, over as many sessions (or `window`)."""
    track, _ = _tracked(asked, panel)
    ids = period_of(track.days, "year")
    number, base = number_in(ids), base_of(ids)
    wanted = asked.settings.get("window")
    found = np.full(len(ids), np.nan)
    firsts = np.unique(base[base != NONE])
    lasts = np.append(firsts[1:], len(ids) - 1)
    for year, (start, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
        sessions = number[start + 1 : last + 1]
        length = sessions if wanted is None else np.full(len(sessions), int(wanted))
        mine = track.gain(np.full(len(length), start), np.minimum(start + length, last))
        stronger = np.zeros(len(length))
        for other, end in zip(firsts[:year].tolist(), lasts[:year].tolist(), strict=True):
            stronger += track.gain(np.full(len(length), other), np.minimum(other + length, end)) > mine
        found[start + 1 : last + 1] = np.where(sessions >= length, stronger + 1, np.nan)
    return Steps(track.days, found, track.known)


def valuation(asked: Asked, panel: Panel) -> Steps:
    """The book yield spread by month, each known when its month was."""
    answer = book_yield_spread(panel, asked.of, **asked.settings)  # type: ignore[arg-type]
    series: dict[str, NDArray[np.generic]] = answer.detail["series"]  # type: ignore[assignment]
    days = series["date"].astype("datetime64[D]").astype(np.int64)
    values = np.where(np.arange(len(days)) >= MONTHS_LEAST, series["value"], np.nan)
    return Steps(days, values.astype(np.float64), release_days(panel, SORT, days))


MONTHS_LEAST = 120  # the measure refuses an answer from fewer


def share_above_average(asked: Asked, panel: Panel) -> Steps:
    of = asked.of if isinstance(asked.of, Slice) else Slice("sp500")
    window = int(asked.settings.get("window", 50))
    members = panel.slice(of)
    values = panel.cached(("daily share above", str(of), window), lambda _: daily_share_above(members, window))
    return Steps(members.days, values)


def level(asked: Asked, panel: Panel) -> Steps:
    """The close as it was printed each day: on that day's share count, so unadjusted."""
    asked.ask(panel)  # refuses baskets, and symbols with adjusted closes only
    closes = panel.market.closes(asked.of.symbols[0], "close", panel.as_of)  # type: ignore[union-attr]
    return Steps(closes.days, closes.values)


VECTORS: dict[str, Callable[[Asked, Panel], Steps]] = {
    "period_return": returns,
    "active_return": returns,
    "annualised_return": annualised_return,
    "relative_strength": relative_strength,
    "annualised_volatility": annualised_volatility,
    "drawdown": drawdown,
    "max_drawdown": max_drawdown,
    "strength_level": strength,
    "strength_momentum": strength,
    "phase": strength,
    "outperformance_streak": outperformance_streak,
    "extreme_since": extreme_since,
    "opening_rank": opening_rank,
    "level": level,
    "book_yield_spread": valuation,
    "share_above_average": share_above_average,
}
