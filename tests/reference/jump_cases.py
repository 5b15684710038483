"""The fits that jump.csv holds, and the prices they are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRICES = Path(__file__).parents[2] / "src" / "rotascope" / "data" / "vintage" / "prices.parquet"


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


def closes() -> NDArray[np.float64]:
    """SPY's total-return closes to 2026-01-14, from the file itself."""
    rows = pl.scan_parquet(PRICES).filter(pl.col("symbol") == "SPY", pl.col("date") <= date(2026, 1, 14)).sort("date")
    return rows.select("adjusted_close").collect().to_series().to_numpy().astype(np.float64)
