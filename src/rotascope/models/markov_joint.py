"""Regimes whose past matters: autoregressions and moves that depend on covariates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.markov_parameters import Parameters, stationary
from rotascope.models.markov_plain import curvature

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov_shape import Shape

    Doubles = NDArray[np.float64]

FAINTEST = -700.0  # log of the least density, relative to the highest of its date


class JointLikelihood:
    """Of values y (n,) from the p-th on; calling it gives the log-likelihood and its gradient by theta.

    deviations: whether the lags are of y less the mean of its own regime (Hamilton 1989), so that the last p + 1
    regimes matter; else of y itself. covariates (n, q), the first a constant: row t leads to date t.
    A date with a missing value, of its own or among its lags, tells nothing, but the regime moves on over it.
    """

    def __init__(self, y: Doubles, shape: Shape, floor: float, covariates: Doubles, deviations: bool) -> None:
        lags, regimes = shape.lags, shape.regimes
        self.shape, self.floor, self.size, self.skipped = shape, floor, shape.size, lags
        self.memory = lags if deviations else 0
        self._x = covariates if shape.covariates > 1 else covariates[:1]
        self._lagged = np.column_stack([y[lags - j : len(y) - j] for j in range(lags + 1)])
        self._seen = np.asarray(np.isfinite(self._lagged).all(axis=1))
        self._lagged = np.where(self._seen[:, None], self._lagged, 0.0)
        self.count = int(np.count_nonzero(self._seen))
        states = np.arange(regimes ** (self.memory + 1))
        # (memory + 1, S): the regime that each joint state has now, one date ago, ...
        self._regime = np.array([states // regimes ** (self.memory - j) % regimes for j in range(self.memory + 1)])

    def __call__(self, theta: Doubles) -> tuple[float, Doubles]:
        parameters = self.shape.unpack(theta, self.floor)
        value, smoothed, moves = self._expected(parameters)
        return value, np.concatenate(
            [self._by_moves(parameters, smoothed, moves), self._by_values(parameters, smoothed)]
        )

    def filtered(self, parameters: Parameters) -> tuple[float, Doubles]:
        """Log-likelihood and chances (n, K) of each regime given data to the date; NaN for the first p."""
        value, filtered, _, _ = self._filter(parameters)
        return value, self._padded(self._marginal(filtered))

    def smoothed(self, parameters: Parameters) -> Doubles:
        """Chances (n, K) given all data; NaN for the first p."""
        return self._padded(self._marginal(self._expected(parameters)[1]))

    def predicted(self, parameters: Parameters, filtered: Doubles) -> Doubles:
        """Chances (n, K) given data to the date before; NaN for the first p."""
        predicted = self._filter(parameters)[2]
        return self._padded(self._marginal(predicted))

    def last_joint(self, parameters: Parameters) -> Doubles:
        """(S,): the chances of each joint state at the last date, given the data to it."""
        return np.asarray(self._filter(parameters)[1][-1])

    def complete_inverse(self, theta: Doubles) -> Doubles:
        """(P, P): roughly the inverse of what the information would be if the regimes were seen, diagonal."""
        shape, each = self.shape, self.count / self.shape.regimes
        parameters = shape.unpack(theta, self.floor)
        matrix = parameters.transition_matrix[:, :-1]
        squares = (self._x**2).mean(axis=0)
        moves = each * (matrix * (1 - matrix))[:, :, None] * squares
        tied = [
            each * (shape.regimes if flag else 1) for flag in (shape.tied_means, shape.tied_variances, shape.tied_ar)
        ]
        means = tied[0] / parameters.variances[: shape.sizes[1]]
        parts = (moves, means, np.full(shape.sizes[2], tied[1] / 2), np.full(shape.sizes[3], tied[2]))
        return np.diag(1 / (np.concatenate([np.ravel(part) for part in parts]) + 1))

    def hessian(self, theta: Doubles) -> Doubles:
        return curvature(self, theta)

    def _filter(self, parameters: Parameters) -> tuple[float, Doubles, Doubles, Doubles]:
        """Log-likelihood, filtered and predicted (n - p, S), and the transitions into each date from the p-th on."""
        from rotascope.config import keep_compiled

        keep_compiled()
        from rotascope.kernels.compiled_markov_joint import filter_joint

        logs = self._log_densities(parameters)
        top = logs.max(axis=1)
        relative = np.exp(np.maximum(logs - top[:, None], FAINTEST))
        transitions = np.ascontiguousarray(parameters.transitions(self._x))
        first = self._first(transitions)
        inner = transitions[self.skipped :] if len(transitions) > 1 else transitions
        predicted, filtered = np.empty(relative.shape), np.empty(relative.shape)
        value = filter_joint(relative, inner, first, predicted, filtered) + float(top.sum())
        return value, filtered, predicted, inner

    def _expected(self, parameters: Parameters) -> tuple[float, Doubles, Doubles]:
        """Log-likelihood, smoothed (n - p, S), expected moves (1 or n - p, K, K) into all dates but the first."""
        from rotascope.kernels.compiled_markov_joint import smooth_joint

        value, filtered, predicted, inner = self._filter(parameters)
        smoothed, moves = np.empty(filtered.shape), np.zeros(inner.shape)
        smooth_joint(inner, predicted, filtered, smoothed, moves)
        return value, smoothed, moves

    def _first(self, transitions: Doubles) -> Doubles:
        """(S,): the joint states at the p-th date: the stationary regime of the first, then its moves."""
        begin = self.skipped - self.memory
        chances = stationary(transitions[begin if len(transitions) > 1 else 0])
        for step in range(1, self.memory + 1):
            moves = transitions[begin + step if len(transitions) > 1 else 0]
            recent = np.arange(len(chances)) // self.shape.regimes ** (step - 1)  # the latest regime of each state
            chances = (moves[recent].T * chances).ravel()
        return np.ascontiguousarray(chances)

    def _errors(self, parameters: Parameters) -> Doubles:
        """(n - p, S): each date's value less what its joint state expects."""
        now, means, ar = self._regime[0], parameters.means, parameters.ar
        errors = self._lagged[:, :1] - means[now]
        for j in range(1, self.skipped + 1):
            past = means[self._regime[j]] if self.memory else 0.0
            errors = errors - ar[now, j - 1] * (self._lagged[:, j : j + 1] - past)
        return np.asarray(errors)

    def _log_densities(self, parameters: Parameters) -> Doubles:
        variances = parameters.variances[self._regime[0]]
        logs = -0.5 * (np.log(2 * np.pi * variances) + self._errors(parameters) ** 2 / variances)
        return np.where(self._seen[:, None], logs, 0.0)

    def _by_values(self, parameters: Parameters, smoothed: Doubles) -> Doubles:
        """The gradient by means, log(variance - floor) and coefficients."""
        shape, now = self.shape, self._regime[0]
        variances = parameters.variances[now]
        errors = self._errors(parameters)
        weights = smoothed * self._seen[:, None]
        pull = weights * errors / variances
        of_state = pull.sum(axis=0)
        by_mean = np.bincount(now, of_state, shape.regimes)
        by_ar = np.zeros((shape.regimes, shape.lags))
        for j in range(1, self.skipped + 1):
            past = parameters.means[self._regime[j]] if self.memory else 0.0
            by_ar[:, j - 1] = np.bincount(now, (pull * (self._lagged[:, j : j + 1] - past)).sum(axis=0), shape.regimes)
            if self.memory:
                by_mean -= np.bincount(self._regime[j], of_state * parameters.ar[now, j - 1], shape.regimes)
        excess = 0.5 * (weights * (errors**2 / variances - 1)).sum(axis=0) * (1 - self.floor / variances)
        by_variance = np.bincount(now, excess, shape.regimes)
        return np.concatenate(
            [
                [by_mean.sum()] if shape.tied_means else by_mean,
                [by_variance.sum()] if shape.tied_variances else by_variance,
                by_ar.sum(axis=0) if shape.tied_ar else by_ar.ravel(),
            ]
        )

    def _by_moves(self, parameters: Parameters, smoothed: Doubles, moves: Doubles) -> Doubles:
        """The gradient by the log odds: of the moves between dates, of those before the first, and of the start."""
        transitions = parameters.transitions(self._x)
        begin, varying = self.skipped - self.memory, len(transitions) > 1
        gradient = np.zeros(parameters.moves.shape)

        def add(counts: Doubles, at: slice) -> None:
            pull = counts - counts.sum(axis=2, keepdims=True) * transitions[at]
            gradient[:] += np.einsum("nij,nq->ijq", pull[:, :, :-1], self._x[at])

        add(moves, slice(self.skipped, None) if varying else slice(None))
        start = smoothed[0]
        for step in range(self.memory):
            counts = np.zeros((1, self.shape.regimes, self.shape.regimes))
            np.add.at(counts[0], (self._regime[step + 1], self._regime[step]), start)
            into = self.skipped - step
            add(counts, slice(into, into + 1) if varying else slice(0, 1))
        at = slice(begin, begin + 1) if varying else slice(0, 1)
        oldest = np.bincount(self._regime[-1], start, self.shape.regimes).astype(np.float64)
        add(self._by_start(transitions[at][0], oldest)[None], at)
        return gradient.ravel()

    @staticmethod
    def _by_start(transition: Doubles, oldest: Doubles) -> Doubles:
        """(K, K): the start's pull on the matrix whose stationary distribution it is, times the matrix."""
        shares = stationary(transition)
        try:
            pull = np.linalg.solve(np.eye(len(shares)) - transition + 1, oldest / shares)
        except np.linalg.LinAlgError:
            return np.zeros(transition.shape)
        return np.asarray(transition * np.outer(shares, pull))

    def _marginal(self, joint: Doubles) -> Doubles:
        """(n - p, K): of the regime now."""
        return np.asarray(joint.reshape(len(joint), self.shape.regimes, -1).sum(axis=2))

    def _padded(self, chances: Doubles) -> Doubles:
        return np.vstack([np.full((self.skipped, chances.shape[1]), np.nan), chances])
