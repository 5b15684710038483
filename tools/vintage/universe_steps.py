"""What changes by steps: splits, the total-return factor and the number of shares of every line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tools.vintage.splits import RATIOS
from tools.vintage.universe_closes import CHEAP, HALF_CENT, TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from tools.vintage.universe_grid import Grid

    Floats = NDArray[np.float64]

ALL_RATIOS = np.log(sorted({*RATIOS, *(1 / n for n in range(51, 301)), 60, 75, 100}))
LARGE = np.log(1.15)  # a step of the ratio that no dividend makes: a split or a spin-off
# Where the count does not follow for weeks (it comes with the next quarterly report), the price alone must tell.
UNHEARD = np.log(4.0)
USUAL = np.log([4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 150, 200, 250])
EXACT = 1e-3  # of the log of a ratio
NEAR_SPLIT = 0.02  # of the log of the change in shares
NEAR_PRICE = 0.35  # the price moves on that day besides
NEAR_PRICE_SMALL = 0.06  # three for two: or else a large issue of shares at a lower price would pass for one
BEFORE, AFTER = 4, 10  # sessions around a split within which the share count follows it
SAME = 1e-6  # relative change of shares that is more than the noise of a 32-bit cap
PLAUSIBLE = np.log(1.25)  # a larger change of shares is believed only after some sessions:
AGREEING = 10  # where the cap is steadier with it than without it (a split that was not found)
RISE = 42  # shares do double overnight, in a merger, but the screener has also shown twice too many for weeks
MERGER = 3.0  # a larger rise is rather a split that the count does not know of yet
BACK = 0.05  # log change within which a count is back where it was
FALL = 126  # they hardly ever halve, while the screener has shown half of them for months (Wells Fargo, 2023)


def panel_steps(ratio: Floats, close: Floats) -> tuple[Floats, Floats]:
    """(n_sessions, n_lines): log steps of the total-return factor, and those of them that are splits.

    ratio: last confirmed log of close over adjusted. It falls by a dividend's yield or the log of a split.
    """
    change = -np.diff(ratio, axis=0, prepend=ratio[:1])
    tick = np.where(close < CHEAP, np.maximum(TOLERANCE, HALF_CENT / close), TOLERANCE)
    step = np.where(np.isfinite(change) & (np.abs(change) > tick), change, 0.0)
    return step, np.where(np.abs(step) > LARGE, _whole(step), 0.0)


def _whole(steps: Floats) -> Floats:
    """Log steps within a tenth of a percent of a split's ratio made exactly that; a dividend may ride on it."""
    out = steps.copy()
    where = np.abs(steps) > LARGE
    nearest = ALL_RATIOS[np.abs(ALL_RATIOS[:, None] - steps[where]).argmin(axis=0)]
    out[where] = np.where(np.abs(nearest - steps[where]) < EXACT, nearest, steps[where])
    return out


def listed_splits(close: Floats, shares: Floats, judged: NDArray[np.bool_], explained: NDArray[np.bool_]) -> Floats:
    """Log split ratios (n_sessions, n_lines) from unadjusted closes: the price jumps, shares jump against it.

    The share count follows within AFTER sessions or comes BEFORE. On rows that the panel has `judged` the price alone
    proves nothing; those where it shows a split are `explained` already.
    """
    out = np.zeros(close.shape)
    for column in range(close.shape[1]):
        rows = np.flatnonzero(np.isfinite(close[:, column]) & np.isfinite(shares[:, column]))
        if len(rows) < 2:
            continue
        price, count = np.log(close[rows, column]), np.log(shares[rows, column])
        for k in np.flatnonzero(np.abs(np.diff(price)) > np.log(1.3)) + 1:
            row = rows[k]
            if not explained[row, column] and not out[max(row - AFTER, 0) : row, column].any():
                by_count = _by_count(int(k), price, count)
                out[row, column] = by_count if by_count or judged[row, column] else _by_price(price[k] - price[k - 1])
    return out


def _by_count(k: int, price: Floats, count: Floats) -> float:
    """The log ratio of a split at row k by which price and count moved against each other, or 0."""
    before = count[max(k - BEFORE, 0)]
    for later in range(k, min(k + AFTER + 1, len(count))):
        nearest = ALL_RATIOS[np.abs(ALL_RATIOS - (count[later] - before)).argmin()]
        near = NEAR_PRICE if abs(nearest) > np.log(1.9) else NEAR_PRICE_SMALL
        if abs(nearest - (count[later] - before)) < NEAR_SPLIT and abs(price[k] - price[k - 1] + nearest) < near:
            return float(nearest)
    return 0.0


def _by_price(jump: float) -> float:
    """The log ratio of a reverse split where a price rises as no stock does, or 0."""
    return -float(USUAL[np.abs(USUAL - jump).argmin()]) if jump > UNHEARD else 0.0


def settled_shares(grid: Grid, close: Floats, splits: Floats) -> Floats:
    """Shares (n_sessions, n_lines) that follow splits on their day and believe other large jumps late.

    The screener's count lags a split by up to ten sessions, or leads it; a cap that is tenfold for a day is its
    error. Uses nothing later. NaN before a line's first count; carried on where the count is missing.
    """
    out = np.full(grid.shares.shape, np.nan)
    for line in _in_order(grid.former):
        former = grid.former[line]
        start = int(grid.lines["first"][line])
        known = out[:start, former] if former is not None else out[:0, line]
        held = known[np.isfinite(known)]
        rows = slice(start, None)
        listed = zip(
            grid.shares[rows, line].tolist(), close[rows, line].tolist(), splits[rows, line].tolist(), strict=True
        )
        settling = Settling(float(held[-1]) if len(held) else math.nan)
        out[rows, line] = [settling.step(*row) for row in listed]
    return out


def _in_order(former: list[int | None]) -> Iterable[int]:
    """Lines such that each comes after the one that it continues."""
    depth = [0] * len(former)
    for line in range(len(former)):
        before = former[line]
        while before is not None:
            depth[line] += 1
            before = former[before]
    return sorted(range(len(former)), key=depth.__getitem__)


class Settling:
    """The count believed of one line, session by session."""

    def __init__(self, held: float) -> None:
        self.held = held
        self.earlier = math.nan  # what was believed before the last large jump
        self.cap = math.nan  # when the listed count was last believed
        self.waited = 0

    def step(self, listed: float, close: float, split: float) -> float:
        """One session's listed count, close and log split; the count believed."""
        if split:
            self.held, self.earlier = self.held * math.exp(split), self.earlier * math.exp(split)
        if listed > 0:
            apart = abs(math.log(listed / self.held)) if self.held > 0 else 0.0
            self.waited = self.waited + 1 if apart > PLAUSIBLE else 0
            if apart > PLAUSIBLE:
                if self._undone(listed) or self.waited > self._patience(listed, close):
                    self.held, self.earlier, self.waited = listed, self.held, 0
            elif apart > SAME or not self.held > 0:
                self.held = listed
            if not self.waited and close > 0:
                self.cap = self.held * close
        return self.held

    def _undone(self, listed: float) -> bool:
        """Whether the count is back where it was before the last jump."""
        return self.earlier > 0 and abs(math.log(listed / self.earlier)) < BACK

    def _patience(self, listed: float, close: float) -> int:
        """How many sessions of the new count are not enough."""
        if close > 0 and self.cap > 0:
            moves = [abs(math.log(count * close / self.cap)) for count in (listed, self.held)]
            if moves[0] <= moves[1]:
                return AGREEING
        return RISE if 1 < listed / self.held < MERGER else FALL
