"""Models of leadership: regimes, change points, episodes, forecasts. Their compiled parts load when they first run."""

from rotascope.models.cusum import Cusum as Cusum
from rotascope.models.pelt import Pelt as Pelt
from rotascope.models.run_length import RunLength as RunLength
