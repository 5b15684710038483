"""Detectors in real time on a pair's own history, beside the chronology that was confirmed later and beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.data.results import remembered
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, joined_note, percent
from rotascope.models.breaks import active_log_returns, power_of, power_rows
from rotascope.models.detectors import DETECTORS, FIRST, WORDS
from rotascope.models.scorecard import counts_of, every_call, score_of
from rotascope.models.turning import Rule, turning_points
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.measures.windows import Basis
    from rotascope.models.scorecard import Score
    from rotascope.pairs import Pair

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

QUICK = ("leader_flip", "moving_average", "turning_points", "cusum")  # those whose chance is worked out
SHUFFLES = 40
A_COIN = 0.5
NONE = np.empty(0)


def scorecard(panel: Panel, of: Pair, *, basis: Basis = "total") -> Measured:
    """Every detector in real time: how often it agreed with the chronology confirmed later, and its signals a year.

    Calls of each session rest on data to it, parameters included. The chronology dates turns of relative strength with
    hindsight (Bry and Boschan), so trends that are chance agree with it too: `chance` is the mean agreement on the
    same returns in 40 random orders (of detectors that need no fit), `p_value` the share of orders, this one counted,
    that agree as much. A session without a call counts one half, in both. Confirmed turning points are the chronology
    itself, each from its confirmation on. `detail`: those, turns seen, their median lag, false alarms a year, share of
    sessions with a call, and power. Judged up to the last confirmed turn. Errors: `DataError` for pairs that step by
    month, fewer than 252 sessions, or no turn confirmed by then.
    """
    if pair_series(panel, of, basis).a_year != 252:
        raise DataError(f"{of} steps by month; detectors count sessions.")
    series, returns = active_log_returns(panel, of, basis, FIRST)
    leader = chronology_of(returns)
    if not leader.any():
        raise DataError(f"{of} has no confirmed turn by {panel.as_of}, so detectors have nothing to be held against.")
    calls = every_call(returns)
    scores = {name: score_of([counts_of(calls[name], leader)]) for name in DETECTORS}
    shuffled = remembered("agreement_by_chance", [returns], {}, lambda: _chance(returns))["agreement"]
    by_chance = dict(zip(QUICK, shuffled.T, strict=True))
    value: dict[str, float | int | None] = {}
    for name, score in scores.items():
        value[f"{name}_agreement"] = score.agreement
        value[f"{name}_signals_a_year"] = score.signals_a_year
    detail: dict[str, object] = {
        "history_from": day_of(series.days[1]),
        "sessions": len(returns),
        "judged_sessions": int((leader != 0).sum()),
        "turns": scores["leader_flip"].turns,
        "detectors": [score_row(name, score, by_chance.get(name, NONE)) for name, score in scores.items()],
        "power": power_rows(power_of(returns, 252, 21)),
    }
    note = joined_note(of, series.joined, day_of(series.days[0]))
    return Measured(value, "record", _sentence(of, scores, by_chance, detail, note), detail)


def chronology_of(returns: Floats) -> Whole:
    """(n,) who led, dated with hindsight: 1, -1, and 0 after the last turn was confirmed, or where there is none."""
    found = turning_points(np.concatenate([[0.0], np.cumsum(returns)]), Rule.of(252))
    leader = np.zeros(len(returns), np.int64)
    if not len(found):
        return leader
    starts = [0, *found.at.tolist()]
    ends = [*found.at.tolist(), int(found.known[-1])]
    signs = [int(found.kinds[0]), *(-found.kinds).tolist()]
    for start, end, sign in zip(starts, ends, signs, strict=True):
        leader[start:end] = sign
    return leader


def _chance(returns: Floats) -> dict[str, NDArray[np.generic]]:
    """(orders, detectors) agreement of the quick detectors on returns in random order, with a turn in them."""
    rng = np.random.default_rng(20260114)
    rows = []
    for _ in range(SHUFFLES):
        drawn = rng.permutation(returns)
        leader = chronology_of(drawn)
        if leader.any():
            scores = [score_of([counts_of(DETECTORS[name](drawn), leader)]) for name in QUICK]
            rows.append([share(score) for score in scores])
    return {"agreement": np.array(rows, float).reshape(-1, len(QUICK))}


def score_row(name: str, score: Score, shuffled: Floats = NONE) -> dict[str, object]:
    """A score as plain data, beside agreements (orders,) on returns in random order, if there are any."""
    nothing = len(shuffled) == 0
    return {
        "detector": name,
        "turns": score.turns,
        "hits": score.hits,
        "hit_rate": score.hit_rate,
        "median_lag": score.median_lag,
        "signals_a_year": score.signals_a_year,
        "false_alarms_a_year": score.false_alarms_a_year,
        "called": score.called,
        "agreement": score.agreement,
        "chance": None if nothing else float(shuffled.mean()),
        "p_value": None if nothing else p_value(share(score), shuffled),
    }


def share(score: Score) -> float:
    """The agreement on a path with a leader."""
    assert score.agreement is not None
    return score.agreement


def p_value(agreement: float, shuffled: Floats) -> float:
    return float((1 + np.count_nonzero(shuffled >= agreement)) / (1 + len(shuffled)))


def _sentence(
    of: Pair, scores: dict[str, Score], by_chance: dict[str, Floats], detail: dict[str, object], note: str
) -> str:
    agreed = {name: share(score) for name, score in scores.items()}
    best = max(agreed, key=lambda name: agreed[name])
    flip, shuffled = scores["leader_flip"], by_chance["leader_flip"]
    beside = ""
    if len(shuffled):
        chance, p = percent(float(shuffled.mean()), 0), p_value(share(flip), shuffled)
        beside = f", against {chance} on the same returns in random order (p-value {p:.2f})"
    lag = "no turn in time" if flip.median_lag is None else f"a turn {flip.median_lag:,.0f} sessions late (median)"
    history = f"{detail['sessions']:,} sessions from {detail['history_from']}"
    turns = f"with the {count(int(str(detail['turns'])), 'turn')} confirmed later"
    if agreed[best] <= A_COIN:
        told = f"none agreed {turns} more often than a coin would"
    else:
        told = f"{WORDS[best]} agreed most {turns}: on {percent(agreed[best], 0)} of sessions"
    if best != "leader_flip" or agreed[best] <= A_COIN:
        told += f". The leg ahead over 126 sessions agreed on {percent(agreed['leader_flip'], 0)}"
    return (
        f"{of}: of {len(scores)} detectors in real time over {history}, {told}{beside}; it saw {lag}, with"
        f" {flip.false_alarms_a_year:.1f} false alarms a year{note}."
    )
