"""Are a pair's two regimes more than chance: the gap between their means, and what series without it would show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.results import remembered
from rotascope.models.likelihood_ratio import equal_means_ratio, one_regime_draws, one_regime_ratio
from rotascope.models.markov_fit import gap_at
from rotascope.models.markov_parameters import Parameters
from rotascope.models.regimes import MARKOV

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from rotascope.models.regimes import RealTimeRegimes

    Doubles = NDArray[np.float64]

DRAWS = 99
LEVEL = 0.05
HAIR = 0.05  # of an interval's width: a bound so near to zero may lie on its other side
LONGEST = 1000


@dataclass(frozen=True)
class RegimeTests:
    """What the last fit's data say of its regimes: the gap in means, and p-values of having none of it."""

    gap: float
    lower: float
    upper: float
    one_regime: float
    equal_means: float
    converged: bool

    @property
    def covers_zero(self) -> bool:
        return not (self.lower > 0 or self.upper < 0)

    @property
    def apart(self) -> bool:
        """By both tests: the interval rests on the normal law, which a few visits to a regime do not reach."""
        return not self.covers_zero and self.equal_means <= LEVEL

    @property
    def by_a_hair(self) -> bool:
        """Whether a p-value of so few draws, or an interval that all but touches zero, lies about the level."""
        near = LEVEL / 2 <= self.equal_means <= 2 * LEVEL
        touches = min(abs(self.lower), abs(self.upper)) < HAIR * (self.upper - self.lower)
        return (near and not self.clearly_zero) or (touches and self.equal_means <= 2 * LEVEL)

    @property
    def clearly_zero(self) -> bool:
        """Whether zero lies well inside the interval."""
        width = self.upper - self.lower
        return self.lower < -HAIR * width and self.upper > HAIR * width


def tested_regimes(regimes: RealTimeRegimes) -> RegimeTests:
    """Of the last fit's own parameters; remembered, for it takes two hundred fits."""
    fitted, last = regimes.fitted, (regimes.transitions[-1], regimes.means[-1], regimes.variances[-1])
    found = remembered(
        "regimes-tested", [fitted, *last], {"draws": DRAWS}, lambda: _tests(fitted, Parameters.of(*last))
    )
    gap, lower, upper, alone, level = found["figures"].tolist()
    return RegimeTests(gap, lower, upper, alone, level, bool(found["converged"][0]))


def _tests(fitted: Doubles, parameters: Parameters) -> Mapping[str, NDArray[Any]]:
    gap, converged = gap_at(MARKOV, fitted, parameters)
    alone = one_regime_ratio(fitted, MARKOV, drawn=_one_regime(len(fitted))).p_value
    level = equal_means_ratio(fitted, MARKOV, draws=DRAWS).p_value
    return {
        "figures": np.array([gap.value, gap.lower, gap.upper, alone, level]),
        "converged": np.array([converged]),
    }


def _one_regime(length: int) -> Doubles:
    """Ratios of series of one regime, of up to LONGEST steps: from there on their law hardly moves."""
    steps = min(length, LONGEST)
    found = remembered(
        "one-regime", [], {"draws": DRAWS, "steps": steps}, lambda: {"drawn": one_regime_draws(np.zeros(steps), MARKOV)}
    )
    return np.asarray(found["drawn"], np.float64)
