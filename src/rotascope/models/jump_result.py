"""What a fitted jump model knows. States of the whole path are `smoothed_`, those by data to each date `filtered_`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import UsageError
from rotascope.kernels import jump as kernel
from rotascope.models.matrix import feature_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.jump import JumpModel

    Doubles = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NEGLIGIBLE = 1e-6  # spread between centres below which a feature tells nothing


@dataclass(frozen=True)
class JumpFiltered:
    """`filtered_states` (n_dates,) and `filtered_probabilities` (n_dates, n_regimes), by rows up to each date.

    -1 and NaN before the first complete row; a later row with a NaN carries on what was.
    """

    filtered_states: Counts
    filtered_probabilities: Doubles


@dataclass(frozen=True)
class JumpSmoothed:
    """`smoothed_states` and `smoothed_probabilities`, by all rows: history only, never to act on or to forecast."""

    smoothed_states: Counts
    smoothed_probabilities: Doubles


@dataclass(frozen=True)
class JumpResult:
    """A fitted jump model; regimes ascend by what the model's `order_by` names, an empty regime comes last.

    centers: (n_regimes, n_features) in the units of X, NaN for an empty regime. weights: (n_features,), ones but in the
    sparse model. objective: the least cost. start_objectives: where each start ended, the single regime's last.
    converged: whether the best start stopped by itself. smoothed_states, smoothed_probabilities: on the fit's rows.
    means, volatilities: (n_regimes,) of returns a step, weighted by the probabilities (the first feature's, where no
    returns were given). transition_matrix: (n_regimes, n_regimes) frequencies on the path, rows sum to one; a regime
    never left stays. penalty: as used, over sqrt(n_features) in the sparse model.
    """

    model: JumpModel
    centers: Doubles
    weights: Doubles
    objective: float
    start_objectives: Doubles
    converged: bool
    smoothed_states: Counts
    smoothed_probabilities: Doubles
    means: Doubles
    volatilities: Doubles
    transition_matrix: Doubles
    penalty: float

    def filter(self, X: Any) -> JumpFiltered:  # noqa: N803
        """States and probabilities of other rows (n_dates, n_features), each by the rows up to it alone."""
        x, known = self._rows(X)
        path = kernel.online_path(x * self._scale, known, self._states(), self.centers * self._scale)
        return JumpFiltered(*_frozen(*_read(path, known, self._states().grid)))

    def smooth(self, X: Any) -> JumpSmoothed:  # noqa: N803
        """States and probabilities of other rows, each by all of them."""
        x, known = self._rows(X)
        path, _ = kernel.best_path(x * self._scale, known, self._states(), self.centers * self._scale)
        return JumpSmoothed(*_frozen(*_read(path, known, self._states().grid)))

    def predict(self, X: Any) -> Counts:  # noqa: N803
        """`smooth(X).smoothed_states`."""
        return self.smooth(X).smoothed_states

    def predict_online(self, X: Any) -> Counts:  # noqa: N803
        """`filter(X).filtered_states`: a later row never changes it."""
        return self.filter(X).filtered_states

    @property
    def _scale(self) -> Doubles:
        scale: Doubles = np.sqrt(self.weights)
        return scale

    def _states(self) -> kernel.States:
        return self.model.states(self.penalty)

    def _rows(self, given: Any) -> tuple[Doubles, Flags]:
        rows = feature_rows(given)
        if rows.shape[1] != len(self.weights):
            raise UsageError(f"X has {rows.shape[1]} features; the model was fitted on {len(self.weights)}.")
        known = complete(rows)
        return np.where(known[:, None], rows, 0.0), known


def ordered(
    model: JumpModel,
    penalty: float,
    x: Doubles,
    known: Flags,
    weights: Doubles,
    found: kernel.Descent,
    returns: Doubles,
) -> JumpResult:
    """The result with its regimes in order."""
    _, probabilities = _read(found.path, known, model.states(penalty).grid)
    means, volatilities = moments(returns, probabilities)
    order = np.argsort(means if model.order_by == "mean" else volatilities, kind="stable")  # NaN comes last
    probabilities = np.ascontiguousarray(probabilities[:, order])
    centers, _ = described(x, known, probabilities)
    probabilities = _settled(model.states(penalty), x * np.sqrt(weights), known, centers * np.sqrt(weights), found.cost,
                             probabilities)  # fmt: skip
    states = _labels(probabilities)
    arrays = _frozen(centers, weights.copy(), states, probabilities, means[order], volatilities[order])
    centers, weights, states, probabilities, means, volatilities = arrays
    (starts, transitions) = _frozen(found.start_costs, transition_frequencies(states, model.n_regimes))
    return JumpResult(
        model, centers, weights, found.cost, starts, found.converged, states, probabilities, means, volatilities,
        transitions, penalty,
    )  # fmt: skip


def _settled(
    states: kernel.States, x: Doubles, known: Flags, centers: Doubles, cost: float, probabilities: Doubles
) -> Doubles:
    """The same path with ties (a row that is missing at a switch) settled as they are for other rows: by the order."""
    path, again = kernel.best_path(x, known, states, centers)
    settled = _read(path, known, states.grid)[1]
    moved = known & (settled != probabilities).any(axis=1)
    return probabilities if moved.any() or not np.isclose(again, cost, rtol=1e-9) else settled


def described(x: Doubles, known: Flags, probabilities: Doubles) -> tuple[Doubles, Doubles]:
    """Centres (n_regimes, n_features), NaN where empty, and each feature's spread between them, zero if negligible."""
    rows, shares = x[known], probabilities[known]
    sizes = shares.sum(axis=0)
    with np.errstate(invalid="ignore"):
        centers: Doubles = (shares.T @ rows) / sizes[:, None]
    spread = sizes @ (np.nan_to_num(centers - rows.mean(axis=0)) ** 2)
    return centers, np.where(spread < NEGLIGIBLE, 0.0, spread)


