"""Who leads, whether that leg went on leading, and how often leaders did: the base rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

A_MONTH = 21  # sessions; portfolios that step by month take the nearest months


def steps(sessions: int, a_year: int) -> int:
    """A length in sessions as steps of a series."""
    return max(round(sessions / A_MONTH), 1) if a_year == 12 else sessions


def leaders(log_ratio: Floats, window: int) -> NDArray[np.int64]:
    """(n,) 1 where the first leg had the higher log return over the last `window` steps, -1 where the second had.

    0 for a tie, and where there is no full window yet. log_ratio (n,): log of the first leg's level over the second's.
    """
    found = np.zeros(len(log_ratio), np.int64)
    found[window:] = np.sign(log_ratio[window:] - log_ratio[:-window])
    return found


def kept_leading(log_ratio: Floats, leader: NDArray[np.int64], horizon: int) -> Floats:
    """(n,) 1 where the leader's return over the next `horizon` steps was the higher, 0 where not (a tie is not).

    NaN where there is no leader, or the horizon has not ended.
    """
    outcome = np.full(len(log_ratio), np.nan)
    if len(log_ratio) > horizon:
        ahead = leader[:-horizon] * (log_ratio[horizon:] - log_ratio[:-horizon])
        outcome[:-horizon] = np.where(leader[:-horizon] == 0, np.nan, ahead > 0)
    return outcome


def base_rates(outcome: Floats, horizon: int) -> tuple[Floats, NDArray[np.int64]]:
    """(n,) how often leaders had kept leading, by labels that had ended at or before each step, and (n,) of how many.

    NaN where none had. A label of step s ends at s + horizon.
    """
    known = ~np.isnan(outcome)
    counts, wins = np.cumsum(known), np.cumsum(np.where(known, outcome, 0.0))
    ended = np.zeros(len(outcome), np.int64)
    rates = np.full(len(outcome), np.nan)
    if len(outcome) > horizon:
        ended[horizon:] = counts[:-horizon]
        with np.errstate(invalid="ignore"):
            rates[horizon:] = wins[:-horizon] / counts[:-horizon]
    return rates, ended


def month_rows(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of the last step of every month that has ended, and of the last step: when forecasts are made."""
    months = days.view("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.append(np.flatnonzero(np.diff(months)), len(days) - 1)


def run_ages(leader: NDArray[np.int64]) -> Floats:
    """(n,) steps for which the leader has led without a change, 0 on its first; NaN where there is none."""
    at = np.arange(len(leader))
    changed = np.append(True, np.diff(leader) != 0) if len(leader) else np.empty(0, bool)
    begun = np.maximum.accumulate(np.where(changed, at, 0))
    return np.where(leader == 0, np.nan, at - begun)
