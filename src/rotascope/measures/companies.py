"""One company's ratios, from the cross-section of companies' figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rotascope.errors import DataError
from rotascope.measures.measured import Measured
from rotascope.measures.wording import percent

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.panel import Panel

WORDS = {
    "trailing_pe": "times trailing earnings",
    "forward_pe": "times the earnings that analysts expect",
    "price_to_book": "times book value",
    "price_to_sales": "times sales",
    "ev_to_ebitda": "times EBITDA (enterprise value)",
}


def company_ratio(
    panel: Panel,
    of: str = "NVDA",
    *,
    ratio: Literal[
        "trailing_pe", "forward_pe", "price_to_book", "price_to_sales", "ev_to_ebitda", "dividend_yield"
    ] = "trailing_pe",
) -> Measured:
    """A company's multiple, a ratio, or its dividend yield, a fraction, as the one cross-section held here shows it.

    of: the company's symbol. `detail["date"]`: the day that the cross-section was taken. Values are as shown, absurd
    ones included; `DataError` where there is none, as for a P/E of losses.
    """
    symbol = of.upper()
    rows = panel.fundamentals()
    found = rows.filter(rows["symbol"] == symbol)
    taken: date = rows["date"][0]
    if found.is_empty():
        raise DataError(f"{symbol} is not in the cross-section of companies' figures of {taken}.")
    value = found[ratio][0]
    if value is None:
        raise DataError(f"{symbol} has no {ratio} in the cross-section of {taken}.")
    if ratio == "dividend_yield":
        return Measured(float(value), "fraction", f"{symbol}'s dividend yield was {percent(value)} on {taken}.",
                        {"date": taken}, taken)  # fmt: skip
    text = f"{symbol} cost {value:,.1f} {WORDS[ratio]} on {taken}."
    return Measured(float(value), "ratio", text, {"date": taken}, taken)
