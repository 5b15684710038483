"""Statistical jump models: regimes that explain features best when every change of regime costs a penalty.

Of all paths s and centres, the least sum over t of half the squared distance of x[t] to the centre of s[t], plus
`penalty` for each jump (Nystrup, Lindstrom and Madsen 2020). The continuous model's states are probability vectors on a
grid, its jump cost penalty * (half the L1 distance) squared (Aydinhan, Kolm, Mulvey and Shu 2024). The sparse model
also finds weights of the features (Nystrup, Kolm and Lindstrom 2021; Witten and Tibshirani 2010).

Features are taken as they are: standardise them first, by data known at each date (`rotascope.models.features`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from rotascope.errors import DataError, UsageError
from rotascope.kernels import jump as kernel
from rotascope.models.arguments import require_numbers, require_whole
from rotascope.models.jump_result import JumpResult, complete, described, ordered
from rotascope.models.matrix import dated_values, feature_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MOST_ITERATIONS = 100_000  # a descent ends by itself after dozens
MOST_STATES = 5_000  # points of the simplex: the work grows with their square
LEAST_ROWS = 5  # complete rows that a regime should have at least


@dataclass(frozen=True)
class JumpModel:
    """A jump model to be fitted. `fit` gives a `JumpResult`; the model itself never changes.

    penalty: cost of a jump, in units of half squared distances; 0 is k-means, a huge one a single regime.
    continuous: states on a grid of step `grid_size` on the simplex, with `mode_loss` as published.
    n_starts: k-means++ draws (by `seed`) that the descent starts from; a start with a single regime comes on top, so
    the objective is never above that of one regime. order_by: regimes ascend by the mean of returns, or by their
    volatility.
    """

    n_regimes: int = 2
    penalty: float = 50.0
    continuous: bool = False
    n_starts: int = 10
    grid_size: float = 0.05
    mode_loss: bool = True
    seed: int = 0
    order_by: Literal["mean", "volatility"] = "mean"
    max_iterations: int = 1000
    tolerance: float = 1e-8

    def __post_init__(self) -> None:
        require_whole(1, n_regimes=self.n_regimes, n_starts=self.n_starts, max_iterations=self.max_iterations)
        require_whole(0, seed=self.seed)
        require_numbers(penalty=self.penalty, grid_size=self.grid_size, tolerance=self.tolerance)
        if self.max_iterations > MOST_ITERATIONS:
            raise UsageError(f"max_iterations {self.max_iterations} must be {MOST_ITERATIONS:,} at most.")
        if not 2 <= self.n_regimes <= 6:
            raise UsageError(f"n_regimes {self.n_regimes} must be from 2 to 6.")
        if self.penalty < 0:
            raise UsageError(f"penalty {self.penalty} must be 0 or more.")
        if self.order_by not in ("mean", "volatility"):
            raise UsageError(f"order_by {self.order_by!r} must be mean or volatility.")
        if self.continuous:
            self._check_grid()

    def _check_grid(self) -> None:
        if not (0 < self.grid_size <= 1 and abs(1 / self.grid_size - self.steps) < 1e-6):
            raise UsageError(f"grid_size {self.grid_size} must be one over a whole number, such as 0.05.")
        if math.comb(self.steps + self.n_regimes - 1, self.n_regimes - 1) > MOST_STATES:
            raise UsageError(f"grid_size {self.grid_size} makes more than {MOST_STATES} states; take a larger one.")

    @property
    def steps(self) -> int:
        """Steps of the grid from one regime to another."""
        return round(1 / self.grid_size)

    def states(self, penalty: float) -> kernel.States:
        """The states and what it costs to go from one to another."""
        if self.continuous:
            return kernel.continuous_states(self.n_regimes, penalty, self.steps, self.mode_loss)
        return kernel.discrete_states(self.n_regimes, penalty)

    def fit(self, X: Any, returns: Any = None, *, starts: Any = None) -> JumpResult:  # noqa: N803
        """Centres and path of least cost over all starts.

        X: (n_dates, n_features), pandas, Polars or numpy. A row with a NaN costs nothing in any regime, so the path
        passes over it. returns: (n_dates,), one a row, NaN allowed: they order the regimes and give their means and
        volatilities, and do not enter the fit; without them, the first feature stands in. starts: (n, n_regimes,
        n_features), centres to start from instead of those drawn, such as an earlier fit's.
        `UsageError` for infinite values and wrong shapes; `DataError` for too few rows or a constant feature.
        """
        x, known = checked_rows(X, self.n_regimes)
        given = None if starts is None else checked_starts(starts, (self.n_regimes, x.shape[1]))
        found = self._descend(x, known, self.penalty, given)
        return ordered(self, self.penalty, x, known, np.ones(x.shape[1]), found, _returns(returns, x))

    def _descend(
        self, x: Doubles, known: Flags, penalty: float, starts: Doubles | None, *more: Doubles
    ) -> kernel.Descent:
        """The best of the starts (drawn where None), of `more` (n, n_regimes, n_features) and of a single regime."""
        rows = x[known]
        drawn = kernel.drawn_starts(rows, self.n_regimes, self.n_starts, self.seed) if starts is None else starts
        together = np.concatenate([drawn, *more, kernel.one_regime(rows, self.n_regimes)])
        return kernel.descend(x, known, self.states(penalty), together, self.max_iterations, self.tolerance)


@dataclass(frozen=True)
class SparseJumpModel(JumpModel):
    """A jump model that also weighs the features: about `max_features` of them count.

    The weights w have |w|_2 = 1 and |w|_1 <= sqrt(max_features); distances are weighted by w, and the penalty is over
    sqrt(n_features). Weights and regimes are found in turns, until the weights move by no more than 1e-4 of themselves.
    """

    max_features: float = 3.0
    max_turns: int = 30

    def __post_init__(self) -> None:
        super().__post_init__()
        if not (math.isfinite(self.max_features) and self.max_features >= 1) or self.max_turns < 1:
            raise UsageError("max_features and max_turns must be 1 or more.")

    def fit(self, X: Any, returns: Any = None, *, starts: Any = None) -> JumpResult:  # noqa: N803
        """As `JumpModel.fit`; the result's `weights` say which features count."""
        x, known = checked_rows(X, self.n_regimes)
        given = None if starts is None else checked_starts(starts, (self.n_regimes, x.shape[1]))
        penalty = self.penalty / math.sqrt(x.shape[1])
        weights, found = self._in_turns(x, known, penalty, given)
        return ordered(self, penalty, x, known, weights, found, _returns(returns, x))

    def _in_turns(
        self, x: Doubles, known: Flags, penalty: float, given: Doubles | None
    ) -> tuple[Doubles, kernel.Descent]:
        """Weights, and the regimes found with them."""
        grid = self.states(penalty).grid
        weights = np.full(x.shape[1], 1 / math.sqrt(x.shape[1]))
        last: list[Doubles] = []
        for turn in range(1, self.max_turns + 1):
            scale = np.sqrt(weights)
            starts = None if given is None else given * scale
            found = self._descend(x * scale, known, penalty, starts, *(centers * scale for centers in last))
            centers, spread = described(x, known, grid.T[found.path])
            if turn == self.max_turns or not spread.any():
                break
            last = [centers[None]]
            before, weights = weights, kernel.shrunk_weights(spread / spread.max(), math.sqrt(self.max_features))
            if np.abs(weights - before).sum() <= 1e-4 * np.abs(before).sum():
                return before, found
        return weights, found


