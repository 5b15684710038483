"""Climbing a likelihood whose gradient is known: BFGS with a search along each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

ARMIJO = 1e-4  # of the rise that the gradient promises, what a step must bring
ROUNDING = 1e-13  # of the likelihood: a fall this small is none
LONGEST_STEP = 2.0  # of any parameter in one step; parameters are log odds and standardised values
SEARCHES = 25


class Likelihood(Protocol):
    """A log-likelihood of `size` parameters over `count` observations; calling it gives its value and gradient."""

    size: int
    count: int

    def __call__(self, theta: Doubles) -> tuple[float, Doubles]: ...


@dataclass(frozen=True)
class Ascent:
    """Where a climb ended. `slope`: the gradient's largest entry per observation; `inverse`: of minus the Hessian."""

    theta: Doubles
    value: float
    slope: float
    converged: bool
    steps: int
    inverse: Doubles


def ascend(likelihood: Likelihood, theta: Doubles, inverse: Doubles, *, most: int, tolerance: float) -> Ascent:
    """From theta upwards until no entry of the gradient exceeds `tolerance` an observation, in at most `most` steps.

    inverse (P, P): a first idea of the inverse of minus the Hessian. The likelihood never falls.
    """
    from rotascope.kernels.compiled_markov_steps import turn

    theta, inverse = theta.copy(), inverse.copy()
    value, gradient = likelihood(theta)
    step, change, direction = np.zeros(len(theta)), np.zeros(len(theta)), np.empty(len(theta))
    for steps in range(most + 1):
        slope = float(np.abs(gradient).max()) / likelihood.count
        if slope <= tolerance or steps == most or not np.isfinite(value):
            break
        rise = turn(inverse, step, change, gradient, direction)
        if not rise > 0:
            inverse = np.eye(len(theta)) / likelihood.count
            np.dot(inverse, gradient, out=direction)
            rise = float(direction @ gradient)
        reached = _search(likelihood, theta, value, direction, rise)
        if reached is None:
            break
        length, value, after = reached
        step = direction * length
        theta += step
        change = gradient - after
        gradient = after
    return Ascent(theta, value, slope, slope <= tolerance, steps, inverse)


def _search(
    likelihood: Likelihood, theta: Doubles, value: float, direction: Doubles, rise: float
) -> tuple[float, float, Doubles] | None:
    """How far along the direction to go, with the value and gradient there; None where nothing is higher."""
    length = min(1.0, LONGEST_STEP / float(np.abs(direction).max()))
    for _ in range(SEARCHES):
        reached, gradient = likelihood(theta + length * direction)
        if reached >= value + ARMIJO * length * rise - ROUNDING * abs(value):
            return length, reached, gradient
        bend = 2 * (value + length * rise - reached)
        length *= min(max(rise * length / bend, 0.1), 0.5) if np.isfinite(bend) and bend > 0 else 0.1
    return None
