"""Expected values of the price measures, by pandas: python -m tests.reference.make_prices --raw RAW"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tests.reference import price_answers as by
from tests.reference.price_cases import CASES
from tests.reference.raw_files import Raw, rows, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reference.raw_files import Row

OUT = Path(__file__).with_name("measures_prices.csv")
ORIGIN = f"pandas {pd.__version__}, numpy {np.__version__}; tests/reference/make_prices.py; {{files}}"
PANEL = "prices/us_adjusted_close.parquet"


def make(raw: Raw) -> Iterable[Row]:
    """A row for each figure of each case."""
    for measure, of, since, as_of, params in CASES:
        found: dict[str, Any] = getattr(by, measure)(raw, of, since, as_of, **params)
        yield from rows((measure, of, since, as_of, params), found, 1e-9, ORIGIN.format(files=_files(of)))


def _files(of: str) -> str:
    indices = [f"indices/{index}_*.csv" for index in ("RUT", "SPX", "NDX") if index in of]
    funds = [] if of in ("RUT", "SPX", "NDX", "RUT/SPX") else [PANEL]
    joined = ["indices/RUT_1987.csv", "indices/SPX_1927.csv"] if of == "small/large" else []
    return ", ".join(funds + indices + joined)


if __name__ == "__main__":
    raise SystemExit(run(make, OUT))
