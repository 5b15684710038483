"""What a fund holds, by its issuer's own file: the weight of its largest positions, of one company, of a sector."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.errors import DataError, UsageError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import listed, percent

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from rotascope.data.panel import Panel

MOST = 10  # names told
_TOP = re.compile(r"top(\d{1,4})")


def fund_weight(panel: Panel, of: str = "IWM", *, part: str = "top10") -> Measured:
    """Weight of a part of a fund's portfolio, a fraction of its net assets, by the newest file of its issuer.

    of: the fund's symbol. part: topK for its K heaviest positions in stocks, a company's symbol, or a sector by the
    issuer's name ("Health Care"). `detail`: `date`, the day of the file; `positions` in stocks; `symbols` of the part,
    at most ten. `DataError` for a fund without a file by then and a part that it does not hold.
    """
    symbol = of.upper()
    held = panel.holdings(symbol)
    taken: date = held["date"][0]
    stocks = held.filter(held["asset_class"] == "Equity").sort("weight", "symbol", descending=[True, False])
    chosen, words = _part(stocks, part, symbol, taken)
    value = float(chosen["weight"].sum())
    detail = {"date": taken, "positions": len(stocks), "symbols": chosen["symbol"].head(MOST).to_list()}
    return Measured(value, "fraction", f"{words} made up {percent(value, 2)} of {symbol} on {taken}.", detail, taken)


def _part(stocks: pl.DataFrame, part: str, fund: str, taken: date) -> tuple[pl.DataFrame, str]:
    """The rows of the part, and what it is called."""
    if top := _TOP.fullmatch(part.lower()):
        k = int(top[1])
        if not 1 <= k <= len(stocks):
            raise UsageError(f"part {part!r} must be top1 to top{len(stocks)}: so many stocks {fund} held on {taken}.")
        names = listed(stocks["symbol"].head(min(k, MOST)).to_list())
        return stocks.head(k), f"The {k} largest positions ({names})" if k > 1 else f"The largest position ({names})"
    company = stocks.filter(stocks["symbol"] == part.upper())
    if len(company):
        return company, part.upper()
    sector = stocks.filter(stocks["sector"].str.to_lowercase() == part.lower())
    if len(sector):
        return sector, str(sector["sector"][0])
    raise DataError(f"{fund} held nothing called {part!r} on {taken}; write topK, a symbol or a sector of its file.")
