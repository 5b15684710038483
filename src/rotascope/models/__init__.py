"""Models of leadership: regimes, change points, episodes, forecasts. Their compiled parts load when they first run."""

from rotascope.models.cusum import Cusum as Cusum
from rotascope.models.jump import JumpModel as JumpModel
from rotascope.models.jump import SparseJumpModel as SparseJumpModel
from rotascope.models.markov import MarkovSwitching as MarkovSwitching
from rotascope.models.markov_parameters import Parameters as Parameters
from rotascope.models.pelt import Pelt as Pelt
from rotascope.models.run_length import RunLength as RunLength
