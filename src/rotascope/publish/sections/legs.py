"""The legs by themselves: their year, how much each swings, and the beta of one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import percent
from rotascope.pairs import pair_series
from rotascope.publish.figures import cell, scalar, signed_percent
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Cell, Sentence, Table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry

ALIKE = 0.1  # volatilities that lie less than this share of the higher one apart


def risk(inquiry: Inquiry) -> list[Sentence]:
    """Volatility of both legs in one sentence, and beta."""
    first, second = inquiry.alone
    swings = [inquiry.ask("annualised_volatility", leg) for leg in (first, second)]
    beta = inquiry.ask("beta", inquiry.pair)
    if swings[0] is None or swings[1] is None:
        return says(*swings, beta)
    one, two = (scalar(swing) for swing in swings if swing is not None)
    more, less = (first, second) if one >= two else (second, first)
    high, low = max(one, two), min(one, two)
    text = f"{more} swung more than {less}: {percent(high)} a year against {percent(low)}"
    if high - low < ALIKE * high or high == low:
        text = f"{first} and {second} swung alike: {percent(one)} and {percent(two)} a year"
    text = f"Over 63 sessions {text}."
    return [Sentence(text, (swings[0], swings[1])), *says(beta)]


def legs_table(inquiry: Inquiry) -> Table:
    """Each leg by itself: the year so far and its volatility."""
    rows = []
    for leg in inquiry.alone:
        year, swing = inquiry.ask("period_return", leg), inquiry.ask("annualised_volatility", leg)
        rows.append(
            (
                Cell(str(leg)),
                cell(year, signed_percent(scalar(year)) if year else ""),
                cell(swing, percent(scalar(swing)) if swing else ""),
            )
        )
    columns = ("Leg", "Year to date", "Volatility a year")
    note = f"Volatility: of daily returns over 63 sessions.{_instead(inquiry)}"
    return Table("The legs", columns, tuple(rows), frozenset(columns[1:]), note=note)


def _instead(inquiry: Inquiry) -> str:
    """Why indices stand where the pair's funds are expected."""
    if inquiry.alone == inquiry.legs:
        return ""
    joined = pair_series(inquiry.panel, inquiry.pair).joined
    return f" Indices by price return: the funds began on {joined}, within the windows."
