"""What followed: for each session the figure of the window that begins there, once it is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError
from rotascope.explain.studies import tree, windows
from rotascope.explain.studies.asking import Asked, resolve
from rotascope.explain.studies.periods import NONE, ends
from rotascope.explain.studies.reader import COMPARE
from rotascope.explain.studies.steps import track_of
from rotascope.explain.studies.vectors import VECTORS
from rotascope.measures.strength import A_MONTH
from rotascope.pairs import Pair, parse_subject

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.explain.studies.steps import Track

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

RETURNS = {"period_return": "fraction", "active_return": "points"}
OVER_SESSIONS = {
    "annualised_return": "fraction",
    "annualised_volatility": "fraction",
    "drawdown": "fraction",
    "max_drawdown": "fraction",
    "relative_strength": "ratio",
}
LEADS = "leader_still_leads"
LOOKBACK = 126  # sessions by whose return the leader is named
MOST_STEPS = 60  # points of a path
MOST_ENDS = 24  # paths drawn to their very end


@dataclass(frozen=True)
class Outcomes:
    """For each session (n,): whether the window begins there, its figure (NaN until it is over), and its end.

    `ends`: the place of the first session at which another window may begin; n where that is not known yet.
    `unit`: "fraction", "points", "ratio", or "share" for what came true (1) or not (0).
    """

    begins: NDArray[np.bool_]
    values: Floats
    ends: Ints
    unit: str
    track: Track
    spans: tuple[Ints, Ints]

    def paths(self, places: Ints) -> tuple[Ints, Floats]:
        """Steps (k,) and the return so far of the windows that begin at places (m,): (m, k), NaN beyond an end."""
        first, last = (part[places] for part in self.spans)
        if not len(places):
            return np.zeros(1, np.int64), np.zeros((0, 1))
        steps = _steps(last - first)
        stops = first[:, None] + steps
        within = stops <= last[:, None]
        stops = np.where(within, stops, first[:, None])
        gains = self.track.gain(np.broadcast_to(first[:, None], stops.shape), stops)
        return steps, np.where(within, gains, np.nan)


def _steps(lengths: Ints) -> Ints:
    """Steps at which paths are drawn: evenly, and the ends of the latest ones."""
    longest, ends_ = int(lengths.max()), np.unique(lengths[-MOST_ENDS:])
    even = np.linspace(0, longest, min(longest, MOST_STEPS - len(ends_)) + 1).round().astype(np.int64)
    return np.union1d(even, ends_)


def outcomes_of(panel: Panel, outcome: tree.Outcome) -> Outcomes:
    """The outcome on every session of a panel, read once."""
    return panel.cached(("study outcome", outcome), lambda inner: _outcomes(inner, outcome))


def _outcomes(panel: Panel, outcome: tree.Outcome) -> Outcomes:
    call = outcome.of
    if not isinstance(call, tree.Call) or not isinstance(call.window, windows.Forward):
        raise UsageError(
            f"An outcome looks ahead: give {_name(call)} a window such as next 63 sessions or rest of year."
        )
    if call.part:
        raise UsageError(f"Column {call.column}: {call.measure} ahead is one figure and has no part {call.part!r}.")
    if call.measure == LEADS:
        found = _leads(panel, call)
    elif call.measure in RETURNS:
        track, spans = _spans(panel, call, call.window)
        found = _sealed(panel, track, spans, track.gain(spans[0], spans[1]), RETURNS[call.measure])
    else:
        found = _trailing_at_end(panel, call)
    return _compared(found, outcome) if outcome.sign else found


def _name(call: tree.Quantity) -> str:
    return call.measure if isinstance(call, tree.Call) else "a measure"


def _spans(panel: Panel, call: tree.Call, window: windows.Forward) -> tuple[Track, tuple[Ints, Ints]]:
    """The subject's track, and from where to where on it the window of each session runs."""
    asked = _behind(panel, call)
    track = track_of(panel, asked.of, str(asked.settings.get("basis", "total")))  # type: ignore[arg-type]
    return track, ends(track.days, window, track.bases(panel.sessions))


def _behind(panel: Panel, call: tree.Call) -> Asked:
    """The measure with its subject and parameters, its window left aside."""
    return resolve(replace(call, window=None), panel.market)


def _sealed(panel: Panel, track: Track, spans: tuple[Ints, Ints], values: Floats, unit: str) -> Outcomes:
    first, last = spans
    sessions = panel.sessions
    over = last != NONE
    values = np.where((first != NONE) & over, values, np.nan)
    begins = (first != NONE) & (np.isfinite(values) | ~over)
    # A month may end on a day without a session: its last session sees it out, and opens the month after it.
    stop = np.where(over, sessions.searchsorted(track.days[last], side="right") - 1, len(sessions))
    for array in (begins, values, stop):
        array.flags.writeable = False
    return Outcomes(begins, values, stop, unit, track, spans)


def _trailing_at_end(panel: Panel, call: tree.Call) -> Outcomes:
    """A measure of the next n sessions: what it says of its last n sessions when they have passed."""
    if call.measure not in OVER_SESSIONS or not isinstance(call.window, windows.Ahead):
        known = ", ".join((*RETURNS, LEADS, *OVER_SESSIONS))
        raise UsageError(
            f"Column {call.column}: {call.measure} over {call.window} is no outcome; outcomes are {known},"
            " the last five over next n sessions."
        )
    track, spans = _spans(panel, call, call.window)
    asked = replace(_behind(panel, call), window=windows.Trailing(call.window.sessions))
    values = VECTORS[call.measure](asked, panel).values
    return _sealed(panel, track, spans, values[spans[1]], OVER_SESSIONS[call.measure])


def _leads(panel: Panel, call: tree.Call) -> Outcomes:
    """Whether the leg that led over the trailing `lookback` also leads over the window; unknown where neither led."""
    settings = dict(call.settings)
    lookback = settings.pop("lookback", str(LOOKBACK))
    pair = parse_subject(call.subject or "", panel.market) if call.subject else None
    if settings or not lookback.isdecimal() or not int(lookback) or not isinstance(pair, Pair):
        raise UsageError(f"Column {call.column}: {LEADS} takes a pair, a window ahead, and lookback=126 (sessions).")
    track = track_of(panel, pair, "total")
    back = max(int(lookback) // A_MONTH, 1) if track.a_year == 12 else int(lookback)
    bases = track.bases(panel.sessions)
    first, last = ends(track.days, call.window, bases)  # type: ignore[arg-type]
    strength = np.log(track.ratio)
    lead = np.where(bases >= back, np.sign(strength[bases] - strength[np.maximum(bases - back, 0)]), 0)
    ahead = np.sign(strength[last] - strength[first])
    first = np.where(lead == 0, NONE, first)
    return _sealed(panel, track, (first, last), (ahead == lead).astype(float), "share")


def _compared(found: Outcomes, outcome: tree.Outcome) -> Outcomes:
    if not isinstance(outcome.right, float) or found.unit == "share":
        raise UsageError(f"An outcome is compared with a number, and {outcome} is not.")
    met = COMPARE[outcome.sign](found.values, np.full(len(found.values), outcome.right)).astype(float)
    values = np.where(np.isfinite(found.values), met, np.nan)
    values.flags.writeable = False
    return replace(found, values=values, unit="share")
