"""Regimes without memory of past values: likelihood, EM and probabilities through the compiled loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.models.markov_parameters import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov_shape import Shape

    Doubles = NDArray[np.float64]


class PlainLikelihood:
    """Of values y (n,), NaN where missing, on the scale of the parameters; calling it gives value and gradient.

    floor: the least variance. Missing dates tell nothing, but the regime moves on over them.
    """

    skipped = 0

    def __init__(self, y: Doubles, shape: Shape, floor: float) -> None:
        seen = np.isfinite(y)
        self.shape, self.floor, self.size = shape, floor, shape.size
        self.count = int(np.count_nonzero(seen))
        self._y, self._seen = np.where(seen, y, 0.0), seen.astype(np.float64)
        self._tied = np.array([shape.tied_means, shape.tied_variances])
        regimes = shape.regimes
        self._state, self._gathered = np.empty((regimes, regimes + 2)), np.empty((regimes, regimes + 5))
        self._grids, self._rows = np.empty((3, regimes, len(y))), np.empty((2, len(y)))
        self._loops, self._steps = _compiled()

    def __call__(self, theta: Doubles) -> tuple[float, Doubles]:
        gradient = np.empty(self.size)
        self._steps.unpack(theta, self._tied, self.floor, self._state)
        value = self._expect()
        self._steps.slope(self._state, self._gathered, self._tied, self.floor, gradient)
        return value, gradient

    def climb(self, theta: Doubles, steps: int) -> Doubles:
        """theta after so many steps of EM."""
        self._steps.unpack(theta, self._tied, self.floor, self._state)
        for _ in range(steps):
            self._expect()
            self._steps.maximise(self._gathered, self._tied, self.floor, self._state)
        return self.shape.pack(self._held, self.floor)

    def complete_inverse(self, theta: Doubles) -> Doubles:
        """(P, P): the inverse of what the information would be if the regimes were seen, diagonal."""
        self._steps.unpack(theta, self._tied, self.floor, self._state)
        self._expect()
        regimes, (_, means, variances, _) = self.shape.regimes, self.shape.slices
        moves, weights = self._state[:, :regimes], self._gathered[:, regimes]
        spread = self._state[:, regimes + 1]
        information = np.empty(self.size)
        by_move = self._gathered[:, :regimes].sum(axis=1)[:, None] * (moves * (1 - moves))[:, :-1]
        information[: by_move.size] = by_move.ravel()
        by_mean, by_variance = weights / spread, 0.5 * weights * (1 - self.floor / spread) ** 2
        information[means] = by_mean.sum() if self.shape.tied_means else by_mean
        information[variances] = by_variance.sum() if self.shape.tied_variances else by_variance
        return np.diag(1 / (information + 1))

    def filtered(self, parameters: Parameters) -> tuple[float, Doubles]:
        """Log-likelihood and chances (n, K) of each regime given data to the date."""
        value = self._at(parameters)
        ahead = self._grids[1]
        return value, np.ascontiguousarray((ahead / ahead.sum(axis=0)).T)

    def smoothed(self, parameters: Parameters) -> Doubles:
        """Chances (n, K) given all data."""
        self._at(parameters)
        both = self._grids[1] * self._grids[2]
        return np.ascontiguousarray((both / both.sum(axis=0)).T)

    @property
    def moves(self) -> Doubles:
        """(K, K): expected moves given all data, at the parameters last asked for."""
        return self._gathered[:, : self.shape.regimes].copy()

    def predicted(self, parameters: Parameters, filtered: Doubles) -> Doubles:
        """Chances (n, K) given data to the date before."""
        first = self._gathered[:, -1]
        return np.vstack([first / first.sum(), filtered[:-1] @ parameters.transition_matrix])

    def hessian(self, theta: Doubles) -> Doubles:
        return curvature(self, theta)

    def _at(self, parameters: Parameters) -> float:
        regimes = self.shape.regimes
        self._state[:, :regimes] = parameters.transition_matrix
        self._state[:, regimes], self._state[:, regimes + 1] = parameters.means, parameters.variances
        return self._expect()

    def _expect(self) -> float:
        return float(self._loops.expect(self._y, self._seen, self._state, self._gathered, self._grids, self._rows))

    @property
    def _held(self) -> Parameters:
        regimes = self.shape.regimes
        return Parameters.by_matrix(self._state[:, :regimes], self._state[:, regimes], self._state[:, regimes + 1])


def curvature(likelihood: Any, theta: Doubles) -> Doubles:
    """(P, P): the Hessian of a log-likelihood by theta, from central differences of its exact gradient."""
    rows = []
    for at in range(len(theta)):
        width = np.zeros(len(theta))
        width[at] = 1e-5 * max(1.0, abs(theta[at]))
        rows.append((likelihood(theta + width)[1] - likelihood(theta - width)[1]) / (2 * width[at]))
    found = np.array(rows)
    return np.asarray((found + found.T) / 2)


def _compiled() -> tuple[Any, Any]:
    from rotascope.config import keep_compiled

    keep_compiled()
    from rotascope.kernels import compiled_markov, compiled_markov_steps

    return compiled_markov, compiled_markov_steps
