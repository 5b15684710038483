"""What of a Markov-switching model is fitted, and where it stands in the vector theta that is climbed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rotascope.models.markov_parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

STEEP = 34.0  # log odds beyond this are taken for it


@dataclass(frozen=True)
class Shape:
    """K regimes, q covariates of the moves (the constant among them), p lags; what all regimes share is `tied_`.

    theta: log odds (K, K-1, q), means (K or 1), log(variance - floor) (K or 1), coefficients (K or 1, p).
    """

    regimes: int
    covariates: int = 1
    lags: int = 0
    tied_means: bool = False
    tied_variances: bool = False
    tied_ar: bool = True

    @property
    def without_past(self) -> Shape:
        """The same without covariates and lags."""
        return Shape(self.regimes, 1, 0, self.tied_means, self.tied_variances)

    @cached_property
    def sizes(self) -> tuple[int, int, int, int]:
        """How many log odds, means, variances, coefficients theta holds."""
        return (
            self.regimes * (self.regimes - 1) * self.covariates,
            1 if self.tied_means else self.regimes,
            1 if self.tied_variances else self.regimes,
            self.lags * (1 if self.tied_ar else self.regimes),
        )

    @cached_property
    def size(self) -> int:
        return sum(self.sizes)

    @cached_property
    def slices(self) -> tuple[slice, slice, slice, slice]:
        ends = np.cumsum(self.sizes).tolist()
        return tuple(slice(end - size, end) for end, size in zip(ends, self.sizes, strict=True))  # type: ignore[return-value]

    def pack(self, parameters: Parameters, floor: float) -> Doubles:
        """theta of the parameters; a variance at the floor is set a hundredth above it."""
        over = np.maximum(parameters.variances - floor, 0.01 * floor)
        parts = (
            np.clip(parameters.moves, -STEEP, STEEP),
            parameters.means[: self.sizes[1]],
            np.log(over[: self.sizes[2]]),
            parameters.ar[:1] if self.tied_ar else parameters.ar,
        )
        return np.concatenate([np.ravel(part) for part in parts])

    def unpack(self, theta: Doubles, floor: float) -> Parameters:
        """The parameters that theta stands for."""
        moves, means, variances, ar = (theta[part] for part in self.slices)
        regimes, every = self.regimes, np.ones(self.regimes)
        odds = np.clip(moves, -STEEP, STEEP) if self.covariates == 1 else moves
        return Parameters(
            odds.reshape(regimes, regimes - 1, self.covariates).copy(),
            means * every,
            floor + np.exp(np.minimum(variances, STEEP)) * every,
            np.array(np.broadcast_to(ar.reshape(1 if self.tied_ar else regimes, self.lags), (regimes, self.lags))),
        )

    def names(self) -> tuple[str, ...]:
        """Of the fitted parameters, in the order of `pick`."""
        ways = [f"{i}->{j}" for i in range(self.regimes) for j in range(self.regimes - 1)]
        moves = [f"p[{way}]" for way in ways]
        if self.covariates > 1:
            moves = [f"odds[{way}].{q}" for way in ways for q in range(self.covariates)]
        means = _each("mean", self.sizes[1])
        variances = _each("variance", self.sizes[2])
        lags = range(1, self.lags + 1)
        ar = [name for lag in lags for name in _each(f"ar{lag}", 1)]
        if not self.tied_ar:
            ar = [f"ar{lag}[{k}]" for k in range(self.regimes) for lag in lags]
        return (*moves, *means, *variances, *ar)

    def pick(self, parameters: Parameters) -> Doubles:
        """The fitted parameters by themselves: transition probabilities (or log odds), means, variances, ar."""
        moves = parameters.moves if self.covariates > 1 else parameters.transition_matrix[:, :-1]
        ar = parameters.ar[:1] if self.tied_ar else parameters.ar
        parts = (moves, parameters.means[: self.sizes[1]], parameters.variances[: self.sizes[2]], ar)
        return np.concatenate([np.ravel(part) for part in parts])

    def jacobian(self, theta: Doubles, floor: float, order: Sequence[int] | NDArray[np.intp], scale: float) -> Doubles:
        """(P, P): of `pick`, with regimes in the order and values scaled, by theta; central differences."""
        columns = []
        for at in range(self.size):
            width = np.zeros(self.size)
            width[at] = 1e-6 * max(1.0, abs(theta[at]))
            sides = [self.pick(self.unpack(theta + side * width, floor).ordered(order)) for side in (1, -1)]
            columns.append((sides[0] - sides[1]) / (2 * width[at]))
        found = np.column_stack(columns)
        _, means, variances, _ = self.slices
        found[means] *= scale
        found[variances] *= scale**2
        return found


def _each(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name}[{k}]" for k in range(count)]