def checked_rows(given: Any, n_regimes: int) -> tuple[Doubles, Flags]:
    """Rows with NaN replaced by zero, and which are complete; `DataError` where regimes cannot be told from them."""
    rows = feature_rows(given)
    known = complete(rows)
    least = LEAST_ROWS * n_regimes
    if known.sum() < least:
        raise DataError(f"X has {int(known.sum())} complete rows; {n_regimes} regimes need {least} at least.")
    still = np.flatnonzero(np.ptp(rows[known], axis=0) == 0)
    if len(still):
        raise DataError(f"Feature {int(still[0])} of X is constant, so it tells no regimes apart; leave it out.")
    return np.where(known[:, None], rows, 0.0), known


def checked_starts(given: Any, shape: tuple[int, int]) -> Doubles:
    """(n, n_regimes, n_features) of finite centres."""
    starts = np.asarray(given, np.float64)
    if starts.ndim != 3 or starts.shape[1:] != shape or not len(starts) or not np.isfinite(starts).all():
        wanted = f"(n, {shape[0]}, {shape[1]})"
        raise UsageError(f"starts has the shape {starts.shape}; give finite centres of the shape {wanted}.")
    return starts


def _returns(given: Any, x: Doubles) -> Doubles:
    return x[:, 0] if given is None else dated_values(given, "returns", len(x))
