"""The fits that jump.csv holds, of SPY's total-return closes to a day."""

from __future__ import annotations

from dataclasses import dataclass

SYMBOL = "SPY"
AS_OF = "2026-01-14"


@dataclass(frozen=True)
class Case:
    """One fit. max_features: of the sparse model, None for the plain one."""

    name: str
    penalty: float
    n_regimes: int = 2
    continuous: bool = False
    max_features: float | None = None


CASES = (
    Case("discrete, penalty 50", 50.0),
    Case("discrete, no penalty", 0.0),
    Case("discrete, three regimes", 30.0, 3),
    Case("continuous, penalty 600", 600.0, continuous=True),
    Case("sparse, penalty 50", 50.0, max_features=2.0),
    Case("sparse and continuous", 600.0, continuous=True, max_features=2.0),
)
