"""Models of leadership: regimes, change points, episodes, forecasts. Their compiled parts load when they first run."""

from rotascope.models.markov import MarkovSwitching as MarkovSwitching
