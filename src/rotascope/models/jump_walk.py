"""A jump model of an active return, walked forward: its features, its fit, and the states that each day could know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import DataError
from rotascope.models.features import jump_features
from rotascope.models.jump import JumpModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.models.jump_result import JumpFiltered, JumpResult

    Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class JumpWalk:
    """What `walk_forward` takes: a jump model on features of the series itself, regimes numbered upwards by volatility.

    names, min_count: of `jump_features`, for series by session; `by_month` has the same by month.
    """

    model: JumpModel = field(default_factory=lambda: JumpModel(n_starts=5, order_by="volatility"))
    names: tuple[str, ...] = ("downside_10", "sortino_20", "sortino_60")
    min_count: int = 63

    @classmethod
    def by_month(cls) -> JumpWalk:
        """Half-lives of three, six and twelve months."""
        return cls(names=("downside_3", "sortino_6", "sortino_12"), min_count=24)

    @property
    def n_regimes(self) -> int:
        return self.model.n_regimes

    def features(self, y: Any) -> Doubles:
        """(n_dates, n_features) of y (n_dates,), each row by values up to it."""
        return jump_features(y, self.names, min_count=self.min_count).values

    def fit(self, y: Any) -> JumpWalkFit:
        """The model of y (n_dates,), NaN where missing. `DataError` for too few values, or a y that never falls."""
        x = self.features(y)
        if np.isnan(x).all(axis=0).any():
            raise DataError(f"y has {len(x)} values, too few for its features; give more than {self.min_count}.")
        return JumpWalkFit(self, self.model.fit(x, y))

    def refit(self, y: Doubles, previous: JumpWalkFit | None) -> JumpWalkFit:
        """As `fit`: a fit takes nothing from the one before it."""
        return self.fit(y)


@dataclass(frozen=True)
class JumpWalkFit:
    """A fit of a walk. `means`, `variances` (n_regimes,) of y; those of an empty regime are the first regime's."""

    walk: JumpWalk
    result: JumpResult

    @property
    def means(self) -> Doubles:
        return _filled(self.result.means)

    @property
    def variances(self) -> Doubles:
        return _filled(self.result.volatilities) ** 2

    @property
    def transition_matrix(self) -> Doubles:
        return self.result.transition_matrix

    def filter(self, y: Any) -> JumpFiltered:
        """States and probabilities of y, each date by values up to it."""
        return self.result.filter(self.walk.features(y))


def _filled(values: Doubles) -> Doubles:
    return np.where(np.isnan(values), values[0], values)
