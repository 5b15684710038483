"""A pair's history from where its legs first moved apart: before, what differs is how closes are rounded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rotascope.errors import DataError
from rotascope.pairs import pair_series

if TYPE_CHECKING:
    from rotascope.data.panel import Panel
    from rotascope.pairs import Pair, PairSeries

DUST = 1e-5  # of the log ratio: adjusted closes carry seven digits, by which classes of one share differ


def series_apart(panel: Panel, pair: Pair, basis: str = "total") -> PairSeries:
    """The pair's series from the last step before its legs moved apart; `DataError` where they never did."""
    series = pair_series(panel, pair, basis)
    log_ratio = np.log(series.first) - np.log(series.second)
    apart = np.abs(log_ratio - log_ratio[0]) > DUST
    if not apart.any():
        raise DataError(
            f"{pair.first} and {pair.second} never moved apart up to {panel.as_of} by more than closes are rounded."
        )
    start = max(int(apart.argmax()) - 1, 0)
    return replace(series, days=series.days[start:], first=series.first[start:], second=series.second[start:])
