"""Money into and out of exchange-traded funds, by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import count, dollars, month

if TYPE_CHECKING:
    from rotascope.data.panel import Panel


def net_flow(panel: Panel, of: str = "SPY", *, months: int = 1) -> Measured:
    """Net flow into a fund over its last whole months, in US dollars; below zero: out of it.

    of: the fund's symbol. `detail["month"]`: the last day of the newest month, public on the first business day after.
    `DataError` where a month among them is missing: a hole is not a month without flows.
    """
    symbol = of.upper()
    flows = panel.flows(symbol)
    last = day_of(flows.days[-1])
    taken = flows.days[-months:].view("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if len(taken) < months or taken[-1] - taken[0] != months - 1:
        raise DataError(f"{symbol} has no flows of every one of the {count(months, 'month')} to {month(last)}.")
    value = float(flows.values[-months:].sum())
    first = day_of(flows.days[-months])
    span = f"in {month(last)}" if months == 1 else f"from {month(first)} to {month(last)}"
    into = "into" if value >= 0 else "out of"
    return Measured(value, "dollars", f"{dollars(abs(value))} net went {into} {symbol} {span}.", {"month": last}, first)