def complete(rows: Doubles) -> Flags:
    """(n_dates,): rows without NaN."""
    found: Flags = np.logical_not(np.isnan(rows).any(axis=1))
    return found


def moments(returns: Doubles, probabilities: Doubles) -> tuple[Doubles, Doubles]:
    """Mean and unbiased deviation (n_regimes,) of returns, weighted; NaN for an empty regime."""
    held = ~(np.isnan(returns) | np.isnan(probabilities[:, 0]))
    values, shares = returns[held], probabilities[held]
    sizes, squares = shares.sum(axis=0), (shares**2).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = values @ shares / sizes
        variance = np.array([(values - mean) ** 2 @ share for mean, share in zip(means, shares.T, strict=True)]) / sizes
        deviations = np.sqrt(variance / (1 - squares / sizes**2))
    return means, np.where(np.isfinite(deviations), deviations, np.nan)


def transition_frequencies(states: Counts, n_regimes: int) -> Doubles:
    """(n_regimes, n_regimes): how often each regime was followed by each, rows summing to one."""
    held = states[states >= 0]
    counts = np.zeros((n_regimes, n_regimes))
    np.add.at(counts, (held[:-1], held[1:]), 1.0)
    left = counts.sum(axis=1)
    counts[left == 0] = np.eye(n_regimes)[left == 0]
    frequencies: Doubles = counts / counts.sum(axis=1, keepdims=True)
    return frequencies


def _read(path: Counts, known: Flags, grid: Doubles) -> tuple[Counts, Doubles]:
    """States and probabilities of a path; nothing is known before the first complete row."""
    probabilities = grid.T[path]
    probabilities[: int(known.argmax()) if known.any() else len(known)] = np.nan
    return _labels(probabilities), probabilities


def _labels(probabilities: Doubles) -> Counts:
    """The likeliest regime, the first of equals; -1 where nothing is known."""
    empty = np.isnan(probabilities[:, 0])
    return np.where(empty, -1, np.where(empty[:, None], 0.0, probabilities).argmax(axis=1)).astype(np.int64)


def _frozen(*arrays: Any) -> tuple[Any, ...]:
    for array in arrays:
        array.flags.writeable = False
    return arrays
