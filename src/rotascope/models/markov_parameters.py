"""The parameters of a Markov-switching model, and how they change with a scale or the regimes' order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import UsageError

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
        """From a transition matrix (K, K) with rows that sum to one, and `ar` (p,) for all regimes or (K, p).

        `UsageError` for what is not finite, rows that do not sum to one, variances not above zero, wrong shapes.
        """
        matrix = np.array(transition_matrix, np.float64)
        _check_matrix(matrix)
        _check_values(
            len(matrix), np.array(means, np.float64), np.array(variances, np.float64), np.array(ar, np.float64)
        )
        return cls.by_matrix(matrix, means, variances, ar)

    @classmethod
    def by_matrix(
        cls,
        transition_matrix: Doubles,
        means: Sequence[float] | Doubles,
        variances: Sequence[float] | Doubles,
        ar: Sequence[float] | Sequence[Sequence[float]] | Doubles = (),
    ) -> Parameters:
        """`of`, unchecked."""
        matrix = np.maximum(transition_matrix, 1e-15)
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


def _check_matrix(matrix: Doubles) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise UsageError(f"transition_matrix has the shape {matrix.shape}; give one row and one column a regime.")
    sums = matrix.sum(axis=1)
    if not ((matrix >= 0).all() and (np.abs(sums - 1) < 1e-6).all()):
        raise UsageError(
            f"transition_matrix has rows that sum to {sums.round(6).tolist()}; give chances from 0 to 1 that sum to 1."
        )


def _check_values(regimes: int, means: Doubles, variances: Doubles, ar: Doubles) -> None:
    for name, values in (("means", means), ("variances", variances)):
        if values.shape != (regimes,) or not np.isfinite(values).all():
            raise UsageError(f"{name} {values.tolist()} must be {regimes} finite numbers, one a regime.")
    if not (variances > 0).all():
        raise UsageError(f"variances {variances.tolist()} must be above zero.")
    if not np.isfinite(ar).all() or ar.ndim > 2 or (ar.ndim == 2 and len(ar) not in (1, regimes)):
        raise UsageError(f"ar {ar.tolist()} must be finite numbers, one a lag, or a row of them a regime.")


def stationary(transition_matrix: Doubles) -> Doubles:
    """(K,): the distribution that the transition matrix leaves as it is."""
    size = len(transition_matrix)
    try:
        shares = np.linalg.solve(np.eye(size) - transition_matrix.T + 1, np.ones(size))
    except np.linalg.LinAlgError:  # regimes that are never left
        return np.full(size, 1 / size)
    return np.asarray(np.maximum(shares, 1e-20))
