"""The parameters of a Markov-switching model, and how they change with a scale or the regimes' order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Parameters:
    """K regimes. `moves` (K, K-1, q): log odds of moving to each regime but the last, against the last.

    They are linear in q covariates, of which the first is 1. `means`, `variances` (K,); `ar` (K, p): coefficients.
    """

    moves: Doubles
    means: Doubles
    variances: Doubles
    ar: Doubles

    def __post_init__(self) -> None:
        for array in (self.moves, self.means, self.variances, self.ar):
            array.flags.writeable = False

    @classmethod
    def of(
        cls,
        transition_matrix: Sequence[Sequence[float]] | Doubles,
        means: Sequence[float] | Doubles,
        variances: Sequence[float] | Doubles,
        ar: Sequence[float] | Sequence[Sequence[float]] | Doubles = (),
    ) -> Parameters:
        """From a transition matrix (K, K) with rows that sum to one, and `ar` (p,) for all regimes or (K, p)."""
        matrix = np.maximum(np.array(transition_matrix, np.float64), 1e-15)
        odds = np.log(matrix[:, :-1] / matrix[:, -1:])[:, :, None]
        lags = np.atleast_2d(np.array(ar, np.float64)) if np.size(ar) else np.empty((1, 0))
        wide = np.array(np.broadcast_to(lags, (len(matrix), lags.shape[1])))
        return cls(odds, np.array(means, np.float64), np.array(variances, np.float64), wide)

    @property
    def regimes(self) -> int:
        return len(self.means)

    def transitions(self, covariates: Doubles) -> Doubles:
        """(n, K, K): the transition matrix of each row of covariates (n, q); rows sum to one."""
        odds = np.einsum("ijq,nq->nij", self.moves, covariates)
        odds = np.concatenate([odds, np.zeros((*odds.shape[:2], 1))], axis=2)
        raised = np.exp(odds - odds.max(axis=2, keepdims=True))
        return np.asarray(raised / raised.sum(axis=2, keepdims=True))

    @property
    def transition_matrix(self) -> Doubles:
        """(K, K) with all covariates but the constant at zero."""
        row = np.zeros((1, self.moves.shape[2]))
        row[0, 0] = 1
        return np.asarray(self.transitions(row)[0])

    def ordered(self, order: Sequence[int] | NDArray[np.intp]) -> Parameters:
        """The same model with its regimes numbered anew: regime k is the one that was order[k]."""
        at = np.asarray(order)
        whole = np.concatenate([self.moves, np.zeros((len(at), 1, self.moves.shape[2]))], axis=1)[at][:, at]
        moves = whole[:, :-1] - whole[:, -1:]
        return Parameters(moves, self.means[at], self.variances[at], self.ar[at])

    def scaled(self, shift: float, scale: float) -> Parameters:
        """The parameters of shift + scale * z, where these are z's."""
        return replace(self, means=shift + scale * self.means, variances=scale**2 * self.variances)


def stationary(transition_matrix: Doubles) -> Doubles:
    """(K,): the distribution that the transition matrix leaves as it is."""
    size = len(transition_matrix)
    try:
        shares = np.linalg.solve(np.eye(size) - transition_matrix.T + 1, np.ones(size))
    except np.linalg.LinAlgError:  # regimes that are never left
        return np.full(size, 1 / size)
    return np.asarray(np.maximum(shares, 1e-20))
