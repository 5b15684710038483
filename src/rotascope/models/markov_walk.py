"""Refitting along a series: from the peak before, with fresh starts now and then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.ascent import Ascent, ascend
from rotascope.models.markov_fit import climbs
from rotascope.models.markov_result import FilteredRegimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.markov import MarkovSwitching
    from rotascope.models.markov_parameters import Parameters

    Doubles = NDArray[np.float64]

FRESH_EVERY = 12  # refits between two that also climb from the spec's own starts


@dataclass(frozen=True)
class WalkFit:
    """One fit of a walk: `parameters`, regimes numbered upwards by variance (by mean where it does not switch)."""

    spec: MarkovSwitching
    parameters: Parameters
    log_likelihood: float
    converged: bool
    ascent: Ascent = field(repr=False)
    shift: float
    scale: float
    number: int

    @property
    def means(self) -> Doubles:
        return self.parameters.means

    @property
    def variances(self) -> Doubles:
        return self.parameters.variances

    @property
    def transition_matrix(self) -> Doubles:
        return self.parameters.transition_matrix

    def filter(self, y: Doubles) -> FilteredRegimes:
        """Regimes of y by these parameters, each date from data to it."""
        return self.spec.filter(y, self.parameters)


def refit(spec: MarkovSwitching, y: Doubles, previous: WalkFit | None) -> WalkFit:
    """The peak near the previous one; at the first fit and every twelfth also the spec's own starts, the best kept.

    Between those a better peak elsewhere is overlooked: for at most twelve refits, and by design, for a walk that jumps
    between peaks of like height would renumber history at random.
    """
    shift, scale = spec.measured(y)
    scaled = spec.scaled(y, np.ones((len(y), 1)), shift, scale)
    likelihood = scaled.likelihood
    number = 0 if previous is None else previous.number + 1
    found: list[Ascent] = []
    if previous is not None:
        theta = _carried(spec, previous, shift, scale)
        inverse = previous.ascent.inverse
        found.append(ascend(likelihood, theta, inverse, most=spec.max_iter, tolerance=spec.tolerance))
    if number % FRESH_EVERY == 0 or not found[0].converged:
        found += climbs(spec, scaled, (y - shift) / scale, None)
    best = max(found, key=lambda climb: climb.value)
    held = spec.shape.unpack(best.theta, spec.variance_floor)
    by_variance = spec.switching_variance and spec.order_by != "mean"
    order = np.argsort(held.variances if by_variance else held.means, kind="stable")
    lost = likelihood.count * float(np.log(scale))
    parameters = held.ordered(order).scaled(shift, scale)
    return WalkFit(spec, parameters, best.value - lost, best.converged, best, shift, scale, number)


def _carried(spec: MarkovSwitching, previous: WalkFit, shift: float, scale: float) -> Doubles:
    """theta of the previous peak on the new scale; its regimes keep their places."""
    theta = previous.ascent.theta.copy()
    _, means, variances, _ = spec.shape.slices
    theta[means] = (theta[means] * previous.scale + previous.shift - shift) / scale
    over = np.exp(theta[variances]) + spec.variance_floor
    over = over * (previous.scale / scale) ** 2 - spec.variance_floor
    theta[variances] = np.log(np.maximum(over, 0.01 * spec.variance_floor))
    return theta
